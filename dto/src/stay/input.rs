//! The data that a facility sends about a stay.

use super::output::GuestOut;
use crate::given::Given;
use crate::problem::WarningCode;
use crate::timestamp::Timestamp;
use rules::birth::Birth;
use rules::document::DocumentType;
use rules::nights::StayKind;
use rules::person::Sex;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

crate::given::text_of_codes!(Sex, DocumentType, StayKind);

/// Notify a stay (thông báo lưu trú; Residence Law 68/2020/QH14, Article 30).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StayIn {
    /// The guest.
    #[serde(default, with = "crate::object")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub guest: GuestIn,
    /// Overnight or day use (LC-11.5).
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = StayKind, required = true))]
    pub kind: Given<StayKind>,
    /// When the guest arrived, or will arrive within a day.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Timestamp, required = true))]
    pub arrival_at: Given<Timestamp>,
    /// When the guest plans to leave.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Timestamp, required = true))]
    pub planned_departure_at: Given<Timestamp>,
    /// A room in the facility's plan; mandatory where this kind of facility has rooms.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub room_id: Given<Uuid>,
    /// The reason of stay: a code of the list `stay_reasons`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, max_length = 80, example = "tourism"))]
    pub reason: Given<String>,
    /// The reason in words; mandatory with the reason `other`.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub reason_note: Given<String>,
    /// A note for the police.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub note: Given<String>,
    /// The client's own id for this stay, unique within a facility.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 64))]
    pub external_id: Given<String>,
    /// The warnings that the notifier has checked with the guest. Warnings never block a notification.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub confirmed: Vec<WarningCode>,
}

/// The guest.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GuestIn {
    /// Full name as on the document.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, min_length = 1, max_length = 120, example = "Nguyễn Hữu Phước"))]
    pub full_name: Given<String>,
    /// Date of birth; or else `birth_year`.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date, example = "1987-06-09"))]
    pub birth_date: Given<Date>,
    /// Year of birth, where the document shows only the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1900, maximum = 9999))]
    pub birth_year: Option<i32>,
    /// Sex.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Sex, required = true))]
    pub sex: Given<Sex>,
    /// Nationality: a code of the list `nationalities`, or one of the codes in passports, such as `VNM`, `D` or `XXA`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, min_length = 1, max_length = 3, example = "VN"))]
    pub nationality: Given<String>,
    /// Kind of document.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = DocumentType, required = true))]
    pub document_type: Given<DocumentType>,
    /// The State or organisation that issued the document, with the same codes as `nationality`. Default: Viet Nam for
    /// its own documents, else the State of the nationality.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 3, example = "VN"))]
    pub issuing_state: Given<String>,
    /// Number of the document.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, min_length = 1, max_length = 40, example = "056187004512"))]
    pub document_number: Given<String>,
    /// The name of the document; mandatory with the kind `other`.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub document_name: Given<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 32))]
    pub phone: Given<String>,
    /// The guest's home address, as text.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 250))]
    pub address: Given<String>,
    /// Visa symbol of the list `visa_symbols`, for foreigners.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80, example = "DL"))]
    pub visa_symbol: Given<String>,
    /// Number of the visa.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub visa_number: Given<String>,
    /// Last day of the visa.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub visa_expires_on: Given<Date>,
    /// Last day of the permitted stay, from the entry stamp; not the expiry of the passport.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub permit_expires_on: Given<Date>,
    /// Day of entry into the country.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub entered_on: Given<Date>,
    /// Border gate of entry.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub entry_gate: Given<String>,
}

/// Change a notified stay. An absent field does not change; null clears an optional value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StayPatch {
    /// The version that the change starts from.
    pub version: i32,
    /// The reason, in a few words.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub change_reason: Given<String>,
    /// The changes in the guest's data.
    #[serde(
        default,
        deserialize_with = "crate::object::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub guest: Option<GuestPatch>,
    /// Overnight or day use.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<StayKind>))]
    pub kind: Given<StayKind>,
    /// When the guest arrived.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Timestamp>))]
    pub arrival_at: Given<Timestamp>,
    /// When the guest plans to leave: an extension, or a shorter stay.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Timestamp>))]
    pub planned_departure_at: Given<Timestamp>,
    /// The declared departure, until 24:00 of the day it was declared; null undoes it.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Timestamp>))]
    pub departed_at: Given<Timestamp>,
    /// The room: a move.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub room_id: Given<Uuid>,
    /// The reason of stay.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub reason: Given<String>,
    /// The reason in words.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub reason_note: Given<String>,
    /// A note for the police.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub note: Given<String>,
    /// The warnings that the notifier has checked with the guest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub confirmed: Vec<WarningCode>,
}

/// The changes in the guest's data: the fields of a guest, all optional.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GuestPatch {
    /// Full name as on the document.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 120))]
    pub full_name: Given<String>,
    /// Date of birth; setting it clears `birth_year`.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub birth_date: Given<Date>,
    /// Year of birth; setting it clears `birth_date`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1900, maximum = 9999))]
    pub birth_year: Option<i32>,
    /// Sex.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Sex>))]
    pub sex: Given<Sex>,
    /// Nationality.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, min_length = 1, max_length = 3))]
    pub nationality: Given<String>,
    /// Kind of document.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<DocumentType>))]
    pub document_type: Given<DocumentType>,
    /// The State or organisation that issued the document; null, or another kind of document or nationality without
    /// this field, sets the default.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 3, example = "VN"))]
    pub issuing_state: Given<String>,
    /// Number of the document.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 40))]
    pub document_number: Given<String>,
    /// The name of the document.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub document_name: Given<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 32))]
    pub phone: Given<String>,
    /// The guest's home address.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 250))]
    pub address: Given<String>,
    /// Visa symbol.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub visa_symbol: Given<String>,
    /// Number of the visa.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub visa_number: Given<String>,
    /// Last day of the visa.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub visa_expires_on: Given<Date>,
    /// Last day of the permitted stay.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub permit_expires_on: Given<Date>,
    /// Day of entry into the country.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub entered_on: Given<Date>,
    /// Border gate of entry.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80))]
    pub entry_gate: Given<String>,
}

/// Declare a departure (KH-11.2e-1).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckOutIn {
    /// The version that the declaration starts from.
    pub version: i32,
    /// When the guest left; default now.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Timestamp>))]
    pub departed_at: Given<Timestamp>,
}

impl StayIn {
    /// This notification with the changes of a patch.
    #[must_use]
    pub fn patched(self, patch: &StayPatch) -> Self {
        Self {
            guest: match &patch.guest {
                Some(guest) => self.guest.patched(guest),
                None => self.guest,
            },
            kind: self.kind.patched(patch.kind.clone()),
            arrival_at: self.arrival_at.patched(patch.arrival_at.clone()),
            planned_departure_at: self.planned_departure_at.patched(patch.planned_departure_at.clone()),
            room_id: self.room_id.patched(patch.room_id.clone()),
            reason: self.reason.patched(patch.reason.clone()),
            reason_note: self.reason_note.patched(patch.reason_note.clone()),
            note: self.note.patched(patch.note.clone()),
            external_id: self.external_id,
            confirmed: self
                .confirmed
                .into_iter()
                .chain(patch.confirmed.iter().copied())
                .collect(),
        }
    }
}

impl GuestIn {
    fn patched(self, patch: &GuestPatch) -> Self {
        // A date and a year exclude each other: the one in the patch replaces the other.
        let (birth_date, birth_year) = match (&patch.birth_date, patch.birth_year) {
            (Given::Missing, None) => (self.birth_date, self.birth_year),
            (Given::Missing, Some(year)) => (Given::Missing, Some(year)),
            (date, year) => (date.clone(), year),
        };
        // With another document or another nationality, the issuer of the previous document does not apply.
        let issuer_stands = patch.nationality.is_missing() && patch.document_type.is_missing();
        let issuing_state = if issuer_stands {
            self.issuing_state
        } else {
            Given::Missing
        };
        Self {
            full_name: self.full_name.patched(patch.full_name.clone()),
            birth_date,
            birth_year,
            sex: self.sex.patched(patch.sex.clone()),
            nationality: self.nationality.patched(patch.nationality.clone()),
            document_type: self.document_type.patched(patch.document_type.clone()),
            issuing_state: issuing_state.patched(patch.issuing_state.clone()),
            document_number: self.document_number.patched(patch.document_number.clone()),
            document_name: self.document_name.patched(patch.document_name.clone()),
            phone: self.phone.patched(patch.phone.clone()),
            address: self.address.patched(patch.address.clone()),
            visa_symbol: self.visa_symbol.patched(patch.visa_symbol.clone()),
            visa_number: self.visa_number.patched(patch.visa_number.clone()),
            visa_expires_on: self.visa_expires_on.patched(patch.visa_expires_on.clone()),
            permit_expires_on: self.permit_expires_on.patched(patch.permit_expires_on.clone()),
            entered_on: self.entered_on.patched(patch.entered_on.clone()),
            entry_gate: self.entry_gate.patched(patch.entry_gate.clone()),
        }
    }
}

/// A valid notification.
#[derive(Clone, PartialEq)]
pub struct Notification {
    /// The guest.
    pub guest: Guest,
    /// Overnight or day use.
    pub kind: StayKind,
    /// When the guest arrived.
    pub arrival_at: Timestamp,
    /// When the guest plans to leave.
    pub planned_departure_at: Timestamp,
    /// The room.
    pub room_id: Option<Uuid>,
    /// The code of the reason.
    pub reason: String,
    /// The reason in words.
    pub reason_note: Option<String>,
    /// A note for the police.
    pub note: Option<String>,
    /// The client's own id.
    pub external_id: Option<String>,
}

/// A guest with valid data. It has no `Debug`, so that it cannot be logged.
#[derive(Clone, PartialEq)]
pub struct Guest {
    /// Full name, NFC, single spaces.
    pub full_name: String,
    /// Date or year of birth.
    pub birth: Birth,
    /// Sex.
    pub sex: Sex,
    /// Code of the nationality in our list.
    pub nationality: String,
    /// Kind of document.
    pub document_type: DocumentType,
    /// Code of the State or organisation that issued the document, where it is known.
    pub issuing_state: Option<String>,
    /// Number of the document, normalised.
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
    pub visa_expires_on: Option<Date>,
    /// Last day of the permitted stay.
    pub permit_expires_on: Option<Date>,
    /// Day of entry.
    pub entered_on: Option<Date>,
    /// Border gate of entry.
    pub entry_gate: Option<String>,
}

impl Guest {
    /// The data that distinguish this guest from others.
    pub fn identity(&self) -> rules::person::Identity<'_, &str> {
        rules::person::Identity {
            number: &self.document_number,
            issuer: self.issuing_state.as_deref(),
            full_name: &self.full_name,
            birth: self.birth,
        }
    }
}

impl GuestOut {
    /// The data that distinguish this guest from others.
    pub fn identity(&self) -> rules::person::Identity<'_, &str> {
        rules::person::Identity {
            number: &self.document_number,
            issuer: self.issuing_state.as_deref(),
            full_name: &self.full_name,
            birth: self.birth_date.map_or(Birth::Year(self.birth_year), Birth::Day),
        }
    }
}
