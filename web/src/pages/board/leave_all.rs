//! A whole room leaves: a declaration for each of its guests, and an honest word on each.

use crate::api::{Api, ApiError};
use crate::form::{Form, Named, TextAsk, Typed};
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::t;
use crate::ui::near_date::read_moment;
use crate::ui::{Button, ButtonKind, ErrorSummary, Icon, Toasts};
use dto::problem::{ErrorCode, FieldCode, FieldError};
use dto::room::BoardRoom;
use dto::stay::{CheckOutIn, StaySummary};
use dto::{Given, Timestamp};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

const AT: &str = "/departed_at";
const FIELDS: &[Named] = &[(AT, || t!(board.left_at))];

/// How far the declaration of one guest is.
#[derive(Clone, PartialEq)]
enum Progress {
    Waiting,
    Sending,
    Gone,
    /// Why not, and whether another version was there first.
    Failed(String, bool),
}

/// A guest who leaves.
#[derive(Clone, Copy)]
struct Leaving {
    stay: StoredValue<StaySummary>,
    version: StoredValue<i32>,
    /// Goes with each repeat of the same declaration.
    key: StoredValue<String>,
    progress: RwSignal<Progress>,
}

impl Leaving {
    fn of(stay: &StaySummary) -> Self {
        Self {
            version: StoredValue::new(stay.version),
            stay: StoredValue::new(stay.clone()),
            key: StoredValue::new(Uuid::new_v4().to_string()),
            progress: RwSignal::new(Progress::Waiting),
        }
    }

    fn is_gone(self) -> bool {
        self.progress.with(|progress| *progress == Progress::Gone)
    }

    /// Declares; whether the next one may be tried.
    async fn leave(self, api: Api, at: Option<Timestamp>) -> bool {
        let id = self.stay.with_value(|stay| stay.id);
        let met_another = self
            .progress
            .with_untracked(|progress| matches!(progress, Progress::Failed(_, true)));
        self.progress.set(Progress::Sending);
        // Told that somebody else has changed it, and pressed again: what stands there now is left from.
        if met_another && let Ok(stay) = api.get_stay(id).await {
            self.version.try_set_value(stay.version);
            self.key.try_set_value(Uuid::new_v4().to_string());
        }
        let (Some(version), Some(key)) = (self.version.try_get_value(), self.key.try_get_value()) else {
            return false;
        };
        let departure = CheckOutIn {
            version,
            departed_at: at.map_or(Given::Missing, Given::Value),
        };
        let outcome = api.check_out_stay(id, &departure, &key).await;
        let goes_on = outcome.as_ref().err().is_none_or(|error| !error.is_passing());
        self.progress.try_set(match outcome {
            Ok(_) => Progress::Gone,
            Err(error) if error.code() == Some(ErrorCode::AlreadyDeparted) => Progress::Gone,
            Err(error) => failed(&error),
        });
        goes_on
    }
}

fn failed(error: &ApiError) -> Progress {
    let of_field = match error {
        ApiError::Problem(problem) => problem.errors.first().map(|error| error.message.clone()),
        _ => None,
    };
    let text = of_field.unwrap_or_else(|| error.detail());
    Progress::Failed(text, error.code() == Some(ErrorCode::VersionConflict))
}

/// What is typed: nothing is now.
fn moment(typed: &Typed, arrival: Timestamp, now: Timestamp) -> Result<Option<Timestamp>, FieldError> {
    let text = typed.raw(AT).trim();
    if text.is_empty() {
        return Ok(None);
    }
    let local = rules::zone::local(now.get());
    match read_moment(text, local.date(), local.time()) {
        None => Err(FieldError::new(AT, FieldCode::InstantMalformed)),
        Some(at) if at > now => Err(FieldError::new(AT, FieldCode::DepartureInFuture)),
        Some(at) if at <= arrival => Err(FieldError::new(AT, FieldCode::DepartureBeforeArrival)
            .with("departure", format::instant(at))
            .with("arrival", format::instant(arrival))),
        Some(at) => Ok(Some(at)),
    }
}

/// The form. What could not be declared stays in it, with the reason, to be tried again.
#[component]
pub fn LeaveAll(
    /// The room.
    room: BoardRoom,
    /// Somebody has left: the board is read again.
    done: Callback<()>,
    /// Leaves it.
    close: Callback<()>,
) -> impl IntoView {
    let (api, lists, toasts) = (Api::here(), Lists::here(), Toasts::here());
    let name = StoredValue::new(room.name.clone());
    let leaving: Vec<Leaving> = room.stays.iter().map(Leaving::of).collect();
    let count = leaving.len();
    let leaving = StoredValue::new(leaving);
    let busy = RwSignal::new(false);
    // Nobody can have left before the last of them came.
    let arrival = room.stays.iter().map(|stay| stay.arrival_at).max();
    let arrival = arrival.unwrap_or_else(|| lists.clock().now_untracked());
    let check = move |typed: &Typed| {
        let found = moment(typed, arrival, lists.clock().now_untracked());
        found.err().into_iter().map(|error| error.localized(lang())).collect()
    };
    let form = Form::new(FIELDS, &Typed::default(), check);
    let gone = Memo::new(move |_| leaving.with_value(|all| all.iter().filter(|one| one.is_gone()).count()));
    let tried = RwSignal::new(false);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || !form.is_right() {
            return;
        }
        let Ok(at) = moment(&form.typed_now(), arrival, lists.clock().now_untracked()) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let all = leaving.try_get_value().unwrap_or_default();
            for one in all {
                let is_there = one.progress.try_with_untracked(|progress| *progress != Progress::Gone);
                match is_there {
                    Some(true) if !one.leave(api, at).await => break,
                    None => break,
                    _ => {}
                }
            }
            busy.try_set(false);
            tried.try_set(true);
            if gone.try_get_untracked() == Some(count) {
                let title = t!(board.all_left, room = name.try_get_value().unwrap_or_default());
                toasts.ok(title, t!(board.all_left_count, count = count), None);
                done.run(());
            }
        });
    };
    // Whoever closes it after some have left sees the board as it is now.
    on_cleanup(move || {
        let some = gone.try_get_untracked().unwrap_or(0);
        if some > 0 && some < count {
            done.try_run(());
        }
    });
    let left_over = move || count - gone.get();
    view! {
        <form class="panel-form" novalidate on:submit=send>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <p class="dialog-text">{move || t!(board.leave_all_text, count = count, room = name.get_value())}</p>
            <ul class="panel-rows leave-rows">{leaving.with_value(|all| all.iter().map(|one| row(*one)).collect_view())}</ul>
            <p class="leave-told" role="status">
                {move || (busy.get() || tried.get()).then(|| t!(board.left_of, gone = gone.get(), all = count))}
            </p>
            <TextAsk form at=AT optional=true hint=move || t!(board.left_at_hint)/>
            <div class="form-acts">
                <Button
                    kind=ButtonKind::Primary
                    icon="out-door"
                    label=move || if tried.get() { t!(board.leave_rest, count = left_over()) } else { t!(board.leave_all_save).to_owned() }
                    busy_label=move || t!(apply.sending)
                    busy=busy
                    submit=true
                />
                <Button kind=ButtonKind::Quiet label=move || t!(board.leave) on_press=close/>
            </div>
        </form>
    }
}

fn row(one: Leaving) -> impl IntoView {
    let name = one.stay.with_value(|stay| stay.full_name.clone());
    view! {
        <li class="leave-row">
            <span class="board-guest-name">{name}</span>
            {move || match one.progress.get() {
                Progress::Waiting => view! { <span class="quiet">{t!(board.leave_waiting)}</span> }.into_any(),
                Progress::Sending => view! { <span class="quiet"><Icon name="clock"/> {t!(board.leave_sending)}</span> }.into_any(),
                Progress::Gone => view! { <span class="tag tag-ok"><Icon name="check-circle"/><span>{t!(board.leave_gone)}</span></span> }.into_any(),
                Progress::Failed(why, _) => view! { <span class="leave-failed"><Icon name="triangle"/><span>{why}</span></span> }.into_any(),
            }}
        </li>
    }
}
