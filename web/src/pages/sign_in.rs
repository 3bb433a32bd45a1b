//! Signing in.

use crate::api::{Api, ApiError};
use crate::browser;
use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::parts;
use crate::reactive::{effect, when};
use crate::session::{Session, SignedOut, Standing};
use crate::t;
use crate::ui::outside::{Foot, LangSwitch};
use crate::ui::page_title::PageErrors;
use crate::ui::{Button, ButtonKind, Field, Icon, Mark, Note, NoteKind, PageTitle, Region, TextInput, focus_field};
use crate::words::dossier::term_of;
use dto::account::LoginIn;
use dto::problem::ErrorCode;
use dto::profile::ProfileOut;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::correction::CorrectionLimit;
use wasm_bindgen::JsCast;

/// Renders the page of a user who is not signed in, at every address.
#[component]
pub fn SignIn() -> Markup {
    html! {
        <div class="sign-in">
            <DayPanel/>
            <main class="sign-in-main" id="main">
                <LangSwitch/>
                <div class="sign-in-middle">
                    <p class="sign-in-brand"><Mark/><span>{move || t!(app.name)}</span></p>
                    <PageTitle text=move || t!(sign_in.title) still=true/>
                    <p class="sign-in-whom">{move || t!(sign_in.for_whom)}</p>
                    <SignInForm/>
                    <Help/>
                </div>
                <Foot/>
            </main>
        </div>
    }
}

/// Renders why the user must sign in again, so that nobody thinks that the work is lost.
#[component]
fn WhyOut() -> Markup {
    let (session, lists) = (Session::here(), Lists::here());
    let text = move || match session.standing().get() {
        Standing::Out(SignedOut::Idle) => {
            let minutes = lists
                .profile()
                .map_or(0, |profile| profile.profile.session.idle_minutes);
            Some(t!(sign_in.was_idle, minutes = minutes))
        }
        Standing::Out(SignedOut::Ended) => Some(t!(sign_in.was_ended).to_owned()),
        Standing::Out(SignedOut::Left) => Some(t!(sign_in.was_left).to_owned()),
        _ => None,
    };
    html! { <Region>{move || text().map(|text| html! { <Note icon="lock">{text}</Note> })}</Region> }
}

#[component]
fn SignInForm() -> Markup {
    let (session, api) = (Session::here(), Api::here());
    let (login, password) = (RwSignal::new(session.login_before()), RwSignal::new(String::new()));
    let (busy, shown) = (RwSignal::new(false), RwSignal::new(false));
    let code = RwSignal::new(String::new());
    // The second step: the password was correct, and the account has a second factor.
    let second = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let refused = RwSignal::new(None::<ApiError>);
    if let Some(PageErrors(flag)) = use_context() {
        effect(move || flag.set(refused.with(Option::is_some)));
        on_cleanup(move || flag.set(false));
    }
    let missing = |value: RwSignal<String>, text: fn() -> &'static str| {
        Signal::derive(move || (tried.get() && value.with(String::is_empty)).then(|| text().to_owned()))
    };
    let login_error = missing(login, || t!(sign_in.login_missing));
    let password_error = missing(password, || t!(sign_in.password_missing));
    let code_error = missing(code, || t!(factor.code_missing));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        // A password manager fills in values without always firing an event.
        take_filled("login", login);
        take_filled("password", password);
        take_filled("code", code);
        tried.set(true);
        let is_second = second.get_untracked();
        for (id, value) in [("login", login), ("password", password), ("code", code)] {
            if (id == "code") == is_second && value.with_untracked(String::is_empty) {
                return focus_field(id);
            }
        }
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            let request = LoginIn {
                login: login.get_untracked().trim().to_owned(),
                password: password.get_untracked(),
                code: is_second.then(|| code.get_untracked().trim().to_owned()),
            };
            match api.login(&request).await {
                Ok(opened) => {
                    if opened.account.must_change_password {
                        session.keep_password(request.password);
                    }
                    session.open(opened).await;
                }
                Err(error) if error.code() == Some(ErrorCode::SecondFactorRequired) => {
                    busy.set(false);
                    tried.set(false);
                    second.set(true);
                }
                Err(error) => {
                    let ours = matches!(error, ApiError::Problem(_));
                    busy.set(false);
                    refused.set(Some(error));
                    if ours {
                        tried.set(false);
                        let (again, id) = if is_second {
                            (code, "code")
                        } else {
                            (password, "password")
                        };
                        again.set(String::new());
                        focus_field(id);
                    }
                }
            }
        });
    };
    // A user who types is about to sign in.
    let typing = StoredValue::new(false);
    let load_ahead = move |_| {
        if !typing.get_value() {
            typing.set_value(true);
            parts::load_ahead();
        }
    };
    let first = NodeRef::<leptos::html::Form>::new();
    first.on_load(move |_| {
        let is_known = login.with_untracked(|login| !login.is_empty());
        browser::focus(if is_known { "password" } else { "login" });
    });
    let reveal = move || {
        html! {
            <span class="input-end">
                <button
                    type="button"
                    class="reveal"
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    aria-label=move || t!(field.show_password)
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    <Icon name="eye"/>
                    <span>{move || t!(field.show)}</span>
                </button>
            </span>
        }
    };
    let password_kind = Signal::derive(move || if shown.get() { "text" } else { "password" });
    html! {
        <form class="sign-in-form" novalidate on:submit=send on:input=load_ahead node_ref=first>
            {when(move || refused.with(Option::is_none).then(|| html! { <WhyOut/> }))}
            {when(move || refused.get().map(|error| {
                let (title, detail) = (error.title(), refusal(&error, second.get_untracked()));
                html! { <div role="alert"><Note kind=NoteKind::Bad><strong>{title}</strong><br/>{detail}</Note></div> }
            }))}
            {move || if second.get() {
                let back = move |_| {
                    second.set(false);
                    refused.set(None);
                    code.set(String::new());
                    password.set(String::new());
                    browser::focus_soon("login");
                };
                html! {
                    <Region><p>{move || t!(factor.step_text, login = login.get_untracked().trim())}</p></Region>
                    <CodeField value=code error=code_error/>
                    <button type="button" class="link sign-in-back" on:click=back>{t!(factor.other_account)}</button>
                }
            } else {
                html! {
            <Field id="login" label=move || t!(sign_in.login) error=login_error>
                <TextInput value=login name="username" autocomplete="username"/>
            </Field>
            <Field id="password" label=move || t!(sign_in.password) error=password_error>
                <TextInput value=password name="password" kind=password_kind autocomplete="current-password" end=reveal/>
            </Field>
                }
            }}
            <Button
                kind=ButtonKind::Primary
                label=move || t!(sign_in.send)
                busy_label=move || t!(sign_in.sending)
                key_cap="Enter"
                busy=busy
                submit=true
                wide=true
            />
        </form>
    }
}

/// Renders the code of the second factor, or one of the recovery codes.
#[component]
fn CodeField(value: RwSignal<String>, #[prop(into)] error: Signal<Option<String>>) -> Markup {
    let recovery = RwSignal::new(false);
    browser::focus_soon("code");
    let hint = move || {
        if recovery.get() {
            t!(factor.recovery_hint)
        } else {
            t!(factor.code_hint)
        }
    };
    let swap = move |_| {
        recovery.update(|recovery| *recovery = !*recovery);
        browser::focus_soon("code");
    };
    html! {
        <Field id="code" label=move || if recovery.get() { t!(factor.recovery_code) } else { t!(factor.code) } hint=hint error=error>
            {move || {
                // Another keyboard on a telephone: recovery codes have letters.
                let inputmode = if recovery.get() { "text" } else { "numeric" };
                html! { <TextInput value name="code" inputmode=inputmode autocomplete="one-time-code" mono=true/> }
            }}
        </Field>
        <button type="button" class="link sign-in-back" on:click=swap>
            {move || if recovery.get() { t!(factor.use_code) } else { t!(factor.use_recovery) }}
        </button>
    }
}

fn refusal(error: &ApiError, second: bool) -> String {
    match error {
        ApiError::Problem(problem) if second && problem.code == ErrorCode::CredentialsRefused => {
            t!(factor.code_refused).to_owned()
        }
        ApiError::Problem(_) => error.detail(),
        _ => t!(app.try_again_soon).to_owned(),
    }
}

fn take_filled(id: &str, into: RwSignal<String>) {
    let filled = browser::element(id).and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(input) = filled
        && into.with_untracked(String::is_empty)
    {
        into.set(input.value());
    }
}

/// Renders links for users who cannot sign in: a lost password, no account yet, a pending application.
#[component]
fn Help() -> Markup {
    let lists = Lists::here();
    let term = move || term_of(&lists.profile()?.profile, "account_registration");
    html! {
        <p class="sign-in-ways">
            <a href="/lost">{move || t!(sign_in.forgotten)}</a>
            <a href="/lost?kind=stolen">{move || t!(sign_in.stolen)}</a>
        </p>
        <p class="sign-in-help">
            {move || t!(sign_in.no_account)}
            " "
            <a href="/apply">{move || t!(sign_in.apply)}</a>
            {move || term().map(|term| t!(sign_in.answered_within, term = term))}
            ". "
            <a href="/lookup">{move || t!(public.lookup)}</a>
            ". "
            <a href="/data-request">{move || t!(public.data)}</a>
        </p>
    }
}

/// Renders the hours of a day by the profile; the next one is highlighted.
#[component]
fn DayPanel() -> Markup {
    let lists = Lists::here();
    html! {
        <aside class="day-panel" aria-label=move || t!(sign_in.day_title)>
            <p class="day-panel-brand"><Mark/><span>{move || t!(app.name)}</span></p>
            {when(move || lists.profile().map(|profile| html! {
                <div class="day-panel-hours">
                    <p class="day-panel-title">{t!(sign_in.day_title)}</p>
                    <ol class="hours">{hours(&profile, &format::time(lists.server_now()))}</ol>
                </div>
                <div class="day-panel-foot">
                    <p>{t!(sign_in.province, province = profile.province_name)}</p>
                    <p>{t!(sign_in.late_is_fine)}</p>
                </div>
            }))}
        </aside>
    }
}

fn hours(profile: &ProfileOut, now: &str) -> Markup {
    let terms = &profile.profile;
    let evening = terms.notification.evening.to_string();
    let mut hours = vec![(
        terms.notification.morning.to_string(),
        t!(sign_in.at_morning, evening = evening),
    )];
    if let Some(cutoff) = terms.departure.cutoff {
        hours.push((cutoff.to_string(), t!(sign_in.at_cutoff).to_owned()));
    }
    hours.push((evening, t!(sign_in.at_evening).to_owned()));
    if terms.correction.by_facility == CorrectionLimit::EndOfDay {
        hours.push(("24:00".to_owned(), t!(sign_in.at_midnight).to_owned()));
    }
    // Both are HH:MM, so they can be compared as text.
    let next = hours.iter().position(|(hour, _)| hour.as_str() > now);
    IntoMarkup::into_markup(
        hours
            .into_iter()
            .enumerate()
            .map(|(at, (hour, text))| {
                html! {
                    <li class="hour" class:next=next == Some(at)>
                        <span class="hour-time">{hour}</span>
                        <span class="hour-text">{text}</span>
                    </li>
                }
            })
            .collect::<Vec<_>>(),
    )
}
