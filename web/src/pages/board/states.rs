//! Word, icon and class of each state of a room: shape beside colour (docs/pages.md, "Room tile").

use crate::t;
use dto::stay::RoomState;

/// The states, in the order in which they are offered.
pub const STATES: [RoomState; 7] = [
    RoomState::Occupied,
    RoomState::Leaving,
    RoomState::Overdue,
    RoomState::DayUse,
    RoomState::NotNotified,
    RoomState::Free,
    RoomState::OutOfService,
];

/// Returns the word.
pub fn word(state: RoomState) -> &'static str {
    match state {
        RoomState::Occupied => t!(today.room_occupied),
        RoomState::Leaving => t!(today.room_leaving),
        RoomState::Overdue => t!(board.overdue),
        RoomState::DayUse => t!(today.room_day_use),
        RoomState::NotNotified => t!(board.not_notified),
        RoomState::Free => t!(today.room_free),
        RoomState::OutOfService => t!(board.out_of_service),
    }
}

/// Returns the icon.
pub fn icon(state: RoomState) -> &'static str {
    match state {
        RoomState::Occupied => "bed",
        RoomState::Leaving => "out-door",
        RoomState::Overdue => "growing-clock",
        RoomState::DayUse => "half-sun",
        RoomState::NotNotified => "triangle",
        RoomState::Free => "ring-dashed",
        RoomState::OutOfService => "wrench",
    }
}

/// Returns the end of its class names.
pub fn class(state: RoomState) -> &'static str {
    match state {
        RoomState::Occupied => "occupied",
        RoomState::Leaving => "leaving",
        RoomState::Overdue => "overdue",
        RoomState::DayUse => "day",
        RoomState::NotNotified => "missing",
        RoomState::Free => "free",
        RoomState::OutOfService => "off",
    }
}
