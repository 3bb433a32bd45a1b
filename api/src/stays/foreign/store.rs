//! Queries on foreign guests and their marks. A list covers one facility and some days of arrival, and uses an existing
//! index.

use super::super::entity::foreign_guest_mark::{self as mark, Column as Mark};
use super::super::entity::stay::{self, Column};
use super::super::sight::Sight;
use super::super::store::visible;
use super::query::{After, Days};
use super::standing::STATE;
use crate::authz::{ScopedCaller, Territory};
use crate::db::Tx;
use crate::db::hold::Hold;
use crate::error::Result;
use dto::Timestamp;
use dto::stay::{ForeignCounts, ForeignState};
use rules::zone;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoCondition};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef, Select,
};
use std::collections::{HashMap, HashSet};
use time::OffsetDateTime;
use uuid::Uuid;

/// The filter of a list.
pub struct Guests {
    /// The days of arrival.
    pub days: Days,
    /// Only guests in this state.
    pub state: Option<ForeignState>,
    /// Only guests after this position.
    pub after: Option<After>,
}

/// A stay and its mark at the site.
pub type Known = (stay::Model, Option<mark::Model>);

fn to_mark() -> RelationDef {
    stay::Entity::belongs_to(mark::Entity)
        .from(Column::Id)
        .to(Mark::StayId)
        .into()
}

/// Returns the position of a state in the order of a list.
pub fn place_of(state: ForeignState) -> u8 {
    match state {
        ForeignState::Waiting => 0,
        ForeignState::Changed => 1,
        ForeignState::Withdrawn => 2,
        ForeignState::Exported => 3,
        ForeignState::Confirmed => 4,
    }
}

fn place(state: ForeignState) -> i32 {
    place_of(state).into()
}

fn state() -> Expr {
    Expr::cust(STATE)
}

/// Returns the visible stays of a facility.
fn seen(sight: Sight<'_>, facility: Uuid) -> Select<stay::Entity> {
    visible(sight).filter(Column::FacilityId.eq(facility))
}

/// Returns the stays of these days whose guests have arrived, and those of which the site has received data.
fn listed(sight: Sight<'_>, facility: Uuid, days: Days, now: Timestamp) -> Select<stay::Entity> {
    let to_be_declared = Condition::all()
        .add(Column::Nationality.ne("VN"))
        .add(Column::CancelledAt.is_null())
        .add(Column::ArrivalAt.lte(now.get()));
    let told = Condition::any()
        .add(Mark::ExportedVersion.is_not_null())
        .add(Mark::ConfirmedVersion.is_not_null());
    seen(sight, facility)
        .join(JoinType::LeftJoin, to_mark())
        .filter(Column::ArrivalAt.gte(zone::start_of_day(days.from)))
        .filter(Column::ArrivalAt.lt(zone::end_of_day(days.to)))
        .filter(Condition::any().add(to_be_declared).add(told))
}

/// The condition for the rows after the last one of the previous page.
fn behind(after: After) -> Condition {
    let at = after.arrival_at.get();
    let earlier = Condition::any().add(Column::ArrivalAt.lt(at)).add(
        Condition::all()
            .add(Column::ArrivalAt.eq(at))
            .add(Column::Id.lt(after.id)),
    );
    Condition::any()
        .add(state().gt(i32::from(after.place)))
        .add(Condition::all().add(state().eq(i32::from(after.place))).add(earlier))
}

/// Returns a page: pending guests first, within a state the latest arrivals first.
pub async fn page(
    db: &impl ConnectionTrait,
    sight: Sight<'_>,
    facility: Uuid,
    guests: Guests,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<Known>> {
    let mut rows = listed(sight, facility, guests.days, now);
    if let Some(only) = guests.state {
        rows = rows.filter(state().eq(place(only)).into_condition());
    }
    if let Some(after) = guests.after {
        rows = rows.filter(behind(after));
    }
    Ok(rows
        .order_by_asc(state())
        .order_by_desc(Column::ArrivalAt)
        .order_by_desc(Column::Id)
        .limit(limit)
        .select_also(mark::Entity)
        .all(db)
        .await?)
}

/// Counts the guests by state.
pub async fn counts(
    db: &impl ConnectionTrait,
    sight: Sight<'_>,
    facility: Uuid,
    days: Days,
    now: Timestamp,
) -> Result<ForeignCounts> {
    let counted: Vec<(i32, i64)> = listed(sight, facility, days, now)
        .select_only()
        .column_as(state(), "state")
        .column_as(Column::Id.count(), "guests")
        .group_by(state())
        .into_tuple()
        .all(db)
        .await?;
    let mut counts = ForeignCounts::default();
    for known in ForeignState::ALL.iter().copied() {
        let found = counted.iter().find(|(at, _)| *at == place(known));
        counts.set(known, found.map_or(0, |(_, count)| count.unsigned_abs()));
    }
    Ok(counts)
}

/// Returns the stays that are pending for a file, the latest arrivals first.
pub async fn waiting(
    tx: &Tx,
    sight: Sight<'_>,
    facility: Uuid,
    days: Days,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<Uuid>> {
    let wanted = [ForeignState::Waiting, ForeignState::Changed].map(place);
    Ok(listed(sight, facility, days, now)
        .filter(state().is_in(wanted))
        .select_only()
        .column(Column::Id)
        .order_by_desc(Column::ArrivalAt)
        .order_by_desc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(tx)
        .await?)
}

/// Returns those of the stays that belong to the facility and are visible, by time of arrival, locked until the
/// transaction ends. They are locked in the order of their ids, as everywhere.
pub async fn hold(tx: &Tx, sight: Sight<'_>, facility: Uuid, ids: &[Uuid]) -> Result<Vec<Known>> {
    let mut held = seen(sight, facility)
        .filter(Column::Id.is_in(ids.to_vec()))
        .order_by_asc(Column::Id)
        .held()
        .all(tx)
        .await?;
    held.sort_by_key(|stay| (stay.arrival_at, stay.id));
    let mut marks = marks(tx, ids).await?;
    Ok(held
        .into_iter()
        .map(|stay| {
            let mark = marks.remove(&stay.id);
            (stay, mark)
        })
        .collect())
}

async fn marks(db: &impl ConnectionTrait, stays: &[Uuid]) -> Result<HashMap<Uuid, mark::Model>> {
    let found = mark::Entity::find()
        .filter(Mark::StayId.is_in(stays.to_vec()))
        .all(db)
        .await?;
    Ok(found.into_iter().map(|mark| (mark.stay_id, mark)).collect())
}

/// Returns the mark of a stay at the site.
pub async fn mark_of(db: &impl ConnectionTrait, stay: Uuid) -> Result<Option<mark::Model>> {
    Ok(mark::Entity::find_by_id(stay).one(db).await?)
}

/// The kind of record about stays.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The stays were put into a file.
    Exported,
    /// The site has accepted them.
    Confirmed,
}

/// Records this for locked stays, with their current versions.
pub async fn note(tx: &Tx, caller: &ScopedCaller<Territory>, stays: &[&Known], what: Note) -> Result<()> {
    let own = caller.account()?;
    let marked: HashSet<Uuid> = stays
        .iter()
        .filter_map(|(stay, mark)| mark.as_ref().map(|_| stay.id))
        .collect();
    let fresh: Vec<mark::ActiveModel> = stays
        .iter()
        .filter(|(stay, _)| !marked.contains(&stay.id))
        .map(|(stay, _)| mark::ActiveModel {
            stay_id: Set(stay.id),
            ..Default::default()
        })
        .collect();
    if !fresh.is_empty() {
        mark::Entity::insert_many(fresh).exec_without_returning(tx).await?;
    }
    let (version, at, by, operator, name) = match what {
        Note::Exported => (
            Mark::ExportedVersion,
            Mark::ExportedAt,
            Mark::ExportedBy,
            Mark::ExportedByOperator,
            Mark::ExportedByName,
        ),
        Note::Confirmed => (
            Mark::ConfirmedVersion,
            Mark::ConfirmedAt,
            Mark::ConfirmedBy,
            Mark::ConfirmedByOperator,
            Mark::ConfirmedByName,
        ),
    };
    let ids: Vec<Uuid> = stays.iter().map(|(stay, _)| stay.id).collect();
    mark::Entity::update_many()
        .col_expr(version, version_now())
        .col_expr(at, Expr::value(caller.now.get()))
        .col_expr(by, Expr::value(own.account_id))
        .col_expr(operator, Expr::value(own.operator_id))
        .col_expr(name, Expr::value(own.holder_name.clone()))
        .filter(Mark::StayId.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// The current version of the stay of a mark.
fn version_now() -> Expr {
    Expr::cust(r#"(SELECT "stay"."version" FROM "stay" WHERE "stay"."id" = "foreign_guest_mark"."stay_id")"#)
}

/// Withdraws confirmations.
pub async fn unconfirm(tx: &Tx, stays: Vec<Uuid>) -> Result<()> {
    mark::Entity::update_many()
        .col_expr(Mark::ConfirmedVersion, Expr::value(None::<i32>))
        .col_expr(Mark::ConfirmedAt, Expr::value(None::<OffsetDateTime>))
        .col_expr(Mark::ConfirmedBy, Expr::value(None::<Uuid>))
        .col_expr(Mark::ConfirmedByOperator, Expr::value(None::<Uuid>))
        .col_expr(Mark::ConfirmedByName, Expr::value(None::<String>))
        .filter(Mark::StayId.is_in(stays))
        .exec(tx)
        .await?;
    Ok(())
}

/// Sets the marks to the current versions of the stays.
pub async fn carry_over(tx: &Tx, stays: Vec<Uuid>) -> Result<()> {
    for version in [Mark::ExportedVersion, Mark::ConfirmedVersion] {
        mark::Entity::update_many()
            .col_expr(version, version_now())
            .filter(Mark::StayId.is_in(stays.clone()))
            .filter(Expr::col((mark::Entity, version)).eq(version_now().sub(1)))
            .exec(tx)
            .await?;
    }
    Ok(())
}
