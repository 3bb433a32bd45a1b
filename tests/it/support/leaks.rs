//! Personal data must not leave through log, audit log, problem bodies, headers or addresses.
//!
//! A subscriber for the whole process takes in every event and span of every library at the finest level and looks for
//! the values that the tests' guests have. What is found fails every test that ends afterwards.

use super::province;
use std::collections::HashSet;
use std::fmt::{self, Write};
use std::sync::{Arc, LazyLock, Mutex, Once, PoisonError};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// Looks for what must not be there.
#[derive(Clone, Default)]
pub struct Watch(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    values: Vec<String>,
    tokens: HashSet<String>,
    found: Vec<String>,
    /// Who said something at which level, so that a test can tell that the watch listens at all.
    heard: HashSet<(String, tracing::Level)>,
}

/// A refresh token is 256 bits in base64url.
const REFRESH_TOKEN: usize = 43;

impl Watch {
    /// For these values; also without accents.
    pub fn for_values<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let watch = Self::default();
        for value in values {
            watch.add(value);
        }
        watch
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more value.
    pub fn add(&self, value: &str) {
        assert!(value.len() >= 6, "{value:?} is found everywhere");
        let mut state = self.state();
        for value in [value.to_owned(), rules::name::fold(value)] {
            if !state.values.contains(&value) {
                state.values.push(value);
            }
        }
    }

    /// One more refresh token.
    pub fn add_token(&self, token: &str) {
        assert_eq!(token.len(), REFRESH_TOKEN, "the form of refresh tokens has changed");
        self.state().tokens.insert(token.to_owned());
    }

    /// What of it stands in `text`.
    pub fn find(&self, text: &str) -> Option<String> {
        let state = self.state();
        if let Some(value) = state.values.iter().find(|value| text.contains(value.as_str())) {
            return Some(format!("the value {value:?}"));
        }
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
        let is_token = |word: &str| {
            word.starts_with("eyJ") && word.len() > 20 || word.len() == REFRESH_TOKEN && state.tokens.contains(word)
        };
        words
            .find(|word| is_token(word))
            .map(|word| format!("the token {word}"))
    }

    fn look(&self, metadata: &Metadata<'_>, text: &str) {
        self.state()
            .heard
            .insert((metadata.target().to_owned(), *metadata.level()));
        // The tests' own HTTP client runs in the same process and may say what it likes.
        if ["hyper", "reqwest"]
            .iter()
            .any(|client| metadata.target().starts_with(client))
        {
            return;
        }
        if let Some(found) = self.find(text) {
            self.state()
                .found
                .push(format!("{found} in {} {}:{text}", metadata.level(), metadata.target()));
        }
    }

    /// Everything that was found.
    pub fn found(&self) -> Vec<String> {
        self.state().found.clone()
    }
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }

    // Debug would escape what is not ASCII in some types; a text is looked at as it is.
    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.0, " {}={value}", field.name());
    }
}

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for Watch {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let mut text = Text(attributes.metadata().name().to_owned());
        attributes.record(&mut text);
        self.look(attributes.metadata(), &text.0);
    }

    fn on_record(&self, span: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let mut text = Text(String::new());
        values.record(&mut text);
        if let Some(metadata) = context.metadata(span) {
            self.look(metadata, &text.0);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        self.look(event.metadata(), &text.0);
        PASSWORD_CHECKS.note(event, &context);
    }
}

static WATCH: LazyLock<Watch> = LazyLock::new(|| Watch::for_values(province::personal_values()));

/// Starts to listen, once in the process.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // The same call that `telemetry::init` ends in; it also takes in what libraries say through `log`.
        let subscriber = tracing_subscriber::registry().with(Traces).with(WATCH.clone());
        tracing_subscriber::util::SubscriberInitExt::try_init(subscriber).expect("the only subscriber");
    });
}

/// Whether something was heard from `target` at `level`.
pub fn has_heard(target: &str, level: tracing::Level) -> bool {
    let state = WATCH.state();
    state
        .heard
        .iter()
        .any(|(heard, at)| heard.starts_with(target) && *at == level)
}

/// One more value that must not leak.
pub fn watch(value: &str) {
    WATCH.add(value);
}

/// One more refresh token that must not leak.
pub fn watch_token(token: &str) {
    WATCH.add_token(token);
}

/// Fails when the log of the process holds a personal value.
pub fn expect_none_in_the_log() {
    let found = WATCH.found();
    assert!(found.is_empty(), "the log leaks, at first {}", found[0]);
}

/// Fails when one of `rows` holds a personal value.
pub fn expect_none_in_rows(table: &str, rows: &[String]) {
    for row in rows {
        if let Some(found) = WATCH.find(row) {
            panic!("{table} holds {found}: {row}");
        }
    }
}

/// Fails when `text`, a part of an answer or request, holds a personal value.
pub fn expect_none_in(what: &str, text: &str) {
    if let Some(found) = WATCH.find(text) {
        panic!("{what} holds {found}: {text}");
    }
}

/// Keeps the trace id of each request's span, so that events can be told apart by request.
struct Traces;

struct TraceId(String);

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for Traces {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        struct Find(Option<String>);
        impl Visit for Find {
            fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
                if field.name() == "trace_id" {
                    self.0 = Some(format!("{value:?}").trim_matches('"').to_owned());
                }
            }
        }
        let mut find = Find(None);
        attributes.record(&mut find);
        if let (Some(trace_id), Some(span)) = (find.0, context.span(id)) {
            span.extensions_mut().insert(TraceId(trace_id));
        }
    }
}

/// In which requests a password was checked, by trace id.
pub struct PasswordChecks(Mutex<Vec<String>>);

pub static PASSWORD_CHECKS: PasswordChecks = PasswordChecks(Mutex::new(Vec::new()));

impl PasswordChecks {
    fn note<S: Subscriber + for<'span> LookupSpan<'span>>(&self, event: &Event<'_>, context: &Context<'_, S>) {
        if event.metadata().target() != "api::crypto::password" {
            return;
        }
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(TraceId(id)) = span.extensions().get::<TraceId>() {
                self.0.lock().unwrap_or_else(PoisonError::into_inner).push(id.clone());
            }
        }
    }

    /// How often the request `trace_id` checked a password.
    pub fn of(&self, trace_id: &str) -> usize {
        let checks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        checks.iter().filter(|id| *id == trace_id).count()
    }
}
