//! Numbers of documents, as stays are looked for and compared by them: by blind indexes.

use super::entity::stay;
use crate::App;
use crate::crypto::Sealer;
use crate::error::{Error, Result};
use rules::document::normalise;
use std::collections::HashMap;
use uuid::Uuid;

/// What a number is sealed and indexed for.
pub const COLUMN: &str = "stay.document_number";

/// The blind index that a number is stored under now, whatever the kind of document.
pub fn index(sealer: &Sealer, number: &str) -> Vec<u8> {
    sealer.index(COLUMN, &normalise(number))
}

/// All blind indexes that a number may be stored under. While the index key is exchanged there are two, and two stays with
/// one number may have different ones: so nothing is looked for or compared by the index of a row alone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number(Vec<Vec<u8>>);

impl Number {
    /// Of a number that was told.
    pub fn told(sealer: &Sealer, number: &str) -> Self {
        Self(sealer.indexes(COLUMN, &normalise(number)))
    }

    /// Of a stay.
    pub(super) fn of(stay: &stay::Model, sealer: &Sealer) -> Result<Self> {
        let (sealed, index) = (&stay.document_number_sealed, &stay.document_number_index);
        Self::stored(sealer, stay.id, sealed, index)
    }

    /// Of the stay `id`, of which only these two columns were read.
    pub fn stored(sealer: &Sealer, id: Uuid, sealed: &[u8], index: &[u8]) -> Result<Self> {
        // Under one key a number has one index. Nothing is opened for it.
        if sealer.has_one_index_key() {
            return Ok(Self(vec![index.to_vec()]));
        }
        let number = sealer.open_text(COLUMN, id, sealed).map_err(Error::internal)?;
        Ok(Self::told(sealer, &number))
    }

    /// The indexes, for a condition.
    pub fn indexes(&self) -> &[Vec<u8>] {
        &self.0
    }

    /// Whether a row with this index has the number.
    pub fn is(&self, index: &[u8]) -> bool {
        self.0.iter().any(|own| own == index)
    }
}

/// The indexes of several numbers, for one condition.
pub fn indexes_of<'a>(numbers: impl IntoIterator<Item = &'a Number>) -> Vec<Vec<u8>> {
    let each = numbers.into_iter().flat_map(Number::indexes);
    each.cloned().collect()
}

/// Stays by the numbers of their documents, each number's in the order that they came in.
pub(super) fn by_number(app: &App, stays: Vec<stay::Model>) -> Result<HashMap<Number, Vec<stay::Model>>> {
    let mut by_number: HashMap<Number, Vec<stay::Model>> = HashMap::new();
    for stay in stays {
        by_number.entry(Number::of(&stay, &app.sealer)?).or_default().push(stay);
    }
    Ok(by_number)
}
