//! One room on the board.

use super::floors::tile_id;
use super::states::{class, icon, word};
use crate::format;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::Icon;
use dto::room::{BoardRoom, RoomBoardOut};
use dto::stay::{RoomState, StaySummary};
use leptos::prelude::*;
use rules::unicode;
use uuid::Uuid;

/// Maximum number of nights drawn as segments; more are written as a number.
const MOST_SEGMENTS: u32 = 7;

/// Renders a room as a button that opens it.
#[component]
pub fn Tile(
    /// The board.
    shown: Signal<RoomBoardOut>,
    /// Room of the tile.
    id: Uuid,
    /// State to highlight: the other rooms keep place and number, so that the picture of the facility does not change.
    only: RwSignal<Option<RoomState>>,
    /// Open room.
    open: RwSignal<Option<Uuid>>,
    /// Room that the Tab key reaches.
    cursor: RwSignal<Option<Uuid>>,
) -> Markup {
    let room = Memo::new(move |_| shown.with(|board| board.rooms.iter().find(|room| room.id == id).cloned()));
    let state = Memo::new(move |_| room.with(|room| room.as_ref().map(|room| room.state)));
    let is_aside = Memo::new(move |_| only.get().is_some_and(|only| state.get() != Some(only)));
    let is_open = Memo::new(move |_| open.get() == Some(id));
    let look = move || {
        let look = match state.get() {
            Some(_) if is_aside.get() => "aside",
            Some(state) => class(state),
            None => "free",
        };
        let chosen = if is_open.get() { " room-chosen" } else { "" };
        format!("room-tile room-{look}{chosen}")
    };
    html! {
        <button
            type="button"
            id=tile_id(id)
            class=look
            tabindex=move || if cursor.get() == Some(id) { "0" } else { "-1" }
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            on:focus=move |_| cursor.set(Some(id))
            on:click=move |_| open.set(Some(id))
        >
            {move || room.with(|room| room.as_ref().map(|room| content(room, is_aside.get())))}
        </button>
    }
}

fn content(room: &BoardRoom, is_aside: bool) -> Markup {
    let (first, second) = lines(room);
    // For screen readers only: the picture shows it by place and shape. Where a line says the same, it is left out.
    let state = if first == word(room.state) {
        String::new()
    } else {
        format!(" {},", unicode::small(word(room.state)))
    };
    let before = format!("{} ", t!(board.room));
    let is_asked = room.stays.iter().any(|stay| stay.asked);
    let is_off_too = room.out_of_service && room.state != RoomState::OutOfService;
    let mut marks = String::new();
    if is_asked {
        marks.push_str(&format!(" {},", unicode::small(t!(status.asked))));
    }
    if is_off_too {
        marks.push_str(&format!(" {},", unicode::small(word(RoomState::OutOfService))));
    }
    let after = format!(
        ", {},{state}{marks}",
        unicode::small(&t!(today.floor, floor = room.floor))
    );
    let name = room.name.clone();
    let rest = (!is_aside).then(|| {
        let nights = room
            .stays
            .first()
            .filter(|_| matches!(room.state, RoomState::Occupied))
            .map(|stay| nights(stay.nights.current, stay.nights.total));
        html! {
            <span class="room-who">{first}</span>
            <span class="room-more">{second}</span>
            {nights}
        }
    });
    html! {
        <span class="room-top">
            <span class="room-number">
                <span class="hidden">{before}</span>
                <span class="room-name">{name}</span>
                <span class="hidden">{after}</span>
            </span>
            {(!is_aside).then(|| html! {
                <span class="room-icons">
                    {is_asked.then(|| html! { <span class="room-asked"><Icon name="bubble-question"/></span> })}
                    {is_off_too.then(|| html! { <Icon name="wrench"/> })}
                    <Icon name=icon(room.state)/>
                </span>
            })}
        </span>
        {rest}
    }
}

/// Returns its guests, and the information about them.
fn lines(room: &BoardRoom) -> (String, String) {
    let who = room.stays.first().map(given_names).unwrap_or_default();
    let guests = || t!(board.guests, count = room.stays.len());
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

/// Returns the last two words of a Vietnamese name, by which people are known; of other names the whole.
pub fn given_names(stay: &StaySummary) -> String {
    if stay.nationality != "VN" {
        return stay.full_name.clone();
    }
    let words: Vec<&str> = stay.full_name.split_whitespace().collect();
    words[words.len().saturating_sub(2)..].join(" ")
}

/// Renders a segment for each night, filled for nights slept and tonight.
pub fn nights(current: u32, total: u32) -> Markup {
    let words = t!(board.night_of, current = current, total = total);
    if total > MOST_SEGMENTS {
        return html! { <span class="room-nights-words">{words}</span> };
    }
    let segments = (1..=total)
        .map(|night| html! { <span class:slept=night <= current></span> })
        .collect::<Vec<_>>();
    html! {
        <span class="hidden">" " {words}</span>
        <span class="room-nights" aria-hidden="true">{segments}</span>
    }
}
