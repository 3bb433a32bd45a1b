//! Foreign guests and their transfer to the immigration site (KH-11.2c1, KH-11.2c2; D-08).

use super::output::StaySummary;
use crate::check::{CheckContext, Checked};
use crate::operation::Operations;
use crate::problem::{FieldCode, FieldError};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use time::Date;
use uuid::Uuid;

/// Maximum number of guests in one file and in one confirmation.
pub const MAX_FOREIGN: usize = 500;
/// Number of past days, including today, in which waiting guests are looked for.
pub const FOREIGN_DAYS: i64 = 31;

rules::codes! {
    /// The state of a foreign guest at the immigration site.
    ForeignState {
        /// Not in a file yet, and nobody has confirmed that the site has the guest.
        Waiting = "waiting",
        /// The data at the site are outdated: the stay was corrected, moved, extended or ended since.
        Changed = "changed",
        /// Sent to the site, and cancelled here since: has to be corrected at the site by hand.
        Withdrawn = "withdrawn",
        /// In a file in its current version; it is not confirmed yet that the site accepted it.
        Exported = "exported",
        /// The site has it in its current version.
        Confirmed = "confirmed",
    }
}

impl ForeignState {
    /// Whether the guest has to be put into a file.
    pub fn waits_for_export(self) -> bool {
        matches!(self, Self::Waiting | Self::Changed)
    }
}

/// A page of the foreign guests of a facility: the most urgent state first, and within it the latest arrival first.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForeignGuestsOut {
    /// First day of arrival.
    #[serde(with = "crate::date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// Last day of arrival.
    #[serde(with = "crate::date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
    /// The number of guests of these days in each state, whatever filter the list has.
    pub counts: ForeignCounts,
    /// The guests of this page.
    pub items: Vec<ForeignGuestOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// The number of foreign guests in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForeignCounts {
    /// In no file yet.
    pub waiting: u64,
    /// The data at the site are outdated.
    pub changed: u64,
    /// To be corrected at the site by hand.
    pub withdrawn: u64,
    /// In a file; not confirmed.
    pub exported: u64,
    /// Confirmed.
    pub confirmed: u64,
}

impl ForeignCounts {
    /// The number of guests in a state.
    pub fn of(&self, state: ForeignState) -> u64 {
        match state {
            ForeignState::Waiting => self.waiting,
            ForeignState::Changed => self.changed,
            ForeignState::Withdrawn => self.withdrawn,
            ForeignState::Exported => self.exported,
            ForeignState::Confirmed => self.confirmed,
        }
    }

    /// Sets the number of guests in a state.
    pub fn set(&mut self, state: ForeignState, count: u64) {
        *match state {
            ForeignState::Waiting => &mut self.waiting,
            ForeignState::Changed => &mut self.changed,
            ForeignState::Withdrawn => &mut self.withdrawn,
            ForeignState::Exported => &mut self.exported,
            ForeignState::Confirmed => &mut self.confirmed,
        } = count;
    }

    /// The number of guests who have to be put into a file.
    pub fn to_export(&self) -> u64 {
        self.waiting + self.changed
    }
}

/// A foreign guest and the state at the immigration site.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForeignGuestOut {
    /// The stay, with a masked document number.
    pub stay: StaySummary,
    /// The name of the nationality, as filed.
    pub nationality_name: String,
    /// Its state.
    pub immigration: ImmigrationOut,
    /// Why it cannot be put into a file in its current form; empty when it can. The pointers are those of a stay.
    pub gaps: Vec<FieldError>,
}

/// The state of a stay at the immigration site, and who changed it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImmigrationOut {
    /// Its state.
    pub state: ForeignState,
    /// When it was last put into a file, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export: Option<ForeignAct>,
    /// When it was confirmed that the site has it, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<ForeignAct>,
    /// The operations that are allowed on it now. For a confirmed guest, `confirmForeignGuests` reverts the
    /// confirmation.
    pub can: Operations,
}

/// The time and the person of an operation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForeignAct {
    /// When it was done.
    pub at: Timestamp,
    /// The person who did it.
    pub by_name: String,
}

/// Make a file for the immigration site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ForeignExportIn {
    /// These stays, 1 to 500, whether or not they were in a file before: all of them or none. When it is absent: all
    /// waiting guests who arrived in the last 31 days and have all the data that the site demands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub stays: Option<Vec<Uuid>>,
}

impl Checked for ForeignExportIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let errors = self.stays.as_deref().map(list_errors).unwrap_or_default();
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// Confirm that the immigration site has these guests, or revert a wrong confirmation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ForeignConfirmIn {
    /// Whether the site has them; `false` reverts the confirmation.
    pub confirmed: bool,
    /// The stays, 1 to 500, each with the version that the caller has read.
    #[serde(deserialize_with = "crate::object::list")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub stays: Vec<StayVersionRef>,
}

/// A stay with the version that the caller has read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StayVersionRef {
    /// The id.
    pub id: Uuid,
    /// The version.
    pub version: i32,
}

impl Checked for ForeignConfirmIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let ids: Vec<Uuid> = self.stays.iter().map(|stay| stay.id).collect();
        let errors = list_errors(&ids);
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// The result of a confirmation or of its reversal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForeignConfirmOut {
    /// The number of guests whose state changed.
    pub changed: u64,
}

fn list_errors(stays: &[Uuid]) -> Vec<FieldError> {
    const STAYS: &str = "/stays";
    if stays.is_empty() {
        return vec![FieldError::new(STAYS, FieldCode::Required)];
    }
    if stays.len() > MAX_FOREIGN {
        return vec![FieldError::new(STAYS, FieldCode::TooMany).with("max", MAX_FOREIGN)];
    }
    let mut seen = HashSet::new();
    let twice = stays.iter().enumerate().filter(|(_, id)| !seen.insert(**id));
    twice
        .map(|(at, _)| FieldError::new(format!("{STAYS}/{at}"), FieldCode::Duplicate))
        .collect()
}
