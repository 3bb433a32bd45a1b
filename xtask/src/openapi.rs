//! The committed OpenAPI document and the code's own.

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
    let file = file();
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    let generated = generate(luutru)?;
    if let Some(difference) = first_difference(&committed, &generated) {
        bail!("openapi/openapi.json is not what the code says; run `cargo xtask openapi`. {difference}");
    }
    println!("openapi/openapi.json is what the code says.");
    Ok(())
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
pub fn file() -> PathBuf {
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

fn first_difference(committed: &str, generated: &str) -> Option<String> {
    if committed == generated {
        return None;
    }
    let mut generated = generated.lines();
    for (index, line) in committed.lines().enumerate() {
        let other = generated.next();
        if other != Some(line) {
            let other = other.unwrap_or("(its end)").trim();
            return Some(format!(
                "First in line {}: committed `{}`, code `{other}`.",
                index + 1,
                line.trim()
            ));
        }
    }
    Some(format!(
        "The committed one ends before `{}`.",
        generated.next().unwrap_or("its last line break").trim()
    ))
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn equal_documents_have_no_difference() {
        assert_eq!(first_difference("{\n}\n", "{\n}\n"), None);
    }

    #[test]
    fn the_first_line_that_differs_is_named() {
        let said = first_difference("{\n  \"a\": 1\n}\n", "{\n  \"a\": 2\n}\n").unwrap();
        assert_eq!(said, "First in line 2: committed `\"a\": 1`, code `\"a\": 2`.");
    }

    #[test]
    fn a_missing_and_a_shorter_document_differ_too() {
        assert_eq!(
            first_difference("", "{\n").unwrap(),
            "The committed one ends before `{`."
        );
        assert_eq!(
            first_difference("{\n}\n", "{\n").unwrap(),
            "First in line 2: committed `}`, code `(its end)`."
        );
        assert!(first_difference("{}", "{}\n").is_some());
    }
}
