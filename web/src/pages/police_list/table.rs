//! The rows of the police list.

use crate::format;
use crate::lists::Lists;
use crate::pages::stay::fields;
use crate::pages::stay::listing::row_id;
use crate::reactive::each;
use crate::t;
use crate::ui::{Icon, Status, StatusTag};
use dto::Timestamp;
use dto::stay::{StayState, StaySummary};
use leptos::prelude::*;
use rules::nights::StayKind;
use time::Date;
use uuid::Uuid;

/// The time, with its day where that is not `usual`.
pub fn time_of(at: Timestamp, usual: Date) -> String {
    let day = rules::zone::local_date(at.get());
    if day == usual {
        format::time(at)
    } else {
        format!("{} {}", format::short_date(day, usual.year()), format::time(at))
    }
}

/// The arrival; with its day as well where the notification was late, as the deadline hangs on it.
fn arrival_words(at: Timestamp, today: Date, is_late: bool) -> String {
    if is_late {
        let day = rules::zone::local_date(at.get());
        format!("{} {}", format::short_date(day, today.year()), format::time(at))
    } else {
        time_of(at, today)
    }
}

/// When the police entered what they say they were told before: beside the moment of the notification, by which lateness is
/// judged.
pub fn entered(stay: &StaySummary, today: Memo<Date>) -> impl IntoView + use<> {
    stay.entered_at.map(|at| {
        view! { <span class="under quiet">{move || t!(police.entered, at = time_of(at, today.get()))}</span> }
    })
}

/// In time, or how late.
pub fn punctuality(stay: &StaySummary) -> Status {
    if stay.state == StayState::Cancelled {
        return Status::Cancelled;
    }
    stay.late_seconds.map_or(Status::InTime, Status::Late)
}

/// The table. Under 720 px each row stands as three lines.
#[component]
pub fn StayTable(
    /// Newest first.
    #[prop(into)]
    items: Signal<Vec<StaySummary>>,
    /// Which one is open in the panel.
    open: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    let lists = Lists::here();
    let today = Memo::new(move |_| lists.clock().today());
    view! {
        <table class="stays stays-police" role="table" aria-label=move || t!(police.table_label)>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col" aria-sort="descending"><span class="sorted">{move || t!(police.col_received)}<Icon name="chevron-down"/></span></th>
                    <th role="columnheader" scope="col">{move || t!(police.col_guest)}</th>
                    <th role="columnheader" scope="col" class="less">{move || t!(police.col_sex)}</th>
                    <th role="columnheader" scope="col" class="number less">{move || t!(police.col_birth)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_country)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_document)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_facility)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_room)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_arrival)}</th>
                    <th role="columnheader" scope="col" class="less">{move || t!(police.col_departure)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_due)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {each(
                    move || items.get(),
                    |stay| format!("{} {} {:?} {:?} {:?}", stay.id, stay.version, stay.acknowledged, stay.asked, stay.answered),
                    move |stay| view! { <StayRow stay=stay today=today open=open/> },
                )}
            </tbody>
        </table>
    }
}

#[component]
fn StayRow(stay: StaySummary, today: Memo<Date>, open: RwSignal<Option<Uuid>>) -> impl IntoView {
    let id = stay.id;
    let is_open = Memo::new(move |_| open.get() == Some(id));
    let (notified_at, arrival_at) = (stay.notified_at, stay.arrival_at);
    let leaves_on = rules::zone::local_date(stay.departed_at.unwrap_or(stay.planned_departure_at).get());
    let sex = stay.sex;
    let room = stay.room_name.clone();
    let status = punctuality(&stay);
    let is_late = stay.late_seconds.is_some();
    let is_unread = !stay.acknowledged;
    let entered = entered(&stay, today);
    let talk = if stay.asked {
        Some(Status::Asked)
    } else {
        stay.answered.then_some(Status::Answered)
    };
    let is_day_use = stay.kind == StayKind::DayUse;
    view! {
        <tr role="row" class="stay-row" class:unread=is_unread class:selected=is_open aria-selected=move || is_open.get().then_some("true")>
            <td role="cell" class="at-time quiet">
                {is_unread.then(|| view! { <span class="unread-mark"><Icon name="diamond" size=10/><span class="hidden">{move || t!(police.unseen_word)} " "</span></span> })}
                {move || time_of(notified_at, today.get())}
                {entered}
            </td>
            <td role="cell" class="at-name">
                <button
                    type="button"
                    class="row-open"
                    id=row_id(id)
                    aria-haspopup="dialog"
                    aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| open.set(Some(id))
                >
                    {stay.full_name}
                </button>
            </td>
            <td role="cell" class="less">{move || fields::sex_word(sex)}</td>
            <td role="cell" class="number less">{stay.birth_year}</td>
            <td role="cell" class="at-country">{stay.nationality}</td>
            <td role="cell" class="at-document mono">{stay.document_masked}</td>
            <td role="cell" class="at-facility">{stay.facility_name}</td>
            <td role="cell" class="at-room">
                <span class="word-narrow quiet">{move || t!(stay.room)} " "</span>
                {room.unwrap_or_else(|| t!(stay.nothing).to_owned())}
            </td>
            <td role="cell" class="at-arrival">
                <span class="word-narrow quiet">{move || t!(police.arrived)} " "</span>
                {move || arrival_words(arrival_at, today.get(), is_late)}
            </td>
            <td role="cell" class="less">
                {if is_day_use {
                    view! { <StatusTag status=Status::DayUsePlain/> }.into_any()
                } else {
                    (move || format::short_date(leaves_on, today.get().year())).into_any()
                }}
            </td>
            <td role="cell" class="at-status">
                <StatusTag status/>
                {talk.map(|status| view! { " " <StatusTag status/> })}
            </td>
        </tr>
    }
}
