//! Compresses JSON for clients that accept it: on a slow connection the uncompressed list of nationalities takes four
//! times as long (33 KB against 8).

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// Less than this fits into one packet without compression.
const WORTH_IT: usize = 1_400;

/// Whether the client accepts that encoding.
pub fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let accepts = headers.get(header::ACCEPT_ENCODING);
    let accepts = accepts.and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepts.split(',').any(|part| {
        let mut part = part.split(';');
        let is_named = part
            .next()
            .is_some_and(|name| name.trim().eq_ignore_ascii_case(encoding));
        is_named && !part.any(|weight| weight.trim() == "q=0")
    })
}

/// Compresses answers to reading requests. Answers to writing requests are small; an answer that opens or renews a
/// session contains a secret next to text from the client, and its length must not reveal anything. An entity tag
/// identifies exactly these bytes (RFC 9110, 8.8.3.3): an answer with a tag for `If-Match` is not compressed, and the
/// tag of a public list becomes a weak one, which is valid for `If-None-Match`.
pub async fn packed<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, Bytes>>, actix_web::Error> {
    let (is_read, takes) = (request.method() == "GET", takes(request.headers(), "gzip"));
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/json");
    let is_public = headers
        .get(header::CACHE_CONTROL)
        .is_some_and(|control| control.as_bytes().starts_with(b"public"));
    let has_strong_tag = headers.contains_key(header::ETAG) && !is_public;
    if !is_read || !is_json || has_strong_tag || headers.contains_key(header::CONTENT_ENCODING) {
        return Ok(response.map_into_left_body());
    }
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if !takes {
        return Ok(response.map_into_left_body());
    }
    let (request, response) = response.into_parts();
    let (mut response, body) = response.into_parts();
    let body = match body.try_into_bytes() {
        Ok(plain) => plain,
        Err(body) => return Ok(ServiceResponse::new(request, response.set_body(body)).map_into_left_body()),
    };
    let packed = if body.len() < WORTH_IT { None } else { pack(&body) };
    if packed.is_some() {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
        if let Some(weak) = tag.and_then(|tag| HeaderValue::from_str(&format!("W/{tag}")).ok()) {
            headers.insert(header::ETAG, weak);
        }
    }
    let body = packed.unwrap_or(body);
    Ok(ServiceResponse::new(
        request,
        response.set_body(EitherBody::right(body)),
    ))
}

fn pack(plain: &[u8]) -> Option<Bytes> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    let packed = packer.write_all(plain).and_then(|()| packer.finish()).ok();
    packed.map(Bytes::from)
}
