//! How the installation runs, for its administrators: the background jobs, what they have given up, the mail that waits.

use crate::api::Api;
use crate::form::{Failure, Saving};
use crate::format;
use crate::lists::Lists;
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonLink, Icon, Loaded, Note, NoteKind, PageTitle, Toasts, load};
use dto::Timestamp;
use dto::jobs::{GivenUpRow, JobOut, JobState, JobsOut, RowKind};
use dto::mail::{MailFault, MailQueueOut, MailTransport};
use dto::operations::platform::RetryGivenUp;
use dto::operations::procedures::UpdateCalendar;
use leptos::prelude::*;

/// From so many seconds on waiting is no longer usual: the queue is gone through each minute.
const LONG_WAIT: i64 = 15 * 60;

/// The page.
#[component]
pub fn System() -> impl IntoView {
    let (session, api) = (Session::here(), Api::here());
    let seen = load(move || api.get_jobs());
    let again = {
        let seen = seen.clone();
        Callback::new(move |()| seen.reload())
    };
    let content = move |seen: Signal<JobsOut>| view! { <Seen seen again/> }.into_any();
    view! {
        <div class="one-column">
            <div class="page-head">
                <PageTitle text=move || t!(system.title)/>
                <span class="head-end no-print"><Button label=move || t!(system.again) small=true on_press=again/></span>
            </div>
            <Loaded load=seen rows=8 view=content/>
            {when(move || session.may(UpdateCalendar).then(|| view! {
                <section class="own-section">
                    <div class="ledger-head"><h2>{t!(calendar.title)}</h2></div>
                    <p class="own-line"><span>{t!(system.calendar_hint)}</span><ButtonLink href="/calendar" label=move || t!(system.calendar_go) icon="clock"/></p>
                </section>
            }))}
        </div>
    }
}

#[component]
fn Seen(seen: Signal<JobsOut>, again: Callback<()>) -> impl IntoView {
    let queue = Signal::derive(move || seen.with(|seen| seen.mail_queue.clone()));
    let jobs = move || seen.get().jobs.into_iter().map(job).collect_view();
    view! {
        <section class="own-section">
            <div class="ledger-head"><h2>{move || t!(system.jobs)}</h2></div>
            <table class="stays sessions" role="table" aria-label=move || t!(system.jobs)>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{move || t!(system.job)}</th>
                        <th role="columnheader" scope="col">{move || t!(system.ended)}</th>
                        <th role="columnheader" scope="col">{move || t!(system.rows)}</th>
                        <th role="columnheader" scope="col">{move || t!(system.state)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{jobs}</tbody>
            </table>
        </section>
        <GivenUp seen again/>
        <section class="own-section">
            <div class="ledger-head"><h2>{move || t!(system.mail)}</h2></div>
            <Queue queue/>
        </section>
    }
}

fn job(job: JobOut) -> impl IntoView {
    let (icon, class, word) = match job.state {
        JobState::NotYet => ("clock", "tag", t!(system.not_yet)),
        JobState::Fine => ("check-circle", "tag tag-ok", t!(system.fine)),
        JobState::Failing => ("triangle", "tag tag-bad", t!(system.failing)),
        JobState::Late => ("triangle", "tag tag-bad", t!(system.late)),
    };
    let nothing = || t!(stay.nothing).to_owned();
    let failing = (job.failures > 0).then(|| {
        let code = job.last_error.unwrap_or_default();
        view! { " "<span class="quiet">{t!(system.failures, code = code, count = format::number(job.failures.into()))}</span> }
    });
    view! {
        <tr role="row" class="stay-row">
            <th role="rowheader" scope="row" class="at-name">{job_words(&job.name)}</th>
            <td role="cell" class="at-time">{job.ended_at.map_or_else(nothing, format::instant)}</td>
            <td role="cell" class="at-facility"><span class="word-narrow quiet">{t!(system.rows)}" "</span>{job.rows_waiting.map_or_else(nothing, format::number)}</td>
            <td role="cell" class="at-status"><span class=class><Icon name=icon/><span>{word}</span></span>{failing}</td>
        </tr>
    }
}

fn job_words(name: &str) -> String {
    let words = match name {
        "outbox" => t!(system.job_outbox),
        "imports" => t!(system.job_imports),
        "facility_changes" => t!(system.job_facility_changes),
        "loss_reports" => t!(system.job_loss_reports),
        "dossier_reminders" => t!(system.job_dossier_reminders),
        "password_reminders" => t!(system.job_password_reminders),
        "housekeeping" => t!(system.job_housekeeping),
        // Of a newer version than this page.
        other => other,
    };
    words.to_owned()
}

/// What is no longer tried by itself, if there is anything.
#[component]
fn GivenUp(seen: Signal<JobsOut>, again: Callback<()>) -> impl IntoView {
    let (session, api, toasts) = (Session::here(), Api::here(), Toasts::here());
    let saving = Saving::new();
    let retry = Callback::new(move |row: GivenUpRow| {
        saving.send(async move { api.retry_given_up(row.id).await }, move |()| {
            toasts.ok(t!(system.retried), String::new(), None);
            again.run(());
        });
    });
    move || {
        let given_up = seen.get().given_up;
        let may = session.may(RetryGivenUp);
        (!given_up.is_empty()).then(|| view! {
            <section class="own-section" id="given-up">
                <div class="ledger-head"><h2>{t!(system.given_up)}</h2></div>
                <Note kind=NoteKind::Warn>{t!(system.given_up_hint)}</Note>
                <Failure saving/>
                <table class="stays sessions" role="table" aria-label=t!(system.given_up)>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{t!(system.what)}</th>
                            <th role="columnheader" scope="col">{t!(system.given_up_at)}</th>
                            <th role="columnheader" scope="col">{t!(system.last_fault)}</th>
                            <th role="columnheader" scope="col"><span class="hidden">{t!(app.try_again)}</span></th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{given_up.into_iter().map(|row| given_up_row(row, may, retry)).collect_view()}</tbody>
                </table>
            </section>
        })
    }
}

fn given_up_row(row: GivenUpRow, may: bool, retry: Callback<GivenUpRow>) -> impl IntoView {
    let what = match row.kind {
        RowKind::LossReport => t!(system.kind_loss_report),
        RowKind::FacilityChange => t!(system.kind_facility_change),
        RowKind::Import => t!(system.kind_import),
        RowKind::Delivery => t!(system.kind_delivery),
    };
    let id = row.id.to_string();
    let name = format!("{}: {what} {id}", t!(app.try_again));
    let (at, error) = (row.given_up_at, row.last_error.clone());
    view! {
        <tr role="row" class="stay-row">
            <th role="rowheader" scope="row" class="at-name">{what}" "<span class="mono quiet">{id}</span></th>
            <td role="cell" class="at-time">{format::instant(at)}</td>
            <td role="cell" class="at-facility"><span class="mono">{error}</span></td>
            <td role="cell" class="at-status">
                {may.then(|| view! { <Button small=true label=move || t!(app.try_again) name=name on_press=Callback::new(move |()| retry.run(row.clone()))/> })}
            </td>
        </tr>
    }
}

#[component]
fn Queue(queue: Signal<MailQueueOut>) -> impl IntoView {
    let lists = Lists::here();
    move || {
        let queue = queue.get();
        let now = lists.server_now();
        let since = |at: Timestamp| now.unix() - at.unix();
        let is_stuck = queue.oldest_queued_at.is_some_and(|at| since(at) >= LONG_WAIT);
        let is_folder = queue.transport == MailTransport::Folder;
        let state = if is_folder {
            // Whatever lies in the folder has reached nobody.
            view! {
                <div id="mail-stays">
                    <Note kind=NoteKind::Warn>
                        <strong>{t!(system.stays)}</strong>
                        " "
                        {t!(system.stays_text)}
                    </Note>
                </div>
            }
            .into_any()
        } else if queue.waiting == 0 {
            view! { <p class="own-line"><span class="tag tag-ok"><Icon name="check-circle"/><span>{t!(system.none_waiting)}</span></span></p> }
                .into_any()
        } else if is_stuck {
            view! {
                <Note kind=NoteKind::Warn>
                    <strong>{t!(system.stuck)}</strong>
                    " "
                    {t!(system.stuck_text)}
                </Note>
            }
            .into_any()
        } else {
            ().into_any()
        };
        let oldest = queue.oldest_queued_at.map_or_else(
            || t!(stay.nothing).to_owned(),
            |at| {
                t!(
                    system.since,
                    at = format::instant(at),
                    length = format::duration_words(since(at))
                )
            },
        );
        let last = match (queue.last_fault, queue.last_fault_at) {
            (Some(fault), Some(at)) => t!(system.fault_at, fault = fault_words(fault), at = format::instant(at)),
            (Some(fault), None) => fault_words(fault).to_owned(),
            _ => t!(system.no_fault).to_owned(),
        };
        let transport = match queue.transport {
            MailTransport::Smtp => t!(system.by_server),
            MailTransport::Folder => t!(system.by_folder),
        };
        let facts = [
            (t!(system.waiting), format::number(queue.waiting)),
            (t!(system.oldest), oldest),
            (t!(system.attempts), format::number(i64::from(queue.attempts))),
            (t!(system.last_fault), last),
            (
                if is_folder {
                    t!(system.written)
                } else {
                    t!(system.delivered)
                },
                format::number(queue.delivered_today),
            ),
            (t!(system.transport), transport.to_owned()),
        ];
        view! {
            {state}
            <dl class="own-facts">
                {facts.into_iter().map(|(name, value)| view! { <div class="own-fact"><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
            </dl>
            {(!queue.faults.is_empty()).then(|| view! {
                <h3 class="sub-head">{t!(system.by_fault)}</h3>
                <dl class="own-facts">
                    {queue.faults.iter().map(|count| view! {
                        <div class="own-fact"><dt>{fault_words(count.fault)}</dt><dd>{t!(system.mails, count = format::number(count.mails))}</dd></div>
                    }).collect_view()}
                </dl>
            })}
        }
    }
}

fn fault_words(fault: MailFault) -> &'static str {
    match fault {
        MailFault::Unreachable => t!(system.fault_unreachable),
        MailFault::Insecure => t!(system.fault_insecure),
        MailFault::SignInRefused => t!(system.fault_sign_in),
        MailFault::Postponed => t!(system.fault_postponed),
        MailFault::Refused => t!(system.fault_refused),
        MailFault::Folder => t!(system.fault_folder),
        MailFault::Unreadable => t!(system.fault_unreadable),
    }
}
