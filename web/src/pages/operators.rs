//! The people who work with one's own account, each under a name and a password of their own (D-04, KH-9b, LC-7.2).

use crate::api::{Api, ApiError};
use crate::form::{Act, Failure, Field, Part, Question, Saving, Sheet, Typed};
use crate::format;
use crate::pages::accounts::issued::{Issue, Issued};
use crate::pages::accounts::words::{DELIVERY, EMAIL, FORGET_FACTOR, delivery, status_tag};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Empty, Load, Loaded, Note, NoteKind, PageTitle, Toasts, load};
use dto::Checked;
use dto::administration::{AccountStatus, IssuedOperatorOut, OperatorIn, OperatorOut, OperatorResetIn, OperatorsOut};
use dto::operations::accounts::{ConfirmOperator, CreateOperator, DisableOperator};
use leptos::prelude::*;
use uuid::Uuid;

/// What is open beside the list.
#[derive(Clone, PartialEq)]
enum Open {
    Add,
    Reset(OperatorOut),
}

/// The page.
#[component]
pub fn Operators() -> impl IntoView {
    let (session, api) = (Session::here(), Api::here());
    let list = load(move || api.list_operators());
    let (open, issued) = (RwSignal::new(None::<Open>), RwSignal::new(None::<Issue>));
    let asking = RwSignal::new(None::<OperatorOut>);
    let may_add = Memo::new(move |_| session.may(CreateOperator));
    let reload = {
        let list = list.clone();
        Callback::new(move |()| list.reload())
    };
    let done = Callback::new(move |answer: Issue| {
        open.set(None);
        issued.set(Some(answer));
        reload.run(());
        crate::browser::focus_soon("issued");
    });
    let close = Callback::new(move |()| open.set(None));
    let away = Callback::new(move |()| {
        issued.set(None);
        crate::browser::focus_soon("add-operator");
    });
    view! {
        <div class="one-column">
            <div class="page-head">
                <PageTitle text=move || t!(operators.title)/>
                {move || may_add.get().then(|| view! {
                    <span class="head-end no-print"><Button kind=ButtonKind::Primary label=move || t!(operators.add) icon="plus" id="add-operator" on_press=Callback::new(move |()| open.set(Some(Open::Add)))/></span>
                })}
            </div>
            <div class="no-print">
                <Note icon="user"><strong>{move || t!(operators.rule)}</strong>" "{move || t!(operators.rule_text)}</Note>
            </div>
            {move || issued.get().map(|issue| view! { <div class="account-issued"><Issued issue on_away=away/></div> })}
            <Waiting list=list.clone()/>
            <div class="no-print"><List list open asking reload/></div>
            {move || open.get().map(|what| match what {
                Open::Add => view! { <Add done close/> }.into_any(),
                Open::Reset(operator) => view! { <Reset operator done close reload/> }.into_any(),
            })}
            <Disable asking reload/>
        </div>
    }
}

/// Reads the list again where somebody was first.
fn again(reload: Callback<()>) -> impl Fn(&ApiError) {
    move |error| {
        if error.is_stale() {
            reload.run(());
        }
    }
}

#[component]
fn List(
    list: Load<OperatorsOut>,
    open: RwSignal<Option<Open>>,
    asking: RwSignal<Option<OperatorOut>>,
    reload: Callback<()>,
) -> impl IntoView {
    let (api, toasts) = (Api::here(), Toasts::here());
    let saving = Saving::new();
    let confirm = Callback::new(move |(id, version): (Uuid, i32)| {
        let work = async move { api.confirm_operator(id, version).await };
        let done = move |confirmed: OperatorOut| {
            toasts.ok(
                t!(operators.confirmed, name = confirmed.holder_name),
                String::new(),
                None,
            );
            reload.run(());
        };
        saving.send_or(work, done, again(reload));
    });
    let content = move |shown: Signal<OperatorsOut>| {
        (move || {
            let operators = shown.get().items;
            if operators.is_empty() {
                return view! { <Empty icon="user" title=move || t!(operators.none) detail=move || t!(operators.none_hint)/> }
                    .into_any();
            }
            let row = move |operator: OperatorOut| {
                let (reset, disable) = (operator.clone(), operator.clone());
                let (name, id, version) = (operator.holder_name.clone(), operator.id, operator.version);
                let since = t!(operators.since, at = format::instant(operator.status_changed_at));
                let may_confirm = operator.can.has(ConfirmOperator);
                let acts = operator.can.has(DisableOperator).then(|| {
                    let (first_name, disable_name) = (name.clone(), name);
                    let first = if may_confirm {
                        view! { <Button small=true id=format!("confirm-{id}") label=move || t!(operators.confirm) name=t!(operators.confirm_of, name = first_name) busy=saving.busy on_press=Callback::new(move |()| confirm.run((id, version)))/> }.into_any()
                    } else {
                        view! { <Button small=true id=format!("reset-{id}") label=move || t!(accounts.reset) name=t!(operators.reset_of, name = first_name) on_press=Callback::new(move |()| open.set(Some(Open::Reset(reset.clone()))))/> }.into_any()
                    };
                    view! {
                        {first}
                        <Button small=true id=format!("disable-{id}") kind=ButtonKind::Danger label=move || t!(operators.disable) name=t!(operators.disable_of, name = disable_name) on_press=Callback::new(move |()| asking.set(Some(disable.clone())))/>
                    }
                });
                let before = operator
                    .made_before_holder
                    .then(|| view! { <span class="quiet">{t!(operators.made_before)}</span> });
                view! {
                    <tr role="row" class="stay-row">
                        <th role="rowheader" scope="row" class="at-name">{operator.holder_name}" "{before}</th>
                        <td role="cell" class="at-time mono">{operator.login}</td>
                        <td role="cell" class="at-facility">{operator.holder_position}</td>
                        <td role="cell" class="at-status">{status_tag(operator.status)}" "<span class="quiet">{since}</span></td>
                        <td role="cell" class="at-acts">{acts}</td>
                    </tr>
                }
            };
            view! {
                <table class="stays operators" role="table" aria-label=move || t!(operators.title)>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{move || t!(operators.col_person)}</th>
                            <th role="columnheader" scope="col">{move || t!(agency.login)}</th>
                            <th role="columnheader" scope="col">{move || t!(agency.position)}</th>
                            <th role="columnheader" scope="col">{move || t!(accounts.col_status)}</th>
                            <th role="columnheader" scope="col"><span class="hidden">{move || t!(accounts.acts_label)}</span></th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{operators.into_iter().map(row).collect_view()}</tbody>
                </table>
            }
            .into_any()
        })
        .into_any()
    };
    view! {
        <Failure saving/>
        <Loaded load=list rows=4 view=content/>
    }
}

/// Says that somebody waits to be confirmed, and why.
#[component]
fn Waiting(list: Load<OperatorsOut>) -> impl IntoView {
    move || {
        let items = list.value()?.items;
        let waits = items.iter().any(|operator| operator.status == AccountStatus::Locked);
        waits.then(|| {
            view! {
                <Note kind=NoteKind::Warn icon="lock"><strong>{t!(operators.waiting)}</strong>" "{t!(operators.waiting_text)}</Note>
            }
        })
    }
}

const DISABLE: Act = Act {
    title: || t!(operators.disable),
    text: || t!(operators.disable_text),
    parts: &[],
    label: || t!(operators.disable),
    done: || t!(accounts.end_operator_done),
    is_danger: true,
};

/// Asks before a person is shut out for good.
#[component]
fn Disable(asking: RwSignal<Option<OperatorOut>>, reload: Callback<()>) -> impl IntoView {
    let (api, toasts) = (Api::here(), Toasts::here());
    let id = move || asking.with_untracked(|asking| asking.as_ref().map(|operator| operator.id).unwrap_or_default());
    let question = Question::new(
        DISABLE,
        move || async move { api.disable_operator(id()).await },
        move |gone: OperatorOut| {
            toasts.ok(t!(operators.disabled, name = gone.holder_name), String::new(), None);
            reload.run(());
        },
    );
    crate::reactive::effect(move || {
        if asking.with(Option::is_some) {
            question.ask();
        }
    });
    let name = move || asking.get().map(|operator| operator.holder_name).unwrap_or_default();
    question.view(Signal::derive(move || t!(operators.disable_title, name = name())))
}

const ADD: &[Part] = &[Part {
    fields: &[
        Field::line("/holder_name", || t!(operators.person)),
        Field::line("/holder_position", || t!(agency.position)).optional(),
        DELIVERY,
        EMAIL,
        Field::line("/phone", || t!(accounts.phone)).optional().phone(),
        Field::line("/login", || t!(agency.login))
            .optional()
            .mono()
            .hint(|| t!(operators.login_hint)),
    ],
    ..Part::PLAIN
}];

fn request(typed: &Typed) -> OperatorIn {
    OperatorIn {
        login: typed.text("/login"),
        holder_name: typed.text("/holder_name"),
        holder_position: typed.text("/holder_position"),
        email: typed.text("/email"),
        phone: typed.text("/phone"),
        delivery: delivery(typed.raw("/delivery")),
    }
}

#[component]
fn Add(done: Callback<Issue>, close: Callback<()>) -> impl IntoView {
    let (api, session) = (Api::here(), Session::here());
    let first = Typed::default().with("/delivery", "handover");
    Sheet::new(
        ADD,
        || t!(operators.add),
        first,
        |typed, context| request(typed).check(context).err().unwrap_or_default(),
    )
    .sends(
        move |form| {
            let typed = form.typed_now();
            let email = typed.raw("/email").trim().to_owned();
            async move { Ok((api.create_operator(&request(&typed)).await?, email)) }
        },
        move |(made, email)| done.run(issue_of(made, session, email)),
    )
    .panel("operator-act", || t!(operators.add), close, ())
}

const RESET: Act = Act {
    title: || t!(accounts.reset_title),
    text: || t!(accounts.reset_text),
    parts: &[Part {
        fields: &[DELIVERY, FORGET_FACTOR],
        ..Part::PLAIN
    }],
    label: || t!(accounts.reset),
    done: || t!(accounts.reset_done),
    is_danger: false,
};

#[component]
fn Reset(operator: OperatorOut, done: Callback<Issue>, close: Callback<()>, reload: Callback<()>) -> impl IntoView {
    let (api, session) = (Api::here(), Session::here());
    let (id, version) = (operator.id, operator.version);
    RESET
        .sheet(Typed::default().with("/delivery", "handover"), |_, _| Vec::new())
        .when_stale(None, Some(reload))
        .sends(
            move |form| {
                let typed = form.typed_now();
                let request = OperatorResetIn {
                    version: Some(version),
                    delivery: delivery(typed.raw("/delivery")),
                    forget_second_factor: typed.tick("/forget_second_factor"),
                };
                async move { api.reset_operator_password(id, &request).await }
            },
            move |made| done.run(issue_of(made, session, t!(operators.own_address).to_owned())),
        )
        .panel("operator-act", RESET.title, close, view! {
            <p class="change-text"><strong>{operator.holder_name}</strong>", "<span class="mono">{operator.login}</span></p>
        })
}

fn issue_of(made: IssuedOperatorOut, session: Session, email: String) -> Issue {
    Issue {
        login: made.operator.login,
        unit: session
            .account_now()
            .map(|account| account.unit_name)
            .unwrap_or_default(),
        holder: made.operator.holder_name,
        password: made.initial_password,
        sheet: made.sheet_pdf_base64,
        valid_until: made.password_expires_at,
        email,
    }
}
