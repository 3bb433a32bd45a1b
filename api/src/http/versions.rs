//! Versions over HTTP (RFC 9110, 8.8.3 and 13.1): `ETag` of what is read, `If-Match` on what changes it.
//!
//! A tag is the version and a mark of the answer itself, `"3-9f2c4e1a7b60d851"`: some of what an answer tells changes with
//! the clock and the reader (nights, deadlines, acts that are open), and a cache must not keep that for the version's
//! sake. A change is held to the version alone.

use crate::crypto;
use crate::error::{Error, Result};
use crate::http::has_version;
use actix_web::http::header::{ETAG, IF_MATCH};
use actix_web::{HttpRequest, HttpResponse};
use dto::problem::ErrorCode;
use serde::{Deserialize, Serialize};

/// What stands for the version of what has none: no change starts from such a tag.
const NONE: &str = "x";

/// The answer to a reading of one thing: with its tag, or 304 to whoever has just this.
pub fn answer(request: &HttpRequest, version: i32, thing: &impl Serialize) -> Result<HttpResponse> {
    tagged(request, &version.to_string(), thing)
}

/// The same of a thing without a version, whose tag is good for reading it again alone.
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

/// Refuses what starts from another version than the one that is there: somebody was first. Where none is told, it holds for
/// whatever is there.
pub fn keep(there: i32, told: impl Into<Option<i32>>) -> Result<()> {
    match told.into() {
        Some(version) if version != there => Err(Error::new(ErrorCode::VersionConflict)),
        _ => Ok(()),
    }
}

/// What a request that changes something says of the version that it starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Started {
    /// Nothing, or any version (`*`): the body tells it.
    Unsaid,
    /// From this one.
    From(i32),
    /// By a tag that is none of ours, or by several: it matches nothing.
    Unknown,
}

impl Started {
    /// As the header says.
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
        // Several tags: whichever is meant, it is not told.
        let inner = inner.filter(|inner| !inner.contains('"'));
        let version = inner.map(|inner| inner.split_once('-').map_or(inner, |(version, _)| version));
        version
            .and_then(|version| version.parse().ok())
            .filter(|version| *version >= 0)
            .map_or(Self::Unknown, Self::From)
    }

    /// The body with the version of the header in it, where it tells none itself.
    pub fn put_into(self, body: &[u8]) -> Result<Option<Vec<u8>>> {
        /// The one field that is looked at; whether the rest is right is for whoever reads it.
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
