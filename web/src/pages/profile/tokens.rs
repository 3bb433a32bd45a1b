//! One's own access tokens, for programs and for trying the API out.

use crate::api::Api;
use crate::browser;
use crate::form::{Failure, Form, Named, Other, Saving, TextAsk, Typed};
use crate::format;
use crate::lists::Lists;
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, ErrorSummary, Load, Loaded, Note, NoteKind, TextInput, Toasts, load};
use dto::Checked;
use dto::credential::{AccessTokenIn, AccessTokenMadeOut, AccessTokenOut, AccessTokensOut};
use dto::operations::accounts::{CreateAccessToken, ListAccessTokens};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// For how many days a token is proposed.
const DAYS: &str = "7";

/// The section.
#[component]
pub fn AccessTokens() -> impl IntoView {
    let session = Session::here();
    move || session.may(ListAccessTokens).then(|| view! { <Section/> })
}

#[component]
fn Section() -> impl IntoView {
    let (api, session) = (Api::here(), Session::here());
    let list = load(move || api.list_access_tokens());
    let adding = RwSignal::new(false);
    let made = RwSignal::new(None::<AccessTokenMadeOut>);
    let reload = {
        let list = list.clone();
        Callback::new(move |()| list.reload())
    };
    let close = Callback::new(move |()| adding.set(false));
    let done = Callback::new(move |token: AccessTokenMadeOut| {
        adding.set(false);
        made.set(Some(token));
        reload.run(());
        browser::focus_soon("token-made");
    });
    view! {
        <section class="own-section no-print">
            <div class="ledger-head"><h2>{move || t!(profile.tokens)}</h2></div>
            <p class="ledger-hint">{move || t!(profile.tokens_hint)}</p>
            {when(move || made.get().map(|made| view! { <Made made/> }))}
            <List list reload/>
            {move || if adding.get() {
                view! { <Add done close/> }.into_any()
            } else if session.may(CreateAccessToken) {
                view! { <p class="own-line"><Button id="token-add" label=move || t!(profile.token_add) icon="plus" on_press=Callback::new(move |()| adding.set(true))/></p> }.into_any()
            } else {
                ().into_any()
            }}
        </section>
    }
}

/// The text of a token, which is shown this once.
#[component]
fn Made(made: AccessTokenMadeOut) -> impl IntoView {
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
    view! {
        <Note kind=NoteKind::Warn>
            <strong id="token-made" tabindex="-1">{t!(profile.token_once)}</strong>
            " "
            <span class="mono" id="token-secret">{made.secret}</span>
            " "
            <Button small=true id="token-copy" label=move || t!(profile.token_copy) on_press=copy/>
        </Note>
    }
}

#[component]
fn List(list: Load<AccessTokensOut>, reload: Callback<()>) -> impl IntoView {
    let (api, toasts) = (Api::here(), Toasts::here());
    let saving = Saving::new();
    let end = Callback::new(move |token: AccessTokenOut| {
        let work = async move { api.end_access_token(token.id).await };
        saving.send(work, move |()| {
            toasts.ok(t!(profile.token_ended), String::new(), None);
            reload.run(());
        });
    });
    let content = move |shown: Signal<AccessTokensOut>| {
        let rows = move || {
            shown
                .get()
                .items
                .into_iter()
                .map(|token| row(token, end))
                .collect_view()
        };
        (move || {
            if shown.with(|shown| shown.items.is_empty()) {
                return view! { <p class="own-line quiet">{t!(profile.tokens_none)}</p> }.into_any();
            }
            view! {
                <table class="stays sessions" role="table" aria-label=move || t!(profile.tokens)>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{move || t!(profile.token_name)}</th>
                            <th role="columnheader" scope="col">{move || t!(profile.token_since)}</th>
                            <th role="columnheader" scope="col">{move || t!(profile.col_used)}</th>
                            <th role="columnheader" scope="col" class="less">{move || t!(profile.col_until)}</th>
                            <th role="columnheader" scope="col"><span class="hidden">{move || t!(profile.token_end)}</span></th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            }
            .into_any()
        })
        .into_any()
    };
    view! {
        <Failure saving/>
        <Loaded load=list rows=1 view=content/>
    }
}

fn row(token: AccessTokenOut, end: Callback<AccessTokenOut>) -> impl IntoView {
    let name = t!(profile.token_end_of, name = token.name);
    let shown = token.clone();
    view! {
        <tr role="row" class="stay-row">
            <th role="rowheader" scope="row" class="at-name">{shown.name}</th>
            <td role="cell" class="at-time">{format::instant(shown.created_at)}</td>
            <td role="cell" class="at-facility"><span class="word-narrow quiet">{move || t!(profile.col_used)} " "</span>{format::instant(shown.last_used_at)}</td>
            <td role="cell" class="less">{format::instant(shown.expires_at)}</td>
            <td role="cell" class="at-status">
                <Button small=true id=format!("end-token-{}", shown.id) label=move || t!(profile.token_end) name=name on_press=Callback::new(move |()| end.run(token.clone()))/>
            </td>
        </tr>
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
        // What is no number of days is none.
        days: typed.count("/days", u16::MAX).ok().flatten().unwrap_or_default(),
        password: typed.raw("/password").to_owned(),
        code: Some(typed.raw("/code").trim().to_owned()).filter(|code| !code.is_empty()),
    }
}

#[component]
fn Add(done: Callback<AccessTokenMadeOut>, close: Callback<()>) -> impl IntoView {
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
    view! {
        <form class="stack-form" novalidate on:submit=submit>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <TextAsk form at="/name" hint=move || t!(profile.token_name_hint)/>
            <TextAsk form at="/days" inputmode="numeric" mono=true/>
            <Other form at="/password">
                <TextInput value=form.text("/password") kind=Signal::stored("password") name="password" autocomplete="current-password"/>
            </Other>
            {takes_code.then(|| view! { <TextAsk form at="/code" hint=move || t!(factor.present_hint) autocomplete="one-time-code" mono=true/> })}
            <div class="form-acts">
                <Button label=move || t!(accounts.leave) on_press=close/>
                <Button kind=ButtonKind::Primary label=move || t!(profile.token_add) busy_label=move || t!(stay.saving) busy=form.saving.busy submit=true/>
            </div>
        </form>
    }
}
