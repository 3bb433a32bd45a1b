//! The register of stays received (sổ tiếp nhận lưu trú, LC-3.2-2).

use super::output::StaySummary;
use crate::account::AreaRef;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// Most days of one register.
pub const MOST_DAYS: i64 = 31;

/// A part of the register, in the order in which the stays were notified.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterOut {
    /// What it is the register of.
    pub place: RegisterPlace,
    /// First day on which the stays were notified.
    #[serde(with = "crate::date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// Last day on which they were notified.
    #[serde(with = "crate::date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
    /// How many lines the whole register has.
    pub counts: RegisterCounts,
    /// How many lines fit into a file.
    pub limits: RegisterLimits,
    /// The lines of this page.
    pub items: Vec<RegisterLine>,
    /// Ask again with this as `cursor` for the next page; null on the last one.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// The whole register in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterCounts {
    /// Its lines.
    pub total: u64,
    /// Those of them that were notified late.
    pub late: u64,
}

/// What a register is of: a facility, or an area and all facilities in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterPlace {
    /// The facility; none for the register of an area.
    pub facility_id: Option<Uuid>,
    /// Facility or area by name.
    pub name: String,
    /// The address of the facility.
    pub address: Option<String>,
    /// The area, or that of the facility.
    pub area: AreaRef,
}

/// How many lines fit into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterLimits {
    /// On paper.
    pub pdf: u64,
    /// In a spreadsheet.
    pub xlsx: u64,
}

/// A line of the register.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterLine {
    /// The running number within the register.
    pub line_number: u64,
    /// Date of birth, where known.
    #[serde(default, with = "crate::date::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub birth_date: Option<Date>,
    /// The nationality by name, as filed.
    pub nationality_name: String,
    /// Address as text.
    pub address: Option<String>,
    /// The reason of stay, as filed.
    #[cfg_attr(feature = "openapi", schema(example = "Du lịch"))]
    pub reason_label: String,
    /// Who notified.
    pub notified_by: String,
    /// Where the facility is: street and commune.
    #[cfg_attr(feature = "openapi", schema(example = "12 Trần Phú, phường Nha Trang"))]
    pub facility_address: String,
    /// The stay, the number of the document masked; `state` says where it stands.
    pub stay: StaySummary,
}
