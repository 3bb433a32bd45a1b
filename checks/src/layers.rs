//! The wall between the web application and the server: no database driver and no server is compiled into what a browser
//! loads.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use xtask::command;

/// What stays on the server. The second half of the check, that the API does have them, shows that the first half looks
/// for names that exist.
const SERVER_ONLY: [&str; 6] = [
    "sea-orm",
    "sqlx",
    "actix-web",
    "luutru-migration",
    "typst",
    "unicode-normalization",
];

/// Fails where the web application has a crate of the server.
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
