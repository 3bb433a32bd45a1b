//! Import of guest lists (nhập tệp): choose a file, check its rows, store them.

mod choose;
mod left_out;
mod list;
mod preview;
mod result;
mod words;

use crate::api::Api;
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
pub fn Import() -> impl IntoView {
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
    move || match (facility.get(), import.get()) {
        (Some(facility), Some(import)) => view! { <OfImport facility import/> }.into_any(),
        (Some(facility), None) => view! { <Choose facility/> }.into_any(),
        (None, _) => view! { <Empty title=move || t!(set_up.no_facility)/> }.into_any(),
    }
}

#[component]
fn OfImport(facility: Uuid, import: Uuid) -> impl IntoView {
    let api = Api::here();
    let about = load(move || async move { api.get_import(facility, import, &[("limit", "0".to_owned())]).await });
    let content = {
        let about = about.clone();
        move |shown: Signal<ImportOut>| view! { <Stage facility shown about=about.clone()/> }.into_any()
    };
    view! { <Loaded load=about rows=8 view=content/> }
}

/// Renders the content for the state of the import.
#[component]
fn Stage(facility: Uuid, shown: Signal<ImportOut>, about: Load<ImportOut>) -> impl IntoView {
    let state = Memo::new(move |_| shown.with(|import| import.state));
    move || {
        let about = about.clone();
        match state.get() {
            ImportState::Previewed => view! { <Preview facility shown about/> }.into_any(),
            ImportState::Storing => view! { <Storing facility shown about/> }.into_any(),
            ImportState::Failed => view! { <Failed shown/> }.into_any(),
            ImportState::Stored => view! { <Stored facility shown/> }.into_any(),
            ImportState::Expired => view! { <Expired/> }.into_any(),
        }
    }
}

/// Renders the three steps, with the current one marked.
#[component]
fn Steps(at: usize) -> impl IntoView {
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
        view! {
            <li class=class aria-current=(number == at).then_some("step")>
                <span class="import-step-number">
                    {if number < at { view! { <Icon name="check"/> }.into_any() } else { number.into_any() }}
                </span>
                <span>{move || name()}</span>
            </li>
        }
    };
    view! {
        <ol class="import-steps" aria-label=move || t!(import.steps_label)>
            {names.into_iter().enumerate().map(step).collect_view()}
        </ol>
    }
}
