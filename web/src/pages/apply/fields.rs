//! The fields of an application in the page.

use super::content::{AGENCY, FACILITY, WHO, levels_of};
use super::is_agency;
use crate::form::{DateAsk, FileAsk, Form, Other, Pick, TextAsk, Tick};
use crate::i18n::lang;
use crate::lists::{Lists, label_of};
use crate::pages::agency_home::{level_name, role_name};
use crate::reactive::{effect, when};
use crate::t;
use crate::ui::{Choice, Picked, Segmented};
use dto::account::Role;
use leptos::prelude::*;
use rules::profile::Profile;
use std::sync::Arc;

/// All of them, in the order of the paper form.
#[component]
pub fn Fields(
    /// The form.
    form: Form,
    /// The scan of the signed form.
    scan: RwSignal<Option<Picked>>,
) -> impl IntoView {
    let kinds = Signal::derive(move || {
        lang();
        Arc::new(vec![
            Choice::new(FACILITY, t!(apply.who_facility)),
            Choice::new(AGENCY, t!(apply.who_agency)),
        ])
    });
    view! {
        <Other form at=WHO group=true>
            <Segmented value=form.text(WHO) options=kinds/>
        </Other>
        {move || if is_agency(form) {
            view! { <AgencyFields form/> }.into_any()
        } else {
            view! { <FacilityFields form/> }.into_any()
        }}
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(apply.part_user)}</h2></div>
            <p class="ledger-hint">{move || t!(apply.part_user_hint)}</p>
            <div class="set-up-fields">
                <TextAsk form at="/user_name" autocomplete="name"/>
                <TextAsk form at="/user_position" optional=true autocomplete="organization-title"/>
                <TextAsk form at="/email" hint=move || t!(apply.email_hint) inputmode="email" autocomplete="email"/>
                <TextAsk form at="/phone" hint=move || t!(apply.phone_hint) inputmode="tel" autocomplete="tel" mono=true/>
            </div>
        </section>
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(apply.part_sign)}</h2></div>
            <p class="ledger-hint">{move || t!(apply.part_sign_hint)}</p>
            <SignedForm form scan/>
            <Tick form at="/commitment_accepted" text=move || t!(apply.commitment_text)/>
        </section>
    }
}

/// What of an application can be put right later: all but who applies and the address that was confirmed by mail.
#[component]
pub fn Corrections(
    /// The form.
    form: Form,
) -> impl IntoView {
    view! {
        {if is_agency(form) {
            view! { <AgencyFields form/> }.into_any()
        } else {
            view! { <FacilityFields form/> }.into_any()
        }}
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(apply.part_user)}</h2></div>
            <div class="set-up-fields">
                <TextAsk form at="/user_name" autocomplete="name"/>
                <TextAsk form at="/user_position" optional=true autocomplete="organization-title"/>
                <TextAsk form at="/phone" hint=move || t!(apply.phone_hint) inputmode="tel" autocomplete="tel" mono=true/>
            </div>
        </section>
    }
}

/// The scan of the signed form.
#[component]
pub fn SignedForm(
    /// The form.
    form: Form,
    /// The scan.
    scan: RwSignal<Option<Picked>>,
) -> impl IntoView {
    view! { <FileAsk form at="/signed_form" file=scan hint=move || t!(apply.signed_form_hint)/> }
}

#[component]
fn FacilityFields(form: Form) -> impl IntoView {
    let lists = Lists::here();
    let kinds = Signal::derive(move || {
        let entries = lists.list("facility_kinds");
        Arc::new(
            entries
                .iter()
                .map(|entry| Choice::new(entry.code.clone(), label_of(entry)))
                .collect::<Vec<_>>(),
        )
    });
    let communes = Signal::derive(move || Arc::new(lists.commune_choices()));
    view! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(apply.part_facility)}</h2></div>
            <div class="set-up-fields">
                <TextAsk form at="/facility/name" class="set-up-wide" autocomplete="organization"/>
                <Pick form at="/facility/kind" options=kinds empty=move || t!(apply.choose)/>
                <Pick form at="/facility/area_code" options=communes many=true hint=move || t!(apply.commune_hint) empty=move || t!(apply.commune_shape)/>
                <TextAsk form at="/facility/address" class="set-up-wide" autocomplete="street-address"/>
                <TextAsk form at="/facility/rooms" inputmode="numeric" hint=move || t!(apply.rooms_hint)/>
                <TextAsk form at="/facility/beds" inputmode="numeric" optional=true/>
                <TextAsk form at="/facility/representative" hint=move || t!(apply.representative_hint)/>
                <TextAsk form at="/facility/tax_code" optional=true mono=true hint=move || t!(apply.tax_code_hint)/>
                <DateAsk form at="/started_on" optional=true hint=move || t!(apply.started_on_hint)/>
                <TextAsk form at="/governing_body" optional=true hint=move || t!(apply.governing_body_hint)/>
            </div>
        </section>
    }
}

#[component]
fn AgencyFields(form: Form) -> impl IntoView {
    let lists = Lists::here();
    let role = form.text("/agency/role");
    let roles = Signal::derive(move || {
        lang();
        Arc::new(
            lists
                .profile()
                .map(|profile| agency_roles(&profile.profile))
                .unwrap_or_default()
                .into_iter()
                .map(|role| Choice::new(role.as_str(), role_name(role)))
                .collect::<Vec<_>>(),
        )
    });
    let levels = Memo::new(move |_| {
        let role = Role::from_name(&role.get())?;
        let profile = lists.profile()?;
        let levels = levels_of(role, &profile.profile);
        (!levels.is_empty()).then_some(levels)
    });
    // A tier of another sector is no tier of this one.
    effect(move || {
        let level = form.text("/agency/level");
        let fits = levels.with(|levels| {
            let chosen = level.get_untracked();
            levels
                .as_ref()
                .is_some_and(|levels| levels.iter().any(|level| level.as_str() == chosen))
        });
        if !fits {
            level.set(String::new());
        }
    });
    let level_choices = Signal::derive(move || {
        lang();
        Arc::new(
            levels
                .get()
                .unwrap_or_default()
                .into_iter()
                .map(|level| Choice::new(level.as_str(), level_name(level)))
                .collect::<Vec<_>>(),
        )
    });
    let areas = Signal::derive(move || {
        let province = lists
            .profile()
            .map(|profile| Choice::new(profile.profile.province_code.clone(), profile.province_name));
        Arc::new(province.into_iter().chain(lists.commune_choices()).collect::<Vec<_>>())
    });
    view! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(apply.part_agency)}</h2></div>
            <div class="set-up-fields">
                <TextAsk form at="/agency/unit_name" class="set-up-wide" autocomplete="organization"/>
                <Pick form at="/agency/role" options=roles empty=move || t!(apply.choose)/>
                {when(move || levels.with(Option::is_some).then(|| view! {
                    <Pick form at="/agency/level" options=level_choices empty=move || t!(apply.choose)/>
                }))}
                <Pick form at="/agency/area_code" options=areas many=true empty=move || t!(apply.area_shape)/>
                <TextAsk form at="/governing_body" optional=true hint=move || t!(apply.governing_body_hint)/>
                <DateAsk form at="/started_on" optional=true hint=move || t!(apply.started_on_hint)/>
            </div>
        </section>
    }
}

/// The sectors that this province has; administrators are made by administrators.
fn agency_roles(profile: &Profile) -> Vec<Role> {
    let there = |role: &Role| match role {
        Role::Administrator | Role::Facility => false,
        Role::Finance => profile.sectors.finance,
        Role::Operation => profile.sectors.operation,
        _ => true,
    };
    Role::ALL.iter().copied().filter(there).collect()
}
