//! State of lists at the time they were left: "back" shows them again in that state and at the same scroll position,
//! without another recorded reading. The state is only in the memory of the tab and is deleted with the session; a
//! reload keeps numbers only.

use super::reading::Entry;
use super::row::Row;
use crate::browser;
use crate::reactive::effect;
use crate::session::{Session, Standing};
use leptos::prelude::*;
use std::collections::VecDeque;

/// Maximum number of lists remembered.
const MOST: usize = 12;
/// Session storage key of what a reload keeps: the list, the number of rows, the scroll position.
const RELOADED: &str = "luutru.list";

/// State of a list when it was left.
#[derive(Clone)]
pub(super) struct Kept {
    pub rows: Vec<Entry>,
    pub about: Option<Row>,
    pub next: Option<String>,
    /// Search text; never in an address.
    pub text: String,
    pub scroll: f64,
}

/// Known state of a list that is opened again.
pub(super) enum Before {
    /// The list was left in this program.
    Left(Box<Kept>),
    /// The page was reloaded: number of rows and scroll position.
    Reloaded(usize, f64),
}

/// States of the lists left in this tab.
#[derive(Clone, Copy)]
pub struct Memory {
    left: StoredValue<VecDeque<(String, Kept)>>,
    reloaded: StoredValue<Option<(String, usize, f64)>>,
    came_back: StoredValue<bool>,
    scroll: StoredValue<f64>,
}

impl Memory {
    /// Creates the memory of this tab and starts to listen to "back".
    pub fn new(session: Session) -> Self {
        let reloaded = browser::stored_in_tab(RELOADED).and_then(|text| read_reloaded(&text));
        browser::forget_in_tab(RELOADED);
        let memory = Self {
            left: StoredValue::new(VecDeque::new()),
            reloaded: StoredValue::new(reloaded),
            came_back: StoredValue::new(false),
            scroll: StoredValue::new(0.0),
        };
        let back = window_event_listener(leptos::ev::popstate, move |_| memory.came_back.set_value(true));
        // A user who follows a link afterwards wants the list in its current state.
        let pressed = window_event_listener(leptos::ev::pointerdown, move |_| memory.came_back.set_value(false));
        let typed = window_event_listener(leptos::ev::keydown, move |_| memory.came_back.set_value(false));
        // The scroll position, recorded before the next page replaces the list.
        let scrolled = window_event_listener(leptos::ev::scroll, move |_| {
            memory.scroll.set_value(window().scroll_y().unwrap_or_default());
        });
        on_cleanup(move || {
            back.remove();
            pressed.remove();
            typed.remove();
            scrolled.remove();
        });
        let standing = session.standing();
        effect(move || {
            if matches!(standing.get(), Standing::Out(_)) {
                memory.left.update_value(VecDeque::clear);
            }
        });
        memory
    }

    /// Returns the memory of this tab.
    pub fn here() -> Self {
        expect_context()
    }

    /// Returns the scroll position of the page.
    pub(super) fn scrolled(self) -> f64 {
        self.scroll.get_value()
    }

    /// Remembers the state of a list that is left.
    pub(super) fn keep(self, key: String, kept: Kept) {
        self.left.update_value(|left| {
            left.retain(|(known, _)| *known != key);
            left.push_back((key, kept));
            if left.len() > MOST {
                left.pop_front();
            }
        });
    }

    /// Remembers the numbers of a list while the page unloads.
    pub(super) fn keep_for_reload(self, key: &str, rows: usize) {
        browser::store_in_tab(RELOADED, &format!("{rows} {:.0} {key}", self.scrolled()));
    }

    /// Returns the earlier state of the list, if the user came back to it.
    pub(super) fn take(self, key: &str) -> Option<Before> {
        let reloaded = self.reloaded.try_update_value(Option::take).flatten();
        if let Some((_, rows, scroll)) = reloaded.filter(|(known, ..)| known == key) {
            return Some(Before::Reloaded(rows, scroll));
        }
        if !self.came_back.get_value() {
            return None;
        }
        self.came_back.set_value(false);
        self.left.with_value(|left| {
            let (_, kept) = left.iter().find(|(known, _)| known == key)?;
            Some(Before::Left(Box::new(kept.clone())))
        })
    }
}

fn read_reloaded(text: &str) -> Option<(String, usize, f64)> {
    let mut parts = text.splitn(3, ' ');
    let (rows, scroll) = (parts.next()?.parse().ok()?, parts.next()?.parse::<u32>().ok()?);
    Some((parts.next()?.to_owned(), rows, f64::from(scroll)))
}

#[cfg(test)]
mod tests {
    use super::read_reloaded;

    #[test]
    fn what_a_reload_keeps_is_read_back() {
        assert_eq!(
            read_reloaded("150 640 /guests?state=overdue"),
            Some(("/guests?state=overdue".to_owned(), 150, 640.0))
        );
        assert_eq!(read_reloaded("x 640 /guests"), None);
        assert_eq!(read_reloaded(""), None);
    }
}
