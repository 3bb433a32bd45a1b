//! Checks that read the repository and compile nothing of it. `cargo xtask` runs them: `layers`, `requirements`, `sbom`.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

mod cargo;
mod circles;
mod imports;
mod layers;
mod one_shot;
mod queries;
mod requirements;
mod sbom;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    match run(&name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(name: &str) -> Result<()> {
    match name {
        "layers" => {
            layers::check()?;
            imports::check()
        }
        "requirements" => {
            requirements::check()?;
            one_shot::check()
        }
        "sbom" => sbom::print(),
        _ => bail!("`{name}` is none of layers, requirements, sbom"),
    }
}
