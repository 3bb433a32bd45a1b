//! Foreign guests on their way to the immigration site (KH-11.2c1, KH-11.2c2; D-08).

use super::output::StaySummary;
use crate::check::{CheckContext, Checked};
use crate::operation::Operations;
use crate::problem::{FieldCode, FieldError};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use time::Date;
use uuid::Uuid;

/// Most guests of one file, and most that are confirmed at once.
pub const MAX_FOREIGN: usize = 500;
/// So many days, today among them, are looked back for guests who wait.
pub const FOREIGN_DAYS: i64 = 31;

/// How a foreign guest stands with the immigration site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ForeignState {
    /// Not in a file yet, and nobody has said that the site has the guest.
    Waiting,
    /// What the site was told is not so any more: corrected, moved, extended or left since.
    Changed,
    /// Told to the site, and taken back here since: to be put right there by hand.
    Withdrawn,
    /// In a file as the stay is now; whether the site took it is not said yet.
    Exported,
    /// The site has it as it is now.
    Confirmed,
}

impl ForeignState {
    /// Every state, in the order of a list: what is to be done first.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Changed,
        Self::Withdrawn,
        Self::Exported,
        Self::Confirmed,
    ];

    /// Whether a file is to be made of it.
    pub fn waits_for_export(self) -> bool {
        matches!(self, Self::Waiting | Self::Changed)
    }
}

/// A page of the foreign guests of a facility: what is to be done first, and of these whoever arrived last.
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
    /// How many stand how in these days, whatever the list is narrowed to.
    pub counts: ForeignCounts,
    /// The guests of this page.
    pub items: Vec<ForeignGuestOut>,
    /// Ask again with this as `cursor` for the next page; null on the last one.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// How many foreign guests stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForeignCounts {
    /// In no file yet.
    pub waiting: u64,
    /// Told otherwise than it is now.
    pub changed: u64,
    /// To be put right at the site by hand.
    pub withdrawn: u64,
    /// In a file; not confirmed.
    pub exported: u64,
    /// Confirmed.
    pub confirmed: u64,
}

impl ForeignCounts {
    /// The number of a state.
    pub fn of(&self, state: ForeignState) -> u64 {
        match state {
            ForeignState::Waiting => self.waiting,
            ForeignState::Changed => self.changed,
            ForeignState::Withdrawn => self.withdrawn,
            ForeignState::Exported => self.exported,
            ForeignState::Confirmed => self.confirmed,
        }
    }

    /// Keeps the number of a state.
    pub fn set(&mut self, state: ForeignState, count: u64) {
        *match state {
            ForeignState::Waiting => &mut self.waiting,
            ForeignState::Changed => &mut self.changed,
            ForeignState::Withdrawn => &mut self.withdrawn,
            ForeignState::Exported => &mut self.exported,
            ForeignState::Confirmed => &mut self.confirmed,
        } = count;
    }

    /// Those of whom a file is to be made.
    pub fn to_export(&self) -> u64 {
        self.waiting + self.changed
    }
}

/// A foreign guest and the immigration site.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForeignGuestOut {
    /// The stay, the number of the document masked.
    pub stay: StaySummary,
    /// The nationality by name, as filed.
    pub nationality_name: String,
    /// Where it stands.
    pub immigration: ImmigrationOut,
    /// Why it cannot be put into a file as it is; empty when it can. The pointers are those of a stay.
    pub gaps: Vec<FieldError>,
}

/// How a stay stands with the immigration site, and who saw to it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImmigrationOut {
    /// Where it stands.
    pub state: ForeignState,
    /// When it was put into a file last, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export: Option<ForeignAct>,
    /// When it was said that the site has it, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<ForeignAct>,
    /// What may be done with it now. Of a guest whom the site is said to have, `confirmForeignGuests` takes that back.
    pub can: Operations,
}

/// When, and by whom.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForeignAct {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by_name: String,
}

/// Make a file for the immigration site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ForeignExportIn {
    /// These stays, 1 to 500, whether they were in a file before or not: all of them or none. Left out: of everybody who
    /// arrived in the last 31 days and waits, those of whom all is known that the site asks for.
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

/// Say that the immigration site has these guests, or that this was said by mistake.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ForeignConfirmIn {
    /// Whether the site has them; `false` takes it back.
    pub confirmed: bool,
    /// The stays, 1 to 500, each in the version that was looked at.
    #[serde(deserialize_with = "crate::object::list")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub stays: Vec<StayVersionRef>,
}

/// A stay as it was looked at.
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

/// What was confirmed, or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForeignConfirmOut {
    /// For how many guests something is different now.
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
