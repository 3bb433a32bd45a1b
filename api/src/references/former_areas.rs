//! The units of before 1 July 2025 by today's unit: people still use the former name of their ward.

use super::first_lists::version_of;
use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::HashMap;

/// The resolutions 1667/NQ-UBTVQH15 (Khánh Hòa) and 1673/NQ-UBTVQH15 (Lào Cai), clause by clause (docs/decisions/law.md, "Former communes").
const UNITS: &str = include_str!("../../../data/former_areas.csv");

/// A unit of before 1 July 2025.
#[derive(Debug, PartialEq, Eq)]
pub struct FormerArea {
    /// Its name for display: with its district, and whether only a part of it came to this unit.
    pub name: String,
    /// The folded name for searches.
    search: String,
}

impl FormerArea {
    /// Returns whether each of these folded words is the beginning of a word in its name or district.
    pub fn has(&self, words: &str) -> bool {
        words
            .split(' ')
            .all(|word| self.search.split([' ', ',']).any(|own| own.starts_with(word)))
    }
}

#[derive(Deserialize)]
struct Row {
    area_code: String,
    former_name: String,
    district: String,
    share: Share,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Share {
    Whole,
    Part,
}

/// Returns the former units, by the code of today's area.
pub fn read() -> Result<HashMap<String, Vec<FormerArea>>> {
    let mut units: HashMap<String, Vec<FormerArea>> = HashMap::new();
    for row in csv::Reader::from_reader(UNITS.as_bytes()).deserialize() {
        let row: Row = row.map_err(Error::internal)?;
        let part = if row.share == Share::Part {
            " (một phần)"
        } else {
            ""
        };
        let name = format!("{}, {}", row.former_name, row.district);
        units.entry(row.area_code).or_default().push(FormerArea {
            search: rules::name::fold(&name),
            name: format!("{name}{part}"),
        });
    }
    Ok(units)
}

/// Returns the version of a list of areas together with their former names.
pub fn version(areas: &str) -> String {
    version_of(&format!("{areas}{UNITS}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn named(code: &str) -> Vec<String> {
        let units = read().unwrap().remove(code).unwrap_or_default();
        units.into_iter().map(|unit| unit.name).collect()
    }

    #[test]
    fn each_unit_of_the_two_provinces_has_its_former_ones_and_each_of_those_its_new_ones() {
        let areas = include_str!("../../../data/admin_units.csv");
        let of = |province: &str| -> HashSet<String> {
            let rows = csv::Reader::from_reader(areas.as_bytes()).into_records();
            rows.map(Result::unwrap)
                .filter(|row| &row[3] == province)
                .map(|row| row[0].to_owned())
                .collect()
        };
        let units = read().unwrap();
        // 132 and 62 units became 65; 151 and 168 became 99.
        for (province, of_today, before) in [("56", 65, 194), ("15", 99, 319)] {
            let today = of(province);
            assert_eq!(today.len(), of_today);
            let former: Vec<_> = today.iter().flat_map(|code| &units[code]).collect();
            let names: HashSet<_> = former
                .iter()
                .map(|unit| unit.name.trim_end_matches(" (một phần)"))
                .collect();
            assert_eq!(names.len(), before, "{province}");
            for name in names {
                let shares: Vec<_> = former.iter().filter(|unit| unit.name.starts_with(name)).collect();
                let is_divided = shares.iter().all(|unit| unit.name.ends_with(" (một phần)"));
                assert_eq!(shares.len() > 1, is_divided, "{name}");
            }
        }
        assert_eq!(units.len(), 65 + 99);
    }

    #[test]
    fn a_former_unit_is_told_with_its_district_and_whether_it_was_divided() {
        assert_eq!(
            named("22366"),
            [
                "phường Vạn Thạnh, TP Nha Trang",
                "phường Lộc Thọ, TP Nha Trang",
                "phường Vĩnh Nguyên, TP Nha Trang",
                "phường Tân Tiến, TP Nha Trang",
                "phường Phước Hòa, TP Nha Trang",
            ]
        );
        let suoi_dau = named("22708");
        assert_eq!(
            (suoi_dau[0].as_str(), suoi_dau[1].as_str()),
            ("xã Suối Cát, huyện Cam Lâm", "xã Cam Hòa, huyện Cam Lâm (một phần)")
        );
        // Two wards with one name, in two towns.
        for (code, name) in [
            ("02674", "phường Nam Cường, TP Lào Cai"),
            ("04273", "phường Nam Cường, TP Yên Bái"),
        ] {
            assert!(named(code).iter().any(|own| own == name), "{code}: {:?}", named(code));
        }
        assert!(named("00070").is_empty());
    }

    #[test]
    fn words_are_looked_for_where_words_begin() {
        let units = read().unwrap();
        let bac_nha_trang = &units["22333"];
        let found = |words: &str| bac_nha_trang.iter().filter(|unit| unit.has(words)).count();
        assert_eq!(
            (found("vinh hai"), found("vinh hai nha trang"), found("loc tho")),
            (1, 1, 0)
        );
        // Vĩnh Thái belongs to another unit, and its name ends in the letters of Hải.
        assert!(!units["22402"].iter().any(|unit| unit.has("vinh hai")));
    }
}
