use crate::given;
use proptest::prelude::*;
use rules::mrz_scan;
use rules::scan::{Layout, begins, begins_anew, layout, may_begin, stripped};
use rules::{citizen_qr, health_card};
use time::macros::date;

// ISO/IEC 15424 for the identifier; STX and ETX are settings of scanners.
#[test]
fn what_the_scanner_adds_is_taken_off() {
    let card = given::scan("01a_true_card");
    assert_eq!(stripped(&card), card);
    assert_eq!(stripped(&given::scan("01c_card_with_AIM_prefix")), card);
    assert_eq!(stripped(&given::scan("01d_card_between_STX_and_ETX")), card);
    for added in [
        format!("\u{feff}{card}"),
        format!("\u{2}]Q3{card}\u{3}\r\n"),
        format!("  ]d2{card}\t"),
        format!("]Q2\\000026{card}"),
        format!("\\000026{card}\r"),
    ] {
        assert_eq!(stripped(&added), card, "{added:?}");
        assert!(citizen_qr::parse(&stripped(&added)).is_ok());
    }
    // A bracket of the text itself stays.
    for text in ["]", "]Q", "] Q1", "]11", "[Q1", "\\", "\\00026", "\\00002A6"] {
        assert_eq!(stripped(text), text);
    }
}

#[test]
fn the_lines_keep_their_break() {
    let lines = given::scan("01e_true_passport");
    assert_eq!(stripped(&lines), lines);
    assert!(mrz_scan::parse(&stripped(&format!("]o0{lines}\r\n")), date!(2026 - 11 - 29)).is_ok());
}

#[test]
fn text_of_another_layout_is_known_by_what_made_it() {
    for (name, expected) in [
        ("01a_true_card", None),
        (
            "01b_card_typed_through_the_Windows_Vietnamese_layout",
            Some(Layout::Vietnamese),
        ),
        ("01c_card_with_AIM_prefix", None),
        ("01e_true_passport", None),
        ("01f_passport_typed_through_Telex", Some(Layout::InputMethod)),
        ("01g_passport_typed_through_AZERTY", Some(Layout::Azerty)),
        ("02a_health_card", None),
        ("05c_O_in_the_date_of_birth", None),
    ] {
        assert_eq!(layout(&given::scan(name)), expected, "{name}");
    }
    // VNI makes accents of digits behind letters.
    let vni = given::scan("01e_true_passport").replacen("4F31", "4Ă31", 1);
    assert_eq!(layout(&vni), Some(Layout::InputMethod));
    // A card through the French layout: no digit is left.
    assert_eq!(layout("à(-&è_ààç\"(&||LE THI"), Some(Layout::Azerty));
    // The German layout has other signs for fillers and separators.
    assert_eq!(
        layout(&given::scan("01e_true_passport").replace('<', ";")),
        Some(Layout::Other)
    );
    assert_eq!(
        layout(&given::scan("01a_true_card").replace('|', "\'")),
        Some(Layout::Other)
    );
    // What people type is no scan.
    for text in ["", "Lê Thị Mỹ Hạnh", "P'Ngoan", "056187004893", "Nguyễn-Văn-A-B-C-D-E"] {
        assert_eq!(layout(text), None, "{text}");
    }
}

#[test]
fn a_scan_begins_as_nothing_else_does() {
    for text in [
        "P<",
        "i<",
        "A<X",
        "C<",
        "V<",
        "056187004893|",
        "]Q1056187004893|",
        "\u{2}056187004893|",
        "GD4565601234567|",
        "5601234567|",
    ] {
        assert!(begins(text), "{text:?}");
    }
    for text in [
        "",
        "P",
        "PP",
        "Phan",
        "<P",
        "K<",
        "05618700489|",
        "05618700489a|",
        "056187004893",
        "|",
        "12345678901234|",
    ] {
        assert!(!begins(text), "{text:?}");
    }
    // Behind a scan that is done two letters of the kind are enough: nobody types a name there.
    assert!(begins_anew("PPCAN") && begins_anew("IDVNM") && begins_anew("P<") && begins_anew("056187004893|"));
    for first in ["P", "P<", "IDVN", "0561870", "056187004893", "DN47"] {
        assert!(may_begin(first), "{first}");
    }
    assert!(!may_begin("|15042021") && !may_begin("Tổ 3") && !may_begin("0561870048931"));
    assert!(!begins_anew("PPC") && !begins_anew("4") && !begins_anew("15042021") && !begins_anew("P41730"));
}

proptest! {
    #[test]
    fn nothing_typed_panics(text in "\\PC{0,100}|[]PIACV<|0-9à-ỹ]{0,100}") {
        let stripped = stripped(&text);
        let _ = (layout(&text), begins(&text), begins_anew(&text));
        let _ = citizen_qr::extent(&stripped);
        if health_card::is_one(&stripped) {
            let _ = health_card::parse(&stripped);
        }
    }
}
