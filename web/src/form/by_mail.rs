//! The page that a confirmation link in a mail opens.

use crate::api::ApiError;
use crate::browser;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, Note, NoteKind, PageTitle};
use dto::filing::MailTokenIn;
use dto::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

/// Texts of such a page.
#[derive(Clone, Copy)]
pub struct Words {
    /// Heading.
    pub title: fn() -> &'static str,
    /// Explanation of the button.
    pub text: fn() -> &'static str,
    /// Label of the button.
    pub act: fn() -> &'static str,
    /// Message after success.
    pub done: fn() -> &'static str,
    /// Text about what follows.
    pub done_text: fn() -> &'static str,
}

/// A pending call.
pub type Work = Pin<Box<dyn Future<Output = Result<(), ApiError>>>>;

/// Renders a page that a link in a mail opens. Opening it has no effect yet: mail programs open links to check them.
#[component]
pub fn ByMail(
    /// Texts of the page.
    words: Words,
    /// Call that the page makes with the token.
    act: StoredValue<Box<dyn Fn(MailTokenIn) -> Work>, LocalStorage>,
) -> Markup {
    let token = StoredValue::new(browser::take_fragment());
    let (busy, done) = (RwSignal::new(false), RwSignal::new(false));
    let (failed, before) = (RwSignal::new(None::<ApiError>), RwSignal::new(None::<String>));
    let press = Callback::new(move |()| {
        let Some(token) = token.get_value() else { return };
        busy.set(true);
        failed.set(None);
        let work = act.with_value(|act| act(MailTokenIn { token }));
        spawn_local(async move {
            let outcome = work.await;
            busy.try_set(false);
            match outcome {
                Ok(()) => drop(done.try_set(true)),
                // A second press from the mail: it is already confirmed, and the page says since when.
                Err(error) if error.code() == Some(ErrorCode::AlreadyConfirmed) => {
                    before.try_set(Some(error.detail()));
                    done.try_set(true);
                }
                Err(error) => drop(failed.try_set(Some(error))),
            }
        });
    });
    html! {
        <div class="public-form">
            {move || if done.get() {
                html! {
                    <PageTitle text=move || (words.done)()/>
                    <Note kind=NoteKind::Ok>
                        {when(move || before.get().map(|text| html! { <strong>{text}</strong> " " }))}
                        {move || (words.done_text)()}
                    </Note>
                    <div class="set-up-acts"><ButtonLink href="/lookup" label=move || t!(public.lookup)/></div>
                }
            } else if token.with_value(Option::is_none) {
                html! {
                    <PageTitle text=move || (words.title)()/>
                    <Note kind=NoteKind::Bad>{move || t!(apply.confirm_no_token)}</Note>
                }
            } else {
                html! {
                    <PageTitle text=move || (words.title)()/>
                    <p class="lead">{move || (words.text)()}</p>
                    <div role="alert">
                        {when(move || failed.get().map(|error| {
                            // A truncated link is not a form whose fields can be corrected.
                            let text = match error.code() {
                                Some(ErrorCode::ValidationFailed) => t!(apply.confirm_no_token).to_owned(),
                                _ => error.detail(),
                            };
                            html! { <Note kind=NoteKind::Bad><strong>{t!(apply.confirm_failed)}</strong>" "{text}</Note> }
                        }))}
                    </div>
                    <div class="set-up-acts">
                        <Button kind=ButtonKind::Primary label=move || (words.act)() busy_label=move || t!(apply.sending) busy=busy on_press=press/>
                    </div>
                }
            }}
        </div>
    }
}
