//! The fields of an application, in the order of the paper form.

use super::content::{AGENCY, FACILITY, WHO, levels_of};
use crate::form::{Field, Form, Part};
use crate::lists::{Lists, label_of};
use crate::t;
use crate::ui::Choice;
use crate::words::role::{level_name, role_name};
use dto::account::{Level, Role};
use leptos::prelude::With;
use rules::profile::Profile;

/// All parts.
pub const PARTS: &[Part] = &[WHO_PART, FACILITY_PART, AGENCY_PART, USER_PART, SIGNING];

/// Facility or agency.
pub const WHO_PART: Part = Part {
    fields: &[Field::segments(
        WHO,
        || t!(apply.who),
        |_, _| {
            vec![
                Choice::new(FACILITY, t!(apply.who_facility)),
                Choice::new(AGENCY, t!(apply.who_agency)),
            ]
        },
    )],
    ..Part::PLAIN
};

/// The facility that applies.
pub const FACILITY_PART: Part = Part {
    title: Some(|| t!(apply.part_facility)),
    when: Some(|form, lists| !is_agency(form, lists)),
    fields: &[
        Field::line("/facility/name", || t!(apply.facility_name))
            .wide()
            .autocomplete("organization"),
        Field::pick(
            "/facility/kind",
            || t!(apply.facility_kind),
            |_, lists| {
                let kinds = lists.list("facility_kinds");
                let choices = kinds.iter().map(|kind| Choice::new(kind.code.clone(), label_of(kind)));
                choices.collect()
            },
        )
        .empty(|| t!(apply.choose)),
        Field::find(
            "/facility/area_code",
            || t!(apply.commune),
            |_, lists| lists.commune_choices(),
        )
        .hint(|| t!(apply.commune_hint))
        .empty(|| t!(apply.commune_shape)),
        Field::line("/facility/address", || t!(apply.address))
            .wide()
            .autocomplete("street-address"),
        Field::line("/facility/rooms", || t!(apply.rooms))
            .inputmode("numeric")
            .hint(|| t!(apply.rooms_hint)),
        Field::line("/facility/beds", || t!(apply.beds))
            .inputmode("numeric")
            .optional(),
        Field::line("/facility/representative", || t!(apply.representative)).hint(|| t!(apply.representative_hint)),
        Field::line("/facility/tax_code", || t!(apply.tax_code))
            .optional()
            .mono()
            .hint(|| t!(apply.tax_code_hint)),
        STARTED_ON,
        GOVERNING_BODY,
    ],
    ..Part::PLAIN
};

/// The agency that applies.
pub const AGENCY_PART: Part = Part {
    title: Some(|| t!(apply.part_agency)),
    when: Some(is_agency),
    fields: &[
        Field::line("/agency/unit_name", || t!(apply.unit_name))
            .wide()
            .autocomplete("organization"),
        Field::pick(
            "/agency/role",
            || t!(apply.role),
            |_, lists| {
                let profile = lists.profile();
                let roles = profile.map(|profile| agency_roles(&profile.profile));
                let choice = |role: Role| Choice::new(role.as_str(), role_name(role));
                roles.unwrap_or_default().into_iter().map(choice).collect()
            },
        )
        .empty(|| t!(apply.choose)),
        // A tier of another sector does not belong to this one.
        Field::pick(
            "/agency/level",
            || t!(apply.level),
            |form, lists| {
                let choice = |level: Level| Choice::new(level.as_str(), level_name(level));
                levels(form, lists).into_iter().map(choice).collect()
            },
        )
        .when(|form, lists| !levels(form, lists).is_empty())
        .bound()
        .empty(|| t!(apply.choose)),
        Field::find(
            "/agency/area_code",
            || t!(apply.area),
            |_, lists| {
                let province = lists
                    .profile()
                    .map(|profile| Choice::new(profile.profile.province_code.clone(), profile.province_name));
                province.into_iter().chain(lists.commune_choices()).collect()
            },
        )
        .empty(|| t!(apply.area_shape)),
        GOVERNING_BODY,
        STARTED_ON,
    ],
    ..Part::PLAIN
};

/// Who will use the account.
pub const USER_PART: Part = Part {
    title: Some(|| t!(apply.part_user)),
    hint: Some(|| t!(apply.part_user_hint)),
    fields: &[
        Field::line("/user_name", || t!(apply.user_name)).autocomplete("name"),
        Field::line("/user_position", || t!(apply.user_position))
            .optional()
            .autocomplete("organization-title"),
        Field::line("/email", || t!(apply.email))
            .hint(|| t!(apply.email_hint))
            .inputmode("email")
            .autocomplete("email"),
        Field::line("/phone", || t!(apply.phone))
            .hint(|| t!(apply.phone_hint))
            .phone()
            .autocomplete("tel"),
    ],
    ..Part::PLAIN
};

/// The signed form and the commitment.
pub const SIGNING: Part = Part {
    title: Some(|| t!(apply.part_sign)),
    hint: Some(|| t!(apply.part_sign_hint)),
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

const STARTED_ON: Field = Field::date("/started_on", || t!(apply.started_on))
    .optional()
    .hint(|| t!(apply.started_on_hint));

const GOVERNING_BODY: Field = Field::line("/governing_body", || t!(apply.governing_body))
    .optional()
    .hint(|| t!(apply.governing_body_hint));

fn is_agency(form: Form, _: Lists) -> bool {
    form.text(WHO).with(|who| who == AGENCY)
}

/// Returns the levels that the chosen sector has in this province.
fn levels(form: Form, lists: Lists) -> Vec<Level> {
    let role = form.text("/agency/role").with(|role| Role::from_name(role));
    let profile = lists.profile();
    let levels = role
        .zip(profile)
        .map(|(role, profile)| levels_of(role, &profile.profile));
    levels.unwrap_or_default()
}

/// Returns the sectors of this province; administrators are created only by administrators.
fn agency_roles(profile: &Profile) -> Vec<Role> {
    let there = |role: &Role| match role {
        Role::Administrator | Role::Facility => false,
        Role::Finance => profile.sectors.finance,
        Role::Operation => profile.sectors.operation,
        _ => true,
    };
    Role::ALL.iter().copied().filter(there).collect()
}
