//! Queries on imports and their rows, always of one facility.

use crate::authz::Scope;
use crate::db::Tx;
use crate::error::Result;
use crate::stays::entity::{stay, stay_import, stay_import_row};
use dto::Timestamp;
use dto::import::{ImportState, RowOutcome, RowState};
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use std::collections::HashSet;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// Most values in one list of a statement.
const LIST: usize = 1_000;

/// The imports within reach: only ever those of one's own house.
fn visible(scope: &Scope) -> Select<stay_import::Entity> {
    let own = match scope {
        Scope::Facility(id) => Condition::all().add(stay_import::Column::FacilityId.eq(*id)),
        _ => Condition::all().add(Expr::val(false)),
    };
    stay_import::Entity::find().filter(own)
}

/// An import within reach.
pub async fn get(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> Result<Option<stay_import::Model>> {
    Ok(visible(scope).filter(stay_import::Column::Id.eq(id)).one(db).await?)
}

/// An import within reach, held until the transaction ends.
pub async fn hold(tx: &Tx, scope: &Scope, id: Uuid) -> Result<Option<stay_import::Model>> {
    Ok(visible(scope)
        .filter(stay_import::Column::Id.eq(id))
        .lock_exclusive()
        .one(tx)
        .await?)
}

/// An import for the job that stores it, held until the transaction ends.
pub async fn hold_for_job(tx: &Tx, id: Uuid) -> Result<Option<stay_import::Model>> {
    Ok(stay_import::Entity::find_by_id(id).lock_exclusive().one(tx).await?)
}

/// Stores a new import with its rows.
pub async fn insert(tx: &Tx, import: stay_import::Model, rows: Vec<stay_import_row::Model>) -> Result<()> {
    stay_import::Entity::insert(import.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    insert_rows(tx, rows).await
}

/// Puts rows in the place of those that were taken away.
pub async fn insert_rows(tx: &Tx, rows: Vec<stay_import_row::Model>) -> Result<()> {
    for chunk in rows.chunks(500) {
        let rows = chunk.iter().cloned().map(|row| row.into_active_model().reset_all());
        stay_import_row::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Writes an import back.
pub async fn update(tx: &Tx, import: stay_import::Model) -> Result<()> {
    let id = import.id;
    stay_import::Entity::update_many()
        .set(import.into_active_model().reset_all())
        .filter(stay_import::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Which rows of an import.
#[derive(Default)]
pub struct Wanted {
    /// Only those found to be this.
    pub outcome: Option<RowOutcome>,
    /// Only those that have become this.
    pub state: Option<RowState>,
    /// Only those behind this place.
    pub after: Option<i32>,
}

/// Rows of an import, in the order of the file.
pub async fn rows(
    db: &impl ConnectionTrait,
    import: Uuid,
    wanted: Wanted,
    limit: u64,
) -> Result<Vec<stay_import_row::Model>> {
    use stay_import_row::Column;
    let mut rows = stay_import_row::Entity::find().filter(Column::ImportId.eq(import));
    if let Some(outcome) = wanted.outcome {
        rows = rows.filter(Column::Outcome.eq(outcome.as_str()));
    }
    if let Some(state) = wanted.state {
        rows = rows.filter(Column::State.eq(state.as_str()));
    }
    if let Some(after) = wanted.after {
        rows = rows.filter(Column::Position.gt(after));
    }
    Ok(rows.order_by_asc(Column::Position).limit(limit).all(db).await?)
}

/// Keeps what was decided about the mends of rows.
pub async fn decide(tx: &Tx, import: Uuid, lines: &[i32], accepted: bool) -> Result<()> {
    use stay_import_row::Column;
    for chunk in lines.chunks(LIST) {
        stay_import_row::Entity::update_many()
            .col_expr(Column::Accepted, Expr::value(accepted))
            .filter(Column::ImportId.eq(import))
            .filter(Column::Line.is_in(chunk.to_vec()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Keeps what has become of rows.
pub async fn set_state(tx: &Tx, ids: Vec<Uuid>, state: RowState) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    stay_import_row::Entity::update_many()
        .col_expr(stay_import_row::Column::State, Expr::value(state.as_str()))
        .filter(stay_import_row::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes rows away.
pub async fn delete_rows(tx: &Tx, ids: Vec<Uuid>) -> Result<()> {
    if !ids.is_empty() {
        stay_import_row::Entity::delete_many()
            .filter(stay_import_row::Column::Id.is_in(ids))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The documents among these with which a facility has notified, each with the moment of arrival.
pub async fn arrivals_of(
    db: &impl ConnectionTrait,
    facility: Uuid,
    documents: &[Vec<u8>],
    (from, to): (Date, Date),
) -> Result<HashSet<(Vec<u8>, Date)>> {
    use stay::Column;
    let mut found = HashSet::new();
    for chunk in documents.chunks(LIST) {
        let stays: Vec<(Vec<u8>, OffsetDateTime)> = stay::Entity::find()
            .select_only()
            .column(Column::DocumentNumberIndex)
            .column(Column::ArrivalAt)
            .filter(Column::DocumentNumberIndex.is_in(chunk.to_vec()))
            .filter(Column::FacilityId.eq(facility))
            // What was taken back may be notified again.
            .filter(Column::CancelledAt.is_null())
            .filter(Column::ArrivalAt.gte(rules::zone::start_of_day(from)))
            .filter(Column::ArrivalAt.lt(rules::zone::end_of_day(to)))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(
            stays
                .into_iter()
                .map(|(index, at)| (index, super::cells::local_day(at))),
        );
    }
    Ok(found)
}

/// Imports that are confirmed and that nobody is storing.
pub async fn waiting(db: &impl ConnectionTrait, free: Condition, limit: u64) -> Result<Vec<Uuid>> {
    use stay_import::Column;
    Ok(stay_import::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.eq(ImportState::Storing.as_str()))
        .filter(free)
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// Takes an import for storing: `true` for one instance only, until its lease runs out.
pub async fn claim(tx: &Tx, id: Uuid, instance: Uuid, free: Condition, until: Timestamp) -> Result<bool> {
    use stay_import::Column;
    let taken = stay_import::Entity::update_many()
        .col_expr(Column::LeasedBy, Expr::value(instance))
        .col_expr(Column::LeasedUntil, Expr::value(until.get()))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(ImportState::Storing.as_str()))
        .filter(free)
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Gives an import back before its lease runs out.
pub async fn give_back(tx: &Tx, id: Uuid, instance: Uuid) -> Result<()> {
    use stay_import::Column;
    stay_import::Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(None::<OffsetDateTime>))
        .filter(Column::Id.eq(id))
        .filter(Column::LeasedBy.eq(instance))
        .exec(tx)
        .await?;
    Ok(())
}

/// The imports whose rows have served their time: never confirmed since `unconfirmed`, or done since `done`.
pub async fn outlived(tx: &Tx, unconfirmed: OffsetDateTime, done: OffsetDateTime, limit: u64) -> Result<Vec<Uuid>> {
    use stay_import::Column;
    let old = Condition::any()
        .add(
            Condition::all()
                .add(Column::State.eq(ImportState::Previewed.as_str()))
                .add(Column::CreatedAt.lte(unconfirmed)),
        )
        .add(
            Condition::all()
                .add(Column::State.eq(ImportState::Stored.as_str()))
                .add(Column::FinishedAt.lte(done)),
        );
    Ok(stay_import::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(old)
        .limit(limit)
        .into_tuple()
        .all(tx)
        .await?)
}

/// The unconfirmed imports of a facility but for the newest `kept`.
pub async fn superfluous(tx: &Tx, facility: Uuid, kept: u64) -> Result<Vec<Uuid>> {
    use stay_import::Column;
    Ok(stay_import::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::FacilityId.eq(facility))
        .filter(Column::State.eq(ImportState::Previewed.as_str()))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .offset(kept)
        .limit(LIST as u64)
        .into_tuple()
        .all(tx)
        .await?)
}

/// Takes away what imports hold of guests; how many there were stays.
pub async fn wipe(tx: &Tx, ids: Vec<Uuid>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    stay_import_row::Entity::delete_many()
        .filter(stay_import_row::Column::ImportId.is_in(ids.clone()))
        .exec(tx)
        .await?;
    stay_import::Entity::update_many()
        .col_expr(stay_import::Column::State, Expr::value(ImportState::Expired.as_str()))
        .col_expr(stay_import::Column::AboutSealed, Expr::value(None::<Vec<u8>>))
        .filter(stay_import::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}
