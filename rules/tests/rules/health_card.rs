use crate::given;
use rules::birth::Birth;
use rules::citizen_qr;
use rules::document::{DocumentType, check_number};
use rules::health_card::{HealthFault, is_one, parse};
use rules::person::Sex;
use time::macros::date;

#[test]
fn a_health_insurance_card_is_known_and_read() {
    for (name, number) in [
        ("02a_health_card", "GD4565601234567"),
        ("02b_health_card_new_number_only", "5601234567"),
    ] {
        let text = given::scan(name);
        assert!(is_one(&text), "{name}");
        let card = parse(&text).unwrap();
        assert_eq!(card.number, number);
        assert_eq!(card.full_name, "Trần Thị Ngọc Ánh");
        assert_eq!(card.birth, Birth::Day(date!(1992 - 08 - 17)));
        assert_eq!(card.sex, Some(Sex::Female));
        assert_eq!(card.address, "Thôn Đắc Lộc, Nha Trang, Khánh Hòa");
        assert_eq!(check_number(DocumentType::HealthInsurance, &card.number), Ok(()));
    }
}

#[test]
fn nothing_else_is_taken_for_one() {
    for name in [
        "01a_true_card",
        "01b_card_typed_through_the_Windows_Vietnamese_layout",
        "new_card",
        "03b_second_guest_card",
    ] {
        assert!(!is_one(&given::scan(name)), "{name}");
    }
    let card = given::scan("02b_health_card_new_number_only");
    assert!(citizen_qr::parse(&card).is_err());
    for text in [
        "",
        "5601234567",
        "5601234567|",
        "5601234567|5",
        "560123456|54",
        "5601234567|zz",
        "5601234567|c3",
    ] {
        assert!(!is_one(text), "{text}");
    }
}

#[test]
fn some_cards_have_the_year_only_and_some_no_sex() {
    let card = parse("5601234567|416e|1950|3").unwrap();
    assert_eq!(
        (card.birth, card.sex, card.address.as_str()),
        (Birth::Year(1950), None, "")
    );
    assert_eq!(parse("5601234567|416e|31/02/1950|1"), Err(HealthFault::Birth));
    assert_eq!(parse("5601234567|3132|1950|1"), Err(HealthFault::Name));
}

#[test]
fn a_health_card_does_not_leak_through_debug() {
    let shown = format!("{:?}", parse(&given::scan("02a_health_card")).unwrap());
    assert!(!shown.contains("5601") && !shown.contains("Ánh"), "{shown}");
}
