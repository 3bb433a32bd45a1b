//! The common parts of the developer's programs: running and ending other programs, the machine, the demo province.
#![expect(clippy::print_stdout, reason = "command-line tools talk on standard output")]

pub mod command;
pub mod demo;
pub mod guard;
pub mod machine;
pub mod metadata;
pub mod venv;
