//! The tests in a real browser.

use std::num::NonZero;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xtask::command::{self, root};
use xtask::machine;

use crate::slowest::Slowest;
use crate::tally::Tally;
use crate::web;

/// Runs `tests/e2e/*.test.mjs` against that binary, and says which took longest.
pub fn test(luutru: &Path) -> Result<Tally> {
    let folder = root().join("tests/e2e");
    let specs = specs(&folder)?;
    let chromium = machine::chromium().context("no Chromium")?;
    command::run(
        command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--prefer-offline"])
            .current_dir(&folder),
    )?;
    let mut node = command::new("node");
    // By itself Node leaves one core free; a file waits for its page more than it computes.
    let cores = std::thread::available_parallelism().map_or(2, NonZero::get);
    node.args(["--test", "--test-reporter=spec"])
        .arg(format!("--test-concurrency={}", cores.max(2)))
        .args(&specs)
        .current_dir(&folder);
    node.env("CHROMIUM", chromium)
        .env("LUUTRU_BIN", luutru)
        .env("LUUTRU_WEB", web::dist());
    let mut slowest = Slowest::default();
    let tally = Tally::of(&mut node, |line| slowest.read_line(line))?;
    println!("\n{slowest}");
    Ok(tally)
}

fn specs(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut specs = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            specs.push(path);
        }
    }
    if specs.is_empty() {
        bail!("there are no browser tests in {}", folder.display());
    }
    specs.sort();
    Ok(specs)
}
