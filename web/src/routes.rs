//! The pages inside the frame, each defined once: path, access, view, and section in the rail.

use crate::frame::Counters;
use crate::markup::{IntoMarkup, Markup, html};
use crate::pages;
use crate::parts::{self, Facility, FacilityDay, Office, Officers, Own};
use crate::session::Session;
use crate::t;
use dto::OperationId;
use dto::account::Role;
use dto::operations::accounts::{
    ChangePassword, CreateAccount, GetAccount, ListAccounts, ListDelegations, ListOperators, ListSessions,
};
use dto::operations::directory::{ListContacts, ListFacilities, ListFacilityChanges, UpdateFacility};
use dto::operations::platform::GetJobs;
use dto::operations::procedures::{GetDossier, ListDossiers, ResolveDossier, SubmitHolderChange, SubmitOwnDataRequest};
use dto::operations::stays::{
    GetCommuneDay, GetFacilityDay, GetImport, GetRegister, GetRoomBoard, GetStay, ListStays, NotifyGroup,
    NotifyOnBehalf, NotifyStay, PreviewImport, SearchStays,
};
use leptos::prelude::*;
use leptos_router::components::{Redirect, Route as AnyAddress, Routes};
use leptos_router::hooks::use_location;
use leptos_router::path;

/// A page.
pub struct Route {
    /// Path; `:id` is any one segment.
    pub path: &'static str,
    /// Operations that the account must be allowed to call, all of them.
    operations: &'static [OperationId],
    /// Whether a facility before its setup may open it too (LC-7.1b).
    any_time: bool,
    page: fn() -> Markup,
    /// Section, if it has one.
    pub section: Option<Section>,
}

/// A section of the rail: for accounts that may open its page; for others it is hidden, not greyed out.
pub struct Section {
    /// Its icon.
    pub icon: &'static str,
    /// Its name for this account.
    pub name: fn(Session) -> &'static str,
    /// Accounts that have it, among those that may open the page.
    whose: fn(Session) -> bool,
    /// Whether work begins with it: it is in the middle of the bottom bar.
    pub main: bool,
    /// Its counter.
    pub counter: Option<fn(Counters) -> RwSignal<u32>>,
    /// Returns what the counter counts, in words.
    pub counts: fn(Counters) -> String,
    /// Whether the counter counts work that can become late, or is late.
    pub urgent: fn(Counters) -> bool,
    /// Prefix of further paths that belong to the section.
    also: Option<&'static str>,
}

macro_rules! operations {
    ($($operation:ident),*) => { &[$(OperationId::of::<$operation>()),*] };
}

/// Creates a page for accounts that are ready.
const fn route(path: &'static str, operations: &'static [OperationId], page: fn() -> Markup) -> Route {
    Route {
        path,
        operations,
        any_time: false,
        page,
        section: None,
    }
}

impl Route {
    /// Opens the page also before a facility is set up.
    const fn at_any_time(mut self) -> Self {
        self.any_time = true;
        self
    }

    const fn in_rail(mut self, section: Section) -> Self {
        self.section = Some(section);
        self
    }

    /// Returns whether the account may call the operations that the page needs.
    fn is_allowed(&self, session: Session) -> bool {
        self.operations.iter().all(|operation| session.may(*operation))
    }

    fn matches(&self, path: &str) -> bool {
        let (mut own, mut given) = (segments(self.path), segments(path));
        loop {
            match (own.next(), given.next()) {
                (None, None) => return true,
                (Some(":id"), Some(_)) => {}
                (Some(own), Some(given)) if own == given => {}
                _ => return false,
            }
        }
    }

    /// Returns the segment at `:id`.
    fn id<'a>(&self, path: &'a str) -> Option<&'a str> {
        let at = segments(self.path).position(|segment| segment == ":id")?;
        segments(path).nth(at)
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

const fn section(icon: &'static str, name: fn(Session) -> &'static str, whose: fn(Session) -> bool) -> Section {
    Section {
        icon,
        name,
        whose,
        main: false,
        counter: None,
        counts: |_| String::new(),
        urgent: |_| false,
        also: None,
    }
}

impl Section {
    const fn counting(
        mut self,
        counter: fn(Counters) -> RwSignal<u32>,
        counts: fn(Counters) -> String,
        urgent: fn(Counters) -> bool,
    ) -> Self {
        self.counter = Some(counter);
        self.counts = counts;
        self.urgent = urgent;
        self
    }

    const fn with(mut self, also: &'static str) -> Self {
        self.also = Some(also);
        self
    }
}

fn is_facility(session: Session) -> bool {
    session.role() == Some(Role::Facility)
}

/// Returns whether the account is of the police that supervise facilities.
fn is_officer(session: Session) -> bool {
    session.role() == Some(Role::Police) && session.may(ListStays)
}

fn is_either(session: Session) -> bool {
    is_facility(session) || is_officer(session)
}

/// Returns whether a facility is signed in whose setup is not complete.
fn is_unready(session: Session) -> bool {
    let facility = session.account().get().and_then(|account| account.facility);
    facility.is_some_and(|facility| !facility.setup_complete)
}

/// All pages. Sections are displayed in this order (docs/pages.md, "Rail"); a path with `:id` follows the one that it
/// would match too.
pub static ROUTES: &[Route] = &[
    route("/", operations![], || html! { <Home/> }).at_any_time(),
    route("/agency", operations![], || parts::office(Office::Agency))
        .at_any_time()
        .in_rail(section("board", |_| t!(frame.overview), |session| !is_either(session))),
    route("/today", operations![GetFacilityDay], || {
        parts::facility(Facility::Day(FacilityDay::Today))
    })
    .in_rail(section("clock", |_| t!(frame.today), is_facility).counting(
        |counters| counters.today,
        |counters| t!(frame.count_today, count = counters.today.get()),
        |_| true,
    )),
    route("/commune", operations![GetCommuneDay], || {
        parts::officers(Officers::Commune)
    })
    .in_rail(section("clock", |_| t!(frame.today), is_officer)),
    route("/board", operations![GetRoomBoard], || {
        parts::facility(Facility::Day(FacilityDay::Board))
    })
    .in_rail(section("board", |_| t!(frame.board), is_facility)),
    route("/notifications", operations![ListStays, ListFacilities], || {
        parts::officers(Officers::Notifications)
    })
    .in_rail(
        section("notify", |_| t!(frame.notifications), is_officer)
            .counting(
                |counters| counters.notifications,
                |counters| t!(frame.count_unseen, count = counters.notifications.get()),
                |_| false,
            )
            .with("/stays"),
    ),
    route("/behalf", operations![NotifyOnBehalf], || {
        parts::officers(Officers::Behalf)
    })
    .in_rail(section("pen", |_| t!(frame.behalf), is_officer)),
    route("/search", operations![SearchStays, ListFacilities], || {
        parts::officers(Officers::Search)
    })
    .in_rail(section("search", |_| t!(frame.search), is_officer)),
    route("/registrations", operations![ListDossiers, GetDossier], || {
        parts::office(Office::Registrations)
    })
    .in_rail(section("stamp", dossiers, |_| true).counting(
        |counters| counters.registrations,
        |counters| match (counters.registrations.get(), counters.registrations_overdue.get()) {
            (waiting, 0) => t!(frame.count_waiting, count = waiting),
            (waiting, overdue) => t!(frame.count_overdue, count = waiting, overdue = overdue),
        },
        |counters| counters.registrations_overdue.get() > 0,
    )),
    route("/notify", operations![NotifyStay], || {
        parts::facility(Facility::Day(FacilityDay::Notify))
    })
    .in_rail(Section {
        main: true,
        ..section("notify", |_| t!(frame.notify), is_facility)
    }),
    route("/guests", operations![ListStays, NotifyStay], || {
        parts::facility(Facility::Day(FacilityDay::Guests))
    })
    .in_rail(section("guests", |_| t!(frame.guests), is_facility).with("/stays")),
    route("/register", operations![GetRegister], parts::register).in_rail(section(
        "register",
        |_| t!(frame.register),
        is_either,
    )),
    route("/foreign-guests", operations![NotifyStay], || {
        parts::facility(Facility::Foreign)
    })
    .in_rail(section("globe", |_| t!(frame.foreign_guests), is_facility)),
    route("/import", operations![PreviewImport, GetImport], || {
        parts::facility(Facility::Import)
    })
    .in_rail(section("import", |_| t!(frame.import), is_facility)),
    route("/set-up", operations![UpdateFacility], || {
        parts::facility(Facility::SetUp)
    })
    .at_any_time()
    .in_rail(section("house", |_| t!(frame.facility), is_facility)),
    // A facility has its own changes under its account.
    route("/facility-changes", operations![ListFacilityChanges], || {
        parts::own(Own::FacilityChanges)
    })
    .at_any_time()
    .in_rail(section(
        "house",
        |_| t!(frame.facility),
        |session| !is_facility(session),
    )),
    route("/accounts", operations![ListAccounts], || {
        parts::office(Office::Accounts)
    })
    .in_rail(section(
        "user",
        |_| t!(frame.accounts),
        |session| session.may(CreateAccount),
    )),
    route("/system", operations![GetJobs], || parts::office(Office::System))
        .in_rail(section("wrench", |_| t!(frame.system), |_| true).with("/calendar")),
    route("/calendar", operations![], || parts::office(Office::Calendar)).at_any_time(),
    route("/accounts/new", operations![CreateAccount], || {
        parts::office(Office::CreateAccount)
    }),
    route("/accounts/:id", operations![GetAccount, ListAccounts], || {
        parts::office(Office::Account)
    }),
    route("/dossiers/:id", operations![ListDossiers, GetDossier], || {
        parts::office(Office::Registrations)
    }),
    route("/notify/group", operations![NotifyGroup], || {
        parts::facility(Facility::Group)
    }),
    route("/stays/:id", operations![GetStay], parts::stay),
    route("/operators", operations![ListOperators], || parts::own(Own::Operators)).at_any_time(),
    route("/holder-change", operations![SubmitHolderChange], || {
        parts::own(Own::HolderChange)
    })
    .at_any_time(),
    route("/data-requests", operations![SubmitOwnDataRequest], || {
        parts::own(Own::DataRequests)
    })
    .at_any_time(),
    route("/delegations", operations![ListDelegations], || {
        parts::own(Own::Delegations)
    })
    .at_any_time(),
    route("/contacts", operations![ListContacts], || parts::own(Own::Contacts)).at_any_time(),
    route("/profile", operations![ListSessions], || parts::own(Own::Profile)).at_any_time(),
    route("/password", operations![ChangePassword], || parts::own(Own::Password)).at_any_time(),
];

/// Returns the name of the section: accounts that decide dossiers see all of them, others those on which they were
/// consulted.
fn dossiers(session: Session) -> &'static str {
    if session.may(ResolveDossier) {
        t!(frame.registrations)
    } else {
        t!(frame.consultations)
    }
}

/// Returns the sections of the account, in order.
pub fn sections(session: Session) -> Vec<(&'static Route, &'static Section)> {
    if session.account().with(Option::is_none) {
        return Vec::new();
    }
    let is_unready = is_unready(session);
    let sections = ROUTES.iter().filter_map(|route| Some((route, route.section.as_ref()?)));
    sections
        .filter(|(route, section)| {
            route.is_allowed(session) && (route.any_time || !is_unready) && (section.whose)(session)
        })
        .collect()
}

/// Returns whether a page belongs to a section. A single stay belongs to the list of this account: each account has
/// only one of the two lists.
pub fn holds((route, section): (&Route, &Section), path: &str) -> bool {
    [Some(route.path), section.also]
        .into_iter()
        .flatten()
        .filter_map(|base| path.strip_prefix(base))
        .any(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn find(path: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.matches(path))
}

/// Returns the `:id` of the page that is being built. It keeps its value while another page replaces it.
pub fn use_id() -> Memo<Option<String>> {
    let path = use_location().pathname;
    let own = path.with_untracked(|path| find(path));
    Memo::new(move |before: Option<&Option<String>>| {
        path.with(|path| match own {
            Some(own) if own.matches(path) => own.id(path).map(str::to_owned),
            _ => before.cloned().flatten(),
        })
    })
}

/// What is displayed.
#[derive(Clone, Copy)]
enum Shown {
    Page(&'static Route),
    SetUpFirst,
    Forbidden,
    NotFound,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Page(one), Self::Page(other)) => one.path == other.path,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// Renders the page of the address.
#[component]
pub fn Pages() -> Markup {
    any_address(page)
}

/// Renders what stands at any address. The router has only one route: each further one would add code of its own.
pub fn any_address(page: fn() -> Markup) -> Markup {
    Markup::of(view! {
        <Routes fallback=|| ()>
            <AnyAddress path=path!("/*any") view=page/>
        </Routes>
    })
}

fn page() -> Markup {
    let session = Session::here();
    let path = use_location().pathname;
    let shown = Memo::new(move |_| match path.with(|path| find(path)) {
        None => Shown::NotFound,
        Some(route) if !route.is_allowed(session) => Shown::Forbidden,
        Some(route) if !route.any_time && is_unready(session) => Shown::SetUpFirst,
        Some(route) => Shown::Page(route),
    });
    (move || match shown.get() {
        Shown::Page(route) => (route.page)(),
        Shown::SetUpFirst => Markup::of(view! { <Redirect path="/set-up"/> }),
        Shown::Forbidden => html! { <pages::forbidden::Forbidden/> },
        Shown::NotFound => html! { <pages::not_found::NotFound/> },
    })
    .into_markup()
}

/// Returns the first page of an account.
pub fn first_page(session: Session) -> &'static str {
    let Some(account) = session.account_now() else {
        return "/";
    };
    match account.role {
        Role::Facility if account.facility.is_none_or(|facility| facility.setup_complete) => "/today",
        Role::Facility => "/set-up",
        Role::Police if untrack(|| session.may(ListStays)) => "/notifications",
        _ => "/agency",
    }
}

#[component]
fn Home() -> Markup {
    let session = Session::here();
    Markup::of(view! { <Redirect path=first_page(session)/> })
}

#[cfg(test)]
mod tests {
    use super::{ROUTES, find, holds};

    #[test]
    fn a_stay_belongs_to_the_list_that_shows_it() {
        for (base, path, expected) in [
            ("/guests", "/guests", true),
            ("/guests", "/stays/01a1ffd7-b51f-7499-829a-34e125ba245b", true),
            ("/notifications", "/stays/01a1ffd7-b51f-7499-829a-34e125ba245b", true),
            ("/notify", "/stays/01a1ffd7-b51f-7499-829a-34e125ba245b", false),
            ("/notify", "/notifications", false),
            ("/set-up", "/set-up/", true),
            ("/search", "/", false),
        ] {
            let route = find(base).unwrap();
            assert_eq!(
                holds((route, route.section.as_ref().unwrap()), path),
                expected,
                "{base} {path}"
            );
        }
    }

    #[test]
    fn every_page_is_found_by_its_path() {
        for route in ROUTES {
            let path = route.path.replace(":id", "01a1ffd7-b51f-7499-829a-34e125ba245b");
            assert_eq!(find(&path).unwrap().path, route.path);
            assert_eq!(find(&format!("{path}/")).unwrap().path, route.path);
        }
        assert!(find("/nowhere").is_none() && find("/stays").is_none() && find("/stays/1/2").is_none());
        assert_eq!(find("/accounts/new").unwrap().id("/accounts/new"), None);
        assert_eq!(find("/stays/7").unwrap().id("/stays/7/"), Some("7"));
    }
}
