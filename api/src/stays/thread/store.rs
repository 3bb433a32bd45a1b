//! Queries on acknowledgements and messages.

use super::super::entity::{stay, stay_acknowledgement as seen, stay_message as message, stay_thread as talk};
use super::super::sight::Sight;
use super::super::store::visible;
use crate::db::{Coded, Tx};
use crate::error::Result;
use dto::stay::TalkState;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The largest number of messages of one stay that are read.
const MOST: u64 = 200;

/// Returns the acknowledgement of a stay and its messages, the earliest first.
pub async fn of(db: &impl ConnectionTrait, stay: Uuid) -> Result<(Option<seen::Model>, Vec<message::Model>)> {
    let acknowledgement = seen::Entity::find_by_id(stay).one(db).await?;
    let messages = message::Entity::find()
        .filter(message::Column::StayId.eq(stay))
        .order_by_asc(message::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    Ok((acknowledgement, messages))
}

/// Stores an acknowledgement; `false` if one exists already. The stay is locked, so no other transaction can interfere.
pub async fn acknowledge(tx: &Tx, row: seen::ActiveModel, stay: Uuid) -> Result<bool> {
    let is_first = seen::Entity::find_by_id(stay).one(tx).await?.is_none();
    if is_first {
        seen::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(is_first)
}

/// Stores a message and the new state of the thread. The stay is locked, so no other transaction can interfere. There
/// is no upsert: SQLite runs the trigger that refuses a replacement before it applies the conflict clause of an insert.
pub async fn add(tx: &Tx, row: message::ActiveModel, standing: talk::Model) -> Result<()> {
    message::Entity::insert(row).exec_without_returning(tx).await?;
    let changed = talk::Entity::update_many()
        .set(talk::ActiveModel {
            state: Set(standing.state),
            at: Set(standing.at),
            ..Default::default()
        })
        .filter(talk::Column::StayId.eq(standing.stay_id))
        .exec(tx)
        .await?;
    if changed.rows_affected == 0 {
        let row = talk::ActiveModel {
            stay_id: Set(standing.stay_id),
            facility_id: Set(standing.facility_id),
            state: Set(standing.state),
            at: Set(standing.at),
        };
        talk::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The marks of the stays of a list: the acknowledged ones, and the states of the threads.
#[derive(Default)]
pub struct Marks {
    /// The stays acknowledged by the police.
    pub acknowledged: HashSet<Uuid>,
    /// The state of the thread of each stay with a question.
    pub talks: HashMap<Uuid, Coded<TalkState>>,
}

/// Returns the marks of these stays.
pub async fn marks(db: &impl ConnectionTrait, stays: &[Uuid]) -> Result<Marks> {
    let mut marks = Marks::default();
    for chunk in stays.chunks(1_000) {
        let found: Vec<Uuid> = seen::Entity::find()
            .select_only()
            .column(seen::Column::StayId)
            .filter(seen::Column::StayId.is_in(chunk.to_vec()))
            .into_tuple()
            .all(db)
            .await?;
        marks.acknowledged.extend(found);
        let talks: Vec<(Uuid, Coded<TalkState>)> = talk::Entity::find()
            .select_only()
            .column(talk::Column::StayId)
            .column(talk::Column::State)
            .filter(talk::Column::StayId.is_in(chunk.to_vec()))
            .into_tuple()
            .all(db)
            .await?;
        marks.talks.extend(talks);
    }
    Ok(marks)
}

/// Returns the stays of a facility with an open question, the oldest question first.
pub async fn asked_of(db: &impl ConnectionTrait, facility: Uuid, limit: u64) -> Result<Vec<stay::Model>> {
    let waiting: Vec<Uuid> = talk::Entity::find()
        .select_only()
        .column(talk::Column::StayId)
        .filter(talk::Column::FacilityId.eq(facility))
        .filter(talk::Column::State.eq(Coded(TalkState::Asked)))
        .order_by_asc(talk::Column::At)
        .order_by_asc(talk::Column::StayId)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let mut found: HashMap<Uuid, stay::Model> = stay::Entity::find()
        .filter(stay::Column::Id.is_in(waiting.clone()))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    Ok(waiting.into_iter().filter_map(|id| found.remove(&id)).collect())
}

/// Counts the open questions to a facility.
pub async fn count_asked(db: &impl ConnectionTrait, facility: Uuid) -> Result<u32> {
    let count = talk::Entity::find()
        .filter(talk::Column::FacilityId.eq(facility))
        .filter(talk::Column::State.eq(Coded(TalkState::Asked)))
        .count(db)
        .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Returns those of the stays that are within reach and not yet acknowledged, with their areas.
pub async fn unseen_of(tx: &Tx, sight: Sight<'_>, stays: &[Uuid]) -> Result<(usize, Vec<(Uuid, String)>)> {
    let within: Vec<(Uuid, String)> = visible(sight)
        .select_only()
        .column(stay::Column::Id)
        .column(stay::Column::AreaCode)
        .filter(stay::Column::Id.is_in(stays.to_vec()))
        .into_tuple()
        .all(tx)
        .await?;
    let ids: Vec<Uuid> = within.iter().map(|(id, _)| *id).collect();
    let seen: HashSet<Uuid> = marks(tx, &ids).await?.acknowledged;
    let count = within.len();
    let unseen = within.into_iter().filter(|(id, _)| !seen.contains(id)).collect();
    Ok((count, unseen))
}

/// Stores acknowledgements; existing ones remain.
pub async fn acknowledge_all(tx: &Tx, rows: Vec<seen::ActiveModel>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let first_stays = OnConflict::column(seen::Column::StayId).do_nothing().to_owned();
    seen::Entity::insert_many(rows)
        .on_conflict(first_stays)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
