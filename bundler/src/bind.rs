//! Makes browser files from the compiler's output: the split program, and the JavaScript of wasm-bindgen.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::bundle::{self, Program, Reader};
use crate::pack::{self, Needs, Packs};
use crate::{read, read_text, remove};

/// The name under which the program imports the loader of its parts.
const LINK: &str = "./parts.js";

/// The file name of the module that starts the program; the parts have their own.
pub const MAIN: &str = "main.wasm";

/// The program, split at the marked functions (`web/src/parts.rs`): the start, and the parts that are loaded on demand.
struct Cut {
    main: Vec<u8>,
    /// The JavaScript that loads each module separately.
    link: String,
    /// The modules by file name.
    modules: BTreeMap<String, Vec<u8>>,
    needs: Needs,
}

/// Runs wasm-bindgen, as a crate instead of a command: one version for both halves, from one lock file. The parts are
/// split into `folder` and packed.
pub fn program(program: &[u8], folder: &Path) -> Result<(Program, Packs)> {
    let cut = cut(program, folder)?;
    let packs = Packs::new(&cut.modules, &cut.needs)?;
    let mut bindgen = bindgen("app", cut.main);
    // The parts import the function table of the program.
    bindgen.keep_lld_exports(true);
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
        link: pack::link(&cut.link, &cut.needs)?,
        packs: packs
            .files()
            .iter()
            .map(|(part, pack)| (pack::name(part), pack.clone()))
            .collect(),
    };
    Ok((program, packs))
}

/// Does the same for the reader of codes, which has no parts.
pub fn reader(wasm: Vec<u8>, worker: String) -> Result<Reader> {
    let mut bindgen = bindgen("reader", wasm);
    let mut output = bindgen.web(true)?.generate_output().context("wasm-bindgen failed")?;
    Ok(Reader {
        wasm: output.wasm_mut().emit_wasm(),
        javascript: output.js().to_owned(),
        worker,
    })
}

fn bindgen(name: &str, wasm: Vec<u8>) -> Bindgen {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(name, wasm)
        .out_name(name)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(false);
    bindgen
}

fn cut(program: &[u8], folder: &Path) -> Result<Cut> {
    remove(folder)?;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let main = folder.join(MAIN);
    let mut options = wasm_split_cli_support::Options::new(program);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = LINK;
    options.main_module = bundle::STARTS_PARTS;
    let cut =
        wasm_split_cli_support::transform(options).map_err(|error| anyhow!("cannot cut the program: {error:#}"))?;
    let mut modules = BTreeMap::new();
    for path in &cut.split_modules {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .context("a module without a name")?;
        modules.insert(name.to_owned(), rewritten(&read(path)?, false)?);
    }
    Ok(Cut {
        main: read(&main)?,
        link: read_text(&folder.join(LINK))?,
        modules,
        needs: cut
            .prefetch_map
            .into_iter()
            .map(|(part, files)| (part, files.into_iter().map(|file| format!("{file}.wasm")).collect()))
            .collect(),
    })
}

/// Rewrites a module, with or without function names: the linker reserves room for larger numbers than there are, so
/// that they can be changed.
pub fn rewritten(module: &[u8], names: bool) -> Result<Vec<u8>> {
    let mut config = walrus::ModuleConfig::new();
    config.generate_name_section(names).generate_producers_section(false);
    let mut module = config
        .parse(module)
        .map_err(|error| anyhow!("cannot read a module: {error:#}"))?;
    Ok(module.emit_wasm())
}
