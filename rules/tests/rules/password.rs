use proptest::prelude::*;
use rules::password::{
    PasswordFault, PasswordTerms, add_months, canonical, check_password, initial_expires_at, rotation_due, warn_from,
};
use time::macros::{date, datetime};
use time::{Date, Duration, PrimitiveDateTime};

use crate::given;

fn faults(password: &str) -> Vec<PasswordFault> {
    check_password(password, "ks.bienxanh", &given::khanh_hoa().password)
}

// LC-7.1a-2; D-02
#[test]
fn a_password_has_letters_digits_and_special_characters() {
    assert_eq!(faults("Rẫy-cà-phê 7 hàng"), []);
    assert_eq!(faults("troi#mua#8h"), []);
    assert_eq!(faults("4827#91640!"), [PasswordFault::NeedsLetter]);
    assert_eq!(faults("troi#mua#dem"), [PasswordFault::NeedsDigit]);
    assert_eq!(faults("troimua8hsang"), [PasswordFault::NeedsSpecial]);
    assert_eq!(check_password("troi#mua#8h", "", &given::lao_cai().password), []);
}

// LC-7.1a-2
#[test]
fn all_faults_are_told_at_once() {
    assert_eq!(
        faults(""),
        [
            PasswordFault::TooShort { min: 10 },
            PasswordFault::NeedsLetter,
            PasswordFault::NeedsDigit,
            PasswordFault::NeedsSpecial,
        ]
    );
}

#[test]
fn length_counts_characters_and_its_limits_are_allowed() {
    assert_eq!(faults("ộ#8ộmưađêm"), [], "10 characters, 17 bytes");
    assert_eq!(faults("ộ#8ộmưađê"), [PasswordFault::TooShort { min: 10 }]);
    let long = |count: usize| {
        format!("#8{}", "rẫycàphê".repeat(20))
            .chars()
            .take(count)
            .collect::<String>()
    };
    assert_eq!(faults(&long(128)), []);
    assert_eq!(faults(&long(129)), [PasswordFault::TooLong { max: 128 }]);
}

// D-02: composition is configurable
#[test]
fn a_profile_may_ask_for_less() {
    let terms = PasswordTerms {
        letters: false,
        digits: false,
        special: false,
        ..given::khanh_hoa().password
    };
    assert_eq!(check_password("4827091640", "", &terms), []);
    assert_eq!(check_password("troimuadem", "", &terms), []);
}

#[test]
fn the_login_name_may_not_be_part_of_it() {
    let contains = [PasswordFault::ContainsLogin];
    let check = |password, login| check_password(password, login, &given::khanh_hoa().password);
    assert_eq!(check("x7-KS.BienXanh-ok", "ks.bienxanh"), contains);
    assert_eq!(check("x7-mường-thanh-ok", "muong-thanh"), contains);
    assert_eq!(check("troi#mua#8h", "mu"), [], "too short to be looked for");
    assert_eq!(check("troi#mua#8h", "mua"), contains);
}

#[test]
fn well_known_passwords_are_refused_with_their_usual_tails() {
    for password in [
        "Matkhau@123",
        "matkhau@2026",
        "M@tKh4u@2026",
        "Mật khẩu 123!",
        "@nhyeuem123!",
        "Anhyeuem@1314",
        "Khachsan123!",
        "khachs@n123456",
        "P@ssw0rd2026",
        "Password#15081990",
        "Password#19900815",
        "Nhatrang@7979",
        "Admin@123123",
        "Abc@12345678",
        "1Qaz2Wsx!!!!",
        "Qwerty@888888888",
        "123456@Abc",
    ] {
        assert!(faults(password).contains(&PasswordFault::WellKnown), "{password}");
    }
}

#[test]
fn what_only_contains_a_well_known_word_is_no_well_known_password() {
    for password in [
        "matkhau#71930428",
        "khachsan-cua-me-o-doc-7",
        "abc#84719384612",
        "hoa giay 3 canh tim",
        "nhatrang;7,&:dem",
    ] {
        assert_eq!(faults(password), [], "{password}");
    }
}

#[test]
fn three_special_characters_are_a_usual_tail_and_four_different_ones_are_not() {
    assert_eq!(faults("Matkhau@#!9"), [PasswordFault::WellKnown]);
    assert_eq!(faults("Matkhau!!!!!9"), [PasswordFault::WellKnown]);
    assert_eq!(faults("Matkhau!!@#9"), []);
    assert_eq!(faults("Matkhau@#!&9"), []);
}

#[test]
fn the_list_is_as_it_is_compared() {
    let list = include_str!("../../data/well_known_passwords.txt");
    assert!(list.lines().count() >= 300);
    for word in list.lines() {
        assert_eq!(rules::name::fold(word), word);
        assert!(word.len() >= 2 && !word.contains(' '), "{word:?}");
        let faults = check_password(word, "", &given::khanh_hoa().password);
        assert!(faults.contains(&PasswordFault::WellKnown), "{word:?}");
    }
    for word in ["matkhau", "anhyeuem", "khachsan", "iloveyou", "123456789"] {
        assert!(list.lines().any(|listed| listed == word), "{word}");
    }
}

// docs/rules.md 5
#[test]
fn months_are_calendar_months_with_the_last_day_clamped() {
    assert_eq!(add_months(date!(2026 - 12 - 31), 2), date!(2027 - 02 - 28));
    assert_eq!(add_months(date!(2027 - 12 - 31), 2), date!(2028 - 02 - 29));
    assert_eq!(add_months(date!(2028 - 02 - 29), 12), date!(2029 - 02 - 28));
    assert_eq!(add_months(date!(2026 - 11 - 21), 2), date!(2027 - 01 - 21));
    assert_eq!(add_months(date!(2026 - 08 - 31), 1), date!(2026 - 09 - 30));
    assert_eq!(add_months(date!(2026 - 01 - 31), 0), date!(2026 - 01 - 31));
    assert_eq!(add_months(date!(2026 - 12 - 01), 255), date!(2048 - 03 - 01));
    assert_eq!(add_months(Date::MAX, 1), Date::MAX);
}

// KH-9a-2; docs/rules.md 5
#[test]
fn rotation_ends_at_24_00_of_its_day() {
    let due = rotation_due(datetime!(2026-11-21 10:15 +7), 2);
    assert_eq!(due, datetime!(2027-01-22 00:00 +7));
    let at_years_end = rotation_due(datetime!(2026-12-31 23:59:59 +7), 2);
    assert_eq!(at_years_end, datetime!(2027-03-01 00:00 +7));
    let in_the_new_year = rotation_due(datetime!(2026-12-31 17:00:00 UTC), 2);
    assert_eq!(in_the_new_year, datetime!(2027-03-02 00:00 +7), "the local day counts");
    let before_a_leap_day = rotation_due(datetime!(2027-12-31 08:00 +7), 2);
    assert_eq!(before_a_leap_day, datetime!(2028-03-01 00:00 +7));
}

// docs/rules.md 5
#[test]
fn an_initial_password_is_good_for_7_times_24_hours() {
    let hours = given::khanh_hoa().password.initial_valid_hours;
    let issued = datetime!(2026-12-28 16:45:30 +7);
    assert_eq!(initial_expires_at(issued, hours), datetime!(2027-01-04 16:45:30 +7));
    let last = PrimitiveDateTime::MAX.assume_utc();
    assert_eq!(initial_expires_at(last, hours), last);
}

proptest! {
    #[test]
    fn a_rotation_is_due_between_a_month_less_and_a_month_more(changed in given::instant(), months in 0_u8..=24) {
        let due = rotation_due(changed, months);
        prop_assert!(due > changed);
        prop_assert!(due - changed <= Duration::days(i64::from(months) * 31 + 1));
        prop_assert!(due - changed >= Duration::days(i64::from(months) * 28 - 1));
    }

    #[test]
    fn months_never_run_over_into_the_next(day in given::day(), months in any::<u8>()) {
        let later = add_months(day, months);
        let count = |date: Date| date.year() * 12 + i32::from(date.month() as u8);
        prop_assert_eq!(count(later) - count(day), i32::from(months));
        prop_assert!(later.day() <= day.day());
        let clamped = later.day() == later.month().length(later.year());
        prop_assert!(later.day() == day.day() || clamped);
    }

    #[test]
    fn a_fault_is_told_exactly_when_it_is_there(password in "\\PC{0,20}|[a-zA-Z0-9#@ ]{0,20}") {
        let faults = faults(&password);
        let has = |fault| faults.contains(&fault);
        // Judged is what is hashed: composing changes how many characters there are.
        let password = canonical(&password);
        prop_assert_eq!(has(PasswordFault::TooShort { min: 10 }), password.chars().count() < 10);
        prop_assert_eq!(has(PasswordFault::NeedsLetter), !password.chars().any(char::is_alphabetic));
        prop_assert_eq!(has(PasswordFault::NeedsDigit), !password.bytes().any(|b| b.is_ascii_digit()));
        prop_assert_eq!(has(PasswordFault::NeedsSpecial), password.chars().all(char::is_alphanumeric));
    }
}

// KH-9a-2; docs/rules.md 5: begun on 31 December, it ends with February, to the second.
#[test]
fn the_warning_comes_whole_days_before_the_end() {
    for (changed, due, warned) in [
        (
            datetime!(2026-12-31 00:00:00 +7),
            datetime!(2027-03-01 00:00:00 +7),
            datetime!(2027-02-22 00:00:00 +7),
        ),
        (
            datetime!(2027-12-31 23:59:59 +7),
            datetime!(2028-03-01 00:00:00 +7),
            datetime!(2028-02-23 00:00:00 +7),
        ),
    ] {
        let ends = rotation_due(changed, 2);
        assert_eq!(ends, due);
        assert_eq!(warn_from(ends, 7), warned);
        assert_eq!(warn_from(ends, 0), due);
    }
}

#[test]
fn a_code_is_read_in_full_width_with_blanks_and_small_letters_and_nothing_else_is_one() {
    use rules::one_time_code::{OneTimeCode, read};
    let app = |digits: &str| Some(OneTimeCode::App(digits.to_owned()));
    let recovery = |code: &str| Some(OneTimeCode::Recovery(code.to_owned()));
    for (typed, expected) in [
        ("492039", app("492039")),
        ("492 039", app("492039")),
        ("４９２０３９", app("492039")),
        ("\u{a0}492-039\u{200b}\u{3000}", app("492039")),
        ("7Q2M4-K9XTD", recovery("7Q2M4K9XTD")),
        ("7q2m4 k9xtd", recovery("7Q2M4K9XTD")),
        ("hIvwr-Oaz8p", recovery("H1VWR0AZ8P")),
        ("ｈ３ｖｗｒ０ａｚ８ｐ", recovery("H3VWR0AZ8P")),
        ("49203", None),
        ("4920391", None),
        ("49203a", None),
        ("7Q2M4-K9XTU", None),
        ("", None),
    ] {
        assert_eq!(read(typed), expected, "{typed:?}");
    }
}
