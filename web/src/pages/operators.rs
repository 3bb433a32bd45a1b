//! The people who work with one's own account, each under a name and a password of their own (D-04, KH-9b, LC-7.2).

use crate::api::{Api, ApiError};
use crate::form::{Failure, Form, Named, Other, Saving, TextAsk, Tick, Typed};
use crate::format;
use crate::lists::Lists;
use crate::pages::accounts::issued::{Issue, Issued};
use crate::pages::accounts::words::{EmailAsk, deliveries, delivery, status_tag};
use crate::reactive::{effect, when};
use crate::session::Session;
use crate::t;
use crate::ui::side_panel::SidePanel;
use crate::ui::{
    Button, ButtonKind, Dialog, Empty, ErrorSummary, Load, Loaded, Note, NoteKind, PageTitle, Segmented, Toasts, load,
};
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
    let title = Signal::derive(move || match open.get() {
        Some(Open::Reset(_)) => t!(accounts.reset_title).to_owned(),
        _ => t!(operators.add).to_owned(),
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
                {when(move || may_add.get().then(|| view! {
                    <span class="head-end no-print"><Button kind=ButtonKind::Primary label=move || t!(operators.add) icon="plus" id="add-operator" on_press=Callback::new(move |()| open.set(Some(Open::Add)))/></span>
                }))}
            </div>
            <div class="no-print">
                <Note icon="user"><strong>{move || t!(operators.rule)}</strong>" "{move || t!(operators.rule_text)}</Note>
            </div>
            {when(move || issued.get().map(|issue| view! { <div class="account-issued"><Issued issue on_away=away/></div> }))}
            <Waiting list=list.clone()/>
            <div class="no-print"><List list open asking reload/></div>
            {when(move || open.get().map(|what| view! {
                <SidePanel id="operator-act" title on_close=close takes_focus=false>
                    {match what {
                        Open::Add => view! { <Add done close/> }.into_any(),
                        Open::Reset(operator) => view! { <Reset operator done close reload/> }.into_any(),
                    }}
                </SidePanel>
            }))}
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
                        <td role="cell" class="at-name">{operator.holder_name}" "{before}</td>
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

/// Asks before a person is shut out for good.
#[component]
fn Disable(asking: RwSignal<Option<OperatorOut>>, reload: Callback<()>) -> impl IntoView {
    let (api, toasts) = (Api::here(), Toasts::here());
    let open = RwSignal::new(false);
    effect(move || open.set(asking.with(Option::is_some)));
    let saving = Saving::new();
    let leave = Callback::new(move |()| asking.set(None));
    let go = Callback::new(move |()| {
        let Some(operator) = asking.get_untracked() else { return };
        let work = async move { api.disable_operator(operator.id).await };
        saving.send(work, move |gone: OperatorOut| {
            toasts.ok(t!(operators.disabled, name = gone.holder_name), String::new(), None);
            asking.set(None);
            reload.run(());
        });
    });
    let name = move || asking.get().map(|operator| operator.holder_name).unwrap_or_default();
    view! {
        <Dialog open title=move || t!(operators.disable_title, name = name()) on_cancel=leave>
            <p class="dialog-text">{move || t!(operators.disable_text)}</p>
            <Failure saving/>
            <div class="dialog-acts">
                <Button label=move || t!(stay.cancel) autofocus=true on_press=leave/>
                <Button kind=ButtonKind::Danger label=move || t!(operators.disable) busy_label=move || t!(stay.saving) busy=saving.busy on_press=go/>
            </div>
        </Dialog>
    }
}

const ADD: &[Named] = &[
    ("/holder_name", || t!(operators.person)),
    ("/holder_position", || t!(agency.position)),
    ("/email", || t!(accounts.email)),
    ("/phone", || t!(accounts.phone)),
    ("/login", || t!(agency.login)),
    ("/delivery", || t!(accounts.delivery)),
];

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
    let (api, lists, session) = (Api::here(), Lists::here(), Session::here());
    let check = move |typed: &Typed| lists.judged(|context| request(typed).check(context).err().unwrap_or_default());
    let form = Form::new(ADD, &Typed::default().with("/delivery", "handover"), check);
    request_animation_frame(|| crate::ui::focus_field("holder-name"));
    let attempt = StoredValue::new((String::new(), String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let request = request(&form.typed_now());
        let email = form.typed_now().raw("/email").trim().to_owned();
        let content = crate::api::to_json(&request);
        let key = attempt
            .with_value(|(before, key)| (*before == content).then(|| key.clone()))
            .unwrap_or_else(|| Uuid::new_v4().to_string());
        attempt.set_value((content, key.clone()));
        let work = async move { api.create_operator(&request, &key).await };
        form.send(work, move |made| done.run(issue_of(made, session, email)));
    };
    view! {
        <form class="change-form" novalidate on:submit=submit>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <TextAsk form at="/holder_name"/>
            <TextAsk form at="/holder_position" optional=true/>
            <Other form at="/delivery" group=true hint=move || t!(accounts.delivery_hint)>
                <Segmented value=form.text("/delivery") options=deliveries()/>
            </Other>
            <EmailAsk form/>
            <TextAsk form at="/phone" optional=true inputmode="tel" mono=true/>
            <TextAsk form at="/login" optional=true mono=true hint=move || t!(operators.login_hint)/>
            <div class="panel-foot">
                <Button label=move || t!(accounts.leave) on_press=close/>
                <Button kind=ButtonKind::Primary label=move || t!(operators.add) busy_label=move || t!(stay.saving) busy=form.saving.busy submit=true/>
            </div>
        </form>
    }
}

const RESET: &[Named] = &[
    ("/delivery", || t!(accounts.delivery)),
    ("/forget_second_factor", || t!(accounts.forget_factor)),
];

#[component]
fn Reset(operator: OperatorOut, done: Callback<Issue>, close: Callback<()>, reload: Callback<()>) -> impl IntoView {
    let (api, session) = (Api::here(), Session::here());
    let form = Form::new(RESET, &Typed::default().with("/delivery", "handover"), |_| Vec::new());
    request_animation_frame(|| crate::ui::focus_field("delivery"));
    let (id, version) = (operator.id, operator.version);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = form.typed_now();
        let request = OperatorResetIn {
            version: Some(version),
            delivery: delivery(typed.raw("/delivery")),
            forget_second_factor: typed.tick("/forget_second_factor"),
        };
        let work = async move { api.reset_operator_password(id, &request).await };
        let issued = move |made: IssuedOperatorOut| {
            done.run(issue_of(made, session, t!(operators.own_address).to_owned()));
        };
        form.send_or(work, issued, again(reload));
    };
    view! {
        <form class="change-form" novalidate on:submit=submit>
            <p class="change-text"><strong>{operator.holder_name}</strong>", "<span class="mono">{operator.login}</span></p>
            <Note>{move || t!(accounts.reset_text)}</Note>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <Other form at="/delivery" group=true hint=move || t!(accounts.delivery_hint)>
                <Segmented value=form.text("/delivery") options=deliveries()/>
            </Other>
            <Tick form at="/forget_second_factor" text=move || t!(accounts.forget_factor_text)/>
            <div class="panel-foot">
                <Button label=move || t!(accounts.leave) on_press=close/>
                <Button kind=ButtonKind::Primary label=move || t!(accounts.reset) busy_label=move || t!(stay.saving) busy=form.saving.busy submit=true/>
            </div>
        </form>
    }
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
