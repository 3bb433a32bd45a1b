//! One's own sessions that are open now.

use crate::api::Api;
use crate::form::{Failure, Saving};
use crate::format;
use crate::reactive::when;
use crate::t;
use crate::ui::{Button, ButtonKind, Icon, Loaded, Toasts, load};
use dto::credential::{OpenSessionOut, OpenSessionsOut};
use leptos::prelude::*;

/// The list, with ways to end one or all others.
#[component]
pub fn Sessions() -> impl IntoView {
    let (api, toasts) = (Api::here(), Toasts::here());
    let list = load(move || api.list_sessions());
    let saving = Saving::new();
    let reload = {
        let list = list.clone();
        Callback::new(move |()| list.reload())
    };
    let end = Callback::new(move |session: OpenSessionOut| {
        let work = async move { api.end_session(session.id).await };
        saving.send(work, move |()| {
            toasts.ok(t!(profile.session_ended), String::new(), None);
            reload.run(());
        });
    });
    let end_others = Callback::new(move |()| {
        let work = async move { api.end_other_sessions().await };
        saving.send(work, move |done| {
            toasts.ok(t!(profile.sessions_ended, count = done.ended), String::new(), None);
            reload.run(());
        });
    });
    let others = {
        let list = list.clone();
        Memo::new(move |_| {
            list.value()
                .is_some_and(|list| list.items.iter().any(|session| !session.is_current))
        })
    };
    let content = move |shown: Signal<OpenSessionsOut>| {
        let rows = move || {
            shown
                .get()
                .items
                .into_iter()
                .map(|session| row(session, end))
                .collect_view()
        };
        view! {
            <table class="stays sessions" role="table" aria-label=move || t!(profile.sessions)>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{move || t!(profile.col_device)}</th>
                        <th role="columnheader" scope="col">{move || t!(profile.col_since)}</th>
                        <th role="columnheader" scope="col">{move || t!(profile.col_used)}</th>
                        <th role="columnheader" scope="col" class="less">{move || t!(profile.col_until)}</th>
                        <th role="columnheader" scope="col"><span class="hidden">{move || t!(profile.end_session)}</span></th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section class="own-section no-print">
            <div class="ledger-head">
                <h2>{move || t!(profile.sessions)}</h2>
                {when(move || others.get().then(|| view! {
                    <span class="ledger-end"><Button small=true id="end-others" label=move || t!(profile.end_others) busy=saving.busy on_press=end_others/></span>
                }))}
            </div>
            <p class="ledger-hint">{move || t!(profile.sessions_hint)}</p>
            <Failure saving/>
            <Loaded load=list rows=2 view=content/>
        </section>
    }
}

fn row(session: OpenSessionOut, end: Callback<OpenSessionOut>) -> impl IntoView {
    let device = session.device.clone();
    let words = move || device.clone().unwrap_or_else(|| t!(profile.device_unknown).to_owned());
    let name = {
        let words = words.clone();
        move || t!(profile.end_of, device = words())
    };
    let (since, used, until) = (session.signed_in_at, session.last_used_at, session.expires_at);
    let is_current = session.is_current;
    let act = if is_current {
        view! { <span class="tag tag-ok"><Icon name="check-circle"/><span>{move || t!(profile.this_one)}</span></span> }
            .into_any()
    } else {
        let id = format!("end-{}", session.id);
        view! { <Button small=true id kind=ButtonKind::Plain label=move || t!(profile.end_session) name=name on_press=Callback::new(move |()| end.run(session.clone()))/> }
            .into_any()
    };
    view! {
        <tr role="row" class="stay-row">
            <th role="rowheader" scope="row" class="at-name">{words}</th>
            <td role="cell" class="at-time">{format::instant(since)}</td>
            <td role="cell" class="at-facility"><span class="word-narrow quiet">{move || t!(profile.col_used)} " "</span>{format::instant(used)}</td>
            <td role="cell" class="less">{format::instant(until)}</td>
            <td role="cell" class="at-status">{act}</td>
        </tr>
    }
}
