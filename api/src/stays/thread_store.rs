//! Queries on acknowledgements and messages.

use super::entity::{stay_acknowledgement as seen, stay_message as message};
use crate::db::Tx;
use crate::error::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Most messages of one stay that are read.
const MOST: u64 = 200;

/// That a stay was seen, and what was said about it, the earliest first.
pub async fn of(db: &impl ConnectionTrait, stay: Uuid) -> Result<(Option<seen::Model>, Vec<message::Model>)> {
    let acknowledged = seen::Entity::find_by_id(stay).one(db).await?;
    let messages = message::Entity::find()
        .filter(message::Column::StayId.eq(stay))
        .order_by_asc(message::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    Ok((acknowledged, messages))
}

/// Notes that a stay was seen; `false` when somebody was first. The stay is held, so nobody comes between.
pub async fn acknowledge(tx: &Tx, row: seen::ActiveModel, stay: Uuid) -> Result<bool> {
    let is_first = seen::Entity::find_by_id(stay).one(tx).await?.is_none();
    if is_first {
        seen::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(is_first)
}

/// Stores a message.
pub async fn add(tx: &Tx, row: message::ActiveModel) -> Result<()> {
    message::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Which of the stays were seen, and which have a question without an answer.
pub async fn marks(db: &impl ConnectionTrait, stays: &[Uuid]) -> Result<(HashSet<Uuid>, HashSet<Uuid>)> {
    let (mut acknowledged, mut last) = (HashSet::new(), HashMap::<Uuid, String>::new());
    for chunk in stays.chunks(1_000) {
        let found: Vec<Uuid> = seen::Entity::find()
            .select_only()
            .column(seen::Column::StayId)
            .filter(seen::Column::StayId.is_in(chunk.to_vec()))
            .into_tuple()
            .all(db)
            .await?;
        acknowledged.extend(found);
        let said: Vec<(Uuid, String)> = message::Entity::find()
            .select_only()
            .column(message::Column::StayId)
            .column(message::Column::Kind)
            .filter(message::Column::StayId.is_in(chunk.to_vec()))
            .order_by_asc(message::Column::Id)
            .limit(MOST * 100)
            .into_tuple()
            .all(db)
            .await?;
        last.extend(said);
    }
    let open = last.into_iter().filter(|(_, kind)| kind == "question");
    Ok((acknowledged, open.map(|(stay, _)| stay).collect()))
}
