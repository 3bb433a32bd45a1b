//! One room on the board.

use super::states::{class, icon, word};
use crate::format;
use crate::t;
use crate::ui::Icon;
use dto::room::BoardRoom;
use dto::stay::{RoomState, StaySummary};
use leptos::prelude::*;
use uuid::Uuid;

/// More nights than this are written, not drawn.
const MOST_SEGMENTS: u32 = 7;

/// A room as a button that opens it.
#[component]
pub fn Tile(
    /// The room.
    room: BoardRoom,
    /// Which room is open.
    open: RwSignal<Option<Uuid>>,
    /// Which room the Tab key reaches.
    cursor: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    let id = room.id;
    let (first, second) = lines(&room);
    // Said only: the picture shows it by its shape. Where a line says the same, that is enough.
    let state = (first != word(room.state)).then(|| format!(", {},", word(room.state)));
    let nights = room
        .stays
        .first()
        .filter(|_| matches!(room.state, RoomState::Occupied))
        .map(nights);
    view! {
        <button
            type="button"
            class=format!("room-tile room-{}", class(room.state))
            class:room-chosen=move || open.get() == Some(id)
            tabindex=move || if cursor.get() == Some(id) { "0" } else { "-1" }
            aria-expanded=move || if open.get() == Some(id) { "true" } else { "false" }
            on:focus=move |_| cursor.set(Some(id))
            on:click=move |_| open.set(Some(id))
        >
            <span class="room-top">
                <span class="room-number">
                    <span class="hidden">{t!(board.room)} " "</span>
                    {room.name}
                    <span class="hidden">{state}</span>
                </span>
                <Icon name=icon(room.state)/>
            </span>
            <span class="room-who">{first}</span>
            <span class="room-more">{second}</span>
            {nights}
        </button>
    }
}

/// Who is in it, and what is to be known of them.
fn lines(room: &BoardRoom) -> (String, String) {
    let who = room.stays.first().map(given_names).unwrap_or_default();
    let guests = || match room.stays.len() {
        1 => t!(board.guest_one).to_owned(),
        count => t!(board.guests, count = count),
    };
    match (room.state, room.stays.first()) {
        (RoomState::Free, _) => (word(room.state).to_owned(), room.kind.clone()),
        (RoomState::OutOfService, _) => (t!(board.off).to_owned(), room.note.clone().unwrap_or_default()),
        (RoomState::NotNotified, _) => (
            t!(board.missing).to_owned(),
            t!(board.guests, count = room.unnotified).clone(),
        ),
        (RoomState::Leaving, Some(stay)) => (who, t!(board.leaves, at = format::time(stay.planned_departure_at))),
        (RoomState::Overdue, Some(stay)) if stay.nights.grown > 0 => {
            (who, t!(board.grown, nights = format::nights(stay.nights.grown)))
        }
        (RoomState::DayUse, Some(stay)) => (who, t!(board.until, at = format::time(stay.planned_departure_at))),
        _ => (who, guests()),
    }
}

/// Vietnamese are known by the last two words of their name; of others the whole name is needed.
pub fn given_names(stay: &StaySummary) -> String {
    if stay.nationality != "VN" {
        return stay.full_name.clone();
    }
    let words: Vec<&str> = stay.full_name.split_whitespace().collect();
    words[words.len().saturating_sub(2)..].join(" ")
}

/// A segment for each night, filled where it is slept or tonight.
fn nights(stay: &StaySummary) -> AnyView {
    let (current, total) = (stay.nights.current, stay.nights.total);
    if total > MOST_SEGMENTS {
        return view! { <span class="room-nights-words">{t!(board.night_of, current = current, total = total)}</span> }
            .into_any();
    }
    let segments = (1..=total)
        .map(|night| view! { <span class:slept=night <= current></span> })
        .collect_view();
    view! { <span class="room-nights" aria-hidden="true">{segments}</span> }.into_any()
}
