//! The rooms of a plan as editable rows.

use dto::facility::{FacilityOut, RoomIn, RoomOut};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A room as typed, and as a draft keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedRoom {
    /// Id of an existing room.
    pub id: Option<Uuid>,
    /// Floor.
    pub floor: String,
    /// Name on the door.
    pub name: String,
    /// Kind.
    pub kind: String,
    /// Number of beds.
    pub beds: String,
    /// Whether it is to be removed.
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
    /// Returns the rooms of a facility.
    pub fn all(facility: &FacilityOut) -> Vec<Self> {
        facility.rooms.iter().map(Self::from).collect()
    }

    /// Returns the room for the request; a value that is not a number becomes one out of range, so that the check names
    /// its field.
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

/// A row of the page.
#[derive(Clone, Copy)]
pub struct Row {
    /// Identifies the row while its content changes.
    pub key: u32,
    /// Id of an existing room.
    pub id: Option<Uuid>,
    /// The floor.
    pub floor: RwSignal<String>,
    /// The name.
    pub name: RwSignal<String>,
    /// The kind.
    pub kind: RwSignal<String>,
    /// The beds.
    pub beds: RwSignal<String>,
    /// Whether it is to be removed; this can be undone until it is saved.
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

    /// Returns the typed values.
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
    /// Creates the rows of these rooms.
    pub fn new(rooms: Vec<TypedRoom>) -> Self {
        let rows = Self {
            all: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        rows.put(rooms);
        rows
    }

    /// Returns the rows.
    pub fn get(self) -> Vec<Row> {
        self.all.get()
    }

    /// Returns their content.
    pub fn typed(self) -> Vec<TypedRoom> {
        self.all.with(|rows| rows.iter().map(|row| row.typed()).collect())
    }

    /// Replaces all rows.
    pub fn put(self, rooms: Vec<TypedRoom>) {
        let rows = rooms.into_iter().map(|room| self.row(room)).collect();
        self.all.set(rows);
    }

    /// Adds rooms, each after the last one of its floor.
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
        // Not owned by the handler that adds it: its signals must outlive that.
        self.owner.with_value(|owner| owner.with(|| Row::new(key, room)))
    }
}

fn number(text: &str) -> i32 {
    text.trim().replace('−', "-").parse().unwrap_or(i32::MAX)
}

/// Number of names that are listed.
const NAMED: usize = 8;

/// Returns the first few names.
pub fn some_names(names: &[String]) -> String {
    let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        format!("{shown} …")
    } else {
        shown
    }
}
