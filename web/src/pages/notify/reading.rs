//! From the text of a scan to what stands in the form: the QR code of the citizen card, the lines of a passport.

use crate::lists::Lists;
use crate::pages::notify::ask::Ask;
use crate::pages::notify::form::{Content, HOME, document_code};
use crate::t;
use crate::ui::DateText;
use leptos::prelude::*;
use rules::citizen_qr::{self, CitizenCard, QrFault};
use rules::country::{Told, told};
use rules::document::Sex;
use rules::mrz_scan::{self, MrzCheck, MrzFault, MrzField, MrzScan};
use time::Date;

/// Characters of the machine-readable lines of a card and of a passport.
const WHOLE_CARD: usize = 90;
const WHOLE_PASSPORT: usize = 88;
const CHECKS_OF_A_PASSPORT: u8 = 5;

/// What was read.
pub enum Reading {
    /// The code of a citizen card.
    Card(CitizenCard),
    /// Machine-readable lines.
    Lines(MrzScan),
}

/// What a scan proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// All parts of a citizen card's code were read; the kind of card is a guess.
    Card,
    /// The check digits, agreeing or not; the name has none.
    Lines {
        checks: Vec<MrzCheck>,
        nationality_known: bool,
    },
}

impl Evidence {
    /// The fields to check at once. A name out of machine-readable lines is not one of them: it is compared first.
    pub fn filled(&self) -> &'static [Ask] {
        match self {
            Self::Card => &[
                Ask::FullName,
                Ask::Birth,
                Ask::Sex,
                Ask::Nationality,
                Ask::DocumentType,
                Ask::DocumentNumber,
                Ask::Address,
            ],
            Self::Lines { .. } => &[
                Ask::Birth,
                Ask::Sex,
                Ask::Nationality,
                Ask::DocumentType,
                Ask::DocumentNumber,
            ],
        }
    }
}

/// Whether a text is meant as a scan at all: no name has such signs.
pub fn looks_scanned(text: &str) -> bool {
    text.contains('|') || text.contains('<')
}

/// Reads a scan; `Err(None)` while more of it is still to come.
pub fn read(scanned: &str, today: Date) -> Result<Reading, Option<String>> {
    if scanned.contains('|') {
        citizen_qr::parse(scanned)
            .map(Reading::Card)
            .map_err(|fault| Some(say_qr(fault)))
    } else {
        mrz_scan::parse(scanned, today)
            .map(Reading::Lines)
            .map_err(|fault| say_lines(fault, scanned))
    }
}

/// Whether the scanner has surely typed all of it.
pub fn is_whole(text: &str) -> bool {
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

impl Content {
    /// Takes over what was read.
    pub fn take(&mut self, reading: &Reading, lists: Lists) -> Evidence {
        self.year_only = false;
        match reading {
            Reading::Card(card) => self.take_card(card),
            Reading::Lines(lines) => self.take_lines(lines, lists),
        }
    }

    fn take_card(&mut self, card: &CitizenCard) -> Evidence {
        self.full_name.clone_from(&card.full_name);
        self.birth = DateText::of(card.birth);
        sex_code(card.sex).clone_into(&mut self.sex);
        HOME.clone_into(&mut self.nationality);
        document_code(citizen_qr::likely_type(card)).clone_into(&mut self.document_type);
        card.number.as_str().clone_into(&mut self.document_number);
        // As printed: it may name wards that no longer exist, and is never matched to today's.
        self.address.clone_from(&card.address);
        self.compare(false);
        Evidence::Card
    }

    fn take_lines(&mut self, lines: &MrzScan, lists: Lists) -> Evidence {
        let is_passport = lines.checks_total == CHECKS_OF_A_PASSPORT;
        let nationality = alpha2(lists, &lines.nationality_alpha3);
        self.full_name.clone_from(&lines.full_name);
        self.birth = DateText::of(lines.birth);
        // A document that does not say leaves the question to a person.
        lines.sex.map(sex_code).unwrap_or_default().clone_into(&mut self.sex);
        let (kind, number) = match (&lines.personal_number, is_passport) {
            (_, true) => ("passport", &lines.document_number),
            // A Vietnamese card has the whole number in the field beside its own.
            (Some(number), false) if nationality.as_deref() == Some(HOME) => ("cccd", number),
            (_, false) => ("other", &lines.document_number),
        };
        kind.clone_into(&mut self.document_type);
        self.document_number.clone_from(number);
        let nationality_known = nationality.is_some();
        // Whatever stood there is not what this document says.
        self.nationality = nationality.unwrap_or_default();
        // Nothing in the lines vouches for the name (ICAO 9303 part 3, 4.9): a person has to.
        self.compare(true);
        Evidence::Lines {
            checks: lines.checks.clone(),
            nationality_known,
        }
    }
}

/// What a check digit is of, in words.
pub fn check_word(field: MrzField) -> &'static str {
    match field {
        MrzField::Number => t!(notify.check_number),
        MrzField::Birth => t!(notify.check_birth),
        MrzField::Expiry => t!(notify.check_expiry),
        MrzField::Optional => t!(notify.check_optional),
        MrzField::Whole => t!(notify.check_whole),
    }
}

/// The code of our list for what the lines say; none for what is no nationality, or says less than one: a person is asked.
fn alpha2(lists: Lists, alpha3: &str) -> Option<String> {
    let Some(Told::Nationality { code, doubt: None }) = told(alpha3) else {
        return None;
    };
    let nationalities = untrack(|| lists.nationalities());
    nationalities
        .iter()
        .any(|entry| entry.code == code)
        .then(|| code.to_owned())
}

/// The code of a sex in the form.
pub fn sex_code(sex: Sex) -> &'static str {
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
