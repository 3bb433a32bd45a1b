//! Rows of the outbox.

pub mod outbox;
pub mod outbox_destination;
