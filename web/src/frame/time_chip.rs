//! The time left to the deadline of the day, on every page of a facility that does not display it larger.

use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::Icon;
use dto::account::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use rules::deadline::{Punctuality, evening_cutoff_of, punctuality};

/// Number of seconds from which on the chip is red.
const SHORT: i64 = 30 * 60;

/// Renders the chip.
#[component]
pub fn TimeChip() -> Markup {
    let (session, lists) = (Session::here(), Lists::here());
    let path = use_location().pathname;
    IntoMarkup::into_markup(move || {
        let role = session.role()?;
        let ready = session
            .account()
            .get()?
            .facility
            .is_none_or(|facility| facility.setup_complete);
        let path = path.get();
        if !matches!(role, Role::Facility | Role::Police) || !ready || path == "/today" {
            return None;
        }
        let terms = lists.profile()?.profile.notification;
        let now = lists.server_now();
        let due = evening_cutoff_of(rules::zone::local_date(now.get()), &terms);
        let (text, until, name, is_short) = match punctuality(now.get(), due) {
            Punctuality::InTime { left } => {
                // A begun minute counts as whole, as on the page of the day.
                let left = (left.whole_seconds() + 59) / 60 * 60;
                let words = format::duration_words(left);
                let name = t!(frame.time_left, length = words, hour = terms.evening);
                (
                    words,
                    Some(t!(frame.time_until, hour = terms.evening)),
                    name,
                    left <= SHORT,
                )
            }
            Punctuality::Late { by } => {
                let text = t!(frame.time_over, length = format::duration_words(by.whole_seconds()));
                (text.clone(), None, text, true)
            }
        };
        // It is not the deadline of the police.
        let class = match (role, is_short) {
            (Role::Police, _) => "chip chip-calm",
            (_, true) => "chip chip-bad",
            (_, false) => "chip chip-warn",
        };
        let beside = path.starts_with("/notify");
        let title = name.clone();
        Some(html! {
            <span class=class class:chip-narrow=beside title=title>
                <Icon name="clock"/>
                <span aria-hidden="true">{text}{until.map(|until| html! { <span class="chip-until">" "{until}</span> })}</span>
                <span class="hidden">{name}</span>
            </span>
        })
    })
}
