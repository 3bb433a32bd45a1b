//! Typed content that the server has not received yet, kept in this browser only.
//!
//! One draft for an account and a purpose. It survives reload, time-out, a lost network and a failed save; it is
//! deleted after the receipt and at sign-out, which asks first.
//!
//! The browser stores drafts encrypted, under a key that the server sends with the session: the next user of the
//! machine cannot read them. In this page the drafts are in plain text, and each change is encrypted as it is typed.
//! Encryption takes a moment in which a page may be left, so until then the change is in the storage of the tab, which
//! ends with it. Where the browser does not encrypt (plain HTTP to another machine) drafts stay there only.

mod seal;

use crate::browser;
use leptos::task::spawn_local;
use seal::Key;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use uuid::Uuid;

const PREFIX: &str = "luutru.draft.";
/// Age after which a draft is not of a guest still to be notified: the longest time limit is a day, and a user who is
/// more than a week late needs the guest's papers again anyway.
const OLD_SECONDS: i64 = 7 * 24 * 3600;

/// Drafts of the signed-in account.
#[derive(Default)]
struct Open {
    /// Between the discarding of the drafts and the next sign-in nothing is stored: the page that is being left must
    /// not write its draft once more.
    given_up: bool,
    account: Option<Uuid>,
    key: Option<Key>,
    drafts: BTreeMap<String, String>,
    /// Number of changes of each draft: encryption that began first may end last.
    turns: BTreeMap<String, u32>,
}

thread_local! {
    static OPEN: RefCell<Open> = RefCell::default();
}

/// The place of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    key: String,
    /// Whether it belongs to no account: it has no session, and ends with the tab.
    is_free: bool,
}

#[derive(Serialize, Deserialize)]
struct Kept<T> {
    /// Seconds since 1970.
    at: i64,
    content: T,
}

/// Content in the storage of the browser.
#[derive(Serialize, Deserialize)]
struct Sealed {
    /// Seconds since 1970.
    at: i64,
    sealed: String,
}

impl Draft {
    /// Returns the draft of an account for a purpose, such as `notify`.
    pub fn of(account: Uuid, purpose: &str) -> Self {
        Self {
            key: format!("{PREFIX}{account}.{purpose}"),
            is_free: false,
        }
    }

    /// Returns the draft of a user without an account, such as `apply`.
    pub fn of_nobody(purpose: &str) -> Self {
        Self {
            key: format!("{PREFIX}public.{purpose}"),
            is_free: true,
        }
    }

    /// Stores the content; returns whether the browser could.
    pub fn keep<T: Serialize>(&self, content: &T, at: i64) -> bool {
        let Ok(json) = serde_json::to_string(&Kept { at, content }) else {
            return false;
        };
        if self.is_free {
            return browser::store_in_tab(&self.key, &json);
        }
        if OPEN.with_borrow(|open| open.given_up) {
            return true;
        }
        let is_kept = browser::store_in_tab(&self.key, &json);
        seal_soon(self.key.clone(), json, at);
        is_kept
    }

    /// Returns the stored content and its time; `None` if it cannot be read any more, for example after an update.
    pub fn read<T: DeserializeOwned>(&self) -> Option<(i64, T)> {
        let json = if self.is_free {
            browser::stored_in_tab(&self.key)
        } else {
            OPEN.with_borrow(|open| open.drafts.get(&self.key).cloned())
        };
        let kept: Kept<T> = serde_json::from_str(&json?).ok()?;
        Some((kept.at, kept.content))
    }

    /// Returns whether the browser still has it: a draft deleted by another tab stays in memory a moment longer.
    pub fn is_kept(&self) -> bool {
        browser::stored(&self.key).is_some() || browser::stored_in_tab(&self.key).is_some()
    }

    /// Deletes the draft.
    pub fn drop(&self) {
        forget(&self.key);
    }
}

fn forget(key: &str) {
    OPEN.with_borrow_mut(|open| {
        open.drafts.remove(key);
        *open.turns.entry(key.to_owned()).or_default() += 1;
    });
    browser::forget(key);
    browser::forget_in_tab(key);
}

/// Stores a draft in memory, and encrypts it as soon as the browser has time.
fn seal_soon(name: String, json: String, at: i64) {
    let (key, turn) = OPEN.with_borrow_mut(|open| {
        open.drafts.insert(name.clone(), json.clone());
        let turn = open.turns.entry(name.clone()).or_default();
        *turn += 1;
        (open.key.clone(), *turn)
    });
    let Some(key) = key else { return };
    spawn_local(async move {
        let Some(sealed) = key.seal(&name, &json).await else {
            return;
        };
        // Changed or deleted meanwhile: the newer state is handled on its own.
        if OPEN.with_borrow(|open| open.turns.get(&name) != Some(&turn)) {
            return;
        }
        let stored = serde_json::to_string(&Sealed { at, sealed });
        if stored.is_ok_and(|stored| browser::store(&name, &stored)) {
            browser::forget_in_tab(&name);
        }
    });
}

/// Returns the purposes with this prefix for which an account has drafts in this browser.
pub fn purposes_of(account: Uuid, start: &str) -> Vec<String> {
    let account = format!("{PREFIX}{account}.");
    let wanted = format!("{account}{start}");
    OPEN.with_borrow(|open| {
        let keys = open.drafts.keys().filter(|key| key.starts_with(&wanted));
        keys.filter_map(|key| key.strip_prefix(&account).map(str::to_owned))
            .collect()
    })
}

/// Deletes old drafts.
pub fn drop_old(now: i64) {
    for key in browser::stored_keys(PREFIX) {
        // Not those in the outbox: the user was told that they will be sent.
        if key.contains(".outbox.") {
            continue;
        }
        let kept: Option<Sealed> = browser::stored(&key).and_then(|json| serde_json::from_str(&json).ok());
        if kept.is_none_or(|kept| now - kept.at > OLD_SECONDS) {
            browser::forget(&key);
        }
    }
}

/// Returns the number of drafts of that kind here for an account whose session is not open, so that nobody can read
/// them.
pub fn count_sealed(account: &str, start: &str) -> usize {
    let prefix = format!("{PREFIX}{account}.{start}");
    // Changes that this tab had no time to encrypt may be in both storages.
    let unsealed = browser::keys_in_tab(&prefix);
    let alone = unsealed.iter().filter(|name| browser::stored(name).is_none()).count();
    browser::stored_keys(&prefix).len() + alone
}

/// Returns the number of drafts of an account in this browser.
pub fn count_of(account: Uuid) -> usize {
    purposes_of(account, "").len()
}

/// Opens the drafts of an account that has signed in. Drafts encrypted with another key belong to a forgotten session,
/// and are deleted.
pub async fn begin(account: Uuid, key: &str) {
    let is_open = |open: &Open| !open.given_up && open.account == Some(account) && open.key.is_some();
    if OPEN.with_borrow(is_open) {
        // A refresh: the key is the same as long as the session lasts.
        return;
    }
    let prefix = format!("{PREFIX}{account}.");
    let key = Key::import(key).await;
    let mut drafts = BTreeMap::new();
    if let Some(key) = &key {
        for name in browser::stored_keys(&prefix) {
            let sealed: Option<Sealed> = browser::stored(&name).and_then(|json| serde_json::from_str(&json).ok());
            let opened = match sealed {
                Some(kept) => key.open(&name, &kept.sealed).await,
                None => None,
            };
            match opened {
                Some(json) => drop(drafts.insert(name, json)),
                None => browser::forget(&name),
            }
        }
    }
    OPEN.with_borrow_mut(|open| {
        open.drafts = drafts;
        open.account = Some(account);
        open.key = key;
        open.given_up = false;
    });
    // Changes that a page that was left had no time to encrypt.
    for name in browser::keys_in_tab(&prefix) {
        let json = browser::stored_in_tab(&name);
        let at = json.as_deref().and_then(|json| {
            serde_json::from_str::<Kept<serde::de::IgnoredAny>>(json)
                .ok()
                .map(|kept| kept.at)
        });
        match json.zip(at) {
            Some((json, at)) => seal_soon(name, json, at),
            None => browser::forget_in_tab(&name),
        }
    }
}

/// Updates the draft with this name after another tab has stored or deleted it in the storage of the browser. Returns
/// whether the name is that of a draft.
pub async fn changed_elsewhere(name: &str) -> bool {
    if !name.starts_with(PREFIX) {
        return false;
    }
    let key = OPEN.with_borrow(|open| open.key.clone());
    let sealed: Option<Sealed> = browser::stored(name).and_then(|json| serde_json::from_str(&json).ok());
    let opened = match (key, sealed) {
        (Some(key), Some(kept)) => key.open(name, &kept.sealed).await,
        _ => None,
    };
    OPEN.with_borrow_mut(|open| match opened {
        Some(json) => drop(open.drafts.insert(name.to_owned(), json)),
        None => drop(open.drafts.remove(name)),
    });
    true
}

/// Ends the session: no draft stays in plain text in this page, nor in the storage of its tab.
pub fn close() {
    OPEN.with_borrow_mut(|open| {
        open.given_up = true;
        open.account = None;
        open.key = None;
        open.drafts.clear();
    });
    let public = format!("{PREFIX}public.");
    for name in browser::keys_in_tab(PREFIX) {
        if !name.starts_with(&public) {
            browser::forget_in_tab(&name);
        }
    }
}

/// Deletes every draft of an account that signs out.
pub fn drop_all_of(account: Uuid) {
    OPEN.with_borrow_mut(|open| open.given_up = true);
    let prefix = format!("{PREFIX}{account}.");
    for name in browser::stored_keys(&prefix)
        .into_iter()
        .chain(browser::keys_in_tab(&prefix))
    {
        forget(&name);
    }
}
