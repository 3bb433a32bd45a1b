//! The scanner field of the form, and what its scan proves.

use super::camera::Camera;
use crate::browser;
use crate::keys::{Key, use_key};
use crate::pages::notify::desk::Desk;
use crate::pages::notify::form::TO_COMPARE;
use crate::pages::notify::reading::{Evidence, check_word, is_whole, read};
use crate::t;
use crate::ui::Icon;
use crate::ui::scanner::Scanner;
use leptos::prelude::*;
use rules::mrz_scan::MrzCheck;
use std::collections::BTreeSet;

/// The scanner field with its evidence.
#[component]
pub fn ScanField() -> impl IntoView {
    let desk = Desk::here();
    let text = RwSignal::new(String::new());
    let evidence = RwSignal::new(None::<Evidence>);
    let refusal = RwSignal::new(None::<String>);
    let compared = RwSignal::new(false);
    // What was taken already is not taken again on leaving the field: the form may have been mended since.
    let taken = StoredValue::new(String::new());
    use_key(
        Key::Named("F2"),
        || t!(notify.key_scan),
        || {
            browser::focus("scan");
        },
    );
    // Once asked, the question stays where it is, ticked.
    let was_asked = RwSignal::new(false);
    Effect::new(move || {
        if desk.form.kept.with(|kept| kept.contains(TO_COMPARE)) {
            was_asked.set(true);
        }
    });
    // Another guest, another document.
    let key = Memo::new(move |_| desk.form.key.get());
    Effect::new(move |before: Option<()>| {
        key.track();
        if before.is_some() {
            text.set(String::new());
            taken.set_value(String::new());
            evidence.set(None);
            refusal.set(None);
            compared.set(false);
            was_asked.set(desk.form.kept.with_untracked(|kept| kept.contains(TO_COMPARE)));
        }
    });
    let take = move |scanned: &str| -> Result<Evidence, Option<String>> {
        let today = rules::zone::local_date(desk.lists().clock().now_untracked().get());
        let reading = read(scanned, today)?;
        let mut content = desk.content.get_untracked();
        let evidence = content.take(&reading, desk.lists());
        desk.form.fill(content);
        desk.filled(evidence.filled());
        Ok(evidence)
    };
    let waits = StoredValue::new(false);
    let scan = move |()| {
        let scanned = text.get_untracked().trim().to_owned();
        if scanned.is_empty() {
            evidence.set(None);
            return refusal.set(None);
        }
        if taken.with_value(|taken| *taken == scanned) {
            return;
        }
        // The nationality is looked up in a list: a scan that is quicker than the list waits for it.
        if !untrack(|| desk.lists().has("nationalities")) {
            return waits.set_value(true);
        }
        match take(&scanned) {
            Ok(found) => {
                taken.set_value(scanned);
                compared.set(false);
                refusal.set(None);
                evidence.set(Some(found));
            }
            Err(said) => {
                evidence.set(None);
                refusal.set(said);
            }
        }
    };
    Effect::new(move || {
        if desk.lists().has("nationalities") && waits.get_value() {
            waits.set_value(false);
            untrack(|| scan(()));
        }
    });
    let on_type = move |()| {
        refusal.set(None);
        if text.with_untracked(|text| is_whole(text)) {
            scan(());
        }
    };
    let seen = Callback::new(move |code: String| {
        text.set(code);
        scan(());
    });
    view! {
        <Scanner text on_scan=Callback::new(scan) on_type=Callback::new(on_type) refusal>
            {move || match evidence.get() {
                Some(Evidence::Card) => card_shown(compared).into_any(),
                Some(Evidence::Lines { checks, nationality_known }) => {
                    lines_shown(&checks, nationality_known, desk.form.kept).into_any()
                }
                // A draft that was opened again: the scan is gone, the question is not.
                None if was_asked.get() => view! {
                    <div class="evidence">
                        <span class="tag tag-warn-plain"><Icon name="triangle"/><span>{t!(notify.name_look)}</span></span>
                        {name_question(true, desk.form.kept)}
                    </div>
                }.into_any(),
                None => ().into_any(),
            }}
        </Scanner>
        <Camera seen/>
    }
}

fn card_shown(compared: RwSignal<bool>) -> impl IntoView {
    view! {
        <p class="evidence">
            <span class="tag tag-ok"><Icon name="check-circle"/><span>{t!(notify.card_read)}</span></span>
            <span class="tag tag-warn-plain"><Icon name="triangle"/><span>{t!(notify.card_look)}</span></span>
            <label class="check">
                <input type="checkbox" prop:checked=compared on:change=move |event| compared.set(event_target_checked(&event))/>
                <span>{t!(notify.name_compared)}</span>
            </label>
        </p>
    }
}

/// Which check digits agree and which do not, and the question that only a person can answer.
fn lines_shown(
    checks: &[MrzCheck],
    nationality_known: bool,
    kept: RwSignal<BTreeSet<String>>,
) -> impl IntoView + use<> {
    let agree = checks.iter().filter(|check| check.agrees).count();
    let all = agree == checks.len();
    let text = t!(notify.checks_agree, agree = agree, of = checks.len());
    let look = match (all, nationality_known) {
        (false, _) => t!(notify.checks_differ),
        (true, false) => t!(notify.nationality_look),
        (true, true) => t!(notify.name_look),
    };
    let each = checks
        .iter()
        .map(|check| {
            let (icon, class, word) = if check.agrees {
                ("check-circle", "tag tag-ok", t!(notify.check_agrees))
            } else {
                ("cross", "tag tag-bad", t!(notify.check_differs))
            };
            view! {
                <li class=class>
                    <Icon name=icon/>
                    <span>{check_word(check.field)} <span class="hidden">": " {word}</span></span>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="evidence">
            <span class="tag" class:tag-ok=all class:tag-bad-plain=!all>
                <Icon name=if all { "check-circle" } else { "triangle" }/><span>{text}</span>
            </span>
            <ul class="evidence-checks" aria-label=t!(notify.checks)>{each}</ul>
            <span class="tag tag-warn-plain"><Icon name="triangle"/><span>{look}</span></span>
            {name_question(all, kept)}
        </div>
    }
}

/// "Đã đối chiếu họ tên": nothing is sent before.
fn name_question(all_agree: bool, kept: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let label = if all_agree {
        t!(notify.lines_name_compared)
    } else {
        t!(notify.lines_all_compared)
    };
    let change = move |event| {
        let is_compared = event_target_checked(&event);
        kept.update(|kept| {
            if is_compared {
                kept.remove(TO_COMPARE);
            } else {
                kept.insert(TO_COMPARE.to_owned());
            }
        });
    };
    view! {
        <label class="check">
            <input
                type="checkbox"
                id="name-compared"
                prop:checked=move || kept.with(|kept| !kept.contains(TO_COMPARE))
                on:change=change
            />
            <span>{label}</span>
        </label>
    }
}
