//! The user's own access tokens, for programs and for trying the API out.

use super::token_list::LIST;
use crate::api::{Api, Call};
use crate::browser;
use crate::form::{Failure, Form, Named, Other, Saving, TextAsk, Typed};
use crate::listing::{Listing, rows};
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, ViewFn, html};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, ErrorSummary, Note, NoteKind, TextInput, Toasts};
use dto::Checked;
use dto::credential::{AccessTokenIn, AccessTokenMadeOut};
use dto::operations::accounts::{CreateAccessToken, ListAccessTokens};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Default validity of a token in days.
const DAYS: &str = "7";

/// Ends a token of the list.
#[derive(Clone, Copy)]
pub struct EndToken(pub Callback<Uuid>);

/// Renders the section.
#[component]
pub fn AccessTokens() -> Markup {
    let session = Session::here();
    IntoMarkup::into_markup(move || session.may(ListAccessTokens).then(|| html! { <Section/> }))
}

#[component]
fn Section() -> Markup {
    let (api, toasts, session) = (Api::here(), Toasts::here(), Session::here());
    let listing = Listing::whole(&LIST, |wanted| {
        Some(Call::of(ListAccessTokens::at()).query(&wanted.query()).ask)
    });
    let saving = Saving::new();
    provide_context(EndToken(Callback::new(move |id| {
        saving.send(async move { api.end_access_token(id).await }, move |()| {
            toasts.ok(t!(profile.token_ended), String::new(), None);
            listing.reload();
        });
    })));
    let adding = RwSignal::new(false);
    let made = RwSignal::new(None::<AccessTokenMadeOut>);
    let close = Callback::new(move |()| adding.set(false));
    let done = Callback::new(move |token: AccessTokenMadeOut| {
        adding.set(false);
        made.set(Some(token));
        listing.reload();
        browser::focus_soon("token-made");
    });
    html! {
        <section class="own-section no-print">
            <div class="ledger-head"><h2>{move || t!(profile.tokens)}</h2></div>
            <p class="ledger-hint">{move || t!(profile.tokens_hint)}</p>
            {when(move || made.get().map(|made| html! { <Made made/> }))}
            <Failure saving/>
            {rows(listing, ViewFn::default())}
            {move || if adding.get() {
                html! { <Add done close/> }
            } else if session.may(CreateAccessToken) {
                html! { <p class="own-line"><Button id="token-add" label=move || t!(profile.token_add) icon="plus" on_press=Callback::new(move |()| adding.set(true))/></p> }
            } else {
                Markup::nothing()
            }}
        </section>
    }
}

/// Renders the text of a token, which is displayed only once.
#[component]
fn Made(made: AccessTokenMadeOut) -> Markup {
    let toasts = Toasts::here();
    let kept = StoredValue::new(made.secret.clone());
    let copy = Callback::new(move |()| {
        spawn_local(async move {
            if browser::copy(&kept.get_value()).await {
                toasts.ok(t!(profile.token_copied), String::new(), None);
            } else {
                toasts.failed(t!(issued.not_copied), String::new(), None);
            }
        });
    });
    html! {
        <Note kind=NoteKind::Warn>
            <strong id="token-made" tabindex="-1">{t!(profile.token_once)}</strong>
            " "
            <span class="mono" id="token-secret">{made.secret}</span>
            " "
            <Button small=true id="token-copy" label=move || t!(profile.token_copy) on_press=copy/>
        </Note>
    }
}

const FIELDS: &[Named] = &[
    ("/name", || t!(profile.token_name)),
    ("/days", || t!(profile.token_days)),
    ("/password", || t!(factor.password)),
    ("/code", || t!(factor.present_code)),
];

fn request(typed: &Typed) -> AccessTokenIn {
    AccessTokenIn {
        name: typed.raw("/name").trim().to_owned(),
        // An invalid number of days is sent as 0.
        days: typed.count("/days", u16::MAX).ok().flatten().unwrap_or_default(),
        password: typed.raw("/password").to_owned(),
        code: Some(typed.raw("/code").trim().to_owned()).filter(|code| !code.is_empty()),
    }
}

#[component]
fn Add(done: Callback<AccessTokenMadeOut>, close: Callback<()>) -> Markup {
    let (api, lists, session) = (Api::here(), Lists::here(), Session::here());
    let check = move |typed: &Typed| lists.judged(|context| request(typed).check(context).err().unwrap_or_default());
    let form = Form::new(FIELDS, &Typed::default().with("/days", DAYS), check);
    request_animation_frame(|| crate::ui::focus_field("name"));
    let takes_code = session
        .account_now()
        .is_some_and(|account| account.second_factor.enabled_at.is_some());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let request = request(&form.typed_now());
        let work = async move { api.create_access_token(&request).await };
        form.send(work, move |made| done.run(made));
    };
    html! {
        <form class="stack-form" novalidate on:submit=submit>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <TextAsk form at="/name" hint=move || t!(profile.token_name_hint)/>
            <TextAsk form at="/days" inputmode="numeric" mono=true/>
            <Other form at="/password">
                <TextInput value=form.text("/password") kind=Signal::stored("password") name="password" autocomplete="current-password"/>
            </Other>
            {takes_code.then(|| html! { <TextAsk form at="/code" hint=move || t!(factor.present_hint) autocomplete="one-time-code" mono=true/> })}
            <div class="form-acts">
                <Button label=move || t!(accounts.leave) on_press=close/>
                <Button kind=ButtonKind::Primary label=move || t!(profile.token_add) busy_label=move || t!(stay.saving) busy=form.saving.busy submit=true/>
            </div>
        </form>
    }
}
