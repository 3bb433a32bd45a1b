//! Marks of a room: guests who have moved in and are not notified yet, and rooms that are out of service.

use crate::api::Api;
use crate::form::{Field, Part, Sheet, Typed};
use crate::i18n::lang;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, ButtonKind, Toasts};
use dto::Given;
use dto::problem::{ErrorCode, FieldCode, FieldError};
use dto::room::{BoardRoom, MAX_MARK_GUESTS, MAX_MARK_NOTE, RoomMark, RoomMarkIn};
use dto::text::Params;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

const GUESTS: &str = "/guest_count";
const NOTE: &str = "/note";

const ARRIVED: &[Part] = &[Part {
    fields: &[Field::line(GUESTS, || t!(board.guests_field)).inputmode("numeric")],
    ..Part::PLAIN
}];
const OFF: &[Part] = &[Part {
    fields: &[Field::line(NOTE, || t!(board.note_field))],
    ..Part::PLAIN
}];

fn guests(typed: &Typed) -> Result<i16, FieldError> {
    let count = typed.raw(GUESTS).trim();
    match count.parse::<i16>() {
        Ok(guests) if (1..=MAX_MARK_GUESTS).contains(&guests) => Ok(guests),
        _ if count.is_empty() => Err(FieldError::new(GUESTS, FieldCode::Required)),
        _ => Err(FieldError::new(GUESTS, FieldCode::OutOfRange)),
    }
}

fn note_fault(typed: &Typed) -> Option<FieldError> {
    match typed.raw(NOTE).trim().chars().count() {
        0 => Some(FieldError::new(NOTE, FieldCode::Required)),
        length if length > MAX_MARK_NOTE => Some(FieldError::new(NOTE, FieldCode::TooLong).with("max", MAX_MARK_NOTE)),
        _ => None,
    }
}

/// Renders the form for the number of guests who have moved in.
#[component]
pub fn Arrived(
    /// Facility of the room.
    facility: Uuid,
    /// The room.
    room: BoardRoom,
    /// Called when the room is marked.
    done: Callback<()>,
    /// Called to close without a mark.
    close: Callback<()>,
) -> Markup {
    let inside = i64::try_from(room.stays.len()).unwrap_or(0);
    let version = room.version;
    let first = match i64::from(room.unnotified) {
        0 => i64::from(room.beds).max(1),
        missing => missing,
    };
    let first = Typed::default().with(GUESTS, first.to_string());
    let sheet = Sheet::new(
        ARRIVED,
        || t!(board.mark),
        first,
        |typed, _| guests(typed).err().into_iter().collect(),
    );
    let request = move |typed: &Typed| RoomMarkIn {
        version,
        mark: Given::Value(RoomMark::Arrived),
        // The mark counts everybody in the room, including the notified guests.
        guest_count: guests(typed)
            .ok()
            .and_then(|new| i16::try_from(inside + i64::from(new)).ok()),
        note: Given::Missing,
    };
    mark(
        sheet,
        facility,
        room.id,
        request,
        done,
        close,
        || t!(board.arrived_text),
    )
}

/// Renders the form for a room that is out of service.
#[component]
pub fn OutOfService(
    /// Facility of the room.
    facility: Uuid,
    /// The room.
    room: BoardRoom,
    /// Called when the room is marked.
    done: Callback<()>,
    /// Called to close without a mark.
    close: Callback<()>,
) -> Markup {
    let sheet = Sheet::new(
        OFF,
        || t!(board.mark),
        Typed::default(),
        |typed, _| note_fault(typed).into_iter().collect(),
    );
    let version = room.version;
    let request = move |typed: &Typed| RoomMarkIn {
        version,
        mark: Given::Value(RoomMark::OutOfService),
        guest_count: None,
        note: typed.text(NOTE),
    };
    mark(sheet, facility, room.id, request, done, close, || t!(board.off_text))
}

/// Renders the form that marks a room.
fn mark(
    sheet: Sheet,
    facility: Uuid,
    room: Uuid,
    request: impl Fn(&Typed) -> RoomMarkIn + 'static,
    done: Callback<()>,
    close: Callback<()>,
    text: fn() -> &'static str,
) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    // Somebody else marked it meanwhile: the board displays the mark.
    let again = Callback::new(move |()| {
        let conflict = ErrorCode::VersionConflict;
        let (title, detail) = (conflict.title(lang()), conflict.detail(lang(), &Params::new()));
        toasts.failed(title, detail, None);
        done.run(());
    });
    sheet
        .when_stale(None, Some(again))
        .sends(
            move |form| {
                let request = request(&form.typed_now());
                async move { api.mark_room(facility, room, &request).await }
            },
            move |_| done.run(()),
        )
        .inline(
            "panel-form",
            Some(close),
            html! { <p class="dialog-text">{move || text()}</p> },
        )
}

/// Renders the button that removes the mark.
#[component]
pub fn Unmark(
    /// Facility of the room.
    facility: Uuid,
    /// The room.
    room: Uuid,
    /// Version of its mark.
    version: i32,
    /// Whether it is out of service.
    is_off: bool,
    /// Called when the mark is removed.
    done: Callback<()>,
) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let nothing = RoomMarkIn {
                version,
                ..RoomMarkIn::default()
            };
            match api.mark_room(facility, room, &nothing).await {
                Ok(_) => done.run(()),
                Err(error) => {
                    toasts.failed(error.title(), error.detail(), None);
                    if error.is_stale() {
                        done.run(());
                    }
                }
            }
            busy.try_set(false);
        });
    });
    let kind = if is_off { ButtonKind::Primary } else { ButtonKind::Plain };
    html! {
        <Button
            kind=kind
            label=move || if is_off { t!(board.back_in_service) } else { t!(board.nobody) }
            icon="check"
            busy=busy
            on_press=press
        />
    }
}
