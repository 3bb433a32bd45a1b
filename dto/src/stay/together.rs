//! One operation on several stays: a whole room, a whole group, all departures of past days.

use super::checking::unknown_room;
use super::input::StayPatch;
use crate::check::malformed_because;
use crate::given::Given;
use crate::problem::{ErrorCode, FieldCode, FieldError, WarningCode};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// Maximum number of stays of one operation: the maximum number of guests of a group.
pub const MOST_TOGETHER: usize = super::group::MAX_GROUP;

/// A stay, with the version that the caller has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StayToChange {
    /// The stay.
    pub stay_id: Uuid,
    /// The version that the change starts from.
    pub version: i32,
}

/// Extend or shorten several stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtendStaysIn {
    /// The stays, each once.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub stays: Vec<StayToChange>,
    /// When the guests now plan to leave.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Timestamp, required = true))]
    pub planned_departure_at: Given<Timestamp>,
    /// The reason, in a few words.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub change_reason: Given<String>,
    /// The warnings that the notifier has checked with the guests, for example for a stay of thirty days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub confirmed: Vec<WarningCode>,
}

/// Move several guests into one room.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveStaysIn {
    /// The stays, each once.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub stays: Vec<StayToChange>,
    /// The room in the facility's plan.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid, required = true))]
    pub room_id: Given<Uuid>,
    /// The reason, in a few words.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub change_reason: Given<String>,
    /// The warnings that are confirmed: `room_out_of_service` to move into a room that is marked as out of service. The
    /// mark remains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub confirmed: Vec<WarningCode>,
}

/// Declare the departures of several guests, each with its own time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckOutStaysIn {
    /// The stays, each once.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub stays: Vec<StayToCheckOut>,
}

/// A stay that is over, with the version that the caller has read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StayToCheckOut {
    /// The stay.
    pub stay_id: Uuid,
    /// The version that the declaration starts from.
    pub version: i32,
    /// When the guest left; default now.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Timestamp>))]
    pub departed_at: Given<Timestamp>,
}

impl ExtendStaysIn {
    /// The stays, and the change for each of them.
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
    /// The stays, and the change for each of them.
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
    /// The stays, or all errors of the list.
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

/// The errors of a list that is empty or too long, and of stays that occur in it twice.
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

/// The result of an operation on several stays. Stays for which it was not possible do not change; all others are
/// changed in one transaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaysChangedOut {
    /// The number of changed stays.
    pub done: u32,
    /// The result for each stay, in the order of the request.
    pub results: Vec<StayChanged>,
}

/// The result of an operation for one of several stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayChanged {
    /// The stay.
    pub stay_id: Uuid,
    /// Its current version, for the next change.
    pub version: i32,
    /// Why nothing was changed; absent where the operation succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<ChangeRefusal>,
}

/// Why an operation was not possible for one of several stays: the same content as the error of the operation on this
/// stay alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeRefusal {
    /// The code.
    pub code: ErrorCode,
    /// What happened, in a few words.
    pub title: String,
    /// What to do about it.
    pub detail: String,
    /// The field errors of the operation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}
