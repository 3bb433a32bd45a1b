//! How an [`Error`] becomes a problem (RFC 9457).

use crate::error::Error;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use dto::Lang;

/// The answer to a failed request, in the requested language.
pub fn respond(error: &Error, lang: Lang, trace_id: &str) -> HttpResponse {
    let problem = error.problem(lang, trace_id);
    let mut answer = HttpResponse::build(error.status_code());
    answer.insert_header((header::CONTENT_LANGUAGE, lang.as_str()));
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(seconds) = error.retry_after_seconds() {
        answer.insert_header((header::RETRY_AFTER, seconds));
    }
    if let Some(methods) = error.allowed_methods() {
        answer.insert_header((header::ALLOW, methods));
    }
    if problem.status == 401 {
        answer.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"luutru\""));
    }
    answer
        .content_type("application/problem+json")
        .body(serde_json::to_vec(&problem).unwrap_or_default())
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        // The middleware replaces it by an answer with language and trace id.
        HttpResponse::new(self.status_code())
    }
}
