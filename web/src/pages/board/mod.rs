//! The room board (sơ đồ phòng): the facility as a picture, and the acts on each room.

mod floors;
mod marks;
mod room;
mod states;
mod tile;

use crate::api::Api;
use crate::browser;
use crate::keys::{Key, use_key};
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::{effect, when};
use crate::session::Session;
use crate::stay::together::ManyLeave;
use crate::t;
use crate::ui::side_panel::SidePanel;
use crate::ui::{ButtonLink, Empty, Icon, Load, Loaded, Note, NoteKind, PageTitle, load};
use dto::room::{BoardRoom, RoomBoardOut};
use dto::stay::{RoomState, StayState, StaySummary};
use floors::{Floors, tile_id};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use room::Opened;
use states::{STATES, icon, word};
use uuid::Uuid;

/// Renders the page.
#[component]
pub fn Board() -> Markup {
    let session = Session::here();
    let facility = Memo::new(move |_| {
        session
            .account()
            .get()
            .and_then(|account| account.facility)
            .map(|facility| facility.id)
    });
    IntoMarkup::into_markup(move || match facility.get() {
        Some(id) => html! { <OfFacility id/> },
        None => html! { <Empty title=move || t!(set_up.no_facility)/> },
    })
}

#[component]
fn OfFacility(id: Uuid) -> Markup {
    let api = Api::here();
    let board = load(move || api.get_room_board(id));
    let content = {
        let board = board.clone();
        move |shown: Signal<RoomBoardOut>| html! { <FacilityBoard id shown board=board.clone()/> }
    };
    html! { <Loaded load=board rows=8 view=content/> }
}

#[component]
fn Head() -> Markup {
    html! {
        <div class="page-head board-head">
            <PageTitle text=move || t!(board.title)/>
            <p class="board-keys" aria-hidden="true">
                {move || t!(board.keys_move)}
                <kbd class="cap">"←"</kbd><kbd class="cap">"↑"</kbd><kbd class="cap">"→"</kbd><kbd class="cap">"↓"</kbd>
                {move || t!(board.keys_open)}
                <kbd class="cap">"Enter"</kbd>
            </p>
            <ButtonLink href="/set-up?part=rooms" label=move || t!(board.edit) icon="pen"/>
        </div>
    }
}

#[component]
fn FacilityBoard(id: Uuid, shown: Signal<RoomBoardOut>, board: Load<RoomBoardOut>) -> Markup {
    let open = RwSignal::new(None::<Uuid>);
    let only = RwSignal::new(None::<RoomState>);
    let chosen = Memo::new(move |_| {
        let id = open.get()?;
        shown.with(|board| board.rooms.iter().find(|room| room.id == id).cloned())
    });
    // A room number in the address: opened once, so that the address does not open it again.
    let query = use_query_map();
    let navigate = StoredValue::new_local(use_navigate());
    effect(move || {
        let named = query.with(|query| query.get("room").and_then(|room| Uuid::parse_str(&room).ok()));
        let is_here = |id: &Uuid| shown.with(|board| board.rooms.iter().any(|room| room.id == *id));
        if let Some(room) = named.filter(is_here) {
            open.set(Some(room));
            let replace = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            browser::focus_soon("opened-room-title");
            navigate.with_value(|navigate| navigate("/board", replace));
        }
    });
    let changed = Callback::new(move |()| board.reload());
    let close = Callback::new(move |()| {
        let left = open.get_untracked();
        open.set(None);
        spawn_local(async move { go_back_to(left).await });
    });
    let is_open = Memo::new(move |_| open.get().is_some());
    let is_empty = Memo::new(move |_| shown.with(|board| board.rooms.is_empty()));
    let is_cut = Memo::new(move |_| shown.with(|board| board.truncated));
    let guest = RwSignal::new(None::<Uuid>);
    // The room, whichever guest in it is chosen: an act on one guest names the guest beside the act.
    let title = Signal::derive(move || {
        let name = chosen.with(|room| room.as_ref().map(|room| room.name.clone()));
        name.map(|name| t!(board.room_title, name = name)).unwrap_or_default()
    });
    let about = Signal::derive(move || chosen.with(|room| room.as_ref().map(about)).unwrap_or_default());
    html! {
        <div class="board" class:with-panel=is_open>
            <Head/>
            {when(move || is_cut.get().then(|| html! { <Note kind=NoteKind::Info>{t!(board.truncated)}</Note> }))}
            {move || if is_empty.get() {
                html! {
                    <Empty icon="bed" title=move || t!(today.rooms_none) detail=move || t!(today.rooms_none_hint)>
                        <ButtonLink href="/set-up" label=move || t!(today.rooms_go) small=true/>
                    </Empty>
                }
            } else {
                html! { <States shown only/> <Overdue shown changed/> <Floors shown only open/> }
            }}
            <WithoutRoom shown/>
            {when(move || is_open.get().then(|| {
                // Also where focus was lost with a form that was sent.
                use_key(Key::Named("Escape"), || t!(stay.close), move || close.run(()));
                html! {
                    <SidePanel id="opened-room" title about on_close=close>
                        {when(move || chosen.get().map(|room| html! { <Opened facility=id room guest changed/> }))}
                    </SidePanel>
                }
            }))}
        </div>
    }
}

/// Returns "Tầng 2 · Đôi, 2 giường".
fn about(room: &BoardRoom) -> String {
    let beds = t!(board.beds, count = room.beds);
    let kind = if room.kind.is_empty() {
        beds
    } else {
        format!("{}, {beds}", room.kind)
    };
    [t!(today.floor, floor = room.floor), kind].join(" · ")
}

/// Renders the guests past their departure, for an act on several at once.
#[component]
fn Overdue(shown: Signal<RoomBoardOut>, changed: Callback<()>) -> Markup {
    let late = Memo::new(move |_| {
        shown.with(|board| {
            let stays = board
                .rooms
                .iter()
                .flat_map(|room| &room.stays)
                .chain(&board.without_room);
            let late = stays.filter(|stay| stay.state == StayState::Overdue);
            late.cloned().collect::<Vec<_>>()
        })
    });
    html! { <div class="board-late"><ManyLeave late changed/></div> }
}

/// Returns focus to the room that was open, unless it has moved elsewhere already.
async fn go_back_to(room: Option<Uuid>) {
    browser::pause(0).await;
    let is_lost = document()
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY");
    if let Some(room) = room.filter(|_| is_lost) {
        browser::focus(&tile_id(room));
    }
}

/// Renders the guests in the facility without a room yet: a group before its rooms are known.
#[component]
fn WithoutRoom(shown: Signal<RoomBoardOut>) -> Markup {
    let stays = Memo::new(move |_| shown.with(|board| board.without_room.clone()));
    let row = |stay: StaySummary| {
        let href = format!("/stays/{}", stay.id);
        html! {
            <li class="ledger-row board-roomless">
                <a href=href class="ledger-open">{stay.full_name}</a>
                <span class="cell-quiet">{crate::format::instant(stay.arrival_at)}</span>
            </li>
        }
    };
    IntoMarkup::into_markup(move || {
        (stays.with(|stays| !stays.is_empty())).then(|| {
            html! {
                <section aria-labelledby="board-without-room">
                    <div class="ledger-head">
                        <h2 id="board-without-room">{t!(board.without_room)}</h2>
                        <span class="ledger-count">{stays.with(Vec::len)}</span>
                        <span class="ledger-hint">{t!(board.without_room_hint)}</span>
                    </div>
                    <ul class="ledger">{stays.get().into_iter().map(row).collect::<Vec<_>>()}</ul>
                </section>
            }
        })
    })
}

/// Renders the number of rooms in each state; pressing one highlights only those.
#[component]
fn States(shown: Signal<RoomBoardOut>, only: RwSignal<Option<RoomState>>) -> Markup {
    let counts = Memo::new(move |_| {
        shown.with(|board| {
            let count = |state| board.rooms.iter().filter(|room| room.state == state).count();
            (board.rooms.len(), STATES.map(count))
        })
    });
    let chip = move |state: RoomState, at: usize| {
        let count = move || counts.with(|(_, counts)| counts[at]);
        let press = move |_| only.update(|only| *only = (*only != Some(state)).then_some(state));
        move || {
            (count() > 0 || only.get() == Some(state)).then(|| {
                html! {
                    <button
                        type="button"
                        class=format!("board-state board-state-{}", states::class(state))
                        aria-pressed=move || if only.get() == Some(state) { "true" } else { "false" }
                        on:click=press
                    >
                        <Icon name=icon(state)/>
                        <span>{word(state)}</span>
                        " "
                        <strong>{count}</strong>
                    </button>
                }
            })
        }
    };
    let chips = STATES
        .into_iter()
        .enumerate()
        .map(|(at, state)| chip(state, at))
        .collect::<Vec<_>>();
    html! {
        <div class="board-states" role="group" aria-label=move || t!(board.states_label)>
            <button
                type="button"
                class="board-state"
                aria-pressed=move || if only.get().is_none() { "true" } else { "false" }
                on:click=move |_| only.set(None)
            >
                <span>{move || t!(board.all)}</span>
                " "
                <strong>{move || counts.with(|(all, _)| *all)}</strong>
            </button>
            {chips}
        </div>
    }
}
