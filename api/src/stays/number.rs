//! Document numbers as blind indexes, for finding and comparing stays.

use super::entity::stay;
use crate::App;
use crate::crypto::Sealer;
use crate::error::{Error, Result};
use rules::document::normalise;
use std::collections::HashMap;
use uuid::Uuid;

/// The column for which a number is sealed and indexed.
pub const COLUMN: &str = "stay.document_number";

/// Returns the blind index under which a number is stored now, for every kind of document.
pub fn index(sealer: &Sealer, number: &str) -> Vec<u8> {
    sealer.index(COLUMN, &normalise(number))
}

/// All blind indexes under which a number may be stored. During an exchange of the index key there are two, and two
/// stays with one number may have different ones. So never search or compare by the index of a row alone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number(Vec<Vec<u8>>);

impl Number {
    /// Makes the indexes of a number in clear text.
    pub fn told(sealer: &Sealer, number: &str) -> Self {
        Self(sealer.indexes(COLUMN, &normalise(number)))
    }

    /// Makes the indexes of the number of a stay.
    pub(super) fn of(stay: &stay::Model, sealer: &Sealer) -> Result<Self> {
        let (sealed, index) = (&stay.document_number_sealed, &stay.document_number_index);
        Self::stored(sealer, stay.id, sealed, index)
    }

    /// Makes the indexes of the number of the stay `id`, of which only these two columns were read.
    pub fn stored(sealer: &Sealer, id: Uuid, sealed: &[u8], index: &[u8]) -> Result<Self> {
        // Under a single key a number has one index, so nothing has to be opened.
        if sealer.has_one_index_key() {
            return Ok(Self(vec![index.to_vec()]));
        }
        let number = sealer.open_text(COLUMN, id, sealed).map_err(Error::internal)?;
        Ok(Self::told(sealer, &number))
    }

    /// Returns the indexes, for a condition.
    pub fn indexes(&self) -> &[Vec<u8>] {
        &self.0
    }

    /// Returns whether a row with this index has the number.
    pub fn is(&self, index: &[u8]) -> bool {
        self.0.iter().any(|own| own == index)
    }
}

/// Returns the indexes of several numbers, for one condition.
pub fn indexes_of<'a>(numbers: impl IntoIterator<Item = &'a Number>) -> Vec<Vec<u8>> {
    let each = numbers.into_iter().flat_map(Number::indexes);
    each.cloned().collect()
}

/// Groups stays by document number; each group keeps the order of the input.
pub(super) fn by_number(app: &App, stays: Vec<stay::Model>) -> Result<HashMap<Number, Vec<stay::Model>>> {
    let mut by_number: HashMap<Number, Vec<stay::Model>> = HashMap::new();
    for stay in stays {
        by_number.entry(Number::of(&stay, &app.sealer)?).or_default().push(stay);
    }
    Ok(by_number)
}
