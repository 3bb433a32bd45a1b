//! The body of a request: its size is counted while it arrives, and it is refused before it is read where possible.

pub use crate::body_budget::SMALL_BODY;

use super::shape::{Reading, parse};
use crate::App;
use crate::body_budget::{Held, Whose};
use crate::error::{Error, Result};
use crate::http::once::fingerprint;
use crate::http::versions::Started;
use crate::http::{bearer, service};
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{FromRequest, HttpRequest, dev::Payload, error::PayloadError, web};
use dto::problem::{ErrorCode, FieldCode};
use dto::{CheckContext, Checked};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use std::future::{Ready, ready};

/// Maximum size of a JSON body, in bytes. The largest legitimate one, a plan of 2,000 rooms, has about 250 KB.
pub const MAX_BODY: usize = 512 * 1024;

/// Maximum size of a JSON body of operations that accept files: three of 5 MB in Base64, and the form.
pub const FILES_BODY: usize = 22 * 1024 * 1024;

/// Maximum size of a JSON body with a guest list: a file of 10 MB in Base64.
pub const IMPORT_BODY: usize = 15 * 1024 * 1024;

/// Maximum size of a JSON body of a filing: one file of 5 MB in Base64, and the form.
pub const FILING_BODY: usize = 8 * 1024 * 1024;

/// A JSON body of ordinary size that has arrived, but is not parsed yet, with its bytes for the idempotency
/// fingerprint.
///
/// Extracting it never fails; errors are returned when the handler asks for it: extractors run at the same time, and a
/// caller without the right to an operation must get only that error, and none about the body. It is also not parsed
/// before, because that costs time, and only callers with the right should cause it.
pub struct Body<T> {
    arrived: Result<()>,
    started: Started,
    /// The bytes as received.
    pub bytes: web::Bytes,
    _held: Held,
    of: std::marker::PhantomData<T>,
}

impl<T: Checked + DeserializeOwned> Body<T> {
    /// The body, after its check.
    pub fn checked(self, context: CheckContext<'_>) -> Result<T::Out> {
        self.read()?.checked(context)
    }
}

impl<T: DeserializeOwned> Body<T> {
    /// The body, to be checked where the lists are available.
    pub fn read(self) -> Result<Reading<T>> {
        self.arrived?;
        understood(self.started, &self.bytes)
    }
}

impl<T: 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let mut held = Held::default();
            let read = arrive(&request, &mut payload, &mut held).await;
            let (arrived, bytes) = match read {
                Ok(bytes) => (Ok(()), bytes),
                Err(error) => (Err(error), web::Bytes::new()),
            };
            Ok(Self {
                arrived,
                started: Started::of(&request),
                bytes,
                _held: held,
                of: std::marker::PhantomData,
            })
        })
    }
}

async fn arrive(request: &HttpRequest, payload: &mut Payload, held: &mut Held) -> Result<web::Bytes> {
    demand_json(request)?;
    let app = service(request)?;
    // Only the grant can check whether the session is still open; here only the size matters.
    let is_known = bearer(request)
        .and_then(|token| app.tokens.verify(&token, app.clock.now()))
        .is_ok();
    let limit = if is_known { MAX_BODY } else { SMALL_BODY };
    collect(&app, request, payload, limit, held, Whose::Account, SMALL_BODY).await
}

/// A JSON body that may be large: nothing is read before the handler asks for it, which has checked the right and the
/// limits by then.
pub struct LargeBody<T, const LIMIT: usize> {
    request: HttpRequest,
    payload: Payload,
    of: std::marker::PhantomData<T>,
}

/// A large body that has arrived.
pub struct Arrived<T> {
    /// Its content.
    pub reading: Reading<T>,
    /// The value that identifies it together with its path, for the idempotency key.
    pub fingerprint: Vec<u8>,
    /// Its share of the budget: has to be kept as long as any part of the body.
    pub held: Held,
}

impl<T, const LIMIT: usize> FromRequest for LargeBody<T, LIMIT> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Ok(Self {
            request: request.clone(),
            payload: payload.take(),
            of: std::marker::PhantomData,
        }))
    }
}

impl<T: DeserializeOwned + Send + 'static, const LIMIT: usize> LargeBody<T, LIMIT> {
    /// Reads it, in the share of the sender. A larger body is parsed on its own thread, because the worker has other
    /// requests.
    pub async fn arrived(mut self, whose: Whose) -> Result<Arrived<T>> {
        demand_json(&self.request)?;
        let (app, mut held) = (service(&self.request)?, Held::default());
        let bytes = collect(&app, &self.request, &mut self.payload, LIMIT, &mut held, whose, 0).await?;
        let (path, started) = (self.request.path().to_owned(), Started::of(&self.request));
        let understand = move || (understood(started, &bytes), fingerprint(&path, &bytes));
        let (reading, fingerprint) = if held.is_small() {
            understand()
        } else {
            tokio::task::spawn_blocking(understand).await.map_err(Error::internal)?
        };
        Ok(Arrived {
            reading: reading?,
            fingerprint,
            held,
        })
    }
}

fn demand_json(request: &HttpRequest) -> Result<()> {
    let header = |name| request.headers().get(name).and_then(|header| header.to_str().ok());
    let is_json = header(CONTENT_TYPE)
        .and_then(|header| header.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
    if !is_json {
        return Err(Error::new(ErrorCode::UnsupportedMediaType));
    }
    // The API does not decompress bodies, so a compressed body is refused with its own error (RFC 9110, 8.4).
    if request.headers().contains_key(CONTENT_ENCODING)
        && !header(CONTENT_ENCODING).is_some_and(|encoding| encoding.trim().eq_ignore_ascii_case("identity"))
    {
        return Err(Error::new(ErrorCode::ContentEncoded));
    }
    Ok(())
}

/// Reads to the end, at most `limit` bytes; bytes beyond `free` are taken from the budget.
async fn collect(
    app: &App,
    request: &HttpRequest,
    payload: &mut Payload,
    limit: usize,
    held: &mut Held,
    whose: Whose,
    free: usize,
) -> Result<web::Bytes> {
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_large(limit));
    }
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| payload_error(&error, limit))?;
        let size = bytes.len() + chunk.len();
        if size > limit {
            return Err(too_large(limit));
        }
        if size > free {
            app.bodies.grow(held, whose, size).await?;
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn payload_error(error: &PayloadError, limit: usize) -> Error {
    match error {
        PayloadError::Overflow => too_large(limit),
        _ => Error::new(ErrorCode::MalformedRequest),
    }
}

/// The error with the maximum size.
fn too_large(limit: usize) -> Error {
    const MEGABYTE: usize = 1024 * 1024;
    let most = if limit >= MEGABYTE {
        format!("{} MB", limit / MEGABYTE)
    } else {
        format!("{} KB", limit / 1024)
    };
    Error::new(ErrorCode::PayloadTooLarge).with("most", most)
}

/// Parses a body; the version that it starts from may be in the header `If-Match` instead.
fn understood<T: DeserializeOwned>(started: Started, bytes: &[u8]) -> Result<Reading<T>> {
    match started.put_into(bytes)? {
        Some(with_version) => parse(&with_version),
        None => parse(bytes),
    }
}

/// Parses JSON inside another body, in the same way as a body.
pub fn read_inner<T: DeserializeOwned>(json: &str) -> Result<Reading<T>> {
    if json.trim_start().starts_with('{') {
        parse(json.as_bytes())
    } else {
        Err(Error::field("", FieldCode::WrongType))
    }
}
