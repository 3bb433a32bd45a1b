//! The room plan of a facility, which is replaced as a whole (KH-11.2a-1).

use super::entity::room;
use super::service::{facility_out, finish_setup, next_version, whole};
use super::store;
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::db::Tx;
use crate::error::{Error, Result};
use dto::facility::{FacilityOut, RoomIn, RoomPlanIn};
use dto::problem::{ErrorCode, FieldCode, FieldError};
use sea_orm::ActiveValue::Set;
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// Replaces the room plan (KH-11.2a-1). Rooms that are left out are retired; a room with guests cannot be retired:
/// `occupied` returns those rooms, because the directory does not know guests.
pub async fn replace(
    app: &App,
    caller: &ScopedCaller<Territory>,
    id: Uuid,
    plan: RoomPlanIn,
    occupied: impl AsyncFnOnce(&Tx, &[Uuid]) -> Result<HashSet<Uuid>>,
) -> Result<FacilityOut> {
    let references = app.references(caller.now).await?;
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            let before = whole(tx, &caller.scope, id).await?;
            next_version(tx, &before.facility, plan.version, caller.now).await?;
            let changes = plan_changes(&before.rooms, &plan.rooms, id, caller)?;
            store::hold_rooms(tx, &changes.known()).await?;
            refuse_occupied(&before.rooms, &occupied(tx, &changes.retired).await?)?;
            let event = Event::new("room_plan_replaced", "facility")
                .on(id)
                .in_area(&before.facility.area_code)
                .with("added", changes.added.len())
                .with("changed", changes.changed.len())
                .with("retired", changes.retired.len());
            // Retiring first frees the names; then each room gets a temporary name, so that rooms can swap names.
            store::retire_rooms(tx, changes.retired, caller.now).await?;
            for row in &changes.changed {
                let parked = room::ActiveModel {
                    id: row.id.clone(),
                    name: Set(row.id.as_ref().to_string()),
                    ..Default::default()
                };
                store::update_room(tx, parked).await?;
            }
            for row in changes.changed {
                store::update_room(tx, row).await?;
            }
            store::add_rooms(tx, changes.added).await?;
            let after = finish_setup(tx, caller, id, &references).await?;
            Ok((facility_out(&after, &references, caller), event.into()))
        })
        .await
}

fn refuse_occupied(rooms: &[room::Model], occupied: &HashSet<Uuid>) -> Result<()> {
    let names: Vec<&str> = rooms
        .iter()
        .filter(|room| occupied.contains(&room.id))
        .map(|room| room.name.as_str())
        .collect();
    if names.is_empty() {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::RoomOccupied).with("rooms", names.join(", ")))
    }
}

struct PlanChanges {
    added: Vec<room::ActiveModel>,
    changed: Vec<room::ActiveModel>,
    retired: Vec<Uuid>,
}

impl PlanChanges {
    /// Returns the existing rooms that change.
    fn known(&self) -> BTreeSet<Uuid> {
        let changed = self.changed.iter().map(|room| *room.id.as_ref());
        self.retired.iter().copied().chain(changed).collect()
    }
}

fn plan_changes(known: &[room::Model], plan: &[RoomIn], facility_id: Uuid, caller: &Caller) -> Result<PlanChanges> {
    let by_id: HashMap<Uuid, &room::Model> = known.iter().map(|room| (room.id, room)).collect();
    let by_name: HashMap<String, &room::Model> = known.iter().map(|room| (room.name.to_lowercase(), room)).collect();
    let named: HashSet<Uuid> = plan.iter().filter_map(|room| room.id).collect();
    let mut changes = PlanChanges {
        added: Vec::new(),
        changed: Vec::new(),
        retired: Vec::new(),
    };
    let (mut kept, mut errors) = (HashSet::new(), Vec::new());
    for (index, room) in plan.iter().enumerate() {
        let name = rules::name::normalise(&room.name);
        let existing = match room.id {
            Some(id) => {
                if !by_id.contains_key(&id) {
                    errors.push(FieldError::new(format!("/rooms/{index}/id"), FieldCode::RoomUnknown));
                }
                by_id.get(&id)
            }
            // A room of this name that no other entry names by its id.
            None => by_name
                .get(&name.to_lowercase())
                .filter(|known| !named.contains(&known.id)),
        };
        let values = room::ActiveModel {
            floor: Set(room.floor),
            name: Set(name.clone()),
            kind: Set(rules::name::normalise(&room.kind)),
            beds: Set(room.beds),
            ..Default::default()
        };
        match existing {
            Some(known) => {
                kept.insert(known.id);
                let same = known.floor == room.floor
                    && known.name == name
                    && known.kind == rules::name::normalise(&room.kind)
                    && known.beds == room.beds;
                if !same {
                    changes.changed.push(room::ActiveModel {
                        id: Set(known.id),
                        ..values
                    });
                }
            }
            None => changes.added.push(room::ActiveModel {
                id: Set(Uuid::now_v7()),
                facility_id: Set(facility_id),
                created_at: Set(caller.now.get()),
                retired_at: Set(None),
                mark_version: Set(1),
                ..values
            }),
        }
    }
    changes.retired = known
        .iter()
        .map(|room| room.id)
        .filter(|id| !kept.contains(id))
        .collect();
    if errors.is_empty() {
        Ok(changes)
    } else {
        Err(Error::fields(errors))
    }
}
