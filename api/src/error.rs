//! The only error type. `http::problem` converts it to a problem (RFC 9457).

use crate::crypto::missing_key::MissingKey;
use crate::db::fault;
use dto::problem::{ErrorCode, FieldError, Problem};
use dto::text::Params;
use dto::{FieldCode, Lang};
use sea_orm::DbErr;
use std::fmt;

/// The number of seconds after which a client may retry if the database does not answer.
const RETRY_AFTER: u64 = 5;

/// The failure of an operation: the public part for the client, and the cause for the log only.
#[derive(Debug)]
pub struct Error {
    code: ErrorCode,
    params: Params,
    fields: Vec<FieldError>,
    retry_after: Option<u64>,
    allow: Option<String>,
    cause: Option<anyhow::Error>,
}

/// The result of operations.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Makes an error that has only a code.
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

    /// Makes an error about several fields.
    pub fn fields(fields: Vec<FieldError>) -> Self {
        Self {
            fields,
            ..Self::new(ErrorCode::ValidationFailed)
        }
    }

    /// Makes an error about one field.
    pub fn field(pointer: &str, code: FieldCode) -> Self {
        Self::fields(vec![FieldError::new(pointer, code)])
    }

    /// Makes an error about a parameter or header.
    pub fn parameter(name: &str, code: FieldCode) -> Self {
        Self::new(ErrorCode::MalformedRequest).about(vec![FieldError::parameter(name, code)])
    }

    /// Makes the error that a resource does not exist within reach.
    pub fn not_found() -> Self {
        Self::new(ErrorCode::NotFound)
    }

    /// Makes the error of a condition that should be impossible.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        let cause = cause.into();
        if cause.is::<MissingKey>() {
            // Another instance already uses a key that is not distributed to this one yet.
            return Self::unavailable(cause);
        }
        Self {
            cause: Some(cause),
            ..Self::new(ErrorCode::Internal)
        }
    }

    /// Makes the error of a commit that was sent and not answered: it may have succeeded.
    pub fn unknown_outcome() -> Self {
        Self::new(ErrorCode::OutcomeUnknown).retry_after(RETRY_AFTER)
    }

    /// Makes the error of a failed commit. If the database itself refused it, nothing was stored.
    pub fn of_commit(cause: DbErr) -> Self {
        if fault::is_refusal(&cause) {
            return cause.into();
        }
        Self {
            cause: Some(cause.into()),
            ..Self::unknown_outcome()
        }
    }

    /// Returns an error with the same cause as a temporary failure.
    #[must_use]
    pub fn as_unavailable(self) -> Self {
        Self {
            cause: self.cause,
            ..Self::new(ErrorCode::Unavailable).retry_after(RETRY_AFTER)
        }
    }

    /// Makes the error of a temporary failure: the client may retry.
    pub fn unavailable(cause: impl Into<anyhow::Error>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..Self::new(ErrorCode::Unavailable)
        }
        .retry_after(RETRY_AFTER)
    }

    /// Adds the errors of these fields.
    #[must_use]
    pub fn about(mut self, fields: Vec<FieldError>) -> Self {
        self.fields = fields;
        self
    }

    /// Moves the errors under `pointer`.
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

    /// Returns the code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// Returns the errors of the fields.
    pub fn wrong_fields(&self) -> &[FieldError] {
        &self.fields
    }

    /// Returns the cause, for the log.
    pub fn cause(&self) -> Option<&anyhow::Error> {
        self.cause.as_ref()
    }

    /// Returns the error as a problem in this language.
    pub fn problem(&self, lang: Lang, trace_id: &str) -> Problem {
        let mut problem = Problem {
            kind: format!("/problems/{}", self.code.as_str()),
            title: self.code.title(lang).to_owned(),
            status: self.code.status(),
            detail: String::new(),
            code: self.code,
            params: self.params.clone(),
            errors: self.fields.iter().cloned().map(|field| field.localized(lang)).collect(),
            trace_id: trace_id.to_owned(),
        };
        problem.detail = problem.detail_in(lang);
        problem
    }

    /// Returns the number of seconds after which the request may be repeated.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        self.retry_after
    }

    /// Returns the methods that the path allows, for 405.
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

/// Returns whether a write failed because `index` already contains the value.
pub fn is_duplicate(error: &DbErr, index: &str, columns: &str) -> bool {
    // PostgreSQL names the index, SQLite the columns.
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(message)) => {
            message.contains(index) || message.contains(columns)
        }
        _ => false,
    }
}
