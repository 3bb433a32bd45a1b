//! Handing an account over.

use crate::browser;
use crate::format;
use crate::t;
use crate::ui::{Button, ButtonKind, Dialog, Note, NoteKind};
use dto::dossier::HandoverOut;
use leptos::prelude::*;

/// The sheet to hand over: shown once, printed, and gone.
#[component]
pub fn HandOver(
    /// What was answered, until it is put away.
    handed: RwSignal<Option<HandoverOut>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || {
        if handed.with(Option::is_some) {
            open.set(true);
        }
    });
    let close = move || {
        open.set(false);
        handed.set(None);
    };
    view! {
        <Dialog open title=move || t!(queue.handover_title) on_cancel=Callback::new(move |()| handed.set(None))>
            {move || handed.get().map(|sheet| view! {
                <Note kind=NoteKind::Warn icon="lock">{t!(queue.handover_text)}</Note>
                <dl class="own-facts">
                    <div class="own-fact"><dt>{t!(queue.login)}</dt><dd class="mono code">{sheet.login}</dd></div>
                    <div class="own-fact"><dt>{t!(queue.initial_password)}</dt><dd class="mono code">{sheet.initial_password}</dd></div>
                    <div class="own-fact"><dt>{t!(queue.valid_until)}</dt><dd>{format::end_instant(sheet.valid_until)}</dd></div>
                </dl>
            })}
            <div class="dialog-acts no-print">
                <Button label=move || t!(queue.print_sheet) on_press=Callback::new(|()| browser::print())/>
                <Button kind=ButtonKind::Primary label=move || t!(queue.handed_over) on_press=Callback::new(move |()| close())/>
            </div>
        </Dialog>
    }
}
