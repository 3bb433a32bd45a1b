//! The user's own second factor: its state, setup, replacement and removal.

use crate::api::Api;
use crate::form::second_factor::{PASSWORD, PRESENT_CODE, SetUpSecondFactor, Unsaved};
use crate::form::{Act, Part, Typed};
use crate::format;
use crate::markup::{IntoMarkup, Markup, html, with_context};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Icon, Note, NoteKind, Toasts};
use dto::account::SecondFactorState;
use dto::credential::SecondFactorRemoveIn;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Number of recovery codes below which a warning is displayed.
const FEW_CODES: u16 = 3;

/// Current act.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    Nothing,
    SettingUp { replaces: bool },
    GivingUp,
}

/// Renders the section.
#[component]
pub fn SecondFactor() -> Markup {
    let (session, toasts) = (Session::here(), Toasts::here());
    let doing = RwSignal::new(Doing::Nothing);
    let state = Memo::new(move |_| session.account().get().map(|account| account.second_factor));
    let set_up = Callback::new(move |()| {
        doing.set(Doing::Nothing);
        toasts.ok(t!(profile.factor_on), String::new(), None);
    });
    let stop = Callback::new(move |()| doing.set(Doing::Nothing));
    // Set up from here, nothing else closes: the codes are displayed in this same place.
    let unsaved = Unsaved(RwSignal::new(false));
    html! {
        <section class="own-section">
            <div class="ledger-head no-print"><h2>{move || t!(profile.factor)}</h2></div>
            {move || match doing.get() {
                Doing::Nothing => state.get().map(|state| standing(&state, doing)).into_markup(),
                Doing::SettingUp { replaces } => html! {
                    {with_context(unsaved, Box::new(move || html! { <SetUpSecondFactor done=set_up replaces/> }))}
                    {when(move || (!unsaved.0.get()).then(|| html! { <p class="own-line no-print"><Button kind=ButtonKind::Quiet label=move || t!(accounts.leave) on_press=stop/></p> }))}
                },
                Doing::GivingUp => html! { <GiveUp stop/> },
            }}
        </section>
    }
}

fn standing(state: &SecondFactorState, doing: RwSignal<Doing>) -> Markup {
    let go = move |to: Doing| Callback::new(move |()| doing.set(to));
    let codes = state.recovery_codes_left;
    match state.enabled_at {
        None => html! {
            <p class="own-line">{t!(profile.factor_off_text)}</p>
            <p class="own-line"><Button id="factor-start" label=move || t!(profile.factor_set_up) icon="shield" on_press=go(Doing::SettingUp { replaces: false })/></p>
        },
        Some(since) => html! {
            <p class="own-line">
                <span class="tag tag-ok"><Icon name="check-circle"/><span>{t!(profile.factor_since, at = format::instant(since))}</span></span>
                <span>{t!(profile.codes_left, count = codes)}</span>
            </p>
            {(codes < FEW_CODES).then(|| html! { <Note kind=NoteKind::Warn>{t!(profile.codes_few)}</Note> })}
            <p class="own-line">
                <Button id="factor-start" label=move || t!(profile.factor_replace) on_press=go(Doing::SettingUp { replaces: true })/>
                {(!state.required).then(|| html! { <Button kind=ButtonKind::Danger label=move || t!(profile.factor_remove) on_press=go(Doing::GivingUp)/> })}
            </p>
            {state.required.then(|| html! { <p class="ledger-hint">{t!(profile.factor_required)}</p> })}
        },
    }
}

const REMOVE: Act = Act {
    title: || t!(profile.factor_remove),
    text: || t!(profile.factor_remove_text),
    parts: &[Part {
        fields: &[PASSWORD, PRESENT_CODE],
        ..Part::PLAIN
    }],
    label: || t!(profile.factor_remove),
    done: || t!(profile.factor_removed),
    is_danger: true,
};

#[component]
fn GiveUp(stop: Callback<()>) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    REMOVE
        .sheet(Typed::default(), |typed, _| typed.missing(&["/password", "/code"]))
        .sends(
            move |form| {
                let typed = form.typed_now();
                let request = SecondFactorRemoveIn {
                    password: typed.raw("/password").to_owned(),
                    code: typed.raw("/code").trim().to_owned(),
                };
                async move { api.remove_second_factor(&request).await }
            },
            move |()| {
                REMOVE.tell(toasts, String::new(), None);
                spawn_local(async move {
                    let _ = api.get_current_account().await;
                });
                stop.run(());
            },
        )
        .focused()
        .inline("stack-form", Some(stop), ())
}
