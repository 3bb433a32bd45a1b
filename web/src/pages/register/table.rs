//! The lines of the register.

use crate::format;
use crate::pages::guests::state_status;
use crate::pages::police_list::table::time_of;
use crate::pages::stay::listing::row_id;
use crate::reactive::{each, when};
use crate::t;
use crate::ui::{Status, StatusTag};
use dto::stay::RegisterLine;
use leptos::prelude::*;
use leptos_router::components::A;
use time::Date;

/// The table. Under 720 px each row stands as three lines.
#[component]
pub fn RegisterTable(
    /// In the order of receipt.
    items: Signal<Vec<RegisterLine>>,
    /// Whether there is more than one facility in it.
    of_area: Memo<bool>,
    /// The local day.
    today: Memo<Date>,
) -> impl IntoView {
    view! {
        <table class="stays stays-register" class:of-area=of_area role="table" aria-label=move || t!(register.table_label)>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col" class="number">{move || t!(register.col_number)}</th>
                    <th role="columnheader" scope="col">{move || t!(register.col_received)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_guest)}</th>
                    <th role="columnheader" scope="col">{move || t!(register.col_birth)}</th>
                    <th role="columnheader" scope="col" class="head-country">{move || t!(police.col_country)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_document)}</th>
                    {when(move || of_area.get().then(|| view! {
                        <th role="columnheader" scope="col">{t!(police.col_facility)}</th>
                    }))}
                    <th role="columnheader" scope="col">{move || t!(police.col_room)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_arrival)}</th>
                    <th role="columnheader" scope="col">{move || t!(register.col_leave)}</th>
                    <th role="columnheader" scope="col" class="less">{move || t!(register.col_reason)}</th>
                    <th role="columnheader" scope="col" class="less">{move || t!(register.col_by)}</th>
                    <th role="columnheader" scope="col">{move || t!(register.col_state)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {each(
                    move || items.get(),
                    |line| format!("{} {}", line.stay.id, line.stay.version),
                    move |line| view! { <Line line of_area today/> },
                )}
            </tbody>
        </table>
    }
}

#[component]
fn Line(line: RegisterLine, of_area: Memo<bool>, today: Memo<Date>) -> impl IntoView {
    let RegisterLine {
        line_number: number,
        stay,
        ..
    } = line;
    let (status, late) = (state_status(&stay), stay.late_seconds);
    let (notified_at, arrival_at) = (stay.notified_at, stay.arrival_at);
    let (departed_at, planned_at) = (stay.departed_at, stay.planned_departure_at);
    let birth = line
        .birth_date
        .map_or_else(|| stay.birth_year.to_string(), format::date);
    let leaves = move || match departed_at {
        Some(at) => time_of(at, today.get()),
        None => t!(
            guests.planned,
            date = format::short_date(rules::zone::local_date(planned_at.get()), today.get().year())
        ),
    };
    let facility = StoredValue::new((stay.facility_name, line.facility_address));
    view! {
        <tr role="row" class="stay-row">
            <td role="cell" class="number at-number quiet">{number}</td>
            <td role="cell" class="at-time quiet">{move || time_of(notified_at, today.get())}</td>
            <td role="cell" class="at-name">
                <A href=format!("/stays/{}", stay.id) attr:class="row-open" attr:id=row_id(stay.id)>{stay.full_name}</A>
            </td>
            <td role="cell" class="at-birth">{birth}</td>
            <td role="cell" class="at-country">{stay.nationality}</td>
            <td role="cell" class="at-document mono">{stay.document_masked}</td>
            {move || {
                of_area.get().then(|| {
                    let (name, address) = facility.get_value();
                    view! { <td role="cell" class="at-facility">{name} <span class="under quiet">{address}</span></td> }
                })
            }}
            <td role="cell" class="at-room">
                <span class="word-narrow quiet">{move || t!(stay.room)} " "</span>
                {stay.room_name.unwrap_or_else(|| t!(stay.nothing).to_owned())}
            </td>
            <td role="cell" class="at-arrival">
                <span class="word-narrow quiet">{move || t!(police.arrived)} " "</span>
                {move || time_of(arrival_at, today.get())}
            </td>
            <td role="cell" class="at-leave">{leaves}</td>
            <td role="cell" class="less" lang="vi">{line.reason_label}</td>
            <td role="cell" class="less">{line.notified_by}</td>
            <td role="cell" class="at-status">
                <span class="tags">
                    <StatusTag status/>
                    {late.map(|late| view! { <StatusTag status=Status::Late(late)/> })}
                </span>
            </td>
        </tr>
    }
}
