//! The kept form of a version of a stay. A kept version is read for years and never rewritten, so its form is a file
//! format: it names itself, and its fields and values are independent of the columns of `stay`.
//!
//! A released form does not change. `samples` has one record of each form; CONTRIBUTING.md, "Kept records", describes
//! how to add a form.

#[cfg(test)]
pub mod tests;
mod v1;
mod value;

pub use v1::StayV1;
pub use value::{Bytes, code};

use super::entity::stay;
use anyhow::Context;
use serde::{Deserialize, Serialize};

/// The column to which a sealed snapshot is bound, together with the id of its stay.
pub const COLUMN: &str = "stay_version.snapshot";

/// A version of a stay in one of the forms that were ever written. The type has no `Debug`, so that it cannot be
/// logged.
#[derive(Serialize, Deserialize)]
#[serde(tag = "form", content = "stay", deny_unknown_fields)]
pub enum Snapshot {
    /// The first form, which is also the form that is written today.
    #[serde(rename = "v1")]
    V1(StayV1),
}

impl Snapshot {
    /// Makes a snapshot of a row, in the form that is written today.
    ///
    /// # Errors
    ///
    /// Returns an error if the row has a warning that cannot be read.
    pub(in crate::stays) fn of(row: stay::Model) -> anyhow::Result<Self> {
        Ok(Self::V1(StayV1::of(row)?))
    }

    /// Reads a kept snapshot.
    ///
    /// # Errors
    ///
    /// Returns an error if this release does not know the form or a field.
    pub fn read(kept: &[u8]) -> anyhow::Result<Self> {
        serde_json::from_slice(kept).context("a version is not in a form that this release reads")
    }

    /// Returns the bytes to keep, in the form of the snapshot.
    pub fn write(&self) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(self)?)
    }

    /// Returns the row from which it was made.
    ///
    /// # Errors
    ///
    /// Returns an error if this release does not know a code or a warning.
    pub(in crate::stays) fn into_row(self) -> anyhow::Result<stay::Model> {
        match self {
            Self::V1(stay) => stay.into_row(),
        }
    }

    /// Returns the sealed value or blind index of this column of `stay`; none where the version has none. An exchange
    /// of keys replaces it and does not change the form.
    pub fn bytes_mut(&mut self, column: &str) -> Option<&mut Vec<u8>> {
        match self {
            Self::V1(stay) => stay.bytes_mut(column),
        }
    }
}
