//! The first calendar and the first procedure types, embedded in the binary.

use super::entity::procedure_type::{self, FiledBy};
use super::{calendar, store};
use crate::db::{Coded, Tx};
use crate::error::{Error, Result};
use dto::calendar::{CalendarDay, CalendarDayKind};
use rules::procedure::Kind;
use sea_orm::ActiveValue::Set;
use serde::Deserialize;
use std::collections::BTreeMap;
use time::Date;

const CALENDAR: &str = include_str!("../../../data/calendar.csv");
const TYPES: &str = include_str!("../../../data/procedure_types.json");

/// A procedure type in the embedded file; its terms are in the profile.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstType {
    id: String,
    kind: Kind,
    title: String,
    title_en: String,
    handled_by: String,
    filed_by: FiledBy,
    confirmed_by_mail: bool,
    form: Option<String>,
    number_prefix: String,
}

/// Adds the missing years, and updates the types to the definitions of this release. Data entered by an administrator
/// and the running numbers are not changed.
pub async fn load(tx: &Tx) -> Result<()> {
    load_calendar(tx).await?;
    load_types(tx).await
}

async fn load_calendar(tx: &Tx) -> Result<()> {
    let mut years: BTreeMap<i32, Vec<CalendarDay>> = BTreeMap::new();
    for record in csv::Reader::from_reader(CALENDAR.as_bytes()).deserialize() {
        let (date, kind, name, source): (Date, CalendarDayKind, String, String) = record.map_err(Error::internal)?;
        years.entry(date.year()).or_default().push(CalendarDay {
            date,
            kind,
            name,
            source,
        });
    }
    // The day of the list's compilation.
    let drawn_up = time::macros::datetime!(2026-11-21 00:00 UTC).into();
    for (year, days) in years {
        calendar::service::add_first(tx, year, &days, drawn_up).await?;
    }
    Ok(())
}

async fn load_types(tx: &Tx) -> Result<()> {
    let types: Vec<FirstType> = serde_json::from_str(TYPES).map_err(Error::internal)?;
    for first in types {
        let row = procedure_type::ActiveModel {
            id: Set(first.id),
            kind: Set(Coded(first.kind)),
            title: Set(first.title),
            title_en: Set(first.title_en),
            handled_by: Set(first.handled_by),
            filed_by: Set(Coded(first.filed_by)),
            confirmed_by_mail: Set(first.confirmed_by_mail),
            term_amount: Set(None),
            term_unit: Set(None),
            remind_hours: Set(None),
            form: Set(first.form),
            number_prefix: Set(first.number_prefix),
            last_number: Set(0),
        };
        store::put_procedure(tx, row).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dto::account::AccountTier;
    use rules::profile::Profile;

    #[test]
    fn every_profile_has_the_terms_of_every_type_and_every_handler_is_a_tier() {
        let types: Vec<FirstType> = serde_json::from_str(TYPES).unwrap();
        let profiles = [
            include_str!("../../../profiles/khanh-hoa.toml"),
            include_str!("../../../profiles/lao-cai.toml"),
        ];
        for profile in profiles {
            let profile: Profile = toml::from_str(profile).unwrap();
            for first in &types {
                assert!(profile.procedures.contains_key(&first.id), "{}", first.id);
                let handler = AccountTier::from_name(&first.handled_by);
                assert!(handler.is_some_and(|tier| tier.exists(&profile)), "{}", first.id);
            }
        }
    }
}
