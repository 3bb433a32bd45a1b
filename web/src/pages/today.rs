//! The day of a facility: who arrives, stays and leaves, and the time left to notify.

mod deadlines;
mod drafts;
mod lists;
mod time_band;

use crate::api::{Api, Outcome};
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::session::Session;
use crate::stay::departure::{CheckOut, Leaver};
use crate::t;
use crate::ui::mini_board::MiniBoard;
use crate::ui::note::NoteKind;
use crate::ui::side_panel::SidePanel;
use crate::ui::{ButtonLink, Empty, Loaded, Note, PageTitle, load};
use deadlines::Deadlines;
use dto::operations::stays::GetRoomBoard;
use dto::room::BoardRoom;
use dto::stay::{FacilityDayOut, RoomState, StayOut};
use leptos::ev;
use leptos::prelude::*;
use lists::{Arrivals, Departures, ToDo};
use time_band::TimeBand;
use uuid::Uuid;

/// Age from which the data are read again when the user comes back to the page. It is not polled: that would keep an
/// unused session alive (LC-7.3).
const STALE_SECONDS: i64 = 60;

/// Renders the day of a facility.
#[component]
pub fn Today() -> Markup {
    let session = Session::here();
    let facility = Memo::new(move |_| {
        session
            .account()
            .get()
            .and_then(|account| account.facility)
            .map(|facility| facility.id)
    });
    html! {
        <div class="today">
            <div class="hidden">
                <PageTitle text=move || t!(today.title)/>
            </div>
            {move || match facility.get() {
                Some(id) => html! { <Day id/> },
                None => html! { <Empty title=move || t!(set_up.no_facility)/> },
            }}
        </div>
    }
}

/// The day, and the rooms with guests who are not notified. Both are displayed at once: rows that arrive later would
/// move the others away from the pointer.
#[derive(Clone)]
struct Read {
    day: FacilityDayOut,
    missing: Vec<BoardRoom>,
}

async fn read_day(api: Api, id: Uuid) -> Outcome<Read> {
    let day = api.get_facility_day(id).await?;
    // The board has their rooms; it is read only when there is at least one such guest.
    let mut missing = Vec::new();
    if day.unnotified > 0 {
        missing = api.get_room_board(id).await?.rooms;
        missing.retain(|room| room.unnotified > 0);
    }
    Ok(Read { day, missing })
}

#[component]
fn Day(id: Uuid) -> Markup {
    let api = Api::here();
    let read = load(move || read_day(api, id));
    let deadlines = load(move || api.list_own_deadlines(id));
    let again = {
        let (read, deadlines) = (read.clone(), deadlines.clone());
        Callback::new(move |()| {
            read.reload();
            deadlines.reload();
        })
    };
    refresh_on_return(again);
    let deadlines = StoredValue::new(deadlines);
    let unnotified = {
        let read = read.clone();
        Memo::new(move |_| read.value().map(|read| read.day.unnotified))
    };
    let foreign = {
        let read = read.clone();
        Memo::new(move |_| read.value().and_then(|read| read.day.foreign_guests))
    };
    let leaver = RwSignal::new(None::<Leaver>);
    let close = Callback::new(move |()| leaver.set(None));
    let saved = Callback::new(move |_: StayOut| {
        leaver.set(None);
        again.run(());
    });
    let content = move |read: Signal<Read>| {
        let day = Signal::derive(move || read.get().day);
        let missing = Signal::derive(move || read.get().missing);
        html! { <Content day missing leaver again/> }
    };
    html! {
        <TimeBand unnotified>
            <Deadlines deadlines=deadlines.get_value() foreign/>
        </TimeBand>
        <Loaded load=read rows=8 view=content/>
        {when(move || leaver.get().map(|leaver| html! {
            <SidePanel id="leaver" title=Signal::derive(|| t!(stay.check_out_title).to_owned()) on_close=close>
                <CheckOut leaver on_saved=saved on_cancel=close/>
            </SidePanel>
        }))}
    }
}

fn refresh_on_return(again: Callback<()>) {
    let lists = Lists::here();
    let read_at = StoredValue::new(lists.clock().now_untracked());
    let returned = window_event_listener(ev::focus, move |_| {
        let now = lists.clock().now_untracked();
        if now.unix() - read_at.get_value().unix() >= STALE_SECONDS {
            read_at.set_value(now);
            again.run(());
        }
    });
    on_cleanup(move || returned.remove());
}

#[component]
fn Content(
    day: Signal<FacilityDayOut>,
    missing: Signal<Vec<BoardRoom>>,
    leaver: RwSignal<Option<Leaver>>,
    again: Callback<()>,
) -> Markup {
    let is_cut = Memo::new(move |_| day.with(|day| day.truncated));
    html! {
        {when(move || is_cut.get().then(|| html! { <Note kind=NoteKind::Info>{t!(today.truncated)}</Note> }))}
        <div class="today-columns">
            <div class="today-column">
                <ToDo day missing leaver again/>
                <Arrivals day/>
            </div>
            <div class="today-column">
                <Departures day/>
                <Present day/>
            </div>
        </div>
    }
}

/// Renders who is in the facility, with the rooms in small.
#[component]
fn Present(day: Signal<FacilityDayOut>) -> Markup {
    let session = Session::here();
    let rooms = Memo::new(move |_| day.with(|day| day.rooms.clone()));
    let words = move || {
        let (taken, all) = rooms.with(|rooms| {
            (
                // A room that is out of service is neither occupied nor free.
                rooms
                    .iter()
                    .filter(|room| !matches!(room.state, RoomState::Free | RoomState::OutOfService))
                    .count(),
                rooms.len(),
            )
        });
        let rooms = if all == 0 {
            t!(today.present_guests).to_owned()
        } else {
            t!(today.present_rooms, taken = taken, all = all)
        };
        // They are in the facility, and in the rooms that are counted.
        match day.with(|day| day.unnotified) {
            0 => rooms,
            count => format!("{rooms}, {}", t!(today.present_unnotified, count = count)),
        }
    };
    html! {
        <section aria-labelledby="today-present">
            <div class="ledger-head">
                <h2 id="today-present">{move || t!(today.present)}</h2>
                <span class="ledger-count">{move || day.with(|day| day.present_guests + day.unnotified)}</span>
                <span class="ledger-hint">{words}</span>
                {(session.may(GetRoomBoard)).then(|| html! { <a href="/board" class="link ledger-end">{move || t!(board.title)}</a> })}
            </div>
            {move || if rooms.with(Vec::is_empty) {
                html! {
                    <Empty icon="bed" title=move || t!(today.rooms_none) detail=move || t!(today.rooms_none_hint)>
                        <ButtonLink href="/set-up" label=move || t!(today.rooms_go) small=true/>
                    </Empty>
                }
            } else {
                html! { <MiniBoard rooms=rooms.get()/> }
            }}
        </section>
    }
}
