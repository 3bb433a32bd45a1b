//! Notifications that wait for the network, on every page: their number, and on request their list.

use crate::format;
use crate::markup::{Markup, html};
use crate::outbox::{Outbox, Waiting};
use crate::reactive::when;
use crate::t;
use crate::ui::{Note, NoteKind};
use dto::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Renders the number with its list; the page of the day has a list of its own.
#[component]
pub fn WaitingBand() -> Markup {
    let waiting = Outbox::here().waiting();
    let path = use_location().pathname;
    let is_shown =
        Memo::new(move |_| waiting.with(|waiting| !waiting.is_empty()) && path.with(|path| path != "/today"));
    let title = move || t!(outbox.unsent, count = waiting.with(Vec::len));
    let rows = move || waiting.get().into_iter().map(row).collect::<Vec<_>>();
    when(move || {
        is_shown.get().then(|| {
            html! {
                <div class="offline-band">
                    <Note kind=NoteKind::Warn icon="clock">
                        <details>
                            <summary>{title}</summary>
                            <ul class="past-messages">{rows}</ul>
                        </details>
                    </Note>
                </div>
            }
        })
    })
}

fn row(one: Waiting) -> Markup {
    let (href, since, room) = (
        one.href(),
        Timestamp::from_unix(one.since).map(format::instant),
        one.room,
    );
    let (said, mend) = match one.refused {
        Some(why) => (
            t!(outbox.row_refused, name = one.name, why = why),
            Some(html! { <a href=href>{move || t!(outbox.mend)}</a> }),
        ),
        None => (t!(outbox.row_waiting, name = one.name), None),
    };
    html! {
        <li>
            <span class="quiet nowrap">{since}</span>
            " "
            {room.map(|room| html! { <strong>{room}</strong> " " })}
            {said}
            " "
            {mend}
        </li>
    }
}
