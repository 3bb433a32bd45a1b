//! One act for several guests: a whole room, a whole group, all past departures. Guests for whom it failed stay in the
//! form with the reason, for another attempt.

mod desk;
mod group;
mod overdue;
mod request;

pub use group::WholeGroup;
pub use overdue::ManyLeave;

use crate::api::{Api, ApiError};
use crate::entry::rooms;
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::{effect, when};
use crate::session::Session;
use crate::stay::change::Glance;
use crate::stay::departure::past_moment;
use crate::stay::extend::next_day;
use crate::t;
use crate::ui::near_date::write_moment;
use crate::ui::{
    Button, ButtonKind, Choice, Chooser, ErrorSummary, Field, Icon, NearDateTime, Note, NoteKind, Segmented,
    SummaryItem, Toasts, load,
};
use desk::Desk;
use dto::Timestamp;
use dto::problem::{ErrorCode, FieldError};
use dto::stay::{StayChanged, StaySummary};
use leptos::prelude::*;
use leptos::task::spawn_local;
use request::request;
use std::sync::Arc;
use uuid::Uuid;

const AT: &str = "/planned_departure_at";
const ROOM: &str = "/room_id";
const LEFT: &str = "/departed_at";
const STAYS: &str = "/stays";
const NOW: &str = "now";
const PLANNED: &str = "planned";
const EARLIER: &str = "earlier";
/// Number of names in a message.
const NAMED: usize = 3;

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

/// Progress for one guest.
#[derive(Clone, PartialEq)]
enum Progress {
    Open,
    Done,
    Refused(String),
}

/// A guest.
#[derive(Clone, Copy)]
struct Row {
    stay: StoredValue<StaySummary>,
    version: StoredValue<i32>,
    ticked: RwSignal<bool>,
    progress: RwSignal<Progress>,
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

    fn icon(self) -> &'static str {
        match self {
            Self::Extend => "arrow-right-bar",
            Self::Move => "swap",
            Self::CheckOut => "out-door",
        }
    }
}

impl Row {
    fn of(stay: StaySummary, ticked: bool) -> Self {
        Self {
            version: StoredValue::new(stay.version),
            stay: StoredValue::new(stay),
            ticked: RwSignal::new(ticked),
            progress: RwSignal::new(Progress::Open),
        }
    }

    fn is_done(self) -> bool {
        self.progress.with(|progress| *progress == Progress::Done)
    }

    fn is_meant(self) -> bool {
        self.ticked.get() && !self.is_done()
    }

    /// Records the result. Another attempt starts from the version that is in use now.
    fn take(self, result: &StayChanged, act: Act) {
        self.version.try_set_value(result.version);
        self.progress.try_set(match &result.refusal {
            None => Progress::Done,
            // Somebody else has declared it.
            Some(refusal) if act == Act::CheckOut && refusal.code == ErrorCode::AlreadyDeparted => Progress::Done,
            Some(refusal) => Progress::Refused(
                refusal
                    .errors
                    .first()
                    .map_or_else(|| refusal.detail.clone(), |error| error.message.clone()),
            ),
        });
    }
}

/// All guests.
#[derive(Clone, Copy)]
struct Rows(StoredValue<Vec<Row>>);

impl Rows {
    fn all(self) -> Vec<Row> {
        self.0.try_get_value().unwrap_or_default()
    }

    fn meant(self) -> Vec<Row> {
        self.all().into_iter().filter(|row| row.is_meant()).collect()
    }

    fn done(self) -> Vec<Row> {
        self.all().into_iter().filter(|row| row.is_done()).collect()
    }

    /// Returns the latest of some moment of the ticked guests.
    fn latest(self, moment: impl Fn(&StaySummary) -> Timestamp) -> Option<Timestamp> {
        let moments = self.meant().into_iter().map(|row| row.stay.with_value(&moment));
        moments.max()
    }
}

/// Returns "Nguyễn Văn A, Trần Thị B và 2 khách khác".
fn names(rows: &[Row]) -> String {
    let name = |row: &Row| row.stay.with_value(|stay| stay.full_name.clone());
    let named: Vec<String> = rows.iter().take(NAMED).map(name).collect();
    let named = named.join(", ");
    match rows.len().saturating_sub(NAMED) {
        0 => named,
        more => t!(together.and_more, names = named, count = more),
    }
}

/// Typed and chosen values.
#[derive(Clone, Copy)]
struct Typed {
    text: RwSignal<String>,
    room: RwSignal<String>,
    when: RwSignal<String>,
    /// Whether a warning is confirmed: an earlier day, a room out of service.
    sure: RwSignal<bool>,
}

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
    let (api, lists, toasts) = (Api::here(), Lists::here(), Toasts::here());
    let desk = Desk::new(act, stays, unticked, lists);
    let (rows, typed) = (desk.rows, desk.typed);
    let count = rows.all().len();
    let (busy, asked) = (RwSignal::new(false), RwSignal::new(0_u32));
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let failure = RwSignal::new(None::<ApiError>);
    let key = StoredValue::new((String::new(), String::new()));
    // Another value gives another warning.
    effect(move || {
        typed.text.track();
        typed.room.track();
        typed.sure.set(false);
    });
    // A field with an error is checked again on each key, so that the error disappears at once.
    effect(move || {
        let right = desk.compose();
        if errors.with_untracked(|errors| !errors.is_empty()) {
            errors.set(right.err().unwrap_or_default());
        }
    });
    let about = StoredValue::new(about);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let what = match untrack(|| desk.compose()) {
            Ok(what) => what,
            Err(found) => {
                errors.set(found);
                return asked.update(|asked| *asked = asked.wrapping_add(1));
            }
        };
        errors.set(Vec::new());
        failure.set(None);
        busy.set(true);
        spawn_local(async move {
            let meant = untrack(|| rows.meant());
            let call = request(&what, &meant);
            let body = call.body().to_owned();
            // The same key for a repeat of the same request only.
            let same = key
                .try_with_value(|(key, of)| (*of == body).then(|| key.clone()))
                .flatten();
            let own = same.unwrap_or_else(|| Uuid::new_v4().to_string());
            key.try_set_value((own.clone(), body));
            let outcome = api.act_on_stays(call, &own).await;
            busy.try_set(false);
            match outcome {
                Ok(told) => {
                    for (row, result) in meant.iter().zip(&told.results) {
                        row.take(result, act);
                    }
                    // The declared fact is stored: the same content once more is another request.
                    key.try_set_value((String::new(), String::new()));
                    // While the form is open it displays the progress itself; a message would cover its buttons.
                    if untrack(|| rows.meant()).is_empty() {
                        toasts.ok(desk.told(&what, &meant), whom(about, &meant), None);
                        done.try_run(());
                    }
                }
                Err(ApiError::Problem(problem)) if !problem.errors.is_empty() => {
                    errors.try_set(problem.errors);
                    asked.try_update(|asked| *asked = asked.wrapping_add(1));
                }
                Err(error) => drop(failure.try_set(Some(error))),
            }
        });
    };
    // After a partial success, closing the form updates the data behind.
    on_cleanup(move || {
        let some = untrack(|| rows.done().len());
        if some > 0 && some < count {
            done.try_run(());
        }
    });
    let told = move || {
        let done = rows.done().len();
        (done > 0).then(|| t!(together.done_of, done = done, all = count))
    };
    let save = move || act.save_label(rows.meant().len());
    let icon = act.icon();
    let glance = Glance::new();
    let form = NodeRef::<leptos::html::Form>::new();
    form.on_load(|form| crate::stay::change::focus_first(&form, ".field "));
    html! {
        <form class="panel-form together" novalidate node_ref=form on:submit=send on:keydown=move |event| glance.hold(&event) on:input=move |_| glance.looked() on:pointerdown=move |_| glance.looked()>
            {when(move || failure.get().map(|error| html! {
                <Note kind=NoteKind::Bad><strong>{error.title()}</strong> " " {error.detail()}</Note>
            }))}
            <ErrorSummary errors=summary(errors) asked/>
            <Who rows error=error_at(errors, STAYS)/>
            <ActFields desk errors/>
            <p class="leave-told" role="status">{told}</p>
            <div class="form-acts">
                <Button kind=ButtonKind::Primary icon label=save busy_label=move || t!(stay.saving) busy submit=true/>
                <Button kind=ButtonKind::Quiet label=move || t!(board.leave) on_press=close/>
            </div>
        </form>
    }
}

/// Renders the fields of the act.
#[component]
fn ActFields(desk: Desk, errors: RwSignal<Vec<FieldError>>) -> Markup {
    let Desk { rows, typed, lists, .. } = desk;
    match desk.act {
        Act::Extend => {
            let latest = move || rows.latest(|stay| stay.planned_departure_at).unwrap_or(desk.now);
            let hint = move || {
                let latest = latest();
                t!(
                    together.extend_hint,
                    date = format::instant(latest),
                    more = format::date(next_day(latest))
                )
            };
            html! {
                <Field id="together-to" label=move || t!(stay.extend_field) hint warning=desk.warning() error=error_at(errors, AT)>
                    <NearDateTime text=typed.text reading=Signal::derive(move || desk.moment().map(write_moment))/>
                </Field>
            }
        }
        Act::Move => {
            let options = Signal::derive(move || {
                desk.rooms.with(|rooms| {
                    desk.board
                        .with(|board| Arc::new(rooms::choices(rooms, board.as_ref(), lists)))
                })
            });
            html! {
                <Field id="together-room" label=move || t!(stay.move_field) warning=desk.warning() error=error_at(errors, ROOM)>
                    <Chooser value=typed.room options/>
                </Field>
            }
        }
        Act::CheckOut => {
            let options = Signal::derive(move || {
                let mut options = Vec::new();
                if desk.all_are_past {
                    options.push(Choice::new(PLANNED, t!(together.as_planned)));
                }
                options.push(Choice::new(NOW, t!(stay.check_out_now)));
                options.push(Choice::new(EARLIER, t!(stay.check_out_other)));
                Arc::new(options)
            });
            let reading = Signal::derive(move || {
                let arrival = rows.latest(|stay| stay.arrival_at).unwrap_or(desk.now);
                past_moment(&typed.text.get(), arrival, lists).ok().map(write_moment)
            });
            html! {
                <Field id="together-when" label=move || t!(together.when) group=true>
                    <Segmented value=typed.when options/>
                </Field>
                {when(move || (typed.when.with(|when| when == EARLIER)).then(|| html! {
                    <Field id="together-at" label=move || t!(stay.departed_at) hint=move || t!(together.left_hint) error=error_at(errors, LEFT)>
                        <NearDateTime text=typed.text reading/>
                    </Field>
                }))}
                <p class="change-text">{move || t!(stay.check_out_until)}</p>
            }
        }
    }
}

/// Returns the lines of the summary, each with the field of its error.
fn summary(errors: RwSignal<Vec<FieldError>>) -> Signal<Vec<SummaryItem>> {
    Signal::derive(move || {
        let place = |pointer: &str| match pointer {
            AT => ("together-to", t!(stay.extend_field)),
            ROOM => ("together-room", t!(stay.move_field)),
            LEFT => ("together-at", t!(stay.departed_at)),
            _ => ("together-who", t!(together.who)),
        };
        errors.with(|errors| {
            let items = errors.iter().map(|error| {
                let (field_id, label) = place(&error.pointer);
                SummaryItem {
                    field_id: field_id.to_owned(),
                    label: label.to_owned(),
                    text: error.message.clone(),
                }
            });
            items.collect::<Vec<_>>()
        })
    })
}

/// Returns the error of one field.
fn error_at(errors: RwSignal<Vec<FieldError>>, pointer: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        errors.with(|errors| {
            let found = errors.iter().find(|error| error.pointer == pointer);
            found.map(|error| error.message.clone())
        })
    })
}

/// Returns "Phòng 402: Nguyễn Văn A, Trần Thị B".
fn whom(about: StoredValue<String>, asked: &[Row]) -> String {
    let about = about.try_get_value().unwrap_or_default();
    t!(together.whom, about = about, names = names(&desk::gone(asked)))
}

/// Returns the rooms of the user's own facility.
fn rooms_of_facility() -> Signal<Vec<dto::facility::RoomOut>> {
    let api = Api::here();
    let own = Session::here().account_now().and_then(|account| account.facility);
    let Some(own) = own else {
        return Signal::stored(Vec::new());
    };
    let facility = load(move || api.get_facility(own.id));
    Signal::derive(move || facility.value().map(|facility| facility.rooms).unwrap_or_default())
}

/// Renders the guests, each with a box to tick, and the result.
#[component]
fn Who(rows: Rows, error: Signal<Option<String>>) -> Markup {
    let all = rows.all();
    let count = all.len();
    let is_whole = move || rows.all().iter().all(|row| row.is_done() || row.ticked.get());
    let tick_all = move |event| {
        let ticked = event_target_checked(&event);
        rows.all().iter().for_each(|row| row.ticked.set(ticked));
    };
    html! {
        <Field id="together-who" label=move || t!(together.who) group=true error>
            <ul class="panel-rows together-rows">
                {(count > 1).then(|| html! {
                    <li>
                        <label class="check">
                            <input type="checkbox" prop:checked=is_whole on:change=tick_all/>
                            <span>{move || t!(together.all, count = count)}</span>
                        </label>
                    </li>
                })}
                {all.into_iter().map(one).collect::<Vec<_>>()}
            </ul>
        </Field>
    }
}

fn one(row: Row) -> Markup {
    let (name, room, planned) = row.stay.with_value(|stay| {
        (
            stay.full_name.clone(),
            stay.room_name.clone(),
            format::instant(stay.planned_departure_at),
        )
    });
    let id = row.stay.with_value(|stay| format!("together-{}", stay.id));
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
        Progress::Refused(why) => {
            html! { <span class="leave-failed"><Icon name="triangle"/><span>{why}</span></span> }
        }
    };
    html! {
        <li class="leave-row">
            <label class="check">
                <input
                    type="checkbox"
                    id=id
                    prop:checked=move || row.ticked.get() || row.is_done()
                    aria-disabled=move || row.is_done().then_some("true")
                    on:change=move |event| row.ticked.set(event_target_checked(&event))
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
