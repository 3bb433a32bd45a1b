//! What holds for every stay, whatever its hours.

use proptest::prelude::*;
use rules::nights::{Course, Departure, DepartureTerms, StayKind, current_night, is_overdue, nights};
use rules::zone::{LocalTime, at, end_of_day, local_date};
use time::macros::datetime;
use time::{Date, Duration, OffsetDateTime};

use crate::given;

fn course() -> impl Strategy<Value = Course> {
    // Some are told of a day ahead, some as the guest comes, some days later, when the planned departure may be over.
    let told = prop_oneof![Just(0_i64), -86_400..6 * 86_400_i64];
    (given::instant(), told, 1_i64..40 * 86_400).prop_map(|(arrival, told, seconds)| Course {
        kind: StayKind::Overnight,
        arrival,
        notified: arrival + Duration::seconds(told),
        planned_departure: arrival + Duration::seconds(seconds),
        departure: None,
    })
}

fn terms() -> impl Strategy<Value = DepartureTerms> {
    (0_u16..3).prop_map(|growth_days| {
        let cutoff = given::khanh_hoa().departure.cutoff.filter(|_| growth_days > 0);
        DepartureTerms { cutoff, growth_days }
    })
}

fn seconds() -> impl Strategy<Value = Duration> {
    (0_i64..60 * 86_400).prop_map(Duration::seconds)
}

/// KH-11.2e-2 as a clerk would do it: one look after each cut-off that a stay ends on. Before the guest has come and
/// been told of there is nothing to look at; a look not taken adds nothing, and the next one is that of the following day.
fn grown_day_by_day(course: &Course, now: OffsetDateTime, terms: &DepartureTerms) -> Date {
    let mut end = local_date(course.planned_departure);
    let (Some(cutoff), Some(growth)) = (terms.cutoff, days(terms.growth_days)) else {
        return end;
    };
    let mut look = first_look(course, cutoff);
    while at(look, cutoff.0) < now {
        end += growth;
        look += growth;
    }
    end
}

/// The first day from the planned one on whose cut-off a clerk could look at.
fn first_look(course: &Course, cutoff: LocalTime) -> Date {
    let mut look = local_date(course.planned_departure);
    while at(look, cutoff.0) < course.notified.max(course.arrival) {
        look += Duration::DAY;
    }
    look
}

fn days(growth_days: u16) -> Option<Duration> {
    (growth_days > 0).then(|| Duration::days(i64::from(growth_days)))
}

// Found in CI: a stay told of a second after 14:00 that was to end with the next second has not outstayed that 14:00.
#[test]
fn a_cutoff_that_passed_before_the_notification_is_looked_at_by_nobody() {
    let arrival = datetime!(2063-02-18 14:00:01 +7);
    let course = Course {
        kind: StayKind::Overnight,
        arrival,
        notified: arrival,
        planned_departure: arrival + Duration::SECOND,
        departure: None,
    };
    let terms = given::khanh_hoa().departure;
    for (now, ends_on) in [
        (arrival, datetime!(2063-02-18 00:00 +7)),
        (datetime!(2063-02-19 14:00 +7), datetime!(2063-02-18 00:00 +7)),
        (datetime!(2063-02-19 14:00:01 +7), datetime!(2063-02-19 00:00 +7)),
    ] {
        assert_eq!(nights(&course, now, &terms).ends_on, ends_on.date(), "{now}");
        assert_eq!(grown_day_by_day(&course, now, &terms), ends_on.date(), "{now}");
    }
}

// KH-11.2e-2: a stay told of at 10:00 whose guest is to come at 22:00 has not outstayed the 14:00 in between.
#[test]
fn a_cutoff_that_passed_before_the_arrival_is_looked_at_by_nobody() {
    let arrival = datetime!(2026-11-21 22:00 +7);
    let course = Course {
        kind: StayKind::Overnight,
        arrival,
        notified: datetime!(2026-11-21 10:00 +7),
        planned_departure: datetime!(2026-11-21 23:30 +7),
        departure: None,
    };
    let terms = given::khanh_hoa().departure;
    for (now, ends_on) in [
        (datetime!(2026-11-21 14:00:01 +7), datetime!(2026-11-21 00:00 +7)),
        (datetime!(2026-11-22 14:00 +7), datetime!(2026-11-21 00:00 +7)),
        (datetime!(2026-11-22 14:00:01 +7), datetime!(2026-11-22 00:00 +7)),
    ] {
        let counted = nights(&course, now, &terms);
        assert_eq!((counted.ends_on, counted.grown), (ends_on.date(), 0), "{now}");
    }
}

proptest! {
    // KH-11.2e-2
    #[test]
    fn nights_never_decrease_while_the_departure_is_undeclared(
        course in course(), terms in terms(), from in seconds(), more in seconds(),
    ) {
        let earlier = nights(&course, course.arrival + from, &terms);
        let later = nights(&course, course.arrival + from + more, &terms);
        prop_assert!(earlier.total <= later.total);
        prop_assert!(earlier.grown <= later.grown);
        prop_assert!(earlier.ends_on <= later.ends_on);
    }

    // KH-11.2e-2, S-11
    #[test]
    fn the_formula_is_what_a_clerk_would_count(
        course in course(), terms in terms(), wait in seconds(),
    ) {
        let now = course.arrival + wait;
        prop_assert_eq!(nights(&course, now, &terms).ends_on, grown_day_by_day(&course, now, &terms));
    }

    // KH-11.2e-2: grown nights are told apart and are never all of them
    #[test]
    fn grown_nights_are_part_of_at_least_one_more(
        course in course(), terms in terms(), wait in seconds(),
    ) {
        let now = course.arrival + wait;
        let counted = nights(&course, now, &terms);
        prop_assert!(counted.grown < counted.total);
        let planned = nights(&course, course.arrival - Duration::days(2), &terms);
        prop_assert_eq!(planned.grown, 0);
        prop_assert_eq!(counted.total, planned.total + counted.grown);
    }

    // S-10; docs/rules.md 3
    #[test]
    fn declaring_on_the_planned_day_never_costs_a_grown_night(
        course in course(), terms in terms(), second in 0_i64..86_400,
    ) {
        let planned = local_date(course.planned_departure);
        let declared_at = (rules::zone::start_of_day(planned) + Duration::seconds(second)).max(course.arrival);
        let departure = Some(Departure { at: course.planned_departure.min(declared_at), declared_at });
        let declared = Course { departure, ..course };
        for now in [declared_at, end_of_day(planned), declared_at + Duration::days(50)] {
            let counted = nights(&declared, now, &terms);
            prop_assert_eq!(counted.grown, 0);
            prop_assert_eq!(counted.ends_on, planned);
        }
    }

    // S-10: what has been declared stands, whenever it is asked
    #[test]
    fn nights_are_settled_once_the_departure_is_declared(
        course in course(), terms in terms(), stayed in seconds(), told in seconds(), later in seconds(),
    ) {
        let at = course.arrival + stayed;
        let declared_at = at + told;
        let declared = Course { departure: Some(Departure { at, declared_at }), ..course };
        let settled = nights(&declared, declared_at, &terms);
        prop_assert_eq!(nights(&declared, declared_at + later, &terms), settled);
        prop_assert!(!is_overdue(&declared, declared_at + later, &terms));
        // A declaration never adds to what stood, except nights that the guest really stayed.
        let undeclared = nights(&course, declared_at, &terms);
        prop_assert!(settled.grown <= undeclared.grown);
        prop_assert!(settled.ends_on <= undeclared.ends_on.max(local_date(at)));
    }

    // KH-11.2e-1, KH-11.2e-2
    #[test]
    fn only_an_overdue_stay_has_grown(course in course(), terms in terms(), wait in seconds()) {
        let now = course.arrival + wait;
        if nights(&course, now, &terms).grown > 0 {
            prop_assert!(is_overdue(&course, now, &terms));
        }
    }

    // A cut-off that nobody looked at adds no night, and the guest is there all the same.
    #[test]
    fn the_current_night_is_one_of_those_counted_or_not_looked_at(course in course(), wait in seconds()) {
        let terms = given::khanh_hoa().departure;
        let now = course.arrival + wait;
        let current = i64::from(current_night(&course, now));
        let missed = first_look(&course, terms.cutoff.unwrap()) - local_date(course.planned_departure);
        prop_assert!(current >= 1);
        prop_assert!(current <= i64::from(nights(&course, now, &terms).total) + missed.whole_days());
    }

    // D-11
    #[test]
    fn day_use_never_has_a_night(course in course(), terms in terms(), wait in seconds()) {
        let day_use = Course { kind: StayKind::DayUse, ..course };
        let counted = nights(&day_use, course.arrival + wait, &terms);
        prop_assert_eq!((counted.total, counted.grown), (0, 0));
        prop_assert_eq!(counted.ends_on, local_date(course.planned_departure));
    }
}
