//! The accounts that one looks after, as a tree by area and unit (KH-12.2).

mod acts;
mod create;
mod filter;
pub mod issued;
mod one;
mod table;
pub mod words;

pub use create::{CreateAccount, FacilityPick};
pub use one::AccountPage;

use crate::api::Api;
use crate::browser;
use crate::format;
use crate::lists::Lists;
use crate::paging::{Paged, Paging};
use crate::reactive::{effect, when};
use crate::session::Session;
use crate::t;
use crate::ui::filters::Filter as FilterButton;
use crate::ui::{Button, ButtonKind, ButtonLink, Choice, Empty, Field, PageTitle, TextInput};
use dto::Page;
use dto::account::AccountTier;
use dto::administration::{AccountStatus, AccountSummary};
use filter::Filter;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use rules::tiers;
use std::sync::Arc;
use table::{AccountTable, row_id};
use words::{account_tier_name, own_tier, status_word, tiers};

const PATH: &str = "/accounts";
/// The API finds nothing shorter.
const FEWEST_LETTERS: usize = 2;
/// How long typing has to rest before it is searched for.
const REST_MS: i32 = 300;

/// The list.
#[component]
pub fn Accounts() -> impl IntoView {
    let (session, api, lists) = (Session::here(), Api::here(), Lists::here());
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| Filter::read(|name| query.get(name))));
    let navigate = use_navigate();
    let set = Callback::new(move |change: Filter| {
        navigate(
            &change.address(PATH),
            NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    });
    let (typed, words) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    rest_then_search(typed, words);
    let paging = Paging::new(
        |account: &AccountSummary| row_id(account.id),
        move |cursor| {
            let (filter, words) = (filter.get(), words.get());
            let tier = filter.tier.zip(lists.profile());
            let level = tier.and_then(|(tier, profile)| tier.level_in(&profile.profile));
            async move {
                let page = if words.is_empty() {
                    api.list_accounts(&filter.query(level, cursor)).await?
                } else {
                    api.search_accounts(&filter.search(words, level, cursor)).await?
                };
                Ok(Page {
                    items: page.items,
                    next_cursor: page.next_cursor,
                })
            }
        },
    );
    let is_narrowed = Memo::new(move |_| filter.get() != Filter::default() || !words.with(String::is_empty));
    let clear = Callback::new(move |()| {
        typed.set(String::new());
        words.set(String::new());
        set.run(Filter::default());
    });
    let empty = move || {
        if is_narrowed.get() {
            view! {
                <Empty icon="search" title=move || t!(accounts.none_found) detail=move || t!(accounts.none_found_hint)>
                    <Button label=move || t!(police.clear_filters) on_press=clear/>
                </Empty>
            }
            .into_any()
        } else {
            view! { <Empty icon="user" title=move || t!(accounts.none) detail=move || t!(accounts.none_hint)/> }
                .into_any()
        }
    };
    let items = paging.items();
    view! {
        <div class="page-accounts">
            <div class="page-head">
                <PageTitle text=move || t!(accounts.title)/>
                <p class="sums" role="status">{when(move || paging.is_read().then(|| sums(&items.get(), paging.has_more())))}</p>
                {when(move || session.may(dto::operations::accounts::CreateAccount).then(|| view! {
                    <span class="head-end"><ButtonLink kind=ButtonKind::Primary href="/accounts/new" label=move || t!(accounts.create) icon="plus"/></span>
                }))}
            </div>
            <div class="account-search">
                <Field id="account-words" label=move || t!(accounts.search) hint=move || t!(accounts.search_hint)>
                    <TextInput value=typed/>
                </Field>
            </div>
            <Filters filter set/>
            <Paged
                paging
                rows=ViewFn::from(move || view! { <AccountTable items/> })
                empty=ViewFn::from(empty)
                foot=move || view! { <p class="quiet">{move || t!(accounts.opening_logged)}</p> }
            />
        </div>
    }
}

/// How many there are, and how many of them cannot be used.
fn sums(accounts: &[AccountSummary], has_more: bool) -> String {
    let count = |accounts: usize| format::number(i64::try_from(accounts).unwrap_or(i64::MAX));
    let all = count(accounts.len());
    let closed = accounts
        .iter()
        .filter(|account| account.status != AccountStatus::Active)
        .count();
    match (has_more, closed) {
        (true, _) => t!(accounts.sum_first, count = all),
        (false, 0) => t!(accounts.sum, count = all),
        (false, closed) => t!(accounts.sum_closed, count = all, closed = count(closed)),
    }
}

/// What was typed is searched for once typing rests.
fn rest_then_search(typed: RwSignal<String>, words: RwSignal<String>) {
    let turn = StoredValue::new(0_u32);
    effect(move || {
        let text = typed.with(|text| text.trim().to_owned());
        let text = if text.chars().count() < FEWEST_LETTERS {
            String::new()
        } else {
            text
        };
        let number = turn.get_value().wrapping_add(1);
        turn.set_value(number);
        if words.with_untracked(|words| *words == text) {
            return;
        }
        spawn_local(async move {
            browser::pause(REST_MS).await;
            if turn.try_get_value() == Some(number) {
                words.set(text);
            }
        });
    });
}

#[component]
fn Filters(filter: Memo<Filter>, set: Callback<Filter>) -> impl IntoView {
    let (session, lists) = (Session::here(), Lists::here());
    let change = move |edit: &dyn Fn(&mut Filter)| {
        let mut changed = filter.get_untracked();
        edit(&mut changed);
        set.run(changed);
    };
    let any = || Choice::new("", t!(police.any));
    let tier_choices = Signal::derive(move || {
        let (Some(account), Some(profile)) = (session.account().get(), lists.profile()) else {
            return Arc::default();
        };
        let own = own_tier(&account, &profile.profile);
        let below = tiers(&profile.profile, |tier| {
            own.is_some_and(|own| tiers::may_see(own, tier, &profile.profile))
        });
        Arc::new(std::iter::once(any()).chain(below).collect::<Vec<_>>())
    });
    let area_choices = Signal::derive(move || {
        Arc::new(
            std::iter::once(any())
                .chain(lists.commune_choices())
                .collect::<Vec<_>>(),
        )
    });
    let status_choices = Signal::derive(move || {
        let all = [AccountStatus::Active, AccountStatus::Locked, AccountStatus::Closed];
        let each = all.map(|status| Choice::new(status.as_str(), status_word(status)));
        Arc::new(std::iter::once(any()).chain(each).collect::<Vec<_>>())
    });
    let tier_words = move || {
        let tier = filter.with(|filter| filter.tier);
        tier.map_or_else(
            || t!(police.any).to_owned(),
            |tier| {
                let level = lists.profile().and_then(|profile| tier.level_in(&profile.profile));
                account_tier_name(tier.role, level)
            },
        )
    };
    let area_words = move || {
        let Some(code) = filter.with(|filter| filter.area.clone()) else {
            return t!(police.any).to_owned();
        };
        area_choices.with(|areas| {
            let found = areas.iter().find(|area| area.value == code);
            found.map_or(code.clone(), |area| area.label.clone())
        })
    };
    let optional = |value: String| (!value.is_empty()).then_some(value);
    view! {
        <div class="filters" role="group" aria-label=move || t!(police.filters_label)>
            <FilterButton
                id="tier"
                name=move || t!(accounts.filter_tier)
                shown=Signal::derive(tier_words)
                is_set=Signal::derive(move || filter.with(|filter| filter.tier.is_some()))
                chosen=Signal::derive(move || filter.with(|filter| filter.tier.map(|tier| tier.to_string()).unwrap_or_default()))
                options=tier_choices
                on_choose=Callback::new(move |value: String| change(&|filter| filter.tier = AccountTier::from_name(&value)))
                on_clear=Callback::new(move |()| change(&|filter| filter.tier = None))
            />
            <FilterButton
                id="area"
                name=move || t!(accounts.filter_area)
                shown=Signal::derive(area_words)
                is_set=Signal::derive(move || filter.with(|filter| filter.area.is_some()))
                chosen=Signal::derive(move || filter.with(|filter| filter.area.clone().unwrap_or_default()))
                options=area_choices
                search=move || t!(accounts.area_search)
                on_choose=Callback::new(move |value: String| change(&|filter| filter.area = optional(value.clone())))
                on_clear=Callback::new(move |()| change(&|filter| filter.area = None))
            />
            <FilterButton
                id="status"
                name=move || t!(accounts.filter_status)
                shown=Signal::derive(move || filter.with(|filter| filter.status.map_or(t!(police.any), status_word)).to_owned())
                is_set=Signal::derive(move || filter.with(|filter| filter.status.is_some()))
                chosen=Signal::derive(move || filter.with(|filter| filter.status.map(AccountStatus::as_str).unwrap_or_default().to_owned()))
                options=status_choices
                on_choose=Callback::new(move |value: String| change(&|filter| filter.status = AccountStatus::from_name(&value)))
                on_clear=Callback::new(move |()| change(&|filter| filter.status = None))
            />
        </div>
    }
}
