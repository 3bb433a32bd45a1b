//! The code of a dossier. Its holder can follow, supplement and withdraw the dossier.

use crate::crypto::{self, Sealer};
use rules::procedure::{CODE_LENGTH, CODE_LETTERS, normalise_code, write_code};

const INDEX: &str = "dossier.code";

/// Makes a new code: 80 random bits, `LT-XXXX-XXXX-XXXX-XXXX`.
pub fn new_code() -> String {
    let letters: String = crypto::random::<CODE_LENGTH>()
        .iter()
        .map(|byte| char::from(CODE_LETTERS[usize::from(byte % 32)]))
        .collect();
    write_code(&letters)
}

/// Returns all indexes under which a code may be stored: two during an exchange of the index key.
pub fn code_indexes(sealer: &Sealer, typed: &str) -> Option<Vec<Vec<u8>>> {
    normalise_code(typed).map(|code| sealer.indexes(INDEX, &code))
}

/// Returns the index under which a code is stored and found, whatever its notation; none if the text is not a code.
pub fn code_index(sealer: &Sealer, typed: &str) -> Option<Vec<u8>> {
    normalise_code(typed).map(|code| sealer.index(INDEX, &code))
}
