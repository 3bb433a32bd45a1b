//! The key with which the pages seal their drafts in the browser: the server issues it with a session and deletes it
//! with the last one. Another person at the same machine later finds sealed drafts and no key; a user who signs in
//! again within the term has both.

mod service;
mod store;

pub(super) use service::of;
pub(super) use store::{expire, forget};
