//! Bodies of requests.

use super::province::{self, Person};
use super::{TestApp, instant};
use serde_json::{Map, Value, json};

/// A JSON body that is changed field by field.
pub type Body = Value;

/// Changing a body by JSON pointer.
pub trait Merge: Sized {
    /// With this value at the pointer; objects on the way are made.
    fn with(self, pointer: &str, value: impl Into<Value>) -> Self;
    /// Without the field.
    fn without(self, pointer: &str) -> Self;
}

impl Merge for Body {
    fn with(mut self, pointer: &str, value: impl Into<Value>) -> Self {
        let mut place = &mut self;
        for name in pointer.split('/').skip(1) {
            place = match place {
                Value::Array(items) => &mut items[name.parse::<usize>().expect("an index")],
                Value::Object(_) => &mut place[name],
                other => {
                    *other = Value::Object(Map::new());
                    &mut other[name]
                }
            };
        }
        *place = value.into();
        self
    }

    fn without(mut self, pointer: &str) -> Self {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        let parent = self.pointer_mut(parent).expect("a parent").as_object_mut();
        assert!(
            parent.expect("an object").remove(name).is_some(),
            "there was no {pointer}"
        );
        self
    }
}

/// Exactly what is mandatory about a guest (docs/rules.md 7).
pub fn guest(person: &Person) -> Body {
    json!({
        "full_name": person.full_name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "nationality": person.nationality,
        "document_type": person.document_type,
        "document_number": person.document_number,
    })
}

/// Everything that may be told about a guest.
pub fn whole_guest(person: &Person) -> Body {
    let guest = guest(person)
        .with("/phone", person.phone)
        .with("/address", person.address);
    if person.visa_number.is_empty() {
        return guest;
    }
    guest
        .with("/visa_symbol", "DL")
        .with("/visa_number", person.visa_number)
        .with("/visa_expires_on", "2027-02-14")
        .with("/permit_expires_on", "2026-12-31")
        .with("/entered_on", "2026-11-20")
        .with("/entry_gate", "Cửa khẩu Cam Ranh")
}

/// A stay of two nights from seven in the evening on, in a facility without rooms.
pub fn stay(person: &Person) -> Body {
    json!({
        "guest": guest(person),
        "kind": "overnight",
        "arrival_at": instant("2026-11-21 19:00:00"),
        "planned_departure_at": instant("2026-11-23 12:00:00"),
        "reason": "tourism",
    })
}

impl TestApp {
    /// The same in a room of the hotel of `haidang`.
    pub fn stay_in(&self, room: &str, person: &Person) -> Body {
        stay(person).with("/room_id", province::room_id("haidang", room).to_string())
    }
}
