//! The stored content of a file. It is sealed, because all of it concerns guests.

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

/// The data of the whole file.
#[derive(Serialize, Deserialize)]
pub struct About {
    /// Its name.
    pub name: String,
    /// The sheet that was read.
    pub sheet: Option<String>,
    /// Its columns.
    pub headings: Vec<Heading>,
    /// The reason for guests without a reason in the file.
    pub default_reason: Option<String>,
    /// The number of non-empty lines below the headings.
    #[serde(default)]
    pub lines: u32,
    /// The parts that its spreadsheet hides.
    #[serde(default)]
    pub hidden: Hidden,
}

/// A row: its original cells, and the findings about them.
#[derive(Clone, Serialize, Deserialize)]
pub struct Content {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The offered corrections.
    pub mends: Vec<ImportMend>,
    /// The errors.
    pub errors: Vec<FieldError>,
    /// The warnings.
    pub warnings: Vec<Warning>,
    /// The earlier row that has the same guest at the same time.
    pub same_as: Option<u32>,
    /// The code of the stay of the same guest at the same time.
    #[serde(default)]
    pub same_as_code: Option<String>,
    /// The kind of stay that is assumed.
    #[serde(default)]
    pub kind: Option<StayKind>,
}

impl About {
    /// Seals the data for the import.
    pub fn seal(&self, sealer: &Sealer, import: Uuid) -> Result<Vec<u8>> {
        seal(sealer, ABOUT, import, self)
    }

    /// Opens the sealed data.
    pub fn open(sealer: &Sealer, import: Uuid, sealed: &[u8]) -> Result<Self> {
        open(sealer, ABOUT, import, sealed)
    }
}

impl Content {
    /// Seals the content for the row.
    pub fn seal(&self, sealer: &Sealer, row: Uuid) -> Result<Vec<u8>> {
        seal(sealer, CONTENT, row, self)
    }

    /// Opens the sealed content.
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
