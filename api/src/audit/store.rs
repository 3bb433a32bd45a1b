//! Queries on the audit log. Rows are only inserted.

use super::entity::{ActiveModel, Column, Entity, Model};
use crate::db::tx::Tx;
use crate::error::Result;
use dto::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

/// Adds events.
pub async fn insert(tx: &Tx, rows: Vec<ActiveModel>) -> Result<()> {
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

fn about(subject_kind: &str, subject_id: Uuid) -> Select<Entity> {
    Entity::find()
        .filter(Column::SubjectKind.eq(subject_kind))
        .filter(Column::SubjectId.eq(subject_id.to_string()))
}

/// Returns the events of these acts on a subject, latest first.
pub async fn history(
    db: &impl ConnectionTrait,
    subject_kind: &str,
    subject_id: Uuid,
    acts: &[&str],
    limit: u64,
) -> Result<Vec<Model>> {
    Ok(about(subject_kind, subject_id)
        .filter(Column::Act.is_in(acts.iter().copied()))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Returns whether an act was ever recorded for a subject of that kind.
pub async fn has_happened(db: &impl ConnectionTrait, subject_kind: &str, act: &str) -> Result<bool> {
    let found = Entity::find()
        .filter(Column::SubjectKind.eq(subject_kind))
        .filter(Column::Act.eq(act))
        .limit(1)
        .one(db);
    Ok(found.await?.is_some())
}

/// Counts the events of an act on a subject after a moment, up to `most`.
pub async fn count_after(
    db: &impl ConnectionTrait,
    (subject_kind, subject_id): (&str, Uuid),
    act: &str,
    after: Option<Timestamp>,
    most: u64,
) -> Result<usize> {
    let mut query = about(subject_kind, subject_id)
        .select_only()
        .column(Column::Id)
        .filter(Column::Act.eq(act));
    if let Some(after) = after {
        query = query.filter(Column::At.gt(after.get()));
    }
    let found: Vec<Uuid> = query.limit(most).into_tuple().all(db).await?;
    Ok(found.len())
}
