//! "3 new": rows that others have added to a list since it was read.

use super::reading::Listing;
use crate::browser;
use crate::markup::{Markup, html};
use crate::reactive::{effect_after, when};
use crate::t;
use crate::ui::Button;
use leptos::prelude::*;

/// Renders a button that reads the list again, while `counted` is greater than the number in the answer at `at`. The
/// rows never move while they are being read, and no recorded reading happens without a request by the user. The button
/// is not displayed for a narrowed list, because `counted` counts the whole list.
pub fn fresh(listing: Listing, at: &'static str, counted: RwSignal<u32>) -> Markup {
    let more = Memo::new(move |_| {
        let shown = listing.about()?.number(at)?;
        let more = i64::from(counted.get()) - shown;
        (more > 0 && !listing.narrows()).then_some(more)
    });
    let pressed = RwSignal::new(false);
    // The button disappears; focus moves to the new rows.
    effect_after(move |_: Option<()>| {
        if more.get().is_none() && pressed.get_untracked() {
            pressed.set(false);
            if let Some(first) = untrack(|| listing.rows()).first() {
                let id = listing.element_id(&first.id());
                request_animation_frame(move || {
                    browser::focus(&id);
                });
            }
        }
    });
    let press = Callback::new(move |()| {
        pressed.set(true);
        listing.reload();
    });
    html! {
        <div role="status">
            {when(move || more.get().is_some().then(|| html! {
                <p class="list-fresh no-print">
                    <Button
                        small=true
                        icon="plus"
                        label=move || t!(list.fresh, count = more.get().unwrap_or_default())
                        busy=listing.busy()
                        on_press=press
                    />
                </p>
            }))}
        </div>
    }
}
