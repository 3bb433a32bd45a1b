//! The fields of a request for data, in the order of Mẫu số 4.

use super::content::is_person;
use super::online_from;
use crate::form::{Field, Form, Part};
use crate::format;
use crate::lists::Lists;
use crate::t;
use crate::ui::Choice;
use dto::filing::{DataRequestKind, RequesterKind};
use leptos::prelude::With;

/// The requester without an account (KH-M4.2 to KH-M4.5).
pub const REQUESTER: Part = Part {
    title: Some(|| t!(data.part_requester)),
    fields: &[
        Field::pick(
            "/requester/kind",
            || t!(data.requester_kind),
            |_, _| {
                let choice = |kind: &RequesterKind| Choice::new(kind.as_str(), requester_word(*kind));
                RequesterKind::ALL.iter().map(choice).collect()
            },
        )
        .empty(|| t!(apply.choose)),
        Field::line("/requester/name", || t!(data.requester_name))
            .hint(|| t!(data.requester_name_hint))
            .autocomplete("organization"),
        Field::line("/requester/contact_name", || t!(data.contact_name))
            .when(is_unit)
            .autocomplete("name"),
        Field::line("/requester/contact_position", || t!(apply.user_position))
            .when(is_unit)
            .optional()
            .autocomplete("organization-title"),
        GOVERNING_BODY.when(is_unit),
        Field::line("/requester/email", || t!(apply.email))
            .hint(|| t!(apply.email_hint))
            .inputmode("email")
            .autocomplete("email"),
        Field::line("/requester/phone", || t!(apply.phone))
            .hint(|| t!(apply.phone_hint))
            .phone()
            .autocomplete("tel"),
    ],
    ..Part::PLAIN
};

const GOVERNING_BODY: Field = Field::line("/governing_body", || t!(apply.governing_body))
    .optional()
    .hint(|| t!(apply.governing_body_hint));

const GUEST_DETAILS: Field =
    Field::words("/guest_details", || t!(data.guest_details)).hint(|| t!(data.guest_details_hint));
const GUEST_NAME: Field = Field::line("/guest_name", || t!(data.guest_name)).optional();
const GUEST_NUMBER: Field = Field::line("/guest_document_number", || t!(data.guest_document_number))
    .optional()
    .mono();
const GUEST_BIRTH: Field = Field::date("/guest_birth_date", || t!(data.guest_birth_date))
    .optional()
    .wide();
const STAY_FROM: Field = Field::date("/stay_from", || t!(data.stay_from));
const STAY_TO: Field = Field::date("/stay_to", || t!(data.stay_to)).hint(|| t!(data.period_to_hint));
const REASON: Field = Field::words("/reason", || t!(data.reason)).hint(|| t!(data.reason_hint));

/// The requested data, and the reason (KH-M4.6 to KH-M4.8).
pub const SOUGHT: Part = Part {
    title: Some(|| t!(data.part_sought)),
    fields: &[
        Field::segments(
            "/kind",
            || t!(data.kind),
            |_, _| {
                let choice = |kind: DataRequestKind| Choice::new(kind.as_str(), kind_word(kind));
                [DataRequestKind::NoAccount, DataRequestKind::ArchivedData]
                    .map(choice)
                    .to_vec()
            },
        )
        .when(|_, lists| online_from(lists).is_some()),
        GUEST_DETAILS,
        GUEST_NAME,
        GUEST_NUMBER,
        GUEST_BIRTH,
        STAY_FROM.hint_by(|form, lists| {
            let kind = form.text("/kind");
            period_hint(kind.with(|kind| kind == DataRequestKind::ArchivedData.as_str()), lists)
        }),
        STAY_TO,
        REASON,
    ],
    ..Part::PLAIN
};

/// The same for an account holder, who requests one kind only.
pub const OWN_SOUGHT: Part = Part {
    title: Some(|| t!(data.part_sought)),
    fields: &[
        GUEST_DETAILS,
        GUEST_NAME,
        GUEST_NUMBER,
        GUEST_BIRTH,
        STAY_FROM.hint_by(|_, lists| period_hint(true, lists)),
        STAY_TO,
        REASON,
        GOVERNING_BODY,
    ],
    ..Part::PLAIN
};

/// The signed form and the commitment (KH-M4.9).
pub const SIGNING: Part = Part {
    title: Some(|| t!(apply.part_sign)),
    hint: Some(|| t!(data.part_sign_hint)),
    fields: &[
        Field::file("/signed_form", || t!(apply.signed_form)).hint(|| t!(apply.signed_form_hint)),
        Field::tick(
            "/commitment_accepted",
            || t!(apply.commitment),
            || t!(data.commitment_text),
        ),
    ],
    ..Part::PLAIN
};

fn is_unit(form: Form, _: Lists) -> bool {
    form.text("/requester/kind").with(|kind| !is_person(kind))
}

/// Returns the hint about the period: data that are online are not requested in writing.
fn period_hint(is_archived: bool, lists: Lists) -> String {
    match online_from(lists).filter(|_| is_archived) {
        Some(day) => t!(data.period_hint_online, day = format::date(day)),
        None => t!(data.period_hint).to_owned(),
    }
}

/// Returns the word for a kind of requester.
pub fn requester_word(kind: RequesterKind) -> &'static str {
    match kind {
        RequesterKind::Agency => t!(data.requester_agency),
        RequesterKind::Facility => t!(data.requester_facility),
        RequesterKind::Organisation => t!(data.requester_organisation),
        RequesterKind::Person => t!(data.requester_person),
    }
}

/// Returns the word for a kind of request.
pub fn kind_word(kind: DataRequestKind) -> &'static str {
    match kind {
        DataRequestKind::ArchivedData => t!(data.kind_archived),
        DataRequestKind::NoAccount => t!(data.kind_no_account),
    }
}
