//! One request over the browser's `fetch`; with a file in it, over [`crate::upload`].

use crate::api::{ApiError, Outcome, to_json};
use crate::browser;
use crate::repeats;
use crate::upload;
use dto::operations::BASE;
use dto::{Lang, Problem};
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Blob, Headers, Request, RequestCredentials, RequestInit, Response};

/// Time without an answer after which the server counts as silent. The repeat carries the same idempotency key, so that
/// a timeout that is too short does no harm.
const TIMEOUT_MS: u32 = 20_000;
/// The same where 5 MB are uploaded over a slow line.
const FILE_TIMEOUT_MS: u32 = 120_000;

/// A request.
#[derive(Clone)]
pub struct Ask {
    method: &'static str,
    path: String,
    body: Option<String>,
    token: Option<String>,
    acting_for: Option<Uuid>,
    idempotency_key: Option<String>,
    outlives_page: bool,
    accept: &'static str,
    patience_ms: u32,
}

impl Ask {
    /// Creates a request with a method and a path below the base.
    pub fn new(method: &'static str, path: String) -> Self {
        Self {
            method,
            path,
            body: None,
            token: None,
            acting_for: None,
            idempotency_key: None,
            outlives_page: false,
            accept: "application/json, application/problem+json",
            patience_ms: TIMEOUT_MS,
        }
    }

    /// Accepts a file of any type.
    pub fn for_file(mut self) -> Self {
        self.accept = "*/*";
        self
    }

    /// Allows more time: for a request with a file, which takes longer on a slow line.
    pub fn patient(mut self) -> Self {
        self.patience_ms = FILE_TIMEOUT_MS;
        self
    }

    /// Sets a JSON body.
    pub fn body(mut self, body: &impl Serialize) -> Self {
        self.body = Some(to_json(body));
        self
    }

    /// Sets a JSON body that is already serialised.
    pub fn written(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self
    }

    /// Adds query parameters; empty ones are left out. Never names or numbers of people.
    pub fn query(mut self, query: &[(&str, String)]) -> Self {
        let mut separator = '?';
        for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
            self.path.push(separator);
            self.path.push_str(name);
            self.path.push('=');
            self.path.push_str(&String::from(js_sys::encode_uri_component(value)));
            separator = '&';
        }
        self
    }

    /// Sets an idempotency key.
    pub fn idempotency_key(mut self, key: &str) -> Self {
        self.idempotency_key = Some(key.to_owned());
        self
    }

    /// Gives a POST without a key of its own a key that stays the same until the request is answered.
    fn keyed(mut self) -> Self {
        if self.is_keyed_here() {
            self.idempotency_key = Some(repeats::key(&self.path, self.body.as_deref()));
        }
        self
    }

    /// Returns whether it sends a large file, so that the progress is displayed.
    fn tells_progress(&self, body: &str) -> bool {
        self.patience_ms == FILE_TIMEOUT_MS && body.len() >= upload::WORTH_TELLING
    }

    fn headers(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("accept", self.accept.to_owned()),
            ("accept-language", lang.as_str().to_owned()),
        ];
        headers.extend(
            self.token
                .as_ref()
                .map(|token| ("authorization", format!("Bearer {token}"))),
        );
        headers.extend(self.acting_for.map(|account| ("acting-for", account.to_string())));
        headers.extend(self.idempotency_key.clone().map(|key| ("idempotency-key", key)));
        headers.extend(
            self.body
                .as_ref()
                .map(|_| ("content-type", "application/json".to_owned())),
        );
        headers
    }

    fn address(&self) -> String {
        format!("{BASE}{}", self.path)
    }

    fn is_keyed_here(&self) -> bool {
        self.method == "POST" && self.idempotency_key.is_none()
    }

    /// Lets the request complete although the page is left meanwhile: the browser stores the cookie of the answer.
    pub fn outliving_page(mut self) -> Self {
        self.outlives_page = true;
        self
    }

    /// Sets the access token.
    pub fn token(mut self, token: Option<String>) -> Self {
        self.token = token;
        self
    }

    /// Makes the request for another account (LCH20-16.3-3).
    pub fn acting_for(mut self, account: Option<Uuid>) -> Self {
        self.acting_for = account;
        self
    }

    /// Returns whether it carries an access token.
    pub fn is_signed(&self) -> bool {
        self.token.is_some()
    }
}

/// An answer.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Clock of the server, from the `Date` header of an answer that no cache may store: the header of another one is
    /// the time at which it was made, not at which it arrived.
    pub date_millis: Option<f64>,
    text: String,
}

impl Answer {
    /// Returns the body as JSON, without a type. JSON is parsed for all types by the same code, and each type reads
    /// only the members that it needs: a parser compiled for each type would be twice as large.
    fn value(&self) -> Outcome<Value> {
        serde_json::from_str(&self.text).map_err(|_| ApiError::Silent)
    }

    /// Returns the body as its type. An unreadable answer counts as no answer.
    pub fn json<T: DeserializeOwned>(&self) -> Outcome<T> {
        self.value()
            .and_then(|value| T::deserialize(&value).map_err(|_| ApiError::Silent))
    }

    /// Returns this answer, or the problem that it contains.
    pub fn or_problem(self) -> Outcome<Self> {
        if self.status < 400 {
            return Ok(self);
        }
        // A proxy answers with pages of its own; the server then counts as silent.
        let problem: Problem = self.json()?;
        Err(ApiError::Problem(Box::new(problem)))
    }
}

/// Sends a request.
pub async fn send(ask: Ask, lang: Lang) -> Outcome<Answer> {
    let is_keyed_here = ask.is_keyed_here();
    let ask = ask.keyed();
    let answer = match ask.body.as_deref() {
        Some(body) if ask.tells_progress(body) => upload(&ask, body, lang).await?,
        _ => answer(&reach(&ask, lang).await?).await?,
    };
    // After a failure on the way the server may still have executed it.
    if is_keyed_here && answer.status < 500 && answer.status != 408 {
        repeats::answered(&ask.path, ask.body.as_deref());
    }
    Ok(answer)
}

/// Sends a request for a file.
pub async fn send_for_file(ask: Ask, lang: Lang) -> Outcome<Result<Blob, Answer>> {
    let response = reach(&ask, lang).await?;
    if response.status() >= 400 {
        return Ok(Err(answer(&response).await?));
    }
    let blob = response.blob().map_err(|_| ApiError::Silent)?;
    let blob = JsFuture::from(blob).await.map_err(|_| ApiError::Silent)?;
    blob.dyn_into().map(Ok).map_err(|_| ApiError::Silent)
}

async fn reach(ask: &Ask, lang: Lang) -> Outcome<Response> {
    let request = request(ask, lang).map_err(|_| ApiError::Silent)?;
    let fetched = JsFuture::from(window().fetch_with_request(&request)).await;
    match fetched.and_then(JsCast::dyn_into) {
        Ok(response) => Ok(response),
        Err(_) if browser::is_online() => Err(ApiError::Silent),
        Err(_) => Err(ApiError::Offline),
    }
}

async fn answer(response: &Response) -> Outcome<Answer> {
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let date_millis = date_of(header("cache-control"), header("date"));
    let text = body_text(response).await.map_err(|_| ApiError::Silent)?;
    Ok(Answer {
        status: response.status(),
        date_millis,
        text,
    })
}

/// Uploads a file, and reports its progress.
async fn upload(ask: &Ask, body: &str, lang: Lang) -> Outcome<Answer> {
    let request = upload::send(upload::Body {
        method: ask.method,
        address: &ask.address(),
        headers: &ask.headers(lang),
        text: body,
        patience_ms: ask.patience_ms,
    })
    .await?;
    let header = |name: &str| request.get_response_header(name).ok().flatten();
    Ok(Answer {
        status: request.status().map_err(|_| ApiError::Silent)?,
        date_millis: date_of(header("cache-control"), header("date")),
        text: request.response_text().ok().flatten().unwrap_or_default(),
    })
}

/// Returns the clock of the server from an answer that no cache may store.
fn date_of(cache_control: Option<String>, date: Option<String>) -> Option<f64> {
    let is_fresh = cache_control.is_some_and(|rule| rule.contains("no-store"));
    date.filter(|_| is_fresh)
        .map(|date| js_sys::Date::parse(&date))
        .filter(|at| at.is_finite())
}

fn request(ask: &Ask, lang: Lang) -> Result<Request, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in ask.headers(lang) {
        headers.set(name, &value)?;
    }
    let init = RequestInit::new();
    init.set_method(ask.method);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(ask.patience_ms)));
    if let Some(body) = &ask.body {
        init.set_body(&JsValue::from_str(body));
    }
    if ask.outlives_page {
        // web-sys has no setter for it.
        js_sys::Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE)?;
    }
    init.set_headers(&headers);
    Request::new_with_str_and_init(&ask.address(), &init)
}

async fn body_text(response: &Response) -> Result<String, JsValue> {
    let text = JsFuture::from(response.text()?).await?;
    Ok(text.as_string().unwrap_or_default())
}
