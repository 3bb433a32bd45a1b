//! Queries on stays, always within a scope.

use super::entity::{stay, stay_acknowledgement as seen, stay_thread as talk, stay_version};
use super::number::{self, Number};
use super::query::{StateFilter, StayQuery};
use super::sight::Sight;
use crate::db::hold::Hold;
use crate::db::{Coded, Tx, engine, is_lost_race};
use crate::error::Result;
use crate::http::order::{Order, Place};
use crate::http::paging::Wanted;
use dto::Timestamp;
use dto::stay::TalkState;
use rules::nights::{DepartureTerms, StayKind};
use rules::zone;
use sea_orm::sea_query::{Condition, Expr, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};
use stay::Column;
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// The largest number of stays with which new ones are compared: no facility has more guests with these documents at a
/// time.
const MOST_WITH_NUMBERS: u64 = 2_000;

/// The largest number of open stays that are read: more guests than any facility has beds.
pub const MOST_OPEN: u64 = 5_000;

/// Selects the visible stays. Every query on stays begins with it.
pub(super) fn visible(sight: Sight<'_>) -> Select<stay::Entity> {
    stay::Entity::find().filter(sight.condition())
}

/// Returns a stay within reach.
pub async fn get(db: &impl ConnectionTrait, sight: Sight<'_>, id: Uuid) -> Result<Option<stay::Model>> {
    Ok(visible(sight).filter(Column::Id.eq(id)).one(db).await?)
}

/// Returns a stay within reach, locked until the transaction ends.
pub async fn get_for_change(tx: &Tx, sight: Sight<'_>, id: Uuid) -> Result<Option<stay::Model>> {
    Ok(visible(sight).filter(Column::Id.eq(id)).held().one(tx).await?)
}

/// Returns those of the stays that are within reach, locked until the transaction ends. They are locked in one order,
/// so that two such operations never wait for each other.
pub async fn all_for_change(tx: &Tx, sight: Sight<'_>, ids: Vec<Uuid>) -> Result<HashMap<Uuid, stay::Model>> {
    let held = visible(sight)
        .filter(Column::Id.is_in(ids))
        .order_by_asc(Column::Id)
        .held()
        .all(tx)
        .await?;
    Ok(held.into_iter().map(|row| (row.id, row)).collect())
}

/// Stores a new stay.
pub async fn insert(tx: &Tx, row: stay::Model) -> Result<(), sea_orm::DbErr> {
    stay::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Stores new stays, with several in one statement.
pub async fn insert_all(tx: &Tx, mut rows: Vec<stay::Model>) -> Result<(), sea_orm::DbErr> {
    // Sorted by the client's ids: two clients that send the same ids then wait only once.
    rows.sort_by(|one, other| one.external_id.cmp(&other.external_id));
    // SQLite binds at most 32,766 values in one statement.
    for chunk in rows.chunks(250) {
        let rows = chunk.iter().cloned().map(|row| row.into_active_model().reset_all());
        stay::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Stores the versions `before` and replaces them by `after`. Returns `false` if another change was made first.
pub async fn replace(tx: &Tx, before: Vec<stay_version::ActiveModel>, after: Vec<stay::Model>) -> Result<bool> {
    match stay_version::Entity::insert_many(before)
        .exec_without_returning(tx)
        .await
    {
        Ok(_) => {}
        Err(error) if is_lost_race(&error) => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    // Each row has different values.
    for row in after {
        let (id, version) = (row.id, row.version);
        let done = stay::Entity::update_many()
            .set(row.into_active_model().reset_all())
            .filter(Column::Id.eq(id))
            .filter(Column::Version.eq(version - 1))
            .exec(tx)
            .await?;
        if done.rows_affected != 1 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns the earlier versions of a stay, oldest first.
pub async fn versions(db: &impl ConnectionTrait, stay_id: Uuid) -> Result<Vec<stay_version::Model>> {
    Ok(stay_version::Entity::find()
        .filter(stay_version::Column::StayId.eq(stay_id))
        .order_by_asc(stay_version::Column::Version)
        .limit(500)
        .all(db)
        .await?)
}

/// Returns the condition for a state; `row::standing` is the equivalent for one row.
pub(super) fn standing(state: StateFilter, now: Timestamp, terms: &DepartureTerms) -> Condition {
    let open = || {
        Condition::all()
            .add(Column::DepartedAt.is_null())
            .add(Column::CancelledAt.is_null())
    };
    let present = || open().add(Column::ArrivalAt.lte(now.get()));
    match state {
        StateFilter::Expected => open().add(Column::ArrivalAt.gt(now.get())),
        StateFilter::Present => present(),
        StateFilter::Departed => Condition::all()
            .add(Column::DepartedAt.is_not_null())
            .add(Column::CancelledAt.is_null()),
        StateFilter::Cancelled => Condition::all().add(Column::CancelledAt.is_not_null()),
        StateFilter::Overdue => present().add(overdue(now, terms)),
        StateFilter::Leaving => {
            let today = zone::local_date(now.get());
            present()
                .add(Column::PlannedDepartureAt.gte(zone::start_of_day(today)))
                .add(Column::PlannedDepartureAt.lt(zone::end_of_day(today)))
                .add(overdue(now, terms).not())
        }
    }
}

/// The condition for overdue stays: past the cut-off of the planned day (KH-11.2e-1). For day use, and where no cut-off
/// exists, past the planned instant.
fn overdue(now: Timestamp, terms: &DepartureTerms) -> Condition {
    let past_instant = Column::PlannedDepartureAt.lt(now.get());
    let Some(cutoff) = terms.cutoff else {
        return Condition::all().add(past_instant);
    };
    let local = zone::local(now.get());
    // The last day whose cut-off has passed.
    let day = if local.time() > cutoff.0 {
        local.date()
    } else {
        local.date().previous_day().unwrap_or(local.date())
    };
    let overnight = Coded(StayKind::Overnight);
    let by_the_hour = Condition::all()
        .add(Column::Kind.ne(overnight))
        .add(past_instant.clone());
    // The cut-off does not apply to a guest who arrived after it and plans to leave in the same night.
    let came_before_cutoff = Column::ArrivalAt.lt(zone::at(day, cutoff.0));
    let overnight = Condition::all()
        .add(Column::Kind.eq(overnight))
        .add(Column::PlannedDepartureAt.lt(zone::end_of_day(day)))
        .add(Condition::any().add(came_before_cutoff).add(past_instant));
    Condition::any().add(by_the_hour).add(overnight)
}

/// The conditions of the partial indexes, word for word: if the value were a parameter, the database could not know
/// that the index contains all requested rows.
const FOREIGN: &str = "\"stay\".\"nationality\" <> 'VN'";
const DAY_USE: &str = "\"stay\".\"kind\" = 'day_use'";

fn literal(condition: &'static str) -> Expr {
    Expr::cust(condition)
}

fn filtered(sight: Sight<'_>, query: &StayQuery, now: Timestamp, terms: &DepartureTerms) -> Select<stay::Entity> {
    let mut rows = visible(sight);
    if let Some(id) = query.facility_id {
        rows = rows.filter(Column::FacilityId.eq(id));
    }
    if let Some(group) = query.group_id {
        rows = rows.filter(Column::GroupId.eq(group));
    }
    if let Some(day) = query.notified_from {
        rows = rows.filter(Column::NotifiedAt.gte(zone::start_of_day(day)));
    }
    if let Some(day) = query.notified_to {
        rows = rows.filter(Column::NotifiedAt.lt(zone::end_of_day(day)));
    }
    if let Some(since) = query.updated_since {
        rows = rows.filter(Column::ActAt.gte(since.get()));
    }
    if let Some(state) = query.state {
        rows = rows.filter(standing(state, now, terms));
    }
    rows = match query.nationality.as_deref() {
        Some("foreign") => rows.filter(literal(FOREIGN)),
        Some("VN") => rows.filter(Column::Nationality.eq("VN")),
        Some(code) => rows.filter(literal(FOREIGN)).filter(Column::Nationality.eq(code)),
        None => rows,
    };
    rows = match query.late {
        Some(true) => rows.filter(Column::LateSeconds.is_not_null()),
        Some(false) => rows.filter(Column::LateSeconds.is_null()),
        None => rows,
    };
    rows = match query.acknowledged {
        Some(true) => rows.filter(Column::Id.in_subquery(seen_ones())),
        Some(false) => rows.filter(is_unseen()),
        None => rows,
    };
    if let Some(state) = query.talk {
        rows = rows.filter(Column::Id.in_subquery(talks_that_are(state)));
    }
    match query.kind {
        Some(StayKind::DayUse) => rows.filter(literal(DAY_USE)),
        Some(kind) => rows.filter(Column::Kind.eq(Coded(kind))),
        None => rows,
    }
}

/// Selects the ids of stays whose thread is in this state, for a filter.
fn talks_that_are(state: TalkState) -> SelectStatement {
    talk::Entity::find()
        .select_only()
        .column(talk::Column::StayId)
        .filter(talk::Column::State.eq(Coded(state)))
        .into_query()
}

/// Selects the ids of acknowledged stays, for a filter.
fn seen_ones() -> SelectStatement {
    Query::select()
        .column(seen::Column::StayId)
        .from(seen::Entity)
        .to_owned()
}

/// Counts the stays that no officer has acknowledged.
const UNSEEN: &str = r#"COUNT(CASE WHEN NOT EXISTS (SELECT 1 FROM "stay_acknowledgement" WHERE "stay_acknowledgement"."stay_id" = "stay"."id") THEN 1 END)"#;

/// The condition that no officer has acknowledged the stay. It looks up the key of the acknowledgement for each row, so
/// that the list reads no more of them than it shows.
fn is_unseen() -> SimpleExpr {
    Expr::cust(
        r#"NOT EXISTS (SELECT 1 FROM "stay_acknowledgement" WHERE "stay_acknowledgement"."stay_id" = "stay"."id")"#,
    )
}

/// Returns a page of stays, in that order.
pub async fn list(
    db: &impl ConnectionTrait,
    sight: Sight<'_>,
    query: &StayQuery,
    (order, wanted): (&Order<stay::Model>, &Wanted<Place>),
    (now, terms): (Timestamp, &DepartureTerms),
) -> Result<Vec<stay::Model>> {
    Ok(order.page(filtered(sight, query, now, terms), wanted).all(db).await?)
}

/// Counts the stays that match a filter, the late ones among them, and those that no officer has acknowledged.
pub async fn count(
    db: &impl ConnectionTrait,
    sight: Sight<'_>,
    query: &StayQuery,
    (now, terms): (Timestamp, &DepartureTerms),
) -> Result<(u64, u64, u64)> {
    let counted: Option<(i64, i64, i64)> = filtered(sight, query, now, terms)
        .select_only()
        .column_as(Column::Id.count(), "total")
        .column_as(Column::LateSeconds.count(), "late")
        .column_as(Expr::cust(UNSEEN), "unseen")
        .into_tuple()
        .one(db)
        .await?;
    let (total, late, unseen) = counted.unwrap_or_default();
    Ok((total.unsigned_abs(), late.unsigned_abs(), unseen.unsigned_abs()))
}

/// The criteria of a search for a person. All given criteria have to match.
pub struct PersonCriteria {
    /// Folded words of the name.
    pub words: Vec<String>,
    /// The number of a document.
    pub number: Option<Number>,
    /// Date of birth.
    pub birth_date: Option<time::Date>,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Only stays that arrived on or after this local day.
    pub from: Option<time::Date>,
    /// Only stays that arrived on or before this local day.
    pub to: Option<time::Date>,
}

fn in_period(mut rows: Select<stay::Entity>, criteria: &PersonCriteria) -> Select<stay::Entity> {
    if let Some(day) = criteria.from {
        rows = rows.filter(Column::ArrivalAt.gte(zone::start_of_day(day)));
    }
    if let Some(day) = criteria.to {
        rows = rows.filter(Column::ArrivalAt.lt(zone::end_of_day(day)));
    }
    rows
}

/// The document number of a stay: the id of the stay, the sealed number, and its index.
pub type FoundNumber = (Uuid, Vec<u8>, Vec<u8>);

/// Returns the documents of the newest `limit` matching stays. The caller removes duplicates: grouping here would read
/// every stay of everybody called Nguyễn.
pub async fn find_numbers(
    db: &impl ConnectionTrait,
    sight: Sight<'_>,
    criteria: &PersonCriteria,
    limit: u64,
) -> Result<Vec<FoundNumber>> {
    let mut rows = in_period(visible(sight), criteria);
    if !criteria.words.is_empty() {
        rows = rows.filter(engine::name_has_words(db, &criteria.words));
    }
    if let Some(number) = &criteria.number {
        rows = rows.filter(Column::DocumentNumberIndex.is_in(number.indexes().to_vec()));
    }
    if let Some(date) = criteria.birth_date {
        rows = rows.filter(Column::BirthDate.eq(date));
    }
    if let Some(year) = criteria.birth_year {
        rows = rows.filter(Column::BirthYear.eq(year));
    }
    Ok(rows
        .select_only()
        .columns([Column::Id, Column::DocumentNumberSealed, Column::DocumentNumberIndex])
        .order_by_desc(Column::NotifiedAt)
        .order_by_desc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// Returns the stays with these documents, newest first.
pub async fn stays_of(
    db: &impl ConnectionTrait,
    sight: Sight<'_>,
    numbers: &[Number],
    criteria: &PersonCriteria,
    limit: u64,
) -> Result<Vec<stay::Model>> {
    Ok(in_period(visible(sight), criteria)
        .filter(Column::DocumentNumberIndex.is_in(number::indexes_of(numbers)))
        .order_by_desc(Column::ArrivalAt)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Returns the other stays with the same document at other facilities, in any area, that began in `[since, until)`;
/// newest first. Only for the answer to the police that such a stay exists.
pub async fn elsewhere(
    db: &impl ConnectionTrait,
    this: &stay::Model,
    number: &Number,
    (since, until): (time::OffsetDateTime, time::Date),
    limit: u64,
) -> Result<Vec<stay::Model>> {
    Ok(stay::Entity::find()
        .filter(Column::DocumentNumberIndex.is_in(number.indexes().to_vec()))
        .filter(Column::FacilityId.ne(this.facility_id))
        .filter(Column::CancelledAt.is_null())
        .filter(Column::ArrivalAt.gte(since))
        .filter(Column::ArrivalAt.lt(zone::start_of_day(until)))
        .order_by_desc(Column::ArrivalAt)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Returns the stays of the same facility with `numbers`, the numbers of `rows`, whose time can overlap; latest arrival
/// first.
pub async fn with_numbers(tx: &Tx, rows: &[stay::Model], numbers: &[Number]) -> Result<Vec<stay::Model>> {
    let ends = rows
        .iter()
        .map(|row| row.departed_at.unwrap_or(row.planned_departure_at));
    let (Some(first), Some(from), Some(until)) =
        (rows.first(), rows.iter().map(|row| row.arrival_at).min(), ends.max())
    else {
        return Ok(Vec::new());
    };
    let indexes: BTreeSet<Vec<u8>> = number::indexes_of(numbers).into_iter().collect();
    Ok(stay::Entity::find()
        .filter(Column::DocumentNumberIndex.is_in(indexes))
        .filter(Column::FacilityId.eq(first.facility_id))
        .filter(Column::CancelledAt.is_null())
        .filter(Column::ArrivalAt.lt(until))
        .filter(
            Condition::any()
                .add(Column::DepartedAt.is_null())
                .add(Column::DepartedAt.gt(from)),
        )
        .order_by_desc(Column::ArrivalAt)
        .order_by_desc(Column::Id)
        .limit(MOST_WITH_NUMBERS)
        .all(tx)
        .await?)
}

/// Returns the stays of a facility with one of these ids of its client.
pub async fn with_external_ids(
    db: &impl ConnectionTrait,
    facility_id: Uuid,
    ids: Vec<String>,
) -> Result<Vec<stay::Model>> {
    Ok(stay::Entity::find()
        .filter(Column::FacilityId.eq(facility_id))
        .filter(Column::ExternalId.is_in(ids))
        .limit(MOST_WITH_NUMBERS)
        .all(db)
        .await?)
}

/// Returns those of these stays that are within reach.
pub async fn reached(db: &impl ConnectionTrait, sight: Sight<'_>, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    let rows = visible(sight)
        .filter(Column::Id.is_in(ids))
        .select_only()
        .column(Column::Id);
    Ok(rows.into_tuple().all(db).await?.into_iter().collect())
}

/// Returns the open stays of a facility, the earliest planned departure first.
pub async fn open_stays(db: &impl ConnectionTrait, facility_id: Uuid, limit: u64) -> Result<Vec<stay::Model>> {
    Ok(stay::Entity::find()
        .filter(Column::FacilityId.eq(facility_id))
        .filter(Column::DepartedAt.is_null())
        .filter(Column::CancelledAt.is_null())
        .order_by_asc(Column::PlannedDepartureAt)
        .limit(limit)
        .all(db)
        .await?)
}

/// Returns the stays of a facility with an arrival or departure in a period.
pub async fn arrived_or_left(
    db: &impl ConnectionTrait,
    facility_id: Uuid,
    column: Column,
    from: Timestamp,
    until: Timestamp,
    limit: u64,
) -> Result<Vec<stay::Model>> {
    Ok(stay::Entity::find()
        .filter(Column::FacilityId.eq(facility_id))
        .filter(column.gte(from.get()))
        .filter(column.lt(until.get()))
        .filter(Column::CancelledAt.is_null())
        .order_by_asc(column)
        .limit(limit)
        .all(db)
        .await?)
}

/// Counts the notifications for a facility, since a moment or in total.
pub async fn notified_since(
    db: &impl ConnectionTrait,
    facility: Uuid,
    since: Option<time::OffsetDateTime>,
) -> Result<u64> {
    let since = since.map(|since| Column::NotifiedAt.gte(since));
    Ok(stay::Entity::find()
        .filter(Condition::all().add(Column::FacilityId.eq(facility)).add_option(since))
        .filter(Column::CancelledAt.is_null())
        .count(db)
        .await?)
}
