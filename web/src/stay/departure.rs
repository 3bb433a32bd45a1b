//! Ghi rời đi (KH-11.2e-1): declaration of a departure, and its correction until 24:00 of its day.

use super::change::{Change, ChangeForm, Request, wrong};
use super::undo::Undo;
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::effect;
use crate::t;
use crate::ui::near_date::{read_moment, write_moment};
use crate::ui::{Button, ButtonKind, Choice, Field, NearDateTime, Segmented, TextInput, Toasts};
use dto::Given;
use dto::Timestamp;
use dto::operations::stays::CorrectStay;
use dto::problem::{FieldCode, FieldError};
use dto::stay::{CheckOutIn, StayOut, StayPatch, StaySummary};
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

const AT: &str = "/departed_at";
const WHY: &str = "/change_reason";
const NOW: &str = "now";
const EARLIER: &str = "earlier";
/// Choice of the planned time: for a guest who left without notice.
const PLANNED: &str = "planned";

/// The guest who leaves, with the data of a list row.
#[derive(Clone, PartialEq)]
pub struct Leaver {
    /// The stay.
    pub id: Uuid,
    /// Its version.
    pub version: i32,
    /// The guest.
    pub full_name: String,
    /// Arrival of the guest.
    pub arrival_at: Timestamp,
    /// Planned departure of the guest.
    pub planned_at: Timestamp,
    /// The room.
    pub room: Option<String>,
}

impl From<&StaySummary> for Leaver {
    fn from(stay: &StaySummary) -> Self {
        Self {
            id: stay.id,
            version: stay.version,
            full_name: stay.full_name.clone(),
            arrival_at: stay.arrival_at,
            planned_at: stay.planned_departure_at,
            room: stay.room_name.clone(),
        }
    }
}

impl From<&StayOut> for Leaver {
    fn from(stay: &StayOut) -> Self {
        Self {
            id: stay.id,
            version: stay.version,
            full_name: stay.guest.full_name.clone(),
            arrival_at: stay.arrival_at,
            planned_at: stay.planned_departure_at,
            room: stay.room.as_ref().map(|room| room.name.clone()),
        }
    }
}

/// Reads a moment between arrival and now.
pub fn past_moment(text: &str, arrival: Timestamp, lists: Lists) -> Result<Timestamp, Vec<FieldError>> {
    let now = lists.clock().now_untracked();
    let lang = crate::i18n::lang();
    let today = rules::zone::local_date(now.get());
    match read_moment(text, today, rules::zone::local(now.get()).time()) {
        None => Err(vec![wrong(AT, FieldCode::InstantMalformed, t!(stay.moment_unreadable))]),
        Some(at) if at > now => Err(vec![FieldError::new(AT, FieldCode::DepartureInFuture).localized(lang)]),
        Some(at) if at <= arrival => {
            let error = FieldError::new(AT, FieldCode::DepartureBeforeArrival)
                .with("departure", format::instant(at))
                .with("arrival", format::instant(arrival));
            Err(vec![error.localized(lang)])
        }
        Some(at) => Ok(at),
    }
}

/// Renders the form that declares a departure.
#[component]
pub fn CheckOut(
    /// The guest who leaves.
    leaver: Leaver,
    /// Called with the new version.
    on_saved: Callback<StayOut>,
    /// Called to close without a change.
    on_cancel: Callback<()>,
) -> Markup {
    let (lists, toasts) = (Lists::here(), Toasts::here());
    let (when, text) = (RwSignal::new(NOW.to_owned()), RwSignal::new(String::new()));
    let undo = Undo::new(on_saved);
    let saved = Callback::new(move |stay: StayOut| {
        let at = stay.departed_at.map(format::instant).unwrap_or_default();
        let back = Request::Amend(Box::new(StayPatch {
            version: stay.version,
            departed_at: Given::Null,
            ..StayPatch::default()
        }));
        let back = undo.by(&stay, back);
        toasts.ok(t!(stay.checked_out_toast, at = at), stay.guest.full_name.clone(), back);
        on_saved.run(stay);
    });
    let change = Change::new(leaver.id, leaver.version, saved);
    let (arrival, planned) = (leaver.arrival_at, leaver.planned_at);
    let is_past = planned > arrival && planned <= lists.clock().now_untracked();
    let about = match &leaver.room {
        Some(room) => t!(
            stay.check_out_about_room,
            room = room,
            planned = format::instant(planned)
        ),
        None => t!(stay.check_out_about, planned = format::instant(planned)),
    };
    let is_earlier = Memo::new(move |_| when.with(|when| when == EARLIER));
    let compose = Callback::new(move |()| {
        let departed_at = match when.get_untracked().as_str() {
            EARLIER => Given::Value(past_moment(&text.get_untracked(), arrival, lists)?),
            PLANNED => Given::Value(planned),
            _ => Given::Missing,
        };
        Ok(Request::CheckOut(CheckOutIn {
            version: change.version(),
            departed_at,
        }))
    });
    effect(move || {
        text.track();
        change.mend(AT);
    });
    let leave = Callback::new(move |()| {
        let typed = text.get_untracked();
        if !typed.trim().is_empty()
            && let Err(errors) = past_moment(&typed, arrival, lists)
        {
            change.note(errors);
        }
    });
    let options = Signal::derive(move || {
        let mut options = vec![Choice::new(NOW, t!(stay.check_out_now))];
        if is_past {
            options.push(Choice::new(
                PLANNED,
                t!(stay.check_out_planned, at = format::instant(planned)),
            ));
        }
        options.push(Choice::new(EARLIER, t!(stay.check_out_other)));
        Arc::new(options)
    });
    let fields = Callback::new(move |()| vec![(AT, "departed-at", t!(stay.departed_at).to_owned())]);
    let reading = Signal::derive(move || past_moment(&text.get(), arrival, lists).ok().map(write_moment));
    html! {
        <ChangeForm change compose save=move || t!(stay.check_out_save) icon="out-door" fields on_cancel>
            <p class="change-text">{about}</p>
            <Field id="departed-when" label=move || t!(stay.check_out_text, name = leaver.full_name) group=true>
                <Segmented value=when options/>
            </Field>
            {crate::reactive::when(move || is_earlier.get().then(|| html! {
                <Field
                    id="departed-at"
                    label=move || t!(stay.departed_at)
                    hint=move || t!(stay.departed_hint, arrival = format::instant(arrival))
                    error=change.error(AT)
                >
                    <NearDateTime text reading on_leave=leave/>
                </Field>
            }))}
            <p class="change-text">{move || t!(stay.check_out_until)}</p>
        </ChangeForm>
    }
}

/// Renders the form that corrects a declared departure, or removes it.
#[component]
pub fn CorrectDeparture(
    /// Stay whose departure is corrected.
    stay: StayOut,
    /// Called with the new version.
    on_saved: Callback<StayOut>,
    /// Called to close without a change.
    on_cancel: Callback<()>,
) -> Markup {
    let (lists, toasts) = (Lists::here(), Toasts::here());
    let declared = stay.departed_at;
    let text = RwSignal::new(declared.map(write_moment).unwrap_or_default());
    let saved = Callback::new(move |stay: StayOut| {
        let title = if stay.departed_at.is_some() {
            t!(stay.departure_corrected_toast)
        } else {
            t!(stay.departure_taken_back_toast)
        };
        toasts.ok(title, stay.guest.full_name.clone(), None);
        on_saved.run(stay);
    });
    let change = Change::new(stay.id, stay.version, saved);
    let (arrival, as_police) = (stay.arrival_at, stay.can.has(CorrectStay));
    let why = RwSignal::new(String::new());
    let patch = move |departed_at| {
        let why = why.get_untracked().trim().to_owned();
        if as_police && why.is_empty() {
            return Err(vec![wrong(WHY, FieldCode::Required, t!(stay.required))]);
        }
        let patch = Box::new(StayPatch {
            version: change.version(),
            departed_at,
            change_reason: if as_police { Given::Value(why) } else { Given::Missing },
            ..StayPatch::default()
        });
        Ok(if as_police {
            Request::Correct(patch)
        } else {
            Request::Amend(patch)
        })
    };
    let compose = Callback::new(move |()| {
        let at = past_moment(&text.get_untracked(), arrival, lists)?;
        if Some(at) == declared {
            return Err(vec![wrong(AT, FieldCode::NothingToChange, t!(stay.unchanged))]);
        }
        patch(Given::Value(at))
    });
    effect(move || {
        text.track();
        change.mend(AT);
    });
    let leave = Callback::new(move |()| {
        if let Err(errors) = past_moment(&text.get_untracked(), arrival, lists) {
            change.note(errors);
        }
    });
    effect(move || {
        why.track();
        change.mend(WHY);
    });
    let fields = Callback::new(move |()| {
        vec![
            (AT, "departed-at", t!(stay.departed_at).to_owned()),
            (WHY, "departed-why", t!(stay.correct_why).to_owned()),
        ]
    });
    let reading = Signal::derive(move || past_moment(&text.get(), arrival, lists).ok().map(write_moment));
    let take_back = move || {
        declared.is_some().then(|| {
            html! {
                <Button
                    kind=ButtonKind::Danger
                    label=move || t!(stay.take_back_departure)
                    busy=change.busy()
                    on_press=Callback::new(move |()| match patch(Given::Null) {
                        Ok(request) => change.send(request),
                        Err(errors) => change.refuse(errors),
                    })
                />
            }
        })
    };
    html! {
        <ChangeForm change compose save=move || t!(stay.correct_departure_save) icon="pen" fields on_cancel aside=take_back>
            <Field
                id="departed-at"
                label=move || t!(stay.departed_at)
                hint=move || t!(stay.departed_hint, arrival = format::instant(arrival))
                error=change.error(AT)
            >
                <NearDateTime text reading on_leave=leave/>
            </Field>
            {as_police.then(|| html! {
                <Field id="departed-why" label=move || t!(stay.correct_why) error=change.error(WHY)>
                    <TextInput value=why prose=true/>
                </Field>
            })}
        </ChangeForm>
    }
}
