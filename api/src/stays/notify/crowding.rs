//! More guests in a room than its beds hold: told with the stay, never a reason to refuse. Whoever is at the desk knows why,
//! and the police may ask.

use super::super::entity::stay;
use super::super::room_store;
use super::House;
use super::change::Changed;
use crate::db::Tx;
use crate::error::{Error, Result};
use dto::problem::{Warning, WarningCode};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Notes it with new stays, whose rooms are held.
pub(super) async fn note(tx: &Tx, house: &House, rows: &mut [stay::Model]) -> Result<()> {
    let rooms: BTreeSet<Uuid> = rows.iter().filter_map(|row| Some(room_of(house, row)?.0)).collect();
    let mut inside = room_store::guests_by_room(tx, &rooms).await?;
    for row in rows {
        let Some((room, beds)) = room_of(house, row) else {
            continue;
        };
        let guests = inside.entry(room).or_default();
        *guests += 1;
        if rules::facility::is_crowded(*guests, beds) {
            add(row, *guests)?;
        }
    }
    Ok(())
}

/// Notes it with stays that change: anew where the room is another, else as it was noted before.
pub(super) async fn note_changes(tx: &Tx, house: &House, changes: &mut [Changed]) -> Result<()> {
    let moves = |change: &Changed| change.before.room_id != change.after.room_id;
    let mut moved: Vec<stay::Model> = changes
        .iter()
        .filter(|change| moves(change))
        .map(|change| change.after.clone())
        .collect();
    note(tx, house, &mut moved).await?;
    let mut moved = moved.into_iter();
    for change in changes {
        if moves(change) {
            change.after = moved.next().unwrap_or_else(|| change.after.clone());
            continue;
        }
        let known: Vec<Warning> = serde_json::from_value(change.before.warnings.clone()).map_err(Error::internal)?;
        let crowded = known
            .into_iter()
            .find(|warning| warning.code == WarningCode::RoomCrowded);
        if let Some(warning) = crowded {
            push(&mut change.after, warning)?;
        }
    }
    Ok(())
}

fn room_of(house: &House, row: &stay::Model) -> Option<(Uuid, u64)> {
    let room = row.room_id.filter(|_| row.departed_at.is_none())?;
    let beds = house.rooms.get(&room)?.beds;
    Some((room, u64::from(beds.unsigned_abs())))
}

fn add(row: &mut stay::Model, guests: u64) -> Result<()> {
    let mut warning = Warning::new("/room_id", WarningCode::RoomCrowded);
    let room = row.room_name.clone().unwrap_or_default();
    warning.params.insert("room".into(), room);
    warning.params.insert("guests".into(), guests.to_string());
    push(row, warning)
}

/// Puts a doubt to those of a row.
pub(super) fn push(row: &mut stay::Model, warning: Warning) -> Result<()> {
    let warning = serde_json::to_value(warning).map_err(Error::internal)?;
    if let Some(warnings) = row.warnings.as_array_mut() {
        warnings.push(warning);
    }
    Ok(())
}
