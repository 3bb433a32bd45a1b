//! Things chosen in a control of a page's own, as the text of its field.

use super::Form;
use leptos::prelude::*;
use uuid::Uuid;

/// The ids of the chosen things.
#[derive(Clone, Copy)]
pub struct Chosen(RwSignal<String>);

impl Chosen {
    /// Returns those of a field.
    pub fn of(form: Form, at: &'static str) -> Self {
        Self(form.text(at))
    }

    /// Returns whether a thing is chosen, and follows that.
    pub fn has(self, id: Uuid) -> bool {
        self.0.with(|ids| listed(ids).any(|chosen| chosen == id))
    }

    /// Returns how many are chosen, and follows that.
    pub fn count(self) -> usize {
        self.0.with(|ids| listed(ids).count())
    }

    /// Chooses a thing, or leaves it out.
    pub fn put(self, id: Uuid, is_chosen: bool) {
        let others = self
            .0
            .with_untracked(|ids| listed(ids).filter(|chosen| *chosen != id).collect());
        let mut ids: Vec<Uuid> = others;
        ids.extend(is_chosen.then_some(id));
        self.0.set(written(&ids));
    }
}

/// Returns the ids in the text of a field, in the order in which they were chosen.
pub fn listed(text: &str) -> impl Iterator<Item = Uuid> {
    text.split(' ').filter_map(|id| Uuid::parse_str(id).ok())
}

/// Returns the text of a field with these ids.
pub fn written(ids: &[Uuid]) -> String {
    let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    ids.join(" ")
}
