//! What the pages seal their drafts with in the browser: the server gives it with a session and forgets it with the last one.
//! Whoever sits down at the machine later has sealed drafts and no key; whoever signs in again within the term has both.

mod service;
mod store;

pub(super) use service::of;
pub(super) use store::{expire, forget};
