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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    /// Every text of the pages, and those that they share with the server.
    fn texts() -> Vec<(String, String)> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let files =
            ["locales/vi", "locales/en", "../dto/locales"].map(|folder| fs::read_dir(here.join(folder)).unwrap());
        let files = files.into_iter().flatten().map(|file| file.unwrap().path());
        files
            .flat_map(|file| {
                let texts: BTreeMap<String, String> =
                    serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
                texts
                    .into_iter()
                    .map(move |(key, text)| (format!("{}: {key}", file.display()), text))
            })
            .collect()
    }

    #[test]
    fn one_thing_has_one_word_and_no_hint_speaks_in_letters() {
        let old = [
            "nhập dở",
            "im lặng",
            "dd mm",
            "dd/mm",
            "Thẻ CCCD",
            "chờ xuất",
            " ở cổng",
            "Take back",
            "taken back",
            "Grew",
        ];
        for (at, text) in texts() {
            for word in old {
                assert!(
                    !text.to_lowercase().contains(&word.to_lowercase()),
                    "{word}: {at}: {text}"
                );
            }
        }
    }

    // Such a day lies in the past before long; what the import template shows is told apart by its name.
    #[test]
    fn no_hint_names_a_day_near_which_it_was_written() {
        for (at, text) in texts().into_iter().filter(|(at, _)| !at.contains("import.example")) {
            for day in ["20/11", "21/11", "24/11"] {
                assert!(!text.contains(day), "{day}: {at}: {text}");
            }
        }
    }
}
