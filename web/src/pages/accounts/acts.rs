//! Acts on an account: lock, unlock, close, reset, another holder, other data. Each says what does not change.

use crate::api::Api;
use crate::api::administration::AccountAct;
use crate::form::issued::Issue;
use crate::form::{Act, By, Field, Part, Typed};
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Choice, Toasts};
use crate::words::account::{DELIVERY, EMAIL, FORGET_FACTOR, delivery, reason_choices};
use dto::OperationId;
use dto::administration::{
    AccountActIn, AccountPatch, AccountReason as Reason, AccountSummary, IssuedAccountOut, ManagedAccountOut,
    NewHolderIn, PasswordResetIn,
};
use dto::operations::accounts::{ChangeHolder, EndOperator, ResetPassword, UpdateAccount};
use dto::problem::FieldError;
use dto::{CheckContext, Checked, Given};
use leptos::prelude::*;
use uuid::Uuid;

/// An act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Change the recorded data.
    Edit,
    /// Change the holder.
    Holder,
    /// Issue a new initial password.
    Reset,
    /// Lock, unlock, or close permanently.
    Status(AccountAct),
    /// End one of its operators permanently.
    EndOperator(Uuid),
}

impl Deed {
    /// Acts on an account as a whole, in the order of the buttons.
    pub const OF_ACCOUNT: [Self; 6] = [
        Self::Status(AccountAct::Unlock),
        Self::Edit,
        Self::Holder,
        Self::Reset,
        Self::Status(AccountAct::Lock),
        Self::Status(AccountAct::Close),
    ];

    /// Returns the operation.
    pub fn operation(self) -> OperationId {
        match self {
            Self::Edit => UpdateAccount.into(),
            Self::Holder => ChangeHolder.into(),
            Self::Reset => ResetPassword.into(),
            Self::Status(act) => act.operation(),
            Self::EndOperator(_) => EndOperator.into(),
        }
    }

    /// Returns its texts and fields.
    pub fn act(self) -> Act {
        match self {
            Self::Edit => EDIT,
            Self::Holder => HOLDER,
            Self::Reset => RESET,
            Self::Status(AccountAct::Lock) => LOCK,
            Self::Status(AccountAct::Unlock) => UNLOCK,
            Self::Status(AccountAct::Close) => CLOSE,
            Self::EndOperator(_) => END_OPERATOR,
        }
    }

    /// Returns the label of the button that opens it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Edit => (EDIT.title)(),
            _ => (self.act().label)(),
        }
    }

    /// Returns the act with the fields that this account has.
    fn act_on(self, account: &ManagedAccountOut) -> Act {
        if self != Self::Edit {
            return self.act();
        }
        let parts: &[Part] = match (account.summary.facility_id.is_some(), account.needs_reason) {
            (true, false) => &[CONTACT],
            (true, true) => &[CONTACT, WHY_EDIT],
            (false, false) => &[CONTACT, UNIT],
            (false, true) => &[CONTACT, UNIT, WHY_EDIT],
        };
        Act { parts, ..EDIT }
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
                .with("/reason", Reason::HolderChanged.as_str()),
            Self::Reset => Typed::default().with("/delivery", "email"),
            Self::Status(_) | Self::EndOperator(_) => Typed::default(),
        }
    }
}

const fn reason(choices: By<Vec<Choice>>) -> Field {
    Field::pick("/reason", || t!(accounts.reason), choices).empty(|| t!(accounts.reason_none))
}

const REFERENCE: Field = Field::line("/reference", || t!(accounts.reference))
    .optional()
    .hint(|| t!(accounts.reference_hint));

const CONTACT: Part = Part {
    fields: &[
        Field::line("/holder_position", || t!(agency.position)).optional(),
        Field::line("/email", || t!(accounts.email)).inputmode("email"),
        Field::line("/phone", || t!(accounts.phone)).optional().phone(),
    ],
    ..Part::PLAIN
};

/// The name of a facility comes from its own record.
const UNIT: Part = Part {
    fields: &[Field::line("/unit_name", || t!(accounts.unit_name))],
    ..Part::PLAIN
};

const WHY_EDIT: Part = Part {
    fields: &[
        reason(|_, _| reason_choices(&[Reason::UnitRequest, Reason::TierUnavailable, Reason::Mistake])).optional(),
        REFERENCE,
    ],
    ..Part::PLAIN
};

const EDIT: Act = Act {
    title: || t!(accounts.edit),
    text: || t!(accounts.edit_text),
    parts: &[CONTACT],
    label: || t!(accounts.save),
    done: || t!(accounts.edited),
    is_danger: false,
};

const HOLDER: Act = Act {
    title: || t!(accounts.holder_title),
    text: || t!(accounts.holder_text),
    parts: &[Part {
        fields: &[
            Field::line("/holder_name", || t!(accounts.new_holder)),
            Field::line("/holder_position", || t!(agency.position)).optional(),
            EMAIL,
            Field::line("/phone", || t!(accounts.phone)).optional().phone(),
            DELIVERY,
            reason(|_, _| {
                reason_choices(&[
                    Reason::HolderChanged,
                    Reason::UnitRequest,
                    Reason::TierUnavailable,
                    Reason::Mistake,
                ])
            }),
            REFERENCE,
        ],
        ..Part::PLAIN
    }],
    label: || t!(accounts.change_holder),
    done: || t!(accounts.holder_changed),
    is_danger: false,
};

const RESET: Act = Act {
    title: || t!(accounts.reset_title),
    text: || t!(accounts.reset_unit_text),
    parts: &[Part {
        fields: &[
            DELIVERY,
            FORGET_FACTOR,
            reason(|_, _| {
                reason_choices(&[
                    Reason::PasswordForgotten,
                    Reason::CredentialLost,
                    Reason::UnitRequest,
                    Reason::TierUnavailable,
                ])
            }),
            REFERENCE,
        ],
        ..Part::PLAIN
    }],
    label: || t!(accounts.reset),
    done: || t!(accounts.reset_done),
    is_danger: false,
};

const LOCK: Act = Act {
    title: || t!(accounts.lock_title),
    text: || t!(accounts.lock_text),
    parts: &[Part {
        fields: &[
            reason(|_, _| {
                reason_choices(&[
                    Reason::Misuse,
                    Reason::CredentialLost,
                    Reason::UnitRequest,
                    Reason::UnitEnded,
                    Reason::TierUnavailable,
                    Reason::Mistake,
                ])
            }),
            REFERENCE,
        ],
        ..Part::PLAIN
    }],
    label: || t!(accounts.lock),
    done: || t!(accounts.lock_done),
    is_danger: true,
};

const UNLOCK: Act = Act {
    title: || t!(accounts.unlock_title),
    text: || t!(accounts.unlock_text),
    parts: &[Part {
        fields: &[
            reason(|_, _| {
                reason_choices(&[
                    Reason::DealtWith,
                    Reason::UnitRequest,
                    Reason::Mistake,
                    Reason::TierUnavailable,
                ])
            }),
            REFERENCE,
        ],
        ..Part::PLAIN
    }],
    label: || t!(accounts.unlock),
    done: || t!(accounts.unlock_done),
    is_danger: false,
};

const CLOSE: Act = Act {
    title: || t!(accounts.close_title),
    text: || t!(accounts.close_text),
    parts: &[Part {
        fields: &[
            reason(|_, _| {
                reason_choices(&[
                    Reason::UnitEnded,
                    Reason::UnitRequest,
                    Reason::Misuse,
                    Reason::TierUnavailable,
                    Reason::Mistake,
                ])
            }),
            REFERENCE,
        ],
        ..Part::PLAIN
    }],
    label: || t!(accounts.close),
    done: || t!(accounts.close_done),
    is_danger: true,
};

const END_OPERATOR: Act = Act {
    title: || t!(accounts.end_operator_title),
    text: || t!(operators.disable_text),
    parts: &[Part {
        fields: &[
            reason(|_, _| {
                reason_choices(&[
                    Reason::Misuse,
                    Reason::CredentialLost,
                    Reason::HolderChanged,
                    Reason::UnitRequest,
                    Reason::TierUnavailable,
                    Reason::Mistake,
                ])
            }),
            REFERENCE,
        ],
        ..Part::PLAIN
    }],
    label: || t!(operators.disable),
    done: || t!(accounts.end_operator_done),
    is_danger: true,
};

fn reason_typed(typed: &Typed) -> Given<Reason> {
    Reason::from_name(typed.raw("/reason")).map_or(Given::Missing, Given::Value)
}

fn why(typed: &Typed, version: Option<i32>) -> AccountActIn {
    AccountActIn {
        version,
        reason: reason_typed(typed),
        reference: typed.text("/reference"),
    }
}

fn reset(typed: &Typed, version: Option<i32>) -> PasswordResetIn {
    PasswordResetIn {
        version,
        reason: reason_typed(typed),
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
        reason: reason_typed(typed),
        reference: typed.text("/reference"),
    }
}

/// Returns only the changed fields; an emptied field is sent as empty.
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
        reason: reason_typed(typed),
        reference: typed.text("/reference"),
    }
}

fn faults(deed: Deed, typed: &Typed, first: &Typed, context: CheckContext<'_>) -> Vec<FieldError> {
    match deed {
        Deed::Edit => patch(typed, first, 1).check(context).err(),
        Deed::Holder => new_holder(typed, None).check(context).err(),
        Deed::Reset => reset(typed, None).check(context).err(),
        Deed::Status(_) | Deed::EndOperator(_) => why(typed, None).check(context).err(),
    }
    .unwrap_or_default()
}

/// Answer of the server: the account, and an issued password.
type Answered = (ManagedAccountOut, Option<Issue>);

/// Renders the form of an act, in a side panel.
#[component]
pub fn ActPanel(
    /// The act.
    deed: Deed,
    /// The account.
    account: Signal<ManagedAccountOut>,
    /// Called with the result.
    done: Callback<Answered>,
    /// Called to close without a change.
    close: Callback<()>,
) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let (act, first) = account.with_untracked(|account| (deed.act_on(account), deed.first(account)));
    let begun = first.clone();
    let send = move |id: Uuid, version: i32, typed: Typed| {
        let changed = patch(&typed, &begun, version);
        async move {
            match deed {
                Deed::Edit => api.update_account(id, &changed).await.map(|now| (now, None)),
                Deed::Holder => api
                    .change_holder(id, &new_holder(&typed, Some(version)))
                    .await
                    .map(issue_of),
                Deed::Reset => api
                    .reset_password(id, &reset(&typed, Some(version)))
                    .await
                    .map(issue_of),
                Deed::Status(act) => {
                    let now = api.act_on_account(id, act, &why(&typed, Some(version))).await?;
                    Ok((now, None))
                }
                Deed::EndOperator(operator) => {
                    let now = api.end_operator(id, operator, &why(&typed, Some(version))).await?;
                    Ok((now, None))
                }
            }
        }
    };
    let filed = first.clone();
    act.sheet(first, move |typed, context| faults(deed, typed, &filed, context))
        .when_stale(Some(|| t!(accounts.conflict)), None)
        .sends(
            move |form| {
                let (id, version) = account.with_untracked(|account| (account.summary.id, account.version));
                send(id, version, form.typed_now())
            },
            move |answered: Answered| {
                act.tell(toasts, named(&answered.0.summary), None);
                done.run(answered);
            },
        )
        .panel(
            "account-act",
            act.title,
            close,
            html! {
                <p class="change-text" id="act-on">{move || account.with(|account| named(&account.summary))}</p>
            },
        )
}

/// Returns a name that identifies the account: several units may have the same name, but each login is unique.
fn named(account: &AccountSummary) -> String {
    let words = [&account.unit_name, &account.login, &account.area.name];
    let words: Vec<&str> = words
        .into_iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(", ")
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
