//! A forgotten password, a stolen account (LC-7.4, KH-9d-1, KH-9d-2; D-01).

use crate::api::Api;
use crate::form::{Failure, FileAsk, Form, Named, Other, TextAsk, Typed, WordsAsk, moment};
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::pages::apply::{ByMail, CodeBox, Words, Work};
use crate::pages::kept::{BackNote, Kept};
use crate::pages::lookup::form_button::FormButton;
use crate::t;
use crate::ui::near_date::write_moment;
use crate::ui::{
    Button, ButtonKind, ButtonLink, Choice, ErrorSummary, NearDateTime, Note, PageTitle, Picked, Segmented,
};
use dto::filing::{CredentialLossIn, FilingReceipt, LossKind, MailTokenIn};
use dto::{Checked, Given};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use rules::loss::{LossChannels, LossWindow};
use std::sync::Arc;
use time::Date;
use uuid::Uuid;

const FIELDS: &[Named] = &[
    ("/kind", || t!(lost.kind)),
    ("/login", || t!(lost.login)),
    ("/discovered_at", || t!(lost.discovered_at)),
    ("/reporter_name", || t!(lost.reporter_name)),
    ("/phone", || t!(lost.phone)),
    ("/email", || t!(lost.email)),
    ("/called_at", || t!(lost.called_at)),
    ("/description", || t!(lost.description)),
    ("/signed_form", || t!(lost.signed_form)),
];

fn request(typed: &Typed, today: Date) -> CredentialLossIn {
    CredentialLossIn {
        login: typed.text("/login"),
        kind: match typed.raw("/kind") {
            "forgotten" => Some(LossKind::Forgotten),
            "stolen" => Some(LossKind::Stolen),
            _ => None,
        },
        discovered_at: moment(typed.text("/discovered_at"), today),
        reporter_name: typed.text("/reporter_name"),
        phone: typed.text("/phone"),
        email: typed.text("/email"),
        called_at: moment(typed.text("/called_at"), today),
        description: typed.text("/description"),
        signed_form: None,
    }
}

/// The page.
#[component]
pub fn Lost() -> impl IntoView {
    let sent = RwSignal::new(None::<(FilingReceipt, bool)>);
    move || match sent.get() {
        Some((receipt, stolen)) => view! { <Taken receipt stolen/> }.into_any(),
        None => view! { <Report sent/> }.into_any(),
    }
}

#[component]
fn Report(sent: RwSignal<Option<(FilingReceipt, bool)>>) -> impl IntoView {
    let (api, lists) = (Api::here(), Lists::here());
    let (kept, draft) = Kept::open_public::<Typed>("lost");
    let query = use_query_map();
    let stolen = query.with_untracked(|query| query.get("kind").as_deref() == Some("stolen"));
    let blank = move || Typed::default().with("/kind", if stolen { "stolen" } else { "forgotten" });
    let today = move || rules::zone::local_date(lists.clock().now_untracked().get());
    let check =
        move |typed: &Typed| lists.judged(|context| request(typed, today()).check(context).err().unwrap_or_default());
    let form = Form::new(FIELDS, &draft.unwrap_or_else(blank), check);
    kept.follow(move || Some(form.typed()).filter(|typed| *typed != blank()));
    let put_back = Callback::new(move |()| form.fill(&blank()));
    let scan = RwSignal::new(None::<Picked>);
    let attempt = StoredValue::new((String::new(), String::new()));
    let kept_until_sent = kept.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let loss = CredentialLossIn {
            signed_form: scan.get_untracked().map(|scan| scan.content.as_ref().clone()),
            ..request(&form.typed_now(), today())
        };
        let json = crate::api::to_json(&loss);
        let key = attempt.with_value(|(before, key)| (*before == json).then(|| key.clone()));
        let key = key.unwrap_or_else(|| Uuid::new_v4().to_string());
        attempt.set_value((json, key.clone()));
        let kept = kept_until_sent.clone();
        let is_stolen = loss.kind == Some(LossKind::Stolen);
        let work = async move { api.report_credential_loss(&loss, &key).await };
        form.send(work, move |receipt| {
            kept.drop();
            sent.set(Some((receipt, is_stolen)));
        });
    };
    view! {
        <form class="public-form" novalidate on:submit=submit>
            <PageTitle text=move || t!(lost.title)/>
            <p class="lead">{move || t!(lost.intro)}</p>
            <Note icon="phone">{move || t!(lost.call_first)} " " <CallLine/></Note>
            <Note icon="clock">{move || rule(lists)}</Note>
            <BackNote kept=kept on_drop=put_back/>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <Fields form scan/>
            <div class="set-up-acts">
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(lost.send)
                    busy_label=move || t!(apply.sending)
                    busy=form.saving.busy
                    submit=true
                />
            </div>
        </form>
    }
}

/// What the regulation asks of a report (D-01), and that a late one is taken.
fn rule(lists: Lists) -> String {
    let Some(terms) = lists.profile().map(|profile| profile.profile.credential_loss) else {
        return t!(lost.late_is_fine).to_owned();
    };
    let window = match terms.window {
        LossWindow::Hours(hours) => t!(lost.rule_hours, hours = hours),
        LossWindow::SameDay => t!(lost.rule_same_day).to_owned(),
    };
    match terms.channels {
        LossChannels::Any => window,
        LossChannels::PhoneAndEmail => format!("{window} {}", t!(lost.rule_channels)),
    }
}

#[component]
fn Fields(form: Form, scan: RwSignal<Option<Picked>>) -> impl IntoView {
    let lists = Lists::here();
    let kinds = Signal::derive(move || {
        lang();
        Arc::new(vec![
            Choice::new("forgotten", t!(lost.forgotten)),
            Choice::new("stolen", t!(lost.stolen)),
        ])
    });
    let reading = move |at: &'static str| {
        Signal::derive(move || match moment(form.typed().text(at), lists.clock().today()) {
            Given::Value(at) => Some(write_moment(at)),
            _ => None,
        })
    };
    view! {
        <Other form at="/kind" group=true>
            <Segmented value=form.text("/kind") options=kinds/>
        </Other>
        <div class="set-up-fields">
            <TextAsk form at="/login" autocomplete="username"/>
            <Other form at="/discovered_at" hint=move || t!(lost.moment_hint)>
                <NearDateTime text=form.text("/discovered_at") reading=reading("/discovered_at") on_leave=form.leave("/discovered_at")/>
            </Other>
            <TextAsk form at="/reporter_name" autocomplete="name"/>
            <TextAsk form at="/phone" hint=move || t!(lost.phone_hint) inputmode="tel" autocomplete="tel" mono=true/>
            <TextAsk form at="/email" hint=move || t!(lost.email_hint) optional=true inputmode="email" autocomplete="email"/>
            <Other form at="/called_at" hint=move || t!(lost.called_hint) optional=true>
                <NearDateTime text=form.text("/called_at") reading=reading("/called_at") on_leave=form.leave("/called_at")/>
            </Other>
            <WordsAsk form at="/description" optional=true class="set-up-wide"/>
            <FileAsk form at="/signed_form" file=scan hint=move || t!(lost.signed_form_hint) class="set-up-wide"/>
        </div>
    }
}

/// The same words whoever the login is of, and whether there is such an account at all.
#[component]
fn Taken(receipt: FilingReceipt, stolen: bool) -> impl IntoView {
    view! {
        <div class="public-form">
            <PageTitle text=move || t!(lost.sent_title)/>
            <p class="lead">{move || if stolen { t!(lost.sent_text) } else { t!(lost.sent_forgotten) }}</p>
            <CodeBox number=receipt.number code=receipt.dossier_code.clone()/>
            <section class="public-part">
                <div class="ledger-head"><h2>{move || t!(lost.next)}</h2></div>
                <ol class="next-steps">
                    <li>{move || t!(lost.next_mail)}</li>
                    <li>{move || t!(lost.next_call)} " " <CallLine/></li>
                    <li>{move || t!(lost.next_form)}</li>
                    <li>{move || if stolen { t!(lost.next_stolen) } else { t!(lost.next_forgotten) }}</li>
                </ol>
            </section>
            <div class="set-up-acts">
                <FormButton code=receipt.dossier_code/>
                <ButtonLink href="/lookup" label=move || t!(lost.next_lookup)/>
            </div>
        </div>
    }
}

/// Whom to call: the number that the province publishes, or its lead agency's.
#[component]
pub fn CallLine() -> impl IntoView {
    let lists = Lists::here();
    move || {
        let Some(help) = lists.profile().and_then(|profile| profile.help) else {
            return t!(lost.call_office).into_any();
        };
        let href = format!("tel:{}", help.phone.replace(' ', ""));
        view! { <strong>{help.unit_name} ", " <a class="nowrap" href=href>{format::phone(&help.phone)}</a></strong> }
            .into_any()
    }
}

/// The page behind the link in the mail: it confirms the report, and locks an account that is said to be stolen.
#[component]
pub fn Confirm() -> impl IntoView {
    let api = Api::here();
    let words = Words {
        title: || t!(lost.confirm_title),
        text: || t!(lost.confirm_text),
        act: || t!(lost.confirm_act),
        done: || t!(lost.confirm_done),
        done_text: || t!(lost.confirm_done_text),
    };
    let act = move |token: MailTokenIn| -> Work { Box::pin(async move { api.confirm_credential_loss(&token).await }) };
    view! { <ByMail words act=StoredValue::new_local(Box::new(act))/> }
}
