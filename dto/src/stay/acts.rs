//! Operations on an open stay, and the cancellation of a notification.

use super::checking::MAX_NOTE;
use super::input::{CheckOutIn, StayPatch};
use crate::check::{CheckContext, Checked, Findings};
use crate::given::Given;
use crate::problem::{FieldCode, FieldError, WarningCode};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Extend or shorten a stay.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtendIn {
    /// The version that the change starts from.
    pub version: i32,
    /// When the guest now plans to leave.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Timestamp, required = true))]
    pub planned_departure_at: Given<Timestamp>,
    /// The reason, in a few words.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub change_reason: Given<String>,
    /// The warnings that the notifier has checked with the guest, for example for a stay of thirty days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub confirmed: Vec<WarningCode>,
}

impl ExtendIn {
    /// The same, as a change of the stay.
    pub fn into_patch(self) -> StayPatch {
        StayPatch {
            version: self.version,
            planned_departure_at: self.planned_departure_at,
            change_reason: self.change_reason,
            confirmed: self.confirmed,
            ..StayPatch::default()
        }
    }
}

/// Move the guest into another room.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveIn {
    /// The version that the change starts from.
    pub version: i32,
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

impl MoveIn {
    /// The same, as a change of the stay.
    pub fn into_patch(self) -> StayPatch {
        StayPatch {
            version: self.version,
            room_id: self.room_id,
            change_reason: self.change_reason,
            confirmed: self.confirmed,
            ..StayPatch::default()
        }
    }
}

/// Cancel a notification: the guest did not stay. It remains visible, with the reason.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelIn {
    /// The version that the caller has read.
    pub version: i32,
    /// The reason.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, min_length = 1, max_length = 500, example = "Khách đặt phòng nhưng không đến"))]
    pub change_reason: Given<String>,
}

/// Checks a request whose fields do not depend on each other.
fn looked_at<T>(request: T, findings: Findings) -> Result<T, Vec<FieldError>> {
    if findings.errors.is_empty() {
        Ok(request)
    } else {
        Err(findings.errors)
    }
}

impl Checked for ExtendIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.required_instant("/planned_departure_at", &self.planned_departure_at);
        findings.optional_text("/change_reason", &self.change_reason, MAX_NOTE);
        looked_at(self, findings)
    }
}

impl Checked for CheckOutIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.optional("/departed_at", &self.departed_at, FieldCode::InstantMalformed);
        looked_at(self, findings)
    }
}

impl Checked for MoveIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.required("/room_id", &self.room_id, FieldCode::UnknownValue);
        findings.optional_text("/change_reason", &self.change_reason, MAX_NOTE);
        looked_at(self, findings)
    }
}

impl Checked for CancelIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.required_text("/change_reason", &self.change_reason, MAX_NOTE);
        looked_at(self, findings)
    }
}
