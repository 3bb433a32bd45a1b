//! Stays: notifying, reading, changing and searching them.

mod checking;
mod input;
mod output;
mod query;
#[cfg(test)]
mod tests;

pub use checking::{MAX_ADDRESS, MAX_NOTE, check_stay};
pub use input::{CheckOutIn, Guest, GuestIn, GuestPatch, Notification, StayIn, StayPatch};
pub use output::{
    AreaSummary, FacilityDayOut, FacilityRef, FieldChange, GuestOut, PersonOut, PersonOverlap, ReasonRef, RoomDayOut,
    RoomRef, RoomState, SearchOut, StayAct, StayCan, StayEvent, StayEventKind, StayNights, StayOut, StayPage,
    StayState, StaySummary, StayVersionOut, StayVersionsOut,
};
pub use query::{StaySearchIn, name_words, parse_search_text};
