//! The operators of the user's own account, each with a name and a password of their own (D-04, KH-9b, LC-7.2).

mod list;

use crate::api::{Api, ApiError, Call};
use crate::form::issued::{Issue, Issued};
use crate::form::{Act, Failure, Field, Part, Question, Saving, Sheet, Typed};
use crate::listing::{Listing, Row, rows, tools};
use crate::markup::{IntoMarkup, Markup, ViewFn, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Note, NoteKind, PageTitle, Toasts};
use crate::words::account::{DELIVERY, EMAIL, FORGET_FACTOR, delivery};
use dto::Checked;
use dto::administration::{AccountStatus, IssuedOperatorOut, OperatorIn, OperatorOut, OperatorResetIn};
use dto::operations::accounts::ListOperators;
use leptos::prelude::*;
use list::{LIST, name};

/// Content of the panel beside the list.
#[derive(Clone, PartialEq)]
enum Open {
    Add,
    Reset(Row),
}

/// State that the rows change.
#[derive(Clone, Copy)]
struct Desk {
    saving: Saving,
    confirm: Callback<Row>,
    open: RwSignal<Option<Open>>,
    /// Operator to be disabled.
    asking: RwSignal<Option<Row>>,
}

/// Renders the page.
#[component]
pub fn Operators() -> Markup {
    let (session, api, toasts) = (Session::here(), Api::here(), Toasts::here());
    let listing = Listing::whole(&LIST, |wanted| {
        Some(Call::of(ListOperators::at()).query(&wanted.query()).ask)
    });
    let (open, issued) = (RwSignal::new(None::<Open>), RwSignal::new(None::<Issue>));
    let (asking, saving) = (RwSignal::new(None::<Row>), Saving::new());
    let may_add = Memo::new(move |_| session.may(dto::operations::accounts::CreateOperator));
    let reload = Callback::new(move |()| listing.reload());
    let confirm = Callback::new(move |row: Row| {
        let (Some(id), Some(version)) = (row.uuid("/id"), row.version()) else {
            return;
        };
        let work = async move { api.confirm_operator(id, version).await };
        let done = move |confirmed: OperatorOut| {
            let title = t!(operators.confirmed, name = confirmed.holder_name);
            toasts.ok(title, String::new(), None);
            reload.run(());
        };
        saving.send_or(work, done, again(reload));
    });
    provide_context(Desk {
        saving,
        confirm,
        open,
        asking,
    });
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
    html! {
        <div class="one-column">
            <div class="page-head">
                <PageTitle text=move || t!(operators.title)/>
                {tools(listing, false, Markup::nothing())}
                {move || may_add.get().then(|| html! {
                    <span class="head-end no-print"><Button kind=ButtonKind::Primary label=move || t!(operators.add) icon="plus" id="add-operator" on_press=Callback::new(move |()| open.set(Some(Open::Add)))/></span>
                })}
            </div>
            <div class="no-print">
                <Note icon="user"><strong>{move || t!(operators.rule)}</strong>" "{move || t!(operators.rule_text)}</Note>
            </div>
            {move || issued.get().map(|issue| html! { <div class="account-issued"><Issued issue on_away=away/></div> })}
            {waiting(listing)}
            <Failure saving/>
            <div class="no-print">{rows(listing, ViewFn::default())}</div>
            {move || open.get().map(|what| match what {
                Open::Add => html! { <Add done close/> },
                Open::Reset(operator) => html! { <Reset operator done close reload/> },
            })}
            <Disable asking reload/>
        </div>
    }
}

/// Reads the list again where somebody else has changed it first.
fn again(reload: Callback<()>) -> impl Fn(&ApiError) {
    move |error| {
        if error.is_stale() {
            reload.run(());
        }
    }
}

/// Renders the note that an operator waits for confirmation, and why.
fn waiting(listing: Listing) -> Markup {
    let is_locked = |row: &Row| row.code("/status") == Some(AccountStatus::Locked);
    let waits = Memo::new(move |_| listing.rows().iter().any(is_locked));
    let note = || {
        html! {
            <Note kind=NoteKind::Warn icon="lock"><strong>{t!(operators.waiting)}</strong>" "{t!(operators.waiting_text)}</Note>
        }
    };
    (move || waits.get().then(note)).into_markup()
}

const DISABLE: Act = Act {
    title: || t!(operators.disable),
    text: || t!(operators.disable_text),
    parts: &[],
    label: || t!(operators.disable),
    done: || t!(accounts.end_operator_done),
    is_danger: true,
};

/// Renders the question before an operator is disabled for good.
#[component]
fn Disable(asking: RwSignal<Option<Row>>, reload: Callback<()>) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let id =
        move || asking.with_untracked(|asking| asking.as_ref().and_then(|row| row.uuid("/id")).unwrap_or_default());
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
    let name = move || asking.with(|asking| asking.as_ref().map(name).unwrap_or_default());
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
fn Add(done: Callback<Issue>, close: Callback<()>) -> Markup {
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
fn Reset(operator: Row, done: Callback<Issue>, close: Callback<()>, reload: Callback<()>) -> Markup {
    let (api, session) = (Api::here(), Session::here());
    let (id, version) = (operator.uuid("/id").unwrap_or_default(), operator.version());
    RESET
        .sheet(Typed::default().with("/delivery", "handover"), |_, _| Vec::new())
        .when_stale(None, Some(reload))
        .sends(
            move |form| {
                let typed = form.typed_now();
                let request = OperatorResetIn {
                    version,
                    delivery: delivery(typed.raw("/delivery")),
                    forget_second_factor: typed.tick("/forget_second_factor"),
                };
                async move { api.reset_operator_password(id, &request).await }
            },
            move |made| done.run(issue_of(made, session, t!(operators.own_address).to_owned())),
        )
        .panel("operator-act", RESET.title, close, html! {
            <p class="change-text"><strong>{name(&operator)}</strong>", "<span class="mono">{operator.text("/login").to_owned()}</span></p>
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
