//! The table of a list.

use super::reading::{Entry, Listing};
use super::{Cell, Column, Opens, group, order, ticks};
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::each;
use crate::ui::Icon;
use leptos::prelude::*;

/// Renders the rows as a table. Below 720 px each row is displayed as a few lines.
pub fn table(listing: Listing) -> Markup {
    let page = listing.page;
    let label = page.label;
    let heads = move || {
        let shown = columns(listing);
        shown
            .into_iter()
            .map(|(_, column)| head(listing, column))
            .collect::<Vec<_>>()
    };
    let ticks = ticks::head(listing);
    let is_grouped = Memo::new(move |_| listing.order().with(|order| order == page.order));
    let bodies = move || match page.group.filter(|_| is_grouped.get()) {
        Some(group) => group::bodies(listing, group),
        None => html! {
            <tbody role="rowgroup">
                {each(move || listing.entries.get(), |entry| entry.id.clone(), move |entry| row(listing, entry))}
            </tbody>
        },
    };
    html! {
        <table class=page.class role="table" aria-label=label>
            <thead role="rowgroup">
                <tr role="row">{ticks}{heads}</tr>
            </thead>
            {bodies}
        </table>
    }
}

/// Returns the columns that are not hidden.
pub(super) fn columns(listing: Listing) -> Vec<(usize, &'static Column)> {
    listing.hidden.with(|hidden| {
        let columns = listing.page.columns.iter().enumerate();
        columns
            .filter(|(at, column)| !hidden.contains(at) && (column.when)(listing))
            .collect()
    })
}

fn head(listing: Listing, column: &'static Column) -> Markup {
    let word = column.head;
    if column.is_narrow {
        return Markup::nothing();
    }
    // A table without an address keeps the order of the answer.
    let Some(name) = column.order.filter(|_| listing.page.is_addressed) else {
        let word = match column.cell {
            Cell::Acts(_) => html! { <span class="hidden">{move || word()}</span> },
            _ => (move || word()).into_markup(),
        };
        return html! { <th role="columnheader" scope="col" class=column.class>{word}</th> };
    };
    let aria = Memo::new(move |_| listing.order().with(|now| order::aria(name, now)));
    let icon = move || match aria.get() {
        Some("descending") => html! { <Icon name="chevron-down"/> },
        Some(_) => html! { <Icon name="chevron-up"/> },
        None => Markup::nothing(),
    };
    html! {
        <th role="columnheader" scope="col" class=column.class aria-sort=move || aria.get()>
            <button type="button" class="sort" on:click=move |_| listing.sort(name)>{move || word()}{icon}</button>
        </th>
    }
}

/// Renders a row.
pub(super) fn row(listing: Listing, entry: Entry) -> Markup {
    let page = listing.page;
    let id = StoredValue::new(entry.id.clone());
    let is_open = Memo::new(move |_| {
        listing
            .open()
            .with(|open| open.as_deref() == Some(id.get_value().as_str()))
    });
    let is_ticked = ticks::is_ticked(listing, id);
    let tick = ticks::cell(listing, &entry);
    let row_class = {
        let row = entry.row.clone();
        move || {
            let own = row.with(page.row_class);
            if is_open.get() || is_ticked.get() {
                format!("stay-row selected {own}")
            } else {
                format!("stay-row {own}")
            }
        }
    };
    let own_id = matches!(page.opens, Opens::Nothing).then(|| listing.element_id(&entry.id));
    let tabindex = own_id.is_some().then_some("-1");
    let cells = move || {
        let shown = columns(listing);
        shown
            .into_iter()
            .map(|(_, column)| cell(listing, column, &entry, is_open))
            .collect::<Vec<_>>()
    };
    html! {
        <tr role="row" id=own_id tabindex=tabindex class=row_class aria-selected=move || is_open.get().then_some("true")>
            {tick}
            {cells}
        </tr>
    }
}

fn cell(listing: Listing, column: &'static Column, entry: &Entry, is_open: Memo<bool>) -> Markup {
    match column.cell {
        Cell::Name(show) => {
            let (row, here) = (entry.row.clone(), listing.here);
            html! { <th role="rowheader" scope="row" class=column.class>{move || show(&row.get(), here)}</th> }
        }
        Cell::View(show) | Cell::Acts(show) => {
            let (row, here) = (entry.row.clone(), listing.here);
            // A screen reader reads each number once.
            let hidden = column.is_narrow.then_some("true");
            html! { <td role="cell" class=column.class aria-hidden=hidden>{move || show(&row.get(), here)}</td> }
        }
        Cell::Opener(name) => {
            let opener = opener(listing, entry, name, is_open);
            let below = column.below.map(|below| {
                let (row, here) = (entry.row.clone(), listing.here);
                move || below(&row.get(), here)
            });
            html! { <th role="rowheader" scope="row" class=column.class>{opener}{below}</th> }
        }
    }
}

fn opener(listing: Listing, entry: &Entry, name: fn(&super::Row) -> String, is_open: Memo<bool>) -> Markup {
    let element = listing.element_id(&entry.id);
    let row = entry.row.clone();
    let words = {
        let row = row.clone();
        move || row.with(name)
    };
    match listing.page.opens {
        Opens::Page(address) => {
            let href = move || row.with(address);
            html! { <a href=href class=listing.page.opener_class id=element>{words}</a> }
        }
        Opens::Panel => {
            let id = entry.id.clone();
            html! {
                <button
                    type="button"
                    class=listing.page.opener_class
                    id=element
                    aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| listing.show(&id)
                >
                    {words}
                </button>
            }
        }
        Opens::Nothing => words.into_markup(),
    }
}
