//! Codes of countries, and of the entries for people without a nationality.
//!
//! Our lists have two letters, passports and the national portal have three. ISO leaves the codes from XA to XZ to
//! their users and reserves UN and EU: our codes use these (`docs/decisions/identity.md`, "Nationality").

use crate::document::DocumentType;
use serde::{Deserialize, Serialize};

/// ISO 3166-1 as of 2026, and additional codes of the sources: AN and CS, withdrawn but still in Appendix 2,
/// Kosovo, which has no ISO code but issues passports as `RKS`, and the codes of ICAO 9303-3 (section 5) for people
/// without a State and for organisations that issue documents.
const CODES: &str = include_str!("../data/country_codes.csv");

/// Nationality undetermined: people of Vietnamese origin (Law 26/2023/QH15, Article 3.17). No passport contains it.
pub const UNDETERMINED: &str = "XU";

/// The kind of an entry of the list `nationalities`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountryKind {
    /// A State, or a territory whose people have their own documents.
    State,
    /// Instead of a nationality: stateless, a refugee, unspecified, undetermined.
    WithoutState,
    /// Issues documents and has no nationals: the United Nations.
    Organisation,
    /// Withdrawn, or a territory without inhabitants: most likely a mistake.
    NoNationals,
}

impl CountryKind {
    /// From the attribute of the list; without one it is a State.
    pub fn from_attribute(kind: Option<&str>) -> Self {
        match kind {
            Some("without_state") => Self::WithoutState,
            Some("organisation") => Self::Organisation,
            Some("no_nationals") => Self::NoNationals,
            _ => Self::State,
        }
    }
}

/// Why a valid code needs a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeWarning {
    /// `UNK`: a resident of Kosovo with a document of the United Nations, of any nationality.
    ResidentOfKosovo,
    /// `GBN`, `GBO` and the like: British, but not a citizen of the United Kingdom.
    KindOfBritish,
}

/// The meaning of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The nationality of that code in our list, or the entry that replaces one.
    Nationality {
        /// Our code.
        code: &'static str,
        /// Whether it needs a warning.
        warning: Option<CodeWarning>,
    },
    /// An organisation, with its code in our list. It issues documents; nobody has its nationality.
    Organisation {
        /// Our code.
        code: &'static str,
    },
}

/// Spellings in addition to those of [`CODES`]: the code, our code.
const SPELLINGS: [(&str, &str); 25] = [
    ("D", "DE"),
    ("XKX", "XK"),
    ("XXK", "XK"),
    ("KOS", "XK"),
    ("UNK", "XK"),
    ("GBD", "GB"),
    ("GBN", "GB"),
    ("GBO", "GB"),
    ("GBP", "GB"),
    ("GBS", "GB"),
    ("ROM", "RO"),
    ("ZAR", "CD"),
    ("TMP", "TL"),
    ("BUR", "MM"),
    ("UNA", "UN"),
    ("XBA", "XO"),
    ("XIM", "XO"),
    ("XCC", "XO"),
    ("XCE", "XO"),
    ("XCO", "XO"),
    ("XEC", "XO"),
    ("XES", "XO"),
    ("XMP", "XO"),
    ("XDC", "XO"),
    ("IAO", "XO"),
];

/// The entries that replace a nationality.
const WITHOUT_STATE: [&str; 5] = ["XA", "XB", "XC", UNDETERMINED, "XN"];

/// The codes of organisations.
const ORGANISATIONS: [&str; 5] = ["UN", "EU", "XP", "XM", "XO"];

/// The meaning of a code of one to three letters, in upper or lower case, with or without the fillers of
/// machine-readable lines (ICAO 9303-3, section 5; ISO 3166). None for any other text.
pub fn told(code: &str) -> Option<Told> {
    let code = code.trim().trim_end_matches('<').to_ascii_uppercase();
    let of_list = |(two, three): &(&'static str, &'static str)| *two == code || *three == code;
    let spelling = SPELLINGS.iter().find(|(spelling, _)| *spelling == code);
    let ours = match spelling {
        Some((_, ours)) => *ours,
        None if code == UNDETERMINED => UNDETERMINED,
        None if code == "XO" => "XO",
        None => pairs().find(of_list)?.0,
    };
    if ORGANISATIONS.contains(&ours) {
        return Some(Told::Organisation { code: ours });
    }
    let warning = match (code.as_str(), spelling) {
        ("UNK", _) => Some(CodeWarning::ResidentOfKosovo),
        (_, Some((_, "GB"))) => Some(CodeWarning::KindOfBritish),
        _ => None,
    };
    Some(Told::Nationality { code: ours, warning })
}

/// The three letters for two, in upper or lower case: `VN` is `VNM`.
pub fn alpha3(alpha2: &str) -> Option<&'static str> {
    pairs()
        .find(|(two, _)| two.eq_ignore_ascii_case(alpha2))
        .map(|(_, three)| three)
}

/// The three letters that the immigration site uses for a nationality (docs/formats.md 1): those of ISO 3166-1, and
/// those of ICAO for people without a State. None for withdrawn entries of the list, because no State issues
/// passports with them any more, and for an undetermined nationality.
pub fn immigration_code(alpha2: &str) -> Option<&'static str> {
    alpha3(alpha2).filter(|code| !["ANT", "SCG"].contains(code))
}

/// The two letters for three, in upper or lower case: `POL` is `PL`.
pub fn alpha2(alpha3: &str) -> Option<&'static str> {
    pairs()
        .find(|(_, three)| three.eq_ignore_ascii_case(alpha3))
        .map(|(two, _)| two)
}

/// The default issuer of a document: Viet Nam where only Viet Nam issues such documents, else the State of the holder's
/// nationality. None where there is no such State: a stateless person has a document of some other State.
pub fn usual_issuer(document: DocumentType, nationality: &str) -> Option<&str> {
    if document.is_vietnamese() {
        return Some("VN");
    }
    Some(nationality).filter(|code| !WITHOUT_STATE.contains(code))
}

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.lines().skip(1).filter_map(|line| line.split_once(','))
}
