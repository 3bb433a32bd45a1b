//! Assignment of rooms to a group: this many guests to each of these rooms, in the order of the rows.

use super::desk::GroupDesk;
use crate::markup::{Markup, html};
use crate::reactive::sort_by;
use crate::t;
use crate::ui::{Button, Field, TextInput};
use dto::facility::RoomOut;
use leptos::prelude::*;

/// Maximum number of guests in a room here; for more, the rooms are typed one by one.
const MOST_IN_A_ROOM: usize = 20;

/// Error in the typed rooms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoomsFault {
    /// Nothing is typed.
    Empty,
    /// This text is no room of the facility.
    Unknown(String),
}

/// Returns the rooms meant by `201-205, 207`, in that order, each once.
pub fn rooms_of(text: &str, plan: &[RoomOut]) -> Result<Vec<String>, RoomsFault> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split([',', ';', ' ']).filter(|word| !word.is_empty()) {
        let meant = meant_by(word, plan);
        if meant.is_empty() {
            return Err(RoomsFault::Unknown(word.to_owned()));
        }
        for id in meant {
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    if found.is_empty() {
        return Err(RoomsFault::Empty);
    }
    Ok(found)
}

fn meant_by(word: &str, plan: &[RoomOut]) -> Vec<String> {
    let exact = plan.iter().find(|room| room.name.eq_ignore_ascii_case(word));
    if let Some(room) = exact {
        return vec![room.id.to_string()];
    }
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let range = word
        .split_once(['-', '–'])
        .and_then(|(from, to)| Some(number(from)?..=number(to)?));
    let Some(range) = range else { return Vec::new() };
    let mut rooms: Vec<(u32, String)> = plan
        .iter()
        .filter_map(|room| Some((number(&room.name)?, room.id.to_string())))
        .filter(|(name, _)| range.contains(name))
        .collect();
    sort_by(&mut rooms, Clone::clone);
    rooms.into_iter().map(|(_, id)| id).collect()
}

/// Renders the tool above the guests.
#[component]
pub fn GiveRooms() -> Markup {
    let desk = GroupDesk::here();
    let (text, each) = (RwSignal::new(String::new()), RwSignal::new("2".to_owned()));
    let (wrong_text, wrong_each) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let told = RwSignal::new(String::new());
    let give = Callback::new(move |()| {
        let plan = desk.plan();
        let rooms = rooms_of(&text.get_untracked(), &plan);
        let count = each.get_untracked().trim().parse::<usize>().ok();
        let count = count.filter(|count| (1..=MOST_IN_A_ROOM).contains(count));
        wrong_each.set(count.is_none().then(|| t!(group.each_wrong, most = MOST_IN_A_ROOM)));
        wrong_text.set(rooms.as_ref().err().map(|fault| match fault {
            RoomsFault::Empty => t!(group.rooms_empty).to_owned(),
            RoomsFault::Unknown(word) => t!(group.rooms_unknown, word = word),
        }));
        if let (Ok(rooms), Some(count)) = (rooms, count) {
            let (given, left) = desk.give_rooms(&rooms, count);
            told.set(if left == 0 {
                t!(group.rooms_given, given = given)
            } else {
                t!(group.rooms_short, given = given, left = left)
            });
        }
    });
    // Enter in the field assigns the rooms: the field has no other act.
    let key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            event.stop_propagation();
            give.run(());
        }
    };
    html! {
        <div class="give-rooms" role="group" aria-label=move || t!(group.rooms) on:keydown=key>
            <Field id="group-rooms" label=move || t!(group.rooms) hint=move || t!(group.rooms_hint) error=wrong_text>
                <TextInput value=text/>
            </Field>
            <Field id="group-each" label=move || t!(group.each) error=wrong_each>
                <TextInput value=each inputmode="numeric"/>
            </Field>
            <Button label=move || t!(group.give) icon="bed" id="give-rooms" on_press=give/>
            <p class="give-rooms-told" role="status">{told}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn plan() -> Vec<RoomOut> {
        ["201", "202", "203", "205", "A1"]
            .iter()
            .enumerate()
            .map(|(at, name)| RoomOut {
                id: Uuid::from_u128(at as u128 + 1),
                floor: 2,
                name: (*name).to_owned(),
                kind: String::new(),
                beds: 2,
            })
            .collect()
    }

    fn names(text: &str) -> Result<Vec<String>, RoomsFault> {
        let plan = plan();
        let name = |id: String| {
            let room = plan.iter().find(|room| room.id.to_string() == id);
            room.map(|room| room.name.clone()).unwrap_or_default()
        };
        rooms_of(text, &plan).map(|ids| ids.into_iter().map(name).collect())
    }

    #[test]
    fn rooms_are_meant_by_name_and_by_range_each_once() {
        assert_eq!(names("201-203, 205").unwrap(), ["201", "202", "203", "205"]);
        assert_eq!(names("a1 205 202-205").unwrap(), ["A1", "205", "202", "203"]);
    }

    #[test]
    fn a_room_that_is_not_there_is_named() {
        assert_eq!(names("201, 9999"), Err(RoomsFault::Unknown("9999".into())));
        assert_eq!(names("301-305"), Err(RoomsFault::Unknown("301-305".into())));
        assert_eq!(names(" , "), Err(RoomsFault::Empty));
    }
}
