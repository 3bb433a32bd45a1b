//! The notifications of a commune, newest first.

mod export;
mod list;
pub mod opened;

use crate::api::{Api, Call};
use crate::format;
use crate::frame::Counters;
use crate::keys::{Key, use_key};
use crate::listing::{Listing, Panel, Row, filters, fresh, rows, shown_of, tools};
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::effect;
use crate::session::Session;
use crate::stay::thread::OnTalk;
use crate::t;
use crate::ui::{Button, Icon, PageTitle, Toasts};
use crate::words::stay_row;
use dto::operations::stays::ListStays;
use dto::stay::{MOST_ACKNOWLEDGED, StayThread};
use export::Export;
use leptos::prelude::*;
use leptos::task::spawn_local;
use list::LIST;
use opened::Opened;
use uuid::Uuid;

/// Renders the notifications of a commune.
#[component]
pub fn PoliceList() -> Markup {
    let listing = Listing::new(&LIST, |wanted| {
        Some(Call::of(ListStays::at()).query(&wanted.query()).ask)
    });
    let title = Signal::derive(move || {
        let row = listing.open().get().and_then(|id| listing.row(&id));
        row.as_ref().map(stay_row::name).unwrap_or_default()
    });
    let panel = Panel {
        id: "opened-stay",
        title,
        body: Callback::new(|id: String| Uuid::parse_str(&id).ok().map(|id| html! { <Opened id/> }).into_markup()),
        keeps_words: false,
    };
    provide_context(OnTalk(Callback::new(move |(stay, thread): (Uuid, StayThread)| {
        note(listing, stay, &thread);
    })));
    if let Some(counters) = use_context::<Counters>() {
        effect(move || {
            let is_whole = !listing.narrows() && listing.chosen().with(|chosen| chosen.named("received").is_none());
            if let Some(about) = listing.about().filter(|about| is_whole && about.has("/counts")) {
                // Nobody has seen those that have come since.
                let more = i64::from(counters.notified_today.get_untracked()) - about.count("/counts/total");
                let unseen = about.count("/counts/unseen") + more.max(0);
                counters.notifications.set(u32::try_from(unseen).unwrap_or(u32::MAX));
            }
        });
    }
    let marking = Marking::new(listing);
    use_key(Key::Letter("X"), || t!(police.key_seen), move || marking.one());
    let foot = move || {
        html! { {shown_of(listing, "/counts/total")} <p class="quiet">{move || t!(police.opening_logged)}</p> }
    };
    let more = html! { <MarkAll listing marking/> <Export listing/> };
    html! {
        <div class="page-police" class:with-panel=move || listing.open().with(Option::is_some)>
            <div class="page-head">
                <PageTitle text=move || t!(police.title)/>
                <Sums listing/>
                {tools(listing, true, more)}
            </div>
            {filters(listing, keys())}
            {use_context::<Counters>().map(|counters| fresh(listing, "/counts/total", counters.notified_today))}
            {rows(listing, foot.into())}
            {panel.view(listing)}
        </div>
    }
}

/// Renders the keys of the list.
fn keys() -> Markup {
    html! {
        <p class="filters-keys" aria-hidden="true">
            <kbd class="cap">"J"</kbd>
            <kbd class="cap">"K"</kbd>
            " "
            {move || t!(police.key_move)}
            " "
            <kbd class="cap">"Enter"</kbd>
            " "
            {move || t!(police.key_open)}
            " "
            <kbd class="cap">"X"</kbd>
            " "
            {move || t!(police.key_seen)}
        </p>
    }
}

#[component]
fn Sums(listing: Listing) -> Markup {
    let sums = move || {
        let about = listing.about()?;
        if !about.has("/counts") {
            return Some(html! { <span class="quiet">{t!(police.sum_none_long)}</span> });
        }
        let count = |at: &str| Some(about.count(at)).filter(|count| *count > 0).map(format::number);
        let is_today = listing.chosen().with(|chosen| chosen.named("received").is_none());
        Some(html! {
            <span>
                <strong>{format::number(about.count("/counts/total"))}</strong>
                " "
                {if is_today { t!(police.sum_unit_today) } else { t!(police.sum_unit) }}
            </span>
            {count("/counts/unseen").map(|count| html! {
                <span class="sum-unseen"><Icon name="diamond"/>{t!(police.sum_unseen, count = count)}</span>
            })}
            {count("/counts/late").map(|count| html! {
                <span class="sum-late"><Icon name="growing-clock"/>{t!(police.sum_late, count = count)}</span>
            })}
        })
    };
    html! { <p class="sums" role="status">{sums}</p> }
}

/// Records the messages about a stay, and whether it was seen, since the list was read.
fn note(listing: Listing, stay: Uuid, thread: &StayThread) {
    let id = stay.to_string();
    let is_seen = thread.acknowledgement.is_some();
    let is_new = is_seen && untrack(|| listing.row(&id)).is_some_and(|row| !row.is("/acknowledged"));
    listing.edit(&id, |row| {
        row.with("/acknowledged", is_seen.into())
            .with("/asked", thread.is_open().into())
            .with("/answered", (!thread.messages.is_empty() && !thread.is_open()).into())
    });
    fewer_unseen(listing, i64::from(is_new));
}

fn fewer_unseen(listing: Listing, by: i64) {
    const UNSEEN: &str = "/counts/unseen";
    listing.edit_about(|about| about.with(UNSEEN, (about.count(UNSEEN) - by).max(0).into()));
}

/// Marks notifications as seen.
#[derive(Clone, Copy)]
struct Marking {
    api: Api,
    toasts: Toasts,
    listing: Listing,
    busy: RwSignal<bool>,
}

impl Marking {
    fn new(listing: Listing) -> Self {
        Self {
            api: Api::here(),
            toasts: Toasts::here(),
            listing,
            busy: RwSignal::new(false),
        }
    }

    /// Marks the one that is open, or whose row has focus.
    fn one(self) {
        let stay = self.listing.open().get_untracked().or_else(|| self.listing.focused());
        self.mark(stay.into_iter().collect());
    }

    /// Marks all displayed ones that were not seen.
    fn all(self) {
        let unseen = untrack(|| unseen(self.listing));
        self.mark(unseen.iter().take(MOST_ACKNOWLEDGED).map(Row::id).collect());
    }

    fn mark(self, stays: Vec<String>) {
        if stays.is_empty() || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let ids = stays.iter().filter_map(|id| Uuid::parse_str(id).ok()).collect();
            match self.api.acknowledge_stays(ids).await {
                Ok(done) => {
                    if self.busy.try_get_untracked().is_some() {
                        for id in &stays {
                            self.listing.edit(id, |row| row.with("/acknowledged", true.into()));
                        }
                        fewer_unseen(self.listing, done.marked.into());
                    }
                    if stays.len() > 1 {
                        let title = t!(police.marked, count = done.marked);
                        self.toasts.ok(title, String::new(), None);
                    }
                }
                Err(error) => drop(self.toasts.failed(error.title(), error.detail(), None)),
            }
            self.busy.try_set(false);
        });
    }
}

fn unseen(listing: Listing) -> Vec<Row> {
    listing
        .rows()
        .into_iter()
        .filter(|row| !row.is("/acknowledged"))
        .collect()
}

#[component]
fn MarkAll(listing: Listing, marking: Marking) -> Markup {
    let may = Session::here().may(dto::operations::stays::AcknowledgeStays);
    let unseen = Memo::new(move |_| unseen(listing).len());
    IntoMarkup::into_markup(move || {
        (may && unseen.get() > 0).then(|| {
            html! {
                <Button
                    small=true
                    icon="double-check"
                    label=move || t!(police.mark_all, count = unseen.get().min(MOST_ACKNOWLEDGED))
                    busy=marking.busy
                    on_press=Callback::new(move |()| marking.all())
                />
            }
        })
    })
}
