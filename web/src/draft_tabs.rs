//! Which tab has a draft open. Two tabs with the same form have two drafts: neither overwrites the content of the
//! other.

use crate::browser;
use leptos::prelude::*;
use uuid::Uuid;

/// Prefix of the keys that mark an open draft.
const OPEN: &str = "luutru.open.";
/// Prefix of the keys under which a tab remembers its own drafts.
const OWN: &str = "luutru.own.";
/// Interval at which a tab confirms that it has the draft open.
const SAY_EVERY: std::time::Duration = std::time::Duration::from_secs(10);
/// Time without a confirmation after which the tab counts as closed. A background tab may run only once a minute.
const GONE_MS: f64 = 90_000.0;

/// The place where this tab stores the draft for a purpose.
pub struct Place {
    /// Purpose of its draft: the requested one, or one of its own.
    pub purpose: String,
    /// Whether another tab has the same form open.
    pub is_elsewhere: bool,
}

/// Returns the place of this tab for `purpose` of an account, held while the calling view is displayed.
pub fn place(account: Uuid, purpose: &str) -> Place {
    let own = format!("{OWN}{account}.{purpose}");
    let before = browser::tab_stored(&own).unwrap_or_else(|| purpose.to_owned());
    let is_elsewhere = is_open(account, &before);
    let purpose = if is_elsewhere {
        let made = format!("{purpose}.{}", Uuid::new_v4());
        browser::tab_store(&own, &made);
        made
    } else {
        before
    };
    hold(account, &purpose);
    Place { purpose, is_elsewhere }
}

/// Marks the draft as open in this tab, until the calling view is disposed or the page is left.
pub fn hold(account: Uuid, purpose: &str) {
    let key = format!("{OPEN}{account}.{purpose}");
    let say = {
        let key = key.clone();
        move || browser::store_millis(&key, browser::device_millis())
    };
    say();
    let timer = set_interval_with_handle(say, SAY_EVERY).ok();
    let left = {
        let key = key.clone();
        window_event_listener(leptos::ev::pagehide, move |_| browser::forget(&key))
    };
    on_cleanup(move || {
        if let Some(timer) = timer {
            timer.clear();
        }
        left.remove();
        browser::forget(&key);
    });
}

fn is_open(account: Uuid, purpose: &str) -> bool {
    let said = browser::stored_millis(&format!("{OPEN}{account}.{purpose}"));
    is_recent(said, browser::device_millis())
}

/// Returns whether a confirmation is recent; one in the future comes from a clock that was set back.
fn is_recent(said: Option<f64>, now: f64) -> bool {
    said.is_some_and(|said| said <= now && now - said < GONE_MS)
}

#[cfg(test)]
mod tests {
    use super::is_recent;

    #[test]
    fn a_tab_that_was_silent_for_long_is_gone() {
        let now = 1_800_000_000_000.0;
        assert!(is_recent(Some(now - 60_000.0), now));
        assert!(!is_recent(Some(now - 90_000.0), now));
        assert!(!is_recent(Some(now + 60_000.0), now));
        assert!(!is_recent(None, now));
    }
}
