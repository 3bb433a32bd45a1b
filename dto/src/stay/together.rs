//! One act for several stays: a whole room, a whole group, all departures of days ago.

use super::checking::unknown_room;
use super::input::StayPatch;
use crate::check::malformed_because;
use crate::given::Given;
use crate::problem::{ErrorCode, FieldCode, FieldError, WarningCode};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// Most stays of one act: as many as a group has guests.
pub const MOST_TOGETHER: usize = super::group::MAX_GROUP;

/// A stay, in the version that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StayToChange {
    /// The stay.
    pub stay_id: Uuid,
    /// The version that the change starts from.
    pub version: i32,
}

/// Several guests stay longer, or leave earlier than planned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtendStaysIn {
    /// Whose, each stay once.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub stays: Vec<StayToChange>,
    /// When they mean to leave now.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Timestamp, required = true))]
    pub planned_departure_at: Given<Timestamp>,
    /// Why, in a few words.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub change_reason: Given<String>,
    /// The doubts that the notifier has cleared with the guests, a stay of thirty days for example.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub confirmed: Vec<WarningCode>,
}

/// Several guests move into one room.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveStaysIn {
    /// Whose, each stay once.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub stays: Vec<StayToChange>,
    /// The room of the facility's plan.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid, required = true))]
    pub room_id: Given<Uuid>,
    /// Why, in a few words.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub change_reason: Given<String>,
    /// The doubts that are cleared: `room_out_of_service` to move into a room that is marked as not let. Its mark stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub confirmed: Vec<WarningCode>,
}

/// Several guests have left, each at a time of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckOutStaysIn {
    /// Who, each stay once.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub stays: Vec<StayToCheckOut>,
}

/// A stay that is over, in the version that was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StayToCheckOut {
    /// The stay.
    pub stay_id: Uuid,
    /// The version that the declaration starts from.
    pub version: i32,
    /// When the guest left; now when left out.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Timestamp>))]
    pub departed_at: Given<Timestamp>,
}

impl ExtendStaysIn {
    /// Whose stays, and the change that each of them gets.
    pub fn parted(self) -> Result<(Vec<StayToChange>, StayPatch), Vec<FieldError>> {
        const AT: &str = "/planned_departure_at";
        let mut errors = wrong_ids(self.stays.iter().map(|stay| stay.stay_id));
        errors.extend(wrong_value(AT, &self.planned_departure_at, FieldCode::InstantMalformed));
        let patch = StayPatch {
            planned_departure_at: self.planned_departure_at,
            change_reason: self.change_reason,
            confirmed: self.confirmed,
            ..StayPatch::default()
        };
        if errors.is_empty() {
            Ok((self.stays, patch))
        } else {
            Err(errors)
        }
    }
}

impl MoveStaysIn {
    /// Whose stays, and the change that each of them gets.
    pub fn parted(self) -> Result<(Vec<StayToChange>, StayPatch), Vec<FieldError>> {
        const AT: &str = "/room_id";
        let mut errors = wrong_ids(self.stays.iter().map(|stay| stay.stay_id));
        match &self.room_id {
            Given::Bad(typed) => errors.push(unknown_room(AT, typed)),
            other => errors.extend(wrong_value(AT, other, FieldCode::RoomUnknown)),
        }
        let patch = StayPatch {
            room_id: self.room_id,
            change_reason: self.change_reason,
            confirmed: self.confirmed,
            ..StayPatch::default()
        };
        if errors.is_empty() {
            Ok((self.stays, patch))
        } else {
            Err(errors)
        }
    }
}

impl CheckOutStaysIn {
    /// Whose stays, or everything that is wrong with the list.
    pub fn checked(self) -> Result<Vec<StayToCheckOut>, Vec<FieldError>> {
        let mut errors = wrong_ids(self.stays.iter().map(|stay| stay.stay_id));
        for (at, stay) in self.stays.iter().enumerate() {
            if let Given::Bad(text) = &stay.departed_at {
                let code = malformed_because(FieldCode::InstantMalformed, text);
                errors.push(FieldError::new(format!("/stays/{at}/departed_at"), code));
            }
        }
        if errors.is_empty() { Ok(self.stays) } else { Err(errors) }
    }
}

/// A list that is empty or too long, and stays that stand in it twice.
fn wrong_ids(ids: impl ExactSizeIterator<Item = Uuid>) -> Vec<FieldError> {
    if !(1..=MOST_TOGETHER).contains(&ids.len()) {
        return vec![FieldError::new("/stays", FieldCode::OutOfRange).with("max", MOST_TOGETHER)];
    }
    let mut seen = HashMap::new();
    ids.enumerate()
        .filter_map(|(at, id)| {
            let first = *seen.entry(id).or_insert(at);
            let twice = FieldError::new(format!("/stays/{at}/stay_id"), FieldCode::Duplicate).with("first", first + 1);
            (first != at).then_some(twice)
        })
        .collect()
}

fn wrong_value<T>(pointer: &str, given: &Given<T>, malformed: FieldCode) -> Option<FieldError> {
    match given {
        Given::Missing | Given::Null => Some(FieldError::new(pointer, FieldCode::Required)),
        Given::Bad(text) => Some(FieldError::new(pointer, malformed_because(malformed, text))),
        Given::Value(_) => None,
    }
}

/// What came of an act for several stays. Those that it was not possible for are as they were; the others are changed, all
/// of them in one transaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaysChangedOut {
    /// For how many it was done.
    pub done: u32,
    /// What came of each, in the order of the request.
    pub results: Vec<StayChanged>,
}

/// What came of an act for one of several stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayChanged {
    /// The stay.
    pub stay_id: Uuid,
    /// The version in use now: what to go on from.
    pub version: i32,
    /// Why nothing was changed; absent where it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<ChangeRefusal>,
}

/// Why an act was not possible for one of several stays: what the act for it alone would be answered with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeRefusal {
    /// The code.
    pub code: ErrorCode,
    /// What happened, in a few words.
    pub title: String,
    /// What to do about it.
    pub detail: String,
    /// What is wrong with fields of the act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}
