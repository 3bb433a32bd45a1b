//! Facilities: their data, rooms and listed prices.

use crate::Timestamp;
use crate::account::AreaRef;
use crate::check::{CheckContext, Checked, plain_text, validator_errors};
use crate::price::PriceOut;
use crate::problem::{FieldCode, FieldError};
use rules::unicode;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use time::Date;
use uuid::Uuid;
use validator::Validate;

/// Maximum number of rooms of one facility.
pub const MAX_ROOMS: usize = 2_000;

/// A facility (cơ sở lưu trú).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityOut {
    /// The id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The code of its kind in the list `facility_kinds` (KH-3f, KH-3g).
    #[cfg_attr(feature = "openapi", schema(example = "hotel"))]
    pub kind: String,
    /// Whether it is tourist accommodation (KH-M1.3).
    pub tourist: bool,
    /// Its area.
    pub area: AreaRef,
    /// Street and number.
    pub address: String,
    /// The registered telephone.
    pub phone: String,
    /// The registered e-mail address.
    pub email: String,
    /// Legal representative or head of household.
    pub representative: String,
    /// The tax code as the facility declares it; the tax authority has its own (KH-14.4-1).
    pub declared_tax_code: Option<String>,
    /// When it started to operate (KH-M1.6).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub started_on: Option<Date>,
    /// The rooms in use, sorted by floor and name.
    pub rooms: Vec<RoomOut>,
    /// The current and future listed prices.
    pub prices: Vec<PriceOut>,
    /// The progress of the set-up.
    pub setup: SetupOut,
    /// The first day of an announced suspension (LC-11.9d, KH-17.2).
    #[serde(default, with = "crate::date::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub suspended_on: Option<Date>,
    /// The first day on which it operates again.
    #[serde(default, with = "crate::date::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub restarts_on: Option<Date>,
    /// The day from which it is closed or belongs to another legal entity.
    #[serde(default, with = "crate::date::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub closes_on: Option<Date>,
    /// The version; send it back with a change.
    pub version: i32,
}

/// What the set-up still needs (LC-7.1b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetupOut {
    /// Whether the facility's own data are confirmed.
    pub data_done: bool,
    /// Whether there is a room plan, or the kind needs none.
    pub rooms_done: bool,
    /// Whether there is a listed price, or the kind needs none.
    pub prices_done: bool,
    /// Whether all steps are complete.
    pub complete: bool,
    /// Whether this kind of facility has to have a room plan.
    pub needs_rooms: bool,
    /// Whether this kind of facility has to list prices.
    pub needs_prices: bool,
    /// The numbers that the facility declared in its application; `getFacility` returns them to the facility itself
    /// while it has no room plan.
    #[serde(default)]
    pub declared_rooms: Option<DeclaredRooms>,
}

/// Rooms and beds, as declared in an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeclaredRooms {
    /// Number of rooms.
    #[cfg_attr(feature = "openapi", schema(example = 48))]
    pub rooms: u16,
    /// Number of beds, where it was declared.
    #[cfg_attr(feature = "openapi", schema(example = 96))]
    pub beds: Option<u16>,
}

/// A room (buồng phòng).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomOut {
    /// The id; it does not change when the room is renamed.
    pub id: Uuid,
    /// The floor.
    pub floor: i16,
    /// The name of the room, as on its door.
    #[cfg_attr(feature = "openapi", schema(example = "402"))]
    pub name: String,
    /// The kind of room, in the facility's own words.
    #[cfg_attr(feature = "openapi", schema(example = "Gia đình"))]
    pub kind: String,
    /// Number of beds.
    pub beds: i16,
}

/// Change the facility's data. A field that is absent does not change.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FacilityPatch {
    /// The version that the change starts from.
    pub version: i32,
    /// The name.
    #[validate(length(min = 1, max = 160), custom(function = "plain_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 160))]
    pub name: Option<String>,
    /// Street and number.
    #[validate(length(min = 1, max = 200), custom(function = "plain_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub address: Option<String>,
    /// The registered telephone.
    #[validate(custom(function = "crate::check::phone"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 32, example = "0258 000 0113"))]
    pub phone: Option<String>,
    /// The registered e-mail address.
    #[validate(custom(function = "crate::check::email"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 160, format = Email))]
    pub email: Option<String>,
    /// Legal representative or head of household.
    #[validate(length(min = 1, max = 120), custom(function = "plain_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120))]
    pub representative: Option<String>,
    /// The tax code as the facility declares it: 10 or 12 digits, or 10 and 3 for a branch.
    #[validate(length(min = 1, max = 14), custom(function = "plain_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 14))]
    pub declared_tax_code: Option<String>,
    /// When it started to operate.
    #[serde(default, with = "crate::date::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub started_on: Option<Date>,
}

/// The room plan (sơ đồ phòng), whole: it replaces the current one.
#[derive(Debug, Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoomPlanIn {
    /// The version of the facility that the plan starts from.
    pub version: i32,
    /// Every room in use. A room that is absent is retired; stays keep its name.
    #[serde(deserialize_with = "crate::object::list")]
    #[validate(length(max = 2000), nested)]
    #[cfg_attr(feature = "openapi", schema(max_items = 2000))]
    pub rooms: Vec<RoomIn>,
}

/// A room of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoomIn {
    /// The id of an existing room; when it is absent, the existing room with the same name is taken, else a new one is
    /// created.
    pub id: Option<Uuid>,
    /// The floor, from −5 to 200.
    #[validate(range(min = -5, max = 200))]
    #[cfg_attr(feature = "openapi", schema(minimum = -5, maximum = 200))]
    pub floor: i16,
    /// The name of the room, as on its door, unique within a facility.
    #[validate(length(min = 1, max = 20), custom(function = "plain_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20, example = "402"))]
    pub name: String,
    /// The kind of room, in the facility's own words.
    #[validate(length(min = 1, max = 60), custom(function = "plain_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, example = "Gia đình"))]
    pub kind: String,
    /// Number of beds.
    #[validate(range(min = 1, max = 100))]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100))]
    pub beds: i16,
}

impl Checked for FacilityPatch {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut errors = validator_errors(&self);
        let blank = |text: &Option<String>| {
            text.as_ref()
                .is_some_and(|text| !text.is_empty() && rules::name::normalise(text).is_empty())
        };
        for (pointer, field) in [
            ("/name", &self.name),
            ("/address", &self.address),
            ("/representative", &self.representative),
            ("/declared_tax_code", &self.declared_tax_code),
        ] {
            if blank(field) {
                errors.push(FieldError::new(pointer, FieldCode::Required));
            }
        }
        if self
            .declared_tax_code
            .as_deref()
            .is_some_and(|code| !is_tax_code(code.trim()))
        {
            errors.push(FieldError::new("/declared_tax_code", FieldCode::TaxCodeMalformed));
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// 10 digits, 12 for a person, or 10 and 3 of a branch (Circular 86/2024/TT-BTC).
pub(crate) fn is_tax_code(code: &str) -> bool {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    match code.split_once('-') {
        Some((head, branch)) => digits(head, 10) && digits(branch, 3),
        None => digits(code, 10) || digits(code, 12) || digits(code, 13),
    }
}

impl Checked for RoomPlanIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut errors = validator_errors(&self);
        let (mut names, mut ids) = (HashSet::new(), HashSet::new());
        for (index, room) in self.rooms.iter().enumerate() {
            for (field, text) in [("name", &room.name), ("kind", &room.kind)] {
                if !text.is_empty() && rules::name::normalise(text).is_empty() {
                    errors.push(FieldError::new(format!("/rooms/{index}/{field}"), FieldCode::Required));
                }
            }
            if !names.insert(unicode::small(&rules::name::normalise(&room.name))) {
                errors.push(FieldError::new(format!("/rooms/{index}/name"), FieldCode::Duplicate));
            }
            if room.id.is_some_and(|id| !ids.insert(id)) {
                errors.push(FieldError::new(format!("/rooms/{index}/id"), FieldCode::Duplicate));
            }
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// A facility in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilitySummary {
    /// The id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The code of its kind in the list `facility_kinds`.
    pub kind: String,
    /// Its area.
    pub area: AreaRef,
    /// Street and number.
    pub address: String,
    /// The registered telephone, to call.
    pub phone: String,
    /// Whether set-up is complete.
    pub setup_complete: bool,
    /// When its data, rooms, prices or announced changes were last changed.
    pub updated_at: Timestamp,
}

/// A page of facilities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityPage {
    /// The facilities.
    pub items: Vec<FacilitySummary>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}
