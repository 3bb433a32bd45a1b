//! The register as a file: saved, or opened for printing.

use crate::api::Api;
use crate::browser;
use crate::format;
use crate::keys::{Key, use_key};
use crate::listing::{Listing, Query};
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, ButtonKind, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Act on the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    SaveXlsx,
    SavePdf,
    Print,
}

impl Act {
    fn format(self) -> &'static str {
        match self {
            Self::SaveXlsx => "xlsx",
            Self::SavePdf | Self::Print => "pdf",
        }
    }
}

/// Renders the buttons.
#[component]
pub fn TakeOut(
    /// The register.
    listing: Listing,
    /// Parameters of the operation, without pages.
    asked: Signal<Query>,
) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let busy = RwSignal::new(None::<Act>);
    let act = move |act: Act| {
        let Some(of) = untrack(|| listing.about()).filter(|_| busy.get_untracked().is_none()) else {
            return;
        };
        let mut query = asked.get_untracked();
        query.push(("format", act.format().to_owned()));
        busy.set(Some(act));
        spawn_local(async move {
            match api.download_register(&query).await {
                Ok(file) if act == Act::Print => browser::open_file(&file),
                Ok(file) => {
                    let name = format!("so-luu-tru_{}_{}.{}", of.text("/from"), of.text("/to"), act.format());
                    browser::save_file(&file, &name);
                }
                Err(error) => drop(toasts.failed(error.title(), error.detail(), None)),
            }
            busy.try_set(None);
        });
    };
    // The page displays a part of the lines; the printed file has all of them.
    use_key(Key::Ctrl("p"), || t!(register.print), move || act(Act::Print));
    let is_busy = move |act: Act| Signal::derive(move || busy.get() == Some(act));
    let why_not = move |act: Act| {
        Signal::derive(move || {
            let about = listing.about()?;
            let most = match act {
                Act::SaveXlsx => about.count("/limits/xlsx"),
                Act::SavePdf | Act::Print => about.count("/limits/pdf"),
            };
            let total = about.count("/counts/total");
            (total > most)
                .then(|| {
                    t!(
                        register.too_large,
                        lines = format::number(total),
                        most = format::number(most)
                    )
                })
                .or_else(|| (total == 0).then(|| t!(register.nothing_to_take).to_owned()))
        })
    };
    html! {
        <div class="register-acts">
            <Button
                label=move || t!(register.print)
                busy_label=move || t!(register.making)
                icon="print"
                busy=is_busy(Act::Print)
                disabled_reason=why_not(Act::Print)
                on_press=Callback::new(move |()| act(Act::Print))
            />
            <Button
                label=move || t!(register.xlsx)
                busy_label=move || t!(register.making)
                icon="import"
                busy=is_busy(Act::SaveXlsx)
                disabled_reason=why_not(Act::SaveXlsx)
                on_press=Callback::new(move |()| act(Act::SaveXlsx))
            />
            <Button
                kind=ButtonKind::Primary
                label=move || t!(register.pdf)
                busy_label=move || t!(register.making)
                icon="import"
                busy=is_busy(Act::SavePdf)
                disabled_reason=why_not(Act::SavePdf)
                on_press=Callback::new(move |()| act(Act::SavePdf))
            />
        </div>
    }
}
