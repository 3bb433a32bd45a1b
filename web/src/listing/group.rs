//! Rows in groups, which can be folded.

use super::reading::{Entry, Listing};
use super::{Row, Words, table};
use crate::format;
use crate::markup::{Markup, html};
use crate::reactive::{each, sort_by, sort_by_text, when};
use crate::ui::Icon;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Grouping of rows.
#[derive(Clone, Copy)]
pub struct Group {
    /// Key of the group of a row; rows of one group need not be adjacent.
    pub key: fn(&Row) -> String,
    /// Name of the group.
    pub name: fn(&Row) -> String,
    /// Depth of the group, 0 to 2.
    pub depth: fn(&Row) -> usize,
    /// What the number of rows counts, for screen readers.
    pub counted: Words,
    /// Sort key of the rows: first by the number, then by the text.
    pub order: fn(&Row) -> (u8, String),
}

/// A group with its rows.
#[derive(Clone)]
struct Grouped {
    key: String,
    name: String,
    depth: usize,
    entries: Vec<Entry>,
}

fn grouped(listing: Listing, group: Group) -> Vec<Grouped> {
    let mut groups: Vec<Grouped> = Vec::new();
    for entry in listing.entries.get() {
        let row = entry.row.get();
        let key = (group.key)(&row);
        match groups.iter_mut().find(|known| known.key == key) {
            Some(known) => known.entries.push(entry),
            None => groups.push(Grouped {
                key,
                name: (group.name)(&row),
                depth: (group.depth)(&row).min(2),
                entries: vec![entry],
            }),
        }
    }
    for one in &mut groups {
        sort_by_text(&mut one.entries, |entry| entry.row.with(|row| (group.order)(row).1));
        sort_by(&mut one.entries, |entry| entry.row.with(|row| (group.order)(row).0));
    }
    groups
}

/// Renders the bodies of the table, one for each group.
pub(super) fn bodies(listing: Listing, group: Group) -> Markup {
    let folded = RwSignal::new(BTreeSet::<String>::new());
    let groups = Signal::derive(move || grouped(listing, group));
    each(
        move || groups.get(),
        |group| group.key.clone(),
        move |first| {
            let key = StoredValue::new(first.key.clone());
            let now = Signal::derive(move || {
                let groups = groups.get();
                let found = groups.into_iter().find(|group| key.with_value(|key| *key == group.key));
                found.map(|group| group.entries).unwrap_or_default()
            });
            body(listing, first, now, folded, group.counted)
        },
    )
}

fn body(
    listing: Listing,
    group: Grouped,
    entries: Signal<Vec<Entry>>,
    folded: RwSignal<BTreeSet<String>>,
    counted: Words,
) -> Markup {
    let key = StoredValue::new(group.key);
    let is_folded = Memo::new(move |_| key.with_value(|key| folded.with(|folded| folded.contains(key))));
    let toggle = move |_| {
        folded.update(|folded| {
            let key = key.get_value();
            if !folded.remove(&key) {
                folded.insert(key);
            }
        });
    };
    let count = move || format::number(i64::try_from(entries.with(Vec::len)).unwrap_or(i64::MAX));
    html! {
        <tbody role="rowgroup" class=format!("area area-depth-{}", group.depth)>
            <tr role="row" class="area-row">
                <th role="rowheader" scope="rowgroup" colspan=move || table::columns(listing).len().to_string()>
                    <button type="button" class="area-open" aria-expanded=move || (!is_folded.get()).to_string() on:click=toggle>
                        {move || html! { <Icon name=if is_folded.get() { "chevron-down" } else { "chevron-up" }/> }}
                        <span class="area-name" lang="vi">{group.name}</span>
                        <span class="area-count">{count}<span class="hidden">" " {move || counted()}</span></span>
                    </button>
                </th>
            </tr>
            {when(move || (!is_folded.get()).then(|| {
                each(move || entries.get(), |entry| entry.id.clone(), move |entry| table::row(listing, entry))
            }))}
        </tbody>
    }
}
