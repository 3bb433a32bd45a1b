use rules::nights::{Course, Departure, DepartureTerms, Nights, StayKind, current_night, is_overdue, nights};
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};

use crate::given;

fn khanh_hoa() -> DepartureTerms {
    given::khanh_hoa().departure
}

fn lao_cai() -> DepartureTerms {
    given::lao_cai().departure
}

/// Two nights: 20 to 22 November, planned to leave at noon.
fn two_nights() -> Course {
    Course {
        kind: StayKind::Overnight,
        arrival: datetime!(2026-11-20 19:42 +7),
        notified: datetime!(2026-11-20 19:50 +7),
        planned_departure: datetime!(2026-11-22 12:00 +7),
        departure: None,
    }
}

fn left(course: Course, at: OffsetDateTime, declared_at: OffsetDateTime) -> Course {
    Course {
        departure: Some(Departure { at, declared_at }),
        ..course
    }
}

fn expect(total: u32, grown: u32, ends_on: Date) -> Nights {
    Nights { total, grown, ends_on }
}

const LATER: OffsetDateTime = datetime!(2026-12-24 10:00 +7);

#[test]
fn nights_are_the_days_between_arrival_and_planned_departure() {
    let at_arrival = nights(&two_nights(), two_nights().arrival, &khanh_hoa());
    assert_eq!(at_arrival, expect(2, 0, date!(2026 - 11 - 22)));
    let before = nights(&two_nights(), datetime!(2026-11-20 09:00 +7), &khanh_hoa());
    assert_eq!(
        before,
        expect(2, 0, date!(2026 - 11 - 22)),
        "notified ahead of the arrival"
    );
}

// KH-11.2e-1, KH-11.2e-2; docs/rules.md 1: "at the latest 14:00"
#[test]
fn a_stay_grows_after_14_00_of_the_planned_day_not_at_14_00() {
    let course = two_nights();
    let planned = expect(2, 0, date!(2026 - 11 - 22));
    let grown = expect(3, 1, date!(2026 - 11 - 23));
    let terms = khanh_hoa();
    assert_eq!(nights(&course, datetime!(2026-11-22 13:59:59 +7), &terms), planned);
    assert_eq!(nights(&course, datetime!(2026-11-22 14:00:00 +7), &terms), planned);
    assert_eq!(nights(&course, datetime!(2026-11-22 14:00:01 +7), &terms), grown);
    assert_eq!(
        nights(&course, datetime!(2026-11-22 14:00:00.000000001 +7), &terms),
        grown
    );
}

// KH-11.2e-2; docs/rules.md 3: it grows until the departure is declared
#[test]
fn a_stay_grows_again_each_day_after_14_00() {
    let terms = khanh_hoa();
    let at = |now| nights(&two_nights(), now, &terms);
    assert_eq!(
        at(datetime!(2026-11-22 23:59:59 +7)),
        expect(3, 1, date!(2026 - 11 - 23))
    );
    assert_eq!(
        at(datetime!(2026-11-23 00:00:00 +7)),
        expect(3, 1, date!(2026 - 11 - 23))
    );
    assert_eq!(
        at(datetime!(2026-11-23 14:00:00 +7)),
        expect(3, 1, date!(2026 - 11 - 23))
    );
    assert_eq!(
        at(datetime!(2026-11-23 14:00:01 +7)),
        expect(4, 2, date!(2026 - 11 - 24))
    );
    assert_eq!(
        at(datetime!(2026-12-02 10:00 +7)),
        expect(12, 10, date!(2026 - 12 - 02))
    );
}

// KH-11.2e-1
#[test]
fn a_departure_declared_by_14_00_ends_the_stay() {
    for declared in [datetime!(2026-11-22 11:30 +7), datetime!(2026-11-22 14:00:00 +7)] {
        let course = left(two_nights(), datetime!(2026-11-22 11:25 +7), declared);
        assert_eq!(
            nights(&course, LATER, &khanh_hoa()),
            expect(2, 0, date!(2026 - 11 - 22))
        );
    }
}

// S-10; docs/rules.md 3
#[test]
fn a_departure_declared_later_the_same_day_undoes_the_growth_of_that_day() {
    for declared in [datetime!(2026-11-22 16:00 +7), datetime!(2026-11-22 23:59:59 +7)] {
        let course = left(two_nights(), datetime!(2026-11-22 12:00 +7), declared);
        let just_before = declared - time::Duration::SECOND;
        assert_eq!(nights(&course, just_before, &khanh_hoa()).grown, 1);
        assert_eq!(
            nights(&course, declared, &khanh_hoa()),
            expect(2, 0, date!(2026 - 11 - 22))
        );
        assert_eq!(
            nights(&course, LATER, &khanh_hoa()),
            expect(2, 0, date!(2026 - 11 - 22))
        );
    }
}

// S-10: from 24:00 on no
#[test]
fn a_departure_declared_at_24_00_undoes_nothing() {
    let declared = datetime!(2026-11-23 00:00:00 +7);
    let course = left(two_nights(), datetime!(2026-11-22 12:00 +7), declared);
    assert_eq!(
        nights(&course, declared, &khanh_hoa()),
        expect(3, 1, date!(2026 - 11 - 23))
    );
    assert_eq!(
        nights(&course, LATER, &khanh_hoa()),
        expect(3, 1, date!(2026 - 11 - 23))
    );
}

// KH-11.2e-2, S-10: growth of full days is frozen, that of the day of declaration undone
#[test]
fn growth_of_past_days_is_frozen() {
    let departed = datetime!(2026-11-24 15:00 +7);
    let course = left(two_nights(), departed, datetime!(2026-11-24 15:10 +7));
    assert_eq!(
        nights(&course, LATER, &khanh_hoa()),
        expect(4, 2, date!(2026 - 11 - 24))
    );
    let before_14_00 = left(two_nights(), departed, datetime!(2026-11-24 09:00 +7));
    assert_eq!(
        nights(&before_14_00, LATER, &khanh_hoa()),
        expect(4, 2, date!(2026 - 11 - 24))
    );
}

// S-10
#[test]
fn a_departure_dated_back_after_24_00_takes_no_night_away() {
    let course = left(
        two_nights(),
        datetime!(2026-11-21 09:00 +7),
        datetime!(2026-11-24 09:00 +7),
    );
    assert_eq!(
        nights(&course, LATER, &khanh_hoa()),
        expect(4, 2, date!(2026 - 11 - 24))
    );
}

// KH-11.2d-1: within the day a departure on an earlier day can be told
#[test]
fn a_departure_before_the_planned_day_ends_the_stay_on_its_day() {
    let early = datetime!(2026-11-21 18:00 +7);
    let course = left(two_nights(), early, early);
    assert_eq!(
        nights(&course, LATER, &khanh_hoa()),
        expect(1, 0, date!(2026 - 11 - 21))
    );
    let told_on_the_planned_day = left(two_nights(), early, datetime!(2026-11-22 20:00 +7));
    assert_eq!(
        nights(&told_on_the_planned_day, LATER, &khanh_hoa()),
        expect(1, 0, date!(2026 - 11 - 21))
    );
}

#[test]
fn a_departure_later_than_now_is_not_known_yet() {
    let course = left(
        two_nights(),
        datetime!(2026-11-22 12:00 +7),
        datetime!(2026-11-24 10:00 +7),
    );
    let yesterday = nights(&course, datetime!(2026-11-23 10:00 +7), &khanh_hoa());
    assert_eq!(
        yesterday,
        nights(&two_nights(), datetime!(2026-11-23 10:00 +7), &khanh_hoa())
    );
}

#[test]
fn an_overnight_stay_has_at_least_one_night() {
    let early = Course {
        arrival: datetime!(2026-11-21 02:00 +7),
        planned_departure: datetime!(2026-11-21 11:00 +7),
        ..two_nights()
    };
    let terms = khanh_hoa();
    assert_eq!(
        nights(&early, early.arrival, &terms),
        expect(1, 0, date!(2026 - 11 - 21))
    );
    // The first day of growth only makes the night a real one; the second adds a night.
    let grown = nights(&early, datetime!(2026-11-21 14:00:01 +7), &terms);
    assert_eq!(grown, expect(1, 0, date!(2026 - 11 - 22)));
    let twice = nights(&early, datetime!(2026-11-22 14:00:01 +7), &terms);
    assert_eq!(twice, expect(2, 1, date!(2026 - 11 - 23)));
}

#[test]
fn nights_cross_the_ends_of_month_and_year() {
    let over_new_year = Course {
        arrival: datetime!(2026-12-30 23:30 +7),
        planned_departure: datetime!(2026-12-31 12:00 +7),
        ..two_nights()
    };
    let terms = khanh_hoa();
    let grown = nights(&over_new_year, datetime!(2026-12-31 14:00:01 +7), &terms);
    assert_eq!(grown, expect(2, 1, date!(2027 - 01 - 01)));
    let leap = Course {
        arrival: datetime!(2028-02-28 15:00 +7),
        planned_departure: datetime!(2028-03-01 12:00 +7),
        ..two_nights()
    };
    assert_eq!(nights(&leap, leap.arrival, &terms), expect(2, 0, date!(2028 - 03 - 01)));
}

// S-11: the length of the extension is configurable
#[test]
fn growth_of_two_days_is_checked_at_the_end_it_made() {
    let terms = DepartureTerms {
        growth_days: 2,
        ..khanh_hoa()
    };
    let at = |now| nights(&two_nights(), now, &terms);
    assert_eq!(
        at(datetime!(2026-11-22 14:00:01 +7)),
        expect(4, 2, date!(2026 - 11 - 24))
    );
    assert_eq!(
        at(datetime!(2026-11-23 14:00:01 +7)),
        expect(4, 2, date!(2026 - 11 - 24))
    );
    assert_eq!(
        at(datetime!(2026-11-24 14:00:00 +7)),
        expect(4, 2, date!(2026 - 11 - 24))
    );
    assert_eq!(
        at(datetime!(2026-11-24 14:00:01 +7)),
        expect(6, 4, date!(2026 - 11 - 26))
    );
}

// D-11; docs/rules.md 4
#[test]
fn without_a_cut_off_nights_run_to_the_planned_departure() {
    let now = datetime!(2026-11-26 20:00 +7);
    assert_eq!(
        nights(&two_nights(), now, &lao_cai()),
        expect(2, 0, date!(2026 - 11 - 22))
    );
    let departed = datetime!(2026-11-25 09:00 +7);
    let course = left(two_nights(), departed, departed);
    assert_eq!(nights(&course, now, &lao_cai()), expect(5, 0, date!(2026 - 11 - 25)));
    let dated_back = left(two_nights(), datetime!(2026-11-21 09:00 +7), departed);
    assert_eq!(
        nights(&dated_back, now, &lao_cai()),
        expect(1, 0, date!(2026 - 11 - 21))
    );
}

// LC-11.5; D-11
#[test]
fn day_use_has_no_nights_and_never_grows() {
    let day_use = Course {
        kind: StayKind::DayUse,
        arrival: datetime!(2026-11-20 20:00 +7),
        notified: datetime!(2026-11-20 20:00 +7),
        planned_departure: datetime!(2026-11-20 23:30 +7),
        departure: None,
    };
    for now in [
        day_use.arrival,
        datetime!(2026-11-20 23:59 +7),
        datetime!(2026-11-24 15:00 +7),
    ] {
        assert_eq!(nights(&day_use, now, &khanh_hoa()), expect(0, 0, date!(2026 - 11 - 20)));
        assert_eq!(current_night(&day_use, now), 0);
    }
    let past_midnight = datetime!(2026-11-21 01:00 +7);
    let course = left(day_use, past_midnight, past_midnight);
    assert_eq!(
        nights(&course, LATER, &khanh_hoa()),
        expect(0, 0, date!(2026 - 11 - 21))
    );
}

// KH-11.2e-1
#[test]
fn a_stay_is_overdue_after_14_00_of_its_planned_day() {
    let terms = khanh_hoa();
    let course = two_nights();
    assert!(!is_overdue(&course, datetime!(2026-11-22 12:00:01 +7), &terms));
    assert!(!is_overdue(&course, datetime!(2026-11-22 14:00:00 +7), &terms));
    assert!(is_overdue(&course, datetime!(2026-11-22 14:00:01 +7), &terms));
    assert!(is_overdue(&course, datetime!(2026-11-23 08:00 +7), &terms));
    let declared = datetime!(2026-11-22 16:00 +7);
    let course = left(course, declared, declared);
    assert!(!is_overdue(&course, declared, &terms));
    let planned_later = Course {
        planned_departure: datetime!(2026-11-22 18:00 +7),
        ..two_nights()
    };
    assert!(
        is_overdue(&planned_later, datetime!(2026-11-22 14:00:01 +7), &terms),
        "the plan is no excuse"
    );
}

#[test]
fn who_comes_and_plans_to_leave_in_one_evening_is_not_overdue_at_once() {
    let evening = Course {
        arrival: datetime!(2026-11-20 20:00 +7),
        planned_departure: datetime!(2026-11-20 23:30 +7),
        ..two_nights()
    };
    assert!(!is_overdue(&evening, datetime!(2026-11-20 23:30:00 +7), &khanh_hoa()));
    assert!(is_overdue(&evening, datetime!(2026-11-20 23:30:01 +7), &khanh_hoa()));
    let at_14_00 = Course {
        arrival: datetime!(2026-11-20 14:00:00 +7),
        ..evening
    };
    assert!(!is_overdue(&at_14_00, datetime!(2026-11-20 14:00:01 +7), &khanh_hoa()));
}

// D-11; docs/rules.md 4
#[test]
fn without_a_cut_off_and_by_day_the_planned_instant_counts() {
    let course = two_nights();
    assert!(!is_overdue(&course, datetime!(2026-11-22 12:00:00 +7), &lao_cai()));
    assert!(is_overdue(&course, datetime!(2026-11-22 12:00:01 +7), &lao_cai()));
    let day_use = Course {
        kind: StayKind::DayUse,
        ..course
    };
    assert!(!is_overdue(&day_use, datetime!(2026-11-22 12:00:00 +7), &khanh_hoa()));
    assert!(is_overdue(&day_use, datetime!(2026-11-22 12:00:01 +7), &khanh_hoa()));
}

#[test]
fn the_current_night_is_counted_from_arrival() {
    let course = two_nights();
    assert_eq!(current_night(&course, datetime!(2026-11-20 19:41:59 +7)), 0);
    assert_eq!(current_night(&course, datetime!(2026-11-20 19:42:00 +7)), 1);
    assert_eq!(current_night(&course, datetime!(2026-11-20 23:59:59 +7)), 1);
    assert_eq!(current_night(&course, datetime!(2026-11-21 00:00:00 +7)), 2);
    assert_eq!(
        current_night(&course, datetime!(2026-11-22 10:00 +7)),
        2,
        "the day of departure"
    );
    assert_eq!(current_night(&course, datetime!(2026-11-23 10:00 +7)), 3, "stayed on");
    let departed = datetime!(2026-11-22 11:00 +7);
    assert_eq!(current_night(&left(course, departed, departed), LATER), 2);
}

#[test]
fn a_kind_is_written_in_snake_case() {
    assert_eq!(serde_json::to_string(&StayKind::DayUse).unwrap(), "\"day_use\"");
    assert_eq!(
        serde_json::from_str::<StayKind>("\"overnight\"").unwrap(),
        StayKind::Overnight
    );
}

// KH-11.2e-2, docs/rules.md, "Honesty must be possible"
#[test]
fn a_stay_told_of_late_has_not_grown_by_cut_offs_before_its_notification() {
    let terms = khanh_hoa();
    let told_late = Course {
        notified: datetime!(2026-11-29 10:00 +7),
        ..two_nights()
    };
    let at = |now| nights(&told_late, now, &terms);
    assert_eq!(
        (
            at(datetime!(2026-11-29 10:00 +7)).total,
            at(datetime!(2026-11-29 10:00 +7)).grown
        ),
        (2, 0)
    );
    assert_eq!(at(datetime!(2026-11-29 14:00:00 +7)).grown, 0);
    assert_eq!(at(datetime!(2026-11-29 14:00:01 +7)).grown, 1);
    assert_eq!(at(datetime!(2026-11-30 14:00:01 +7)).grown, 2);
    let declared = left(
        told_late,
        datetime!(2026-11-22 11:00 +7),
        datetime!(2026-11-29 18:00 +7),
    );
    assert_eq!(nights(&declared, datetime!(2026-12-01 00:00 +7), &terms).total, 2);
    let after_cutoff = Course {
        notified: datetime!(2026-11-29 14:00:01 +7),
        ..two_nights()
    };
    assert_eq!(nights(&after_cutoff, datetime!(2026-11-29 23:00 +7), &terms).grown, 0);
    assert_eq!(
        nights(&after_cutoff, datetime!(2026-11-30 14:00:01 +7), &terms).grown,
        1
    );
}
