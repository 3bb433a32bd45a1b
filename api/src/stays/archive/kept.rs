//! The rows of a stay that an archive keeps.

use crate::stays::entity::{foreign_guest_mark, stay, stay_acknowledgement, stay_message, stay_version};

/// A stay with all its related rows. The type has no `Debug`, so that it cannot be logged.
pub struct Kept {
    /// The current version of the stay.
    pub stay: stay::Model,
    /// The earlier versions.
    pub versions: Vec<stay_version::Model>,
    /// The questions and answers about the stay.
    pub messages: Vec<stay_message::Model>,
    /// The acknowledgement by the police.
    pub acknowledgement: Option<stay_acknowledgement::Model>,
    /// The data that the immigration site has received.
    pub mark: Option<foreign_guest_mark::Model>,
}
