//! The properties of this machine: installed programs, the user, random numbers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::command;

/// The oldest PostgreSQL version that the service supports.
const POSTGRES_AT_LEAST: u32 = 15;

/// Returns whether we are the superuser.
pub fn is_root() -> bool {
    command::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Returns whether missing packages can be installed with apt-get.
pub fn is_debian() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let named = release
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(key, _)| matches!(*key, "ID" | "ID_LIKE"))
        .flat_map(|(_, value)| value.trim_matches('"').split_whitespace())
        .any(|name| matches!(name, "debian" | "ubuntu"));
    named && find("apt-get").is_some()
}

/// Returns the browser: `CHROMIUM` if it is set, otherwise the first one found.
pub fn chromium() -> Option<PathBuf> {
    match std::env::var_os("CHROMIUM") {
        Some(path) => Some(PathBuf::from(path)).filter(|path| path.is_file()),
        None => ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
            .into_iter()
            .find_map(find),
    }
}

/// Returns a Python that can make virtual environments.
pub fn python() -> Option<PathBuf> {
    // Not only the first in PATH: another Python may lack ensurepip although Debian's has it.
    [find("python3"), Some(PathBuf::from("/usr/bin/python3"))]
        .into_iter()
        .flatten()
        .find(|python| command::succeeds(Command::new(python).args(["-c", "import venv, ensurepip"])))
}

/// Returns the sources of the standard library of Debian's compiler, if both are installed and match.
pub fn debian_rust_source() -> Option<PathBuf> {
    let sysroot = command::capture(Command::new("/usr/bin/rustc").args(["--print", "sysroot"])).ok()?;
    let source = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library");
    source.join("std/Cargo.toml").is_file().then_some(source)
}

/// Returns the major version of Node.
pub fn node_major() -> Option<u32> {
    let version = command::capture(Command::new("node").arg("--version")).ok()?;
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Returns the program of that name in PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Returns the folder with the server programs of the newest PostgreSQL (`initdb`, `pg_ctl`, `postgres`), if its
/// version is supported.
pub fn postgres_programs() -> Option<PathBuf> {
    let in_path = find("initdb").and_then(|initdb| fs::canonicalize(initdb).ok());
    let in_path = in_path.and_then(|initdb| initdb.parent().map(Path::to_owned));
    // Debian and Fedora install them outside of PATH, in one folder for each version.
    let packaged = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let packaged = packaged.chain((POSTGRES_AT_LEAST..40).map(|major| PathBuf::from(format!("/usr/pgsql-{major}"))));
    packaged
        .map(|folder| folder.join("bin"))
        .chain(in_path)
        .filter(|folder| {
            ["initdb", "pg_ctl"]
                .iter()
                .all(|program| folder.join(program).is_file())
        })
        .filter_map(|folder| Some((postgres_major(&folder)?, folder)))
        .filter(|(major, _)| *major >= POSTGRES_AT_LEAST)
        .max()
        .map(|(_, folder)| folder)
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`
fn postgres_major(folder: &Path) -> Option<u32> {
    let version = command::capture(Command::new(folder.join("postgres")).arg("--version")).ok()?;
    let number = version.split_whitespace().nth(2)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Returns 128 random bits in hex digits.
pub fn random_word() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    Ok(format!("{:032x}", u128::from_le_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::random_word;

    #[test]
    fn words_differ() {
        let (one, other) = (random_word().unwrap(), random_word().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 32);
    }
}
