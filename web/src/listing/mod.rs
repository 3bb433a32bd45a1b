//! A list as data: an operation, columns, filters, what a row opens. Everything that lists have in common is here, once:
//! the address (filters, order, open row), pages, skeleton, failure, keys, focus, counters, columns to choose, print.
//!
//! The rows are JSON (`row.rs`), so that nothing of it is made for each type of row.

pub mod cell;
pub mod days;
pub mod filter;
mod filters;
mod fresh;
mod group;
mod memory;
mod order;
mod parts;
#[cfg(test)]
mod pointers;
mod reading;
mod row;
mod search;
mod table;
mod ticks;
mod tools;

pub use filter::{Chosen, Filter, Kind, Query, Words};
pub use filters::filters;
pub use fresh::fresh;
pub use group::Group;
pub use memory::Memory;
pub use parts::{Panel, rows, rows_or, shown_of};
pub use reading::{Listing, Wanted, body};
pub use row::Row;
pub use search::rests;
pub use table::table;
pub use ticks::Ticks;
pub use tools::tools;

use crate::lists::Lists;
use leptos::prelude::*;
use serde_json::Value;
use time::Date;

/// So many rows a page.
pub const PAGE: usize = 50;

/// A list.
pub struct ListPage {
    /// The path of its page.
    pub path: &'static str,
    /// Whether filters, order and open row stand behind the path in the address. A table within another page keeps them
    /// to itself.
    pub is_addressed: bool,
    /// The rows of an answer to what was wanted.
    pub items: fn(&mut Value, &Wanted) -> Vec<Value>,
    /// The name of the table, for who hears it.
    pub label: Words,
    /// Classes of the table.
    pub class: &'static str,
    /// The columns.
    pub columns: &'static [Column],
    /// The filters.
    pub filters: &'static [Filter],
    /// The order while the address names none: as the operation names it, `-` before it for descending.
    pub order: &'static str,
    /// What a row opens.
    pub opens: Opens,
    /// Where a row has its id.
    pub id: &'static str,
    /// What the `id` of the element begins with that opens a row.
    pub prefix: &'static str,
    /// The class of what opens a row: `row-open` makes the whole row open.
    pub opener_class: &'static str,
    /// Classes of a row.
    pub row_class: fn(&Row) -> &'static str,
    /// What the rows stand under while the order is the usual one.
    pub group: Option<Group>,
    /// Which rows can be ticked, where something can be done with several at once.
    pub ticks: Option<Ticks>,
    /// What stands there when there is nothing.
    pub none: Nothing,
    /// The same when a filter leaves nothing.
    pub none_filtered: Nothing,
    /// Whether a visit by "back" reads the rows again. A search does not: each of its readings is recorded.
    pub reads_again: bool,
}

/// The rows of an answer that has them as `items`.
pub fn items(answer: &mut Value, _: &Wanted) -> Vec<Value> {
    match answer.get_mut("items").map(Value::take) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}

/// A column.
pub struct Column {
    /// Its head; also names it among those that can be hidden.
    pub head: Words,
    /// Classes of its cells; `less` gives way where there is little room.
    pub class: &'static str,
    /// The order by which its head sorts, as the operation names it.
    pub order: Option<&'static str>,
    /// What a cell shows.
    pub cell: Cell,
    /// What stands below what opens the row.
    pub below: Option<fn(&Row, Here) -> AnyView>,
    /// Whether it is for telephones only, in place of other columns.
    pub is_narrow: bool,
    /// Whether the list has it now.
    pub when: fn(Listing) -> bool,
}

/// What a cell shows.
pub enum Cell {
    /// What names the row, and opens it. Heads the row for who hears it; cannot be hidden.
    Opener(fn(&Row) -> String),
    /// What names a row that opens nothing.
    Name(fn(&Row, Here) -> AnyView),
    /// Anything, mostly by a function of [`cell`].
    View(fn(&Row, Here) -> AnyView),
    /// Buttons; what they need, they take from a context of the page. Cannot be hidden.
    Acts(fn(&Row, Here) -> AnyView),
}

impl Column {
    /// A column that cannot sort.
    pub const fn new(head: Words, class: &'static str, cell: fn(&Row, Here) -> AnyView) -> Self {
        Self {
            head,
            class,
            order: None,
            cell: Cell::View(cell),
            below: None,
            is_narrow: false,
            when: |_| true,
        }
    }

    /// The column that opens the row.
    pub const fn opener(head: Words, class: &'static str, name: fn(&Row) -> String) -> Self {
        Self {
            head,
            class,
            order: None,
            cell: Cell::Opener(name),
            below: None,
            is_narrow: false,
            when: |_| true,
        }
    }

    /// The column that names a row which opens nothing.
    pub const fn name(head: Words, class: &'static str, name: fn(&Row, Here) -> AnyView) -> Self {
        Self {
            head,
            class,
            order: None,
            cell: Cell::Name(name),
            below: None,
            is_narrow: false,
            when: |_| true,
        }
    }

    /// The column of buttons that act on the row; its head is only heard.
    pub const fn acts(head: Words, class: &'static str, cell: fn(&Row, Here) -> AnyView) -> Self {
        Self {
            head,
            class,
            order: None,
            cell: Cell::Acts(cell),
            below: None,
            is_narrow: false,
            when: |_| true,
        }
    }

    /// The same column, sorted by an order of the operation.
    #[must_use]
    pub const fn sorted(mut self, order: &'static str) -> Self {
        self.order = Some(order);
        self
    }

    fn can_hide(&self) -> bool {
        matches!(self.cell, Cell::View(_)) && !self.is_narrow
    }
}

/// What a row opens.
pub enum Opens {
    /// A page.
    Page(fn(&Row) -> String),
    /// The panel beside the list.
    Panel,
    /// Nothing: the row itself has the id and takes focus.
    Nothing,
}

/// What stands in the place of rows.
pub struct Nothing {
    /// The icon.
    pub icon: &'static str,
    /// What is not there.
    pub title: Words,
    /// What to do about it.
    pub hint: Words,
}

/// What cells know besides their row.
#[derive(Clone, Copy)]
pub struct Here {
    /// The reference lists and the profile.
    pub lists: Lists,
    /// The local day.
    pub today: Memo<Date>,
}

impl Here {
    /// The local day; a cell that asks is drawn again on the next one.
    pub fn day(self) -> Date {
        self.today.get()
    }
}
