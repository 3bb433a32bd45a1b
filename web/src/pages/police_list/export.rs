//! The list as a file, for a purpose that is recorded.

use crate::api::Api;
use crate::browser;
use crate::form::purpose::{Purpose, PurposeFields};
use crate::listing::Listing;
use crate::markup::{Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::side_panel::SidePanel;
use crate::ui::{Button, ButtonKind, Toasts, focus_field};
use dto::operations::stays::ExportStays;
use dto::stay::PurposeIn;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Renders the button, and the question about the purpose.
#[component]
pub fn Export(listing: Listing) -> Markup {
    let may = Session::here().may(ExportStays);
    let is_open = RwSignal::new(false);
    let close = Callback::new(move |()| is_open.set(false));
    let any = Memo::new(move |_| listing.count() > 0);
    html! {
        {move || (may && any.get()).then(|| html! {
            <Button small=true icon="import" label=move || t!(list.export) on_press=move |()| is_open.set(true)/>
        })}
        {move || is_open.get().then(|| html! {
            <SidePanel id="export" title=Signal::derive(|| t!(police.export_title).to_owned()) on_close=close>
                <Ask listing close/>
            </SidePanel>
        })}
    }
}

#[component]
fn Ask(listing: Listing, close: Callback<()>) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let purpose = Purpose::new();
    let busy = RwSignal::new(false);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some((code, reference)) = purpose.stated() else {
            focus_field("export-purpose");
            return;
        };
        busy.set(true);
        let (query, asked) = (
            listing.query(),
            PurposeIn {
                purpose: code,
                reference,
            },
        );
        let day = listing.today().get_untracked();
        spawn_local(async move {
            match api.export_stays(&query, &asked).await {
                Ok(file) => {
                    browser::save_file(&file, &format!("thong-bao-luu-tru_{day}.xlsx"));
                    toasts.ok(t!(list.exported), String::new(), None);
                    close.try_run(());
                }
                Err(error) => drop(toasts.failed(error.title(), error.detail(), None)),
            }
            busy.try_set(false);
        });
    };
    html! {
        <form class="panel-form" novalidate on:submit=send>
            <p class="dialog-text">{move || t!(police.export_text)}</p>
            <PurposeFields purpose id="export"/>
            <div class="form-acts">
                <Button kind=ButtonKind::Primary icon="import" label=move || t!(list.export) busy_label=move || t!(register.making) busy submit=true/>
                <Button kind=ButtonKind::Quiet label=move || t!(board.leave) on_press=close/>
            </div>
        </form>
    }
}
