use rules::length::{LengthVerdict, check_length};
use time::Duration;
use time::macros::date;

use crate::given;

// docs/rules.md 8
#[test]
fn length_is_warned_of_from_30_days_and_refused_over_365() {
    let terms = given::khanh_hoa().length;
    let arrival = date!(2026 - 11 - 20);
    let verdict = |days| check_length(arrival, arrival + Duration::days(days), &terms);
    assert_eq!(verdict(0), LengthVerdict::Fine);
    assert_eq!(verdict(29), LengthVerdict::Fine);
    assert_eq!(verdict(30), LengthVerdict::Long { days: 30 });
    assert_eq!(verdict(365), LengthVerdict::Long { days: 365 });
    assert_eq!(verdict(366), LengthVerdict::TooLong { days: 366 });
}

// docs/rules.md 8
#[test]
fn a_leap_day_makes_a_year_one_day_too_long() {
    let terms = given::lao_cai().length;
    let leap = check_length(date!(2028 - 01 - 15), date!(2029 - 01 - 15), &terms);
    assert_eq!(leap, LengthVerdict::TooLong { days: 366 });
    let common = check_length(date!(2026 - 01 - 15), date!(2027 - 01 - 15), &terms);
    assert_eq!(common, LengthVerdict::Long { days: 365 });
}

#[test]
fn a_departure_before_the_arrival_is_not_judged_by_length() {
    let terms = given::khanh_hoa().length;
    assert_eq!(
        check_length(date!(2026 - 11 - 20), date!(2026 - 11 - 19), &terms),
        LengthVerdict::Fine
    );
}
