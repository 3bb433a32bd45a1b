//! Notifications that wait for the network. They belong to no page: after leaving the form, reloading the page or
//! closing the browser they are still there, and they are sent without a further act as soon as there is a network,
//! with the key of their first attempt, so that none is stored twice.

use crate::api::{Api, ApiError};
use crate::browser;
use crate::draft::{Draft, count_sealed, purposes_of};
use crate::lists::Lists;
use crate::reactive::{effect_after, sort_by};
use crate::session::Session;
use crate::t;
use crate::ui::{ToastAction, Toasts};
use dto::problem::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Prefix of the purpose of such drafts; the key of the notification follows.
const PURPOSE: &str = "outbox.";
/// Name of the lock: only one tab sends at a time.
const LOCK: &str = "luutru.outbox";
/// Interval of further attempts while the browser reports a network and the server does not answer.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(20);

/// A notification that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Idempotency key of the first attempt and of each further one.
    pub key: String,
    /// Name of the guest.
    pub name: String,
    /// Room, if one was chosen.
    pub room: Option<String>,
    /// Request body.
    pub request: String,
    /// The form as it was filled in, for a correction.
    pub form: String,
    /// Time since which it waits, in seconds since 1970.
    pub since: i64,
    /// Reason why the server refused it: a person must correct it.
    pub refused: Option<String>,
}

impl Waiting {
    /// Returns the address at which a person corrects it.
    pub fn href(&self) -> String {
        format!("/notify?waiting={}", self.key)
    }
}

/// The part of the answer that is used.
#[derive(Deserialize)]
struct Received {
    stay_code: String,
}

type Navigate = Box<dyn Fn(&str)>;

/// All notifications in this browser that wait for the account.
#[derive(Clone, Copy)]
pub struct Outbox {
    api: Api,
    session: Session,
    lists: Lists,
    toasts: Toasts,
    waiting: RwSignal<Vec<Waiting>>,
    running: StoredValue<bool>,
    told: StoredValue<Vec<u32>>,
    navigate: StoredValue<Option<Navigate>, LocalStorage>,
}

impl Outbox {
    /// Creates the outbox of this browser; one for the application.
    pub fn new(api: Api, session: Session, lists: Lists, toasts: Toasts) -> Self {
        Self {
            api,
            session,
            lists,
            toasts,
            waiting: RwSignal::new(Vec::new()),
            running: StoredValue::new(false),
            told: StoredValue::new(Vec::new()),
            navigate: StoredValue::new_local(None),
        }
    }

    /// Returns the outbox of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Returns the waiting notifications, the oldest first.
    pub fn waiting(self) -> Signal<Vec<Waiting>> {
        self.waiting.into()
    }

    /// Returns the number that wait in this browser for the account with a session here, while that session cannot be
    /// opened.
    pub fn count_sealed() -> usize {
        Session::marked().map_or(0, |account| count_sealed(&account, PURPOSE))
    }

    /// Sends all waiting notifications whenever possible: after a sign-in, when the network is back, and at intervals.
    pub fn begin(self, navigate: impl Fn(&str) + 'static) {
        self.navigate.set_value(Some(Box::new(navigate)));
        effect_after(move |before: Option<Option<Uuid>>| {
            let account = self.session.account().get().map(|account| account.id);
            if before != Some(account) {
                self.look();
                self.send_all();
            }
            account
        });
        let back = window_event_listener(leptos::ev::online, move |_| self.send_all());
        let timer = set_interval_with_handle(move || self.send_all(), AGAIN).ok();
        on_cleanup(move || {
            back.remove();
            if let Some(timer) = timer {
                timer.clear();
            }
        });
    }

    /// Stores a notification; returns whether the browser could keep it.
    pub fn put(self, waiting: &Waiting) -> bool {
        let kept = self
            .draft(&waiting.key)
            .is_some_and(|draft| draft.keep(waiting, waiting.since));
        self.look();
        kept
    }

    /// Removes a notification and returns it to the form.
    pub fn take_back(self, key: &str) -> Option<Waiting> {
        let draft = self.draft(key)?;
        let (_, waiting) = draft.read::<Waiting>()?;
        draft.drop();
        self.look();
        Some(waiting)
    }

    fn draft(self, key: &str) -> Option<Draft> {
        let account = self.session.account_now()?.id;
        Some(Draft::of(account, &format!("{PURPOSE}{key}")))
    }

    fn read(self) -> Vec<Waiting> {
        let Some(account) = self.session.account_now() else {
            return Vec::new();
        };
        let mut found: Vec<Waiting> = purposes_of(account.id, PURPOSE)
            .iter()
            .filter_map(|purpose| Draft::of(account.id, purpose).read::<Waiting>())
            .map(|(_, waiting)| waiting)
            .collect();
        sort_by(&mut found, |waiting| (waiting.since, waiting.key.clone()));
        found
    }

    /// Reads the waiting notifications, and displays messages about them on any page.
    pub fn look(self) {
        let found = self.read();
        if self.waiting.with_untracked(|known| *known == found) {
            return;
        }
        self.waiting.set(found.clone());
        for id in self.told.get_value() {
            self.toasts.dismiss(id);
        }
        let (refused, waiting): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.refused.is_some());
        let mut told = Vec::new();
        if !waiting.is_empty() {
            let title = waiting_words(waiting.len());
            let now = ToastAction {
                label: t!(outbox.send_now).to_owned(),
                act: Arc::new(move || self.send_now()),
            };
            told.push(self.toasts.waiting(title, t!(outbox.waiting_detail), Some(now)));
        }
        if let Some(first) = refused.into_iter().next() {
            let href = first.href();
            let mend = ToastAction {
                label: t!(outbox.mend).to_owned(),
                act: Arc::new(move || self.go(&href)),
            };
            let why = first.refused.unwrap_or_default();
            told.push(
                self.toasts
                    .failed(t!(outbox.refused, name = first.name), why, Some(mend)),
            );
        }
        self.told.set_value(told);
    }

    fn go(self, href: &str) {
        self.navigate.with_value(|navigate| {
            if let Some(navigate) = navigate {
                navigate(href);
            }
        });
    }

    /// Sends on request of the user, whatever the browser reports of the network; the messages stay until there is a
    /// result.
    pub fn send_now(self) {
        self.waiting.set(Vec::new());
        self.send(true);
    }

    fn send_all(self) {
        if browser::is_online() {
            self.send(false);
        }
    }

    fn send(self, by_hand: bool) {
        let waits = self.read().iter().any(|one| one.refused.is_none());
        if self.running.get_value() || self.session.token().is_none() || !(waits || by_hand) {
            return self.look();
        }
        self.running.set_value(true);
        spawn_local(async move {
            browser::alone(LOCK, self.send_each()).await.unwrap_or_default();
            self.running.set_value(false);
            self.look();
        });
    }

    async fn send_each(self) {
        for one in self.read().into_iter().filter(|one| one.refused.is_none()) {
            let Some(draft) = self.draft(&one.key) else { return };
            // Another tab may have sent it, or the user may have taken it back.
            if !draft.is_kept() || draft.read::<Waiting>().is_none() {
                continue;
            }
            match self.api.notify_waiting::<Received>(&one.request, &one.key).await {
                Ok(received) => {
                    draft.drop();
                    self.tell(&one, &received.stay_code);
                }
                Err(ApiError::Problem(problem)) if is_final(&problem) => {
                    let said: Vec<_> = problem.errors.iter().map(|error| error.message.clone()).collect();
                    let why = if said.is_empty() { problem.title } else { said.join(" ") };
                    let since = one.since;
                    let refused = Waiting {
                        refused: Some(why),
                        ..one
                    };
                    draft.keep(&refused, since);
                }
                // The others would fail too.
                Err(_) => return,
            }
            self.look();
        }
    }

    fn tell(self, one: &Waiting, code: &str) {
        let title = match &one.room {
            Some(room) => t!(notify.received_room, name = one.name, room = room),
            None => t!(notify.received_one, name = one.name),
        };
        let time = crate::format::time(self.lists.clock().now_untracked());
        self.toasts
            .ok(title, t!(notify.received_detail, time = time, code = code), None);
    }
}

/// Returns the text that this many wait for the network.
pub fn waiting_words(count: usize) -> String {
    t!(outbox.waiting, count = count)
}

/// Returns whether sending the same again is useless. An ended session, a busy or a failing server are temporary.
fn is_final(problem: &Problem) -> bool {
    (400..500).contains(&problem.status) && !matches!(problem.status, 401 | 408 | 425 | 429)
}
