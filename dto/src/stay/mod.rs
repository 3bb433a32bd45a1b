//! Stays: notifying, reading, changing and searching them.

mod acts;
mod behalf;
mod checking;
mod commune_day;
mod deadlines;
mod foreign;
mod group;
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
pub use deadlines::{DeadlineKind, OwnDeadline, OwnDeadlinesOut};
pub use foreign::{
    FOREIGN_DAYS, ForeignAct, ForeignConfirmIn, ForeignConfirmOut, ForeignCounts, ForeignExportIn, ForeignGuestOut,
    ForeignGuestsOut, ForeignState, ImmigrationOut, MAX_FOREIGN, StayVersionRef,
};
pub use group::{GroupGuestIn, GroupIn, GroupOut, MAX_GROUP, Member, check_group};
pub use input::{CheckOutIn, Guest, GuestIn, GuestPatch, Notification, StayIn, StayPatch};
pub use output::{
    Elsewhere, ElsewhereOut, FacilityDayOut, FacilityRef, FacilityTasksOut, GuestOut, OpenStay, PersonOut,
    PersonOverlap, ReasonRef, ReturningGuest, ReturningGuestsOut, RoomDayOut, RoomRef, RoomState, SearchOut, StayAct,
    StayCounts, StayEvent, StayEventKind, StayNights, StayOut, StayPage, StayState, StaySummary, StayVersionOut,
    StayVersionsOut,
};
pub use query::{PurposeIn, StaySearchIn, name_words, parse_search_text, words_sought};
pub use register::{MOST_DAYS, RegisterCounts, RegisterLimits, RegisterLine, RegisterOut, RegisterPlace};
pub use thread::{
    AcknowledgeIn, AcknowledgedOut, Acknowledgement, MOST_ACKNOWLEDGED, MessageKind, StayMessageIn, StayMessageOut,
    StayThread,
};
pub use together::{
    ChangeRefusal, CheckOutStaysIn, ExtendStaysIn, MOST_TOGETHER, MoveStaysIn, StayChanged, StayToChange,
    StayToCheckOut, StaysChangedOut,
};
