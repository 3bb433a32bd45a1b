//! Asking that another person hold one's account: Mẫu số 2 (KH-M2-1, LC-6.3-2).

use crate::api::Api;
use crate::form::{Failure, Form, Named, TextAsk, Tick, Typed, WordsAsk};
use crate::format;
use crate::lists::Lists;
use crate::pages::apply::{CodeBox, SignedForm};
use crate::pages::kept::{BackNote, Kept};
use crate::pages::lookup::form_button::FormButton;
use crate::pages::lookup::words::{applicant_state_word, state_meaning, term_of};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, ErrorSummary, Loaded, Note, NoteKind, PageTitle, Picked, load};
use dto::Checked;
use dto::administration::ManagedAccountOut;
use dto::filing::{FilingReceipt, HolderChangeIn, HolderChangeOut, HolderChangesOut};
use leptos::prelude::*;
use uuid::Uuid;

const PROCEDURE: &str = "holder_change";

/// The fields, in the order of the page.
pub const FIELDS: &[Named] = &[
    ("/new_name", || t!(apply.user_name)),
    ("/new_position", || t!(apply.user_position)),
    ("/new_email", || t!(apply.email)),
    ("/new_phone", || t!(apply.phone)),
    ("/governing_body", || t!(apply.governing_body)),
    ("/reason", || t!(holder.reason)),
    ("/signed_form", || t!(apply.signed_form)),
    ("/commitment_accepted", || t!(apply.commitment)),
];

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
                <dl class="own-facts"><div class="own-fact"><dt>{move || t!(dossier.answer_by)}</dt><dd>{format::end_instant(at)}</dd></div></dl>
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
    let (api, lists) = (Api::here(), Lists::here());
    let (kept, draft) = Kept::open::<Typed>("holder-change");
    let scan = RwSignal::new(None::<Picked>);
    let check = move |typed: &Typed| lists.judged(|context| request(typed).check(context).err().unwrap_or_default());
    let form = Form::new(FIELDS, &draft.unwrap_or_default(), check);
    kept.follow(move || Some(form.typed()).filter(|typed| *typed != Typed::default()));
    let put_back = Callback::new(move |()| form.fill(&Typed::default()));
    // The same key goes with each repeat of the same content, so that a lost answer makes no second request.
    let attempt = StoredValue::new((String::new(), String::new()));
    let kept_until_sent = kept.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let request = HolderChangeIn {
            signed_form: scan.get_untracked().map(|scan| scan.content.as_ref().clone()),
            ..request(&form.typed_now())
        };
        let now = crate::api::to_json(&request);
        let key = attempt.with_value(|(before, key)| (*before == now).then(|| key.clone()));
        let key = key.unwrap_or_else(|| Uuid::new_v4().to_string());
        attempt.set_value((now, key.clone()));
        let kept = kept_until_sent.clone();
        let work = async move { api.submit_holder_change(&request, &key).await };
        form.send(work, move |receipt| {
            kept.drop();
            sent.set(Some(receipt));
        });
    };
    view! {
        <form class="public-form" novalidate on:submit=submit>
            <BackNote kept=kept on_drop=put_back/>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <Before/>
            <NewHolder form/>
            <section class="public-part">
                <div class="ledger-head"><h2>{move || t!(apply.part_sign)}</h2></div>
                <p class="ledger-hint">{move || t!(holder.part_sign_hint)}</p>
                <SignedForm form scan/>
                <Tick form at="/commitment_accepted" text=move || t!(apply.commitment_text)/>
            </section>
            <div class="set-up-acts">
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(holder.send)
                    busy_label=move || t!(apply.sending)
                    busy=form.saving.busy
                    submit=true
                />
            </div>
        </form>
    }
}

/// Who will use the account (KH-M2.7 to KH-M2.10).
#[component]
pub fn NewHolder(
    /// The form.
    form: Form,
) -> impl IntoView {
    view! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(holder.part_new)}</h2></div>
            <p class="ledger-hint">{move || t!(holder.part_new_hint)}</p>
            <div class="set-up-fields">
                <TextAsk form at="/new_name"/>
                <TextAsk form at="/new_position" optional=true/>
                <TextAsk form at="/new_email" hint=move || t!(holder.email_hint) inputmode="email"/>
                <TextAsk form at="/new_phone" hint=move || t!(apply.phone_hint) inputmode="tel" mono=true/>
                <TextAsk form at="/governing_body" optional=true hint=move || t!(apply.governing_body_hint)/>
                <WordsAsk form at="/reason" optional=true hint=move || t!(holder.reason_hint) class="set-up-wide"/>
            </div>
        </section>
    }
}

/// The account in use and who uses it so far (KH-M2.1 to KH-M2.6, KH-M2.11): on record, and printed so.
#[component]
pub fn Before() -> impl IntoView {
    let (api, session) = (Api::here(), Session::here());
    let id = session.account_now().map(|account| account.id).unwrap_or_default();
    let account = load(move || api.get_account(id));
    let facts = move |account: Signal<ManagedAccountOut>| {
        view! { <dl class="own-facts">{move || account.with(|account| facts(account, session))}</dl> }.into_any()
    };
    view! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(holder.part_now)}</h2></div>
            <Loaded load=account rows=5 view=facts/>
        </section>
    }
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
    [
        (t!(agency.unit), account.summary.unit_name.clone()),
        (t!(holder.class), class.unwrap_or_default().to_owned()),
        (t!(holder.login), account.summary.login.clone()),
        (t!(agency.holder), account.summary.holder_name.clone()),
        (t!(agency.position), account.holder_position.clone()),
        (t!(apply.email), account.email.clone()),
        (t!(apply.phone), format::phone(&account.phone)),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| view! { <div class="own-fact"><dt>{name}</dt><dd>{value}</dd></div> })
    .collect_view()
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
