//! One act for several guests: a whole room, a whole group, all past departures. Guests for whom it failed stay in the
//! form with the reason, for another attempt.

mod group;
mod overdue;
mod request;
mod who;

pub use group::WholeGroup;
pub use overdue::ManyLeave;

use super::change::looked_at;
use super::whom::{
    EXTEND, LEAVE, MOVE_TO, NOW, PLANNED, ROOM, Rooms, UNTIL, WHEN, Whom, proposal, room_fault, with_rooms,
};
use crate::api::Api;
use crate::form::{Form, Part, Sheet, Typed};
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::effect;
use crate::session::Session;
use crate::t;
use crate::ui::Toasts;
use crate::ui::near_date::write_moment;
use dto::problem::{FieldCode, FieldError};
use dto::stay::{StaySummary, StaysChangedOut};
use dto::{CheckContext, Timestamp};
use leptos::prelude::*;
use request::request;
use uuid::Uuid;
use who::{Row, Rows, WHO_PART, names};

/// Pointer of the guests.
const STAYS: &str = "/stays";

/// The act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Change of the planned departure.
    Extend,
    /// Move to another room.
    Move,
    /// Departure.
    CheckOut,
}

impl Act {
    /// Returns the label of the button for this number of guests.
    fn save_label(self, count: usize) -> String {
        match self {
            Self::Extend => t!(together.extend_save, count = count),
            Self::Move => t!(together.move_save, count = count),
            Self::CheckOut => t!(together.check_out_save, count = count),
        }
    }

    /// Returns the result in words: for how many guests, and until when or into which room.
    fn told(self, count: usize, to: &str) -> String {
        match self {
            Self::Extend => t!(together.extended, count = count, at = to),
            Self::Move => t!(together.moved, count = count, room = to),
            Self::CheckOut => t!(together.left, count = count),
        }
    }

    fn parts(self) -> &'static [Part] {
        match self {
            Self::Extend => &[WHO_PART, EXTEND, TOLD],
            Self::Move => &[
                WHO_PART,
                Part {
                    fields: &[MOVE_TO],
                    ..Part::PLAIN
                },
                TOLD,
            ],
            Self::CheckOut => &[WHO_PART, LEAVE, TOLD],
        }
    }
}

/// For how many it is done.
const TOLD: Part = Part {
    shows: Some(|_| {
        let rows: Rows = expect_context();
        let told = move || {
            let (done, all) = (rows.done().len(), rows.all().len());
            (done > 0).then(|| t!(together.done_of, done = done, all = all))
        };
        html! { <p class="leave-told" role="status">{told}</p> }
    }),
    ..Part::PLAIN
};

/// Renders the form.
#[component]
pub fn Together(
    /// The act.
    act: Act,
    /// Stays of the guests.
    stays: Vec<StaySummary>,
    /// Name of all guests together: "Phòng 402".
    about: String,
    /// Whether no guest is ticked at first: in a list the user chooses.
    #[prop(optional)]
    unticked: bool,
    /// Called after an act: the data behind are read again.
    done: Callback<()>,
    /// Called to close it.
    close: Callback<()>,
) -> Markup {
    let asked = Asked {
        act,
        stays: StoredValue::new(stays),
        about: StoredValue::new(about),
        unticked,
        done,
        close,
    };
    let own = Session::here().account_now().and_then(|account| account.facility);
    match own.filter(|_| act == Act::Move) {
        Some(facility) => with_rooms(facility.id, None, move || asked.form()),
        None => asked.form(),
    }
}

/// What a form for several guests is about.
#[derive(Clone, Copy)]
struct Asked {
    act: Act,
    stays: StoredValue<Vec<StaySummary>>,
    about: StoredValue<String>,
    unticked: bool,
    done: Callback<()>,
    close: Callback<()>,
}

impl Asked {
    fn form(self) -> Markup {
        let (api, lists, toasts) = (Api::here(), Lists::here(), Toasts::here());
        let Self { act, about, done, .. } = self;
        let rows = Rows::of(self.stays.get_value());
        let times = RwSignal::new(rows.times());
        let now = lists.clock().now_untracked();
        let whom = Whom {
            name: StoredValue::new(None),
            times: times.into(),
            now,
            all_are_past: times.with_untracked(|times| times.iter().all(|(_, planned)| *planned <= now)),
        };
        provide_context(whom);
        provide_context(rows);
        let check = move |typed: &Typed, context: CheckContext<'_>| faults(act, rows, whom, typed, context);
        let sheet = Sheet::new(act.parts(), || "", self.first(rows, whom, now), check);
        let form = sheet.form;
        // The fields are about the guests who are ticked.
        effect(move || times.set(rows.meant(&form.typed()).iter().map(|row| row.times()).collect()));
        let rooms = use_context::<Rooms>();
        let work = move |form: Form| {
            let (typed, now) = (form.typed_now(), lists.clock().now_untracked());
            let meant = untrack(|| rows.meant(&typed));
            let call = untrack(|| request(act, &typed, &meant, whom, now));
            let told = untrack(|| match act {
                Act::Extend => whom
                    .until(&typed, rules::zone::local_date(now.get()))
                    .map(format::instant),
                Act::Move => rooms
                    .zip(Uuid::parse_str(typed.raw(ROOM)).ok())
                    .map(|(rooms, id)| rooms.name_of(id)),
                Act::CheckOut => None,
            });
            let meant: Vec<_> = meant.into_iter().map(|row| (row, row.name())).collect();
            async move { Ok((api.act_on_stays(call).await?, meant, told.unwrap_or_default())) }
        };
        let taken = move |(answer, meant, to): (StaysChangedOut, Vec<(Row, String)>, String)| {
            let results = meant.into_iter().zip(&answer.results);
            let gone = results.filter_map(|((row, name), result)| row.take(result, act).then_some(name));
            let gone: Vec<String> = gone.collect();
            // While the form is open it displays the progress itself; a message would cover its buttons.
            if form.saving.busy.is_disposed() || untrack(|| rows.meant(&form.typed_now())).is_empty() {
                let whom = t!(
                    together.whom,
                    about = about.try_get_value().unwrap_or_default(),
                    names = names(&gone)
                );
                toasts.ok(act.told(gone.len(), &to), whom, None);
                done.try_run(());
            }
        };
        // After a partial success, closing the form updates the data behind.
        on_cleanup(move || {
            let some = untrack(|| rows.done().len());
            if some > 0 && some < rows.all().len() {
                done.try_run(());
            }
        });
        let sheet = sheet
            .labelled(move || act.save_label(rows.meant(&form.typed()).len()))
            .sends(work, taken);
        looked_at(sheet.inside(Some(self.close), Markup::nothing()))
    }

    fn first(self, rows: Rows, whom: Whom, now: Timestamp) -> Typed {
        let ticked = if self.unticked { String::new() } else { rows.written() };
        let first = Typed::default().with(STAYS, ticked);
        let latest = whom
            .times
            .with_untracked(|times| times.iter().map(|(_, planned)| *planned).max());
        match (self.act, latest) {
            (Act::Extend, Some(latest)) => first.with(UNTIL, write_moment(proposal(latest, now))),
            (Act::CheckOut, _) => first.with(WHEN, if whom.all_are_past { PLANNED } else { NOW }),
            _ => first,
        }
    }
}

fn faults(act: Act, rows: Rows, whom: Whom, typed: &Typed, context: CheckContext<'_>) -> Vec<FieldError> {
    let nobody = untrack(|| rows.meant(typed)).is_empty();
    let mut found: Vec<_> = nobody
        .then(|| FieldError::new(STAYS, FieldCode::Required))
        .into_iter()
        .collect();
    match act {
        Act::Extend => {
            let until = untrack(|| whom.until(typed, rules::zone::local_date(context.now.get())));
            found.extend(
                until
                    .is_none()
                    .then(|| FieldError::new(UNTIL, FieldCode::InstantMalformed)),
            );
        }
        Act::Move => found.extend(room_fault(typed)),
        Act::CheckOut => found.extend(whom.departed_faults(typed, context)),
    }
    found
}
