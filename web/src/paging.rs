//! A list that is read page by page.

use crate::api::{ApiError, Outcome};
use crate::browser;
use crate::reactive::{effect, when};
use crate::t;
use crate::ui::load::Failed;
use crate::ui::{Button, Skeleton};
use dto::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// So many rows a page.
pub const PAGE: u16 = 50;

type Reading<T> = Pin<Box<dyn Future<Output = Outcome<Page<T>>>>>;
type Fetch<T> = Arc<dyn Fn(Option<String>) -> Reading<T> + Send + Sync>;

/// The rows that a filter leaves, as far as they have been read.
pub struct Paging<T: Send + Sync + 'static> {
    items: RwSignal<Vec<T>>,
    next: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    read_once: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    asked: StoredValue<u32>,
    fetch: StoredValue<Fetch<T>>,
    row_id: fn(&T) -> String,
}

impl<T: Send + Sync + 'static> Clone for Paging<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Paging<T> {}

impl<T: Send + Sync + 'static> Paging<T> {
    /// Reads the first page, and again whenever a signal that `fetch` asks changes; a late answer to an earlier question
    /// is dropped. `row_id` names the element that takes focus when the row is the first of a further page.
    pub fn new<F>(row_id: fn(&T) -> String, fetch: impl Fn(Option<String>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Outcome<Page<T>>> + 'static,
    {
        let fetch: Fetch<T> = Arc::new(move |cursor| Box::pin(fetch(cursor)));
        let paging = Self {
            items: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            busy: RwSignal::new(true),
            read_once: RwSignal::new(false),
            error: RwSignal::new(None),
            asked: StoredValue::new(0),
            fetch: StoredValue::new(fetch),
            row_id,
        };
        effect(move || paging.read(None));
        paging
    }

    /// The rows read so far.
    pub fn items(self) -> Signal<Vec<T>> {
        self.items.into()
    }

    /// Changes the rows that are shown: what an act has just made of them.
    pub fn edit(self, change: impl FnOnce(&mut Vec<T>)) {
        self.items.update(change);
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
        untrack(|| self.read(None));
    }

    /// Reads the next page; focus then goes to its first row.
    pub fn more(self) {
        if let Some(cursor) = self.next.get_untracked().filter(|_| !self.busy.get_untracked()) {
            untrack(|| self.read(Some(cursor)));
        }
    }

    fn read(self, cursor: Option<String>) {
        let number = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(number);
        let is_first = cursor.is_none();
        let reading = self.fetch.with_value(Arc::clone)(cursor);
        self.busy.set(true);
        spawn_local(async move {
            let outcome = reading.await;
            // The page may have been left, or another filter chosen.
            if self.asked.try_get_value() == Some(number) {
                self.take(is_first, outcome);
            }
        });
    }

    fn take(self, is_first: bool, outcome: Outcome<Page<T>>) {
        self.busy.set(false);
        let page = match outcome {
            Ok(page) => page,
            Err(error) => {
                if is_first {
                    self.items.set(Vec::new());
                    self.next.set(None);
                    self.read_once.set(false);
                }
                return self.error.set(Some(error));
            }
        };
        self.error.set(None);
        self.next.set(page.next_cursor);
        if is_first {
            self.items.set(page.items);
        } else {
            let first_new = page.items.first().map(self.row_id);
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

/// A list with all that may stand in its place: rows, a skeleton, what failed, nothing, and the way to more.
#[component]
pub fn Paged<T: Send + Sync + 'static>(
    /// The list.
    paging: Paging<T>,
    /// Its rows, while there are any.
    rows: ViewFn,
    /// What stands there when there are none.
    empty: ViewFn,
    /// At the left of its foot: how many are shown.
    #[prop(optional, into)]
    foot: ViewFn,
) -> impl IntoView {
    let items = paging.items();
    let any = Memo::new(move |_| items.with(|items| !items.is_empty()));
    let retry = Callback::new(move |()| paging.reload());
    let more = Callback::new(move |()| paging.more());
    view! {
        <div class="stays-hold" aria-busy=move || paging.busy().get().to_string()>
            {when(move || any.get().then(|| rows.run()))}
            {when(move || (!any.get() && paging.busy().get()).then(|| view! { <Patience/> }))}
            {when(move || paging.error().map(|error| view! { <Failed error retry busy=paging.busy()/> }))}
            {when(move || (!any.get() && paging.is_read() && !paging.busy().get()).then(|| empty.run()))}
            {when(move || any.get().then(|| view! {
                {when(move || paging.has_more().then(|| view! {
                    <p class="print-only">{move || t!(police.printed_part, count = items.with(Vec::len))}</p>
                }))}
                <div class="stays-foot">
                    {foot.run()}
                    {when(move || paging.has_more().then(|| view! { <Button label=move || t!(police.more) small=true busy=paging.busy() on_press=more/> }))}
                </div>
            }))}
        </div>
    }
}

/// A skeleton, but not at once (docs/pages.md, "Skeleton").
#[component]
pub fn Patience() -> impl IntoView {
    let waited = RwSignal::new(false);
    spawn_local(async move {
        browser::pause(300).await;
        waited.try_set(true);
    });
    move || waited.get().then(|| view! { <Skeleton rows=8/> })
}
