//! Orders of lists, and the place of a row in one: the values that order it. A page begins behind a place, so that rows
//! which come or go between two pages neither repeat another row nor hide one.

use super::paging::{self, Wanted};
use crate::App;
use crate::error::{Error, Result};
use dto::Timestamp;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order as Direction};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
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

impl From<Value> for sea_orm::Value {
    fn from(value: Value) -> Self {
        match value {
            Value::Text(text) => text.into(),
            Value::Number(number) => number.into(),
            Value::Moment(at) => at.get().into(),
            Value::Day(day) => day.into(),
            Value::Id(id) => id.into(),
        }
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

    /// The rows of the page, and one more.
    pub fn page<E: EntityTrait<Model = M>>(&self, rows: Select<E>, wanted: &Wanted<Place>) -> Select<E> {
        let mut rows = match &wanted.after {
            Some(place) => rows.filter(self.behind(place)),
            None => rows,
        };
        let direction = if self.descending {
            Direction::Desc
        } else {
            Direction::Asc
        };
        for term in &self.terms {
            rows = rows.order_by(term.of.clone(), direction.clone());
        }
        rows.limit(wanted.rows())
    }

    /// The rows behind a place. The bound of the first term stands alone, because an index is entered by it.
    fn behind(&self, place: &Place) -> Condition {
        let terms = || self.terms.iter().zip(place.values.iter().cloned());
        let is_further = |term: &Term<M>, value: Value| {
            let (of, value) = (term.of.clone(), sea_orm::Value::from(value));
            if self.descending { of.lt(value) } else { of.gt(value) }
        };
        let mut further = Condition::any();
        for (at, (term, value)) in terms().enumerate() {
            let equal = terms().take(at).fold(Condition::all(), |all, (term, value)| {
                all.add(term.of.clone().eq(sea_orm::Value::from(value)))
            });
            further = further.add(equal.add(is_further(term, value)));
        }
        let first = terms().next().map(|(term, value)| {
            let (of, value) = (term.of.clone(), sea_orm::Value::from(value));
            if self.descending { of.lte(value) } else { of.gte(value) }
        });
        Condition::all().add_option(first).add(further)
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
