//! What every request brings: its language, its trace id, its body.

use crate::App;
use crate::error::{Error, Result};
use actix_web::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, error::PayloadError, web};
use dto::problem::{ErrorCode, FieldCode, FieldError};
use dto::{CheckContext, Checked, Lang};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use tracing_actix_web::RequestId;

/// Largest JSON body, in bytes. The largest legitimate one, a plan of 2,000 rooms, has about 250 KB.
pub const MAX_BODY: usize = 512 * 1024;

/// Largest JSON body of operations that take files: three of 5 MB in Base64, and the form.
pub const FILES_BODY: usize = 22 * 1024 * 1024;

/// Largest JSON body with a guest list: a file of 10 MB in Base64.
pub const IMPORT_BODY: usize = 15 * 1024 * 1024;

/// Largest JSON body of a filing: one file of 5 MB in Base64, and the form.
pub const FILING_BODY: usize = 8 * 1024 * 1024;

/// The language asked for.
pub fn language(request: &HttpRequest) -> Lang {
    request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|header| header.to_str().ok())
        .map(Lang::negotiate)
        .unwrap_or_default()
}

/// The id under which log, audit and problem body know the request.
pub fn trace_id(request: &HttpRequest) -> String {
    request
        .extensions()
        .get::<RequestId>()
        .map_or_else(|| "-".to_owned(), |id| id.simple().to_string())
}

/// The network that the client counts under: the address of the connection, or what the outermost trusted proxy wrote. An
/// IPv4 address is one; of IPv6 it is the first half (/64), since one household has all of the second. A proxy that
/// writes something else is set up wrongly: what it passes on cannot be told apart, and is refused.
pub fn client_address(request: &HttpRequest, app: &App) -> Result<String> {
    let hops = app.config.trusted_proxies;
    // Each proxy appends the address that it sees: count from the right, what stands further left may be forged.
    let forwarded = (hops > 0).then(|| {
        let lines = request.headers().get_all("X-Forwarded-For");
        let entries: Vec<String> = lines
            .flat_map(|line| line.as_bytes().split(|byte| *byte == b','))
            .map(|entry| String::from_utf8_lossy(entry).trim().to_owned())
            .collect();
        let at = entries.len().checked_sub(hops)?;
        entries.into_iter().nth(at)
    });
    match forwarded.flatten() {
        Some(entry) => forwarded_address(&entry)
            .map(network)
            .ok_or_else(|| Error::new(ErrorCode::MalformedRequest)),
        None => Ok(request
            .peer_addr()
            .map_or_else(|| "unknown".to_owned(), |address| network(address.ip()))),
    }
}

/// An address as proxies write it: alone, with a port, in brackets.
fn forwarded_address(entry: &str) -> Option<IpAddr> {
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let alone = bare.unwrap_or(entry).parse::<IpAddr>().ok();
    alone.or_else(|| entry.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// A JSON body that was read, but not yet checked, with its bytes for the idempotency fingerprint.
///
/// Extracting it never fails, what was wrong is told when the handler asks: extractors run side by side, and whoever has
/// no right to an operation must hear that and nothing about the body.
pub struct Body<T, const LIMIT: usize = MAX_BODY> {
    read: Result<T>,
    /// The bytes as they came.
    pub bytes: web::Bytes,
}

impl<T: Checked, const LIMIT: usize> Body<T, LIMIT> {
    /// The body, once it has been checked.
    pub fn checked(self, context: CheckContext<'_>) -> Result<T::Out> {
        self.read?.check(context).map_err(Error::fields)
    }
}

impl<T, const LIMIT: usize> Body<T, LIMIT> {
    /// The body, to be checked where the lists are at hand.
    pub fn unchecked(self) -> Result<T> {
        self.read
    }
}

impl<T: DeserializeOwned + 'static, const LIMIT: usize> FromRequest for Body<T, LIMIT> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|header| header.to_str().ok())
            .and_then(|header| header.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        let mut payload = payload.take();
        Box::pin(async move {
            let bytes = if is_json {
                collect(&mut payload, LIMIT).await
            } else {
                Err(Error::new(ErrorCode::UnsupportedMediaType))
            };
            Ok(match bytes {
                Ok(bytes) => Self {
                    read: parse(&bytes),
                    bytes,
                },
                Err(error) => Self {
                    read: Err(error),
                    bytes: web::Bytes::new(),
                },
            })
        })
    }
}

async fn collect(payload: &mut Payload, limit: usize) -> Result<web::Bytes> {
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| payload_error(&error))?;
        if bytes.len() + chunk.len() > limit {
            return Err(Error::new(ErrorCode::PayloadTooLarge));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn payload_error(error: &PayloadError) -> Error {
    match error {
        PayloadError::Overflow => Error::new(ErrorCode::PayloadTooLarge),
        _ => Error::new(ErrorCode::MalformedRequest),
    }
}

/// Reads JSON. What is not JSON at all is `malformed_json`; JSON of another shape is a field error with its pointer.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    // Serde takes invalid UTF-8 inside of strings it skips: check it all.
    if std::str::from_utf8(bytes).is_err() {
        return Err(Error::new(ErrorCode::MalformedJson));
    }
    // Every body is an object; serde would take an array with the fields in order for one.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Err(Error::field("", FieldCode::WrongType));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = read(&mut reader)?;
    reader.end().map_err(|_| Error::new(ErrorCode::MalformedJson))?;
    Ok(value)
}

/// Reads JSON that stands inside of another body, as a body of its own is read.
pub fn read_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    if value.is_object() {
        read(value)
    } else {
        Err(Error::field("", FieldCode::WrongType))
    }
}

fn read<'de, T: serde::Deserialize<'de>, D>(reader: D) -> Result<T>
where
    D: serde::Deserializer<'de, Error = serde_json::Error>,
{
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let pointer = pointer(error.path());
        let cause = error.into_inner();
        match cause.classify() {
            serde_json::error::Category::Data => shape_error(pointer, &cause.to_string()),
            _ => Error::new(ErrorCode::MalformedJson),
        }
    })
}

/// Serde tells these cases apart in its text alone.
fn shape_error(pointer: String, cause: &str) -> Error {
    let quoted = || cause.split('`').nth(1).unwrap_or_default().to_owned();
    if cause.starts_with("duplicate field") {
        return Error::new(ErrorCode::MalformedJson);
    }
    if cause.starts_with("missing field") {
        return Error::fields(vec![FieldError::new(
            format!("{pointer}/{}", quoted()),
            FieldCode::Required,
        )]);
    }
    if cause.starts_with("unknown field") {
        // The path ends in the field, whose name is the client's: it is cut before it comes back.
        let pointer = pointer.chars().take(200).collect::<String>();
        return Error::fields(vec![FieldError::new(pointer, FieldCode::UnknownField)]);
    }
    let code = if cause.starts_with("unknown variant") {
        FieldCode::UnknownValue
    } else {
        FieldCode::WrongType
    };
    Error::fields(vec![FieldError::new(pointer, code)])
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            // RFC 6901: '~' and '/' are escaped.
            Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { variant } => Some(format!("/{variant}")),
            Segment::Unknown => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{forwarded_address, network};

    #[test]
    fn what_a_proxy_wrote_is_an_address_whatever_port_it_came_from() {
        for (entry, expected) in [
            ("203.0.113.9", Some("203.0.113.9")),
            ("203.0.113.9:5678", Some("203.0.113.9")),
            ("::ffff:203.0.113.9", Some("203.0.113.9")),
            ("2001:db8:1:2:3:4:5:6", Some("2001:db8:1:2::/64")),
            ("[2001:db8:1:2::7]", Some("2001:db8:1:2::/64")),
            ("[2001:db8:1:2::8]:443", Some("2001:db8:1:2::/64")),
            ("unknown", None),
            ("_hidden", None),
            ("203.0.113", None),
            ("", None),
        ] {
            let found = forwarded_address(entry).map(network);
            assert_eq!(found.as_deref(), expected, "{entry:?}");
        }
    }
}
