//! Refusals, with the network that they came from: so that somebody who tries ten thousand ids can be found afterwards.
//!
//! A refusal is a separate audit event, with the account and session where the caller is signed in; [`crate::refusals`]
//! says how many are written.

use crate::App;
use crate::audit::{Actor, Event};
use crate::crypto;
use crate::error::Error;
use crate::http::client_address;
use crate::refusals::{Key, Who};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use dto::Timestamp;
use dto::problem::ErrorCode;
use std::net::IpAddr;

/// Records refusals of the operations of the API.
pub async fn note<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let response = next.call(request).await?;
    let code = response
        .response()
        .error()
        .and_then(|error| error.as_error::<Error>())
        .map(Error::code);
    if let Some(code) = code.filter(|code| is_noted(*code)) {
        write(response.request(), code).await;
    }
    Ok(response)
}

/// The refusals that may be a sign of guessing. Normal events, such as an ended session, are not among them; a wrong
/// password has its own event.
fn is_noted(code: ErrorCode) -> bool {
    let is_step_of_signing_in = matches!(
        code,
        ErrorCode::PasswordChangeRequired | ErrorCode::SecondFactorRequiredFirst
    );
    matches!(
        code,
        ErrorCode::NotFound
            | ErrorCode::DossierUnknown
            | ErrorCode::TooManyAttempts
            | ErrorCode::TokenInvalid
            | ErrorCode::RefreshRefused
    ) || code.status() == 403 && !is_step_of_signing_in
}

async fn write(request: &HttpRequest, code: ErrorCode) {
    let (Some(app), Some(actor)) = (
        request.app_data::<Data<App>>(),
        request.extensions().get::<Actor>().cloned(),
    ) else {
        return;
    };
    let now = app.clock.now();
    let network = network_mark(app, request, now);
    let who = match actor.session_id {
        Some(session) => Who::Session(session),
        None => Who::Network(network.clone()),
    };
    let key = Key {
        code,
        operation: actor.operation,
        who,
    };
    let Some(number) = app.refusals.count(key, now) else {
        return;
    };
    let event = Event::new("refused", "request")
        .with("code", code.as_str())
        .with("number", number)
        .with("network", network);
    if let Err(error) = app.db.record(&actor, now, event).await {
        // The request was refused in any case.
        tracing::warn!(code = error.code().as_str(), "a refusal was not recorded");
    }
}

/// The network of a request, in a form that is the same for one day and cannot be traced back without the keys.
pub fn network_mark(app: &App, request: &HttpRequest, now: Timestamp) -> String {
    let network = client_address(request, app).unwrap_or_default();
    mark(app, &network, now)
}

/// The same for a known network.
pub fn mark(app: &App, network: &str, now: Timestamp) -> String {
    let wide = match network.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        _ => network.to_owned(),
    };
    let day = rules::zone::local_date(now.get());
    crypto::short_hex(&app.sealer.index("audit.network", &format!("{day} {wide}")))
}
