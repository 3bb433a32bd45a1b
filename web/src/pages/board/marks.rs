//! Marks of a room: guests who have moved in and are not notified yet, and rooms that are out of service.

use crate::api::{Api, ApiError};
use crate::form::{Failure, Form, Named, TextAsk, Typed};
use crate::markup::{Children, Markup, html};
use crate::t;
use crate::ui::{Button, ButtonKind, ErrorSummary, Toasts};
use dto::Given;
use dto::problem::{FieldCode, FieldError};
use dto::room::{BoardRoom, MAX_MARK_GUESTS, MAX_MARK_NOTE, RoomMark, RoomMarkIn};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

const GUESTS: &str = "/guest_count";
const NOTE: &str = "/note";

const ARRIVED: &[Named] = &[(GUESTS, || t!(board.guests_field))];
const OFF: &[Named] = &[(NOTE, || t!(board.note_field))];

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
    let form = Form::new(ARRIVED, &Typed::default().with(GUESTS, first.to_string()), |typed| {
        guests(typed).err().into_iter().collect()
    });
    let request = move |typed: &Typed| {
        let new = guests(typed).ok()?;
        Some(RoomMarkIn {
            version,
            mark: Given::Value(RoomMark::Arrived),
            // The mark counts everybody in the room, including the notified guests.
            guest_count: i16::try_from(inside + i64::from(new)).ok(),
            note: Given::Missing,
        })
    };
    html! { <MarkForm facility room=room.id form request=Callback::new(move |typed: Typed| request(&typed)) done close>
        <p class="dialog-text">{move || t!(board.arrived_text)}</p>
        <TextAsk form at=GUESTS inputmode="numeric"/>
    </MarkForm> }
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
    let form = Form::new(OFF, &Typed::default(), |typed| note_fault(typed).into_iter().collect());
    let version = room.version;
    let request = Callback::new(move |typed: Typed| {
        Some(RoomMarkIn {
            version,
            mark: Given::Value(RoomMark::OutOfService),
            guest_count: None,
            note: typed.text(NOTE),
        })
    });
    html! { <MarkForm facility room=room.id form request done close>
        <p class="dialog-text">{move || t!(board.off_text)}</p>
        <TextAsk form at=NOTE/>
    </MarkForm> }
}

#[component]
fn MarkForm(
    facility: Uuid,
    room: Uuid,
    form: Form,
    request: Callback<Typed, Option<RoomMarkIn>>,
    done: Callback<()>,
    close: Callback<()>,
    children: Children,
) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let Some(request) = request.run(form.typed_now()) else {
            return;
        };
        let work = async move { api.mark_room(facility, room, &request).await };
        // Somebody else marked it meanwhile: the board displays the mark.
        let stale = move |error: &ApiError| {
            if error.is_stale() {
                toasts.failed(error.title(), error.detail(), None);
                done.run(());
            }
        };
        form.send_or(work, move |_| done.run(()), stale);
    };
    html! {
        <form class="panel-form" novalidate on:submit=submit>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            {children()}
            <div class="form-acts">
                <Button kind=ButtonKind::Primary label=move || t!(board.mark) busy_label=move || t!(apply.sending) busy=form.saving.busy submit=true/>
                <Button kind=ButtonKind::Quiet label=move || t!(board.leave) on_press=close/>
            </div>
        </form>
    }
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
