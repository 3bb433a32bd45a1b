//! Stays: notifying, reading, changing and searching them.

mod acts;
mod behalf;
mod checking;
mod commune_day;
mod day;
mod deadlines;
mod foreign;
mod found;
mod group;
mod history;
mod input;
mod output;
mod query;
mod register;
#[cfg(test)]
mod tests;
mod thread;
mod together;

pub use acts::{CancelIn, ExtendIn, MoveIn};
pub use behalf::{
    Channel, NotifierIn, NotifierKind, OnBehalfIn, Place, PlaceIn, Received, Told, Where, check_on_behalf, check_where,
};
pub use checking::{MAX_ADDRESS, MAX_NOTE, check_stay, unknown_room};
pub use commune_day::{CommuneCounts, CommuneDayOut, FacilityToday};
pub use day::{FacilityDayOut, RoomDayOut, RoomState};
pub use deadlines::{DeadlineKind, OwnDeadline, OwnDeadlinesOut};
pub use foreign::{
    FOREIGN_DAYS, ForeignAct, ForeignConfirmIn, ForeignConfirmOut, ForeignCounts, ForeignExportIn, ForeignGuestOut,
    ForeignGuestsOut, ForeignState, ImmigrationOut, MAX_FOREIGN, StayVersionRef,
};
pub use found::{
    Elsewhere, ElsewhereOut, OpenStay, PersonOut, PersonOverlap, ReturningGuest, ReturningGuestsOut, SearchOut,
};
pub use group::{GroupGuestIn, GroupIn, GroupOut, MAX_GROUP, Member, check_group};
pub use history::{StayAct, StayEvent, StayEventKind, StayVersionOut, StayVersionsOut};
pub use input::{CheckOutIn, Guest, GuestIn, GuestPatch, Notification, StayIn, StayPatch};
pub use output::{
    FacilityRef, GuestOut, ReasonRef, RoomRef, StayCounts, StayNights, StayOut, StayPage, StayState, StaySummary,
};
pub use query::{PurposeIn, StaySearchIn, name_words, parse_search_text, words_sought};
pub use register::{MOST_DAYS, RegisterCounts, RegisterLimits, RegisterLine, RegisterOut, RegisterPlace};
pub use thread::{
    AcknowledgeIn, AcknowledgedOut, Acknowledgement, MOST_ACKNOWLEDGED, MessageKind, StayMessageIn, StayMessageOut,
    StayThread, TalkState,
};
pub use together::{
    ChangeRefusal, CheckOutStaysIn, ExtendStaysIn, MOST_TOGETHER, MoveStaysIn, StayChanged, StayToChange,
    StayToCheckOut, StaysChangedOut,
};
