//! A request that another person hold the account: Mẫu số 2.

use crate::api::Api;
use crate::form::{Field, Part, Typed};
use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Fact, Facts, FactsLook, Loaded, load};
use dto::administration::ManagedAccountOut;
use dto::filing::HolderChangeIn;
use leptos::prelude::*;

/// The procedure.
pub const PROCEDURE: &str = "holder_change";

/// The future user of the account (KH-M2.7 to KH-M2.10).
pub const NEW_HOLDER: Part = Part {
    title: Some(|| t!(holder.part_new)),
    hint: Some(|| t!(holder.part_new_hint)),
    fields: &[
        Field::line("/new_name", || t!(apply.user_name)),
        Field::line("/new_position", || t!(apply.user_position)).optional(),
        Field::line("/new_email", || t!(apply.email))
            .hint(|| t!(holder.email_hint))
            .inputmode("email"),
        Field::line("/new_phone", || t!(apply.phone))
            .hint(|| t!(apply.phone_hint))
            .phone(),
        Field::line("/governing_body", || t!(apply.governing_body))
            .optional()
            .hint(|| t!(apply.governing_body_hint)),
        Field::words("/reason", || t!(holder.reason))
            .optional()
            .hint(|| t!(holder.reason_hint)),
    ],
    ..Part::PLAIN
};

/// The signed form and the commitment.
pub const SIGNING: Part = Part {
    title: Some(|| t!(apply.part_sign)),
    hint: Some(|| t!(holder.part_sign_hint)),
    fields: &[
        Field::file("/signed_form", || t!(apply.signed_form)).hint(|| t!(apply.signed_form_hint)),
        Field::tick(
            "/commitment_accepted",
            || t!(apply.commitment),
            || t!(apply.commitment_text),
        ),
    ],
    ..Part::PLAIN
};

/// Builds the request from the typed values, without the scan.
pub fn request(typed: &Typed) -> HolderChangeIn {
    HolderChangeIn {
        governing_body: typed.text("/governing_body"),
        new_name: typed.text("/new_name"),
        new_position: typed.text("/new_position"),
        new_email: typed.text("/new_email"),
        new_phone: typed.text("/new_phone"),
        reason: typed.text("/reason"),
        commitment_accepted: Some(typed.tick("/commitment_accepted")),
        signed_form: None,
    }
}

/// Renders the account and its current holder (KH-M2.1 to KH-M2.6, KH-M2.11): on record, and printed so.
#[component]
pub fn Before() -> Markup {
    let (api, session) = (Api::here(), Session::here());
    let id = session.account_now().map(|account| account.id).unwrap_or_default();
    let account = load(move || api.get_account(id));
    let facts = move |account: Signal<ManagedAccountOut>| {
        (move || account.with(|account| facts(account, session))).into_markup()
    };
    html! { <Loaded load=account rows=5 view=facts/> }
}

fn facts(account: &ManagedAccountOut, session: Session) -> Markup {
    let lists = Lists::here();
    let kind = session.account_now().and_then(|account| account.facility);
    let class = kind.map(|facility| {
        let entries = lists.list("facility_kinds");
        let entry = entries.iter().find(|entry| entry.code == facility.kind);
        match entry.and_then(|entry| entry.attributes.get("tourist")) {
            Some(tourist) if tourist == "yes" => t!(holder.class_tourist),
            _ => t!(holder.class_lodging),
        }
    });
    let facts = [
        (t!(agency.unit), account.summary.unit_name.clone()),
        (t!(holder.class), class.unwrap_or_default().to_owned()),
        (t!(holder.login), account.summary.login.clone()),
        (t!(agency.holder), account.summary.holder_name.clone()),
        (t!(agency.position), account.holder_position.clone()),
        (t!(apply.email), account.email.clone()),
        (t!(apply.phone), format::phone(&account.phone)),
    ];
    html! { <Facts look=FactsLook::Page facts=facts.map(Fact::from).into()/> }
}
