//! Hủy thông báo: the guest did not stay. The notification stays visible, with the reason (KH-11.2d-2).

use crate::form::{Act, Field, Part, Typed};
use crate::markup::Markup;
use crate::stay::change::{Change, Request};
use crate::stay::departure::WHY;
use crate::t;
use crate::ui::Toasts;
use dto::Checked;
use dto::stay::{CancelIn, StayOut};
use leptos::prelude::*;

const CANCEL: Act = Act {
    title: || t!(stay.cancel_stay),
    text: || t!(stay.cancel_text),
    parts: &[Part {
        fields: &[Field::line(WHY, || t!(stay.cancel_why))
            .hint(|| t!(stay.cancel_hint))
            .prose()],
        ..Part::PLAIN
    }],
    label: || t!(stay.cancel_save),
    done: || t!(stay.cancelled_toast),
    is_danger: true,
};

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
    let change = Change::new(stay.id, stay.version, on_saved);
    let request = move |typed: &Typed| CancelIn {
        version: change.version(),
        change_reason: typed.text(WHY),
    };
    let sheet = CANCEL.sheet(Typed::default(), move |typed, context| {
        request(typed).check(context).err().unwrap_or_default()
    });
    let compose = Callback::new(move |typed: Typed| Request::Cancel(request(&typed)));
    let told = Callback::new(move |stay: StayOut| CANCEL.tell(toasts, stay.guest.full_name, None));
    change.form(sheet, compose, told, on_cancel, Markup::nothing())
}
