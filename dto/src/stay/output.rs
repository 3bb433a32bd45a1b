//! What is told about a stay.

use super::behalf::Received;
use super::foreign::{ForeignCounts, ImmigrationOut};
use super::thread::StayThread;
use crate::account::AreaRef;
use crate::change::FieldChange;
use crate::operation::Operations;
use crate::problem::Warning;
use crate::timestamp::Timestamp;
use rules::document::DocumentType;
use rules::nights::StayKind;
use rules::person::Sex;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// Where a stay stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StayState {
    /// Notified ahead; the guest has not arrived.
    Expected,
    /// The guest is there.
    Present,
    /// The guest is there and means to leave today.
    Leaving,
    /// Past the planned departure without a declared one: the stay grows by itself (KH-11.2e-2).
    Overdue,
    /// The departure is declared.
    Departed,
    /// The guest did not stay: the notification was taken back, and stays visible.
    Cancelled,
}

/// A stay, whole.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayOut {
    /// The id.
    pub id: Uuid,
    /// The code of the notification, to quote by telephone.
    #[cfg_attr(feature = "openapi", schema(example = "LT-261121-7K3QF9XM2P"))]
    pub stay_code: String,
    /// The client's own id.
    pub external_id: Option<String>,
    /// Where the guest stays.
    pub facility: FacilityRef,
    /// Who stays.
    pub guest: GuestOut,
    /// Overnight or day use.
    pub kind: StayKind,
    /// When the guest arrived.
    pub arrival_at: Timestamp,
    /// When the guest means to leave.
    pub planned_departure_at: Timestamp,
    /// When the guest left, once declared.
    pub departed_at: Option<Timestamp>,
    /// When the departure was declared.
    pub departure_declared_at: Option<Timestamp>,
    /// The room, by the name it had.
    pub room: Option<RoomRef>,
    /// The group that it was notified with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<Uuid>,
    /// The reason of stay.
    pub reason: ReasonRef,
    /// The note for the police.
    pub note: Option<String>,
    /// When it was notified.
    pub notified_at: Timestamp,
    /// Who notified.
    pub notified_by: String,
    /// Until when it had to be notified (Residence Law, Article 30).
    pub due_at: Timestamp,
    /// How late it was notified, in seconds; absent when in time.
    pub late_seconds: Option<i64>,
    /// Until when the facility may correct what it notified about the guest, with `amendStay` (KH-11.2d-1); absent where the
    /// profile sets no limit.
    pub correction_ends_at: Option<Timestamp>,
    /// Until when the facility may correct the departure that it declared, with `amendStay`; absent where none is declared.
    #[serde(default)]
    pub departure_correction_ends_at: Option<Timestamp>,
    /// Where it stands.
    pub state: StayState,
    /// The nights, computed.
    pub nights: StayNights,
    /// What is doubtful about it.
    pub warnings: Vec<Warning>,
    /// The version; send it back with a change.
    pub version: i32,
    /// What may be done with it now; nothing with a version of the history. `amendStay` is open as long as anything of it may
    /// be amended: room and planned departure while the guest is there, the rest until the two moments above.
    pub can: Operations,
    /// Whom to ask for a correction when the facility may no longer.
    #[cfg_attr(feature = "openapi", schema(example = "Công an phường Nha Trang"))]
    pub police_unit: String,
    /// When the notification was taken back.
    #[serde(default)]
    pub cancelled_at: Option<Timestamp>,
    /// How the police received it, where they entered it for somebody else (LC-10.9, LC-11.7b).
    #[serde(default)]
    pub received: Option<Received>,
    /// What the police and the facility have said about it (LC-10.6); empty in a version of the history.
    #[serde(default)]
    pub thread: StayThread,
    /// How a foreign guest stands with the immigration site, where the profile has files made for it; absent in a version
    /// of the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub immigration: Option<ImmigrationOut>,
}

/// Where else a guest is notified for the same nights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ElsewhereOut {
    /// The other places, the latest first; none, where nobody else has notified the guest for these nights.
    pub places: Vec<Elsewhere>,
}

/// Another place that has notified the same person for some of the same nights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Elsewhere {
    /// The other stay, where it lies within the reader's area.
    #[serde(default)]
    pub stay_id: Option<Uuid>,
    /// The name of the other place, where it lies within the reader's area.
    #[cfg_attr(feature = "openapi", schema(example = "Khách sạn Hải Đăng"))]
    #[serde(default)]
    pub facility_name: Option<String>,
    /// Where it lies.
    pub area: AreaRef,
    /// The first night in common.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// The last night in common.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
}

/// Who stays. It has no `Debug`, so that it cannot be logged.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuestOut {
    /// Full name.
    pub full_name: String,
    /// Date of birth, where known.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub birth_date: Option<Date>,
    /// Year of birth.
    pub birth_year: i32,
    /// Sex.
    pub sex: Sex,
    /// Code of the nationality: alpha-2, or what the list `nationalities` has for people without a State.
    pub nationality: String,
    /// The nationality by name, as filed.
    pub nationality_name: String,
    /// Kind of document.
    pub document_type: DocumentType,
    /// Code of the State or organisation that issued the document, where it is known.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "VN"))]
    pub issuing_state: Option<String>,
    /// Number of the document.
    pub document_number: String,
    /// What the document is, for `other`.
    pub document_name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Address as text.
    pub address: Option<String>,
    /// Visa symbol.
    pub visa_symbol: Option<String>,
    /// Number of the visa.
    pub visa_number: Option<String>,
    /// Last day of the visa.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub visa_expires_on: Option<Date>,
    /// Last day of the permitted stay.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub permit_expires_on: Option<Date>,
    /// Day of entry.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub entered_on: Option<Date>,
    /// Border gate of entry.
    pub entry_gate: Option<String>,
}

/// A facility by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityRef {
    /// The id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// Where it lies.
    pub area: AreaRef,
}

/// A room by the name it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomRef {
    /// The id.
    pub id: Uuid,
    /// The name when the guest moved in (KH-11.2a-2).
    pub name: String,
}

/// A reason with the label it was filed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReasonRef {
    /// The code in the list `stay_reasons`.
    pub code: String,
    /// The label as filed.
    pub label: String,
    /// The reason in words.
    pub note: Option<String>,
}

/// The nights of a stay: computed, never ticked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayNights {
    /// All nights as it stands; 0 for day use.
    pub total: u32,
    /// Those of them that were added because no departure was declared (KH-11.2e-2).
    pub grown: u32,
    /// Which night it is, for a guest who is there.
    pub current: u32,
    /// The local day on which the stay ends as it stands.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub ends_on: Date,
}

impl StayOut {
    /// Whether the facility may still correct what it notified about the guest.
    pub fn may_amend_guest(&self, now: Timestamp) -> bool {
        self.can.has("amendStay") && self.correction_ends_at.is_none_or(|until| now < until)
    }

    /// Whether the facility may still correct the departure that it declared.
    pub fn may_amend_departure(&self, now: Timestamp) -> bool {
        self.can.has("amendStay") && self.departure_correction_ends_at.is_some_and(|until| now < until)
    }
}

/// A stay in a list: the document number is masked.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaySummary {
    /// The id.
    pub id: Uuid,
    /// The code of the notification.
    pub stay_code: String,
    /// Where the guest stays.
    pub facility_id: Uuid,
    /// The facility by name.
    pub facility_name: String,
    /// Full name.
    pub full_name: String,
    /// Year of birth.
    pub birth_year: i32,
    /// Sex.
    pub sex: Sex,
    /// Alpha-2 code of the nationality.
    pub nationality: String,
    /// Kind of document.
    pub document_type: DocumentType,
    /// Number of the document, masked.
    #[cfg_attr(feature = "openapi", schema(example = "0561•••••512"))]
    pub document_masked: String,
    /// The room by the name it had.
    pub room_name: Option<String>,
    /// The group that it was notified with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<Uuid>,
    /// Overnight or day use.
    pub kind: StayKind,
    /// When the guest arrived.
    pub arrival_at: Timestamp,
    /// When the guest means to leave.
    pub planned_departure_at: Timestamp,
    /// When the guest left.
    pub departed_at: Option<Timestamp>,
    /// When it was notified.
    pub notified_at: Timestamp,
    /// How late, in seconds; absent when in time.
    pub late_seconds: Option<i64>,
    /// When the police entered it, where they did so for somebody else: `notified_at` is then when they say that they were
    /// told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered_at: Option<Timestamp>,
    /// Where it stands.
    pub state: StayState,
    /// The nights, computed.
    pub nights: StayNights,
    /// How many doubts nobody has cleared.
    pub open_warnings: u32,
    /// Whether the police have seen it.
    pub acknowledged: bool,
    /// Whether the police have asked something that is not answered yet.
    pub asked: bool,
    /// Whether the last word about it is the facility's answer.
    pub answered: bool,
    /// When it came to this version.
    pub updated_at: Timestamp,
    /// The version.
    pub version: i32,
}

/// A page of stays, newest first.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayPage {
    /// The stays of this page.
    pub items: Vec<StaySummary>,
    /// What the whole filter leaves; only with a period of at most 31 days.
    pub counts: Option<StayCounts>,
    /// Ask again with this as `cursor` for the next page; null on the last one.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// What a filter leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayCounts {
    /// Stays in all.
    pub total: u64,
    /// Those that were notified late.
    pub late: u64,
    /// Those that the police have not seen yet.
    pub unseen: u64,
}

/// What happened in a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StayAct {
    /// Notified for the first time.
    Notified,
    /// Corrected.
    Corrected,
    /// Extended or shortened.
    Extended,
    /// Moved to another room.
    Moved,
    /// Departure declared.
    Departed,
    /// Declared departure corrected or taken back.
    DepartureCorrected,
    /// Taken back: the guest did not stay.
    Cancelled,
}

impl StayAct {
    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notified => "notified",
            Self::Corrected => "corrected",
            Self::Extended => "extended",
            Self::Moved => "moved",
            Self::Departed => "departed",
            Self::DepartureCorrected => "departure_corrected",
            Self::Cancelled => "cancelled",
        }
    }

    /// The act of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::Notified,
            Self::Corrected,
            Self::Extended,
            Self::Moved,
            Self::Departed,
            Self::DepartureCorrected,
            Self::Cancelled,
        ]
        .into_iter()
        .find(|act| act.as_str() == name)
    }
}

/// The history of a stay, newest first. Nothing of it is ever deleted (KH-11.2d-2).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayVersionsOut {
    /// The versions.
    pub versions: Vec<StayVersionOut>,
    /// What happened without a change by a person.
    pub events: Vec<StayEvent>,
}

/// One version.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayVersionOut {
    /// Its number, from 1.
    pub version: i32,
    /// What happened.
    pub act: StayAct,
    /// When.
    pub at: Timestamp,
    /// Who: the holder of the account at that time.
    pub by_name: String,
    /// For which unit or facility.
    pub by_unit: String,
    /// Why.
    pub change_reason: Option<String>,
    /// The fields that changed; empty for the first version.
    pub changes: Vec<FieldChange>,
    /// The stay as this version has it.
    pub stay: StayOut,
}

/// Something that happened without a change by a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayEvent {
    /// What.
    pub kind: StayEventKind,
    /// When.
    pub at: Timestamp,
}

/// The kinds of such events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StayEventKind {
    /// A night was added because no departure had been declared by the cut-off (KH-11.2e-2).
    GrewByOneNight,
    /// Such a night was undone by a departure declared the same day.
    GrowthUndone,
}

/// A person found by a search, with the stays within reach.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonOut {
    /// Full name, as of the latest stay.
    pub full_name: String,
    /// Date of birth.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub birth_date: Option<Date>,
    /// Year of birth.
    pub birth_year: i32,
    /// Sex.
    pub sex: Sex,
    /// Alpha-2 code of the nationality.
    pub nationality: String,
    /// Kind of document.
    pub document_type: DocumentType,
    /// Number of the document, masked; opening a stay shows it and is recorded.
    pub document_masked: String,
    /// Address as text, as of the latest stay.
    pub address: Option<String>,
    /// The stays, newest first.
    pub stays: Vec<StaySummary>,
    /// Nights notified at two places at once.
    pub overlaps: Vec<PersonOverlap>,
    /// Whether another person in this answer was notified with the same number of a document.
    #[serde(default)]
    pub shares_number: bool,
}

/// Two stays of one person in the same nights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonOverlap {
    /// One stay.
    pub first: Uuid,
    /// The other.
    pub second: Uuid,
    /// The first night in common.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// The last night in common.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
}

/// What a search found. One person is a number with the State that issued it, a name and a birth; nobody is merged by
/// name alone, nor by the number alone.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchOut {
    /// The people, those with the latest stay first.
    pub people: Vec<PersonOut>,
    /// Whether there are more than could be answered: search more closely.
    pub truncated: bool,
}

/// Guests whom the facility had before.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturningGuestsOut {
    /// The guests, those who came last first; at most eight.
    pub guests: Vec<ReturningGuest>,
}

/// A guest as notified last.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturningGuest {
    /// Who.
    pub guest: GuestOut,
    /// When the guest came last.
    pub last_arrival_at: Timestamp,
    /// The room of that stay.
    #[cfg_attr(feature = "openapi", schema(example = "208"))]
    pub last_room: Option<String>,
    /// The stay that is not over, where the guest is in the house or expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub here: Option<OpenStay>,
}

/// A stay of a guest that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenStay {
    /// The id.
    pub id: Uuid,
    /// The room, by the name it had.
    #[cfg_attr(feature = "openapi", schema(example = "102"))]
    pub room_name: Option<String>,
    /// When the guest arrived or will arrive.
    pub arrival_at: Timestamp,
    /// When the guest means to leave.
    pub planned_departure_at: Timestamp,
    /// Where it stands.
    pub state: StayState,
}

/// A facility's day, for its first page.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityDayOut {
    /// The server's clock.
    pub now: Timestamp,
    /// The local day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// By when those who arrive before it have to be notified today.
    pub evening_due_at: Timestamp,
    /// Stays past their planned departure without a declared one.
    pub overdue_stays: Vec<StaySummary>,
    /// Stays about which the police have asked something that waits for an answer, the earliest question first.
    pub asked_stays: Vec<StaySummary>,
    /// Stays that arrive today, by time of arrival.
    pub arrivals: Vec<StaySummary>,
    /// Stays that end today or ended today, by planned departure.
    pub departures: Vec<StaySummary>,
    /// Guests in the house now.
    pub present_guests: u32,
    /// The rooms with their state, by floor and name.
    pub rooms: Vec<RoomDayOut>,
    /// Guests who have moved in and are not notified, by the marks on the board.
    pub unnotified: u32,
    /// How the foreign guests of the last 31 days stand with the immigration site, where the profile has files made for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign_guests: Option<ForeignCounts>,
    /// Whether one of the lists was cut at its limit of 500.
    pub truncated: bool,
}

/// What waits for a facility today, in numbers: no guest is named, so it can be asked for on every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityTasksOut {
    /// Rooms with guests who have moved in and are not notified.
    pub rooms_not_notified: Vec<Uuid>,
    /// Stays past their planned departure without a declared one.
    pub overdue_count: u32,
    /// Questions of the police that wait for an answer.
    pub asked_count: u32,
}

/// A room today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomDayOut {
    /// The id.
    pub id: Uuid,
    /// The floor.
    pub floor: i16,
    /// The name on the door.
    pub name: String,
    /// Its state.
    pub state: RoomState,
    /// Guests in it now.
    pub guest_count: u32,
}

/// The state of a room today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoomState {
    /// Nobody is in it.
    Free,
    /// Guests stay beyond today.
    Occupied,
    /// A guest means to leave today.
    Leaving,
    /// A guest is past the planned departure.
    Overdue,
    /// Day use.
    DayUse,
    /// Guests have moved in who are not notified yet.
    NotNotified,
    /// Not let.
    OutOfService,
}
