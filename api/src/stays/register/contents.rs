//! What a register holds.

use super::lines::Line;
use super::query::Period;
use crate::authz::Territory;
use crate::directory::Facility;
use dto::account::AreaRef;

/// Of what a register is, and how far it reaches.
pub struct Place {
    pub scope: Territory,
    pub facility: Option<Facility>,
    pub name: String,
    pub area: AreaRef,
}

/// A whole register, for a file.
pub struct Whole {
    pub place: Place,
    pub period: Period,
    pub late: u64,
    pub lines: Vec<Line>,
}
