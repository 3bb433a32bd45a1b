//! Areas and reference lists: public, versioned.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::Date;

/// An administrative unit (34 provinces, 3,321 communes since 2025-07-01).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AreaOut {
    /// The code of the General Statistics Office.
    #[cfg_attr(feature = "openapi", schema(example = "22366"))]
    pub code: String,
    /// The name with its kind.
    #[cfg_attr(feature = "openapi", schema(example = "Phường Nha Trang"))]
    pub name: String,
    /// `tỉnh`, `thành phố trung ương`, `phường`, `xã` or `đặc khu`.
    #[cfg_attr(feature = "openapi", schema(example = "phường"))]
    pub kind: String,
    /// The code of the unit above; absent for a province.
    pub parent_code: Option<String>,
    /// The units before 1 July 2025 that were merged into it, each with its district; `(một phần)` where only a part of
    /// a unit was. Available for the provinces that this software serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(example = json!(["phường Lộc Thọ, TP Nha Trang"])))]
    pub former_names: Vec<String>,
}

/// A page of areas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AreaPage {
    /// The version of the list.
    pub list_version: String,
    /// The number of areas that match.
    pub counts: AreaCounts,
    /// The areas of this page, sorted by code.
    pub items: Vec<AreaOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// The number of areas that match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AreaCounts {
    /// All areas that match.
    pub total: u64,
}

/// One entry of a reference list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReferenceEntryOut {
    /// The code, as printed in the source.
    #[cfg_attr(feature = "openapi", schema(example = "DL"))]
    pub code: String,
    /// The label, as printed in the source.
    pub label: String,
    /// The label in English, where the list has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_en: Option<String>,
    /// The other columns of the list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// First day of validity.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub valid_from: Date,
    /// Last day of validity; absent when unlimited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub valid_to: Option<Date>,
}

/// A reference list, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReferenceListOut {
    /// The name of the list.
    #[cfg_attr(feature = "openapi", schema(example = "visa_symbols"))]
    pub name: String,
    /// The version: the first 16 hex digits of the SHA-256 of its source.
    pub list_version: String,
    /// The source of the list.
    pub source: String,
    /// The entries, in the order of the source.
    pub items: Vec<ReferenceEntryOut>,
}
