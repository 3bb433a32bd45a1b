use proptest::prelude::*;
use rules::deadline::{EarlyArrival, NotificationTerms, Punctuality, due_at, evening_cutoff_of, punctuality};
use time::macros::{date, datetime};
use time::{Duration, PrimitiveDateTime};

use crate::given;

fn terms() -> NotificationTerms {
    given::khanh_hoa().notification
}

fn same_morning() -> NotificationTerms {
    NotificationTerms {
        early_arrival: EarlyArrival::SameMorning,
        ..terms()
    }
}

// Residence Law Article 30; docs/rules.md 1
#[test]
fn an_arrival_by_day_is_due_at_23_00() {
    let due = datetime!(2026-11-20 23:00 +7);
    assert_eq!(due_at(datetime!(2026-11-20 08:00:00 +7), &terms()), due);
    assert_eq!(due_at(datetime!(2026-11-20 14:00:00 +7), &terms()), due);
    assert_eq!(due_at(datetime!(2026-11-20 22:59:59 +7), &terms()), due);
}

// docs/rules.md 1
#[test]
fn an_arrival_from_23_00_on_is_due_at_08_00_next_day() {
    let due = datetime!(2026-11-21 08:00 +7);
    assert_eq!(due_at(datetime!(2026-11-20 23:00:00 +7), &terms()), due);
    assert_eq!(due_at(datetime!(2026-11-20 23:59:59 +7), &terms()), due);
}

// docs/rules.md 2
#[test]
fn an_arrival_after_midnight_is_due_the_same_evening() {
    let due = datetime!(2026-11-21 23:00 +7);
    assert_eq!(due_at(datetime!(2026-11-21 00:00:00 +7), &terms()), due);
    assert_eq!(due_at(datetime!(2026-11-21 07:59:59 +7), &terms()), due);
}

// docs/rules.md 2, where the profile says so
#[test]
fn a_profile_may_ask_for_the_same_morning() {
    let morning = datetime!(2026-11-21 08:00 +7);
    let evening = datetime!(2026-11-21 23:00 +7);
    assert_eq!(due_at(datetime!(2026-11-21 00:00:00 +7), &same_morning()), morning);
    assert_eq!(due_at(datetime!(2026-11-21 07:59:59 +7), &same_morning()), morning);
    assert_eq!(due_at(datetime!(2026-11-21 08:00:00 +7), &same_morning()), evening);
}

// docs/rules.md 1
#[test]
fn the_deadline_crosses_the_ends_of_month_and_year() {
    let cases = [
        (datetime!(2026-12-31 22:59:59 +7), datetime!(2026-12-31 23:00 +7)),
        (datetime!(2026-12-31 23:00:00 +7), datetime!(2027-01-01 08:00 +7)),
        (datetime!(2027-01-01 00:00:00 +7), datetime!(2027-01-01 23:00 +7)),
        (datetime!(2028-02-28 23:30:00 +7), datetime!(2028-02-29 08:00 +7)),
        (datetime!(2028-02-29 23:30:00 +7), datetime!(2028-03-01 08:00 +7)),
        (datetime!(2027-02-28 23:30:00 +7), datetime!(2027-03-01 08:00 +7)),
    ];
    for (arrival, due) in cases {
        assert_eq!(due_at(arrival, &terms()), due, "{arrival}");
    }
}

// docs/rules.md 1
#[test]
fn the_last_second_is_in_time_and_the_deadline_is_late() {
    let due = datetime!(2026-11-20 23:00 +7);
    let left = Duration::SECOND;
    assert_eq!(
        punctuality(datetime!(2026-11-20 22:59:59 +7), due),
        Punctuality::InTime { left }
    );
    assert_eq!(punctuality(due, due), Punctuality::Late { by: Duration::ZERO });
    let by = Duration::minutes(20);
    assert_eq!(
        punctuality(datetime!(2026-11-20 23:20 +7), due),
        Punctuality::Late { by }
    );
}

// KH-M3b-2: how late an entry is that an outage certificate may cover
#[test]
fn lateness_over_days_is_told_in_full() {
    let by = Duration::days(2) + Duration::hours(1);
    let due = datetime!(2026-12-31 23:00 +7);
    assert_eq!(
        punctuality(datetime!(2027-01-03 00:00 +7), due),
        Punctuality::Late { by }
    );
}

#[test]
fn the_evening_of_a_day_is_its_23_00() {
    let cutoff = evening_cutoff_of(date!(2026 - 11 - 20), &terms());
    assert_eq!(cutoff, datetime!(2026-11-20 16:00 UTC));
}

#[test]
fn the_last_day_of_the_calendar_does_not_panic() {
    let last = PrimitiveDateTime::MAX.assume_utc();
    assert!(due_at(last, &terms()) >= last);
}

proptest! {
    #[test]
    fn the_deadline_is_after_the_arrival_and_within_a_day(arrival in given::instant()) {
        for terms in [terms(), same_morning()] {
            let due = due_at(arrival, &terms);
            prop_assert!(due > arrival);
            prop_assert!(due <= arrival + Duration::hours(23));
        }
    }

    #[test]
    fn a_later_arrival_is_never_due_earlier(arrival in given::instant(), more in 0_i64..200_000) {
        let later = arrival + Duration::seconds(more);
        for terms in [terms(), same_morning()] {
            prop_assert!(due_at(arrival, &terms) <= due_at(later, &terms));
        }
    }

    #[test]
    fn lateness_grows_with_every_second(arrival in given::instant(), wait in 0_i64..400_000) {
        let due = due_at(arrival, &terms());
        let notified = arrival + Duration::seconds(wait);
        let lateness = |at| match punctuality(at, due) {
            Punctuality::InTime { left } => -left,
            Punctuality::Late { by } => by,
        };
        prop_assert_eq!(lateness(notified + Duration::SECOND) - lateness(notified), Duration::SECOND);
        let late = matches!(punctuality(notified, due), Punctuality::Late { .. });
        prop_assert_eq!(late, notified >= due);
    }
}
