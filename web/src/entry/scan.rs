//! The scanner field of the form, and the proof from its scan.

use super::camera::Camera;
use crate::browser;
use crate::entry::desk::Desk;
use crate::entry::evidence::{Evidence, Lines, check_word};
use crate::entry::form::Content;
use crate::entry::reading::{OVER_MS, Replaced, begun_anew, extent, kept_part, read};
use crate::keys::{Key, use_key};
use crate::markup::{Markup, html};
use crate::reactive::{effect, when};
use crate::scans::Scans;
use crate::t;
use crate::ui::scanner::Scanner;
use crate::ui::{Button, Icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::citizen_qr::Extent;

/// State of the scanner field.
#[derive(Clone, Copy)]
struct Scanning {
    desk: Desk,
    scans: Scans,
    text: RwSignal<String>,
    evidence: RwSignal<Option<Evidence>>,
    refusal: RwSignal<Option<String>>,
    refusals: RwSignal<u32>,
    replaced: RwSignal<Option<Replaced>>,
    /// Text of the completed scan, taken or refused: the next scan replaces it. A taken scan is not taken again when
    /// focus leaves the field: the form may have been corrected since.
    done: StoredValue<String>,
    /// Key of the notification to which the scan belongs.
    key: StoredValue<String>,
    /// Whether the scan waits for the list of nationalities.
    waits: StoredValue<bool>,
    /// Increases with each change of the text.
    turn: StoredValue<u32>,
}

/// Result of a scan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    More,
    Taken,
    Refused,
}

impl Scanning {
    fn new(desk: &Desk) -> Self {
        Self {
            desk: *desk,
            scans: Scans::here(),
            text: RwSignal::new(String::new()),
            evidence: RwSignal::new(None),
            refusal: RwSignal::new(None),
            refusals: RwSignal::new(0),
            replaced: RwSignal::new(None),
            done: StoredValue::new(String::new()),
            key: StoredValue::new(desk.form.key.get_untracked()),
            waits: StoredValue::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// Reads the content of the field.
    fn scan(self) -> Outcome {
        let scanned = self.text.get_untracked().trim().to_owned();
        if scanned.is_empty() {
            self.evidence.set(None);
            self.refusal.set(None);
            return Outcome::More;
        }
        if self.done.with_value(|done| *done == scanned) {
            if self.refusal.with_untracked(Option::is_some) {
                return Outcome::Refused;
            }
            if self.evidence.with_untracked(Option::is_some) {
                return Outcome::Taken;
            }
        }
        let lists = self.desk.lists();
        // The nationality is looked up in a list: a scan before the list is loaded waits for it.
        if !untrack(|| lists.has("nationalities")) {
            self.waits.set_value(true);
            return Outcome::More;
        }
        let today = rules::zone::local_date(lists.clock().now_untracked().get());
        match read(&scanned, today) {
            Ok(reading) => {
                let mut content = self.desk.content.get_untracked();
                let (found, replaced) = content.take(&reading, lists);
                let kept = kept_part(&scanned);
                self.done.set_value(kept.clone());
                self.text.set(kept);
                self.fill(content);
                self.desk.filled(found.filled());
                self.refusal.set(None);
                self.desk
                    .compare_all
                    .set(matches!(&found, Evidence::Lines(lines) if !lines.all_agree()));
                self.evidence.set(Some(found));
                // Scanning the same document again does not change the message about the guest before.
                if replaced.is_some() {
                    self.replaced.set(replaced);
                }
                Outcome::Taken
            }
            Err(None) => Outcome::More,
            Err(Some(said)) => {
                self.done.set_value(scanned);
                self.evidence.set(None);
                self.refusal.set(Some(said));
                self.refusals.update(|count| *count = count.wrapping_add(1));
                self.scans.say_refused();
                Outcome::Refused
            }
        }
    }

    fn fill(self, content: Content) {
        self.key.set_value(content.key.clone());
        self.desk.form.fill(content);
    }

    /// Handles Enter: the end of the scan, or of a line of it.
    fn enter(self) {
        // Cancels the wait for more input: its late end would move focus although the user has continued.
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        match self.scan() {
            Outcome::More => {
                // A scanner sends Enter between the lines of a passport.
                if self.text.with_untracked(|text| !text.trim().is_empty()) {
                    self.text.update(|text| text.push(' '));
                }
            }
            Outcome::Refused => browser::select_soon("scan".to_owned()),
            Outcome::Taken => {
                browser::set_input("scan", &self.done.get_value());
                self.go_on();
            }
        }
    }

    /// Prepares for the next scan, which replaces this one, and moves focus to the field that still needs input.
    fn go_on(self) {
        if !self.desk.go_to_needed() {
            browser::select_soon("scan".to_owned());
        }
    }

    fn type_in(self, typed: String) {
        let done = self.done.get_value();
        let was_taken = self.evidence.with_untracked(Option::is_some);
        let typed = match begun_anew(&done, &typed) {
            Some(next) => next,
            // The suffix of the scanner after the document, or the first characters of the next one.
            None if was_taken && !done.is_empty() && typed.len() > done.len() && typed.starts_with(&done) => {
                if !rules::scan::may_begin(&typed[done.len()..]) {
                    browser::set_input("scan", &done);
                }
                return;
            }
            None => typed,
        };
        self.text.set(typed);
        self.refusal.set(None);
        self.take_when_whole();
    }

    /// Takes a complete scan without Enter; a possibly complete one when no more input follows.
    fn take_when_whole(self) {
        let is_whole = self.text.with_untracked(|text| extent(text));
        let taken = is_whole == Extent::Whole && self.scan() == Outcome::Taken;
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        if !taken && is_whole != Extent::MaybeWhole {
            return;
        }
        let turn = self.turn.get_value();
        spawn_local(async move {
            browser::pause(OVER_MS).await;
            let is_over = self.turn.try_get_value() == Some(turn);
            // Focus is not moved back if the user has continued elsewhere.
            if is_over && browser::has_focus("scan") && self.scan() == Outcome::Taken {
                self.go_on();
            }
        });
    }

    /// Takes a scan from the camera, or from a scanner that typed while no field was waiting.
    fn take(self, scanned: String) {
        let is_next_line = self.evidence.with_untracked(Option::is_none)
            && self.refusal.with_untracked(Option::is_none)
            && !rules::scan::begins_anew(&scanned);
        let before = self.text.get_untracked();
        self.text.set(if is_next_line { before + &scanned } else { scanned });
        self.refusal.set(None);
        browser::focus("scan");
        self.enter();
    }

    /// Prepares for another guest with another document.
    fn start_anew(self) {
        self.text.set(String::new());
        self.done.set_value(String::new());
        self.evidence.set(None);
        self.refusal.set(None);
        self.replaced.set(None);
        self.desk.compare_all.set(false);
    }

    /// Restores the guest before, as if the scan had not happened.
    fn take_back(self) {
        let Some(replaced) = self.replaced.get_untracked() else {
            return;
        };
        self.start_anew();
        self.fill(replaced.before);
        self.desk.keep();
        browser::focus_soon("scan");
    }
}

/// Renders the scanner field with its evidence.
#[component]
pub fn ScanField() -> Markup {
    let desk = Desk::here();
    let scanning = Scanning::new(&desk);
    let (evidence, replaced) = (scanning.evidence, scanning.replaced);
    use_key(
        Key::Named("F2"),
        || t!(notify.key_scan),
        || {
            browser::focus("scan");
            // At once: characters that a scanner types meanwhile must not be selected and replaced.
            browser::select("scan");
        },
    );
    let key = Memo::new(move |_| desk.form.key.get());
    effect(move || {
        let key = key.get();
        if scanning.key.with_value(|known| *known != key) {
            scanning.key.set_value(key);
            scanning.start_anew();
        }
    });
    effect(move || {
        if desk.lists().has("nationalities") && scanning.waits.get_value() {
            scanning.waits.set_value(false);
            untrack(|| scanning.enter());
        }
    });
    let take = move |text: String| scanning.take(text);
    Scans::here().take_here(take);
    html! {
        <Scanner
            text=scanning.text
            on_enter=Callback::new(move |()| scanning.enter())
            on_leave=Callback::new(move |()| {
                scanning.scan();
            })
            on_type=Callback::new(move |typed| scanning.type_in(typed))
            refusal=scanning.refusal
            refusals=scanning.refusals
        >
            {move || evidence.get().map(|evidence| shown(&evidence))}
            {when(move || replaced.get().map(|replaced| html! {
                <p class="scan-replaced" id="scan-replaced">
                    <Icon name="history"/>
                    <span>{replaced.words()}</span>
                    <Button small=true id="scan-back" label=move || t!(notify.take_back) on_press=Callback::new(move |()| scanning.take_back())/>
                </p>
            }))}
        </Scanner>
        <Camera seen=Callback::new(take)/>
    }
}

fn shown(evidence: &Evidence) -> Markup {
    let notes = evidence
        .notes()
        .into_iter()
        .map(|note| html! { <span class="tag tag-warn-plain"><Icon name="triangle"/><span>{note}</span></span> })
        .collect::<Vec<_>>();
    let read = match evidence {
        Evidence::Card { parts, .. } => Some(t!(notify.card_read, parts = parts)),
        Evidence::Health => Some(t!(notify.health_read).to_owned()),
        Evidence::Lines(_) => None,
    };
    let lines = match evidence {
        Evidence::Lines(lines) => Some(lines_shown(lines)),
        _ => None,
    };
    html! {
        <div class="evidence">
            {read.map(|text| html! { <span class="tag tag-ok"><Icon name="check-circle"/><span>{text}</span></span> })}
            {lines}
            {notes}
        </div>
    }
}

/// Renders which check digits match and which do not.
fn lines_shown(lines: &Lines) -> Markup {
    let agree = lines.checks.iter().filter(|check| check.agrees).count();
    let all = agree == lines.checks.len();
    let text = t!(notify.checks_agree, agree = agree, of = lines.checks.len());
    let look = if all {
        t!(notify.name_look)
    } else {
        t!(notify.checks_differ)
    };
    let each = lines
        .checks
        .iter()
        .map(|check| {
            let (icon, class, word) = if check.agrees {
                ("check-circle", "tag tag-ok", t!(notify.check_agrees))
            } else {
                ("cross", "tag tag-bad", t!(notify.check_differs))
            };
            html! {
                <li class=class>
                    <Icon name=icon/>
                    <span>{check_word(check.field)} <span class="hidden">": " {word}</span></span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    html! {
        <span class="tag" class:tag-ok=all class:tag-bad-plain=!all>
            <Icon name=if all { "check-circle" } else { "triangle" }/><span>{text}</span>
        </span>
        <ul class="evidence-checks" aria-label=t!(notify.checks)>{each}</ul>
        <span class="tag tag-warn-plain"><Icon name="triangle"/><span>{look}</span></span>
    }
}
