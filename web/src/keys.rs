//! Keyboard shortcuts, and their list. A scanner is a keyboard: its input triggers no shortcut.

use crate::browser;
use crate::burst::Burst;
use crate::reactive::sort_by;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

const REMEMBERED: &str = "luutru.keys.letters";
/// A letter acts once it cannot be the first one of a scan: a little after [`crate::burst::APART_MS`].
const CERTAIN: Duration = Duration::from_millis(45);
/// Time without input after which a scan that ended a line is complete.
const SCAN_IS_OVER: Duration = Duration::from_millis(130);
/// Time without input after another character: on a busy machine characters come late, and half a scan cannot be read.
const SCAN_IS_CUT: Duration = Duration::from_millis(400);
/// Attribute of fields that read scans themselves.
const READS_SCANS: &str = "data-reads-scans";

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
    /// A single letter or character: acts only outside of inputs, and can be turned off.
    Letter(&'static str),
    /// A function key or similar: acts everywhere.
    Named(&'static str),
    /// With Ctrl (or ⌘ on Apple keyboards): acts everywhere.
    Ctrl(&'static str),
}

impl Key {
    /// Returns the text on its key cap.
    pub fn cap(self) -> String {
        let plain = |name: &str| match name {
            "ArrowDown" => "↓".to_owned(),
            "ArrowUp" => "↑".to_owned(),
            "Escape" => "Esc".to_owned(),
            other => other.to_ascii_uppercase().replace("ENTER", "Enter"),
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

/// The shortcuts of the page.
#[derive(Clone, Copy)]
pub struct Keys {
    known: RwSignal<Vec<Shortcut>>,
    next: StoredValue<u32>,
    letters: RwSignal<bool>,
    burst: StoredValue<Burst>,
    /// Increases with each character that is typed.
    turn: StoredValue<u32>,
    /// Field that receives a possible scan, and its content before.
    before: StoredValue<Option<(HtmlElement, String)>, LocalStorage>,
    /// Whether the current scan is kept from the page.
    caught: StoredValue<bool>,
    scans: StoredValue<Option<ScanTaker>>,
}

/// The receiver of scans outside of the fields for them.
#[derive(Clone, Copy)]
pub struct ScanTaker {
    /// Returns whether the receiver accepts scans now.
    pub wanted: Callback<(), bool>,
    /// Receives a scan.
    pub take: Callback<String>,
}

impl Keys {
    /// Creates an empty list; listens from now on.
    pub fn new() -> Self {
        let letters = browser::stored(REMEMBERED).as_deref() != Some("off");
        let keys = Self {
            known: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            letters: RwSignal::new(letters),
            burst: StoredValue::new(Burst::default()),
            turn: StoredValue::new(0),
            before: StoredValue::new_local(None),
            caught: StoredValue::new(false),
            scans: StoredValue::new(None),
        };
        // Before any listener in the page; for as long as the document exists.
        let hear =
            Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| keys.hear(&event)).into_js_value();
        let _ = window().add_event_listener_with_callback_and_bool("keydown", hear.unchecked_ref(), true);
        let listener = window_event_listener(leptos::ev::keydown, move |event| keys.press(&event));
        on_cleanup(move || listener.remove());
        keys
    }

    /// Passes scans made outside of the fields for them to `taker`, while this view is displayed.
    pub fn catch_scans(self, taker: ScanTaker) {
        self.scans.set_value(Some(taker));
        on_cleanup(move || {
            self.scans.try_set_value(None);
        });
    }

    /// Handles every key first, to distinguish a scanner from a person. A scan triggers no shortcut, confirms nothing,
    /// and leaves nothing in a field that happened to have focus.
    fn hear(self, event: &KeyboardEvent) {
        // No scanner holds a key down.
        if event.is_composing() || event.repeat() {
            return;
        }
        let at = event.time_stamp();
        let name = event.key();
        let held = event.ctrl_key() || event.alt_key() || event.meta_key();
        let is_sign = name.chars().count() == 1 && (!held || event.get_modifier_state("AltGraph"));
        if is_sign {
            self.hear_sign(event, &name, at);
        } else if matches!(name.as_str(), "Enter" | "Tab") && !held {
            self.hear_end(event, at);
        }
    }

    fn hear_sign(self, event: &KeyboardEvent, sign: &str, at: f64) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        if !self.burst.with_value(|burst| burst.goes_on(at)) {
            self.caught.set_value(false);
        }
        let is_scan = self
            .burst
            .try_update_value(|burst| burst.sign(sign, at))
            .unwrap_or_default();
        let field = active().filter(is_typed_into);
        // A scan that began elsewhere is handled as it began, wherever focus is now: the field would receive only its
        // rest.
        if field.as_ref().is_some_and(reads_scans) && !self.caught.get_value() {
            return;
        }
        if !is_scan {
            if self.burst.with_value(Burst::is_new) || field.as_ref() != self.field_before().as_ref() {
                self.before.set_value(field.map(|field| {
                    let value = browser::value_of(&field);
                    (field, value)
                }));
            }
            return;
        }
        let is_wanted = self.is_wanted();
        // A hand-held reader may type into a field a text that is not a document, such as a number to search for.
        let may_stay = field.is_some() && !(is_wanted && self.burst.with_value(Burst::begins_as_scan));
        if may_stay && !self.caught.get_value() {
            return;
        }
        event.prevent_default();
        event.stop_immediate_propagation();
        if !self.caught.get_value() {
            self.caught.set_value(true);
            self.put_back();
        }
        self.hand_over_soon();
    }

    fn hear_end(self, event: &KeyboardEvent, at: f64) {
        let ends = self.burst.try_update_value(|burst| burst.ends(at)).unwrap_or_default();
        if !ends {
            return;
        }
        // After a number scanned into a field, only an Enter that would submit a form is blocked. Tab confirms nothing:
        // it moves focus on from the current element.
        let is_for_field = |field: &HtmlElement| {
            let is_search = field.closest("[role=search]").ok().flatten().is_some();
            let chooses = field.get_attribute("role").as_deref() == Some("combobox");
            reads_scans(field) || is_search || chooses
        };
        let passes =
            || event.key() == "Tab" || active().filter(is_typed_into).is_some_and(|field| is_for_field(&field));
        // Where nothing accepts scans, as at sign-in, such fast input comes from a password manager.
        if !self.caught.get_value() && (!self.is_wanted() || passes()) {
            return;
        }
        event.prevent_default();
        event.stop_immediate_propagation();
        if self.caught.get_value() {
            self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
            self.hand_over_soon();
        }
    }

    /// Returns whether a receiver accepts scans.
    fn is_wanted(self) -> bool {
        self.scans.get_value().is_some_and(|taker| taker.wanted.run(()))
    }

    fn field_before(self) -> Option<HtmlElement> {
        self.before
            .with_value(|before| before.as_ref().map(|(field, _)| field.clone()))
    }

    /// Removes from a field the characters typed into it before they were recognised as a scan.
    fn put_back(self) {
        let Some((field, value)) = self.before.with_value(Clone::clone) else {
            return;
        };
        self.before.set_value(None);
        if active().as_ref() == Some(&field) && browser::value_of(&field) != value {
            set_value_of(&field, &value);
        }
    }

    /// Passes the scan to its receiver when no more input follows.
    fn hand_over_soon(self) {
        let turn = self.turn.get_value();
        let patience = if self.burst.with_value(Burst::is_at_end) {
            SCAN_IS_OVER
        } else {
            SCAN_IS_CUT
        };
        set_timeout(
            move || {
                if self.turn.try_get_value() != Some(turn) {
                    return;
                }
                let text = self.burst.try_update_value(Burst::hand_over).unwrap_or_default();
                if let Some(taker) = self.scans.get_value().filter(|taker| taker.wanted.run(())) {
                    taker.take.run(text);
                }
            },
            patience,
        );
    }

    /// Returns the shortcuts of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Returns whether single letters act.
    pub fn letters(self) -> bool {
        self.letters.get()
    }

    /// Turns single letters on or off, for this browser.
    pub fn set_letters(self, on: bool) {
        browser::store(REMEMBERED, if on { "on" } else { "off" });
        self.letters.set(on);
    }

    /// Returns cap and meaning of every shortcut that acts now.
    pub fn list(self) -> Vec<(String, String)> {
        self.known.with(|known| {
            // The latest one acts, so it is the one to list.
            let mut list: Vec<(String, String)> = Vec::new();
            for shortcut in known.iter().rev() {
                let cap = shortcut.key.cap();
                if list.iter().all(|(other, _)| *other != cap) {
                    list.push((cap, shortcut.does.get().to_string()));
                }
            }
            sort_by(&mut list, Clone::clone);
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
        let is_letter = matches!(found.key, Key::Letter(_));
        if is_letter && (!self.letters.get_untracked() || is_typing()) {
            return;
        }
        if is_in_dialog() {
            return;
        }
        event.prevent_default();
        if !is_letter || event.repeat() {
            return found.act.run(());
        }
        // It may be the first letter of a scan: that is certain a moment later.
        if !self.burst.with_value(Burst::is_alone) {
            return;
        }
        let turn = self.turn.get_value();
        set_timeout(
            move || {
                let is_alone = self.turn.try_get_value() == Some(turn);
                let still = || {
                    self.known
                        .with_untracked(|known| known.iter().any(|shortcut| shortcut.id == found.id))
                };
                if is_alone && still() && !is_typing() && !is_in_dialog() {
                    found.act.run(());
                }
            },
            CERTAIN,
        );
    }
}

/// Runs `act` on `key` while this view is displayed; `does` describes it in the list under `?`.
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

/// Returns the focused element.
fn active() -> Option<HtmlElement> {
    document().active_element()?.dyn_into::<HtmlElement>().ok()
}

/// Returns whether keys are typed into an input.
fn is_typing() -> bool {
    active().is_some_and(|active| is_typed_into(&active))
}

fn is_typed_into(element: &HtmlElement) -> bool {
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(
            element.get_attribute("type").as_deref(),
            Some("checkbox" | "radio" | "button")
        ),
        _ => element.is_content_editable(),
    }
}

fn reads_scans(element: &HtmlElement) -> bool {
    element.has_attribute(READS_SCANS)
}

/// Returns whether a question is open; the shortcuts of a panel act, also where it covers the page.
fn is_in_dialog() -> bool {
    document().query_selector(".dialog[open]").ok().flatten().is_some()
}

/// Sets the value as if it had been typed, so that the page is notified.
fn set_value_of(element: &Element, value: &str) {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(value);
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(value);
    } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        select.set_value(value);
    } else {
        return;
    }
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    for kind in ["input", "change"] {
        if let Ok(event) = web_sys::Event::new_with_event_init_dict(kind, &options) {
            let _ = element.dispatch_event(&event);
        }
    }
}
