//! Visa symbols in a few words. The official text (KH-A4) has several lines for some: the list contains it and it is
//! printed; at the desk a receptionist needs a short text beside the symbol.

use crate::lists::label_of;
use crate::t;
use dto::reference::ReferenceEntryOut;

/// Returns the text beside the symbol: our own, or the official text of a symbol added to the list since.
pub fn in_a_few_words(entry: &ReferenceEntryOut) -> &str {
    short_name(&entry.code).map_or_else(|| label_of(entry), |name| name())
}

fn short_name(symbol: &str) -> Option<fn() -> &'static str> {
    let name: fn() -> &'static str = match symbol {
        "NG1" => || t!(visa.ng1),
        "NG2" => || t!(visa.ng2),
        "NG3" => || t!(visa.ng3),
        "NG4" => || t!(visa.ng4),
        "LV1" => || t!(visa.lv1),
        "LV2" => || t!(visa.lv2),
        "ĐT" => || t!(visa.dt),
        "DN" => || t!(visa.dn),
        "NN1" => || t!(visa.nn1),
        "NN2" => || t!(visa.nn2),
        "NN3" => || t!(visa.nn3),
        "DH" => || t!(visa.dh),
        "HN" => || t!(visa.hn),
        "PV1" => || t!(visa.pv1),
        "PV" => || t!(visa.pv),
        "LĐ" => || t!(visa.ld),
        "DL" => || t!(visa.dl),
        "TT" => || t!(visa.tt),
        "VR" => || t!(visa.vr),
        "SQ" => || t!(visa.sq),
        _ => return None,
    };
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn every_symbol_of_the_official_list_has_a_short_name() {
        let printed = include_str!("../../../data/visa_symbols.csv");
        let symbols: Vec<&str> = printed
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').next())
            .collect();
        assert_eq!(symbols.len(), 20);
        for symbol in symbols {
            assert!(short_name(symbol).is_some(), "{symbol}");
        }
        assert!(short_name("EV").is_none());
    }
}
