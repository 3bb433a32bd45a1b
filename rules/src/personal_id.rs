//! The personal identification number (số định danh cá nhân): the meaning of its twelve digits.
//!
//! Three digits for the place of birth registration (KH-A3, KH-A1), one for century and sex (KH-A5-1), two for the year
//! of birth (KH-A5-2), six at random; it has no check digit. A difference between the number and the input is a
//! question to the guest, never a reason to refuse (docs/rules.md 6): some people were registered abroad, and registers
//! contain mistakes.

use std::fmt;

use thiserror::Error;

use crate::person::Sex;

/// KH-A3, Appendix 3: the 63 provinces before the mergers of 2025, which remain valid inside numbers.
const PROVINCES: &str = include_str!("../../data/provinces.csv");
/// KH-A1, Appendix 1: countries of birth registration.
const COUNTRIES: &str = include_str!("../../data/countries_birth_registration.csv");
/// Việt Nam in Appendix 1; not expected inside a number, which contains the province.
const VIETNAM: &str = "000";

const LENGTH: usize = 12;

/// Twelve ASCII digits. Not shown by `Debug`, so that no log can contain one by accident.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonalId(String);

/// Why a text is not a personal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PersonalIdFault {
    /// Digits, but not twelve.
    #[error("a personal number has 12 digits, this one has {actual}")]
    Length {
        /// How many there are.
        actual: usize,
    },
    /// A character that is not an ASCII digit, such as the letter O.
    #[error("the character at position {position} is not a digit")]
    NotADigit {
        /// Counted from 1.
        position: usize,
        /// The character.
        found: char,
    },
}

/// Where the birth was registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BirthPlace {
    /// A province of Appendix 3, by its three digits.
    Province(&'static str),
    /// A country of Appendix 1, by its three digits.
    Country(&'static str),
    /// Three digits that are in neither list, including 000.
    Unknown(String),
}

/// A reason to ask the guest again; never a reason to refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonalIdWarning {
    /// The first three digits are in neither list.
    UnknownPlace {
        /// These digits.
        code: String,
    },
    /// The sex in the number differs from the input.
    SexMismatch {
        /// The sex in the number.
        number_says: Sex,
    },
    /// The year of birth in the number differs from the input.
    YearMismatch {
        /// The year in the number.
        number_says: u16,
        /// The year in the input.
        typed: i32,
    },
}

impl PersonalId {
    /// Exactly twelve ASCII digits (docs/rules.md 6). [`crate::document::normalise`] removes spaces and dots before. A
    /// character that is not a digit is reported before a wrong length, because it is the more likely cause.
    pub fn parse(text: &str) -> Result<Self, PersonalIdFault> {
        if let Some((index, found)) = text.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
            return Err(PersonalIdFault::NotADigit {
                position: index + 1,
                found,
            });
        }
        if text.len() == LENGTH {
            Ok(Self(text.to_owned()))
        } else {
            Err(PersonalIdFault::Length { actual: text.len() })
        }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the birth was registered: the first three digits (KH-A1, KH-A3). The two lists share no code, and a
    /// country that Appendix 1 contains twice has two valid codes.
    pub fn birth_place(&self) -> BirthPlace {
        let code = self.0.get(..3).unwrap_or_default();
        if let Some(code) = find_code(PROVINCES, code) {
            BirthPlace::Province(code)
        } else if let Some(code) = find_code(COUNTRIES, code).filter(|&code| code != VIETNAM) {
            BirthPlace::Country(code)
        } else {
            BirthPlace::Unknown(code.to_owned())
        }
    }

    /// KH-A5-1: an even fourth digit is male, an odd one female.
    pub fn sex(&self) -> Sex {
        if self.digit(3).is_multiple_of(2) {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// KH-A5-1 and KH-A5-2: the century of the fourth digit (0 and 1: 1900, … 8 and 9: 2300) and the
    /// year of the fifth and sixth.
    pub fn birth_year(&self) -> u16 {
        1900 + self.digit(3) / 2 * 100 + self.digit(4) * 10 + self.digit(5)
    }

    /// The differences between the number and the input (docs/rules.md 6): place, then sex, then year. Unknown values
    /// are not compared.
    pub fn warnings(&self, sex: Option<Sex>, birth_year: Option<i32>) -> Vec<PersonalIdWarning> {
        let mut warnings = Vec::new();
        if let BirthPlace::Unknown(code) = self.birth_place() {
            warnings.push(PersonalIdWarning::UnknownPlace { code });
        }
        if sex.is_some_and(|typed| typed != self.sex()) {
            warnings.push(PersonalIdWarning::SexMismatch {
                number_says: self.sex(),
            });
        }
        if let Some(typed) = birth_year.filter(|&typed| typed != i32::from(self.birth_year())) {
            warnings.push(PersonalIdWarning::YearMismatch {
                number_says: self.birth_year(),
                typed,
            });
        }
        warnings
    }

    fn digit(&self, index: usize) -> u16 {
        self.0.as_bytes().get(index).map_or(0, |byte| u16::from(byte - b'0'))
    }
}

impl fmt::Debug for PersonalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PersonalId").finish_non_exhaustive()
    }
}

/// The code as in the list: the first column of every line except the heading.
fn find_code(list: &'static str, code: &str) -> Option<&'static str> {
    list.lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .find(|&listed| listed == code)
}
