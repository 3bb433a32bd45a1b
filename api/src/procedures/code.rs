//! The key of a dossier: whoever has it can follow, supplement and withdraw the dossier.

use crate::crypto::{self, Sealer};
use rules::procedure::{CODE_LENGTH, CODE_LETTERS, normalise_code, write_code};

const INDEX: &str = "dossier.code";

/// A new code: 80 random bits, `LT-XXXX-XXXX-XXXX-XXXX`.
pub fn new_code() -> String {
    let letters: String = crypto::random::<CODE_LENGTH>()
        .iter()
        .map(|byte| char::from(CODE_LETTERS[usize::from(byte % 32)]))
        .collect();
    write_code(&letters)
}

/// All that a code may be stored under: while the index key is exchanged there are two.
pub fn code_indexes(sealer: &Sealer, typed: &str) -> Option<Vec<Vec<u8>>> {
    normalise_code(typed).map(|code| sealer.indexes(INDEX, &code))
}

/// What a code, however it was typed, is stored and found under; none if it is no code.
pub fn code_index(sealer: &Sealer, typed: &str) -> Option<Vec<u8>> {
    normalise_code(typed).map(|code| sealer.index(INDEX, &code))
}
