//! The service from outside: through its public HTTP API, on SQLite and on PostgreSQL.
//!
//! Each test has a database of its own, a server of its own and a clock that stands still until the test sets it. What
//! a test proves stands above it: `// Proves KH-11.2d-1.` for a whole provision, `// Part of KH-11.2d-1.` for a part
//! (`cargo xtask requirements` reads it). `cargo xtask postgres -- cargo test -p luutru-tests` runs them all.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops where it stands, its helpers too")]
#![allow(
    clippy::allow_attributes,
    clippy::too_many_lines,
    clippy::unused_self,
    reason = "some macros import for every test of a file; a table of cases is as long as it is"
)]

mod audit;
mod authz;
mod bad_input;
mod change;
mod day;
mod departure;
mod facilities;
mod history;
mod idempotency;
mod jobs;
mod lists;
mod locales;
mod migrations;
mod notify;
mod passwords;
mod police;
mod privacy;
mod search;
mod sessions;
mod set_up;
mod sign_in;
mod spec;
mod support;
