//! The words for what a scan proves, what a person must check, and why a scan was refused.

use crate::entry::ask::Ask;
use crate::format;
use crate::t;
use rules::birth::Birth;
use rules::citizen_qr::{self, IssueWarning, QrFault};
use rules::health_card::HealthFault;
use rules::mrz_scan::{MrzCheck, MrzFault, MrzField, MrzKind, MrzScan};
use rules::scan::Layout;
use time::Date;

/// Proof from a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// A citizen card's code of which all parts were read.
    Card {
        /// Number of parts.
        parts: usize,
        /// Whether the kind of card is certain.
        type_proven: bool,
        /// Problem of the day of issue.
        issue: Option<IssueWarning>,
    },
    /// A health insurance card.
    Health,
    /// Machine-readable lines.
    Lines(Box<Lines>),
}

impl Evidence {
    /// Returns the fields to check at once. A name from machine-readable lines is not one of them: it is compared
    /// first.
    pub fn filled(&self) -> &'static [Ask] {
        match self {
            Self::Card { .. } | Self::Health => &[
                Ask::FullName,
                Ask::Birth,
                Ask::Sex,
                Ask::Nationality,
                Ask::DocumentType,
                Ask::DocumentNumber,
                Ask::Address,
            ],
            Self::Lines(_) => &[
                Ask::Birth,
                Ask::Sex,
                Ask::Nationality,
                Ask::DocumentType,
                Ask::DocumentNumber,
            ],
        }
    }

    /// Returns what a person must check besides the name.
    pub fn notes(&self) -> Vec<String> {
        match self {
            Self::Card { type_proven, issue, .. } => {
                let kind = (!type_proven).then(|| t!(notify.card_look).to_owned());
                let issue = issue.map(|warning| match warning {
                    IssueWarning::BeforeBirth => t!(notify.card_issued_early).to_owned(),
                    IssueWarning::InFuture => t!(notify.card_issued_late).to_owned(),
                });
                kind.into_iter().chain(issue).collect()
            }
            Self::Health => vec![t!(notify.health_look).to_owned()],
            Self::Lines(lines) => lines.notes(),
        }
    }
}

/// Proof from machine-readable lines: the check digits, whether they match, and what the lines leave open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// Check digits; the name has none.
    pub checks: Vec<MrzCheck>,
    /// Code of a nationality that is not in the list.
    pub unknown_nationality: Option<String>,
    /// Kind of British nationality.
    british: Option<String>,
    /// State that issued a card, where it is not Viet Nam.
    foreign_card: Option<String>,
    expired: Option<Date>,
    name_may_be_cut: bool,
    birth: Option<Birth>,
    mended: Vec<MrzField>,
    number_meant: Option<String>,
    six_or_g: bool,
}

impl Lines {
    /// Returns the proof from these lines on that day.
    pub fn of(lines: &MrzScan, nationality_known: bool, today: Date) -> Self {
        let written = &lines.nationality_written;
        Self {
            checks: lines.checks.clone(),
            unknown_nationality: (!nationality_known).then(|| written.clone()),
            british: (lines.nationality_alpha3 == "GBR" && written != "GBR").then(|| written.clone()),
            foreign_card: (lines.kind == MrzKind::Card && !lines.is_citizen_card())
                .then(|| lines.issuer_alpha3.clone()),
            expired: lines.expiry.filter(|_| lines.is_expired(today)),
            name_may_be_cut: lines.name_may_be_cut,
            birth: lines.birth,
            mended: lines.mended.clone(),
            number_meant: lines.number_meant.clone(),
            six_or_g: lines.six_or_g,
        }
    }

    /// Returns whether all check digits match as the lines were scanned.
    pub fn all_agree(&self) -> bool {
        self.mended.is_empty() && self.checks.iter().all(|check| check.agrees)
    }

    /// Returns the fields whose check digits do not match, in words.
    pub fn differing(&self) -> Vec<&'static str> {
        let differing = self.checks.iter().filter(|check| !check.agrees);
        differing.map(|check| check_word(check.field)).collect()
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(code) = &self.unknown_nationality {
            notes.push(match nationality_meaning(code) {
                Some(meaning) => t!(notify.lines_nationality, code = code, meaning = meaning),
                None => t!(notify.lines_nationality_unknown, code = code),
            });
        }
        if let Some(code) = &self.british {
            notes.push(t!(notify.lines_british, code = code, meaning = british_meaning(code)));
        }
        if let Some(issuer) = &self.foreign_card {
            notes.push(t!(notify.lines_other_card, issuer = issuer));
        }
        match self.birth {
            Some(Birth::Day(_)) => {}
            Some(Birth::Year(_)) => notes.push(t!(notify.lines_birth_year).to_owned()),
            None => notes.push(t!(notify.lines_birth_none).to_owned()),
        }
        if let Some(day) = self.expired {
            notes.push(t!(notify.lines_expired, day = format::date(day)));
        }
        if self.name_may_be_cut {
            notes.push(t!(notify.lines_cut).to_owned());
        }
        if !self.mended.is_empty() {
            let words: Vec<&str> = self.mended.iter().map(|field| check_word(*field)).collect();
            notes.push(t!(notify.lines_mended, fields = words.join(", ")));
        }
        if let Some(number) = &self.number_meant {
            notes.push(t!(notify.lines_meant, number = number));
        }
        if self.six_or_g {
            notes.push(t!(notify.lines_six).to_owned());
        }
        notes
    }
}

/// Returns the name of the field of a check digit.
pub fn check_word(field: MrzField) -> &'static str {
    match field {
        MrzField::Number => t!(notify.check_number),
        MrzField::Birth => t!(notify.check_birth),
        MrzField::Expiry => t!(notify.check_expiry),
        MrzField::Optional => t!(notify.check_optional),
        MrzField::Whole => t!(notify.check_whole),
    }
}

/// Returns the meaning, by ICAO 9303-3 section 5, of a code that is not a country.
fn nationality_meaning(code: &str) -> Option<&'static str> {
    Some(match code {
        "XXA" => t!(notify.code_stateless),
        "XXB" => t!(notify.code_refugee),
        "XXC" => t!(notify.code_refugee_other),
        "XXX" => t!(notify.code_unspecified),
        "UNO" => t!(notify.code_un),
        "UNA" => t!(notify.code_un_agency),
        "UNK" => t!(notify.code_un_kosovo),
        "RKS" | "XKX" | "XXK" => t!(notify.code_kosovo),
        "EUE" => t!(notify.code_eu),
        "XPO" => t!(notify.code_interpol),
        "XOM" => t!(notify.code_malta),
        _ => return None,
    })
}

fn british_meaning(code: &str) -> &'static str {
    match code {
        "GBD" => t!(notify.british_territories),
        "GBN" => t!(notify.british_national),
        "GBO" => t!(notify.british_overseas),
        "GBP" => t!(notify.british_protected),
        _ => t!(notify.british_subject),
    }
}

/// Returns why the code of a citizen card was refused.
pub fn say_qr(fault: QrFault) -> String {
    match fault {
        QrFault::FieldCount { actual } => t!(
            notify.qr_parts,
            actual = actual,
            needed = citizen_qr::FIELDS,
            new = citizen_qr::NEW_FIELDS
        ),
        QrFault::Number(_) => t!(notify.qr_number).to_owned(),
        QrFault::OldNumber => t!(notify.qr_old_number).to_owned(),
        QrFault::Name(_) => t!(notify.qr_name).to_owned(),
        QrFault::Birth => t!(notify.qr_birth).to_owned(),
        QrFault::Sex { .. } => t!(notify.qr_sex).to_owned(),
        QrFault::IssueDate => t!(notify.qr_issued).to_owned(),
    }
}

/// Returns why the code of a health insurance card was refused.
pub fn say_health(fault: HealthFault) -> String {
    match fault {
        HealthFault::Name => t!(notify.health_name),
        HealthFault::Birth => t!(notify.health_birth),
    }
    .to_owned()
}

/// Returns why machine-readable lines were refused.
pub fn say_lines(fault: MrzFault) -> String {
    match fault {
        MrzFault::Length { actual } => t!(notify.mrz_length, actual = actual),
        MrzFault::Character { position, found } => t!(notify.mrz_character, position = position, found = found),
        MrzFault::Kind { found: 'V' } => t!(notify.mrz_visa).to_owned(),
        MrzFault::Kind { .. } => t!(notify.mrz_kind).to_owned(),
        MrzFault::Layout => t!(notify.mrz_layout).to_owned(),
        MrzFault::Name => t!(notify.mrz_name).to_owned(),
        MrzFault::Number => t!(notify.mrz_number).to_owned(),
        MrzFault::Birth => t!(notify.mrz_birth).to_owned(),
        MrzFault::Expiry => t!(notify.mrz_expiry).to_owned(),
    }
}

/// Returns what changed the text, and what to switch off.
pub fn say_layout(layout: Layout) -> &'static str {
    match layout {
        Layout::Vietnamese => t!(notify.layout_vietnamese),
        Layout::Azerty => t!(notify.layout_azerty),
        Layout::InputMethod => t!(notify.layout_input_method),
        Layout::Other => t!(notify.layout_other),
    }
}
