//! The committed OpenAPI document and the code's own.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use xtask::command::{self, root};
use xtask::metadata::Metadata;

use crate::native;

/// Options of `cargo xtask openapi`.
#[derive(Args)]
pub struct Options {
    /// Only compare, and fail where they differ.
    #[arg(long)]
    check: bool,
}

/// Builds the binary, then writes or compares.
pub fn run(options: &Options) -> Result<()> {
    native::build()?;
    let luutru = Metadata::read()?.luutru();
    if options.check {
        return check(&luutru);
    }
    let file = file();
    std::fs::write(&file, generate(&luutru)?).with_context(|| format!("cannot write {}", file.display()))?;
    println!("Wrote {}.", file.display());
    Ok(())
}

/// Fails where the committed document is not the one of that binary.
pub fn check(luutru: &Path) -> Result<()> {
    if let Some(difference) = difference(&file(), &generate(luutru)?)? {
        bail!("{difference}openapi/openapi.json is not what the code says (+); run `cargo xtask openapi`");
    }
    println!("openapi/openapi.json is what the code says.");
    Ok(())
}

/// What git says where the file does not have this text.
fn difference(file: &Path, text: &str) -> Result<Option<String>> {
    let mut wanted = tempfile::NamedTempFile::new().context("no temporary file")?;
    wanted.write_all(text.as_bytes()).context("no temporary file")?;
    let mut diff = command::new("git");
    diff.args(["diff", "--no-index", "--"]).arg(file).arg(wanted.path());
    let said = diff.output().context("cannot run git")?;
    let text = [said.stdout, said.stderr].concat();
    Ok((!said.status.success()).then(|| String::from_utf8_lossy(&text).into_owned()))
}

/// Fails where the linters of others find an error in the committed document.
pub fn lint() -> Result<()> {
    let folder = root().join("tests/openapi");
    // No script of a package is run: none of them needs one.
    let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
    command::run(command::new("npm").args(install).current_dir(&folder))?;
    for linter in ["redocly", "spectral"] {
        command::run(
            command::new("npm")
                .args(["run", "--silent", linter])
                .current_dir(&folder),
        )?;
    }
    Ok(())
}

/// The committed document.
fn file() -> PathBuf {
    root().join("openapi/openapi.json")
}

fn generate(luutru: &Path) -> Result<String> {
    let mut document = command::capture(command::new(luutru).arg("openapi"))?;
    serde_json::from_str::<serde::de::IgnoredAny>(&document).context("`luutru openapi` printed no JSON")?;
    if !document.ends_with('\n') {
        document.push('\n');
    }
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_document_that_is_missing_or_lacks_a_line_break_is_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("openapi.json");
        assert!(difference(&file, "{\n}\n").unwrap().is_some());
        std::fs::write(&file, "{\n}").unwrap();
        let said = difference(&file, "{\n}\n").unwrap().unwrap();
        assert!(said.contains("\n+}"), "{said}");
        assert_eq!(difference(&file, "{\n}").unwrap(), None);
    }
}
