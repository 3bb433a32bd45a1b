//! Versions over HTTP (RFC 9110, 8.8.3 and 13.1): `ETag` of an answer, `If-Match` of a change.
//!
//! A tag is the version and a hash of the answer itself, `"3-9f2c4e1a7b60d851"`: some parts of an answer depend on the
//! time and the caller (nights, deadlines, allowed operations), and a cache must not keep them as long as the version
//! is the same. A change is compared by version only.

use crate::crypto;
use crate::error::{Error, Result};
use crate::http::has_version;
use actix_web::http::header::{ETAG, IF_MATCH};
use actix_web::{HttpRequest, HttpResponse};
use dto::problem::ErrorCode;
use serde::{Deserialize, Serialize};

/// Replaces the version of a resource without one: no change starts from such a tag.
const NONE: &str = "x";

/// The answer to a reading of one resource: with its tag, or 304 for a client that already has this answer.
pub fn answer(request: &HttpRequest, version: i32, thing: &impl Serialize) -> Result<HttpResponse> {
    tagged(request, &version.to_string(), thing)
}

/// The same for a resource without a version, whose tag is only valid for reading it again.
pub fn answer_unversioned(request: &HttpRequest, thing: &impl Serialize) -> Result<HttpResponse> {
    tagged(request, NONE, thing)
}

fn tagged(request: &HttpRequest, version: &str, thing: &impl Serialize) -> Result<HttpResponse> {
    let body = serde_json::to_vec(thing).map_err(Error::internal)?;
    let tag = tag(version, &body);
    if has_version(request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, tag))
        .content_type("application/json")
        .body(body))
}

fn tag(version: &str, body: &[u8]) -> String {
    let mark = crypto::short_hex(&crypto::hash(body));
    format!("\"{version}-{mark}\"")
}

/// Refuses a change that starts from another version than the current one: the resource was changed in the meantime. If
/// no version is given, the change is allowed.
pub fn keep(there: i32, told: impl Into<Option<i32>>) -> Result<()> {
    match told.into() {
        Some(version) if version != there => Err(Error::new(ErrorCode::VersionConflict)),
        _ => Ok(()),
    }
}

/// The version that a changing request starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Started {
    /// None, or any version (`*`): the body contains it.
    Unsaid,
    /// This version.
    From(i32),
    /// A tag that this service did not make, or several tags: it matches nothing.
    Unknown,
}

impl Started {
    /// Reads the header.
    pub fn of(request: &HttpRequest) -> Self {
        let mut lines = request.headers().get_all(IF_MATCH);
        let Some(line) = lines.next() else { return Self::Unsaid };
        match line.to_str() {
            Ok(text) if lines.next().is_none() => Self::read(text.trim()),
            _ => Self::Unknown,
        }
    }

    fn read(text: &str) -> Self {
        if text == "*" {
            return Self::Unsaid;
        }
        let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        // Several tags: it is unknown which one is meant.
        let inner = inner.filter(|inner| !inner.contains('"'));
        let version = inner.map(|inner| inner.split_once('-').map_or(inner, |(version, _)| version));
        version
            .and_then(|version| version.parse().ok())
            .filter(|version| *version >= 0)
            .map_or(Self::Unknown, Self::From)
    }

    /// The body with the version of the header in it, if the body has none itself.
    pub fn put_into(self, body: &[u8]) -> Result<Option<Vec<u8>>> {
        /// The only field that is read here; the parser of the body checks the rest.
        #[derive(Deserialize)]
        struct Told {
            version: Option<serde_json::Value>,
        }
        let version = match self {
            Self::Unsaid => return Ok(None),
            Self::From(version) => version,
            Self::Unknown => return Err(Error::new(ErrorCode::VersionConflict)),
        };
        let Ok(told) = serde_json::from_slice::<Told>(body) else {
            return Ok(None);
        };
        match told.version {
            Some(told) if told == version => Ok(None),
            // Two versions in one request: it starts from neither.
            Some(_) => Err(Error::new(ErrorCode::VersionConflict)),
            None => Ok(inserted(body, version)),
        }
    }
}

fn inserted(body: &[u8], version: i32) -> Option<Vec<u8>> {
    let open = body.iter().position(|byte| *byte == b'{')?;
    let (head, rest) = body.split_at(open + 1);
    let is_empty = rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'}');
    let comma = if is_empty { "" } else { "," };
    Some([head, format!("\"version\":{version}{comma}").as_bytes(), rest].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_tells_the_version_and_comes_back_as_it() {
        assert_eq!(Started::read(&tag("7", b"{}")), Started::From(7));
        assert_eq!(Started::read(&tag(NONE, b"{}")), Started::Unknown);
        assert_eq!(Started::read("\"7\""), Started::From(7));
        assert_eq!(Started::read("*"), Started::Unsaid);
        for none in ["7", "W/\"7\"", "\"\"", "\"x-1\"", "\"-7\"", "\"7-a\", \"8-b\"", ""] {
            assert_eq!(Started::read(none), Started::Unknown, "{none}");
        }
    }

    #[test]
    fn the_version_of_the_header_stands_in_for_that_of_the_body() {
        let put = |body: &[u8]| Started::From(3).put_into(body);
        assert_eq!(put(b"{}").unwrap().as_deref(), Some(&b"{\"version\":3}"[..]));
        let more = put(b" { \"reason\": \"x\" }").unwrap();
        assert_eq!(more.as_deref(), Some(&b" {\"version\":3, \"reason\": \"x\" }"[..]));
        assert_eq!(put(b"{\"version\":3}").unwrap(), None);
        assert_eq!(put(b"not json").unwrap(), None);
        assert!(put(b"{\"version\":4}").is_err());
        assert!(Started::Unknown.put_into(b"{}").is_err());
        assert_eq!(Started::Unsaid.put_into(b"{}").unwrap(), None);
    }
}
