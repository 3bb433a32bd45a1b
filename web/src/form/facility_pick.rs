//! Choice of a facility.

use super::{Form, Other};
use crate::api::Api;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Choice, Chooser};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Renders the choice of a facility, searched by the server: a province has thousands.
#[component]
pub fn FacilityPick(
    /// Form with a field `/facility_id`.
    form: Form,
) -> Markup {
    let api = Api::here();
    let (chosen, found) = (form.text("/facility_id"), RwSignal::new(Arc::new(Vec::<Choice>::new())));
    spawn_local(async move {
        let mut query = vec![("limit", "100".to_owned())];
        let mut all = Vec::new();
        // As many as a chooser can display usefully; typing narrows them.
        while let Ok(page) = api.list_facilities(&query).await {
            all.extend(
                page.items
                    .into_iter()
                    .map(|facility| Choice::with_detail(facility.id.to_string(), facility.name, facility.area.name)),
            );
            if found.try_set(Arc::new(all.clone())).is_some() {
                return;
            }
            let Some(cursor) = page.next_cursor else { return };
            query.truncate(1);
            query.push(("cursor", cursor));
        }
    });
    html! {
        <Other form at="/facility_id" class="set-up-wide" hint=move || t!(accounts.facility_hint)>
            <Chooser value=chosen options=found on_leave=form.leave("/facility_id")/>
        </Other>
    }
}
