//! The accounts that the user administers, as a tree by area and unit (KH-12.2).

mod acts;
mod create;
mod list;
mod one;

pub use create::CreateAccount;
pub use one::AccountPage;

use crate::api::Call;
use crate::format;
use crate::listing::{Listing, Row, body, export, filters, rests, rows, tools};
use crate::markup::{IntoMarkup, Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::{ButtonKind, ButtonLink, Field, PageTitle, TextInput};
use dto::administration::{AccountExportIn, AccountStatus};
use dto::operations::accounts::{ExportAccounts, ListAccounts, SearchAccounts};
use leptos::prelude::*;
use list::{LIST, with_level};

/// Minimum length of a search text; the API finds nothing with a shorter one.
const FEWEST_LETTERS: usize = 2;

/// Renders the list.
#[component]
pub fn Accounts() -> Markup {
    let session = Session::here();
    let lists = crate::lists::Lists::here();
    let listing = Listing::new(&LIST, move |wanted| {
        let profile = lists.profile();
        let query = with_level(wanted.query(), profile.as_ref().map(|profile| &profile.profile));
        Some(if wanted.text.is_empty() {
            Call::of(ListAccounts::at()).query(&query).ask
        } else {
            Call::written(SearchAccounts::at(), &body(&query, &wanted.text)).ask
        })
    });
    let typed = RwSignal::new(String::new());
    rests(typed, listing.text(), FEWEST_LETTERS);
    let create = session.may(dto::operations::accounts::CreateAccount).then(|| {
        html! { <ButtonLink kind=ButtonKind::Primary href="/accounts/new" label=move || t!(accounts.create) icon="plus"/> }
    });
    let more = html! {
        {export(listing, ExportAccounts.into(), "tai-khoan", move |query, text| {
            let profile = lists.profile();
            let query = with_level(query.clone(), profile.as_ref().map(|profile| &profile.profile));
            let words = AccountExportIn { q: (!text.is_empty()).then_some(text) };
            Call::with(ExportAccounts::at(), &words).query(&query).ask
        })}
        {create}
    };
    let foot = || html! { <p class="quiet">{move || t!(accounts.opening_logged)}</p> };
    html! {
        <div class="page-accounts">
            <div class="page-head">
                <PageTitle text=move || t!(accounts.title)/>
                <p class="sums" role="status">{move || listing.is_read().then(|| sums(&listing.rows(), listing.has_more()))}</p>
                {tools(listing, true, more.into_markup())}
            </div>
            <div class="account-search">
                <Field id="account-words" label=move || t!(accounts.search) hint=move || t!(accounts.search_hint)>
                    <TextInput value=typed/>
                </Field>
            </div>
            {filters(listing, Markup::nothing())}
            {rows(listing, foot.into())}
        </div>
    }
}

/// Returns the number of accounts, and how many of them cannot be used.
fn sums(accounts: &[Row], has_more: bool) -> String {
    let count = |accounts: usize| format::number(i64::try_from(accounts).unwrap_or(i64::MAX));
    let all = count(accounts.len());
    let is_closed = |row: &&Row| row.code("/status") != Some(AccountStatus::Active);
    let closed = accounts.iter().filter(is_closed).count();
    match (has_more, closed) {
        (true, _) => t!(accounts.sum_first, count = all),
        (false, 0) => t!(accounts.sum, count = all),
        (false, closed) => t!(accounts.sum_closed, count = all, closed = count(closed)),
    }
}
