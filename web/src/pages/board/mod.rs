//! The room board (sơ đồ phòng): the house as a picture, and what can be done in each room.

mod marks;
mod room;
mod states;
mod tile;

use crate::api::Api;
use crate::browser;
use crate::session::Session;
use crate::t;
use crate::ui::side_panel::SidePanel;
use crate::ui::{ButtonLink, Empty, Icon, Load, Loaded, Note, NoteKind, PageTitle, load};
use dto::room::{BoardRoom, RoomBoardOut};
use dto::stay::RoomState;
use leptos::prelude::*;
use room::Opened;
use states::{STATES, icon, word};
use std::collections::BTreeMap;
use tile::Tile;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// The page.
#[component]
pub fn Board() -> impl IntoView {
    let session = Session::here();
    let facility = Memo::new(move |_| {
        session
            .account()
            .get()
            .and_then(|account| account.facility)
            .map(|facility| facility.id)
    });
    move || match facility.get() {
        Some(id) => view! { <OfHouse id/> }.into_any(),
        None => view! { <Empty title=move || t!(set_up.no_facility)/> }.into_any(),
    }
}

#[component]
fn OfHouse(id: Uuid) -> impl IntoView {
    let api = Api::here();
    let board = load(move || api.get_room_board(id));
    let content = {
        let board = board.clone();
        move |shown: Signal<RoomBoardOut>| view! { <House id shown board=board.clone()/> }.into_any()
    };
    view! {
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
        <Loaded load=board rows=8 view=content/>
    }
}

#[component]
fn House(id: Uuid, shown: Signal<RoomBoardOut>, board: Load<RoomBoardOut>) -> impl IntoView {
    let open = RwSignal::new(None::<Uuid>);
    let only = RwSignal::new(None::<RoomState>);
    let chosen = Memo::new(move |_| {
        let id = open.get()?;
        shown.with(|board| board.rooms.iter().find(|room| room.id == id).cloned())
    });
    let changed = Callback::new(move |()| board.reload());
    let close = Callback::new(move |()| open.set(None));
    let is_open = Memo::new(move |_| open.get().is_some());
    let is_empty = Memo::new(move |_| shown.with(|board| board.rooms.is_empty()));
    let is_cut = Memo::new(move |_| shown.with(|board| board.truncated));
    let title = Signal::derive(move || {
        chosen.with(|room| {
            room.as_ref()
                .map(|room| t!(board.room_title, name = room.name))
                .unwrap_or_default()
        })
    });
    view! {
        <div class="board" class:with-panel=is_open>
            {move || is_cut.get().then(|| view! { <Note kind=NoteKind::Info>{t!(board.truncated)}</Note> })}
            {move || if is_empty.get() {
                view! {
                    <Empty icon="bed" title=move || t!(today.rooms_none) detail=move || t!(today.rooms_none_hint)>
                        <ButtonLink href="/set-up" label=move || t!(today.rooms_go) small=true/>
                    </Empty>
                }.into_any()
            } else {
                view! { <States shown only/> <Floors shown only open/> }.into_any()
            }}
            {move || is_open.get().then(|| view! {
                <SidePanel id="opened-room" title on_close=close>
                    {move || chosen.get().map(|room| view! { <Opened facility=id room changed/> })}
                </SidePanel>
            })}
        </div>
    }
}

/// How many rooms stand how; pressing one leaves only those in view.
#[component]
fn States(shown: Signal<RoomBoardOut>, only: RwSignal<Option<RoomState>>) -> impl IntoView {
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
                view! {
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
        .collect_view();
    view! {
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

/// The floors, the top one on top.
#[component]
fn Floors(
    shown: Signal<RoomBoardOut>,
    only: RwSignal<Option<RoomState>>,
    open: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    // Which tile the Tab key reaches; the arrows move it.
    let cursor = RwSignal::new(None::<Uuid>);
    let floors = move || {
        let only = only.get();
        shown.with(|board| by_floor(&board.rooms, only))
    };
    let view_floors = move || {
        let floors = floors();
        let first = floors.first().and_then(|(_, rooms)| rooms.first()).map(|room| room.id);
        let is_there = |id: Uuid| floors.iter().any(|(_, rooms)| rooms.iter().any(|room| room.id == id));
        if cursor.get_untracked().is_none_or(|id| !is_there(id)) {
            cursor.set(first);
        }
        floors
            .into_iter()
            .map(|(floor, rooms)| {
                let free = rooms.iter().filter(|room| room.state == RoomState::Free).count();
                let tiles = rooms
                    .into_iter()
                    .map(|room| view! { <Tile room open cursor/> })
                    .collect_view();
                view! {
                    <section class="board-floor" aria-label=t!(today.floor, floor = floor)>
                        <div class="board-floor-name">
                            <h2>{t!(today.floor, floor = floor)}</h2>
                            <p>{t!(board.free_count, count = free)}</p>
                        </div>
                        <div class="board-rooms">{tiles}</div>
                    </section>
                }
            })
            .collect_view()
    };
    view! { <div class="board-floors" id="board" on:keydown=move |event| walk(&event)>{view_floors}</div> }
}

fn by_floor(rooms: &[BoardRoom], only: Option<RoomState>) -> Vec<(i16, Vec<BoardRoom>)> {
    let mut floors: BTreeMap<i16, Vec<BoardRoom>> = BTreeMap::new();
    for room in rooms.iter().filter(|room| only.is_none_or(|only| room.state == only)) {
        floors.entry(room.floor).or_default().push(room.clone());
    }
    floors.into_iter().rev().collect()
}

/// Arrow keys go to the neighbouring room as it is seen, Home and End to the first and last of all.
fn walk(event: &KeyboardEvent) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let Some(here) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.class_list().contains("room-tile"))
    else {
        return;
    };
    let tiles = browser::elements("#board .room-tile");
    let Some(at) = tiles.iter().position(|tile| *tile == here) else {
        return;
    };
    let places: Vec<Place> = tiles.iter().map(Place::of).collect();
    let next = match event.key().as_str() {
        "ArrowLeft" => at.checked_sub(1),
        "ArrowRight" => Some(at + 1).filter(|next| *next < tiles.len()),
        "ArrowUp" => nearest(&places, at, true),
        "ArrowDown" => nearest(&places, at, false),
        "Home" => Some(0),
        "End" => tiles.len().checked_sub(1),
        _ => return,
    };
    event.prevent_default();
    if let Some(tile) = next.and_then(|next| tiles.get(next)) {
        let _ = tile.focus();
    }
}

/// Where a tile stands.
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

/// Of the next row above or below, the tile that stands nearest.
fn nearest(places: &[Place], at: usize, above: bool) -> Option<usize> {
    let here = *places.get(at)?;
    let further = |place: &Place| {
        if above {
            here.top - place.top
        } else {
            place.top - here.top
        }
    };
    // Less than a pixel is the same row.
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
