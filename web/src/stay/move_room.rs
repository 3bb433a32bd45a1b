//! Chuyển phòng: move to another room of the facility.

use super::change::{Change, Request};
use super::departure::WHY;
use super::undo::Undo;
use super::whom::{MOVE_TO, ROOM, ROOM_OFF, room_fault, with_rooms};
use crate::form::{Field, Part, Sheet, Typed};
use crate::markup::Markup;
use crate::t;
use crate::ui::Toasts;
use dto::stay::{MoveIn, StayOut};
use dto::{Given, WarningCode};
use leptos::prelude::*;
use uuid::Uuid;

/// The present room, in the context of the field.
#[derive(Clone)]
struct NowIn(Option<String>);

const PARTS: &[Part] = &[Part {
    fields: &[
        MOVE_TO.hint_by(|_, _| {
            let NowIn(room) = expect_context();
            room.map_or_else(
                || t!(stay.move_hint_none).to_owned(),
                |name| t!(stay.move_hint, name = name),
            )
        }),
        Field::line(WHY, || t!(stay.move_why)).optional().prose(),
    ],
    ..Part::PLAIN
}];

/// Returns the request: the warning about a room out of service is confirmed by its box.
pub fn request(version: i32, typed: &Typed) -> MoveIn {
    MoveIn {
        version,
        room_id: Uuid::parse_str(typed.raw(ROOM)).map_or(Given::Missing, Given::Value),
        change_reason: typed.text(WHY),
        confirmed: typed
            .tick(ROOM_OFF)
            .then_some(WarningCode::RoomOutOfService)
            .into_iter()
            .collect(),
    }
}

/// Renders the form.
#[component]
pub fn MoveRoom(
    /// Stay to move.
    stay: StayOut,
    /// Called with the new version.
    on_saved: Callback<StayOut>,
    /// Called to close without a change.
    on_cancel: Callback<()>,
) -> Markup {
    let (toasts, undo) = (Toasts::here(), Undo::new(on_saved));
    let (id, version, now_in) = (stay.id, stay.version, stay.room.as_ref().map(|room| room.id));
    provide_context(NowIn(stay.room.map(|room| room.name)));
    let told = Callback::new(move |stay: StayOut| {
        let back = now_in.and_then(|room| {
            let back = MoveIn {
                version: stay.version,
                room_id: Given::Value(room),
                ..MoveIn::default()
            };
            undo.by(&stay, Request::Move(back))
        });
        let name = stay.room.map(|room| room.name).unwrap_or_default();
        toasts.ok(t!(stay.moved_toast, name = name), stay.guest.full_name, back);
    });
    with_rooms(stay.facility.id, now_in, move || {
        let change = Change::new(id, version, on_saved);
        let sheet = Sheet::new(
            PARTS,
            || t!(stay.move_save),
            Typed::default(),
            |typed, _| room_fault(typed).into_iter().collect(),
        );
        let compose = Callback::new(move |typed: Typed| Request::Move(request(change.version(), &typed)));
        change.form(sheet, compose, told, on_cancel, Markup::nothing())
    })
}
