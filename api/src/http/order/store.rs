//! A page of rows in an order, for any table.

use super::{Order, Place, Term, Value};
use crate::http::paging::Wanted;
use sea_orm::sea_query::{Condition, ExprTrait, Order as Direction};
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

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

impl<M> Order<M> {
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

    /// Returns the condition for the rows after a place. The bound of the first term is a separate condition, because
    /// the database uses it to enter the index.
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
}
