//! The data of a request in the log.

use crate::authz::Account;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use tracing::{Span, field::Empty};
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// The span of a request: its id, method and outcome, and the ids of account and session. It contains neither path nor
/// query, only the pattern of the route: both could contain personal data.
pub struct RequestSpan;

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request
            .extensions()
            .get::<RequestId>()
            .map(|id| id.simple().to_string());
        tracing::info_span!("request", trace_id = id, method = %request.method(), route = Empty, status = Empty,
            account = Empty, credential = Empty, session = Empty)
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        match outcome {
            Ok(response) => {
                span.record("route", response.request().match_pattern().as_deref().unwrap_or("-"));
                span.record("status", response.status().as_u16());
            }
            Err(error) => {
                span.record("status", error.as_response_error().status_code().as_u16());
            }
        }
        let _entered = span.enter();
        tracing::info!("answered");
    }
}

/// Adds the signed-in account to the span of the request: by ids, which do not identify the person outside the
/// database.
pub fn name(account: &Account) {
    let span = Span::current();
    span.record("account", tracing::field::display(account.account_id));
    span.record("credential", tracing::field::display(account.credential_id));
    if let Some(session) = account.credential.session_id() {
        span.record("session", tracing::field::display(session));
    }
}
