//! State of the installation, for its administrators: the background jobs, the tasks that they have given up, the
//! waiting mail.

mod list;

use crate::api::{Api, Call};
use crate::form::{Failure, Saving};
use crate::format;
use crate::listing::{Listing, rows};
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, ViewFn, html};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonLink, Fact, Facts, FactsLook, Icon, Note, NoteKind, PageTitle, Toasts};
use dto::Timestamp;
use dto::mail::{MailFault, MailFaultCount, MailQueueOut, MailTransport};
use dto::operations::platform::GetJobs;
use leptos::prelude::*;
use list::{GIVEN_UP, JOBS};
use uuid::Uuid;

/// Number of seconds from which on waiting is no longer normal: the queue is processed each minute.
const LONG_WAIT: i64 = 15 * 60;

/// Retries a task that was given up.
#[derive(Clone, Copy)]
struct Retry(Callback<Uuid>);

/// Renders the page.
#[component]
pub fn System() -> Markup {
    let (session, api, toasts) = (Session::here(), Api::here(), Toasts::here());
    let jobs = Listing::new(&JOBS, |_| Some(Call::of(GetJobs::at()).ask));
    let given_up = Listing::within(&GIVEN_UP, jobs);
    let saving = Saving::new();
    provide_context(Retry(Callback::new(move |row| {
        saving.send(async move { api.retry_given_up(row).await }, move |()| {
            toasts.ok(t!(system.retried), String::new(), None);
            jobs.reload();
        });
    })));
    let again = Callback::new(move |()| jobs.reload());
    let is_given_up = Memo::new(move |_| given_up.count() > 0);
    let queue = Memo::new(move |_| {
        let about = jobs.about()?;
        serde_json::from_value::<MailQueueOut>(about.at("/mail_queue")?.clone()).ok()
    });
    html! {
        <div class="one-column">
            <div class="page-head">
                <PageTitle text=move || t!(system.title)/>
                <span class="head-end no-print"><Button label=move || t!(system.again) small=true on_press=again/></span>
            </div>
            <section class="own-section">
                <div class="ledger-head"><h2>{move || t!(system.jobs)}</h2></div>
                {rows(jobs, ViewFn::default())}
            </section>
            {when(move || is_given_up.get().then(|| html! {
                <section class="own-section" id="given-up">
                    <div class="ledger-head"><h2>{move || t!(system.given_up)}</h2></div>
                    <Note kind=NoteKind::Warn>{move || t!(system.given_up_hint)}</Note>
                    <Failure saving/>
                    {rows(given_up, ViewFn::default())}
                </section>
            }))}
            {when(move || queue.get().map(|queue| html! {
                <section class="own-section">
                    <div class="ledger-head"><h2>{move || t!(system.mail)}</h2></div>
                    <Queue queue/>
                </section>
            }))}
            {when(move || session.may(dto::operations::procedures::UpdateCalendar).then(|| html! {
                <section class="own-section">
                    <div class="ledger-head"><h2>{t!(calendar.title)}</h2></div>
                    <p class="own-line"><span>{t!(system.calendar_hint)}</span><ButtonLink href="/calendar" label=move || t!(system.calendar_go) icon="clock"/></p>
                </section>
            }))}
        </div>
    }
}

#[component]
fn Queue(queue: MailQueueOut) -> Markup {
    let lists = Lists::here();
    IntoMarkup::into_markup(move || {
        let queue = &queue;
        let now = lists.server_now();
        let since = |at: Timestamp| now.unix() - at.unix();
        let is_stuck = queue.oldest_queued_at.is_some_and(|at| since(at) >= LONG_WAIT);
        let is_folder = queue.transport == MailTransport::Folder;
        let state = if is_folder {
            // Mail written to the folder has reached nobody.
            html! {
                <div id="mail-stays">
                    <Note kind=NoteKind::Warn>
                        <strong>{t!(system.stays)}</strong>
                        " "
                        {t!(system.stays_text)}
                    </Note>
                </div>
            }
        } else if queue.waiting == 0 {
            html! { <p class="own-line"><span class="tag tag-ok"><Icon name="check-circle"/><span>{t!(system.none_waiting)}</span></span></p> }
        } else if is_stuck {
            html! {
                <Note kind=NoteKind::Warn>
                    <strong>{t!(system.stuck)}</strong>
                    " "
                    {t!(system.stuck_text)}
                </Note>
            }
        } else {
            Markup::nothing()
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
        html! {
            {state}
            <Facts look=FactsLook::Page facts=facts.map(Fact::from).into()/>
            {(!queue.faults.is_empty()).then(|| {
                let count = |count: &MailFaultCount| {
                    Fact::new(fault_words(count.fault), t!(system.mails, count = format::number(count.mails)))
                };
                html! {
                    <h3 class="sub-head">{t!(system.by_fault)}</h3>
                    <Facts look=FactsLook::Page facts=queue.faults.iter().map(count).collect()/>
                }
            })}
        }
    })
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
