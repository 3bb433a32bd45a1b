//! Foreign guests (khách nước ngoài) and the immigration site: a file to be imported there, and what it took
//! (KH-11.2c1, KH-11.2c2); or the way there alone, where the profile has it so (LC-6.2).

mod steps;
mod table;
pub mod words;

use crate::api::Api;
use crate::format;
use crate::lists::Lists;
use crate::pages::stay::listing::row_id;
use crate::paging::{PAGE, Paged, Paging};
use crate::session::Session;
use crate::t;
use crate::ui::{Empty, Icon, PageTitle};
use dto::Page;
use dto::stay::{ForeignCounts, ForeignGuestOut, ForeignState};
use leptos::prelude::*;
use rules::foreigner::ForeignGuestWay;
use std::collections::BTreeSet;
use steps::Steps;
use table::GuestTable;
use time::Date;
use uuid::Uuid;

/// What the page stands on.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    pub facility: Uuid,
    pub paging: Paging<ForeignGuestOut>,
    pub counts: RwSignal<Option<ForeignCounts>>,
    pub ticked: RwSignal<BTreeSet<Uuid>>,
    /// Whether a file or a confirmation is on its way.
    pub busy: RwSignal<bool>,
}

impl Desk {
    /// Those of the rows read so far of which this holds.
    pub fn rows(self, wanted: impl Fn(&ForeignGuestOut) -> bool) -> Vec<ForeignGuestOut> {
        self.paging
            .items()
            .with(|items| items.iter().filter(|guest| wanted(guest)).cloned().collect())
    }

    /// The ticked rows.
    pub fn chosen(self) -> Vec<ForeignGuestOut> {
        self.ticked
            .with(|ticked| self.rows(|guest| ticked.contains(&guest.stay.id)))
    }

    /// Reads all anew after something was done.
    pub fn refresh(self) {
        self.ticked.try_set(BTreeSet::new());
        self.paging.reload();
    }
}

/// The page.
#[component]
pub fn ForeignGuests() -> impl IntoView {
    let (session, lists) = (Session::here(), Lists::here());
    let facility = Memo::new(move |_| {
        session
            .account()
            .get()
            .and_then(|account| account.facility)
            .map(|facility| facility.id)
    });
    let way = Memo::new(move |_| {
        let profile = lists.profile()?.profile;
        Some((profile.foreign_guests, profile.immigration_site))
    });
    move || match (facility.get(), way.get()) {
        (None, _) => view! { <Empty title=move || t!(set_up.no_facility)/> }.into_any(),
        // Which way it is, is never guessed.
        (Some(_), None) => ().into_any(),
        (Some(_), Some((ForeignGuestWay::LinkOnly, site))) => view! { <AtTheSite site/> }.into_any(),
        (Some(facility), Some((ForeignGuestWay::RecordAndExport, site))) => {
            view! { <ByFile facility site/> }.into_any()
        }
    }
}

/// The link to the site, which opens beside this page.
#[component]
fn SiteLink(site: String) -> impl IntoView {
    view! {
        <a class="btn" href=site target="_blank" rel="noopener noreferrer">
            <Icon name="globe"/>
            <span class="btn-label">{move || t!(foreign.open_site)}</span>
        </a>
    }
}

/// The address without what only browsers need.
fn host_of(site: &str) -> String {
    site.trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/')
        .to_owned()
}

/// Where foreign guests are declared at the site itself.
#[component]
fn AtTheSite(site: String) -> impl IntoView {
    let host = host_of(&site);
    view! {
        <div class="one-column">
            <PageTitle text=move || t!(foreign.title)/>
            <Empty icon="globe" title=move || t!(foreign.at_site) detail=move || t!(foreign.at_site_hint, site = host)>
                <SiteLink site=site.clone()/>
            </Empty>
        </div>
    }
}

/// The list, and the three steps of the way by file.
#[component]
fn ByFile(facility: Uuid, site: String) -> impl IntoView {
    let (api, lists) = (Api::here(), Lists::here());
    let only = RwSignal::new(None::<ForeignState>);
    let (counts, since) = (RwSignal::new(None), RwSignal::new(None::<Date>));
    let paging = Paging::new(
        |guest: &ForeignGuestOut| row_id(guest.stay.id),
        move |cursor: Option<String>| {
            let state = only.get().map(words::name).unwrap_or_default().to_owned();
            async move {
                let query = [
                    ("state", state),
                    ("limit", PAGE.to_string()),
                    ("cursor", cursor.unwrap_or_default()),
                ];
                let page = api.list_foreign_guests(facility, &query).await?;
                counts.try_set(Some(page.counts));
                since.try_set(Some(page.from));
                Ok(Page {
                    items: page.items,
                    next_cursor: page.next_cursor,
                })
            }
        },
    );
    let desk = Desk {
        facility,
        paging,
        counts,
        ticked: RwSignal::new(BTreeSet::new()),
        busy: RwSignal::new(false),
    };
    let today = Memo::new(move |_| lists.clock().today());
    let rows = move || view! { <GuestTable desk today/> };
    let empty = move || {
        if only.get().is_some() {
            view! { <p class="quiet">{t!(foreign.none_of_these)}</p> }.into_any()
        } else {
            view! { <Empty icon="globe" title=move || t!(foreign.none) detail=move || t!(foreign.none_hint)/> }
                .into_any()
        }
    };
    let foot = move || {
        since
            .get()
            .map(|since| view! { <p>{t!(foreign.since, date = format::date(since))}</p> })
    };
    view! {
        <div class="page-foreign">
            <div class="page-head">
                <PageTitle text=move || t!(foreign.title)/>
                <p class="quiet">{move || t!(foreign.lead)}</p>
            </div>
            <Steps desk site/>
            <Chips counts only/>
            <Paged paging rows=rows.into() empty=empty.into() foot=foot/>
        </div>
    }
}

/// How many stand how; pressing one leaves only those.
#[component]
fn Chips(counts: RwSignal<Option<ForeignCounts>>, only: RwSignal<Option<ForeignState>>) -> impl IntoView {
    let chip = move |state: Option<ForeignState>| {
        let count = move || {
            let counts = counts.get().unwrap_or_default();
            let all = || ForeignState::ALL.into_iter().map(|state| counts.of(state)).sum();
            let count = state.map_or_else(all, |state| counts.of(state));
            format::number(i64::try_from(count).unwrap_or(i64::MAX))
        };
        view! {
            <button
                type="button"
                class="import-chip"
                aria-pressed=move || (only.get() == state).to_string()
                on:click=move |_| only.set(state)
            >
                {state.map(|state| view! { <Icon name=words::look(state).0/> })}
                <span>{move || state.map_or(t!(foreign.all), words::word)}</span>
                " "
                <strong>{count}</strong>
            </button>
        }
    };
    let states = ForeignState::ALL.into_iter().map(Some);
    view! {
        <div class="import-chips foreign-chips" role="group" aria-label=move || t!(foreign.chips_label)>
            {std::iter::once(None).chain(states).map(chip).collect_view()}
        </div>
    }
}
