//! Tests of the regulations, against the profiles that are shipped. Each names the ids it proves.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod arrival;
mod birth;
mod citizen_qr;
mod correction;
mod date_parts;
mod deadline;
mod document;
mod foreigner;
mod health_card;
mod length;
mod login;
mod mrz_scan;
mod name;
mod nights;
mod nights_laws;
mod overlap;
mod password;
mod personal_id;
mod procedure;
mod profile;
mod retention;
mod scan;
#[cfg(feature = "openapi")]
mod schema;
mod tiers;
mod working_time;
mod zone;

/// What several of the modules need.
mod given {
    use proptest::prelude::*;
    use rules::profile::Profile;
    use time::{Date, OffsetDateTime};

    pub const KHANH_HOA: &str = include_str!("../../../profiles/khanh-hoa.toml");
    pub const LAO_CAI: &str = include_str!("../../../profiles/lao-cai.toml");

    /// Texts as hand scanners type them; all people invented.
    pub fn scan(name: &str) -> String {
        let all: serde_json::Value = serde_json::from_str(include_str!("../fixtures/scans.json")).unwrap();
        all[name].as_str().unwrap().to_owned()
    }

    pub fn khanh_hoa() -> Profile {
        toml::from_str(KHANH_HOA).unwrap()
    }

    pub fn lao_cai() -> Profile {
        toml::from_str(LAO_CAI).unwrap()
    }

    /// A whole second of the years 2018 to 2100: as long as the first regulation applies, and on.
    pub fn instant() -> impl Strategy<Value = OffsetDateTime> {
        (1_519_837_200_i64..4_102_444_800).prop_map(|seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap())
    }

    /// A day of the years 1900 to 2100.
    pub fn day() -> impl Strategy<Value = Date> {
        (2_415_021_i32..=2_488_434).prop_map(|day| Date::from_julian_day(day).unwrap())
    }
}
