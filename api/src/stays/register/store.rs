//! Queries on the lines of a register.

use super::super::entity::stay::{self, Column};
use super::super::sight::Sight;
use super::super::store::visible;
use super::query::Period;
use crate::error::Result;
use crate::http::paging::Moment;
use rules::zone;
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

/// Selects every stay that was notified in the period, in any state: a register is complete.
fn received(sight: Sight<'_>, period: Period) -> Select<stay::Entity> {
    visible(sight)
        .filter(Column::NotifiedAt.gte(zone::start_of_day(period.from)))
        .filter(Column::NotifiedAt.lt(zone::end_of_day(period.to)))
}

/// Returns the stays in the order of notification.
pub async fn lines(
    db: &impl ConnectionTrait,
    sight: Sight<'_>,
    period: Period,
    after: Option<Moment>,
    limit: u64,
) -> Result<Vec<stay::Model>> {
    let mut rows = received(sight, period);
    if let Some(Moment { at: notified_at, id }) = after {
        rows = rows.filter(Column::NotifiedAt.gte(notified_at.get())).filter(
            Condition::any().add(Column::NotifiedAt.gt(notified_at.get())).add(
                Condition::all()
                    .add(Column::NotifiedAt.eq(notified_at.get()))
                    .add(Column::Id.gt(id)),
            ),
        );
    }
    Ok(rows
        .order_by_asc(Column::NotifiedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Returns the number of lines of the register, and the number of late ones.
pub async fn count(db: &impl ConnectionTrait, sight: Sight<'_>, period: Period) -> Result<(u64, u64)> {
    let counted: Option<(i64, i64)> = received(sight, period)
        .select_only()
        .column_as(Column::Id.count(), "total")
        .column_as(Column::LateSeconds.count(), "late")
        .into_tuple()
        .one(db)
        .await?;
    let (total, late) = counted.unwrap_or_default();
    Ok((total.unsigned_abs(), late.unsigned_abs()))
}

/// Returns those of these stays that are visible.
pub async fn among(db: &impl ConnectionTrait, sight: Sight<'_>, ids: &[Uuid]) -> Result<Vec<stay::Model>> {
    Ok(visible(sight)
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?)
}
