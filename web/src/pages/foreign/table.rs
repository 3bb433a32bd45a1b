//! The foreign guests, row by row.

use super::steps::take_back;
use super::{Desk, words};
use crate::api::Api;
use crate::format;
use crate::pages::police_list::table::time_of;
use crate::pages::stay::listing::row_id;
use crate::reactive::each;
use crate::t;
use crate::ui::{Icon, Toasts};
use dto::operations::stays::ConfirmForeignGuests;
use dto::stay::{ForeignGuestOut, ForeignState, StayState, StayVersionRef};
use leptos::prelude::*;
use leptos_router::components::A;
use time::Date;
use uuid::Uuid;

/// The table. Under 720 px each row stands as a few lines.
#[component]
pub fn GuestTable(desk: Desk, today: Memo<Date>) -> impl IntoView {
    let items = desk.paging.items();
    view! {
        <table class="stays stays-foreign" role="table" aria-label=move || t!(foreign.table_label)>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col"><TickAll desk/></th>
                    <th role="columnheader" scope="col">{move || t!(police.col_guest)}</th>
                    <th role="columnheader" scope="col" class="head-country">{move || t!(foreign.col_country)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_document)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_room)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_arrival)}</th>
                    <th role="columnheader" scope="col">{move || t!(register.col_leave)}</th>
                    <th role="columnheader" scope="col">{move || t!(foreign.col_state)}</th>
                    <th role="columnheader" scope="col">{move || t!(foreign.col_more)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {each(
                    move || items.get(),
                    |guest| {
                        let acts = &guest.immigration;
                        let at = acts.export.as_ref().map_or(0, |act| act.at.unix());
                        let can_confirm = acts.can.has(ConfirmForeignGuests);
                        format!("{} {} {} {at} {can_confirm}", guest.stay.id, guest.stay.version, acts.state as u8)
                    },
                    move |guest| view! { <Row guest desk today/> },
                )}
            </tbody>
        </table>
    }
}

/// Ticks all who wait and can be put into a file, or nobody.
#[component]
fn TickAll(desk: Desk) -> impl IntoView {
    let ready = move || {
        let rows = desk.rows(words::is_ready);
        rows.into_iter().map(|guest| guest.stay.id).collect::<Vec<Uuid>>()
    };
    let all = Memo::new(move |_| {
        let ready = ready();
        !ready.is_empty() && desk.ticked.with(|ticked| ready.iter().all(|id| ticked.contains(id)))
    });
    let change = move |event: leptos::ev::Event| {
        let is_on = event_target_checked(&event);
        let ready = untrack(ready);
        desk.ticked.update(|ticked| {
            if is_on {
                ticked.extend(ready);
            } else {
                ticked.clear();
            }
        });
    };
    view! {
        <label class="check tick">
            <input type="checkbox" id="tick-all" aria-label=move || t!(foreign.tick_all) prop:checked=all on:change=change/>
        </label>
    }
}

#[component]
fn Row(guest: ForeignGuestOut, desk: Desk, today: Memo<Date>) -> impl IntoView {
    let state = guest.immigration.state;
    let more = more(&guest, desk);
    let lacks = !guest.gaps.is_empty();
    let stay = guest.stay;
    let (id, name) = (stay.id, StoredValue::new(stay.full_name.clone()));
    let ticked = Memo::new(move |_| desk.ticked.with(|ticked| ticked.contains(&id)));
    let change = move |event: leptos::ev::Event| {
        let is_on = event_target_checked(&event);
        desk.ticked.update(|ticked| {
            if is_on {
                ticked.insert(id);
            } else {
                ticked.remove(&id);
            }
        });
    };
    let (arrival_at, departed_at, planned_at) = (stay.arrival_at, stay.departed_at, stay.planned_departure_at);
    let leaves = move || match departed_at {
        Some(at) => time_of(at, today.get()),
        None => t!(
            guests.planned,
            date = format::short_date(rules::zone::local_date(planned_at.get()), today.get().year())
        ),
    };
    view! {
        <tr role="row" class="stay-row" class:struck=stay.state == StayState::Cancelled class:selected=ticked>
            <td role="cell" class="at-tick">
                <label class="check tick">
                    <input type="checkbox" aria-label=move || t!(foreign.tick, name = name.get_value()) prop:checked=ticked on:change=change/>
                </label>
            </td>
            <td role="cell" class="at-name">
                <A href=format!("/stays/{id}") attr:class="row-open" attr:id=row_id(id)>{name.get_value()}</A>
            </td>
            <td role="cell" class="at-country" lang="vi">{guest.nationality_name}</td>
            <td role="cell" class="at-document mono">{stay.document_masked}</td>
            <td role="cell" class="at-room">
                <span class="word-narrow quiet">{move || t!(stay.room)} " "</span>
                {stay.room_name.unwrap_or_else(|| t!(stay.nothing).to_owned())}
            </td>
            <td role="cell" class="at-arrival">
                <span class="word-narrow quiet">{move || t!(police.arrived)} " "</span>
                {move || time_of(arrival_at, today.get())}
            </td>
            <td role="cell" class="at-leave">{leaves}</td>
            <td role="cell" class="at-status"><Tag state lacks/></td>
            <td role="cell" class="at-more">{more}</td>
        </tr>
    }
}

/// The state; that something is missing goes before it.
#[component]
fn Tag(state: ForeignState, lacks: bool) -> impl IntoView {
    let (icon, class) = if lacks {
        ("triangle", "tag tag-bad")
    } else {
        words::look(state)
    };
    let word = move || {
        if lacks {
            t!(foreign.incomplete)
        } else {
            words::word(state)
        }
    };
    view! { <span class=class><Icon name=icon/><span>{word}</span></span> }
}

/// Why a guest cannot be put into a file; else what was done when, by whom, and how it is undone.
fn more(guest: &ForeignGuestOut, desk: Desk) -> AnyView {
    if !guest.gaps.is_empty() {
        let gaps = guest.gaps.iter().map(|gap| view! { <li>{gap.message.clone()}</li> });
        return view! { <ul class="foreign-gaps">{gaps.collect_view()}</ul> }.into_any();
    }
    let is_open = guest.immigration.can.has(ConfirmForeignGuests);
    let undo = (guest.immigration.state == ForeignState::Confirmed && is_open).then(|| {
        let (api, toasts) = (Api::here(), Toasts::here());
        let stay = StayVersionRef {
            id: guest.stay.id,
            version: guest.stay.version,
        };
        let name = guest.stay.full_name.clone();
        view! {
            <button
                type="button"
                class="link foreign-undo"
                aria-label=move || t!(foreign.undo_of, name = name)
                on:click=move |_| take_back(api, toasts, desk, vec![stay])
            >
                {move || t!(foreign.undo)}
            </button>
        }
    });
    view! { <span class="quiet">{words::more(&guest.immigration)}</span> " " {undo} }.into_any()
}
