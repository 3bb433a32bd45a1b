//! Queries on the changes that facilities announced.

use super::entity::{self as facility_change, ActiveModel, Column, Entity};
use crate::authz::Announcements;
use crate::db::{Coded, Tx};
use crate::error::Result;
use crate::http::order::{Order, Place, Term, Value};
use crate::http::paging::Wanted;
use dto::Timestamp;
use dto::sort::FacilityChangeSort;
use rules::facility_change::FacilityChangeKind as Kind;
use rules::zone::local_date;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Adds a change.
pub async fn insert(tx: &Tx, row: ActiveModel) -> Result<facility_change::Model> {
    Ok(row.insert(tx).await?)
}

/// Withdraws the announced changes of these kinds that are not applied yet.
pub async fn withdraw(tx: &Tx, facility_id: Uuid, kinds: &[Kind], now: Timestamp) -> Result<()> {
    let kinds = kinds.iter().copied().map(Coded);
    Entity::update_many()
        .col_expr(Column::WithdrawnAt, Expr::value(now.get()))
        .filter(Column::FacilityId.eq(facility_id))
        .filter(Column::Kind.is_in(kinds))
        .filter(Column::AppliedAt.is_null())
        .filter(Column::WithdrawnAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Records that a change was applied; `false` if it was already applied or withdrawn.
pub async fn mark_applied(tx: &Tx, id: Uuid, now: Timestamp) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::AppliedAt, Expr::value(now.get()))
        .filter(Column::Id.eq(id))
        .filter(Column::AppliedAt.is_null())
        .filter(Column::WithdrawnAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Returns the condition that the day of a change has come, and it is neither applied nor withdrawn.
pub fn is_due(now: Timestamp) -> Condition {
    Condition::all()
        .add(Column::AppliedAt.is_null())
        .add(Column::WithdrawnAt.is_null())
        .add(Column::EffectiveOn.lte(local_date(now.get())))
}

/// Returns the matching changes, the earliest day first.
pub async fn by_day(db: &impl ConnectionTrait, which: Condition, limit: u64) -> Result<Vec<facility_change::Model>> {
    Ok(Entity::find()
        .filter(which)
        .order_by_asc(Column::EffectiveOn)
        .limit(limit)
        .all(db)
        .await?)
}

/// Returns the order that a query names. The ids of changes are in the order of announcement.
pub fn order(sort: FacilityChangeSort) -> Order<facility_change::Model> {
    let id = Term::column(Column::Id, |row: &facility_change::Model| Value::Id(row.id));
    let terms = match sort {
        FacilityChangeSort::Newest | FacilityChangeSort::Oldest => vec![id],
        FacilityChangeSort::Effective | FacilityChangeSort::EffectiveReversed => {
            let day = Term::column(Column::EffectiveOn, |row: &facility_change::Model| {
                Value::Day(row.effective_on)
            });
            vec![day, id]
        }
    };
    Order::new("facility changes", sort.as_str(), terms)
}

/// Returns the changes within reach, in that order.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: &Announcements,
    facility_id: Option<Uuid>,
    (order, wanted): (&Order<facility_change::Model>, &Wanted<Place>),
) -> Result<Vec<facility_change::Model>> {
    let reach = scope
        .territory
        .condition(Column::FacilityId, Column::AreaCode, Column::AreaPath);
    let mut query = Entity::find().filter(reach);
    if scope.only_told {
        query = query.filter(Column::ToldAgencies.eq(true));
    }
    if let Some(id) = facility_id {
        query = query.filter(Column::FacilityId.eq(id));
    }
    Ok(order.page(query, wanted).all(db).await?)
}
