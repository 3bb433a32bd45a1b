//! Decisions: accept, grant (D), send back (T), refuse. Each carries the version that is displayed.

use super::acts::words_fault;
use super::contact::{
    CONTACT, OF_CALL, call_faults, call_of, called, contact_faults, contact_of, usual_contact, wants_proof,
};
use super::handover::HandOver;
use super::opened::Desk;
use super::supply::supply;
use super::term::name_of;
use crate::dossier::data_request;
use crate::form::issued::Issue;
use crate::form::{Act, Failure, Field, Form, Part, Question, Saving, Sheet, Typed, dialog};
use crate::i18n::lang;
use crate::keys::{Key, use_key};
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::{effect, when};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Choice, Fact, Facts, FactsLook, Note, NoteKind};
use crate::words::dossier::open_point_words;
use dto::OperationId;
use dto::administration::Delivery;
use dto::dossier::{AcceptDossierIn, ContactChannel, DossierOut, RefuseIn, ResolveIn, ResolveOut, SupplementRequestIn};
use dto::operations::procedures::{
    AcceptDossier, LockReportedAccount, RefuseDossier, RemindApplicant, RequestSupplement, ResolveDossier,
};
use leptos::prelude::*;

/// The decision of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asking {
    Accept,
    Grant,
    SendBack,
    Refuse,
}

/// Renders the buttons at the foot of the panel, and their dialogs.
#[component]
pub fn Decide(
    /// State of the panel.
    desk: Desk,
) -> Markup {
    let (asking, open) = (RwSignal::new(Asking::Accept), RwSignal::new(false));
    let handed = RwSignal::new(None::<Issue>);
    let ask = move |what: Asking| {
        asking.set(what);
        open.set(true);
    };
    let press = move |what: Asking| Callback::new(move |()| ask(what));
    // Not for an account that was only consulted.
    if untrack(|| Session::here().may(ResolveDossier)) {
        let key = move |what: Asking, operation: OperationId| {
            if untrack(|| desk.can(operation)) {
                ask(what);
            }
        };
        use_key(
            Key::Letter("D"),
            || t!(queue.key_grant),
            move || key(Asking::Grant, ResolveDossier.into()),
        );
        use_key(
            Key::Letter("T"),
            || t!(queue.key_send_back),
            move || key(Asking::SendBack, RequestSupplement.into()),
        );
    }
    let lock = Question::new(
        LOCK,
        move || desk.watched(desk.api.lock_reported_account(desk.id)),
        move |dossier| desk.done(dossier, t!(queue.locked, subject = untrack(|| account_words(desk)))),
    );
    // A user whose decision came second reads in the panel who was first, not behind a dialog that is still open.
    effect(move || {
        if desk.was_overtaken() {
            open.set(false);
            lock.close();
        }
    });
    let title = move || {
        let subject = desk.dossier.with(|dossier| name_of(&dossier.summary));
        match asking.get() {
            Asking::Accept => t!(queue.accept_title, subject = subject),
            Asking::Grant if desk.procedure() == data_request::PROCEDURE => t!(queue.supply_title, subject = subject),
            Asking::Grant => t!(queue.grant_title, subject = subject),
            Asking::SendBack => t!(queue.send_back_title, subject = subject),
            Asking::Refuse => t!(queue.refuse_title, subject = subject),
        }
    };
    let sheet = move || match asking.get_untracked() {
        Asking::Accept => accept(desk, open),
        Asking::Grant if desk.procedure() == data_request::PROCEDURE => supply(desk, open),
        Asking::Grant => grant(desk, open, handed),
        Asking::SendBack => send_back(desk, open),
        Asking::Refuse => refuse(desk, open),
    };
    html! {
        <div class="panel-foot decide">
            // The urgent act is first.
            {when(move || desk.can(LockReportedAccount).then(|| html! {
                <Button kind=ButtonKind::Danger wide=true label=move || t!(queue.lock_now) icon="lock" id="lock-now" on_press=Callback::new(move |()| lock.ask())/>
            }))}
            {when(move || desk.can(ResolveDossier).then(|| html! {
                <Button kind=ButtonKind::Primary wide=true label=move || grant_word(desk) key_cap="D" id="grant" on_press=press(Asking::Grant)/>
            }))}
            {when(move || desk.can(AcceptDossier).then(|| html! {
                <Button label=move || t!(queue.accept) on_press=press(Asking::Accept)/>
            }))}
            {when(move || desk.can(RequestSupplement).then(|| html! {
                <Button label=move || t!(queue.send_back) key_cap="T" id="send-back" on_press=press(Asking::SendBack)/>
            }))}
            {when(move || desk.can(RemindApplicant).then(|| html! { <Remind desk/> }))}
            {when(move || desk.can(RefuseDossier).then(|| html! {
                <Button kind=ButtonKind::Danger label=move || t!(queue.refuse) id="refuse" on_press=press(Asking::Refuse)/>
            }))}
        </div>
        {dialog(open, title, false, sheet)}
        {lock.view(Signal::derive(move || t!(queue.lock_title, subject = account_words(desk))))}
        <HandOver handed/>
    }
}

/// Returns the word for granting, by procedure.
fn grant_word(desk: Desk) -> &'static str {
    match desk.procedure().as_str() {
        "account_registration" => t!(queue.grant_account),
        "holder_change" => t!(queue.grant_holder),
        "credential_loss" => t!(queue.grant_password),
        data_request::PROCEDURE => t!(queue.grant_data),
        _ => t!(queue.grant),
    }
}

/// Returns whether granting makes an account.
fn makes_account(desk: Desk) -> bool {
    desk.procedure() == "account_registration"
}

/// Returns whether granting issues a password.
fn issues_password(desk: Desk) -> bool {
    matches!(
        desk.procedure().as_str(),
        "account_registration" | "credential_loss" | "holder_change"
    )
}

/// Returns the account of a report, by its facility and login name.
fn account_words(desk: Desk) -> String {
    desk.dossier.with(|dossier| {
        let name = dossier.summary.account_name.clone();
        let parts: Vec<String> = name.into_iter().chain([dossier.summary.title.clone()]).collect();
        parts.join(", ")
    })
}

/// A stolen account is locked at once.
const LOCK: Act = Act {
    title: || t!(queue.lock_now),
    text: || t!(queue.lock_text),
    parts: &[],
    label: || t!(queue.lock_now),
    done: || t!(queue.lock_now),
    is_danger: true,
};

/// Renders the reminder to the applicant; after a recent one it is not available, and the panel says from when on.
#[component]
fn Remind(desk: Desk) -> Markup {
    let saving = Saving::new();
    let press = Callback::new(move |()| {
        saving.send(desk.watched(desk.api.remind_applicant(desk.id)), move |dossier| {
            desk.done(dossier, t!(queue.applicant_reminded).to_owned());
        });
    });
    html! {
        <Failure saving/>
        <Button label=move || t!(queue.remind_applicant) id="remind-applicant" busy=saving.busy on_press=press/>
    }
}

/// The acceptance; for a reported loss it records the call to the registered number, which locks the account.
const ACCEPT: Act = Act {
    title: || t!(queue.accept),
    text: || {
        if is_loss() {
            t!(queue.accept_loss_text)
        } else {
            t!(queue.accept_text)
        }
    },
    parts: &[
        Part {
            fields: &[called(|| {
                if is_loss() {
                    t!(queue.called_registered)
                } else {
                    t!(queue.called)
                }
            })],
            ..Part::PLAIN
        },
        OF_CALL,
    ],
    label: || t!(queue.accept),
    done: || t!(queue.accepted),
    is_danger: false,
};

fn is_loss() -> bool {
    Desk::here().procedure() == "credential_loss"
}

fn accept(desk: Desk, open: RwSignal<bool>) -> Sheet {
    let lists = Lists::here();
    let first = usual_contact(desk, lists, ContactChannel::Phone);
    let sheet = ACCEPT.sheet(first, |typed, context| call_faults(typed, context.now));
    let work = move |form: Form| {
        let request = AcceptDossierIn {
            version: desk.version(),
            contact: call_of(&form.typed_now(), lists.clock().now_untracked()),
        };
        desk.watched(async move { desk.api.accept_dossier(desk.id, &request).await })
    };
    sheet.sends(work, move |dossier| {
        open.set(false);
        desk.done(dossier, (ACCEPT.done)().to_owned());
    })
}

const GRANT: Act = Act {
    title: || t!(queue.grant),
    text: || {
        if makes_account(Desk::here()) {
            t!(queue.grant_account_text)
        } else {
            t!(queue.grant_text)
        }
    },
    parts: &[
        Part {
            fields: &[called(|| t!(queue.called_registered)).when(|_, _| wants_proof(Desk::here()))],
            ..Part::PLAIN
        },
        OF_CALL,
        Part {
            fields: &[
                Field::line("/login", || t!(queue.login))
                    .hint(|| t!(queue.login_hint))
                    .optional()
                    .mono()
                    .when(|_, _| makes_account(Desk::here())),
                Field::segments(
                    "/delivery",
                    || t!(queue.delivery),
                    |_, _| {
                        vec![
                            Choice::new("email", t!(queue.by_mail)),
                            Choice::new("handover", t!(queue.by_hand)),
                        ]
                    },
                )
                .hint(|| t!(queue.delivery_hint))
                .when(|_, _| issues_password(Desk::here())),
                Field::words("/comment", || t!(queue.grant_comment)).optional(),
            ],
            shows: Some(|_| html! { <Before desk=Desk::here()/> }),
            ..Part::PLAIN
        },
    ],
    label: || grant_word(Desk::here()),
    done: || t!(queue.granted),
    is_danger: false,
};

/// Renders the consequences of a grant, and the open points before it.
#[component]
fn Before(desk: Desk) -> Markup {
    let decision = Memo::new(move |_| desk.dossier.with(|dossier| dossier.decision.clone()));
    IntoMarkup::into_markup(move || {
        lang();
        let decision = decision.get()?;
        let points: Vec<_> = decision
            .open_points
            .iter()
            .map(|point| html! { <li>{open_point_words(point)}</li> })
            .collect();
        Some(html! {
            {(!points.is_empty()).then(|| html! {
                <Note kind=NoteKind::Warn icon="triangle">
                    <strong>{t!(queue.open_points)}</strong>
                    <ul class="open-points">{points}</ul>
                </Note>
            })}
            {decision.login.map(|login| html! {
                <Facts
                    look=FactsLook::Page
                    facts=vec![
                        Fact::new(t!(queue.login), login).class("code").mono(),
                        Fact::new(
                            t!(queue.password_to),
                            decision.password_to.unwrap_or_else(|| t!(queue.no_address).to_owned()),
                        ),
                    ]
                />
            })}
        })
    })
}

fn grant(desk: Desk, open: RwSignal<bool>, handed: RwSignal<Option<Issue>>) -> Sheet {
    let lists = Lists::here();
    let first = usual_contact(desk, lists, ContactChannel::Phone).with("/delivery", "email");
    let check = |typed: &Typed, context: dto::CheckContext<'_>| {
        let words = words_fault(typed, "/comment", 0);
        words.into_iter().chain(call_faults(typed, context.now)).collect()
    };
    let work = move |form: Form| {
        let typed = form.typed_now();
        let request = ResolveIn {
            version: desk.version(),
            comment: typed.text("/comment").value().cloned(),
            delivery: if issues_password(desk) && typed.raw("/delivery") == "handover" {
                Delivery::Handover
            } else {
                Delivery::Email
            },
            login: typed.text("/login").value().cloned(),
            files: Vec::new(),
            stay_ids: Vec::new(),
            contact: call_of(&typed, lists.clock().now_untracked()),
        };
        desk.watched(async move { desk.api.resolve_dossier(desk.id, &request).await })
    };
    let done = move |answer: ResolveOut| {
        open.set(false);
        handed.set(answer.handover.map(|handover| Issue {
            login: handover.login,
            unit: answer.dossier.summary.account_name.clone().unwrap_or_default(),
            holder: holder_of(&answer.dossier),
            password: Some(handover.initial_password),
            sheet: Some(handover.sheet_pdf_base64).filter(|sheet| !sheet.is_empty()),
            valid_until: handover.password_expires_at,
            email: String::new(),
        }));
        desk.decided(answer.dossier, (GRANT.done)());
    };
    GRANT.sheet(first, check).kept(&desk.draft("grant")).sends(work, done)
}

/// Returns who will use the account, by the form.
fn holder_of(dossier: &DossierOut) -> String {
    let said = ["/user_name", "/new_name"]
        .iter()
        .find_map(|at| dossier.form.pointer(at)?.as_str());
    said.unwrap_or(&dossier.applicant.name).to_owned()
}

const SEND_BACK: Act = Act {
    title: || t!(queue.send_back),
    text: || t!(queue.send_back_text),
    parts: &[
        Part {
            fields: &[Field::words("/reason", || t!(queue.send_back_reason)).hint(|| t!(queue.reason_hint))],
            ..Part::PLAIN
        },
        CONTACT,
    ],
    label: || t!(queue.send_back),
    done: || t!(queue.sent_back),
    is_danger: false,
};

fn send_back(desk: Desk, open: RwSignal<bool>) -> Sheet {
    let lists = Lists::here();
    // The system writes to the applicant by itself; a call is recorded by the person who made it.
    let has_email = desk.dossier.with_untracked(|dossier| dossier.applicant.email.is_some());
    let way = if has_email {
        ContactChannel::Email
    } else {
        ContactChannel::Phone
    };
    let check = |typed: &Typed, context: dto::CheckContext<'_>| {
        let words = words_fault(typed, "/reason", 5);
        words.into_iter().chain(contact_faults(typed, context.now)).collect()
    };
    let work = move |form: Form| {
        let typed = form.typed_now();
        let request = contact_of(&typed, lists.clock().now_untracked()).map(|contact| SupplementRequestIn {
            version: desk.version(),
            reason: typed.raw("/reason").trim().to_owned(),
            contact,
        });
        desk.watched(async move {
            let request = request.ok_or(crate::api::ApiError::Silent)?;
            desk.api.request_supplement(desk.id, &request).await
        })
    };
    let sheet = SEND_BACK
        .sheet(usual_contact(desk, lists, way), check)
        .kept(&desk.draft("send-back"));
    sheet.sends(work, move |dossier| {
        open.set(false);
        desk.decided(dossier, (SEND_BACK.done)());
    })
}

const REFUSE: Act = Act {
    title: || t!(queue.refuse),
    text: || t!(queue.refuse_text),
    parts: &[Part {
        fields: &[Field::words("/reason", || t!(queue.refuse_reason)).hint(|| t!(queue.reason_hint))],
        ..Part::PLAIN
    }],
    label: || t!(queue.refuse),
    done: || t!(queue.refused),
    is_danger: true,
};

fn refuse(desk: Desk, open: RwSignal<bool>) -> Sheet {
    let check = |typed: &Typed, _: dto::CheckContext<'_>| words_fault(typed, "/reason", 5).into_iter().collect();
    let work = move |form: Form| {
        let request = RefuseIn {
            version: desk.version(),
            reason: form.typed_now().raw("/reason").trim().to_owned(),
        };
        desk.watched(async move { desk.api.refuse_dossier(desk.id, &request).await })
    };
    let sheet = REFUSE.sheet(Typed::default(), check).kept(&desk.draft("refuse"));
    sheet.sends(work, move |dossier| {
        open.set(false);
        desk.decided(dossier, (REFUSE.done)());
    })
}
