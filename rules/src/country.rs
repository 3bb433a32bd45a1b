//! Codes of countries, and of what stands in their place where somebody has none.
//!
//! Our lists have two letters, passports and the national portal have three. ISO leaves the codes from XA to XZ to their
//! users and reserves UN and EU: ours are made of these (`docs/decisions/identity.md`, "Nationality").

use crate::document::DocumentType;
use serde::{Deserialize, Serialize};

/// ISO 3166-1 as of 2026, and what the sources have besides: AN and CS, withdrawn but still in Appendix 2, Kosovo,
/// which has no code of ISO but issues passports as `RKS`, and what ICAO 9303-3 (section 5) has for people without a
/// State and for organisations that issue documents.
const CODES: &str = include_str!("../data/country_codes.csv");

/// Nationality undetermined: people of Vietnamese origin (Law 26/2023/QH15, Article 3.17). No passport says so.
pub const UNDETERMINED: &str = "XU";

/// What an entry of the list `nationalities` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountryKind {
    /// A State, or a territory whose people have papers of their own.
    State,
    /// In place of a nationality: stateless, a refugee, unspecified, undetermined.
    WithoutState,
    /// Issues documents and has no nationals: the United Nations.
    Organisation,
    /// Withdrawn, or nobody lives there: most likely a mistake.
    NoNationals,
}

impl CountryKind {
    /// As the list writes it; nothing written is a State.
    pub fn from_attribute(kind: Option<&str>) -> Self {
        match kind {
            Some("without_state") => Self::WithoutState,
            Some("organisation") => Self::Organisation,
            Some("no_nationals") => Self::NoNationals,
            _ => Self::State,
        }
    }
}

/// Why a code that can be read is doubtful all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeDoubt {
    /// `UNK`: a resident of Kosovo in a document of the United Nations, of whatever nationality.
    ResidentOfKosovo,
    /// `GBN`, `GBO` and the like: British, yet no citizen of the United Kingdom.
    KindOfBritish,
}

/// What a code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The nationality of that code in our list, or what we have in its place.
    Nationality {
        /// Our code.
        code: &'static str,
        /// Whether a person should look at it.
        doubt: Option<CodeDoubt>,
    },
    /// An organisation, of that code in our list. It issues documents; nobody is its national.
    Organisation {
        /// Our code.
        code: &'static str,
    },
}

/// Spellings besides those of [`CODES`]: the code, ours.
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

/// What stands in place of a nationality.
const WITHOUT_STATE: [&str; 5] = ["XA", "XB", "XC", UNDETERMINED, "XN"];

/// The codes of organisations.
const ORGANISATIONS: [&str; 5] = ["UN", "EU", "XP", "XM", "XO"];

/// What a code of one to three letters says, in any case, with or without the fillers of machine-readable lines (ICAO
/// 9303-3, section 5; ISO 3166). None for what is no code of these.
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
    let doubt = match (code.as_str(), spelling) {
        ("UNK", _) => Some(CodeDoubt::ResidentOfKosovo),
        (_, Some((_, "GB"))) => Some(CodeDoubt::KindOfBritish),
        _ => None,
    };
    Some(Told::Nationality { code: ours, doubt })
}

/// Three letters for two, in any case: `VN` is `VNM`.
pub fn alpha3(alpha2: &str) -> Option<&'static str> {
    pairs()
        .find(|(two, _)| two.eq_ignore_ascii_case(alpha2))
        .map(|(_, three)| three)
}

/// The three letters under which the immigration site knows a nationality (docs/formats.md 1): those of ISO 3166-1,
/// and those of ICAO for people without a State. None for what the list has from before, as no State issues
/// passports under these any more, and for a nationality that is undetermined.
pub fn immigration_code(alpha2: &str) -> Option<&'static str> {
    alpha3(alpha2).filter(|code| !["ANT", "SCG"].contains(code))
}

/// Two letters for three, in any case: `POL` is `PL`.
pub fn alpha2(alpha3: &str) -> Option<&'static str> {
    pairs()
        .find(|(_, three)| three.eq_ignore_ascii_case(alpha3))
        .map(|(two, _)| two)
}

/// The issuer of a document where nobody says: Viet Nam where only Viet Nam issues such documents, else the State whose
/// national the holder is. None where there is no such State: whoever is stateless has a document of some other.
pub fn usual_issuer(document: DocumentType, nationality: &str) -> Option<&str> {
    if document.is_vietnamese() {
        return Some("VN");
    }
    Some(nationality).filter(|code| !WITHOUT_STATE.contains(code))
}

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.lines().skip(1).filter_map(|line| line.split_once(','))
}
