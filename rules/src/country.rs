//! Two-letter and three-letter codes of countries.
//!
//! Appendix 2 (KH-A2) has two letters, passports and the national portal have three.

/// ISO 3166-1 as of 2026, and what the sources have besides: AN and CS, withdrawn but still in
/// Appendix 2, and Kosovo, which has no code of ISO but issues passports as `RKS`.
const CODES: &str = include_str!("../data/country_codes.csv");

/// Three letters for two, in any case: `VN` is `VNM`.
pub fn alpha3(alpha2: &str) -> Option<&'static str> {
    pairs()
        .find(|(two, _)| two.eq_ignore_ascii_case(alpha2))
        .map(|(_, three)| three)
}

/// The three letters under which the immigration site knows a nationality (research/peers.md 2.1): those of ISO 3166-1.
/// None for what the list has from before: no State issues passports under these any more.
pub fn immigration_code(alpha2: &str) -> Option<&'static str> {
    alpha3(alpha2).filter(|code| !["ANT", "SCG"].contains(code))
}

/// Two letters for three, in any case: `POL` is `PL`.
pub fn alpha2(alpha3: &str) -> Option<&'static str> {
    pairs()
        .find(|(_, three)| three.eq_ignore_ascii_case(alpha3))
        .map(|(two, _)| two)
}

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.lines().skip(1).filter_map(|line| line.split_once(','))
}
