use rules::country::{alpha2, alpha3, immigration_code};
use rules::foreigner::{
    EntryFault, ExpiryFault, PermitFault, check_entry, check_expiry, check_permit, check_permit_covers, is_foreign,
};
use time::macros::date;

const APPENDIX_2: &str = include_str!("../../../data/countries_iso3166.csv");

// KH-11.2c1; docs/pages.md, case 9
#[test]
fn a_permit_lasts_to_the_end_of_its_day() {
    let until = date!(2026 - 11 - 21);
    assert_eq!(check_permit(until, date!(2026 - 11 - 20)), Ok(()));
    assert_eq!(check_permit(until, date!(2026 - 11 - 21)), Ok(()));
    let ended = Err(PermitFault::EndedBeforeArrival { days: 1 });
    assert_eq!(check_permit(until, date!(2026 - 11 - 22)), ended);
    let over_new_year = check_permit(date!(2026 - 12 - 31), date!(2027 - 01 - 02));
    assert_eq!(over_new_year, Err(PermitFault::EndedBeforeArrival { days: 2 }));
}

// KH-11.2c1
#[test]
fn a_permit_may_end_during_the_stay() {
    let (arrival, until) = (date!(2026 - 11 - 20), date!(2026 - 11 - 22));
    assert_eq!(check_permit_covers(until, arrival, date!(2026 - 11 - 22)), Ok(()));
    let short = Err(PermitFault::EndsBeforeDeparture { days: 1 });
    assert_eq!(check_permit_covers(until, arrival, date!(2026 - 11 - 23)), short);
    let ended = Err(PermitFault::EndedBeforeArrival { days: 1 });
    assert_eq!(
        check_permit_covers(until, date!(2026 - 11 - 23), date!(2026 - 11 - 25)),
        ended
    );
}

// KH-11.2c1
#[test]
fn entry_is_not_after_arrival_and_papers_not_expired_before_it() {
    let arrival = date!(2026 - 11 - 20);
    assert_eq!(check_entry(arrival, arrival), Ok(()));
    assert_eq!(
        check_entry(date!(2026 - 11 - 21), arrival),
        Err(EntryFault::AfterArrival)
    );
    assert_eq!(check_expiry(arrival, arrival), Ok(()));
    assert_eq!(
        check_expiry(date!(2026 - 11 - 19), arrival),
        Err(ExpiryFault::ExpiredBeforeArrival)
    );
}

// KH-11.2c1
#[test]
fn every_nationality_but_vietnamese_is_foreign() {
    assert!(!is_foreign("VN"));
    assert!(!is_foreign(" vn "));
    assert!(!is_foreign(""), "not known yet");
    assert!(is_foreign("PL"));
    assert!(is_foreign("XX"));
}

// KH-A2, A-09, A-12: every row of Appendix 2, withdrawn codes and the Vatican twice included
#[test]
fn every_country_of_appendix_2_has_three_letters_and_back() {
    let mut rows = 0;
    for row in APPENDIX_2.lines().skip(1) {
        let two = row.rsplit(',').next().unwrap();
        let three = alpha3(two).unwrap_or_else(|| panic!("{row}"));
        assert_eq!(three.len(), 3, "{row}");
        assert_eq!(alpha2(three), Some(two), "{row}");
        rows += 1;
    }
    assert_eq!(rows, 241);
}

// what Appendix 2 lacks
#[test]
fn countries_that_appendix_2_lacks_are_known() {
    for (two, three) in [
        ("RS", "SRB"),
        ("ME", "MNE"),
        ("SS", "SSD"),
        ("CW", "CUW"),
        ("XK", "RKS"),
    ] {
        assert_eq!(alpha3(two), Some(three));
        assert_eq!(alpha2(three), Some(two));
    }
    assert_eq!(alpha3("vn"), Some("VNM"));
    assert_eq!(alpha2("pol"), Some("PL"));
    assert_eq!(alpha3("ZZ"), None);
    assert_eq!(alpha2("UTO"), None);
    assert_eq!(alpha2(""), None);
}

// KH-11.2c2, A-12: the site knows ISO's three letters, Kosovo's passports, and no State that is no more
#[test]
fn a_nationality_has_its_code_at_the_immigration_site_or_none() {
    for (two, three) in [("DE", "DEU"), ("CZ", "CZE"), ("XK", "RKS"), ("RS", "SRB")] {
        assert_eq!(immigration_code(two), Some(three));
    }
    for gone in ["AN", "CS", "ZZ", ""] {
        assert_eq!(immigration_code(gone), None, "{gone}");
    }
}
