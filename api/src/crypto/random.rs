//! Randomness.

/// Returns `LEN` random bytes from the operating system.
///
/// # Panics
/// Panics if the operating system has no random bytes.
pub fn random<const LEN: usize>() -> [u8; LEN] {
    let mut bytes = [0; LEN];
    // Without randomness no token and no key can be made; continuing would be worse than stopping.
    #[expect(clippy::expect_used, reason = "the operating system has no randomness to give")]
    getrandom::fill(&mut bytes).expect("randomness from the operating system");
    bytes
}
