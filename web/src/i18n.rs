//! The language of the page and its texts.

use crate::browser;
use dto::Lang;
use leptos::prelude::*;
use leptos::reactive::graph::Observer;

const REMEMBERED: &str = "luutru.lang";

thread_local! {
    // Counted, not in an arena: texts are asked for in places that outlive any owner.
    static LANG: ArcRwSignal<Lang> = ArcRwSignal::new(remembered());
}

fn remembered() -> Lang {
    match browser::stored(REMEMBERED).as_deref() {
        Some("en") => Lang::En,
        _ => Lang::Vi,
    }
}

/// The language now; a view that asks is drawn again when it changes.
pub fn lang() -> Lang {
    LANG.with(|lang| {
        if Observer::get().is_some() {
            lang.get()
        } else {
            lang.get_untracked()
        }
    })
}

/// Switches the language, for this browser until switched again.
pub fn set_lang(to: Lang) {
    browser::store(REMEMBERED, to.tag());
    browser::set_document_lang(to.tag());
    LANG.with(|lang| lang.set(to));
}

/// Tells the document its language at start.
pub fn announce_lang() {
    browser::set_document_lang(lang().tag());
}

/// A text of `web/locales` in the language of the page: `t!(notify.title)`,
/// `t!(notify.guest_of, n = 2, total = 4)`. Without values it is a `&'static str`, else a `String`.
#[macro_export]
macro_rules! t {
    ($namespace:ident.$key:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::$namespace::$key::text(&$crate::texts::$namespace::$key::Values {
            $($name: ::std::string::ToString::to_string(&$value)),*
        })
    };
}
