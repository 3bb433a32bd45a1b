//! Setup of the second factor: password, picture and code, recovery codes.

use crate::api::Api;
use crate::browser;
use crate::form::{Failure, Form, Named, Other, TextAsk, Typed};
use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, ErrorSummary, TextInput, Toasts};
use dto::credential::{RecoveryCodesOut, SecondFactorConfirmIn, SecondFactorEnrolIn, SecondFactorEnrolOut};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Whether recovery codes are displayed that have not been saved yet.
#[derive(Clone, Copy)]
pub struct Unsaved(
    /// Set while they are displayed.
    pub RwSignal<bool>,
);

/// Next step.
#[derive(Clone)]
enum Step {
    Password,
    Scan(SecondFactorEnrolOut),
    Codes(RecoveryCodesOut),
}

/// Renders the setup: password, picture and code, recovery codes. `done` is called once the codes are saved.
#[component]
pub fn SetUpSecondFactor(
    /// Called at the end; the account has been read again by then.
    done: Callback<()>,
    /// Whether a second factor exists already, whose code is then also asked for.
    #[prop(optional)]
    replaces: bool,
) -> Markup {
    let api = Api::here();
    let unsaved = use_context::<Unsaved>();
    let step = RwSignal::new(Step::Password);
    let finish = Callback::new(move |()| {
        spawn_local(async move {
            let _ = api.get_current_account().await;
            if let Some(Unsaved(unsaved)) = unsaved {
                unsaved.set(false);
            }
            done.try_run(());
        });
    });
    let show_codes = Callback::new(move |codes| {
        if let Some(Unsaved(unsaved)) = unsaved {
            unsaved.set(true);
        }
        step.set(Step::Codes(codes));
    });
    IntoMarkup::into_markup(move || match step.get() {
        Step::Password => {
            html! { <AskPassword replaces next=Callback::new(move |secret| step.set(Step::Scan(secret)))/> }
        }
        Step::Scan(secret) => html! { <Scan secret next=show_codes/> },
        Step::Codes(codes) => html! { <Codes codes finish/> },
    })
}

const PASSWORD: &[Named] = &[
    ("/password", || t!(factor.password)),
    ("/code", || t!(factor.present_code)),
];

#[component]
fn AskPassword(replaces: bool, next: Callback<SecondFactorEnrolOut>) -> Markup {
    let api = Api::here();
    let check = move |typed: &Typed| {
        let asked: &[&str] = if replaces {
            &["/password", "/code"]
        } else {
            &["/password"]
        };
        let missing = asked.iter().filter(|at| typed.raw(at).is_empty());
        missing.map(|at| FieldError::new(*at, FieldCode::Required)).collect()
    };
    let form = Form::new(PASSWORD, &Typed::default(), check);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let typed = form.typed_now();
        let request = SecondFactorEnrolIn {
            password: typed.raw("/password").to_owned(),
            code: replaces.then(|| typed.raw("/code").trim().to_owned()),
        };
        let work = async move { api.enrol_second_factor(&request).await };
        form.send(work, move |secret| next.run(secret));
    };
    html! {
        <form class="stack-form" novalidate on:submit=submit>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <Other form at="/password" hint=move || t!(factor.password_hint)>
                <TextInput value=form.text("/password") kind=Signal::stored("password") name="password" autocomplete="current-password"/>
            </Other>
            {replaces.then(|| html! {
                <TextAsk form at="/code" hint=move || t!(factor.present_hint) autocomplete="one-time-code" mono=true/>
            })}
            <div class="form-acts">
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(factor.start)
                    busy_label=move || t!(factor.starting)
                    busy=form.saving.busy
                    submit=true
                />
            </div>
        </form>
    }
}

const CODE: &[Named] = &[("/code", || t!(factor.code))];

#[component]
fn Scan(secret: SecondFactorEnrolOut, next: Callback<RecoveryCodesOut>) -> Markup {
    let api = Api::here();
    let check = |typed: &Typed| {
        let missing = typed.raw("/code").trim().is_empty();
        missing
            .then(|| FieldError::new("/code", FieldCode::Required))
            .into_iter()
            .collect()
    };
    let form = Form::new(CODE, &Typed::default(), check);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let request = SecondFactorConfirmIn {
            code: form.typed_now().raw("/code").trim().to_owned(),
        };
        let work = async move { api.confirm_second_factor(&request).await };
        form.send(work, move |codes| next.run(codes));
    };
    browser::focus_soon("factor-scan");
    html! {
        <section class="factor-part">
            <h2 class="section-title" id="factor-scan" tabindex="-1">{move || t!(factor.scan_title)}</h2>
            <p>{move || t!(factor.scan_text)}</p>
            <div class="factor-qr" role="img" aria-label=move || t!(factor.qr_label) inner_html=secret.qr_svg></div>
            <p>{move || t!(factor.secret_text)} " " <span class="mono factor-secret">{in_fours(&secret.secret)}</span></p>
        </section>
        <form class="stack-form factor-part" novalidate on:submit=submit>
            <h2 class="section-title">{move || t!(factor.confirm_title)}</h2>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <TextAsk form at="/code" hint=move || t!(factor.code_hint) inputmode="numeric" autocomplete="one-time-code" mono=true/>
            <div class="form-acts">
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(factor.confirm)
                    busy_label=move || t!(factor.confirming)
                    busy=form.saving.busy
                    submit=true
                />
            </div>
        </form>
    }
}

/// Returns a long key in groups, as people type it.
fn in_fours(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters
        .chunks(4)
        .map(|four| four.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Renders recovery codes, with ways to keep them; displayed once, so also after they have been issued again.
#[component]
pub fn Codes(
    /// Recovery codes.
    codes: RecoveryCodesOut,
    /// Called once they are saved.
    finish: Callback<()>,
) -> Markup {
    let (toasts, lists) = (Toasts::here(), Lists::here());
    let all = StoredValue::new(codes.recovery_codes.join("\n"));
    // The sheet names the account: ten codes alone are of no use to a person who finds them in a drawer a year later.
    let account = Session::here().account_now();
    let unit = account
        .as_ref()
        .map(|account| account.unit_name.clone())
        .unwrap_or_default();
    let holder = account
        .as_ref()
        .map(|account| account.holder_name.clone())
        .unwrap_or_default();
    let login = account.map(|account| account.login).unwrap_or_default();
    let (day, address) = (format::instant(lists.clock().now_untracked()), browser::origin());
    let head = StoredValue::new(t!(
        factor.codes_head,
        login = login,
        holder = holder,
        unit = unit,
        address = address,
        day = day
    ));
    let kept = RwSignal::new(false);
    let why = Signal::derive(move || (!kept.get()).then(|| t!(factor.done_first).to_owned()));
    let copy = Callback::new(move |()| {
        spawn_local(async move {
            if browser::copy(&all.get_value()).await {
                toasts.ok(t!(factor.codes_copied), String::new(), None);
            } else {
                toasts.failed(t!(apply.not_copied), String::new(), None);
            }
        });
    });
    let save = Callback::new(move |()| {
        let text = [head.get_value(), all.get_value()].join("\n\n");
        if let Some(file) = browser::text_file(&text) {
            browser::save_file(&file, t!(factor.codes_file));
        }
    });
    browser::focus_soon("factor-codes");
    html! {
        <section class="factor-part">
            <h2 class="section-title" id="factor-codes" tabindex="-1">{move || t!(factor.codes_title)}</h2>
            <p>{move || t!(factor.codes_text)}</p>
            <p class="said-text print-only">{head.get_value()}</p>
            <ol class="factor-codes mono">{codes.recovery_codes.into_iter().map(|code| html! { <li>{code}</li> }).collect::<Vec<_>>()}</ol>
            <div class="form-acts no-print">
                <Button label=move || t!(factor.codes_copy) on_press=copy/>
                <Button label=move || t!(factor.codes_save) icon="import" on_press=save/>
                <Button label=move || t!(factor.codes_print) on_press=Callback::new(|()| browser::print())/>
            </div>
            <label class="check no-print">
                <input type="checkbox" id="factor-kept" prop:checked=kept on:change=move |event| kept.set(event_target_checked(&event))/>
                <span>{move || t!(factor.codes_kept)}</span>
            </label>
            <div class="form-acts no-print">
                <Button kind=ButtonKind::Primary label=move || t!(factor.done) disabled_reason=why on_press=finish/>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::in_fours;

    #[test]
    fn a_key_is_read_four_letters_at_a_time() {
        assert_eq!(in_fours("JBSWY3DPEH"), "JBSW Y3DP EH");
    }
}
