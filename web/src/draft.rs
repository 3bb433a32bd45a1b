//! What was typed and not yet received by the server, kept in this browser only.
//!
//! One draft for an account and a purpose. It survives reload, time-out, a lost network and a failed save; it goes
//! after the receipt and at sign-out, which asks first (style.md, section 5).

use crate::browser;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use uuid::Uuid;

const PREFIX: &str = "luutru.draft.";
/// After so long a draft is not of a guest who is still to be notified: the longest time ahead is a day, and who is
/// later than a week has the guest's papers in hand again anyway.
const OLD_SECONDS: i64 = 7 * 24 * 3600;

thread_local! {
    /// Between giving the drafts up and the next sign-in nothing is kept: the page that is being left must not write
    /// its draft once more.
    static GIVEN_UP: Cell<bool> = const { Cell::new(false) };
}

/// A place for a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    key: String,
    /// Of no account, so that no sign-out concerns it.
    is_free: bool,
}

#[derive(Serialize, Deserialize)]
struct Kept<T> {
    /// Seconds since 1970.
    at: i64,
    content: T,
}

impl Draft {
    /// The draft of an account for a purpose, such as `notify`.
    pub fn of(account: Uuid, purpose: &str) -> Self {
        Self {
            key: format!("{PREFIX}{account}.{purpose}"),
            is_free: false,
        }
    }

    /// The draft of somebody without an account, such as `apply`.
    pub fn of_nobody(purpose: &str) -> Self {
        Self {
            key: format!("{PREFIX}public.{purpose}"),
            is_free: true,
        }
    }

    /// Keeps; whether the browser could.
    pub fn keep<T: Serialize>(&self, content: &T, at: i64) -> bool {
        if GIVEN_UP.get() && !self.is_free {
            return true;
        }
        serde_json::to_string(&Kept { at, content }).is_ok_and(|json| browser::store(&self.key, &json))
    }

    /// What was kept and when. What cannot be read any more, after an update for one, is none.
    pub fn read<T: DeserializeOwned>(&self) -> Option<(i64, T)> {
        let kept: Kept<T> = serde_json::from_str(&browser::stored(&self.key)?).ok()?;
        Some((kept.at, kept.content))
    }

    /// Forgets.
    pub fn drop(&self) {
        browser::forget(&self.key);
    }
}

/// The purposes for which an account has drafts in this browser and that start so.
pub fn purposes_of(account: Uuid, start: &str) -> Vec<String> {
    let account = format!("{PREFIX}{account}.");
    let keys = browser::stored_keys(&format!("{account}{start}"));
    keys.iter()
        .filter_map(|key| key.strip_prefix(&account).map(str::to_owned))
        .collect()
}

/// Forgets drafts that nobody came back for: they hold data of guests.
pub fn drop_old(now: i64) {
    for key in browser::stored_keys(PREFIX) {
        // What is to be sent was promised to somebody.
        if key.contains(".outbox.") {
            continue;
        }
        let kept: Option<Kept<serde::de::IgnoredAny>> =
            browser::stored(&key).and_then(|json| serde_json::from_str(&json).ok());
        if kept.is_none_or(|kept| now - kept.at > OLD_SECONDS) {
            browser::forget(&key);
        }
    }
}

/// How many drafts an account has in this browser.
pub fn count_of(account: Uuid) -> usize {
    browser::stored_keys(&format!("{PREFIX}{account}.")).len()
}

/// Somebody has signed in, and may keep drafts.
pub fn begin() {
    GIVEN_UP.set(false);
}

/// Forgets every draft of an account: it signs out.
pub fn drop_all_of(account: Uuid) {
    GIVEN_UP.set(true);
    for key in browser::stored_keys(&format!("{PREFIX}{account}.")) {
        browser::forget(&key);
    }
}
