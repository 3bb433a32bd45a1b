//! Orders of lists, and the place of a row in one: the values that order it. A page begins behind a place, so that rows
//! which come or go between two pages neither repeat another row nor hide one.

mod store;

use super::paging::{self, Wanted};
use crate::App;
use crate::error::{Error, Result};
use dto::Timestamp;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A value that orders a row. None is absent: what may be empty has a value for it, so that both engines put it to the
/// same end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A text, compared byte for byte.
    Text(String),
    /// A number.
    Number(i64),
    /// An instant.
    Moment(Timestamp),
    /// A day.
    Day(Date),
    /// An id.
    Id(Uuid),
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<OffsetDateTime> for Value {
    fn from(at: OffsetDateTime) -> Self {
        Self::Moment(at.into())
    }
}

/// What a list is ordered by: an expression of the database, and the same of a row that was read.
pub struct Term<M> {
    of: Expr,
    value: fn(&M) -> Value,
}

impl<M> Term<M> {
    /// A column.
    pub fn column(column: impl ColumnTrait, value: fn(&M) -> Value) -> Self {
        Self::expression(Expr::col(column.as_column_ref()), value)
    }

    /// An expression, written as in the index of the order.
    pub fn expression(of: Expr, value: fn(&M) -> Value) -> Self {
        Self { of, value }
    }
}

/// The order of a list.
pub struct Order<M> {
    name: String,
    descending: bool,
    terms: Vec<Term<M>>,
}

/// The place of a row in an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    order: String,
    values: Vec<Value>,
}

impl<M> Order<M> {
    /// The order `sort` of `list`: by each term in turn, the last of which no two rows share. All terms have one
    /// direction, so that an index serves both.
    pub fn new(list: &str, sort: &str, terms: Vec<Term<M>>) -> Self {
        Self {
            name: format!("{list} {sort}"),
            descending: sort.starts_with('-'),
            terms,
        }
    }

    /// Cuts the rows to the page. The cursor of the next page is sealed: a place may have the name of a person, and
    /// proxies log URLs.
    ///
    /// # Errors
    /// The keys do not seal.
    pub fn cut(&self, app: &App, wanted: &Wanted<Place>, rows: &mut Vec<M>) -> Result<Option<String>> {
        wanted
            .cut(rows, |row| {
                let place = Place {
                    order: self.name.clone(),
                    values: self.terms.iter().map(|term| (term.value)(row)).collect(),
                };
                paging::seal(app, &serde_json::to_string(&place)?)
            })
            .transpose()
            .map_err(Error::internal)
    }

    /// The place of a cursor; none where it is one of another list or another order.
    pub fn read(&self, app: &App, cursor: &str) -> Option<Place> {
        let place: Place = serde_json::from_str(&paging::open(app, cursor)?).ok()?;
        (place.order == self.name && place.values.len() == self.terms.len()).then_some(place)
    }
}
