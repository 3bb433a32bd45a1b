//! Queries on the state of the facilities of a commune. Each is one statement for all facilities, and each of its parts
//! is an index lookup, so that the time does not grow with the age of the data.

use super::super::entity::stay::{self, Column};
use super::super::query::StateFilter;
use super::super::sight::Sight;
use super::super::store::{standing, visible};
use crate::authz::Territory;
use crate::directory;
use crate::error::Result;
use dto::Timestamp;
use rules::nights::DepartureTerms;
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use std::collections::HashMap;
use time::OffsetDateTime;
use uuid::Uuid;

/// The notifications of a facility since a moment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Notified {
    /// The number of stays.
    pub total: u64,
    /// The number of late ones.
    pub late: u64,
}

/// The current state of a facility.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Standing {
    /// The facility.
    pub id: Uuid,
    /// The number of guests who are present.
    pub present: i64,
    /// The stay that it notified last.
    pub last_stay_id: Option<Uuid>,
}

/// Returns the notifications since a moment for each facility within reach; facilities without any are left out.
pub async fn notified_since(
    db: &impl ConnectionTrait,
    scope: &Territory,
    since: OffsetDateTime,
) -> Result<HashMap<Uuid, Notified>> {
    let counted: Vec<(Uuid, i64, i64)> = visible(Sight::whole(scope))
        .filter(Column::NotifiedAt.gte(since))
        .filter(Column::CancelledAt.is_null())
        .select_only()
        .column(Column::FacilityId)
        .column_as(Column::Id.count(), "total")
        .column_as(Column::LateSeconds.count(), "late")
        .group_by(Column::FacilityId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counted
        .into_iter()
        .map(|(facility, total, late)| {
            let (total, late) = (total.unsigned_abs(), late.unsigned_abs());
            (facility, Notified { total, late })
        })
        .collect())
}

/// Returns the current state of each facility within reach.
pub async fn standings(
    db: &impl ConnectionTrait,
    scope: &Territory,
    (now, terms): (Timestamp, &DepartureTerms),
    limit: u64,
) -> Result<Vec<Standing>> {
    let of_it = || {
        let own = directory::service::facility_id();
        stay::Entity::find().filter(Expr::col((stay::Entity, Column::FacilityId)).eq(own))
    };
    let present = of_it()
        .filter(standing(StateFilter::Present, now, terms))
        .select_only()
        .column_as(Column::Id.count(), "present");
    let last = of_it()
        .select_only()
        .column(Column::Id)
        .order_by_desc(Column::NotifiedAt)
        .order_by_desc(Column::Id)
        .limit(1);
    let mut facilities = directory::service::each_within(scope, limit);
    facilities
        .expr_as(within(present.into_query()), "present")
        .expr_as(within(last.into_query()), "last_stay_id");
    let statement = db.get_database_backend().build(&facilities);
    Ok(Standing::find_by_statement(statement).all(db).await?)
}

/// Returns the times at which the stays were notified.
pub async fn notified_at(db: &impl ConnectionTrait, stays: &[Uuid]) -> Result<HashMap<Uuid, OffsetDateTime>> {
    let mut moments = HashMap::new();
    for chunk in stays.chunks(1_000) {
        let found: Vec<(Uuid, OffsetDateTime)> = stay::Entity::find()
            .filter(Column::Id.is_in(chunk.to_vec()))
            .select_only()
            .column(Column::Id)
            .column(Column::NotifiedAt)
            .into_tuple()
            .all(db)
            .await?;
        moments.extend(found);
    }
    Ok(moments)
}

fn within(query: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(query.into()))
}
