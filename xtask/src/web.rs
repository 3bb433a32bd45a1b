//! The web application: Rust to WebAssembly, and the bundler, which makes `web/dist` of it.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use xtask::command::{self, root};

use crate::toolchain::Toolchain;

/// Options of `cargo xtask web`.
#[derive(Args, Clone, Copy, Default)]
#[group(skip)]
pub struct Options {
    /// Quick to build, slow to run and large: for the loop between editor and browser.
    #[arg(long)]
    pub dev: bool,
    /// Tell where the bytes of the program come from.
    #[arg(long)]
    pub why: bool,
}

/// Returns the output folder of the web application.
pub fn dist() -> PathBuf {
    root().join("web/dist")
}

/// Builds `web/dist`, unless the existing one was made from the same input.
pub fn build(options: Options) -> Result<()> {
    let program = compile(options, "luutru-web")?;
    let reader = compile(options, "luutru-reader")?;
    let mut bundler = command::cargo();
    bundler
        .args(["run", "--quiet", "--package", "bundler", "--target-dir"])
        .arg(target())
        .arg("--")
        .args([program, reader, target()]);
    if options.dev {
        bundler.arg("--quick");
    }
    if options.why {
        bundler.arg("--why");
    }
    command::run(&mut bundler)
}

/// Returns a separate target folder: otherwise this build and the native builds would wait for each other's lock.
fn target() -> PathBuf {
    root().join("target/web")
}

/// Runs clippy for the web application, with warnings as errors. It uses the build scripts and macros of the build.
pub fn lint() -> Result<()> {
    let toolchain = Toolchain::find()?;
    let mut clippy = match &toolchain {
        Toolchain::Active => toolchain.cargo("clippy"),
        Toolchain::Debian { .. } => {
            // Clippy belongs to one compiler version, and Debian's version is a different one.
            println!("No standard library for clippy on WebAssembly here: checking the web application for the host.");
            let mut clippy = command::cargo();
            clippy.arg("clippy");
            clippy
        }
    };
    clippy
        .args([
            "--package",
            "luutru-web",
            "--package",
            "luutru-reader",
            "--profile",
            "wasm",
            "--target-dir",
        ])
        .arg(target());
    command::run(clippy.args(["--", "-D", "warnings"]))
}

/// Compiles a package and returns the file. Cargo decides whether anything has to be done: it knows every source,
/// included files too.
fn compile(options: Options, package: &str) -> Result<PathBuf> {
    let (profile, folder) = if options.dev {
        ("dev", "debug")
    } else {
        ("wasm", "wasm")
    };
    let mut build = Toolchain::find()?.cargo("build");
    build
        .args(["--package", package, "--profile", profile, "--target-dir"])
        .arg(target());
    command::run(&mut build)?;
    let folder = target().join("wasm32-unknown-unknown").join(folder);
    // A library name has underscores where its package has hyphens.
    let names = [package.to_owned(), package.replace('-', "_")];
    let mut files = names.iter().map(|name| folder.join(format!("{name}.wasm")));
    files
        .find(|file| file.is_file())
        .with_context(|| format!("cargo made no {package}.wasm"))
}
