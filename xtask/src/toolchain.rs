//! The compiler for WebAssembly.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use xtask::command;
use xtask::machine;

use crate::prepare::{self, Need};

const TARGET: &str = "wasm32-unknown-unknown";

/// Selects one of the three ways, so that each can be tested: `installed`, `rustup` or `debian`.
const CHOICE: &str = "LUUTRU_WASM_TOOLCHAIN";

/// A way to a standard library for `wasm32-unknown-unknown`.
pub enum Toolchain {
    /// The active toolchain has the target.
    Active,
    /// Debian's `rustc` builds the library from `rust-web-src`, for machines with access to Debian's packages but to no
    /// toolchain.
    Debian {
        /// Debian's compiler has no linker for WebAssembly; this is the one of the active toolchain.
        linker: PathBuf,
    },
}

impl Toolchain {
    /// Returns the first way that works here: installed, through rustup, through Debian.
    pub fn find() -> Result<Self> {
        let choice = std::env::var(CHOICE).unwrap_or_default();
        match choice.as_str() {
            "" if is_installed() || added_by_rustup() => Ok(Self::Active),
            "" | "debian" => Self::debian(),
            "installed" if is_installed() => Ok(Self::Active),
            "installed" => bail!("{CHOICE}=installed, but the active toolchain has no {TARGET}"),
            "rustup" if added_by_rustup() => Ok(Self::Active),
            "rustup" => bail!("{CHOICE}=rustup, but `rustup target add {TARGET}` failed"),
            other => bail!("{CHOICE} is installed, rustup or debian, not `{other}`"),
        }
    }

    fn debian() -> Result<Self> {
        println!("Building the standard library for WebAssembly with Debian's rustc-web.");
        prepare::prepare(&[Need::DebianRust]).with_context(|| {
            format!("the web application needs {TARGET}: `rustup target add {TARGET}` is the simplest way to it")
        })?;
        let linker = rustlib()?.join(host()?).join("bin/rust-lld");
        if !linker.is_file() {
            bail!(
                "Debian's compiler needs the linker of a rustup toolchain, and {} is missing",
                linker.display()
            );
        }
        Ok(Self::Debian { linker })
    }

    /// Returns `cargo <subcommand>` for the web application.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let mut command = command::cargo();
        command.args([subcommand, "--target", TARGET]);
        if let Self::Debian { linker } = self {
            command
                .args(["-Z", "build-std=std,panic_abort"])
                .env("RUSTC", "/usr/bin/rustc")
                // Building the standard library is unstable; the sources are the compiler's own.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command
    }
}

fn is_installed() -> bool {
    let asked = command::capture(command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    let Ok(folder) = asked else { return false };
    let Ok(files) = std::fs::read_dir(folder.trim()) else {
        return false;
    };
    files
        .filter_map(Result::ok)
        .any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
}

fn added_by_rustup() -> bool {
    if machine::find("rustup").is_none() {
        return false;
    }
    println!("Adding {TARGET} to the active toolchain with rustup.");
    let added = command::status(command::new("rustup").args(["target", "add", TARGET]));
    added.is_ok_and(|status| status.success()) && is_installed()
}

fn rustlib() -> Result<PathBuf> {
    let sysroot = command::capture(command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(PathBuf::from(sysroot.trim()).join("lib/rustlib"))
}

fn host() -> Result<String> {
    let version = command::capture(command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("`rustc -vV` names no host")
}
