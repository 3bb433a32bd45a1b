//! Guests who are found: by the police in a search and elsewhere, by a facility among those whom it had before.

use super::output::{GuestOut, StayState, StaySummary};
use crate::account::AreaRef;
use crate::timestamp::Timestamp;
use rules::document::DocumentType;
use rules::person::Sex;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

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
