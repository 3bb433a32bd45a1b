//! The outermost layer of every answer: problems, security headers, time-out, panics, metrics.

use crate::App;
use crate::error::Error;
use crate::http::problem::respond;
use crate::http::{language, trace_id};
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpResponse, ResponseError};
use dto::Lang;
use dto::problem::ErrorCode;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

/// The header with the id of the request; in a problem it is `trace_id`.
pub const REQUEST_ID: &str = "request-id";

/// Maximum duration of one request, including the arrival of its body.
const TIME_OUT: Duration = Duration::from_secs(30);

/// Every request gets a well-formed answer: every failure is a problem (RFC 9457) in the requested language, including
/// a panic.
///
/// HEAD is answered like GET (RFC 9110, 9.3.2): routes and rights only know GET, and the connection, which has recorded
/// the method, omits the content.
pub async fn answers<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let started = Instant::now();
    let (lang, trace) = (language(request.request()), trace_id(request.request()));
    let page = is_page(request.path());
    let method = request.method().to_string();
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    // A clone of the request must not be kept: routing needs the only reference.
    let app = request.app_data::<Data<App>>().cloned();
    let inside = async { tokio::time::timeout(TIME_OUT, next.call(request)).await };
    let inside = async {
        match &app {
            Some(app) => app.db.driving(inside).await,
            None => inside.await,
        }
    };
    let inside = AssertUnwindSafe(inside).catch_unwind().await;
    let failure = match inside {
        Ok(Ok(Ok(mut response))) => {
            let pattern = response.request().match_pattern();
            measure(&method, pattern.as_deref(), response.status(), started);
            let problem = problem_for(&response, lang, &trace);
            return Ok(match problem {
                Some(mut problem) => {
                    secure(problem.headers_mut(), page);
                    name(problem.headers_mut(), &trace);
                    response.into_response(problem.map_into_right_body())
                }
                None => {
                    secure(response.headers_mut(), page);
                    name(response.headers_mut(), &trace);
                    response.map_into_left_body()
                }
            });
        }
        Ok(Ok(Err(error))) => from_actix(&error),
        Ok(Err(_)) => Error::new(ErrorCode::RequestTimeout),
        Err(panic) => {
            let said = panic.downcast_ref::<&str>().copied().unwrap_or("a panic");
            // The message of a panic is written by us and by libraries; it is cut, in case it contains a value.
            Error::internal(anyhow::anyhow!(
                "panicked: {}",
                said.chars().take(60).collect::<String>()
            ))
        }
    };
    log_cause(&failure);
    measure(&method, None, failure.status_code(), started);
    let mut response = respond(&failure, lang, &trace);
    secure(response.headers_mut(), page);
    name(response.headers_mut(), &trace);
    Err(InternalError::from_response(failure, response).into())
}

fn problem_for<B>(response: &ServiceResponse<B>, lang: Lang, trace: &str) -> Option<HttpResponse> {
    let status = response.status();
    if let Some(error) = response.response().error() {
        let ours = error.as_error::<Error>();
        if let Some(ours) = ours {
            log_cause(ours);
            // A caller that sent the version in `If-Match` gets the error of that header (RFC 9110, 13.1.1).
            let is_conditional = response.request().headers().contains_key(header::IF_MATCH);
            if is_conditional && ours.code() == ErrorCode::VersionConflict {
                return Some(respond(&Error::new(ErrorCode::PreconditionFailed), lang, trace));
            }
            return Some(respond(ours, lang, trace));
        }
        return Some(respond(&from_actix(error), lang, trace));
    }
    let is_problem = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/problem+json");
    if is_problem || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    let mut error = Error::new(code_for(status));
    if let Some(allow) = response
        .headers()
        .get(header::ALLOW)
        .and_then(|allow| allow.to_str().ok())
    {
        error = error.allow(allow.to_owned());
    }
    Some(respond(&error, lang, trace))
}

/// An error of the framework: only its status is meaningful.
fn from_actix(error: &actix_web::Error) -> Error {
    Error::new(code_for(error.as_response_error().status_code()))
}

fn code_for(status: StatusCode) -> ErrorCode {
    match status.as_u16() {
        404 => ErrorCode::NotFound,
        405 => ErrorCode::MethodNotAllowed,
        408 => ErrorCode::RequestTimeout,
        413 => ErrorCode::PayloadTooLarge,
        415 => ErrorCode::UnsupportedMediaType,
        503 => ErrorCode::Unavailable,
        400..=499 => ErrorCode::MalformedRequest,
        _ => ErrorCode::Internal,
    }
}

fn log_cause(error: &Error) {
    if let Some(cause) = error.cause() {
        tracing::error!(code = error.code().as_str(), cause = told(cause), "request failed");
    }
}

/// A cause in the form that may be logged. An error of serde quotes the value that does not fit: only its position is
/// logged.
fn told(cause: &anyhow::Error) -> String {
    match cause
        .chain()
        .find_map(|cause| cause.downcast_ref::<serde_json::Error>())
    {
        Some(error) => format!("JSON: {:?} at {}:{}", error.classify(), error.line(), error.column()),
        None => format!("{cause:#}"),
    }
}

fn measure(method: &str, pattern: Option<&str>, status: StatusCode, started: Instant) {
    // Only path patterns become labels: with the path itself a client could create any number of them.
    let labels = [
        ("method", method.to_owned()),
        ("route", pattern.unwrap_or("unmatched").to_owned()),
        ("status", status.as_str().to_owned()),
    ];
    metrics::histogram!("luutru_request_seconds", &labels).record(started.elapsed());
}

/// Swagger UI needs styles that it writes itself; everything else uses only our own files.
fn is_page(path: &str) -> bool {
    path == "/docs" || path.starts_with("/docs/")
}

/// Adds the id of the request in log and audit to every answer: so questions are possible about successful requests
/// too.
fn name(headers: &mut HeaderMap, trace: &str) {
    if let Ok(trace) = HeaderValue::from_str(trace) {
        headers.insert(HeaderName::from_static(REQUEST_ID), trace);
    }
}

fn secure(headers: &mut HeaderMap, swagger: bool) {
    let policy = if swagger {
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
         connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    } else {
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    };
    let fixed: [(HeaderName, &'static str); 7] = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), geolocation=(), microphone=()",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        header::STRICT_TRANSPORT_SECURITY,
        // Browsers ignore it over plain HTTP.
        HeaderValue::from_static("max-age=31536000; includeSubDomains"),
    );
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

#[cfg(test)]
mod tests {
    use super::answers;
    use crate::error::Error;
    use actix_web::http::StatusCode;
    use actix_web::http::header::{ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{App, HttpResponse, web};
    use dto::problem::{ErrorCode, Problem};

    async fn answer(path: &str) -> (StatusCode, Problem) {
        async fn panics() -> HttpResponse {
            std::panic::panic_any("a secret 056187004512")
        }
        let app = init_service(
            App::new()
                .wrap(from_fn(answers))
                .route("/panics", web::get().to(panics))
                .route(
                    "/fails",
                    web::get().to(|| async { Err::<HttpResponse, _>(Error::internal(anyhow::anyhow!("a secret"))) }),
                )
                .route(
                    "/foreign",
                    web::get().to(|| async { HttpResponse::BadGateway().body("<h1>a secret</h1>") }),
                ),
        )
        .await;
        let request = TestRequest::get()
            .uri(path)
            .insert_header((ACCEPT_LANGUAGE, "en"))
            .to_request();
        let response = match actix_web::dev::Service::call(&app, request).await {
            Ok(response) => response.map_into_boxed_body().into_parts().1,
            Err(error) => error.error_response(),
        };
        assert_eq!(
            response.headers().get(CONTENT_TYPE).unwrap(),
            "application/problem+json"
        );
        assert!(response.headers().contains_key(CONTENT_SECURITY_POLICY));
        let status = response.status();
        let body = actix_web::body::to_bytes(response.into_body()).await.unwrap();
        assert!(
            !String::from_utf8_lossy(&body).contains("secret"),
            "the cause left the process"
        );
        (status, serde_json::from_slice(&body).unwrap())
    }

    #[actix_web::test]
    async fn a_panic_is_answered_as_a_problem_that_says_nothing_of_its_cause() {
        let (status, problem) = answer("/panics").await;
        assert_eq!((status.as_u16(), problem.code), (500, ErrorCode::Internal));
        assert_eq!(problem.title, "Something went wrong here");
    }

    #[actix_web::test]
    async fn an_internal_error_keeps_its_cause_to_itself() {
        assert_eq!(answer("/fails").await.1.code, ErrorCode::Internal);
    }

    #[actix_web::test]
    async fn whatever_fails_inside_leaves_as_a_problem() {
        assert_eq!(answer("/nowhere").await.1.code, ErrorCode::NotFound);
        assert_eq!(answer("/foreign").await.1.code, ErrorCode::Internal);
    }

    #[actix_web::test]
    async fn a_good_answer_passes_untouched() {
        let app = init_service(
            App::new()
                .wrap(from_fn(answers))
                .route("/", web::get().to(|| async { HttpResponse::Ok().body("fine") })),
        )
        .await;
        let response = call_service(&app, TestRequest::get().uri("/").to_request()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(read_body(response).await, "fine");
    }
}
