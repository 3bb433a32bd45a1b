//! Delegation of the user's own account for a time, approval, and acting for another account (LCH20-16.3-3; D-17).

mod list;

use crate::api::{Api, Call};
use crate::form::{Failure, Field, Form, Part, Saving, Sheet, Typed, moment};
use crate::format;
use crate::listing::{Listing, rows, tools};
use crate::lists::Lists;
use crate::markup::{Markup, ViewFn, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Note, PageTitle, Toasts};
use dto::Checked;
use dto::delegation::DelegationIn;
use dto::operations::accounts::ListDelegations;
use leptos::prelude::*;
use list::LIST;
use time::Date;

/// State that the rows change.
#[derive(Clone, Copy)]
struct Desk {
    saving: Saving,
    listing: Listing,
}

/// Renders the page.
#[component]
pub fn Delegations() -> Markup {
    let session = Session::here();
    let listing = Listing::new(&LIST, |wanted| {
        Some(Call::of(ListDelegations::at()).query(&wanted.query()).ask)
    });
    let (asking, saving) = (RwSignal::new(false), Saving::new());
    provide_context(Desk { saving, listing });
    let reload = Callback::new(move |()| listing.reload());
    let close = Callback::new(move |()| asking.set(false));
    let may_ask = Memo::new(move |_| session.may(dto::operations::accounts::RequestDelegation));
    html! {
        <div class="one-column">
            <div class="page-head">
                <PageTitle text=move || t!(delegation.title)/>
                {tools(listing, true, Markup::nothing())}
                {move || may_ask.get().then(|| html! {
                    <span class="head-end no-print"><Button kind=ButtonKind::Primary id="ask-delegation" label=move || t!(delegation.ask) on_press=Callback::new(move |()| asking.set(true))/></span>
                })}
            </div>
            <Note icon="user"><strong>{move || t!(delegation.rule)}</strong>" "{move || t!(delegation.rule_text)}</Note>
            <Failure saving/>
            {rows(listing, ViewFn::default())}
            {move || asking.get().then(|| html! { <Ask close reload/> })}
        </div>
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
fn Ask(close: Callback<()>, reload: Callback<()>) -> Markup {
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
        html! {
            <Note>{move || t!(delegation.ask_text, days = most())}</Note>
        },
    )
}
