//! The QR code of the health insurance card, as a hand scanner types it.
//!
//! `number|name|birth|sex|address|…`: name and address are the hexadecimal digits of their UTF-8, the birth is
//! `dd/MM/yyyy` or a year, the sex 1 or 2. The following fields (place of registration, terms) are not needed and not
//! stored.

use std::fmt;

use thiserror::Error;

use crate::birth::Birth;
use crate::date_parts;
use crate::name;
use crate::person::Sex;

/// Digits of the new number; the long number ends with it.
const SHORT: usize = 10;
/// Characters of the long number: two letters, category of the insured person, province, and the short number.
const LONG: usize = 15;

/// The content of the code. Not shown by `Debug`: all of it is personal.
#[derive(Clone, PartialEq, Eq)]
pub struct HealthCard {
    /// The number as printed.
    pub number: String,
    /// Full name, normalised.
    pub full_name: String,
    /// Date of birth, on some cards the year only.
    pub birth: Birth,
    /// Sex, if the code contains it.
    pub sex: Option<Sex>,
    /// The address as one text; empty if there is none.
    pub address: String,
}

/// Why the text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HealthFault {
    /// The second part is not a name.
    #[error("the name cannot be read")]
    Name,
    /// The third part is neither a date nor a year.
    #[error("the date of birth is not dd/MM/yyyy")]
    Birth,
}

/// Whether a text is the code of such a card: its number first, then a name in hexadecimal digits.
pub fn is_one(text: &str) -> bool {
    let mut parts = text.split('|').map(str::trim);
    let (number, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    is_number(number) && !name.is_empty() && from_hex(name).is_some()
}

/// Reads it.
pub fn parse(text: &str) -> Result<HealthCard, HealthFault> {
    let mut parts = text.split('|').map(str::trim);
    let mut part = || parts.next().unwrap_or_default();
    let (number, full_name, birth, sex, address) = (part(), part(), part(), part(), part());
    let full_name = from_hex(full_name).ok_or(HealthFault::Name)?;
    name::check_full_name(&full_name).map_err(|_| HealthFault::Name)?;
    Ok(HealthCard {
        number: number.to_ascii_uppercase(),
        full_name: name::upright(&name::normalise(&full_name)),
        birth: parse_birth(birth).ok_or(HealthFault::Birth)?,
        sex: match sex {
            "1" => Some(Sex::Male),
            "2" => Some(Sex::Female),
            _ => None,
        },
        address: from_hex(address).map(|text| name::normalise(&text)).unwrap_or_default(),
    })
}

fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        SHORT => digits(text),
        LONG => text
            .split_at_checked(2)
            .is_some_and(|(kind, rest)| kind.bytes().all(|byte| byte.is_ascii_alphabetic()) && digits(rest)),
        _ => false,
    }
}

fn parse_birth(text: &str) -> Option<Birth> {
    if text.len() == 4 {
        return text.parse().ok().map(Birth::Year);
    }
    date_parts::parse_vn_date(text).ok().map(Birth::Day)
}

/// The text whose UTF-8 these hexadecimal digits are.
fn from_hex(text: &str) -> Option<String> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let bytes: Option<Vec<u8>> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect();
    String::from_utf8(bytes?).ok()
}

impl fmt::Debug for HealthCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HealthCard").finish_non_exhaustive()
    }
}
