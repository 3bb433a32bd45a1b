//! Pages of a query, for any table.

use super::{Moment, Wanted};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

impl Wanted<Moment> {
    /// The rows of the page in a list sorted by time, latest first.
    pub fn latest_first<E: EntityTrait>(
        &self,
        rows: Select<E>,
        at: impl ColumnTrait,
        id: impl ColumnTrait,
    ) -> Select<E> {
        let rows = match self.after {
            Some(place) => rows.filter(place.before(at, id)),
            None => rows,
        };
        rows.order_by_desc(at).order_by_desc(id).limit(self.rows())
    }
}

impl Moment {
    /// Rows after it in a list with the latest first.
    fn before(self, at: impl ColumnTrait, id: impl ColumnTrait) -> Condition {
        Condition::all().add(at.lte(self.at.get())).add(
            Condition::any()
                .add(at.lt(self.at.get()))
                .add(Condition::all().add(at.eq(self.at.get())).add(id.lt(self.id))),
        )
    }
}
