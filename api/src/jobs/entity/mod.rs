//! Rows of the job tables.

pub mod idempotency_key;
pub mod job_run;
pub mod outbox;
