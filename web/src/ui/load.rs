//! Reading something from the API, and what is shown until it is there.

use crate::api::{ApiError, Outcome};
use crate::reactive::{effect, when};
use crate::t;
use crate::ui::{Button, Icon, Skeleton};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;

/// How long nothing at all is shown (docs/pages.md, "Skeleton").
const PATIENCE_MS: i32 = 300;

/// Something that is read from the API, and read again when what it depends on changes.
pub struct Load<T: Send + Sync + 'static> {
    value: ArcRwSignal<Option<T>>,
    error: ArcRwSignal<Option<ApiError>>,
    busy: ArcRwSignal<bool>,
    again: ArcTrigger,
}

impl<T: Send + Sync + 'static> Clone for Load<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            error: self.error.clone(),
            busy: self.busy.clone(),
            again: self.again.clone(),
        }
    }
}

impl<T: Clone + Send + Sync + 'static> Load<T> {
    /// The latest value; it stays while it is read again.
    pub fn value(&self) -> Option<T> {
        self.value.get()
    }

    /// Puts a value in its place: what an act has just answered.
    pub fn put(&self, value: T) {
        self.value.set(Some(value));
    }

    /// Why the latest reading failed.
    pub fn error(&self) -> Option<ApiError> {
        self.error.get()
    }

    /// Reads it again.
    pub fn reload(&self) {
        self.again.notify();
    }
}

/// Reads with `fetch`, again whenever a signal that `fetch` asks changes. A late answer to an earlier
/// question is dropped.
pub fn load<T, F>(fetch: impl Fn() -> F + 'static) -> Load<T>
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Outcome<T>> + 'static,
{
    let load = Load {
        value: ArcRwSignal::new(None),
        error: ArcRwSignal::new(None),
        busy: ArcRwSignal::new(true),
        again: ArcTrigger::new(),
    };
    let value = load.value.clone();
    let read = move || -> Reading {
        let (answer, value) = (fetch(), value.clone());
        Box::pin(async move {
            let answer = answer.await?;
            let put: Box<dyn FnOnce()> = Box::new(move || value.set(Some(answer)));
            Ok(put)
        })
    };
    keep_reading(
        Box::new(read),
        load.again.clone(),
        load.busy.clone(),
        load.error.clone(),
    );
    load
}

/// An answer on its way, and how it is put where it is wanted.
type Reading = Pin<Box<dyn Future<Output = Result<Box<dyn FnOnce()>, ApiError>>>>;

/// Without the type of what is read, so that it is in the program once.
fn keep_reading(
    read: Box<dyn Fn() -> Reading>,
    again: ArcTrigger,
    busy: ArcRwSignal<bool>,
    error: ArcRwSignal<Option<ApiError>>,
) {
    let asked = ArcStoredValue::new(0_u32);
    effect(move || {
        again.track();
        let answer = read();
        let number = asked.get_value().wrapping_add(1);
        asked.set_value(number);
        busy.set(true);
        let (busy, error, asked) = (busy.clone(), error.clone(), asked.clone());
        spawn_local(async move {
            let outcome = answer.await;
            if asked.get_value() != number {
                return;
            }
            match outcome {
                Ok(put) => {
                    error.set(None);
                    put();
                }
                Err(failure) => error.set(Some(failure)),
            }
            busy.set(false);
        });
    });
}

/// Shows the content once it is there; before, a skeleton after 300 ms; on failure what failed and "Thử lại".
#[component]
pub fn Loaded<T, V>(
    /// What is read.
    load: Load<T>,
    /// How many rows the skeleton has.
    #[prop(default = 5)]
    rows: u32,
    /// The content, given the value as a signal; built once.
    view: V,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: Fn(Signal<T>) -> AnyView + Send + Sync + 'static,
{
    let there = {
        let load = load.clone();
        Memo::new(move |_| load.value.with(Option::is_some))
    };
    let failed = {
        let load = load.clone();
        Signal::derive(move || load.error.get())
    };
    let retry = {
        let load = load.clone();
        Callback::new(move |()| load.reload())
    };
    let busy = {
        let load = load.clone();
        Signal::derive(move || load.busy.get())
    };
    let value = load.value.clone();
    let content = move || {
        // `there` only turns true once; the last value stands in should it ever become false.
        let value = value.clone();
        there.get().then(|| value.get_untracked()).flatten().map(|first| {
            let shown = Signal::derive(move || value.get().unwrap_or_else(|| first.clone()));
            view(shown)
        })
    };
    around(there, failed, busy, retry, rows, Box::new(content))
}

/// What stands in the place of the content until it is there; without its type, so that it is in the program once.
fn around(
    there: Memo<bool>,
    failed: Signal<Option<ApiError>>,
    busy: Signal<bool>,
    retry: Callback<()>,
    rows: u32,
    content: Box<dyn Fn() -> Option<AnyView> + Send + Sync>,
) -> AnyView {
    view! {
        {when(move || failed.get().filter(|_| !there.get()).map(|error| view! { <Failed error retry busy/> }))}
        {when(move || (!there.get() && failed.with(Option::is_none)).then(|| view! { <Patient rows/> }))}
        {move || content()}
    }
    .into_any()
}

/// A skeleton, but not at once (docs/pages.md, "Skeleton").
#[component]
pub fn Patient(
    /// How many rows it has.
    rows: u32,
) -> impl IntoView {
    let waited = ArcRwSignal::new(false);
    let set = waited.clone();
    spawn_local(async move {
        crate::browser::pause(PATIENCE_MS).await;
        set.set(true);
    });
    move || waited.get().then(|| view! { <Skeleton rows/> })
}

/// A reading that failed, in the place of its content. What may pass is read again when the network is back.
#[component]
pub fn Failed(
    /// Why.
    error: ApiError,
    /// Reads again.
    retry: Callback<()>,
    /// Whether that is going on.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> impl IntoView {
    let passing = error.is_passing();
    if passing {
        let back = window_event_listener(leptos::ev::online, move |_| retry.run(()));
        on_cleanup(move || back.remove());
    }
    view! {
        <div class="failed" role="alert">
            <Icon name="triangle" size=26/>
            <p class="failed-title">{error.title()}</p>
            <p class="failed-detail">{match &error {
                ApiError::Problem(problem) => problem.detail.clone(),
                _ => t!(app.try_again_soon).to_owned(),
            }}</p>
            {passing.then(|| view! { <Button label=move || t!(app.try_again) on_press=retry busy/> })}
        </div>
    }
}
