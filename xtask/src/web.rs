//! The web application: Rust to WebAssembly, wasm-bindgen, hashed names, compressed copies.
//!
//! No `wasm-opt` in between: `-Oz` takes a seventh off the file and adds a little to its brotli copy, which is what
//! travels (656 to 665 KB).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::bundle::{self, Bundle, Program};
use crate::command;
use crate::compress::{self, Effort};
use crate::toolchain::Toolchain;
use crate::workspace::{self, root};

/// Aim and limit of the program's size under brotli (chapter 5 of the design), in bytes.
const SIZE_AIM: usize = 450_000;
const SIZE_LIMIT: usize = 900_000;

/// Changes when this step makes something else of the same input.
const VERSION: &str = "1";

/// Options of `cargo xtask web`.
#[derive(Args, Clone, Copy, Default)]
#[group(skip)]
pub struct Options {
    /// Quick to build, slow to run and large: for the loop between editor and browser.
    #[arg(long)]
    pub dev: bool,
}

impl Options {
    fn profile(self) -> &'static str {
        if self.dev { "dev" } else { "wasm" }
    }

    fn effort(self) -> Effort {
        if self.dev { Effort::Quick } else { Effort::Full }
    }
}

/// Where the web application's files are put.
pub fn dist() -> PathBuf {
    root().join("web/dist")
}

/// Builds into `web/dist`, unless what is there came from the same input.
pub fn build(options: Options) -> Result<()> {
    let program = compile(options)?;
    let page = root().join("web/index.html");
    let page = std::fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    let assets = read_assets()?;

    let fingerprint = fingerprint(options, &program, &page, &assets);
    let stamp = target().join("dist.stamp");
    let is_there = dist().join("manifest.json").is_file();
    if is_there && std::fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == fingerprint) {
        println!("The web application is up to date.");
        return Ok(());
    }

    let bundle = Bundle::new(assets, bind(&program)?, &page)?;
    // What is there now came from something else, whatever becomes of what follows.
    remove_file(&stamp)?;
    let size = write(&bundle, options.effort())?;
    if options.dev {
        println!("The web application is in web/dist (development build).");
    } else {
        report(size)?;
    }
    std::fs::write(&stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))
}

fn read_assets() -> Result<BTreeMap<String, Vec<u8>>> {
    let files = workspace::files(&root().join("web/assets"))?;
    let read = |path: PathBuf| std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()));
    files.into_iter().map(|(name, path)| Ok((name, read(path)?))).collect()
}

/// A target folder of its own: the native builds and this one would otherwise wait for each other's lock.
fn target() -> PathBuf {
    root().join("target/web")
}

/// Clippy for the web application, warnings being errors. Its build scripts and macros are those of the build.
pub fn lint() -> Result<()> {
    let toolchain = Toolchain::find()?;
    let mut clippy = match &toolchain {
        Toolchain::Active => toolchain.cargo("clippy"),
        Toolchain::Debian { .. } => {
            // Clippy belongs to one compiler version, and Debian's is another one than ours.
            println!("No standard library for clippy on WebAssembly here: checking the web application for the host.");
            let mut clippy = command::cargo();
            clippy.arg("clippy");
            clippy
        }
    };
    clippy
        .args(["--package", "luutru-web", "--profile", "wasm", "--target-dir"])
        .arg(target());
    command::run(clippy.args(["--", "-D", "warnings"]))
}

/// Cargo decides itself whether anything has to be done: it knows every source, of included files too.
fn compile(options: Options) -> Result<Vec<u8>> {
    let mut build = Toolchain::find()?.cargo("build");
    build
        .args([
            "--package",
            "luutru-web",
            "--profile",
            options.profile(),
            "--target-dir",
        ])
        .arg(target());
    command::run(&mut build)?;
    let folder = if options.dev { "debug" } else { "wasm" };
    let file = target()
        .join("wasm32-unknown-unknown")
        .join(folder)
        .join("luutru-web.wasm");
    std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))
}

/// wasm-bindgen, with the crate in the place of its command: one version for both halves, from one lock file.
fn bind(program: &[u8]) -> Result<Program> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("app", program.to_vec())
        .out_name("app")
        .typescript(false);
    bindgen
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(false);
    let mut output = bindgen.web(true)?.generate_output().context("wasm-bindgen failed")?;
    let mut modules = BTreeMap::new();
    for (krate, snippets) in output.snippets() {
        for (index, snippet) in snippets.iter().enumerate() {
            modules.insert(format!("snippets/{krate}/inline{index}.js"), snippet.clone());
        }
    }
    for (path, module) in output.local_modules() {
        modules.insert(format!("snippets/{path}"), module.clone());
    }
    let wasm = output.wasm_mut().emit_wasm();
    Ok(Program {
        wasm,
        javascript: output.js().to_owned(),
        modules,
    })
}

/// Replaces `web/dist`; gives the program's size under brotli.
fn write(bundle: &Bundle, effort: Effort) -> Result<usize> {
    // Made beside and moved, so that a build that fails leaves what was there.
    let fresh = target().join("dist");
    remove(&fresh)?;
    let program = bundle.hashed("app.wasm")?;
    let mut size = 0;
    for (name, content) in bundle.files() {
        let compressed = compress::write(&fresh.join(name), content, effort)?;
        if name == program {
            size = compressed;
        }
    }
    let manifest = fresh.join("manifest.json");
    std::fs::write(&manifest, bundle.manifest()?).with_context(|| format!("cannot write {}", manifest.display()))?;
    remove(&dist())?;
    std::fs::rename(&fresh, dist()).context("cannot move the web application into web/dist")?;
    Ok(size)
}

fn remove_file(file: &Path) -> Result<()> {
    if file.exists() {
        std::fs::remove_file(file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

fn report(size: usize) -> Result<()> {
    println!(
        "The web application is in web/dist; its program is {} KB under brotli.",
        size.div_ceil(1000)
    );
    if size > SIZE_LIMIT {
        bail!("the program is {size} bytes under brotli, over the limit of {SIZE_LIMIT}");
    }
    if size > SIZE_AIM {
        println!("warning: the aim is {} KB", SIZE_AIM / 1000);
    }
    Ok(())
}

/// Hash of all that goes into `web/dist`.
fn fingerprint(options: Options, program: &[u8], page: &str, assets: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hasher = Sha256::new();
    let mut add = |part: &[u8]| {
        // The length goes before the part, so that no two lists of parts run together into the same bytes.
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    };
    add(VERSION.as_bytes());
    add(options.profile().as_bytes());
    add(program);
    add(page.as_bytes());
    for (name, content) in assets {
        add(name.as_bytes());
        add(content);
    }
    bundle::hash(&hasher.finalize())
}
