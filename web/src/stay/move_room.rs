//! Chuyển phòng: move to another room of the facility.

use super::change::{Change, ChangeForm, Request, wrong};
use super::undo::Undo;
use crate::api::Api;
use crate::entry::rooms::{self, own_board};
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::{effect, effect_after};
use crate::t;
use crate::ui::{Chooser, Field, FieldWarning, Loaded, TextInput, Toasts, load};
use dto::facility::FacilityOut;
use dto::problem::FieldCode;
use dto::room::RoomBoardOut;
use dto::stay::{MoveIn, StayOut, unknown_room};
use dto::{Given, WarningCode};
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

const AT: &str = "/room_id";

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
    let api = Api::here();
    let facility_id = stay.facility.id;
    let facility = load(move || api.get_facility(facility_id));
    let board = own_board();
    let stay = StoredValue::new(stay);
    let form = move |facility: Signal<FacilityOut>| {
        html! { <Form stay=stay.get_value() facility board on_saved on_cancel/> }
    };
    html! { <Loaded load=facility rows=3 view=form/> }
}

#[component]
fn Form(
    stay: StayOut,
    facility: Signal<FacilityOut>,
    board: Signal<Option<RoomBoardOut>>,
    on_saved: Callback<StayOut>,
    on_cancel: Callback<()>,
) -> Markup {
    let (lists, toasts) = (Lists::here(), Toasts::here());
    let (room, why) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let undo = Undo::new(on_saved);
    let now_in = stay.room.as_ref().map(|room| room.id);
    let saved = Callback::new(move |stay: StayOut| {
        let name = stay.room.as_ref().map(|room| room.name.clone()).unwrap_or_default();
        let back = now_in.and_then(|room| {
            let back = MoveIn {
                version: stay.version,
                room_id: Given::Value(room),
                ..MoveIn::default()
            };
            undo.by(&stay, Request::Move(back))
        });
        toasts.ok(t!(stay.moved_toast, name = name), stay.guest.full_name.clone(), back);
        on_saved.run(stay);
    });
    let change = Change::new(stay.id, stay.version, saved);
    let options = Signal::derive(move || {
        let others: Vec<_> = facility.with(|facility| {
            let others = facility.rooms.iter().filter(|room| Some(room.id) != now_in);
            others.cloned().collect()
        });
        board.with(|board| Arc::new(rooms::choices(&others, board.as_ref(), lists)))
    });
    // A room out of service must be confirmed; its mark stays.
    let sure = RwSignal::new(false);
    let asked = Signal::derive(move || {
        let chosen = room.get();
        let off = board.with(|board| {
            let rooms = board.as_ref()?.rooms.iter();
            let off = rooms.filter(|known| known.out_of_service && known.id.to_string() == chosen);
            off.map(|known| (known.name.clone(), known.note.clone().unwrap_or_default()))
                .next()
        });
        off.map(|(name, note)| FieldWarning {
            text: t!(stay.move_off, name = name, note = note),
            keep_label: t!(notify.keep_room_off).to_owned(),
            kept: sure,
            leads_to: None,
        })
    });
    let compose = Callback::new(move |()| {
        let typed = room.get_untracked();
        let Ok(id) = Uuid::parse_str(&typed) else {
            let mistake = if typed.is_empty() {
                wrong(AT, FieldCode::Required, t!(stay.required))
            } else {
                unknown_room(AT, &typed).localized(lang())
            };
            return Err(vec![mistake]);
        };
        if let Some(warning) = asked.get_untracked().filter(|_| !sure.get_untracked()) {
            return Err(vec![wrong(AT, FieldCode::RoomOutOfService, warning.text)]);
        }
        let why = why.get_untracked();
        Ok(Request::Move(MoveIn {
            version: change.version(),
            room_id: Given::Value(id),
            change_reason: if why.trim().is_empty() {
                Given::Missing
            } else {
                Given::Value(why.trim().to_owned())
            },
            confirmed: if sure.get_untracked() {
                vec![WarningCode::RoomOutOfService]
            } else {
                Vec::new()
            },
        }))
    });
    effect_after(move |before: Option<String>| {
        let now = room.get();
        if before.is_some_and(|before| before != now) {
            sure.set(false);
        }
        now
    });
    effect(move || {
        room.track();
        sure.track();
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
    html! {
        <ChangeForm change compose save=move || t!(stay.move_save) icon="swap" fields on_cancel>
            <Field id="move-to" label=move || t!(stay.move_field) hint error=change.error(AT) warning=asked>
                <Chooser value=room options/>
            </Field>
            <Field id="move-why" label=move || t!(stay.move_why) optional=true error=change.error("/change_reason")>
                <TextInput value=why prose=true/>
            </Field>
        </ChangeForm>
    }
}
