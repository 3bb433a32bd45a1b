//! The fields of a request for data in the page, in the order of Mẫu số 4.

use super::content::is_person;
use super::online_from;
use crate::form::{DateAsk, Form, Other, Pick, TextAsk, Tick, WordsAsk};
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::pages::apply::SignedForm;
use crate::reactive::when;
use crate::t;
use crate::ui::{Choice, Picked, Segmented};
use dto::filing::{DataRequestKind, RequesterKind};
use leptos::prelude::*;
use std::sync::Arc;

/// Who asks without an account (KH-M4.2 to KH-M4.5).
#[component]
pub fn Requester(
    /// The form.
    form: Form,
    /// Whether the address was confirmed already, and stays.
    #[prop(optional)]
    confirmed: bool,
) -> impl IntoView {
    let kinds = Signal::derive(move || {
        lang();
        let choice = |kind: RequesterKind| Choice::new(kind.as_str(), requester_word(kind));
        Arc::new(RequesterKind::ALL.iter().copied().map(choice).collect())
    });
    let kind = form.text("/requester/kind");
    let is_unit = Memo::new(move |_| kind.with(|kind| !is_person(kind)));
    view! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(data.part_requester)}</h2></div>
            <div class="set-up-fields">
                <Pick form at="/requester/kind" options=kinds empty=move || t!(apply.choose)/>
                <TextAsk form at="/requester/name" hint=move || t!(data.requester_name_hint) autocomplete="organization"/>
                {when(move || is_unit.get().then(|| view! {
                    <TextAsk form at="/requester/contact_name" autocomplete="name"/>
                    <TextAsk form at="/requester/contact_position" optional=true autocomplete="organization-title"/>
                    <TextAsk form at="/governing_body" optional=true hint=move || t!(apply.governing_body_hint)/>
                }))}
                {(!confirmed).then(|| view! {
                    <TextAsk form at="/requester/email" hint=move || t!(apply.email_hint) inputmode="email" autocomplete="email"/>
                })}
                <TextAsk form at="/requester/phone" hint=move || t!(apply.phone_hint) inputmode="tel" autocomplete="tel" mono=true/>
            </div>
        </section>
    }
}

/// What whoever asks is called.
pub fn requester_word(kind: RequesterKind) -> &'static str {
    match kind {
        RequesterKind::Agency => t!(data.requester_agency),
        RequesterKind::Facility => t!(data.requester_facility),
        RequesterKind::Organisation => t!(data.requester_organisation),
        RequesterKind::Person => t!(data.requester_person),
    }
}

/// What kind of request it is.
pub fn kind_word(kind: DataRequestKind) -> &'static str {
    match kind {
        DataRequestKind::ArchivedData => t!(data.kind_archived),
        DataRequestKind::NoAccount => t!(data.kind_no_account),
    }
}

/// What is sought, and why (KH-M4.6 to KH-M4.8).
#[component]
pub fn Sought(
    /// The form.
    form: Form,
    /// Of an account holder, who asks for one kind only.
    #[prop(optional)]
    own: bool,
) -> impl IntoView {
    let lists = Lists::here();
    let online = Memo::new(move |_| online_from(lists));
    let kinds = Signal::derive(move || {
        lang();
        let choice = |kind: DataRequestKind| Choice::new(kind.as_str(), kind_word(kind));
        Arc::new(
            [DataRequestKind::NoAccount, DataRequestKind::ArchivedData]
                .map(choice)
                .to_vec(),
        )
    });
    let kind = form.text("/kind");
    let is_archived = Memo::new(move |_| own || kind.with(|kind| kind == DataRequestKind::ArchivedData.as_str()));
    let hint = move || match online.get().filter(|_| is_archived.get()) {
        Some(day) => t!(data.period_hint_online, day = format::date(day)),
        None => t!(data.period_hint).to_owned(),
    };
    view! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(data.part_sought)}</h2></div>
            {when(move || (!own && online.get().is_some()).then(|| view! {
                <Other form at="/kind" group=true>
                    <Segmented value=kind options=kinds/>
                </Other>
            }))}
            <div class="set-up-fields">
                <WordsAsk form at="/guest_details" hint=move || t!(data.guest_details_hint) class="set-up-wide"/>
                <TextAsk form at="/guest_name" optional=true/>
                <TextAsk form at="/guest_document_number" optional=true mono=true/>
                <DateAsk form at="/guest_birth_date" optional=true class="set-up-wide"/>
                <DateAsk form at="/stay_from" hint=hint/>
                <DateAsk form at="/stay_to" hint=move || t!(data.period_to_hint)/>
                <WordsAsk form at="/reason" hint=move || t!(data.reason_hint) class="set-up-wide"/>
                {own.then(|| view! {
                    <TextAsk form at="/governing_body" optional=true hint=move || t!(apply.governing_body_hint)/>
                })}
            </div>
        </section>
    }
}

/// The signed form and the commitment (KH-M4.9).
#[component]
pub fn Signing(
    /// The form.
    form: Form,
    /// The scan of the signed form.
    scan: RwSignal<Option<Picked>>,
) -> impl IntoView {
    view! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(apply.part_sign)}</h2></div>
            <p class="ledger-hint">{move || t!(data.part_sign_hint)}</p>
            <SignedForm form scan/>
            <Tick form at="/commitment_accepted" text=move || t!(data.commitment_text)/>
        </section>
    }
}
