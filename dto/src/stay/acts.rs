//! Acts of a stay that is open, and taking a notification back.

use super::checking::MAX_NOTE;
use super::input::{CheckOutIn, StayPatch};
use crate::check::{CheckContext, Checked, Findings};
use crate::given::Given;
use crate::problem::{FieldCode, FieldError, WarningCode};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Stay longer, or leave earlier than planned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtendIn {
    /// The version that the change starts from.
    pub version: i32,
    /// When the guest means to leave now.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Timestamp, required = true))]
    pub planned_departure_at: Given<Timestamp>,
    /// Why, in a few words.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 500))]
    pub change_reason: Given<String>,
    /// The doubts that the notifier has cleared with the guest, a stay of thirty days for example.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub confirmed: Vec<WarningCode>,
}

impl ExtendIn {
    /// The same as a change of the stay.
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

/// Move into another room.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveIn {
    /// The version that the change starts from.
    pub version: i32,
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

impl MoveIn {
    /// The same as a change of the stay.
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

/// Take a notification back: the guest did not stay. It stays visible, with the reason.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelIn {
    /// The version that was looked at.
    pub version: i32,
    /// Why.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true, min_length = 1, max_length = 500, example = "Khách đặt phòng nhưng không đến"))]
    pub change_reason: Given<String>,
}

/// A request whose fields stand by themselves, once they have been looked at.
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
