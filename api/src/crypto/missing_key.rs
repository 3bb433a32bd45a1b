//! A key that this instance does not have.

/// A value was sealed with a key that this process does not have: another instance already uses it, or it was lost. The
/// client gets a temporary error, because the key may still be distributed to this instance.
#[derive(Debug)]
pub struct MissingKey {
    /// The column of the sealed value.
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
