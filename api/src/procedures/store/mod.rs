//! Queries on dossiers, always within a scope or by the applicant's code.

pub mod queue;
pub mod strangers;

use super::entity::dossier_attachment::AttachmentHead;
use super::entity::{dossier, dossier_attachment, dossier_consultation, dossier_event, procedure_type};
use crate::authz::{Dossiers, Handled};
use crate::db::hold::Hold;
use crate::db::{Coded, Tx, engine};
use crate::error::{Error, Result};
use crate::http::paging::{Moment, Wanted};
use dto::Timestamp;
use dto::account::AccountTier;
use dto::dossier::DossierState;
use rules::procedure::Kind;
use sea_orm::sea_query::{Condition, Expr, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, Select, Statement,
};
use std::collections::HashMap;
use uuid::Uuid;

/// The rank of dossiers with a running clock.
pub const RUNNING: i16 = 0;
/// The rank of dossiers without a running clock: the applicant has to act, or the procedure has no term.
pub const STANDING: i16 = 1;
/// The rank of decided dossiers.
pub const DONE: i16 = 2;

/// Selects the dossiers within reach.
pub(super) fn visible(scope: &Dossiers) -> Select<dossier::Entity> {
    let condition = match scope {
        Dossiers::Everything => Condition::all(),
        // An empty "any" would match all rows.
        Dossiers::Own { handled, asked } => Condition::any()
            .add(Expr::val(false))
            .add_option(handled.as_ref().map(is_handled))
            .add_option(asked.map(is_asked)),
    };
    dossier::Entity::find().filter(condition)
}

/// The condition for what a tier handles in its area.
pub(super) fn is_handled(handled: &Handled) -> Condition {
    use dossier::Column;
    Condition::all()
        .add(Column::HandledBy.eq(handled.by.to_string()))
        .add(handled.area.condition(Column::AreaCode, Column::AreaPath))
}

/// The condition for what a unit was asked about. It can read a dossier until the decision, while its opinion is
/// useful.
pub(super) fn is_asked(unit: Uuid) -> Condition {
    Condition::all().add(dossier::Column::DecidedAt.is_null()).add(
        dossier::Column::Id.in_subquery(
            Query::select()
                .column(dossier_consultation::Column::DossierId)
                .from(dossier_consultation::Entity)
                .and_where(dossier_consultation::Column::UnitId.eq(unit))
                .to_owned(),
        ),
    )
}

/// Returns a dossier within reach.
pub async fn dossier(db: &impl ConnectionTrait, scope: &Dossiers, id: Uuid) -> Result<Option<dossier::Model>> {
    Ok(visible(scope).filter(dossier::Column::Id.eq(id)).one(db).await?)
}

/// Returns a dossier within reach, locked until the transaction ends.
pub async fn hold(tx: &Tx, scope: &Dossiers, id: Uuid) -> Result<Option<dossier::Model>> {
    Ok(visible(scope).filter(dossier::Column::Id.eq(id)).held().one(tx).await?)
}

/// Returns a dossier for the effects of a procedure, locked until the transaction ends.
pub async fn hold_by_id(tx: &Tx, id: Uuid) -> Result<Option<dossier::Model>> {
    Ok(dossier::Entity::find_by_id(id).held().one(tx).await?)
}

/// Returns other dossiers of the same procedure for a place with the same name in the same area, newest first; refused
/// and withdrawn ones do not count.
pub async fn same_application(
    db: &impl ConnectionTrait,
    id: Uuid,
    (procedure, area_code, title): (&str, &str, &str),
) -> Result<Vec<dossier::Model>> {
    use dossier::Column;
    let gone = [DossierState::Refused, DossierState::Withdrawn].map(Coded);
    Ok(dossier::Entity::find()
        .filter(Column::ProcedureType.eq(procedure))
        .filter(Column::AreaCode.eq(area_code))
        .filter(Column::TitleSearch.eq(rules::name::fold(title)))
        .filter(Column::Id.ne(id))
        .filter(Column::State.is_not_in(gone))
        .order_by_desc(Column::CreatedAt)
        .limit(5)
        .all(db)
        .await?)
}

/// Returns the dossiers that an account has filed of a procedure since a moment, the latest first.
pub async fn filed_by(
    db: &impl ConnectionTrait,
    account_id: Uuid,
    procedure: &str,
    since: Timestamp,
    wanted: Wanted<Moment>,
) -> Result<Vec<dossier::Model>> {
    use dossier::Column;
    let rows = dossier::Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::FiledBy.eq(account_id))
        .filter(Column::ProcedureType.eq(procedure))
        .filter(Column::CreatedAt.gte(since.get()));
    Ok(wanted.latest_first(rows, Column::CreatedAt, Column::Id).all(db).await?)
}

/// Returns whether a dossier of that number and kind exists, was accepted by an officer, and was not refused or
/// withdrawn.
pub async fn is_accepted(db: &impl ConnectionTrait, number: &str, kind: Kind) -> Result<bool> {
    use dossier::Column;
    let accepted = [
        DossierState::Accepted,
        DossierState::InProcess,
        DossierState::ResultReady,
        DossierState::Returned,
        DossierState::Archived,
    ];
    let found = dossier::Entity::find()
        .filter(Column::Number.eq(number))
        .filter(Column::Kind.eq(Coded(kind)))
        .filter(Column::State.is_in(accepted.map(Coded)))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Returns the dossier of a code, or its unconfirmed draft.
pub async fn by_code(db: &impl ConnectionTrait, indexes: Vec<Vec<u8>>) -> Result<Option<dossier::Model>> {
    let filed = dossier::Entity::find()
        .filter(dossier::Column::CodeIndex.is_in(indexes.clone()))
        .one(db)
        .await?;
    match filed {
        Some(filed) => Ok(Some(filed)),
        None => strangers::draft_by_code(db, indexes).await,
    }
}

/// Returns the dossier of a code, locked until the transaction ends.
pub async fn hold_by_code(tx: &Tx, indexes: Vec<Vec<u8>>) -> Result<Option<dossier::Model>> {
    Ok(dossier::Entity::find()
        .filter(dossier::Column::CodeIndex.is_in(indexes))
        .held()
        .one(tx)
        .await?)
}

/// Returns the dossier whose confirmation link had this fingerprint and was followed.
pub async fn by_confirmation(db: &impl ConnectionTrait, hash: Vec<u8>) -> Result<Option<dossier::Model>> {
    Ok(dossier::Entity::find()
        .filter(dossier::Column::ConfirmHash.eq(hash))
        .one(db)
        .await?)
}

/// Adds a dossier.
pub async fn insert(tx: &Tx, row: dossier::Model) -> Result<()> {
    let row: dossier::ActiveModel = row.into();
    dossier::Entity::insert(row.reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Stores a locked dossier. The time of its last event is stored with the event (`touch`).
pub async fn update(tx: &Tx, row: dossier::Model) -> Result<()> {
    let row: dossier::ActiveModel = row.into();
    let mut row = row.reset_all();
    row.updated_at = NotSet;
    row.update(tx).await?;
    Ok(())
}

/// Stores the account that a dossier concerns, and its tier.
pub async fn set_account(tx: &Tx, id: Uuid, account_id: Uuid, tier: AccountTier) -> Result<()> {
    dossier::Entity::update_many()
        .col_expr(dossier::Column::AccountId, Expr::value(account_id))
        .col_expr(dossier::Column::SubjectTier, Expr::value(tier.to_string()))
        .filter(dossier::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Stores the time of the last event of a dossier.
pub async fn touch(tx: &Tx, id: Uuid, now: Timestamp) -> Result<()> {
    dossier::Entity::update_many()
        .col_expr(dossier::Column::UpdatedAt, Expr::value(now.get()))
        .filter(dossier::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Returns a procedure type.
pub async fn procedure(db: &impl ConnectionTrait, id: &str) -> Result<procedure_type::Model> {
    procedure_type::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Error::internal(anyhow::anyhow!("no procedure {id}")))
}

/// Returns every procedure type, by id.
pub async fn procedures(db: &impl ConnectionTrait) -> Result<HashMap<String, procedure_type::Model>> {
    let all = procedure_type::Entity::find().all(db).await?;
    Ok(all.into_iter().map(|kind| (kind.id.clone(), kind)).collect())
}

/// Takes the next running number of a procedure.
pub async fn next_number(tx: &Tx, procedure: &str) -> Result<i32> {
    #[derive(FromQueryResult)]
    struct Number {
        last_number: i32,
    }
    let sql = "UPDATE procedure_type SET last_number = last_number + 1 WHERE id = ? RETURNING last_number";
    let backend = tx.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, engine::placeholders(tx, sql), [procedure.into()]);
    Number::find_by_statement(statement)
        .one(tx)
        .await?
        .map(|number| number.last_number)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("no procedure {procedure}")))
}

/// Returns the events of a dossier, oldest first.
pub async fn events(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<dossier_event::Model>> {
    Ok(dossier_event::Entity::find()
        .filter(dossier_event::Column::DossierId.eq(id))
        .order_by_asc(dossier_event::Column::At)
        .order_by_asc(dossier_event::Column::Id)
        .all(db)
        .await?)
}

/// Returns the files of a dossier, oldest first, without their content, which may be megabytes.
pub async fn attachments(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<AttachmentHead>> {
    use dossier_attachment::Column;
    let mut files = dossier_attachment::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::NameSealed,
            Column::MediaType,
            Column::Size,
            Column::IsResult,
            Column::AddedAt,
        ])
        .filter(Column::DossierId.eq(id))
        .order_by_asc(Column::Id)
        .into_model::<AttachmentHead>()
        .all(db)
        .await?;
    files.extend(strangers::files(db, id).await?);
    Ok(files)
}

/// Attaches a file to a dossier.
pub async fn attach(tx: &Tx, row: dossier_attachment::ActiveModel) -> Result<()> {
    dossier_attachment::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Returns a file of a dossier with its content.
pub async fn attachment(
    db: &impl ConnectionTrait,
    dossier_id: Uuid,
    id: Uuid,
) -> Result<Option<dossier_attachment::Model>> {
    let file = dossier_attachment::Entity::find_by_id(id)
        .filter(dossier_attachment::Column::DossierId.eq(dossier_id))
        .one(db)
        .await?;
    match file {
        Some(file) => Ok(Some(file)),
        None => strangers::file(db, dossier_id, id).await,
    }
}

/// Returns the questions to units about these dossiers, oldest first.
pub async fn consultations(
    db: &impl ConnectionTrait,
    dossiers: Vec<Uuid>,
    of_unit: Option<Uuid>,
) -> Result<Vec<dossier_consultation::Model>> {
    use dossier_consultation::Column;
    let mut query = dossier_consultation::Entity::find().filter(Column::DossierId.is_in(dossiers));
    if let Some(unit) = of_unit {
        query = query.filter(Column::UnitId.eq(unit));
    }
    Ok(query.order_by_asc(Column::Id).all(db).await?)
}

/// Returns the latest question to a unit, answered or not, locked until the transaction ends.
pub async fn hold_question(tx: &Tx, dossier_id: Uuid, unit_id: Uuid) -> Result<Option<dossier_consultation::Model>> {
    use dossier_consultation::Column;
    Ok(dossier_consultation::Entity::find()
        .filter(Column::DossierId.eq(dossier_id))
        .filter(Column::UnitId.eq(unit_id))
        .order_by_desc(Column::Id)
        .held()
        .one(tx)
        .await?)
}

/// Returns a question to a unit.
pub async fn question(
    db: &impl ConnectionTrait,
    dossier_id: Uuid,
    id: Uuid,
) -> Result<Option<dossier_consultation::Model>> {
    Ok(dossier_consultation::Entity::find_by_id(id)
        .filter(dossier_consultation::Column::DossierId.eq(dossier_id))
        .one(db)
        .await?)
}

/// Returns dossiers of a procedure with a running clock: those whose term ends before `soon` and has no reminder yet,
/// and those whose term has ended without a notification yet.
pub async fn to_remind(
    db: &impl ConnectionTrait,
    procedure: &str,
    soon: Timestamp,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<dossier::Model>> {
    use dossier::Column;
    let over = Condition::all()
        .add(Column::DueAt.lte(now.get()))
        .add(Column::OverdueToldAt.is_null());
    let ending = Condition::all()
        .add(Column::DueAt.lte(soon.get()))
        .add(Column::DueAt.gt(now.get()))
        .add(Column::RemindedAt.is_null());
    Ok(dossier::Entity::find()
        .filter(Column::QueueRank.eq(RUNNING))
        .filter(Column::ProcedureType.eq(procedure))
        .filter(Condition::any().add(over).add(ending))
        .order_by_asc(Column::QueueAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Records that the deciding officers were notified of these dossiers. No other column is written, because an officer
/// may be deciding on one of them.
pub async fn mark_told(tx: &Tx, ids: Vec<Uuid>, column: dossier::Column, now: Timestamp) -> Result<()> {
    dossier::Entity::update_many()
        .col_expr(column, Expr::value(now.get()))
        .filter(dossier::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// Adds an event.
pub async fn add_event(tx: &Tx, row: dossier_event::ActiveModel) -> Result<()> {
    dossier_event::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Adds a question to a unit.
pub async fn ask(tx: &Tx, row: dossier_consultation::ActiveModel) -> Result<()> {
    dossier_consultation::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Stores changes of a question to a unit.
pub async fn update_question(tx: &Tx, row: dossier_consultation::ActiveModel) -> Result<()> {
    row.update(tx).await?;
    Ok(())
}

/// Adds a procedure type, or updates it to the definition of this release; its terms and its running number do not
/// change.
pub async fn put_procedure(tx: &Tx, row: procedure_type::ActiveModel) -> Result<()> {
    use procedure_type::Column;
    let says = [
        Column::Kind,
        Column::Title,
        Column::TitleEn,
        Column::HandledBy,
        Column::FiledBy,
        Column::ConfirmedByMail,
        Column::Form,
        Column::NumberPrefix,
    ];
    procedure_type::Entity::insert(row)
        .on_conflict(OnConflict::column(Column::Id).update_columns(says).to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
