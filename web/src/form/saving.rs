//! State of a request that is to be sent: pending, errors, failure.

use crate::api::ApiError;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Note, NoteKind};
use dto::problem::{ErrorCode, FieldError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::text_prop::TextProp;
use std::pin::Pin;

/// A pending request, and the act on its answer.
pub(super) type Work = Pin<Box<dyn Future<Output = Result<Box<dyn FnOnce()>, ApiError>>>>;

/// Handler of a failure.
pub(super) type Failed = Box<dyn FnOnce(&ApiError)>;

/// Combines the request and the act on its answer.
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
    /// Whether it is pending.
    pub busy: RwSignal<bool>,
    /// Errors, by pointer.
    pub errors: RwSignal<Vec<FieldError>>,
    /// Failure of the whole request.
    pub failure: RwSignal<Option<ApiError>>,
    /// Increases with each attempt.
    pub asked: RwSignal<u32>,
}

impl Saving {
    /// Creates the state before any attempt.
    pub fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            errors: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            asked: RwSignal::new(0),
        }
    }

    /// Records errors; focus moves to the summary.
    pub fn refuse(self, errors: Vec<FieldError>) {
        self.errors.set(errors);
        self.asked.update(|asked| *asked = asked.wrapping_add(1));
    }

    /// Sends, unless a request is pending. On success `done` receives the answer; else the typed values stay, with the
    /// errors or the failure.
    pub fn send<T: 'static>(
        self,
        work: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.send_or(work, done, |_| {});
    }

    /// Sends the same; `failed` receives a failure of the whole request.
    pub fn send_or<T: 'static>(
        self,
        sending: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
        failed: impl FnOnce(&ApiError) + 'static,
    ) {
        self.carry_out(work(sending, done), Box::new(failed));
    }

    /// Sends with the types of answer and acts erased, so that the code is compiled once.
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

/// Renders a failure of the whole request, above the fields.
#[component]
pub fn Failure(
    /// The attempt.
    saving: Saving,
    /// Text for the case that somebody else has changed the thing first.
    #[prop(optional, into)]
    conflict: Option<TextProp>,
) -> Markup {
    let text = move |error: &ApiError| match (error.code(), &conflict) {
        (Some(ErrorCode::VersionConflict), Some(conflict)) => conflict.get().to_string(),
        _ => error.detail(),
    };
    html! {
        <div role="alert">
            {when(move || saving.failure.get().map(|error| {
                let again = error.is_passing().then(|| t!(app.try_again_soon));
                let (title, detail) = (error.title(), text(&error));
                html! {
                    <Note kind=NoteKind::Bad>
                        <strong>{title}</strong>
                        " "
                        {again.map_or(detail, str::to_owned)}
                    </Note>
                }
            }))}
        </div>
    }
}
