use proptest::prelude::*;
use rules::citizen_qr::{
    Extent, IssueWarning, QrFault, extent, is_type_proven, issue_warning, kept_part, likely_type, parse,
};
use rules::date_parts::format_vn_date;
use rules::document::DocumentType;
use rules::name::{NameFault, Place};
use rules::person::Sex;
use rules::personal_id::PersonalIdFault;
use time::macros::date;

use crate::given;

const CARD: &str =
    "056187004512|225123456|Nguyễn Thị Ngọc Ánh|15081987|Nữ|12 Trần Phú, Lộc Thọ, Nha Trang, Khánh Hòa|22122021";

fn with(field: usize, value: &str) -> String {
    let mut fields: Vec<&str> = CARD.split('|').collect();
    fields[field] = value;
    fields.join("|")
}

// Issue 2, QR of the citizen card
#[test]
fn seven_fields_are_a_card() {
    let card = parse(CARD).unwrap();
    assert_eq!(card.number.as_str(), "056187004512");
    assert_eq!(card.old_number.as_deref(), Some("225123456"));
    assert_eq!(card.full_name, "Nguyễn Thị Ngọc Ánh");
    assert_eq!(card.birth, date!(1987 - 08 - 15));
    assert_eq!(card.sex, Sex::Female);
    assert_eq!(card.address, "12 Trần Phú, Lộc Thọ, Nha Trang, Khánh Hòa");
    assert_eq!(card.issued_on, Some(date!(2021 - 12 - 22)));
    assert!(card.number.warnings(Some(card.sex), Some(card.birth.year())).is_empty());
}

#[test]
fn anything_but_seven_or_eleven_fields_is_refused() {
    let count = |text: &str| match parse(text) {
        Err(QrFault::FieldCount { actual }) => actual,
        other => panic!("{other:?}"),
    };
    assert_eq!(count(""), 0);
    assert_eq!(count("   "), 0);
    assert_eq!(count("056187004512"), 1);
    assert_eq!(count(CARD.rsplit_once('|').unwrap().0), 6);
    assert_eq!(count(&format!("{CARD}|")), 8);
    assert_eq!(count(&format!("{CARD}|Nguyễn Văn A|Trần Thị B")), 9);
    assert_eq!(count(&format!("{CARD}|||")), 10);
    assert_eq!(count(&format!("{CARD}|||||")), 12);
}

#[test]
fn eleven_fields_are_the_card_issued_since_july_2024() {
    for name in ["new_card", "new_card_with_old_number"] {
        let text = given::scan(name);
        for text in [text.clone(), format!("{text}\r"), format!(" {text}\r\n")] {
            let card = parse(&text).unwrap();
            assert_eq!(card.number.as_str(), "056190001234");
            assert_eq!(card.full_name, "Nguyễn Thị Hồng Ánh");
            assert_eq!(card.issued_on, Some(date!(2025 - 05 - 30)));
            assert_eq!(likely_type(&card), DocumentType::CanCuoc);
            assert!(is_type_proven(&card));
        }
    }
    // Whatever the day of issue says: the code of the older card has seven.
    let card = parse(&format!("{CARD}||||")).unwrap();
    assert_eq!(likely_type(&card), DocumentType::CanCuoc);
}

#[test]
fn what_stands_behind_the_seventh_field_is_not_kept() {
    let text = given::scan("new_card_with_parents");
    let card = parse(&text).unwrap();
    assert_eq!(card.full_name, "Nguyễn Hồng Sơn");
    assert_eq!(
        kept_part(&text),
        "056315001235||Nguyễn Hồng Sơn|01032015|Nam|Tổ 3, Vĩnh Hải, Nha Trang, Khánh Hòa|30052025"
    );
    assert_eq!(kept_part(CARD), CARD);
    assert_eq!(kept_part("056"), "056");
}

#[test]
fn a_code_is_whole_with_its_last_field() {
    let typed = |text: &str| -> Vec<(usize, Extent)> {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let said = ends.map(|end| (end, extent(&text[..end])));
        said.filter(|(_, extent)| *extent != Extent::Part).collect()
    };
    assert_eq!(typed(CARD), [(CARD.len(), Extent::Whole)]);
    // Seven fields of the new kind are not all of it; of the eleventh nobody knows the length.
    let new = given::scan("new_card");
    assert_eq!(typed(&new), [(new.len(), Extent::MaybeWhole)]);
    assert_eq!(extent(&with(6, "")), Extent::Part);
}

#[test]
fn the_day_of_issue_is_held_against_birth_and_today() {
    let today = date!(2026 - 11 - 21);
    let warning = |issued: &str| issue_warning(&parse(&with(6, issued)).unwrap(), today);
    assert_eq!(warning("01012027"), Some(IssueWarning::InFuture));
    assert_eq!(warning("22112026"), Some(IssueWarning::InFuture));
    assert_eq!(warning("21112026"), None);
    assert_eq!(warning("15081987"), None, "the day of birth");
    assert_eq!(warning("14081987"), Some(IssueWarning::BeforeBirth));
    assert_eq!(warning(""), None);
}

#[test]
fn the_kind_is_a_guess_only_where_the_day_of_issue_leaves_a_choice() {
    let proven = |issued: &str| is_type_proven(&parse(&with(6, issued)).unwrap());
    assert!(proven("10052021") && proven("30062024"));
    assert!(!proven("01072024"), "the card of that day has eleven fields");
    assert!(!proven(""));
}

#[test]
fn the_scanner_may_end_with_a_line_break() {
    assert_eq!(parse(&format!(" {CARD}\r\n")).unwrap(), parse(CARD).unwrap());
}

#[test]
fn old_number_and_day_of_issue_may_be_empty() {
    assert_eq!(parse(&with(1, "")).unwrap().old_number, None);
    assert_eq!(parse(&with(6, "")).unwrap().issued_on, None);
    assert_eq!(
        parse(&with(1, "056187004512")).unwrap().old_number.as_deref(),
        Some("056187004512")
    );
}

#[test]
fn sex_is_read_in_any_case_and_composition() {
    for (text, sex) in [
        ("Nam", Sex::Male),
        ("NAM", Sex::Male),
        ("Nữ", Sex::Female),
        ("NỮ", Sex::Female),
        ("Nu\u{31b}\u{303}", Sex::Female),
        (" nữ ", Sex::Female),
    ] {
        assert_eq!(parse(&with(4, text)).unwrap().sex, sex, "{text:?}");
    }
    assert_eq!(parse(&with(4, "N?")), Err(QrFault::Sex { found: "N?".into() }));
    assert_eq!(parse(&with(4, "")), Err(QrFault::Sex { found: String::new() }));
}

// Issue 2: refused with the reason
#[test]
fn each_bad_field_has_its_own_fault() {
    let short = PersonalIdFault::Length { actual: 11 };
    assert_eq!(parse(&with(0, "05618700451")), Err(QrFault::Number(short)));
    assert_eq!(parse(&with(1, "22512345")), Err(QrFault::OldNumber));
    assert_eq!(parse(&with(1, "22512345x")), Err(QrFault::OldNumber));
    assert_eq!(parse(&with(2, "")), Err(QrFault::Name(NameFault::Empty)));
    let digit = NameFault::Digit {
        found: '3',
        place: Place::End,
    };
    assert_eq!(parse(&with(2, "Ánh3")), Err(QrFault::Name(digit)));
    for birth in ["", "31021987", "1508198", "150819877", "15/08/87"] {
        assert_eq!(parse(&with(3, birth)), Err(QrFault::Birth), "{birth:?}");
    }
    assert_eq!(parse(&with(6, "32122021")), Err(QrFault::IssueDate));
}

// docs/formats.md 3: the old address stays as text
#[test]
fn an_address_of_a_ward_that_is_gone_is_kept() {
    let address = "Tổ 3, Thị trấn Tô Hạp, Huyện Khánh Sơn, Khánh Hòa";
    assert_eq!(parse(&with(5, address)).unwrap().address, address);
    assert_eq!(parse(&with(5, "")).unwrap().address, "");
}

// docs/formats.md 3: a guess from the day of issue
#[test]
fn the_new_card_is_guessed_from_1_july_2024_on() {
    let guess = |issued: &str| likely_type(&parse(&with(6, issued)).unwrap());
    assert_eq!(guess("30062024"), DocumentType::Cccd);
    assert_eq!(guess("01072024"), DocumentType::CanCuoc);
    assert_eq!(guess(""), DocumentType::Cccd);
}

// docs/rules.md, "Personal data"
#[test]
fn a_card_does_not_leak_through_debug_or_faults() {
    let shown = format!("{:?}", parse(CARD).unwrap());
    assert!(!shown.contains("056") && !shown.contains("Ánh"), "{shown}");
    let fault = parse(&with(1, "22512345x")).unwrap_err().to_string();
    assert!(!fault.contains("2251"), "{fault}");
}

proptest! {
    #[test]
    fn what_a_card_says_is_read(
        number in "[0-9]{12}", name in "[A-ZĐÂÊÔƯƠ]{1,8}( [A-ZĐÂÊÔƯƠ]{1,8}){0,4}",
        birth in given::day(), male in any::<bool>(), issued in proptest::option::of(given::day()),
    ) {
        let compact = |day| format_vn_date(day).replace('/', "");
        let sex = if male { "Nam" } else { "Nữ" };
        let issue = issued.map(compact).unwrap_or_default();
        let card = parse(&format!("{number}||{name}|{}|{sex}||{issue}", compact(birth))).unwrap();
        prop_assert_eq!(card.number.as_str(), number);
        prop_assert_eq!(card.full_name, name);
        prop_assert_eq!(card.birth, birth);
        prop_assert_eq!(card.sex == Sex::Male, male);
        prop_assert_eq!(card.issued_on, issued);
    }

    #[test]
    fn no_scan_panics(text in "[0-9a-zA-ZĐữ|\\PC]{0,80}") {
        let fields = text.trim().split('|').count();
        if parse(&text).is_ok() {
            prop_assert!(fields == 7 || fields == 11);
        }
    }
}
