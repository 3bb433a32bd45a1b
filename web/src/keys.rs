//! Keys that act, and the list of them.

use crate::browser;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const REMEMBERED: &str = "luutru.keys.letters";

/// A key that acts somewhere on the page.
#[derive(Clone)]
struct Shortcut {
    id: u32,
    key: Key,
    does: TextProp,
    act: Callback<()>,
}

/// A key, alone or with Ctrl.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A single letter or sign: acts only outside of inputs, and can be turned off.
    Letter(&'static str),
    /// A function key or the like: acts everywhere.
    Named(&'static str),
    /// With Ctrl (on Apple keyboards ⌘ does as well): acts everywhere.
    Ctrl(&'static str),
}

impl Key {
    /// As it is written on its cap.
    pub fn cap(self) -> String {
        let plain = |name: &str| match name {
            "ArrowDown" => "↓".to_owned(),
            "ArrowUp" => "↑".to_owned(),
            "Escape" => "Esc".to_owned(),
            other => other.to_uppercase().replace("ENTER", "Enter"),
        };
        match self {
            Self::Letter(name) | Self::Named(name) => plain(name),
            Self::Ctrl(name) => format!("Ctrl {}", plain(name)),
        }
    }

    fn is_pressed(self, event: &KeyboardEvent) -> bool {
        let held = event.ctrl_key() || event.meta_key();
        match self {
            Self::Letter(name) => !held && !event.alt_key() && event.key().eq_ignore_ascii_case(name),
            Self::Named(name) => !held && event.key() == name,
            Self::Ctrl(name) => held && event.key() == name,
        }
    }
}

/// The keys of the page.
#[derive(Clone, Copy)]
pub struct Keys {
    known: RwSignal<Vec<Shortcut>>,
    next: StoredValue<u32>,
    letters: RwSignal<bool>,
}

impl Keys {
    /// None yet; listens from now on.
    pub fn new() -> Self {
        let letters = browser::stored(REMEMBERED).as_deref() != Some("off");
        let keys = Self {
            known: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            letters: RwSignal::new(letters),
        };
        let listener = window_event_listener(leptos::ev::keydown, move |event| keys.press(&event));
        on_cleanup(move || listener.remove());
        keys
    }

    /// The keys of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Whether single letters act.
    pub fn letters(self) -> bool {
        self.letters.get()
    }

    /// Turns single letters on or off, for this browser.
    pub fn set_letters(self, on: bool) {
        browser::store(REMEMBERED, if on { "on" } else { "off" });
        self.letters.set(on);
    }

    /// Cap and meaning of every key that acts now.
    pub fn list(self) -> Vec<(String, String)> {
        self.known.with(|known| {
            // The latest one acts, so it is the one to tell of.
            let mut list: Vec<(String, String)> = Vec::new();
            for shortcut in known.iter().rev() {
                let cap = shortcut.key.cap();
                if list.iter().all(|(other, _)| *other != cap) {
                    list.push((cap, shortcut.does.get().to_string()));
                }
            }
            list.sort();
            list
        })
    }

    fn press(self, event: &KeyboardEvent) {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let found = self.known.with_untracked(|known| {
            known
                .iter()
                .rev()
                .find(|shortcut| shortcut.key.is_pressed(event))
                .cloned()
        });
        let Some(found) = found else { return };
        if matches!(found.key, Key::Letter(_)) && (!self.letters.get_untracked() || is_typing()) {
            return;
        }
        if is_in_dialog() {
            return;
        }
        event.prevent_default();
        found.act.run(());
    }
}

/// While this view stands, `key` does something; `does` says what in the list under `?`.
pub fn use_key(key: Key, does: impl Into<TextProp>, act: impl Fn() + Send + Sync + 'static) {
    let Some(keys) = use_context::<Keys>() else { return };
    let id = keys.next.get_value().wrapping_add(1);
    keys.next.set_value(id);
    keys.known.update(|known| {
        known.push(Shortcut {
            id,
            key,
            does: does.into(),
            act: Callback::new(move |()| act()),
        });
    });
    on_cleanup(move || {
        keys.known
            .try_update(|known| known.retain(|shortcut| shortcut.id != id));
    });
}

/// Whether keys go into an input.
fn is_typing() -> bool {
    let Some(active) = document()
        .active_element()
        .and_then(|active| active.dyn_into::<HtmlElement>().ok())
    else {
        return false;
    };
    match active.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(
            active.get_attribute("type").as_deref(),
            Some("checkbox" | "radio" | "button")
        ),
        _ => active.is_content_editable(),
    }
}

fn is_in_dialog() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}
