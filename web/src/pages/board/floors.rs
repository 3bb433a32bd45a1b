//! The floors of the board, and keyboard navigation through them.

use super::tile::Tile;
use crate::browser;
use crate::markup::{Markup, html};
use crate::reactive::{each, effect};
use crate::t;
use dto::room::{BoardRoom, RoomBoardOut};
use dto::stay::RoomState;
use leptos::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Time within which typed digits belong to one room number.
const TYPED_WITHIN_MS: f64 = 1_000.0;

/// Returns the id of a room's tile.
pub fn tile_id(room: Uuid) -> String {
    format!("room-{room}")
}

/// Renders the floors, the top one first. A room keeps its tile, and with it focus, while the board is read again.
#[component]
pub fn Floors(
    /// The board.
    shown: Signal<RoomBoardOut>,
    /// State to highlight.
    only: RwSignal<Option<RoomState>>,
    /// Open room.
    open: RwSignal<Option<Uuid>>,
) -> Markup {
    // Tile that the Tab key reaches; the arrow keys change it.
    let cursor = RwSignal::new(None::<Uuid>);
    let floors = Memo::new(move |_| shown.with(|board| floors_of(&board.rooms)));
    effect(move || {
        let first = floors.with(|floors| floors.first().copied());
        shown.with(|board| {
            let is_there = |id: Uuid| board.rooms.iter().any(|room| room.id == id);
            if cursor.get_untracked().is_none_or(|id| !is_there(id)) {
                let room = board.rooms.iter().find(|room| Some(room.floor) == first);
                cursor.set(room.map(|room| room.id));
            }
        });
    });
    let typed = StoredValue::new((String::new(), 0.0));
    let press = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let key = event.key();
        if key.len() == 1 && key.as_bytes()[0].is_ascii_digit() {
            jump(shown, typed, &key);
            event.prevent_default();
        } else {
            walk(&event);
        }
    };
    let view_floor = move |floor: i16| {
        let rooms = Memo::new(move |_| {
            shown.with(|board| {
                let of_floor = board.rooms.iter().filter(|room| room.floor == floor);
                of_floor.map(|room| room.id).collect::<Vec<_>>()
            })
        });
        let free = Memo::new(move |_| {
            shown.with(|board| {
                let is_free = |room: &&BoardRoom| room.floor == floor && room.state == RoomState::Free;
                board.rooms.iter().filter(is_free).count()
            })
        });
        html! {
            <section class="board-floor" aria-label=move || t!(today.floor, floor = floor)>
                <div class="board-floor-name">
                    <h2>{move || t!(today.floor, floor = floor)}</h2>
                    <p>{move || t!(board.free_count, count = free.get())}</p>
                </div>
                <div class="board-rooms">
                    {each(move || rooms.get(), ToString::to_string, move |id| html! { <Tile shown id only open cursor/> })}
                </div>
            </section>
        }
    };
    html! {
        <div class="board-floors" id="board" on:keydown=press>
            {each(move || floors.get(), ToString::to_string, view_floor)}
        </div>
    }
}

fn floors_of(rooms: &[BoardRoom]) -> Vec<i16> {
    let floors: BTreeSet<i16> = rooms.iter().map(|room| room.floor).collect();
    floors.into_iter().rev().collect()
}

/// Moves focus to the room with the typed number; while it is typed, to the first whose name begins with it.
fn jump(shown: Signal<RoomBoardOut>, typed: StoredValue<(String, f64)>, digit: &str) {
    let now = browser::device_millis();
    let (before, at) = typed.get_value();
    let number = if now - at <= TYPED_WITHIN_MS {
        before + digit
    } else {
        digit.to_owned()
    };
    let found = shown.with_untracked(|board| named(&board.rooms, &number));
    typed.set_value((number, now));
    if let Some(id) = found {
        browser::focus(&tile_id(id));
    }
}

fn named(rooms: &[BoardRoom], number: &str) -> Option<Uuid> {
    let exact = rooms.iter().find(|room| room.name == number);
    let begins = || rooms.iter().find(|room| room.name.starts_with(number));
    exact.or_else(begins).map(|room| room.id)
}

/// Handles the arrow keys, which move to the neighbouring room as displayed, and Home and End for the first and last of
/// the floor.
fn walk(event: &KeyboardEvent) {
    let Some(here) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.class_list().contains("room-tile"))
    else {
        return;
    };
    let key = event.key();
    let next = match key.as_str() {
        "Home" | "End" => edge_of_floor(&here, key == "Home"),
        "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" => neighbour(&here, &key),
        _ => return,
    };
    event.prevent_default();
    if let Some(tile) = next {
        let _ = tile.focus();
    }
}

fn edge_of_floor(here: &HtmlElement, first: bool) -> Option<HtmlElement> {
    let floor = here.parent_element()?;
    let edge = if first {
        floor.first_element_child()
    } else {
        floor.last_element_child()
    };
    edge?.dyn_into().ok()
}

fn neighbour(here: &HtmlElement, key: &str) -> Option<HtmlElement> {
    let tiles = browser::elements("#board .room-tile");
    let at = tiles.iter().position(|tile| tile == here)?;
    let next = match key {
        "ArrowLeft" => at.checked_sub(1),
        "ArrowRight" => Some(at + 1),
        _ => {
            let places: Vec<Place> = tiles.iter().map(Place::of).collect();
            nearest(&places, at, key == "ArrowUp")
        }
    };
    tiles.into_iter().nth(next?)
}

/// Position of a tile.
#[derive(Clone, Copy)]
struct Place {
    left: f64,
    top: f64,
}

impl Place {
    fn of(tile: &HtmlElement) -> Self {
        let rect = tile.get_bounding_client_rect();
        Self {
            left: rect.left(),
            top: rect.top(),
        }
    }
}

/// Returns the nearest tile of the next row above or below.
fn nearest(places: &[Place], at: usize, above: bool) -> Option<usize> {
    let here = *places.get(at)?;
    let further = |place: &Place| {
        if above {
            here.top - place.top
        } else {
            place.top - here.top
        }
    };
    // A difference of less than a pixel is the same row.
    let row = places
        .iter()
        .map(further)
        .filter(|far| *far > 1.0)
        .fold(f64::INFINITY, f64::min);
    places
        .iter()
        .enumerate()
        .filter(|(_, place)| (further(place) - row).abs() < 1.0)
        .min_by(|(_, one), (_, other)| {
            let aside = |place: &Place| (place.left - here.left).abs();
            aside(one).total_cmp(&aside(other))
        })
        .map(|(next, _)| next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_to_the_room_that_is_seen_above_or_below() {
        let places: Vec<Place> = [
            (0.0, 0.0),
            (80.0, 0.0),
            (160.0, 0.0),
            (0.0, 120.0),
            (80.0, 120.0),
            (0.0, 300.0),
        ]
        .map(|(left, top)| Place { left, top })
        .to_vec();
        assert_eq!(nearest(&places, 1, false), Some(4));
        assert_eq!(nearest(&places, 2, false), Some(4));
        assert_eq!(nearest(&places, 4, false), Some(5));
        assert_eq!(nearest(&places, 4, true), Some(1));
        assert_eq!(nearest(&places, 0, true), None);
        assert_eq!(nearest(&places, 5, false), None);
    }
}
