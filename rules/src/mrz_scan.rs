//! The machine-readable lines of passports and identity cards (ICAO 9303), as a hand scanner types them.
//!
//! Our own implementation instead of the `mrz` crate: the scanner gives exact characters, so that no image recognition
//! is needed, and the 14,000 lines of that crate would cost every browser 35 KB.
//!
//! A wrong check digit is a hint for a person, not a reason to refuse; and even when all are correct, they do not cover
//! the name, which has no check digit, and cannot distinguish 6 from G. A letter where only a digit is possible is read
//! as the digit that it looks like, and this is reported.

mod check;
mod look_alike;

pub use check::{MrzCheck, MrzField};

use std::fmt;

use thiserror::Error;
use time::{Date, Month};

use crate::birth::Birth;
use crate::person::Sex;
use check::{agrees, value};
use look_alike::{has_six_or_g, look_alike, with_digits};

const TD3_LENGTH: usize = 2 * TD3_LINE;
const TD3_LINE: usize = 44;
const TD2_LENGTH: usize = 2 * TD2_LINE;
const TD2_LINE: usize = 36;
const TD1_LENGTH: usize = 3 * TD1_LINE;
const TD1_LINE: usize = 30;
const TWO_TD1_LINES: usize = 2 * TD1_LINE;

/// Viet Nam, as the issuer of a card.
const HOME: &str = "VNM";

/// Nobody presents a document that expired longer ago than this; cards without expiry, on the other hand, have a date
/// up to the end of the century. So a year of two digits is in the hundred years that start here.
const EXPIRED_AT_MOST_YEARS: i32 = 20;

/// The kind of document of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MrzKind {
    /// A passport: two lines of 44 characters (TD3).
    Passport,
    /// A card: three lines of 30 characters (TD1) or two of 36 (TD2).
    Card,
}

/// The content of the lines. Not shown by `Debug`: most of it is personal.
#[derive(Clone, PartialEq, Eq)]
pub struct MrzScan {
    /// The kind of document.
    pub kind: MrzKind,
    /// The State or organisation that issued it, in three letters as [`nationality_alpha3`](Self::nationality_alpha3).
    pub issuer_alpha3: String,
    /// Surname, then given names, without accents, as printed; a person has to confirm it.
    pub full_name: String,
    /// Whether the name fills its field completely, so that part of it may be missing (9303-4 and -5, 4.2.3).
    pub name_may_be_cut: bool,
    /// Number of the document. A Vietnamese card has only nine of its digits here; the whole number is
    /// [`personal_number`](Self::personal_number).
    pub document_number: String,
    /// Nationality in three letters of ISO 3166; ICAO's own codes for Germany and the kinds of British are converted to
    /// ISO. `XXA`, `UNO` and the like remain.
    pub nationality_alpha3: String,
    /// The nationality as written: `GBN` for one of the kinds of British.
    pub nationality_written: String,
    /// Date of birth as far as the document has it: missing parts have fillers (9303-3, 4.8).
    pub birth: Option<Birth>,
    /// Sex, if the document has it.
    pub sex: Option<Sex>,
    /// Day of expiry, if it has one.
    pub expiry: Option<Date>,
    /// Number of correct check digits.
    pub checks_ok: u8,
    /// Number of check digits.
    pub checks_total: u8,
    /// All check digits, in the order of the lines.
    pub checks: Vec<MrzCheck>,
    /// The content of the field for optional data, most often a personal number.
    pub personal_number: Option<String>,
    /// The fields in which a letter was read as the digit that it looks like.
    pub mended: Vec<MrzField>,
    /// The number with one look-alike exchanged, where that makes all its check digits correct.
    pub number_meant: Option<String>,
    /// Whether the number has a 6 next to a letter or a G next to a digit: no check digit distinguishes these two.
    pub six_or_g: bool,
}

impl MrzScan {
    /// Whether it is expired on a day; its last day is still valid.
    pub fn is_expired(&self, today: Date) -> bool {
        self.expiry.is_some_and(|expiry| expiry < today)
    }

    /// Whether it is a citizen card: a card that Viet Nam issued to a Vietnamese citizen.
    pub fn is_citizen_card(&self) -> bool {
        self.kind == MrzKind::Card && self.issuer_alpha3 == HOME && self.nationality_alpha3 == HOME
    }
}

/// Why the text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MrzFault {
    /// Neither the 88 characters of a passport nor the 90 or 72 of a card.
    #[error("the lines have {actual} characters, a passport has 88 and a card 90 or 72")]
    Length {
        /// How many there are, spaces not counted.
        actual: usize,
    },
    /// A character that does not occur in such lines.
    #[error("the character at position {position} does not occur in machine-readable lines")]
    Character {
        /// Counted from 1, spaces not counted.
        position: usize,
        /// The character.
        found: char,
    },
    /// Neither a passport nor an identity card, but for example a visa.
    #[error("the lines are neither of a passport nor of an identity card")]
    Kind {
        /// The first letter.
        found: char,
    },
    /// Two lines of 36 characters, but not in the order of the standard; old cards of some States have this layout.
    #[error("the lines are not laid out as the standard says")]
    Layout,
    /// There is no name.
    #[error("there is no name")]
    Name,
    /// There is no number.
    #[error("there is no document number")]
    Number,
    /// The birth is not a date, and no part of it is open in the document.
    #[error("the date of birth is not a date")]
    Birth,
    /// The expiry is not a date.
    #[error("the date of expiry is not a date")]
    Expiry,
}

/// Reads the two lines of a passport (TD3), the three of an identity card (TD1) or the two of a larger one (TD2). Lines
/// may be separated by space or line breaks, or not at all; lower case is read as upper case. `today` decides the
/// century of the two-digit years, by different rules: a birth is the last such date up to today, an expiry is at most
/// 20 years ago. Missing characters, and dates that the document leaves open, are never guessed.
pub fn parse(text: &str, today: Date) -> Result<MrzScan, MrzFault> {
    let characters = characters(text);
    if let Some((index, &found)) = characters.iter().enumerate().find(|(_, c)| value(**c).is_none()) {
        return Err(MrzFault::Character {
            position: index + 1,
            found,
        });
    }
    let zone: String = characters.into_iter().collect();
    let first = zone.chars().next().unwrap_or('<');
    match (zone.len(), first) {
        (TD3_LENGTH, 'P') => parse_passport(&zone, today),
        (TD2_LENGTH, 'I' | 'A' | 'C') => parse_large_card(&zone, today),
        (TD1_LENGTH, 'I' | 'A' | 'C') => parse_card(&zone, today),
        (TD3_LENGTH | TD2_LENGTH | TD1_LENGTH, found) => Err(MrzFault::Kind { found }),
        (actual, _) => Err(MrzFault::Length { actual }),
    }
}

/// Whether these are the first lines of a document, one or two, after which more have to follow.
pub fn is_first_part(text: &str) -> bool {
    let characters = characters(text);
    let Some(first) = characters.first() else {
        return false;
    };
    match characters.len() {
        TD3_LINE => matches!(first, 'P' | 'V'),
        TD2_LINE => matches!(first, 'I' | 'A' | 'C' | 'V'),
        TD1_LINE | TWO_TD1_LINES => matches!(first, 'I' | 'A' | 'C'),
        _ => false,
    }
}

/// The possible numbers of characters of the lines of a document with this first letter, the smallest first.
pub fn lengths(first: char) -> &'static [usize] {
    match first.to_ascii_uppercase() {
        'P' => &[TD3_LENGTH],
        'V' => &[TD2_LENGTH, TD3_LENGTH],
        'I' | 'A' | 'C' => &[TD2_LENGTH, TD1_LENGTH],
        _ => &[],
    }
}

fn characters(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn parse_passport(zone: &str, today: Date) -> Result<MrzScan, MrzFault> {
    let (names, line) = zone.split_at(TD3_LINE);
    let (line, mended) = with_digits(
        line,
        &[
            (9..10, MrzField::Number),
            (13..20, MrzField::Birth),
            (21..28, MrzField::Expiry),
            (42..43, MrzField::Optional),
            (43..44, MrzField::Whole),
        ],
    );
    let optional = &line[28..42];
    let optional_agrees = agrees(optional, &line[42..43])
        // An empty field may have a filler as its check digit.
        || (is_blank(optional) && is_blank(&line[42..43]));
    let composite = |number: &str| [number, &line[9..10], &line[13..20], &line[21..43]].concat();
    let whole_agrees = |number: &str| agrees(&composite(number), &line[43..44]);
    let number = &line[..9];
    let checks = [
        (MrzField::Number, agrees(number, &line[9..10])),
        (MrzField::Birth, agrees(&line[13..19], &line[19..20])),
        (MrzField::Expiry, agrees(&line[21..27], &line[27..28])),
        (MrzField::Optional, optional_agrees),
        (MrzField::Whole, whole_agrees(number)),
    ];
    let meant = look_alike(number, |other| agrees(other, &line[9..10]) && whole_agrees(other));
    Fields {
        kind: MrzKind::Passport,
        issuer: &names[2..5],
        names: &names[5..],
        number: number.to_owned(),
        nationality: &line[10..13],
        birth: &line[13..19],
        sex: &line[20..21],
        expiry: &line[21..27],
        personal_number: text_of(optional),
        checks: &checks,
        mended,
        number_meant: meant,
    }
    .read(today)
}

fn parse_card(zone: &str, today: Date) -> Result<MrzScan, MrzFault> {
    let (first, rest) = zone.split_at(TD1_LINE);
    let (second, names) = rest.split_at(TD1_LINE);
    let (first, mut mended) = with_digits(first, &[(14..15, MrzField::Number)]);
    let (second, more) = with_digits(
        second,
        &[
            (0..7, MrzField::Birth),
            (8..15, MrzField::Expiry),
            (29..30, MrzField::Whole),
        ],
    );
    mended.extend(more);
    let (number, number_agrees, optional) = card_number(&first[5..14], &first[14..15], &first[15..30]);
    let composite = [&first[5..30], &second[..7], &second[8..15], &second[18..29]].concat();
    let (issuer, nationality) = (&first[2..5], &second[15..18]);
    let checks = [
        (MrzField::Number, number_agrees),
        (MrzField::Birth, agrees(&second[..6], &second[6..7])),
        (MrzField::Expiry, agrees(&second[8..14], &second[14..15])),
        (MrzField::Whole, agrees(&composite, &second[29..30])),
    ];
    let meant = look_alike(&first[5..14], |other| agrees(other, &first[14..15]));
    Fields {
        kind: MrzKind::Card,
        issuer,
        names,
        number,
        nationality,
        birth: &second[..6],
        sex: &second[7..8],
        expiry: &second[8..14],
        personal_number: card_personal_number(issuer, nationality, optional),
        checks: &checks,
        mended,
        number_meant: meant,
    }
    .read(today)
}

/// TD2 (ICAO 9303 part 6).
fn parse_large_card(zone: &str, today: Date) -> Result<MrzScan, MrzFault> {
    let (first, line) = zone.split_at(TD2_LINE);
    // The old card of France also has two lines of 36, with letters of the name where the standard has the dates.
    if line[10..13].bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(MrzFault::Layout);
    }
    let (line, mended) = with_digits(
        line,
        &[
            (9..10, MrzField::Number),
            (13..20, MrzField::Birth),
            (21..28, MrzField::Expiry),
            (35..36, MrzField::Whole),
        ],
    );
    let (number, number_agrees, optional) = card_number(&line[..9], &line[9..10], &line[28..35]);
    let composite = [&line[..10], &line[13..20], &line[21..35]].concat();
    let checks = [
        (MrzField::Number, number_agrees),
        (MrzField::Birth, agrees(&line[13..19], &line[19..20])),
        (MrzField::Expiry, agrees(&line[21..27], &line[27..28])),
        (MrzField::Whole, agrees(&composite, &line[35..36])),
    ];
    let meant = look_alike(&line[..9], |other| agrees(other, &line[9..10]));
    Fields {
        kind: MrzKind::Card,
        issuer: &first[2..5],
        names: &first[5..],
        number,
        nationality: &line[10..13],
        birth: &line[13..19],
        sex: &line[20..21],
        expiry: &line[21..27],
        personal_number: text_of(optional),
        checks: &checks,
        mended,
        number_meant: meant,
    }
    .read(today)
}

/// Number, whether its check digit is correct, and the rest of the optional field of a card. A number of more than nine
/// characters has a filler as its check digit and continues in the optional field, with its check digit last (ICAO 9303
/// parts 5 and 6).
fn card_number<'a>(head: &str, check: &str, optional: &'a str) -> (String, bool, &'a str) {
    let (tail, rest) = optional.split_at(optional.find('<').unwrap_or(optional.len()));
    if check == "<" && tail.len() > 1 {
        let (tail, tail_check) = tail.split_at(tail.len() - 1);
        let number = format!("{head}{tail}");
        let number_agrees = agrees(&number, tail_check);
        (number, number_agrees, rest)
    } else {
        (head.to_owned(), agrees(head, check), optional)
    }
}

/// The optional field; on cards of Viet Nam its first twelve digits are the personal number.
fn card_personal_number(issuer: &str, nationality: &str, optional: &str) -> Option<String> {
    let vietnamese = optional
        .get(..12)
        .filter(|digits| issuer == HOME && nationality == HOME && digits.bytes().all(|byte| byte.is_ascii_digit()));
    vietnamese.map_or_else(|| text_of(optional), |digits| Some(digits.to_owned()))
}

/// The fields that all kinds of document have.
struct Fields<'a> {
    kind: MrzKind,
    issuer: &'a str,
    names: &'a str,
    number: String,
    nationality: &'a str,
    birth: &'a str,
    sex: &'a str,
    expiry: &'a str,
    personal_number: Option<String>,
    checks: &'a [(MrzField, bool)],
    mended: Vec<MrzField>,
    number_meant: Option<String>,
}

impl Fields<'_> {
    fn read(self, today: Date) -> Result<MrzScan, MrzFault> {
        let document_number = text_of(&self.number).ok_or(MrzFault::Number)?;
        Ok(MrzScan {
            kind: self.kind,
            issuer_alpha3: iso_alpha3(self.issuer),
            full_name: text_of(self.names).ok_or(MrzFault::Name)?,
            name_may_be_cut: !self.names.ends_with('<'),
            six_or_g: has_six_or_g(&document_number),
            document_number,
            nationality_alpha3: iso_alpha3(self.nationality),
            nationality_written: self.nationality.trim_end_matches('<').to_owned(),
            birth: birth(self.birth, today)?,
            sex: match self.sex {
                "M" => Some(Sex::Male),
                "F" => Some(Sex::Female),
                _ => None,
            },
            expiry: if is_unknown(self.expiry) {
                None
            } else {
                Some(expiry_date(self.expiry, today).ok_or(MrzFault::Expiry)?)
            },
            checks_ok: self.checks.iter().map(|&(_, ok)| u8::from(ok)).sum(),
            checks_total: self.checks.iter().map(|_| 1).sum(),
            checks: self
                .checks
                .iter()
                .map(|&(field, agrees)| MrzCheck { field, agrees })
                .collect(),
            personal_number: self.personal_number,
            mended: self.mended,
            number_meant: self.number_meant.and_then(|number| text_of(&number)),
        })
    }
}

fn is_blank(field: &str) -> bool {
    field.chars().all(|c| c == '<')
}

/// Whether a part of a date is open: with fillers as in the standard, or with zeros as some States write it.
fn is_unknown(part: &str) -> bool {
    is_blank(part) || part.bytes().all(|byte| byte == b'0')
}

/// The text with fillers as spaces; none if there is nothing else.
fn text_of(field: &str) -> Option<String> {
    let words: Vec<&str> = field.split('<').filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn iso_alpha3(code: &str) -> String {
    match code.trim_end_matches('<') {
        "D" => "DEU".to_owned(),
        "GBD" | "GBN" | "GBO" | "GBP" | "GBS" => "GBR".to_owned(),
        other => other.to_owned(),
    }
}

/// Year of the century, month and day of `YYMMDD`.
fn date_digits(field: &str) -> Option<(i32, Month, u8)> {
    let month: u8 = field.get(2..4)?.parse().ok()?;
    Some((
        field.get(..2)?.parse().ok()?,
        Month::try_from(month).ok()?,
        field.get(4..)?.parse().ok()?,
    ))
}

/// A birth as far as the document has it: a whole date, a year, or nothing. A month without a day is reduced to the
/// year, because forms have either a date or a year.
fn birth(field: &str, today: Date) -> Result<Option<Birth>, MrzFault> {
    let (year, rest) = field.split_at(2);
    let (month, day) = rest.split_at(2);
    // 000000 does not mean the year 2000 either.
    if is_blank(year) && is_unknown(rest) || is_unknown(field) {
        return Ok(None);
    }
    let month_is_possible = is_unknown(month) || month.parse().is_ok_and(|month: u8| (1..=12).contains(&month));
    if is_unknown(day) && month_is_possible {
        let year: i32 = year.parse().map_err(|_| MrzFault::Birth)?;
        let century = today.year().div_euclid(100) * 100;
        let year = if century + year > today.year() {
            century - 100 + year
        } else {
            century + year
        };
        return Ok(Some(Birth::Year(year)));
    }
    birth_date(field, today)
        .map(|date| Some(Birth::Day(date)))
        .ok_or(MrzFault::Birth)
}

/// The last such date up to today.
fn birth_date(field: &str, today: Date) -> Option<Date> {
    let (year, month, day) = date_digits(field)?;
    let century = today.year().div_euclid(100) * 100;
    [century, century - 100]
        .into_iter()
        .filter_map(|century| Date::from_calendar_date(century + year, month, day).ok())
        .find(|&date| date <= today)
}

/// The first such year that is not more than 20 years ago.
fn expiry_date(field: &str, today: Date) -> Option<Date> {
    let (year, month, day) = date_digits(field)?;
    let first = today.year() - EXPIRED_AT_MOST_YEARS;
    let year = first + (year - first).rem_euclid(100);
    Date::from_calendar_date(year, month, day).ok()
}

impl fmt::Debug for MrzScan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MrzScan")
            .field("checks_ok", &self.checks_ok)
            .field("checks_total", &self.checks_total)
            .finish_non_exhaustive()
    }
}
