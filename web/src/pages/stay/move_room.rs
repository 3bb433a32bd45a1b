//! Chuyển phòng: another room of the facility.

use super::change::{Change, ChangeForm, Request, wrong};
use crate::api::Api;
use crate::i18n::lang;
use crate::t;
use crate::ui::{Choice, Chooser, Field, Loaded, TextInput, Toasts, load};
use dto::Given;
use dto::facility::FacilityOut;
use dto::problem::{FieldCode, FieldError};
use dto::stay::{MoveIn, StayOut};
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

const AT: &str = "/room_id";

/// The form.
#[component]
pub fn MoveRoom(
    /// What is moved.
    stay: StayOut,
    /// Takes the new version.
    on_saved: Callback<StayOut>,
    /// Leaves without a change.
    on_cancel: Callback<()>,
) -> impl IntoView {
    let api = Api::here();
    let facility_id = stay.facility.id;
    let facility = load(move || api.get_facility(facility_id));
    let stay = StoredValue::new(stay);
    let form = move |facility: Signal<FacilityOut>| {
        view! { <Form stay=stay.get_value() facility on_saved on_cancel/> }.into_any()
    };
    view! { <Loaded load=facility rows=3 view=form/> }
}

#[component]
fn Form(
    stay: StayOut,
    facility: Signal<FacilityOut>,
    on_saved: Callback<StayOut>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let toasts = Toasts::here();
    let (room, why) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let saved = Callback::new(move |stay: StayOut| {
        let name = stay.room.as_ref().map(|room| room.name.clone()).unwrap_or_default();
        toasts.ok(t!(stay.moved_toast, name = name), String::new(), None);
        on_saved.run(stay);
    });
    let change = Change::new(stay.id, stay.version, saved);
    let now_in = stay.room.as_ref().map(|room| room.id);
    let options = Signal::derive(move || {
        let rooms = facility.with(|facility| {
            facility
                .rooms
                .iter()
                .filter(|room| Some(room.id) != now_in)
                .map(|room| {
                    Choice::with_code(
                        room.id.to_string(),
                        t!(stay.room_option, name = room.name, floor = room.floor),
                        room.kind.clone(),
                    )
                })
                .collect::<Vec<_>>()
        });
        Arc::new(rooms)
    });
    let compose = Callback::new(move |()| {
        let typed = room.get_untracked();
        let Ok(id) = Uuid::parse_str(&typed) else {
            let mistake = if typed.is_empty() {
                wrong(AT, FieldCode::Required, t!(stay.required))
            } else {
                FieldError::new(AT, FieldCode::RoomUnknown).localized(lang())
            };
            return Err(vec![mistake]);
        };
        let why = why.get_untracked();
        Ok(Request::Move(MoveIn {
            version: change.version(),
            room_id: Given::Value(id),
            change_reason: if why.trim().is_empty() {
                Given::Missing
            } else {
                Given::Value(why.trim().to_owned())
            },
        }))
    });
    Effect::new(move || {
        room.track();
        change.mend(AT);
    });
    let hint = {
        let name = stay.room.map(|room| room.name);
        move || {
            name.as_ref().map_or_else(
                || t!(stay.move_hint_none).to_owned(),
                |name| t!(stay.move_hint, name = name),
            )
        }
    };
    let fields = Callback::new(move |()| {
        vec![
            (AT, "move-to", t!(stay.move_field).to_owned()),
            ("/change_reason", "move-why", t!(stay.move_why).to_owned()),
        ]
    });
    view! {
        <ChangeForm change compose save=move || t!(stay.move_save) icon="swap" fields on_cancel>
            <Field id="move-to" label=move || t!(stay.move_field) hint error=change.error(AT)>
                <Chooser value=room options/>
            </Field>
            <Field id="move-why" label=move || t!(stay.move_why) optional=true error=change.error("/change_reason")>
                <TextInput value=why prose=true/>
            </Field>
        </ChangeForm>
    }
}
