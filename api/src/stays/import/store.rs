//! Queries on imports and their rows, always of one facility.

use super::entity::Known;
use super::same::{Guest, Place, Seen};
use crate::authz::Territory;
use crate::db::hold::Hold;
use crate::db::{Coded, Tx};
use crate::error::Result;
use crate::stays::entity::{stay, stay_import, stay_import_row};
use dto::Timestamp;
use dto::import::{ImportState, RowOutcome, RowState};
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use std::collections::{HashMap, HashSet};
use time::OffsetDateTime;
use uuid::Uuid;

/// The largest number of values in one list of a statement.
const LIST: usize = 1_000;

/// Selects the imports within reach: only those of the caller's own facility.
fn visible(scope: &Territory) -> Select<stay_import::Entity> {
    let own = match scope {
        Territory::Facility(id) => Condition::all().add(stay_import::Column::FacilityId.eq(*id)),
        _ => Condition::all().add(Expr::val(false)),
    };
    stay_import::Entity::find().filter(own)
}

/// Returns an import within reach.
pub async fn get(db: &impl ConnectionTrait, scope: &Territory, id: Uuid) -> Result<Option<stay_import::Model>> {
    Ok(visible(scope).filter(stay_import::Column::Id.eq(id)).one(db).await?)
}

/// Returns an import within reach, locked until the transaction ends.
pub async fn hold(tx: &Tx, scope: &Territory, id: Uuid) -> Result<Option<stay_import::Model>> {
    Ok(visible(scope)
        .filter(stay_import::Column::Id.eq(id))
        .held()
        .one(tx)
        .await?)
}

/// Returns an import for the job that stores it.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<stay_import::Model>> {
    Ok(stay_import::Entity::find_by_id(id).one(db).await?)
}

/// Returns an import for the job, locked until the transaction ends.
pub async fn hold_for_job(tx: &Tx, id: Uuid) -> Result<Option<stay_import::Model>> {
    Ok(stay_import::Entity::find_by_id(id).held().one(tx).await?)
}

/// Stores a new import with its rows.
pub async fn insert(tx: &Tx, import: stay_import::Model, rows: Vec<stay_import_row::Model>) -> Result<()> {
    stay_import::Entity::insert(import.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    insert_rows(tx, rows).await
}

/// Inserts rows, also in place of deleted ones.
pub async fn insert_rows(tx: &Tx, rows: Vec<stay_import_row::Model>) -> Result<()> {
    for chunk in rows.chunks(500) {
        let rows = chunk.iter().cloned().map(|row| row.into_active_model().reset_all());
        stay_import_row::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Updates an import.
pub async fn update(tx: &Tx, import: stay_import::Model) -> Result<()> {
    let id = import.id;
    stay_import::Entity::update_many()
        .set(import.into_active_model().reset_all())
        .filter(stay_import::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The filter for rows of an import.
#[derive(Default)]
pub struct Wanted {
    /// Only rows with one of these outcomes; an empty list means all.
    pub outcomes: Vec<RowOutcome>,
    /// Only rows in one of these states; an empty list means all.
    pub states: Vec<RowState>,
    /// Only rows after this position.
    pub after: Option<i32>,
}

/// Returns rows of an import, in the order of the file.
pub async fn rows(
    db: &impl ConnectionTrait,
    import: Uuid,
    wanted: Wanted,
    limit: u64,
) -> Result<Vec<stay_import_row::Model>> {
    use stay_import_row::Column;
    let mut rows = stay_import_row::Entity::find().filter(Column::ImportId.eq(import));
    if !wanted.outcomes.is_empty() {
        rows = rows.filter(Column::Outcome.is_in(wanted.outcomes.into_iter().map(Coded)));
    }
    if !wanted.states.is_empty() {
        rows = rows.filter(Column::State.is_in(wanted.states.into_iter().map(Coded)));
    }
    if let Some(after) = wanted.after {
        rows = rows.filter(Column::Position.gt(after));
    }
    Ok(rows.order_by_asc(Column::Position).limit(limit).all(db).await?)
}

/// Returns those of the lines that the import has.
pub async fn lines_of(tx: &Tx, import: Uuid, lines: &[i32]) -> Result<HashSet<i32>> {
    use stay_import_row::Column;
    let mut found = HashSet::new();
    for chunk in lines.chunks(LIST) {
        let rows: Vec<i32> = stay_import_row::Entity::find()
            .select_only()
            .column(Column::Line)
            .filter(Column::ImportId.eq(import))
            .filter(Column::Line.is_in(chunk.to_vec()))
            .into_tuple()
            .all(tx)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Stores the decision about rows.
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

/// Stores the new state of rows.
pub async fn set_state(tx: &Tx, ids: Vec<Uuid>, state: RowState) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    stay_import_row::Entity::update_many()
        .col_expr(stay_import_row::Column::State, Expr::value(Coded(state)))
        .filter(stay_import_row::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes rows.
pub async fn delete_rows(tx: &Tx, ids: Vec<Uuid>) -> Result<()> {
    if !ids.is_empty() {
        stay_import_row::Entity::delete_many()
            .filter(stay_import_row::Column::Id.is_in(ids))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Returns the stays of a facility that have one of these document indexes and overlap a period.
pub async fn known(
    db: &impl ConnectionTrait,
    facility: Uuid,
    indexes: &[Vec<u8>],
    (from, until): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<Known>> {
    use stay::Column;
    // A second stay on the same day also needs a warning.
    let from = rules::zone::start_of_day(rules::zone::local_date(from));
    let mut found = Vec::new();
    for chunk in indexes.chunks(LIST) {
        let stays = stay::Entity::find()
            .select_only()
            .columns([
                Column::Code,
                Column::FullName,
                Column::BirthDate,
                Column::BirthYear,
                Column::Nationality,
                Column::DocumentType,
                Column::DocumentNumberIndex,
                Column::ArrivalAt,
                Column::PlannedDepartureAt,
                Column::DepartedAt,
            ])
            .filter(Column::DocumentNumberIndex.is_in(chunk.to_vec()))
            .filter(Column::FacilityId.eq(facility))
            // A cancelled stay may be notified again.
            .filter(Column::CancelledAt.is_null())
            .filter(Column::ArrivalAt.lt(until))
            .filter(
                Condition::any()
                    .add(Column::PlannedDepartureAt.gte(from))
                    .add(Column::DepartedAt.gte(from)),
            )
            .order_by_asc(Column::Id)
            .into_model::<Known>()
            .all(db)
            .await?;
        found.extend(stays);
    }
    Ok(found)
}

/// Returns those of these guests whom the facility has notified for about the same time.
pub async fn seen<'a>(
    db: &impl ConnectionTrait,
    facility: Uuid,
    guests: impl Iterator<Item = &'a Guest>,
) -> Result<Seen> {
    let mut seen = Seen::default();
    // A stay may be stored under any of the indexes of its number.
    let (mut numbers, mut spans) = (HashMap::new(), Vec::new());
    for guest in guests {
        let number = guest.number();
        numbers.extend(number.indexes().iter().map(|index| (index.clone(), number.clone())));
        spans.push(guest.span());
    }
    let from = spans.iter().map(|(from, _)| *from).min();
    let until = spans.iter().map(|(_, until)| *until).max();
    if let (Some(from), Some(until)) = (from, until) {
        let indexes: Vec<Vec<u8>> = numbers.keys().cloned().collect();
        for stay in known(db, facility, &indexes, (from, until)).await? {
            if let Some(number) = numbers.get(&stay.document_number_index) {
                seen.add(Guest::stored(&stay, number.clone()), Place::Stay(stay.code));
            }
        }
    }
    Ok(seen)
}

/// Returns confirmed imports that may be continued.
pub async fn waiting(db: &impl ConnectionTrait, free: Condition, limit: u64) -> Result<Vec<Uuid>> {
    use stay_import::Column;
    Ok(stay_import::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(free)
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// Claims an import for storing. Returns `true` for one instance only, until its lease ends.
pub async fn claim(tx: &Tx, id: Uuid, instance: Uuid, free: Condition, until: Timestamp) -> Result<bool> {
    use stay_import::Column;
    let taken = stay_import::Entity::update_many()
        .col_expr(Column::LeasedBy, Expr::value(instance))
        .col_expr(Column::LeasedUntil, Expr::value(until.get()))
        .filter(Column::Id.eq(id))
        .filter(free)
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Releases an import before its lease ends.
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

/// Returns the imports whose rows have expired: not confirmed since `unconfirmed`, or finished since `done`.
pub async fn outlived(tx: &Tx, unconfirmed: OffsetDateTime, done: OffsetDateTime, limit: u64) -> Result<Vec<Uuid>> {
    use stay_import::Column;
    let old = Condition::any()
        .add(
            Condition::all()
                .add(Column::State.eq(Coded(ImportState::Previewed)))
                .add(Column::CreatedAt.lte(unconfirmed)),
        )
        .add(
            Condition::all()
                .add(Column::State.eq(Coded(ImportState::Stored)))
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

/// Returns the unconfirmed imports of a facility except the newest `kept`.
pub async fn superfluous(tx: &Tx, facility: Uuid, kept: u64) -> Result<Vec<Uuid>> {
    use stay_import::Column;
    Ok(stay_import::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::FacilityId.eq(facility))
        .filter(Column::State.eq(Coded(ImportState::Previewed)))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .offset(kept)
        .limit(LIST as u64)
        .into_tuple()
        .all(tx)
        .await?)
}

/// Deletes the guest data of imports; the counts remain.
pub async fn wipe(tx: &Tx, ids: Vec<Uuid>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    stay_import_row::Entity::delete_many()
        .filter(stay_import_row::Column::ImportId.is_in(ids.clone()))
        .exec(tx)
        .await?;
    stay_import::Entity::update_many()
        .col_expr(stay_import::Column::State, Expr::value(Coded(ImportState::Expired)))
        .col_expr(stay_import::Column::AboutSealed, Expr::value(None::<Vec<u8>>))
        .filter(stay_import::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}
