//! The context of the checks on notifications and changes of one facility.

use super::entity::stay;
use crate::App;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::db::Tx;
use crate::directory;
use crate::directory::{Facility, Room};
use crate::error::{Error, Result};
use crate::references::References;
use dto::room::RoomMark;
use dto::{FieldCode, Lists};
use rules::country::CountryKind;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// The data against which a notification of one facility is checked.
pub struct FacilityContext {
    /// The facility.
    pub facility: Facility,
    /// The rooms that the request names, if they are in the plan.
    pub rooms: HashMap<Uuid, Room>,
    /// The reference lists.
    pub references: Arc<References>,
    /// The room of an existing stay: it remains valid for this stay even if it has left the plan.
    pub kept_room: Option<Uuid>,
    /// Whether a stay may have no room although facilities of this kind have rooms: the room is set later.
    pub room_optional: bool,
}

impl FacilityContext {
    /// Loads the context with those of the rooms that are in the plan.
    pub async fn load(
        app: &App,
        caller: &ScopedCaller<Territory>,
        id: Uuid,
        rooms: impl IntoIterator<Item = Uuid>,
    ) -> Result<Self> {
        let rooms: HashSet<Uuid> = rooms.into_iter().collect();
        Ok(Self {
            facility: directory::service::facility_within(app, &caller.scope, id).await?,
            rooms: directory::service::rooms_of(app, id, rooms).await?,
            // The age of the cached copy is measured by the system clock: the demo notifies stays in the past, one
            // after the other.
            references: app.references(app.clock.now()).await?,
            kept_room: None,
            room_optional: false,
        })
    }

    /// Loads the context with all rooms of the plan, for callers that have room names and no ids.
    pub async fn whole(app: &App, scope: &Territory, id: Uuid) -> Result<Self> {
        let rooms = directory::service::rooms(app, id).await?;
        Ok(Self {
            facility: directory::service::facility_within(app, scope, id).await?,
            rooms: rooms.into_iter().map(|room| (room.id, room)).collect(),
            references: app.references(app.clock.now()).await?,
            kept_room: None,
            room_optional: false,
        })
    }

    /// Returns the name of a room to store in the row of a stay.
    pub fn room_name(&self, id: Option<Uuid>, row: &stay::Model) -> Option<String> {
        let id = id?;
        // A stay that keeps its room keeps the name that the room had at the time (KH-11.2a-2).
        if row.room_id == Some(id) {
            return row.room_name.clone();
        }
        self.rooms.get(&id).map(|room| room.name.clone())
    }
}

impl Lists for FacilityContext {
    fn country(&self, code: &str) -> Option<CountryKind> {
        self.references.country(code)
    }

    fn visa_symbol(&self, symbol: &str) -> bool {
        self.references.visa_symbol(symbol)
    }

    fn reason(&self, code: &str) -> bool {
        self.references.reason(code)
    }

    fn room(&self, id: Uuid) -> bool {
        self.kept_room == Some(id) || self.rooms.contains_key(&id)
    }

    fn out_of_service(&self, room: Uuid) -> Option<(String, String)> {
        let room = self.rooms.get(&room).filter(|_| self.kept_room != Some(room))?;
        is_out_of_service(room).then(|| (room.name.clone(), room.mark_note.clone().unwrap_or_default()))
    }

    fn needs_room(&self) -> bool {
        !self.room_optional && self.references.needs(&self.facility.kind).rooms
    }
}

fn is_out_of_service(room: &Room) -> bool {
    room.mark == Some(RoomMark::OutOfService)
}

/// Locks a room until the transaction ends, so that it cannot leave the plan in the meantime.
pub async fn hold_room(tx: &Tx, facility: Uuid, room: Uuid) -> Result<()> {
    if directory::service::hold_room(tx, facility, room).await? {
        Ok(())
    } else {
        Err(Error::field("/room_id", FieldCode::RoomUnknown))
    }
}

/// Returns the only facility of a facility account.
pub fn own_facility(caller: &Caller) -> Result<Uuid> {
    caller.account()?.facility_id.ok_or_else(Error::not_found)
}
