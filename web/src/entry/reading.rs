//! From the text of a scan to the content of the form: QR codes of cards, lines of passports and cards.

use crate::entry::ask::Ask;
use crate::entry::evidence::{Evidence, Lines, say_health, say_layout, say_lines, say_qr};
use crate::entry::form::{Content, HOME, document_code, document_type};
use crate::lists::Lists;
use crate::reactive::sort_by;
use crate::t;
use crate::ui::DateText;
use leptos::prelude::*;
use rules::birth::Birth;
use rules::citizen_qr::{self, CitizenCard, Extent};
use rules::country::{Told, told, usual_issuer};
use rules::document::{DocumentType, normalise};
use rules::health_card::{self, HealthCard};
use rules::mrz_scan::{self, MrzFault, MrzKind, MrzScan};
use rules::person::Sex;
use rules::unicode;
use rules::{name, scan};
use time::Date;
use uuid::Uuid;

/// Time without input after which a possibly complete scan is over. On a busy machine characters come late.
pub const OVER_MS: i32 = 400;

/// Data that were read.
pub enum Reading {
    /// The code of a citizen card.
    Card(CitizenCard),
    /// The code of a health insurance card.
    Health(HealthCard),
    /// Machine-readable lines.
    Lines(Box<MrzScan>),
}

impl Reading {
    /// Returns the number of the document as the form has it, and the name.
    fn who(&self) -> (&str, &str) {
        match self {
            Self::Card(card) => (card.number.as_str(), &card.full_name),
            Self::Health(card) => (&card.number, &card.full_name),
            Self::Lines(lines) => (number_of(lines), &lines.full_name),
        }
    }
}

/// The guest that was in the form, where the scan is of another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Replaced {
    /// Complete content before.
    pub before: Content,
    /// Answers that were removed and not replaced.
    pub cleared: Vec<Ask>,
}

impl Replaced {
    /// Returns which answers were removed with the guest before.
    pub fn words(&self) -> String {
        if self.cleared.is_empty() {
            return t!(notify.replaced_none).to_owned();
        }
        let labels = self.cleared.iter().map(|ask| unicode::small(ask.label("")));
        t!(notify.replaced, what = labels.collect::<Vec<_>>().join(", "))
    }
}

/// Returns whether a text is meant as a scan: no name has such characters.
pub fn looks_scanned(text: &str) -> bool {
    text.contains('|') || text.contains('<') || scan::layout(text).is_some()
}

/// Reads a scan; `Err(None)` while more of it is expected.
pub fn read(scanned: &str, today: Date) -> Result<Reading, Option<String>> {
    let scanned = scan::stripped(scanned);
    let said = if health_card::is_one(&scanned) {
        return health_card::parse(&scanned)
            .map(Reading::Health)
            .map_err(|fault| Some(say_health(fault)));
    } else if scanned.contains('|') {
        match citizen_qr::parse(&scanned) {
            Ok(card) => return Ok(Reading::Card(card)),
            Err(fault) => say_qr(fault),
        }
    } else {
        match mrz_scan::parse(&scanned, today) {
            Ok(lines) => return Ok(Reading::Lines(Box::new(lines))),
            // No message while the next line is expected.
            Err(MrzFault::Length { .. }) if mrz_scan::is_first_part(&scanned) => return Err(None),
            Err(fault) => say_lines(fault),
        }
    };
    // The message names the cause of the changed text rather than the wrong character.
    Err(Some(
        scan::layout(&scanned).map_or(said, |layout| say_layout(layout).to_owned()),
    ))
}

/// Returns whether the scanner has typed all of it.
pub fn extent(text: &str) -> Extent {
    let text = scan::stripped(text);
    if text.contains('|') {
        return if health_card::is_one(&text) {
            Extent::MaybeWhole
        } else {
            citizen_qr::extent(&text)
        };
    }
    let count = text.chars().filter(|c| !c.is_whitespace()).count();
    let lengths = text.chars().next().map_or(&[][..], mrz_scan::lengths);
    match lengths.iter().position(|length| *length == count) {
        Some(at) if at + 1 == lengths.len() => Extent::Whole,
        Some(_) => Extent::MaybeWhole,
        None => Extent::Part,
    }
}

/// Returns the part of a scanned text that stays on the page: no data of third persons on a card.
pub fn kept_part(text: &str) -> String {
    let text = scan::stripped(text);
    if text.contains('|') && !health_card::is_one(&text) {
        citizen_qr::kept_part(&text).to_owned()
    } else {
        text
    }
}

/// Returns the next scan, where it was typed directly after a completed one.
pub fn begun_anew(done: &str, typed: &str) -> Option<String> {
    let rest = typed.strip_prefix(done).filter(|_| !done.trim().is_empty())?;
    scan::begins_anew(rest).then(|| rest.trim_start().to_owned())
}

impl Content {
    /// Applies the data that were read. If they are of another guest than the one in the form, only the stay is kept.
    pub fn take(&mut self, reading: &Reading, lists: Lists) -> (Evidence, Option<Replaced>) {
        let (number, full_name) = reading.who();
        let replaced = self.is_of_another(number, full_name).then(|| {
            let before = self.clone();
            let cleared = self.clear_person();
            Replaced { before, cleared }
        });
        self.scanned = normalise(number);
        self.nationality_read.clear();
        self.issuing_state.clear();
        self.year_only = false;
        let evidence = match reading {
            Reading::Card(card) => self.take_card(card, lists),
            Reading::Health(card) => self.take_health(card),
            Reading::Lines(lines) => self.take_lines(lines, lists),
        };
        (evidence, replaced)
    }

    /// Returns whether the guest in the form is another. Before the first scan a different number may be a typing
    /// error; with a different name as well it is not.
    fn is_of_another(&self, number: &str, full_name: &str) -> bool {
        let there = normalise(&self.document_number);
        let differs = !there.is_empty() && there != normalise(number);
        let was_scanned = !self.scanned.is_empty() && self.scanned != normalise(number);
        let other_name = !self.full_name.trim().is_empty() && name::fold(&self.full_name) != name::fold(full_name);
        was_scanned || (differs && other_name)
    }

    /// Removes the data of the guest; returns the questions whose answers existed and will not be replaced.
    fn clear_person(&mut self) -> Vec<Ask> {
        let texts = [
            (Ask::DocumentName, &mut self.document_name),
            (Ask::Address, &mut self.address),
            (Ask::Phone, &mut self.phone),
            (Ask::VisaSymbol, &mut self.visa_symbol),
            (Ask::VisaNumber, &mut self.visa_number),
            (Ask::EntryGate, &mut self.entry_gate),
        ];
        let dates = [
            (Ask::VisaExpires, &mut self.visa_expires),
            (Ask::Entered, &mut self.entered),
            (Ask::Permitted, &mut self.permitted),
        ];
        let mut cleared: Vec<Ask> = texts
            .into_iter()
            .filter_map(|(ask, text)| (!std::mem::take(text).trim().is_empty()).then_some(ask))
            .collect();
        let dates = dates
            .into_iter()
            .filter_map(|(ask, date)| (!std::mem::take(date).is_empty()).then_some(ask));
        cleared.extend(dates);
        sort_by(&mut cleared, |ask| *ask);
        self.issuing_state.clear();
        self.kept.clear();
        // Another guest is another notification.
        self.key = Uuid::new_v4().to_string();
        cleared
    }

    fn take_card(&mut self, card: &CitizenCard, lists: Lists) -> Evidence {
        self.full_name.clone_from(&card.full_name);
        self.birth = DateText::of(card.birth);
        sex_code(card.sex).clone_into(&mut self.sex);
        HOME.clone_into(&mut self.nationality);
        document_code(citizen_qr::likely_type(card)).clone_into(&mut self.document_type);
        card.number.as_str().clone_into(&mut self.document_number);
        // As printed: it may name wards that no longer exist, and is never matched to today's.
        self.address.clone_from(&card.address);
        self.compare(false);
        Evidence::Card {
            parts: if card.is_new {
                citizen_qr::NEW_FIELDS
            } else {
                citizen_qr::FIELDS
            },
            type_proven: citizen_qr::is_type_proven(card),
            issue: citizen_qr::issue_warning(card, today(lists)),
        }
    }

    fn take_health(&mut self, card: &HealthCard) -> Evidence {
        self.full_name.clone_from(&card.full_name);
        self.take_birth(Some(card.birth));
        card.sex.map(sex_code).unwrap_or_default().clone_into(&mut self.sex);
        HOME.clone_into(&mut self.nationality);
        document_code(DocumentType::HealthInsurance).clone_into(&mut self.document_type);
        self.document_number.clone_from(&card.number);
        self.address.clone_from(&card.address);
        self.compare(false);
        Evidence::Health
    }

    fn take_lines(&mut self, lines: &MrzScan, lists: Lists) -> Evidence {
        let nationality = nationality_of(lists, &lines.nationality_written);
        self.full_name.clone_from(&lines.full_name);
        self.take_birth(lines.birth);
        // If the document has no sex, a person answers the question.
        lines.sex.map(sex_code).unwrap_or_default().clone_into(&mut self.sex);
        let kind = match lines.kind {
            MrzKind::Passport => "passport",
            MrzKind::Card if lines.is_citizen_card() => "cccd",
            MrzKind::Card => "other",
        };
        kind.clone_into(&mut self.document_type);
        number_of(lines).clone_into(&mut self.document_number);
        let is_known = nationality.is_some();
        // The earlier value is not from this document: neither that of the guest before nor the default.
        self.nationality = nationality.unwrap_or_default();
        self.nationality_read.clone_from(&lines.nationality_written);
        let document = document_type(&self.document_type).unwrap_or(DocumentType::Other);
        self.issuing_state = issuer_of(lists, &lines.issuer_alpha3)
            .filter(|issuer| usual_issuer(document, &self.nationality) != Some(issuer.as_str()))
            .unwrap_or_default();
        // The lines have no check digit for the name (ICAO 9303 part 3, 4.9): a person must compare it.
        self.compare(true);
        Evidence::Lines(Box::new(Lines::of(lines, is_known, today(lists))))
    }

    fn take_birth(&mut self, birth: Option<Birth>) {
        self.year_only = matches!(birth, Some(Birth::Year(_)));
        self.birth = match birth {
            Some(Birth::Day(date)) => DateText::of(date),
            Some(Birth::Year(year)) => DateText {
                year: year.to_string(),
                ..DateText::default()
            },
            None => DateText::default(),
        };
    }
}

/// Returns the number of the document as the form has it. A Vietnamese card has the complete number in the optional
/// data field.
fn number_of(lines: &MrzScan) -> &str {
    let personal = lines.personal_number.as_deref().filter(|_| lines.is_citizen_card());
    personal.unwrap_or(&lines.document_number)
}

fn today(lists: Lists) -> Date {
    rules::zone::local_date(lists.clock().now_untracked().get())
}

/// Returns the code of our list for the nationality in the lines; `None` for a code that is no nationality: a person is
/// asked. A less specific code is a warning of the check.
fn nationality_of(lists: Lists, written: &str) -> Option<String> {
    match told(written)? {
        Told::Nationality { code, .. } => listed(lists, code),
        Told::Organisation { .. } => None,
    }
}

/// Returns the State or organisation that issued the document, by its code in our list.
fn issuer_of(lists: Lists, written: &str) -> Option<String> {
    let (Told::Nationality { code, .. } | Told::Organisation { code }) = told(written)?;
    listed(lists, code)
}

fn listed(lists: Lists, code: &str) -> Option<String> {
    let nationalities = untrack(|| lists.nationalities());
    nationalities
        .iter()
        .any(|entry| entry.code == code)
        .then(|| code.to_owned())
}

/// Returns the code of a sex in the form.
pub fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn korean() -> Content {
        Content {
            full_name: "HAN SO RA".into(),
            document_number: "M40719365".into(),
            visa_symbol: "DL".into(),
            phone: "0905000111".into(),
            note: "Đến muộn".into(),
            room: "phòng".into(),
            ..Content::default()
        }
    }

    #[test]
    fn another_document_is_another_guest_and_nothing_of_the_first_stays() {
        let mut content = Content {
            scanned: "M40719365".into(),
            ..korean()
        };
        let key = content.key.clone();
        assert!(content.is_of_another("X8814402", "SUHARTINI"));
        assert!(
            !content.is_of_another("M40719365", "HAN SO RA"),
            "the same document once more"
        );
        content.kept.insert("long_stay".into());
        assert_eq!(content.clear_person(), [Ask::Phone, Ask::VisaSymbol]);
        assert!(content.visa_symbol.is_empty() && content.phone.is_empty() && content.kept.is_empty());
        assert_eq!((content.note.as_str(), content.room.as_str()), ("Đến muộn", "phòng"));
        assert_ne!(content.key, key, "another guest is another notification");
    }

    #[test]
    fn what_was_typed_before_the_first_scan_stays_unless_it_is_of_somebody_else() {
        let typed = Content {
            phone: "0905000111".into(),
            ..Content::default()
        };
        assert!(!typed.is_of_another("X8814402", "SUHARTINI"));
        assert!(
            !korean().is_of_another("M40719366", "Han So Ra"),
            "a slip of the hand in the number"
        );
        assert!(korean().is_of_another("X8814402", "SUHARTINI"));
    }

    #[test]
    fn a_scan_behind_one_that_is_done_counts_from_where_it_begins() {
        let done = "P<PAKQURESHI<<HINA\nDD40719364";
        assert_eq!(begun_anew(done, &format!("{done} P<IDN")), Some("P<IDN".to_owned()));
        assert_eq!(begun_anew(done, &format!("{done}PPCAN")), Some("PPCAN".to_owned()));
        assert_eq!(
            begun_anew(done, &format!("{done}056187004893|")),
            Some("056187004893|".to_owned())
        );
        assert_eq!(begun_anew(done, &format!("{done}76")), None, "the end of it");
        assert_eq!(begun_anew("", "P<IDN"), None);
        assert_eq!(begun_anew(done, "P<IDN"), None);
    }
}
