//! What is told about a stay.

use super::behalf::Received;
use super::foreign::ImmigrationOut;
use super::thread::StayThread;
use crate::account::AreaRef;
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
