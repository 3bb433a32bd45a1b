//! A list of stays that is read page by page.

use crate::api::{Api, ApiError, Outcome};
use crate::browser;
use dto::stay::{AreaSummary, StayPage, StaySummary};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// So many rows a page.
const PAGE: u32 = 50;

/// The parameters of `listStays`, without cursor and limit.
pub type Query = Vec<(&'static str, String)>;

/// The stays that a filter leaves, as far as they have been read.
#[derive(Clone, Copy)]
pub struct Listing {
    items: RwSignal<Vec<StaySummary>>,
    summary: RwSignal<Option<AreaSummary>>,
    next: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    read_once: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    asked: StoredValue<u32>,
    query: Memo<Query>,
    api: Api,
}

impl Listing {
    /// Reads the first page, and again whenever the filter changes; a late answer to an earlier filter is dropped.
    pub fn new(query: impl Fn() -> Query + Send + Sync + 'static) -> Self {
        let listing = Self {
            items: RwSignal::new(Vec::new()),
            summary: RwSignal::new(None),
            next: RwSignal::new(None),
            busy: RwSignal::new(true),
            read_once: RwSignal::new(false),
            error: RwSignal::new(None),
            asked: StoredValue::new(0),
            query: Memo::new(move |_| query()),
            api: Api::here(),
        };
        Effect::new(move || {
            listing.query.track();
            listing.reload();
        });
        listing
    }

    /// The rows read so far, newest first.
    pub fn items(self) -> Signal<Vec<StaySummary>> {
        self.items.into()
    }

    /// What the whole filter leaves, where the server counts it.
    pub fn summary(self) -> Option<AreaSummary> {
        self.summary.get()
    }

    /// Whether there is more to read.
    pub fn has_more(self) -> bool {
        self.next.with(Option::is_some)
    }

    /// Whether a page is on its way.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Whether anything has been read for the filter.
    pub fn is_read(self) -> bool {
        self.read_once.get()
    }

    /// Why the latest reading failed.
    pub fn error(self) -> Option<ApiError> {
        self.error.get()
    }

    /// Reads from the beginning.
    pub fn reload(self) {
        self.read(None);
    }

    /// Reads the next page; focus then goes to its first row.
    pub fn more(self) {
        if let Some(cursor) = self.next.get_untracked().filter(|_| !self.busy.get_untracked()) {
            self.read(Some(cursor));
        }
    }

    fn read(self, cursor: Option<String>) {
        let number = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(number);
        self.busy.set(true);
        let mut query = self.query.get_untracked();
        query.push(("limit", PAGE.to_string()));
        let is_first = cursor.is_none();
        if let Some(cursor) = cursor {
            query.push(("cursor", cursor));
        }
        spawn_local(async move {
            let outcome = self.api.list_stays(&query).await;
            // The page may have been left, or another filter chosen.
            if self.asked.try_get_value() == Some(number) {
                self.take(is_first, outcome);
            }
        });
    }

    fn take(self, is_first: bool, outcome: Outcome<StayPage>) {
        self.busy.set(false);
        let page = match outcome {
            Ok(page) => page,
            Err(error) => {
                if is_first {
                    self.items.set(Vec::new());
                    self.summary.set(None);
                    self.next.set(None);
                    self.read_once.set(false);
                }
                return self.error.set(Some(error));
            }
        };
        self.error.set(None);
        self.next.set(page.next_cursor);
        if is_first {
            self.summary.set(page.summary);
            self.items.set(page.items);
        } else {
            let first_new = page.items.first().map(|stay| row_id(stay.id));
            self.items.update(|items| items.extend(page.items));
            if let Some(id) = first_new {
                request_animation_frame(move || {
                    browser::focus(&id);
                });
            }
        }
        self.read_once.set(true);
    }
}

/// The id of what opens a stay in a list.
pub fn row_id(stay: Uuid) -> String {
    format!("row-{stay}")
}

/// Moves focus to the row above or below the one that has it; to the first row from elsewhere.
pub fn focus_neighbour(items: Signal<Vec<StaySummary>>, by: i32) {
    let row_of = |id: String| Uuid::parse_str(id.strip_prefix("row-")?).ok();
    let focused = document().active_element().and_then(|element| row_of(element.id()));
    if let Some(next) = items.with_untracked(|items| neighbour(items, focused, by)) {
        browser::focus(&row_id(next));
    }
}

/// The row above or below; the first one when none is chosen yet.
pub fn neighbour(items: &[StaySummary], here: Option<Uuid>, by: i32) -> Option<Uuid> {
    let at = here.and_then(|here| items.iter().position(|stay| stay.id == here));
    let next = match at {
        None => 0,
        Some(at) if by > 0 => at + 1,
        Some(at) => at.checked_sub(1)?,
    };
    items.get(next).map(|stay| stay.id)
}
