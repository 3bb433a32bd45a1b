//! Decisions: accept, grant (D), send back (T), refuse. Each carries the version that is displayed.

use super::acts::{follow_words, kept_words, words_fault};
use super::handover::HandOver;
use super::opened::Desk;
use super::supply::Supply;
use super::term::name_of;
use crate::browser;
use crate::dossier::data_request;
use crate::form::issued::Issue;
use crate::form::{Failure, Form, Named, Other, Saving, TextAsk, Typed, WordsAsk, moment};
use crate::format;
use crate::i18n::lang;
use crate::keys::{Key, use_key};
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::{effect, effect_after, when};
use crate::session::Session;
use crate::t;
use crate::ui::near_date::write_moment;
use crate::ui::{
    Button, ButtonKind, Choice, Dialog, ErrorSummary, Fact, Facts, FactsLook, NearDateTime, Note, NoteKind, Segmented,
};
use crate::words::dossier::{channel_word, open_point_words};
use dto::Given;
use dto::OperationId;
use dto::administration::Delivery;
use dto::dossier::{
    AcceptDossierIn, ApplicantContactIn, ContactChannel, DossierOut, HintCode, RefuseIn, ResolveIn, SupplementRequestIn,
};
use dto::operations::procedures::{
    AcceptDossier, LockReportedAccount, RefuseDossier, RequestSupplement, ResolveDossier,
};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use rules::unicode;
use std::sync::Arc;
use time::Date;
use uuid::Uuid;

/// The pending decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asking {
    Nothing,
    Accept,
    Grant,
    SendBack,
    Refuse,
    Lock,
}

/// Renders the buttons at the foot of the panel, and their dialogs.
#[component]
pub fn Decide(
    /// State of the panel.
    desk: Desk,
) -> Markup {
    let asking = RwSignal::new(Asking::Nothing);
    let handed = RwSignal::new(None::<Issue>);
    let ask = move |what: Asking, operation: OperationId| {
        if untrack(|| desk.can(operation)) {
            asking.set(what);
        }
    };
    // Not for an account that was only consulted.
    if untrack(|| Session::here().may(ResolveDossier)) {
        use_key(
            Key::Letter("D"),
            || t!(queue.key_grant),
            move || ask(Asking::Grant, ResolveDossier.into()),
        );
        use_key(
            Key::Letter("T"),
            || t!(queue.key_send_back),
            move || ask(Asking::SendBack, RequestSupplement.into()),
        );
    }
    // A user whose decision came second reads in the panel who was first, not behind a dialog that is still open.
    effect(move || {
        if desk.was_overtaken() {
            asking.set(Asking::Nothing);
        }
    });
    let procedure = Memo::new(move |_| desk.dossier.with(|dossier| dossier.summary.procedure.code.clone()));
    let grant_label = move || procedure.with(|procedure| grant_word(procedure));
    let is_data = Memo::new(move |_| procedure.with(|procedure| procedure == data_request::PROCEDURE));
    let press = move |what: Asking| Callback::new(move |()| asking.set(what));
    let dialog = move |what: Asking| {
        let open = RwSignal::new(false);
        effect(move || open.set(asking.get() == what));
        effect(move || {
            if !open.get() && asking.get_untracked() == what {
                asking.set(Asking::Nothing);
            }
        });
        open
    };
    let (accepting, granting) = (dialog(Asking::Accept), dialog(Asking::Grant));
    let (sending_back, refusing) = (dialog(Asking::SendBack), dialog(Asking::Refuse));
    let locking = dialog(Asking::Lock);
    let subject = move || desk.dossier.with(|dossier| name_of(&dossier.summary));
    let grant_title = move || {
        if is_data.get() {
            t!(queue.supply_title, subject = subject())
        } else {
            t!(queue.grant_title, subject = subject())
        }
    };
    html! {
        <div class="panel-foot decide">
            // The urgent act is first.
            {when(move || desk.can(LockReportedAccount).then(|| html! {
                <Button kind=ButtonKind::Danger wide=true label=move || t!(queue.lock_now) icon="lock" id="lock-now" on_press=press(Asking::Lock)/>
            }))}
            {when(move || desk.can(ResolveDossier).then(|| html! {
                <Button kind=ButtonKind::Primary wide=true label=grant_label key_cap="D" id="grant" on_press=press(Asking::Grant)/>
            }))}
            {when(move || (desk.can(AcceptDossier)).then(|| html! {
                <Button label=move || t!(queue.accept) on_press=press(Asking::Accept)/>
            }))}
            {when(move || desk.can(RequestSupplement).then(|| html! {
                <Button label=move || t!(queue.send_back) key_cap="T" id="send-back" on_press=press(Asking::SendBack)/>
            }))}
            {when(move || desk.can(dto::operations::procedures::RemindApplicant).then(|| html! { <RemindApplicant desk/> }))}
            {when(move || desk.can(RefuseDossier).then(|| html! {
                <Button kind=ButtonKind::Danger label=move || t!(queue.refuse) id="refuse" on_press=press(Asking::Refuse)/>
            }))}
        </div>
        <Dialog open=accepting title=move || t!(queue.accept_title, subject = subject())>
            <Accept desk open=accepting/>
        </Dialog>
        <Dialog open=granting title=grant_title>
            {move || if is_data.get() {
                html! { <Supply desk open=granting/> }
            } else {
                html! { <Grant desk open=granting handed/> }
            }}
        </Dialog>
        <Dialog open=locking title=move || t!(queue.lock_title, subject = account_words(desk))>
            <LockNow desk open=locking/>
        </Dialog>
        <Dialog open=sending_back title=move || t!(queue.send_back_title, subject = subject())>
            <SendBack desk open=sending_back/>
        </Dialog>
        <Dialog open=refusing unsaved=false title=move || t!(queue.refuse_title, subject = subject())>
            <Refuse desk open=refusing/>
        </Dialog>
        <HandOver handed/>
    }
}

/// Returns the word for granting, by procedure.
fn grant_word(procedure: &str) -> &'static str {
    match procedure {
        "account_registration" => t!(queue.grant_account),
        "holder_change" => t!(queue.grant_holder),
        "credential_loss" => t!(queue.grant_password),
        data_request::PROCEDURE => t!(queue.grant_data),
        _ => t!(queue.grant),
    }
}

/// Returns whether granting issues a password.
fn issues_password(procedure: &str) -> bool {
    matches!(procedure, "account_registration" | "credential_loss" | "holder_change")
}

/// Renders the two answers at the foot of a dialog; focus starts on the safe one where `safe_first`.
#[component]
pub fn Outcomes(
    /// The attempt.
    saving: Saving,
    /// The dialog.
    open: RwSignal<bool>,
    /// Label of the act.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it cannot be undone.
    #[prop(optional)]
    danger: bool,
    /// Whether focus starts on the other answer.
    #[prop(optional)]
    safe_first: bool,
) -> Markup {
    if safe_first {
        browser::focus_soon("outcome-keep");
    }
    let kind = if danger {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    html! {
        <div class="dialog-acts">
            <Button label=move || t!(dossier.keep) id="outcome-keep" on_press=Callback::new(move |()| open.set(false))/>
            <Button kind=kind label=move || label.get() busy_label=move || t!(apply.sending) busy=saving.busy submit=true/>
        </div>
    }
}

/// Returns the account of a report, by its facility and login name.
fn account_words(desk: Desk) -> String {
    desk.dossier.with(|dossier| {
        let name = dossier.summary.account_name.clone();
        let parts: Vec<String> = name.into_iter().chain([dossier.summary.title.clone()]).collect();
        parts.join(", ")
    })
}

/// Renders the question before a stolen account is locked at once.
#[component]
fn LockNow(desk: Desk, open: RwSignal<bool>) -> Markup {
    let saving = Saving::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if saving.busy.get_untracked() {
            return;
        }
        let work = async move { desk.api.lock_reported_account(desk.id).await };
        saving.send_or(
            work,
            move |dossier| {
                open.set(false);
                desk.done(dossier, t!(queue.locked, subject = account_words_now(desk)));
            },
            move |error| desk.failed(error),
        );
    };
    html! {
        <form class="panel-form" novalidate on:submit=submit>
            <p class="dialog-text">{move || t!(queue.lock_text)}</p>
            <Failure saving/>
            <Outcomes saving open label=Signal::derive(|| t!(queue.lock_now).to_owned()) danger=true safe_first=true/>
        </form>
    }
}

fn account_words_now(desk: Desk) -> String {
    untrack(|| account_words(desk))
}

/// Renders the reminder to the applicant; after a recent one it is not available, and the panel says from when on.
#[component]
fn RemindApplicant(desk: Desk) -> Markup {
    let saving = Saving::new();
    let key = Uuid::new_v4().to_string();
    let press = Callback::new(move |()| {
        let key = key.clone();
        let work = async move { desk.api.remind_applicant(desk.id, &key).await };
        saving.send_or(
            work,
            move |dossier| desk.done(dossier, t!(queue.applicant_reminded).to_owned()),
            move |error| desk.failed(error),
        );
    });
    html! {
        <Failure saving/>
        <Button label=move || t!(queue.remind_applicant) id="remind-applicant" busy=saving.busy on_press=press/>
    }
}

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

const CONTACT: &[Named] = &[
    ("/contact/channel", || t!(queue.contact_channel)),
    ("/contact/with", || t!(queue.contact_with)),
    ("/contact/at", || t!(queue.contact_at)),
];

/// Returns the typed contact, if it is complete.
pub fn contact_of(typed: &Typed, today: Date) -> Option<ApplicantContactIn> {
    let Given::Value(at) = moment(typed.text("/contact/at"), today) else {
        return None;
    };
    Some(ApplicantContactIn {
        channel: ContactChannel::from_name(typed.raw("/contact/channel"))?,
        at,
        with: typed.raw("/contact/with").trim().to_owned(),
    })
}

/// Returns the errors of the typed contact.
pub fn contact_faults(typed: &Typed, lists: Lists) -> Vec<FieldError> {
    let now = lists.clock().now_untracked();
    let mut found = Vec::new();
    match typed.raw("/contact/with").trim().chars().count() {
        0 => found.push(FieldError::new("/contact/with", FieldCode::Required)),
        161.. => found.push(FieldError::new("/contact/with", FieldCode::TooLong).with("max", 160)),
        _ => {}
    }
    match moment(typed.text("/contact/at"), rules::zone::local_date(now.get())) {
        Given::Value(at) if at > now.plus_seconds(60) => {
            found.push(FieldError::new("/contact/at", FieldCode::InstantInFuture));
        }
        Given::Value(_) => {}
        Given::Bad(_) => found.push(FieldError::new("/contact/at", FieldCode::InstantMalformed)),
        Given::Missing | Given::Null => found.push(FieldError::new("/contact/at", FieldCode::Required)),
    }
    found
}

/// Renders a record of the call or mail (LC-6.1b-3). Name and number or address depend on the channel, until the user
/// changes them.
#[component]
fn Contact(desk: Desk, form: Form) -> Markup {
    let lists = Lists::here();
    let way = form.text("/contact/channel");
    effect_after(move |before: Option<String>| {
        let now = way.get();
        let with = form.text("/contact/with");
        let proposed = |way: &str| ContactChannel::from_name(way).map(|way| usual_partner(desk, way));
        if let Some(before) = before.filter(|before| *before != now)
            && Some(with.get_untracked()) == proposed(&before)
        {
            with.set(proposed(&now).unwrap_or_default());
        }
        now
    });
    let channels = Signal::derive(move || {
        lang();
        let choice =
            |channel: ContactChannel| Choice::new(channel.as_str(), unicode::with_capital(channel_word(channel)));
        Arc::new([ContactChannel::Phone, ContactChannel::Email].map(choice).to_vec())
    });
    let reading = Signal::derive(
        move || match moment(form.typed().text("/contact/at"), lists.clock().today()) {
            Given::Value(at) => Some(write_moment(at)),
            _ => None,
        },
    );
    html! {
        <Other form at="/contact/channel" group=true>
            <Segmented value=form.text("/contact/channel") options=channels/>
        </Other>
        <TextAsk form at="/contact/with" hint=move || t!(queue.contact_with_hint)/>
        <Other form at="/contact/at" hint=move || t!(lost.moment_hint)>
            <NearDateTime text=form.text("/contact/at") reading on_leave=form.leave("/contact/at")/>
        </Other>
    }
}

/// Renders a box, and after it the record of the call or mail: nothing is recorded that did not take place.
#[component]
pub fn Called(
    /// State of the panel.
    desk: Desk,
    /// The form, with the fields of a contact.
    form: Form,
    /// Whether it took place.
    called: RwSignal<bool>,
    /// Label of the box.
    #[prop(into)]
    label: Signal<String>,
) -> Markup {
    html! {
        <label class="check">
            <input type="checkbox" id="called" prop:checked=called on:change=move |event| called.set(event_target_checked(&event))/>
            <span>{label}</span>
        </label>
        {when(move || called.get().then(|| html! { <Contact desk form/> }))}
    }
}

/// Returns the default recipient of that channel: what an officer would type.
fn usual_partner(desk: Desk, way: ContactChannel) -> String {
    desk.dossier.with_untracked(|dossier| {
        let name = dossier.applicant.name.clone();
        let reached_at = match way {
            // A person who reports a loss is verified at the number of the account, not at the one given in the report.
            ContactChannel::Phone => dossier
                .hints
                .iter()
                .find(|hint| hint.code == HintCode::RegisteredNumber)
                .and_then(|hint| hint.subject.as_deref())
                .or(dossier.applicant.phone.as_deref())
                .map(format::phone),
            ContactChannel::Email => dossier.applicant.email.clone(),
        };
        let parts: Vec<String> = std::iter::once(name).chain(reached_at).collect();
        parts.join(", ")
    })
}

/// Returns a contact by that channel at the current time.
pub fn usual_contact(desk: Desk, lists: Lists, way: ContactChannel) -> Typed {
    Typed::default()
        .with("/contact/channel", way.as_str())
        .with("/contact/with", usual_partner(desk, way))
        .with("/contact/at", write_moment(lists.clock().now_untracked()))
}

/// Returns the current day by the calendar of the service.
pub fn today_of(lists: Lists) -> Date {
    rules::zone::local_date(lists.clock().now_untracked().get())
}

/// Renders the acceptance; for a reported loss it records the call to the registered number, which locks the account.
#[component]
fn Accept(desk: Desk, open: RwSignal<bool>) -> Markup {
    let lists = Lists::here();
    let is_loss = desk
        .dossier
        .with_untracked(|dossier| dossier.summary.procedure.code == "credential_loss");
    let called = RwSignal::new(false);
    browser::focus_soon("called");
    let check = move |typed: &Typed| {
        if called.get_untracked() {
            contact_faults(typed, lists)
        } else {
            Vec::new()
        }
    };
    let form = Form::new(CONTACT, &usual_contact(desk, lists, ContactChannel::Phone), check);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let contact = called
            .get_untracked()
            .then(|| contact_of(&form.typed_now(), today_of(lists)));
        let request = AcceptDossierIn {
            version: desk.version(),
            contact: contact.flatten(),
        };
        let work = async move { desk.api.accept_dossier(desk.id, &request).await };
        form.send_or(
            work,
            move |dossier| {
                open.set(false);
                desk.done(dossier, t!(queue.accepted).to_owned());
            },
            move |error| desk.failed(error),
        );
    };
    html! {
        <form class="panel-form" novalidate on:submit=submit>
            <p class="dialog-text">{move || if is_loss { t!(queue.accept_loss_text) } else { t!(queue.accept_text) }}</p>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <Called desk form called label=Signal::derive(move || {
                if is_loss { t!(queue.called_registered) } else { t!(queue.called) }.to_owned()
            })/>
            <Outcomes saving=form.saving open label=Signal::derive(|| t!(queue.accept).to_owned())/>
        </form>
    }
}

const GRANT: &[Named] = &[
    ("/contact/channel", || t!(queue.contact_channel)),
    ("/contact/with", || t!(queue.contact_with)),
    ("/contact/at", || t!(queue.contact_at)),
    ("/login", || t!(queue.login)),
    ("/delivery", || t!(queue.delivery)),
    ("/comment", || t!(queue.grant_comment)),
];

/// Returns whether a reported loss must still be proven: by the link in the mail, or by a recorded call.
pub fn wants_proof(desk: Desk) -> bool {
    desk.dossier
        .with_untracked(|dossier| dossier.hints.iter().any(|hint| hint.code == HintCode::NotProven))
}

#[component]
fn Grant(desk: Desk, open: RwSignal<bool>, handed: RwSignal<Option<Issue>>) -> Markup {
    let procedure = desk
        .dossier
        .with_untracked(|dossier| dossier.summary.procedure.code.clone());
    let (makes_account, has_password) = (procedure == "account_registration", issues_password(&procedure));
    let procedure = StoredValue::new(procedure);
    let lists = Lists::here();
    let (unproven, called) = (wants_proof(desk), RwSignal::new(false));
    // In a form focus starts at its first field; only in a plain question at the safe answer.
    browser::focus_soon(match (unproven, makes_account, has_password) {
        (true, ..) => "called",
        (_, true, _) => "login",
        (_, _, true) => "delivery-0",
        _ => "comment",
    });
    let check = move |typed: &Typed| {
        let mut found: Vec<FieldError> = words_fault(typed, "/comment", 0).into_iter().collect();
        if called.get_untracked() {
            found.extend(contact_faults(typed, lists));
        }
        found
    };
    let first = usual_contact(desk, lists, ContactChannel::Phone).with("/delivery", "email");
    let (first, kept) = kept_words(desk, "grant", first, "/comment");
    let form = Form::new(GRANT, &first, check);
    follow_words(&kept, form, "/comment");
    let ways = Signal::derive(move || {
        lang();
        Arc::new(vec![
            Choice::new("email", t!(queue.by_mail)),
            Choice::new("handover", t!(queue.by_hand)),
        ])
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let typed = form.typed_now();
        let request = ResolveIn {
            version: desk.version(),
            comment: typed.text("/comment").value().cloned(),
            delivery: if has_password && typed.raw("/delivery") == "handover" {
                Delivery::Handover
            } else {
                Delivery::Email
            },
            login: typed.text("/login").value().cloned(),
            files: Vec::new(),
            stay_ids: Vec::new(),
            contact: called
                .get_untracked()
                .then(|| contact_of(&typed, today_of(lists)))
                .flatten(),
        };
        let work = async move { desk.api.resolve_dossier(desk.id, &request).await };
        let kept = kept.clone();
        form.send_or(
            work,
            move |answer| {
                kept.drop();
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
                desk.decided(answer.dossier, t!(queue.granted));
            },
            move |error| desk.failed(error),
        );
    };
    let label = Signal::derive(move || procedure.with_value(|procedure| grant_word(procedure).to_owned()));
    html! {
        <form class="panel-form" novalidate on:submit=submit>
            <p class="dialog-text">{move || if makes_account { t!(queue.grant_account_text) } else { t!(queue.grant_text) }}</p>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            {unproven.then(|| html! { <Called desk form called label=Signal::derive(|| t!(queue.called_registered).to_owned())/> })}
            {makes_account.then(|| html! {
                <TextAsk form at="/login" hint=move || t!(queue.login_hint) optional=true mono=true/>
            })}
            {has_password.then(|| html! {
                <Other form at="/delivery" hint=move || t!(queue.delivery_hint) group=true>
                    <Segmented value=form.text("/delivery") options=ways/>
                </Other>
            })}
            <WordsAsk form at="/comment" optional=true/>
            <Before desk/>
            <Outcomes saving=form.saving open label/>
        </form>
    }
}

/// Returns who will use the account, by the form.
fn holder_of(dossier: &DossierOut) -> String {
    let said = ["/user_name", "/new_name"]
        .iter()
        .find_map(|at| dossier.form.pointer(at)?.as_str());
    said.unwrap_or(&dossier.applicant.name).to_owned()
}

const SEND_BACK: &[Named] = &[
    ("/reason", || t!(queue.send_back_reason)),
    ("/contact/channel", || t!(queue.contact_channel)),
    ("/contact/with", || t!(queue.contact_with)),
    ("/contact/at", || t!(queue.contact_at)),
];

#[component]
fn SendBack(desk: Desk, open: RwSignal<bool>) -> Markup {
    let lists = Lists::here();
    let check = move |typed: &Typed| {
        let mut found: Vec<FieldError> = words_fault(typed, "/reason", 5).into_iter().collect();
        found.extend(contact_faults(typed, lists));
        found
    };
    browser::focus_soon("reason");
    // The system writes to the applicant by itself; a call is recorded by the person who made it.
    let has_email = desk.dossier.with_untracked(|dossier| dossier.applicant.email.is_some());
    let way = if has_email {
        ContactChannel::Email
    } else {
        ContactChannel::Phone
    };
    let (first, kept) = kept_words(desk, "send-back", usual_contact(desk, lists, way), "/reason");
    let form = Form::new(SEND_BACK, &first, check);
    follow_words(&kept, form, "/reason");
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let typed = form.typed_now();
        let Some(contact) = contact_of(&typed, today_of(lists)) else {
            return;
        };
        let request = SupplementRequestIn {
            version: desk.version(),
            reason: typed.raw("/reason").trim().to_owned(),
            contact,
        };
        let work = async move { desk.api.request_supplement(desk.id, &request).await };
        let kept = kept.clone();
        form.send_or(
            work,
            move |dossier| {
                kept.drop();
                open.set(false);
                desk.decided(dossier, t!(queue.sent_back));
            },
            move |error| desk.failed(error),
        );
    };
    html! {
        <form class="panel-form" novalidate on:submit=submit>
            <p class="dialog-text">{move || t!(queue.send_back_text)}</p>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <WordsAsk form at="/reason" hint=move || t!(queue.reason_hint)/>
            <Contact desk form/>
            <Outcomes saving=form.saving open label=Signal::derive(|| t!(queue.send_back).to_owned())/>
        </form>
    }
}

const REFUSE: &[Named] = &[("/reason", || t!(queue.refuse_reason))];

#[component]
fn Refuse(desk: Desk, open: RwSignal<bool>) -> Markup {
    browser::focus_soon("reason");
    let (first, kept) = kept_words(desk, "refuse", Typed::default(), "/reason");
    let form = Form::new(REFUSE, &first, |typed| {
        words_fault(typed, "/reason", 5).into_iter().collect()
    });
    follow_words(&kept, form, "/reason");
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let request = RefuseIn {
            version: desk.version(),
            reason: form.typed_now().raw("/reason").trim().to_owned(),
        };
        let work = async move { desk.api.refuse_dossier(desk.id, &request).await };
        let kept = kept.clone();
        form.send_or(
            work,
            move |dossier| {
                kept.drop();
                open.set(false);
                desk.decided(dossier, t!(queue.refused));
            },
            move |error| desk.failed(error),
        );
    };
    html! {
        <form class="panel-form" novalidate on:submit=submit>
            <p class="dialog-text">{move || t!(queue.refuse_text)}</p>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <WordsAsk form at="/reason" hint=move || t!(queue.reason_hint)/>
            <Outcomes saving=form.saving open label=Signal::derive(|| t!(queue.refuse).to_owned()) danger=true/>
        </form>
    }
}
