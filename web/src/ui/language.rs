//! Change of the language.

use crate::i18n::{lang, set_lang};
use crate::t;
use crate::ui::Toasts;
use dto::Lang;
use std::cell::Cell;

thread_local! {
    /// Id of the message about a failed change; a second message replaces it.
    static TOLD: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Changes the language of the page, which stays as it is until the texts are loaded. If loading fails, a message says
/// so. Returns the language after that.
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
