//! Guests who are found: by the police in a search and at other facilities, by a facility among its previous guests.

use super::output::{GuestOut, StayState, StaySummary};
use crate::account::AreaRef;
use crate::timestamp::Timestamp;
use rules::document::DocumentType;
use rules::person::Sex;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// The other facilities where a guest is notified for the same nights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ElsewhereOut {
    /// The other facilities, the latest first; empty where no other facility has notified the guest for these nights.
    pub places: Vec<Elsewhere>,
}

/// Another facility that has notified the same person for some of the same nights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Elsewhere {
    /// The other stay, if it is in the caller's area.
    #[serde(default)]
    pub stay_id: Option<Uuid>,
    /// The name of the other facility, if it is in the caller's area.
    #[cfg_attr(feature = "openapi", schema(example = "Khách sạn Hải Đăng"))]
    #[serde(default)]
    pub facility_name: Option<String>,
    /// Its area.
    pub area: AreaRef,
    /// The first common night.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// The last common night.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
}

/// A person found by a search, with the stays that the caller may see.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonOut {
    /// Full name, from the latest stay.
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
    /// Number of the document, masked; reading the stay shows it and is recorded.
    pub document_masked: String,
    /// Address as text, from the latest stay.
    pub address: Option<String>,
    /// The stays, newest first.
    pub stays: Vec<StaySummary>,
    /// Nights that are notified at two facilities at once.
    pub overlaps: Vec<PersonOverlap>,
    /// Whether another person in this answer was notified with the same document number.
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
    /// The first common night.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// The last common night.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
}

/// The result of a search. One person is a number with the State that issued it, a name and a birth; people are never
/// merged by name alone, nor by number alone.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchOut {
    /// The people, those with the latest stay first.
    pub people: Vec<PersonOut>,
    /// Whether there are more results than the answer contains: narrow the search.
    pub truncated: bool,
}

/// Previous guests of the facility.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturningGuestsOut {
    /// The guests, sorted by their last arrival, latest first; at most eight.
    pub guests: Vec<ReturningGuest>,
}

/// A guest with the data of the last notification.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturningGuest {
    /// The guest.
    pub guest: GuestOut,
    /// When the guest last arrived.
    pub last_arrival_at: Timestamp,
    /// The room of that stay.
    #[cfg_attr(feature = "openapi", schema(example = "208"))]
    pub last_room: Option<String>,
    /// The stay that is not over, where the guest is present or expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub here: Option<OpenStay>,
}

/// A stay of a guest that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenStay {
    /// The id.
    pub id: Uuid,
    /// The room, with the name that it had then.
    #[cfg_attr(feature = "openapi", schema(example = "102"))]
    pub room_name: Option<String>,
    /// When the guest arrived or will arrive.
    pub arrival_at: Timestamp,
    /// When the guest plans to leave.
    pub planned_departure_at: Timestamp,
    /// Its state.
    pub state: StayState,
}
