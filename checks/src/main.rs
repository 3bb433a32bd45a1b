//! Checks that read the repository and compile nothing of it. `cargo xtask` runs them: `layers`, `requirements`, `sbom`,
//! `supply`, `slowest`.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

mod circles;
mod imports;
mod layers;
mod one_shot;
mod queries;
mod requirements;
mod sbom;
mod slowest;
mod supply;
mod workspace;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    match run(&name, arguments.next().as_deref().map(Path::new)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(name: &str, path: Option<&Path>) -> Result<()> {
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
        "supply" => supply::check(path.context("`supply` takes the target folder")?),
        "slowest" => slowest::print(path.context("`slowest` takes the file of the times")?),
        _ => bail!("`{name}` is none of layers, requirements, sbom, supply, slowest"),
    }
}
