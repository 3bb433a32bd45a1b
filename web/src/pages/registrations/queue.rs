//! The queue: what is asked of the server, and what came.

use crate::api::{Api, ApiError};
use crate::browser;
use crate::reactive::effect;
use crate::session::Session;
use dto::dossier::{DossierCounts, DossierOut, DossierPage, DossierState, DossierSummary};
use dto::operations::procedures::ResolveDossier;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

const PAGE: u32 = 50;

/// A part of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// The clock runs.
    #[default]
    Waiting,
    /// Of these, the term is over.
    Overdue,
    /// The applicant has to bring something.
    SentBack,
    /// Granted, refused or withdrawn.
    Done,
}

impl Part {
    /// Every one, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Overdue, Self::SentBack, Self::Done];

    /// Its name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Overdue => "overdue",
            Self::SentBack => "sent-back",
            Self::Done => "done",
        }
    }

    /// The part of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// Whether a unit that was asked has it: what it has to answer, and what it has answered.
    pub fn is_of_asked(self) -> bool {
        matches!(self, Self::Waiting | Self::Done)
    }

    /// How many dossiers it has.
    pub fn count(self, counts: DossierCounts) -> u64 {
        match self {
            Self::Waiting => counts.waiting,
            Self::Overdue => counts.overdue,
            Self::SentBack => counts.supplement_requested,
            Self::Done => counts.done,
        }
    }

    fn query(self) -> Vec<(&'static str, String)> {
        let state = |state: DossierState| vec![("state", state.as_str().to_owned())];
        match self {
            Self::Waiting => Vec::new(),
            Self::Overdue => vec![("overdue", "true".to_owned())],
            Self::SentBack => state(DossierState::SupplementRequested),
            Self::Done => vec![("closed", "true".to_owned())],
        }
    }
}

/// What is looked at. The text stands in no address: it may be a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Which part.
    pub part: Part,
    /// Only this procedure.
    pub procedure: Option<String>,
    /// Only what has these words in its title, or this number.
    pub text: String,
}

impl Wanted {
    /// Whether it leaves out more than other parts.
    pub fn narrows(&self) -> bool {
        self.procedure.is_some() || !self.text.is_empty()
    }

    /// Whether it asks for one dossier by its number, which is found wherever it is.
    fn is_number(&self) -> bool {
        let Some((prefix, number)) = self.text.split_once('-') else {
            return false;
        };
        let is_all = |text: &str, right: fn(&u8) -> bool| !text.is_empty() && text.as_bytes().iter().all(right);
        is_all(prefix, u8::is_ascii_alphabetic) && is_all(number, u8::is_ascii_digit)
    }

    /// The parameters of `listDossiers`.
    fn query(&self) -> Vec<(&'static str, String)> {
        if self.is_number() {
            return vec![("q", self.text.clone())];
        }
        let mut query = self.part.query();
        if let Some(procedure) = &self.procedure {
            query.push(("procedure", procedure.clone()));
        }
        if !self.text.is_empty() {
            query.push(("q", self.text.clone()));
        }
        query
    }
}

/// The dossiers that are looked at, as far as they have been read.
#[derive(Clone, Copy)]
pub struct Queue {
    /// The rows.
    pub items: RwSignal<Vec<DossierSummary>>,
    /// How many there are in each part.
    pub counts: RwSignal<Option<DossierCounts>>,
    /// Whether a page is on its way.
    pub busy: RwSignal<bool>,
    /// Whether anything has been read.
    pub is_read: RwSignal<bool>,
    /// Why the latest reading failed.
    pub error: RwSignal<Option<ApiError>>,
    next: RwSignal<Option<String>>,
    asked: StoredValue<u32>,
    wanted: Memo<Wanted>,
    api: Api,
    /// Whether what is listed are questions to one's own unit.
    pub asked_only: bool,
}

impl Queue {
    /// Reads what is wanted, and again whenever that changes; a late answer to an earlier question is dropped.
    pub fn new(wanted: Memo<Wanted>) -> Self {
        let queue = Self {
            items: RwSignal::new(Vec::new()),
            counts: RwSignal::new(None),
            busy: RwSignal::new(true),
            is_read: RwSignal::new(false),
            error: RwSignal::new(None),
            next: RwSignal::new(None),
            asked: StoredValue::new(0),
            wanted,
            api: Api::here(),
            asked_only: !untrack(|| Session::here().may(ResolveDossier)),
        };
        effect(move || {
            wanted.track();
            queue.reload();
        });
        queue
    }

    /// Whether there is more.
    pub fn has_more(self) -> bool {
        self.next.with(Option::is_some)
    }

    /// Reads from the beginning.
    pub fn reload(self) {
        self.read(None);
    }

    /// Reads the next page; focus then goes to its first row.
    pub fn more(self) {
        if let Some(cursor) = self.next.get_untracked().filter(|_| !self.busy.get_untracked()) {
            self.read(Some(cursor));
        }
    }

    /// The dossier that waits after this one, or else before it, by its name; none while nothing else waits.
    pub fn next_waiting(self, id: Uuid) -> Option<(Uuid, String)> {
        self.items.with_untracked(|items| {
            let here = items.iter().position(|row| row.id == id).map_or(0, |at| at + 1);
            let (before, after) = items.split_at(here.min(items.len()));
            let mut others = after.iter().chain(before);
            let next = others.find(|row| row.id != id && row.state.clock_runs())?;
            Some((next.id, super::table::name_of(next)))
        })
    }

    /// Puts what an act has changed into its row.
    pub fn renew(self, dossier: &DossierOut) {
        self.items.update(|items| {
            if let Some(row) = items.iter_mut().find(|row| row.id == dossier.summary.id) {
                *row = dossier.summary.clone();
            }
        });
    }

    fn read(self, cursor: Option<String>) {
        let number = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(number);
        self.busy.set(true);
        let mut query = self.wanted.get_untracked().query();
        query.push(("limit", PAGE.to_string()));
        let is_first = cursor.is_none();
        query.extend(cursor.map(|cursor| ("cursor", cursor)));
        spawn_local(async move {
            let outcome = self.api.list_dossiers(&query).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            self.busy.set(false);
            match outcome {
                Ok(page) => self.take(is_first, page),
                Err(error) => {
                    if is_first {
                        self.items.set(Vec::new());
                        self.next.set(None);
                        self.is_read.set(false);
                    }
                    self.error.set(Some(error));
                }
            }
        });
    }

    fn take(self, is_first: bool, mut page: DossierPage) {
        // The server lists what waits for its applicant after what waits for us; that has a part of its own.
        let wanted = self.wanted.get_untracked();
        if matches!(wanted.part, Part::Waiting | Part::Overdue) && !wanted.is_number() {
            let read = page.items.len();
            page.items.retain(|row| self.asked_only || row.state.clock_runs());
            if page.items.len() < read {
                page.next_cursor = None;
            }
        }
        self.error.set(None);
        self.counts.set(Some(page.counts));
        self.next.set(page.next_cursor);
        self.is_read.set(true);
        if is_first {
            self.items.set(page.items);
            return;
        }
        let first_new = page.items.first().map(|row| row_id(row.id));
        self.items.update(|items| items.extend(page.items));
        if let Some(id) = first_new {
            request_animation_frame(move || {
                browser::focus(&id);
            });
        }
    }
}

/// The id of what opens a dossier.
pub fn row_id(dossier: Uuid) -> String {
    format!("row-{dossier}")
}
