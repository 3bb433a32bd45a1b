//! The programs of this repository that commands start, so that no command waits for dependencies that only they need.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;
use xtask::command;

/// Options of `cargo xtask sbom`.
#[derive(Args)]
pub struct BillOptions {
    /// Where it is written; left out: printed.
    #[arg(long)]
    output: Option<PathBuf>,
}

/// Returns a check that reads the repository (`checks/`).
pub fn check(name: &str) -> Command {
    program("checks", name)
}

/// Returns a program that serves, attacks or measures (`probes/`).
pub fn probe(name: &str) -> Command {
    program("probes", name)
}

/// Writes or prints the bill of materials.
pub fn bill_of_materials(options: &BillOptions) -> Result<()> {
    let Some(path) = &options.output else {
        return command::run(&mut check("sbom"));
    };
    let text = command::capture(&mut check("sbom"))?;
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn program(package: &str, name: &str) -> Command {
    let mut cargo = command::cargo();
    cargo.args(["run", "--quiet", "--package", package, "--", name]);
    cargo
}
