use rules::arrival::{ArrivalFault, DepartureFault, check_arrival, check_declared_departure, check_departure};
use rules::nights::StayKind;
use time::PrimitiveDateTime;
use time::macros::datetime;

use crate::given;

// Issue 2, bad input: arrival more than a day ahead
#[test]
fn an_arrival_may_be_notified_24_hours_ahead_and_no_second_more() {
    let terms = given::khanh_hoa().notification;
    let now = datetime!(2026-11-20 19:42:00 +7);
    assert_eq!(check_arrival(datetime!(2026-11-21 19:42:00 +7), now, &terms), Ok(()));
    assert_eq!(
        check_arrival(datetime!(2026-11-21 19:42:01 +7), now, &terms),
        Err(ArrivalFault::TooFarAhead { hours: 24 })
    );
}

// docs/rules.md, "Late is accepted": marked, never refused
#[test]
fn an_arrival_long_ago_is_accepted() {
    let terms = given::khanh_hoa().notification;
    let now = datetime!(2026-11-20 19:42 +7);
    assert_eq!(check_arrival(datetime!(2025-01-01 00:00 +7), now, &terms), Ok(()));
    let last = PrimitiveDateTime::MAX.assume_utc();
    assert_eq!(check_arrival(last, last, &terms), Ok(()));
}

// Issue 2, bad input: departure before arrival
#[test]
fn a_departure_is_after_the_arrival() {
    let arrival = datetime!(2026-11-20 19:42:00 +7);
    for kind in [StayKind::Overnight, StayKind::DayUse] {
        let fault = Err(DepartureFault::NotAfterArrival);
        assert_eq!(check_departure(arrival, datetime!(2026-11-20 19:41:59 +7), kind), fault);
        assert_eq!(check_departure(arrival, arrival, kind), fault);
        assert_eq!(
            check_departure(arrival, datetime!(2026-11-20 19:42:01 +7), kind),
            Ok(())
        );
    }
}

// D-11
#[test]
fn day_use_lasts_at_most_24_hours() {
    let arrival = datetime!(2026-12-31 19:42:00 +7);
    let day_use = |planned| check_departure(arrival, planned, StayKind::DayUse);
    assert_eq!(day_use(datetime!(2027-01-01 02:00 +7)), Ok(()), "past midnight");
    assert_eq!(day_use(datetime!(2027-01-01 19:42:00 +7)), Ok(()));
    assert_eq!(
        day_use(datetime!(2027-01-01 19:42:01 +7)),
        Err(DepartureFault::DayUseTooLong { hours: 24 })
    );
    let overnight = check_departure(arrival, datetime!(2027-01-31 12:00 +7), StayKind::Overnight);
    assert_eq!(overnight, Ok(()));
}

// KH-11.2e-1; docs/rules.md 3: a plan is no declaration
#[test]
fn a_declared_departure_has_happened() {
    let arrival = datetime!(2026-11-20 19:42 +7);
    let now = datetime!(2026-11-22 11:00:00 +7);
    let declared = |at| check_declared_departure(arrival, at, now);
    assert_eq!(declared(now), Ok(()));
    assert_eq!(
        declared(datetime!(2026-11-22 11:00:01 +7)),
        Err(DepartureFault::InFuture)
    );
    assert_eq!(declared(arrival), Err(DepartureFault::NotAfterArrival));
    assert_eq!(declared(datetime!(2026-11-20 19:42:01 +7)), Ok(()));
}
