//! Keys, field encryption, access tokens and password hashing.

mod keys;
pub mod missing_key;
mod password;
mod random;
mod sealing;
pub mod token;

pub use keys::{KeyKind, Keys};
pub use missing_key::MissingKey;
pub use password::PasswordHasher;
pub use random::random;
pub use sealing::{Sealer, hash, key_of};

/// Returns the first eight bytes of a hash as 16 hex digits: enough to distinguish versions and networks, and not a
/// secret.
pub fn short_hex(hash: &[u8]) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
