use proptest::prelude::*;
use rules::correction::{
    CorrectionLimit, CorrectionTerms, act_correctable, correctable_until, facility_correctable_until,
    facility_may_correct,
};
use time::Duration;
use time::macros::datetime;

use crate::given;

const UNLIMITED: CorrectionTerms = CorrectionTerms {
    by_facility: CorrectionLimit::None,
};

// KH-11.2d-1; docs/rules.md 1
#[test]
fn a_facility_may_correct_until_24_00_of_the_day_of_notification() {
    let terms = given::khanh_hoa().correction;
    let notified = datetime!(2026-11-20 20:14 +7);
    assert_eq!(correctable_until(notified), datetime!(2026-11-21 00:00 +7));
    assert_eq!(
        facility_correctable_until(notified, &terms),
        Some(correctable_until(notified))
    );
    assert_eq!(facility_correctable_until(notified, &UNLIMITED), None);
    assert!(facility_may_correct(notified, notified, &terms));
    assert!(facility_may_correct(
        notified,
        datetime!(2026-11-20 23:59:59 +7),
        &terms
    ));
    assert!(!facility_may_correct(
        notified,
        datetime!(2026-11-21 00:00:00 +7),
        &terms
    ));
}

// docs/rules.md 4; D-10
#[test]
fn the_same_holds_in_lao_cai() {
    let terms = given::lao_cai().correction;
    let notified = datetime!(2026-11-20 20:14 +7);
    assert!(facility_may_correct(
        notified,
        datetime!(2026-11-20 23:59:59 +7),
        &terms
    ));
    assert!(!facility_may_correct(
        notified,
        datetime!(2026-11-21 00:00:00 +7),
        &terms
    ));
}

// KH-11.2d-1
#[test]
fn a_notification_in_the_last_second_can_be_corrected_for_that_second() {
    let terms = given::khanh_hoa().correction;
    let notified = datetime!(2026-12-31 23:59:59 +7);
    assert_eq!(correctable_until(notified), datetime!(2027-01-01 00:00 +7));
    assert!(facility_may_correct(notified, notified, &terms));
    assert!(!facility_may_correct(notified, notified + Duration::SECOND, &terms));
}

// KH-11.2d-1
#[test]
fn a_notification_at_midnight_has_the_whole_new_day() {
    let notified = datetime!(2028-02-29 00:00:00 +7);
    assert_eq!(correctable_until(notified), datetime!(2028-03-01 00:00 +7));
}

// D-10
#[test]
fn a_profile_without_a_limit_always_allows_it() {
    let notified = datetime!(2026-11-20 20:14 +7);
    assert!(facility_may_correct(
        notified,
        datetime!(2036-01-01 00:00 +7),
        &UNLIMITED
    ));
}

// S-10; docs/rules.md, "Acts of the stay"
#[test]
fn an_act_may_be_corrected_until_24_00_of_the_day_it_was_declared() {
    let declared = datetime!(2026-11-22 16:00 +7);
    assert!(act_correctable(declared, datetime!(2026-11-22 23:59:59 +7)));
    assert!(!act_correctable(declared, datetime!(2026-11-23 00:00:00 +7)));
}

proptest! {
    #[test]
    fn the_right_to_correct_ends_once_and_within_a_day(
        notified in given::instant(),
        wait in 0_i64..200_000,
    ) {
        let terms = given::khanh_hoa().correction;
        let until = correctable_until(notified);
        prop_assert!(until > notified);
        prop_assert!(until <= notified + Duration::DAY);
        let now = notified + Duration::seconds(wait);
        prop_assert_eq!(facility_may_correct(notified, now, &terms), now < until);
        prop_assert_eq!(act_correctable(notified, now), now < until);
    }
}
