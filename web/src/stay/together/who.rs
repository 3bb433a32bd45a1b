//! The guests of a form for several, each with a box to tick and its result.

use super::{Act, STAYS};
use crate::form::{Chosen, Field, Form, Part, Typed, listed, written};
use crate::format;
use crate::i18n::lang;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::Icon;
use dto::Timestamp;
use dto::problem::ErrorCode;
use dto::stay::{ChangeRefusal, StayChanged, StaySummary};
use leptos::prelude::*;
use uuid::Uuid;

/// Number of names in a message.
const NAMED: usize = 3;

/// Progress for one guest.
#[derive(Clone, PartialEq)]
enum Progress {
    Open,
    Done,
    Refused(ChangeRefusal),
}

/// A guest.
#[derive(Clone, Copy)]
pub struct Row {
    /// The stay.
    pub id: Uuid,
    /// The stay, as the list has it.
    pub stay: StoredValue<StaySummary>,
    /// Its version, from which another attempt starts.
    pub version: StoredValue<i32>,
    progress: RwSignal<Progress>,
}

impl Row {
    /// Returns arrival and planned departure.
    pub fn times(self) -> (Timestamp, Timestamp) {
        self.stay
            .with_value(|stay| (stay.arrival_at, stay.planned_departure_at))
    }

    /// Returns whether the act is done for this guest.
    pub fn is_done(self) -> bool {
        let is_done = self.progress.try_with(|progress| *progress == Progress::Done);
        is_done.unwrap_or_default()
    }

    /// Returns the guest.
    pub fn name(self) -> String {
        self.stay.with_value(|stay| stay.full_name.clone())
    }

    /// Records the result, and returns whether it is done. Another attempt starts from the version that is in use now.
    /// The form may have been closed meanwhile.
    pub fn take(self, result: &StayChanged, act: Act) -> bool {
        self.version.try_set_value(result.version);
        let progress = match &result.refusal {
            None => Progress::Done,
            // Somebody else has declared it.
            Some(refusal) if act == Act::CheckOut && refusal.code == ErrorCode::AlreadyDeparted => Progress::Done,
            Some(refusal) => Progress::Refused(refusal.clone()),
        };
        let is_done = progress == Progress::Done;
        self.progress.try_set(progress);
        is_done
    }
}

/// All guests.
#[derive(Clone, Copy)]
pub struct Rows(StoredValue<Vec<Row>>);

impl Rows {
    /// Creates the rows of these stays.
    pub fn of(stays: Vec<StaySummary>) -> Self {
        let rows = stays.into_iter().map(|stay| Row {
            id: stay.id,
            version: StoredValue::new(stay.version),
            stay: StoredValue::new(stay),
            progress: RwSignal::new(Progress::Open),
        });
        Self(StoredValue::new(rows.collect()))
    }

    /// Returns all of them.
    pub fn all(self) -> Vec<Row> {
        self.0.try_get_value().unwrap_or_default()
    }

    /// Returns those who are ticked and not done yet.
    pub fn meant(self, typed: &Typed) -> Vec<Row> {
        let ticked: Vec<Uuid> = listed(typed.raw(STAYS)).collect();
        let mut rows = self.all();
        rows.retain(|row| ticked.contains(&row.id) && !row.is_done());
        rows
    }

    /// Returns those for whom it is done.
    pub fn done(self) -> Vec<Row> {
        self.all().into_iter().filter(|row| row.is_done()).collect()
    }

    /// Returns arrival and planned departure of each.
    pub fn times(self) -> Vec<(Timestamp, Timestamp)> {
        self.all().into_iter().map(Row::times).collect()
    }

    /// Returns the text of the field in which all are ticked.
    pub fn written(self) -> String {
        let ids: Vec<Uuid> = self.all().iter().map(|row| row.id).collect();
        written(&ids)
    }
}

/// Returns "Nguyễn Văn A, Trần Thị B và 2 khách khác".
pub fn names(of: &[String]) -> String {
    let named = of.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match of.len().saturating_sub(NAMED) {
        0 => named,
        more => t!(together.and_more, names = named, count = more),
    }
}

/// The guests.
pub const WHO_PART: Part = Part {
    fields: &[Field::own(STAYS, || t!(together.who), who).says(|_| Some(t!(together.nobody).to_owned()))],
    ..Part::PLAIN
};

fn who(form: Form) -> Markup {
    let rows: Rows = expect_context();
    let ticked = Chosen::of(form, STAYS);
    let all = rows.all();
    let count = all.len();
    let is_whole = move || rows.all().iter().all(|row| row.is_done() || ticked.has(row.id));
    let tick_all = move |event| {
        let is_on = event_target_checked(&event);
        form.text(STAYS).set(if is_on { rows.written() } else { String::new() });
    };
    html! {
        <ul class="panel-rows together-rows">
            {(count > 1).then(|| html! {
                <li>
                    <label class="check">
                        <input type="checkbox" prop:checked=is_whole on:change=tick_all/>
                        <span>{move || t!(together.all, count = count)}</span>
                    </label>
                </li>
            })}
            {all.into_iter().map(|row| one(row, ticked)).collect::<Vec<_>>()}
        </ul>
    }
}

fn one(row: Row, ticked: Chosen) -> Markup {
    let (name, room, planned) = row.stay.with_value(|stay| {
        (
            stay.full_name.clone(),
            stay.room_name.clone(),
            format::instant(stay.planned_departure_at),
        )
    });
    let id = format!("together-{}", row.id);
    let about = move || {
        let room = room
            .as_ref()
            .map(|room| format!("{}, ", t!(board.room_title, name = room)));
        format!("{}{}", room.unwrap_or_default(), t!(together.planned, at = planned))
    };
    let came_of_it = move || match row.progress.get() {
        Progress::Open => Markup::nothing(),
        Progress::Done => {
            html! { <span class="tag tag-ok"><Icon name="check-circle"/><span>{t!(together.done)}</span></span> }
        }
        Progress::Refused(refusal) => {
            let error = refusal.errors.first().map(|error| error.said(lang()));
            let why = error.unwrap_or(refusal.detail);
            html! { <span class="leave-failed"><Icon name="triangle"/><span>{why}</span></span> }
        }
    };
    html! {
        <li class="leave-row">
            <label class="check">
                <input
                    type="checkbox"
                    id=id
                    prop:checked=move || ticked.has(row.id) || row.is_done()
                    aria-disabled=move || row.is_done().then_some("true")
                    on:change=move |event| ticked.put(row.id, event_target_checked(&event))
                />
                <span>
                    <span class="board-guest-name">{name}</span>
                    " "
                    <span class="quiet">{about}</span>
                </span>
            </label>
            {came_of_it}
        </li>
    }
}
