//! One person at two facilities in the same night.

use time::Date;

/// A stay of one person as nights: from the night that begins on `from` up to, not including, `until`. A day-use stay
/// has `from == until` and no night.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span<F = u64> {
    /// The caller's id of the stay.
    pub id: usize,
    /// The facility.
    pub facility: F,
    /// Local day of arrival.
    pub from: Date,
    /// Local day of departure.
    pub until: Date,
}

/// The nights for which one person is notified at two different facilities, for the police to check (a person sleeps in
/// one place; KH-11.2b, LC-8.1: information is truthful). Each pair is reported once, with the common nights `[from,
/// until)`: the span that begins first is first (then the lower id), and pairs are in the order of their beginning.
/// Leaving one facility and arriving at another on the same day is not an overlap, nor are two spans at one facility.
pub fn overlapping<F: PartialEq>(spans: &[Span<F>]) -> Vec<(usize, usize, Date, Date)> {
    let mut sorted: Vec<&Span<F>> = spans.iter().filter(|span| span.from < span.until).collect();
    sorted.sort_by_key(|span| (span.from, span.id));
    let mut found = Vec::new();
    for (index, first) in sorted.iter().enumerate() {
        let rest = sorted.iter().skip(index + 1);
        for second in rest.take_while(|second| second.from < first.until) {
            if first.facility != second.facility {
                found.push((first.id, second.id, second.from, first.until.min(second.until)));
            }
        }
    }
    found.sort_by_key(|&(first, second, from, _)| (from, first, second));
    found
}

/// Whether two time spans `[from, until)` have an instant in common. A span that ends when the other begins does not
/// overlap it.
pub fn meet<T: PartialOrd>(one: (T, T), other: (T, T)) -> bool {
    one.0 < other.1 && other.0 < one.1
}
