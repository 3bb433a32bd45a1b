//! Queries on deliveries.

pub mod destination;

use super::destination::LEASE;
use super::entity::outbox::{ActiveModel, Column, Entity, Model};
use crate::db::{Tx, engine, hold};
use crate::error::Result;
use dto::Timestamp;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QuerySelect, Statement,
    Value,
};
use time::OffsetDateTime;
use uuid::Uuid;

/// The condition that a row is due and not leased; its values are in this order.
const DUE: &str = "delivered_at IS NULL AND given_up_at IS NULL AND (due_at <= ? OR (attempts = 0 AND created_at > ?)) \
                   AND (leased_until IS NULL OR leased_until < ? OR leased_until > ?)";

fn due(now: Timestamp) -> [Value; 4] {
    [
        // Due at once, or written with a clock that was ahead and was corrected since.
        now.get().into(),
        now.plus_seconds(LEASE).get().into(),
        // Free, or leased with such a clock.
        now.get().into(),
        now.plus_seconds(2 * LEASE).get().into(),
    ]
}

/// Returns the condition for undelivered rows.
pub fn is_undelivered() -> Condition {
    Condition::all().add(Column::DeliveredAt.is_null())
}

/// Adds a delivery.
pub async fn insert(tx: &Tx, row: ActiveModel) -> Result<()> {
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Marks all pending rows as delivered.
pub async fn mark_delivered(tx: &Tx, now: Timestamp) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::DeliveredAt, Expr::value(now.get()))
        .filter(Column::DeliveredAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes rows delivered before that moment.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<()> {
    Entity::delete_many()
        .filter(Column::DeliveredAt.lt(before.get()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Returns the destinations with due deliveries.
pub async fn due_destinations(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<String>> {
    let sql = engine::placeholders(
        db,
        &format!("SELECT DISTINCT destination FROM outbox WHERE {DUE} ORDER BY destination"),
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, due(now));
    let mut names = Vec::new();
    for row in db.query_all_raw(statement).await? {
        names.push(row.try_get("", "destination")?);
    }
    Ok(names)
}

/// Leases the first due delivery to a destination.
pub async fn lease(tx: &Tx, instance: Uuid, name: &str, now: Timestamp) -> Result<Option<Model>> {
    let sql = format!(
        "UPDATE outbox SET leased_by = ?, leased_until = ?, attempted_at = ?, attempts = attempts + 1 WHERE id = (\
         SELECT id FROM outbox WHERE destination = ? AND {DUE} ORDER BY due_at LIMIT 1{}) RETURNING *",
        hold::free_rows(tx)
    );
    let values: [Value; 4] = [
        instance.into(),
        now.plus_seconds(LEASE).get().into(),
        now.get().into(),
        name.into(),
    ];
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        engine::placeholders(tx, &sql),
        values.into_iter().chain(due(now)),
    );
    Ok(Model::find_by_statement(statement).one(tx).await?)
}

/// The result of an attempt.
pub enum Outcome {
    /// Delivered.
    Delivered(Timestamp),
    /// Not delivered.
    Failed {
        /// The time of the next attempt.
        due_at: Timestamp,
        /// The time at which it was given up.
        given_up_at: Option<Timestamp>,
        /// The code of the fault.
        fault: &'static str,
    },
}

/// Records the result of an attempt, and ends its lease, unless another instance has taken it over.
pub async fn settle(tx: &Tx, id: Uuid, instance: Uuid, outcome: Outcome) -> Result<()> {
    let update = Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(None::<OffsetDateTime>))
        .filter(Column::Id.eq(id))
        .filter(Column::LeasedBy.eq(instance));
    let update = match outcome {
        Outcome::Delivered(at) => update
            .col_expr(Column::DeliveredAt, Expr::value(at.get()))
            .col_expr(Column::LastError, Expr::value(None::<String>)),
        Outcome::Failed {
            due_at,
            given_up_at,
            fault,
        } => update
            .col_expr(Column::DueAt, Expr::value(due_at.get()))
            .col_expr(Column::GivenUpAt, Expr::value(given_up_at.map(Timestamp::get)))
            .col_expr(Column::LastError, Expr::value(fault)),
    };
    update.exec(tx).await?;
    Ok(())
}

/// The number of pending deliveries with the same failure.
#[derive(FromQueryResult)]
pub struct Waiting {
    pub last_error: Option<String>,
    pub deliveries: i64,
    pub oldest: Option<OffsetDateTime>,
    pub latest: Option<OffsetDateTime>,
    pub attempts: i32,
}

/// Returns the pending deliveries of a kind, counted by the last failure.
pub async fn waiting(db: &impl ConnectionTrait, kind: &str) -> Result<Vec<Waiting>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::LastError)
        .column_as(Column::Id.count(), "deliveries")
        .column_as(Column::CreatedAt.min(), "oldest")
        .column_as(Column::AttemptedAt.max(), "latest")
        .column_as(Column::Attempts.max(), "attempts")
        .filter(Column::Kind.eq(kind))
        .filter(Column::DeliveredAt.is_null())
        .filter(Column::GivenUpAt.is_null())
        .group_by(Column::LastError)
        .into_model()
        .all(db)
        .await?)
}

/// Counts the deliveries of a kind since a moment.
pub async fn delivered_since(db: &impl ConnectionTrait, kind: &str, since: OffsetDateTime) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::Kind.eq(kind))
        .filter(Column::DeliveredAt.gte(since))
        .count(db)
        .await?)
}
