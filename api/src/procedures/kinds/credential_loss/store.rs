//! Queries on reports of lost credentials.

use super::entity as loss;
use crate::db::Tx;
use crate::db::hold::Hold;
use crate::error::{Error, Result};
use dto::Timestamp;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Adds a report.
pub async fn insert(tx: &Tx, row: loss::Model) -> Result<()> {
    let row: loss::ActiveModel = row.into();
    loss::Entity::insert(row.reset_all()).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a locked report.
pub async fn update(tx: &Tx, row: loss::Model) -> Result<()> {
    let row: loss::ActiveModel = row.into();
    row.reset_all().update(tx).await?;
    Ok(())
}

/// Returns the report of a dossier.
pub async fn of(db: &impl ConnectionTrait, dossier_id: Uuid) -> Result<loss::Model> {
    loss::Entity::find_by_id(dossier_id)
        .one(db)
        .await?
        .ok_or_else(|| Error::internal(anyhow::anyhow!("dossier {dossier_id}: no report")))
}

/// Returns the report of a dossier, locked until the transaction ends.
pub async fn hold(tx: &Tx, dossier_id: Uuid) -> Result<loss::Model> {
    loss::Entity::find_by_id(dossier_id)
        .held()
        .one(tx)
        .await?
        .ok_or_else(|| Error::internal(anyhow::anyhow!("dossier {dossier_id}: no report")))
}

/// Returns the dossier of a link.
pub async fn by_link(db: &impl ConnectionTrait, hash: Vec<u8>) -> Result<Option<Uuid>> {
    let found = loss::Entity::find()
        .filter(loss::Column::LinkHash.eq(hash))
        .one(db)
        .await?;
    Ok(found.map(|row| row.dossier_id))
}

/// The condition for reports whose account was not looked up yet. After a failed attempt, a report whose dossier was
/// decided in the meantime no longer needs it.
pub fn is_waiting(_: Timestamp) -> Condition {
    let is_open = Condition::any().add(loss::Column::Attempts.eq(0)).add(Expr::cust(
        r#"(SELECT "dossier"."decided_at" FROM "dossier" WHERE "dossier"."id" = "credential_loss"."dossier_id") IS NULL"#,
    ));
    Condition::all().add(loss::Column::LookedUpAt.is_null()).add(is_open)
}

/// Returns some of these reports.
pub async fn among(db: &impl ConnectionTrait, which: Condition, limit: u64) -> Result<Vec<Uuid>> {
    Ok(loss::Entity::find()
        .select_only()
        .column(loss::Column::DossierId)
        .filter(which)
        .order_by_asc(loss::Column::DossierId)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// Counts the links sent to the address of an account since then.
pub async fn mails_since(tx: &Tx, account_id: Uuid, since: Timestamp) -> Result<u64> {
    Ok(loss::Entity::find()
        .filter(loss::Column::AccountId.eq(account_id))
        .filter(loss::Column::MailedAt.gt(since.get()))
        .count(tx)
        .await?)
}
