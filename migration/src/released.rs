//! Whether steps that were released are as they were, and whether all are numbered without gaps.

use crate::{Migrator, MigratorTrait};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// The files of the crate that are no part of a step.
const BESIDE: [&str; 2] = ["lib.rs", "released.rs"];

fn is_step(file: &str) -> bool {
    file.starts_with('m') && file[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Steps and what they call, by the names of their files.
fn sources() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = std::fs::read_dir(&folder).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| !BESIDE.contains(&name.as_str()))
        .map(|name| {
            let text = std::fs::read_to_string(folder.join(&name)).unwrap();
            (name, text)
        })
        .collect()
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is wrong with the steps that `list` calls released.
fn complaints(list: &str, sources: &BTreeMap<String, String>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut released = BTreeMap::new();
    let lines = list.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some((hash, file)) = line.split_once("  ") else {
            wrong.push(format!("{line}: no hash and file"));
            continue;
        };
        let Some(text) = sources.get(file) else {
            wrong.push(format!("{file}: released, and gone"));
            continue;
        };
        if digest(text) != hash {
            wrong.push(format!("{file}: released, and changed since"));
        }
        if released.insert(file, text).is_some() {
            wrong.push(format!("{file}: listed twice"));
        }
    }
    // A database that has the released steps only ever gets what comes behind them.
    let mut unreleased = sources.keys().filter(|file| is_step(file)).peekable();
    while unreleased
        .next_if(|file| released.contains_key(file.as_str()))
        .is_some()
    {}
    for file in unreleased.filter(|file| released.contains_key(file.as_str())) {
        wrong.push(format!("{file}: released, and stands behind one that is not"));
    }
    // What a step calls is part of it.
    let modules = sources.keys().filter(|file| !released.contains_key(file.as_str()));
    for (module, file) in modules.filter_map(|file| Some((file.strip_suffix(".rs")?, file))) {
        for (caller, text) in &released {
            if text.contains(&format!("{module}::")) {
                wrong.push(format!("{file}: part of {caller}, which is released"));
            }
        }
    }
    wrong
}

/// Lines of a list for these files as they are.
fn listed(files: &[&str], sources: &BTreeMap<String, String>) -> String {
    let line = |file: &&str| format!("{}  {file}\n", digest(&sources[*file]));
    files.iter().map(line).collect()
}

#[test]
fn a_released_step_never_changes() {
    let list = include_str!("../released.txt");
    let wrong = complaints(list, &sources());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn steps_are_numbered_without_gaps_and_run_in_that_order() {
    let files: Vec<String> = sources().into_keys().filter(|file| is_step(file)).collect();
    for (file, number) in files.iter().zip(1..) {
        assert!(
            file.starts_with(&format!("m{number:04}_")),
            "{file} is step number {number}"
        );
    }
    let names: Vec<String> = Migrator::migrations()
        .iter()
        .map(|step| format!("{}.rs", step.name()))
        .collect();
    assert_eq!(names, files);
}

#[test]
fn steps_call_no_code_that_goes_on_changing() {
    let manifest = include_str!("../Cargo.toml");
    let (_, dependencies) = manifest.split_once("[dependencies]\n").unwrap();
    let (dependencies, _) = dependencies.split_once("\n[").unwrap();
    assert_eq!(dependencies.trim(), "sea-orm-migration.workspace = true");
    for (file, text) in sources().iter().filter(|(file, _)| is_step(file)) {
        let other = sources().into_keys().find(|other| {
            let module = other.trim_end_matches(".rs");
            is_step(other) && text.contains(&format!("{module}::"))
        });
        assert_eq!(other, None, "{file} calls another step");
    }
}

#[test]
fn the_list_of_released_files_is_taken_at_its_word() {
    let now = sources();
    let whole = listed(
        &["ddl.rs", "decided.rs", "m0001_directory.rs", "m0002_accounts.rs"],
        &now,
    );
    assert_eq!(complaints(&format!("# why\n\n{whole}"), &now), [""; 0]);
    let mut later = now.clone();
    later.insert(
        "m0002_accounts.rs".to_owned(),
        now["m0002_accounts.rs"].replace("NOT NULL", ""),
    );
    assert_eq!(
        complaints(&whole, &later),
        ["m0002_accounts.rs: released, and changed since"]
    );
    later.remove("m0002_accounts.rs");
    assert_eq!(complaints(&whole, &later), ["m0002_accounts.rs: released, and gone"]);
    let behind = listed(&["ddl.rs", "decided.rs", "m0002_accounts.rs"], &now);
    assert_eq!(
        complaints(&behind, &now),
        ["m0002_accounts.rs: released, and stands behind one that is not"]
    );
    assert_eq!(
        complaints(&listed(&["m0001_directory.rs"], &now), &now),
        ["ddl.rs: part of m0001_directory.rs, which is released"]
    );
    assert_eq!(
        complaints(&format!("{whole}{whole}"), &now),
        [
            "ddl.rs: listed twice",
            "decided.rs: listed twice",
            "m0001_directory.rs: listed twice",
            "m0002_accounts.rs: listed twice"
        ]
    );
    assert_eq!(
        complaints("m0001_directory.rs", &now),
        ["m0001_directory.rs: no hash and file"]
    );
}
