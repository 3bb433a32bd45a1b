//! What is done to a stay, also from other pages than its own: extending, moving, leaving, talking about it.

pub mod change;
pub mod conflict;
pub mod departure;
pub mod extend;
pub mod move_room;
pub mod thread;
pub mod together;
mod undo;
