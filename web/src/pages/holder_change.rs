//! Asking that another person hold one's account: Mẫu số 2 (KH-M2-1, LC-6.3-2).

use crate::api::Api;
use crate::form::{CodeBox, Field, Part, Sheet, Typed};
use crate::format;
use crate::lists::Lists;
use crate::pages::lookup::form_button::FormButton;
use crate::pages::lookup::words::{applicant_state_word, state_meaning, term_of};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{ButtonLink, Fact, Facts, FactsLook, Loaded, Note, NoteKind, PageTitle, load};
use dto::Checked;
use dto::administration::ManagedAccountOut;
use dto::filing::{FilingReceipt, HolderChangeIn, HolderChangeOut, HolderChangesOut};
use leptos::prelude::*;

const PROCEDURE: &str = "holder_change";

/// Who will use the account (KH-M2.7 to KH-M2.10).
pub const NEW_HOLDER: Part = Part {
    title: Some(|| t!(holder.part_new)),
    hint: Some(|| t!(holder.part_new_hint)),
    fields: &[
        Field::line("/new_name", || t!(apply.user_name)),
        Field::line("/new_position", || t!(apply.user_position)).optional(),
        Field::line("/new_email", || t!(apply.email))
            .hint(|| t!(holder.email_hint))
            .inputmode("email"),
        Field::line("/new_phone", || t!(apply.phone))
            .hint(|| t!(apply.phone_hint))
            .phone(),
        Field::line("/governing_body", || t!(apply.governing_body))
            .optional()
            .hint(|| t!(apply.governing_body_hint)),
        Field::words("/reason", || t!(holder.reason))
            .optional()
            .hint(|| t!(holder.reason_hint)),
    ],
    ..Part::PLAIN
};

/// The form, in the order of the page.
const PARTS: &[Part] = &[
    Part {
        title: Some(|| t!(holder.part_now)),
        shows: Some(|_| view! { <Before/> }.into_any()),
        ..Part::PLAIN
    },
    NEW_HOLDER,
    SIGNING,
];

/// The signed form and the commitment.
pub const SIGNING: Part = Part {
    title: Some(|| t!(apply.part_sign)),
    hint: Some(|| t!(holder.part_sign_hint)),
    fields: &[
        Field::file("/signed_form", || t!(apply.signed_form)).hint(|| t!(apply.signed_form_hint)),
        Field::tick(
            "/commitment_accepted",
            || t!(apply.commitment),
            || t!(apply.commitment_text),
        ),
    ],
    ..Part::PLAIN
};

/// What was typed, without the scan.
pub fn request(typed: &Typed) -> HolderChangeIn {
    HolderChangeIn {
        governing_body: typed.text("/governing_body"),
        new_name: typed.text("/new_name"),
        new_position: typed.text("/new_position"),
        new_email: typed.text("/new_email"),
        new_phone: typed.text("/new_phone"),
        reason: typed.text("/reason"),
        commitment_accepted: Some(typed.tick("/commitment_accepted")),
        signed_form: None,
    }
}

/// The page: what one has asked for, and the form while nothing is under way.
#[component]
pub fn HolderChangePage() -> impl IntoView {
    let api = Api::here();
    let sent = RwSignal::new(None::<FilingReceipt>);
    let asked = load(move || api.list_holder_changes());
    let content = move |asked: Signal<HolderChangesOut>| {
        let running =
            Memo::new(move |_| asked.with(|asked| asked.items.iter().any(|item| item.dossier_code.is_some())));
        view! {
            {move || asked.with(|asked| asked.items.iter().cloned().map(|item| view! { <Asked item/> }).collect_view())}
            {when(move || (!running.get()).then(|| view! { <Ask sent/> }))}
        }
        .into_any()
    };
    view! {
        <div class="public-form">
            {move || match sent.get() {
                Some(receipt) => view! { <Sent receipt/> }.into_any(),
                None => view! {
                    <PageTitle text=move || t!(holder.title)/>
                    <p class="lead">{move || t!(holder.intro)}</p>
                    <Loaded load=asked.clone() rows=4 view=content/>
                }.into_any(),
            }}
        </div>
    }
}

/// One that was asked for before, and where it stands.
#[component]
fn Asked(item: HolderChangeOut) -> impl IntoView {
    let state = item.state;
    let kind = if item.dossier_code.is_some() {
        NoteKind::Info
    } else {
        NoteKind::Warn
    };
    let (number, filed_at) = (item.number, format::instant(item.filed_at));
    let missing = item.form_missing && item.dossier_code.is_some();
    view! {
        <section class="public-part holder-asked">
            <Note kind=kind icon="clock">
                <strong>{move || t!(holder.asked, number = number, at = filed_at)}</strong>
                " "
                {move || applicant_state_word(state, PROCEDURE)}
                ". "
                {move || state_meaning(state, PROCEDURE)}
                {missing.then(|| view! { <p>{move || t!(dossier.form_missing)}</p> })}
            </Note>
            {item.due_at.filter(|_| item.decided_at.is_none()).map(|at| view! {
                {move || view! {
                    <Facts look=FactsLook::Page facts=vec![Fact::new(t!(dossier.answer_by), format::end_instant(at))]/>
                }}
            })}
            {item.dossier_code.map(|code| view! {
                <p class="own-line">{move || t!(holder.asked_code)} " " <span class="mono code">{code.clone()}</span></p>
                <div class="set-up-acts no-print">
                    <FormButton code/>
                    <ButtonLink href="/lookup" label=move || t!(public.lookup)/>
                </div>
            })}
        </section>
    }
}

#[component]
fn Ask(sent: RwSignal<Option<FilingReceipt>>) -> impl IntoView {
    let api = Api::here();
    Sheet::new(
        PARTS,
        || t!(holder.send),
        Typed::default(),
        |typed, context| request(typed).check(context).err().unwrap_or_default(),
    )
    .kept("holder-change")
    .sends(
        move |form| {
            let request = HolderChangeIn {
                signed_form: form.file_now("/signed_form"),
                ..request(&form.typed_now())
            };
            async move { api.submit_holder_change(&request).await }
        },
        move |receipt| sent.set(Some(receipt)),
    )
    .page(())
}

/// The account in use and who uses it so far (KH-M2.1 to KH-M2.6, KH-M2.11): on record, and printed so.
#[component]
pub fn Before() -> impl IntoView {
    let (api, session) = (Api::here(), Session::here());
    let id = session.account_now().map(|account| account.id).unwrap_or_default();
    let account = load(move || api.get_account(id));
    let facts =
        move |account: Signal<ManagedAccountOut>| (move || account.with(|account| facts(account, session))).into_any();
    view! { <Loaded load=account rows=5 view=facts/> }
}

fn facts(account: &ManagedAccountOut, session: Session) -> impl IntoView + use<> {
    let lists = Lists::here();
    let kind = session.account_now().and_then(|account| account.facility);
    let class = kind.map(|facility| {
        let entries = lists.list("facility_kinds");
        let entry = entries.iter().find(|entry| entry.code == facility.kind);
        match entry.and_then(|entry| entry.attributes.get("tourist")) {
            Some(tourist) if tourist == "yes" => t!(holder.class_tourist),
            _ => t!(holder.class_lodging),
        }
    });
    let facts = [
        (t!(agency.unit), account.summary.unit_name.clone()),
        (t!(holder.class), class.unwrap_or_default().to_owned()),
        (t!(holder.login), account.summary.login.clone()),
        (t!(agency.holder), account.summary.holder_name.clone()),
        (t!(agency.position), account.holder_position.clone()),
        (t!(apply.email), account.email.clone()),
        (t!(apply.phone), format::phone(&account.phone)),
    ];
    view! { <Facts look=FactsLook::Page facts=facts.map(Fact::from).into()/> }
}

/// After sending: number, code, and what happens next.
#[component]
fn Sent(receipt: FilingReceipt) -> impl IntoView {
    let lists = Lists::here();
    let code = receipt.dossier_code.clone();
    let term = move || term_of(&lists.profile()?.profile, "holder_change");
    view! {
        <PageTitle text=move || t!(holder.sent_title)/>
        <p class="lead">{move || t!(holder.sent_text)}</p>
        <CodeBox number=receipt.number code=receipt.dossier_code/>
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(apply.next_title)}</h2></div>
            <ol class="public-steps">
                <li>{move || match term() {
                    Some(term) => t!(holder.next_answer_term, term = term),
                    None => t!(apply.next_answer).to_owned(),
                }}</li>
                <li>{move || t!(holder.next_password)}</li>
                <li>{move || t!(holder.next_sessions)}</li>
            </ol>
        </section>
        <div class="set-up-acts no-print">
            <FormButton code/>
            <ButtonLink href="/profile" label=move || t!(profile.title)/>
        </div>
    }
}
