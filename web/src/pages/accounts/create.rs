//! Creation of an account: only tiers that the user may create, only inside the own area.

use crate::api::Api;
use crate::browser;
use crate::form::facility_pick::FacilityPick;
use crate::form::issued::{Issue, Issued};
use crate::form::{BackNote, Kept};
use crate::form::{Failure, Form, Named, Other, Pick, TextAsk, Typed};
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::{effect, sort_by_text, when};
use crate::session::Session;
use crate::t;
use crate::ui::{
    Button, ButtonKind, ButtonLink, Choice, ErrorSummary, Note, NoteKind, PageTitle, Region, Segmented, load,
};
use crate::words::account::{EmailAsk, deliveries, delivery, own_tier, reasons, tiers};
use dto::account::{AccountTier, Role};
use dto::administration::{AccountIn, AccountReason, AccountStatus, AccountSummary, IssuedAccountOut};
use dto::{CheckContext, Checked, Given};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use rules::account_tier::Territory;
use rules::profile::Profile;
use rules::tiers;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// Value for a unit without an account yet.
const NEW: &str = "new";
/// The tier; it is sent as two fields of the request.
const TIER: &str = "/tier";
const UNIT: &str = "/unit_id";

const FIELDS: &[Named] = &[
    (TIER, || t!(accounts.tier_field)),
    ("/area_code", || t!(agency.area)),
    (UNIT, || t!(agency.unit)),
    ("/unit_name", || t!(accounts.unit_name)),
    ("/facility_id", || t!(stay.facility)),
    ("/login", || t!(agency.login)),
    ("/holder_name", || t!(agency.holder)),
    ("/holder_position", || t!(agency.position)),
    ("/email", || t!(accounts.email)),
    ("/phone", || t!(accounts.phone)),
    ("/delivery", || t!(accounts.delivery)),
    ("/reason", || t!(accounts.reason)),
    ("/reference", || t!(accounts.reference)),
];

/// Reasons why an administrator acts in place of the tier that normally does.
const REASONS: &[AccountReason] = &[
    AccountReason::UnitRequest,
    AccountReason::TierUnavailable,
    AccountReason::Mistake,
];

fn blank() -> Typed {
    Typed::default().with("/delivery", "email").with(UNIT, NEW)
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
    let (api, lists, session) = (Api::here(), Lists::here(), Session::here());
    let (kept, draft) = Kept::open::<Typed>("account.new");
    let check = move |typed: &Typed| {
        let Some(profile) = lists.profile_now() else {
            return Vec::new();
        };
        let context = CheckContext {
            now: lists.clock().now_untracked(),
            profile: &profile.profile,
        };
        let mut found = request(typed, &profile.profile)
            .check(context)
            .err()
            .unwrap_or_default();
        for error in &mut found {
            if matches!(error.pointer.as_str(), "/role" | "/level") {
                TIER.clone_into(&mut error.pointer);
            }
        }
        found
    };
    let form = Form::new(FIELDS, &draft.unwrap_or_else(blank), check);
    kept.follow(move || Some(form.typed()).filter(|typed| *typed != blank()));
    let put_back = Callback::new(move |()| form.fill(&blank()));
    let tier = Memo::new(move |_| AccountTier::from_name(&form.text(TIER).get()));
    let needs_reason = Memo::new(move |_| {
        let (account, profile) = (session.account().get()?, lists.profile()?);
        let own = own_tier(&account, &profile.profile)?;
        Some(tiers::needs_reason(own, tier.get()?, &profile.profile))
    });
    // Each repeat of the same content carries the same key, so that a lost answer creates no second account.
    let attempt = StoredValue::new((String::new(), String::new()));
    let kept_until_made = kept.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let Some(profile) = lists.profile_now() else { return };
        let request = request(&form.typed_now(), &profile.profile);
        let content = crate::api::to_json(&request);
        let key = attempt
            .with_value(|(before, key)| (*before == content).then(|| key.clone()))
            .unwrap_or_else(|| Uuid::new_v4().to_string());
        attempt.set_value((content, key.clone()));
        let kept = kept_until_made.clone();
        let work = async move { api.create_account(&request, &key).await };
        form.send(work, move |made| {
            kept.drop();
            issued.set(Some(made));
        });
    };
    html! {
        <form class="account-form" novalidate on:submit=submit>
            <PageTitle text=move || t!(accounts.create)/>
            <p class="lead">{move || t!(accounts.create_lead)}</p>
            <BackNote kept on_drop=put_back/>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <Place form tier/>
            <section class="public-part">
                <div class="ledger-head"><h2>{move || t!(accounts.part_holder)}</h2></div>
                <div class="set-up-fields">
                    <TextAsk form at="/holder_name"/>
                    <TextAsk form at="/holder_position" optional=true/>
                    <EmailAsk form/>
                    <TextAsk form at="/phone" optional=true inputmode="tel" mono=true/>
                    <TextAsk form at="/login" optional=true mono=true class="set-up-wide" hint=move || t!(accounts.login_hint)/>
                    <Other form at="/delivery" group=true class="set-up-wide" hint=move || t!(accounts.delivery_hint)>
                        <Segmented value=form.text("/delivery") options=deliveries()/>
                    </Other>
                </div>
            </section>
            {when(move || (needs_reason.get() == Some(true)).then(|| html! {
                <section class="public-part">
                    <div class="ledger-head"><h2>{t!(accounts.part_reason)}</h2></div>
                    <Note>{t!(accounts.reason_text)}</Note>
                    <div class="set-up-fields">
                        <Pick form at="/reason" options=reasons(REASONS) empty=move || t!(accounts.reason_none)/>
                        <TextAsk form at="/reference" optional=true hint=move || t!(accounts.reference_hint)/>
                    </div>
                </section>
            }))}
            <div class="set-up-acts">
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(accounts.create)
                    busy_label=move || t!(accounts.creating)
                    busy=form.saving.busy
                    submit=true
                />
                <ButtonLink href="/accounts" label=move || t!(accounts.back)/>
            </div>
        </form>
    }
}

/// Renders the tier, the area and the unit or facility.
#[component]
fn Place(form: Form, tier: Memo<Option<AccountTier>>) -> Markup {
    let (session, lists) = (Session::here(), Lists::here());
    let choices = Signal::derive(move || {
        let (Some(account), Some(profile)) = (session.account().get(), lists.profile()) else {
            return Arc::default();
        };
        let own = own_tier(&account, &profile.profile);
        Arc::new(tiers(&profile.profile, |tier| {
            own.is_some_and(|own| tiers::may_create(own, tier, &profile.profile))
        }))
    });
    let areas = Signal::derive(move || Arc::new(lists.commune_choices()));
    html! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(accounts.part_place)}</h2></div>
            <div class="set-up-fields">
                <Pick form at=TIER options=choices class="set-up-wide" hint=move || t!(accounts.tier_hint) empty=move || t!(accounts.tier_none)/>
                {move || match tier.get() {
                    None => Markup::nothing(),
                    Some(tier) if tier.role == Role::Facility => html! { <FacilityPick form/> <FacilityHas form/> },
                    Some(tier) if is_of_province(tier) => html! { <UnitPick form tier/> },
                    Some(tier) => html! {
                        <Pick form at="/area_code" options=areas many=true empty=move || t!(accounts.area_shape)/>
                        <UnitPick form tier/>
                    },
                }}
            </div>
        </section>
    }
}

/// Renders the units of that tier and area that have accounts already, or a new one.
#[component]
fn UnitPick(form: Form, tier: AccountTier) -> Markup {
    let (api, lists) = (Api::here(), Lists::here());
    let area = form.text("/area_code");
    let known = load(move || {
        let code = if is_of_province(tier) {
            lists
                .profile()
                .map(|profile| profile.profile.province_code)
                .unwrap_or_default()
        } else {
            area.get()
        };
        let level = lists.profile().and_then(|profile| tier.level_in(&profile.profile));
        async move {
            if code.is_empty() {
                return Ok(Vec::new());
            }
            let mut query = vec![
                ("role", tier.role.as_str().to_owned()),
                ("area_code", code.clone()),
                ("limit", "100".to_owned()),
            ];
            query.extend(level.map(|level| ("level", level.as_str().to_owned())));
            let page = api.list_accounts(&query).await?;
            let accounts = page.items.into_iter().filter(|account| account.area.code == code);
            Ok(accounts.filter(|account| account.unit_id.is_some()).collect::<Vec<_>>())
        }
    });
    let there = Signal::derive(move || known.value().unwrap_or_default());
    let options = Signal::derive(move || {
        lang();
        let units: BTreeMap<Uuid, String> = there.with(|there| {
            let units = there
                .iter()
                .filter_map(|account| Some((account.unit_id?, account.unit_name.clone())));
            units.collect()
        });
        let mut units: Vec<(Uuid, String)> = units.into_iter().collect();
        sort_by_text(&mut units, |(_, name)| name.clone());
        let units = units.into_iter().map(|(id, name)| Choice::new(id.to_string(), name));
        Arc::new(
            units
                .chain([Choice::new(NEW, t!(accounts.unit_new))])
                .collect::<Vec<_>>(),
        )
    });
    // A unit of another area does not belong to this one.
    effect(move || {
        let unit = form.text(UNIT);
        let fits = options.with(|options| options.iter().any(|choice| unit.with(|unit| *unit == choice.value)));
        if !fits {
            unit.set(NEW.to_owned());
        }
    });
    let is_new = Memo::new(move |_| form.text(UNIT).with(|unit| unit == NEW));
    // A new unit with the name of an existing one is that unit.
    let (unit, name) = (form.text(UNIT), form.text("/unit_name"));
    let of_unit = Signal::derive(move || {
        let (chosen, typed) = (unit.get(), name.with(|name| rules::name::fold(name)));
        let same = |account: &AccountSummary| match account.unit_id {
            Some(id) if chosen != NEW => id.to_string() == chosen,
            _ => !typed.is_empty() && rules::name::fold(&account.unit_name) == typed,
        };
        there.with(|there| {
            there
                .iter()
                .filter(|account| same(account))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    html! {
        <Pick form at=UNIT options=options/>
        {when(move || is_new.get().then(|| html! { <TextAsk form at="/unit_name" class="set-up-wide"/> }))}
        <HasAccount accounts=of_unit/>
    }
}

/// Renders which accounts the chosen facility has already.
#[component]
fn FacilityHas(form: Form) -> Markup {
    let api = Api::here();
    let chosen = form.text("/facility_id");
    let known = load(move || {
        let facility = chosen.get();
        async move {
            if facility.is_empty() {
                return Ok(Vec::new());
            }
            let query = [("facility_id", facility), ("limit", "10".to_owned())];
            Ok(api.list_accounts(&query).await?.items)
        }
    });
    // The accounts of the facility before are kept until those of this one are loaded.
    let accounts = Signal::derive(move || {
        let (id, mut accounts) = (Uuid::parse_str(&chosen.get()).ok(), known.value().unwrap_or_default());
        accounts.retain(|account| account.facility_id == id);
        accounts
    });
    html! { <HasAccount accounts/> }
}

/// Renders which accounts a unit or facility has already, before it gets another one.
#[component]
fn HasAccount(#[prop(into)] accounts: Signal<Vec<AccountSummary>>) -> Markup {
    IntoMarkup::into_markup(move || {
        let open = accounts.with(|accounts| {
            let open = accounts
                .iter()
                .filter(|account| account.status != AccountStatus::Closed);
            open.cloned().collect::<Vec<_>>()
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
