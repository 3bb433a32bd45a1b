//! The counter of dossiers that wait for a decision or an opinion, correct from the first page on.

use super::idle::last_work;
use super::tasks::STALE_MS;
use crate::api::Api;
use crate::browser;
use crate::frame::Counters;
use crate::reactive::effect;
use crate::session::Session;
use dto::dossier::DossierCounts;
use dto::operations::procedures::CountDossiers;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

impl Counters {
    /// Stores the counts that a page or the frame has read.
    pub fn take_dossiers(self, counts: DossierCounts) {
        let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        self.registrations.set(number(counts.waiting));
        self.registrations_overdue.set(number(counts.overdue));
    }
}

/// Interval at which it is checked whether to count again.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(15);

/// Keeps the counter current: counts once, and again with the next page opened some time later, or on a page in which
/// the user works. An open page without user input sends no request: that would keep an unused session alive (LC-7.3).
pub fn count_dossiers(counters: Counters) {
    let (session, api) = (Session::here(), Api::here());
    let path = use_location().pathname;
    let read_at = StoredValue::new(None::<f64>);
    let asked_at = StoredValue::new(0.0);
    let may = Memo::new(move |_| session.may(CountDossiers));
    let look = move || {
        if !may.get_untracked() {
            return;
        }
        let now = browser::steady_millis();
        if read_at.get_value().is_some_and(|at| now - at < STALE_MS) {
            return;
        }
        read_at.set_value(Some(now));
        asked_at.set_value(browser::device_millis());
        spawn_local(async move {
            match api.count_dossiers().await {
                Ok(counts) if !counters.registrations.is_disposed() => counters.take_dossiers(counts),
                Ok(_) => {}
                Err(_) => drop(read_at.try_set_value(None)),
            }
        });
    };
    effect(move || {
        may.track();
        path.track();
        look();
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
}
