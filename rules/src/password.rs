//! The demands on a password, and its lifetime.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::{Date, Duration, Month, OffsetDateTime};

use crate::name;
use crate::unicode;
use crate::zone;

/// LC-7.1a-2, KH-9a-2; D-02; docs/rules.md 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordTerms {
    /// Minimum number of characters.
    pub min_length: u16,
    /// Maximum number of characters.
    pub max_length: u16,
    /// At least one letter.
    pub letters: bool,
    /// At least one digit.
    pub digits: bool,
    /// At least one character that is neither a letter nor a digit.
    pub special: bool,
    /// After how many calendar months a password has to be changed; none: never.
    pub rotation_months: Option<u8>,
    /// How many days before a password has to be changed its holder is informed.
    pub warn_days: u16,
    /// How many previous passwords may not be used again.
    pub history: u16,
    /// For how many hours an initial password is valid.
    pub initial_valid_hours: u16,
}

/// Passwords that attackers try first, one a line, folded and without spaces.
const WELL_KNOWN: &str = include_str!("../data/well_known_passwords.txt");

/// A shorter login name occurs in too many words, so it is not looked for.
const SHORTEST_LOGIN: usize = 3;

/// The same for the names of a unit and its holder.
const SHORTEST_NAME: usize = 6;

/// A fault of a password. All faults are reported at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordFault {
    /// Too few characters.
    #[error("the password has fewer than {min} characters")]
    TooShort {
        /// Minimum number of characters.
        min: u16,
    },
    /// Too many characters.
    #[error("the password has more than {max} characters")]
    TooLong {
        /// Maximum number of characters.
        max: u16,
    },
    /// No letter.
    #[error("the password has no letter")]
    NeedsLetter,
    /// No digit.
    #[error("the password has no digit")]
    NeedsDigit,
    /// Only letters and digits.
    #[error("the password has no special character")]
    NeedsSpecial,
    /// It contains the login name.
    #[error("the password contains the login name")]
    ContainsLogin,
    /// One of the passwords that attackers try first.
    #[error("the password is well known")]
    WellKnown,
}

/// Names that are publicly connected with every account here.
const OUR_NAMES: [&str; 3] = ["luutru", "thongbaoluutru", "khachluutru"];

/// Whether the password contains a name that belongs to the account: of the facility or unit, of its holder, of the
/// province, or of this system; whatever the accents, the case and the usual substitutes. A name of a few letters
/// occurs in too many words.
pub fn contains_name(password: &str, names: &[&str]) -> bool {
    let squeeze = |text: &str| -> String {
        let folded = name::fold(text);
        folded.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let plain = squeeze(&without_substitutes(&name::fold(&canonical(password))));
    let is_in = |name: &str| {
        let name = squeeze(name);
        name.chars().count() >= SHORTEST_NAME && plain.contains(&without_substitutes(&name))
    };
    names.iter().any(|name| is_in(name)) || OUR_NAMES.iter().any(|name| is_in(name))
}

/// The password as it is hashed and compared: keyboards write `ậ` as one character or as three, and a person who types
/// the same word on another device must not be refused (NFC; NIST SP 800-63B, 3.1.1.2).
pub fn canonical(password: &str) -> String {
    unicode::composed(password)
}

/// LC-7.1a-2, KH-9a; D-02. Length counts characters, not bytes, and both limits are allowed lengths. Letters are those
/// of any script, digits 0 to 9, special is every other character, space included. The login name is looked for without
/// regard to case and accents. A well-known password is also refused with the usual substitutes (`M@tKh4u`) and the
/// usual suffix (`matkhau@2026`, `Khachsan123!`).
pub fn check_password(password: &str, login: &str, terms: &PasswordTerms) -> Vec<PasswordFault> {
    let password = &canonical(password);
    let length = password.chars().count();
    let is_special = |c: char| !c.is_alphanumeric();
    let login = name::fold(login);
    let contains_login = login.chars().count() >= SHORTEST_LOGIN && name::fold(password).contains(&login);
    [
        (
            length < usize::from(terms.min_length),
            PasswordFault::TooShort { min: terms.min_length },
        ),
        (
            length > usize::from(terms.max_length),
            PasswordFault::TooLong { max: terms.max_length },
        ),
        (
            terms.letters && !password.chars().any(char::is_alphabetic),
            PasswordFault::NeedsLetter,
        ),
        (
            terms.digits && !password.chars().any(|c| c.is_ascii_digit()),
            PasswordFault::NeedsDigit,
        ),
        (
            terms.special && !password.chars().any(is_special),
            PasswordFault::NeedsSpecial,
        ),
        (contains_login, PasswordFault::ContainsLogin),
        (is_well_known(password), PasswordFault::WellKnown),
    ]
    .into_iter()
    .filter_map(|(faulty, fault)| faulty.then_some(fault))
    .collect()
}

/// KH-9a-2, docs/rules.md 5: a password has to be changed by 24:00 of the day that is this number of calendar months
/// after the local day of its last change. At this instant it is due.
pub fn rotation_due(changed_at: OffsetDateTime, months: u8) -> OffsetDateTime {
    zone::end_of_day(add_months(zone::local_date(changed_at), months))
}

/// From when on the holder is informed that the password has to be changed: this number times 24 hours before.
pub fn warn_from(due: OffsetDateTime, days: u16) -> OffsetDateTime {
    due.saturating_sub(Duration::days(i64::from(days)))
}

/// docs/rules.md 5: an initial password expires this number of hours after its issue, to the second, including nights
/// and holidays.
pub fn initial_expires_at(issued_at: OffsetDateTime, hours: u16) -> OffsetDateTime {
    issued_at.saturating_add(Duration::hours(i64::from(hours)))
}

/// docs/rules.md 5: calendar months, limited to the last day: 31 December plus two months is 28 or 29 February. After
/// the last date of the calendar it is that date.
pub fn add_months(date: Date, months: u8) -> Date {
    let months = i32::from(date.month() as u8) - 1 + i32::from(months);
    let year = date.year() + months / 12;
    let month = (0..months % 12).fold(Month::January, |month, _| month.next());
    Date::from_calendar_date(year, month, date.day().min(month.length(year))).unwrap_or(Date::MAX)
}

/// Whether it is a well-known password, with the usual substitutes or none, between usual prefix and suffix.
fn is_well_known(password: &str) -> bool {
    let folded = name::fold(password).replace(' ', "");
    let plain = without_substitutes(&folded);
    WELL_KNOWN.lines().any(|listed| {
        let listed = without_substitutes(listed);
        // Substitutes have as many bytes as the letters that they replace, so positions in `plain` are those in
        // `folded`.
        plain.match_indices(&listed).any(|(start, _)| {
            let head = folded.get(..start).unwrap_or_default();
            let tail = folded.get(start + listed.len()..).unwrap_or_default();
            is_usual_tail(head) && is_usual_tail(tail)
        })
    })
}

/// Replaces the usual substitutes by their letters.
fn without_substitutes(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '@' | '4' => 'a',
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '$' | '5' => 's',
            '7' => 't',
            _ => c,
        })
        .collect()
}

/// The usual additions before and after a word when digits and special characters are demanded: nothing, a few digits
/// (a number, a year), a date, 123456, 123123, one repeated digit; with at most three special characters, or one
/// repeated. Anything longer may have been chosen at random.
fn is_usual_tail(tail: &str) -> bool {
    if tail.chars().any(char::is_alphabetic) {
        return false;
    }
    let digits: Vec<u8> = tail.bytes().filter(u8::is_ascii_digit).collect();
    let specials: Vec<char> = tail.chars().filter(|c| !c.is_ascii_digit()).collect();
    let few_specials = specials.len() <= 3 || specials.windows(2).all(|pair| pair[0] == pair[1]);
    few_specials && (digits.len() <= 4 || is_run(&digits) || is_twice(&digits) || is_date(&digits))
}

/// 123456, 987654 or 888888; after 9 comes 0.
fn is_run(digits: &[u8]) -> bool {
    let steps_by = |step: i16| {
        digits
            .windows(2)
            .all(|pair| (i16::from(pair[1]) - i16::from(pair[0]) - step) % 10 == 0)
    };
    steps_by(0) || steps_by(1) || steps_by(-1)
}

/// 123123.
fn is_twice(digits: &[u8]) -> bool {
    let (first, second) = digits.split_at(digits.len() / 2);
    first == second
}

/// Eight digits that begin or end with a year of 1900 to 2099.
fn is_date(digits: &[u8]) -> bool {
    let is_year = |year: &[u8]| year.starts_with(b"19") || year.starts_with(b"20");
    digits.len() == 8 && (is_year(digits) || is_year(&digits[4..]))
}
