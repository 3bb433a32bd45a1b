//! The service from outside: through its public HTTP API, on SQLite and on PostgreSQL.
//!
//! Each test has a database of its own, a server of its own and a clock that stands still until the test sets it. What
//! a test proves stands above it: `// Proves KH-11.2d-1.` for a whole provision, `// Part of KH-11.2d-1.` for a part
//! (`cargo xtask requirements` reads it). `cargo xtask postgres -- cargo test -p luutru-tests` runs them all.

mod accounts;
mod acts;
mod archive;
mod audit;
mod authz;
mod bad_input;
mod before_deciding;
mod behalf;
mod binary;
mod board;
mod calendar;
mod change;
mod commune_day;
mod contacts;
mod credential_loss;
mod credentials;
mod data_requests;
mod day;
mod deadlines;
mod delegation;
mod departure;
mod dossiers;
mod facilities;
mod facility_changes;
mod foreign_guests;
mod groups;
mod history;
mod holder_change;
mod idempotency;
mod import_files;
mod import_lists;
mod imports;
mod imports_killed;
mod jobs;
mod keys;
mod lists;
mod locales;
mod mail;
mod migrations;
mod notify;
mod operators;
mod outage;
mod pages;
mod passwords;
mod police;
mod prices;
mod privacy;
mod register;
mod registration;
mod returning;
mod search;
mod second_factor;
mod sessions;
mod set_up;
mod sign_in;
mod spec;
mod strangers;
mod support;
mod threads;
mod tiers;
