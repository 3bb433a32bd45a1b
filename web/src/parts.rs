//! The program in parts: a receptionist does not wait for the pages of officers, and the sign-in page does not wait for
//! any page after it. `cargo xtask web` splits the program at the functions with `wasm_split`, and joins what a part
//! needs into one file, which is loaded when its first page is opened.
//!
//! Each part has a cost: the split creates a piece for every combination of parts that share code. So there are only as
//! many as there are moments at which a user waits, and the part of the rarer pages of a place of lodging includes its
//! daily pages: no piece then belongs to the daily pages and not to the rest.

#![expect(
    clippy::unnecessary_wraps,
    reason = "whoever cuts the program lets a part that does not come be told, not panicked over"
)]

use crate::api::ApiError;
use crate::browser;
use crate::frame::Frame;
use crate::markup::{IntoMarkup, Markup, html};
use crate::pages;
use crate::routes::Pages;
use crate::session::Session;
use crate::ui::{Load, Loaded, load};
use dto::operations::stays::ListStays;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

type Shown = Result<Markup, SplitLoaderError>;

/// Storage key of the part with which the last session in this browser began; it does not identify the account.
const BEGINNING: &str = "luutru.beginning";
/// Values of that key; without a value, the daily pages of a place of lodging are as likely as any.
const FACILITY: &str = "facility";
const OFFICERS: &str = "officers";
const OFFICE: &str = "office";

/// A page of a place of lodging.
#[derive(Clone, Copy)]
pub enum Facility {
    /// Pages for its daily work.
    Day(FacilityDay),
    Group,
    Import,
    Foreign,
    SetUp,
    Own(Own),
}

/// Pages for the daily work of a place of lodging.
#[derive(Clone, Copy)]
pub enum FacilityDay {
    /// The frame around every page.
    Frame,
    Today,
    Board,
    Notify,
    Guests,
    Stay,
    Register,
}

/// Pages for decisions and administration, and pages of agencies.
#[derive(Clone, Copy)]
pub enum Office {
    /// The frame around every page.
    Frame,
    Registrations,
    Accounts,
    CreateAccount,
    Account,
    Calendar,
    System,
    Agency,
    Own(Own),
}

/// Pages for the daily work of officers.
#[derive(Clone, Copy)]
pub enum Officers {
    /// The frame around every page.
    Frame,
    Notifications,
    Commune,
    Search,
    Behalf,
    Stay,
    Register,
}

/// Pages about the user's own account, and its relations to others.
#[derive(Clone, Copy)]
pub enum Own {
    Operators,
    HolderChange,
    DataRequests,
    Delegations,
    Contacts,
    FacilityChanges,
    Profile,
    Password,
}

/// Pages outside of the frame: for users without an account, and for an account before anything else.
#[derive(Clone, Copy)]
pub enum Public {
    /// The frame around the pages for users without an account.
    Frame,
    Apply,
    ConfirmApplication,
    DataRequest,
    ConfirmDataRequest,
    LookUp,
    Lost,
    ConfirmLoss,
    FirstPassword,
    FirstSecondFactor,
}

#[wasm_split(facility, fallible, wasm_split_path = leptos::wasm_split, preload(load_facility))]
fn show_facility(page: FacilityDay) -> Shown {
    Ok(facility_day(page))
}

#[wasm_split(facility_more, fallible, wasm_split_path = leptos::wasm_split, preload(load_facility_more))]
fn show_facility_more(page: Facility) -> Shown {
    Ok(match page {
        Facility::Day(page) => facility_day(page),
        Facility::Group => html! { <pages::group::Group/> },
        Facility::Import => html! { <pages::import::Import/> },
        Facility::Foreign => html! { <pages::foreign::ForeignGuests/> },
        Facility::SetUp => html! { <pages::set_up::SetUp/> },
        Facility::Own(page) => own_page(page),
    })
}

#[wasm_split(officers, fallible, wasm_split_path = leptos::wasm_split, preload(load_officers))]
fn show_officers(page: Officers) -> Shown {
    Ok(match page {
        Officers::Frame => framed(),
        Officers::Notifications => html! { <pages::police_list::PoliceList/> },
        Officers::Behalf => html! { <pages::behalf::Behalf/> },
        Officers::Commune => html! { <pages::commune::Commune/> },
        Officers::Search => html! { <pages::police_search::PoliceSearch/> },
        Officers::Stay => html! { <pages::stay::StayPage/> },
        Officers::Register => html! { <pages::register::Register/> },
    })
}

#[wasm_split(office, fallible, wasm_split_path = leptos::wasm_split, preload(load_office))]
fn show_office(page: Office) -> Shown {
    Ok(match page {
        Office::Frame => framed(),
        Office::Registrations => html! { <pages::registrations::Registrations/> },
        Office::Accounts => html! { <pages::accounts::Accounts/> },
        Office::CreateAccount => html! { <pages::accounts::CreateAccount/> },
        Office::Account => html! { <pages::accounts::AccountPage/> },
        Office::Calendar => html! { <pages::calendar::Calendar/> },
        Office::System => html! { <pages::system::System/> },
        Office::Agency => html! { <pages::agency_home::AgencyHome/> },
        Office::Own(page) => own_page(page),
    })
}

#[wasm_split(public, fallible, wasm_split_path = leptos::wasm_split, preload(load_public))]
fn show_public(page: Public) -> Shown {
    Ok(match page {
        Public::Frame => html! { <pages::public::Public/> },
        Public::Apply => html! { <pages::apply::Apply/> },
        Public::ConfirmApplication => html! { <pages::apply::Confirm/> },
        Public::DataRequest => html! { <pages::data_request::DataRequestPage/> },
        Public::ConfirmDataRequest => html! { <pages::data_request::Confirm/> },
        Public::LookUp => html! { <pages::lookup::LookUp/> },
        Public::Lost => html! { <pages::lost::Lost/> },
        Public::ConfirmLoss => html! { <pages::lost::Confirm/> },
        Public::FirstPassword => html! { <pages::change_password::FirstPassword/> },
        Public::FirstSecondFactor => html! { <pages::second_factor::FirstSecondFactor/> },
    })
}

fn framed() -> Markup {
    html! { <Frame><Pages/></Frame> }
}

fn facility_day(page: FacilityDay) -> Markup {
    match page {
        FacilityDay::Frame => framed(),
        FacilityDay::Today => html! { <pages::today::Today/> },
        FacilityDay::Board => html! { <pages::board::Board/> },
        FacilityDay::Notify => html! { <pages::notify::Notify/> },
        FacilityDay::Guests => html! { <pages::guests::Guests/> },
        FacilityDay::Stay => html! { <pages::stay::StayPage/> },
        FacilityDay::Register => html! { <pages::register::Register/> },
    }
}

fn own_page(page: Own) -> Markup {
    match page {
        Own::Operators => html! { <pages::operators::Operators/> },
        Own::HolderChange => html! { <pages::holder_change::HolderChangePage/> },
        Own::DataRequests => html! { <pages::data_request::OwnDataRequests/> },
        Own::Delegations => html! { <pages::delegations::Delegations/> },
        Own::Contacts => html! { <pages::contacts::Contacts/> },
        Own::FacilityChanges => html! { <pages::facility_changes::FacilityChanges/> },
        Own::Profile => html! { <pages::profile::Profile/> },
        Own::Password => html! { <pages::change_password::ChangePassword/> },
    }
}

/// Loads the part with which the last session in this browser began, ahead of the sign-in; not in data saver mode.
pub fn load_ahead() {
    if browser::saves_data() {
        return;
    }
    let beginning = browser::stored(BEGINNING);
    spawn_local(async move {
        // A part that fails to load is requested again by its page, which displays the failure.
        let _ = match beginning.as_deref() {
            Some(OFFICERS) => load_officers().await,
            Some(OFFICE) => load_office().await,
            _ => load_facility().await,
        };
    });
}

/// Renders the frame around every page, with the page of the address. It comes with the daily pages of the account, so
/// that the sign-in page carries neither it nor the table of routes.
pub fn frame() -> Markup {
    let session = Session::here();
    if is_facility() {
        around(load_facility, || now(show_facility(FacilityDay::Frame)))
    } else if untrack(|| session.may(ListStays)) {
        around(load_officers, || now(show_officers(Officers::Frame)))
    } else {
        around(load_office, || now(show_office(Office::Frame)))
    }
}

/// Renders the pages for users without an account.
pub fn open() -> Markup {
    around(load_public, || now(show_public(Public::Frame)))
}

/// Renders what has a `main` of its own once its part is loaded.
fn around<F>(fetch: fn() -> F, page: fn() -> Option<Markup>) -> Markup
where
    F: Future<Output = Result<(), SplitLoaderError>> + 'static,
{
    let part = loading(fetch);
    let is_there = {
        let part = part.clone();
        Memo::new(move |_| part.value().is_some())
    };
    IntoMarkup::into_markup(move || {
        if is_there.get() {
            page().into_markup()
        } else {
            let (part, view) = (part.clone(), |_: Signal<()>| Markup::nothing());
            html! {
                <main class="public-main" id="main" tabindex="-1">
                    <Loaded load=part rows=6 view/>
                </main>
            }
        }
    })
}

/// Renders a page of a place of lodging.
pub fn facility(page: Facility) -> Markup {
    match page {
        Facility::Day(page) => {
            browser::store(BEGINNING, FACILITY);
            later(load_facility, move || now(show_facility(page)))
        }
        page => later(load_facility_more, move || now(show_facility_more(page))),
    }
}

/// Renders a page of officers.
pub fn officers(page: Officers) -> Markup {
    browser::store(BEGINNING, OFFICERS);
    later(load_officers, move || now(show_officers(page)))
}

/// Renders a page for decisions and administration.
pub fn office(page: Office) -> Markup {
    // Officers open such pages too, after their own.
    if browser::stored(BEGINNING).is_none_or(|beginning| beginning != OFFICERS) {
        browser::store(BEGINNING, OFFICE);
    }
    later(load_office, move || now(show_office(page)))
}

/// Renders a page about the user's own account.
pub fn own(page: Own) -> Markup {
    if is_facility() {
        facility(Facility::Own(page))
    } else {
        office(Office::Own(page))
    }
}

/// Renders a page outside of the frame.
pub fn public(page: Public) -> Markup {
    later(load_public, move || now(show_public(page)))
}

/// Renders the page of a stay, which facilities and officers open.
pub fn stay() -> Markup {
    if is_facility() {
        facility(Facility::Day(FacilityDay::Stay))
    } else {
        officers(Officers::Stay)
    }
}

/// Renders the register, which facilities and officers keep.
pub fn register() -> Markup {
    if is_facility() {
        facility(Facility::Day(FacilityDay::Register))
    } else {
        officers(Officers::Register)
    }
}

/// Returns whether a place of lodging is signed in. Not followed: a page is not rendered again when the account is read
/// again.
fn is_facility() -> bool {
    let session = Session::here();
    untrack(|| session.is_facility())
}

fn loading<F>(fetch: fn() -> F) -> Load<()>
where
    F: Future<Output = Result<(), SplitLoaderError>> + 'static,
{
    load(move || {
        let part = fetch();
        async move { part.await.map_err(|_| ApiError::Silent) }
    })
}

/// Renders the page once its part is loaded; until then, or on failure, the placeholder of any content.
fn later<F>(fetch: fn() -> F, page: impl Fn() -> Option<Markup> + Send + Sync + 'static) -> Markup
where
    F: Future<Output = Result<(), SplitLoaderError>> + 'static,
{
    let part = loading(fetch);
    let shown = move |_: Signal<()>| page().into_markup();
    html! { <Loaded load=part rows=6 view=shown/> }
}

/// Returns the view of a loaded part, built at the call: a page belongs to its place in the view tree.
fn now(page: impl Future<Output = Shown>) -> Option<Markup> {
    match pin!(page).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(shown) => shown.ok(),
        Poll::Pending => None,
    }
}
