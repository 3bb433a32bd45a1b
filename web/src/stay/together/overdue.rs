//! Departures in the past, several at once: each at its planned time, or at another.

use super::{Act, Together};
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::Button;
use crate::ui::side_panel::SidePanel;
use dto::stay::StaySummary;
use leptos::prelude::*;

/// Renders a button where more than one guest is past the departure, and the list that it opens.
#[component]
pub fn ManyLeave(
    /// Stays of these guests.
    late: Memo<Vec<StaySummary>>,
    /// Called to read the data behind again.
    changed: Callback<()>,
) -> Markup {
    // The list stays as it was opened: it displays the results in its rows.
    let opened = RwSignal::new(None::<Vec<StaySummary>>);
    let close = Callback::new(move |()| drop(opened.try_set(None)));
    let done = Callback::new(move |()| {
        opened.try_set(None);
        changed.try_run(());
    });
    let open = move |()| opened.set(Some(late.get_untracked()));
    html! {
        {when(move || (late.with(Vec::len) > 1).then(|| html! {
            <Button label=move || t!(together.overdue_act) icon="out-door" small=true on_press=open/>
        }))}
        {when(move || opened.get().map(|stays| html! {
            <SidePanel id="leavers" title=Signal::derive(|| t!(together.overdue).to_owned()) on_close=close>
                <Together act=Act::CheckOut stays about=t!(together.overdue).to_owned() unticked=true done close/>
            </SidePanel>
        }))}
    }
}
