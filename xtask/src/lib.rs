//! What the developer's programs share: other programs and their end, the machine, the demo province.
#![expect(clippy::print_stdout, reason = "command-line tools talk on standard output")]

pub mod command;
pub mod demo;
pub mod guard;
pub mod machine;
pub mod metadata;
pub mod venv;
