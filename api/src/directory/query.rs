//! The filter and the orders of a list of facilities.

use super::entity::facility::{Column, Model};
use crate::http::order::{Order, Term, Value};
use dto::Timestamp;
use dto::sort::FacilitySort;
use sea_orm::sea_query::Expr;

/// The time of the last change of a facility, as the expression of the index.
pub const UPDATED: &str = r#"COALESCE("facility"."updated_at", "facility"."created_at")"#;

/// Returns the order that a query names.
pub fn order(sort: FacilitySort) -> Order<Model> {
    let area = Term::column(Column::AreaPath, |row: &Model| (&row.area_path).into());
    let name = Term::column(Column::NameOrder, |row: &Model| (&row.name_order).into());
    let id = Term::column(Column::Id, |row: &Model| Value::Id(row.id));
    let terms = match sort {
        FacilitySort::Name | FacilitySort::NameReversed => vec![name, id],
        FacilitySort::Area | FacilitySort::AreaReversed => vec![area, name, id],
        FacilitySort::Updated => {
            let updated = Term::expression(Expr::cust(UPDATED), |row: &Model| {
                row.updated_at.unwrap_or(row.created_at).into()
            });
            vec![updated, id]
        }
    };
    Order::new("facilities", sort.as_str(), terms)
}

/// The filter of facilities.
#[derive(Debug)]
pub struct FacilityFilter {
    /// Folded words, each in the name; none where nothing can match.
    pub words: Option<Vec<String>>,
    /// Only facilities changed at or after this instant.
    pub updated_since: Option<Timestamp>,
}

impl Default for FacilityFilter {
    fn default() -> Self {
        Self {
            words: Some(Vec::new()),
            updated_since: None,
        }
    }
}
