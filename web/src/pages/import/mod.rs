//! Import of guest lists (nhập tệp): choose a file, check its rows, store them.

mod choose;
mod left_out;
mod list;
mod preview;
mod result;
mod words;

use crate::api::Api;
use crate::markup::{IntoMarkup, Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Empty, Icon, Load, Loaded, load};
use choose::Choose;
use dto::import::{ImportIn, ImportOut, ImportState};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use preview::Preview;
use result::{Expired, Failed, Stored, Storing};
use std::cmp::Ordering;
use uuid::Uuid;

/// The last file sent, until the page is left: it can be read once more with the hidden parts of its spreadsheet.
#[derive(Clone, Copy)]
struct LastFile(RwSignal<Option<ImportIn>>);

/// Renders the page. The id of the import is in the address, so that a reload loses nothing.
#[component]
pub fn Import() -> Markup {
    let session = Session::here();
    let query = use_query_map();
    provide_context(LastFile(RwSignal::new(None)));
    let facility = Memo::new(move |_| {
        session
            .account()
            .get()
            .and_then(|account| account.facility)
            .map(|facility| facility.id)
    });
    let import = Memo::new(move |_| query.with(|query| query.get("id").and_then(|id| Uuid::parse_str(&id).ok())));
    IntoMarkup::into_markup(move || match (facility.get(), import.get()) {
        (Some(facility), Some(import)) => html! { <OfImport facility import/> },
        (Some(facility), None) => html! { <Choose facility/> },
        (None, _) => html! { <Empty title=move || t!(set_up.no_facility)/> },
    })
}

#[component]
fn OfImport(facility: Uuid, import: Uuid) -> Markup {
    let api = Api::here();
    let about = load(move || async move { api.get_import(facility, import, &[("limit", "0".to_owned())]).await });
    let content = {
        let about = about.clone();
        move |shown: Signal<ImportOut>| html! { <Stage facility shown about=about.clone()/> }
    };
    html! { <Loaded load=about rows=8 view=content/> }
}

/// Renders the content for the state of the import.
#[component]
fn Stage(facility: Uuid, shown: Signal<ImportOut>, about: Load<ImportOut>) -> Markup {
    let state = Memo::new(move |_| shown.with(|import| import.state));
    IntoMarkup::into_markup(move || {
        let about = about.clone();
        match state.get() {
            ImportState::Previewed => html! { <Preview facility shown about/> },
            ImportState::Storing => html! { <Storing facility shown about/> },
            ImportState::Failed => html! { <Failed shown/> },
            ImportState::Stored => html! { <Stored facility shown/> },
            ImportState::Expired => html! { <Expired/> },
        }
    })
}

/// Renders the three steps, with the current one marked.
#[component]
fn Steps(at: usize) -> Markup {
    let names: [fn() -> &'static str; 3] = [
        || t!(import.step_choose),
        || t!(import.step_preview),
        || t!(import.step_result),
    ];
    let step = move |(index, name): (usize, fn() -> &'static str)| {
        let number = index + 1;
        let class = match number.cmp(&at) {
            Ordering::Less => "import-step done",
            Ordering::Equal => "import-step now",
            Ordering::Greater => "import-step",
        };
        html! {
            <li class=class aria-current=(number == at).then_some("step")>
                <span class="import-step-number">
                    {if number < at { html! { <Icon name="check"/> } } else { number.into_markup() }}
                </span>
                <span>{move || name()}</span>
            </li>
        }
    };
    html! {
        <ol class="import-steps" aria-label=move || t!(import.steps_label)>
            {names.into_iter().enumerate().map(step).collect::<Vec<_>>()}
        </ol>
    }
}
