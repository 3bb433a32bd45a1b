//! Keys, field encryption, access tokens and password hashing.

mod keys;
pub mod missing_key;
mod password;
mod sealing;
pub mod token;

pub use keys::{KeyKind, Keys};
pub use missing_key::MissingKey;
pub use password::PasswordHasher;
pub use sealing::{Sealer, hash, key_of};

/// The first eight bytes of a hash as 16 hex digits: enough to tell versions and networks apart, and no secret.
pub fn short_hex(hash: &[u8]) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// `LEN` random bytes from the operating system.
///
/// # Panics
/// When the operating system has none to give.
pub fn random<const LEN: usize>() -> [u8; LEN] {
    let mut bytes = [0; LEN];
    // Without randomness no token and no key can be made; going on would be worse than stopping.
    #[expect(clippy::expect_used, reason = "the operating system has no randomness to give")]
    getrandom::fill(&mut bytes).expect("randomness from the operating system");
    bytes
}
