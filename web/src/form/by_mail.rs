//! The page behind a link in a mail that confirms something.

use crate::api::ApiError;
use crate::browser;
use crate::reactive::when;
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, Note, NoteKind, PageTitle};
use dto::filing::MailTokenIn;
use dto::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

/// What such a page says.
#[derive(Clone, Copy)]
pub struct Words {
    /// The heading.
    pub title: fn() -> &'static str,
    /// What the button does.
    pub text: fn() -> &'static str,
    /// The button.
    pub act: fn() -> &'static str,
    /// Done.
    pub done: fn() -> &'static str,
    /// And what follows.
    pub done_text: fn() -> &'static str,
}

/// A call under way.
pub type Work = Pin<Box<dyn Future<Output = Result<(), ApiError>>>>;

/// A page behind a link in a mail. Opening it does nothing yet: mail programs open links to look at them.
#[component]
pub fn ByMail(
    /// What it says.
    words: Words,
    /// What it does with the token.
    act: StoredValue<Box<dyn Fn(MailTokenIn) -> Work>, LocalStorage>,
) -> impl IntoView {
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
                // Pressed once more, from the mail: it is done, and this says since when.
                Err(error) if error.code() == Some(ErrorCode::AlreadyConfirmed) => {
                    before.try_set(Some(error.detail()));
                    done.try_set(true);
                }
                Err(error) => drop(failed.try_set(Some(error))),
            }
        });
    });
    view! {
        <div class="public-form">
            {move || if done.get() {
                view! {
                    <PageTitle text=move || (words.done)()/>
                    <Note kind=NoteKind::Ok>
                        {when(move || before.get().map(|text| view! { <strong>{text}</strong> " " }))}
                        {move || (words.done_text)()}
                    </Note>
                    <div class="set-up-acts"><ButtonLink href="/lookup" label=move || t!(public.lookup)/></div>
                }.into_any()
            } else if token.with_value(Option::is_none) {
                view! {
                    <PageTitle text=move || (words.title)()/>
                    <Note kind=NoteKind::Bad>{move || t!(apply.confirm_no_token)}</Note>
                }.into_any()
            } else {
                view! {
                    <PageTitle text=move || (words.title)()/>
                    <p class="lead">{move || (words.text)()}</p>
                    <div role="alert">
                        {when(move || failed.get().map(|error| {
                            // A link that was cut off is no form with fields to be mended.
                            let text = match error.code() {
                                Some(ErrorCode::ValidationFailed) => t!(apply.confirm_no_token).to_owned(),
                                _ => error.detail(),
                            };
                            view! { <Note kind=NoteKind::Bad><strong>{t!(apply.confirm_failed)}</strong>" "{text}</Note> }
                        }))}
                    </div>
                    <div class="set-up-acts">
                        <Button kind=ButtonKind::Primary label=move || (words.act)() busy_label=move || t!(apply.sending) busy=busy on_press=press/>
                    </div>
                }.into_any()
            }}
        </div>
    }
}
