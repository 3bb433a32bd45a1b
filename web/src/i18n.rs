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
    browser::store(REMEMBERED, to.as_str());
    browser::set_document_lang(to.as_str());
    LANG.with(|lang| lang.set(to));
}

/// Tells the document its language at start.
pub fn announce_lang() {
    browser::set_document_lang(lang().as_str());
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
    use serde_json::Value;
    use std::fs;
    use std::path::Path;

    /// Every text of the pages, and those that they share with the server.
    fn texts() -> Vec<(String, String)> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folders = ["locales/vi", "locales/en", "../dto/locales/vi", "../dto/locales/en"];
        let files = folders.map(|folder| fs::read_dir(here.join(folder)).unwrap());
        let mut texts = Vec::new();
        for file in files.into_iter().flatten().map(|file| file.unwrap().path()) {
            let value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            collect(&file.display().to_string(), &value, &mut texts);
        }
        assert!(texts.len() > 4_000, "{}", texts.len());
        texts
    }

    fn collect(at: &str, value: &Value, texts: &mut Vec<(String, String)>) {
        match value {
            Value::Object(fields) => fields
                .iter()
                .for_each(|(key, value)| collect(&format!("{at}: {key}"), value, texts)),
            Value::String(text) => texts.push((at.to_owned(), text.clone())),
            other => panic!("{at} is no text: {other}"),
        }
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
        for (at, text) in texts().into_iter().filter(|(at, _)| !at.ends_with(".example")) {
            for day in ["20/11", "21/11", "24/11"] {
                assert!(!text.contains(day), "{day}: {at}: {text}");
            }
        }
    }
}
