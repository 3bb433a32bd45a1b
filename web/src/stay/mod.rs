//! Acts on a stay, also used by other pages than its own: extension, move, departure, messages.

pub mod change;
pub mod conflict;
pub mod departure;
pub mod extend;
pub mod move_room;
pub mod thread;
pub mod together;
mod undo;
mod whom;
