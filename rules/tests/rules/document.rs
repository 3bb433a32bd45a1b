use std::collections::BTreeSet;

use proptest::prelude::*;
use rules::document::{DocumentFault, DocumentType, check_number, mask, normalise};
use rules::facility::FacilityKind;
use rules::person::Sex;
use rules::personal_id::PersonalIdFault;

// docs/formats.md 2
#[test]
fn the_portal_knows_nine_types() {
    let codes: BTreeSet<u8> = DocumentType::ALL
        .iter()
        .copied()
        .map(DocumentType::portal_code)
        .collect();
    assert_eq!(codes, (1..=9).collect());
    assert_eq!(DocumentType::Cccd.portal_code(), 1);
    assert_eq!(
        DocumentType::Passport.portal_code(),
        4,
        "one program writes 2, the others contradict it"
    );
    assert_eq!(DocumentType::CanCuoc.portal_code(), 8);
}

#[test]
fn types_are_written_in_snake_case() {
    for (document, written) in [
        (DocumentType::CanCuoc, "can_cuoc"),
        (DocumentType::PersonalNumberNotice, "personal_number_notice"),
        (DocumentType::Cmnd, "cmnd"),
    ] {
        assert_eq!(serde_json::to_value(document).unwrap(), written);
        assert_eq!(
            serde_json::from_value::<DocumentType>(written.into()).unwrap(),
            document
        );
    }
    assert_eq!(serde_json::to_value(Sex::Female).unwrap(), "female");
    let collective = serde_json::to_value(FacilityKind::CollectiveHousing).unwrap();
    assert_eq!(collective, "collective_housing");
}

// KH-3f, KH-3g
#[test]
fn facilities_are_of_six_kinds_and_tourist_ones_of_eight_a_hotel_in_both() {
    let tourist = FacilityKind::ALL.into_iter().filter(|kind| kind.is_tourist()).count();
    assert_eq!(tourist, 8);
    assert_eq!(FacilityKind::ALL.len() - tourist + 1, 6);
    assert!(FacilityKind::Hotel.is_tourist());
    assert!(!FacilityKind::MedicalEstablishment.is_tourist());
}

#[test]
fn numbers_lose_space_and_dots_and_gain_upper_case() {
    for (typed, kept) in [
        ("056 187 004 512", "056187004512"),
        (" 056.187.004.512\t", "056187004512"),
        ("056\u{a0}187\u{a0}004\u{a0}512", "056187004512"),
        ("\u{feff}056187004512\u{200b}", "056187004512"),
        ("b 1234567", "B1234567"),
        ("dn 4 79 12 345 67890", "DN4791234567890"),
        ("  số 12   quyển 3 ", "SỐ 12 QUYỂN 3"),
        ("so\u{302}\u{301} 12", "SỐ 12"),
        ("Ｅ１２３４　５６７８", "E12345678"),
        ("ª 12", "A12"),
        ("561234567.0", "561234567"),
        (" 56187030031.0 ", "56187030031"),
        ("056.187.004.0", "0561870040"),
        ("123/2010", "123/2010"),
        ("", ""),
    ] {
        assert_eq!(normalise(typed), kept, "{typed:?}");
    }
}

// docs/rules.md 6
#[test]
fn cards_and_the_notice_bear_the_personal_number() {
    for document in [
        DocumentType::Cccd,
        DocumentType::CanCuoc,
        DocumentType::PersonalNumberNotice,
        DocumentType::IdentityCertificate,
    ] {
        assert!(document.bears_personal_id());
        assert_eq!(check_number(document, "056187004512"), Ok(()));
        let short = DocumentFault::PersonalId(PersonalIdFault::Length { actual: 9 });
        assert_eq!(check_number(document, "225123456"), Err(short));
        let letter = PersonalIdFault::NotADigit {
            position: 6,
            found: 'O',
        };
        let letter = Err(DocumentFault::PersonalId(letter));
        assert_eq!(check_number(document, "05618O004512"), letter);
    }
    assert_eq!(
        DocumentType::ALL
            .iter()
            .copied()
            .filter(|d| d.bears_personal_id())
            .count(),
        4
    );
}

#[test]
fn an_old_identity_card_has_9_or_12_digits() {
    let check = |number| check_number(DocumentType::Cmnd, number);
    assert_eq!(check("225123456"), Ok(()));
    assert_eq!(check("056187004512"), Ok(()));
    assert_eq!(check("22512345"), Err(DocumentFault::Cmnd { actual: 8 }));
    assert_eq!(check("2251234567"), Err(DocumentFault::Cmnd { actual: 10 }));
    assert_eq!(check(""), Err(DocumentFault::Cmnd { actual: 0 }));
    assert_eq!(
        check("22512345l"),
        Err(DocumentFault::NotADigit {
            position: 9,
            found: 'l'
        })
    );
}

#[test]
fn a_passport_has_4_to_10_letters_and_digits() {
    let check = |number| check_number(DocumentType::Passport, number);
    let length = |actual| {
        Err(DocumentFault::Length {
            min: 4,
            max: 10,
            actual,
        })
    };
    assert_eq!(check("AB12"), Ok(()));
    assert_eq!(check("C1234567"), Ok(()));
    assert_eq!(check("AB12345678"), Ok(()));
    assert_eq!(check("AB1"), length(3));
    assert_eq!(check("AB123456789"), length(11));
    assert_eq!(check(""), length(0));
    assert_eq!(
        check("C123-567"),
        Err(DocumentFault::Character {
            position: 5,
            found: '-'
        })
    );
    assert_eq!(
        check("Ð1234567"),
        Err(DocumentFault::Character {
            position: 1,
            found: 'Ð'
        })
    );
}

#[test]
fn licence_and_health_insurance_have_up_to_20_letters_and_digits() {
    for document in [DocumentType::DrivingLicence, DocumentType::HealthInsurance] {
        assert_eq!(check_number(document, "DN4791234567890"), Ok(()));
        assert_eq!(check_number(document, &"1".repeat(20)), Ok(()));
        let too_long = Err(DocumentFault::Length {
            min: 1,
            max: 20,
            actual: 21,
        });
        assert_eq!(check_number(document, &"1".repeat(21)), too_long);
        let nothing = Err(DocumentFault::Length {
            min: 1,
            max: 20,
            actual: 0,
        });
        assert_eq!(check_number(document, ""), nothing);
        let space = Err(DocumentFault::Character {
            position: 3,
            found: ' ',
        });
        assert_eq!(check_number(document, "12 3"), space);
    }
}

#[test]
fn birth_certificates_and_others_have_up_to_30_letters_digits_and_usual_signs() {
    for document in [DocumentType::BirthCertificate, DocumentType::Other] {
        assert_eq!(check_number(document, "SỐ 12/2010, QUYỂN 3"), Ok(()));
        assert_eq!(check_number(document, &"Ố".repeat(30)), Ok(()), "characters, not bytes");
        let too_long = Err(DocumentFault::Length {
            min: 1,
            max: 30,
            actual: 31,
        });
        assert_eq!(check_number(document, &"Ố".repeat(31)), too_long);
        let nothing = Err(DocumentFault::Length {
            min: 1,
            max: 30,
            actual: 0,
        });
        assert_eq!(check_number(document, ""), nothing);
        assert!(check_number(document, "   ").is_err());
        assert_eq!(check_number(document, "NA-0117.b (2)"), Ok(()));
        assert!(check_number(document, "=1+1").is_err() && check_number(document, "---").is_err());
        for hidden in [
            '\u{0}', '\n', '\u{7f}', '\u{202e}', '\u{feff}', '\u{ffff}', '<', '=', '"', '|',
        ] {
            let fault = Err(DocumentFault::Character {
                position: 2,
                found: hidden,
            });
            assert_eq!(check_number(document, &format!("1{hidden}2")), fault);
        }
    }
}

// docs/pages.md, "Masking": 0561•••••512 and 40•••••63
#[test]
fn a_masked_number_can_be_known_again_and_not_be_used() {
    assert_eq!(mask("056187004512"), "0561•••••512");
    assert_eq!(mask("401234563"), "40•••••63");
    assert_eq!(mask("C1234567"), "C1•••••67");
    assert_eq!(mask("C123456"), "•••••", "four of seven would be more than half");
    assert_eq!(mask("AB12"), "•••••");
    assert_eq!(mask(""), "•••••");
    assert_eq!(mask("SỐ 12 QUYỂN Ố"), "SỐ••••• Ố");
}

proptest! {
    #[test]
    fn normalising_twice_is_normalising_once(text in "\\PC{0,20}|[ -~]{0,20}") {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn a_mask_shows_at_most_half_or_the_seven_of_a_personal_number(text in "[A-Z0-9]{0,30}") {
        let shown = mask(&text).chars().filter(|&c| c != '•').count();
        let personal = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        prop_assert!(shown * 2 <= text.len() || (personal && shown == 7));
    }

    #[test]
    fn no_number_panics(text in "\\PC{0,40}") {
        for document in DocumentType::ALL.iter().copied() {
            if let Err(DocumentFault::Character { position, found }
                | DocumentFault::NotADigit { position, found }
                | DocumentFault::PersonalId(PersonalIdFault::NotADigit { position, found })) =
                check_number(document, &text)
            {
                prop_assert_eq!(text.chars().nth(position - 1), Some(found));
            }
        }
        let _ = mask(&text);
    }
}
