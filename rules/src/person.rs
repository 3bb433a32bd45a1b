//! Whether two guests are the same person: used wherever stays of one guest are combined (search, two facilities in one
//! night, returning guests, guests notified twice).

use crate::birth::Birth;
use crate::name::{as_in_mrz, words};

crate::codes! {
    /// Sex as on the document.
    Sex {
        /// Nam.
        Male = "male",
        /// Nữ.
        Female = "female",
    }
}

/// The data that distinguish people. The number is only compared, so that a blind index is sufficient.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a, N> {
    /// The number of the document, or its blind index. A Vietnamese document has the personal number.
    pub number: N,
    /// The State or organisation that issued the document, where it is known: numbers are unique in one State only.
    pub issuer: Option<&'a str>,
    /// Full name.
    pub full_name: &'a str,
    /// Birth.
    pub birth: Birth,
}

/// The relation of two guest records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sameness {
    /// The same person.
    Same,
    /// The same number with another name, another birth or of another State: two people, to be checked by a person. A
    /// child registered with its mother's number is the usual case.
    SameNumber,
    /// Two different people.
    Different,
}

/// Compares two records. Records are never merged by name and birth alone; and the number alone is not enough, because
/// it is mistyped, used for children, and issued by other States too. Names are equal in any order and with any
/// accents, also in the spelling of passports; a year of birth matches every date in it; an unknown issuer matches all.
pub fn compare<N: PartialEq>(one: &Identity<'_, N>, other: &Identity<'_, N>) -> Sameness {
    if one.number != other.number {
        return Sameness::Different;
    }
    let issuers_fit = match (one.issuer, other.issuer) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    if issuers_fit && births_fit(one.birth, other.birth) && is_same_name(one.full_name, other.full_name) {
        Sameness::Same
    } else {
        Sameness::SameNumber
    }
}

/// Groups records by person, each record by its index: one person after the other, in the order of their first record.
pub fn people<N: PartialEq>(records: &[Identity<'_, N>]) -> Vec<Vec<usize>> {
    let mut people: Vec<Vec<usize>> = Vec::new();
    for (at, record) in records.iter().enumerate() {
        let known = people
            .iter_mut()
            .find(|person| compare(&records[person[0]], record) == Sameness::Same);
        match known {
            Some(person) => person.push(at),
            None => people.push(vec![at]),
        }
    }
    people
}

/// Whether two names are the same in another spelling or order.
pub fn is_same_name(one: &str, other: &str) -> bool {
    let spellings = |name: &str| {
        let as_printed = as_in_mrz(name).map(|name| sorted(words(&name)));
        [Some(sorted(words(name))), as_printed]
    };
    let others = spellings(other);
    spellings(one)
        .iter()
        .flatten()
        .any(|one| others.iter().flatten().any(|other| one == other))
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort_unstable();
    words
}

fn births_fit(one: Birth, other: Birth) -> bool {
    match (one, other) {
        (Birth::Day(one), Birth::Day(other)) => one == other,
        _ => one.year() == other.year(),
    }
}
