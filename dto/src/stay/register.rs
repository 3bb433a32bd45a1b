//! The register of stays received (sổ tiếp nhận lưu trú, LC-3.2-2).

use super::output::StaySummary;
use crate::account::AreaRef;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// Maximum number of days of one register.
pub const MOST_DAYS: i64 = 31;

/// A part of the register, in the order in which the stays were notified.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterOut {
    /// The facility or area of the register.
    pub place: RegisterPlace,
    /// First day of notification.
    #[serde(with = "crate::date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// Last day of notification.
    #[serde(with = "crate::date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
    /// The number of lines of the whole register.
    pub counts: RegisterCounts,
    /// The maximum number of lines of a file.
    pub limits: RegisterLimits,
    /// The lines of this page.
    pub items: Vec<RegisterLine>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// The whole register in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterCounts {
    /// All lines.
    pub total: u64,
    /// Lines of stays that were notified late.
    pub late: u64,
}

/// The facility or the area of a register; that of an area contains all facilities in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterPlace {
    /// The facility; absent for the register of an area.
    pub facility_id: Option<Uuid>,
    /// The name of the facility or area.
    pub name: String,
    /// The address of the facility.
    pub address: Option<String>,
    /// The area, or that of the facility.
    pub area: AreaRef,
}

/// The maximum number of lines of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterLimits {
    /// As PDF.
    pub pdf: u64,
    /// As a spreadsheet.
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
    /// The name of the nationality, as filed.
    pub nationality_name: String,
    /// Address as text.
    pub address: Option<String>,
    /// The reason of stay, as filed.
    #[cfg_attr(feature = "openapi", schema(example = "Du lịch"))]
    pub reason_label: String,
    /// The person who notified it.
    pub notified_by: String,
    /// The address of the facility: street and commune.
    #[cfg_attr(feature = "openapi", schema(example = "12 Trần Phú, phường Nha Trang"))]
    pub facility_address: String,
    /// The stay, with a masked document number; `state` is its state.
    pub stay: StaySummary,
}
