//! The content of an archive for one stay. An archive is read for years and never rewritten, so its form is a file
//! format, like the form of a kept version (`stays::snapshot`): it names itself and has its own fields.
//!
//! A released form does not change. `samples` has one record of each form; CONTRIBUTING.md, "Kept records", describes
//! how to add a form.

#[cfg(test)]
mod tests;
mod v1;

use super::kept::Kept;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use v1::KeptV1;

/// A stay with all its related rows, in one of the forms that were ever written. The type has no `Debug`, so that it
/// cannot be logged.
#[derive(Serialize, Deserialize)]
#[serde(tag = "form", content = "kept", deny_unknown_fields)]
pub enum Record {
    /// The first form, which is also the form that is written today.
    #[serde(rename = "v1")]
    V1(KeptV1),
}

impl Record {
    /// Makes a record in the form that is written today.
    ///
    /// # Errors
    ///
    /// Returns an error if the stay has a warning that cannot be read.
    pub fn of(kept: &Kept) -> anyhow::Result<Self> {
        Ok(Self::V1(KeptV1::of(kept)?))
    }

    /// Reads a record from an opened line.
    ///
    /// # Errors
    ///
    /// Returns an error if this release does not know the form or a field.
    pub fn read(line: &[u8]) -> anyhow::Result<Self> {
        serde_json::from_slice(line).context("it is not in a form that this release reads")
    }

    /// Returns the bytes to seal, in the form of the record.
    pub fn write(&self) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(self)?)
    }

    /// Returns the rows from which the record was made.
    ///
    /// # Errors
    ///
    /// Returns an error if this release does not know a code or a warning.
    pub fn into_kept(self) -> anyhow::Result<Kept> {
        match self {
            Self::V1(kept) => kept.into_kept(),
        }
    }
}
