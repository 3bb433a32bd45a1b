//! Identity documents: their kinds, the format of their numbers, and how the numbers are displayed.

use crate::unicode;
use thiserror::Error;

use crate::name;
use crate::personal_id::{PersonalId, PersonalIdFault};

crate::codes! {
    /// The documents that the national portal accepts.
    DocumentType {
        /// Thẻ Căn cước công dân.
        Cccd = "cccd",
        /// Thẻ Căn cước (from 2024-07-01).
        CanCuoc = "can_cuoc",
        /// Chứng minh nhân dân, the previous identity card.
        Cmnd = "cmnd",
        /// Hộ chiếu.
        Passport = "passport",
        /// Giấy khai sinh.
        BirthCertificate = "birth_certificate",
        /// Giấy phép lái xe.
        DrivingLicence = "driving_licence",
        /// Thẻ bảo hiểm y tế.
        HealthInsurance = "health_insurance",
        /// Thông báo số định danh cá nhân.
        PersonalNumberNotice = "personal_number_notice",
        /// Giấy tờ khác.
        Other = "other",
        /// Giấy chứng nhận căn cước, for people of Vietnamese origin whose nationality is undetermined (Law
        /// 26/2023/QH15, Article 30).
        IdentityCertificate = "identity_certificate",
    }
}

impl DocumentType {
    /// All types, the most common first.
    pub const MOST_USUAL_FIRST: [Self; 10] = [
        Self::Cccd,
        Self::CanCuoc,
        Self::Passport,
        Self::Cmnd,
        Self::BirthCertificate,
        Self::DrivingLicence,
        Self::HealthInsurance,
        Self::PersonalNumberNotice,
        Self::Other,
        Self::IdentityCertificate,
    ];

    /// The code of the type at the national portal (docs/formats.md 2).
    pub fn portal_code(self) -> u8 {
        match self {
            Self::Cccd => 1,
            Self::Cmnd => 2,
            Self::DrivingLicence => 3,
            Self::Passport => 4,
            Self::BirthCertificate => 5,
            Self::HealthInsurance => 6,
            Self::PersonalNumberNotice => 7,
            Self::CanCuoc => 8,
            // The portal's list is older than the certificate.
            Self::Other | Self::IdentityCertificate => 9,
        }
    }

    /// Whether its number is the personal number, so that [`PersonalId`] can check it.
    pub fn bears_personal_id(self) -> bool {
        matches!(
            self,
            Self::Cccd | Self::CanCuoc | Self::PersonalNumberNotice | Self::IdentityCertificate
        )
    }

    /// Whether only Viet Nam issues this document.
    pub fn is_vietnamese(self) -> bool {
        !matches!(
            self,
            Self::Passport | Self::Other | Self::BirthCertificate | Self::DrivingLicence
        )
    }
}

/// Why a number is not valid for a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DocumentFault {
    /// The number has to be a personal number.
    #[error(transparent)]
    PersonalId(#[from] PersonalIdFault),
    /// A CMND has 9 digits, in its last years 12.
    #[error("an identity card has 9 or 12 digits, this number has {actual}")]
    Cmnd {
        /// How many there are.
        actual: usize,
    },
    /// A CMND contains only digits.
    #[error("the character at position {position} is not a digit")]
    NotADigit {
        /// Counted from 1.
        position: usize,
        /// The character.
        found: char,
    },
    /// Too short or too long.
    #[error("the number has {actual} characters, {min} to {max} are possible")]
    Length {
        /// Minimum number of characters.
        min: usize,
        /// Maximum number of characters.
        max: usize,
        /// How many there are.
        actual: usize,
    },
    /// A character that does not occur in numbers of this document.
    #[error("the character at position {position} cannot be part of the number")]
    Character {
        /// Counted from 1.
        position: usize,
        /// The character.
        found: char,
    },
}

/// The form in which a number is stored, compared and searched: the same for every type, so that a search does not need
/// the type. Upper case, no space around it. In numbers of Latin letters and digits, including full-width ones, spaces
/// and dots inside are removed (`056 187 004 512`, `B.1234567`); in all others, such as `Số 12 quyển 3` of a birth
/// certificate, several spaces become one.
pub fn normalise(text: &str) -> String {
    let text: String = unicode::composed(&unicode::capital(text))
        .chars()
        .filter(|c| !name::is_invisible(*c))
        .collect();
    let only_spaced = |c: char| c.is_ascii_alphanumeric() || c == '.' || c.is_whitespace();
    // Upper case again: the plain form of a character such as `ª` is a lower-case letter.
    let plain = unicode::capital(&unicode::plain(text.trim()));
    // Some programs treat the number as a decimal and write `1234567.0`.
    let whole = plain
        .strip_suffix(".0")
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
    let plain = whole.unwrap_or(&plain);
    if plain.chars().all(only_spaced) {
        plain.chars().filter(char::is_ascii_alphanumeric).collect()
    } else {
        name::collapse_space(&text)
    }
}

/// Whether a document of this type can have this number (docs/rules.md 6, docs/formats.md 2; the number comes from
/// [`normalise`]). Personal number: exactly 12 digits. CMND: 9 or 12 digits. Passport: 4 to 10 Latin letters and
/// digits. Licence and health insurance: 1 to 20 of them. Birth certificate and other: 1 to 30 letters and digits with
/// the usual punctuation, because every office has its own numbering.
pub fn check_number(document: DocumentType, number: &str) -> Result<(), DocumentFault> {
    match document {
        DocumentType::Cccd
        | DocumentType::CanCuoc
        | DocumentType::PersonalNumberNotice
        | DocumentType::IdentityCertificate => {
            PersonalId::parse(number)?;
            Ok(())
        }
        DocumentType::Cmnd => check_cmnd(number),
        DocumentType::Passport => check_characters(number, 4, 10, |c| c.is_ascii_alphanumeric()),
        DocumentType::DrivingLicence | DocumentType::HealthInsurance => {
            check_characters(number, 1, 20, |c| c.is_ascii_alphanumeric())
        }
        DocumentType::BirthCertificate | DocumentType::Other => check_own_number(number),
    }
}

/// A number as lists show it: enough to recognise it, not enough to use it. A personal number shows its first four and
/// its last three digits (`0561•••••512`), any other number two and two characters (`40•••••63`); a number of fewer
/// than 8 characters, of which that would be more than half, shows nothing. There are always five dots, so that they do
/// not reveal the length.
pub fn mask(number: &str) -> String {
    const DOTS: &str = "•••••";
    let characters: Vec<char> = number.chars().collect();
    let count = characters.len();
    let (front, back) = if PersonalId::parse(number).is_ok() {
        (4, 3)
    } else if count >= 8 {
        (2, 2)
    } else {
        (0, 0)
    };
    let front: String = characters.iter().take(front).collect();
    let back: String = characters.iter().skip(count - back).collect();
    format!("{front}{DOTS}{back}")
}

fn check_cmnd(number: &str) -> Result<(), DocumentFault> {
    match first_not(number, |c| c.is_ascii_digit()) {
        Some((position, found)) => Err(DocumentFault::NotADigit { position, found }),
        None if matches!(number.len(), 9 | 12) => Ok(()),
        None => Err(DocumentFault::Cmnd { actual: number.len() }),
    }
}

/// A number in the format of an office: `Số 12/2019 quyển 3`, `NA-0117.b`.
fn check_own_number(number: &str) -> Result<(), DocumentFault> {
    let is_sign = |c: char| " /-–.,:()'’#".contains(c);
    check_characters(number, 1, 30, |c| {
        c.is_alphanumeric() && !name::is_invisible(c) || unicode::is_mark(c) && !name::is_invisible(c) || is_sign(c)
    })?;
    // Punctuation alone is not a number.
    match number.chars().next() {
        Some(found) if !number.chars().any(char::is_alphanumeric) => {
            Err(DocumentFault::Character { position: 1, found })
        }
        _ => Ok(()),
    }
}

fn check_characters(number: &str, min: usize, max: usize, allowed: impl Fn(char) -> bool) -> Result<(), DocumentFault> {
    if let Some((position, found)) = first_not(number, allowed) {
        return Err(DocumentFault::Character { position, found });
    }
    let actual = number.chars().count();
    if (min..=max).contains(&actual) && !number.trim().is_empty() {
        Ok(())
    } else {
        Err(DocumentFault::Length { min, max, actual })
    }
}

/// The first character that is not allowed, counted from 1.
fn first_not(number: &str, allowed: impl Fn(char) -> bool) -> Option<(usize, char)> {
    number
        .chars()
        .enumerate()
        .find(|&(_, c)| !allowed(c))
        .map(|(index, c)| (index + 1, c))
}
