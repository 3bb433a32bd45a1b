//! The counter of the tasks of a facility, correct on every page: away from "Hôm nay" it is the only alarm.

use crate::api::Api;
use crate::browser;
use crate::draft::purposes_of;
use crate::frame::Counters;
use crate::outbox::Outbox;
use crate::reactive::effect;
use crate::session::Session;
use dto::operations::stays::CountFacilityTasks;
use dto::stay::FacilityTasksOut;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use std::collections::HashSet;
use uuid::Uuid;

/// Age from which the count is read again with the next page that is opened, or when the user comes back. It is not
/// polled: that would keep an unused session alive (LC-7.3).
pub const STALE_MS: f64 = 60_000.0;
/// Drafts of a notification, each under the room for which it was opened.
const NOTIFY: &str = "notify.";
const GROUP: &str = "group";

/// Keeps the counter current. The page of the day counts for itself.
pub fn count_tasks(counters: Counters) {
    let (session, api, outbox) = (Session::here(), Api::here(), Outbox::here());
    let path = use_location().pathname;
    let is_day = Memo::new(move |_| path.with(|path| path == "/today"));
    let read = RwSignal::new(None::<FacilityTasksOut>);
    let read_at = StoredValue::new(None::<f64>);
    let own = Memo::new(move |_| {
        let account = session.account().get()?;
        let facility = account.facility.filter(|facility| facility.setup_complete)?;
        session.may(CountFacilityTasks).then_some((account.id, facility.id))
    });
    let look = move || {
        let Some((_, facility)) = own.get_untracked().filter(|_| !is_day.get_untracked()) else {
            return;
        };
        let now = browser::steady_millis();
        if read_at.get_value().is_some_and(|at| now - at < STALE_MS) {
            return;
        }
        read_at.set_value(Some(now));
        spawn_local(async move {
            match api.count_facility_tasks(facility).await {
                Ok(tasks) => drop(read.try_set(Some(tasks))),
                Err(_) => drop(read_at.try_set_value(None)),
            }
        });
    };
    effect(move || {
        own.track();
        path.track();
        look();
    });
    let back = window_event_listener(leptos::ev::focus, move |_| look());
    on_cleanup(move || back.remove());
    effect(move || {
        // Drafts are created and deleted by pages.
        path.track();
        let waiting = outbox.waiting().with(Vec::len);
        let (Some((account, _)), Some(tasks), false) = (own.get(), read.get(), is_day.get()) else {
            return;
        };
        let count = total(account, &tasks) + waiting;
        counters.today.set(u32::try_from(count).unwrap_or(u32::MAX));
    });
}

fn total(account: Uuid, tasks: &FacilityTasksOut) -> usize {
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
