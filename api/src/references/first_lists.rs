//! The first version of the official lists, embedded in the binary (docs/rules.md, "Reference lists").

use super::entity::{area, reference_entry, reference_list};
use super::store;
use crate::crypto;
use crate::db::Tx;
use crate::error::{Error, Result};
use sea_orm::ActiveValue::Set;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use time::{Date, macros::date};

/// A list as a CSV file, with the columns that contain code and labels. All other columns become attributes.
struct Source {
    name: &'static str,
    csv: &'static str,
    code: &'static str,
    label: &'static str,
    label_en: Option<&'static str>,
    origin: &'static str,
    valid_from: Date,
}

macro_rules! csv {
    ($file:literal) => {
        include_str!(concat!("../../../data/", $file))
    };
}

/// The official lists are stored as printed, with their anomalies (`docs/rules.md`, "Reference lists"); corrections are
/// in `nationalities`, each with its number.
const SOURCES: &[Source] = &[
    Source {
        name: "birth_countries",
        csv: csv!("countries_birth_registration.csv"),
        code: "code",
        label: "name_vi",
        label_en: None,
        origin: "Quyết định 481/QĐ-UBND Khánh Hòa, Phụ lục 1",
        valid_from: date!(2018 - 03 - 01),
    },
    Source {
        name: "countries",
        csv: csv!("countries_iso3166.csv"),
        code: "alpha2",
        label: "name_en",
        label_en: None,
        origin: "Quyết định 481/QĐ-UBND Khánh Hòa, Phụ lục 2",
        valid_from: date!(2018 - 03 - 01),
    },
    Source {
        name: "birth_provinces",
        csv: csv!("provinces.csv"),
        code: "code",
        label: "name_vi",
        label_en: None,
        origin: "Quyết định 481/QĐ-UBND Khánh Hòa, Phụ lục 3",
        valid_from: date!(2018 - 03 - 01),
    },
    Source {
        name: "visa_symbols",
        csv: csv!("visa_symbols.csv"),
        code: "symbol",
        label: "description_vi",
        label_en: None,
        origin: "Quyết định 481/QĐ-UBND Khánh Hòa, Phụ lục 4",
        valid_from: date!(2018 - 03 - 01),
    },
    Source {
        name: "century_sex_digits",
        csv: csv!("id_century_gender.csv"),
        code: "digit",
        label: "sex",
        label_en: None,
        origin: "Quyết định 481/QĐ-UBND Khánh Hòa, Phụ lục 5",
        valid_from: date!(2018 - 03 - 01),
    },
    own("nationalities", csv!("nationalities.csv")),
    own("stay_reasons", csv!("stay_reasons.csv")),
    own("document_types", csv!("document_types.csv")),
    own("facility_kinds", csv!("facility_kinds.csv")),
    own("room_kinds", csv!("room_kinds.csv")),
    own("search_purposes", csv!("search_purposes.csv")),
];

/// The origin of the lists of this project.
const OWN: &str = "Lưu Trú";

const AREAS: &str = csv!("admin_units.csv");

/// The start of the two-tier local government.
const AREAS_VALID_FROM: Date = date!(2025 - 07 - 01);

const fn own(name: &'static str, csv: &'static str) -> Source {
    Source {
        name,
        csv,
        code: "code",
        label: "label",
        label_en: Some("label_en"),
        origin: OWN,
        valid_from: date!(2026 - 01 - 01),
    }
}

/// Loads areas and lists into an empty database; does nothing if they exist.
pub async fn load(tx: &Tx) -> Result<()> {
    if store::has_areas(tx).await? {
        return complete(tx).await;
    }
    load_areas(tx).await?;
    for source in SOURCES {
        load_list(tx, source.name, source.csv, source.origin, |row, position| {
            entry(source, row, position)
        })
        .await?;
    }
    Ok(())
}

/// Updates the project's own lists of an earlier release: it adds new entries, and adds missing attributes to existing
/// ones. Existing values are not changed, because an administrator may have edited them; the official lists remain as
/// printed.
async fn complete(tx: &Tx) -> Result<()> {
    let entries = store::entries(tx).await?;
    let mut known: HashMap<(&str, &str), &reference_entry::Model> = HashMap::new();
    for entry in &entries {
        known.insert((&entry.list, &entry.code), entry);
    }
    for source in SOURCES.iter().filter(|source| source.origin == OWN) {
        let of_list = entries.iter().filter(|entry| entry.list == source.name);
        let Some(mut position) = of_list.map(|entry| entry.position).max() else {
            continue;
        };
        let (mut new, mut is_changed) = (Vec::new(), false);
        for record in csv::Reader::from_reader(source.csv.as_bytes()).deserialize() {
            let mut row = entry(source, &record.map_err(Error::internal)?, 0);
            let Some(known) = known.get(&(source.name, row.code.as_ref().as_str())) else {
                position += 1;
                row.position = Set(position);
                new.push(row);
                continue;
            };
            let mut attributes = known.attributes.clone();
            if let (Some(own), Value::Object(first)) = (attributes.as_object_mut(), row.attributes.as_ref()) {
                for (name, value) in first {
                    own.entry(name.as_str()).or_insert_with(|| value.clone());
                }
            }
            if attributes != known.attributes {
                // A few entries, once for each release that adds attributes.
                is_changed = true;
                store::set_attributes(tx, (*known).clone(), attributes).await?;
            }
        }
        if !new.is_empty() {
            is_changed = true;
            store::add_entries(tx, new).await?;
        }
        if is_changed {
            let list = list_row(source.name, source.csv, source.origin);
            store::update_list(tx, list).await?;
        }
    }
    Ok(())
}

async fn load_areas(tx: &Tx) -> Result<()> {
    let mut rows = Vec::new();
    for record in csv::Reader::from_reader(AREAS.as_bytes()).deserialize() {
        let (code, name, kind, parent): (String, String, String, Option<String>) = record.map_err(Error::internal)?;
        let parent = parent.filter(|parent| !parent.is_empty());
        let path = parent
            .as_ref()
            .map_or_else(|| code.clone(), |parent| format!("{parent}.{code}"));
        rows.push(area::ActiveModel {
            name_search: Set(rules::name::fold(&name)),
            code: Set(code),
            name: Set(name),
            kind: Set(kind),
            parent_code: Set(parent),
            path: Set(path),
            valid_from: Set(AREAS_VALID_FROM),
            valid_to: Set(None),
        });
    }
    // Provinces first, because communes refer to them.
    rows.sort_by_key(|row| row.path.as_ref().len());
    store::add_areas(tx, rows).await?;
    let row = list_row("areas", AREAS, "Tổng cục Thống kê, 34 tỉnh và 3.321 xã từ 01/07/2025");
    store::add_list(tx, row).await
}

async fn load_list(
    tx: &Tx,
    name: &str,
    csv: &str,
    origin: &str,
    entry: impl Fn(&HashMap<String, String>, i32) -> reference_entry::ActiveModel,
) -> Result<()> {
    store::add_list(tx, list_row(name, csv, origin)).await?;
    let mut rows = Vec::new();
    for (record, position) in csv::Reader::from_reader(csv.as_bytes()).deserialize().zip(1..) {
        rows.push(entry(&record.map_err(Error::internal)?, position));
    }
    store::add_entries(tx, rows).await
}

fn list_row(name: &str, csv: &str, origin: &str) -> reference_list::ActiveModel {
    reference_list::ActiveModel {
        name: Set(name.to_owned()),
        version: Set(version_of(csv)),
        source: Set(origin.to_owned()),
    }
}

/// Returns the version of a list: the first 16 hex digits of the SHA-256 of its source.
pub fn version_of(source: &str) -> String {
    crypto::short_hex(&crypto::hash(source.as_bytes()))
}

fn entry(source: &Source, row: &HashMap<String, String>, position: i32) -> reference_entry::ActiveModel {
    let column = |name: &str| row.get(name).cloned().unwrap_or_default();
    let named = [Some(source.code), Some(source.label), source.label_en];
    let attributes: Map<String, Value> = row
        .iter()
        .filter(|(name, value)| !named.contains(&Some(name.as_str())) && !value.is_empty())
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    reference_entry::ActiveModel {
        list: Set(source.name.to_owned()),
        position: Set(position),
        code: Set(column(source.code)),
        label: Set(column(source.label)),
        label_en: Set(source.label_en.map(column).filter(|label| !label.is_empty())),
        attributes: Set(Value::Object(attributes)),
        valid_from: Set(source.valid_from),
        valid_to: Set(None),
    }
}
