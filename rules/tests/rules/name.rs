use proptest::prelude::*;
use rules::name::{MAX_LENGTH, NameFault, Place, as_in_mrz, check_full_name, fold, normalise};

// Issue 2: search by name without accents
#[test]
fn a_folded_name_has_no_accents() {
    for (name, folded) in [
        ("Nguyễn Thị Ngọc Ánh", "nguyen thi ngoc anh"),
        ("ĐẶNG ĐÌNH ĐƯỢC", "dang dinh duoc"),
        ("  Trần   Văn\tAn ", "tran van an"),
        ("Nguye\u{302}\u{303}n", "nguyen"),
        ("Ðặng", "dang"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Jürgen Groß", "jurgen gross"),
        ("Søren Ærø", "soren aero"),
        ("İbrahim Işık", "ibrahim isik"),
        ("O’Brien", "o'brien"),
        ("Ян Лі", "ян лі"),
        ("", ""),
    ] {
        assert_eq!(fold(name), folded, "{name:?}");
    }
}

#[test]
fn composed_and_decomposed_names_are_one() {
    assert_eq!(normalise("Nguye\u{302}\u{303}n"), "Nguyễn");
    assert_eq!(normalise("Nguyễn"), "Nguyễn");
    assert_eq!(fold("Nguye\u{302}\u{303}n"), fold("Nguyễn"));
}

#[test]
fn a_normalised_name_keeps_its_case_and_loses_space() {
    assert_eq!(normalise("  Trần \u{a0} Văn\n An "), "Trần Văn An");
    assert_eq!(normalise("ERIKSSON ANNA"), "ERIKSSON ANNA");
    assert_eq!(normalise("\u{feff}Lê\u{200b} Nam\u{202e}"), "Lê Nam");
}

// KH-11.2b: names of every guest, foreigners included
#[test]
fn names_of_all_the_world_are_names() {
    for name in [
        "Nguyễn Thị Ngọc Ánh",
        "Pelé",
        "H'Hen Niê",
        "O’Brien-Smith Jr.",
        "Oʼzbek",
        "李小龍",
        "김철수",
        "Иванов Пётр",
        "محمد",
        "आर्यभट",
        "Nguye\u{302}\u{303}n",
        " Trần  An ",
    ] {
        assert_eq!(check_full_name(name), Ok(()), "{name:?}");
    }
}

// Issue 2, bad input; style.md section 6, cases 1 and 2
#[test]
fn what_is_no_name_is_told_why() {
    let digit = |found, place| Err(NameFault::Digit { found, place });
    assert_eq!(check_full_name(""), Err(NameFault::Empty));
    assert_eq!(check_full_name("  \u{a0} "), Err(NameFault::Empty));
    assert_eq!(check_full_name("Trần Văn An3"), digit('3', Place::End));
    assert_eq!(check_full_name("Trần Văn An 32 "), digit('3', Place::End));
    assert_eq!(check_full_name("1Trần Văn An"), digit('1', Place::Start));
    assert_eq!(check_full_name("Trần V4n An"), digit('4', Place::Middle));
    assert_eq!(check_full_name("Trần V4n An5"), digit('4', Place::Middle));
    assert_eq!(check_full_name("Trần ٣"), digit('٣', Place::End));
    assert_eq!(check_full_name("Trần\u{0}An"), Err(NameFault::Control { position: 5 }));
    assert_eq!(check_full_name("Trần\tAn"), Err(NameFault::Control { position: 5 }));
    assert_eq!(check_full_name("\n"), Err(NameFault::Control { position: 1 }));
    for symbol in ['<', ';', '@', '/', '"', '_', '|', '\u{202e}', '😀', '•'] {
        let name = format!("Trần {symbol}An");
        assert_eq!(
            check_full_name(&name),
            Err(NameFault::Symbol { found: symbol }),
            "{name:?}"
        );
    }
    assert_eq!(check_full_name("-.-"), Err(NameFault::Symbol { found: '-' }));
    assert_eq!(
        check_full_name("'; DROP TABLE stay"),
        Err(NameFault::Symbol { found: ';' })
    );
}

#[test]
fn a_name_has_at_most_120_characters_however_they_are_composed() {
    let too_long = Err(NameFault::TooLong { max: 120 });
    assert_eq!(check_full_name(&"ệ".repeat(MAX_LENGTH)), Ok(()));
    assert_eq!(check_full_name(&"ệ".repeat(MAX_LENGTH + 1)), too_long);
    assert_eq!(check_full_name(&"e\u{323}\u{302}".repeat(MAX_LENGTH)), Ok(()));
    assert_eq!(check_full_name(&"3".repeat(500)), too_long, "length before digits");
}

// KH-11.2c2: the immigration site wants a name as the passport's machine-readable lines have it (ICAO 9303-3)
#[test]
fn a_name_is_written_as_in_the_machine_readable_lines() {
    for (name, written) in [
        ("NOVÁKOVÁ TEREZA", "NOVAKOVA TEREZA"),
        ("Đặng Thị  Ngọc", "DANG THI NGOC"),
        ("Müller-Straße Jörg", "MUELLER STRASSE JOERG"),
        ("Mu\u{308}ller", "MUELLER"),
        ("O’Brien Jr.", "OBRIEN JR"),
        ("Søren Åge Æbler", "SOEREN AAGE AEBLER"),
        ("Łukasz Þór", "LUKASZ THOR"),
    ] {
        assert_eq!(as_in_mrz(name).as_deref(), Some(written), "{name}");
    }
    for unwritten in ["Иванова Анна", "王伟", "김민서", "MIN 김", "’", ""] {
        assert_eq!(as_in_mrz(unwritten), None, "{unwritten}");
    }
}

// DESIGN section 3, errors: no personal data in errors
#[test]
fn a_fault_does_not_repeat_the_name() {
    let fault = check_full_name("Trần Văn An3").unwrap_err().to_string();
    assert!(!fault.contains("Trần"), "{fault}");
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,30}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn normalising_twice_is_normalising_once(text in "\\PC{0,30}") {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn a_name_can_be_found_however_it_was_kept(text in "\\PC{0,30}") {
        prop_assert_eq!(fold(&normalise(&text)), fold(&text));
    }

    #[test]
    fn vietnamese_folds_to_ascii(text in "[a-zA-ZàáảãạâầấẩẫậăằắẳẵặèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĐƯƠỆ ]{0,40}") {
        prop_assert!(fold(&text).is_ascii());
        prop_assert_eq!(check_full_name(&text).is_ok(), !text.trim().is_empty());
    }

    #[test]
    fn an_accepted_name_stays_accepted_when_normalised(text in "\\PC{0,30}") {
        if check_full_name(&text).is_ok() {
            prop_assert_eq!(check_full_name(&normalise(&text)), Ok(()));
        }
    }
}
