//! Makes `web/dist` from the compiled pages: splits the program, runs wasm-bindgen, hashes names, compresses, and
//! checks the sizes. `cargo xtask web` compiles the pages and then runs this program.
//!
//! It does not use `wasm-opt`: `-Oz` removes a seventh of the file but adds a little to its brotli copy, which is
//! transferred (656 to 665 KB).
#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

mod bind;
mod bundle;
mod compress;
mod pack;
mod sizes;
mod why;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use clap::Parser;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::bundle::Bundle;
use crate::compress::Effort;
use crate::sizes::Sizes;

#[derive(Parser)]
#[command(about = "Makes web/dist from the compiled pages; `cargo xtask web` runs it.")]
struct Options {
    /// The pages, as the compiler made them.
    program: PathBuf,
    /// What reads codes in pictures, as the compiler made it.
    reader: PathBuf,
    /// A folder for what is made on the way.
    work: PathBuf,
    /// Compress little, and judge no size.
    #[arg(long)]
    quick: bool,
    /// Make it anew and tell where its bytes come from.
    #[arg(long)]
    why: bool,
}

impl Options {
    fn effort(&self) -> Effort {
        if self.quick { Effort::Quick } else { Effort::Full }
    }
}

fn main() -> ExitCode {
    match build(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Builds `web/dist`, unless the existing one was made from the same input.
fn build(options: &Options) -> Result<()> {
    let web = web();
    let program = read(&options.program)?;
    let reader = read(&options.reader)?;
    let page = read_text(&web.join("index.html"))?;
    let worker = read_text(&web.join("reader/worker.js"))?;
    let keeper = read_text(&web.join("worker/sw.js"))?;
    let mut assets = read_assets(&web.join("assets"))?;
    assets.extend(texts(&web)?);

    // Another version of the bundler may produce other output from the same input.
    let bundler = read(&std::env::current_exe().context("this program has no file")?)?;
    let fingerprint = fingerprint(
        options.quick,
        &[
            &bundler,
            &program,
            &reader,
            page.as_bytes(),
            worker.as_bytes(),
            keeper.as_bytes(),
        ],
        &assets,
    );
    let stamp = options.work.join("dist.stamp");
    let dist = web.join("dist");
    let is_there = dist.join("manifest.json").is_file();
    if is_there && !options.why && std::fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == fingerprint) {
        println!("The web application is up to date.");
        return Ok(());
    }

    let modules = options.work.join("parts");
    let (program, packs) = bind::program(&program, &modules)?;
    let bundle = Bundle::new(assets, program, bind::reader(reader, worker)?, &page, &keeper)?;
    // From here on the existing output no longer matches its stamp, even if a later step fails.
    if stamp.exists() {
        std::fs::remove_file(&stamp).with_context(|| format!("cannot remove {}", stamp.display()))?;
    }
    let sizes = write(&bundle, &options.work.join("dist"), &dist, options.effort())?;
    if options.why {
        why::tell(&modules, &packs)?;
    }
    if options.quick {
        println!("The web application is in web/dist (development build).");
    } else {
        sizes::judge(&sizes)?;
    }
    std::fs::write(&stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Returns the folder `web` of the repository.
fn web() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("web")
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn read_text(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Returns the contents by path relative to the folder, with `/` as separator.
fn read_assets(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut assets = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let parts = entry.path().strip_prefix(folder)?.iter();
            let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
            assets.insert(parts.join("/"), read(entry.path())?);
        }
    }
    Ok(assets)
}

/// Returns the file of texts of each language, in the order of the program's numbers.
fn texts(web: &Path) -> Result<[(String, Vec<u8>); 2]> {
    let pages = texts::Pages::read(&web.with_file_name("dto").join("locales"), &web.join("locales"));
    let files = pages.and_then(|pages| pages.files());
    let files = files.map_err(|error| anyhow!("cannot make the files of texts: {error}"))?;
    Ok(files.map(|(name, text)| (name.to_owned(), text.into_bytes())))
}

/// Replaces `dist`; returns the sizes under brotli of program, texts, JavaScript and style sheet, by plain name.
fn write(bundle: &Bundle, fresh: &Path, dist: &Path, effort: Effort) -> Result<Sizes> {
    // Made in another folder and moved, so that a failed build leaves the existing files unchanged.
    remove(fresh)?;
    let mut sizes = Sizes::new();
    for (name, content) in bundle.files() {
        let compressed = compress::write(&fresh.join(name), content, effort)?;
        if let Some(plain) = bundle.plain(name).filter(|plain| is_counted(plain)) {
            sizes.insert(plain.to_owned(), compressed);
        }
    }
    let manifest = fresh.join("manifest.json");
    std::fs::write(&manifest, bundle.manifest()?).with_context(|| format!("cannot write {}", manifest.display()))?;
    remove(dist)?;
    std::fs::rename(fresh, dist).context("cannot move the web application into web/dist")?;
    Ok(sizes)
}

fn is_counted(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("wasm" | "pack" | "js" | "json" | "css"))
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

/// Returns a hash of all input of `web/dist`.
fn fingerprint(quick: bool, parts: &[&[u8]], assets: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hasher = Sha256::new();
    let mut add = |part: &[u8]| {
        // The length precedes each part, so that different lists of parts never give the same bytes.
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    };
    add(if quick { b"quick" } else { b"full" });
    for part in parts {
        add(part);
    }
    for (name, content) in assets {
        add(name.as_bytes());
        add(content);
    }
    bundle::hash(&hasher.finalize())
}
