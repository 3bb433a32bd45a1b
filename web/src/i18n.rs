//! The language of the page and its texts. The texts of one language are fetched as a file, those of the other one on a
//! change of the language.

use crate::browser;
use crate::texts::DIGEST;
use dto::Lang;
use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use std::cell::Cell;
use std::fmt::Display;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, Response};

const REMEMBERED: &str = "luutru.lang";
/// Time without an answer after which the texts count as unavailable.
const TIMEOUT_MS: u32 = 20_000;

/// The texts of a language by number, after the digest. Never freed, so that a text without values is `&'static`.
type Texts = &'static [String];

thread_local! {
    // Reference-counted, not in an arena: texts are read in places that outlive any owner.
    static LANG: ArcRwSignal<Lang> = ArcRwSignal::new(Lang::Vi);
    /// The language requested last; the page changes to it once its texts are loaded.
    static WANTED: Cell<Lang> = const { Cell::new(Lang::Vi) };
    /// Texts in Vietnamese and in English; empty until they are fetched.
    static TEXTS: Cell<[Texts; 2]> = Cell::new(at_first());
}

#[cfg(not(test))]
fn at_first() -> [Texts; 2] {
    [&[], &[]]
}

#[cfg(test)]
fn at_first() -> [Texts; 2] {
    let vi = include_str!(concat!(env!("OUT_DIR"), "/texts.vi.json"));
    let en = include_str!(concat!(env!("OUT_DIR"), "/texts.en.json"));
    [vi, en].map(|file| read(file).unwrap())
}

/// Error: the texts of a language cannot be loaded, or belong to another program.
#[derive(Debug)]
pub struct NoTexts;

/// Fetches the texts in the language that this browser remembers. Nothing can be displayed before.
pub async fn begin() -> Result<(), NoTexts> {
    #[cfg(target_arch = "wasm32")]
    dto::text::say_with(text);
    let lang = match browser::stored(REMEMBERED).as_deref() {
        Some("en") => Lang::En,
        _ => Lang::Vi,
    };
    WANTED.set(lang);
    fetch(lang).await?;
    speak(lang);
    Ok(())
}

/// Changes the language, for this browser until the next change. If its texts cannot be loaded, the language stays.
pub async fn set_lang(to: Lang) -> Result<(), NoTexts> {
    WANTED.set(to);
    let now = LANG.with(ArcRwSignal::get_untracked);
    if to == now {
        return Ok(());
    }
    let fetched = fetch(to).await;
    // Not if the user has requested another language meanwhile.
    if WANTED.get() == to {
        fetched?;
        browser::store(REMEMBERED, to.as_str());
        speak(to);
    }
    Ok(())
}

fn speak(lang: Lang) {
    browser::set_document_lang(lang.as_str());
    LANG.with(|now| now.set(lang));
}

/// Returns the current language; a view that reads it is rendered again when it changes.
pub fn lang() -> Lang {
    LANG.with(|lang| {
        if Observer::get().is_some() {
            lang.get()
        } else {
            lang.get_untracked()
        }
    })
}

/// Fetches the texts of a language, once.
async fn fetch(lang: Lang) -> Result<(), NoTexts> {
    if TEXTS.get()[lang as usize].is_empty() {
        let file = file(lang).await.map_err(|_| NoTexts)?;
        let texts = read(&file).ok_or(NoTexts)?;
        let mut all = TEXTS.get();
        all[lang as usize] = texts;
        TEXTS.set(all);
    }
    Ok(())
}

async fn file(lang: Lang) -> Result<String, JsValue> {
    let name = document()
        .query_selector(&format!("meta[name=texts-{}]", lang.as_str()))?
        .and_then(|meta| meta.get_attribute("content"))
        .ok_or(JsValue::NULL)?;
    let init = RequestInit::new();
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    let response = JsFuture::from(window().fetch_with_str_and_init(&name, &init)).await?;
    let response: Response = response.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let text = JsFuture::from(response.text()?).await?;
    text.as_string().ok_or(JsValue::NULL)
}

/// Returns the texts in a file, if it was made with this program: in another one the numbers mean other texts.
fn read(file: &str) -> Option<Texts> {
    let texts: Vec<String> = serde_json::from_str(file).ok()?;
    let is_own = texts.first().is_some_and(|digest| digest == DIGEST);
    is_own.then(|| &*texts.leak())
}

/// Returns a text by its number, in the language of the page.
// Not inlined: a page reads a hundred texts.
#[inline(never)]
pub fn text(number: usize) -> &'static str {
    let texts = TEXTS.get()[lang() as usize];
    texts.get(number).map_or("", String::as_str)
}

/// Returns a text with its values inserted: `{0}`; `{0|guest|guests}` is the first word where the value is 1.
#[inline(never)]
pub fn filled(number: usize, values: &[&dyn Display]) -> String {
    let mut pieces = text(number).split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (place, rest) = piece.split_once('}').unwrap_or_default();
        let (place, words) = place.split_once('|').unwrap_or((place, ""));
        if let Some(value) = place.parse::<usize>().ok().and_then(|place| values.get(place)) {
            let value = value.to_string();
            filled.push_str(match words.split_once('|') {
                Some((one, _)) if value == "1" => one,
                Some((_, many)) => many,
                None => &value,
            });
        }
        filled.push_str(rest);
    }
    filled
}

/// Returns a text of `web/locales` in the language of the page: `t!(notify.title)`,
/// `t!(notify.guest_of, n = 2, total = 4)`. Without values it is a `&'static str`, else a `String`.
#[macro_export]
macro_rules! t {
    ($namespace:ident.$key:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::$namespace::$key::text(&$crate::texts::$namespace::$key::Values {
            $($name: &$value),*
        })
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::fs;
    use std::path::Path;

    /// Returns every text of the pages, and those shared with the server.
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
    fn a_text_is_found_by_its_number_and_its_values_by_their_names() {
        assert_eq!(crate::t!(app.close), "Đóng");
        assert_eq!(
            crate::t!(app.signed_in_as, unit = "{0}", name = 7),
            "Đang đăng nhập: 7, {0}."
        );
        LANG.with(|lang| lang.set(Lang::En));
        assert_eq!(crate::t!(app.close), "Close");
    }

    #[test]
    fn an_english_word_is_chosen_by_its_value() {
        LANG.with(|lang| lang.set(Lang::En));
        assert_eq!(
            crate::t!(guests.found_people, people = 1, stays = "2"),
            "1 guest, 2 stays"
        );
        assert_eq!(
            crate::t!(guests.found_people, people = 0, stays = "1"),
            "0 guests, 1 stay"
        );
    }

    #[test]
    fn a_file_of_another_program_is_not_read() {
        let own = serde_json::to_string(&[DIGEST, "Đóng"]).unwrap();
        assert_eq!(read(&own).unwrap()[1], "Đóng");
        for wrong in [r#"["0123456789abcdef","Đóng"]"#, "[]", "{}", "", "<!doctype html>"] {
            assert_eq!(read(wrong), None, "{wrong}");
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

    // Such a day is soon in the past; the text about the import template is excluded by its name.
    #[test]
    fn no_hint_names_a_day_near_which_it_was_written() {
        for (at, text) in texts().into_iter().filter(|(at, _)| !at.ends_with(".example")) {
            for day in ["20/11", "21/11", "24/11"] {
                assert!(!text.contains(day), "{day}: {at}: {text}");
            }
        }
    }
}
