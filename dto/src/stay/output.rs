//! Answers about a stay.

use super::behalf::Received;
use super::foreign::ImmigrationOut;
use super::thread::StayThread;
use crate::account::AreaRef;
use crate::operation::Operations;
use crate::operations::stays::AmendStay;
use crate::problem::Warning;
use crate::timestamp::Timestamp;
use rules::document::DocumentType;
use rules::nights::StayKind;
use rules::person::Sex;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

rules::codes! {
    /// The state of a stay.
    StayState {
        /// Notified in advance; the guest has not arrived.
        Expected = "expected",
        /// The guest is present.
        Present = "present",
        /// The guest is present and plans to leave today.
        Leaving = "leaving",
        /// Past the planned departure without a declared departure: the system adds nights to the stay (KH-11.2e-2).
        Overdue = "overdue",
        /// The departure is declared.
        Departed = "departed",
        /// The guest did not stay: the notification was cancelled, and remains visible.
        Cancelled = "cancelled",
    }
}

/// A stay, in full.
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
    /// The facility.
    pub facility: FacilityRef,
    /// The guest.
    pub guest: GuestOut,
    /// Overnight or day use.
    pub kind: StayKind,
    /// When the guest arrived.
    pub arrival_at: Timestamp,
    /// When the guest plans to leave.
    pub planned_departure_at: Timestamp,
    /// When the guest left, if the departure is declared.
    pub departed_at: Option<Timestamp>,
    /// When the departure was declared.
    pub departure_declared_at: Option<Timestamp>,
    /// The room, with the name that it had then.
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
    /// The person who notified it.
    pub notified_by: String,
    /// The notification deadline (Residence Law, Article 30).
    pub due_at: Timestamp,
    /// How late it was notified, in seconds; absent when it was in time.
    pub late_seconds: Option<i64>,
    /// Until when the facility may correct the guest's data with `amendStay` (KH-11.2d-1); absent where the profile
    /// sets no limit.
    pub correction_ends_at: Option<Timestamp>,
    /// Until when the facility may correct its declared departure with `amendStay`; absent where no departure is
    /// declared.
    #[serde(default)]
    pub departure_correction_ends_at: Option<Timestamp>,
    /// Its state.
    pub state: StayState,
    /// The nights, computed by the server.
    pub nights: StayNights,
    /// Its warnings.
    pub warnings: Vec<Warning>,
    /// The version; send it back with a change.
    pub version: i32,
    /// The operations that are allowed on it now; none in a version of the history. `amendStay` is allowed as long as
    /// any field may be changed: room and planned departure while the guest is present, the other fields until the two
    /// times above.
    pub can: Operations,
    /// The police unit to ask for a correction when the facility may no longer correct the stay.
    #[cfg_attr(feature = "openapi", schema(example = "Công an phường Nha Trang"))]
    pub police_unit: String,
    /// When the notification was cancelled.
    #[serde(default)]
    pub cancelled_at: Option<Timestamp>,
    /// How the police received it, where they entered it for somebody else (LC-10.9, LC-11.7b).
    #[serde(default)]
    pub received: Option<Received>,
    /// The messages between the police and the facility about it (LC-10.6); empty in a version of the history.
    #[serde(default)]
    pub thread: StayThread,
    /// The state of a foreign guest at the immigration site, where the profile makes files for it; absent in a version
    /// of the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub immigration: Option<ImmigrationOut>,
}

/// The guest. It has no `Debug`, so that it cannot be logged.
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
    /// Code of the nationality: alpha-2, or the code of the list `nationalities` for stateless people.
    pub nationality: String,
    /// The name of the nationality, as filed.
    pub nationality_name: String,
    /// Kind of document.
    pub document_type: DocumentType,
    /// Code of the State or organisation that issued the document, where it is known.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "VN"))]
    pub issuing_state: Option<String>,
    /// Number of the document.
    pub document_number: String,
    /// The name of the document, for `other`.
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

/// A facility with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityRef {
    /// The id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// Its area.
    pub area: AreaRef,
}

/// A room with the name that it had then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomRef {
    /// The id.
    pub id: Uuid,
    /// The name when the guest moved in (KH-11.2a-2).
    pub name: String,
}

/// A reason with the label that it was filed with.
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

/// The nights of a stay: computed, never entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayNights {
    /// All nights, by the current data; 0 for day use.
    pub total: u32,
    /// How many of these were added because no departure was declared (KH-11.2e-2).
    pub grown: u32,
    /// The number of the current night, for a guest who is present.
    pub current: u32,
    /// The local day on which the stay ends, by the current data.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub ends_on: Date,
}

impl StayOut {
    /// Whether the facility may still correct the guest's data.
    pub fn may_amend_guest(&self, now: Timestamp) -> bool {
        self.can.has(AmendStay) && self.correction_ends_at.is_none_or(|until| now < until)
    }

    /// Whether the facility may still correct its declared departure.
    pub fn may_amend_departure(&self, now: Timestamp) -> bool {
        self.can.has(AmendStay) && self.departure_correction_ends_at.is_some_and(|until| now < until)
    }
}

/// A stay in a list, with a masked document number.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaySummary {
    /// The id.
    pub id: Uuid,
    /// The code of the notification.
    pub stay_code: String,
    /// The facility.
    pub facility_id: Uuid,
    /// The name of the facility.
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
    /// The room, with the name that it had then.
    pub room_name: Option<String>,
    /// The group that it was notified with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<Uuid>,
    /// Overnight or day use.
    pub kind: StayKind,
    /// When the guest arrived.
    pub arrival_at: Timestamp,
    /// When the guest plans to leave.
    pub planned_departure_at: Timestamp,
    /// When the guest left.
    pub departed_at: Option<Timestamp>,
    /// When it was notified.
    pub notified_at: Timestamp,
    /// How late it was notified, in seconds; absent when it was in time.
    pub late_seconds: Option<i64>,
    /// When the police entered it, where they did so for somebody else: `notified_at` is then the time at which, by
    /// their entry, they received it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered_at: Option<Timestamp>,
    /// Its state.
    pub state: StayState,
    /// The nights, computed by the server.
    pub nights: StayNights,
    /// Number of warnings that are not confirmed.
    pub open_warnings: u32,
    /// Whether the police have seen it.
    pub acknowledged: bool,
    /// Whether a question from the police is not answered yet.
    pub asked: bool,
    /// Whether the last message about it is the facility's answer.
    pub answered: bool,
    /// When it got this version.
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
    /// The numbers for the whole filter; only with a period of at most 31 days.
    pub counts: Option<StayCounts>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// The numbers for a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayCounts {
    /// All stays.
    pub total: u64,
    /// Stays that were notified late.
    pub late: u64,
    /// Stays that the police have not seen yet.
    pub unseen: u64,
}
