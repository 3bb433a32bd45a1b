//! Areas and reference lists in memory: every notification is checked against them. Also the tiers that handle
//! dossiers: the admission of every request depends on them.

mod entity;
pub mod first_lists;
mod former_areas;
mod store;

use self::entity::area;
use self::former_areas::FormerArea;
use crate::db::Tx;
use crate::error::{Error, Result};
use dto::account::{AccountTier, AreaRef};
use dto::reference::{AreaOut, ReferenceEntryOut, ReferenceListOut};
use dto::{Lang, Lists, Timestamp};
use rules::country::CountryKind;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// The time for which a copy counts as current, in seconds.
const FRESH: i64 = 60;

/// The requirements for a kind of facility, from the list `facility_kinds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FacilityKindNeeds {
    /// A room plan, and a room for each stay.
    pub rooms: bool,
    /// Listed prices.
    pub prices: bool,
}

/// The lists at one moment.
pub struct References {
    loaded_at: Timestamp,
    areas: BTreeMap<String, Area>,
    former_areas: HashMap<String, Vec<FormerArea>>,
    parents: HashSet<String>,
    areas_version: String,
    lists: HashMap<String, ReferenceListOut>,
    codes: HashMap<String, HashMap<String, usize>>,
    handlers: HashSet<String>,
}

/// An administrative unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The folded name for searches.
    pub name_search: String,
    /// Its kind.
    pub kind: String,
    /// The code of the superior area; a province has none.
    pub parent_code: Option<String>,
    /// The codes from the province down to it, joined by dots.
    pub path: String,
}

impl From<area::Model> for Area {
    fn from(row: area::Model) -> Self {
        Self {
            code: row.code,
            name: row.name,
            name_search: row.name_search,
            kind: row.kind,
            parent_code: row.parent_code,
            path: row.path,
        }
    }
}

/// Returns whether the list of areas is loaded.
pub async fn has_areas(db: &impl ConnectionTrait) -> Result<bool> {
    store::has_areas(db).await
}

/// Locks an area until the transaction ends.
pub async fn hold_area(tx: &Tx, code: &str) -> Result<()> {
    store::hold_area(tx, code).await
}

impl References {
    /// Reads all areas and lists.
    pub async fn load(db: &impl ConnectionTrait, now: Timestamp) -> Result<Self> {
        let areas: BTreeMap<String, Area> = store::areas(db)
            .await?
            .into_iter()
            .map(|area| (area.code.clone(), area.into()))
            .collect();
        let parents = areas.values().filter_map(|area| area.parent_code.clone()).collect();
        let mut lists: HashMap<String, ReferenceListOut> = store::lists(db)
            .await?
            .into_iter()
            .map(|list| {
                let out = ReferenceListOut {
                    name: list.name.clone(),
                    list_version: list.version,
                    source: list.source,
                    items: vec![],
                };
                (list.name, out)
            })
            .collect();
        // The version includes the former names, so that clients with the list of an earlier release notice the new
        // one.
        let areas_version = lists
            .remove("areas")
            .map(|list| former_areas::version(&list.list_version))
            .unwrap_or_default();
        let entries = store::entries(db).await?;
        let mut codes: HashMap<String, HashMap<String, usize>> = HashMap::new();
        for entry in entries {
            let Some(list) = lists.get_mut(&entry.list) else {
                continue;
            };
            codes
                .entry(entry.list)
                .or_default()
                .entry(entry.code.clone())
                .or_insert(list.items.len());
            list.items.push(ReferenceEntryOut {
                code: entry.code,
                label: entry.label,
                label_en: entry.label_en,
                attributes: serde_json::from_value(entry.attributes).map_err(Error::internal)?,
                valid_from: entry.valid_from,
                valid_to: entry.valid_to,
            });
        }
        Ok(Self {
            loaded_at: now,
            areas,
            former_areas: former_areas::read()?,
            parents,
            areas_version,
            lists,
            codes,
            handlers: store::handlers(db).await?.into_iter().collect(),
        })
    }

    /// Returns whether this copy may still be used. An empty one may not: the lists are being loaded.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        !self.areas.is_empty() && (now.unix() - self.loaded_at.unix()).abs() < FRESH
    }

    /// Returns the version of the list of areas.
    pub fn areas_version(&self) -> &str {
        &self.areas_version
    }

    /// Returns all areas, by code.
    pub fn areas(&self) -> impl Iterator<Item = &Area> {
        self.areas.values()
    }

    /// Returns the area with that code.
    pub fn area(&self, code: &str) -> Option<&Area> {
        self.areas.get(code)
    }

    /// Returns the units of before 1 July 2025 that became part of it, as a whole or in part.
    pub fn former_areas(&self, code: &str) -> &[FormerArea] {
        self.former_areas.get(code).map_or(&[], Vec::as_slice)
    }

    /// Returns an area for an answer.
    pub fn area_out(&self, area: &Area) -> AreaOut {
        AreaOut {
            code: area.code.clone(),
            name: area.name.clone(),
            kind: area.kind.clone(),
            parent_code: area.parent_code.clone(),
            former_names: self
                .former_areas(&area.code)
                .iter()
                .map(|former| former.name.clone())
                .collect(),
        }
    }

    /// Returns whether the area has no areas below it.
    pub fn is_leaf(&self, code: &str) -> bool {
        !self.parents.contains(code)
    }

    /// Returns an area with its name, for an answer.
    pub fn area_ref(&self, code: &str) -> AreaRef {
        let area = self.areas.get(code);
        let top = area
            .and_then(|area| area.path.split('.').next())
            .and_then(|top| self.areas.get(top));
        AreaRef {
            code: code.to_owned(),
            name: area.map(|area| area.name.clone()).unwrap_or_default(),
            province_name: top.map(|top| top.name.clone()).unwrap_or_default(),
        }
    }

    /// Returns the name of the police unit of an area, which facilities contact.
    pub fn police_unit(&self, code: &str) -> String {
        let name = self.areas.get(code).map(|area| area.name.as_str()).unwrap_or_default();
        let mut letters = name.chars();
        // "Phường Nha Trang" → "Công an phường Nha Trang".
        letters.next().map_or_else(String::new, |first| {
            format!("Công an {}{}", first.to_lowercase(), letters.as_str())
        })
    }

    /// Returns whether some type of procedure names the tier as its handler.
    pub fn handles_dossiers(&self, tier: AccountTier) -> bool {
        self.handlers.contains(&tier.to_string())
    }

    /// Returns a list.
    pub fn list(&self, name: &str) -> Option<&ReferenceListOut> {
        self.lists.get(name)
    }

    /// Returns an entry of a list; of two with the same code, the first.
    pub fn entry(&self, list: &str, code: &str) -> Option<&ReferenceEntryOut> {
        let index = self.codes.get(list)?.get(code)?;
        self.lists.get(list)?.items.get(*index)
    }

    /// Returns the label of an entry in a language, where the list has that one; of an unknown entry, its code.
    pub fn label(&self, list: &str, code: &str, lang: Lang) -> String {
        let entry = self.entry(list, code);
        let label = entry.map(|entry| match (lang, &entry.label_en) {
            (Lang::En, Some(label)) => label.clone(),
            (Lang::En | Lang::Vi, _) => entry.label.clone(),
        });
        label.unwrap_or_else(|| code.to_owned())
    }

    /// Returns the requirements for a kind of facility; of an unknown kind, none.
    pub fn needs(&self, facility_kind: &str) -> FacilityKindNeeds {
        let attribute = |name: &str| {
            self.entry("facility_kinds", facility_kind)
                .is_some_and(|entry| entry.attributes.get(name).is_some_and(|value| value == "yes"))
        };
        FacilityKindNeeds {
            rooms: attribute("needs_rooms"),
            prices: attribute("needs_prices"),
        }
    }
}

/// The lists, for checks without the rooms of a facility.
impl Lists for References {
    fn country(&self, code: &str) -> Option<CountryKind> {
        let entry = self.entry("nationalities", code)?;
        Some(CountryKind::from_attribute(
            entry.attributes.get("kind").map(String::as_str),
        ))
    }

    fn visa_symbol(&self, symbol: &str) -> bool {
        self.entry("visa_symbols", symbol).is_some()
    }

    fn reason(&self, code: &str) -> bool {
        self.entry("stay_reasons", code).is_some()
    }

    fn room(&self, _: Uuid) -> bool {
        true
    }

    fn needs_room(&self) -> bool {
        false
    }
}
