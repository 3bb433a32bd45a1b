use proptest::prelude::*;
use rules::date_parts::{
    DatePart, DatePartsFault, faulty_part, format_vn_date, near_date, parse_compact, parse_parts, parse_vn_date,
};
use time::macros::date;
use time::{Date, Duration};

use crate::given;

const TODAY: Date = date!(2026 - 11 - 21);

fn not_in_calendar(day: u16, month: u16, year: i32) -> Result<Date, DatePartsFault> {
    Err(DatePartsFault::NotInCalendar { day, month, year })
}

// Issue 2, bad input: impossible dates
#[test]
fn a_day_that_is_not_in_the_calendar_is_named() {
    assert_eq!(parse_vn_date("31/02/1988"), not_in_calendar(31, 2, 1988));
    assert_eq!(parse_vn_date("29/02/1988"), Ok(date!(1988 - 02 - 29)));
    assert_eq!(parse_vn_date("29/02/1987"), not_in_calendar(29, 2, 1987));
    assert_eq!(parse_vn_date("29/02/1900"), not_in_calendar(29, 2, 1900));
    assert_eq!(parse_vn_date("29/02/2000"), Ok(date!(2000 - 02 - 29)));
    assert_eq!(parse_vn_date("31/04/2026"), not_in_calendar(31, 4, 2026));
    assert_eq!(parse_vn_date("00/01/2026"), not_in_calendar(0, 1, 2026));
    assert_eq!(parse_vn_date("01/13/2026"), not_in_calendar(1, 13, 2026));
    assert_eq!(parse_vn_date("01/01/0000"), not_in_calendar(1, 1, 0));
}

#[test]
fn parts_may_have_space_and_leave_out_the_leading_zero() {
    assert_eq!(parse_parts(" 1", "2 ", " 1988 "), Ok(date!(1988 - 02 - 01)));
    assert_eq!(parse_vn_date(" 1/2/1988 "), Ok(date!(1988 - 02 - 01)));
    assert_eq!(parse_vn_date("01.02.1988"), Ok(date!(1988 - 02 - 01)));
    assert_eq!(parse_vn_date("01-02-1988"), Ok(date!(1988 - 02 - 01)));
}

#[test]
fn what_is_no_date_is_told_apart() {
    for missing in ["", "   ", "21", "21/11", "21//1988", "/11/1988", "21/11/"] {
        assert_eq!(parse_vn_date(missing), Err(DatePartsFault::Missing), "{missing:?}");
    }
    for (day, month, year) in [("", "11", "1988"), ("21", " ", "1988"), ("21", "11", "")] {
        assert_eq!(parse_parts(day, month, year), Err(DatePartsFault::Missing));
    }
    assert_eq!(near_date("24/", TODAY), Err(DatePartsFault::Missing));
    for text in [
        "21/nov/1988",
        "21/11/1988/1",
        "021/11/1988",
        "21/11/19888",
        "+1/11/1988",
        "２１/11/1988",
    ] {
        assert_eq!(parse_vn_date(text), Err(DatePartsFault::NotANumber), "{text:?}");
    }
    for short in ["21/11/88", "21/11/8", "21/11/988"] {
        assert_eq!(parse_vn_date(short), Err(DatePartsFault::ShortYear), "{short:?}");
    }
}

// docs/pages.md, "Dates": an error may mark one part only
#[test]
fn the_faulty_part_is_known() {
    let cases = [
        (("31", "02", "1988"), Some(DatePart::Day)),
        (("32", "01", "1988"), Some(DatePart::Day)),
        (("01", "13", "1988"), Some(DatePart::Month)),
        (("01", "00", "1988"), Some(DatePart::Month)),
        (("01", "01", "0000"), Some(DatePart::Year)),
        (("01", "01", "88"), Some(DatePart::Year)),
        (("", "01", ""), Some(DatePart::Day)),
        (("01", "01", " "), Some(DatePart::Year)),
        (("01", "xx", "1988"), Some(DatePart::Month)),
        (("29", "02", "1988"), None),
    ];
    for ((day, month, year), part) in cases {
        assert_eq!(faulty_part(day, month, year), part, "{day}/{month}/{year}");
    }
}

#[test]
fn eight_digits_are_a_date_too() {
    assert_eq!(parse_compact("31121999"), Ok(date!(1999 - 12 - 31)));
    assert_eq!(parse_compact("31021988"), not_in_calendar(31, 2, 1988));
    for text in [
        "",
        "3112199",
        "311219990",
        "3112199x",
        "31/12/99",
        "đ1121999",
        "1234567é",
    ] {
        assert_eq!(parse_compact(text), Err(DatePartsFault::NotANumber), "{text:?}");
    }
}

// docs/pages.md, "Dates near today"
#[test]
fn a_day_alone_is_the_next_one() {
    assert_eq!(near_date("24", TODAY), Ok(date!(2026 - 11 - 24)));
    assert_eq!(near_date("21", TODAY), Ok(TODAY));
    assert_eq!(near_date("20", TODAY), Ok(date!(2026 - 12 - 20)));
    assert_eq!(near_date("31", TODAY), Ok(date!(2026 - 12 - 31)));
    assert_eq!(near_date("1", date!(2026 - 12 - 31)), Ok(date!(2027 - 01 - 01)));
    assert_eq!(near_date("31", date!(2027 - 02 - 01)), Ok(date!(2027 - 03 - 31)));
    assert_eq!(near_date("30", date!(2027 - 01 - 31)), Ok(date!(2027 - 03 - 30)));
    assert_eq!(near_date("32", TODAY), not_in_calendar(32, 11, 2026));
    assert_eq!(near_date("0", TODAY), not_in_calendar(0, 11, 2026));
}

// docs/pages.md, "Dates near today"
#[test]
fn a_day_and_month_are_near_today() {
    assert_eq!(near_date("24/11", TODAY), Ok(date!(2026 - 11 - 24)));
    assert_eq!(
        near_date("20/11", TODAY),
        Ok(date!(2026 - 11 - 20)),
        "a late notification"
    );
    assert_eq!(near_date("22/10", TODAY), Ok(date!(2026 - 10 - 22)), "30 days ago");
    assert_eq!(near_date("21/10", TODAY), Ok(date!(2027 - 10 - 21)), "31 days ago");
    assert_eq!(near_date("05/01", TODAY), Ok(date!(2027 - 01 - 05)));
    assert_eq!(near_date("31/12", date!(2027 - 01 - 02)), Ok(date!(2026 - 12 - 31)));
    assert_eq!(near_date("29/02", TODAY), Ok(date!(2028 - 02 - 29)));
    assert_eq!(near_date("29/2", date!(2096 - 12 - 01)), Ok(date!(2104 - 02 - 29)));
    assert_eq!(near_date("31/02", TODAY), not_in_calendar(31, 2, 2026));
}

// docs/pages.md, "Dates near today"
#[test]
fn days_from_today_may_be_counted() {
    assert_eq!(near_date("+3", TODAY), Ok(date!(2026 - 11 - 24)));
    assert_eq!(near_date(" + 3 ", TODAY), Ok(date!(2026 - 11 - 24)));
    assert_eq!(near_date("+0", TODAY), Ok(TODAY));
    assert_eq!(near_date("-1", TODAY), Ok(date!(2026 - 11 - 20)));
    assert_eq!(near_date("+", TODAY), Err(DatePartsFault::Missing));
    assert_eq!(near_date("+x", TODAY), Err(DatePartsFault::NotANumber));
    assert_eq!(near_date("+1000", TODAY), Err(DatePartsFault::NotANumber));
    assert_eq!(near_date("+3", Date::MAX), Err(DatePartsFault::NotANumber));
}

#[test]
fn a_whole_date_is_taken_as_written() {
    assert_eq!(near_date("24/11/2026", TODAY), Ok(date!(2026 - 11 - 24)));
    assert_eq!(near_date("24/11/26", TODAY), Ok(date!(2026 - 11 - 24)));
    assert_eq!(near_date("31/02/2027", TODAY), not_in_calendar(31, 2, 2027));
    assert_eq!(near_date("", TODAY), Err(DatePartsFault::Missing));
    assert_eq!(near_date("mai", TODAY), Err(DatePartsFault::NotANumber));
    assert_eq!(near_date("1/2/3/4", TODAY), Err(DatePartsFault::NotANumber));
}

proptest! {
    #[test]
    fn what_is_shown_can_be_typed(day in given::day()) {
        let shown = format_vn_date(day);
        prop_assert_eq!(parse_vn_date(&shown), Ok(day));
        prop_assert_eq!(parse_compact(&shown.replace('/', "")), Ok(day));
        prop_assert_eq!(near_date(&shown, TODAY), Ok(day));
    }

    #[test]
    fn a_day_alone_is_within_two_months(today in given::day(), day in 1_u8..=31) {
        let found = near_date(&day.to_string(), today).unwrap();
        prop_assert_eq!(found.day(), day);
        prop_assert!(found >= today && found <= today + Duration::days(61));
    }

    #[test]
    fn a_day_and_month_are_in_the_year_around_today(today in given::day(), day in given::day()) {
        let text = format!("{}/{}", day.day(), day.month() as u8);
        let found = near_date(&text, today).unwrap();
        prop_assert_eq!((found.day(), found.month()), (day.day(), day.month()));
        prop_assert!(found >= today - Duration::days(30));
        let leap_day = day.day() == 29 && day.month() == time::Month::February;
        prop_assert!(leap_day || found < today + Duration::days(337));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,12}", today in given::day()) {
        let _ = near_date(&text, today);
        let _ = parse_compact(&text);
        prop_assert_eq!(faulty_part(&text, "1", "2026").is_none(), parse_parts(&text, "1", "2026").is_ok());
        prop_assert_eq!(faulty_part("1", &text, "2026").is_none(), parse_parts("1", &text, "2026").is_ok());
        prop_assert_eq!(faulty_part("1", "1", &text).is_none(), parse_parts("1", "1", &text).is_ok());
    }
}
