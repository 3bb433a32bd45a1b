//! What a stay was, as it is kept. A kept version is read for years and never rewritten, so its form is a file format: it names
//! itself, and its fields and values are its own, whatever becomes of the columns of `stay`.
//!
//! A released form does not change. `samples` has one record of each form; CONTRIBUTING.md, "Kept records", says how to add a form.

#[cfg(test)]
pub mod tests;
mod v1;
mod value;

pub use v1::StayV1;
pub use value::{Bytes, code};

use super::entity::stay;
use anyhow::Context;
use serde::{Deserialize, Serialize};

/// What a sealed snapshot is bound to, beside the id of its stay.
pub const COLUMN: &str = "stay_version.snapshot";

/// A version of a stay in one of the forms that were ever written. It has no `Debug`, so that it cannot be logged.
#[derive(Serialize, Deserialize)]
#[serde(tag = "form", content = "stay", deny_unknown_fields)]
pub enum Snapshot {
    /// The first form, and the one that is written.
    #[serde(rename = "v1")]
    V1(StayV1),
}

impl Snapshot {
    /// Of a row, in the form that is written.
    ///
    /// # Errors
    ///
    /// A row with a warning that nobody can read.
    pub(in crate::stays) fn of(row: stay::Model) -> anyhow::Result<Self> {
        Ok(Self::V1(StayV1::of(row)?))
    }

    /// From what was kept.
    ///
    /// # Errors
    ///
    /// A form or a field that this release does not know.
    pub fn read(kept: &[u8]) -> anyhow::Result<Self> {
        serde_json::from_slice(kept).context("a version is not in a form that this release reads")
    }

    /// As it is kept, in the form that it has.
    pub fn write(&self) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(self)?)
    }

    /// The row that it was.
    ///
    /// # Errors
    ///
    /// A code or a warning that this release does not know.
    pub(in crate::stays) fn into_row(self) -> anyhow::Result<stay::Model> {
        match self {
            Self::V1(stay) => stay.into_row(),
        }
    }

    /// The sealed value or blind index that stands in this column of `stay`; none where the version has none. An exchange of
    /// keys replaces it and leaves the form as it is.
    pub fn bytes_mut(&mut self, column: &str) -> Option<&mut Vec<u8>> {
        match self {
            Self::V1(stay) => stay.bytes_mut(column),
        }
    }
}
