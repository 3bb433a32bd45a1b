//! Scans typed while no field waits for them are passed to their receiver on this page; without one, a new notification
//! is opened.

use crate::browser;
use leptos::prelude::*;

const SOUND: &str = "luutru.scan.sound";

/// The receivers of scans.
#[derive(Clone, Copy)]
pub struct Scans {
    /// Receivers, the latest last.
    takers: StoredValue<Vec<(u32, Callback<String>)>>,
    next: StoredValue<u32>,
    /// Scan without a receiver yet: its page is still being opened.
    waiting: StoredValue<Option<String>>,
    sound: RwSignal<bool>,
}

impl Scans {
    /// Creates an empty list.
    pub fn new() -> Self {
        Self {
            takers: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
            waiting: StoredValue::new(None),
            sound: RwSignal::new(browser::stored(SOUND).as_deref() != Some("off")),
        }
    }

    /// Returns the scans of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Passes scans to `take` while this view is displayed, also one made before it was displayed.
    pub fn take_here(self, take: impl Fn(String) + Send + Sync + 'static) {
        let id = self.next.get_value().wrapping_add(1);
        self.next.set_value(id);
        self.takers
            .update_value(|takers| takers.push((id, Callback::new(take))));
        on_cleanup(move || {
            self.takers
                .try_update_value(|takers| takers.retain(|(other, _)| *other != id));
        });
        if self.waiting.with_value(Option::is_some) {
            // Not before the view is rendered, with all its receivers.
            leptos::task::spawn_local(async move {
                browser::pause(0).await;
                if let Some(text) = self.waiting.try_update_value(Option::take).flatten() {
                    self.hand_over(text);
                }
            });
        }
    }

    /// Returns whether this page has a receiver.
    pub fn are_taken(self) -> bool {
        self.takers.with_value(|takers| !takers.is_empty())
    }

    /// Passes a scan on; returns whether there was a receiver.
    pub fn hand_over(self, text: String) -> bool {
        let Some((_, taker)) = self.takers.with_value(|takers| takers.last().copied()) else {
            self.wait(text);
            return false;
        };
        taker.run(text);
        true
    }

    /// Keeps a text for the next page; the second line of a document is added to the first, and a text that contains
    /// the one before replaces it.
    pub fn wait(self, text: String) {
        self.waiting.update_value(|waiting| {
            let before = waiting.take().unwrap_or_default();
            *waiting = Some(if text.starts_with(&before) {
                text
            } else {
                before + &text
            });
        });
    }

    /// Returns whether a refused scan plays a sound.
    pub fn sound(self) -> bool {
        self.sound.get()
    }

    /// Turns the sound on or off, for this browser.
    pub fn set_sound(self, on: bool) {
        browser::store(SOUND, if on { "on" } else { "off" });
        self.sound.set(on);
    }

    /// Plays the sound of a refused scan, for a user who looks at the guest and not at the page.
    pub fn say_refused(self) {
        if self.sound.get_untracked() {
            browser::beep();
        }
    }
}
