//! A group: one arrival, one reason and one departure for many guests; rooms may be assigned later.

use super::checking::check_stay;
use super::input::{Guest, GuestIn, Notification, StayIn};
use super::output::StaySummary;
use crate::check::{CheckContext, Lists};
use crate::given::Given;
use crate::problem::{FieldCode, FieldError, Warning, WarningCode};
use crate::timestamp::Timestamp;
use rules::nights::StayKind;
use rules::person::{Sameness, compare};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Maximum number of guests of a group.
pub const MAX_GROUP: usize = 500;
/// Maximum number of errors that are reported for one group: more than a user can correct at once.
const MAX_TOLD: usize = 300;

/// Notify a group. Either all of it is stored, or nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupIn {
    /// Overnight, or day use by the hour.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = StayKind, required = true))]
    pub kind: Given<StayKind>,
    /// When the group arrived, or will arrive within a day.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Timestamp, required = true))]
    pub arrival_at: Given<Timestamp>,
    /// When the group plans to leave.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Timestamp, required = true))]
    pub planned_departure_at: Given<Timestamp>,
    /// The reason of stay: a code of the list `stay_reasons`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, max_length = 80, example = "tourism"))]
    pub reason: Given<String>,
    /// The reason in words; mandatory with the reason `other`.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub reason_note: Given<String>,
    /// A note for the police, stored with each stay.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub note: Given<String>,
    /// The guests, 1 to 500, each document only once.
    #[serde(deserialize_with = "crate::object::list")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub guests: Vec<GroupGuestIn>,
}

/// A guest of a group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupGuestIn {
    /// The guest.
    #[serde(default, with = "crate::object")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub guest: GuestIn,
    /// A room in the facility's plan; when it is absent, it is assigned later.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub room_id: Given<Uuid>,
    /// The client's own id for this stay, unique within a facility.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 64))]
    pub external_id: Given<String>,
    /// The warnings that the notifier has checked with the guest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub confirmed: Vec<WarningCode>,
}

/// A stored group.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupOut {
    /// The common id of its stays.
    pub id: Uuid,
    /// The stays, in the order of the guests.
    pub stays: Vec<StaySummary>,
}

/// A valid guest of a group, with the warnings.
pub struct Member {
    /// The notification.
    pub notification: Notification,
    /// The warnings.
    pub warnings: Vec<Warning>,
}

impl GroupIn {
    /// The notification of one guest alone.
    fn of(&self, member: &GroupGuestIn) -> StayIn {
        StayIn {
            guest: member.guest.clone(),
            kind: self.kind.clone(),
            arrival_at: self.arrival_at.clone(),
            planned_departure_at: self.planned_departure_at.clone(),
            room_id: member.room_id.clone(),
            reason: self.reason.clone(),
            reason_note: self.reason_note.clone(),
            note: self.note.clone(),
            external_id: member.external_id.clone(),
            confirmed: member.confirmed.clone(),
        }
    }
}

/// Checks a group: an error of a guest has a pointer to that guest, an error of the whole group is reported once.
///
/// # Errors
/// The errors, at most 300 of them.
pub fn check_group(
    group: &GroupIn,
    context: CheckContext<'_>,
    lists: &dyn Lists,
) -> Result<Vec<Member>, Vec<FieldError>> {
    if group.guests.is_empty() {
        // Errors of the whole group are reported even without guests.
        let whole = check_stay(&group.of(&GroupGuestIn::default()), context, lists).errors;
        let whole = whole.into_iter().filter(|error| !is_of_guest(&error.pointer));
        return Err(whole.chain([FieldError::new("/guests", FieldCode::Required)]).collect());
    }
    if group.guests.len() > MAX_GROUP {
        return Err(vec![
            FieldError::new("/guests", FieldCode::TooMany).with("max", MAX_GROUP),
        ]);
    }
    let (mut members, mut errors) = (Vec::with_capacity(group.guests.len()), Vec::new());
    let mut numbered: Vec<(usize, Guest)> = Vec::with_capacity(group.guests.len());
    for (index, guest) in group.guests.iter().enumerate() {
        let verdict = check_stay(&group.of(guest), context, lists);
        for mut error in verdict.errors {
            if is_of_guest(&error.pointer) {
                error.pointer = format!("/guests/{index}{}", error.pointer);
                errors.push(error);
            } else if !errors.contains(&error) {
                errors.push(error);
            }
        }
        if let Some(notification) = verdict.value {
            numbered.push((index, notification.guest.clone()));
            members.push(Member {
                notification,
                warnings: verdict.warnings,
            });
        }
    }
    errors.extend(ids_twice(group));
    errors.extend(people_twice(&numbered));
    errors.truncate(MAX_TOLD);
    if errors.is_empty() { Ok(members) } else { Err(errors) }
}

fn is_of_guest(pointer: &str) -> bool {
    ["/guest", "/room_id", "/external_id", "/confirmed"].iter().any(|own| {
        pointer
            .strip_prefix(own)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Guests whose client id already belongs to an earlier guest of the group.
fn ids_twice(group: &GroupIn) -> Vec<FieldError> {
    let mut ids = HashSet::new();
    let mut errors = Vec::new();
    for (index, member) in group.guests.iter().enumerate() {
        if let Some(id) = member.external_id.value().map(|id| id.trim())
            && !id.is_empty()
            && !ids.insert(id)
        {
            let pointer = format!("/guests/{index}/external_id");
            errors.push(FieldError::new(pointer, FieldCode::Duplicate));
        }
    }
    errors
}

/// Guests who occur twice. Another person with the same number is a warning, which is added when the group is stored.
fn people_twice(guests: &[(usize, Guest)]) -> Vec<FieldError> {
    let mut by_number: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut errors = Vec::new();
    for (at, (index, guest)) in guests.iter().enumerate() {
        let before = by_number.entry(guest.document_number.as_str()).or_default();
        let is_same = |first: &&usize| compare(&guests[**first].1.identity(), &guest.identity()) == Sameness::Same;
        if let Some(first) = before.iter().find(is_same) {
            let pointer = format!("/guests/{index}/guest/document_number");
            errors.push(FieldError::new(pointer, FieldCode::Duplicate).with("first", guests[*first].0 + 1));
        }
        before.push(at);
    }
    errors
}
