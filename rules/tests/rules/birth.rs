use proptest::prelude::*;
use rules::birth::{AgeGroup, Birth, BirthFault, BirthPrecision, BirthWarning, age_group, age_on, check_birth};
use time::macros::date;

use crate::given;

const TODAY: time::Date = date!(2026 - 11 - 21);

fn check(birth: Birth) -> Result<Option<BirthWarning>, BirthFault> {
    check_birth(&birth, TODAY, &given::khanh_hoa().birth)
}

// docs/rules.md 6; issue 2, bad input
#[test]
fn a_birth_before_1900_or_after_today_is_refused() {
    let too_early = Err(BirthFault::TooEarly { earliest_year: 1900 });
    assert_eq!(check(Birth::Day(date!(1899 - 12 - 31))), too_early);
    assert!(check(Birth::Day(date!(1900 - 01 - 01))).is_ok());
    assert_eq!(check(Birth::Year(1899)), too_early);
    assert!(check(Birth::Year(1900)).is_ok());
    assert_eq!(check(Birth::Day(TODAY)), Ok(None));
    assert_eq!(check(Birth::Day(date!(2026 - 11 - 22))), Err(BirthFault::InFuture));
    assert_eq!(check(Birth::Year(2026)), Ok(Some(BirthWarning::YearOnly)));
    assert_eq!(check(Birth::Year(2027)), Err(BirthFault::InFuture));
}

// docs/rules.md 6
#[test]
fn an_age_over_120_is_a_warning() {
    assert_eq!(check(Birth::Day(date!(1906 - 11 - 21))), Ok(None), "120 today");
    assert_eq!(check(Birth::Day(date!(1905 - 11 - 22))), Ok(None), "121 tomorrow");
    let warning = Ok(Some(BirthWarning::OverAge { age: 121 }));
    assert_eq!(check(Birth::Day(date!(1905 - 11 - 21))), warning);
    assert_eq!(check(Birth::Year(1905)), warning, "before the mark of the year alone");
    assert_eq!(check(Birth::Year(1906)), Ok(Some(BirthWarning::YearOnly)));
}

// docs/rules.md 6: a document that shows only a year
#[test]
fn a_year_alone_is_accepted_and_marked() {
    assert_eq!(check(Birth::Year(1958)), Ok(Some(BirthWarning::YearOnly)));
    assert_eq!(check(Birth::Day(date!(1958 - 01 - 01))), Ok(None));
    assert_eq!(Birth::Year(1958).precision(), BirthPrecision::Year);
    assert_eq!(Birth::Day(date!(1958 - 03 - 02)).precision(), BirthPrecision::Day);
    assert_eq!(Birth::Day(date!(1958 - 03 - 02)).year(), 1958);
}

#[test]
fn age_changes_on_the_birthday() {
    let birth = Birth::Day(date!(1988 - 11 - 21));
    assert_eq!(age_on(&birth, date!(2026 - 11 - 20)), 37);
    assert_eq!(age_on(&birth, date!(2026 - 11 - 21)), 38);
    assert_eq!(age_on(&Birth::Year(1988), date!(2026 - 01 - 01)), 38);
    assert_eq!(age_on(&birth, date!(1980 - 01 - 01)), 0, "before birth");
    let silvester = Birth::Day(date!(2011 - 12 - 31));
    assert_eq!(age_on(&silvester, date!(2026 - 12 - 30)), 14);
    assert_eq!(age_on(&silvester, date!(2026 - 12 - 31)), 15);
}

#[test]
fn who_was_born_on_a_leap_day_is_a_year_older_on_1_march() {
    let birth = Birth::Day(date!(2008 - 02 - 29));
    assert_eq!(age_on(&birth, date!(2027 - 02 - 28)), 18);
    assert_eq!(age_on(&birth, date!(2027 - 03 - 01)), 19);
    assert_eq!(age_on(&birth, date!(2028 - 02 - 28)), 19);
    assert_eq!(age_on(&birth, date!(2028 - 02 - 29)), 20);
}

// LC-11.1c; docs/rules.md 11
#[test]
fn age_groups_begin_and_end_as_decided() {
    let groups = [
        (0, 14, AgeGroup::To14, "0-14"),
        (15, 24, AgeGroup::From15, "15-24"),
        (25, 34, AgeGroup::From25, "25-34"),
        (35, 44, AgeGroup::From35, "35-44"),
        (45, 54, AgeGroup::From45, "45-54"),
        (55, 64, AgeGroup::From55, "55-64"),
        (65, 74, AgeGroup::From65, "65-74"),
        (75, u32::MAX, AgeGroup::From75, "75+"),
    ];
    for (first, last, group, written) in groups {
        assert_eq!(age_group(first), group);
        assert_eq!(age_group(last), group);
        assert_eq!(serde_json::to_value(group).unwrap(), written);
        assert_eq!(serde_json::from_value::<AgeGroup>(written.into()).unwrap(), group);
    }
}

proptest! {
    #[test]
    fn age_and_age_group_never_fall(born in given::day(), day in given::day(), more in 0_i64..40_000) {
        let later = day.saturating_add(time::Duration::days(more));
        for birth in [Birth::Day(born), Birth::Year(born.year())] {
            prop_assert!(age_on(&birth, day) <= age_on(&birth, later));
            prop_assert!(age_group(age_on(&birth, day)) <= age_group(age_on(&birth, later)));
        }
        prop_assert!(age_on(&Birth::Day(born), day) <= age_on(&Birth::Year(born.year()), day));
    }

    #[test]
    fn a_whole_date_is_refused_exactly_outside_of_1900_to_today(born in given::day(), back in 0_i64..80_000) {
        let born = born.saturating_sub(time::Duration::days(back));
        let refused = check(Birth::Day(born)).is_err();
        prop_assert_eq!(refused, born < date!(1900 - 01 - 01) || born > TODAY);
    }
}
