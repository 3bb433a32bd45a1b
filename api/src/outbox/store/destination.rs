//! Queries on destinations.

use crate::db::{Tx, engine};
use crate::error::Result;
use crate::outbox::destination::{LEASE, LONGEST};
use crate::outbox::entity::outbox;
use crate::outbox::entity::outbox_destination::{Column, Entity, Model};
use crate::outbox::kind;
use dto::Timestamp;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Statement};
use time::OffsetDateTime;
use uuid::Uuid;

/// Returns the states of all destinations.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>> {
    Ok(Entity::find().all(db).await?)
}

/// Claims a destination, or extends the claim: `true` for one instance only, until its lease ends, and not during a
/// pause.
pub async fn claim(tx: &Tx, name: &str, instance: Uuid, now: Timestamp) -> Result<bool> {
    let sql = "INSERT INTO outbox_destination (name, leased_by, leased_until, failures) VALUES (?, ?, ?, 0) \
               ON CONFLICT (name) DO UPDATE SET leased_by = excluded.leased_by, leased_until = excluded.leased_until \
               WHERE (outbox_destination.leased_by = excluded.leased_by OR outbox_destination.leased_until IS NULL \
               OR outbox_destination.leased_until < ? OR outbox_destination.leased_until > ?) \
               AND (outbox_destination.paused_until IS NULL \
               OR outbox_destination.paused_until <= ? OR outbox_destination.paused_until > ?)";
    let values = [
        name.into(),
        instance.into(),
        now.plus_seconds(LEASE).get().into(),
        now.get().into(),
        now.plus_seconds(2 * LEASE).get().into(),
        now.get().into(),
        now.plus_seconds(2 * LONGEST).get().into(),
    ];
    let sql = engine::placeholders(tx, sql);
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(tx.execute_raw(statement).await?.rows_affected() == 1)
}

/// Releases a destination before the lease ends.
pub async fn give_back(tx: &Tx, name: &str, instance: Uuid) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(None::<OffsetDateTime>))
        .filter(Column::Name.eq(name))
        .filter(Column::LeasedBy.eq(instance))
        .exec(tx)
        .await?;
    Ok(())
}

/// Records that a destination does not answer; returns the end of its pause.
pub async fn rest(tx: &Tx, name: &str, now: Timestamp) -> Result<Timestamp> {
    let state = Entity::find_by_id(name.to_owned()).one(tx).await?;
    let failures = state.map_or(0, |state| state.failures).saturating_add(1);
    let until = now.plus_seconds(kind::pause(failures, LONGEST));
    Entity::update_many()
        .col_expr(Column::Failures, Expr::value(failures))
        .col_expr(Column::PausedUntil, Expr::value(Some(until.get())))
        .filter(Column::Name.eq(name))
        .exec(tx)
        .await?;
    Ok(until)
}

/// Deletes the states of destinations without pending messages that no instance serves.
pub async fn forget_idle(tx: &Tx, now: Timestamp) -> Result<()> {
    let waiting = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Destination)
        .filter(outbox::Column::DeliveredAt.is_null())
        .filter(outbox::Column::GivenUpAt.is_null());
    let is_free = Condition::any()
        .add(Column::LeasedUntil.is_null())
        .add(Column::LeasedUntil.lt(now.get()));
    Entity::delete_many()
        .filter(Column::Name.not_in_subquery(waiting.into_query()))
        .filter(is_free)
        .exec(tx)
        .await?;
    Ok(())
}

/// Records that a destination answers.
pub async fn is_back(tx: &Tx, name: &str) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Failures, Expr::value(0))
        .col_expr(Column::PausedUntil, Expr::value(None::<OffsetDateTime>))
        .filter(Column::Name.eq(name))
        .filter(Column::Failures.gt(0))
        .exec(tx)
        .await?;
    Ok(())
}
