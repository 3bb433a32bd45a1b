//! Switching the language.

use crate::i18n::{lang, set_lang};
use crate::t;
use crate::ui::Toasts;
use dto::Lang;
use std::cell::Cell;

thread_local! {
    /// The message that it did not work; a second one takes its place.
    static TOLD: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Switches the language of the page, which stays as it is until the texts are there. Where they do not come it says so.
/// Gives the language then.
pub async fn choose_language(to: Lang, toasts: Toasts) -> Lang {
    let chosen = set_lang(to).await;
    if chosen.is_err() {
        let told = toasts.failed(t!(frame.language_failed), t!(frame.language_failed_text), None);
        if let Some(before) = TOLD.replace(Some(told)) {
            toasts.dismiss(before);
        }
    }
    lang()
}
