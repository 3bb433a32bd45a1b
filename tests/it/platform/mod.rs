//! What carries the rest: the binary, databases, keys, jobs, mail, records, and what happens when any of them fails.

mod audit;
mod binary;
mod compose;
mod database_role;
mod decided;
mod demo;
mod destinations;
mod faults;
mod given_up;
mod hard_ends;
pub mod jobs;
mod key_rotation;
mod keys;
mod locales;
mod mail;
mod migrations;
mod outage;
mod privacy;
mod scanner;
mod waiting;
