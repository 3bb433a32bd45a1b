//! What is done to an account: lock, unlock, close, reset, another holder, other data. Each says what stays.

use super::issued::Issue;
use super::words::{EmailAsk, deliveries, delivery, reasons};
use crate::api::Api;
use crate::api::administration::AccountAct;
use crate::form::{Failure, Form, Named, Other, Pick, TextAsk, Tick, Typed};
use crate::lists::Lists;
use crate::t;
use crate::ui::{Button, ButtonKind, ErrorSummary, Note, NoteKind, Segmented, Toasts};
use dto::OperationId;
use dto::administration::{
    AccountActIn, AccountPatch, AccountReason, AccountSummary, IssuedAccountOut, ManagedAccountOut, NewHolderIn,
    PasswordResetIn,
};
use dto::operations::accounts::{ChangeHolder, EndOperator, ResetPassword, UpdateAccount};
use dto::problem::FieldError;
use dto::{CheckContext, Checked, Given};
use leptos::prelude::*;
use uuid::Uuid;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Change what is on record.
    Edit,
    /// Give it to somebody else.
    Holder,
    /// Issue a new initial password.
    Reset,
    /// Lock.
    Lock,
    /// Unlock.
    Unlock,
    /// Close for ever.
    Close,
    /// End one of its operators for ever.
    EndOperator(Uuid),
}

impl Act {
    /// What is done to an account as a whole, in the order of the buttons.
    pub const OF_ACCOUNT: [Self; 6] = [
        Self::Unlock,
        Self::Edit,
        Self::Holder,
        Self::Reset,
        Self::Lock,
        Self::Close,
    ];

    /// The operation.
    pub fn operation(self) -> OperationId {
        match self {
            Self::Edit => UpdateAccount.into(),
            Self::Holder => ChangeHolder.into(),
            Self::Reset => ResetPassword.into(),
            Self::Lock => AccountAct::Lock.operation(),
            Self::Unlock => AccountAct::Unlock.operation(),
            Self::Close => AccountAct::Close.operation(),
            Self::EndOperator(_) => EndOperator.into(),
        }
    }

    /// Whether others feel it at once.
    pub fn is_danger(self) -> bool {
        matches!(self, Self::Lock | Self::Close | Self::EndOperator(_))
    }

    /// The verb.
    pub fn label(self) -> &'static str {
        match self {
            Self::Edit => t!(accounts.edit),
            Self::Holder => t!(accounts.change_holder),
            Self::Reset => t!(accounts.reset),
            Self::Lock => t!(accounts.lock),
            Self::Unlock => t!(accounts.unlock),
            Self::Close => t!(accounts.close),
            Self::EndOperator(_) => t!(operators.disable),
        }
    }

    /// The question.
    pub fn title(self) -> &'static str {
        match self {
            Self::Edit => t!(accounts.edit),
            Self::Holder => t!(accounts.holder_title),
            Self::Reset => t!(accounts.reset_title),
            Self::Lock => t!(accounts.lock_title),
            Self::Unlock => t!(accounts.unlock_title),
            Self::Close => t!(accounts.close_title),
            Self::EndOperator(_) => t!(accounts.end_operator_title),
        }
    }

    /// What follows, and what stays.
    fn text(self) -> &'static str {
        match self {
            Self::Edit => t!(accounts.edit_text),
            Self::Holder => t!(accounts.holder_text),
            Self::Reset => t!(accounts.reset_unit_text),
            Self::Lock => t!(accounts.lock_text),
            Self::Unlock => t!(accounts.unlock_text),
            Self::Close => t!(accounts.close_text),
            Self::EndOperator(_) => t!(operators.disable_text),
        }
    }

    /// Reasons that fit.
    fn reasons(self) -> &'static [AccountReason] {
        use AccountReason as Reason;
        match self {
            Self::Edit => &[Reason::UnitRequest, Reason::TierUnavailable, Reason::Mistake],
            Self::Holder => &[
                Reason::HolderChanged,
                Reason::UnitRequest,
                Reason::TierUnavailable,
                Reason::Mistake,
            ],
            Self::Reset => &[
                Reason::PasswordForgotten,
                Reason::CredentialLost,
                Reason::UnitRequest,
                Reason::TierUnavailable,
            ],
            Self::Lock => &[
                Reason::Misuse,
                Reason::CredentialLost,
                Reason::UnitRequest,
                Reason::UnitEnded,
                Reason::TierUnavailable,
                Reason::Mistake,
            ],
            Self::Unlock => &[
                Reason::DealtWith,
                Reason::UnitRequest,
                Reason::Mistake,
                Reason::TierUnavailable,
            ],
            Self::EndOperator(_) => &[
                Reason::Misuse,
                Reason::CredentialLost,
                Reason::HolderChanged,
                Reason::UnitRequest,
                Reason::TierUnavailable,
                Reason::Mistake,
            ],
            Self::Close => &[
                Reason::UnitEnded,
                Reason::UnitRequest,
                Reason::Misuse,
                Reason::TierUnavailable,
                Reason::Mistake,
            ],
        }
    }

    fn fields(self) -> &'static [Named] {
        match self {
            Self::Edit => EDIT,
            Self::Holder => HOLDER,
            Self::Reset => RESET,
            Self::Lock | Self::Unlock | Self::Close | Self::EndOperator(_) => WHY,
        }
    }

    fn first(self, account: &ManagedAccountOut) -> Typed {
        match self {
            Self::Edit => Typed::default()
                .with("/holder_position", account.holder_position.clone())
                .with("/email", account.email.clone())
                .with("/phone", account.phone.clone())
                .with("/unit_name", account.summary.unit_name.clone()),
            Self::Holder => Typed::default()
                .with("/delivery", "email")
                .with("/reason", AccountReason::HolderChanged.as_str()),
            Self::Reset => Typed::default().with("/delivery", "email"),
            _ => Typed::default(),
        }
    }
}

const WHY: &[Named] = &[
    ("/reason", || t!(accounts.reason)),
    ("/reference", || t!(accounts.reference)),
];
const RESET: &[Named] = &[
    ("/delivery", || t!(accounts.delivery)),
    ("/forget_second_factor", || t!(accounts.forget_factor)),
    ("/reason", || t!(accounts.reason)),
    ("/reference", || t!(accounts.reference)),
];
const HOLDER: &[Named] = &[
    ("/holder_name", || t!(accounts.new_holder)),
    ("/holder_position", || t!(agency.position)),
    ("/email", || t!(accounts.email)),
    ("/phone", || t!(accounts.phone)),
    ("/delivery", || t!(accounts.delivery)),
    ("/reason", || t!(accounts.reason)),
    ("/reference", || t!(accounts.reference)),
];
const EDIT: &[Named] = &[
    ("/holder_position", || t!(agency.position)),
    ("/email", || t!(accounts.email)),
    ("/phone", || t!(accounts.phone)),
    ("/unit_name", || t!(accounts.unit_name)),
    ("/reason", || t!(accounts.reason)),
    ("/reference", || t!(accounts.reference)),
];

fn reason(typed: &Typed) -> Given<AccountReason> {
    AccountReason::from_name(typed.raw("/reason")).map_or(Given::Missing, Given::Value)
}

fn why(typed: &Typed, version: Option<i32>) -> AccountActIn {
    AccountActIn {
        version,
        reason: reason(typed),
        reference: typed.text("/reference"),
    }
}

fn reset(typed: &Typed, version: Option<i32>) -> PasswordResetIn {
    PasswordResetIn {
        version,
        reason: reason(typed),
        reference: typed.text("/reference"),
        delivery: delivery(typed.raw("/delivery")),
        forget_second_factor: typed.tick("/forget_second_factor"),
    }
}

fn new_holder(typed: &Typed, version: Option<i32>) -> NewHolderIn {
    NewHolderIn {
        version,
        holder_name: typed.text("/holder_name"),
        holder_position: typed.text("/holder_position"),
        email: typed.text("/email"),
        phone: typed.text("/phone"),
        delivery: delivery(typed.raw("/delivery")),
        reason: reason(typed),
        reference: typed.text("/reference"),
    }
}

/// Only what was changed; what was emptied is sent as empty.
fn patch(typed: &Typed, first: &Typed, version: i32) -> AccountPatch {
    let changed = |at: &str| {
        let now = typed.raw(at).trim();
        if now == first.raw(at).trim() {
            Given::Missing
        } else {
            Given::Value(now.to_owned())
        }
    };
    AccountPatch {
        version,
        holder_position: changed("/holder_position"),
        email: changed("/email"),
        phone: changed("/phone"),
        unit_name: changed("/unit_name"),
        reason: reason(typed),
        reference: typed.text("/reference"),
    }
}

fn faults(act: Act, typed: &Typed, first: &Typed, context: CheckContext<'_>) -> Vec<FieldError> {
    match act {
        Act::Edit => patch(typed, first, 1).check(context).err(),
        Act::Holder => new_holder(typed, None).check(context).err(),
        Act::Reset => reset(typed, None).check(context).err(),
        Act::Lock | Act::Unlock | Act::Close | Act::EndOperator(_) => why(typed, None).check(context).err(),
    }
    .unwrap_or_default()
}

/// What the server answered: the account, and a password that was issued.
type Answered = (ManagedAccountOut, Option<Issue>);

/// The form of an act, in a side panel.
#[component]
pub fn ActPanel(
    /// What is done.
    kind: Act,
    /// To which account.
    account: Signal<ManagedAccountOut>,
    /// Told what became of it.
    done: Callback<Answered>,
    /// Leaves everything as it is.
    close: Callback<()>,
) -> impl IntoView {
    let (api, lists, toasts) = (Api::here(), Lists::here(), Toasts::here());
    let first = StoredValue::new(account.with_untracked(|account| kind.first(account)));
    let check =
        move |typed: &Typed| lists.judged(|context| first.with_value(|first| faults(kind, typed, first, context)));
    let form = Form::new(kind.fields(), &first.get_value(), check);
    // Focus goes to the first field; the heading says what it is about.
    if let Some((at, _)) = kind.fields().first() {
        let id = crate::form::id_of(at);
        request_animation_frame(move || crate::ui::focus_field(&id));
    }
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let typed = form.typed_now();
        let (id, version) = account.with_untracked(|account| (account.summary.id, account.version));
        let changed = first.with_value(|first| patch(&typed, first, version));
        let work = async move {
            let status = match kind {
                Act::Lock => Some(AccountAct::Lock),
                Act::Unlock => Some(AccountAct::Unlock),
                Act::Close => Some(AccountAct::Close),
                _ => None,
            };
            if let Some(act) = status {
                let now = api.act_on_account(id, act, &why(&typed, Some(version))).await?;
                return Ok((now, None));
            }
            match kind {
                Act::Edit => api.update_account(id, &changed).await.map(|now| (now, None)),
                Act::Reset => api
                    .reset_password(id, &reset(&typed, Some(version)))
                    .await
                    .map(issue_of),
                Act::EndOperator(operator) => {
                    let now = api.end_operator(id, operator, &why(&typed, Some(version))).await?;
                    Ok((now, None))
                }
                _ => api
                    .change_holder(id, &new_holder(&typed, Some(version)))
                    .await
                    .map(issue_of),
            }
        };
        form.send(work, move |answered: Answered| {
            toasts.ok(done_words(kind), named(&answered.0.summary), None);
            done.run(answered);
        });
    };
    let is_facility = account.with_untracked(|account| account.summary.facility_id.is_some());
    let note = if kind.is_danger() {
        NoteKind::Warn
    } else {
        NoteKind::Info
    };
    let button = if kind.is_danger() {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    let (mandatory, shows_reason) = match kind {
        Act::Edit => (false, account.with_untracked(|account| account.needs_reason)),
        _ => (true, true),
    };
    let fields = match kind {
        Act::Edit => view! {
            <TextAsk form at="/holder_position" optional=true/>
            <TextAsk form at="/email" inputmode="email"/>
            <TextAsk form at="/phone" optional=true inputmode="tel" mono=true/>
            {(!is_facility).then(|| view! { <TextAsk form at="/unit_name"/> })}
        }
        .into_any(),
        Act::Holder => view! {
            <TextAsk form at="/holder_name"/>
            <TextAsk form at="/holder_position" optional=true/>
            <EmailAsk form/>
            <TextAsk form at="/phone" optional=true inputmode="tel" mono=true/>
            <DeliveryAsk form/>
        }
        .into_any(),
        Act::Reset => view! {
            <DeliveryAsk form/>
            <Tick form at="/forget_second_factor" text=move || t!(accounts.forget_factor_text)/>
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! {
        <form class="change-form" novalidate on:submit=submit>
            <p class="change-text" id="act-on">{move || account.with(|account| named(&account.summary))}</p>
            <Note kind=note>{move || kind.text()}</Note>
            <Failure saving=form.saving conflict=move || t!(accounts.conflict)/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            {fields}
            {shows_reason.then(|| view! {
                <Pick form at="/reason" options=reasons(kind.reasons()) optional=!mandatory empty=move || t!(accounts.reason_none)/>
                <TextAsk form at="/reference" optional=true hint=move || t!(accounts.reference_hint)/>
            })}
            <div class="panel-foot">
                <Button label=move || t!(accounts.leave) on_press=close/>
                <Button kind=button label=move || if kind == Act::Edit { t!(accounts.save) } else { kind.label() } busy_label=move || t!(stay.saving) busy=form.saving.busy submit=true/>
            </div>
        </form>
    }
}

/// Which account: several units may have the same name, and no two accounts the same login.
fn named(account: &AccountSummary) -> String {
    let words = [&account.unit_name, &account.login, &account.area.name];
    let words: Vec<&str> = words
        .into_iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(", ")
}

/// How the password gets there.
#[component]
fn DeliveryAsk(form: Form) -> impl IntoView {
    view! {
        <Other form at="/delivery" group=true hint=move || t!(accounts.delivery_hint)>
            <Segmented value=form.text("/delivery") options=deliveries()/>
        </Other>
    }
}

fn issue_of(issued: IssuedAccountOut) -> Answered {
    let account = issued.account;
    let issue = Issue {
        login: account.summary.login.clone(),
        unit: account.summary.unit_name.clone(),
        holder: account.summary.holder_name.clone(),
        password: issued.initial_password,
        sheet: issued.sheet_pdf_base64,
        valid_until: issued.password_expires_at,
        email: account.email.clone(),
    };
    (account, Some(issue))
}

fn done_words(act: Act) -> &'static str {
    match act {
        Act::Edit => t!(accounts.edited),
        Act::Holder => t!(accounts.holder_changed),
        Act::Reset => t!(accounts.reset_done),
        Act::Lock => t!(accounts.lock_done),
        Act::Unlock => t!(accounts.unlock_done),
        Act::Close => t!(accounts.close_done),
        Act::EndOperator(_) => t!(accounts.end_operator_done),
    }
}
