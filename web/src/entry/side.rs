//! Column beside the form: the time left, the notified guests of the room, sending.

use crate::entry::check;
use crate::entry::desk::Desk;
use crate::entry::sending::Then;
use crate::format;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Button, ButtonKind, Icon, Status, StatusTag};
use leptos::prelude::*;
use rules::deadline::{Punctuality, due_at, evening_cutoff_of, punctuality};
use rules::zone::{local, local_date, start_of_day};

/// Time left from which on the bar has the colour of the lamp.
const LAMP_SECONDS: i64 = 8 * 3600;
const SHORT_SECONDS: i64 = 30 * 60;
/// Length of the bar.
const BAR: i64 = 1000;

/// Renders the time left for this arrival. It is the only large number of the page.
#[component]
pub fn TimeLeft() -> Markup {
    let desk = Desk::here();
    IntoMarkup::into_markup(move || {
        let (now, profile) = check::ready(desk.lists())?;
        let terms = profile.profile.notification;
        let arrival = desk.content.with(|content| content.arrival_at(now)).unwrap_or(now);
        let due = due_at(arrival.get(), &terms);
        let when = local(due);
        let hour = format::time(due.into());
        let days = (when.date() - local_date(now.get())).whole_days();
        let after_evening = local(arrival.get()).time() >= terms.evening.0;
        let why = if after_evening {
            t!(notify.due_because_after, evening = terms.evening)
        } else {
            t!(notify.due_because_before, evening = terms.evening)
        };
        let day = match days {
            0 => t!(notify.due_today, hour = hour),
            1 => t!(notify.due_tomorrow, hour = hour),
            _ => t!(notify.due_day, hour = hour, day = format::date(when.date())),
        };
        let (caption, big, class, share) = match punctuality(now.get(), due) {
            Punctuality::InTime { left } => {
                // A begun minute counts as whole, as on the page of the day.
                let left = (left.whole_seconds() + 59) / 60 * 60;
                // By day the bar runs up to the evening hour; at night from that hour to the next one.
                let from = if after_evening {
                    evening_cutoff_of(local_date(arrival.get()), &terms)
                } else {
                    start_of_day(when.date())
                };
                let (from, whole) = (from.unix_timestamp(), (due - from).whole_seconds().max(1));
                let class = if left <= SHORT_SECONDS {
                    "bar-short"
                } else if left <= LAMP_SECONDS {
                    "bar-lamp"
                } else {
                    "bar-calm"
                };
                (
                    t!(notify.left),
                    format::duration_words(left),
                    class,
                    ((now.unix() - from) * BAR / whole).clamp(0, BAR),
                )
            }
            Punctuality::Late { by } => (
                t!(notify.over),
                format::duration_words(by.whole_seconds()),
                "bar-over",
                BAR,
            ),
        };
        let late = class == "bar-over";
        Some(html! {
            <div class="time-left" class:late=late>
                <p class="time-left-caption">{caption}</p>
                <p class="time-left-big">{big}</p>
                <svg class="time-left-bar" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="bar-track" width="1000" height="6"></rect>
                    <rect class=class width=share height="6"></rect>
                </svg>
                <p class="time-left-why">{if late { t!(notify.late_is_fine, due = day) } else { t!(notify.due_why, due = day, why = why) }}</p>
            </div>
        })
    })
}

/// Returns the number of guests who had moved into the chosen room without a notification when the board was read.
pub fn awaited(desk: &Desk) -> usize {
    let chosen = desk.form.room.get();
    desk.board.with(|board| {
        let rooms = board.as_ref().map_or(&[][..], |board| &board.rooms[..]);
        let room = rooms.iter().find(|room| room.id.to_string() == chosen);
        room.map_or(0, |room| usize::try_from(room.unnotified).unwrap_or(0))
    })
}

/// Renders the guests of the room that were notified since the page was opened.
#[component]
pub fn RoomGuests() -> Markup {
    let desk = Desk::here();
    let of_room = Memo::new(move |_| {
        let room = desk.form.room.get();
        desk.received.with(|received| {
            let same = |receipt: &&super::sending::Receipt| {
                receipt.stay.room.as_ref().is_some_and(|of| of.id.to_string() == room)
                    || (room.is_empty() && receipt.stay.room.is_none())
            };
            received
                .iter()
                .filter(same)
                .map(|receipt| {
                    (
                        receipt.stay.id,
                        receipt.stay.guest.full_name.clone(),
                        receipt.stay.late_seconds,
                    )
                })
                .collect::<Vec<_>>()
        })
    });
    IntoMarkup::into_markup(move || {
        let guests = of_room.get();
        (!guests.is_empty()).then(|| {
            let count = guests.len();
            let title = match room_name(&desk) {
                Some(room) => t!(notify.guests_of_room, room = room),
                None => t!(notify.guests_received).to_owned(),
            };
            html! {
                <section class="room-guests">
                    <div class="section-head"><h2 class="section-title">{title}" "<span class="count">{count}</span></h2></div>
                    <ul>
                        {guests.into_iter().map(|(id, name, late)| html! {
                            <li class="room-guest">
                                <a href=format!("/stays/{id}")>{name}</a>
                                <StatusTag status=late.map_or(Status::Notified, Status::Late)/>
                            </li>
                        }).collect::<Vec<_>>()}
                    </ul>
                </section>
            }
        })
    })
}

/// Returns the name of the chosen room.
pub fn room_name(desk: &Desk) -> Option<String> {
    let chosen = desk.form.room.get();
    desk.facility()?
        .rooms
        .into_iter()
        .find(|room| room.id.to_string() == chosen)
        .map(|room| room.name)
}

/// Renders the button to send, and the state of the draft.
#[component]
pub fn Acts() -> Markup {
    let desk = Desk::here();
    let busy = desk.sending;
    // A draft is kept while somebody presses the button: it stays the same button.
    let is_kept = Memo::new(move |_| desk.kept_at.get().is_some());
    html! {
        <div class="notify-acts">
            <Button
                kind=ButtonKind::Primary
                label=move || t!(notify.send)
                busy_label=move || t!(notify.sending)
                key_cap="Ctrl Enter"
                wide=true
                busy=busy
                submit=true
                id="send"
            />
            <Button
                label=move || t!(notify.send_next)
                key_cap="Ctrl ↓"
                wide=true
                busy=busy
                on_press=move |()| desk.send(Then::NextGuest)
            />
            <p class="draft-note" role="status">
                {move || match (desk.keeps_nothing.get(), desk.kept_at.get()) {
                    (true, _) => html! { <span class="draft-lost"><Icon name="triangle"/>{t!(notify.draft_lost)}</span> },
                    (false, Some(at)) => html! { <span><Icon name="lock"/>{t!(notify.draft_kept, time = format::time(at))}</span> },
                    (false, None) => Markup::nothing(),
                }}
            </p>
            {when(move || is_kept.get().then(|| html! {
                <button type="button" class="link" on:click=move |_| desk.give_up()>{t!(notify.give_up)}</button>
            }))}
        </div>
    }
}
