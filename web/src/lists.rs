//! Data that the server publishes for everybody: the profile with its clock, and the reference lists.

use crate::api::{Api, ApiError};
use crate::browser;
use crate::clock::Clock;
use crate::i18n::lang;
use crate::reactive::sort_by_text;
use crate::ui::Choice;
use dto::problem::FieldError;
use dto::profile::ProfileOut;
use dto::reference::{AreaOut, ReferenceEntryOut};
use dto::{CheckContext, Lang, Timestamp};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashMap;
use std::sync::Arc;

/// Areas.
pub type Areas = Arc<Vec<AreaOut>>;

/// A reference list.
pub type Entries = Arc<Vec<ReferenceEntryOut>>;

/// The profile and the reference lists, each read once.
#[derive(Clone, Copy)]
pub struct Lists {
    api: Api,
    clock: Clock,
    profile: RwSignal<Option<ProfileOut>>,
    profile_failed: RwSignal<Option<ApiError>>,
    communes: RwSignal<Areas>,
    communes_asked: StoredValue<bool>,
    read: StoredValue<HashMap<&'static str, RwSignal<Option<Entries>>>>,
    owner: StoredValue<Owner>,
}

impl Lists {
    /// Creates the lists, all unread.
    pub fn new(api: Api, clock: Clock) -> Self {
        Self {
            api,
            clock,
            profile: RwSignal::new(None),
            profile_failed: RwSignal::new(None),
            communes: RwSignal::new(Areas::default()),
            communes_asked: StoredValue::new(false),
            read: StoredValue::new(HashMap::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// Returns the lists of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Returns the profile, once read.
    pub fn profile(self) -> Option<ProfileOut> {
        self.profile.get()
    }

    /// Returns the current profile without following changes.
    pub fn profile_now(self) -> Option<ProfileOut> {
        self.profile.get_untracked()
    }

    /// Returns the errors that a check of the server finds now in the typed values; none before the profile is loaded.
    pub fn judged(self, check: impl FnOnce(CheckContext<'_>) -> Vec<FieldError>) -> Vec<FieldError> {
        let Some(profile) = self.profile_now() else {
            return Vec::new();
        };
        check(CheckContext {
            now: self.clock().now_untracked(),
            profile: &profile.profile,
        })
    }

    /// Returns the error of reading the profile.
    pub fn profile_failed(self) -> Option<ApiError> {
        self.profile_failed.get()
    }

    /// Returns the clock of the server, updated each minute.
    pub fn server_now(self) -> Timestamp {
        self.clock.now()
    }

    /// Returns the clock.
    pub fn clock(self) -> Clock {
        self.clock
    }

    /// Reads the profile (again).
    pub fn load_profile(self) {
        spawn_local(async move {
            match self.api.get_profile().await {
                Ok(profile) => {
                    // Its `now` is not for the clock, which uses the date of the answer: without a network the profile
                    // is an old one (web/worker/sw.js).
                    self.profile_failed.set(None);
                    if self
                        .profile
                        .with_untracked(|known| known.as_ref().map(|p| &p.profile) != Some(&profile.profile))
                    {
                        self.profile.set(Some(profile));
                    }
                }
                Err(error) => self.profile_failed.set(Some(error)),
            }
        });
    }

    /// Returns a reference list, empty until it has been read.
    pub fn list(self, name: &'static str) -> Entries {
        self.signal(name).get().unwrap_or_default()
    }

    /// Returns whether a list has been read.
    pub fn has(self, name: &'static str) -> bool {
        self.signal(name).with(Option::is_some)
    }

    /// Returns the nationalities: code alpha-2, attributes `alpha3`, `birth_code`.
    pub fn nationalities(self) -> Entries {
        self.list("nationalities")
    }

    /// Returns the visa symbols (KH-A4).
    pub fn visa_symbols(self) -> Entries {
        self.list("visa_symbols")
    }

    /// Returns the reasons of stay.
    pub fn stay_reasons(self) -> Entries {
        self.list("stay_reasons")
    }

    /// Returns the kinds of documents.
    pub fn document_types(self) -> Entries {
        self.list("document_types")
    }

    /// Returns the purposes of a search.
    pub fn search_purposes(self) -> Entries {
        self.list("search_purposes")
    }

    /// Returns the communes of the province, by name; empty until they have been read.
    pub fn communes(self) -> Areas {
        let Some(province) = self.profile().map(|profile| profile.profile.province_code) else {
            return Areas::default();
        };
        if !self.communes_asked.get_value() {
            self.communes_asked.set_value(true);
            spawn_local(async move {
                let query = [("parent", province), ("limit", "500".to_owned())];
                let mut pause_ms = 1_000;
                loop {
                    match self.api.list_areas(&query).await {
                        Ok(page) => return self.communes.set(Arc::new(page.items)),
                        Err(_) => browser::pause_or_network(pause_ms).await,
                    }
                    pause_ms = (pause_ms * 2).min(30_000);
                }
            });
        }
        self.communes.get()
    }

    /// Returns the communes of the province as choices, by name, found by the names of before 1 July 2025 too.
    pub fn commune_choices(self) -> Vec<Choice> {
        let communes = self.communes();
        let mut choices: Vec<Choice> = communes
            .iter()
            .map(|area| Choice::new(area.code.clone(), area.name.clone()).formerly(&area.former_names))
            .collect();
        sort_by_text(&mut choices, |choice| choice.label.clone());
        choices
    }

    /// Returns the label of a code in the language of the page; the code where the list does not have it, and an empty
    /// text while the request of the list is pending: nobody reads codes.
    pub fn label(self, name: &'static str, code: &str) -> String {
        self.signal(name).with(|entries| match entries {
            Some(entries) => entries
                .iter()
                .find(|entry| entry.code == code)
                .map_or_else(|| code.to_owned(), |entry| label_of(entry).to_owned()),
            None => String::new(),
        })
    }

    fn signal(self, name: &'static str) -> RwSignal<Option<Entries>> {
        if let Some(known) = self.read.with_value(|read| read.get(name).copied()) {
            return known;
        }
        // Owned by the application, not by the view that reads it first.
        let made = self.owner.with_value(|owner| owner.with(|| RwSignal::new(None)));
        self.read.update_value(|read| {
            read.insert(name, made);
        });
        self.fetch(name, made);
        made
    }

    fn fetch(self, name: &'static str, into: RwSignal<Option<Entries>>) {
        spawn_local(async move {
            // Without its lists no form can be filled in, so it is repeated: at first soon, then rarely.
            let mut pause_ms = 1_000;
            loop {
                match self.api.list_reference_list(name).await {
                    Ok(list) => return into.set(Some(Arc::new(list.items))),
                    Err(ApiError::Problem(problem)) if problem.status < 500 => return,
                    Err(_) => browser::pause_or_network(pause_ms).await,
                }
                pause_ms = (pause_ms * 2).min(30_000);
            }
        });
    }
}

/// Returns the label of an entry in the language of the page.
pub fn label_of(entry: &ReferenceEntryOut) -> &str {
    match (lang(), &entry.label_en) {
        (Lang::En, Some(english)) => english,
        _ => &entry.label,
    }
}
