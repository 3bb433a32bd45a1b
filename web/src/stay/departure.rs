//! Ghi rời đi (KH-11.2e-1): declaration of a departure, and its correction until 24:00 of its day.

use super::change::{Change, Request};
use super::undo::Undo;
use super::whom::{LEAVE, LEFT, LEFT_AT, NOW, WHEN, Whom};
use crate::form::{Field, Part, Sheet, Typed};
use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::near_date::write_moment;
use crate::ui::{Button, ButtonKind, Toasts};
use dto::operations::stays::CorrectStay;
use dto::problem::{FieldCode, FieldError};
use dto::stay::{CheckOutIn, StayOut, StayPatch, StaySummary};
use dto::{Given, Timestamp};
use leptos::prelude::*;
use uuid::Uuid;

/// Pointer of the reason.
pub const WHY: &str = "/change_reason";

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

impl Leaver {
    /// Provides the guest to the fields of a form.
    pub fn whom(&self, lists: Lists) -> Whom {
        let now = lists.clock().now_untracked();
        let whom = Whom {
            now,
            name: StoredValue::new(Some(self.full_name.clone())),
            times: Signal::stored(vec![(self.arrival_at, self.planned_at)]),
            all_are_past: self.planned_at > self.arrival_at && self.planned_at <= now,
        };
        provide_context(whom);
        whom
    }
}

/// What is said above the declaration, in its context.
#[derive(Clone)]
struct About(String);

const LEAVES: &[Part] = &[
    Part {
        shows: Some(|_| {
            let About(about) = expect_context();
            html! { <p class="change-text">{about}</p> }
        }),
        ..Part::PLAIN
    },
    LEAVE,
];

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
    let (lists, toasts, undo) = (Lists::here(), Toasts::here(), Undo::new(on_saved));
    let (whom, planned) = (leaver.whom(lists), format::instant(leaver.planned_at));
    provide_context(About(match &leaver.room {
        Some(room) => t!(stay.check_out_about_room, room = room, planned = planned),
        None => t!(stay.check_out_about, planned = planned),
    }));
    let change = Change::new(leaver.id, leaver.version, on_saved);
    let sheet = Sheet::new(
        LEAVES,
        || t!(stay.check_out_save),
        Typed::default().with(WHEN, NOW),
        move |typed, context| whom.departed_faults(typed, context),
    );
    let compose = Callback::new(move |typed: Typed| {
        let departed_at = untrack(|| whom.departed(&typed, lists.clock().now_untracked()));
        Request::CheckOut(CheckOutIn {
            version: change.version(),
            departed_at: departed_at.unwrap_or_default(),
        })
    });
    let told = Callback::new(move |stay: StayOut| {
        let at = stay.departed_at.map(format::instant).unwrap_or_default();
        let back = Request::Amend(Box::new(StayPatch {
            version: stay.version,
            departed_at: Given::Null,
            ..StayPatch::default()
        }));
        let back = undo.by(&stay, back);
        toasts.ok(t!(stay.checked_out_toast, at = at), stay.guest.full_name, back);
    });
    change.form(sheet, compose, told, on_cancel, Markup::nothing())
}

const BY_FACILITY: &[Part] = &[Part {
    fields: &[LEFT_AT],
    ..Part::PLAIN
}];

const BY_POLICE: &[Part] = &[Part {
    fields: &[LEFT_AT, Field::line(WHY, || t!(stay.correct_why)).prose()],
    ..Part::PLAIN
}];

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
    let (declared, as_police) = (stay.departed_at, stay.can.has(CorrectStay));
    let whom = Leaver::from(&stay).whom(lists);
    let change = Change::new(stay.id, stay.version, on_saved);
    // Only while the button that removes the departure sends.
    let is_removed = StoredValue::new(false);
    let sheet = Sheet::new(
        if as_police { BY_POLICE } else { BY_FACILITY },
        || t!(stay.correct_departure_save),
        Typed::default().with(LEFT, declared.map(write_moment).unwrap_or_default()),
        move |typed, context| {
            let left = untrack(|| whom.left(typed, context.now));
            let of_time = match left {
                _ if is_removed.get_value() => None,
                Ok(at) => (Some(at) == declared).then(|| FieldError::new(LEFT, FieldCode::NothingToChange)),
                Err(error) => Some(error),
            };
            let is_unreasoned = as_police && typed.text(WHY).is_absent();
            let of_reason = is_unreasoned.then(|| FieldError::new(WHY, FieldCode::Required));
            of_time.into_iter().chain(of_reason).collect()
        },
    );
    let compose = Callback::new(move |typed: Typed| {
        let left = untrack(|| whom.left(&typed, lists.clock().now_untracked()));
        let patch = Box::new(StayPatch {
            version: change.version(),
            departed_at: match left {
                Ok(at) if !is_removed.get_value() => Given::Value(at),
                _ => Given::Null,
            },
            change_reason: typed.text(WHY),
            ..StayPatch::default()
        });
        if as_police {
            Request::Correct(patch)
        } else {
            Request::Amend(patch)
        }
    });
    let told = Callback::new(move |stay: StayOut| {
        let title = if stay.departed_at.is_some() {
            t!(stay.departure_corrected_toast)
        } else {
            t!(stay.departure_taken_back_toast)
        };
        toasts.ok(title, stay.guest.full_name, None);
    });
    let remove = Callback::new(move |()| {
        is_removed.set_value(true);
        sheet.submit();
        is_removed.set_value(false);
    });
    let busy = sheet.form.saving.busy;
    let aside = declared.is_some().then(|| {
        html! { <Button kind=ButtonKind::Danger label=move || t!(stay.take_back_departure) busy on_press=remove/> }
    });
    change.form(sheet, compose, told, on_cancel, aside.into_markup())
}
