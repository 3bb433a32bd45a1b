//! The rooms of a plan as rows that can be edited.

use dto::facility::{FacilityOut, RoomIn, RoomOut};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A room as typed, and as a draft keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedRoom {
    /// The id of a room that there is already.
    pub id: Option<Uuid>,
    /// The floor.
    pub floor: String,
    /// The name on the door.
    pub name: String,
    /// The kind.
    pub kind: String,
    /// How many beds.
    pub beds: String,
    /// Whether it is to be taken off.
    pub gone: bool,
}

impl From<&RoomOut> for TypedRoom {
    fn from(room: &RoomOut) -> Self {
        Self {
            id: Some(room.id),
            floor: room.floor.to_string(),
            name: room.name.clone(),
            kind: room.kind.clone(),
            beds: room.beds.to_string(),
            gone: false,
        }
    }
}

impl TypedRoom {
    /// The rooms of a facility.
    pub fn all(facility: &FacilityOut) -> Vec<Self> {
        facility.rooms.iter().map(Self::from).collect()
    }

    /// For the request; what is no number is out of every range, so that the check names its field.
    pub fn room(&self) -> RoomIn {
        let number = |text: &str| text.trim().replace('−', "-").parse::<i16>().unwrap_or(i16::MIN);
        RoomIn {
            id: self.id,
            floor: number(&self.floor),
            name: self.name.trim().to_owned(),
            kind: self.kind.trim().to_owned(),
            beds: number(&self.beds),
        }
    }
}

/// A row in the page.
#[derive(Clone, Copy)]
pub struct Row {
    /// Tells rows apart while their content changes.
    pub key: u32,
    /// The id of a room that there is already.
    pub id: Option<Uuid>,
    /// The floor.
    pub floor: RwSignal<String>,
    /// The name.
    pub name: RwSignal<String>,
    /// The kind.
    pub kind: RwSignal<String>,
    /// The beds.
    pub beds: RwSignal<String>,
    /// Whether it is to be taken off; until it is saved it can be undone.
    pub gone: RwSignal<bool>,
}

impl Row {
    fn new(key: u32, room: TypedRoom) -> Self {
        Self {
            key,
            id: room.id,
            floor: RwSignal::new(room.floor),
            name: RwSignal::new(room.name),
            kind: RwSignal::new(room.kind),
            beds: RwSignal::new(room.beds),
            gone: RwSignal::new(room.gone),
        }
    }

    /// As typed.
    pub fn typed(self) -> TypedRoom {
        TypedRoom {
            id: self.id,
            floor: self.floor.get(),
            name: self.name.get(),
            kind: self.kind.get(),
            beds: self.beds.get(),
            gone: self.gone.get(),
        }
    }
}

/// All rows. They live as long as the part of the page that owns them.
#[derive(Clone, Copy)]
pub struct Rows {
    all: RwSignal<Vec<Row>>,
    next: StoredValue<u32>,
    owner: StoredValue<Owner>,
}

impl Rows {
    /// With these rooms.
    pub fn new(rooms: Vec<TypedRoom>) -> Self {
        let rows = Self {
            all: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        rows.put(rooms);
        rows
    }

    /// The rows.
    pub fn get(self) -> Vec<Row> {
        self.all.get()
    }

    /// What stands in them.
    pub fn typed(self) -> Vec<TypedRoom> {
        self.all.with(|rows| rows.iter().map(|row| row.typed()).collect())
    }

    /// Other rooms in their place.
    pub fn put(self, rooms: Vec<TypedRoom>) {
        let rows = rooms.into_iter().map(|room| self.row(room)).collect();
        self.all.set(rows);
    }

    /// More rooms, each after the last one of its floor.
    pub fn add(self, rooms: Vec<TypedRoom>) {
        let new: Vec<Row> = rooms.into_iter().map(|room| self.row(room)).collect();
        self.all.update(|rows| {
            for row in new {
                let floor = number(&row.floor.get_untracked());
                let at = rows
                    .iter()
                    .rposition(|known| number(&known.floor.get_untracked()) <= floor)
                    .map_or(0, |at| at + 1);
                rows.insert(at, row);
            }
        });
    }

    fn row(self, room: TypedRoom) -> Row {
        let key = self.next.get_value();
        self.next.set_value(key.wrapping_add(1));
        // Not of the handler that adds it: its signals have to outlive that.
        self.owner.with_value(|owner| owner.with(|| Row::new(key, room)))
    }
}

fn number(text: &str) -> i32 {
    text.trim().replace('−', "-").parse().unwrap_or(i32::MAX)
}

/// So many names are written out.
const NAMED: usize = 8;

/// The first few names.
pub fn some_names(names: &[String]) -> String {
    let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        format!("{shown} …")
    } else {
        shown
    }
}
