//! One account: its recorded data, its holders, its operators, and the acts on it.

use super::acts::{ActPanel, Deed};
use crate::api::Api;
use crate::form::issued::{Issue, Issued};
use crate::format;
use crate::markup::{IntoMarkup, Markup, html};
use crate::routes::use_id;
use crate::t;
use crate::ui::{
    Button, ButtonKind, Empty, EventLine, Fact, Facts, FactsLook, Happened, Load, Loaded, Note, PageTitle, load,
};
use crate::words::account::{account_tier_name, reason_word, status_tag, status_word};
use dto::administration::{
    AccountEventKind, AccountEventOut, AccountStatus, HolderOut, HoldersOut, ManagedAccountOut, OperatorOut,
};
use dto::operations::accounts::EndOperator;
use dto::problem::ErrorCode;
use leptos::prelude::*;
use uuid::Uuid;

/// Renders the page.
#[component]
pub fn AccountPage() -> Markup {
    let given = use_id();
    let id = Memo::new(move |_| given.with(|id| Uuid::parse_str(id.as_deref()?).ok()));
    html! {
        <div class="account-page">
            <nav class="crumbs no-print" aria-label=move || t!(stay.crumb_label)><a href="/accounts">{move || t!(accounts.title)}</a></nav>
            {move || match id.get() {
                Some(id) => html! { <Known id/> },
                None => missing(),
            }}
        </div>
    }
}

/// Renders the same text for an account that does not exist and for one that this reader may not see.
fn missing() -> Markup {
    html! {
        <PageTitle text=move || t!(accounts.title)/>
        <Empty icon="user" title=move || t!(accounts.missing) detail=move || t!(accounts.missing_hint)/>
    }
}

#[component]
fn Known(id: Uuid) -> Markup {
    let api = Api::here();
    let account = load(move || api.get_account(id));
    let holders = load(move || api.list_holders(id));
    let is_missing = {
        let account = account.clone();
        Memo::new(move |_| account.error().and_then(|error| error.code()) == Some(ErrorCode::NotFound))
    };
    let content = {
        let account = account.clone();
        move |shown: Signal<ManagedAccountOut>| {
            let (account, holders) = (account.clone(), holders.clone());
            let again = holders.clone();
            let changed = Callback::new(move |now: ManagedAccountOut| {
                account.put(now);
                again.reload();
            });
            html! { <Content account=shown changed holders/> }
        }
    };
    IntoMarkup::into_markup(move || {
        if is_missing.get() {
            missing()
        } else {
            html! { <Loaded load=account.clone() rows=8 view=content.clone()/> }
        }
    })
}

#[component]
fn Content(
    account: Signal<ManagedAccountOut>,
    changed: Callback<ManagedAccountOut>,
    holders: Load<HoldersOut>,
) -> Markup {
    let act = RwSignal::new(None::<Deed>);
    let issued = RwSignal::new(None::<Issue>);
    let name = move || {
        account.with(|account| {
            let summary = &account.summary;
            if summary.unit_name.is_empty() {
                &summary.login
            } else {
                &summary.unit_name
            }
            .clone()
        })
    };
    let lock_note = move || {
        let (status, since, reason) =
            account.with(|account| (account.summary.status, account.status_changed_at, account.status_reason));
        (status != AccountStatus::Active).then(|| {
            let why = reason.map_or("", reason_word);
            html! {
                <Note icon="lock">
                    <strong>{status_word(status)}", "{format::instant(since)}"."</strong>
                    " "
                    {why}
                </Note>
            }
        })
    };
    let holder_line = |shown: Signal<HoldersOut>| holders_view(shown).into_markup();
    let act_line = |shown: Signal<HoldersOut>| acts_view(shown).into_markup();
    let history = holders.clone();
    let close = Callback::new(move |()| act.set(None));
    let away = Callback::new(move |()| {
        issued.set(None);
        crate::browser::focus_soon("main");
    });
    let done = Callback::new(move |(now, issue): (ManagedAccountOut, Option<Issue>)| {
        act.set(None);
        issued.set(issue);
        changed.run(now);
        if issued.with_untracked(Option::is_some) {
            crate::browser::focus_soon("issued");
        }
    });
    html! {
        <header class="account-head">
            <div class="stay-title">
                <PageTitle text=name/>
                {move || status_tag(account.with(|account| account.summary.status))}
            </div>
            <Acts account act/>
        </header>
        {move || issued.get().map(|issue| html! { <div class="account-issued"><Issued issue on_away=away/></div> })}
        {lock_note}
        <div class="account-columns no-print">
            <div class="stay-main">
                <OnRecord account/>
                <Operators account act/>
            </div>
            <section class="stay-history">
                <div class="ledger-head"><h2>{move || t!(accounts.holders)}</h2></div>
                <div id="account-holders"><Loaded load=holders rows=3 view=holder_line/></div>
                <div class="ledger-head"><h2>{move || t!(accounts.history)}</h2></div>
                <div id="account-history"><Loaded load=history rows=3 view=act_line/></div>
            </section>
        </div>
        {move || act.get().map(|deed| html! { <ActPanel deed account done close/> })}
    }
}

/// Returns whether another account administers it; nobody acts on a closed account any more.
fn is_anothers(account: &ManagedAccountOut) -> bool {
    account.summary.can.is_empty() && account.summary.status != AccountStatus::Closed
}

/// Renders the acts that the reader may perform, for accounts that the reader administers.
#[component]
fn Acts(account: Signal<ManagedAccountOut>, act: RwSignal<Option<Deed>>) -> Markup {
    let acts = move || {
        let can = account.with(|account| account.summary.can.clone());
        Deed::OF_ACCOUNT
            .into_iter()
            .filter(|act| can.has(act.operation()))
            .map(|kind| {
                let danger = if kind.act().is_danger { ButtonKind::Danger } else { ButtonKind::Plain };
                html! { <Button kind=danger label=move || kind.label() small=true id=format!("act-{}", kind.operation().as_str()) on_press=Callback::new(move |()| act.set(Some(kind)))/> }
            })
            .collect::<Vec<_>>()
    };
    html! {
        <div class="stay-acts no-print" role="group" aria-label=move || t!(accounts.acts_label)>{acts}</div>
        {move || account.with(is_anothers).then(|| html! { <p class="quiet">{t!(accounts.not_yours)}</p> })}
    }
}

#[component]
fn OnRecord(account: Signal<ManagedAccountOut>) -> Markup {
    let facts = move || {
        let account = account.get();
        let summary = account.summary;
        let tier = account_tier_name(summary.role, summary.level);
        let area = &summary.area;
        let place = if area.province_name == area.name || area.province_name.is_empty() {
            area.name.clone()
        } else {
            format!("{}, {}", area.name, area.province_name)
        };
        let password = if account.password_is_initial {
            t!(accounts.password_initial)
        } else {
            t!(accounts.password_own)
        };
        let second_factor = account.second_factor_enabled_at.map_or_else(
            || t!(accounts.factor_off).to_owned(),
            |at| t!(accounts.factor_on, at = format::instant(at)),
        );
        let last_sign_in = account
            .last_signed_in_at
            .map_or_else(|| t!(accounts.never_signed_in).to_owned(), format::instant);
        let refused = match account.refused_sign_ins {
            count @ 100.. => t!(accounts.refused_many, count = count),
            count => format::number(i64::from(count)),
        };
        let facts = vec![
            Fact::new(t!(agency.login), summary.login).mono(),
            Fact::new(t!(agency.role), tier),
            Fact::new(t!(agency.area), place),
            Fact::or_nothing(t!(agency.holder), summary.holder_name),
            Fact::or_nothing(t!(agency.position), account.holder_position),
            Fact::or_nothing(t!(accounts.email), account.email),
            Fact::or_nothing(t!(accounts.phone), format::phone(&account.phone)).mono(),
            Fact::new(t!(accounts.password), password),
            Fact::new(t!(accounts.second_factor), second_factor),
            Fact::new(t!(accounts.last_sign_in), last_sign_in),
            Fact::new(t!(accounts.refused_sign_ins), refused),
            Fact::new(t!(accounts.made), format::instant(account.created_at)),
        ];
        html! { <Facts look=FactsLook::Page facts/> }
    };
    html! {
        <section>
            <div class="ledger-head"><h2>{move || t!(accounts.facts)}</h2></div>
            {facts}
        </section>
    }
}

#[component]
fn Operators(account: Signal<ManagedAccountOut>, act: RwSignal<Option<Deed>>) -> Markup {
    let count = move || account.with(|account| account.operators.len());
    html! {
        <section>
            <div class="ledger-head"><h2>{move || t!(operators.title)}</h2><span class="ledger-count">{count}</span></div>
            {move || if count() == 0 {
                html! { <p class="own-line quiet">{t!(accounts.no_operators)}</p> }
            } else {
                operator_rows(account.with(|account| account.operators.clone()), act).into_markup()
            }}
        </section>
    }
}

fn operator_rows(operators: Vec<OperatorOut>, act: RwSignal<Option<Deed>>) -> Markup {
    let row = move |operator: OperatorOut| {
        let (id, name) = (operator.id, operator.holder_name.clone());
        let end = operator.can.has(EndOperator).then(|| {
            html! { <Button kind=ButtonKind::Danger small=true id=format!("end-{id}") label=move || t!(operators.disable) name=t!(operators.disable_of, name = name) on_press=Callback::new(move |()| act.set(Some(Deed::EndOperator(id))))/> }
        });
        html! {
            <li class="ledger-row operator-line">
                <span class="cell-name">{operator.holder_name} " " <span class="quiet">{operator.holder_position}</span></span>
                <span class="mono">{operator.login}</span>
                {status_tag(operator.status)}
                {end}
            </li>
        }
    };
    html! { <ul class="ledger">{operators.into_iter().map(row).collect::<Vec<_>>()}</ul> }
}

/// Renders the acts on the account, by whom and why, latest first.
fn acts_view(shown: Signal<HoldersOut>) -> Markup {
    let happened = |act: AccountEventOut| {
        let reason = act.act_reason.map(|reason| reason_word(reason).to_owned());
        let reference = act.reference.map(|number| t!(accounts.by_reference, number = number));
        let why: Vec<String> = reason.into_iter().chain(reference).collect();
        let who: Vec<String> = act.by_unit.into_iter().chain(act.by_login).collect();
        let (icon, what) = act_words(act.kind);
        Happened {
            icon,
            what: what.to_owned(),
            at: format::instant(act.at),
            who: if who.is_empty() {
                t!(accounts.by_system).to_owned()
            } else {
                who.join(", ")
            },
            text: None,
            changes: Vec::new(),
            more: (!why.is_empty()).then(|| why.join(", ")),
        }
    };
    IntoMarkup::into_markup(move || {
        let events: Vec<Happened> = shown.get().acts.into_iter().map(happened).collect();
        if events.is_empty() {
            return html! { <p class="quiet">{t!(accounts.no_history)}</p> };
        }
        html! { <EventLine events/> }
    })
}

fn act_words(kind: AccountEventKind) -> (&'static str, &'static str) {
    match kind {
        AccountEventKind::Created => ("user", t!(accounts.act_created)),
        AccountEventKind::Changed => ("swap", t!(accounts.act_changed)),
        AccountEventKind::Locked => ("lock", t!(accounts.act_locked)),
        AccountEventKind::Unlocked => ("check", t!(accounts.act_unlocked)),
        AccountEventKind::Closed => ("cross", t!(accounts.act_closed)),
        AccountEventKind::PasswordReset => ("swap", t!(accounts.act_password_reset)),
    }
}

/// Renders the holders of the account, the current one first.
fn holders_view(holders: Signal<HoldersOut>) -> Markup {
    let happened = |holder: HolderOut| {
        let reason = holder.handover_reason.map(reason_word);
        let reference = holder
            .reference
            .map(|number| t!(accounts.by_reference, number = number));
        let why: Vec<String> = reason.map(str::to_owned).into_iter().chain(reference).collect();
        let contact = [holder.email, format::phone(&holder.phone)];
        let contact: Vec<String> = contact.into_iter().filter(|text| !text.is_empty()).collect();
        Happened {
            icon: "user",
            what: holder.name,
            at: match holder.ended_at {
                None => t!(accounts.held_since, from = format::instant(holder.started_at)),
                Some(until) => format!(
                    "{}{}– {}",
                    format::instant(holder.started_at),
                    format::NBSP,
                    format::instant(until)
                ),
            },
            who: holder.position,
            text: (!contact.is_empty()).then(|| contact.join(", ")),
            changes: Vec::new(),
            more: (!why.is_empty()).then(|| why.join(", ")),
        }
    };
    IntoMarkup::into_markup(move || {
        let events: Vec<Happened> = holders.get().items.into_iter().map(happened).collect();
        html! { <EventLine events/> }
    })
}
