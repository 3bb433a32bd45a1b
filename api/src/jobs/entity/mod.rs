//! Rows of the jobs.

pub mod job_run;
pub mod job_state;
