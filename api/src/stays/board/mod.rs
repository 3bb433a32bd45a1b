//! The room board: marks on rooms, and the room plan as far as guests are in it.

pub mod http;
pub mod marks;
