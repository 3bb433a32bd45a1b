//! Reading of data from the API, and what is displayed until the answer arrives.

use crate::api::{ApiError, Outcome};
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::{effect, when};
use crate::t;
use crate::ui::{Button, Icon, Skeleton};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;

/// Time in which nothing is displayed (docs/pages.md, "Skeleton").
const PATIENCE_MS: i32 = 300;

/// Data that is read from the API, and read again when a signal it depends on changes.
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
    /// Returns the latest value; it stays while the next reading is pending.
    pub fn value(&self) -> Option<T> {
        self.value.get()
    }

    /// Replaces the value with the answer of an act.
    pub fn put(&self, value: T) {
        self.value.set(Some(value));
    }

    /// Returns the error of the latest reading.
    pub fn error(&self) -> Option<ApiError> {
        self.error.get()
    }

    /// Reads it again.
    pub fn reload(&self) {
        self.again.notify();
    }
}

/// Reads with `fetch`, again whenever a signal that `fetch` reads changes. A late answer to an earlier request is
/// dropped.
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

/// A pending request, whose result stores the answer in its signal.
type Reading = Pin<Box<dyn Future<Output = Result<Box<dyn FnOnce()>, ApiError>>>>;

/// Reads without the type of the data, so that the code is compiled once.
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

/// Shows the content once it is loaded; before, a skeleton after 300 ms; on failure the error and "Thử lại".
#[component]
pub fn Loaded<T, V>(
    /// The reading.
    load: Load<T>,
    /// Number of rows of the skeleton.
    #[prop(default = 5)]
    rows: u32,
    /// Content, which receives the value as a signal; built once.
    view: V,
) -> Markup
where
    T: Clone + Send + Sync + 'static,
    V: Fn(Signal<T>) -> Markup + Send + Sync + 'static,
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
        // `there` only changes to true, once; the last value is the fallback should it ever become false.
        let value = value.clone();
        there.get().then(|| value.get_untracked()).flatten().map(|first| {
            let shown = Signal::derive(move || value.get().unwrap_or_else(|| first.clone()));
            view(shown)
        })
    };
    around(there, failed, busy, retry, rows, Box::new(content))
}

/// Renders what is displayed until the content is loaded; without its type, so that the code is compiled once.
fn around(
    there: Memo<bool>,
    failed: Signal<Option<ApiError>>,
    busy: Signal<bool>,
    retry: Callback<()>,
    rows: u32,
    content: Box<dyn Fn() -> Option<Markup> + Send + Sync>,
) -> Markup {
    html! {
        {when(move || failed.get().filter(|_| !there.get()).map(|error| html! { <Failed error retry busy/> }))}
        {when(move || (!there.get() && failed.with(Option::is_none)).then(|| html! { <Patient rows/> }))}
        {move || content()}
    }
}

/// Renders a skeleton after a delay (docs/pages.md, "Skeleton").
#[component]
pub fn Patient(
    /// Number of rows.
    rows: u32,
) -> Markup {
    let waited = ArcRwSignal::new(false);
    let set = waited.clone();
    spawn_local(async move {
        crate::browser::pause(PATIENCE_MS).await;
        set.set(true);
    });
    IntoMarkup::into_markup(move || waited.get().then(|| html! { <Skeleton rows/> }))
}

/// Renders the failure of a reading, in place of its content. After a temporary error it reads again when the network
/// returns.
#[component]
pub fn Failed(
    /// The error.
    error: ApiError,
    /// Reads again.
    retry: Callback<()>,
    /// Whether that reading is pending.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> Markup {
    let passing = error.is_passing();
    let (title, detail) = (error.clone(), error);
    let detail = move || match &detail {
        ApiError::Problem(_) => detail.detail(),
        _ => t!(app.try_again_soon).to_owned(),
    };
    if passing {
        let back = window_event_listener(leptos::ev::online, move |_| retry.run(()));
        on_cleanup(move || back.remove());
    }
    html! {
        <div class="failed" role="alert">
            <Icon name="triangle" size=26/>
            <p class="failed-title">{move || title.title()}</p>
            <p class="failed-detail">{detail}</p>
            {passing.then(|| html! { <Button label=move || t!(app.try_again) on_press=retry busy/> })}
        </div>
    }
}
