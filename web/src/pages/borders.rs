//! Pages import no other page: code that several share is outside of `pages`.

use std::fs;
use std::path::Path;

/// Exception: the table of routes of the pages outside of the frame renders them itself.
const TABLES: [&str; 1] = ["public"];

/// Returns the pages that a file names.
fn named(source: &str) -> Vec<&str> {
    let after = source.split("crate::pages::").skip(1);
    after
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            &rest[..end.unwrap_or(rest.len())]
        })
        .collect()
}

fn look(folder: &Path, page: Option<&str>, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_stem().unwrap().to_str().unwrap().to_owned();
        let page = page.unwrap_or(&name);
        if entry.is_dir() {
            look(&entry, Some(page), found);
        } else if page != "borders" && !TABLES.contains(&page) {
            let source = fs::read_to_string(&entry).unwrap();
            let others = named(&source).into_iter().filter(|other| *other != page);
            found.extend(others.map(|other| format!("{} imports {other:?}", entry.display())));
        }
    }
}

#[test]
fn no_page_imports_another_page() {
    let mut found = Vec::new();
    look(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages"),
        None,
        &mut found,
    );
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_reader_of_imports_sees_them() {
    let source = "use crate::pages::stay::Stay;\nlet x = crate::pages::{a, b}; crate::words::stay";
    assert_eq!(named(source), ["stay", ""]);
}
