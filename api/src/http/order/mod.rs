//! Orders of lists, and the place of a row in an order: the values by which it is sorted. A page begins after a place,
//! so that rows inserted or deleted between two pages neither repeat nor hide another row.

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

/// A value by which a row is sorted. It is never absent: an empty column has a replacement value, so that both engines
/// sort it to the same end.
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

/// A term of an order: an expression of the database, and the same value of a row that was read.
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
    /// Makes the order `sort` of `list`: by each term in turn; the last one is unique. All terms have one direction, so
    /// that an index serves both.
    pub fn new(list: &str, sort: &str, terms: Vec<Term<M>>) -> Self {
        Self {
            name: format!("{list} {sort}"),
            descending: sort.starts_with('-'),
            terms,
        }
    }

    /// Cuts the rows to the page. The cursor of the next page is sealed: a place may contain the name of a person, and
    /// proxies log URLs.
    ///
    /// # Errors
    /// Returns an error if sealing fails.
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

    /// Reads the place of a cursor; none if it belongs to another list or another order.
    pub fn read(&self, app: &App, cursor: &str) -> Option<Place> {
        let place: Place = serde_json::from_str(&paging::open(app, cursor)?).ok()?;
        (place.order == self.name && place.values.len() == self.terms.len()).then_some(place)
    }
}
