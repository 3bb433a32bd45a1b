//! The filter and the orders of a list of facilities.

use super::entity::facility::{Column, Model};
use crate::App;
use crate::error::Result;
use crate::http::WrongParameters;
use crate::http::order::{Order, Place, Term, Value};
use crate::http::paging::Wanted;
use dto::Timestamp;
use dto::sort::FacilitySort;
use sea_orm::sea_query::Expr;
use serde::Deserialize;
use utoipa::IntoParams;

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

/// Which facilities.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FacilityQuery {
    /// Only facilities whose name contains these words, with or without accents.
    #[param(max_length = 80)]
    pub q: Option<String>,
    /// Only facilities that were changed at or after this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    pub updated_since: Option<Timestamp>,
    /// The sort order: by name, by area, or the oldest change first; with `-` from its end. A facility that changes while
    /// a client reads the order `updated_at` appears again at its end; none is missed.
    #[serde(default)]
    #[param(inline)]
    pub sort: FacilitySort,
    /// The cursor of the previous page, in the same order.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
    /// Maximum number of results, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub limit: Option<usize>,
}

impl FacilityQuery {
    /// The filter and the order, if the query is valid.
    fn checked(&self, wrong: &mut WrongParameters) -> (FacilityFilter, Order<Model>) {
        wrong.text("q", self.q.as_deref(), 80);
        let filter = FacilityFilter {
            // Letters and digits only: a wildcard of LIKE among them would list everything.
            words: dto::stay::words_sought(self.q.as_deref().unwrap_or_default()),
            updated_since: self.updated_since,
        };
        (filter, order(self.sort))
    }

    /// The requested page.
    pub fn page(&self, app: &App) -> Result<(FacilityFilter, Order<Model>, Wanted<Place>)> {
        let mut wrong = WrongParameters::default();
        let (filter, order) = self.checked(&mut wrong);
        let wanted = wrong.page(self.cursor.as_deref(), self.limit, |text| order.read(app, text));
        wrong.told()?;
        Ok((filter, order, wanted))
    }

    /// All that match, for a file of at most `most` rows.
    pub fn whole(&self, most: u64) -> Result<(FacilityFilter, Order<Model>, Wanted<Place>)> {
        let mut wrong = WrongParameters::default();
        let (filter, order) = self.checked(&mut wrong);
        wrong.told()?;
        let wanted = Wanted::whole(most, self.cursor.as_deref(), self.limit)?;
        Ok((filter, order, wanted))
    }

    /// The names of the filters that are set: the log does not record the words of a search.
    pub fn names_of_what_is_set(&self) -> Vec<&'static str> {
        [("q", self.q.is_some()), ("updated_since", self.updated_since.is_some())]
            .into_iter()
            .filter_map(|(name, is_set)| is_set.then_some(name))
            .collect()
    }
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
