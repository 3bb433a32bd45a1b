//! The printed form as PDF, for anybody who has the code and for the officers of the dossier.

use crate::api::Api;
use crate::browser;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, Toasts};
use dto::dossier::LookupIn;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Renders the button that saves the form.
#[component]
pub fn FormButton(
    /// The code of the dossier.
    #[prop(optional)]
    code: String,
    /// Id of the dossier, where the user may read it.
    #[prop(optional)]
    dossier: Option<Uuid>,
) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let busy = RwSignal::new(false);
    let code = StoredValue::new(code);
    let press = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let form = match dossier {
                Some(id) => api.print_dossier(id).await,
                None => {
                    let asked = LookupIn {
                        dossier_code: code.get_value(),
                    };
                    api.download_dossier_form(&asked).await
                }
            };
            match form {
                Ok(file) => browser::save_file(&file, t!(dossier.form_file)),
                Err(error) => drop(toasts.failed(error.title(), error.detail(), None)),
            }
            busy.try_set(false);
        });
    });
    html! { <Button label=move || t!(dossier.save_form) busy_label=move || t!(dossier.making_form) icon="import" busy=busy on_press=press/> }
}
