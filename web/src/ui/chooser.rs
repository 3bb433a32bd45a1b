//! A choice from many options: typing filters them, without accents or by code.

use crate::markup::{Markup, html};
use crate::reactive::{effect, sort_by, when};
use crate::t;
use crate::ui::field::leave;
use crate::ui::{FieldContext, Icon};
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use rules::unicode;
use std::sync::Arc;
use web_sys::{HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Maximum number of rows rendered; further typing finds the others.
const MOST_ROWS: usize = 60;
/// Height in px that a list needs below its input.
const WANTED_BELOW: f64 = 260.0;

/// An option of a chooser.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Value that is sent.
    pub value: String,
    /// Label that is displayed.
    pub label: String,
    /// Code at the right; typing finds it too.
    pub code: String,
    /// Further text in smaller type; typing finds it too.
    pub detail: String,
    folded: String,
    also: Vec<String>,
    /// Former names, folded and as displayed: first the name, then its area.
    former: Vec<(String, String)>,
}

impl Choice {
    /// Creates a choice without a code of its own.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self::with_code(value, label, "")
    }

    /// Creates a choice with a code, such as `POL` for Ba Lan.
    pub fn with_code(value: impl Into<String>, label: impl Into<String>, code: impl Into<String>) -> Self {
        let (value, label, code) = (value.into(), label.into(), code.into());
        let folded = rules::name::fold(&label);
        Self {
            value,
            label,
            code,
            folded,
            ..Self::default()
        }
    }

    /// Returns the choice with further words and codes by which typing finds it.
    #[must_use]
    pub fn found_by<'a>(mut self, words: impl Iterator<Item = &'a str>) -> Self {
        self.also = words.map(rules::name::fold).collect();
        self
    }

    /// Returns the choice with its former names, each of which typing finds too.
    #[must_use]
    pub fn formerly(mut self, names: &[String]) -> Self {
        self.former = names
            .iter()
            .map(|name| (rules::name::fold(name), name.clone()))
            .collect();
        self
    }

    /// Returns the choice as it is offered for the typed text: with the former names that may be meant.
    fn offered(&self, typed: &str) -> Self {
        let mut offered = self.clone();
        offered.former.retain(|(name, _)| is_name_of(name, typed));
        offered
    }

    /// Returns whether it had exactly that former name.
    fn had(&self, typed: &str) -> bool {
        self.former
            .iter()
            .any(|(folded, _)| folded.strip_prefix(typed).is_some_and(|rest| rest.starts_with(',')))
    }

    /// Returns the text below its label.
    pub fn below(&self) -> String {
        let former: Vec<_> = self.former.iter().map(|(_, name)| name.as_str()).collect();
        if former.is_empty() {
            self.detail.clone()
        } else {
            t!(field.formerly, names = former.join("; "))
        }
    }

    /// Creates a choice whose label alone is not clear, such as a visa symbol.
    pub fn with_detail(value: impl Into<String>, label: impl Into<String>, detail: impl Into<String>) -> Self {
        let (value, label, detail) = (value.into(), label.into(), detail.into());
        let folded = rules::name::fold(&format!("{label} {detail}"));
        Self {
            value,
            label,
            detail,
            folded,
            ..Self::default()
        }
    }

    /// Returns how well it matches the typed text: its whole name first, then its code (`Nga` is not Nigeria, NGA),
    /// then the beginning of the name, the beginning of a word, any part.
    fn rank(&self, typed: &str) -> Option<u8> {
        let is_code = |code: &String| code.eq_ignore_ascii_case(typed);
        let is_name = self.folded == typed || self.label.eq_ignore_ascii_case(typed);
        if typed.is_empty() || is_name || self.also.iter().any(|also| also == typed) {
            Some(0)
        } else if is_code(&self.code) || is_code(&self.value) {
            Some(1)
        } else if self.folded.starts_with(typed) {
            Some(2)
        } else if self.folded.contains(&format!(" {typed}")) {
            Some(3)
        } else {
            let is_in_another = self.also.iter().any(|also| also.contains(typed))
                || self.former.iter().any(|(name, _)| is_name_of(name, typed));
            (self.folded.contains(typed) || is_in_another).then_some(4)
        }
    }

    /// Returns whether the typed text is exactly its name or its code.
    fn is_meant_by(&self, typed: &str) -> bool {
        self.rank(typed).is_some_and(|rank| rank < 2)
    }

    /// Returns the text of the input once it is chosen.
    fn in_full(&self) -> String {
        match (self.code.is_empty(), self.detail.is_empty()) {
            (true, true) => self.label.clone(),
            (true, false) => format!("{} – {}", self.label, self.detail),
            (false, _) => format!("{} ({})", self.label, self.code),
        }
    }
}

/// Returns whether the typed text begins a word of the name before the comma; the word for a ward alone does not count.
fn is_name_of(former: &str, typed: &str) -> bool {
    let end = former.find(',').unwrap_or(former.len());
    let is_begun = |at: usize| at > 0 && at < end && former[..at].ends_with(' ');
    typed.len() > 2
        && (typed.contains(' ') && former.starts_with(typed) || former.match_indices(typed).any(|(at, _)| is_begun(at)))
}

/// Returns the choices that match, best first.
pub fn fitting(all: &[Choice], typed: &str) -> Vec<Choice> {
    let wanted = rules::name::fold(typed.trim());
    let mut found: Vec<(u8, Option<usize>, &Choice)> = all
        .iter()
        .filter_map(|choice| Some((choice.rank(&wanted)?, choice.folded.find(&wanted), choice)))
        .collect();
    // A match nearer to the beginning is first: `nha trang` is Phường Nha Trang before Phường Bắc Nha Trang.
    sort_by(&mut found, |(rank, at, _)| (*rank, *at));
    found
        .into_iter()
        .take(MOST_ROWS)
        .map(|(_, _, choice)| choice.offered(&wanted))
        .collect()
}

/// Returns the choice that the typed text means: the only match, or the exact match, unless another choice had that
/// name or, with a text in capitals, has that code.
fn meant(shown: &[Choice], text: &str) -> Option<Choice> {
    let typed = rules::name::fold(text.trim());
    let is_loud = unicode::capital(text) == text;
    let is_other = |other: &Choice| other.had(&typed) || is_loud && other.is_meant_by(&typed);
    match shown {
        [only] => Some(only.clone()),
        [first, others @ ..] if first.is_meant_by(&typed) && !others.iter().any(is_other) => Some(first.clone()),
        _ => None,
    }
}

/// State of the combobox.
#[derive(Clone, Copy)]
struct Combo {
    value: RwSignal<String>,
    options: Signal<Arc<Vec<Choice>>>,
    /// Text being typed; `None` while the input displays the value.
    typed: RwSignal<Option<String>>,
    shown: Memo<Vec<Choice>>,
    open: RwSignal<bool>,
    /// Whether the list is displayed above the input.
    up: RwSignal<bool>,
    active: RwSignal<usize>,
    input: NodeRef<leptos::html::Input>,
    /// Whether the value is a typed text that matches no choice.
    odd: RwSignal<bool>,
    on_leave: Option<Callback<()>>,
    on_choose: Option<Callback<String>>,
}

impl Combo {
    fn text(&self) -> String {
        let chosen = || {
            let value = self.value.get();
            self.options.with(|all| {
                let chosen = all.iter().find(|choice| choice.value == value).map(Choice::in_full);
                // A typed text that matches no choice is displayed as typed. Ids of a list whose request is pending are
                // not displayed: they mean nothing to a reader.
                let is_on_its_way = all.is_empty() && !self.odd.get();
                chosen.unwrap_or_else(|| if is_on_its_way { String::new() } else { value })
            })
        };
        self.typed.get().unwrap_or_else(chosen)
    }

    /// Looks up a text that was typed before the list arrived, once the list is loaded.
    fn look_up(&self) {
        let value = self.value.get_untracked();
        let meant = self.options.with_untracked(|all| {
            let is_known = value.is_empty() || all.iter().any(|choice| choice.value == value);
            if is_known {
                None
            } else {
                meant(&fitting(all, &value), &value)
            }
        });
        if let Some(choice) = meant {
            self.choose(choice);
        }
    }

    fn choose(&self, choice: Choice) {
        self.odd.set(false);
        self.value.set(choice.value.clone());
        self.typed.set(None);
        self.open.set(false);
        if let Some(on_choose) = self.on_choose {
            on_choose.run(choice.value);
        }
    }

    fn show(&self) {
        if self.open.get_untracked() {
            return;
        }
        let value = self.value.get_untracked();
        let at = self
            .shown
            .with_untracked(|shown| shown.iter().position(|choice| choice.value == value));
        self.active.set(at.unwrap_or(0));
        self.up
            .set(self.input.get_untracked().is_some_and(|input| is_low(&input)));
        self.open.set(true);
    }

    fn take(&self, typed: String) {
        self.show();
        self.typed.set(Some(typed));
        self.active.set(0);
    }

    fn step(&self, by: isize) {
        if !self.open.get_untracked() {
            return self.show();
        }
        let count = self.shown.with_untracked(Vec::len);
        if count > 0 {
            self.active
                .update(|at| *at = at.checked_add_signed(by).unwrap_or(count - 1) % count);
        }
    }

    fn choose_active(&self) {
        let at = self.active.get_untracked();
        if let Some(choice) = self.shown.with_untracked(|shown| shown.get(at).cloned()) {
            self.choose(choice);
        }
    }

    fn press(&self, event: &KeyboardEvent) {
        let is_open = self.open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if !event.ctrl_key() => self.step(1),
            "ArrowUp" => self.step(-1),
            "Enter" if is_open && !event.ctrl_key() => self.choose_active(),
            "Escape" if is_open => {
                // The displayed value stays; a panel around the list does not close with it.
                event.stop_propagation();
                self.typed.set(None);
                self.open.set(false);
            }
            _ => return,
        }
        event.prevent_default();
    }

    /// Chooses the choice that the typed text means; an emptied input chooses nothing. Otherwise the typed text becomes
    /// the value, so that the check of the form refuses it: the earlier value is not what the user meant.
    fn leave(&self) {
        if self.typed.is_disposed() {
            return;
        }
        if let Some(text) = self.typed.get_untracked() {
            match self.shown.with_untracked(|shown| meant(shown, &text)) {
                Some(choice) if !text.trim().is_empty() => self.choose(choice),
                _ => {
                    self.odd.set(true);
                    self.value.set(text.trim().to_owned());
                    self.typed.set(None);
                }
            }
        }
        self.open.set(false);
        leave(self.on_leave);
    }
}

/// Renders a combobox (docs/pages.md, "Chooser") inside a [`crate::ui::Field`].
#[component]
pub fn Chooser(
    /// The value chosen; empty for none.
    value: RwSignal<String>,
    /// Choices that are offered.
    #[prop(into)]
    options: Signal<Arc<Vec<Choice>>>,
    /// Called when focus leaves it.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Called when a choice is made.
    #[prop(optional, into)]
    on_choose: Option<Callback<String>>,
    /// Shown while nothing is chosen.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
) -> Markup {
    let field = FieldContext::here();
    let (invalid, described_by, id) = (field.invalid, field.described_by, field.id);
    let (open, active, typed) = (
        RwSignal::new(false),
        RwSignal::new(0_usize),
        RwSignal::new(None::<String>),
    );
    let shown = Memo::new(move |_| fitting(&options.get(), &typed.get().unwrap_or_default()));
    let (up, input) = (RwSignal::new(false), NodeRef::<leptos::html::Input>::new());
    let combo = Combo {
        value,
        options,
        typed,
        shown,
        open,
        up,
        active,
        input,
        odd: RwSignal::new(false),
        on_leave,
        on_choose,
    };
    effect(move || {
        options.track();
        untrack(|| combo.look_up());
    });
    let select_all = move |event: FocusEvent| event_target::<HtmlInputElement>(&event).select();
    let active_option = {
        let id = id.clone();
        move || (open.get() && shown.with(|shown| !shown.is_empty())).then(|| option_id(&id, active.get()))
    };
    html! {
        <span class="select-hold chooser" class:chooser-up=up>
            <input
                node_ref=input
                id=id.clone()
                class="input select"
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=format!("{id}-list")
                aria-activedescendant=active_option
                aria-describedby=described_by
                aria-invalid=move || invalid.get().then_some("true")
                placeholder=move || placeholder.as_ref().map(TextProp::get)
                prop:value=move || combo.text()
                on:input=move |event| combo.take(event_target_value(&event))
                on:focus=select_all
                on:click=move |_| combo.show()
                on:keydown=move |event| combo.press(&event)
                on:blur=move |_| combo.leave()
            />
            {move || html! { <Icon name=if open.get() { "chevron-up" } else { "chevron-down" }/> }}
            <Options combo id/>
            <span class="hidden" role="status">{when(move || open.get().then(|| match shown.with(Vec::len) {
                0 => t!(field.none_found).to_owned(),
                count => t!(field.found, count = count),
            }))}</span>
            {when(move || (open.get() && shown.with(Vec::is_empty)).then(|| html! { <p class="chooser-none">{t!(field.none_found)}</p> }))}
        </span>
    }
}

/// Renders the list below or above the input.
#[component]
fn Options(combo: Combo, id: String) -> Markup {
    let list = NodeRef::<leptos::html::Ul>::new();
    let (open, active) = (combo.open, combo.active);
    effect(move || {
        let at = active.get();
        let row = open
            .get()
            .then(|| list.get()?.children().item(u32::try_from(at).ok()?))
            .flatten();
        if let Some(row) = row {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let (list_id, label_id) = (format!("{id}-list"), format!("{id}-label"));
    let rows = move || {
        let chosen = combo.value.get();
        combo
            .shown
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, choice)| {
                let is_chosen = choice.value == chosen;
                let detail = choice.below();
                let Choice { label, code, .. } = choice.clone();
                html! {
                    <li
                        id=option_id(&id, at)
                        class="chooser-row"
                        class:active=move || active.get() == at
                        role="option"
                        aria-selected=if is_chosen { "true" } else { "false" }
                        // The input keeps focus; an option is chosen on click, the only event that assistive technology
                        // sends.
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| combo.choose(choice.clone())
                    >
                        <span class="chooser-tick">{is_chosen.then(|| html! { <Icon name="check"/> })}</span>
                        <span class="chooser-label">
                            {label}
                            {(!detail.is_empty()).then_some(html! { <span class="chooser-detail">{detail}</span> })}
                        </span>
                        <span class="chooser-code">{code}</span>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    html! {
        <ul class="chooser-list" class:open=open id=list_id role="listbox" node_ref=list aria-labelledby=label_id>
            {move || open.get().then(&rows)}
        </ul>
    }
}

fn option_id(id: &str, at: usize) -> String {
    format!("{id}-option-{at}")
}

/// Returns whether there is more room above the input than below.
fn is_low(input: &HtmlInputElement) -> bool {
    let height = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64())
        .unwrap_or(0.0);
    let place = input.get_bounding_client_rect();
    height - place.bottom() < WANTED_BELOW && place.top() > height - place.bottom()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(all: &[Choice], typed: &str) -> Vec<String> {
        fitting(all, typed).into_iter().map(|choice| choice.label).collect()
    }

    #[test]
    fn countries_are_found_without_accents_and_by_code() {
        let all = [
            Choice::with_code("FI", "Phần Lan", "FIN"),
            Choice::with_code("PL", "Ba Lan", "POL"),
            Choice::with_code("NL", "Hà Lan", "NLD"),
        ];
        assert_eq!(labels(&all, "pol"), ["Ba Lan"]);
        assert_eq!(labels(&all, "ha l"), ["Hà Lan"]);
        assert_eq!(labels(&all, "lan"), ["Ba Lan", "Hà Lan", "Phần Lan"]);
        assert!(labels(&all, "xyz").is_empty());
    }

    #[test]
    fn a_name_comes_before_the_code_that_it_is_without_accents() {
        let all = [
            Choice::with_code("NG", "Nigeria", "NGA"),
            Choice::with_code("RU", "Nga", "RUS"),
            Choice::with_code("MY", "Malaysia", "MYS"),
            Choice::with_code("MM", "Myanmar", "MMR"),
            Choice::with_code("US", "Hoa Kỳ", "USA").found_by(["Mỹ"].into_iter()),
            Choice::with_code("BI", "Burundi", "BDI"),
            Choice::with_code("BE", "Bỉ", "BEL"),
        ];
        for (typed, label) in [
            ("nga", "Nga"),
            ("Mỹ", "Hoa Kỳ"),
            ("my", "Hoa Kỳ"),
            ("bỉ", "Bỉ"),
            ("NGA", "Nga"),
        ] {
            assert_eq!(labels(&all, typed)[0], label, "{typed}");
        }
        for (typed, value) in [("nga", "RU"), ("Mỹ", "US"), ("bi", "BE"), ("bdi", "BI"), ("USA", "US")] {
            assert_eq!(
                meant(&fitting(&all, typed), typed)
                    .map(|choice| choice.value)
                    .as_deref(),
                Some(value),
                "{typed}"
            );
        }
        // In capitals it is also a code, so the meaning is ambiguous.
        for typed in ["NGA", "MY", "BI"] {
            assert!(meant(&fitting(&all, typed), typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn other_words_and_codes_for_it_are_found_too() {
        let stateless = Choice::with_code("XA", "Không quốc tịch", "XXA");
        let all = [
            Choice::with_code("VN", "Việt Nam", "VNM"),
            stateless.found_by("Vô quốc tịch|Stateless person".split('|')),
            Choice::with_code("XK", "Kosovo", "RKS").found_by(["XKX", "XXK"].into_iter()),
        ];
        for typed in ["không quốc tịch", "vo quoc tich", "stateless", "XXA", "xa"] {
            assert_eq!(meant(&fitting(&all, typed), typed).unwrap().value, "XA", "{typed}");
        }
        assert_eq!(meant(&fitting(&all, "xkx"), "xkx").unwrap().value, "XK");
        assert!(meant(&fitting(&all, "nước khác"), "nước khác").is_none());
    }

    #[test]
    fn a_commune_comes_before_the_ones_named_after_it() {
        let all = [
            Choice::new("22333", "Phường Bắc Nha Trang"),
            Choice::new("22366", "Phường Nha Trang"),
        ];
        assert_eq!(labels(&all, "nha trang"), ["Phường Nha Trang", "Phường Bắc Nha Trang"]);
    }

    #[test]
    fn a_commune_is_found_by_the_names_that_it_had_and_each_that_had_a_name_is_offered() {
        let had = |code: &str, name: &str, former: &[&str]| {
            let former: Vec<String> = former.iter().map(|&name| name.to_owned()).collect();
            Choice::new(code, name).formerly(&former)
        };
        let all = [
            had("22366", "Phường Nha Trang", &["phường Lộc Thọ, TP Nha Trang"]),
            had(
                "22333",
                "Phường Bắc Nha Trang",
                &["phường Vĩnh Hải, TP Nha Trang", "xã Vĩnh Lương, TP Nha Trang"],
            ),
            had("22402", "Phường Nam Nha Trang", &["xã Vĩnh Thái, TP Nha Trang"]),
            had("22852", "Xã Vĩnh Hải", &["xã Vĩnh Hải, huyện Ninh Hải"]),
            had("22453", "Xã Cam Lâm", &["xã Cam Hòa, huyện Cam Lâm (một phần)"]),
            had("22708", "Xã Suối Dầu", &["xã Cam Hòa, huyện Cam Lâm (một phần)"]),
            had("22561", "Xã Bắc Ninh Hòa", &["xã Ninh Sơn, thị xã Ninh Hòa"]),
            had("22810", "Xã Ninh Sơn", &["thị trấn Tân Sơn, huyện Ninh Sơn"]),
        ];
        for typed in ["lộc thọ", "phuong loc tho", "Lộc Thọ, TP Nha"] {
            let found = fitting(&all, typed);
            assert_eq!(found.len(), 1, "{typed}");
            assert_eq!(found[0].former[0].1, "phường Lộc Thọ, TP Nha Trang", "{typed}");
            assert_eq!(meant(&found, typed).unwrap().value, "22366", "{typed}");
        }
        assert_eq!(labels(&all, "vinh hai"), ["Xã Vĩnh Hải", "Phường Bắc Nha Trang"]);
        assert!(meant(&fitting(&all, "vinh hai"), "vinh hai").is_none());
        assert_eq!(labels(&all, "cam hoa"), ["Xã Cam Lâm", "Xã Suối Dầu"]);
        // A current name that another commune had: the meaning is ambiguous.
        assert_eq!(labels(&all, "xã ninh sơn"), ["Xã Ninh Sơn", "Xã Bắc Ninh Hòa"]);
        assert!(meant(&fitting(&all, "xã ninh sơn"), "xã ninh sơn").is_none());
        assert_eq!(
            meant(&fitting(&all, "xã vĩnh hải"), "xã vĩnh hải").unwrap().value,
            "22852"
        );
        // No former name is displayed where none was meant.
        for typed in ["", "nha trang", "phuong", "xa", "tp"] {
            let told = fitting(&all, typed).iter().any(|choice| !choice.former.is_empty());
            assert!(!told, "{typed}");
        }
    }

    #[test]
    fn a_room_is_meant_by_its_whole_number_only() {
        let all = [
            Choice::with_detail("a", "20", "Đôi"),
            Choice::with_detail("b", "201", "Đôi"),
        ];
        let found = fitting(&all, "20");
        assert!(found[0].is_meant_by("20") && found[0].label == "20");
        assert!(!found[1].is_meant_by("20"));
    }
}
