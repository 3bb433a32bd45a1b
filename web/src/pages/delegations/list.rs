//! The delegations as data.

use super::Desk;
use crate::api::{Api, ApiError};
use crate::format;
use crate::frame::act_for::ActFor;
use crate::listing::{Column, Here, ListPage, Nothing, Opens, Row, cell, items};
use crate::markup::{Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind};
use dto::delegation::DelegationState;
use leptos::prelude::*;

/// List in the order of the operation.
pub static LIST: ListPage = ListPage {
    path: "/delegations",
    is_addressed: true,
    items,
    label: || t!(delegation.title),
    class: "stays delegations",
    columns: &[
        Column::name(|| t!(delegation.from), "at-name", lender),
        Column::new(|| t!(delegation.to), "at-facility", borrower),
        Column::new(|| t!(delegation.period), "at-time", period),
        Column::new(|| t!(accounts.col_status), "at-status", state),
        Column::acts(|| t!(accounts.acts_label), "at-acts", acts),
    ],
    filters: &[],
    order: "",
    opens: Opens::Nothing,
    id: "/id",
    prefix: "delegation-",
    opener_class: "",
    row_class: |_| "",
    group: None,
    ticks: None,
    none: Nothing {
        icon: "user",
        title: || t!(delegation.none),
        hint: || t!(delegation.none_hint),
    },
    none_filtered: Nothing {
        icon: "user",
        title: || t!(delegation.none),
        hint: || t!(delegation.none_hint),
    },
    reads_again: true,
};

fn party(name: &str, login: &str) -> Markup {
    html! { {name.to_owned()} " " <span class="under quiet mono">{login.to_owned()}</span> }
}

fn lender(row: &Row, _: Here) -> Markup {
    party(row.text("/lender/holder_name"), row.text("/lender/login"))
}

fn borrower(row: &Row, _: Here) -> Markup {
    party(row.text("/borrower/holder_name"), row.text("/borrower/login"))
}

fn period(row: &Row, _: Here) -> Markup {
    let [from, to] = [row.moment("/starts_at"), row.moment("/ends_at")].map(|at| at.map(format::instant));
    html! { {from} " – " {to} }
}

fn state(row: &Row, _: Here) -> Markup {
    let tag = row.code("/state").map(|state| match state {
        DelegationState::Requested => cell::tag("clock", "tag", t!(delegation.requested)),
        DelegationState::Approved => cell::tag("check", "tag", t!(delegation.approved)),
        DelegationState::Active => cell::tag("check-circle", "tag tag-ok", t!(delegation.active)),
        DelegationState::Ended => cell::tag("cross", "tag tag-off-plain", t!(delegation.ended)),
    });
    let approver = row
        .has("/approved_by")
        .then(|| t!(delegation.approved_by, name = row.text("/approved_by")));
    let ended = row.moment("/ended_at").map(format::instant);
    let said: Vec<Markup> = [approver, ended]
        .into_iter()
        .flatten()
        .map(|words| html! { " " <span class="quiet">{words}</span> })
        .collect();
    html! { {tag} {said} }
}

/// Renders the acts: act for the lender, approve, end.
fn acts(row: &Row, _: Here) -> Markup {
    let (api, Desk { saving, listing }, ActFor(acting)) =
        (Api::here(), expect_context::<Desk>(), expect_context::<ActFor>());
    let (Some(id), Some(version)) = (row.uuid("/id"), row.version()) else {
        return Markup::nothing();
    };
    let lender = row.uuid("/lender/account_id");
    // Delegated to the holder of the account, and to none of its operators.
    let is_mine = Session::here()
        .account_now()
        .is_some_and(|own| own.unit_account.is_none() && Some(own.id) == row.uuid("/borrower/account_id"));
    let may_act = is_mine && row.code("/state") == Some(DelegationState::Active);
    let (from, to) = (row.text("/lender/login"), row.text("/borrower/login"));
    let named = |act: &str| format!("{act}: {from} → {to}");
    let approve = Callback::new(move |()| {
        let work = async move { api.approve_delegation(id, version).await };
        let again = move |error: &ApiError| {
            if error.is_stale() {
                listing.reload();
            }
        };
        saving.send_or(work, move |_| listing.reload(), again);
    });
    let end = Callback::new(move |()| {
        saving.send(async move { api.end_delegation(id).await }, move |_| listing.reload());
    });
    let act_name = named(t!(delegation.act));
    let act = may_act.then(|| {
        html! {
            <Button small=true kind=ButtonKind::Primary label=move || t!(delegation.act) name=act_name on_press=Callback::new(move |()| acting.run(lender))/>
        }
    });
    let approve_name = named(t!(delegation.approve));
    let approve = row.can(dto::operations::accounts::ApproveDelegation).then(|| {
        html! { <Button small=true label=move || t!(delegation.approve) name=approve_name on_press=approve/> }
    });
    let end_name = named(t!(delegation.end));
    let end = row.can(dto::operations::accounts::EndDelegation).then(|| {
        html! {
            <Button small=true kind=ButtonKind::Danger label=move || t!(delegation.end) name=end_name on_press=end/>
        }
    });
    html! { {act} {approve} {end} }
}
