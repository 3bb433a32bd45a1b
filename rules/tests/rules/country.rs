use rules::country::{CodeWarning, CountryKind, Told, alpha2, alpha3, immigration_code, told, usual_issuer};
use rules::document::DocumentType;

#[expect(clippy::unnecessary_wraps, reason = "compared with what is told")]
fn sure(code: &'static str) -> Option<Told> {
    Some(Told::Nationality { code, warning: None })
}

#[expect(clippy::unnecessary_wraps, reason = "compared with what is told")]
fn warned(code: &'static str, warning: CodeWarning) -> Option<Told> {
    Some(Told::Nationality {
        code,
        warning: Some(warning),
    })
}

// scanner-names-imports 4, hostile 13: ICAO 9303-3, section 5
#[test]
fn every_code_of_a_document_is_understood() {
    for (code, ours) in [
        ("VNM", "VN"),
        ("vn", "VN"),
        ("D", "DE"),
        ("D<<", "DE"),
        ("DEU", "DE"),
        ("XXA", "XA"),
        ("XXB", "XB"),
        ("XXC", "XC"),
        ("XXX", "XN"),
        ("XU", "XU"),
        ("RKS", "XK"),
        ("XKX", "XK"),
        ("XXK", "XK"),
        ("ROM", "RO"),
    ] {
        assert_eq!(told(code), sure(ours), "{code}");
    }
    for code in ["GBD", "GBN", "GBO", "GBP", "GBS"] {
        assert_eq!(told(code), warned("GB", CodeWarning::KindOfBritish), "{code}");
    }
    assert_eq!(told("GBR"), sure("GB"));
    assert_eq!(told("UNK"), warned("XK", CodeWarning::ResidentOfKosovo));
    for (code, ours) in [
        ("UNO", "UN"),
        ("UNA", "UN"),
        ("UN", "UN"),
        ("EUE", "EU"),
        ("XPO", "XP"),
        ("XOM", "XM"),
        ("XBA", "XO"),
    ] {
        assert_eq!(told(code), Some(Told::Organisation { code: ours }), "{code}");
    }
    for code in ["", "<<<", "ZZZ", "ZZ", "XX", "VIE", "Việt Nam", "X", "XXD"] {
        assert_eq!(told(code), None, "{code}");
    }
}

#[test]
fn two_and_three_letters_stand_for_each_other() {
    assert_eq!((alpha3("vn"), alpha2("vnm")), (Some("VNM"), Some("VN")));
    assert_eq!((alpha3("XA"), alpha2("RKS")), (Some("XXA"), Some("XK")));
    assert_eq!(alpha3("XU"), None, "no document says undetermined in three letters");
}

// KH-11.2c1: whoever has no State is a foreigner too, and told to the immigration site
#[test]
fn the_immigration_site_hears_of_people_without_a_state() {
    assert_eq!(immigration_code("XA"), Some("XXA"));
    assert_eq!(immigration_code("XB"), Some("XXB"));
    assert_eq!(immigration_code("AN"), None);
    assert_eq!(immigration_code("XU"), None);
}

#[test]
fn an_issuer_that_nobody_named_is_the_usual_one_or_none() {
    assert_eq!(usual_issuer(DocumentType::Cccd, "VN"), Some("VN"));
    assert_eq!(usual_issuer(DocumentType::IdentityCertificate, "XU"), Some("VN"));
    assert_eq!(usual_issuer(DocumentType::Passport, "KR"), Some("KR"));
    assert_eq!(usual_issuer(DocumentType::Passport, "XA"), None);
}

#[test]
fn an_entry_of_the_list_is_a_state_unless_it_says_otherwise() {
    assert_eq!(CountryKind::from_attribute(None), CountryKind::State);
    assert_eq!(
        CountryKind::from_attribute(Some("without_state")),
        CountryKind::WithoutState
    );
    assert_eq!(
        CountryKind::from_attribute(Some("organisation")),
        CountryKind::Organisation
    );
    assert_eq!(
        CountryKind::from_attribute(Some("no_nationals")),
        CountryKind::NoNationals
    );
}

/// Our list and the codes that are known here say the same.
#[test]
fn the_list_of_nationalities_and_the_codes_agree() {
    let list = include_str!("../../../data/nationalities.csv");
    let mut rows = 0;
    for line in list.lines().skip(1) {
        // No label has a comma in quotes before the third column.
        let mut columns = line.split(',');
        let (code, three) = (columns.next().unwrap(), columns.next().unwrap());
        let expected_three = (!three.is_empty()).then_some(three);
        assert_eq!(alpha3(code), expected_three, "{code}");
        let Some(Told::Nationality { code: ours, .. } | Told::Organisation { code: ours }) = told(code) else {
            panic!("{code} is not understood");
        };
        assert_eq!(ours, code);
        rows += 1;
    }
    assert!(rows > 250);
}
