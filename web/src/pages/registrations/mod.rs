//! The queue of dossiers: accounts that decide see all of their area, consulted accounts see those dossiers.

mod acts;
mod consult;
mod contact;
mod decide;
mod facts;
mod gather;
mod handover;
mod hints;
mod list;
mod opened;
mod supply;
mod term;

use crate::api::Call;
use crate::format;
use crate::frame::Counters;
use crate::listing::{Listing, Panel, Query, Row, export, filters, fresh, rests, rows, tools};
use crate::markup::{IntoMarkup, Markup, ViewFn, html};
use crate::reactive::{effect, when};
use crate::routes::use_id;
use crate::session::Session;
use crate::t;
use crate::ui::{Icon, PageTitle};
use crate::words::dossier::{refusal_term_of, term_of};
use dto::operations::procedures::{ExportDossiers, ListDossiers, ResolveDossier};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use list::{ASKED, PART, QUEUE, is_number};
use opened::Opened;
use term::{clock_runs, name_in};
use uuid::Uuid;

/// Renders the page. A link in a mail opens one dossier of it.
#[component]
pub fn Registrations() -> Markup {
    let session = Session::here();
    open_linked();
    let decides = untrack(|| session.may(ResolveDossier));
    let listing = Listing::new(if decides { &QUEUE } else { &ASKED }, |wanted| {
        let query = searched(wanted.query(), wanted.text.clone());
        Some(Call::of(ListDossiers::at()).query(&query).ask)
    });
    if let Some(counters) = use_context::<Counters>() {
        effect(move || {
            // For one procedure alone the number would differ from that of all.
            let of_all = listing.chosen().with(|chosen| chosen.named("procedure").is_none());
            let counts = listing.about().filter(|_| of_all);
            let counts = counts.and_then(|about| serde_json::from_value(about.at("/counts")?.clone()).ok());
            if let Some(counts) = counts {
                counters.take_dossiers(counts);
            }
        });
    }
    let heading = RwSignal::new(String::new());
    // The title of the row is displayed until the dossier itself is loaded.
    effect(move || {
        let row = listing.open().get().and_then(|id| listing.row(&id));
        if let Some(row) = row {
            heading.set(name_in(&row));
        }
    });
    let panel = Panel {
        id: "opened-dossier",
        title: heading.into(),
        body: Callback::new(move |id: String| {
            let id = Uuid::parse_str(&id).ok();
            id.map(|id| html! { <Opened id listing heading/> }).into_markup()
        }),
        keeps_words: true,
    };
    let more = export(listing, ExportDossiers.into(), "ho-so", |query, text| {
        let query = searched(query.clone(), text);
        Call::of(ExportDossiers::at()).query(&query).ask
    });
    let title = move || {
        if decides {
            t!(queue.title)
        } else {
            t!(queue.title_asked)
        }
    };
    html! {
        <div class="page-queue" class:with-panel=move || listing.open().with(Option::is_some)>
            <div class="page-head">
                <div class="page-head-text">
                    <PageTitle text=title/>
                    <Sum listing/>
                </div>
                <Parts listing/>
            </div>
            <div class="queue-search">
                <Search text=listing.text()/>
                {filters(listing, tools(listing, true, more))}
            </div>
            {use_context::<Counters>().map(|counters| fresh(listing, "/counts/waiting", counters.registrations))}
            {rows(listing, ViewFn::default())}
            {panel.view(listing)}
        </div>
    }
}

/// Returns the parameters with the search text: a number is of one dossier, in any part.
fn searched(mut query: Query, text: String) -> Query {
    if is_number(&text) {
        query.clear();
    }
    if !text.is_empty() {
        query.push(("q", text));
    }
    query
}

/// Redirects the address of one dossier, as in mails, to that of the queue with the dossier open.
fn open_linked() {
    let linked = use_id().get_untracked();
    if let Some(id) = linked.filter(|id| Uuid::parse_str(id).is_ok()) {
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        use_navigate()(&format!("{}?open={id}", QUEUE.path), options);
    }
}

/// Returns the dossier that waits after this one, or else before it, with its name; `None` while no other waits.
fn next_waiting(listing: Listing, id: Uuid) -> Option<(Uuid, String)> {
    let rows = untrack(|| listing.rows());
    let id = id.to_string();
    let here = rows.iter().position(|row| row.id() == id).map_or(0, |at| at + 1);
    let (before, after) = rows.split_at(here.min(rows.len()));
    let mut others = after.iter().chain(before);
    let next = others.find(|row| row.id() != id && clock_runs(row))?;
    Some((Uuid::parse_str(&next.id()).ok()?, name_in(next)))
}

/// Renders the number that wait, and their time limit.
#[component]
fn Sum(listing: Listing) -> Markup {
    let lists = listing.lists();
    let only = move || {
        listing
            .chosen()
            .with(|chosen| chosen.named("procedure").map(str::to_owned))
    };
    let terms = move || {
        let profile = lists.profile()?.profile;
        let procedure = only();
        let procedure = procedure.as_deref().unwrap_or("account_registration");
        Some((term_of(&profile, procedure)?, refusal_term_of(&profile, procedure)))
    };
    let words = move || {
        let about = listing.about()?;
        let (waiting, registrations) = (about.count("/counts/waiting"), about.count("/counts/registrations"));
        let count = format::number(waiting);
        Some(match terms() {
            // Among all procedures only the applications have the named time limit.
            Some((term, _)) if only().is_none() && registrations < waiting => {
                t!(
                    queue.sum_mixed,
                    count = count,
                    registrations = format::number(registrations),
                    term = term
                )
            }
            Some((term, Some(refusal))) => t!(queue.sum_terms, count = count, term = term, refusal = refusal),
            Some((term, None)) => t!(queue.sum_term, count = count, term = term),
            None => t!(queue.sum, count = count),
        })
    };
    html! { <p class="queue-sum" role="status">{words}</p> }
}

/// Returns the number of dossiers in a part.
fn count_of(about: &Row, part: &str) -> i64 {
    about.count(match part {
        "overdue" => "/counts/overdue",
        "sent-back" => "/counts/supplement_requested",
        "done" => "/counts/done",
        _ => "/counts/waiting",
    })
}

/// Renders the parts of the queue with their counts.
#[component]
fn Parts(listing: Listing) -> Markup {
    let Some((filter, values)) = listing.choices(PART) else {
        return Markup::nothing();
    };
    let button = move |(part, word): &'static (&'static str, fn() -> &'static str)| {
        let is_here = Memo::new(move |_| listing.chosen().with(|chosen| chosen.value(filter) == *part));
        let count = Memo::new(move |_| listing.about().map(|about| count_of(&about, part)));
        let is_bad = move || *part == "overdue" && count.get().is_some_and(|count| count > 0);
        // A search text of one part would empty another part, although its count is not 0.
        let enter = move |_| {
            listing.text().set(String::new());
            listing.choose(filter, part);
        };
        html! {
            <button
                type="button"
                class="part"
                class:part-bad=is_bad
                aria-pressed=move || is_here.get().to_string()
                on:click=enter
            >
                {when(move || is_bad().then(|| html! { <Icon name="growing-clock"/> }))}
                <span>{move || word()}</span>
                " "
                <strong>{move || count.get().map(format::number)}</strong>
            </button>
        }
    };
    let buttons: Vec<Markup> = values.iter().map(button).collect();
    html! {
        <div class="parts" role="group" aria-label=move || t!(queue.parts_label)>{buttons}</div>
    }
}

/// Renders the search by name or number; requested a moment after the last key.
#[component]
fn Search(text: RwSignal<String>) -> Markup {
    let typed = RwSignal::new(String::new());
    rests(typed, text, 1);
    html! {
            <label class="hidden" for="queue-search">{move || t!(queue.search)}</label>
            <span class="queue-search-hold">
                <Icon name="search"/>
                <input
                    class="input"
                    id="queue-search"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=move || t!(queue.search)
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </span>
    }
}
