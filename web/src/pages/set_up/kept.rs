//! What is typed into a part of the set-up is kept in this browser until it is saved.

use crate::draft::Draft;
use crate::lists::Lists;
use crate::session::Session;
use crate::t;
use crate::ui::Note;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A draft of one part.
#[derive(Clone)]
pub struct Kept {
    draft: Option<Draft>,
    was_back: bool,
}

impl Kept {
    /// The draft for a part, and what it holds.
    pub fn open<T: DeserializeOwned>(part: &str) -> (Self, Option<T>) {
        let draft = Session::here()
            .account_now()
            .map(|account| Draft::of(account.id, &format!("set-up.{part}")));
        let content = draft.as_ref().and_then(Draft::read::<T>).map(|(_, content)| content);
        (
            Self {
                draft,
                was_back: content.is_some(),
            },
            content,
        )
    }

    /// Keeps what `content` gives each time it changes; nothing while it gives none.
    pub fn follow<T: Serialize>(&self, content: impl Fn() -> Option<T> + 'static) {
        let Some(draft) = self.draft.clone() else { return };
        let clock = Lists::here().clock();
        Effect::new(move || match content() {
            Some(content) => drop(draft.keep(&content, clock.now_untracked().unix())),
            None => draft.drop(),
        });
    }

    /// Forgets.
    pub fn drop(&self) {
        if let Some(draft) = &self.draft {
            draft.drop();
        }
    }
}

/// Says that what was typed earlier is back, with a way to be rid of it.
#[component]
pub fn BackNote(
    /// The draft.
    kept: Kept,
    /// Puts back what the server has.
    on_drop: Callback<()>,
) -> impl IntoView {
    let shown = RwSignal::new(kept.was_back);
    move || {
        shown.get().then(|| {
            let kept = kept.clone();
            let discard = move |_| {
                kept.drop();
                on_drop.run(());
                shown.set(false);
            };
            view! {
                <Note icon="history">
                    {t!(set_up.draft_back)}
                    " "
                    <button type="button" class="link" on:click=discard>{t!(set_up.draft_drop)}</button>
                </Note>
            }
        })
    }
}
