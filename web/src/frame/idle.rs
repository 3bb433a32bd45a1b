//! The end of a session without user activity (LC-7.3, KH-9c), announced before it.

use crate::api::Api;
use crate::browser;
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::session::{Session, SignedOut};
use crate::t;
use crate::ui::{Button, Dialog};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Time of the last activity, shared by the tabs of this browser.
const ACTIVE: &str = "luutru.active";
/// Minimum interval between two writes of that time.
const NOTE_EVERY_MS: f64 = 5_000.0;
/// Activity that the server does not see, such as typing, keeps the session by a refresh after this time.
const SILENT_WORK_MS: f64 = 4.0 * 60_000.0;
const SECOND: std::time::Duration = std::time::Duration::from_secs(1);

/// Returns the time of the last activity in any tab of this browser, by the clock of the device, accurate to a few
/// seconds.
pub fn last_work() -> f64 {
    browser::stored_millis(ACTIVE).unwrap_or(0.0)
}

#[derive(Clone, Copy)]
struct Activity {
    at: StoredValue<f64>,
    noted: StoredValue<f64>,
}

impl Activity {
    fn begin() -> Self {
        let now = browser::device_millis();
        let activity = Self {
            at: StoredValue::new(now),
            noted: StoredValue::new(0.0),
        };
        activity.happen();
        activity
    }

    fn happen(self) {
        let now = browser::device_millis();
        self.at.set_value(now);
        if now - self.noted.get_value() > NOTE_EVERY_MS {
            self.noted.set_value(now);
            browser::store_millis(ACTIVE, now);
        }
    }

    /// Returns the milliseconds since the last activity in any tab.
    fn idle(self) -> f64 {
        let elsewhere = browser::stored_millis(ACTIVE).unwrap_or(0.0);
        let now = browser::device_millis();
        // A time in the future comes from a clock that was set back: it must not keep a session for ever.
        let elsewhere = if elsewhere > now { 0.0 } else { elsewhere };
        now - self.at.get_value().max(elsewhere)
    }
}

/// Watches the activity, and asks two minutes (by the profile) before the end.
#[component]
pub fn IdleNotice() -> Markup {
    let (session, api, lists) = (Session::here(), Api::here(), Lists::here());
    let activity = Activity::begin();
    let open = RwSignal::new(false);
    let left = RwSignal::new(0_i64);
    let refreshing = StoredValue::new(false);
    let work = move || {
        // While the question is open, only its answer counts.
        if !open.get_untracked() {
            activity.happen();
        }
    };
    let key = window_event_listener(leptos::ev::keydown, move |_| work());
    let pointer = window_event_listener(leptos::ev::pointerdown, move |_| work());
    let wheel = window_event_listener(leptos::ev::wheel, move |_| work());
    on_cleanup(move || {
        key.remove();
        pointer.remove();
        wheel.remove();
    });
    let refresh = move || {
        if refreshing.get_value() {
            return;
        }
        refreshing.set_value(true);
        spawn_local(async move {
            drop(api.resume().await);
            refreshing.try_set_value(false);
        });
    };
    let look = move || {
        let (Some(role), Some(terms)) = (
            session.role(),
            lists.profile_now().map(|profile| profile.profile.session),
        ) else {
            return;
        };
        let limit = f64::from(terms.of(role).idle_minutes) * 60_000.0;
        let notice = f64::from(terms.idle_notice_minutes) * 60_000.0;
        let idle = activity.idle();
        if idle >= limit {
            spawn_local(async move { drop(api.logout(SignedOut::Idle).await) });
        } else if idle >= limit - notice {
            #[expect(clippy::cast_possible_truncation, reason = "seconds of some minutes")]
            left.set(((limit - idle) / 1000.0).ceil() as i64);
            open.set(true);
        } else {
            if open.get_untracked() {
                open.set(false);
            }
            if session.since_contact() > SILENT_WORK_MS && idle < session.since_contact() {
                refresh();
            }
        }
    };
    if let Ok(timer) = set_interval_with_handle(look, SECOND) {
        on_cleanup(move || timer.clear());
    }
    let stay = move || {
        open.set(false);
        activity.happen();
        refresh();
    };
    let leave = move || spawn_local(async move { drop(api.logout(SignedOut::Idle).await) });
    let text = move || {
        let terms = lists.profile()?.profile.session;
        let minutes = terms.of(session.role()?).idle_minutes - terms.idle_notice_minutes;
        let left = left.get();
        let length = if left >= 60 {
            format::duration_words(left / 60 * 60)
        } else {
            t!(frame.idle_seconds, seconds = left)
        };
        Some(t!(frame.idle_text, minutes = minutes, length = length))
    };
    html! {
        <Dialog open=open title=move || t!(frame.idle_title) on_cancel=Callback::new(move |()| stay())>
            <p class="dialog-text" role="timer">{text}</p>
            <div class="dialog-acts">
                <Button label=move || t!(frame.idle_leave) on_press=move |()| leave()/>
                <Button kind=crate::ui::ButtonKind::Primary label=move || t!(frame.idle_stay) autofocus=true on_press=move |()| stay()/>
            </div>
        </Dialog>
    }
}
