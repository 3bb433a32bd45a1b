//! Checks that no database driver and no server code is compiled into the web application.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use xtask::command;

/// Crates for the server only. The second half of the check, that the API has them, proves that the first half looks
/// for existing names.
const SERVER_ONLY: [&str; 6] = [
    "sea-orm",
    "sqlx",
    "actix-web",
    "luutru-migration",
    "typst",
    "unicode-normalization",
];

/// Fails if the web application depends on a crate of the server.
pub fn check() -> Result<()> {
    let web = crates(&["--package", "luutru-web", "--target", "wasm32-unknown-unknown"])?;
    let api = crates(&["--package", "luutru-api"])?;
    for name in SERVER_ONLY {
        if web.contains(name) {
            bail!("the web application depends on {name}");
        }
        if !api.contains(name) {
            bail!("the API does not depend on {name}: this check looks for the wrong name");
        }
    }
    println!("{} crates go to the browser, none of the server's.", web.len());
    Ok(())
}

fn crates(selection: &[&str]) -> Result<BTreeSet<String>> {
    let tree = ["tree", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    let lines = command::capture(command::cargo().args([&tree, selection].concat()))?;
    Ok(lines
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect())
}
