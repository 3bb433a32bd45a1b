//! Search text that is applied after a pause in typing.

use crate::browser;
use crate::reactive::effect;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Length of the pause.
const REST_MS: i32 = 300;

/// Copies `typed` to `sought` after a pause in typing; fewer than `fewest` letters search for nothing. Code that
/// empties `sought` also empties the field.
pub fn rests(typed: RwSignal<String>, sought: RwSignal<String>, fewest: usize) {
    typed.set(sought.get_untracked());
    let turn = StoredValue::new(0_u32);
    effect(move || {
        let text = typed.with(|text| text.trim().to_owned());
        let text = if text.chars().count() < fewest {
            String::new()
        } else {
            text
        };
        let number = turn.get_value().wrapping_add(1);
        turn.set_value(number);
        if sought.with_untracked(|sought| *sought == text) {
            return;
        }
        spawn_local(async move {
            browser::pause(REST_MS).await;
            if turn.try_get_value() == Some(number) {
                sought.set(text);
            }
        });
    });
    effect(move || {
        let is_emptied = sought.with(String::is_empty);
        if is_emptied && typed.with_untracked(|typed| typed.trim().chars().count() >= fewest) {
            typed.set(String::new());
        }
    });
}
