//! Non-generic versions of functions of Leptos and the standard library. An effect, a keyed list or a sort compiled for
//! a type of its own adds some kilobytes to the program, a hundred times over; `web/clippy.toml` refuses the originals.

use crate::browser;
use crate::markup::{IntoMarkup, Markup};
use leptos::prelude::*;
use std::cmp::Ordering;

/// Runs now and whenever a signal that it read changes (`Effect::new`).
pub fn effect(run: impl FnMut() + 'static) {
    run_boxed(Box::new(run));
}

/// Runs the same with the value that it returned the time before; `None` the first time.
pub fn effect_after<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) {
    let mut before = None;
    effect(move || before = Some(run(before.take())));
}

#[expect(clippy::disallowed_methods, reason = "the only use")]
fn run_boxed(run: Box<dyn FnMut()>) {
    Effect::new(run);
}

/// Renders a view while it is `Some`: `when(move || open.get().then(|| html! { … }))`.
pub fn when<V: IntoMarkup>(view: impl Fn() -> Option<V> + 'static) -> Markup {
    Markup::live(Box::new(move || view().into_markup()))
}

/// Renders a view for each item, which is kept while its key stays the same (`<For>`).
pub fn each<T: 'static, V: IntoMarkup>(
    items: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> String + 'static,
    row: impl Fn(T) -> V + Clone + 'static,
) -> Markup {
    Markup::each(Box::new(move || {
        let keyed = items().into_iter().map(|item| {
            let (key, row) = (key(&item), row.clone());
            let make: Box<dyn FnOnce() -> Markup> = Box::new(move || row(item).into_markup());
            (key, make)
        });
        keyed.collect()
    }))
}

/// Sorts by the value of `key`; equal items keep their order.
pub fn sort_by<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    let keys: Vec<K> = list.iter().map(key).collect();
    for (at, from) in exchanges(keys.len(), &|a, b| keys[a].cmp(&keys[b])) {
        list.swap(at, from);
    }
}

/// Sorts as people look for names: in the order of the Vietnamese alphabet, in which Đ follows D and Ă follows A, and
/// with numbers by their value. Equal items keep their order.
pub fn sort_by_text<T>(list: &mut [T], text: impl Fn(&T) -> String) {
    let texts: Vec<String> = list.iter().map(text).collect();
    for (at, from) in in_alphabet(&texts) {
        list.swap(at, from);
    }
}

#[cfg(target_arch = "wasm32")]
fn in_alphabet(texts: &[String]) -> Vec<(usize, usize)> {
    use js_sys::{Array, Intl::Collator, JsString, Object, Reflect};
    use wasm_bindgen::JsValue;

    let options = Object::new();
    let _ = Reflect::set(&options, &"numeric".into(), &JsValue::TRUE);
    let compare = Collator::new(&Array::of1(&"vi".into()), &options).compare();
    let texts: Vec<JsString> = texts.iter().map(|text| text.as_str().into()).collect();
    exchanges(texts.len(), &|a, b| {
        let order = compare.call2(&JsValue::UNDEFINED, &texts[a], &texts[b]);
        let order = order.ok().and_then(|order| order.as_f64()).unwrap_or(0.0);
        order.total_cmp(&0.0)
    })
}

/// Returns the same for tests, which run without a browser.
#[cfg(not(target_arch = "wasm32"))]
fn in_alphabet(texts: &[String]) -> Vec<(usize, usize)> {
    // Letters with a sign (Đ, Ă, Ơ) follow the same letter without one; tones do not count.
    let key = |text: &String| {
        let mut key = String::new();
        for c in text.to_lowercase().chars() {
            let (letter, signs) = match c {
                'đ' => ("d".to_owned(), "~"),
                _ => {
                    let letter = rules::name::fold(&c.to_string());
                    let groups = [("ăắằẳẵặ", "~"), ("âấầẩẫậêếềểễệôốồổỗộưứừửữự", "~~"), ("ơớờởỡợ", "~~~")];
                    let group = groups.iter().find(|(letters, _)| letters.contains(c));
                    (letter, group.map_or("", |(_, signs)| signs))
                }
            };
            key.push_str(if c == ' ' { " " } else { &letter });
            key.push_str(signs);
        }
        key
    };
    let keys: Vec<String> = texts.iter().map(key).collect();
    exchanges(keys.len(), &|a, b| keys[a].cmp(&keys[b]))
}

/// Returns the pairs of positions to swap, one after the other, so that the list is sorted.
fn exchanges(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut places: Vec<usize> = (0..count).collect();
    #[expect(clippy::disallowed_methods, reason = "the only use")]
    places.sort_by(|a, b| compare(*a, *b));
    let mut exchanges = Vec::new();
    for at in 0..count {
        let mut from = places[at];
        // The item from there has been swapped already: it is where that swap put it.
        while from < at {
            from = places[from];
        }
        if from != at {
            exchanges.push((at, from));
        }
    }
    exchanges
}

#[cfg(test)]
mod tests {
    use super::{sort_by, sort_by_text};

    #[test]
    fn a_list_is_sorted_by_a_key_and_equal_ones_stay_in_their_order() {
        for seed in 0..200_u32 {
            let value = |at: u32| (seed.wrapping_mul(2_654_435_761) ^ at.wrapping_mul(40_503)) % 7;
            let mut ours: Vec<(u32, u32)> = (0..seed % 23).map(|at| (value(at), at)).collect();
            let mut expected = ours.clone();
            #[expect(clippy::disallowed_methods, reason = "what it is compared with")]
            expected.sort();
            sort_by(&mut ours, |(value, _)| *value);
            assert_eq!(ours, expected);
        }
    }

    #[test]
    fn names_are_sorted_by_the_vietnamese_alphabet() {
        let sorted = [
            "An Bình",
            "Ăn",
            "Ân",
            "Dương",
            "đa",
            "Đồng Xuân",
            "Em",
            "Ô Chợ Dừa",
            "Ơn",
            "phường Z",
            "Ư",
        ];
        let mut names = sorted;
        names.reverse();
        sort_by_text(&mut names, |name| (*name).to_owned());
        assert_eq!(names, sorted);
    }

    /// `clippy.toml` of this crate replaces the one of the workspace, so it must contain everything from it.
    #[test]
    fn the_settings_of_clippy_are_those_of_the_workspace_and_the_refused_originals() {
        let read = |path: &str| -> toml::Table {
            let text = std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
            text.parse().unwrap()
        };
        let (mut workspace, mut own) = (read("../clippy.toml"), read("clippy.toml"));
        // Those name the crates of the database.
        assert!(workspace.remove("disallowed-methods").is_some());
        assert!(own.remove("disallowed-methods").is_some());
        assert_eq!(own, workspace);
    }
}

/// Returns whether the browser reports a network.
pub fn online() -> ReadSignal<bool> {
    let (online, set) = signal(browser::is_online());
    let gone = window_event_listener(leptos::ev::offline, move |_| set.set(false));
    let back = window_event_listener(leptos::ev::online, move |_| set.set(true));
    on_cleanup(move || {
        gone.remove();
        back.remove();
    });
    online
}
