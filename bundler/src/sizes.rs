//! What each person loads of the program, held against the limit.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use crate::bind::Needs;

/// Aim and limit of what a person loads of the program, in bytes under brotli (docs/decisions/pages.md, "Size of the pages").
const SIZE_AIM: usize = 450_000;
/// The limit was 900,000 until scans, the queue, the room choosers, the acts of deciding and names of all the world brought 121 KB to a
/// facility (docs/decisions/pages.md, "Size of the pages").
const SIZE_LIMIT: usize = 1_010_000;

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

/// Prints what each person loads, and fails where it is over the limit.
pub fn judge(sizes: &BTreeMap<String, usize>, needs: &Needs) -> Result<()> {
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
