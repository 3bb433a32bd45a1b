//! Everything that is compiled for the host: the service, the tests, the commands.

use std::process::Command;

use anyhow::Result;
use xtask::command;

/// All but the pages. Every native stage selects exactly this: with another selection cargo unites other features of the
/// dependencies, and compiles half of them again.
const SELECTION: [&str; 3] = ["--workspace", "--exclude", "luutru-web"];

/// `cargo <subcommand>` for this selection.
pub fn cargo(subcommand: &str) -> Command {
    let mut command = command::cargo();
    command.arg(subcommand).args(SELECTION);
    command
}

/// Compiles the service and all native tests. Stages that need the binary call it too, for `--only`; after the first time it
/// has nothing to do.
pub fn build() -> Result<()> {
    command::run(cargo("build").args(["--lib", "--bins", "--tests"]))
}
