//! A list of stays that is read page by page.

use crate::api::{Api, ApiError};
use crate::browser;
use crate::paging::{PAGE, Paging};
use dto::Page;
use dto::stay::{StayCounts, StaySummary, StayThread};
use leptos::prelude::*;
use uuid::Uuid;

/// The parameters of `listStays`, without cursor and limit.
pub type Query = Vec<(&'static str, String)>;

/// The stays that a filter leaves, as far as they have been read.
#[derive(Clone, Copy)]
pub struct Listing {
    paging: Paging<StaySummary>,
    counts: RwSignal<Option<StayCounts>>,
}

impl Listing {
    /// Reads the first page, and again whenever the filter changes.
    pub fn new(query: impl Fn() -> Query + Send + Sync + 'static) -> Self {
        let (api, query) = (Api::here(), Memo::new(move |_| query()));
        let (counts, asked) = (RwSignal::new(None), StoredValue::new(0_u32));
        let fetch = move |cursor: Option<String>| {
            let mut query = query.get();
            query.push(("limit", PAGE.to_string()));
            let number = asked.get_value().wrapping_add(u32::from(cursor.is_none()));
            let is_first = cursor.is_none();
            asked.set_value(number);
            query.extend(cursor.map(|cursor| ("cursor", cursor)));
            async move {
                let outcome = api.list_stays(&query).await;
                // A late answer to an earlier filter counts for nothing.
                if is_first && asked.try_get_value() == Some(number) {
                    counts.try_set(outcome.as_ref().ok().and_then(|page| page.counts));
                }
                outcome.map(|page| Page {
                    items: page.items,
                    next_cursor: page.next_cursor,
                })
            }
        };
        Self {
            paging: Paging::new(|stay: &StaySummary| row_id(stay.id), fetch),
            counts,
        }
    }

    /// The rows read so far, newest first.
    pub fn items(self) -> Signal<Vec<StaySummary>> {
        self.paging.items()
    }

    /// What the whole filter leaves, where the server counts it.
    pub fn counts(self) -> Option<StayCounts> {
        self.counts.get()
    }

    /// Notes what was said or seen of a stay since it was read.
    pub fn note(self, stay: Uuid, thread: &StayThread) {
        let is_new = self.items().with_untracked(|items| {
            let known = items.iter().find(|known| known.id == stay);
            known.is_some_and(|known| !known.acknowledged) && thread.acknowledgement.is_some()
        });
        self.paging.edit(|items| {
            if let Some(known) = items.iter_mut().find(|known| known.id == stay) {
                known.acknowledged = thread.acknowledgement.is_some();
                known.asked = thread.is_open();
                known.answered = !thread.messages.is_empty() && !thread.is_open();
            }
        });
        self.fewer_unseen(u64::from(is_new));
    }

    /// Notes that stays were seen.
    pub fn note_seen(self, stays: &[Uuid], fresh: u32) {
        self.paging.edit(|items| {
            for known in items.iter_mut().filter(|known| stays.contains(&known.id)) {
                known.acknowledged = true;
            }
        });
        self.fewer_unseen(u64::from(fresh));
    }

    fn fewer_unseen(self, by: u64) {
        self.counts.update(|counts| {
            if let Some(counts) = counts {
                counts.unseen = counts.unseen.saturating_sub(by);
            }
        });
    }

    /// Whether there is more to read.
    pub fn has_more(self) -> bool {
        self.paging.has_more()
    }

    /// Whether a page is on its way.
    pub fn busy(self) -> Signal<bool> {
        self.paging.busy()
    }

    /// Whether anything has been read for the filter.
    pub fn is_read(self) -> bool {
        self.paging.is_read()
    }

    /// Why the latest reading failed.
    pub fn error(self) -> Option<ApiError> {
        self.paging.error()
    }

    /// Reads from the beginning.
    pub fn reload(self) {
        self.paging.reload();
    }

    /// Reads the next page; focus then goes to its first row.
    pub fn more(self) {
        self.paging.more();
    }
}

/// The id of what opens a stay in a list.
pub fn row_id(stay: Uuid) -> String {
    format!("row-{stay}")
}

/// The row that has focus.
pub fn focused_row() -> Option<Uuid> {
    let element = document().active_element()?;
    Uuid::parse_str(element.id().strip_prefix("row-")?).ok()
}

/// Moves focus to the row above or below the one that has it; to the first row from elsewhere.
pub fn focus_neighbour(items: Signal<Vec<StaySummary>>, by: i32) {
    let focused = focused_row();
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
