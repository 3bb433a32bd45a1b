//! Listed prices (giá niêm yết): declared by the facility, for each kind of room, by night or hour, permanently or for
//! a season.

use crate::check::{CheckContext, Checked, plain_text, spoken_date, validator_errors};
use crate::problem::{FieldCode, FieldError};
use crate::timestamp::Timestamp;
use rules::unicode;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use time::{Date, Duration};
use validator::Validate;

/// How far ahead a price may be declared, in days.
const FURTHEST: i64 = 3 * 366;

/// A listed price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceOut {
    /// The kind of room.
    pub room_kind: String,
    /// By night or by hour.
    pub unit: PriceUnit,
    /// The price in đồng.
    #[cfg_attr(feature = "openapi", schema(example = 650_000))]
    pub amount_vnd: i64,
    /// First day that it applies.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub effective_from: Date,
    /// Last day that it applies, for a season; it then has priority over the usual price.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub effective_to: Option<Date>,
    /// The name of the season.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "Tết"))]
    pub season: Option<String>,
    /// When it was declared.
    pub declared_at: Timestamp,
}

rules::codes! {
    /// The unit of a price.
    PriceUnit {
        /// One night.
        Night = "night",
        /// One hour.
        Hour = "hour",
    }
}

/// Prices to declare. Earlier prices stay on record.
#[derive(Debug, Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PricesIn {
    /// The version of the facility that the declaration starts from.
    pub version: i32,
    /// The prices.
    #[serde(deserialize_with = "crate::object::list")]
    #[validate(length(min = 1, max = 200), nested)]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 200))]
    pub prices: Vec<PriceIn>,
}

/// A price to declare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PriceIn {
    /// The kind of room.
    #[validate(length(min = 1, max = 60), custom(function = "plain_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub room_kind: String,
    /// By night or by hour.
    pub unit: PriceUnit,
    /// The price in đồng.
    #[validate(range(min = 0, max = 1_000_000_000))]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000_000, example = 650_000))]
    pub amount_vnd: i64,
    /// First day that it applies; default today.
    #[serde(default, with = "crate::date::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub effective_from: Option<Date>,
    /// Last day that it applies, for a season.
    #[serde(default, with = "crate::date::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub effective_to: Option<Date>,
    /// The name of the season; only with a last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 60), custom(function = "plain_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, example = "Tết"))]
    pub season: Option<String>,
}

/// The prices of a facility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceListOut {
    /// The requested day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub on: Date,
    /// The prices that apply on that day, one for each kind of room and unit.
    pub applying: Vec<PriceOut>,
    /// All prices ever declared, newest declaration first.
    pub declared: Vec<PriceOut>,
    /// Whether older declarations were left off.
    pub truncated: bool,
}

impl Checked for PricesIn {
    type Out = Self;

    fn check(self, context: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let today = rules::zone::local_date(context.now.get());
        let mut errors = validator_errors(&self);
        let mut seen = HashSet::new();
        for (index, price) in self.prices.iter().enumerate() {
            let at = |field: &str, code| FieldError::new(format!("/prices/{index}/{field}"), code);
            let mut fault = |field: &str, code| errors.push(at(field, code));
            let kind = unicode::small(&rules::name::normalise(&price.room_kind));
            if !price.room_kind.is_empty() && kind.is_empty() {
                fault("room_kind", FieldCode::Required);
            }
            let (from, to) = (price.effective_from.unwrap_or(today), price.effective_to);
            match (to, &price.season) {
                (Some(to), _) if to < from => fault("effective_to", FieldCode::PeriodReversed),
                (Some(to), _) if to < today => fault("effective_to", FieldCode::PeriodPast),
                (None, Some(_)) => fault("effective_to", FieldCode::Required),
                _ => {}
            }
            if !seen.insert((kind, price.unit, from, to)) {
                fault("room_kind", FieldCode::Duplicate);
            }
            if price.effective_from.is_some() && (from - today).abs() > Duration::days(FURTHEST) {
                let error = at("effective_from", FieldCode::DateNotPlausible);
                errors.push(error.with("date", spoken_date(from)));
            }
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}
