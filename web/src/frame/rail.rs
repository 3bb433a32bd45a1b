//! The main sections: a rail from 720 px on, a bottom bar below.

use crate::frame::{Counters, FrameState};
use crate::reactive::sort_by;
use crate::session::Session;
use crate::t;
use crate::ui::Icon;
use dto::account::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A section that this account may use; others are absent, not grey.
#[derive(Clone, Copy)]
pub struct Section {
    /// Where it is.
    pub href: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its name.
    pub name: fn() -> &'static str,
    /// Whether it is the one that work begins with: it stands in the middle of the bottom bar.
    pub main: bool,
    /// Its counter.
    pub counter: Option<RwSignal<u32>>,
    /// What the counter counts, in words.
    pub counts: fn(u32) -> String,
    /// Whether the counter is of work that can become late, or is late.
    pub urgent: fn(Counters) -> bool,
}

impl Section {
    /// Whether a page belongs to it. A single stay has been opened from the list of this account, or could have been:
    /// each account has only one of the two.
    pub fn holds(&self, path: &str) -> bool {
        let also = match self.href {
            "/guests" | "/notifications" => Some("/stays"),
            "/system" => Some("/calendar"),
            _ => None,
        };
        [Some(self.href), also]
            .into_iter()
            .flatten()
            .filter_map(|base| path.strip_prefix(base))
            .any(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// The sections of the account, in order.
pub fn sections(session: Session) -> Vec<Section> {
    let Some(account) = session.account().get() else {
        return Vec::new();
    };
    let counters = use_context::<Counters>();
    let plain = |href, icon, name| Section {
        href,
        icon,
        name,
        main: false,
        counter: None,
        counts: |_| String::new(),
        urgent: |_| false,
    };
    let mut sections = Vec::new();
    match account.role {
        Role::Facility => {
            if account.facility.as_ref().is_none_or(|facility| facility.setup_complete) {
                if session.may("getFacilityDay") {
                    let today = plain("/today", "clock", || t!(frame.today));
                    sections.push(Section {
                        counter: counters.map(|counters| counters.today),
                        counts: |count| t!(frame.count_today, count = count),
                        urgent: |_| true,
                        ..today
                    });
                }
                if session.may("getRoomBoard") {
                    sections.push(plain("/board", "board", || t!(frame.board)));
                }
                if session.may("notifyStay") {
                    sections.push(Section {
                        main: true,
                        ..plain("/notify", "notify", || t!(frame.notify))
                    });
                }
                if session.may("listStays") {
                    sections.push(plain("/guests", "guests", || t!(frame.guests)));
                }
                if session.may("getRegister") {
                    sections.push(plain("/register", "register", || t!(frame.register)));
                }
                if session.may("notifyStay") {
                    sections.push(plain("/foreign-guests", "globe", || t!(frame.foreign_guests)));
                }
                if session.may("previewImport") {
                    sections.push(plain("/import", "import", || t!(frame.import)));
                }
            }
            if session.may("updateFacility") {
                sections.push(plain("/set-up", "house", || t!(frame.facility)));
            }
        }
        Role::Police if session.may("listStays") => {
            let list = plain("/notifications", "notify", || t!(frame.notifications));
            sections.push(Section {
                counter: counters.map(|counters| counters.notifications),
                counts: |count| t!(frame.count_unseen, count = count),
                ..list
            });
            if session.may("notifyOnBehalf") {
                sections.push(plain("/behalf", "pen", || t!(frame.behalf)));
            }
            if session.may("getCommuneDay") {
                sections.push(plain("/commune", "clock", || t!(frame.today)));
            }
            if session.may("getRegister") {
                sections.push(plain("/register", "register", || t!(frame.register)));
            }
            if session.may("searchStays") {
                sections.push(plain("/search", "search", || t!(frame.search)));
            }
        }
        _ => sections.push(plain("/agency", "board", || t!(frame.overview))),
    }
    // Whoever decides dossiers has all of them here, whoever was asked those.
    if session.may("listDossiers") {
        let name: fn() -> &'static str = if session.may("resolveDossier") {
            || t!(frame.registrations)
        } else {
            || t!(frame.consultations)
        };
        sections.push(Section {
            counter: counters.map(|counters| counters.registrations),
            counts: |count| t!(frame.count_waiting, count = count),
            urgent: |counters| counters.registrations_overdue.get() > 0,
            ..plain("/registrations", "stamp", name)
        });
    }
    // A facility has its own changes under its account.
    if session.may("listFacilityChanges") && account.role != Role::Facility {
        sections.push(plain("/facility-changes", "house", || t!(frame.facility)));
    }
    if session.may("createAccount") {
        sections.push(plain("/accounts", "user", || t!(frame.accounts)));
    }
    if session.may("getJobs") {
        sections.push(plain("/system", "wrench", || t!(frame.system)));
    }
    sort_by(&mut sections, |section| {
        ORDER.iter().position(|href| *href == section.href)
    });
    sections
}

/// In which order sections stand, whoever has them (docs/pages.md, "Rail").
const ORDER: [&str; 17] = [
    "/agency",
    "/today",
    "/commune",
    "/board",
    "/notifications",
    "/behalf",
    "/search",
    "/registrations",
    "/notify",
    "/guests",
    "/register",
    "/foreign-guests",
    "/import",
    "/set-up",
    "/facility-changes",
    "/accounts",
    "/system",
];

/// The rail.
#[component]
pub fn Rail() -> impl IntoView {
    let session = Session::here();
    let state: FrameState = expect_context();
    let path = use_location().pathname;
    view! {
        <nav class="rail" aria-label=move || t!(frame.main_nav)>
            <ul class="rail-list">
                {move || sections(session).into_iter().map(|section| view! {
                    <li>
                        <a
                            href=section.href
                            class="rail-item"
                            aria-current=move || path.with(|path| section.holds(path)).then_some("page")
                        >
                            <span class="rail-icon"><Icon name=section.icon size=20/></span>
                            <span class="rail-name">{(section.name)()}</span>
                            <Counter section/>
                        </a>
                    </li>
                }).collect_view()}
            </ul>
            <button type="button" class="rail-item rail-help" on:click=move |_| state.help.set(true)>
                <span class="rail-icon"><Icon name="help" size=20/></span>
                <span class="rail-name">{move || t!(frame.keys)}</span>
                <kbd class="cap" aria-hidden="true">"?"</kbd>
            </button>
        </nav>
    }
}

/// The number at a section.
#[component]
pub fn Counter(
    /// Of which.
    section: Section,
) -> impl IntoView {
    move || {
        let count = section
            .counter
            .map(|counter| counter.get())
            .filter(|count| *count > 0)?;
        let shown = if count > 99 {
            "99+".to_owned()
        } else {
            count.to_string()
        };
        let is_urgent = use_context::<Counters>().is_some_and(section.urgent);
        // A bare number is not of anything to whoever hears it.
        Some(view! {
            <span class="counter" class:urgent=is_urgent aria-hidden="true">{shown}</span>
            <span class="hidden">", "{(section.counts)(count)}</span>
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stay_belongs_to_the_list_that_shows_it() {
        let section = |href| Section {
            href,
            icon: "",
            name: || "",
            main: false,
            counter: None,
            counts: |_| String::new(),
            urgent: |_| false,
        };
        for (href, path, holds) in [
            ("/guests", "/guests", true),
            ("/guests", "/stays/01a1ffd7-b51f-7499-829a-34e125ba245b", true),
            ("/notifications", "/stays/01a1ffd7-b51f-7499-829a-34e125ba245b", true),
            ("/notify", "/stays/01a1ffd7-b51f-7499-829a-34e125ba245b", false),
            ("/notify", "/notifications", false),
            ("/set-up", "/set-up/", true),
            ("/search", "/", false),
        ] {
            assert_eq!(section(href).holds(path), holds, "{href} {path}");
        }
    }
}
