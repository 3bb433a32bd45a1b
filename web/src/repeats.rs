//! Keys for requests that may have to be sent again.
//!
//! A user who presses the button again after a broken connection means the same request: until there is an answer, the
//! same address and body are sent under the same `Idempotency-Key`, so that the act is not performed twice. Only a hash
//! of the body is kept, and only until there is an answer.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use uuid::Uuid;

thread_local! {
    static UNANSWERED: RefCell<HashMap<u64, String>> = RefCell::default();
}

/// Returns the hash that identifies a request.
fn mark(path: &str, body: Option<&str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (path, body).hash(&mut hasher);
    hasher.finish()
}

/// Returns the key of a request: that of its first sending, if that one was never answered.
pub fn key(path: &str, body: Option<&str>) -> String {
    let mark = mark(path, body);
    UNANSWERED.with_borrow_mut(|known| known.entry(mark).or_insert_with(|| Uuid::new_v4().to_string()).clone())
}

/// Records that the request was answered: the same once more is another request.
pub fn answered(path: &str, body: Option<&str>) {
    let mark = mark(path, body);
    UNANSWERED.with_borrow_mut(|known| known.remove(&mark));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_keeps_its_key_until_it_is_answered() {
        let first = key("/accounts/7/password-reset", Some("{}"));
        assert_eq!(key("/accounts/7/password-reset", Some("{}")), first);
        assert_ne!(key("/accounts/8/password-reset", Some("{}")), first);
        assert_ne!(
            key("/accounts/7/password-reset", Some("{\"reason\":\"mistake\"}")),
            first
        );
        answered("/accounts/7/password-reset", Some("{}"));
        assert_ne!(key("/accounts/7/password-reset", Some("{}")), first);
    }
}
