use proptest::prelude::*;
use rules::person::Sex;
use rules::personal_id::{BirthPlace, PersonalId, PersonalIdFault, PersonalIdWarning};

const PROVINCES: &str = include_str!("../../../data/provinces.csv");
const COUNTRIES: &str = include_str!("../../../data/countries_birth_registration.csv");
const CENTURIES: &str = include_str!("../../../data/id_century_gender.csv");

fn id(text: &str) -> PersonalId {
    PersonalId::parse(text).unwrap()
}

fn codes(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().skip(1).map(|line| line.split(',').next().unwrap())
}

// docs/rules.md 6
#[test]
fn exactly_twelve_digits_are_a_personal_number() {
    assert_eq!(id("056187004512").as_str(), "056187004512");
    let length = |actual| Err(PersonalIdFault::Length { actual });
    assert_eq!(PersonalId::parse(""), length(0));
    assert_eq!(PersonalId::parse("0561870045"), length(10));
    assert_eq!(PersonalId::parse("05618700451"), length(11));
    assert_eq!(PersonalId::parse("0561870045123"), length(13));
}

// docs/rules.md 6; docs/pages.md, case 4
#[test]
fn a_character_that_is_no_digit_is_pointed_at() {
    let not_a_digit = |position, found| Err(PersonalIdFault::NotADigit { position, found });
    assert_eq!(PersonalId::parse("05618O004512"), not_a_digit(6, 'O'));
    assert_eq!(PersonalId::parse("O"), not_a_digit(1, 'O'), "before the wrong length");
    assert_eq!(PersonalId::parse("05618700451x"), not_a_digit(12, 'x'));
    assert_eq!(PersonalId::parse("ộ56187004512"), not_a_digit(1, 'ộ'));
    assert_eq!(
        PersonalId::parse("056 187 004 512"),
        not_a_digit(4, ' '),
        "normalised before"
    );
    assert_eq!(
        PersonalId::parse("０56187004512"),
        not_a_digit(1, '０'),
        "full-width is not ASCII"
    );
}

// KH-A3
#[test]
fn each_of_the_63_provinces_is_a_place_of_birth() {
    assert_eq!(codes(PROVINCES).count(), 63);
    for code in codes(PROVINCES) {
        assert_eq!(
            id(&format!("{code}187004512")).birth_place(),
            BirthPlace::Province(code)
        );
    }
}

// KH-A1, A-01, A-02, A-08, A-11: every code but Việt Nam's, those that Appendix 2 misses included
#[test]
fn each_country_of_101_to_295_is_a_place_of_birth() {
    let foreign: Vec<_> = codes(COUNTRIES).filter(|&code| code != "000").collect();
    assert_eq!(foreign, (101..=295).map(|code| code.to_string()).collect::<Vec<_>>());
    for code in foreign {
        assert_eq!(id(&format!("{code}187004512")).birth_place(), BirthPlace::Country(code));
    }
}

// KH-A3, A-19: Ninh Thuận (058) and Yên Bái (015) were merged in 2025
#[test]
fn provinces_merged_in_2025_stay_valid_inside_numbers() {
    assert_eq!(id("058187004512").birth_place(), BirthPlace::Province("058"));
    assert_eq!(id("015187004512").birth_place(), BirthPlace::Province("015"));
}

// KH-A1, A-04: Greece, not Egypt, is 178
#[test]
fn codes_of_appendix_1_are_those_of_appendix_1() {
    assert_eq!(id("178187004512").birth_place(), BirthPlace::Country("178"));
    assert_eq!(id("102187004512").birth_place(), BirthPlace::Country("102"));
}

// Việt Nam itself and gaps in the lists
#[test]
fn places_in_neither_list_are_unknown() {
    for code in ["000", "003", "097", "100", "296", "999"] {
        let place = id(&format!("{code}187004512")).birth_place();
        assert_eq!(place, BirthPlace::Unknown(code.into()));
    }
}

//
#[test]
fn no_code_is_in_both_lists() {
    assert!(codes(PROVINCES).all(|province| codes(COUNTRIES).all(|country| country != province)));
}

// KH-A5-1, KH-A5-2: Appendix 5 line by line
#[test]
fn century_sex_and_year_are_those_of_appendix_5() {
    let mut lines = 0;
    for line in CENTURIES.lines().skip(1) {
        let [digit, sex, from, to] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let sex = if sex == "male" { Sex::Male } else { Sex::Female };
        for (digits, year) in [("00", from), ("99", to)] {
            let id = id(&format!("056{digit}{digits}004512"));
            assert_eq!(id.sex(), sex);
            assert_eq!(id.birth_year(), year.parse::<u16>().unwrap());
        }
        lines += 1;
    }
    assert_eq!(lines, 10);
}

// KH-A5-1; docs/rules.md 6; docs/pages.md, case 5
#[test]
fn a_mismatch_is_a_warning_and_no_refusal() {
    let id = id("056187004512");
    assert_eq!(id.warnings(Some(Sex::Female), Some(1987)), []);
    assert_eq!(id.warnings(None, None), []);
    assert_eq!(
        id.warnings(Some(Sex::Male), Some(1978)),
        [
            PersonalIdWarning::SexMismatch {
                number_says: Sex::Female
            },
            PersonalIdWarning::YearMismatch {
                number_says: 1987,
                typed: 1978
            },
        ]
    );
}

// docs/rules.md 6
#[test]
fn an_unknown_place_is_a_warning() {
    let warnings = id("999187004512").warnings(Some(Sex::Female), Some(1987));
    assert_eq!(warnings, [PersonalIdWarning::UnknownPlace { code: "999".into() }]);
}

// docs/rules.md, "Personal data"
#[test]
fn a_number_does_not_leak_through_debug() {
    let shown = format!("{:?} {:?}", id("056187004512"), PersonalId::parse("056187004512"));
    assert!(!shown.contains("056") && !shown.contains("512"), "{shown}");
    let fault = PersonalId::parse("05618O004512").unwrap_err().to_string();
    assert!(fault.contains("position 6") && !fault.contains("0561"), "{fault}");
}

proptest! {
    // KH-A5-1, KH-A5-2
    #[test]
    fn there_are_no_warnings_exactly_when_all_agrees(
        digits in "[0-9]{12}", male in any::<bool>(), year in 1900_i32..2400,
    ) {
        let id = id(&digits);
        let sex = if male { Sex::Male } else { Sex::Female };
        let known = !matches!(id.birth_place(), BirthPlace::Unknown(_));
        let agrees = id.sex() == sex && i32::from(id.birth_year()) == year;
        prop_assert_eq!(id.warnings(Some(sex), Some(year)).is_empty(), known && agrees);
        let own = id.warnings(Some(id.sex()), Some(i32::from(id.birth_year())));
        prop_assert_eq!(own.is_empty(), known);
    }

    #[test]
    fn a_number_can_be_made_from_what_it_says(
        code in 1_u16..=295, male in any::<bool>(), year in 1900_u16..2400, tail in 0_u32..1_000_000,
    ) {
        let century = (year / 100 - 19) * 2 + u16::from(!male);
        let id = id(&format!("{code:03}{century}{:02}{tail:06}", year % 100));
        prop_assert_eq!(id.birth_year(), year);
        prop_assert_eq!(id.sex() == Sex::Male, male);
    }

    #[test]
    fn only_twelve_ascii_digits_are_taken(text in "\\PC{0,14}|[0-9]{10,13}") {
        let good = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        prop_assert_eq!(PersonalId::parse(&text).is_ok(), good);
    }
}
