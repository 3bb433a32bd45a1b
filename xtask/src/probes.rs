//! What attacks and measures a served demo province: a program of its own (`probes/`).

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::Result;
use xtask::command;

use crate::tally::Tally;

/// Measures; the arguments are those of the program.
pub fn bench(arguments: &[OsString]) -> Result<()> {
    command::run(program("bench").args(arguments))
}

/// Runs schemathesis against that binary; what it keeps goes to the folder `target`.
pub fn fuzz(luutru: &Path, target: &Path) -> Result<Tally> {
    Tally::of(program("fuzz").args([luutru, target]), |_| ())
}

fn program(name: &str) -> Command {
    let mut cargo = command::cargo();
    cargo.args(["run", "--quiet", "--package", "probes", "--", name]);
    cargo
}
