//! What every request has besides its body: its language, its trace id, its token, the network that it came from.

use crate::App;
use crate::audit::Actor;
use crate::error::{Error, Result};
use actix_web::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HOST, IF_NONE_MATCH};
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use dto::Lang;
use dto::problem::{ErrorCode, FieldCode};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use tracing_actix_web::RequestId;

/// The requested language.
pub fn language(request: &HttpRequest) -> Lang {
    request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|header| header.to_str().ok())
        .map(Lang::negotiate)
        .unwrap_or_default()
}

/// The id of the request in log, audit and problem body.
pub fn trace_id(request: &HttpRequest) -> String {
    request
        .extensions()
        .get::<RequestId>()
        .map_or_else(|| "-".to_owned(), |id| id.simple().to_string())
}

/// The actor in the audit log for a request while it is not known who is signed in.
pub fn nobody(operation: &'static str, request: &HttpRequest) -> Actor {
    Actor {
        account_id: None,
        operator_id: None,
        session_id: None,
        operation,
        trace_id: trace_id(request),
    }
}

/// The service of a request.
pub fn service(request: &HttpRequest) -> Result<Data<App>> {
    let app = request.app_data::<Data<App>>().cloned();
    app.ok_or_else(|| Error::internal(anyhow::anyhow!("no service behind the request")))
}

/// Whether the client already has that version (RFC 9110, 13.1.2); `tag` is in quotes.
pub fn has_version(request: &HttpRequest, tag: &str) -> bool {
    let lines = request.headers().get_all(IF_NONE_MATCH);
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*")
}

/// The network that counts for the limits of a client: the address of the connection, or the one that the outermost
/// trusted proxy wrote. An IPv4 address counts whole; of IPv6 it is the first half (/64), because one household has all
/// of the second half. A proxy that writes anything else has a wrong configuration: its clients cannot be
/// distinguished, so the request is refused.
pub fn client_address(request: &HttpRequest, app: &App) -> Result<String> {
    let hops = app.config.trusted_proxies;
    // Each proxy appends the address that it sees: count from the right, because the entries further left may be
    // forged.
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
            .ok_or_else(|| Error::parameter("X-Forwarded-For", FieldCode::WrongType)),
        None => Ok(request
            .peer_addr()
            .map_or_else(|| "unknown".to_owned(), |address| network(address.ip()))),
    }
}

/// The access token of a request.
pub fn bearer(request: &HttpRequest) -> Result<String> {
    let Some(header) = request.headers().get(AUTHORIZATION) else {
        return Err(Error::new(ErrorCode::Unauthenticated));
    };
    header
        .to_str()
        .ok()
        .and_then(|header| header.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim().to_owned())
        .ok_or_else(|| Error::new(ErrorCode::TokenInvalid))
}

/// The host name that a request was sent to. Only `Host` counts: a proxy has to pass it on, and its other headers may
/// come from the client.
pub fn host(request: &HttpRequest) -> String {
    let in_header = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    in_header
        .or_else(|| request.uri().host())
        .unwrap_or_default()
        .to_lowercase()
}

/// An address in the forms that proxies write: alone, with a port, in brackets.
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
