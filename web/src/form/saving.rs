//! What is the matter with something that was to be sent.

use crate::api::ApiError;
use crate::i18n::lang;
use crate::reactive::when;
use crate::t;
use crate::ui::{Note, NoteKind};
use dto::Lang;
use dto::problem::{ErrorCode, FieldError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::text_prop::TextProp;
use std::pin::Pin;

/// Something on its way to the server, and what is done once it is received.
pub(super) type Work = Pin<Box<dyn Future<Output = Result<Box<dyn FnOnce()>, ApiError>>>>;

/// What is done about a failure.
pub(super) type Failed = Box<dyn FnOnce(&ApiError)>;

/// Sending, and what to do with the answer.
pub(super) fn work<T: 'static>(
    sending: impl Future<Output = Result<T, ApiError>> + 'static,
    done: impl FnOnce(T) + 'static,
) -> Work {
    Box::pin(async move {
        let answer = sending.await?;
        let done: Box<dyn FnOnce()> = Box::new(move || done(answer));
        Ok(done)
    })
}

/// An attempt to send.
#[derive(Clone, Copy)]
pub struct Saving {
    /// Whether it is on its way.
    pub busy: RwSignal<bool>,
    /// What is wrong, by pointer.
    pub errors: RwSignal<Vec<FieldError>>,
    /// What failed as a whole.
    pub failure: RwSignal<Option<ApiError>>,
    /// Rises with each attempt.
    pub asked: RwSignal<u32>,
}

impl Saving {
    /// Nothing was tried.
    pub fn new() -> Self {
        let saving = Self {
            busy: RwSignal::new(false),
            errors: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            asked: RwSignal::new(0),
        };
        // What is wrong follows the language.
        crate::reactive::effect_after(move |before: Option<Lang>| {
            let now = lang();
            if before.is_some_and(|before| before != now) {
                saving.errors.update(|errors| {
                    *errors = std::mem::take(errors)
                        .into_iter()
                        .map(|error| error.localized(now))
                        .collect();
                });
            }
            now
        });
        saving
    }

    /// Notes what is wrong; focus goes to the summary.
    pub fn refuse(self, errors: Vec<FieldError>) {
        self.errors.set(errors);
        self.asked.update(|asked| *asked = asked.wrapping_add(1));
    }

    /// What is wrong at a pointer.
    pub fn error(self, pointer: impl Into<String>) -> Signal<Option<String>> {
        let pointer = pointer.into();
        Signal::derive(move || {
            self.errors.with(|errors| {
                errors
                    .iter()
                    .find(|error| error.pointer == pointer)
                    .map(|error| error.message.clone())
            })
        })
    }

    /// Sends, unless that is going on. On success `done` gets the answer; else what was typed stays, with what is wrong
    /// or what failed.
    pub fn send<T: 'static>(
        self,
        work: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.send_or(work, done, |_| {});
    }

    /// The same; `failed` is told of what failed as a whole.
    pub fn send_or<T: 'static>(
        self,
        sending: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
        failed: impl FnOnce(&ApiError) + 'static,
    ) {
        self.carry_out(work(sending, done), Box::new(failed));
    }

    /// The same with the types of answer and acts taken away, so that it is in the program once.
    pub(super) fn carry_out(self, work: Work, failed: Failed) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.errors.set(Vec::new());
        self.failure.set(None);
        spawn_local(async move {
            let outcome = work.await;
            self.busy.try_set(false);
            match outcome {
                Ok(done) => done(),
                Err(ApiError::Problem(problem)) if !problem.errors.is_empty() => {
                    if !self.errors.is_disposed() {
                        self.refuse(problem.errors);
                    }
                }
                Err(error) => {
                    failed(&error);
                    self.failure.try_set(Some(error));
                }
            }
        });
    }
}

/// What failed as a whole, above the fields.
#[component]
pub fn Failure(
    /// The attempt.
    saving: Saving,
    /// What to say when somebody else was first.
    #[prop(optional, into)]
    conflict: Option<TextProp>,
) -> impl IntoView {
    let text = move |error: &ApiError| match (error.code(), &conflict) {
        (Some(ErrorCode::VersionConflict), Some(conflict)) => conflict.get().to_string(),
        _ => error.detail(),
    };
    view! {
        <div role="alert">
            {when(move || saving.failure.get().map(|error| {
                let again = error.is_passing().then(|| t!(app.try_again_soon));
                let detail = text(&error);
                view! {
                    <Note kind=NoteKind::Bad>
                        <strong>{error.title()}</strong>
                        " "
                        {again.map_or(detail, str::to_owned)}
                    </Note>
                }
            }))}
        </div>
    }
}
