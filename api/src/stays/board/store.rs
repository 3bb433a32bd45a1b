//! Queries on the guests in rooms. The caller has already been granted access to the facility of the rooms.

use super::super::entity::stay::{self, Column};
use crate::error::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// Returns the number of guests in each of the rooms; empty rooms are left out.
pub async fn guests_by_room(db: &impl ConnectionTrait, rooms: &BTreeSet<Uuid>) -> Result<HashMap<Uuid, u64>> {
    if rooms.is_empty() {
        return Ok(HashMap::new());
    }
    let counted: Vec<(Uuid, i64)> = stay::Entity::find()
        .select_only()
        .column(Column::RoomId)
        .column_as(Column::Id.count(), "guests")
        .filter(Column::RoomId.is_in(rooms.iter().copied()))
        .filter(Column::DepartedAt.is_null())
        .filter(Column::CancelledAt.is_null())
        .group_by(Column::RoomId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counted
        .into_iter()
        .map(|(room, guests)| (room, guests.unsigned_abs()))
        .collect())
}

/// Returns those of the rooms that have an open stay.
pub async fn occupied(db: &impl ConnectionTrait, rooms: &[Uuid]) -> Result<HashSet<Uuid>> {
    let mut occupied = HashSet::new();
    for chunk in rooms.chunks(1_000) {
        let found: Vec<Option<Uuid>> = stay::Entity::find()
            .select_only()
            .column(Column::RoomId)
            .distinct()
            .filter(Column::RoomId.is_in(chunk.to_vec()))
            .filter(Column::DepartedAt.is_null())
            .filter(Column::CancelledAt.is_null())
            .into_tuple()
            .all(db)
            .await?;
        occupied.extend(found.into_iter().flatten());
    }
    Ok(occupied)
}
