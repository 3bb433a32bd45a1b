//! The program in parts: a receptionist does not wait for the pages of officers, nor anybody on the sign-in page for any
//! page behind it. `cargo xtask web` cuts the program where a function carries `wasm_split`: what only one part needs
//! travels with it, when its first page is opened.

#![expect(
    clippy::unnecessary_wraps,
    reason = "whoever cuts the program lets a part that does not come be told, not panicked over"
)]

use crate::api::ApiError;
use crate::pages;
use crate::ui::{Loaded, load};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

type Shown = Result<AnyView, SplitLoaderError>;

/// What a place of lodging works with all day.
#[derive(Clone, Copy)]
pub enum Facility {
    Today,
    Board,
    Notify,
    Guests,
}

/// What a place of lodging does now and then.
#[derive(Clone, Copy)]
pub enum House {
    Group,
    Import,
    Foreign,
    SetUp,
}

/// What the police work with all day.
#[derive(Clone, Copy)]
pub enum Officers {
    Notifications,
    Commune,
    Search,
    Behalf,
}

/// What is decided and administered.
#[derive(Clone, Copy)]
pub enum Office {
    Registrations,
    Accounts,
    CreateAccount,
    Account,
    Calendar,
    System,
    Agency,
}

/// One's own account, and what it has to do with others.
#[derive(Clone, Copy)]
pub enum Account {
    FirstPassword,
    FirstSecondFactor,
    Operators,
    HolderChange,
    DataRequests,
    Delegations,
    Contacts,
    FacilityChanges,
    Profile,
    Password,
}

/// What anybody may do without an account.
#[derive(Clone, Copy)]
pub enum Public {
    Apply,
    ConfirmApplication,
    DataRequest,
    ConfirmDataRequest,
    LookUp,
    Lost,
    ConfirmLoss,
}

#[wasm_split(facility, fallible, wasm_split_path = leptos::wasm_split, preload(load_facility))]
fn show_facility(page: Facility) -> Shown {
    Ok(match page {
        Facility::Today => view! { <pages::today::Today/> }.into_any(),
        Facility::Board => view! { <pages::board::Board/> }.into_any(),
        Facility::Notify => view! { <pages::notify::Notify/> }.into_any(),
        Facility::Guests => view! { <pages::guests::Guests/> }.into_any(),
    })
}

#[wasm_split(house, fallible, wasm_split_path = leptos::wasm_split, preload(load_house))]
fn show_house(page: House) -> Shown {
    Ok(match page {
        House::Group => view! { <pages::group::Group/> }.into_any(),
        House::Import => view! { <pages::import::Import/> }.into_any(),
        House::Foreign => view! { <pages::foreign::ForeignGuests/> }.into_any(),
        House::SetUp => view! { <pages::set_up::SetUp/> }.into_any(),
    })
}

#[wasm_split(officers, fallible, wasm_split_path = leptos::wasm_split, preload(load_officers))]
fn show_officers(page: Officers) -> Shown {
    Ok(match page {
        Officers::Notifications => view! { <pages::police_list::PoliceList/> }.into_any(),
        Officers::Behalf => view! { <pages::behalf::Behalf/> }.into_any(),
        Officers::Commune => view! { <pages::commune::Commune/> }.into_any(),
        Officers::Search => view! { <pages::police_search::PoliceSearch/> }.into_any(),
    })
}

#[wasm_split(office, fallible, wasm_split_path = leptos::wasm_split, preload(load_office))]
fn show_office(page: Office) -> Shown {
    Ok(match page {
        Office::Registrations => view! { <pages::registrations::Registrations/> }.into_any(),
        Office::Accounts => view! { <pages::accounts::Accounts/> }.into_any(),
        Office::CreateAccount => view! { <pages::accounts::CreateAccount/> }.into_any(),
        Office::Account => view! { <pages::accounts::AccountPage/> }.into_any(),
        Office::Calendar => view! { <pages::calendar::Calendar/> }.into_any(),
        Office::System => view! { <pages::system::System/> }.into_any(),
        Office::Agency => view! { <pages::agency_home::AgencyHome/> }.into_any(),
    })
}

#[wasm_split(account, fallible, wasm_split_path = leptos::wasm_split, preload(load_account))]
fn show_account(page: Account) -> Shown {
    Ok(match page {
        Account::FirstPassword => view! { <pages::change_password::FirstPassword/> }.into_any(),
        Account::FirstSecondFactor => view! { <pages::second_factor::FirstSecondFactor/> }.into_any(),
        Account::Operators => view! { <pages::operators::Operators/> }.into_any(),
        Account::HolderChange => view! { <pages::holder_change::HolderChangePage/> }.into_any(),
        Account::DataRequests => view! { <pages::data_request::OwnDataRequests/> }.into_any(),
        Account::Delegations => view! { <pages::delegations::Delegations/> }.into_any(),
        Account::Contacts => view! { <pages::contacts::Contacts/> }.into_any(),
        Account::FacilityChanges => view! { <pages::facility_changes::FacilityChanges/> }.into_any(),
        Account::Profile => view! { <pages::profile::Profile/> }.into_any(),
        Account::Password => view! { <pages::change_password::ChangePassword/> }.into_any(),
    })
}

#[wasm_split(public, fallible, wasm_split_path = leptos::wasm_split, preload(load_public))]
fn show_public(page: Public) -> Shown {
    Ok(match page {
        Public::Apply => view! { <pages::apply::Apply/> }.into_any(),
        Public::ConfirmApplication => view! { <pages::apply::Confirm/> }.into_any(),
        Public::DataRequest => view! { <pages::data_request::DataRequestPage/> }.into_any(),
        Public::ConfirmDataRequest => view! { <pages::data_request::Confirm/> }.into_any(),
        Public::LookUp => view! { <pages::lookup::LookUp/> }.into_any(),
        Public::Lost => view! { <pages::lost::Lost/> }.into_any(),
        Public::ConfirmLoss => view! { <pages::lost::Confirm/> }.into_any(),
    })
}

/// Both kinds of people open stays.
#[wasm_split(stay, fallible, wasm_split_path = leptos::wasm_split, preload(load_stay))]
fn show_stay() -> Shown {
    Ok(view! { <pages::stay::StayPage/> }.into_any())
}

/// Both keep a register.
#[wasm_split(register, fallible, wasm_split_path = leptos::wasm_split, preload(load_register))]
fn show_register() -> Shown {
    Ok(view! { <pages::register::Register/> }.into_any())
}

/// A page of a place of lodging.
pub fn facility(page: Facility) -> AnyView {
    later(load_facility, move || now(show_facility(page)))
}

/// A page of officers.
pub fn officers(page: Officers) -> AnyView {
    later(load_officers, move || now(show_officers(page)))
}

/// A page that a place of lodging opens now and then.
pub fn house(page: House) -> AnyView {
    later(load_house, move || now(show_house(page)))
}

/// A page for deciding and administering.
pub fn office(page: Office) -> AnyView {
    later(load_office, move || now(show_office(page)))
}

/// A page about one's own account.
pub fn account(page: Account) -> AnyView {
    later(load_account, move || now(show_account(page)))
}

/// A page for everybody.
pub fn public(page: Public) -> AnyView {
    later(load_public, move || now(show_public(page)))
}

/// The page of a stay.
pub fn stay() -> AnyView {
    later(load_stay, || now(show_stay()))
}

/// The register.
pub fn register() -> AnyView {
    later(load_register, || now(show_register()))
}

/// The page once its part is there; until then, and if it does not come, what stands in the place of any content.
fn later<F>(fetch: fn() -> F, page: impl Fn() -> Option<AnyView> + Send + Sync + 'static) -> AnyView
where
    F: Future<Output = Result<(), SplitLoaderError>> + 'static,
{
    let part = load(move || {
        let part = fetch();
        async move { part.await.map_err(|_| ApiError::Silent) }
    });
    let shown = move |_: Signal<()>| page().into_any();
    view! { <Loaded load=part rows=6 view=shown/> }.into_any()
}

/// What a part that is there answers at once, built where it is asked for: a page belongs to the place that shows it.
fn now(page: impl Future<Output = Shown>) -> Option<AnyView> {
    match pin!(page).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(shown) => shown.ok(),
        Poll::Pending => None,
    }
}
