//! Packs the modules that are needed at one moment into one file: splitting makes a module for every combination of
//! parts that shares code, about a hundred for one user, and each request has its own cost.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

/// A part that is only loaded after another one (`web/src/parts.rs`), which contains its pages.
const AFTER: [(&str, &str); 1] = [("facility_more", "facility")];

/// A part that some users load after another one, and others alone: it has one pack for each case.
const EITHER: [(&str, &str); 1] = [("office", "officers")];

/// The JavaScript that reads packs in the browser.
const READER: &str = include_str!("pack.js");

/// The files of a part in the order of their loading: those that it shares with other parts, and its own.
pub type Needs = BTreeMap<String, Vec<String>>;

/// The packs by the name of their part, with their contents.
#[derive(Debug)]
pub struct Packs {
    files: BTreeMap<String, Vec<u8>>,
    /// The modules in each pack, by file name.
    modules: BTreeMap<String, Vec<String>>,
}

impl Packs {
    /// Packs the modules of each part.
    pub fn new(modules: &BTreeMap<String, Vec<u8>>, needs: &Needs) -> Result<Self> {
        let mut packs = Self {
            files: BTreeMap::new(),
            modules: BTreeMap::new(),
        };
        for (part, files) in needs {
            packs.add(part, files, &of(needs, before(&AFTER, part))?, modules)?;
            if let Some(before) = before(&EITHER, part) {
                packs.add(&rest(part), files, &of(needs, Some(before))?, modules)?;
            }
        }
        let packed: BTreeSet<_> = packs.modules.values().flatten().collect();
        if let Some(lost) = modules.keys().find(|file| !packed.contains(file)) {
            bail!("nothing loads the module {lost}");
        }
        Ok(packs)
    }

    /// Packs the modules of a part except those that are already loaded.
    fn add(
        &mut self,
        name: &str,
        files: &[String],
        before: &[String],
        modules: &BTreeMap<String, Vec<u8>>,
    ) -> Result<()> {
        let own: Vec<_> = files.iter().filter(|file| !before.contains(file)).cloned().collect();
        let mut head = size(own.len())?.to_vec();
        let mut body: Vec<u8> = Vec::new();
        for file in &own {
            let module = modules.get(file).with_context(|| format!("there is no {file}"))?;
            // The number of a module is the same in every pack.
            head.extend(size(modules.keys().take_while(|other| *other != file).count())?);
            head.extend(size(module.len())?);
            body.extend(module);
        }
        head.extend(body);
        self.files.insert(name.to_owned(), head);
        self.modules.insert(name.to_owned(), own);
        Ok(())
    }

    /// Returns each pack by its name without extension, which is the name of its part.
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// Returns the modules in each pack, by file name.
    pub fn modules(&self) -> &BTreeMap<String, Vec<String>> {
        &self.modules
    }
}

/// Makes the JavaScript that loads the parts from the one that loads each module separately; packs have their plain
/// names.
pub fn link(cut: &str, parts: &Needs) -> Result<String> {
    // The beginning is the same for every module: its imports, and the code that reports a loaded part.
    let (mut link, _) = ["\n/* ", "\nexport const "]
        .iter()
        .filter_map(|first| cut.find(first))
        .min()
        .and_then(|at| cut.split_at_checked(at))
        .map(|(before, after)| (before.to_owned(), after))
        .context("the JavaScript of the cut loads no part")?;
    for function in ["function wrapAsyncCb(", "function makeLoad("] {
        if !link.contains(function) {
            bail!("the JavaScript of the cut has no `{function}…)`");
        }
    }
    link.push('\n');
    link.push_str(READER);
    let alone = |part: &&String| before(&AFTER, part).or(before(&EITHER, part)).is_none();
    let (first, after): (Vec<_>, Vec<_>) = parts.keys().partition(alone);
    // In JavaScript a constant has to be defined before its use.
    for part in first.into_iter().chain(after) {
        let export = format!("__wasm_split_load_{part}");
        if !cut.contains(&format!("export const {export} =")) {
            bail!("the JavaScript of the cut does not load the part {part}");
        }
        let whole = made(part, before(&AFTER, part));
        let load = match before(&EITHER, part) {
            Some(before) => format!(
                "either(\"./{}\", {}, {whole})",
                name(before),
                made(&rest(part), Some(before))
            ),
            None => whole,
        };
        let constant = constant(part);
        link.push_str(&format!(
            "const {constant} = {load};\nexport const {export} = wrapAsyncCb({constant});\n"
        ));
    }
    Ok(link)
}

/// Returns the names of the packs that are loaded for parts that are shown in this order.
pub fn fetched(parts: &[&str]) -> Vec<String> {
    let mut packs: Vec<String> = Vec::new();
    for part in parts {
        packs.extend(before(&AFTER, part).map(name));
        let is_rest = before(&EITHER, part).is_some_and(|before| packs.contains(&name(before)));
        packs.push(if is_rest { name(&rest(part)) } else { name(part) });
    }
    packs
}

/// Returns the plain file name of a pack.
pub fn name(pack: &str) -> String {
    format!("{pack}.pack")
}

/// Returns the name of the pack of a part for users who have already loaded the other part.
fn rest(part: &str) -> String {
    format!("{part}-rest")
}

/// Returns JavaScript that loads a pack, after another part if given.
fn made(pack: &str, before: Option<&str>) -> String {
    let before = before.map(constant).unwrap_or_default();
    format!("makeLoad(pack(\"./{}\"), [{before}])", name(pack))
}

/// Returns the name of the loader of a part in JavaScript, where `public` is a reserved word.
fn constant(part: &str) -> String {
    format!("load_{part}")
}

fn before(pairs: &[(&str, &'static str)], part: &str) -> Option<&'static str> {
    pairs
        .iter()
        .find(|(after, _)| *after == part)
        .map(|(_, before)| *before)
}

/// Returns the modules of a part, if it exists.
fn of(needs: &Needs, part: Option<&str>) -> Result<Vec<String>> {
    let Some(part) = part else { return Ok(Vec::new()) };
    needs
        .get(part)
        .cloned()
        .with_context(|| format!("there is no part {part}"))
}

fn size(length: usize) -> Result<[u8; 4]> {
    u32::try_from(length)
        .map(u32::to_le_bytes)
        .context("a module is larger than 4 GB")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Needs, Packs, fetched, link};

    const CUT: &str = "import { initSync } from \"./app.js\";\n\nfunction wrapAsyncCb(callee) {}\nfunction makeLoad(fetcher, deps) {}\n\
        /* facility, facility_more */\nconst __chunk_1 = makeLoad(() => {}, []);\n\
        export const __wasm_split_load_facility = wrapAsyncCb(makeLoad(() => {}, [__chunk_1]));\n\
        export const __wasm_split_load_facility_more = wrapAsyncCb(makeLoad(() => {}, [__chunk_1]));\n\
        export const __wasm_split_load_office = wrapAsyncCb(makeLoad(() => {}, [__chunk_1]));\n\
        export const __wasm_split_load_officers = wrapAsyncCb(makeLoad(() => {}, [__chunk_1]));\n\
        export const __wasm_split_load_public = wrapAsyncCb(makeLoad(() => {}, []));\n";

    fn modules() -> BTreeMap<String, Vec<u8>> {
        [
            "chunk_1",
            "chunk_2",
            "facility",
            "facility_more",
            "office",
            "officers",
            "public",
        ]
        .map(|name| (format!("{name}.wasm"), name.as_bytes().to_vec()))
        .into()
    }

    fn needs() -> Needs {
        [
            ("facility", vec!["chunk_1", "chunk_2", "facility"]),
            ("facility_more", vec!["chunk_1", "chunk_2", "facility_more"]),
            ("office", vec!["chunk_1", "chunk_2", "office"]),
            ("officers", vec!["chunk_1", "officers"]),
            ("public", vec!["chunk_2", "public"]),
        ]
        .map(|(part, files)| {
            let files = files.iter().map(|file| format!("{file}.wasm")).collect();
            (part.to_owned(), files)
        })
        .into()
    }

    /// Reads a pack in the way of `pack.js`.
    fn read(pack: &[u8]) -> Vec<(u32, String)> {
        let number = |at: usize| u32::from_le_bytes(pack[at..at + 4].try_into().unwrap());
        let count = number(0) as usize;
        let mut begin = 4 + 8 * count;
        let mut read = Vec::new();
        for index in 0..count {
            let end = begin + number(8 + 8 * index) as usize;
            let text = String::from_utf8(pack[begin..end].to_vec()).unwrap();
            read.push((number(4 + 8 * index), text));
            begin = end;
        }
        assert_eq!(begin, pack.len());
        read
    }

    #[test]
    fn a_pack_has_what_its_part_needs_and_the_one_before_does_not() {
        let packs = Packs::new(&modules(), &needs()).unwrap();
        let read = |part: &str| read(&packs.files()[part]);
        let module = |number, name: &str| (number, name.to_owned());

        assert_eq!(
            read("facility"),
            [module(0, "chunk_1"), module(1, "chunk_2"), module(2, "facility")]
        );
        assert_eq!(read("facility_more"), [module(3, "facility_more")]);
        // The same module has the same number in both.
        assert_eq!(read("public"), [module(1, "chunk_2"), module(6, "public")]);
        assert_eq!(
            read("office"),
            [module(0, "chunk_1"), module(1, "chunk_2"), module(4, "office")]
        );
        assert_eq!(read("office-rest"), [module(1, "chunk_2"), module(4, "office")]);
    }

    #[test]
    fn every_module_is_loaded_by_something() {
        let mut modules = modules();
        modules.insert("chunk_9.wasm".to_owned(), Vec::new());
        let error = Packs::new(&modules, &needs()).unwrap_err().to_string();
        assert!(error.contains("chunk_9.wasm"), "{error}");
    }

    #[test]
    fn parts_are_loaded_from_packs() {
        let link = link(CUT, &needs()).unwrap();
        assert!(link.starts_with("import { initSync } from \"./app.js\";"));
        assert!(link.contains("function makeLoad("));
        assert!(!link.contains("__chunk_1"));
        assert!(link.contains("const load_facility = makeLoad(pack(\"./facility.pack\"), []);"));
        assert!(link.contains("const load_facility_more = makeLoad(pack(\"./facility_more.pack\"), [load_facility]);"));
        assert!(link.contains("export const __wasm_split_load_public = wrapAsyncCb(load_public);"));
        assert!(link.contains(
            "const load_office = either(\"./officers.pack\", makeLoad(pack(\"./office-rest.pack\"), [load_officers]), \
             makeLoad(pack(\"./office.pack\"), []));"
        ));
        assert!(link.find("const load_officers =") < link.find("const load_office ="));
    }

    #[test]
    fn who_has_the_first_part_fetches_the_rest_of_the_second() {
        assert_eq!(fetched(&["facility"]), ["facility.pack"]);
        assert_eq!(fetched(&["facility_more"]), ["facility.pack", "facility_more.pack"]);
        assert_eq!(fetched(&["office"]), ["office.pack"]);
        assert_eq!(fetched(&["officers", "office"]), ["officers.pack", "office-rest.pack"]);
    }

    #[test]
    fn another_link_is_refused() {
        for changed in [
            CUT.replace("makeLoad", "load"),
            CUT.replace("__wasm_split_load_facility_more", "facility_more"),
            String::new(),
        ] {
            assert!(link(&changed, &needs()).is_err(), "{changed}");
        }
    }
}
