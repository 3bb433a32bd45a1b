//! The facility's own data.

use super::{Here, NextPart, Part as Step, newer};
use crate::api::Api;
use crate::form::{Field, Form, Part, Sheet, Typed};
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Fact, Facts, Toasts};
use dto::facility::{FacilityOut, FacilityPatch};
use dto::problem::{FieldCode, FieldError};
use dto::{CheckContext, Checked, Given};
use leptos::prelude::*;

const PARTS: &[Part] = &[
    Part {
        fields: &[Field::line("/name", || t!(set_up.name))
            .wide()
            .autocomplete("organization")],
        shows: Some(fixed),
        ..Part::PLAIN
    },
    Part {
        fields: &[
            Field::line("/address", || t!(set_up.address))
                .wide()
                .autocomplete("street-address"),
            Field::line("/phone", || t!(set_up.phone))
                .phone()
                .hint(|| t!(set_up.phone_hint)),
            Field::line("/email", || t!(set_up.email))
                .inputmode("email")
                .optional()
                .hint(|| t!(set_up.email_hint)),
            Field::line("/representative", || t!(set_up.representative)).wide(),
            Field::line("/declared_tax_code", || t!(set_up.tax_code))
                .mono()
                .optional()
                .hint(|| t!(set_up.tax_code_hint)),
            Field::date("/started_on", || t!(set_up.started_on))
                .optional()
                .hint(|| t!(set_up.started_on_hint)),
        ],
        ..Part::PLAIN
    },
];

/// Renders what the facility cannot change itself.
fn fixed(_: Form) -> Markup {
    let (lists, facility) = (Lists::here(), Here::facility());
    let facts = move || {
        let hint = html! { " " <span class="quiet">{t!(set_up.kind_hint)}</span> };
        facility.with(|facility| {
            let area = format!("{}, {}", facility.area.name, facility.area.province_name);
            vec![
                Fact::new(t!(set_up.kind), lists.label("facility_kinds", &facility.kind)).after(hint),
                Fact::new(t!(set_up.area), area),
            ]
        })
    };
    html! { <div>{move || html! { <Facts facts=facts()/> }}</div> }
}

fn typed(facility: &FacilityOut) -> Typed {
    Typed::default()
        .with("/name", &facility.name)
        .with("/address", &facility.address)
        .with("/phone", &facility.phone)
        .with("/email", &facility.email)
        .with("/representative", &facility.representative)
        .with(
            "/declared_tax_code",
            facility.declared_tax_code.clone().unwrap_or_default(),
        )
        .with_date("/started_on", facility.started_on)
}

/// Returns all fields: saving confirms the data even where nothing was changed (LC-7.1b).
fn patch(typed: &Typed, version: i32) -> FacilityPatch {
    let text = |at: &str| typed.raw(at).trim().to_owned();
    let optional = |at: &str| Some(text(at)).filter(|text| !text.is_empty());
    FacilityPatch {
        version,
        name: Some(text("/name")),
        address: Some(text("/address")),
        phone: Some(text("/phone")),
        email: optional("/email"),
        representative: Some(text("/representative")),
        declared_tax_code: optional("/declared_tax_code"),
        started_on: match typed.date("/started_on") {
            Given::Value(date) => Some(date),
            _ => None,
        },
    }
}

fn faults(typed: &Typed, context: CheckContext<'_>) -> Vec<FieldError> {
    let mut found = patch(typed, 0).check(context).err().unwrap_or_default();
    if !typed.missing(&["/phone"]).is_empty() {
        found.retain(|error| error.pointer != "/phone");
        found.push(FieldError::new("/phone", FieldCode::Required));
    }
    if matches!(typed.date("/started_on"), Given::Bad(_)) {
        found.push(FieldError::new("/started_on", FieldCode::DateNotInCalendar));
    }
    found
}

/// Renders the part.
#[component]
pub fn DataPart(
    /// Facility as the server has it.
    facility: Signal<FacilityOut>,
    /// Called with the saved facility.
    saved: Callback<FacilityOut>,
) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    Here::provide(facility);
    let now = Signal::derive(move || facility.with(typed));
    Sheet::new(PARTS, || t!(set_up.save_data), now.get_untracked(), faults)
        .busy(|| t!(stay.saving))
        .kept("facility.data")
        .starts_from(now)
        .when_stale(Some(|| t!(set_up.conflict)), Some(newer(facility, saved)))
        .sends(
            move |form| {
                let (id, version) = facility.with_untracked(|facility| (facility.id, facility.version));
                let patch = patch(&form.typed_now(), version);
                async move { api.update_facility(id, &patch).await }
            },
            move |changed| {
                toasts.ok(t!(set_up.data_saved), String::new(), None);
                saved.run(changed);
            },
        )
        .page_of(
            "set-up-form",
            html! {
                <div class="ledger-head"><h2>{move || t!(set_up.step_data)}</h2></div>
                <p class="change-text">{move || t!(set_up.data_hint)}</p>
            },
            html! { <NextPart facility part=Step::Data/> },
        )
}
