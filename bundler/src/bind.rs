//! From what the compiler made to what a browser loads: the split program, and the JavaScript of wasm-bindgen.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::bundle::{self, Program, Reader};
use crate::pack::{self, Needs, Packs};
use crate::{read, read_text, remove};

/// The name under which the program imports what loads its parts.
const LINK: &str = "./parts.js";

/// The module that starts the program, beside those of its parts.
pub const MAIN: &str = "main.wasm";

/// The program cut where its functions say so (`web/src/parts.rs`): what starts it, and what is loaded when wanted.
struct Cut {
    main: Vec<u8>,
    /// JavaScript that loads each module by itself.
    link: String,
    /// Each module by its file name.
    modules: BTreeMap<String, Vec<u8>>,
    needs: Needs,
}

/// wasm-bindgen, with the crate in the place of its command: one version for both halves, from one lock file. The parts are
/// cut into `folder` and packed.
pub fn program(program: &[u8], folder: &Path) -> Result<(Program, Packs)> {
    let cut = cut(program, folder)?;
    let packs = Packs::new(&cut.modules, &cut.needs)?;
    let mut bindgen = bindgen("app", cut.main);
    // The parts import the table of functions from the program.
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

/// The same for the reader of codes, which has no parts.
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

/// A module written anew, with the names of its functions or without: the linker leaves room for larger numbers than there
/// are, so that they could be changed.
pub fn rewritten(module: &[u8], names: bool) -> Result<Vec<u8>> {
    let mut config = walrus::ModuleConfig::new();
    config.generate_name_section(names).generate_producers_section(false);
    let mut module = config
        .parse(module)
        .map_err(|error| anyhow!("cannot read a module: {error:#}"))?;
    Ok(module.emit_wasm())
}
