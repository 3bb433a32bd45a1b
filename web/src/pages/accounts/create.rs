//! Creation of an account: only tiers that the user may create, only inside the own area.

use crate::api::{Api, ApiError};
use crate::browser;
use crate::form::facility_pick::FacilityPick;
use crate::form::issued::{Issue, Issued};
use crate::form::{Field, Form, Part, Sheet, Typed};
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::sort_by_text;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonLink, Choice, Note, NoteKind, PageTitle, Region, load};
use crate::words::account::{DELIVERY, EMAIL, delivery, own_tier, reason_choices, tiers};
use dto::account::{AccountTier, Role};
use dto::administration::{AccountIn, AccountReason, AccountStatus, AccountSummary, IssuedAccountOut};
use dto::{Checked, Given};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use rules::account_tier::Territory;
use rules::profile::Profile;
use rules::tiers;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The tier; it is sent as two fields of the request.
const TIER: &str = "/tier";
const UNIT: &str = "/unit_id";

const PARTS: &[Part] = &[
    Part {
        title: Some(|| t!(accounts.part_place)),
        fields: &[
            Field::pick(TIER, || t!(accounts.tier_field), tier_choices)
                .wide()
                .hint(|| t!(accounts.tier_hint))
                .empty(|| t!(accounts.tier_none)),
            Field::framed(
                "/facility_id",
                || t!(stay.facility),
                |form| html! { <FacilityPick form/> },
            )
            .when(|form, _| role(form) == Some(Role::Facility)),
            Field::find("/area_code", || t!(agency.area), |_, lists| lists.commune_choices())
                .empty(|| t!(accounts.area_shape))
                .when(|form, _| has_unit(form) && !tier(form).is_some_and(is_of_province)),
            // Without a choice, it is a unit that has no account yet. A unit of another area does not belong to this one.
            Field::pick(UNIT, || t!(agency.unit), |_, _| Units::here().choices())
                .empty(|| t!(accounts.unit_new))
                .bound()
                .when(|form, _| has_unit(form)),
            Field::line("/unit_name", || t!(accounts.unit_name))
                .wide()
                .when(|form, _| has_unit(form) && form.text(UNIT).with(String::is_empty)),
        ],
        shows: Some(|form| html! { <HasAccount form/> }),
        ..Part::PLAIN
    },
    Part {
        title: Some(|| t!(accounts.part_holder)),
        fields: &[
            Field::line("/holder_name", || t!(agency.holder)),
            Field::line("/holder_position", || t!(agency.position)).optional(),
            EMAIL,
            Field::line("/phone", || t!(accounts.phone)).phone().optional(),
            Field::line("/login", || t!(agency.login))
                .mono()
                .wide()
                .optional()
                .hint(|| t!(accounts.login_hint)),
            DELIVERY,
        ],
        ..Part::PLAIN
    },
    Part {
        title: Some(|| t!(accounts.part_reason)),
        hint: Some(|| t!(accounts.reason_text)),
        when: Some(needs_reason),
        fields: &[
            Field::pick("/reason", || t!(accounts.reason), |_, _| reason_choices(REASONS))
                .empty(|| t!(accounts.reason_none)),
            Field::line("/reference", || t!(accounts.reference))
                .optional()
                .hint(|| t!(accounts.reference_hint)),
        ],
        ..Part::PLAIN
    },
];

/// Reasons why an administrator acts in place of the tier that normally does.
const REASONS: &[AccountReason] = &[
    AccountReason::UnitRequest,
    AccountReason::TierUnavailable,
    AccountReason::Mistake,
];

fn blank() -> Typed {
    Typed::default().with("/delivery", "email")
}

fn tier(form: Form) -> Option<AccountTier> {
    AccountTier::from_name(&form.text(TIER).get())
}

fn role(form: Form) -> Option<Role> {
    tier(form).map(|tier| tier.role)
}

/// Returns whether the account belongs to a unit, and not to a facility.
fn has_unit(form: Form) -> bool {
    role(form).is_some_and(|role| role != Role::Facility)
}

fn tier_choices(_: Form, lists: Lists) -> Vec<Choice> {
    let (Some(account), Some(profile)) = (Session::here().account().get(), lists.profile()) else {
        return Vec::new();
    };
    let own = own_tier(&account, &profile.profile);
    tiers(&profile.profile, |tier| {
        own.is_some_and(|own| tiers::may_create(own, tier, &profile.profile))
    })
}

fn needs_reason(form: Form, lists: Lists) -> bool {
    let needs = || {
        let (account, profile) = (Session::here().account().get()?, lists.profile()?);
        let own = own_tier(&account, &profile.profile)?;
        Some(tiers::needs_reason(own, tier(form)?, &profile.profile))
    };
    needs() == Some(true)
}

fn tier_of(typed: &Typed) -> Option<AccountTier> {
    AccountTier::from_name(typed.raw(TIER))
}

/// Returns whether the tier covers the whole province, so that there is no area to choose.
fn is_of_province(tier: AccountTier) -> bool {
    tier.row().is_some_and(|row| row.territory == Territory::Province)
}

fn request(typed: &Typed, profile: &Profile) -> AccountIn {
    let tier = tier_of(typed);
    let role = tier.map(|tier| tier.role);
    let is_facility = role == Some(Role::Facility);
    let unit = Uuid::parse_str(typed.raw(UNIT)).ok().filter(|_| !is_facility);
    let in_unit = unit.is_some();
    let own_area = || {
        if tier.is_some_and(is_of_province) {
            Given::Value(profile.province_code.clone())
        } else {
            typed.text("/area_code")
        }
    };
    AccountIn {
        role: role.map_or(Given::Missing, Given::Value),
        level: tier.and_then(|tier| tier.level_in(profile)),
        area_code: if is_facility || in_unit {
            Given::Missing
        } else {
            own_area()
        },
        unit_id: unit.map_or(Given::Missing, Given::Value),
        unit_name: if is_facility || in_unit {
            Given::Missing
        } else {
            typed.text("/unit_name")
        },
        facility_id: match Uuid::parse_str(typed.raw("/facility_id")) {
            Ok(id) if is_facility => Given::Value(id),
            _ => Given::Missing,
        },
        login: typed.text("/login"),
        holder_name: typed.text("/holder_name"),
        holder_position: typed.text("/holder_position"),
        email: typed.text("/email"),
        phone: typed.text("/phone"),
        delivery: delivery(typed.raw("/delivery")),
        reason: AccountReason::from_name(typed.raw("/reason")).map_or(Given::Missing, Given::Value),
        reference: typed.text("/reference"),
    }
}

/// Renders the page.
#[component]
pub fn CreateAccount() -> Markup {
    let issued = RwSignal::new(None::<IssuedAccountOut>);
    let go = StoredValue::new_local(use_navigate());
    IntoMarkup::into_markup(move || match issued.get() {
        Some(made) => {
            let account = made.account;
            let href = format!("/accounts/{}", account.summary.id);
            let issue = Issue {
                login: account.summary.login,
                unit: account.summary.unit_name,
                holder: account.summary.holder_name,
                password: made.initial_password,
                sheet: made.sheet_pdf_base64,
                valid_until: made.password_expires_at,
                email: account.email,
            };
            let (kept, asking) = (RwSignal::new(issue.password.is_none()), RwSignal::new(false));
            let another = Callback::new(move |()| {
                if kept.get_untracked() {
                    issued.set(None);
                } else {
                    asking.set(true);
                    browser::focus_soon("issued-keep");
                }
            });
            let to = StoredValue::new(href.clone());
            let away = Callback::new(move |()| go.with_value(|go| go(&to.get_value(), NavigateOptions::default())));
            html! {
                <div class="narrow-page">
                    <PageTitle text=move || t!(accounts.created)/>
                    <Issued issue on_away=away kept asking/>
                    <div class="form-acts no-print">
                        <ButtonLink href label=move || t!(accounts.open)/>
                        <Button label=move || t!(accounts.create_another) on_press=another/>
                        <ButtonLink href="/accounts" label=move || t!(accounts.back)/>
                    </div>
                </div>
            }
        }
        None => html! { <Making issued/> },
    })
}

#[component]
fn Making(issued: RwSignal<Option<IssuedAccountOut>>) -> Markup {
    let (api, lists) = (Api::here(), Lists::here());
    let sheet = Sheet::new(
        PARTS,
        || t!(accounts.create),
        blank(),
        |typed, context| {
            let mut found = request(typed, context.profile).check(context).err().unwrap_or_default();
            for error in &mut found {
                if matches!(error.pointer.as_str(), "/role" | "/level") {
                    TIER.clone_into(&mut error.pointer);
                }
            }
            found
        },
    )
    .busy(|| t!(accounts.creating))
    .kept("account.new")
    .sends(
        move |form| {
            let profile = lists.profile_now();
            let request = profile.map(|profile| request(&form.typed_now(), &profile.profile));
            async move { api.create_account(&request.ok_or(ApiError::Silent)?).await }
        },
        move |made| issued.set(Some(made)),
    );
    Units::provide(sheet.form);
    sheet.page_of(
        "account-form",
        html! {
            <PageTitle text=move || t!(accounts.create)/>
            <p class="lead">{move || t!(accounts.create_lead)}</p>
        },
        html! { <ButtonLink href="/accounts" label=move || t!(accounts.back)/> },
    )
}

/// Accounts that the chosen tier and area, or the chosen facility, have already.
#[derive(Clone, Copy)]
struct Units(Signal<Vec<AccountSummary>>);

impl Units {
    fn provide(form: Form) {
        let (api, lists) = (Api::here(), Lists::here());
        let asked = Memo::new(move |_| query(form, lists));
        let known = load(move || {
            let query = asked.get();
            async move {
                let Some(query) = query else {
                    return Ok((None, Vec::new()));
                };
                let mut accounts = api.list_accounts(&query).await?.items;
                // The service also returns those of areas within this one.
                if let Some((_, area)) = query.iter().find(|(name, _)| *name == "area_code") {
                    accounts.retain(|account| account.area.code == *area);
                }
                Ok((Some(query), accounts))
            }
        });
        // Those of the choice before are displayed no longer.
        provide_context(Self(Signal::derive(move || {
            let (of, accounts) = known.value().unwrap_or_default();
            if of == asked.get() { accounts } else { Vec::new() }
        })));
    }

    fn here() -> Self {
        expect_context()
    }

    /// Returns the units, in the order of their names.
    fn choices(self) -> Vec<Choice> {
        let units: BTreeMap<Uuid, String> = self.0.with(|accounts| {
            let units = accounts
                .iter()
                .filter_map(|account| Some((account.unit_id?, account.unit_name.clone())));
            units.collect()
        });
        let mut units: Vec<(Uuid, String)> = units.into_iter().collect();
        sort_by_text(&mut units, |(_, name)| name.clone());
        units
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect()
    }
}

/// Returns the question for the accounts of the chosen place; nothing while there is no choice.
fn query(form: Form, lists: Lists) -> Option<Vec<(&'static str, String)>> {
    let tier = tier(form)?;
    if tier.role == Role::Facility {
        let facility = form.text("/facility_id").get();
        return (!facility.is_empty()).then(|| vec![("facility_id", facility), ("limit", "10".to_owned())]);
    }
    let profile = lists.profile()?.profile;
    let level = tier.level_in(&profile);
    let code = if is_of_province(tier) {
        profile.province_code
    } else {
        form.text("/area_code").get()
    };
    let mut query = vec![
        ("role", tier.role.as_str().to_owned()),
        ("area_code", code.clone()),
        ("limit", "100".to_owned()),
    ];
    query.extend(level.map(|level| ("level", level.as_str().to_owned())));
    (!code.is_empty()).then_some(query)
}

/// Renders which accounts a unit or facility has already, before it gets another one.
#[component]
fn HasAccount(form: Form) -> Markup {
    let Units(accounts) = Units::here();
    let (facility, unit, name) = (form.text("/facility_id"), form.text(UNIT), form.text("/unit_name"));
    // A new unit with the name of an existing one is that unit.
    let is_meant = move |account: &AccountSummary| {
        if role(form) == Some(Role::Facility) {
            return account.facility_id.is_some_and(|id| id.to_string() == facility.get());
        }
        let (chosen, typed) = (unit.get(), name.with(|name| rules::name::fold(name)));
        match account.unit_id {
            Some(id) if !chosen.is_empty() => id.to_string() == chosen,
            Some(_) => !typed.is_empty() && rules::name::fold(&account.unit_name) == typed,
            None => false,
        }
    };
    IntoMarkup::into_markup(move || {
        let open = accounts.with(|accounts| {
            let open = accounts
                .iter()
                .filter(|account| account.status != AccountStatus::Closed);
            open.filter(|account| is_meant(account)).cloned().collect::<Vec<_>>()
        });
        let first = open.first()?;
        let logins: Vec<&str> = open.iter().map(|account| account.login.as_str()).collect();
        let text = StoredValue::new(t!(
            accounts.has_account,
            unit = first.unit_name,
            logins = logins.join(", ")
        ));
        Some(html! {
            <div class="set-up-wide" id="has-account"><Region><Note kind=NoteKind::Warn>{text.get_value()}</Note></Region></div>
        })
    })
}
