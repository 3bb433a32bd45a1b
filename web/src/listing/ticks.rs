//! Ticked rows, for an act on several at once.

use super::reading::{Entry, Listing};
use super::{Row, Words};
use crate::markup::{Markup, html};
use leptos::prelude::*;

/// Rows that can be ticked, with the labels for screen readers.
#[derive(Clone, Copy)]
pub struct Ticks {
    /// Whether a row can be ticked by "all".
    pub can: fn(&Row) -> bool,
    /// Label of the box that ticks all rows.
    pub all: Words,
    /// Label of the box that ticks one row.
    pub one: fn(&Row) -> String,
}

impl Listing {
    /// Returns the ticked rows.
    pub fn ticked_rows(self) -> Vec<Row> {
        let ticked = self.ticked.get();
        self.rows()
            .into_iter()
            .filter(|row| ticked.contains(row.text(self.page.id)))
            .collect()
    }

    /// Removes all ticks.
    pub fn untick(self) {
        self.ticked.update(std::collections::BTreeSet::clear);
    }
}

pub(super) fn is_ticked(listing: Listing, id: StoredValue<String>) -> Memo<bool> {
    Memo::new(move |_| listing.ticked.with(|ticked| id.with_value(|id| ticked.contains(id))))
}

/// Renders the box in the head: it ticks all rows that can be ticked, or none.
pub(super) fn head(listing: Listing) -> Option<Markup> {
    let ticks = listing.page.ticks?;
    let can = move || {
        let rows = listing.rows().into_iter().filter(ticks.can);
        rows.map(|row| row.text(listing.page.id).to_owned()).collect::<Vec<_>>()
    };
    let all = Memo::new(move |_| {
        let can = can();
        !can.is_empty() && listing.ticked.with(|ticked| can.iter().all(|id| ticked.contains(id)))
    });
    let change = move |event: leptos::ev::Event| {
        let is_on = event_target_checked(&event);
        let can = untrack(can);
        listing.ticked.update(|ticked| {
            ticked.clear();
            if is_on {
                ticked.extend(can);
            }
        });
    };
    let label = ticks.all;
    Some(html! {
        <th role="columnheader" scope="col" class="at-tick">
            <label class="check tick">
                <input type="checkbox" id="tick-all" aria-label=label prop:checked=all on:change=change/>
            </label>
        </th>
    })
}

pub(super) fn cell(listing: Listing, entry: &Entry) -> Option<Markup> {
    let ticks = listing.page.ticks?;
    let id = StoredValue::new(entry.id.clone());
    let ticked = is_ticked(listing, id);
    let change = move |event: leptos::ev::Event| {
        let is_on = event_target_checked(&event);
        listing.ticked.update(|ticked| {
            if is_on {
                ticked.insert(id.get_value());
            } else {
                ticked.remove(&id.get_value());
            }
        });
    };
    let row = entry.row.clone();
    Some(html! {
        <td role="cell" class="at-tick">
            <label class="check tick">
                <input type="checkbox" aria-label=move || row.with(ticks.one) prop:checked=ticked on:change=change/>
            </label>
        </td>
    })
}
