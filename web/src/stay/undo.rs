//! "Undo" beside an act on a stay, where the API has the inverse operation. It starts from the version that the act
//! made, so that it undoes no later change.

use super::change::Request;
use crate::api::Api;
use crate::t;
use crate::ui::{ToastAction, Toasts};
use dto::stay::StayOut;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Data of the page that an undo needs.
#[derive(Clone, Copy)]
pub struct Undo {
    api: Api,
    toasts: Toasts,
    on_saved: Callback<StayOut>,
}

impl Undo {
    /// Creates it: `on_saved` receives the new version, while the page still exists.
    pub fn new(on_saved: Callback<StayOut>) -> Self {
        Self {
            api: Api::here(),
            toasts: Toasts::here(),
            on_saved,
        }
    }

    /// Returns the act that reverts the change which made `stay`; `None` where the account may not perform it.
    pub fn by(self, stay: &StayOut, inverse: Request) -> Option<ToastAction> {
        if !stay.can.has(inverse.operation()) {
            return None;
        }
        let (id, inverse) = (stay.id, Arc::new(inverse));
        Some(ToastAction {
            label: t!(stay.undo).to_owned(),
            act: Arc::new(move || {
                let inverse = Arc::clone(&inverse);
                spawn_local(async move {
                    match inverse.send(self.api, id).await {
                        Ok(stay) => {
                            self.toasts.ok(t!(stay.undone), stay.guest.full_name.clone(), None);
                            self.on_saved.try_run(stay);
                        }
                        Err(error) => drop(self.toasts.failed(error.title(), error.detail(), None)),
                    }
                });
            }),
        })
    }
}
