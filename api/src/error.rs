//! The one error type. `http::problem` writes it as a problem (RFC 9457).

use crate::crypto::missing_key::MissingKey;
use crate::db::fault;
use dto::problem::{ErrorCode, FieldError, Problem};
use dto::text::Params;
use dto::{FieldCode, Lang};
use sea_orm::DbErr;
use std::fmt;

/// After how many seconds a database that does not answer is asked again.
const RETRY_AFTER: u64 = 5;

/// Why an operation failed: what the client may know, and the cause, which only the log learns.
#[derive(Debug)]
pub struct Error {
    code: ErrorCode,
    params: Params,
    fields: Vec<FieldError>,
    retry_after: Option<u64>,
    allow: Option<String>,
    cause: Option<anyhow::Error>,
}

/// What operations return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure with nothing but its code.
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            params: Params::new(),
            fields: Vec::new(),
            retry_after: None,
            allow: None,
            cause: None,
        }
    }

    /// Fields are wrong.
    pub fn fields(fields: Vec<FieldError>) -> Self {
        Self {
            fields,
            ..Self::new(ErrorCode::ValidationFailed)
        }
    }

    /// One field is wrong.
    pub fn field(pointer: &str, code: FieldCode) -> Self {
        Self::fields(vec![FieldError::new(pointer, code)])
    }

    /// A parameter or header is wrong.
    pub fn parameter(name: &str, code: FieldCode) -> Self {
        Self::new(ErrorCode::MalformedRequest).about(vec![FieldError::parameter(name, code)])
    }

    /// There is no such thing within reach.
    pub fn not_found() -> Self {
        Self::new(ErrorCode::NotFound)
    }

    /// Something that cannot happen did.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        let cause = cause.into();
        if cause.is::<MissingKey>() {
            // Another instance seals with a key that is still on its way to this one.
            return Self::unavailable(cause);
        }
        Self {
            cause: Some(cause),
            ..Self::new(ErrorCode::Internal)
        }
    }

    /// A commit that was sent and not answered: it may have happened.
    pub fn unknown_outcome() -> Self {
        Self::new(ErrorCode::OutcomeUnknown).retry_after(RETRY_AFTER)
    }

    /// A commit that failed. Where the database itself refused it nothing was stored.
    pub fn of_commit(cause: DbErr) -> Self {
        if fault::is_refusal(&cause) {
            return cause.into();
        }
        Self {
            cause: Some(cause.into()),
            ..Self::unknown_outcome()
        }
    }

    /// The same cause, told as "come back later".
    #[must_use]
    pub fn as_unavailable(self) -> Self {
        Self {
            cause: self.cause,
            ..Self::new(ErrorCode::Unavailable).retry_after(RETRY_AFTER)
        }
    }

    /// Something that passes: whoever asks is told to come back.
    pub fn unavailable(cause: impl Into<anyhow::Error>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..Self::new(ErrorCode::Unavailable)
        }
        .retry_after(RETRY_AFTER)
    }

    /// The same failure, with what stands at these fields.
    #[must_use]
    pub fn about(mut self, fields: Vec<FieldError>) -> Self {
        self.fields = fields;
        self
    }

    /// The same failure of what lies under `pointer`.
    #[must_use]
    pub fn under(mut self, pointer: &str) -> Self {
        for field in &mut self.fields {
            field.pointer.insert_str(0, pointer);
        }
        self
    }

    /// Adds a value for the text.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// Adds `Retry-After`, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Adds `Allow`, for 405.
    #[must_use]
    pub fn allow(mut self, methods: String) -> Self {
        self.allow = Some(methods);
        self
    }

    /// The code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// What is wrong with which field.
    pub fn wrong_fields(&self) -> &[FieldError] {
        &self.fields
    }

    /// What the log may know beyond the code.
    pub fn cause(&self) -> Option<&anyhow::Error> {
        self.cause.as_ref()
    }

    /// As a problem in the language asked for.
    pub fn problem(&self, lang: Lang, trace_id: &str) -> Problem {
        let code = self.code.as_str();
        let mut params = self.params.clone();
        params.insert("trace_id".to_owned(), trace_id.to_owned());
        Problem {
            kind: format!("/problems/{code}"),
            title: self.code.title(lang).to_owned(),
            status: self.code.status(),
            detail: self.code.detail(lang, &params),
            code: self.code,
            errors: self.fields.iter().cloned().map(|field| field.localized(lang)).collect(),
            trace_id: trace_id.to_owned(),
        }
    }

    /// After how many seconds the request may be sent again.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        self.retry_after
    }

    /// The methods that the address does take, for 405.
    pub fn allowed_methods(&self) -> Option<&str> {
        self.allow.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())
    }
}

impl std::error::Error for Error {}

impl From<DbErr> for Error {
    fn from(cause: DbErr) -> Self {
        if fault::passes(&cause) {
            return Self::unavailable(cause);
        }
        Self::internal(cause)
    }
}

/// Whether a write failed because `index` already holds the value.
pub fn is_duplicate(error: &DbErr, index: &str, columns: &str) -> bool {
    // PostgreSQL names the index, SQLite the columns.
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(message)) => {
            message.contains(index) || message.contains(columns)
        }
        _ => false,
    }
}
