//! What is kept of a file, sealed: it is all about guests.

use crate::crypto::Sealer;
use crate::error::{Error, Result};
use dto::import::ImportMend;
use dto::problem::{FieldError, Warning};
use guest_lists::heading::Heading;
use guest_lists::{Cell, Hidden};
use rules::nights::StayKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const ABOUT: &str = "stay_import.about";
const CONTENT: &str = "stay_import_row.content";

/// The file as a whole.
#[derive(Serialize, Deserialize)]
pub struct About {
    /// Its name.
    pub name: String,
    /// The sheet that was read.
    pub sheet: Option<String>,
    /// Its columns.
    pub headings: Vec<Heading>,
    /// The reason of guests of whom it does not tell one.
    pub default_reason: Option<String>,
    /// How many lines below the headings hold something.
    #[serde(default)]
    pub lines: u32,
    /// What its spreadsheet does not show.
    #[serde(default)]
    pub hidden: Hidden,
}

/// A row: its cells as they came, and what was found about them.
#[derive(Clone, Serialize, Deserialize)]
pub struct Content {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The mends that are offered.
    pub mends: Vec<ImportMend>,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// What is warned.
    pub warnings: Vec<Warning>,
    /// The earlier row with the same guest at the same time.
    pub same_as: Option<u32>,
    /// The code of the stay of the same guest at the same time.
    #[serde(default)]
    pub same_as_code: Option<String>,
    /// The kind of stay that is taken.
    #[serde(default)]
    pub kind: Option<StayKind>,
}

impl About {
    /// Sealed for the import.
    pub fn seal(&self, sealer: &Sealer, import: Uuid) -> Result<Vec<u8>> {
        seal(sealer, ABOUT, import, self)
    }

    /// Opened.
    pub fn open(sealer: &Sealer, import: Uuid, sealed: &[u8]) -> Result<Self> {
        open(sealer, ABOUT, import, sealed)
    }
}

impl Content {
    /// Sealed for the row.
    pub fn seal(&self, sealer: &Sealer, row: Uuid) -> Result<Vec<u8>> {
        seal(sealer, CONTENT, row, self)
    }

    /// Opened.
    pub fn open(sealer: &Sealer, row: Uuid, sealed: &[u8]) -> Result<Self> {
        open(sealer, CONTENT, row, sealed)
    }
}

fn seal(sealer: &Sealer, column: &str, row: Uuid, content: &impl Serialize) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(content).map_err(Error::internal)?;
    sealer.seal(column, row, &plain).map_err(Error::internal)
}

fn open<T: for<'de> Deserialize<'de>>(sealer: &Sealer, column: &str, row: Uuid, sealed: &[u8]) -> Result<T> {
    let plain = sealer.open(column, row, sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}
