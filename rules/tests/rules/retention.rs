use crate::given::{day, khanh_hoa, lao_cai};
use proptest::prelude::*;
use rules::retention::RetentionTerms;
use time::macros::date;

// KH-11.2f-1, KH-11.2g; D-12
#[test]
fn eighteen_months_are_counted_from_the_end_of_the_month_of_notification() {
    let terms = khanh_hoa().retention;
    assert_eq!(terms.online_months, Some(18));
    for (today, first) in [
        (date!(2026 - 11 - 21), date!(2025 - 05 - 01)),
        // May 2025 is on line to the last day of November, and gone on the first of December.
        (date!(2026 - 11 - 30), date!(2025 - 05 - 01)),
        (date!(2026 - 12 - 01), date!(2025 - 06 - 01)),
        (date!(2026 - 06 - 30), date!(2024 - 12 - 01)),
        (date!(2026 - 07 - 01), date!(2025 - 01 - 01)),
        (date!(2024 - 02 - 29), date!(2022 - 08 - 01)),
    ] {
        assert_eq!(terms.online_from(today), Some(first), "{today}");
    }
}

#[test]
fn without_a_period_everything_stays_on_line() {
    assert_eq!(lao_cai().retention.online_from(date!(2026 - 11 - 21)), None);
    let mut profile = khanh_hoa();
    profile.retention.online_months = Some(0);
    assert!(profile.check().unwrap_err().contains("retention.online_months"));
}

proptest! {
    /// Nothing leaves before its months are over, and nothing stays a month longer than that.
    #[test]
    fn nothing_leaves_before_its_months_are_over(today in day(), months in 1_u16..240) {
        let first = RetentionTerms { online_months: Some(months), archive_months: None }.online_from(today).unwrap();
        let in_months = |date: time::Date| date.year() * 12 + i32::from(u8::from(date.month()));
        prop_assert_eq!(first.day(), 1);
        prop_assert_eq!(in_months(today) - in_months(first), i32::from(months));
    }
}

// Part of KH-11.2f-2.
#[test]
fn an_archive_is_kept_for_sixty_months_after_the_online_time_of_its_month() {
    let terms = RetentionTerms {
        online_months: Some(18),
        archive_months: Some(60),
    };
    // On line to the last day of November 2026, archived to the last day of November 2031.
    assert_eq!(terms.archived_until(date!(2025 - 05 - 01)), Some(date!(2031 - 11 - 30)));
    assert_eq!(terms.archived_until(date!(2024 - 08 - 31)), Some(date!(2031 - 02 - 28)));
    let for_ever = RetentionTerms {
        archive_months: None,
        ..terms
    };
    assert_eq!(for_ever.archived_until(date!(2025 - 05 - 01)), None);
}
