//! Text typed into a form is kept in this browser until it is sent.

use crate::draft::Draft;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::effect;
use crate::session::Session;
use crate::t;
use crate::ui::Note;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The draft of one form.
#[derive(Clone)]
pub struct Kept {
    draft: Option<Draft>,
    was_back: bool,
}

impl Kept {
    /// Opens the draft of the account for a purpose, and returns its content.
    pub fn open<T: DeserializeOwned>(purpose: &str) -> (Self, Option<T>) {
        let draft = Session::here()
            .account_now()
            .map(|account| Draft::of(account.id, purpose));
        Self::at(draft)
    }

    /// Opens the draft of a user without an account.
    pub fn open_public<T: DeserializeOwned>(purpose: &str) -> (Self, Option<T>) {
        Self::at(Some(Draft::of_nobody(purpose)))
    }

    fn at<T: DeserializeOwned>(draft: Option<Draft>) -> (Self, Option<T>) {
        let content = draft.as_ref().and_then(Draft::read::<T>).map(|(_, content)| content);
        (
            Self {
                draft,
                was_back: content.is_some(),
            },
            content,
        )
    }

    /// Stores the value of `content` each time it changes; nothing while that is `None`.
    pub fn follow<T: Serialize>(&self, content: impl Fn() -> Option<T> + 'static) {
        let Some(draft) = self.draft.clone() else { return };
        let clock = Lists::here().clock();
        effect(move || match content() {
            Some(content) => drop(draft.keep(&content, clock.now_untracked().unix())),
            None => draft.drop(),
        });
    }

    /// Deletes the draft.
    pub fn drop(&self) {
        if let Some(draft) = &self.draft {
            draft.drop();
        }
    }
}

/// Renders the note that an earlier text was restored, with a button that discards it.
#[component]
pub fn BackNote(
    /// The draft.
    kept: Kept,
    /// Restores the data of the server.
    on_drop: Callback<()>,
) -> Markup {
    let shown = RwSignal::new(kept.was_back);
    IntoMarkup::into_markup(move || {
        shown.get().then(|| {
            let kept = kept.clone();
            let discard = move |_| {
                kept.drop();
                on_drop.run(());
                shown.set(false);
            };
            html! {
                <Note icon="history">
                    {t!(set_up.draft_back)}
                    " "
                    <button type="button" class="link" on:click=discard>{t!(set_up.draft_drop)}</button>
                </Note>
            }
        })
    })
}
