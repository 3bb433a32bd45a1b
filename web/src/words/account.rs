//! Names of tiers, states and reasons of accounts.

use crate::form::Field;
use crate::i18n::lang;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Choice, Fact, Facts, FactsLook, Icon};
use crate::words::role::{level_name, role_name};
use dto::account::{AccountOut, AccountTier, Level, Role};
use dto::administration::{AccountReason, AccountStatus, Delivery};
use leptos::prelude::*;
use rules::account_tier::ACCOUNT_TIERS;
use rules::profile::Profile;

/// Returns "Công an, cấp xã".
pub fn account_tier_name(role: Role, level: Option<Level>) -> String {
    match (role, level) {
        (Role::Police | Role::Tax | Role::Tourism | Role::Statistics, Some(level)) => {
            t!(accounts.tier, role = role_name(role), tier = level_name(level))
        }
        _ => role_name(role).to_owned(),
    }
}

/// Returns the tier of a signed-in account.
pub fn own_tier(account: &AccountOut, profile: &Profile) -> Option<AccountTier> {
    AccountTier::at_level(account.role, account.level, profile)
}

/// Returns the tiers of this province for which `fits` holds, to choose from.
pub fn tiers(profile: &Profile, fits: impl Fn(AccountTier) -> bool) -> Vec<Choice> {
    lang();
    ACCOUNT_TIERS
        .iter()
        .map(|row| row.tier)
        .filter(|tier| tier.exists(profile) && fits(*tier))
        .map(|tier| Choice::new(tier.to_string(), account_tier_name(tier.role, tier.level_in(profile))))
        .collect()
}

/// Returns the name of a state.
pub fn status_word(status: AccountStatus) -> &'static str {
    match status {
        AccountStatus::Active => t!(accounts.active),
        AccountStatus::Locked => t!(accounts.locked),
        AccountStatus::Closed => t!(accounts.closed),
    }
}

/// Renders a state with its icon.
pub fn status_tag(status: AccountStatus) -> Markup {
    let (icon, class) = match status {
        AccountStatus::Active => ("check-circle", "tag tag-ok"),
        AccountStatus::Locked => ("lock", "tag tag-off"),
        AccountStatus::Closed => ("cross", "tag tag-off-plain"),
    };
    html! { <span class=class><Icon name=icon/><span>{move || status_word(status)}</span></span> }
}

/// Returns the reason of an act on an account.
pub fn reason_word(reason: AccountReason) -> &'static str {
    match reason {
        AccountReason::UnitRequest => t!(accounts.reason_unit_request),
        AccountReason::HolderChanged => t!(accounts.reason_holder_changed),
        AccountReason::PasswordForgotten => t!(accounts.reason_password_forgotten),
        AccountReason::CredentialLost => t!(accounts.reason_credential_lost),
        AccountReason::Misuse => t!(accounts.reason_misuse),
        AccountReason::UnitEnded => t!(accounts.reason_unit_ended),
        AccountReason::TierUnavailable => t!(accounts.reason_tier_unavailable),
        AccountReason::Mistake => t!(accounts.reason_mistake),
        AccountReason::DealtWith => t!(accounts.reason_dealt_with),
    }
}

/// Returns reasons to choose from.
pub fn reason_choices(all: &[AccountReason]) -> Vec<Choice> {
    let choices = all
        .iter()
        .map(|reason| Choice::new(reason.as_str(), reason_word(*reason)));
    choices.collect()
}

fn delivery_choices() -> Vec<Choice> {
    vec![
        Choice::new("email", t!(accounts.by_email)),
        Choice::new("handover", t!(accounts.by_hand)),
    ]
}

/// How a password is delivered to its holder.
pub const DELIVERY: Field = Field::segments("/delivery", || t!(accounts.delivery), |_, _| delivery_choices())
    .hint(|| t!(accounts.delivery_hint));

/// The mail address; optional where the password is handed over.
pub const EMAIL: Field = Field::line("/email", || t!(accounts.email))
    .inputmode("email")
    .hint(|| t!(accounts.email_hint))
    .optional_when(|form, _| form.text("/delivery").with(|way| delivery(way) == Delivery::Handover));

/// Whether the second factor is reset together with the password.
pub const FORGET_FACTOR: Field = Field::tick(
    "/forget_second_factor",
    || t!(accounts.forget_factor),
    || t!(accounts.forget_factor_text),
);

/// Returns the chosen delivery.
pub fn delivery(chosen: &str) -> Delivery {
    if chosen == "handover" {
        Delivery::Handover
    } else {
        Delivery::Email
    }
}

/// Renders the recorded data of the user's own account.
pub fn own_facts(account: &AccountOut) -> Markup {
    let area = if account.area.name == account.area.province_name || account.area.province_name.is_empty() {
        account.area.name.clone()
    } else {
        format!("{}, {}", account.area.name, account.area.province_name)
    };
    let mut facts = vec![
        (t!(agency.unit), account.unit_name.clone()),
        (t!(agency.role), role_name(account.role).to_owned()),
        (t!(agency.area), area),
        (t!(agency.holder), account.holder_name.clone()),
        (t!(agency.position), account.holder_position.clone()),
        (t!(agency.login), account.login.clone()),
    ];
    if let Some(level) = account.level {
        facts.insert(2, (t!(agency.level), level_name(level).to_owned()));
    }
    html! { <Facts look=FactsLook::Page facts=facts.into_iter().map(Fact::from).collect()/> }
}
