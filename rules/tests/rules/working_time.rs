use proptest::prelude::*;
use rules::working_time::{Calendar, Shift, Term, TermUnit, are_office_hours, due, late_by, time_left};
use rules::zone::{LocalTime, end_of_day, local_date, start_of_day};
use time::macros::{date, datetime, time};
use time::{Date, Duration, OffsetDateTime};

use crate::given;

/// The calendar that is shipped: date, kind, name, source.
const SHIPPED: &str = include_str!("../../../data/calendar.csv");

fn shipped(kind: &str) -> Vec<Date> {
    let day = |line: &str| {
        let mut columns = line.split(',');
        let (date, found) = (columns.next()?, columns.next()?);
        let format = time::macros::format_description!("[year]-[month]-[day]");
        (found == kind).then(|| Date::parse(date, format).unwrap())
    };
    SHIPPED.lines().skip(1).filter_map(day).collect()
}

fn calendar() -> Calendar {
    Calendar::new(shipped("holiday"), shipped("make_up_day"))
}

fn office() -> Vec<Shift> {
    given::khanh_hoa().office_hours
}

fn ends(start: OffsetDateTime, amount: u16, unit: TermUnit) -> OffsetDateTime {
    due(start, Term { amount, unit }, &office(), &calendar())
}

// LC-6.1b-1; docs/rules.md 5
#[test]
fn hours_run_through_nights_and_holidays() {
    assert_eq!(
        ends(datetime!(2026-11-21 20:00:07 +7), 48, TermUnit::Hours),
        datetime!(2026-11-23 20:00:07 +7)
    );
    // Tết 2026: off from 14 to 22 February.
    assert_eq!(
        ends(datetime!(2026-02-13 16:59:59 +7), 48, TermUnit::Hours),
        datetime!(2026-02-15 16:59:59 +7)
    );
    assert_eq!(
        ends(datetime!(2026-12-30 23:59:59 +7), 48, TermUnit::Hours),
        datetime!(2027-01-01 23:59:59 +7)
    );
}

// docs/rules.md 1, 5
#[test]
fn the_last_second_is_in_time_and_the_next_one_is_late() {
    let end = ends(datetime!(2026-11-21 20:00:00 +7), 48, TermUnit::Hours);
    let last = end - Duration::SECOND;
    assert_eq!(
        (late_by(last, end), time_left(last, end)),
        (None, Some(Duration::SECOND))
    );
    assert_eq!((late_by(end, end), time_left(end, end)), (Some(Duration::ZERO), None));
    assert_eq!(late_by(end + Duration::HOUR, end), Some(Duration::HOUR));
}

// docs/rules.md 5; Civil Code Articles 147 and 148
#[test]
fn days_leave_out_the_day_of_receipt_and_end_at_midnight() {
    // Monday + 3 = Thursday, whatever the hour.
    for hour in [datetime!(2026-11-16 00:00 +7), datetime!(2026-11-16 23:59:59 +7)] {
        assert_eq!(ends(hour, 3, TermUnit::Days), datetime!(2026-11-20 00:00 +7));
    }
}

// docs/rules.md 5; Civil Code Article 148
#[test]
fn a_term_in_days_that_ends_on_a_day_off_ends_with_the_next_working_day() {
    // Wednesday + 3 = Saturday: Monday.
    assert_eq!(
        ends(datetime!(2026-11-18 09:00 +7), 3, TermUnit::Days),
        datetime!(2026-11-24 00:00 +7)
    );
    // 14 February 2026 is a Saturday before Tết: the first working day is Monday 23.
    assert_eq!(
        ends(datetime!(2026-02-11 09:00 +7), 3, TermUnit::Days),
        datetime!(2026-02-24 00:00 +7)
    );
    // On a make-up Saturday offices are open: the term ends there.
    assert_eq!(
        ends(datetime!(2026-08-19 09:00 +7), 3, TermUnit::Days),
        datetime!(2026-08-23 00:00 +7)
    );
    // 31 December + 1 = New Year's Day, Thursday; Friday 2 January is swapped; Monday 5.
    assert_eq!(
        ends(datetime!(2025-12-31 09:00 +7), 1, TermUnit::Days),
        datetime!(2026-01-06 00:00 +7)
    );
}

// LCH24-10.1b-1, LCH24-10.1b-2; docs/rules.md 5
#[test]
fn working_hours_count_office_hours_only() {
    let eight = |start| ends(start, 8, TermUnit::WorkingHours);
    assert_eq!(eight(datetime!(2026-11-16 08:00 +7)), datetime!(2026-11-16 17:00 +7));
    assert_eq!(eight(datetime!(2026-11-16 11:00 +7)), datetime!(2026-11-17 11:00 +7));
    // One second on Friday, the rest on Monday.
    assert_eq!(
        eight(datetime!(2026-11-20 16:59:59 +7)),
        datetime!(2026-11-23 16:59:59 +7)
    );
}

// LCH24-10.1b-2; docs/rules.md 5
#[test]
fn what_comes_outside_office_hours_counts_from_the_next_working_hour() {
    let eight = |start| ends(start, 8, TermUnit::WorkingHours);
    let whole_monday = datetime!(2026-11-23 17:00 +7);
    for start in [
        datetime!(2026-11-20 17:00:00 +7),
        datetime!(2026-11-20 23:30 +7),
        datetime!(2026-11-21 10:00 +7),
        datetime!(2026-11-22 23:59:59 +7),
        datetime!(2026-11-23 07:59:59 +7),
    ] {
        assert_eq!(eight(start), whole_monday, "{start}");
    }
    // In the lunch break: from 13:00 on.
    for start in [datetime!(2026-11-16 12:00:00 +7), datetime!(2026-11-16 12:59:59 +7)] {
        assert_eq!(eight(start), datetime!(2026-11-17 12:00 +7), "{start}");
    }
}

// docs/rules.md 5
#[test]
fn working_hours_pass_over_tet_and_through_a_make_up_saturday() {
    let eight = |start| ends(start, 8, TermUnit::WorkingHours);
    // The last office hour before Tết, and the first day after it.
    assert_eq!(eight(datetime!(2026-02-13 16:00 +7)), datetime!(2026-02-23 16:00 +7));
    // Saturday 22 August is worked, Monday 31 is off for it.
    assert_eq!(eight(datetime!(2026-08-21 16:00 +7)), datetime!(2026-08-22 16:00 +7));
    assert_eq!(eight(datetime!(2026-08-28 16:00 +7)), datetime!(2026-09-03 16:00 +7));
    // Across the end of the year.
    assert_eq!(eight(datetime!(2026-12-31 16:00 +7)), datetime!(2027-01-04 16:00 +7));
}

// LCH24-17.3c, LC-9.2-2; docs/rules.md 5
#[test]
fn working_days_leave_out_the_day_of_receipt_and_days_off() {
    let days = |start, amount| ends(start, amount, TermUnit::WorkingDays);
    assert_eq!(days(datetime!(2026-11-16 09:00 +7), 1), datetime!(2026-11-18 00:00 +7));
    assert_eq!(days(datetime!(2026-11-16 09:00 +7), 5), datetime!(2026-11-24 00:00 +7));
    // Over the day of culture, Tuesday 24 November.
    assert_eq!(days(datetime!(2026-11-16 09:00 +7), 6), datetime!(2026-11-26 00:00 +7));
    // Friday + 1: Monday. At 16:59:59 still Friday's, at 17:00:00 received on Monday.
    assert_eq!(
        days(datetime!(2026-11-13 16:59:59 +7), 1),
        datetime!(2026-11-17 00:00 +7)
    );
    assert_eq!(
        days(datetime!(2026-11-13 17:00:00 +7), 1),
        datetime!(2026-11-18 00:00 +7)
    );
    assert_eq!(days(datetime!(2026-11-14 10:00 +7), 1), datetime!(2026-11-18 00:00 +7));
    // Before the office opens it is that day's.
    assert_eq!(days(datetime!(2026-11-16 06:00 +7), 1), datetime!(2026-11-18 00:00 +7));
}

// docs/rules.md 5
#[test]
fn working_days_know_the_holidays_of_two_years() {
    let days = |start, amount| ends(start, amount, TermUnit::WorkingDays);
    // Before Tết 2026 and 2027.
    assert_eq!(days(datetime!(2026-02-13 09:00 +7), 1), datetime!(2026-02-24 00:00 +7));
    assert_eq!(days(datetime!(2027-02-04 09:00 +7), 1), datetime!(2027-02-13 00:00 +7));
    // Hùng Kings on a Sunday: Monday is off.
    assert_eq!(days(datetime!(2026-04-24 09:00 +7), 1), datetime!(2026-04-29 00:00 +7));
    // 30 April and 1 May 2027 on Friday and Saturday: Monday is off.
    assert_eq!(days(datetime!(2027-04-29 09:00 +7), 1), datetime!(2027-05-05 00:00 +7));
    // National Day with its second day.
    assert_eq!(days(datetime!(2026-08-28 09:00 +7), 1), datetime!(2026-09-04 00:00 +7));
}

#[test]
fn a_year_that_nobody_has_entered_has_its_weekends() {
    assert_eq!(
        ends(datetime!(2031-01-03 09:00 +7), 1, TermUnit::WorkingDays),
        datetime!(2031-01-07 00:00 +7)
    );
}

#[test]
fn office_hours_have_a_length_and_an_order() {
    let shift = |opens, closes| Shift {
        opens: LocalTime(opens),
        closes: LocalTime(closes),
    };
    assert!(are_office_hours(&office()));
    assert!(are_office_hours(&[
        shift(time!(7:30), time!(12:00)),
        shift(time!(12:00), time!(16:00))
    ]));
    assert!(!are_office_hours(&[]));
    assert!(!are_office_hours(&[shift(time!(8:00), time!(8:00))]));
    assert!(!are_office_hours(&[
        shift(time!(8:00), time!(12:00)),
        shift(time!(11:59), time!(17:00))
    ]));
    assert!(!are_office_hours(&[
        shift(time!(13:00), time!(17:00)),
        shift(time!(8:00), time!(12:00))
    ]));
}

// Labour Code Articles 111 and 112
#[test]
fn the_shipped_calendar_is_whole_and_without_contradiction() {
    let (holidays, make_up_days) = (shipped("holiday"), shipped("make_up_day"));
    for line in SHIPPED.lines().skip(1) {
        assert!(
            line.split(',').nth(3).is_some_and(|source| source.len() > 10),
            "{line}: no source"
        );
    }
    for day in &make_up_days {
        assert!(rules::working_time::is_weekend(*day), "{day}: worked anyway");
        assert!(!holidays.contains(day), "{day}: both");
    }
    for year in [2026, 2027] {
        let fixed = [(1, 1), (4, 30), (5, 1), (9, 2)];
        for (month, day) in fixed {
            let day = Date::from_calendar_date(year, time::Month::try_from(month).unwrap(), day).unwrap();
            assert!(holidays.contains(&day), "{day}");
        }
    }
    // Five days of Tết, from the eve on.
    for first in [date!(2026 - 02 - 16), date!(2027 - 02 - 05)] {
        for more in 0..5 {
            assert!(holidays.contains(&(first + Duration::days(more))));
        }
    }
}

/// What a clerk with a stopwatch would find: second by second, the term passes while the office is open.
fn by_the_stopwatch(start: OffsetDateTime, hours: u16, office: &[Shift], calendar: &Calendar) -> OffsetDateTime {
    let (mut at, mut left) = (start, i64::from(hours) * 60);
    while left > 0 {
        let local = rules::zone::local(at);
        let is_open = calendar.is_working_day(local.date())
            && office
                .iter()
                .any(|shift| shift.opens.0 <= local.time() && local.time() < shift.closes.0);
        at += Duration::MINUTE;
        left -= i64::from(is_open);
    }
    at
}

fn minute_of_two_years() -> impl Strategy<Value = OffsetDateTime> {
    (0_i64..700 * 24 * 60).prop_map(|minute| datetime!(2026-01-01 00:00 +7) + Duration::minutes(minute))
}

fn unit() -> impl Strategy<Value = TermUnit> {
    prop_oneof![
        Just(TermUnit::Hours),
        Just(TermUnit::Days),
        Just(TermUnit::WorkingHours),
        Just(TermUnit::WorkingDays)
    ]
}

proptest! {
    // docs/rules.md 5
    #[test]
    fn working_hours_are_what_a_stopwatch_would_measure(start in minute_of_two_years(), hours in 1_u16..20) {
        let term = Term { amount: hours, unit: TermUnit::WorkingHours };
        prop_assert_eq!(due(start, term, &office(), &calendar()), by_the_stopwatch(start, hours, &office(), &calendar()));
    }

    #[test]
    fn who_files_later_is_never_due_earlier(start in given::instant(), later in 0_i64..40 * 86_400, amount in 1_u16..40, unit in unit()) {
        let term = |start| due(start, Term { amount, unit }, &office(), &calendar());
        prop_assert!(term(start) <= term(start + Duration::seconds(later)));
        prop_assert!(term(start) > start);
    }

    // docs/rules.md 5; Civil Code Article 148
    #[test]
    fn a_term_in_days_ends_at_24_00_of_a_working_day(start in given::instant(), amount in 1_u16..40, working in any::<bool>()) {
        let unit = if working { TermUnit::WorkingDays } else { TermUnit::Days };
        let end = due(start, Term { amount, unit }, &office(), &calendar());
        let last = local_date(end - Duration::SECOND);
        prop_assert_eq!(end, end_of_day(last));
        prop_assert!(calendar().is_working_day(last));
        prop_assert!(start_of_day(last) > start);
    }
}
