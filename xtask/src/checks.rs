//! The checks that read the repository: a program of their own (`checks/`).

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

/// Runs the check of that name.
pub fn run(name: &str) -> Result<()> {
    command::run(&mut program(name))
}

/// Writes or prints what is compiled in.
pub fn bill_of_materials(options: &BillOptions) -> Result<()> {
    let Some(path) = &options.output else {
        return run("sbom");
    };
    let text = command::capture(&mut program("sbom"))?;
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn program(name: &str) -> Command {
    let mut cargo = command::cargo();
    cargo.args(["run", "--quiet", "--package", "checks", "--", name]);
    cargo
}
