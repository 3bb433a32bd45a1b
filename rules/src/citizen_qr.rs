//! The QR code of the citizen card, as a hand scanner types it.
//!
//! `number|old number|full name|birth ddMMyyyy|sex|address|issued ddMMyyyy` (research/peers.md 2.4).
//! Anything but seven fields is refused, not guessed: a shifted field would put an address into a name.

use std::fmt;

use thiserror::Error;
use time::Date;
use time::macros::date;

use crate::date_parts;
use crate::document::{DocumentType, Sex};
use crate::name::{self, NameFault};
use crate::personal_id::{PersonalId, PersonalIdFault};

/// Number of fields.
pub const FIELDS: usize = 7;

/// First day on which the new card (Thẻ Căn cước) was issued.
const NEW_CARD_FROM: Date = date!(2024 - 07 - 01);

/// What the code says. Not shown by `Debug`: all of it is personal.
#[derive(Clone, PartialEq, Eq)]
pub struct CitizenCard {
    /// The personal number.
    pub number: PersonalId,
    /// The number of the old identity card, if there was one.
    pub old_number: Option<String>,
    /// Full name, normalised.
    pub full_name: String,
    /// Date of birth.
    pub birth: Date,
    /// Sex.
    pub sex: Sex,
    /// The address as one text, as printed: it may name wards and provinces that no longer exist, and
    /// is never matched to today's (research/peers.md 2.4).
    pub address: String,
    /// Day of issue, if given.
    pub issued_on: Option<Date>,
}

/// Why the text is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QrFault {
    /// Not seven fields.
    #[error("the scan has {actual} parts, {FIELDS} are needed")]
    FieldCount {
        /// How many there are; an empty text has none.
        actual: usize,
    },
    /// The first field is no personal number.
    #[error("personal number: {0}")]
    Number(#[from] PersonalIdFault),
    /// The second field is neither empty nor the number of an identity card.
    #[error("the old number has neither 9 nor 12 digits")]
    OldNumber,
    /// The third field is no name.
    #[error("name: {0}")]
    Name(#[from] NameFault),
    /// The fourth field is no date.
    #[error("the date of birth is not ddMMyyyy")]
    Birth,
    /// The fifth field is neither Nam nor Nữ.
    #[error("the sex is neither Nam nor Nữ")]
    Sex {
        /// What stands there.
        found: String,
    },
    /// The seventh field is neither empty nor a date.
    #[error("the date of issue is not ddMMyyyy")]
    IssueDate,
}

/// Reads the seven fields (issue 2; research/peers.md 2.4). Space around the text and around fields does
/// not matter; accents may be composed or not. Only the form is judged: whether number, sex and year
/// agree is asked of [`PersonalId::doubts`], and whether the date can be a birth of
/// [`crate::birth::check_birth`].
pub fn parse(text: &str) -> Result<CitizenCard, QrFault> {
    let text = text.trim();
    let fields: Vec<&str> = text.split('|').map(str::trim).collect();
    let [number, old_number, full_name, birth, sex, address, issued] = fields.as_slice() else {
        let actual = if text.is_empty() { 0 } else { fields.len() };
        return Err(QrFault::FieldCount { actual });
    };
    let number = PersonalId::parse(number)?;
    let old_number = parse_old_number(old_number)?;
    name::check_full_name(full_name)?;
    Ok(CitizenCard {
        number,
        old_number,
        full_name: name::normalise(full_name),
        birth: date_parts::parse_compact(birth).map_err(|_| QrFault::Birth)?,
        sex: parse_sex(sex)?,
        address: name::normalise(address),
        issued_on: parse_issue_date(issued)?,
    })
}

/// The type of the card, a guess from its day of issue that a person confirms: the code itself does not
/// tell Thẻ CCCD from Thẻ Căn cước (research/peers.md 2.4). Issued on or after 2024-07-01: Thẻ Căn cước;
/// before, or without a day: Thẻ CCCD.
pub fn likely_type(card: &CitizenCard) -> DocumentType {
    match card.issued_on {
        Some(day) if day >= NEW_CARD_FROM => DocumentType::CanCuoc,
        _ => DocumentType::Cccd,
    }
}

fn parse_old_number(text: &str) -> Result<Option<String>, QrFault> {
    match text.len() {
        0 => Ok(None),
        9 | 12 if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Some(text.to_owned())),
        _ => Err(QrFault::OldNumber),
    }
}

fn parse_sex(text: &str) -> Result<Sex, QrFault> {
    match name::fold(text).as_str() {
        "nam" => Ok(Sex::Male),
        "nu" => Ok(Sex::Female),
        _ => Err(QrFault::Sex { found: text.to_owned() }),
    }
}

fn parse_issue_date(text: &str) -> Result<Option<Date>, QrFault> {
    if text.is_empty() {
        return Ok(None);
    }
    date_parts::parse_compact(text)
        .map(Some)
        .map_err(|_| QrFault::IssueDate)
}

impl fmt::Debug for CitizenCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CitizenCard").finish_non_exhaustive()
    }
}
