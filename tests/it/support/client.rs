//! A client of the API that knows operations by their operationId and looks at every answer.

use super::{TestApp, leaks, province, rows};
use api::App;
use api::authz::{POLICY, Row};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dto::Timestamp;
use dto::problem::ErrorCode;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::LazyLock;
use uuid::Uuid;

/// The document that the service gives out.
pub static SPEC: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(api::openapi::document()).expect("the document as JSON"));

/// Who calls.
pub struct Client<'a> {
    pub t: &'a TestApp,
    app: &'a Arc<App>,
    address: &'a str,
    /// What proves it. A session opened by the tests gets a fresh token for each request, so that the clock may be set
    /// as the test needs; a token from the service itself is kept as it is.
    pub proof: RefCell<Proof>,
    /// The refresh cookie: name and value.
    pub cookie: RefCell<Option<(String, String)>>,
}

/// What goes into `Authorization`.
#[derive(Clone)]
pub enum Proof {
    Nothing,
    Session { account: Uuid, session: Uuid },
    Token(String),
}

impl<'a> Client<'a> {
    pub fn anonymous(t: &'a TestApp, app: &'a Arc<App>, address: &'a str) -> Self {
        Self {
            t,
            app,
            address,
            proof: RefCell::new(Proof::Nothing),
            cookie: RefCell::new(None),
        }
    }

    pub async fn signed_in(t: &'a TestApp, app: &'a Arc<App>, address: &'a str, account: Uuid) -> Self {
        let client = Self::anonymous(t, app, address);
        let session = Uuid::now_v7();
        let token = URL_SAFE_NO_PAD.encode(api::crypto::random::<32>());
        leaks::watch_token(&token);
        let now = t.clock.now().get();
        let row = [
            ("id", session.into()),
            ("account_id", account.into()),
            ("created_at", now.into()),
            ("last_used_at", now.into()),
            // Far away: how long a session lasts is the subject of its own tests.
            (
                "expires_at",
                Timestamp::from(now).plus_seconds(10 * 365 * 86_400).get().into(),
            ),
        ];
        let db = t.app.db.writer();
        rows::add(db, "session", row).await;
        let row = [
            ("token_hash", api::crypto::hash(token.as_bytes()).into()),
            ("session_id", session.into()),
            ("issued_at", now.into()),
        ];
        rows::add(db, "refresh_token", row).await;
        client.proof.replace(Proof::Session { account, session });
        client.cookie.replace(Some(("luutru_refresh".to_owned(), token)));
        client
    }

    /// The access token that the next request would carry.
    pub fn token(&self) -> Option<String> {
        match &*self.proof.borrow() {
            Proof::Nothing => None,
            Proof::Token(token) => Some(token.clone()),
            Proof::Session { account, session } => {
                let now = self.t.clock.now();
                Some(self.app.tokens.issue(*account, *session, now).expect("a token"))
            }
        }
    }

    /// The session of this client.
    pub fn session(&self) -> Uuid {
        match *self.proof.borrow() {
            Proof::Session { session, .. } => session,
            _ => panic!("no session of the tests' own"),
        }
    }

    /// Calls an operation.
    pub fn call(&self, operation: &str) -> Call<'_> {
        let row = POLICY.iter().find(|row| row.operation == operation);
        let row = row.unwrap_or_else(|| panic!("no operation {operation}"));
        let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
        Call::new(self, method, row.path)
    }

    /// Sends anything anywhere.
    pub fn send(&self, method: &str, path: &str) -> Call<'_> {
        Call::new(self, Method::from_bytes(method.as_bytes()).expect("a method"), path)
    }

    /// Signs in with a password; token and cookie are kept when it works.
    pub async fn login(&self, login: &str, password: &str) -> Answer {
        let body = json!({ "login": login, "password": password });
        let answer = self.call("login").json(&body).await;
        self.keep(&answer);
        answer
    }

    /// Renews the session; token and cookie are kept when it works.
    pub async fn refresh(&self) -> Answer {
        let answer = self.call("refreshToken").await;
        self.keep(&answer);
        answer
    }

    fn keep(&self, answer: &Answer) {
        if answer.status == 200 {
            let token = answer.json()["access_token"]
                .as_str()
                .expect("an access token")
                .to_owned();
            self.proof.replace(Proof::Token(token));
            self.cookie.replace(answer.cookie());
        }
    }

    /// Notifies a stay, which has to work.
    pub async fn notify(&self, body: &Value) -> Value {
        self.call("notifyStay").json(body).await.is(201)
    }

    /// Changes a stay from the version that `stay` has.
    pub async fn amend(&self, stay: &Value, mut patch: Value) -> Answer {
        patch["version"] = stay["version"].clone();
        self.call("amendStay").stay(stay).json(&patch).await
    }

    /// Declares a departure, now.
    pub async fn check_out(&self, stay: &Value) -> Answer {
        let body = json!({ "version": stay["version"] });
        self.call("checkOutStay").stay(stay).json(&body).await
    }

    /// The stay as it is now.
    pub async fn get(&self, stay: &Value) -> Value {
        self.call("getStay").stay(stay).await.is(200)
    }
}

/// A request in the making; awaiting it sends it.
pub struct Call<'a> {
    client: &'a Client<'a>,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
}

impl<'a> Call<'a> {
    fn new(client: &'a Client<'a>, method: Method, path: &str) -> Self {
        Self {
            client,
            method,
            path: path.to_owned(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
        }
    }

    /// Fills in a parameter of the path.
    #[must_use]
    pub fn at(mut self, name: &str, value: impl ToString) -> Self {
        let parameter = format!("{{{name}}}");
        assert!(self.path.contains(&parameter), "{} has no {parameter}", self.path);
        self.path = self.path.replace(&parameter, &value.to_string());
        self
    }

    /// For that stay.
    #[must_use]
    pub fn stay(self, stay: &Value) -> Self {
        let id = stay["id"].as_str().expect("a stay has an id").to_owned();
        self.at("stay_id", id)
    }

    /// For the facility of that account.
    #[must_use]
    pub fn facility(self, login: &str) -> Self {
        self.at("facility_id", province::facility_id(login))
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.query.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
        self.headers
            .append(name, HeaderValue::from_str(value).expect("a header value"));
        self
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        let bytes = serde_json::to_vec(body).expect("JSON");
        self.header("Content-Type", "application/json").bytes(bytes)
    }

    /// With a body as it is.
    #[must_use]
    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// With an idempotency key.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.header("Idempotency-Key", key)
    }

    /// Asking for a language.
    #[must_use]
    pub fn lang(self, lang: &str) -> Self {
        self.header("Accept-Language", lang)
    }

    /// Sends it and looks at what every answer has to be.
    pub async fn answer(self) -> Answer {
        let client = self.client;
        let address = format!("{}{}", client.address, self.path);
        let mut request = client
            .t
            .http
            .request(self.method.clone(), address)
            .headers(self.headers.clone());
        if !self.query.is_empty() {
            request = request.query(&self.query);
        }
        if !self.headers.contains_key(AUTHORIZATION)
            && let Some(token) = client.token()
        {
            request = request.bearer_auth(token);
        }
        let is_session = self.path.starts_with("/api/v1/auth/");
        if is_session
            && !self.headers.contains_key(COOKIE)
            && let Some((name, value)) = &*client.cookie.borrow()
        {
            request = request.header(COOKIE, format!("{name}={value}"));
        }
        if let Some(body) = self.body {
            request = request.body(body);
        }
        let request = request.build().expect("a request");
        leaks::expect_none_in("an address", request.url().as_str());
        let response = client.t.http.execute(request).await;
        let response = response.unwrap_or_else(|error| panic!("{} {}: {error:?}", self.method, self.path));
        let answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.expect("a body").to_vec(),
            what: format!("{} {}", self.method, self.path),
        };
        answer.look(&self.method, &self.path);
        answer
    }
}

impl<'a> IntoFuture for Call<'a> {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.answer())
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    what: String,
}

impl Answer {
    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("a readable header"))
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: no JSON: {error}: {}", self.what, self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body, when the status is the expected one.
    #[track_caller]
    pub fn is(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text());
        if self.body.is_empty() { Value::Null } else { self.json() }
    }

    /// The problem, when it is the expected one.
    #[track_caller]
    pub fn problem(&self, code: &str) -> Value {
        let known = ErrorCode::ALL.iter().find(|known| known.as_str() == code);
        let known = known.unwrap_or_else(|| panic!("there is no problem {code}"));
        let problem = self.is(known.status());
        assert_eq!(problem["code"], code, "{}: {problem}", self.what);
        problem
    }

    /// The wrong fields of a refused body: pointer and code, in order.
    #[track_caller]
    pub fn wrong_fields(&self) -> Vec<(String, String)> {
        let problem = self.problem("validation_failed");
        let errors = problem["errors"].as_array().expect("errors").iter();
        errors
            .map(|error| {
                let text = |name: &str| error[name].as_str().expect("a text").to_owned();
                (text("pointer"), text("code"))
            })
            .collect()
    }

    /// Whether exactly these fields are wrong.
    #[track_caller]
    pub fn refuses(&self, expected: &[(&str, &str)]) {
        let found = self.wrong_fields();
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(pointer, code)| (pointer.as_str(), code.as_str()))
            .collect();
        assert_eq!(found, expected, "{}", self.what);
    }

    /// Name and value of the refresh cookie that was set.
    pub fn cookie(&self) -> Option<(String, String)> {
        let set = self.header("set-cookie")?;
        let (name, value) = set.split(';').next()?.split_once('=')?;
        Some((name.to_owned(), value.to_owned()))
    }

    /// What has to hold for every answer there is.
    fn look(&self, method: &Method, path: &str) {
        for (name, expected) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(self.header(name), Some(expected), "{}", self.what);
        }
        let policy = self.header("content-security-policy").unwrap_or_default();
        assert!(
            policy.starts_with("default-src 'none'"),
            "{}: CSP {policy:?}",
            self.what
        );
        // What was done can be asked about, and not only what failed.
        let id = self.header("request-id").unwrap_or_default();
        assert_eq!(id.len(), 32, "{}: Request-Id {id:?}", self.what);
        assert!(
            self.header("cache-control").is_some(),
            "{}: no Cache-Control",
            self.what
        );

        let shared = self
            .headers
            .keys()
            .find(|name| name.as_str().starts_with("access-control-"));
        assert!(shared.is_none(), "{}: another site may read it: {shared:?}", self.what);

        for (name, value) in &self.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            if name == SET_COOKIE {
                let token = value
                    .split(';')
                    .next()
                    .and_then(|pair| pair.split_once('='))
                    .map(|(_, token)| token);
                let is_token = value.starts_with("luutru_refresh=") || value.starts_with("__Host-luutru_refresh=");
                if let Some(token) = token.filter(|token| is_token && !token.is_empty()) {
                    leaks::watch_token(token);
                }
            } else {
                leaks::expect_none_in("a header", &format!("{name}: {value}"));
            }
        }
        if self.status >= 400 && *method != Method::HEAD {
            self.look_at_problem();
        }
        self.look_into_spec(method, path);
    }

    fn look_at_problem(&self) {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{}: {}",
            self.what,
            self.text()
        );
        leaks::expect_none_in("a problem", &self.text());
        let problem = self.json();
        let text = |name: &str| {
            problem[name]
                .as_str()
                .unwrap_or_else(|| panic!("{}: no {name}", self.what))
        };
        assert_eq!(text("type"), format!("/problems/{}", text("code")), "{}", self.what);
        assert_eq!(problem["status"], self.status, "{}", self.what);
        assert!(!text("title").is_empty() && !text("detail").is_empty(), "{}", self.what);
        assert!(
            !text("detail").contains('{'),
            "{}: a text with a gap: {}",
            self.what,
            text("detail")
        );
        assert_eq!(Some(text("trace_id")), self.header("request-id"), "{}", self.what);
    }

    /// What the document does not name must not come.
    fn look_into_spec(&self, method: &Method, path: &str) {
        let Some(row) = operation_at(method, path) else { return };
        let responses = &SPEC["paths"][row.path][row.method.to_lowercase()]["responses"];
        let named = responses.get(self.status.to_string());
        assert!(named.is_some(), "{}: {} is not in the document", self.what, self.status);
        if self.status < 400 || *method == Method::HEAD {
            return;
        }
        // The document names the codes of a status, and no other may be answered.
        let problem = self.json();
        let code = problem["code"].as_str().unwrap_or_default();
        let told = named
            .and_then(|named| named["description"].as_str())
            .unwrap_or_default();
        assert!(
            told.contains(&format!("`{code}`")),
            "{}: {} `{code}` is not in the document, which has {told}",
            self.what,
            self.status
        );
    }
}

/// The operation that a request reaches.
fn operation_at(method: &Method, path: &str) -> Option<&'static Row> {
    let fits = |row: &&&Row| {
        let (pattern, path) = (row.path.split('/'), path.split('/'));
        row.method == method.as_str()
            && row.path.split('/').count() == path.clone().count()
            && pattern
                .zip(path)
                .all(|(named, given)| named.starts_with('{') || named == given)
    };
    // An address with operations of its own takes no others.
    let named = POLICY.iter().any(|row| row.path == path);
    POLICY
        .iter()
        .filter(fits)
        .find(|row| !named || row.path == path)
        .copied()
}

/// Sends requests at the same time; their status codes in the order of the requests.
pub async fn at_once<F: Future<Output = Answer>>(requests: impl IntoIterator<Item = F>) -> Vec<u16> {
    let answers = futures_util::future::join_all(requests).await;
    answers.iter().map(|answer| answer.status).collect()
}
