//! Foreign guests (khách nước ngoài) and the immigration site: a file to be imported there, and the guests that it
//! accepted (KH-11.2c1, KH-11.2c2); or only the link to the site, where the profile says so (LC-6.2).

mod list;
mod steps;

use crate::api::Call;
use crate::format;
use crate::listing::{Listing, Row, rows, tools};
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Empty, Icon, PageTitle};
use crate::words::immigration;
use dto::operations::stays::ListForeignGuests;
use dto::stay::{ForeignState, StayVersionRef};
use leptos::prelude::*;
use list::{LIST, STATE};
use rules::foreigner::ForeignGuestWay;
use steps::Steps;
use uuid::Uuid;

/// Shared state of the page.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    pub facility: Uuid,
    pub listing: Listing,
    /// Whether a file or a confirmation is pending.
    pub busy: RwSignal<bool>,
}

impl Desk {
    /// Returns the number of guests in this state, in the whole list.
    pub fn count(self, state: ForeignState) -> i64 {
        self.listing
            .about()
            .map_or(0, |about| about.count(&format!("/counts/{}", state.as_str())))
    }

    /// Reads everything again after an act.
    pub fn refresh(self) {
        if !self.busy.is_disposed() {
            self.listing.untick();
            self.listing.reload();
        }
    }
}

/// Returns the stay of a row, in the displayed version.
pub(crate) fn version(row: &Row) -> Option<StayVersionRef> {
    Some(StayVersionRef {
        id: Uuid::parse_str(row.text("/id")).ok()?,
        version: i32::try_from(row.number("/version")?).ok()?,
    })
}

/// Renders the page.
#[component]
pub fn ForeignGuests() -> Markup {
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
    IntoMarkup::into_markup(move || match (facility.get(), way.get()) {
        (None, _) => html! { <Empty title=move || t!(set_up.no_facility)/> },
        // Which of the two applies is never guessed.
        (Some(_), None) => Markup::nothing(),
        (Some(_), Some((ForeignGuestWay::LinkOnly, site))) => html! { <AtTheSite site/> },
        (Some(facility), Some((ForeignGuestWay::RecordAndExport, site))) => {
            html! { <ByFile facility site/> }
        }
    })
}

/// Renders the link to the site, which opens beside this page.
#[component]
fn SiteLink(site: String) -> Markup {
    html! {
        <a class="btn" href=site target="_blank" rel="noopener noreferrer">
            <Icon name="globe"/>
            <span class="btn-label">{move || t!(foreign.open_site)}</span>
        </a>
    }
}

/// Returns the address without the parts that only browsers need.
fn host_of(site: &str) -> String {
    site.trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/')
        .to_owned()
}

/// Renders where foreign guests are declared at the site itself.
#[component]
fn AtTheSite(site: String) -> Markup {
    let host = host_of(&site);
    html! {
        <div class="one-column">
            <PageTitle text=move || t!(foreign.title)/>
            <Empty icon="globe" title=move || t!(foreign.at_site) detail=move || t!(foreign.at_site_hint, site = host)>
                <SiteLink site=site.clone()/>
            </Empty>
        </div>
    }
}

/// Renders the list, and the three steps of the method by file.
#[component]
fn ByFile(facility: Uuid, site: String) -> Markup {
    let listing = Listing::new(&LIST, move |wanted| {
        Some(Call::of(ListForeignGuests::at(facility)).query(&wanted.query()).ask)
    });
    let desk = Desk {
        facility,
        listing,
        busy: RwSignal::new(false),
    };
    provide_context(desk);
    let foot = move || {
        let since = listing.about()?.day("/from")?;
        Some(html! { <p>{t!(foreign.since, date = format::date(since))}</p> })
    };
    html! {
        <div class="page-foreign">
            <div class="page-head">
                <PageTitle text=move || t!(foreign.title)/>
                <p class="quiet">{move || t!(foreign.lead)}</p>
                {tools(listing, true, Markup::nothing())}
            </div>
            <Steps desk site/>
            <Chips desk/>
            {rows(listing, (move || foot()).into())}
        </div>
    }
}

/// Renders the number of guests in each state; pressing one displays only those.
#[component]
fn Chips(desk: Desk) -> Markup {
    let listing = desk.listing;
    let Some((filter, values)) = listing.choices(STATE) else {
        return Markup::nothing();
    };
    let chip = move |value: &'static str, word: fn() -> &'static str| {
        let state = ForeignState::from_name(value);
        let count = move || {
            let all = || ForeignState::ALL.iter().map(|state| desk.count(*state)).sum();
            format::number(state.map_or_else(all, |state| desk.count(state)))
        };
        let is_chosen = Memo::new(move |_| listing.chosen().with(|chosen| chosen.value(filter) == value));
        html! {
            <button
                type="button"
                class="import-chip"
                aria-pressed=move || is_chosen.get().to_string()
                on:click=move |_| listing.choose(filter, value)
            >
                {state.map(|state| html! { <Icon name=immigration::look(state).0/> })}
                <span>{move || word()}</span>
                " "
                <strong>{count}</strong>
            </button>
        }
    };
    let all = chip("", || t!(foreign.all));
    let each: Vec<Markup> = values.iter().map(|(value, word)| chip(value, *word)).collect();
    html! {
        <div class="import-chips foreign-chips" role="group" aria-label=move || t!(foreign.chips_label)>{all}{each}</div>
    }
}
