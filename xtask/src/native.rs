//! The code compiled for the host: the service, the tests, the commands.

use std::process::Command;

use anyhow::Result;
use xtask::command;

/// Everything except the pages. Every native stage uses exactly this selection: with another one cargo would unify
/// other features of the dependencies, and compile half of them again.
const SELECTION: [&str; 3] = ["--workspace", "--exclude", "luutru-web"];

/// Returns `cargo <subcommand>` for this selection.
pub fn cargo(subcommand: &str) -> Command {
    let mut command = command::cargo();
    command.arg(subcommand).args(SELECTION);
    command
}

/// Compiles the service and all native tests. Stages that need the binary call it too, for `--only`; after the first
/// call nothing is left to do.
pub fn build() -> Result<()> {
    command::run(cargo("build").args(["--lib", "--bins", "--tests"]))
}
