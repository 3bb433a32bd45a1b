//! What an archive holds of a stay. An archive is read for years and never rewritten, so its form is a file format, as that of a
//! kept version is (`stays::snapshot`): it names itself, and its fields are its own.
//!
//! A released form does not change. `samples` has one record of each form; CONTRIBUTING.md, "Kept records", says how to add a form.

#[cfg(test)]
mod tests;
mod v1;

use super::kept::Kept;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use v1::KeptV1;

/// A stay with all that belongs to it, in one of the forms that were ever written. It has no `Debug`, so that it cannot be
/// logged.
#[derive(Serialize, Deserialize)]
#[serde(tag = "form", content = "kept", deny_unknown_fields)]
pub enum Record {
    /// The first form, and the one that is written.
    #[serde(rename = "v1")]
    V1(KeptV1),
}

impl Record {
    /// In the form that is written.
    ///
    /// # Errors
    ///
    /// A stay with a warning that nobody can read.
    pub fn of(kept: &Kept) -> anyhow::Result<Self> {
        Ok(Self::V1(KeptV1::of(kept)?))
    }

    /// From an opened line.
    ///
    /// # Errors
    ///
    /// A form or a field that this release does not know.
    pub fn read(line: &[u8]) -> anyhow::Result<Self> {
        serde_json::from_slice(line).context("it is not in a form that this release reads")
    }

    /// As it is sealed, in the form that it has.
    pub fn write(&self) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(self)?)
    }

    /// The rows that it was made of.
    ///
    /// # Errors
    ///
    /// A code or a warning that this release does not know.
    pub fn into_kept(self) -> anyhow::Result<Kept> {
        match self {
            Self::V1(kept) => kept.into_kept(),
        }
    }
}
