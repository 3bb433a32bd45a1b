//! The web application: Rust to WebAssembly, wasm-bindgen, hashed names, compressed copies.
//!
//! No `wasm-opt` in between: `-Oz` takes a seventh off the file and adds a little to its brotli copy, which is what
//! travels (656 to 665 KB).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::bundle::{self, Bundle, Program, Reader};
use crate::command;
use crate::compress::{self, Effort};
use crate::toolchain::Toolchain;
use crate::workspace::{self, root};

/// Aim and limit of what a person loads of the program, in bytes under brotli (docs/decisions/pages.md, "Size of the pages").
const SIZE_AIM: usize = 450_000;
/// The limit was 900,000 until scans, the queue, the room choosers, the acts of deciding and names of all the world brought 121 KB to a
/// facility (docs/decisions/pages.md, "Size of the pages").
const SIZE_LIMIT: usize = 1_021_000;

/// Who loads which parts (`web/src/parts.rs`), on top of what starts the program.
const LOADS: [(&str, &[&str]); 6] = [
    ("the sign-in page", &[]),
    ("a page for everybody", &["public"]),
    ("one's own account", &["account"]),
    ("a facility at work", &["facility", "register", "stay"]),
    ("an officer at work", &["officers", "register", "stay"]),
    ("who decides and administers", &["office"]),
];

/// Whoever opens every page of theirs: told, not limited (docs/decisions/pages.md, "Size of the pages").
const EVERYTHING: [(&str, &[&str]); 2] = [
    (
        "a facility with every page it has",
        &["facility", "house", "register", "stay", "account"],
    ),
    (
        "the provincial police with every page they have",
        &["officers", "office", "register", "stay", "account"],
    ),
];

/// Changes when this step makes something else of the same input.
const VERSION: &str = "6";

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
    let program = compile(options, "luutru-web")?;
    let reader = compile(options, "luutru-reader")?;
    let page = read_text("web/index.html")?;
    let worker = read_text("web/reader/worker.js")?;
    let assets = read_assets()?;

    let fingerprint = fingerprint(
        options,
        &[&program, &reader, page.as_bytes(), worker.as_bytes()],
        &assets,
    );
    let stamp = target().join("dist.stamp");
    let is_there = dist().join("manifest.json").is_file();
    if is_there && std::fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == fingerprint) {
        println!("The web application is up to date.");
        return Ok(());
    }

    let (program, needs) = bind(&program)?;
    let bundle = Bundle::new(assets, program, bind_reader(reader, worker)?, &page)?;
    // What is there now came from something else, whatever becomes of what follows.
    remove_file(&stamp)?;
    let sizes = write(&bundle, options.effort())?;
    if options.dev {
        println!("The web application is in web/dist (development build).");
    } else {
        report(&sizes, &needs)?;
    }
    std::fs::write(&stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))
}

fn read_text(name: &str) -> Result<String> {
    std::fs::read_to_string(root().join(name)).with_context(|| format!("cannot read {name}"))
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

/// Cargo decides itself whether anything has to be done: it knows every source, of included files too.
fn compile(options: Options, package: &str) -> Result<Vec<u8>> {
    let mut build = Toolchain::find()?.cargo("build");
    build
        .args(["--package", package, "--profile", options.profile(), "--target-dir"])
        .arg(target());
    command::run(&mut build)?;
    let folder = target()
        .join("wasm32-unknown-unknown")
        .join(if options.dev { "debug" } else { "wasm" });
    // A library has underscores where its package has hyphens.
    let names = [package.to_owned(), package.replace('-', "_")];
    let mut files = names.iter().map(|name| folder.join(format!("{name}.wasm")));
    let file = files
        .find(|file| file.is_file())
        .with_context(|| format!("cargo made no {package}.wasm"))?;
    std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))
}

/// The program cut where its functions say so (`web/src/parts.rs`): what starts it, and what is loaded when wanted.
struct Cut {
    main: Vec<u8>,
    /// JavaScript that loads the parts.
    link: String,
    /// Each part by its file name.
    parts: BTreeMap<String, Vec<u8>>,
    /// The files that belong to a part of that name: its own, and what it shares with others.
    needs: BTreeMap<String, BTreeSet<String>>,
}

/// The name under which the program imports what loads its parts.
const LINK: &str = "./parts.js";

fn cut(program: &[u8]) -> Result<Cut> {
    let folder = target().join("parts");
    remove(&folder)?;
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let main = folder.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(program);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = LINK;
    options.main_module = bundle::STARTS_PARTS;
    let cut =
        wasm_split_cli_support::transform(options).map_err(|error| anyhow!("cannot cut the program: {error:#}"))?;
    let read = |path: &Path| std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let mut parts = BTreeMap::new();
    for path in &cut.split_modules {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .context("a part without a name")?;
        parts.insert(name.to_owned(), rewritten(&read(path)?)?);
    }
    Ok(Cut {
        main: read(&main)?,
        link: String::from_utf8(read(&folder.join(LINK))?).context("what loads the parts is no UTF-8")?,
        parts,
        needs: cut
            .prefetch_map
            .into_iter()
            .map(|(part, files)| (part, files.into_iter().map(|file| format!("{file}.wasm")).collect()))
            .collect(),
    })
}

/// A part written anew: the linker leaves room for larger numbers than there are, so that they could be changed, and every
/// function its name.
fn rewritten(part: &[u8]) -> Result<Vec<u8>> {
    let mut config = walrus::ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    let mut module = config
        .parse(part)
        .map_err(|error| anyhow!("cannot read a part: {error:#}"))?;
    Ok(module.emit_wasm())
}

/// wasm-bindgen, with the crate in the place of its command: one version for both halves, from one lock file.
fn bind(program: &[u8]) -> Result<(Program, BTreeMap<String, BTreeSet<String>>)> {
    let cut = cut(program)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("app", cut.main).out_name("app").typescript(false);
    bindgen
        // The parts import the table of functions from the program.
        .keep_lld_exports(true)
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
    let program = Program {
        wasm,
        javascript: output.js().to_owned(),
        modules,
        link: cut.link,
        parts: cut.parts,
    };
    Ok((program, cut.needs))
}

fn bind_reader(wasm: Vec<u8>, worker: String) -> Result<Reader> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("reader", wasm).out_name("reader").typescript(false);
    bindgen
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(false);
    let mut output = bindgen.web(true)?.generate_output().context("wasm-bindgen failed")?;
    Ok(Reader {
        wasm: output.wasm_mut().emit_wasm(),
        javascript: output.js().to_owned(),
        worker,
    })
}

/// Replaces `web/dist`; gives the sizes under brotli of the program and its parts, by plain name.
fn write(bundle: &Bundle, effort: Effort) -> Result<BTreeMap<String, usize>> {
    // Made beside and moved, so that a build that fails leaves what was there.
    let fresh = target().join("dist");
    remove(&fresh)?;
    let mut sizes = BTreeMap::new();
    for (name, content) in bundle.files() {
        let compressed = compress::write(&fresh.join(name), content, effort)?;
        if let Some(plain) = bundle.plain(name).filter(|plain| has_code(plain)) {
            sizes.insert(plain.to_owned(), compressed);
        }
    }
    let manifest = fresh.join("manifest.json");
    std::fs::write(&manifest, bundle.manifest()?).with_context(|| format!("cannot write {}", manifest.display()))?;
    remove(&dist())?;
    std::fs::rename(&fresh, dist()).context("cannot move the web application into web/dist")?;
    Ok(sizes)
}

fn has_code(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "wasm")
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

fn report(sizes: &BTreeMap<String, usize>, needs: &BTreeMap<String, BTreeSet<String>>) -> Result<()> {
    let size = |name: &str| sizes.get(name).copied().with_context(|| format!("there is no {name}"));
    println!("The web application is in web/dist; of its program is loaded, in KB under brotli:");
    let load = |parts: &[&str]| -> Result<usize> {
        let mut files = BTreeSet::new();
        for part in parts {
            files.extend(needs.get(*part).with_context(|| format!("there is no part {part}"))?);
        }
        let mut loaded = size("app.wasm")?;
        for file in files {
            loaded += size(file)?;
        }
        Ok(loaded)
    };
    for (who, parts) in EVERYTHING {
        println!("  {:>4} by {who}", load(parts)?.div_ceil(1000));
    }
    for (who, parts) in LOADS {
        let loaded = load(parts)?;
        println!("  {:>4} by {who}", loaded.div_ceil(1000));
        if loaded > SIZE_LIMIT {
            bail!("{who}: {loaded} bytes under brotli, over the limit of {SIZE_LIMIT}");
        }
        if loaded > SIZE_AIM {
            println!("       (the aim is {})", SIZE_AIM / 1000);
        }
    }
    println!("  {:>4} in all", sizes.values().sum::<usize>().div_ceil(1000));
    println!(
        "  {:>4} of it where a browser reads no codes itself",
        size("reader.wasm")?.div_ceil(1000)
    );
    Ok(())
}

/// Hash of all that goes into `web/dist`.
fn fingerprint(options: Options, parts: &[&[u8]], assets: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hasher = Sha256::new();
    let mut add = |part: &[u8]| {
        // The length goes before the part, so that no two lists of parts run together into the same bytes.
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    };
    add(VERSION.as_bytes());
    add(options.profile().as_bytes());
    for part in parts {
        add(part);
    }
    for (name, content) in assets {
        add(name.as_bytes());
        add(content);
    }
    bundle::hash(&hasher.finalize())
}
