//! Queries on what is to be delivered.

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

/// Whether a row is due and nobody is at it, with the values of its placeholders.
const DUE: &str = "delivered_at IS NULL AND given_up_at IS NULL AND (due_at <= ? OR (attempts = 0 AND created_at > ?)) \
                   AND (leased_until IS NULL OR leased_until < ? OR leased_until > ?)";

fn due(now: Timestamp) -> [Value; 4] {
    [
        // Due at once, or written by a clock that went ahead and was put right since.
        now.get().into(),
        now.plus_seconds(LEASE).get().into(),
        // Free, or leased by such a clock.
        now.get().into(),
        now.plus_seconds(2 * LEASE).get().into(),
    ]
}

/// What has not been delivered.
pub fn is_undelivered() -> Condition {
    Condition::all().add(Column::DeliveredAt.is_null())
}

/// Adds a delivery.
pub async fn insert(tx: &Tx, row: ActiveModel) -> Result<()> {
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Marks all that waits as delivered.
pub async fn mark_delivered(tx: &Tx, now: Timestamp) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::DeliveredAt, Expr::value(now.get()))
        .filter(Column::DeliveredAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes what was delivered before that moment.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<()> {
    Entity::delete_many()
        .filter(Column::DeliveredAt.lt(before.get()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The destinations for which something is due.
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

/// Leases the first of what is due to a destination.
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

/// What came of an attempt.
pub enum Outcome {
    /// It was delivered.
    Delivered(Timestamp),
    /// It was not.
    Failed {
        /// When it is tried again.
        due_at: Timestamp,
        /// When it was given up.
        given_up_at: Option<Timestamp>,
        /// The code of the fault.
        fault: &'static str,
    },
}

/// Notes what came of an attempt, and ends its lease, unless another instance has taken it over.
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

/// What waits with the same fault.
#[derive(FromQueryResult)]
pub struct Waiting {
    pub last_error: Option<String>,
    pub deliveries: i64,
    pub oldest: Option<OffsetDateTime>,
    pub latest: Option<OffsetDateTime>,
    pub attempts: i32,
}

/// What waits of a kind, counted by its last fault.
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

/// How much of a kind was delivered since a moment.
pub async fn delivered_since(db: &impl ConnectionTrait, kind: &str, since: OffsetDateTime) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::Kind.eq(kind))
        .filter(Column::DeliveredAt.gte(since))
        .count(db)
        .await?)
}
