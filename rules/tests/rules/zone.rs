use proptest::prelude::*;
use rules::zone::{LOCAL, at, end_of_day, local, local_date, start_of_day};
use time::macros::{date, datetime, time};
use time::{Date, Duration, PrimitiveDateTime, Time, UtcOffset};

use crate::given;

// docs/rules.md 1 and "Time"
#[test]
fn the_local_day_begins_at_17_00_utc() {
    assert_eq!(local_date(datetime!(2026-11-20 16:59:59 UTC)), date!(2026 - 11 - 20));
    assert_eq!(local_date(datetime!(2026-11-20 17:00:00 UTC)), date!(2026 - 11 - 21));
    assert_eq!(start_of_day(date!(2026 - 11 - 21)), datetime!(2026-11-20 17:00:00 UTC));
    assert_eq!(end_of_day(date!(2026 - 11 - 20)), datetime!(2026-11-20 17:00:00 UTC));
    assert_eq!(
        at(date!(2026 - 11 - 20), time!(23:00)),
        datetime!(2026-11-20 16:00:00 UTC)
    );
}

#[test]
fn the_year_turns_at_local_midnight() {
    assert_eq!(local_date(datetime!(2026-12-31 16:59:59 UTC)), date!(2026 - 12 - 31));
    assert_eq!(local_date(datetime!(2026-12-31 17:00:00 UTC)), date!(2027 - 01 - 01));
    assert_eq!(end_of_day(date!(2026 - 12 - 31)), start_of_day(date!(2027 - 01 - 01)));
}

#[test]
fn a_leap_day_is_a_day_like_others() {
    assert_eq!(end_of_day(date!(2028 - 02 - 28)), start_of_day(date!(2028 - 02 - 29)));
    assert_eq!(end_of_day(date!(2028 - 02 - 29)), start_of_day(date!(2028 - 03 - 01)));
    assert_eq!(end_of_day(date!(2027 - 02 - 28)), start_of_day(date!(2027 - 03 - 01)));
}

#[test]
fn instants_are_utc_and_local_times_are_local() {
    assert_eq!(at(date!(2026 - 11 - 20), time!(8:00)).offset(), UtcOffset::UTC);
    assert_eq!(end_of_day(date!(2026 - 11 - 20)).offset(), UtcOffset::UTC);
    assert_eq!(local(datetime!(2026-11-20 17:30 UTC)).offset(), LOCAL);
    assert_eq!(local(datetime!(2026-11-20 17:30 UTC)).time(), time!(0:30));
}

#[test]
fn the_ends_of_the_calendar_do_not_panic() {
    assert_eq!(end_of_day(Date::MAX), datetime!(9999-12-31 17:00 UTC));
    assert_eq!(local_date(PrimitiveDateTime::MAX.assume_utc()), Date::MAX);
    assert_eq!(
        local_date(PrimitiveDateTime::MAX.assume_offset(UtcOffset::UTC)),
        Date::MAX
    );
    assert_eq!(start_of_day(Date::MIN), PrimitiveDateTime::MIN.assume_utc());
    assert_eq!(local_date(PrimitiveDateTime::MIN.assume_utc()), Date::MIN);
    assert!(at(Date::MIN, Time::MIDNIGHT) < at(Date::MIN, time!(12:00)));
}

proptest! {
    #[test]
    fn an_instant_lies_in_its_local_day(instant in given::instant()) {
        let day = local_date(instant);
        prop_assert!(start_of_day(day) <= instant);
        prop_assert!(instant < end_of_day(day));
        prop_assert_eq!(end_of_day(day) - start_of_day(day), Duration::DAY);
    }

    #[test]
    fn there_and_back_is_the_same_instant(instant in given::instant()) {
        let there = local(instant);
        prop_assert_eq!(at(there.date(), there.time()), instant);
    }
}
