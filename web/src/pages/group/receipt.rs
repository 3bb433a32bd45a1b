//! Receipt of a group by the server.

use super::desk::GroupDesk;
use crate::format;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, Note, NoteKind, PageTitle, Status, StatusTag};
use dto::stay::{GroupOut, StaySummary};
use leptos::prelude::*;

/// Renders the receipt, in place of the form.
#[component]
pub fn GroupReceipt(
    /// Answer of the server.
    group: GroupOut,
) -> Markup {
    let desk = GroupDesk::here();
    let count = group.stays.len();
    let roomless = group.stays.iter().filter(|stay| stay.room_name.is_none()).count();
    let late = group.stays.iter().filter(|stay| stay.late_seconds.is_some()).count();
    let at = group.stays.first().map(|stay| stay.notified_at);
    let row = |stay: StaySummary| {
        let room = stay.room_name.unwrap_or_else(|| t!(group.no_room).to_owned());
        let status = stay.late_seconds.map_or(Status::Notified, Status::Late);
        html! {
            <li class="ledger-row group-received">
                <span class="cell-room">{room}</span>
                <a href=format!("/stays/{}", stay.id) class="ledger-open">{stay.full_name}</a>
                <span class="mono cell-quiet">{stay.stay_code}</span>
                <StatusTag status/>
            </li>
        }
    };
    html! {
        <div class="receipt group-receipt">
            <PageTitle text=move || t!(group.received, count = count)/>
            <p class="quiet">
                {at.map(format::instant)}
                {(late > 0).then(|| html! { " · " {t!(group.received_late, count = late)} })}
            </p>
            {(roomless > 0).then(|| html! { <Note kind=NoteKind::Info>{t!(group.no_room_note, count = roomless)}</Note> })}
            <ul class="ledger">{group.stays.into_iter().map(row).collect::<Vec<_>>()}</ul>
            <div class="form-acts">
                <Button kind=ButtonKind::Primary label=move || t!(group.another) icon="plus" id="another-group" on_press=move |()| desk.start_anew()/>
                <ButtonLink href="/board" label=move || t!(group.whole_room) icon="board"/>
            </div>
        </div>
    }
}
