//! What an archive keeps of a stay, as rows.

use crate::stays::entity::{foreign_guest_mark, stay, stay_acknowledgement, stay_message, stay_version};

/// A stay with all that belongs to it. It has no `Debug`, so that it cannot be logged.
pub struct Kept {
    /// The stay as it is.
    pub stay: stay::Model,
    /// As it was.
    pub versions: Vec<stay_version::Model>,
    /// What was asked and answered about it.
    pub messages: Vec<stay_message::Model>,
    /// That the police took note of it.
    pub acknowledgement: Option<stay_acknowledgement::Model>,
    /// What the immigration site was told.
    pub mark: Option<foreign_guest_mark::Model>,
}
