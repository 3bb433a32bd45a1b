//! The service from outside: through its public HTTP API, on SQLite and on PostgreSQL.
//!
//! Each test has a database of its own, a server of its own and a clock that stands still until the test sets it. What
//! a test proves stands above it: `// Proves KH-11.2d-1.` for a whole provision, `// Part of KH-11.2d-1.` for a part
//! (`cargo xtask requirements` reads it). `cargo xtask postgres -- cargo test -p luutru-tests` runs them all.

mod accounts;
mod contract;
mod directory;
mod platform;
mod procedures;
mod stays;
mod support;
