//! The warning that a room has more guests than its beds hold. It is stored with the stay and never a reason to refuse:
//! the desk knows the reason, and the police may ask.

use super::super::board::store;
use super::super::entity::stay;
use super::super::facility_context::FacilityContext;
use crate::db::Tx;
use crate::error::{Error, Result};
use dto::problem::{Warning, WarningCode};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Adds the warning to new stays whose rooms are locked.
pub(in crate::stays) async fn note(tx: &Tx, context: &FacilityContext, rows: &mut [stay::Model]) -> Result<()> {
    let rooms: BTreeSet<Uuid> = rows.iter().filter_map(|row| Some(room_of(context, row)?.0)).collect();
    let mut inside = store::guests_by_room(tx, &rooms).await?;
    for row in rows {
        let Some((room, beds)) = room_of(context, row) else {
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

/// Adds the warning to stays that change, each given before and after the change: computed anew if the room changes,
/// otherwise copied from the stay before.
pub(in crate::stays) async fn note_changes(
    tx: &Tx,
    context: &FacilityContext,
    changes: Vec<(&stay::Model, &mut stay::Model)>,
) -> Result<()> {
    let moves = |before: &stay::Model, after: &stay::Model| before.room_id != after.room_id;
    let mut moved: Vec<stay::Model> = changes
        .iter()
        .filter(|(before, after)| moves(before, after))
        .map(|(_, after)| (*after).clone())
        .collect();
    note(tx, context, &mut moved).await?;
    let mut moved = moved.into_iter();
    for (before, after) in changes {
        if moves(before, after) {
            *after = moved.next().unwrap_or_else(|| after.clone());
            continue;
        }
        let known: Vec<Warning> = serde_json::from_value(before.warnings.clone()).map_err(Error::internal)?;
        let crowded = known
            .into_iter()
            .find(|warning| warning.code == WarningCode::RoomCrowded);
        if let Some(warning) = crowded {
            push(after, warning)?;
        }
    }
    Ok(())
}

fn room_of(context: &FacilityContext, row: &stay::Model) -> Option<(Uuid, u64)> {
    let room = row.room_id.filter(|_| row.departed_at.is_none())?;
    let beds = context.rooms.get(&room)?.beds;
    Some((room, u64::from(beds.unsigned_abs())))
}

fn add(row: &mut stay::Model, guests: u64) -> Result<()> {
    let mut warning = Warning::new("/room_id", WarningCode::RoomCrowded);
    let room = row.room_name.clone().unwrap_or_default();
    warning.params.insert("room".into(), room);
    warning.params.insert("guests".into(), guests.to_string());
    push(row, warning)
}

/// Adds a warning to the warnings of a row.
pub(in crate::stays) fn push(row: &mut stay::Model, warning: Warning) -> Result<()> {
    let warning = serde_json::to_value(warning).map_err(Error::internal)?;
    if let Some(warnings) = row.warnings.as_array_mut() {
        warnings.push(warning);
    }
    Ok(())
}
