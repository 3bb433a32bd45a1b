//! What a scanner types where no field waits for it is handed to whoever takes scans on this page; where nobody does, a
//! new notification is opened.

use crate::browser;
use leptos::prelude::*;

const SOUND: &str = "luutru.scan.sound";

/// Where scans go.
#[derive(Clone, Copy)]
pub struct Scans {
    /// Who takes them, the latest last.
    takers: StoredValue<Vec<(u32, Callback<String>)>>,
    next: StoredValue<u32>,
    /// What nobody has taken yet: its page is still to come.
    waiting: StoredValue<Option<String>>,
    sound: RwSignal<bool>,
}

impl Scans {
    /// None yet.
    pub fn new() -> Self {
        Self {
            takers: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
            waiting: StoredValue::new(None),
            sound: RwSignal::new(browser::stored(SOUND).as_deref() != Some("off")),
        }
    }

    /// The scans of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// While this view stands, it takes what is scanned; also what was scanned on the way to it.
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
            // Not before the view stands, with all of it that takes scans.
            leptos::task::spawn_local(async move {
                browser::pause(0).await;
                if let Some(text) = self.waiting.try_update_value(Option::take).flatten() {
                    self.hand_over(text);
                }
            });
        }
    }

    /// Whether somebody on this page takes scans.
    pub fn are_taken(self) -> bool {
        self.takers.with_value(|takers| !takers.is_empty())
    }

    /// Hands over; whether somebody was there to take it.
    pub fn hand_over(self, text: String) -> bool {
        let Some((_, taker)) = self.takers.with_value(|takers| takers.last().copied()) else {
            self.wait(text);
            return false;
        };
        taker.run(text);
        true
    }

    /// Keeps a text for the page that is to come; the second line of a document comes after the first, and what came late
    /// comes with what was there.
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

    /// Whether a scan that was refused is heard.
    pub fn sound(self) -> bool {
        self.sound.get()
    }

    /// Turns that on or off, for this browser.
    pub fn set_sound(self, on: bool) {
        browser::store(SOUND, if on { "on" } else { "off" });
        self.sound.set(on);
    }

    /// A scan was refused: whoever looks at the guest and not at the page hears it.
    pub fn say_refused(self) {
        if self.sound.get_untracked() {
            browser::beep();
        }
    }
}
