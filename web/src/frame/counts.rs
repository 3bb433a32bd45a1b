//! The counters of the rail: what waits for the account, asked of the service for all sections at once, and correct from
//! the first page on. Away from the page of a section its counter is the only sign of new work.

use super::idle::last_work;
use crate::api::Api;
use crate::browser;
use crate::draft::purposes_of;
use crate::frame::Counters;
use crate::outbox::Outbox;
use crate::reactive::{effect, effect_after};
use crate::session::Session;
use dto::counts::{CountsOut, TaskCounts, WaitingCounts};
use dto::operations::accounts::GetCounts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use std::collections::HashSet;
use uuid::Uuid;

/// Age from which the counts are read again.
const STALE_MS: f64 = 60_000.0;
/// Interval at which it is checked whether to count again.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(15);
/// Drafts of a notification, each under the room for which it was opened.
const NOTIFY: &str = "notify.";
const GROUP: &str = "group";

fn number(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Counters {
    /// Stores the numbers of dossiers that a page or the frame has read.
    pub fn take_dossiers(self, counts: WaitingCounts) {
        self.registrations.set(number(counts.waiting));
        self.registrations_overdue.set(number(counts.overdue));
    }

    /// Stores what the service has counted, except the tasks of a facility, to which drafts of this browser belong.
    fn take(self, counts: &CountsOut) {
        let notifications = counts.notifications.unwrap_or_default();
        self.notifications.set(number(notifications.unseen));
        self.notified_today.set(number(notifications.total));
        self.take_dossiers(counts.dossiers.unwrap_or_default());
    }
}

/// Keeps the counters current: counts once, and again with the next page opened some time later, or on a page in which
/// the user works. An open page without user input sends no request: that would keep an unused session alive (LC-7.3).
/// The page of a facility's day counts for itself.
pub fn keep_counting(counters: Counters) {
    let (session, api, outbox) = (Session::here(), Api::here(), Outbox::here());
    let path = use_location().pathname;
    let is_day = Memo::new(move |_| path.with(|path| path == "/today"));
    let account = Memo::new(move |_| {
        let account = session.account().get()?;
        session.may(GetCounts).then_some(account.id)
    });
    let tasks = RwSignal::new(None::<TaskCounts>);
    let read_at = StoredValue::new(None::<f64>);
    let asked_at = StoredValue::new(0.0);
    let look = move || {
        let Some(asked) = account.get_untracked().filter(|_| !is_day.get_untracked()) else {
            return;
        };
        let now = browser::steady_millis();
        if read_at.get_value().is_some_and(|at| now - at < STALE_MS) {
            return;
        }
        read_at.set_value(Some(now));
        asked_at.set_value(browser::device_millis());
        spawn_local(async move {
            let outcome = api.get_counts().await;
            // Somebody may have signed out or acts for another account meanwhile.
            if account.try_get_untracked().flatten() != Some(asked) {
                return;
            }
            match outcome {
                Ok(counts) => {
                    counters.take(&counts);
                    tasks.set(counts.tasks.filter(|_| !is_day.get_untracked()));
                }
                Err(_) => drop(read_at.try_set_value(None)),
            }
        });
    };
    effect_after(move |before: Option<Option<Uuid>>| {
        path.track();
        let now = account.get();
        if before.is_some_and(|before| before != now) {
            counters.take(&CountsOut::default());
            counters.today.set(0);
            tasks.set(None);
            read_at.set_value(None);
        }
        if is_day.get() {
            // What the page does changes the tasks: they are counted again as soon as it is left.
            tasks.set(None);
            read_at.set_value(None);
        }
        look();
        now
    });
    let back = window_event_listener(leptos::ev::focus, move |_| look());
    let timer = set_interval_with_handle(
        move || {
            if !document().hidden() && last_work() > asked_at.get_value() {
                look();
            }
        },
        LOOK_EVERY,
    )
    .ok();
    on_cleanup(move || {
        back.remove();
        if let Some(timer) = timer {
            timer.clear();
        }
    });
    effect(move || {
        // Drafts are created and deleted by pages.
        path.track();
        let waiting = outbox.waiting().with(Vec::len);
        let (Some(account), Some(tasks), false) = (account.get(), tasks.get(), is_day.get()) else {
            return;
        };
        let count = total(account, &tasks) + waiting;
        counters.today.set(u32::try_from(count).unwrap_or(u32::MAX));
    });
}

fn total(account: Uuid, tasks: &TaskCounts) -> usize {
    let drafts = purposes_of(account, NOTIFY);
    // A draft that was begun counts in place of its room.
    let begun: HashSet<&str> = drafts
        .iter()
        .filter_map(|purpose| purpose.strip_prefix(NOTIFY))
        .map(|name| name.split('.').next().unwrap_or(name))
        .collect();
    let rooms = tasks.rooms_not_notified.iter();
    let unbegun = rooms.filter(|room| !begun.contains(room.to_string().as_str())).count();
    let numbers = usize::try_from(tasks.overdue_count.saturating_add(tasks.asked_count)).unwrap_or(usize::MAX);
    unbegun + drafts.len() + purposes_of(account, GROUP).len() + numbers
}
