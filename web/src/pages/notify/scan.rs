//! From a scan to the fields: the QR code of the citizen card, the lines of a passport.

use crate::browser;
use crate::keys::{Key, use_key};
use crate::lists::Lists;
use crate::pages::notify::ask::Ask;
use crate::pages::notify::desk::Desk;
use crate::pages::notify::form::{HOME, document_code};
use crate::t;
use crate::ui::scanner::Scanner;
use crate::ui::{DateText, Icon};
use leptos::prelude::*;
use rules::citizen_qr::{self, CitizenCard, QrFault};
use rules::document::Sex;
use rules::mrz_scan::{self, MrzFault, MrzScan};

/// Characters of the machine-readable lines of a card and of a passport.
const WHOLE_CARD: usize = 90;
const WHOLE_PASSPORT: usize = 88;
const CHECKS_OF_A_PASSPORT: u8 = 5;

/// What a scan proves.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Evidence {
    /// All parts of a citizen card's code were read; the kind of card is a guess.
    Card,
    /// So many check digits agree of so many; the name has none.
    Lines { agree: u8, of: u8, nationality_known: bool },
}

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
        }
    });
    let take = move |scanned: &str| -> Result<Evidence, Option<String>> {
        if scanned.contains('|') {
            let card = citizen_qr::parse(scanned).map_err(|fault| Some(say_qr(fault)))?;
            Ok(fill_card(&desk, &card))
        } else {
            let today = rules::zone::local_date(desk.lists().clock().now_untracked().get());
            let lines = mrz_scan::parse(scanned, today).map_err(|fault| say_lines(fault, scanned))?;
            Ok(fill_lines(&desk, &lines))
        }
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
    view! {
        <Scanner text on_scan=Callback::new(scan) on_type=Callback::new(on_type) refusal>
            {move || evidence.get().map(|evidence| show(&evidence, compared))}
        </Scanner>
    }
}

/// Whether the scanner has surely typed all of it.
fn is_whole(text: &str) -> bool {
    let characters = text.chars().filter(|c| !c.is_whitespace()).count();
    let first = text.trim_start().chars().next().map(|c| c.to_ascii_uppercase());
    match first {
        Some('P') => characters == WHOLE_PASSPORT,
        Some('I' | 'A' | 'C') => characters == WHOLE_CARD,
        // The seventh part of a card's code is a date of eight digits.
        _ => {
            text.split('|').count() == citizen_qr::FIELDS
                && text.rsplit('|').next().is_some_and(|last| last.trim().len() == 8)
        }
    }
}

fn show(evidence: &Evidence, compared: RwSignal<bool>) -> impl IntoView + use<> {
    let (sure, text, look) = match evidence {
        Evidence::Card => (true, t!(notify.card_read).to_owned(), t!(notify.card_look)),
        Evidence::Lines {
            agree,
            of,
            nationality_known,
        } => {
            let all = agree == of;
            let text = t!(notify.checks_agree, agree = agree, of = of);
            let look = match (all, nationality_known) {
                (false, _) => t!(notify.checks_differ),
                (true, false) => t!(notify.nationality_look),
                (true, true) => t!(notify.name_look),
            };
            (all, text, look)
        }
    };
    view! {
        <p class="evidence">
            <span class="tag" class:tag-ok=sure class:tag-bad-plain=!sure>
                <Icon name=if sure { "check-circle" } else { "triangle" }/><span>{text}</span>
            </span>
            <span class="tag tag-warn-plain"><Icon name="triangle"/><span>{look}</span></span>
            <label class="check">
                <input type="checkbox" prop:checked=compared on:change=move |event| compared.set(event_target_checked(&event))/>
                <span>{t!(notify.name_compared)}</span>
            </label>
        </p>
    }
}

fn fill_card(desk: &Desk, card: &CitizenCard) -> Evidence {
    let form = desk.form;
    form.full_name.set(card.full_name.clone());
    form.year_only.set(false);
    form.birth.set(DateText::of(card.birth));
    form.sex.set(sex_code(card.sex).to_owned());
    form.nationality.set(HOME.to_owned());
    form.document_type
        .set(document_code(citizen_qr::likely_type(card)).to_owned());
    form.document_number.set(card.number.as_str().to_owned());
    // As printed: it may name wards that no longer exist, and is never matched to today's.
    form.address.set(card.address.clone());
    desk.filled(&[
        Ask::FullName,
        Ask::Birth,
        Ask::Sex,
        Ask::Nationality,
        Ask::DocumentType,
        Ask::DocumentNumber,
        Ask::Address,
    ]);
    Evidence::Card
}

fn fill_lines(desk: &Desk, lines: &MrzScan) -> Evidence {
    let form = desk.form;
    let is_passport = lines.checks_total == CHECKS_OF_A_PASSPORT;
    let nationality = alpha2(desk.lists(), &lines.nationality_alpha3);
    form.full_name.set(lines.full_name.clone());
    form.year_only.set(false);
    form.birth.set(DateText::of(lines.birth));
    // A document that does not say leaves the question to a person.
    form.sex.set(lines.sex.map(sex_code).unwrap_or_default().to_owned());
    if let Some(nationality) = &nationality {
        form.nationality.set(nationality.clone());
    }
    let (kind, number) = match (&lines.personal_number, is_passport) {
        (_, true) => ("passport", lines.document_number.clone()),
        // A Vietnamese card has the whole number in the field beside its own.
        (Some(number), false) if nationality.as_deref() == Some(HOME) => ("cccd", number.clone()),
        (_, false) => ("other", lines.document_number.clone()),
    };
    form.document_type.set(kind.to_owned());
    form.document_number.set(number);
    desk.filled(&[
        Ask::FullName,
        Ask::Birth,
        Ask::Sex,
        Ask::Nationality,
        Ask::DocumentType,
        Ask::DocumentNumber,
    ]);
    Evidence::Lines {
        agree: lines.checks_ok,
        of: lines.checks_total,
        nationality_known: nationality.is_some(),
    }
}

fn alpha2(lists: Lists, alpha3: &str) -> Option<String> {
    let nationalities = untrack(|| lists.nationalities());
    nationalities
        .iter()
        .find(|entry| entry.attributes.get("alpha3").is_some_and(|code| code == alpha3))
        .map(|entry| entry.code.clone())
}

fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

fn say_qr(fault: QrFault) -> String {
    match fault {
        QrFault::FieldCount { actual } => t!(notify.qr_parts, actual = actual, needed = citizen_qr::FIELDS),
        QrFault::Number(_) => t!(notify.qr_number).to_owned(),
        QrFault::OldNumber => t!(notify.qr_old_number).to_owned(),
        QrFault::Name(_) => t!(notify.qr_name).to_owned(),
        QrFault::Birth => t!(notify.qr_birth).to_owned(),
        QrFault::Sex { .. } => t!(notify.qr_sex).to_owned(),
        QrFault::IssueDate => t!(notify.qr_issued).to_owned(),
    }
}

/// Nothing is said while the second line of a passport is still to come.
fn say_lines(fault: MrzFault, scanned: &str) -> Option<String> {
    let first_line_only = scanned.len() == WHOLE_PASSPORT / 2 && scanned.to_ascii_uppercase().starts_with('P');
    Some(match fault {
        MrzFault::Length { .. } if first_line_only => return None,
        MrzFault::Length { actual } => t!(notify.mrz_length, actual = actual),
        MrzFault::Character { position, found } => t!(notify.mrz_character, position = position, found = found),
        MrzFault::Kind { .. } => t!(notify.mrz_kind).to_owned(),
        MrzFault::Name => t!(notify.mrz_name).to_owned(),
        MrzFault::Number => t!(notify.mrz_number).to_owned(),
        MrzFault::Birth => t!(notify.mrz_birth).to_owned(),
        MrzFault::Expiry => t!(notify.mrz_expiry).to_owned(),
    })
}
