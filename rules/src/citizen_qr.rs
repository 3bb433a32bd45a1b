//! The QR code of the citizen card, as a hand scanner types it.
//!
//! `number|old number|full name|birth ddMMyyyy|sex|address|issued ddMMyyyy`; the card issued since 2024-07-01 (Thẻ Căn
//! cước) has four more fields, mostly empty, which are skipped and never stored, because they contain names of other
//! people. A text with neither seven nor eleven fields is refused, not guessed: with a shifted field, an address would
//! become a name.

use std::fmt;

use thiserror::Error;
use time::Date;
use time::macros::date;

use crate::date_parts;
use crate::document::DocumentType;
use crate::name::{self, NameFault};
use crate::person::Sex;
use crate::personal_id::{PersonalId, PersonalIdFault};

/// Number of fields of the Thẻ CCCD.
pub const FIELDS: usize = 7;

/// Number of fields of the Thẻ Căn cước: the same seven, and four that must not be stored.
pub const NEW_FIELDS: usize = 11;

/// First day on which the new card (Thẻ Căn cước) was issued.
const NEW_CARD_FROM: Date = date!(2024 - 07 - 01);

/// The content of the code. Not shown by `Debug`: all of it is personal.
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
    /// The address as one text, as printed: it may contain wards and provinces that no longer exist, and is never
    /// matched to current ones (docs/formats.md 3).
    pub address: String,
    /// Day of issue, if given.
    pub issued_on: Option<Date>,
    /// Whether the code had the eleven fields of the Thẻ Căn cước.
    pub is_new: bool,
}

/// A warning about the card; never a reason to refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueWarning {
    /// Issued before its holder was born.
    BeforeBirth,
    /// Issued after today.
    InFuture,
}

/// Why the text is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QrFault {
    /// Neither seven fields nor eleven.
    #[error("the scan has {actual} parts, {FIELDS} or {NEW_FIELDS} are needed")]
    FieldCount {
        /// How many there are; an empty text has none.
        actual: usize,
    },
    /// The first field is not a personal number.
    #[error("personal number: {0}")]
    Number(#[from] PersonalIdFault),
    /// The second field is neither empty nor the number of an identity card.
    #[error("the old number has neither 9 nor 12 digits")]
    OldNumber,
    /// The third field is not a name.
    #[error("name: {0}")]
    Name(#[from] NameFault),
    /// The fourth field is not a date.
    #[error("the date of birth is not ddMMyyyy")]
    Birth,
    /// The fifth field is neither Nam nor Nữ.
    #[error("the sex is neither Nam nor Nữ")]
    Sex {
        /// The content of the field.
        found: String,
    },
    /// The seventh field is neither empty nor a date.
    #[error("the date of issue is not ddMMyyyy")]
    IssueDate,
}

/// Reads the seven fields; of eleven, the first seven. Space around the text and around fields does not matter; accents
/// may be composed or not. Only the format is checked: [`PersonalId::warnings`] checks whether number, sex and year
/// agree, [`crate::birth::check_birth`] whether the date can be a birth, and [`issue_warning`] the day of issue.
pub fn parse(text: &str) -> Result<CitizenCard, QrFault> {
    let text = text.trim();
    let fields: Vec<&str> = text.split('|').map(str::trim).collect();
    let is_new = fields.len() == NEW_FIELDS;
    let ours = match fields.len() {
        FIELDS | NEW_FIELDS => fields.get(..FIELDS).unwrap_or_default(),
        _ => &[],
    };
    let [number, old_number, full_name, birth, sex, address, issued] = ours else {
        let actual = if text.is_empty() { 0 } else { fields.len() };
        return Err(QrFault::FieldCount { actual });
    };
    let number = PersonalId::parse(number)?;
    let old_number = parse_old_number(old_number)?;
    name::check_full_name(full_name)?;
    Ok(CitizenCard {
        number,
        old_number,
        full_name: name::upright(&name::normalise(full_name)),
        birth: date_parts::parse_compact(birth).map_err(|_| QrFault::Birth)?,
        sex: parse_sex(sex)?,
        address: name::upright(&name::normalise(address)),
        issued_on: parse_issue_date(issued)?,
        is_new,
    })
}

/// The part of a code that may be stored: its first seven fields.
pub fn kept_part(text: &str) -> &str {
    let end = text.match_indices('|').nth(FIELDS - 1).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// Whether the scanner has certainly typed the whole code, and if not, whether it may have: seven fields end with a
/// date of eight digits, but on a card of the new kind four more follow, and the length of the last of them is unknown.
pub fn extent(text: &str) -> Extent {
    let fields: Vec<&str> = text.trim().split('|').map(str::trim).collect();
    match fields.as_slice() {
        [_, _, _, _, _, _, issued] if issued.len() == 8 => match date_parts::parse_compact(issued) {
            Ok(day) if day >= NEW_CARD_FROM => Extent::Part,
            _ => Extent::Whole,
        },
        fields if fields.len() == NEW_FIELDS => Extent::MaybeWhole,
        _ => Extent::Part,
    }
}

/// How much of a code is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// More characters follow.
    Part,
    /// All of it, unless more characters follow at once.
    MaybeWhole,
    /// All of it.
    Whole,
}

/// The type of the card. Eleven fields prove the Thẻ Căn cước. Seven fields do not: a card issued on or after
/// 2024-07-01 should be one, a card issued before or without a day is a Thẻ CCCD; a person checks it where
/// [`is_type_proven`] is false.
pub fn likely_type(card: &CitizenCard) -> DocumentType {
    if card.is_new || card.issued_on.is_some_and(|day| day >= NEW_CARD_FROM) {
        DocumentType::CanCuoc
    } else {
        DocumentType::Cccd
    }
}

/// Whether [`likely_type`] is certain: eleven fields, or a day of issue before the new card existed.
pub fn is_type_proven(card: &CitizenCard) -> bool {
    card.is_new || card.issued_on.is_some_and(|day| day < NEW_CARD_FROM)
}

/// Whether the day of issue is impossible.
pub fn issue_warning(card: &CitizenCard, today: Date) -> Option<IssueWarning> {
    let day = card.issued_on?;
    if day > today {
        Some(IssueWarning::InFuture)
    } else {
        (day < card.birth).then_some(IssueWarning::BeforeBirth)
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
