//! Acts on a list as a whole: choose its columns, print it, export it.

use super::reading::Listing;
use super::{ListPage, Query};
use crate::api::Api;
use crate::browser;
use crate::fetch::Ask;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, Icon, Toasts};
use dto::OperationId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// Returns the storage key of the columns that this browser hides; only for lists that have an address.
fn name(page: &ListPage) -> String {
    format!("luutru.columns{}", page.path)
}

/// Returns the indexes of the hidden columns.
pub(super) fn hidden(page: &ListPage) -> BTreeSet<usize> {
    let text = browser::stored(&name(page)).unwrap_or_default();
    let places = text.split(',').filter_map(|place| place.parse().ok());
    places
        .filter(|place| page.columns.get(*place).is_some_and(super::Column::can_hide))
        .collect()
}

/// Renders the buttons: columns and, where the page has no print view of its own, print; before them the additions of
/// the page, such as an export.
pub fn tools(listing: Listing, prints: bool, more: Markup) -> Markup {
    let is_open = RwSignal::new(false);
    html! {
        <div class="list-tools">
            {more}
            <Button small=true icon="columns" label=move || t!(list.columns) on_press=move |()| is_open.update(|open| *open = !*open)/>
            {prints.then(|| html! { <Button small=true icon="print" label=move || t!(list.print) on_press=move |()| browser::print()/> })}
            {move || is_open.get().then(|| choices(listing, is_open))}
        </div>
    }
}

/// Renders the button that saves the rows that the filter leaves as a file, for accounts that may call `operation`.
/// `request` makes the request from the parameters and the search text; `name` begins the name of the file.
pub fn export(
    listing: Listing,
    operation: OperationId,
    name: &'static str,
    request: impl Fn(&Query, String) -> Ask + Send + Sync + 'static,
) -> Markup {
    if !untrack(|| Session::here().may(operation)) {
        return Markup::nothing();
    }
    let (api, toasts) = (Api::here(), Toasts::here());
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        let ask = request(&listing.query(), listing.text().get_untracked()).patient();
        let name = format!("{name}_{}.xlsx", listing.today().get_untracked());
        spawn_local(async move {
            match api.read_file(ask).await {
                Ok(file) => {
                    browser::save_file(&file, &name);
                    toasts.ok(t!(list.exported), String::new(), None);
                }
                Err(error) => drop(toasts.failed(error.title(), error.detail(), None)),
            }
            busy.try_set(false);
        });
    });
    let any = Memo::new(move |_| listing.count() > 0);
    when(move || {
        any.get().then(|| {
            html! {
                <Button small=true icon="import" label=move || t!(list.export) busy_label=move || t!(register.making) busy on_press=press/>
            }
        })
    })
}

fn choices(listing: Listing, is_open: RwSignal<bool>) -> Markup {
    let page = listing.page;
    let columns = page.columns.iter().enumerate().filter(|(_, column)| column.can_hide());
    let ticks: Vec<Markup> = columns
        .map(|(at, column)| {
            let word = column.head;
            let is_shown = Memo::new(move |_| listing.hidden.with(|hidden| !hidden.contains(&at)));
            let change = move |event: leptos::ev::Event| {
                let is_on = event_target_checked(&event);
                listing.hidden.update(|hidden| {
                    if is_on {
                        hidden.remove(&at);
                    } else {
                        hidden.insert(at);
                    }
                });
                keep(listing);
            };
            html! {
                <label class="check">
                    <input type="checkbox" prop:checked=is_shown on:change=change/>
                    <span>{move || word()}</span>
                </label>
            }
        })
        .collect();
    html! {
        <fieldset class="list-columns">
            <legend>{move || t!(list.columns_shown)}</legend>
            {ticks}
            <button type="button" class="link" on:click=move |_| is_open.set(false)>
                <Icon name="check"/>
                {move || t!(list.columns_done)}
            </button>
        </fieldset>
    }
}

fn keep(listing: Listing) {
    let hidden = listing.hidden.get_untracked();
    let text: Vec<String> = hidden.iter().map(ToString::to_string).collect();
    browser::store(&name(listing.page), &text.join(","));
}
