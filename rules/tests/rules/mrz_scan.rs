use proptest::prelude::*;
use rules::birth::Birth;
use rules::mrz_scan::{MrzFault, MrzField, MrzKind, MrzScan, is_first_part, parse};
use rules::person::Sex;
use time::Date;
use time::macros::date;

use crate::given;

const TODAY: Date = date!(2026 - 11 - 21);

fn read(name: &str) -> MrzScan {
    parse(&given::scan(name), TODAY).unwrap()
}

/// The fields whose check digits do not agree.
fn differing(scan: &MrzScan) -> Vec<MrzField> {
    let wrong = scan.checks.iter().filter(|check| !check.agrees);
    wrong.map(|check| check.field).collect()
}

// The specimen of ICAO 9303 part 4.
const LINE_1: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const LINE_2: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
// The specimen of ICAO 9303 part 5.
const CARD: [&str; 3] = [
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
];

fn passport() -> String {
    format!("{LINE_1}\n{LINE_2}")
}

/// The passport with another second line.
fn with_line_2(line: &str) -> String {
    format!("{LINE_1}{line}")
}

// docs/formats.md 4: 5 of 5 agree
#[test]
fn the_passport_of_the_standard_is_read() {
    let scan = parse(&passport(), TODAY).unwrap();
    assert_eq!(scan.full_name, "ERIKSSON ANNA MARIA");
    assert_eq!(scan.document_number, "L898902C3");
    assert_eq!(scan.nationality_alpha3, "UTO");
    assert_eq!(scan.birth, Some(Birth::Day(date!(1974 - 08 - 12))));
    assert_eq!(scan.sex, Some(Sex::Female));
    assert_eq!(scan.expiry, Some(date!(2012 - 04 - 15)));
    assert_eq!((scan.checks_ok, scan.checks_total), (5, 5));
    assert_eq!(scan.personal_number.as_deref(), Some("ZE184226B"));
}

#[test]
fn the_card_of_the_standard_is_read() {
    let scan = parse(&CARD.join("\n"), TODAY).unwrap();
    assert_eq!(scan.full_name, "ERIKSSON ANNA MARIA");
    assert_eq!(scan.document_number, "D23145890");
    assert_eq!((scan.checks_ok, scan.checks_total), (4, 4));
    assert_eq!(scan.personal_number, None);
}

#[test]
fn lines_may_come_joined_in_any_way() {
    let expected = parse(&passport(), TODAY).unwrap();
    for text in [
        format!("{LINE_1}{LINE_2}"),
        format!("{LINE_1} {LINE_2}"),
        format!("  {LINE_1}\r\n{LINE_2}\r\n"),
        format!("{LINE_1}\t{LINE_2}").to_lowercase(),
    ] {
        assert_eq!(parse(&text, TODAY).unwrap(), expected, "{text:?}");
    }
    assert_eq!(parse(&CARD.concat(), TODAY), parse(&CARD.join(" "), TODAY));
}

// docs/formats.md 4: a wrong character is evidence, not a refusal
#[test]
fn a_check_digit_that_does_not_agree_is_counted_out() {
    let wrong_number = LINE_2.replacen("L898902C3", "L8989O2C3", 1);
    let scan = parse(&with_line_2(&wrong_number), TODAY).unwrap();
    assert_eq!(
        (scan.checks_ok, scan.checks_total),
        (3, 5),
        "its own digit and the composite"
    );
    let wrong_composite = format!("{}1", &LINE_2[..43]);
    assert_eq!(parse(&with_line_2(&wrong_composite), TODAY).unwrap().checks_ok, 4);
}

// docs/formats.md 4: digits do not cover the name, nor 6 for G
#[test]
fn the_name_has_no_check_digit() {
    let misread = format!("{}{LINE_2}", LINE_1.replace("ANNA", "ANXA"));
    let scan = parse(&misread, TODAY).unwrap();
    assert_eq!(scan.full_name, "ERIKSSON ANXA MARIA");
    assert_eq!(scan.checks_ok, 5);
}

#[test]
fn an_empty_optional_field_may_have_a_filler_for_its_digit() {
    for check in ["<", "0"] {
        let line = format!("L898902C36UTO7408122F1204159<<<<<<<<<<<<<<{check}8");
        let scan = parse(&with_line_2(&line), TODAY).unwrap();
        assert_eq!((scan.checks_ok, scan.personal_number), (5, None), "{check}");
    }
    let with_digit = "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<38";
    assert_eq!(
        parse(&with_line_2(with_digit), TODAY).unwrap().checks_ok,
        3,
        "nothing has the digit 3"
    );
    let without = LINE_2.replacen("<<<<<1", "<<<<<<", 1);
    assert_eq!(
        parse(&with_line_2(&without), TODAY).unwrap().checks_ok,
        3,
        "something needs a digit"
    );
}

// docs/formats.md 4: the whole number of a Vietnamese card is in the optional field
#[test]
fn a_vietnamese_card_has_its_whole_number_in_the_optional_field() {
    let card = "IDVNM1870045122056187004512<<8\n8708151F2708159VNM<<<<<<<<<<<1\nNGUYEN<<THI<NGOC<ANH<<<<<<<<<<";
    let scan = parse(card, TODAY).unwrap();
    assert_eq!(scan.personal_number.as_deref(), Some("056187004512"));
    assert_eq!(scan.document_number, "187004512");
    assert_eq!((scan.checks_ok, scan.checks_total), (4, 4));
    assert_eq!(scan.nationality_alpha3, "VNM");
    assert_eq!(scan.full_name, "NGUYEN THI NGOC ANH");
    assert_eq!(scan.birth, Some(Birth::Day(date!(1987 - 08 - 15))));
    assert!(scan.is_citizen_card());
}

#[test]
fn an_optional_field_of_a_card_that_is_no_personal_number_is_kept_whole() {
    let optional = |nationality: &str, optional: &str| {
        let card = format!(
            "IDVNM1870045122{optional}8708151F2708159{nationality}<<<<<<<<<<<1{}",
            CARD[2]
        );
        parse(&card, TODAY).unwrap().personal_number
    };
    assert_eq!(optional("UTO", "056187004512AB<").as_deref(), Some("056187004512AB"));
    assert_eq!(optional("VNM", "05618700451AB<<").as_deref(), Some("05618700451AB"));
    assert_eq!(optional("VNM", "AB<056187004512").as_deref(), Some("AB 056187004512"));
    assert_eq!(optional("VNM", "<<<<<<<<<<<<<<<"), None);
}

// ICAO 9303 part 5: document numbers of more than nine characters
#[test]
fn a_long_number_of_a_card_runs_on_in_the_optional_field() {
    let card = [
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<",
    ];
    let scan = parse(&card.concat(), TODAY).unwrap();
    assert_eq!(scan.document_number, "D23145890734");
    assert_eq!(scan.personal_number, None);
    assert_eq!((scan.checks_ok, scan.checks_total), (4, 4));
    assert_eq!(scan.birth, Some(Birth::Day(date!(1934 - 07 - 12))));
    let one_digit = card.concat().replacen("<7349", "<7<<<", 1);
    let scan = parse(&one_digit, TODAY).unwrap();
    assert_eq!(
        scan.document_number, "D23145890",
        "a check digit alone is no rest of a number"
    );
    assert_eq!(scan.personal_number.as_deref(), Some("7"));
}

// docs/formats.md 4: birth and expiry need different century rules
#[test]
fn a_birth_is_the_last_such_day_up_to_today() {
    let birth = |digits: &str| {
        let line = LINE_2.replacen("740812", digits, 1);
        parse(&with_line_2(&line), TODAY).map(|scan| scan.birth)
    };
    assert_eq!(birth("261121"), Ok(Some(Birth::Day(date!(2026 - 11 - 21)))), "today");
    assert_eq!(
        birth("261122"),
        Ok(Some(Birth::Day(date!(1926 - 11 - 22)))),
        "tomorrow was a hundred years ago"
    );
    assert_eq!(birth("000229"), Ok(Some(Birth::Day(date!(2000 - 02 - 29)))));
    assert_eq!(
        birth("270229"),
        Err(MrzFault::Birth),
        "neither 2027 nor 1927 has the day"
    );
    assert_eq!(birth("991231"), Ok(Some(Birth::Day(date!(1999 - 12 - 31)))));
    assert_eq!(birth("741332"), Err(MrzFault::Birth));
    assert_eq!(birth("7413<<"), Err(MrzFault::Birth));
    assert_eq!(birth("74<<12"), Err(MrzFault::Birth));
    assert_eq!(birth("<<0812"), Err(MrzFault::Birth));
}

#[test]
fn an_expiry_lies_at_most_20_years_back() {
    let expiry = |digits: &str, today| {
        let line = LINE_2.replacen("120415", digits, 1);
        parse(&with_line_2(&line), today).map(|scan| scan.expiry)
    };
    assert_eq!(expiry("060101", TODAY), Ok(Some(date!(2006 - 01 - 01))));
    assert_eq!(expiry("051231", TODAY), Ok(Some(date!(2105 - 12 - 31))));
    assert_eq!(
        expiry("991231", TODAY),
        Ok(Some(date!(2099 - 12 - 31))),
        "cards without expiry"
    );
    assert_eq!(expiry("360229", TODAY), Ok(Some(date!(2036 - 02 - 29))));
    assert_eq!(expiry("120231", TODAY), Err(MrzFault::Expiry));
    assert_eq!(expiry("050101", date!(2096 - 01 - 01)), Ok(Some(date!(2105 - 01 - 01))));
}

// docs/formats.md 4: ICAO writes Germany and the British in its own way
#[test]
fn nationalities_are_those_of_iso() {
    let nationality = |code: &str| {
        let line = LINE_2.replacen("UTO", code, 1);
        parse(&with_line_2(&line), TODAY).unwrap().nationality_alpha3
    };
    assert_eq!(nationality("D<<"), "DEU");
    assert_eq!(nationality("GBN"), "GBR");
    assert_eq!(nationality("VNM"), "VNM");
    assert_eq!(nationality("XXA"), "XXA");
    let overseas = LINE_2.replacen("UTO", "GBN", 1);
    assert_eq!(
        parse(&with_line_2(&overseas), TODAY).unwrap().nationality_written,
        "GBN"
    );
}

#[test]
fn sex_may_be_left_open() {
    for (written, sex) in [
        ("M", Some(Sex::Male)),
        ("F", Some(Sex::Female)),
        ("<", None),
        ("X", None),
    ] {
        let line = format!("{}{written}{}", &LINE_2[..20], &LINE_2[21..]);
        assert_eq!(parse(&with_line_2(&line), TODAY).unwrap().sex, sex);
    }
}

#[test]
fn what_is_no_passport_and_no_card_is_refused() {
    assert_eq!(parse("", TODAY), Err(MrzFault::Length { actual: 0 }));
    assert_eq!(parse(LINE_1, TODAY), Err(MrzFault::Length { actual: 44 }));
    let short = &passport()[1..];
    assert_eq!(parse(short, TODAY), Err(MrzFault::Length { actual: 87 }));
    let visa = passport().replacen('P', "V", 1);
    assert_eq!(parse(&visa, TODAY), Err(MrzFault::Kind { found: 'V' }));
    let garbled = passport().replacen('<', "«", 1);
    assert_eq!(
        parse(&garbled, TODAY),
        Err(MrzFault::Character {
            position: 2,
            found: '«'
        })
    );
    let nameless = format!("P<UTO{}{LINE_2}", "<".repeat(39));
    assert_eq!(parse(&nameless, TODAY), Err(MrzFault::Name));
    let numberless = LINE_2.replacen("L898902C3", "<<<<<<<<<", 1);
    assert_eq!(parse(&with_line_2(&numberless), TODAY), Err(MrzFault::Number));
}

// docs/rules.md, "Personal data"
#[test]
fn a_scan_does_not_leak_through_debug() {
    let shown = format!("{:?}", parse(&passport(), TODAY).unwrap());
    assert!(!shown.contains("ERIKSSON") && !shown.contains("L898"), "{shown}");
}

proptest! {
    #[test]
    fn no_scan_panics(text in "[A-Z0-9<]{86,92}|\\PC{0,90}", passport in any::<bool>()) {
        let text = if passport { format!("P{text}") } else { format!("I{text}") };
        if let Ok(scan) = parse(&text, TODAY) {
            prop_assert!(scan.checks_ok <= scan.checks_total);
            match scan.birth {
                Some(Birth::Day(birth)) => prop_assert!(birth <= TODAY),
                Some(Birth::Year(year)) => prop_assert!(year <= TODAY.year()),
                None => {}
            }
            prop_assert!(scan.expiry.is_none_or(|expiry| expiry.year() >= TODAY.year() - 20));
        }
    }

    // docs/formats.md 4: missed exactly when the values differ by a multiple of 10
    #[test]
    fn a_wrong_character_of_the_number_is_noticed(place in 0_usize..9, wrong in "[A-Z0-9]") {
        let mut line = LINE_2.to_owned();
        let right = line[place..=place].to_owned();
        line.replace_range(place..=place, &wrong);
        let value = |text: &str| i64::from_str_radix(text, 36).unwrap();
        let scan = parse(&with_line_2(&line), TODAY).unwrap();
        let noticed = scan.checks_ok < scan.checks_total;
        prop_assert_eq!(noticed, (value(&right) - value(&wrong)) % 10 != 0);
    }
}

#[test]
fn one_wrong_character_is_named_by_the_check_digit_of_its_field() {
    let disagreeing = |line: &str| differing(&parse(&with_line_2(line), TODAY).unwrap());
    assert_eq!(disagreeing(LINE_2), []);
    for (at, read_as, field) in [
        (0, "I", MrzField::Number),
        (14, "1", MrzField::Birth),
        (22, "5", MrzField::Expiry),
        (28, "2", MrzField::Optional),
    ] {
        let mut line = LINE_2.to_owned();
        line.replace_range(at..=at, read_as);
        assert_eq!(disagreeing(&line), [field, MrzField::Whole], "{line}");
    }
}

// ICAO 9303-3, 4.8: fillers for what the document does not know
#[test]
fn a_birth_of_which_part_is_unknown_refuses_nothing() {
    let birth = |line: &str| {
        let scan = parse(&format!("P<AFGKHAN<<GUL<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n{line}"), TODAY).unwrap();
        assert_eq!(
            (scan.full_name.as_str(), scan.document_number.as_str()),
            ("KHAN GUL", "P00123456")
        );
        assert_eq!((scan.sex, scan.checks_ok), (Some(Sex::Male), 5));
        scan.birth
    };
    assert_eq!(
        birth("P001234560AFG74<<<<1M3001019<<<<<<<<<<<<<<<4"),
        Some(Birth::Year(1974))
    );
    assert_eq!(
        birth("P001234560AFG7408<<7M3001019<<<<<<<<<<<<<<<6"),
        Some(Birth::Year(1974))
    );
    assert_eq!(birth("P001234560AFG<<<<<<0M3001019<<<<<<<<<<<<<<<6"), None);
}

// Some States write zeros instead.
#[test]
fn zeros_leave_a_part_of_a_date_open_as_fillers_do() {
    let read = |birth: &str, expiry: &str| {
        let line = LINE_2.replacen("740812", birth, 1).replacen("120415", expiry, 1);
        let scan = parse(&with_line_2(&line), TODAY).unwrap();
        (scan.birth, scan.expiry)
    };
    assert_eq!(read("740000", "300415").0, Some(Birth::Year(1974)));
    assert_eq!(read("740800", "300415").0, Some(Birth::Year(1974)));
    assert_eq!(read("000000", "300415").0, None);
    assert_eq!(read("000101", "300415").0, Some(Birth::Day(date!(2000 - 01 - 01))));
    assert_eq!(read("740812", "000000").1, None);
}

#[test]
fn a_year_alone_is_of_this_century_up_to_this_year() {
    let birth = |digits: &str| {
        let line = LINE_2.replacen("740812", digits, 1);
        parse(&with_line_2(&line), TODAY).unwrap().birth
    };
    assert_eq!(birth("26<<<<"), Some(Birth::Year(2026)));
    assert_eq!(birth("27<<<<"), Some(Birth::Year(1927)));
}

#[test]
fn an_expired_document_is_known_from_the_day_after_its_last() {
    let expired = |digits: &str| {
        let line = LINE_2.replacen("120415", digits, 1);
        parse(&with_line_2(&line), TODAY).unwrap().is_expired(TODAY)
    };
    assert!(expired("261120"));
    assert!(!expired("261121"));
    assert!(!expired("<<<<<<"), "a document without an end");
}

// ICAO 9303-4 and 9303-5, 4.2.3
#[test]
fn a_name_that_fills_its_field_may_be_cut() {
    for lines in [
        "P<THAWONGSRISAWATPHONGPHAIBUNSAKUNTHAWEESAPX\nAB12345671THA9003082F3109155<<<<<<<<<<<<<<<2",
        "P<LKAKURUKULASURIYA<<WARNAKULASURIYA<A<B<C<D\nAB12345671LKA9003082F3109155<<<<<<<<<<<<<<<2",
        "P<RUSIVANOVA<<ELENA<<<<<<<<<<<<<<<<<<<<<<<<K\nAB12345671RUS9003082F3109155<<<<<<<<<<<<<<<2",
        "IDVNM1900012342056190001234<<7\n9003015F3003013VNM<<<<<<<<<<<8\nNGUYENPHUOC<<THI<HONGANHTHUYTI",
    ] {
        assert!(parse(lines, TODAY).unwrap().name_may_be_cut, "{lines}");
    }
    assert!(!read("01e_true_passport").name_may_be_cut);
}

#[test]
fn a_card_of_another_state_for_a_vietnamese_is_no_citizen_card() {
    let card = "C1USA0123456784SRC0000000701<<\n9003082F3109155VNM<<<<<<<<<<<1\nNGUYEN<<THI<LAN<<<<<<<<<<<<<<<";
    let scan = parse(card, TODAY).unwrap();
    assert_eq!(
        (scan.issuer_alpha3.as_str(), scan.nationality_alpha3.as_str()),
        ("USA", "VNM")
    );
    assert_eq!(scan.document_number, "012345678");
    assert!(!scan.is_citizen_card());
    // Twelve digits in the optional field are a personal number only where Viet Nam wrote them.
    let digits = card.replacen("SRC0000000701<<", "056187004512<<<", 1);
    assert!(!parse(&digits, TODAY).unwrap().is_citizen_card());
}

// ICAO 9303 part 6, its specimen
#[test]
fn two_lines_of_36_are_a_card() {
    let lines = [
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
        "D231458907UTO7408122F1204159<<<<<<<6",
    ];
    let scan = parse(&lines.concat(), TODAY).unwrap();
    assert_eq!(scan.kind, MrzKind::Card);
    assert_eq!(
        (scan.full_name.as_str(), scan.document_number.as_str()),
        ("ERIKSSON ANNA MARIA", "D23145890")
    );
    assert_eq!(scan.birth, Some(Birth::Day(date!(1974 - 08 - 12))));
    assert_eq!((scan.checks_ok, scan.checks_total), (4, 4));
    let visa = lines.concat().replacen('I', "V", 1);
    assert_eq!(parse(&visa, TODAY), Err(MrzFault::Kind { found: 'V' }));
    let passport = lines.concat().replacen('I', "P", 1);
    assert_eq!(parse(&passport, TODAY), Err(MrzFault::Kind { found: 'P' }));
    // The old card of France: the same length, another order.
    let french = "IDFRALOISEAU<<<<<<<<<<<<<<<<<<<<<<<<970675K002774HERVE<<DJAMEL<7303216M4";
    assert_eq!(parse(french, TODAY), Err(MrzFault::Layout));
}

#[test]
fn the_first_lines_of_a_document_are_known_as_such() {
    assert!(is_first_part(LINE_1));
    assert!(is_first_part(CARD[0]) && is_first_part(&CARD[..2].concat()));
    assert!(is_first_part("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"));
    assert!(!is_first_part(&LINE_1[1..]) && !is_first_part(LINE_2) && !is_first_part(&passport()));
}

// A letter where only a digit can stand
#[test]
fn an_o_for_a_zero_is_read_as_a_zero_and_said() {
    let scan = read("05a_true_PP_passport");
    assert_eq!((scan.checks_ok, scan.mended.len(), &scan.number_meant), (5, 0, &None));
    for (name, field) in [
        ("05b_O_for_the_check_digit_of_the_number", MrzField::Number),
        ("05c_O_in_the_date_of_birth", MrzField::Birth),
    ] {
        let scan = read(name);
        assert_eq!((scan.checks_ok, scan.mended), (5, vec![field]), "{name}");
        assert_eq!(scan.document_number, "P417302QC");
        assert_eq!(scan.birth, Some(Birth::Day(date!(1988 - 06 - 28))));
    }
}

// In the number a digit and a letter can both be right: nothing is changed, but what would agree is said.
#[test]
fn a_look_alike_in_the_number_is_proposed_and_not_put_in() {
    let scan = read("05d_zero_for_a_letter_O_in_the_number");
    assert_eq!(differing(&scan), [MrzField::Number, MrzField::Whole]);
    assert_eq!(scan.document_number, "0B4417205");
    assert_eq!(scan.number_meant.as_deref(), Some("OB4417205"));
    assert!(scan.mended.is_empty());
}

#[test]
fn a_six_or_a_g_out_of_its_place_is_to_be_looked_at() {
    let warned = |number: &str| {
        let line = LINE_2.replacen("L898902C3", number, 1);
        parse(&with_line_2(&line), TODAY).unwrap().six_or_g
    };
    assert!(warned("L6989O2C3") && warned("L89890G23") && warned("G12345678"));
    assert!(!warned("L898962<<") && !warned("AGB123457") && !warned("L898902C3"));
}

#[test]
fn names_without_a_separator_or_behind_fillers_are_read() {
    assert_eq!(read("05f_one_name_no_separator").full_name, "SUHARTINI");
    assert_eq!(read("05e_name_field_begins_with_fillers").full_name, "SELVARANI");
}

// What the list of nationalities makes of them is not for the lines to say.
#[test]
fn codes_that_are_no_country_stay_as_written() {
    for (name, issuer, nationality) in [
        ("04a_stateless_XXA", "CHE", "XXA"),
        ("04b_refugee_other_XXC", "AUS", "XXC"),
        ("04c_Kosovo_RKS", "RKS", "RKS"),
        ("04d_Kosovo_XXK_on_a_German_residence_card", "DEU", "XXK"),
        ("04e_Kosovo_UNK_old_UN_document", "UNK", "UNK"),
    ] {
        let scan = read(name);
        assert_eq!(scan.checks_ok, scan.checks_total, "{name}");
        assert_eq!(
            (scan.issuer_alpha3.as_str(), scan.nationality_alpha3.as_str()),
            (issuer, nationality),
            "{name}"
        );
    }
}
