//! Hủy thông báo: the guest did not stay. The notification stays visible, with the reason (KH-11.2d-2).

use crate::markup::{Markup, html};
use crate::reactive::effect;
use crate::stay::change::{Change, ChangeForm, Request, wrong};
use crate::t;
use crate::ui::{Field, TextInput, Toasts};
use dto::Given;
use dto::problem::FieldCode;
use dto::stay::{CancelIn, StayOut};
use leptos::prelude::*;

const WHY: &str = "/change_reason";

/// Renders the form.
#[component]
pub fn Cancel(
    /// Notification to cancel.
    stay: StayOut,
    /// Called with the new version.
    on_saved: Callback<StayOut>,
    /// Called to close without a change.
    on_cancel: Callback<()>,
) -> Markup {
    let toasts = Toasts::here();
    let why = RwSignal::new(String::new());
    let saved = Callback::new(move |stay: StayOut| {
        toasts.ok(t!(stay.cancelled_toast), stay.guest.full_name.clone(), None);
        on_saved.run(stay);
    });
    let change = Change::new(stay.id, stay.version, saved);
    let compose = Callback::new(move |()| {
        let reason = why.get_untracked().trim().to_owned();
        if reason.is_empty() {
            return Err(vec![wrong(WHY, FieldCode::Required, t!(stay.required))]);
        }
        Ok(Request::Cancel(CancelIn {
            version: change.version(),
            change_reason: Given::Value(reason),
        }))
    });
    effect(move || {
        why.track();
        change.mend(WHY);
    });
    let fields = Callback::new(move |()| vec![(WHY, "cancel-why", t!(stay.cancel_why).to_owned())]);
    html! {
        <ChangeForm change compose save=move || t!(stay.cancel_save) icon="cross" danger=true fields on_cancel>
            <p class="change-text">{move || t!(stay.cancel_text)}</p>
            <Field id="cancel-why" label=move || t!(stay.cancel_why) hint=move || t!(stay.cancel_hint) error=change.error(WHY)>
                <TextInput value=why prose=true/>
            </Field>
        </ChangeForm>
    }
}
