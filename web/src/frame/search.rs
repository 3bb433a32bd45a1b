//! The search field of the top bar.

use leptos::prelude::*;

/// What was searched for last. Names and numbers of people never stand in an address, so the field hands them to
/// the page through this.
#[derive(Clone, Copy)]
pub struct SearchText {
    text: RwSignal<String>,
    asked: RwSignal<u32>,
}

impl SearchText {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { text: RwSignal::new(String::new()), asked: RwSignal::new(0) }
    }

    /// The search of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// What was searched for; a page that asks is told of the next search.
    pub fn asked(self) -> String {
        self.asked.track();
        self.text.get_untracked()
    }

    /// Searches.
    pub fn ask(self, text: String) {
        self.text.set(text);
        self.asked.update(|asked| *asked = asked.wrapping_add(1));
    }
}
