//! Reports the origin of the bytes of the program: its functions, by kind and by page, before compression. It needs the
//! function names, so it reads the modules as split, without the room that the linker reserves.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, anyhow};
use wasmparser::{BinaryReader, Name, NameSectionReader, Parser, Payload, TypeRef};

use crate::bind::{MAIN, rewritten};
use crate::pack::{self, Packs};
use crate::read;

/// The number of entries in each list.
const HEAVIEST: usize = 10;

/// The kind of a function, by a part of its name; the first match counts.
const KINDS: [(&str, &[&str]); 14] = [
    ("sorting", &["core::slice::sort"]),
    (
        "JSON in",
        &[
            "serde_core::de",
            "serde_core::private",
            "Deserialize",
            "serde_json::de",
            "serde_json::read",
            "serde_json::value",
            "Visitor",
        ],
    ),
    ("JSON out", &["serde_core::ser", "Serialize", "serde_json::ser"]),
    ("dropping", &["drop_in_place", "drop_slow", "Drop>::drop"]),
    ("shims of closures", &["vtable.shim", "core::ops::function::Fn"]),
    ("maps and sets", &["BTree", "btree", "hashbrown", "indexmap"]),
    ("router", &["leptos_router"]),
    ("views: <For>", &["for_loop", "keyed"]),
    ("views: tachys and leptos", &["tachys", "leptos::"]),
    ("signals, memos, effects", &["reactive_graph"]),
    ("dto and rules", &["dto::", "rules::"]),
    ("pages", &["luutru_web::pages", "__wasm_split"]),
    ("ui, form, frame, app", &["luutru_web::"]),
    ("formatting and time", &["core::fmt", "alloc::fmt", "time::"]),
];

/// A function: its name, and its size in bytes.
type Function = (String, usize);

/// Prints the largest kinds of functions, pages, functions and modules, with the packs that contain them.
pub fn tell(folder: &Path, packs: &Packs) -> Result<()> {
    let mut carried = BTreeMap::from([(MAIN.to_owned(), vec!["the start".to_owned()])]);
    for (part, modules) in packs.modules() {
        for module in modules {
            carried.entry(module.clone()).or_default().push(pack::name(part));
        }
    }
    let (mut kinds, mut pages, mut modules, mut all) = (Weights::default(), Weights::default(), Vec::new(), Vec::new());
    for (module, by) in &carried {
        let bytes = rewritten(&read(&folder.join(module))?, true)?;
        let by = by.join(", ");
        let mut code = 0;
        for (name, size) in functions(&bytes).map_err(|error| anyhow!("cannot read {module}: {error:#}"))? {
            code += size;
            kinds.add(kind(&name), size);
            if let Some(page) = page(&name) {
                pages.add(page, size);
            }
            all.push((size, format!("{name} ({by})")));
        }
        modules.push((code, format!("{module} ({by})")));
    }
    println!("Code in KB before compression, by what it is:");
    print(kinds.heaviest(), usize::MAX);
    println!("The heaviest pages, by what is named after them:");
    print(pages.heaviest(), HEAVIEST);
    println!("The heaviest functions:");
    print(all, HEAVIEST);
    println!("The heaviest modules:");
    print(modules, HEAVIEST);
    Ok(())
}

/// Bytes and number of functions, by name.
#[derive(Default)]
struct Weights(BTreeMap<String, (usize, usize)>);

impl Weights {
    fn add(&mut self, name: &str, size: usize) {
        let (bytes, count) = self.0.entry(name.to_owned()).or_default();
        *bytes += size;
        *count += 1;
    }

    fn heaviest(self) -> Vec<(usize, String)> {
        let told = self.0.into_iter();
        told.map(|(name, (bytes, count))| (bytes, format!("{name} ({count} functions)")))
            .collect()
    }
}

fn print(mut rows: Vec<(usize, String)>, most: usize) {
    rows.sort_by_key(|(bytes, _)| std::cmp::Reverse(*bytes));
    for (bytes, what) in rows.into_iter().take(most) {
        println!("  {:>5} {what}", bytes.div_ceil(1000));
    }
}

fn kind(name: &str) -> &'static str {
    KINDS
        .iter()
        .find(|(_, parts)| parts.iter().any(|part| name.contains(part)))
        .map_or("other", |(kind, _)| kind)
}

/// Returns the page in the name of a function.
fn page(name: &str) -> Option<&str> {
    let (_, page) = name.split_once("luutru_web::pages::")?;
    page.split(|sign: char| !(sign.is_alphanumeric() || sign == '_')).next()
}

fn functions(module: &[u8]) -> Result<Vec<Function>> {
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::CustomSection(section) if section.name() == "name" => {
                for part in NameSectionReader::new(BinaryReader::new(section.data(), section.data_offset())) {
                    if let Name::Function(functions) = part? {
                        for naming in functions {
                            let naming = naming?;
                            names.insert(
                                naming.index as usize,
                                format!("{:#}", rustc_demangle::demangle(naming.name)),
                            );
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let named = sizes.into_iter().enumerate();
    Ok(named
        .map(|(index, size)| (names.remove(&(index + imported)).unwrap_or_default(), size))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::{functions, kind, page};

    #[test]
    fn a_function_belongs_to_what_its_name_says() {
        assert_eq!(
            kind("core::ptr::drop_in_place<luutru_web::pages::today::Row>"),
            "dropping"
        );
        assert_eq!(kind("luutru_web::pages::today::rows"), "pages");
        assert_eq!(kind("main"), "other");
        assert_eq!(page("<luutru_web::pages::stay::Act as Clone>::clone"), Some("stay"));
        assert_eq!(page("luutru_web::ui::button"), None);
    }

    #[test]
    fn functions_are_read_with_their_names_and_sizes() {
        // One imported function, and one with an empty body of two bytes named `f`.
        let module =
            b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0\x03\x02\x01\0\x0a\x04\x01\x02\0\x0b\
            \0\x0b\x04name\x01\x04\x01\x01\x01f";
        assert_eq!(functions(module).unwrap(), [("f".to_owned(), 2)]);
        assert!(functions(b"\0asm\x01\0\0\0").unwrap().is_empty());
        assert!(functions(b"wasm").is_err());
    }
}
