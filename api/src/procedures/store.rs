//! Queries on dossiers, always under a scope or under the applicant's code.

use super::entity::{dossier, dossier_attachment, dossier_consultation, dossier_event, procedure_type};
use super::filing::REGISTRATION;
use super::query::DossierSort;
use super::strangers;
use crate::authz::Dossiers;
use crate::db::hold::Hold;
use crate::db::{Tx, engine};
use crate::directory::entity::unit;
use crate::error::{Error, Result};
use crate::http::paging::{Moment, Wanted};
use dto::Timestamp;
use dto::dossier::{DossierCounts, DossierState};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, Select, Statement,
};
use std::collections::HashMap;
use uuid::Uuid;

/// The clock runs.
pub const RUNNING: i16 = 0;
/// No clock runs: the applicant has to do something, or the procedure has no term.
pub const STANDING: i16 = 1;
/// There is a decision.
pub const DONE: i16 = 2;
/// The applicant has not confirmed it.
pub const UNCONFIRMED: i16 = 3;

fn visible(scope: &Dossiers) -> Select<dossier::Entity> {
    use dossier::Column;
    let condition = match scope {
        Dossiers::Everything => Condition::all(),
        Dossiers::Area(area) => area.condition(Column::AreaCode, Column::AreaPath),
        // A unit that was asked reads as long as its opinion is of use: what was decided is no business of its own.
        Dossiers::Consulted(unit) => Condition::all().add(Column::DecidedAt.is_null()).add(
            Column::Id.in_subquery(
                Query::select()
                    .column(dossier_consultation::Column::DossierId)
                    .from(dossier_consultation::Entity)
                    .and_where(dossier_consultation::Column::UnitId.eq(*unit))
                    .to_owned(),
            ),
        ),
    };
    dossier::Entity::find().filter(condition)
}

/// A dossier within reach.
pub async fn dossier(db: &impl ConnectionTrait, scope: &Dossiers, id: Uuid) -> Result<Option<dossier::Model>> {
    Ok(visible(scope).filter(dossier::Column::Id.eq(id)).one(db).await?)
}

/// The same, held until the transaction ends.
pub async fn hold(tx: &Tx, scope: &Dossiers, id: Uuid) -> Result<Option<dossier::Model>> {
    Ok(visible(scope).filter(dossier::Column::Id.eq(id)).held().one(tx).await?)
}

/// A dossier for the procedure's own effects, held until the transaction ends.
pub async fn hold_by_id(tx: &Tx, id: Uuid) -> Result<Option<dossier::Model>> {
    Ok(dossier::Entity::find_by_id(id).held().one(tx).await?)
}

/// Other dossiers of the same procedure for a place of the same name in the same area, newest first; those refused or
/// taken back do not count.
pub async fn same_application(db: &impl ConnectionTrait, row: &dossier::Model) -> Result<Vec<dossier::Model>> {
    use dossier::Column;
    let gone = [DossierState::Refused.as_str(), DossierState::Withdrawn.as_str()];
    Ok(dossier::Entity::find()
        .filter(Column::ProcedureType.eq(&row.procedure_type))
        .filter(Column::AreaCode.eq(&row.area_code))
        .filter(Column::TitleSearch.eq(&row.title_search))
        .filter(Column::Id.ne(row.id))
        .filter(Column::State.is_not_in(gone))
        .order_by_desc(Column::CreatedAt)
        .limit(5)
        .all(db)
        .await?)
}

/// The last dossier of a procedure that was granted for an account.
pub async fn granted_for(
    db: &impl ConnectionTrait,
    account_id: Uuid,
    procedure: &str,
) -> Result<Option<dossier::Model>> {
    use dossier::Column;
    let granted = [
        DossierState::ResultReady.as_str(),
        DossierState::Returned.as_str(),
        DossierState::Archived.as_str(),
    ];
    Ok(dossier::Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::ProcedureType.eq(procedure))
        .filter(Column::State.is_in(granted))
        .order_by_desc(Column::CreatedAt)
        .limit(1)
        .one(db)
        .await?)
}

/// What an account has filed of a procedure since a moment, the latest first.
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

/// Whether there is a request for data of that number that an officer has accepted, and that was not refused or taken back.
pub async fn data_request_is_accepted(db: &impl ConnectionTrait, number: &str) -> Result<bool> {
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
        .filter(Column::ProcedureType.eq(super::filing::DATA_REQUEST))
        .filter(Column::State.is_in(accepted.map(DossierState::as_str)))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// The dossier of a code, or the draft that nobody has confirmed.
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

/// The dossier of a code, held until the transaction ends.
pub async fn hold_by_code(tx: &Tx, indexes: Vec<Vec<u8>>) -> Result<Option<dossier::Model>> {
    Ok(dossier::Entity::find()
        .filter(dossier::Column::CodeIndex.is_in(indexes))
        .held()
        .one(tx)
        .await?)
}

/// The dossier whose link of confirmation had this fingerprint and was followed.
pub async fn by_confirmation(db: &impl ConnectionTrait, hash: Vec<u8>) -> Result<Option<dossier::Model>> {
    Ok(dossier::Entity::find()
        .filter(dossier::Column::ConfirmHash.eq(hash))
        .one(db)
        .await?)
}

/// Which dossiers a list shows.
pub struct Filter {
    /// Those done, newest first, instead of those that wait.
    pub ranks: Vec<i16>,
    /// Only in this state.
    pub state: Option<String>,
    /// Only of this procedure.
    pub procedure: Option<String>,
    /// Only overdue ones, now or when they were decided; or only the others.
    pub overdue: Option<bool>,
    /// Only those whose title has these folded words; none where nothing can be found.
    pub words: Option<Vec<String>>,
    /// Only the one of this number.
    pub number: Option<String>,
    /// Only those whose question the unit that looks has answered, or not; for units that were asked.
    pub answered: Option<bool>,
    /// Newest first.
    pub newest_first: bool,
    /// Only those to which something happened at or after this moment.
    pub updated_since: Option<Timestamp>,
    /// The order.
    pub sort: DossierSort,
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// In the queue.
    Queue(Place),
    /// In order of what happened last.
    Updated(Moment),
}

/// When something happened to a dossier last, as the index of that order has it.
const UPDATED: &str = r#"COALESCE("dossier"."updated_at", "dossier"."created_at")"#;

/// The place of a dossier in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its rank.
    pub rank: i16,
    /// The instant that orders it within.
    pub at: Timestamp,
    /// Its id.
    pub id: Uuid,
}

fn is_overdue(now: Timestamp, but: &[String]) -> Condition {
    use dossier::Column;
    Condition::all().add(is_own(but)).add(
        Condition::any()
            .add(Column::LateSeconds.is_not_null())
            .add(Column::DueAt.lte(now.get())),
    )
}

/// What is decided by whoever looks: all but what is about accounts of these posts.
fn is_own(but: &[String]) -> Condition {
    use dossier::Column;
    Condition::any()
        .add(Column::SubjectPost.is_null())
        .add(Column::SubjectPost.is_not_in(but.iter().map(String::as_str)))
}

/// The dossiers of which a unit has a question open.
fn has_open_question(unit: Uuid) -> Condition {
    Condition::all().add(
        dossier::Column::Id.in_subquery(
            Query::select()
                .column(dossier_consultation::Column::DossierId)
                .from(dossier_consultation::Entity)
                .and_where(dossier_consultation::Column::UnitId.eq(unit))
                .and_where(dossier_consultation::Column::AnsweredAt.is_null())
                .to_owned(),
        ),
    )
}

/// How many dossiers a unit was asked about: what it has to answer, and what of that is over its term; what it has answered.
pub async fn count_asked(
    db: &impl ConnectionTrait,
    unit: Uuid,
    procedure: Option<&str>,
    now: Timestamp,
) -> Result<DossierCounts> {
    use dossier::Column;
    use sea_orm::PaginatorTrait;
    let asked = |condition: Condition| {
        let query = visible(&Dossiers::Consulted(unit)).filter(condition);
        match procedure {
            Some(procedure) => query.filter(Column::ProcedureType.eq(procedure)),
            None => query,
        }
    };
    let open = asked(has_open_question(unit));
    let overdue = open.clone().filter(Column::DueAt.lte(now.get()));
    let registrations = open.clone().filter(Column::ProcedureType.eq(REGISTRATION));
    Ok(DossierCounts {
        waiting: open.count(db).await?,
        registrations: registrations.count(db).await?,
        overdue: overdue.count(db).await?,
        done: asked(has_open_question(unit).not()).count(db).await?,
        ..DossierCounts::default()
    })
}

/// What is over its term at a moment, but for what is about accounts of these posts.
#[derive(Clone, Copy)]
pub struct Overdue<'a> {
    /// The moment.
    pub at: Timestamp,
    /// The posts on which whoever counts does not decide.
    pub but: &'a [String],
}

/// A page of the queue.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Dossiers,
    filter: &Filter,
    foreign: &[String],
    after: Option<After>,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<dossier::Model>> {
    use dossier::Column;
    let mut query = visible(scope).filter(Column::QueueRank.is_in(filter.ranks.iter().copied()));
    if let Some(state) = &filter.state {
        query = query.filter(Column::State.eq(state));
    }
    if let Some(procedure) = &filter.procedure {
        query = query.filter(Column::ProcedureType.eq(procedure));
    }
    match filter.overdue {
        Some(true) => query = query.filter(is_overdue(now, foreign)),
        Some(false) => {
            query = query.filter(Column::LateSeconds.is_null()).filter(
                Condition::any()
                    .add(Column::DueAt.is_null())
                    .add(Column::DueAt.gt(now.get())),
            );
        }
        None => {}
    }
    if let (Some(answered), Dossiers::Consulted(unit)) = (filter.answered, scope) {
        let open = has_open_question(*unit);
        query = query.filter(if answered { open.not() } else { open });
    }
    let Some(words) = &filter.words else {
        return Ok(Vec::new());
    };
    for word in words {
        query = query.filter(Column::TitleSearch.contains(word));
    }
    if let Some(number) = &filter.number {
        query = query.filter(Column::Number.eq(number));
    }
    let updated = Expr::cust(UPDATED);
    if let Some(since) = filter.updated_since {
        query = query.filter(updated.clone().gte(since.get()));
    }
    if let Some(After::Updated(place)) = after {
        query = query.filter(place.beyond(&updated, Column::Id));
    }
    if let Some(After::Queue(place)) = after {
        let (at, id) = (place.at.get(), place.id);
        let beyond = if filter.newest_first {
            Condition::any()
                .add(Column::QueueAt.lt(at))
                .add(Condition::all().add(Column::QueueAt.eq(at)).add(Column::Id.lt(id)))
        } else {
            Condition::any()
                .add(Column::QueueRank.gt(place.rank))
                .add(
                    Condition::all()
                        .add(Column::QueueRank.eq(place.rank))
                        .add(Column::QueueAt.gt(at)),
                )
                .add(
                    Condition::all()
                        .add(Column::QueueRank.eq(place.rank))
                        .add(Column::QueueAt.eq(at))
                        .add(Column::Id.gt(id)),
                )
        };
        query = query.filter(beyond);
    }
    query = if filter.sort == DossierSort::Updated {
        query.order_by_asc(updated).order_by_asc(Column::Id)
    } else if filter.newest_first {
        query.order_by_desc(Column::QueueAt).order_by_desc(Column::Id)
    } else {
        query
            .order_by_asc(Column::QueueRank)
            .order_by_asc(Column::QueueAt)
            .order_by_asc(Column::Id)
    };
    Ok(query.limit(limit).all(db).await?)
}

/// How many dossiers within reach stand in these states; of those with a running clock, or of those overdue.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Dossiers,
    procedure: Option<&str>,
    states: &[&str],
    overdue: Option<Overdue<'_>>,
) -> Result<u64> {
    use dossier::Column;
    use sea_orm::PaginatorTrait;
    let mut query = visible(scope).filter(Column::State.is_in(states.iter().copied()));
    if let Some(procedure) = procedure {
        query = query.filter(Column::ProcedureType.eq(procedure));
    }
    if let Some(Overdue { at, but }) = overdue {
        query = query.filter(Column::DueAt.lte(at.get())).filter(is_own(but));
    }
    Ok(query.count(db).await?)
}

/// Adds a dossier.
pub async fn insert(tx: &Tx, row: dossier::Model) -> Result<()> {
    let row: dossier::ActiveModel = row.into();
    dossier::Entity::insert(row.reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Stores a dossier that was held. When something happened to it last is noted with what happened (`touch`).
pub async fn update(tx: &Tx, row: dossier::Model) -> Result<()> {
    let row: dossier::ActiveModel = row.into();
    let mut row = row.reset_all();
    row.updated_at = NotSet;
    row.update(tx).await?;
    Ok(())
}

/// Notes when something happened to a dossier last.
pub async fn touch(tx: &Tx, id: Uuid, now: Timestamp) -> Result<()> {
    dossier::Entity::update_many()
        .col_expr(dossier::Column::UpdatedAt, Expr::value(now.get()))
        .filter(dossier::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// A procedure type.
pub async fn procedure(db: &impl ConnectionTrait, id: &str) -> Result<procedure_type::Model> {
    procedure_type::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Error::internal(anyhow::anyhow!("no procedure {id}")))
}

/// Every procedure type, by id.
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

/// The events of a dossier, oldest first.
pub async fn events(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<dossier_event::Model>> {
    Ok(dossier_event::Entity::find()
        .filter(dossier_event::Column::DossierId.eq(id))
        .order_by_asc(dossier_event::Column::At)
        .order_by_asc(dossier_event::Column::Id)
        .all(db)
        .await?)
}

/// A file of a dossier without its content.
#[derive(Debug, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are described in the migration")]
pub struct AttachmentHead {
    pub id: Uuid,
    pub name_sealed: Vec<u8>,
    pub media_type: String,
    pub size: i32,
    pub is_result: bool,
    pub added_at: time::OffsetDateTime,
}

/// The files of a dossier, oldest first; their content may be megabytes and stays where it is.
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

/// A file of a dossier, whole.
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

/// What units were asked about these dossiers, oldest first.
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

/// The latest question to a unit, answered or not, held until the transaction ends.
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

/// A question to a unit.
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

/// Units by id.
pub async fn units(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<HashMap<Uuid, unit::Model>> {
    let found = unit::Entity::find().filter(unit::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|unit| (unit.id, unit)).collect())
}

/// Dossiers of a procedure with a running clock: those that end before `soon` and that nobody was reminded of, and those
/// that have ended and nobody was told of.
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

/// Notes that those who decide were told of these dossiers. Nothing else of the rows is written: an officer may be
/// deciding on one of them.
pub async fn mark_told(tx: &Tx, ids: Vec<Uuid>, column: dossier::Column, now: Timestamp) -> Result<()> {
    dossier::Entity::update_many()
        .col_expr(column, Expr::value(now.get()))
        .filter(dossier::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}
