//! Acting for another account (LCH20-16.3-3; D-17).

use super::search::SearchText;
use crate::api::Api;
use crate::ui::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

/// Switches to another account, or back to the user's own, and opens the first page. A callback of the frame: it
/// outlives the page that calls it.
#[derive(Clone, Copy)]
pub struct ActFor(pub Callback<Option<Uuid>>);

/// Creates the callback, which the frame provides.
pub fn act_for() -> ActFor {
    let (api, toasts, search) = (Api::here(), Toasts::here(), SearchText::here());
    let navigate = StoredValue::new_local(use_navigate());
    ActFor(Callback::new(move |account: Option<Uuid>| {
        // The last search was made for the other account.
        search.clear();
        spawn_local(async move {
            if let Err(error) = api.act_for(account).await {
                toasts.failed(error.title(), error.detail(), None);
            }
            // By way of the root, so that the page is rendered again where it is the same for both.
            navigate.try_with_value(|navigate| navigate("/", NavigateOptions::default()));
        });
    }))
}
