//! Lending one's account for a time, consenting to it, and acting for another account (LCH20-16.3-3; D-17).

use crate::api::{Api, ApiError};
use crate::form::{Failure, Field, Form, Part, Saving, Sheet, Typed, moment};
use crate::format;
use crate::frame::search::SearchText;
use crate::lists::Lists;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Empty, Icon, Loaded, Note, PageTitle, Toasts, load};
use dto::Checked;
use dto::delegation::{DelegationIn, DelegationOut, DelegationParty, DelegationState, DelegationsOut};
use dto::operations::accounts::{ApproveDelegation, EndDelegation, RequestDelegation};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use time::Date;
use uuid::Uuid;

/// Takes up the right of another account, or one's own again, and goes to the first page. Of the frame: it outlives the
/// page on which it is called.
#[derive(Clone, Copy)]
pub struct ActFor(pub Callback<Option<Uuid>>);

/// For the frame to provide.
pub fn act_for() -> ActFor {
    let (api, toasts, search) = (Api::here(), Toasts::here(), SearchText::here());
    let navigate = StoredValue::new_local(use_navigate());
    ActFor(Callback::new(move |account: Option<Uuid>| {
        // What was searched for was searched in the other right.
        search.clear();
        spawn_local(async move {
            if let Err(error) = api.act_for(account).await {
                toasts.failed(error.title(), error.detail(), None);
            }
            // By way of the root, so that the page is drawn anew where it is the same for both.
            navigate.try_with_value(|navigate| navigate("/", NavigateOptions::default()));
        });
    }))
}

/// The page.
#[component]
pub fn Delegations() -> impl IntoView {
    let (session, api) = (Session::here(), Api::here());
    let list = load(move || api.list_delegations());
    let asking = RwSignal::new(false);
    let saving = Saving::new();
    let ActFor(acting) = expect_context();
    let reload = {
        let list = list.clone();
        Callback::new(move |()| list.reload())
    };
    let close = Callback::new(move |()| asking.set(false));
    let may_ask = Memo::new(move |_| session.may(RequestDelegation));
    let content = move |shown: Signal<DelegationsOut>| {
        (move || {
            let delegations = shown.get().items;
            if delegations.is_empty() {
                return view! { <Empty icon="user" title=move || t!(delegation.none) detail=move || t!(delegation.none_hint)/> }
                    .into_any();
            }
            let rows = delegations
                .into_iter()
                .map(|delegation| view! { <Row delegation saving reload acting/> });
            view! {
                <table class="stays delegations" role="table" aria-label=move || t!(delegation.title)>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{move || t!(delegation.from)}</th>
                            <th role="columnheader" scope="col">{move || t!(delegation.to)}</th>
                            <th role="columnheader" scope="col">{move || t!(delegation.period)}</th>
                            <th role="columnheader" scope="col">{move || t!(accounts.col_status)}</th>
                            <th role="columnheader" scope="col"><span class="hidden">{move || t!(accounts.acts_label)}</span></th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows.collect_view()}</tbody>
                </table>
            }
            .into_any()
        })
        .into_any()
    };
    view! {
        <div class="one-column">
            <div class="page-head">
                <PageTitle text=move || t!(delegation.title)/>
                {move || may_ask.get().then(|| view! {
                    <span class="head-end no-print"><Button kind=ButtonKind::Primary id="ask-delegation" label=move || t!(delegation.ask) on_press=Callback::new(move |()| asking.set(true))/></span>
                })}
            </div>
            <Note icon="user"><strong>{move || t!(delegation.rule)}</strong>" "{move || t!(delegation.rule_text)}</Note>
            <Failure saving/>
            <Loaded load=list rows=4 view=content/>
            {move || asking.get().then(|| view! { <Ask close reload/> })}
        </div>
    }
}

fn party(party: DelegationParty) -> impl IntoView {
    view! { {party.holder_name}" "<span class="quiet contact-sector mono">{party.login}</span> }
}

#[component]
fn Row(
    delegation: DelegationOut,
    saving: Saving,
    reload: Callback<()>,
    acting: Callback<Option<Uuid>>,
) -> impl IntoView {
    let api = Api::here();
    let (icon, class, word) = match delegation.state {
        DelegationState::Requested => ("clock", "tag", t!(delegation.requested)),
        DelegationState::Approved => ("check", "tag", t!(delegation.approved)),
        DelegationState::Active => ("check-circle", "tag tag-ok", t!(delegation.active)),
        DelegationState::Ended => ("cross", "tag tag-off-plain", t!(delegation.ended)),
    };
    let (id, version, lender) = (delegation.id, delegation.version, delegation.lender.account_id);
    // Lent to the person who holds the account, and to none of its operators.
    let is_mine = Session::here()
        .account_now()
        .is_some_and(|own| own.unit_account.is_none() && own.id == delegation.borrower.account_id);
    let may_act = is_mine && delegation.state == DelegationState::Active;
    let (from, to) = (delegation.lender.login.clone(), delegation.borrower.login.clone());
    let named = move |act: &str| format!("{act}: {from} → {to}");
    let (approve_name, end_name, act_name) = (
        named(t!(delegation.approve)),
        named(t!(delegation.end)),
        named(t!(delegation.act)),
    );
    let approve = Callback::new(move |()| {
        let work = async move { api.approve_delegation(id, version).await };
        let again = move |error: &ApiError| {
            if error.is_stale() {
                reload.run(());
            }
        };
        saving.send_or(work, move |_| reload.run(()), again);
    });
    let end = Callback::new(move |()| {
        saving.send(async move { api.end_delegation(id).await }, move |_| reload.run(()));
    });
    let approver = delegation
        .approved_by
        .map(|name| view! { " "<span class="quiet">{t!(delegation.approved_by, name = name)}</span> });
    let ended = delegation
        .ended_at
        .map(|at| view! { " "<span class="quiet">{format::instant(at)}</span> });
    view! {
        <tr role="row" class="stay-row">
            <th role="rowheader" scope="row" class="at-name">{party(delegation.lender)}</th>
            <td role="cell" class="at-facility">{party(delegation.borrower)}</td>
            <td role="cell" class="at-time">{format::instant(delegation.starts_at)}" – "{format::instant(delegation.ends_at)}</td>
            <td role="cell" class="at-status"><span class=class><Icon name=icon/><span>{word}</span></span>{approver}{ended}</td>
            <td role="cell" class="at-acts">
                {may_act.then(|| view! { <Button small=true kind=ButtonKind::Primary label=move || t!(delegation.act) name=act_name on_press=Callback::new(move |()| acting.run(Some(lender)))/> })}
                {delegation.can.has(ApproveDelegation).then(|| view! { <Button small=true label=move || t!(delegation.approve) name=approve_name on_press=approve/> })}
                {delegation.can.has(EndDelegation).then(|| view! { <Button small=true kind=ButtonKind::Danger label=move || t!(delegation.end) name=end_name on_press=end/> })}
            </td>
        </tr>
    }
}

const ASK: &[Part] = &[Part {
    fields: &[
        Field::line("/borrower_login", || t!(delegation.to_login))
            .mono()
            .hint(|| t!(delegation.to_login_hint)),
        Field::moment("/starts_at", || t!(delegation.since)).hint_by(moment_hint),
        Field::moment("/ends_at", || t!(delegation.until)).hint_by(moment_hint),
    ],
    ..Part::PLAIN
}];

fn moment_hint(_: Form, lists: Lists) -> String {
    let tomorrow = lists.clock().today().saturating_add(time::Duration::DAY);
    t!(delegation.moment_hint, day = format::date(tomorrow))
}

fn request(typed: &Typed, today: Date) -> DelegationIn {
    DelegationIn {
        borrower_login: typed.text("/borrower_login"),
        starts_at: moment(typed.text("/starts_at"), today),
        ends_at: moment(typed.text("/ends_at"), today),
    }
}

#[component]
fn Ask(close: Callback<()>, reload: Callback<()>) -> impl IntoView {
    let (api, lists, toasts) = (Api::here(), Lists::here(), Toasts::here());
    let today = move || rules::zone::local_date(lists.clock().now_untracked().get());
    let most = move || {
        lists
            .profile()
            .map_or(0, |profile| profile.profile.accounts.delegation_days)
    };
    Sheet::new(
        ASK,
        || t!(delegation.ask),
        Typed::default(),
        move |typed, context| request(typed, today()).check(context).err().unwrap_or_default(),
    )
    .sends(
        move |form| {
            let request = request(&form.typed_now(), today());
            async move { api.request_delegation(&request).await }
        },
        move |_| {
            toasts.ok(t!(delegation.asked), t!(delegation.asked_detail), None);
            reload.run(());
            close.run(());
        },
    )
    .panel(
        "delegation-ask",
        || t!(delegation.ask),
        close,
        view! {
            <Note>{move || t!(delegation.ask_text, days = most())}</Note>
        },
    )
}
