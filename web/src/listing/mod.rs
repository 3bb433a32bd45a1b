//! A list as data: an operation, columns, filters, what a row opens. The common behaviour of lists is defined here
//! once: the address (filters, order, open row), pages, skeleton, failure, keys, focus, counters, columns to choose,
//! print.
//!
//! The rows are JSON (`row.rs`), so that no code is compiled for each type of row.

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
pub use tools::{export, tools};

use crate::lists::Lists;
use crate::markup::Markup;
use leptos::prelude::*;
use serde_json::Value;
use time::Date;

/// Number of rows in a page.
pub const PAGE: usize = 50;

/// A list.
pub struct ListPage {
    /// Path of the page.
    pub path: &'static str,
    /// Whether filters, order and open row follow the path in the address. A table within another page does not put
    /// them there.
    pub is_addressed: bool,
    /// Extracts the rows from an answer to the request.
    pub items: fn(&mut Value, &Wanted) -> Vec<Value>,
    /// Name of the table for screen readers.
    pub label: Words,
    /// Classes of the table.
    pub class: &'static str,
    /// The columns.
    pub columns: &'static [Column],
    /// The filters.
    pub filters: &'static [Filter],
    /// Default order, while the address names none: as the operation names it, with `-` before it for descending.
    pub order: &'static str,
    /// What a row opens.
    pub opens: Opens,
    /// Pointer to the id in a row.
    pub id: &'static str,
    /// Prefix of the `id` of the element that opens a row.
    pub prefix: &'static str,
    /// Class of the element that opens a row: with `row-open` the whole row opens it.
    pub opener_class: &'static str,
    /// Classes of a row.
    pub row_class: fn(&Row) -> &'static str,
    /// Groups of the rows while the order is the default.
    pub group: Option<Group>,
    /// Rows that can be ticked, where an act applies to several at once.
    pub ticks: Option<Ticks>,
    /// Content while the list is empty.
    pub none: Nothing,
    /// Content while a filter excludes every row.
    pub none_filtered: Nothing,
    /// Whether "back" to the list reads the rows again. A search does not: each of its readings is recorded.
    pub reads_again: bool,
}

/// Returns the rows of an answer that has them as `items`.
pub fn items(answer: &mut Value, _: &Wanted) -> Vec<Value> {
    match answer.get_mut("items").map(Value::take) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}

/// A column.
pub struct Column {
    /// Head of the column; also its name among the columns that can be hidden.
    pub head: Words,
    /// Classes of its cells; `less` hides them where there is little room.
    pub class: &'static str,
    /// Order by which the head sorts, as the operation names it.
    pub order: Option<&'static str>,
    /// Content of a cell.
    pub cell: Cell,
    /// Content below the element that opens the row.
    pub below: Option<fn(&Row, Here) -> Markup>,
    /// Whether it is displayed on telephones only, in place of other columns.
    pub is_narrow: bool,
    /// Whether the list has the column now.
    pub when: fn(Listing) -> bool,
}

/// Content of a cell.
pub enum Cell {
    /// Name of the row, which opens it. Row header for screen readers; cannot be hidden.
    Opener(fn(&Row) -> String),
    /// Name of a row that opens nothing.
    Name(fn(&Row, Here) -> Markup),
    /// Any content, mostly by a function of [`cell`].
    View(fn(&Row, Here) -> Markup),
    /// Buttons; they read their data from a context of the page. Cannot be hidden.
    Acts(fn(&Row, Here) -> Markup),
}

impl Column {
    /// Creates a column that cannot sort.
    pub const fn new(head: Words, class: &'static str, cell: fn(&Row, Here) -> Markup) -> Self {
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

    /// Creates the column that opens the row.
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

    /// Creates the column that names a row which opens nothing.
    pub const fn name(head: Words, class: &'static str, name: fn(&Row, Here) -> Markup) -> Self {
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

    /// Creates the column of buttons that act on the row; only screen readers read its head.
    pub const fn acts(head: Words, class: &'static str, cell: fn(&Row, Here) -> Markup) -> Self {
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

    /// Returns the same column, sorted by an order of the operation.
    #[must_use]
    pub const fn sorted(mut self, order: &'static str) -> Self {
        self.order = Some(order);
        self
    }

    fn can_hide(&self) -> bool {
        matches!(self.cell, Cell::View(_)) && !self.is_narrow
    }
}

/// Target that a row opens.
pub enum Opens {
    /// A page.
    Page(fn(&Row) -> String),
    /// The panel beside the list.
    Panel,
    /// Nothing: the row itself has the id and receives focus.
    Nothing,
}

/// Content in the place of rows.
pub struct Nothing {
    /// The icon.
    pub icon: &'static str,
    /// What is missing.
    pub title: Words,
    /// What the user can do about it.
    pub hint: Words,
}

/// Data that cells use besides their row.
#[derive(Clone, Copy)]
pub struct Here {
    /// The reference lists and the profile.
    pub lists: Lists,
    /// The local day.
    pub today: Memo<Date>,
}

impl Here {
    /// Returns the local day; a cell that reads it is rendered again on the next day.
    pub fn day(self) -> Date {
        self.today.get()
    }
}
