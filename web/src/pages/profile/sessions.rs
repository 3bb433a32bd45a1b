//! The user's own open sessions.

use super::session_list::LIST;
use crate::api::{Api, Call};
use crate::form::{Failure, Saving};
use crate::listing::{Listing, rows};
use crate::markup::{Markup, ViewFn, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Button, Toasts};
use dto::operations::accounts::ListSessions;
use leptos::prelude::*;
use uuid::Uuid;

/// Ends a session of the list.
#[derive(Clone, Copy)]
pub struct EndSession(pub Callback<Uuid>);

/// Renders the list, with buttons to end one or all others.
#[component]
pub fn Sessions() -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let listing = Listing::whole(&LIST, |wanted| {
        Some(Call::of(ListSessions::at()).query(&wanted.query()).ask)
    });
    let saving = Saving::new();
    provide_context(EndSession(Callback::new(move |id| {
        saving.send(async move { api.end_session(id).await }, move |()| {
            toasts.ok(t!(profile.session_ended), String::new(), None);
            listing.reload();
        });
    })));
    let end_others = Callback::new(move |()| {
        let work = async move { api.end_other_sessions().await };
        saving.send(work, move |done| {
            toasts.ok(t!(profile.sessions_ended, count = done.ended), String::new(), None);
            listing.reload();
        });
    });
    let others = Memo::new(move |_| listing.rows().iter().any(|row| !row.is("/is_current")));
    html! {
        <section class="own-section no-print">
            <div class="ledger-head">
                <h2>{move || t!(profile.sessions)}</h2>
                {when(move || others.get().then(|| html! {
                    <span class="ledger-end"><Button small=true id="end-others" label=move || t!(profile.end_others) busy=saving.busy on_press=end_others/></span>
                }))}
            </div>
            <p class="ledger-hint">{move || t!(profile.sessions_hint)}</p>
            <Failure saving/>
            {rows(listing, ViewFn::default())}
        </section>
    }
}
