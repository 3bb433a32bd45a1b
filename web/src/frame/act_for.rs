//! Acting for another account (LCH20-16.3-3; D-17).

use super::search::SearchText;
use crate::api::Api;
use crate::ui::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

/// Takes up the right of another account, or one's own again, and goes to the first page. Of the frame: it outlives the
/// page on which it is called.
#[derive(Clone, Copy)]
pub struct ActFor(pub Callback<Option<Uuid>>);

/// For the frame to provide.
pub fn act_for() -> ActFor {
    let (api, toasts, search) = (Api::here(), Toasts::here(), SearchText::here());
    let navigate = StoredValue::new_local(use_navigate());
    ActFor(Callback::new(move |account: Option<Uuid>| {
        // What was searched for was searched in the other right.
        search.clear();
        spawn_local(async move {
            if let Err(error) = api.act_for(account).await {
                toasts.failed(error.title(), error.detail(), None);
            }
            // By way of the root, so that the page is drawn anew where it is the same for both.
            navigate.try_with_value(|navigate| navigate("/", NavigateOptions::default()));
        });
    }))
}
