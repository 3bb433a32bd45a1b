//! The contents of a register.

use super::lines::Line;
use super::query::Period;
use crate::authz::Territory;
use crate::directory::Facility;
use dto::account::AreaRef;

/// The place and reach of a register.
pub struct Place {
    pub scope: Territory,
    pub facility: Option<Facility>,
    pub name: String,
    pub area: AreaRef,
}

/// A complete register, for a file.
pub struct Whole {
    pub place: Place,
    pub period: Period,
    pub late: u64,
    pub lines: Vec<Line>,
}
