//! What is typed into a form is kept in this browser until it is sent.

use crate::draft::Draft;
use crate::lists::Lists;
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
    /// The draft of the account for a purpose, and what it holds.
    pub fn open<T: DeserializeOwned>(purpose: &str) -> (Self, Option<T>) {
        let draft = Session::here()
            .account_now()
            .map(|account| Draft::of(account.id, purpose));
        Self::at(draft)
    }

    /// The draft of whoever sits here, without an account.
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

    /// Keeps what `content` gives each time it changes; nothing while it gives none.
    pub fn follow<T: Serialize>(&self, content: impl Fn() -> Option<T> + 'static) {
        let Some(draft) = self.draft.clone() else { return };
        let clock = Lists::here().clock();
        effect(move || match content() {
            Some(content) => drop(draft.keep(&content, clock.now_untracked().unix())),
            None => draft.drop(),
        });
    }

    /// Whether something typed earlier is back.
    pub fn is_back(&self) -> bool {
        self.was_back
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
