//! Change of the user's own password: compulsory at the first sign-in (LC-7.1a-1), voluntary later.

use crate::api::{Api, ApiError};
use crate::browser;
use crate::frame::menu::use_sign_out;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::{effect, effect_after, when};
use crate::routes::first_page;
use crate::session::Session;
use crate::t;
use crate::ui::outside::LangSwitch;
use crate::ui::page_title::PageErrors;
use crate::ui::{
    Button, ButtonKind, Field, FieldContext, Icon, Mark, Note, NoteKind, PageTitle, TextInput, Toasts, focus_field,
};
use dto::FieldError;
use dto::account::{AccountOut, PasswordChangeIn, new_password_errors_with_names};
use dto::check::CheckContext;
use dto::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use rules::password::{PasswordFault, check_password};
use std::collections::BTreeMap;

/// Renders the page in the frame.
#[component]
pub fn ChangePassword() -> Markup {
    let (session, toasts) = (Session::here(), Toasts::here());
    let navigate = use_navigate();
    let done = Callback::new(move |()| {
        toasts.ok(t!(password.done), t!(password.done_detail), None);
        navigate(first_page(session), leptos_router::NavigateOptions::default());
    });
    html! {
        <div class="narrow-page">
            <PageTitle text=move || t!(password.title)/>
            <p class="lead">{move || t!(password.text)}</p>
            <PasswordForm done/>
        </div>
    }
}

/// Renders the same at the first sign-in or when the password has expired; no other page is available.
#[component]
pub fn FirstPassword() -> Markup {
    let (session, toasts) = (Session::here(), Toasts::here());
    let done = Callback::new(move |()| {
        toasts.ok(t!(password.done), String::new(), None);
    });
    let leave = use_sign_out();
    let lists = Lists::here();
    // KH-9a-2: the same page when a password has expired.
    let overdue = Memo::new(move |_| {
        let due = session.account().get().and_then(|account| account.password_due_at);
        due.is_some_and(|due| due <= lists.server_now())
    });
    html! {
        <div class="lone-page">
            <header class="lone-head">
                <p class="sign-in-brand"><Mark/><span>{move || t!(app.name)}</span></p>
                <LangSwitch/>
            </header>
            <main class="narrow-page" id="main">
                <PageTitle text=move || if overdue.get() { t!(password.due_title) } else { t!(password.first_title) }/>
                <p class="lead">{move || if overdue.get() { t!(password.due_text) } else { t!(password.first_text) }}</p>
                <PasswordForm first=!overdue.get_untracked() lone=true done/>
                <p class="lone-foot">
                    {move || session.account().get().map(|account| t!(app.signed_in_as, name = account.holder_name, unit = account.unit_name))}
                    " "
                    <button type="button" class="link" on:click=move |_| leave.run(())>{move || t!(frame.sign_out)}</button>
                </p>
            </main>
        </div>
    }
}

/// Errors of the server or the browser, by field.
type Refused = RwSignal<BTreeMap<&'static str, Vec<FieldError>>>;

#[derive(Clone, Copy)]
struct Entries {
    current: RwSignal<String>,
    new: RwSignal<String>,
    again: RwSignal<String>,
}

#[component]
fn PasswordForm(#[prop(optional)] first: bool, #[prop(optional)] lone: bool, done: Callback<()>) -> Markup {
    let (session, api, lists) = (Session::here(), Api::here(), Lists::here());
    let blank = || RwSignal::new(String::new());
    let entries = Entries {
        current: RwSignal::new(if lone { session.take_password() } else { String::new() }),
        new: blank(),
        again: blank(),
    };
    let refused: Refused = RwSignal::new(BTreeMap::new());
    let failed = RwSignal::new(None::<ApiError>);
    let (busy, shown) = (RwSignal::new(false), RwSignal::new(false));
    if let Some(PageErrors(flag)) = use_context() {
        effect(move || flag.set(refused.with(|refused| !refused.is_empty())));
        on_cleanup(move || flag.set(false));
    }
    // Typing in a field removes its error.
    for (name, value) in [
        ("current_password", entries.current),
        ("new_password", entries.new),
        ("again", entries.again),
    ] {
        effect_after(move |before: Option<()>| {
            value.track();
            if before.is_some() && refused.with_untracked(|refused| refused.contains_key(name)) {
                refused.update(|refused| drop(refused.remove(name)));
            }
        });
    }
    let error = move |name: &'static str| {
        Signal::derive(move || refused.with(|refused| refused.get(name).map(|errors| said(name, errors))))
    };
    let login = move || session.account_now().map(|account| account.login).unwrap_or_default();
    let check_again = Callback::new(move |()| {
        let (new, again) = (entries.new.get_untracked(), entries.again.get_untracked());
        if !again.is_empty() && new != again {
            refused.update(|refused| drop(refused.insert("again", vec![differs()])));
        }
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(account) = session.account_now() else { return };
        let found = check(entries, &account, lists);
        if let Some(first_bad) = ["current_password", "new_password", "again"]
            .into_iter()
            .find(|name| found.contains_key(name))
        {
            refused.set(found);
            return focus_field(first_bad);
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let request = PasswordChangeIn {
                current_password: entries.current.get_untracked(),
                new_password: entries.new.get_untracked(),
            };
            let outcome = match api.change_password(&request).await {
                Ok(()) => api.get_current_account().await.map(|_| ()),
                Err(error) => Err(error),
            };
            match outcome {
                Ok(()) => done.run(()),
                Err(error) => {
                    busy.set(false);
                    take_refusal(error, refused, failed);
                }
            }
        });
    };
    let kind = Signal::derive(move || if shown.get() { "text" } else { "password" });
    let form = NodeRef::<leptos::html::Form>::new();
    form.on_load(move |_| {
        if lone {
            let is_known = entries.current.with_untracked(|current| !current.is_empty());
            browser::focus(if is_known { "new_password" } else { "current_password" });
        }
    });
    html! {
        <form class="stack-form" novalidate on:submit=send node_ref=form>
            {when(move || failed.get().map(|error| {
                let (title, detail) = (error.title(), error.detail());
                html! { <div role="alert"><Note kind=NoteKind::Bad><strong>{title}</strong><br/>{detail}</Note></div> }
            }))}
            // Password managers need the login name of the password.
            <input type="text" name="username" autocomplete="username" value=login() class="hidden" tabindex="-1" aria-hidden="true" readonly/>
            <Field id="current_password" label=move || if first { t!(password.current_first) } else { t!(password.current) } error=error("current_password")>
                <TextInput value=entries.current kind autocomplete="current-password"/>
            </Field>
            <Field id="new_password" label=move || t!(password.new) error=error("new_password")>
                <TextInput value=entries.new kind autocomplete="new-password"/>
                <Rules value=entries.new/>
            </Field>
            <Field id="again" label=move || t!(password.again) error=error("again")>
                <TextInput value=entries.again kind autocomplete="new-password" on_leave=check_again/>
            </Field>
            <label class="check">
                <input type="checkbox" prop:checked=shown on:change=move |event| shown.set(event_target_checked(&event))/>
                <span>{move || t!(field.show_password)}</span>
            </label>
            <div class="form-acts">
                <Button kind=ButtonKind::Primary label=move || t!(password.send) busy_label=move || t!(password.sending) busy=busy submit=true key_cap="Enter"/>
            </div>
            {when(move || lists.profile().and_then(|profile| profile.profile.password.rotation_months).map(|months| html! {
                <p class="field-hint">{t!(password.rotation, months = months)}</p>
            }))}
        </form>
    }
}

/// Returns the errors that prevent sending, by field.
fn check(entries: Entries, account: &AccountOut, lists: Lists) -> BTreeMap<&'static str, Vec<FieldError>> {
    let (current, new, again) = (
        entries.current.get_untracked(),
        entries.new.get_untracked(),
        entries.again.get_untracked(),
    );
    let mut found = BTreeMap::new();
    let missing = |at: &str| vec![FieldError::new(at, FieldCode::Required)];
    if current.is_empty() {
        found.insert("current_password", missing("/current_password"));
    }
    if new.is_empty() {
        found.insert("new_password", missing("/new_password"));
    } else if let Some(profile) = lists.profile_now() {
        let context = CheckContext {
            now: lists.clock().now_untracked(),
            profile: &profile.profile,
        };
        let names = [account.unit_name.as_str(), account.holder_name.as_str()];
        let mut errors = new_password_errors_with_names(&new, &account.login, &names, context);
        if rules::password::canonical(&new) == rules::password::canonical(&current) {
            errors.push(FieldError::new("/new_password", FieldCode::PasswordUnchanged));
        }
        if !errors.is_empty() {
            found.insert("new_password", errors);
        }
    }
    if !new.is_empty() && new != again {
        found.insert("again", vec![differs()]);
    }
    found
}

/// Returns the error that the two new passwords differ.
fn differs() -> FieldError {
    FieldError::new("/again", FieldCode::UnknownValue)
}

/// Returns what is wrong with a field, in the language of the page.
fn said(name: &str, errors: &[FieldError]) -> String {
    let words = errors.iter().map(|error| match (name, error.code) {
        ("current_password", FieldCode::Required) => t!(password.current_missing).to_owned(),
        (_, FieldCode::Required) => t!(password.new_missing).to_owned(),
        ("again", _) => t!(password.differs).to_owned(),
        _ => error.said(lang()),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn take_refusal(error: ApiError, refused: Refused, failed: RwSignal<Option<ApiError>>) {
    let mut found = BTreeMap::new();
    if let ApiError::Problem(problem) = &error {
        for error in &problem.errors {
            let name = if error.pointer == "/current_password" {
                "current_password"
            } else {
                "new_password"
            };
            found.entry(name).or_insert_with(Vec::new).push(error.clone());
        }
    }
    match found.keys().next().copied() {
        Some(name) => {
            refused.set(found);
            focus_field(name);
        }
        None => failed.set(Some(error)),
    }
}

/// Renders the rules of the composition (LC-7.1a-2), ticked while the user types.
#[component]
fn Rules(value: RwSignal<String>) -> Markup {
    let (session, lists) = (Session::here(), Lists::here());
    let field = FieldContext::here();
    IntoMarkup::into_markup(move || {
        let terms = lists.profile()?.profile.password;
        let login = session.account().get().map(|account| account.login).unwrap_or_default();
        let typed = value.get();
        let faults = check_password(&typed, &login, &terms);
        let lacks = move |fault: PasswordFault| typed.is_empty() || faults.contains(&fault);
        let rules = [
            (
                true,
                t!(password.rule_length, min = terms.min_length),
                PasswordFault::TooShort { min: terms.min_length },
            ),
            (
                terms.letters,
                t!(password.rule_letter).to_owned(),
                PasswordFault::NeedsLetter,
            ),
            (
                terms.digits,
                t!(password.rule_digit).to_owned(),
                PasswordFault::NeedsDigit,
            ),
            (
                terms.special,
                t!(password.rule_special).to_owned(),
                PasswordFault::NeedsSpecial,
            ),
            (true, t!(password.rule_login).to_owned(), PasswordFault::ContainsLogin),
            (true, t!(password.rule_known).to_owned(), PasswordFault::WellKnown),
        ];
        Some(html! {
            <p class="field-hint">{t!(password.rules)}</p>
            <ul class="password-rules" id=format!("{}-rules", field.id)>
                {rules.into_iter().filter(|(asked, ..)| *asked).map(|(_, text, fault)| {
                    let open = lacks(fault);
                    html! {
                        <li class:met=!open>
                            <Icon name=if open { "ring-dashed" } else { "check-circle" }/>
                            <span>{text}<span class="hidden">": "{if open { t!(password.rule_open) } else { t!(password.rule_met) }}</span></span>
                        </li>
                    }
                }).collect::<Vec<_>>()}
            </ul>
        })
    })
}
