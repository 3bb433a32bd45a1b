//! Queries on areas and reference lists.

use super::entity::{area, reference_entry, reference_list};
use crate::db::Tx;
use crate::db::hold::Hold;
use crate::error::Result;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryOrder,
    Statement,
};
use serde_json::Value;

/// A tier that some type of procedure names as its handler.
#[derive(FromQueryResult)]
struct Handler {
    handled_by: String,
}

/// Returns all areas.
pub async fn areas(db: &impl ConnectionTrait) -> Result<Vec<area::Model>> {
    Ok(area::Entity::find().all(db).await?)
}

/// Returns whether any area exists.
pub async fn has_areas(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(area::Entity::find().one(db).await?.is_some())
}

/// Locks an area.
pub async fn hold_area(tx: &Tx, code: &str) -> Result<()> {
    area::Entity::find_by_id(code).held().one(tx).await?;
    Ok(())
}

/// Adds areas.
pub async fn add_areas(tx: &Tx, rows: Vec<area::ActiveModel>) -> Result<()> {
    // Both engines limit the number of values in one statement.
    for chunk in rows.chunks(1_000) {
        area::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Returns all lists, without their entries.
pub async fn lists(db: &impl ConnectionTrait) -> Result<Vec<reference_list::Model>> {
    Ok(reference_list::Entity::find().all(db).await?)
}

/// Adds a list.
pub async fn add_list(tx: &Tx, row: reference_list::ActiveModel) -> Result<()> {
    reference_list::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores the changes of a list.
pub async fn update_list(tx: &Tx, row: reference_list::ActiveModel) -> Result<()> {
    reference_list::Entity::update(row).exec(tx).await?;
    Ok(())
}

/// Returns the entries of all lists, in their order.
pub async fn entries(db: &impl ConnectionTrait) -> Result<Vec<reference_entry::Model>> {
    Ok(reference_entry::Entity::find()
        .order_by_asc(reference_entry::Column::List)
        .order_by_asc(reference_entry::Column::Position)
        .all(db)
        .await?)
}

/// Adds entries of a list.
pub async fn add_entries(tx: &Tx, rows: Vec<reference_entry::ActiveModel>) -> Result<()> {
    reference_entry::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Stores other attributes of an entry.
pub async fn set_attributes(tx: &Tx, entry: reference_entry::Model, attributes: Value) -> Result<()> {
    let mut row = entry.into_active_model();
    row.attributes = Set(attributes);
    row.update(tx).await?;
    Ok(())
}

/// Returns the tiers that types of procedures name as their handlers.
pub async fn handlers(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT handled_by FROM procedure_type";
    let handlers = Handler::find_by_statement(Statement::from_string(db.get_database_backend(), sql));
    let handlers = handlers.all(db).await?;
    Ok(handlers.into_iter().map(|handler| handler.handled_by).collect())
}
