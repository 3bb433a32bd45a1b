//! A room opened beside the board: its guests, and the acts of a receptionist.

use super::marks::{Arrived, OutOfService, Unmark};
use super::states::{icon, word};
use super::tile;
use crate::api::Api;
use crate::format;
use crate::keys::{Key, use_key};
use crate::markup::{IntoMarkup, Markup, html};
use crate::stay::departure::{CheckOut, Leaver};
use crate::stay::extend::Extend;
use crate::stay::move_room::MoveRoom;
use crate::stay::thread::Thread;
use crate::stay::together::{self, Together};
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, Fact, Facts, Icon, Loaded, Note, NoteKind, Status, StatusTag, load};
use crate::words;
use dto::OperationId;
use dto::operations::stays::{CheckOutStay, ExtendStay, MoveStay};
use dto::room::BoardRoom;
use dto::stay::{RoomState, StayOut, StaySummary};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use rules::nights::StayKind;
use uuid::Uuid;

/// Current act in the room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Extend,
    Move,
    CheckOut,
    /// An act on all guests of the room.
    Whole(together::Act),
    Arrived,
    OutOfService,
}

/// Renders the room.
#[component]
pub fn Opened(
    /// Facility of the room.
    facility: Uuid,
    /// Room as the board has it.
    room: BoardRoom,
    /// Guest whose stay is displayed.
    guest: RwSignal<Option<Uuid>>,
    /// Reads the board again.
    changed: Callback<()>,
) -> Markup {
    let act = RwSignal::new(None::<Act>);
    let is_here = |id: Uuid| room.stays.iter().any(|stay| stay.id == id);
    if guest.get_untracked().is_none_or(|id| !is_here(id)) {
        // With several guests the whole room is displayed, until one of them is chosen.
        let only = room.stays.first().filter(|_| room.stays.len() == 1);
        guest.set(only.map(|stay| stay.id));
    }
    let close = Callback::new(move |()| act.set(None));
    let done = Callback::new(move |()| {
        act.set(None);
        changed.run(());
    });
    let state = room.state;
    let unnotified = (room.unnotified > 0).then(|| {
        let text = t!(board.unnotified_text, count = room.unnotified);
        let due = room.due_at.map(|at| t!(board.unnotified_due, at = format::instant(at)));
        html! { <Note kind=NoteKind::Bad icon="triangle"><strong>{text}</strong> " " {due}</Note> }
    });
    let note = room.note.clone();
    let stays = StoredValue::new(room.stays.clone());
    let form_room = StoredValue::new(room.clone());
    let is_taken = !room.stays.is_empty();
    html! {
        {(!is_taken || state != RoomState::Occupied).then(|| html! {
            <p class=format!("tag board-tag board-state-{}", super::states::class(state))><Icon name=icon(state)/> <span>{word(state)}</span></p>
        })}
        {unnotified}
        {note.map(|note| html! { <p>{note}</p> })}
        {move || match guest.get() {
            Some(id) => html! { <Guest id stays guest act done/> },
            None if is_taken => html! { <WholeRoom room=form_room.get_value() guest act done/> },
            None => Markup::nothing(),
        }}
        {move || match act.get() {
            Some(Act::Arrived) => html! { <Arrived facility room=form_room.get_value() done close/> },
            Some(Act::OutOfService) => html! { <OutOfService facility room=form_room.get_value() done close/> },
            Some(_) => Markup::nothing(),
            None => html! { <RoomActs facility room=form_room.get_value() act done/> },
        }}
    }
}

/// Renders its guests; with more than one, the choice of the stay to display.
#[component]
fn Guests(stays: Vec<StaySummary>, guest: RwSignal<Option<Uuid>>, act: RwSignal<Option<Act>>) -> Markup {
    let count = stays.len();
    // An act begun for another guest is not continued.
    let choose = move |chosen: Option<Uuid>| {
        act.set(None);
        guest.set(chosen);
    };
    let whole = (count > 1).then(|| {
        html! {
            <li>
                <button
                    type="button"
                    class="board-guest"
                    aria-pressed=move || if guest.get().is_none() { "true" } else { "false" }
                    on:click=move |_| choose(None)
                >
                    <Icon name="bed"/>
                    <span class="board-guest-name">{t!(together.whole_room, count = count)}</span>
                </button>
            </li>
        }
    });
    let rows = stays
        .into_iter()
        .map(|stay| {
            let id = stay.id;
            let sex = words::stay::sex_word(stay.sex);
            html! {
                <li>
                    <button
                        type="button"
                        class="board-guest"
                        aria-pressed=move || if guest.get() == Some(id) { "true" } else { "false" }
                        on:click=move |_| choose(Some(id))
                    >
                        <Icon name="user"/>
                        <span class="board-guest-name">{stay.full_name}</span>
                        <span class="quiet nowrap">{sex} ", " {stay.birth_year}</span>
                    </button>
                </li>
            }
        })
        .collect::<Vec<_>>();
    html! { <ul class="panel-rows board-guests" aria-label=move || t!(board.guests_label)>{whole}{rows}</ul> }
}

/// Renders all guests of a room, and the acts on them together.
#[component]
fn WholeRoom(room: BoardRoom, guest: RwSignal<Option<Uuid>>, act: RwSignal<Option<Act>>, done: Callback<()>) -> Markup {
    let about = t!(board.room_title, name = room.name);
    let whom = t!(together.for_room, name = room.name, count = room.stays.len());
    let stays = StoredValue::new(room.stays);
    let close = Callback::new(move |()| act.set(None));
    let form = move || match act.get() {
        Some(Act::Whole(what)) => {
            html! { <Together act=what stays=stays.get_value() about=about.clone() done close/> }
        }
        Some(_) => Markup::nothing(),
        None => html! { <WholeActs act/> },
    };
    html! {
        <Guests stays=stays.get_value() guest act/>
        <h3 class="panel-for">{whom}</h3>
        {form}
    }
}

/// Renders the acts on all guests of a room.
#[component]
fn WholeActs(act: RwSignal<Option<Act>>) -> Markup {
    let begin = move |what: together::Act| act.set(Some(Act::Whole(what)));
    let button = move |what: together::Act| Callback::new(move |()| begin(what));
    use_key(
        Key::Letter("G"),
        || t!(together.extend_room),
        move || begin(together::Act::Extend),
    );
    use_key(
        Key::Letter("C"),
        || t!(together.move_room),
        move || begin(together::Act::Move),
    );
    use_key(
        Key::Letter("R"),
        || t!(together.leave_room),
        move || begin(together::Act::CheckOut),
    );
    html! {
        <div class="board-acts board-stay-acts">
            <Button kind=ButtonKind::Primary label=move || t!(together.extend_room) icon="arrow-right-bar" key_cap="G" on_press=button(together::Act::Extend)/>
            <Button label=move || t!(together.move_room) icon="swap" key_cap="C" on_press=button(together::Act::Move)/>
            <Button label=move || t!(together.leave_room) icon="out-door" key_cap="R" on_press=button(together::Act::CheckOut)/>
        </div>
    }
}

/// Renders one guest's stay, and the acts on it.
#[component]
fn Guest(
    id: Uuid,
    stays: StoredValue<Vec<StaySummary>>,
    guest: RwSignal<Option<Uuid>>,
    act: RwSignal<Option<Act>>,
    done: Callback<()>,
) -> Markup {
    let api = Api::here();
    let stay = load(move || api.get_stay(id));
    let content = move |stay: Signal<StayOut>| html! { <GuestContent stay stays guest act done/> };
    html! { <Loaded load=stay rows=4 view=content/> }
}

#[component]
fn GuestContent(
    stay: Signal<StayOut>,
    stays: StoredValue<Vec<StaySummary>>,
    guest: RwSignal<Option<Uuid>>,
    act: RwSignal<Option<Act>>,
    done: Callback<()>,
) -> Markup {
    let told = move || {
        stay.with(|stay| {
            let status = stay.late_seconds.map_or(Status::Notified, Status::Late);
            html! {
                <p class="board-told">
                    <StatusTag status/>
                    <span class="quiet">{format::instant(stay.notified_at)}</span>
                </p>
            }
        })
    };
    let facts = move || {
        stay.with(|stay| {
            let nights = match stay.kind {
                StayKind::DayUse => t!(board.until, at = format::time(stay.planned_departure_at)).into_markup(),
                StayKind::Overnight => {
                    let (current, total) = (stay.nights.current, stay.nights.total);
                    html! {
                        <span aria-hidden="true">{t!(board.night_of, current = current, total = total)}</span>
                        {tile::nights(current, total)}
                    }
                }
            };
            let guests = stays.with_value(Vec::len);
            let facts = vec![
                Fact::new(t!(stay.arrival), format::instant(stay.arrival_at)),
                Fact::new(t!(stay.planned_departure), format::instant(stay.planned_departure_at)),
                Fact::view(t!(board.nights), nights).row("board-fact-nights"),
                Fact::new(t!(stay.reason), words::stay::reason_words(&stay.reason)).row("board-fact-more"),
                Fact::new(t!(board.people), t!(board.people_count, count = guests)).row("board-fact-more"),
            ];
            html! { <Facts facts/> }
        })
    };
    let saved = Callback::new(move |_: StayOut| done.run(()));
    let close = Callback::new(move |()| act.set(None));
    let is_shared = stays.with_value(|stays| stays.len() > 1);
    let form = move || {
        let stay = stay.get_untracked();
        let whom = is_shared.then(|| {
            html! { <h3 class="panel-for">{t!(together.for_guest, name = stay.guest.full_name)}</h3> }
        });
        let form = match act.get() {
            Some(Act::Extend) => html! { <Extend stay on_saved=saved on_cancel=close/> },
            Some(Act::Move) => html! { <MoveRoom stay on_saved=saved on_cancel=close/> },
            Some(Act::CheckOut) => {
                html! { <CheckOut leaver=Leaver::from(&stay) on_saved=saved on_cancel=close/> }
            }
            Some(_) => return Markup::nothing(),
            None => html! { <StayActs stay act/> },
        };
        (whom, form).into_markup()
    };
    html! {
        {told}
        {facts}
        <Guests stays=stays.get_value() guest act/>
        {move || stay.with(|stay| html! { <Thread stay=stay.id thread=stay.thread.clone()/> })}
        {form}
    }
}

#[component]
fn StayActs(stay: StayOut, act: RwSignal<Option<Act>>) -> Markup {
    let button = move |what: Act| Callback::new(move |()| act.set(Some(what)));
    let can = |operation: OperationId| stay.can.has(operation);
    let href = format!("/stays/{}", stay.id);
    let navigate = StoredValue::new_local(use_navigate());
    let see = href.clone();
    use_key(
        Key::Letter("L"),
        || t!(board.see_stay),
        move || navigate.with_value(|navigate| navigate(&see, NavigateOptions::default())),
    );
    html! {
        <div class="board-acts board-stay-acts">
            {can(ExtendStay.into()).then(|| {
                use_key(Key::Letter("G"), move || t!(stay.extend), move || act.set(Some(Act::Extend)));
                html! { <Button kind=ButtonKind::Primary label=move || t!(stay.extend) icon="arrow-right-bar" key_cap="G" on_press=button(Act::Extend)/> }
            })}
            {can(MoveStay.into()).then(|| {
                use_key(Key::Letter("C"), move || t!(stay.move_room), move || act.set(Some(Act::Move)));
                html! { <Button label=move || t!(stay.move_room) icon="swap" key_cap="C" on_press=button(Act::Move)/> }
            })}
            {can(CheckOutStay.into()).then(|| {
                use_key(Key::Letter("R"), move || t!(stay.check_out), move || act.set(Some(Act::CheckOut)));
                html! { <Button label=move || t!(stay.check_out) icon="out-door" key_cap="R" on_press=button(Act::CheckOut)/> }
            })}
            <ButtonLink href label=move || t!(board.see_stay) icon="history" key_cap="L"/>
        </div>
    }
}

/// Renders the acts on the room itself.
#[component]
fn RoomActs(facility: Uuid, room: BoardRoom, act: RwSignal<Option<Act>>, done: Callback<()>) -> Markup {
    let (id, version) = (room.id, room.version);
    let is_empty = room.stays.is_empty();
    let is_off = room.state == RoomState::OutOfService;
    let is_missing = room.unnotified > 0;
    let button = move |what: Act| Callback::new(move |()| act.set(Some(what)));
    let kind = if is_empty {
        ButtonKind::Primary
    } else {
        ButtonKind::Plain
    };
    html! {
        <div class="board-acts board-room-acts" class:board-room-only=is_empty>
            {(!is_off).then(|| html! {
                <ButtonLink kind=kind href=format!("/notify?room={id}") label=move || if is_empty { t!(board.check_in) } else { t!(board.check_in_more) } icon="notify"/>
            })}
            {(!is_off).then(|| html! {
                <Button label=move || if is_missing { t!(board.arrived_change) } else { t!(board.arrived) } icon="in-door" on_press=button(Act::Arrived)/>
            })}
            {(is_empty && !is_off && !is_missing).then(|| html! {
                <Button label=move || t!(board.take_out) icon="wrench" on_press=button(Act::OutOfService)/>
            })}
            {(is_off || is_missing).then(|| html! { <Unmark facility room=id version is_off done/> })}
        </div>
    }
}
