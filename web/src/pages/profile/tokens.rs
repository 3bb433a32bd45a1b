//! The user's own access tokens, for programs and for trying the API out.

use super::token_list::LIST;
use crate::api::{Api, Call};
use crate::browser;
use crate::form::second_factor::{PASSWORD, PRESENT_CODE};
use crate::form::{Failure, Field, Part, Saving, Sheet, Typed};
use crate::listing::{Listing, rows};
use crate::markup::{IntoMarkup, Markup, ViewFn, html};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, Note, NoteKind, Toasts};
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

const PARTS: &[Part] = &[Part {
    fields: &[
        Field::line("/name", || t!(profile.token_name)).hint(|| t!(profile.token_name_hint)),
        Field::line("/days", || t!(profile.token_days))
            .mono()
            .inputmode("numeric"),
        PASSWORD,
        PRESENT_CODE.when(|_, _| {
            let account = Session::here().account().get();
            account.is_some_and(|account| account.second_factor.enabled_at.is_some())
        }),
    ],
    ..Part::PLAIN
}];

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
    let api = Api::here();
    let first = Typed::default().with("/days", DAYS);
    Sheet::new(
        PARTS,
        || t!(profile.token_add),
        first,
        |typed, context| request(typed).check(context).err().unwrap_or_default(),
    )
    .busy(|| t!(stay.saving))
    .sends(
        move |form| {
            let request = request(&form.typed_now());
            async move { api.create_access_token(&request).await }
        },
        move |made| done.run(made),
    )
    .focused()
    .inline("stack-form", Some(close), ())
}
