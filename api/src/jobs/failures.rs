//! Failures of independent pieces of work.

use crate::error::{Error, Result};
use dto::ErrorCode;

/// Collects the failures of a round, so that one work, or one row of it, never stops the others.
#[derive(Default)]
pub struct Failures {
    first: Option<Error>,
}

impl Failures {
    /// Logs the failure of the work `name` and remembers the first one.
    ///
    /// # Errors
    ///
    /// The failure itself where the database does not answer: nothing else of the round would succeed, and each try would
    /// wait for its time limit.
    pub fn note(&mut self, name: &'static str, outcome: Result<()>) -> Result<()> {
        let Err(error) = outcome else {
            return Ok(());
        };
        if error.code() == ErrorCode::Unavailable {
            return Err(error);
        }
        tracing::warn!(
            job = name,
            code = error.code().as_str(),
            "a job failed; it will be tried again"
        );
        self.first.get_or_insert(error);
        Ok(())
    }

    /// The first failure, if there was one.
    ///
    /// # Errors
    ///
    /// The first failure that was noted.
    pub fn first(self) -> Result<()> {
        self.first.map_or(Ok(()), Err)
    }
}
