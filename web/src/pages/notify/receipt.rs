//! Receipt of a notification by the server.

use crate::entry::desk::Desk;
use crate::entry::sending::Receipt;
use crate::format;
use crate::keys::{Key, use_key};
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, Fact, Facts, FactsLook, PageTitle, Status, StatusTag};
use leptos::prelude::*;

/// Renders the receipt, in place of the form.
#[component]
pub fn ReceiptPage(
    /// The receipt.
    receipt: Receipt,
) -> Markup {
    let desk = Desk::here();
    let stay = StoredValue::new(receipt.stay);
    let title = move || {
        stay.with_value(|stay| match &stay.room {
            Some(room) => t!(notify.received_room, name = stay.guest.full_name, room = room.name),
            None => t!(notify.received_one, name = stay.guest.full_name),
        })
    };
    let facts = move || {
        stay.with_value(|stay| {
            let correctable = stay.correction_ends_at.map(format::end_instant);
            vec![
                Fact::new(t!(notify.code), stay.stay_code.clone()).mono(),
                Fact::new(t!(notify.received_at), format::instant(stay.notified_at)),
                Fact::new(t!(notify.due), format::end_instant(stay.due_at)),
                Fact::new(t!(notify.correctable), correctable.unwrap_or_default()),
            ]
        })
    };
    let late = stay.with_value(|stay| stay.late_seconds);
    let href = stay.with_value(|stay| format!("/stays/{}", stay.id));
    let next = move || match stay.with_value(|stay| stay.room.as_ref().map(|room| room.name.clone())) {
        Some(room) => t!(notify.next_of_room, room = room),
        None => t!(notify.next_guest).to_owned(),
    };
    use_key(Key::Letter("n"), next, move || desk.next_guest());
    html! {
        <div class="receipt">
            <PageTitle text=title/>
            <p class="receipt-status"><StatusTag status=late.map_or(Status::InTime, Status::Late)/></p>
            {move || html! { <Facts look=FactsLook::Page facts=facts()/> }}
            <div class="form-acts">
                <Button kind=ButtonKind::Primary label=next icon="plus" key_cap="N" on_press=move |()| desk.next_guest() id="next-guest"/>
                <Button label=move || t!(notify.other_room) on_press=move |()| desk.other_room()/>
                <ButtonLink href label=move || t!(notify.see_stay)/>
            </div>
        </div>
    }
}
