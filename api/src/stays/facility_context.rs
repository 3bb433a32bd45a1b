//! What the notifications and changes of one facility are checked against.

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

/// What a notification of one facility is checked against.
pub struct FacilityContext {
    /// The facility.
    pub facility: Facility,
    /// The rooms that the request names, as far as they are in the plan.
    pub rooms: HashMap<Uuid, Room>,
    /// The lists.
    pub references: Arc<References>,
    /// A room that left the plan while the guest is in it stays right for this stay.
    pub kept_room: Option<Uuid>,
    /// Whether a stay may go without a room though the kind of place has rooms: it is given later.
    pub room_optional: bool,
}

impl FacilityContext {
    /// With those of the rooms that are in the plan.
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
            // How old the copy is, is a matter of the clock: the demo notifies in the past, a guest after another.
            references: app.references(app.clock.now()).await?,
            kept_room: None,
            room_optional: false,
        })
    }

    /// With all the rooms of the plan: for whoever names them by name.
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

    /// The name of a room, as it goes into the row of a stay.
    pub fn room_name(&self, id: Option<Uuid>, row: &stay::Model) -> Option<String> {
        let id = id?;
        // A stay that keeps its room keeps the name that the room had then (KH-11.2a-2).
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

/// Holds a room until the transaction ends, so that it cannot leave the plan meanwhile.
pub async fn hold_room(tx: &Tx, facility: Uuid, room: Uuid) -> Result<()> {
    if directory::service::hold_room(tx, facility, room).await? {
        Ok(())
    } else {
        Err(Error::field("/room_id", FieldCode::RoomUnknown))
    }
}

/// The one facility of a facility account.
pub fn own_facility(caller: &Caller) -> Result<Uuid> {
    caller.account()?.facility_id.ok_or_else(Error::not_found)
}
