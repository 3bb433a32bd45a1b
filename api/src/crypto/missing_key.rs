//! A key that this instance does not have.

/// A value was sealed with a key that this process does not have: another instance uses it already, or it was lost.
/// Whoever asks is told to come back, since the key may be on its way.
#[derive(Debug)]
pub struct MissingKey {
    /// The column that was sealed with it.
    pub column: String,
    /// The number of the key.
    pub id: u32,
}

impl std::fmt::Display for MissingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: no sealing key {}", self.column, self.id)
    }
}

impl std::error::Error for MissingKey {}
