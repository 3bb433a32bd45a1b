//! Personal data must not leave through log, audit log, problem bodies, headers or addresses.
//!
//! A subscriber for the whole process takes in every event and span of every library at the finest level and looks for
//! the values that the tests' guests have. What is found fails every test that ends afterwards.

use super::province;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::{HashMap, HashSet};
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
    /// All values at once: every event of every library is searched, and one search for each value took nearly half of
    /// the time of all tests.
    search: Option<Arc<AhoCorasick>>,
    tokens: HashSet<String>,
    found: Vec<String>,
    /// Who said something at which level, so that a test can tell that the watch listens at all.
    heard: HashMap<String, HashSet<tracing::Level>>,
}

impl State {
    fn add(&mut self, value: &str) {
        assert!(value.len() >= 6, "{value:?} is found everywhere");
        for value in [value.to_owned(), rules::name::fold(value)] {
            if !self.values.contains(&value) {
                self.values.push(value);
                self.search = None;
            }
        }
    }

    fn search(&mut self) -> Arc<AhoCorasick> {
        let search = self.search.get_or_insert_with(|| {
            let mut search = AhoCorasick::builder();
            // A prefilter is generic code, which is slow where the tests are compiled without optimisation.
            search.prefilter(false).kind(Some(AhoCorasickKind::DFA));
            Arc::new(search.build(&self.values).expect("values to look for"))
        });
        Arc::clone(search)
    }

    fn hear(&mut self, target: &str, level: tracing::Level) {
        match self.heard.get_mut(target) {
            Some(levels) => {
                levels.insert(level);
            }
            None => {
                self.heard.insert(target.to_owned(), HashSet::from([level]));
            }
        }
    }
}

/// A refresh token is 256 bits in base64url.
const REFRESH_TOKEN: usize = 43;

/// The shortest run of base64url that may be a token of the service: `eyJ` and more.
const ACCESS_TOKEN: usize = 21;

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
        self.state().add(value);
    }

    /// One more refresh token.
    pub fn add_token(&self, token: &str) {
        assert_eq!(token.len(), REFRESH_TOKEN, "the form of refresh tokens has changed");
        self.state().tokens.insert(token.to_owned());
    }

    /// What of it stands in `text`.
    pub fn find(&self, text: &str) -> Option<String> {
        let search = self.state().search();
        if let Some(found) = search.find(text) {
            return Some(format!("the value {:?}", &text[found.range()]));
        }
        let is_token =
            |word: &str| word.starts_with("eyJ") || word.len() == REFRESH_TOKEN && self.state().tokens.contains(word);
        words(text)
            .find(|word| is_token(word))
            .map(|word| format!("the token {word}"))
    }

    /// Looks through what `write` writes. Only then: the tests' own HTTP client runs in the same process, says a great deal,
    /// and may say what it likes.
    fn look(&self, metadata: &Metadata<'_>, write: impl FnOnce(&mut Text)) {
        self.state().hear(metadata.target(), *metadata.level());
        if ["hyper", "reqwest"]
            .iter()
            .any(|client| metadata.target().starts_with(client))
        {
            return;
        }
        let mut text = Text(String::new());
        write(&mut text);
        if let Some(found) = self.find(&text.0) {
            self.state().found.push(format!(
                "{found} in {} {}:{}",
                metadata.level(),
                metadata.target(),
                text.0
            ));
        }
    }

    /// Everything that was found.
    pub fn found(&self) -> Vec<String> {
        self.state().found.clone()
    }
}

/// The runs of base64url in a text that are long enough for a token.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_of_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let begin = at;
            while at < bytes.len() && is_of_word(bytes[at]) {
                at += 1;
            }
            let word = begin..at;
            at += 1;
            if word.len() >= ACCESS_TOKEN {
                // Both ends lie beside an ASCII byte of the word, so that no character is cut.
                return text.get(word);
            }
        }
        None
    })
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
        self.look(attributes.metadata(), |text| {
            text.0.push_str(attributes.metadata().name());
            attributes.record(text);
        });
    }

    fn on_record(&self, span: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(metadata) = context.metadata(span) {
            self.look(metadata, |text| values.record(text));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        self.look(event.metadata(), |text| event.record(text));
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
        .any(|(heard, levels)| heard.starts_with(target) && levels.contains(&level))
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
