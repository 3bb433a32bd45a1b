//! Setup of the second factor: password, picture and code, recovery codes.

use crate::api::Api;
use crate::browser;
use crate::form::{Field, Part, Sheet, Typed};
use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Toasts};
use dto::credential::{RecoveryCodesOut, SecondFactorConfirmIn, SecondFactorEnrolIn, SecondFactorEnrolOut};
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

/// The password of the account, before an act on how it signs in.
pub const PASSWORD: Field = Field::secret("/password", || t!(factor.password));

/// The code of the present second factor, or a recovery code.
pub const PRESENT_CODE: Field = Field::line("/code", || t!(factor.present_code))
    .mono()
    .autocomplete("one-time-code")
    .hint(|| t!(factor.present_hint));

const FIRST: &[Part] = &[Part {
    fields: &[PASSWORD.hint(|| t!(factor.password_hint))],
    ..Part::PLAIN
}];

const AGAIN: &[Part] = &[Part {
    fields: &[PASSWORD.hint(|| t!(factor.password_hint)), PRESENT_CODE],
    ..Part::PLAIN
}];

#[component]
fn AskPassword(replaces: bool, next: Callback<SecondFactorEnrolOut>) -> Markup {
    let api = Api::here();
    let parts = if replaces { AGAIN } else { FIRST };
    Sheet::new(
        parts,
        || t!(factor.start),
        Typed::default(),
        move |typed, _| {
            let code: &[&str] = if replaces {
                &["/password", "/code"]
            } else {
                &["/password"]
            };
            typed.missing(code)
        },
    )
    .busy(|| t!(factor.starting))
    .sends(
        move |form| {
            let typed = form.typed_now();
            let request = SecondFactorEnrolIn {
                password: typed.raw("/password").to_owned(),
                code: replaces.then(|| typed.raw("/code").trim().to_owned()),
            };
            async move { api.enrol_second_factor(&request).await }
        },
        move |secret| next.run(secret),
    )
    .inline("stack-form", None, ())
}

const CODE: &[Part] = &[Part {
    fields: &[Field::line("/code", || t!(factor.code))
        .mono()
        .inputmode("numeric")
        .autocomplete("one-time-code")
        .hint(|| t!(factor.code_hint))],
    ..Part::PLAIN
}];

#[component]
fn Scan(secret: SecondFactorEnrolOut, next: Callback<RecoveryCodesOut>) -> Markup {
    let api = Api::here();
    let form = Sheet::new(
        CODE,
        || t!(factor.confirm),
        Typed::default(),
        |typed, _| typed.missing(&["/code"]),
    )
    .busy(|| t!(factor.confirming))
    .sends(
        move |form| {
            let code = form.typed_now().raw("/code").trim().to_owned();
            async move { api.confirm_second_factor(&SecondFactorConfirmIn { code }).await }
        },
        move |codes| next.run(codes),
    )
    .inline(
        "stack-form factor-part",
        None,
        html! { <h2 class="section-title">{move || t!(factor.confirm_title)}</h2> },
    );
    browser::focus_soon("factor-scan");
    html! {
        <section class="factor-part">
            <h2 class="section-title" id="factor-scan" tabindex="-1">{move || t!(factor.scan_title)}</h2>
            <p>{move || t!(factor.scan_text)}</p>
            <div class="factor-qr" role="img" aria-label=move || t!(factor.qr_label) inner_html=secret.qr_svg></div>
            <p>{move || t!(factor.secret_text)} " " <span class="mono factor-secret">{in_fours(&secret.secret)}</span></p>
        </section>
        {form}
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
