//! Which listed price (giá niêm yết) applies on a day (LC-11.4b, KH-17.2: a facility charges the price that it
//! declares).

use time::{Date, OffsetDateTime};

/// When a declared price applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// First day.
    pub from: Date,
    /// Last day; a price with a last day is seasonal and has priority over the usual one.
    pub to: Option<Date>,
    /// When it was declared: of two prices for the same days, the later declaration applies.
    pub declared_at: OffsetDateTime,
}

impl Term {
    /// Whether it includes the day.
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it ended before the day.
    pub fn is_over(&self, day: Date) -> bool {
        self.to.is_some_and(|to| to < day)
    }
}

/// The price that applies on a day, by its index: a seasonal price has priority over the usual price; of several
/// seasonal prices the one declared last, of usual prices the one that started last.
pub fn applying(terms: &[Term], day: Date) -> Option<usize> {
    let held = || terms.iter().enumerate().filter(|(_, term)| term.holds(day));
    let season = held()
        .filter(|(_, term)| term.to.is_some())
        .max_by_key(|(index, term)| (term.declared_at, term.from, *index));
    let usual = held()
        .filter(|(_, term)| term.to.is_none())
        .max_by_key(|(index, term)| (term.from, term.declared_at, *index));
    season.or(usual).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    fn term(from: Date, to: Option<Date>, declared_at: OffsetDateTime) -> Term {
        Term { from, to, declared_at }
    }

    #[test]
    fn a_season_goes_before_the_usual_price_on_its_days_and_on_no_other() {
        let terms = [
            term(date!(2026 - 11 - 02), None, datetime!(2026-11-02 02:00 UTC)),
            term(
                date!(2027 - 02 - 01),
                Some(date!(2027 - 02 - 15)),
                datetime!(2026-11-21 02:00 UTC),
            ),
        ];
        for (day, expected) in [
            (date!(2026 - 11 - 01), None),
            (date!(2026 - 11 - 02), Some(0)),
            (date!(2027 - 01 - 31), Some(0)),
            (date!(2027 - 02 - 01), Some(1)),
            (date!(2027 - 02 - 15), Some(1)),
            (date!(2027 - 02 - 16), Some(0)),
        ] {
            assert_eq!(applying(&terms, day), expected, "{day}");
        }
    }

    #[test]
    fn of_two_declared_for_the_same_days_the_later_counts() {
        let day = date!(2026 - 11 - 21);
        let usual = [
            term(day, None, datetime!(2026-11-21 03:00 UTC)),
            term(day, None, datetime!(2026-11-21 02:00 UTC)),
            term(date!(2026 - 11 - 01), None, datetime!(2026-11-21 09:00 UTC)),
        ];
        assert_eq!(applying(&usual, day), Some(0), "the one that began last, declared last");
        let seasons = [
            term(day, Some(day), datetime!(2026-11-21 02:00 UTC)),
            term(date!(2026 - 11 - 01), Some(day), datetime!(2026-11-21 03:00 UTC)),
        ];
        assert_eq!(applying(&seasons, day), Some(1));
    }
}
