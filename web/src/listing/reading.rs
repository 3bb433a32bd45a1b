//! The rows of a list: reading them page by page, and the address that selects them.

use super::memory::{Before, Kept, Memory};
use super::row::Row;
use super::{Chosen, Filter, Here, Kind, ListPage, Opens, PAGE, Query, Words, order};
use crate::api::{Api, ApiError, Outcome};
use crate::browser;
use crate::fetch::Ask;
use crate::lists::Lists;
use crate::reactive::{effect, effect_after};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Maximum number of rows that an operation returns at once.
const MOST: usize = 100;
/// Parameter of the open row in the address.
const OPEN: &str = "open";
/// Parameter of the order in the address.
const SORT: &str = "sort";

/// Content of a request to the operation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wanted {
    /// Parameters of filters and order.
    pub filters: Query,
    /// Search text.
    pub text: String,
    /// Start of the page, and its number of rows.
    cursor: Option<String>,
    limit: usize,
}

impl Wanted {
    /// Returns all parameters.
    pub fn query(&self) -> Query {
        let mut query = self.filters.clone();
        query.push(("limit", self.limit.to_string()));
        query.extend(self.cursor.clone().map(|cursor| ("cursor", cursor)));
        query
    }
}

/// Returns parameters and search text as a body, for operations that search by POST: names are never in an address.
pub fn body(query: &[(&'static str, String)], text: &str) -> String {
    let member = |(name, value): &(&'static str, String)| {
        let value = match value.parse::<u64>() {
            Ok(number) if *name == "limit" => number.into(),
            _ => Value::String(value.clone()),
        };
        ((*name).to_owned(), value)
    };
    let mut body: serde_json::Map<String, Value> = query.iter().map(member).collect();
    body.insert("q".to_owned(), text.to_owned().into());
    Value::Object(body).to_string()
}

/// A displayed row: the same entry while its id is the same, so that a change does not remove focus from it.
#[derive(Clone)]
pub(super) struct Entry {
    pub id: String,
    pub row: ArcRwSignal<Row>,
}

type Go = Arc<dyn Fn(&str, bool) + Send + Sync>;
type Request = Arc<dyn Fn(&Wanted) -> Option<Ask> + Send + Sync>;

/// A list on a page.
#[derive(Clone, Copy)]
pub struct Listing {
    pub(super) page: &'static ListPage,
    pub(super) here: Here,
    pub(super) entries: RwSignal<Vec<Entry>>,
    pub(super) error: RwSignal<Option<ApiError>>,
    pub(super) ticked: RwSignal<BTreeSet<String>>,
    pub(super) hidden: RwSignal<BTreeSet<usize>>,
    about: RwSignal<Option<Row>>,
    next: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    is_read: RwSignal<bool>,
    text: RwSignal<String>,
    chosen: Memo<Chosen>,
    own_chosen: RwSignal<Chosen>,
    order: Memo<String>,
    open: Memo<Option<String>>,
    /// Number of rows that the first reading requests, if there are that many.
    least: usize,
    /// Whether opening the row added a history entry, to which "back" returns.
    is_pushed: StoredValue<bool>,
    number: StoredValue<u32>,
    request: StoredValue<Request>,
    go: StoredValue<Go>,
    memory: Memory,
    api: Api,
}

impl Listing {
    /// Reads the first page, and again whenever a signal that `request` reads changes. Without a request there is
    /// nothing to show yet. A late answer to an earlier request is dropped.
    pub fn new(page: &'static ListPage, request: impl Fn(&Wanted) -> Option<Ask> + Send + Sync + 'static) -> Self {
        Self::of(page, RwSignal::new(String::new()), PAGE, Arc::new(request)).reading()
    }

    /// Reads all rows at once, where the page needs all of them.
    pub fn whole(page: &'static ListPage, request: impl Fn(&Wanted) -> Option<Ask> + Send + Sync + 'static) -> Self {
        Self::of(page, RwSignal::new(String::new()), usize::MAX, Arc::new(request)).reading()
    }

    /// Creates a second table of the answer that `other` reads.
    pub fn within(page: &'static ListPage, other: Self) -> Self {
        let listing = Self::of(page, RwSignal::new(String::new()), PAGE, Arc::new(|_| None));
        listing.busy.set(false);
        effect(move || {
            if let Some(about) = other.about() {
                listing.take(Found::of(about.value(), page, &Wanted::default()), true);
            }
        });
        listing
    }

    /// Creates a list whose search text is entered elsewhere on the page.
    pub fn searching(
        page: &'static ListPage,
        text: RwSignal<String>,
        request: impl Fn(&Wanted) -> Option<Ask> + Send + Sync + 'static,
    ) -> Self {
        Self::of(page, text, PAGE, Arc::new(request)).reading()
    }

    fn of(page: &'static ListPage, text: RwSignal<String>, least: usize, request: Request) -> Self {
        let (query, lists) = (use_query_map(), Lists::here());
        let own_chosen = RwSignal::new(Chosen::default());
        let is_addressed = page.is_addressed;
        let named = move |name: &'static str| query.with(|query| query.get(name).filter(|_| is_addressed));
        let chosen = Memo::new(move |_| {
            if is_addressed {
                query.with(|query| Chosen::read(page.filters, |name| query.get(name)))
            } else {
                own_chosen.get()
            }
        });
        let navigate = use_navigate();
        let go: Go = Arc::new(move |to: &str, replace: bool| {
            navigate(
                to,
                NavigateOptions {
                    scroll: false,
                    replace,
                    ..NavigateOptions::default()
                },
            );
        });
        Self {
            page,
            least,
            here: Here {
                lists,
                today: Memo::new(move |_| lists.clock().today()),
            },
            entries: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
            ticked: RwSignal::new(BTreeSet::new()),
            hidden: RwSignal::new(super::tools::hidden(page)),
            about: RwSignal::new(None),
            next: RwSignal::new(None),
            busy: RwSignal::new(true),
            is_read: RwSignal::new(false),
            text,
            chosen,
            own_chosen,
            order: Memo::new(move |_| order::read(page.columns, named(SORT)).unwrap_or_else(|| page.order.to_owned())),
            open: Memo::new(move |_| named(OPEN).filter(|id| is_id(id))),
            is_pushed: StoredValue::new(false),
            number: StoredValue::new(0),
            request: StoredValue::new(request),
            go: StoredValue::new(go),
            memory: Memory::here(),
            api: Api::here(),
        }
    }

    fn reading(self) -> Self {
        self.keep_reading();
        if self.is_kept() {
            self.remember();
        }
        self
    }

    /// Returns whether "back" restores its state. Other tables within pages belong to a thing that their key does not
    /// name.
    fn is_kept(self) -> bool {
        self.page.is_addressed || !self.page.reads_again
    }

    fn keep_reading(self) {
        let before = self.is_kept().then(|| self.memory.take(&self.key()));
        let before = StoredValue::new(before.flatten());
        if let Some(Before::Left(kept)) = before
            .try_update_value(|before| match before {
                Some(Before::Left(_)) => before.take(),
                _ => None,
            })
            .flatten()
        {
            self.put_back(*kept);
        }
        effect_after(move |earlier: Option<bool>| {
            let wanted = self.wanted(None, PAGE);
            let request = self.request.with_value(Arc::clone);
            let Some(ask) = request(&wanted) else {
                self.empty();
                return false;
            };
            let is_put_back = earlier.is_none() && self.is_read.get_untracked();
            if is_put_back {
                // Displayed already; changes made meanwhile are read without a message.
                if self.page.reads_again {
                    untrack(|| self.reload());
                }
                return true;
            }
            let rows = match before.try_update_value(Option::take).flatten() {
                Some(Before::Reloaded(rows, scroll)) => {
                    self.scroll_once_read(scroll);
                    rows
                }
                _ => self.least,
            };
            untrack(|| self.read(ask, wanted, rows, true));
            true
        });
    }

    /// Keeps the state for "back" and the numbers for a reload.
    fn remember(self) {
        let hide = window_event_listener(leptos::ev::pagehide, move |_| {
            if let Some(rows) = self.entries.try_with_untracked(Vec::len) {
                self.memory.keep_for_reload(&self.key(), rows);
            }
        });
        let key = StoredValue::new(self.key());
        effect(move || {
            self.chosen.track();
            self.order.track();
            key.set_value(self.key());
        });
        on_cleanup(move || {
            hide.remove();
            if self.is_read.try_get_untracked() != Some(true) {
                return;
            }
            let kept = Kept {
                rows: self.entries.try_get_untracked().unwrap_or_default(),
                about: self.about.try_get_untracked().flatten(),
                next: self.next.try_get_untracked().flatten(),
                text: self.text.try_get_untracked().unwrap_or_default(),
                scroll: self.memory.scrolled(),
            };
            if let Some(key) = key.try_get_value() {
                self.memory.keep(key, kept);
            }
        });
    }

    fn put_back(self, kept: Kept) {
        let is_other = self.text.with_untracked(|text| !text.is_empty() && *text != kept.text);
        if is_other {
            return;
        }
        self.entries.set(kept.rows);
        self.about.set(kept.about);
        self.next.set(kept.next);
        self.text.set(kept.text);
        self.busy.set(false);
        self.is_read.set(true);
        request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, kept.scroll));
    }

    fn scroll_once_read(self, scroll: f64) {
        effect_after(move |done: Option<bool>| {
            let is_read = self.is_read.get();
            if is_read && done != Some(true) {
                request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, scroll));
            }
            is_read || done == Some(true)
        });
    }

    /// Returns the key of the list in the memory: its address without the open row.
    fn key(self) -> String {
        untrack(|| self.address(&self.chosen.get(), &self.order.get(), None)) + self.page.class
    }

    fn wanted(self, cursor: Option<String>, limit: usize) -> Wanted {
        let today = self.here.today.get();
        let mut filters = self.chosen.with(|chosen| chosen.query(self.page.filters, today));
        let order = self.order.get();
        if order != self.page.order {
            filters.push((SORT, order));
        }
        Wanted {
            filters,
            text: self.text.get(),
            cursor,
            limit,
        }
    }

    /// Returns the parameters of filters and order, as an export needs them.
    pub fn query(self) -> Query {
        untrack(|| self.wanted(None, PAGE).filters)
    }

    fn empty(self) {
        self.number.update_value(|number| *number = number.wrapping_add(1));
        self.entries.set(Vec::new());
        self.about.set(None);
        self.next.set(None);
        self.error.set(None);
        self.busy.set(false);
        self.is_read.set(false);
    }

    /// Reads again as many rows as are displayed.
    pub fn reload(self) {
        untrack(|| {
            let request = self.request.with_value(Arc::clone);
            let wanted = self.wanted(None, PAGE);
            if let Some(ask) = request(&wanted) {
                self.read(ask, wanted, self.entries.with(Vec::len).max(self.least), true);
            }
        });
    }

    /// Reads the next page; then moves focus to its first row.
    pub fn more(self) {
        untrack(|| {
            let Some(cursor) = self.next.get().filter(|_| !self.busy.get()) else {
                return;
            };
            let request = self.request.with_value(Arc::clone);
            let wanted = self.wanted(Some(cursor), PAGE);
            if let Some(ask) = request(&wanted) {
                self.read(ask, wanted, PAGE, false);
            }
        });
    }

    fn read(self, ask: Ask, wanted: Wanted, rows: usize, is_first: bool) {
        let number = self.number.get_value().wrapping_add(1);
        self.number.set_value(number);
        self.busy.set(true);
        let reading = self.pages(ask, wanted, rows);
        spawn_local(async move {
            let outcome = reading.await;
            // The page may have been left, or another filter chosen meanwhile.
            if self.number.try_get_value() == Some(number) {
                self.busy.set(false);
                match outcome {
                    Ok(found) => self.take(found, is_first),
                    Err(error) => self.fail(error, is_first),
                }
            }
        });
    }

    /// Reads this many rows, in as many requests as necessary.
    async fn pages(self, ask: Ask, first: Wanted, rows: usize) -> Outcome<Found> {
        let mut found = Found::of(self.api.read_value(ask).await?, self.page, &first);
        while found.rows.len() < rows && found.next.is_some() {
            let limit = (rows - found.rows.len()).min(MOST);
            let Some(request) = self.request.try_with_value(Arc::clone) else {
                break;
            };
            let wanted = untrack(|| self.wanted(found.next.clone(), limit));
            let Some(ask) = untrack(|| request(&wanted)) else { break };
            let further = Found::of(self.api.read_value(ask).await?, self.page, &wanted);
            found.next = further.next;
            found.rows.extend(further.rows);
        }
        Ok(found)
    }

    fn fail(self, error: ApiError, is_first: bool) {
        if is_first {
            self.entries.set(Vec::new());
            self.next.set(None);
            self.is_read.set(false);
        }
        self.error.set(Some(error));
    }

    fn take(self, found: Found, is_first: bool) {
        self.error.set(None);
        self.next.set(found.next);
        self.about.set(Some(found.about));
        let known = self.entries.get_untracked();
        let entry = |row: Row| {
            let id = row.text(self.page.id).to_owned();
            match known.iter().find(|entry| entry.id == id) {
                Some(entry) => {
                    if entry.row.with_untracked(|now| *now != row) {
                        entry.row.set(row);
                    }
                    entry.clone()
                }
                None => Entry {
                    id,
                    row: ArcRwSignal::new(row),
                },
            }
        };
        let fresh: Vec<Entry> = found.rows.into_iter().map(entry).collect();
        if is_first {
            self.entries.set(fresh);
        } else {
            let first = fresh.first().map(|entry| self.element_id(&entry.id));
            self.entries.update(|entries| entries.extend(fresh));
            if let Some(id) = first {
                request_animation_frame(move || {
                    browser::focus(&id);
                });
            }
        }
        self.is_read.set(true);
    }

    /// Returns the rows read so far.
    pub fn rows(self) -> Vec<Row> {
        self.entries
            .with(|entries| entries.iter().map(|entry| entry.row.get()).collect())
    }

    /// Returns the number of rows.
    pub fn count(self) -> usize {
        self.entries.with(Vec::len)
    }

    /// Returns the row with that id.
    pub fn row(self, id: &str) -> Option<Row> {
        self.entries.with(|entries| {
            let entry = entries.iter().find(|entry| entry.id == id);
            entry.map(|entry| entry.row.get())
        })
    }

    /// Returns the data of the answer about the whole list: its members beside the rows.
    pub fn about(self) -> Option<Row> {
        self.about.get()
    }

    /// Changes the data about the whole list, after an act.
    pub fn edit_about(self, change: impl Fn(&Row) -> Row) {
        self.about.update(|about| *about = about.as_ref().map(&change));
    }

    /// Changes a row, after an act.
    pub fn edit(self, id: &str, change: impl FnOnce(&Row) -> Row) {
        let entry = self
            .entries
            .with_untracked(|entries| entries.iter().find(|entry| entry.id == id).cloned());
        if let Some(entry) = entry {
            let changed = entry.row.with_untracked(change);
            entry.row.set(changed);
        }
    }

    /// Returns whether more rows can be read.
    pub fn has_more(self) -> bool {
        self.next.with(Option::is_some)
    }

    /// Returns whether a request is pending.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Returns whether an answer has been read for the filter.
    pub fn is_read(self) -> bool {
        self.is_read.get()
    }

    /// Returns the search text. It is never in the address: it may be a name.
    pub fn text(self) -> RwSignal<String> {
        self.text
    }

    /// Returns the chosen values of the filters.
    pub fn chosen(self) -> Memo<Chosen> {
        self.chosen
    }

    /// Returns the filter with that name, and the values that it offers.
    pub fn choices(self, name: &str) -> Option<(&'static Filter, &'static [(&'static str, Words)])> {
        let filter = self.page.filters.iter().find(|filter| filter.name == name)?;
        match &filter.kind {
            Kind::OneOf { values, .. } => Some((filter, values)),
            _ => None,
        }
    }

    /// Returns the profile and the reference lists.
    pub fn lists(self) -> Lists {
        self.here.lists
    }

    /// Returns the order.
    pub(super) fn order(self) -> Memo<String> {
        self.order
    }

    /// Returns the local day.
    pub fn today(self) -> Memo<time::Date> {
        self.here.today
    }

    /// Returns the id of the row that is open in the panel.
    pub fn open(self) -> Memo<Option<String>> {
        self.open
    }

    fn address(self, chosen: &Chosen, order: &str, open: Option<&str>) -> String {
        let mut parts = chosen.parts(self.page.filters);
        if order != self.page.order {
            parts.push(format!("{SORT}={order}"));
        }
        parts.extend(open.map(|id| format!("{OPEN}={id}")));
        match parts.as_slice() {
            [] => self.page.path.to_owned(),
            parts => format!("{}?{}", self.page.path, parts.join("&")),
        }
    }

    fn go(self, chosen: &Chosen, order: &str, open: Option<&str>, replace: bool) {
        let to = self.address(chosen, order, open);
        let go = self.go.with_value(Arc::clone);
        go(&to, replace);
    }

    /// Chooses a value of a filter.
    pub fn choose(self, filter: &'static Filter, value: &str) {
        self.choose_all(self.chosen.get_untracked().with(self.page.filters, filter, value));
    }

    /// Sets the values of all filters.
    pub fn choose_all(self, chosen: Chosen) {
        if !self.page.is_addressed {
            return self.own_chosen.set(chosen);
        }
        self.go(&chosen, &self.order.get_untracked(), None, false);
    }

    /// Clears filters and search text.
    pub fn clear(self) {
        self.text.set(String::new());
        self.choose_all(self.chosen.get_untracked().clear(self.page.filters));
    }

    /// Returns whether filters or search text exclude anything.
    pub fn narrows(self) -> bool {
        self.chosen.with(|chosen| chosen.narrows(self.page.filters)) || !self.text.with(String::is_empty)
    }

    /// Sorts by a column.
    pub(super) fn sort(self, column: &'static str) {
        let order = order::pressed(column, &self.order.get_untracked());
        let open = self.open.get_untracked();
        self.go(&self.chosen.get_untracked(), &order, open.as_deref(), false);
    }

    /// Opens a row in the panel. "Back" closes it.
    pub fn show(self, id: &str) {
        let is_open = self.open.get_untracked().is_some();
        if !is_open {
            self.is_pushed.set_value(true);
        }
        self.go(
            &self.chosen.get_untracked(),
            &self.order.get_untracked(),
            Some(id),
            is_open,
        );
    }

    /// Closes the panel.
    pub fn close(self) {
        if self.open.get_untracked().is_none() {
            return;
        }
        if self.is_pushed.get_value() {
            self.is_pushed.set_value(false);
            browser::back();
        } else {
            self.go(&self.chosen.get_untracked(), &self.order.get_untracked(), None, true);
        }
    }

    /// Returns the `id` of the element that opens a row.
    pub fn element_id(self, row: &str) -> String {
        format!("{}{row}", self.page.prefix)
    }

    /// Returns the id of the row that has focus.
    pub fn focused(self) -> Option<String> {
        let id = document().active_element()?.id();
        let row = id.strip_prefix(self.page.prefix)?;
        let is_row = self
            .entries
            .with_untracked(|entries| entries.iter().any(|entry| entry.id == row));
        is_row.then(|| row.to_owned())
    }

    fn neighbour(self, here: Option<&str>, by: i32) -> Option<String> {
        self.entries.with_untracked(|entries| {
            let at = here.and_then(|here| entries.iter().position(|entry| entry.id == here));
            let next = match at {
                None => 0,
                Some(at) if by > 0 => at + 1,
                Some(at) => at.checked_sub(1)?,
            };
            entries.get(next).map(|entry| entry.id.clone())
        })
    }

    /// Moves to the row above or below: opens it while one is open, else moves focus.
    pub fn step(self, by: i32) {
        let open = self.open.get_untracked();
        if open.is_some() && matches!(self.page.opens, Opens::Panel) {
            if let Some(next) = self.neighbour(open.as_deref(), by) {
                self.show(&next);
                browser::show(&self.element_id(&next));
            }
        } else if let Some(next) = self.neighbour(self.focused().as_deref(), by) {
            browser::focus(&self.element_id(&next));
        }
    }
}

/// A page as the operation returned it.
struct Found {
    rows: Vec<Row>,
    next: Option<String>,
    about: Row,
}

impl Found {
    fn of(mut answer: Value, page: &ListPage, wanted: &Wanted) -> Self {
        let rows = (page.items)(&mut answer, wanted);
        Self {
            rows: rows.into_iter().map(Row::new).collect(),
            next: answer.get("next_cursor").and_then(Value::as_str).map(str::to_owned),
            about: Row::new(answer),
        }
    }
}

/// Returns whether a text from the address can be the id of a row.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
