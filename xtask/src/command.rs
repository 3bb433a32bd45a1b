//! Runs other programs, in the root of the repository.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

use crate::guard;

/// Returns the repository's root.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Makes a command in the repository's root, without the developer's own `LUUTRU_*` settings: a test must never reach a
/// real database because `LUUTRU_DATABASE_URL` was exported.
pub fn new(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        // Cargo sets the second group of variables for xtask itself. If they were passed on, a build script that
        // watches one of them would run again whenever the same crate is built without xtask.
        let ours = ["LUUTRU_", "CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
        if ours.iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
}

/// Returns the toolchain's cargo.
pub fn cargo() -> Command {
    new("cargo")
}

/// Installs the packages of a folder's lock file. No script of a package is run: none of them needs one.
pub fn npm_ci(folder: &Path) -> Command {
    let mut npm = new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]);
    npm.current_dir(folder);
    npm
}

/// Runs it with our standard streams; an unsuccessful exit is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs it with our standard streams and returns its exit status.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    watched(command, |_| Ok(()))
}

/// Runs it, passes its standard output on line by line, calls `read` for each line, and returns its exit status.
pub fn read(command: &mut Command, mut read: impl FnMut(&str)) -> Result<ExitStatus> {
    watched(command.stdout(Stdio::piped()), |child| {
        let Some(output) = child.stdout.take() else {
            return Ok(());
        };
        let mut output = BufReader::new(output);
        let mut bytes = Vec::new();
        while output.read_until(b'\n', &mut bytes)? > 0 {
            std::io::stdout().write_all(&bytes)?;
            read(&String::from_utf8_lossy(&bytes));
            bytes.clear();
        }
        Ok(())
    })
}

/// Runs it so that it ends when xtask ends; calls `meanwhile` while it runs.
fn watched(command: &mut Command, meanwhile: impl FnOnce(&mut Child) -> Result<()>) -> Result<ExitStatus> {
    guard::check()?;
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot run `{}`", line(command)))?;
    let watched = guard::terminate(child.id());
    meanwhile(&mut child)?;
    let status = child.wait().with_context(|| format!("lost `{}`", line(command)))?;
    watched.disarm();
    Ok(status)
}

/// Runs it and returns its output; its error output is shown only in an error.
pub fn capture(command: &mut Command) -> Result<String> {
    guard::check()?;
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run `{}`", line(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", line(command), output.status, said.trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{}` printed no UTF-8", line(command)))
}

/// Returns whether it succeeds, without output.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Returns the command line. It has only the program and its arguments, so that no secret of the environment is shown.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
