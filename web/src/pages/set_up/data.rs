//! The facility's own data.

use super::{NextPart, Part, item};
use crate::api::Api;
use crate::form::{BackNote, Kept};
use crate::form::{Failure, Saving};
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::{effect, sort_by};
use crate::t;
use crate::ui::{Button, ButtonKind, DateParts, DateText, ErrorSummary, Fact, Facts, Field, TextInput};
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

    /// Returns all fields: saving confirms the data even where nothing was changed (LC-7.1b).
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
        }
    }
}

/// Returns the errors of the fields, in the language of the page.
fn faults(typed: &Typed, context: CheckContext<'_>) -> Vec<FieldError> {
    let mut found = typed.patch(0).check(context).err().unwrap_or_default();
    if typed.phone.trim().is_empty() {
        found.retain(|error| error.pointer != "/phone");
        found.push(FieldError::new("/phone", FieldCode::Required));
    }
    let mut found: Vec<FieldError> = found.into_iter().map(|error| error.localized(lang())).collect();
    if matches!(typed.started_on.given(), Given::Bad(_)) {
        let message = typed
            .started_on
            .fault()
            .unwrap_or_else(|| t!(set_up.date_unreadable).to_owned());
        found.push(FieldError {
            message,
            ..FieldError::new("/started_on", FieldCode::DateNotInCalendar)
        });
    }
    let order = |pointer: &str| {
        FIELDS
            .iter()
            .position(|(known, _)| *known == pointer)
            .unwrap_or(FIELDS.len())
    };
    sort_by(&mut found, |error| order(&error.pointer));
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

/// State of the form.
#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    address: RwSignal<String>,
    phone: RwSignal<String>,
    email: RwSignal<String>,
    representative: RwSignal<String>,
    tax_code: RwSignal<String>,
    started_on: RwSignal<DateText>,
}

impl Form {
    fn new(typed: Typed) -> Self {
        Self {
            name: RwSignal::new(typed.name),
            address: RwSignal::new(typed.address),
            phone: RwSignal::new(typed.phone),
            email: RwSignal::new(typed.email),
            representative: RwSignal::new(typed.representative),
            tax_code: RwSignal::new(typed.tax_code),
            started_on: RwSignal::new(typed.started_on),
        }
    }

    fn fill(self, typed: Typed) {
        self.name.set(typed.name);
        self.address.set(typed.address);
        self.phone.set(typed.phone);
        self.email.set(typed.email);
        self.representative.set(typed.representative);
        self.tax_code.set(typed.tax_code);
        self.started_on.set(typed.started_on);
    }

    fn typed(self) -> Typed {
        Typed {
            name: self.name.get(),
            address: self.address.get(),
            phone: self.phone.get(),
            email: self.email.get(),
            representative: self.representative.get(),
            tax_code: self.tax_code.get(),
            started_on: self.started_on.get(),
        }
    }
}

/// Renders the part.
#[component]
pub fn DataPart(
    /// Facility as the server has it.
    facility: Signal<FacilityOut>,
    /// Called with the saved facility.
    saved: Callback<FacilityOut>,
) -> Markup {
    let (api, lists) = (Api::here(), Lists::here());
    let (kept, draft) = Kept::open::<Typed>("set-up.data");
    let form = Form::new(draft.unwrap_or_else(|| facility.with_untracked(Typed::of)));
    let typed = Memo::new(move |_| form.typed());
    let put_back = Callback::new(move |()| form.fill(facility.with_untracked(Typed::of)));
    kept.follow(move || {
        typed.with(|typed| facility.with(|facility| (*typed != Typed::of(facility)).then(|| typed.clone())))
    });
    let saving = Saving::new();
    let check = move || lists.judged(|context| typed.with_untracked(|typed| faults(typed, context)));
    // Checked when focus leaves a field; a field with an error is checked again on each key.
    let leave = Callback::new(move |pointer: &'static str| {
        let found = check();
        saving.errors.update(|errors| {
            errors.retain(|error| error.pointer != pointer);
            errors.extend(found.into_iter().find(|error| error.pointer == pointer));
        });
    });
    effect(move || {
        typed.track();
        if saving.errors.with_untracked(|errors| !errors.is_empty()) {
            let found = check();
            saving
                .errors
                .update(|errors| errors.retain(|error| found.iter().any(|found| found.pointer == error.pointer)));
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let found = check();
        if !found.is_empty() {
            return saving.refuse(found);
        }
        let (id, version) = facility.with_untracked(|facility| (facility.id, facility.version));
        let patch = typed.with_untracked(|typed| typed.patch(version));
        let work = async move { api.update_facility(id, &patch).await };
        saving.run(id, work, saved, saved, |_| t!(set_up.data_saved).to_owned());
    };
    let summary = Signal::derive(move || {
        let id = |pointer: &str| {
            FIELDS
                .iter()
                .find(|(known, _)| *known == pointer)
                .map_or("", |(_, id)| id)
        };
        saving.errors.with(|errors| {
            errors
                .iter()
                .map(|error| item(id(&error.pointer), label(&error.pointer), error))
                .collect::<Vec<_>>()
        })
    });
    html! {
        <form class="set-up-form" novalidate on:submit=submit>
            <div class="ledger-head">
                <h2>{move || t!(set_up.step_data)}</h2>
            </div>
            <p class="change-text">{move || t!(set_up.data_hint)}</p>
            <BackNote kept on_drop=put_back/>
            <Failure saving conflict=move || t!(set_up.conflict)/>
            <ErrorSummary errors=summary asked=saving.asked/>
            <Fields form facility saving leave/>
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

#[component]
fn Fields(form: Form, facility: Signal<FacilityOut>, saving: Saving, leave: Callback<&'static str>) -> Markup {
    let lists = Lists::here();
    let kind = move || facility.with(|facility| lists.label("facility_kinds", &facility.kind));
    let area = move || facility.with(|facility| format!("{}, {}", facility.area.name, facility.area.province_name));
    let fixed = move || {
        let hint = html! { " " <span class="quiet">{t!(set_up.kind_hint)}</span> };
        vec![
            Fact::new(t!(set_up.kind), kind()).after(hint),
            Fact::new(t!(set_up.area), area()),
        ]
    };
    let left = move |pointer: &'static str| Callback::new(move |()| leave.run(pointer));
    html! {
        <div class="set-up-fields">
            <Field id="facility-name" label=move || t!(set_up.name) error=saving.error("/name") class="set-up-wide">
                <TextInput value=form.name on_leave=left("/name") autocomplete="organization"/>
            </Field>
            <div class="set-up-wide">{move || html! { <Facts facts=fixed()/> }}</div>
            <Field id="facility-address" label=move || t!(set_up.address) error=saving.error("/address") class="set-up-wide">
                <TextInput value=form.address on_leave=left("/address") autocomplete="street-address"/>
            </Field>
            <Field id="facility-phone" label=move || t!(set_up.phone) hint=move || t!(set_up.phone_hint) error=saving.error("/phone")>
                <TextInput value=form.phone on_leave=left("/phone") inputmode="tel" mono=true/>
            </Field>
            <Field id="facility-email" label=move || t!(set_up.email) hint=move || t!(set_up.email_hint) optional=true error=saving.error("/email")>
                <TextInput value=form.email on_leave=left("/email") inputmode="email"/>
            </Field>
            <Field id="facility-representative" label=move || t!(set_up.representative) error=saving.error("/representative") class="set-up-wide">
                <TextInput value=form.representative on_leave=left("/representative")/>
            </Field>
            <Field
                id="facility-tax-code"
                label=move || t!(set_up.tax_code)
                hint=move || t!(set_up.tax_code_hint)
                optional=true
                error=saving.error("/declared_tax_code")
            >
                <TextInput value=form.tax_code on_leave=left("/declared_tax_code") mono=true/>
            </Field>
            <Field
                id="facility-started-on"
                label=move || t!(set_up.started_on)
                hint=move || t!(set_up.started_on_hint)
                optional=true
                group=true
                error=saving.error("/started_on")
            >
                <DateParts value=form.started_on on_leave=left("/started_on")/>
            </Field>
        </div>
    }
}
