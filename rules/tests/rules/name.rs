use proptest::prelude::*;
use rules::name::{
    MAX_LENGTH, MAX_MARKS, NameFault, Place, as_in_mrz, check_full_name, fold, is_noncharacter, is_placeholder,
    normalise, shown, trim, upright, vietnamese_letters,
};

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
        ("Əliyev Elşən", "eliyev elsen"),
        ("Ħamrun Ġorġ", "hamrun gorg"),
        ("Ŋuyen Ŧest", "nuyen test"),
        ("Ĳsbrand", "ijsbrand"),
        ("Gaŀla Gal·la ĸ", "galla galla q"),
        ("\u{fb01}ona", "fiona"),
        ("ＴＡＮＡＫＡ\u{3000}ＴＡＲＯ", "tanaka taro"),
        ("Hồng\u{2011}Ánh", "hong-anh"),
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
    assert_eq!(normalise("Hồng\u{2011}Ánh"), "Hồng-Ánh");
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
        "Hồng\u{2011}Ánh",
        "Gal·la Placídia",
        "Ÿves Šárka",
        "MUTHUSAMY A/L RAMAN",
        "SITI NOR s/o  Ali",
        "LIM AH KOW @ LIM CHONG",
        "Ольга-Maria Αθηνά",
        "Nguyễn Ơn Ưng",
    ] {
        assert_eq!(check_full_name(name), Ok(()), "{name:?}");
    }
}

// Issue 2, bad input; docs/pages.md, cases 1 and 2
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
    for symbol in ['<', ';', '@', '/', '"', '_', '|', '😀', '•', '\u{ffff}'] {
        let name = format!("Trần {symbol}An");
        assert_eq!(
            check_full_name(&name),
            Err(NameFault::Symbol { found: symbol }),
            "{name:?}"
        );
    }
    for (name, found) in [
        ("@ LIM", '@'),
        ("LIM @", '@'),
        ("N/A", '/'),
        ("A/L RAMAN", '/'),
        ("MUTHU A/ RAMAN", '/'),
        ("an@congan.vn", '@'),
        ("LIM @@ LIN", '@'),
        // A letter of another alphabet that looks like the Latin one.
        ("IVANOV\u{410}", '\u{410}'),
        ("Nguy\u{435}n", '\u{435}'),
        ("\u{391}NNA", '\u{391}'),
        // UTF-8 that was read as Windows-1252.
        ("MÃœLLER", 'œ'),
        ("JOÃƒO", 'ƒ'),
        ("ÄŒERNY", 'Œ'),
    ] {
        assert_eq!(check_full_name(name), Err(NameFault::Symbol { found }), "{name:?}");
    }
    assert_eq!((shown('\u{410}').as_str(), shown('A').as_str()), ("А (U+0410)", "A"));
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
        ("Əliyev Elşən", "ELIYEV ELSEN"),
        ("Ħamrun Ŧŋŀĳĸ", "HAMRUN TNLIJQ"),
        ("ʼNel", "NEL"),
        ("Hồng\u{2011}Ánh", "HONG ANH"),
        ("MUTHUSAMY A/L RAMAN", "MUTHUSAMY A L RAMAN"),
        ("LIM AH KOW @ LIM CHONG", "LIM AH KOW LIM CHONG"),
        ("ＴＡＮＡＫＡ\u{3000}ＴＡＲＯ", "TANAKA TARO"),
    ] {
        assert_eq!(as_in_mrz(name).as_deref(), Some(written), "{name}");
    }
    for unwritten in ["Иванова Анна", "王伟", "김민서", "MIN 김", "’", ""] {
        assert_eq!(as_in_mrz(unwritten), None, "{unwritten}");
    }
}

// scanner-names-imports "Cards, machine-readable lines, names" 10; hostile 7
#[test]
fn what_cannot_be_seen_is_refused_within_a_name_and_let_go_at_its_edge() {
    for found in [
        '\u{200b}',
        '\u{202e}',
        '\u{2028}',
        '\u{2029}',
        '\u{115f}',
        '\u{3164}',
        '\u{34f}',
        '\u{fe0f}',
        '\u{180b}',
        '\u{17b5}',
        '\u{ad}',
        '\u{ffa0}',
        '\u{e0100}',
    ] {
        for name in [format!("Nguyễn{found}An"), format!("Nguyễn {found} An")] {
            assert_eq!(check_full_name(&name), Err(NameFault::Invisible { found }), "{name:?}");
        }
        assert_eq!(shown(found), format!("U+{:04X}", u32::from(found)));
        let pasted = format!("{found}Lê Nam {found}");
        if !found.is_whitespace() {
            assert_eq!(check_full_name(&pasted), Ok(()), "{pasted:?}");
            assert_eq!(normalise(&pasted), "Lê Nam");
            assert_eq!(trim(&pasted), "Lê Nam");
        }
    }
    assert_eq!(check_full_name("\u{200b}"), Err(NameFault::Empty));
    assert_eq!(
        (shown('<'), shown('😀'), shown('\u{302}')),
        ("<".into(), "😀".into(), "U+0302".into())
    );
}

#[test]
fn a_letter_has_no_more_marks_than_scripts_have() {
    let marked = |count: usize| format!("Ng{}uyễn", "\u{300}".repeat(count));
    assert_eq!(check_full_name(&marked(MAX_MARKS)), Ok(()));
    let too_many = Err(NameFault::TooManyMarks { max: MAX_MARKS });
    assert_eq!(check_full_name(&marked(MAX_MARKS + 1)), too_many);
    assert_eq!(check_full_name(&marked(60)), too_many);
    assert_eq!(check_full_name("ကြွှော့်"), Ok(()), "seven marks upon one Burmese letter");
}

// scanner-names-imports 6: kept right, not only found
#[test]
fn look_alikes_of_d_are_one_letter_in_vietnamese() {
    assert_eq!(
        vietnamese_letters("\u{d0}ặng \u{189}inh \u{256}ức \u{f0}ạt Đỗ"),
        "Đặng Đinh đức đạt Đỗ"
    );
    assert_eq!(vietnamese_letters("Dũng, Ñ, Ø"), "Dũng, Ñ, Ø");
}

// hostile 23
#[test]
fn what_programs_write_for_no_name_is_noticed() {
    for name in ["null", "undefined", "NaN", "TRUE", "null null"] {
        assert!(is_placeholder(name), "{name}");
    }
    for name in ["Nana Null", "Trần Văn An", "Non", ""] {
        assert!(!is_placeholder(name), "{name}");
    }
}

#[test]
fn code_points_that_are_no_characters_are_known() {
    for c in [
        '\u{ffff}',
        '\u{fffe}',
        '\u{fdd0}',
        '\u{fdef}',
        '\u{1ffff}',
        '\u{10fffe}',
    ] {
        assert!(is_noncharacter(c), "{c:?}");
    }
    for c in ['\u{fffd}', '\u{fdcf}', '\u{fdf0}', 'a', '\u{10000}'] {
        assert!(!is_noncharacter(c), "{c:?}");
    }
}

// docs/rules.md, "Errors": no personal data in errors
#[test]
fn a_fault_does_not_repeat_the_name() {
    let fault = check_full_name("Trần Văn An3").unwrap_err().to_string();
    assert!(!fault.contains("Trần"), "{fault}");
}

#[test]
fn a_name_that_caps_lock_turned_is_turned_back_and_no_other() {
    for (typed, meant) in [
        ("nGUYỄN VĂN a", "Nguyễn văn A"),
        ("nGUYỄN vĂN aN", "Nguyễn Văn An"),
        ("đẶNG tHỊ nGỌC-áNH", "Đặng Thị Ngọc-Ánh"),
        ("sỐ 12 nGUYỄN tRÃI", "Số 12 Nguyễn Trãi"),
    ] {
        assert_eq!(upright(typed), meant);
    }
    for kept in [
        "Nguyễn Văn An",
        "NGUYỄN VĂN AN",
        "nguyễn văn an",
        "DUPONT d'ARTAGNAN",
        "Ronald McDONALD",
        "Nguyễn vĂN An",
        "van DER BERG",
        "12/3",
        "",
    ] {
        assert_eq!(upright(kept), kept);
    }
}

proptest! {
    #[test]
    fn a_vietnamese_name_is_the_same_with_caps_lock(name in "([A-ZĐẶỨÁ][a-zđặứấễ]{1,6})( [A-ZĐẶỨÁ][a-zđặứấễ]{0,6}){0,4}") {
        let turned: String = name
            .chars()
            .flat_map(|c| if c.is_uppercase() { c.to_lowercase().collect::<Vec<_>>() } else { c.to_uppercase().collect() })
            .collect();
        prop_assert_eq!(upright(&turned), name.clone());
        prop_assert_eq!(upright(&name), name);
    }

    #[test]
    fn turning_changes_the_case_alone_and_only_once(text in "\\PC{0,30}") {
        let once = upright(&normalise(&text));
        prop_assert_eq!(once.to_lowercase(), normalise(&text).to_lowercase());
        prop_assert_eq!(upright(&once), once.clone());
        prop_assert_eq!(normalise(&once), once);
    }

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
