//! What every request brings: its language, its trace id, its body.

mod body;
mod budget;

pub use body::{Arrived, Body, FILES_BODY, FILING_BODY, IMPORT_BODY, LargeBody, MAX_BODY, SMALL_BODY, read_inner};
pub use budget::{BodyBudget, Held, Whose};

use crate::App;
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::{HttpMessage, HttpRequest};
use dto::Lang;
use tracing_actix_web::RequestId;

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

/// The address of the client: that of the connection, or what the outermost trusted proxy wrote.
pub fn client_address(request: &HttpRequest, app: &App) -> String {
    let peer = || {
        request
            .peer_addr()
            .map_or_else(|| "unknown".to_owned(), |address| address.ip().to_string())
    };
    let hops = app.config.trusted_proxies;
    if hops == 0 {
        return peer();
    }
    // Each proxy appends the address that it sees: count from the right, what stands further left may be forged.
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("X-Forwarded-For")
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(','))
        .map(str::trim)
        .collect();
    forwarded
        .len()
        .checked_sub(hops)
        .and_then(|at| forwarded.get(at))
        .map_or_else(peer, |address| (*address).to_owned())
}
