//! A small view of the facility: a tile for each room, by floor, the top floor first.

use crate::markup::{Markup, html};
use crate::t;
use dto::stay::{RoomDayOut, RoomState};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Maximum number of tiles in a row; more would be too narrow to distinguish.
const MOST_IN_A_ROW: usize = 16;
/// Minimum number of tiles in a row; fewer would be too wide.
const FEWEST_IN_A_ROW: usize = 6;

/// Room states in the order of the legend.
const STATES: [RoomState; 7] = [
    RoomState::Occupied,
    RoomState::Leaving,
    RoomState::Overdue,
    RoomState::DayUse,
    RoomState::NotNotified,
    RoomState::Free,
    RoomState::OutOfService,
];

/// Returns the floors from the top, rooms in the order of the server.
fn by_floor(rooms: &[RoomDayOut]) -> Vec<(i16, Vec<&RoomDayOut>)> {
    let mut floors: BTreeMap<i16, Vec<&RoomDayOut>> = BTreeMap::new();
    for room in rooms {
        floors.entry(room.floor).or_default().push(room);
    }
    floors.into_iter().rev().collect()
}

/// Returns the number of tiles in a row: the number of rooms on the largest floor, within the limits.
fn columns(floors: &[(i16, Vec<&RoomDayOut>)]) -> usize {
    floors
        .iter()
        .map(|(_, rooms)| rooms.len())
        .max()
        .unwrap_or(1)
        .clamp(FEWEST_IN_A_ROW, MOST_IN_A_ROW)
}

fn count(rooms: &[RoomDayOut], state: RoomState) -> usize {
    rooms.iter().filter(|room| room.state == state).count()
}

/// Returns class and mark of a state, so that colour is not the only difference.
fn look(state: RoomState) -> (&'static str, &'static str) {
    match state {
        RoomState::Occupied => ("tile tile-occupied", ""),
        RoomState::Leaving => ("tile tile-leaving", "→"),
        RoomState::Overdue => ("tile tile-overdue", "↷"),
        RoomState::DayUse => ("tile tile-day-use", "◐"),
        RoomState::NotNotified => ("tile tile-missing", "!"),
        RoomState::Free => ("tile tile-free", ""),
        RoomState::OutOfService => ("tile tile-off", "×"),
    }
}

fn word(state: RoomState) -> &'static str {
    match state {
        RoomState::Occupied => t!(today.room_occupied),
        RoomState::Leaving => t!(today.room_leaving),
        RoomState::Overdue => t!(today.room_overdue),
        RoomState::DayUse => t!(today.room_day_use),
        RoomState::NotNotified => t!(today.room_missing),
        RoomState::Free => t!(today.room_free),
        RoomState::OutOfService => t!(today.room_off),
    }
}

/// Renders the rooms of a day with their legend. One image for a screen reader; the legend has the numbers.
#[component]
pub fn MiniBoard(
    /// Rooms as the server returns them.
    rooms: Vec<RoomDayOut>,
) -> Markup {
    let floors = by_floor(&rooms);
    let columns = columns(&floors).to_string();
    let present: Vec<(RoomState, usize)> = STATES
        .into_iter()
        .map(|state| (state, count(&rooms, state)))
        .filter(|&(_, count)| count > 0)
        .collect();
    let label = {
        let present = present.clone();
        move || {
            let states: Vec<String> = present
                .iter()
                .map(|&(state, count)| format!("{} {count}", word(state)))
                .collect();
            t!(today.board_label, states = states.join(", "))
        }
    };
    let rows = floors
        .into_iter()
        .map(|(floor, rooms)| {
            let tiles = rooms
                .into_iter()
                .map(|room| {
                    let (class, mark) = look(room.state);
                    html! { <span class=class title=room.name.clone()>{mark}</span> }
                })
                .collect::<Vec<_>>();
            html! {
                <span class="mini-board-floor">{move || t!(today.floor, floor = floor)}</span>
                <span class="mini-board-rooms">{tiles}</span>
            }
        })
        .collect::<Vec<_>>();
    let legend = present
        .into_iter()
        .map(|(state, count)| {
            let (class, mark) = look(state);
            html! {
                <li>
                    <span class=format!("{class} tile-key") aria-hidden="true">{mark}</span>
                    {move || word(state)}
                    " "
                    {count}
                </li>
            }
        })
        .collect::<Vec<_>>();
    html! {
        <div class="mini-board" style:--columns=columns>
            <div class="mini-board-grid" role="img" aria-label=label>
                {rows}
            </div>
            <ul class="mini-board-legend">{legend}</ul>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn room(floor: i16, name: &str, state: RoomState) -> RoomDayOut {
        RoomDayOut {
            id: Uuid::nil(),
            floor,
            name: name.to_owned(),
            state,
            guest_count: 0,
        }
    }

    #[test]
    fn the_top_floor_stands_on_top_and_a_cellar_at_the_bottom() {
        let rooms = [
            room(1, "101", RoomState::Free),
            room(-1, "B1", RoomState::Free),
            room(2, "201", RoomState::Occupied),
        ];
        assert_eq!(
            by_floor(&rooms).iter().map(|(floor, _)| *floor).collect::<Vec<_>>(),
            [2, 1, -1]
        );
    }

    #[test]
    fn a_long_floor_wraps_and_a_single_room_does_not_fill_the_row() {
        let long: Vec<_> = (0..40)
            .map(|number| room(1, &number.to_string(), RoomState::Free))
            .collect();
        assert_eq!(columns(&by_floor(&long)), MOST_IN_A_ROW);
        assert_eq!(columns(&by_floor(&long[..1])), FEWEST_IN_A_ROW);
        assert_eq!(columns(&by_floor(&long[..10])), 10);
    }
}
