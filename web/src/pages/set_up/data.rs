//! The facility's own data.

use super::kept::{BackNote, Kept};
use super::{Failure, NextPart, Part, Saving, item};
use crate::api::Api;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::t;
use crate::ui::{Button, ButtonKind, DateParts, DateText, ErrorSummary, Field, TextInput};
use dto::facility::{FacilityOut, FacilityPatch};
use dto::problem::{FieldCode, FieldError};
use dto::{CheckContext, Checked, Given};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The fields as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Typed {
    name: String,
    address: String,
    phone: String,
    email: String,
    representative: String,
    tax_code: String,
    started_on: DateText,
}

impl Typed {
    fn of(facility: &FacilityOut) -> Self {
        Self {
            name: facility.name.clone(),
            address: facility.address.clone(),
            phone: facility.phone.clone(),
            email: facility.email.clone(),
            representative: facility.representative.clone(),
            tax_code: facility.declared_tax_code.clone().unwrap_or_default(),
            started_on: facility.started_on.map(DateText::of).unwrap_or_default(),
        }
    }

    /// The whole of it: saving confirms the data even where nothing was changed (LC-7.1b).
    fn patch(&self, version: i32) -> FacilityPatch {
        let optional = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        FacilityPatch {
            version,
            name: Some(self.name.trim().to_owned()),
            address: Some(self.address.trim().to_owned()),
            phone: Some(self.phone.trim().to_owned()),
            email: optional(&self.email),
            representative: Some(self.representative.trim().to_owned()),
            declared_tax_code: optional(&self.tax_code),
            started_on: self.started_on.date(),
            prices: None,
        }
    }
}

/// What is wrong with the fields, said in the language of the page.
fn faults(typed: &Typed, context: CheckContext<'_>) -> Vec<FieldError> {
    let mut found = typed.patch(0).check(context).err().unwrap_or_default();
    if typed.phone.trim().is_empty() {
        found.retain(|error| error.pointer != "/phone");
        found.push(FieldError::new("/phone", FieldCode::Required));
    }
    let mut found: Vec<FieldError> = found.into_iter().map(|error| error.localized(lang())).collect();
    if matches!(typed.started_on.given(), Given::Bad(_)) {
        let message = typed.started_on.fault().unwrap_or_else(|| t!(set_up.date_unreadable).to_owned());
        found.push(FieldError { message, ..FieldError::new("/started_on", FieldCode::DateNotInCalendar) });
    }
    let order = |pointer: &str| FIELDS.iter().position(|(known, _)| *known == pointer).unwrap_or(FIELDS.len());
    found.sort_by_key(|error| order(&error.pointer));
    found
}

/// Pointers and ids of the fields, in their order.
const FIELDS: [(&str, &str); 7] = [
    ("/name", "facility-name"),
    ("/address", "facility-address"),
    ("/phone", "facility-phone"),
    ("/email", "facility-email"),
    ("/representative", "facility-representative"),
    ("/declared_tax_code", "facility-tax-code"),
    ("/started_on", "facility-started-on"),
];

fn label(pointer: &str) -> &'static str {
    match pointer {
        "/name" => t!(set_up.name),
        "/address" => t!(set_up.address),
        "/phone" => t!(set_up.phone),
        "/email" => t!(set_up.email),
        "/representative" => t!(set_up.representative),
        "/declared_tax_code" => t!(set_up.tax_code),
        "/started_on" => t!(set_up.started_on),
        _ => "",
    }
}

/// The form.
#[component]
pub fn DataPart(
    /// As the server has it.
    facility: Signal<FacilityOut>,
    /// Takes the saved facility.
    saved: Callback<FacilityOut>,
) -> impl IntoView {
    let (api, lists) = (Api::here(), Lists::here());
    let (kept, draft) = Kept::open::<Typed>("data");
    let start = draft.unwrap_or_else(|| facility.with_untracked(Typed::of));
    let name = RwSignal::new(start.name);
    let address = RwSignal::new(start.address);
    let phone = RwSignal::new(start.phone);
    let email = RwSignal::new(start.email);
    let representative = RwSignal::new(start.representative);
    let tax_code = RwSignal::new(start.tax_code);
    let started_on = RwSignal::new(start.started_on);
    let typed = Memo::new(move |_| Typed {
        name: name.get(),
        address: address.get(),
        phone: phone.get(),
        email: email.get(),
        representative: representative.get(),
        tax_code: tax_code.get(),
        started_on: started_on.get(),
    });
    let put_back = Callback::new(move |()| {
        let server = facility.with_untracked(Typed::of);
        name.set(server.name);
        address.set(server.address);
        phone.set(server.phone);
        email.set(server.email);
        representative.set(server.representative);
        tax_code.set(server.tax_code);
        started_on.set(server.started_on);
    });
    kept.follow(move || typed.with(|typed| facility.with(|facility| (*typed != Typed::of(facility)).then(|| typed.clone()))));
    let saving = Saving::new();
    let check = move || {
        let profile = lists.profile_now()?.profile;
        let context = CheckContext { now: lists.clock().now_untracked(), profile: &profile };
        Some(typed.with(|typed| faults(typed, context)))
    };
    // Checked on leaving a field; what is in error is checked again with each key.
    let leave = move |pointer: &'static str| {
        Callback::new(move |()| {
            let found = untrack(check).unwrap_or_default();
            saving.errors.update(|errors| {
                errors.retain(|error| error.pointer != pointer);
                errors.extend(found.into_iter().find(|error| error.pointer == pointer));
            });
        })
    };
    Effect::new(move || {
        typed.track();
        let found = untrack(check).unwrap_or_default();
        if saving.errors.with_untracked(|errors| !errors.is_empty()) {
            saving.errors.update(|errors| errors.retain(|error| found.iter().any(|found| found.pointer == error.pointer)));
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let found = untrack(check).unwrap_or_default();
        if !found.is_empty() {
            return saving.refuse(found);
        }
        let (id, version) = facility.with_untracked(|facility| (facility.id, facility.version));
        let patch = typed.with_untracked(|typed| typed.patch(version));
        let work = async move { api.update_facility(id, &patch).await };
        saving.run(id, work, saved, saved, |_| t!(set_up.data_saved).to_owned());
    };
    let summary = Signal::derive(move || {
        saving.errors.with(|errors| {
            errors
                .iter()
                .map(|error| {
                    let id = FIELDS.iter().find(|(pointer, _)| *pointer == error.pointer).map_or("", |(_, id)| id);
                    item(id, label(&error.pointer), error)
                })
                .collect::<Vec<_>>()
        })
    });
    let kind = move || facility.with(|facility| lists.label("facility_kinds", &facility.kind));
    let area = move || facility.with(|facility| format!("{}, {}", facility.area.name, facility.area.province_name));
    view! {
        <form class="set-up-form" novalidate on:submit=submit>
            <div class="ledger-head">
                <h2>{move || t!(set_up.step_data)}</h2>
            </div>
            <p class="change-text">{move || t!(set_up.data_hint)}</p>
            <BackNote kept on_drop=put_back/>
            <Failure saving/>
            <ErrorSummary errors=summary asked=saving.asked/>
            <div class="set-up-fields">
                <Field id="facility-name" label=move || t!(set_up.name) error=saving.error("/name") class="set-up-wide">
                    <TextInput value=name on_leave=leave("/name") autocomplete="organization"/>
                </Field>
                <dl class="facts set-up-wide">
                    <div class="fact">
                        <dt>{move || t!(set_up.kind)}</dt>
                        <dd>{kind} " " <span class="quiet">{move || t!(set_up.kind_hint)}</span></dd>
                    </div>
                    <div class="fact">
                        <dt>{move || t!(set_up.area)}</dt>
                        <dd>{area}</dd>
                    </div>
                </dl>
                <Field id="facility-address" label=move || t!(set_up.address) error=saving.error("/address") class="set-up-wide">
                    <TextInput value=address on_leave=leave("/address") autocomplete="street-address"/>
                </Field>
                <Field id="facility-phone" label=move || t!(set_up.phone) hint=move || t!(set_up.phone_hint) error=saving.error("/phone")>
                    <TextInput value=phone on_leave=leave("/phone") inputmode="tel" mono=true/>
                </Field>
                <Field id="facility-email" label=move || t!(set_up.email) hint=move || t!(set_up.email_hint) optional=true error=saving.error("/email")>
                    <TextInput value=email on_leave=leave("/email") inputmode="email"/>
                </Field>
                <Field id="facility-representative" label=move || t!(set_up.representative) error=saving.error("/representative") class="set-up-wide">
                    <TextInput value=representative on_leave=leave("/representative")/>
                </Field>
                <Field
                    id="facility-tax-code"
                    label=move || t!(set_up.tax_code)
                    hint=move || t!(set_up.tax_code_hint)
                    optional=true
                    error=saving.error("/declared_tax_code")
                >
                    <TextInput value=tax_code on_leave=leave("/declared_tax_code") mono=true/>
                </Field>
                <Field
                    id="facility-started-on"
                    label=move || t!(set_up.started_on)
                    hint=move || t!(set_up.started_on_hint)
                    optional=true
                    group=true
                    error=saving.error("/started_on")
                >
                    <DateParts value=started_on on_leave=leave("/started_on")/>
                </Field>
            </div>
            <div class="set-up-acts">
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(set_up.save_data)
                    busy_label=move || t!(stay.saving)
                    busy=saving.busy
                    submit=true
                />
                <NextPart facility part=Part::Data/>
            </div>
        </form>
    }
}
