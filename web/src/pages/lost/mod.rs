//! A forgotten password, a stolen account (LC-7.4, KH-9d-1, KH-9d-2; D-01).

use crate::api::Api;
use crate::dossier::form_button::FormButton;
use crate::form::{ByMail, CodeBox, Field, Part, Sheet, Typed, Words, Work, moment};
use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::{ButtonLink, Choice, Note, PageTitle};
use dto::Checked;
use dto::filing::{CredentialLossIn, FilingReceipt, LossKind, MailTokenIn};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use rules::loss::{LossChannels, LossWindow};
use time::Date;

const PARTS: &[Part] = &[Part {
    fields: &[
        Field::segments(
            "/kind",
            || t!(lost.kind),
            |_, _| {
                vec![
                    Choice::new("forgotten", t!(lost.forgotten)),
                    Choice::new("stolen", t!(lost.stolen)),
                ]
            },
        ),
        Field::line("/login", || t!(lost.login)).autocomplete("username"),
        Field::moment("/discovered_at", || t!(lost.discovered_at)).hint(|| t!(lost.moment_hint)),
        Field::line("/reporter_name", || t!(lost.reporter_name)).autocomplete("name"),
        Field::line("/phone", || t!(lost.phone))
            .hint(|| t!(lost.phone_hint))
            .phone()
            .autocomplete("tel"),
        Field::line("/email", || t!(lost.email))
            .hint(|| t!(lost.email_hint))
            .optional()
            .inputmode("email")
            .autocomplete("email"),
        Field::moment("/called_at", || t!(lost.called_at))
            .hint(|| t!(lost.called_hint))
            .optional(),
        Field::words("/description", || t!(lost.description)).optional(),
        Field::file("/signed_form", || t!(lost.signed_form)).hint(|| t!(lost.signed_form_hint)),
    ],
    ..Part::PLAIN
}];

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

/// Renders the page.
#[component]
pub fn Lost() -> Markup {
    let sent = RwSignal::new(None::<(FilingReceipt, bool)>);
    IntoMarkup::into_markup(move || match sent.get() {
        Some((receipt, stolen)) => html! { <Taken receipt stolen/> },
        None => html! { <Report sent/> },
    })
}

#[component]
fn Report(sent: RwSignal<Option<(FilingReceipt, bool)>>) -> Markup {
    let (api, lists) = (Api::here(), Lists::here());
    let query = use_query_map();
    let stolen = query.with_untracked(|query| query.get("kind").as_deref() == Some("stolen"));
    let first = Typed::default().with("/kind", if stolen { "stolen" } else { "forgotten" });
    let today = move || rules::zone::local_date(lists.clock().now_untracked().get());
    Sheet::new(
        PARTS,
        || t!(lost.send),
        first,
        move |typed, context| request(typed, today()).check(context).err().unwrap_or_default(),
    )
    .kept_in_tab("lost")
    .sends(
        move |form| {
            let loss = CredentialLossIn {
                signed_form: form.file_now("/signed_form"),
                ..request(&form.typed_now(), today())
            };
            let is_stolen = loss.kind == Some(LossKind::Stolen);
            async move { Ok((api.report_credential_loss(&loss).await?, is_stolen)) }
        },
        move |taken| sent.set(Some(taken)),
    )
    .page(html! {
        <PageTitle text=move || t!(lost.title)/>
        <p class="lead">{move || t!(lost.intro)}</p>
        <Note icon="phone">{move || t!(lost.call_first)} " " <CallLine/></Note>
        <Note icon="clock">{move || rule(lists)}</Note>
    })
}

/// Returns the rule about a report (D-01), and that a late one is accepted.
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

/// Renders the same text for every login, whether or not such an account exists.
#[component]
fn Taken(receipt: FilingReceipt, stolen: bool) -> Markup {
    html! {
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

/// Renders whom to call: the number that the province publishes, or that of its lead agency.
#[component]
pub fn CallLine() -> Markup {
    let lists = Lists::here();
    IntoMarkup::into_markup(move || {
        let Some(help) = lists.profile().and_then(|profile| profile.help) else {
            return t!(lost.call_office).into_markup();
        };
        let href = format!("tel:{}", help.phone.replace(' ', ""));
        html! { <strong>{help.unit_name} ", " <a class="nowrap" href=href>{format::phone(&help.phone)}</a></strong> }
    })
}

/// Renders the page that the link in the mail opens: it confirms the report, and locks an account reported as stolen.
#[component]
pub fn Confirm() -> Markup {
    let api = Api::here();
    let words = Words {
        title: || t!(lost.confirm_title),
        text: || t!(lost.confirm_text),
        act: || t!(lost.confirm_act),
        done: || t!(lost.confirm_done),
        done_text: || t!(lost.confirm_done_text),
    };
    let act = move |token: MailTokenIn| -> Work { Box::pin(async move { api.confirm_credential_loss(&token).await }) };
    html! { <ByMail words act=StoredValue::new_local(Box::new(act))/> }
}
