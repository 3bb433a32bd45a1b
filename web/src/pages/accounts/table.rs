//! The tree of accounts: areas, in them units, in them accounts.

use super::words::{account_tier_name, status_tag};
use crate::format;
use crate::reactive::{sort_by, sort_by_text, when};
use crate::t;
use crate::ui::Icon;
use dto::administration::AccountSummary;
use leptos::prelude::*;
use leptos_router::components::A;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The id of what opens an account.
pub fn row_id(account: Uuid) -> String {
    format!("account-{account}")
}

/// The accounts of an area, unit by unit.
struct Area {
    code: String,
    name: String,
    depth: usize,
    accounts: Vec<AccountSummary>,
}

/// By area in the order that they came in, from the top down; in an area by unit.
fn by_area(accounts: Vec<AccountSummary>) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    for account in accounts {
        match areas.iter_mut().find(|area| area.code == account.area.code) {
            Some(area) => area.accounts.push(account),
            None => areas.push(Area {
                code: account.area.code.clone(),
                name: account.area.name.clone(),
                depth: account.area_path.len().saturating_sub(1),
                accounts: vec![account],
            }),
        }
    }
    for area in &mut areas {
        sort_by(&mut area.accounts, |account| account.login.clone());
        sort_by_text(&mut area.accounts, |account| account.unit_name.clone());
        sort_by(&mut area.accounts, |account| account.facility_id.is_some());
    }
    areas
}

/// The table. Under 720 px each row stands as three lines.
#[component]
pub fn AccountTable(
    /// In the order of the API.
    items: Signal<Vec<AccountSummary>>,
) -> impl IntoView {
    let folded = RwSignal::new(BTreeSet::<String>::new());
    view! {
        <table class="stays accounts" role="table" aria-label=move || t!(accounts.table_label)>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{move || t!(accounts.col_unit)}</th>
                    <th role="columnheader" scope="col">{move || t!(accounts.col_login)}</th>
                    <th role="columnheader" scope="col">{move || t!(accounts.col_tier)}</th>
                    <th role="columnheader" scope="col">{move || t!(accounts.col_holder)}</th>
                    <th role="columnheader" scope="col">{move || t!(accounts.col_status)}</th>
                </tr>
            </thead>
            {move || by_area(items.get()).into_iter().map(|area| area_view(area, folded)).collect_view()}
        </table>
    }
}

fn area_view(area: Area, folded: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let Area {
        code,
        name,
        depth,
        accounts,
    } = area;
    let count = format::number(i64::try_from(accounts.len()).unwrap_or(i64::MAX));
    let own = StoredValue::new(code);
    let is_folded = Memo::new(move |_| own.with_value(|own| folded.with(|folded| folded.contains(own))));
    let toggle = move |_| {
        folded.update(|folded| {
            let own = own.get_value();
            if !folded.remove(&own) {
                folded.insert(own);
            }
        });
    };
    let accounts = StoredValue::new(accounts);
    view! {
        <tbody role="rowgroup" class=format!("area area-depth-{}", depth.min(2))>
            <tr role="row" class="area-row">
                <th role="rowheader" scope="rowgroup" colspan="5">
                    <button type="button" class="area-open" aria-expanded=move || (!is_folded.get()).to_string() on:click=toggle>
                        {move || view! { <Icon name=if is_folded.get() { "chevron-down" } else { "chevron-up" }/> }}
                        <span class="area-name">{name}</span>
                        <span class="area-count">{count}<span class="hidden">" "{move || t!(accounts.unit_of_count)}</span></span>
                    </button>
                </th>
            </tr>
            {when(move || (!is_folded.get()).then(|| accounts.get_value().into_iter().map(account_row).collect_view()))}
        </tbody>
    }
}

fn account_row(account: AccountSummary) -> impl IntoView {
    let (role, level) = (account.role, account.level);
    let tier = move || account_tier_name(role, level);
    let unit = if account.unit_name.is_empty() {
        account.login.clone()
    } else {
        account.unit_name
    };
    view! {
        <tr role="row" class="stay-row">
            <td role="cell" class="at-name">
                <A href=format!("/accounts/{}", account.id) attr:class="row-open" attr:id=row_id(account.id)>{unit}</A>
            </td>
            <td role="cell" class="at-time mono">{account.login}</td>
            <td role="cell" class="at-facility">{tier}</td>
            <td role="cell" class="at-arrival">{account.holder_name}</td>
            <td role="cell" class="at-status">{status_tag(account.status)}</td>
        </tr>
    }
}
