//! External programs that are distributed as Python packages.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{command, machine};

/// Returns the program of that name in a virtual environment with these packages. The environment is created once, and
/// again if the pinned versions change.
pub fn install(folder: &Path, program: &str, packages: &[&str], options_of_pip: &[&str]) -> Result<PathBuf> {
    let program = folder.join("bin").join(program);
    let stamp = folder.join("packages");
    let wanted = packages.join(" ");
    if program.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(program);
    }
    println!("Installing {wanted} into {}", folder.display());
    let python = machine::python().context("no Python with venv")?;
    command::run(command::new(python).args(["-m", "venv", "--clear"]).arg(folder))?;
    let mut pip = command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check"])
        .args(options_of_pip)
        .args(packages);
    command::run(&mut pip)?;
    std::fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(program)
}
