//! The lists of the day of a facility.

use super::drafts::waiting;
use crate::format;
use crate::frame::Counters;
use crate::markup::{IntoMarkup, Markup, html};
use crate::outbox::{Outbox, Waiting};
use crate::reactive::{effect, sort_by, when};
use crate::session::Session;
use crate::stay::departure::Leaver;
use crate::stay::together::ManyLeave;
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, Empty, Status, StatusTag};
use dto::Timestamp;
use dto::room::BoardRoom;
use dto::stay::{FacilityDayOut, StayState, StaySummary};
use leptos::prelude::*;
use rules::nights::StayKind;
use time::Date;

/// Number of rows before "Xem cả 14".
const FIRST_ROWS: usize = 7;
const FIRST_DEPARTURES: usize = 6;

fn room(stay: &StaySummary) -> String {
    stay.room_name.clone().unwrap_or_else(|| t!(stay.nothing).to_owned())
}

fn link(stay: &StaySummary) -> Markup {
    let (path, name) = (format!("/stays/{}", stay.id), stay.full_name.clone());
    html! { <a href=path class="ledger-open">{name}</a> }
}

/// Renders the unfinished tasks, most urgent first: drafts before stays that have grown.
#[component]
pub fn ToDo(
    /// The day.
    day: Signal<FacilityDayOut>,
    /// Rooms with guests who are not notified.
    missing: Signal<Vec<BoardRoom>>,
    /// Guest whose departure is being recorded.
    leaver: RwSignal<Option<Leaver>>,
    /// Reads the day again.
    again: Callback<()>,
) -> Markup {
    let session = Session::here();
    let drafts = Memo::new(move |_| {
        session
            .account()
            .get()
            .map(|account| day.with(|day| waiting(account.id, &day.rooms)))
            .unwrap_or_default()
    });
    let overdue = Memo::new(move |_| day.with(|day| day.overdue_stays.clone()));
    // Where the user has begun to type, the draft replaces the row of the room.
    let unbegun = Memo::new(move |_| {
        let is_begun =
            |room: &BoardRoom| drafts.with(|drafts| drafts.iter().any(|draft| draft.room.as_ref() == Some(&room.name)));
        let mut rooms = missing.get();
        rooms.retain(|room| !is_begun(room));
        sort_by(&mut rooms, |room| room.due_at);
        rooms
    });
    let outbox = Outbox::here();
    let aside = outbox.waiting();
    let asked = Memo::new(move |_| day.with(|day| day.asked_stays.clone()));
    let count = move || {
        asked.with(Vec::len)
            + aside.with(Vec::len)
            + unbegun.with(Vec::len)
            + drafts.with(Vec::len)
            + overdue.with(Vec::len)
    };
    if let Some(counters) = use_context::<Counters>() {
        effect(move || counters.today.set(u32::try_from(count()).unwrap_or(u32::MAX)));
    }
    let rows = move || {
        let (drafts, unbegun) = (drafts.get(), unbegun.get());
        let first_draft = unbegun.is_empty();
        let first_overdue = first_draft && drafts.is_empty();
        let unbegun = unbegun
            .into_iter()
            .enumerate()
            .map(|(index, room)| missing_row(&room, index == 0));
        let drafts = drafts.into_iter().enumerate().map(|(index, draft)| {
            let who = match draft.name {
                _ if draft.group.is_some() => t!(group.draft, count = draft.group.unwrap_or_default()),
                Some(name) => t!(today.draft_named, name = name),
                None => t!(today.draft_unnamed).to_owned(),
            };
            let kind = if first_draft && index == 0 {
                ButtonKind::Primary
            } else {
                ButtonKind::Plain
            };
            html! {
                <li class="ledger-row today-todo">
                    <span class="cell-room">{draft.room.unwrap_or_else(|| t!(stay.nothing).to_owned())}</span>
                    <span class="cell-time">{format::time(draft.at)}</span>
                    <span class="cell-name">{who}</span>
                    <span class="today-todo-state"><StatusTag status=Status::NotNotified/></span>
                    <span class="today-todo-act">
                        <ButtonLink kind href=draft.href label=move || t!(today.draft_go) small=true wide=true/>
                    </span>
                </li>
            }
        });
        let overdue = overdue.get().into_iter().enumerate().map(move |(index, stay)| {
            let kind = if first_overdue && index == 0 { ButtonKind::Primary } else { ButtonKind::Plain };
            let (name, leaving) = (stay.full_name.clone(), Leaver::from(&stay));
            let spoken = {
                let name = name.clone();
                move || format!("{}: {name}", t!(today.record_departure))
            };
            html! {
                <li class="ledger-row today-todo">
                    <span class="cell-room">{room(&stay)}</span>
                    <span class="cell-time">{planned(stay.planned_departure_at, day.with_untracked(|day| day.date))}</span>
                    <span class="cell-name">
                        <a href=format!("/stays/{}", stay.id) class="ledger-open">{t!(today.overdue_who, name = name)}</a>
                    </span>
                    <span class="today-todo-state"><StatusTag status=state_status(&stay)/></span>
                    <span class="today-todo-act">
                        <Button
                            kind
                            label=move || t!(today.record_departure)
                            name=spoken
                            small=true
                            wide=true
                            on_press=Callback::new(move |()| leaver.set(Some(leaving.clone())))
                        />
                    </span>
                </li>
            }

        });
        let aside = aside.get().into_iter().map(|waiting| waiting_row(waiting, outbox));
        let asked = asked.get().into_iter().map(asked_row);
        aside
            .chain(unbegun)
            .chain(drafts)
            .chain(asked)
            .chain(overdue)
            .collect::<Vec<_>>()
    };
    html! {
        <section aria-labelledby="today-todo">
            <div class="ledger-head">
                <h2 id="today-todo">{move || t!(today.todo)}</h2>
                <span class="ledger-count">{count}</span>
                {when(move || (count() > 1).then(|| html! { <span class="ledger-hint today-todo-hint">{t!(today.todo_hint)}</span> }))}
                <span class="ledger-end"><ManyLeave late=overdue changed=again/></span>
            </div>
            {move || if count() == 0 {
                html! { <Empty icon="check-circle" title=move || t!(today.todo_none) detail=move || t!(today.todo_none_hint)/> }
            } else {
                html! { <ul class="ledger today-todo-list">{rows()}</ul> }
            }}
        </section>
    }
}

/// Renders a question of the police that waits for its answer.
fn asked_row(stay: StaySummary) -> Markup {
    let href = format!("/stays/{}", stay.id);
    let room = room(&stay);
    html! {
        <li class="ledger-row today-todo">
            <span class="cell-room">{room}</span>
            <span class="cell-time"></span>
            <span class="cell-name">{t!(today.asked_who, name = stay.full_name)}</span>
            <span class="today-todo-state"><StatusTag status=Status::Asked/></span>
            <span class="today-todo-act">
                <ButtonLink href label=move || t!(today.asked_go) small=true wide=true/>
            </span>
        </li>
    }
}

/// Renders a notification that waits for the network, or that the server refused.
fn waiting_row(waiting: Waiting, outbox: Outbox) -> Markup {
    let href = waiting.href();
    let (who, act) = match waiting.refused {
        Some(why) => (
            t!(outbox.row_refused, name = waiting.name, why = why),
            html! { <ButtonLink kind=ButtonKind::Primary href label=move || t!(outbox.mend) small=true wide=true/> },
        ),
        None => (
            t!(outbox.row_waiting, name = waiting.name),
            html! { <Button label=move || t!(outbox.send_now) small=true wide=true on_press=move |()| outbox.send_now()/> },
        ),
    };
    html! {
        <li class="ledger-row today-todo">
            <span class="cell-room">{waiting.room.unwrap_or_else(|| t!(stay.nothing).to_owned())}</span>
            <span class="cell-time">{Timestamp::from_unix(waiting.since).map(format::time)}</span>
            <span class="cell-name">{who}</span>
            <span class="today-todo-state"><StatusTag status=Status::NotNotified/></span>
            <span class="today-todo-act">{act}</span>
        </li>
    }
}

/// Returns the planned departure, with its day where that is not today.
fn planned(at: Timestamp, today: Date) -> String {
    let day = rules::zone::local_date(at.get());
    if day == today {
        format::time(at)
    } else {
        format!("{}, {}", format::short_date(day, today.year()), format::time(at))
    }
}

/// Renders guests who have moved in and are not notified, with the hour by which they must be.
fn missing_row(room: &BoardRoom, is_first: bool) -> Markup {
    let kind = if is_first {
        ButtonKind::Primary
    } else {
        ButtonKind::Plain
    };
    let who = t!(today.missing, count = room.unnotified);
    html! {
        <li class="ledger-row today-todo">
            <span class="cell-room">{room.name.clone()}</span>
            <span class="cell-time">{room.due_at.map(|at| t!(today.due_by, time = format::time(at)))}</span>
            <span class="cell-name">{who}</span>
            <span class="today-todo-state"><StatusTag status=Status::NotNotified/></span>
            <span class="today-todo-act">
                <ButtonLink kind href=format!("/notify?room={}", room.id) label=move || t!(today.missing_go) small=true wide=true/>
            </span>
        </li>
    }
}

/// Renders "Xem cả 14", which expands the list in place.
fn all_toggle(all: Signal<usize>, first: usize, whole: RwSignal<bool>, id: &'static str) -> Markup {
    IntoMarkup::into_markup(move || {
        (all.get() > first).then(|| {
            html! {
                <button
                    type="button"
                    class="link ledger-end"
                    aria-expanded=move || whole.get().to_string()
                    aria-controls=id
                    on:click=move |_| whole.update(|whole| *whole = !*whole)
                >
                    {move || if whole.get() { t!(today.see_fewer).to_owned() } else { t!(today.see_all, count = all.get()) }}
                </button>
            }
        })
    })
}

/// Renders the arrivals of today.
#[component]
pub fn Arrivals(
    /// The day.
    day: Signal<FacilityDayOut>,
) -> Markup {
    let stays = Memo::new(move |_| day.with(|day| day.arrivals.clone()));
    let whole = RwSignal::new(false);
    let arrived = move || stays.with(|stays| stays.iter().filter(|stay| stay.state != StayState::Expected).count());
    let row = |stay: StaySummary| {
        let status = match (stay.state, stay.late_seconds) {
            (StayState::Expected, _) => Status::Expected,
            (StayState::Departed, _) => Status::Departed,
            (_, Some(late)) => Status::Late(late),
            _ => Status::Notified,
        };
        html! {
            <li class="ledger-row today-arrival">
                <span class="cell-room">{room(&stay)}</span>
                <span class="cell-time">{format::time(stay.arrival_at)}</span>
                <span class="cell-name">{link(&stay)}</span>
                <span class="cell-country cell-quiet">{stay.nationality.clone()}</span>
                <span class="tags">
                    <StatusTag status/>
                    {stay.entered_at.map(|at| html! { <span class="quiet">{t!(police.entered, at = format::instant(at))}</span> })}
                </span>
            </li>
        }
    };
    html! {
        <section aria-labelledby="today-arrivals">
            <div class="ledger-head">
                <h2 id="today-arrivals">{move || t!(today.arrivals)}</h2>
                <span class="ledger-count">{move || stays.with(Vec::len)}</span>
                {when(move || (arrived() > 0).then(|| html! { <span class="ledger-hint">{t!(today.arrived_count, count = arrived())}</span> }))}
                {all_toggle(Signal::derive(move || stays.with(Vec::len)), FIRST_ROWS, whole, "today-arrivals-list")}
            </div>
            {move || if stays.with(Vec::is_empty) {
                html! {
                    <Empty icon="in-door" title=move || t!(today.arrivals_none) detail=move || t!(today.arrivals_none_hint)>
                        <ButtonLink href="/notify" label=move || t!(today.notify) icon="notify" small=true/>
                    </Empty>
                }
            } else {
                let shown = if whole.get() { usize::MAX } else { FIRST_ROWS };
                html! { <ul class="ledger" id="today-arrivals-list">{stays.get().into_iter().take(shown).map(row).collect::<Vec<_>>()}</ul> }
            }}
        </section>
    }
}

/// Renders the departures of today: the outstanding ones first.
#[component]
pub fn Departures(
    /// The day.
    day: Signal<FacilityDayOut>,
) -> Markup {
    let stays = Memo::new(move |_| {
        let mut stays = day.with(|day| day.departures.clone());
        sort_by(&mut stays, |stay| {
            (
                stay.departed_at.is_some(),
                stay.departed_at.unwrap_or(stay.planned_departure_at),
                stay.id,
            )
        });
        stays
    });
    let whole = RwSignal::new(false);
    let leaving = move || stays.with(|stays| stays.iter().filter(|stay| stay.departed_at.is_none()).count());
    let row = |stay: StaySummary| {
        let at = stay.departed_at.unwrap_or(stay.planned_departure_at);
        let status = match stay.state {
            // "Sắp rời đi" also for a day guest or a guest who has yet to arrive.
            StayState::Present | StayState::Expected => Status::Leaving,
            _ => state_status(&stay),
        };
        html! {
            <li class="ledger-row today-departure">
                <span class="cell-room">{room(&stay)}</span>
                <span class="cell-time">{format::time(at)}</span>
                <span class="cell-name">{link(&stay)}</span>
                <span><StatusTag status/></span>
            </li>
        }
    };
    html! {
        <section aria-labelledby="today-departures">
            <div class="ledger-head">
                <h2 id="today-departures">{move || t!(today.departures)}</h2>
                <span class="ledger-count">{move || stays.with(Vec::len)}</span>
                {when(move || (leaving() > 0).then(|| html! { <span class="ledger-hint">{t!(today.leaving_count, count = leaving())}</span> }))}
                {all_toggle(Signal::derive(move || stays.with(Vec::len)), FIRST_DEPARTURES, whole, "today-departures-list")}
            </div>
            {move || if stays.with(Vec::is_empty) {
                html! { <Empty icon="out-door" title=move || t!(today.departures_none) detail=move || t!(today.departures_none_hint)/> }
            } else {
                let shown = if whole.get() { usize::MAX } else { FIRST_DEPARTURES };
                html! { <ul class="ledger" id="today-departures-list">{stays.get().into_iter().take(shown).map(row).collect::<Vec<_>>()}</ul> }
            }}
        </section>
    }
}

/// Returns the state of a stay for its facility.
fn state_status(stay: &StaySummary) -> Status {
    match stay.state {
        StayState::Expected => Status::Expected,
        StayState::Present if stay.kind == StayKind::DayUse => Status::DayUsePlain,
        StayState::Present => Status::Present,
        StayState::Leaving => Status::Leaving,
        StayState::Overdue if stay.nights.grown > 0 => Status::Grown(stay.nights.grown),
        StayState::Overdue => Status::Overdue,
        StayState::Departed => Status::Departed,
        StayState::Cancelled => Status::Cancelled,
    }
}
