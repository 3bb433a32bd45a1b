//! The size that each kind of user loads before the page is usable, compared with limits: bytes and requests of the
//! program, its texts, its JavaScript and the style sheet. Fonts are not counted, because a browser loads only those
//! that the text needs.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::pack;

/// The files of the pages by plain name, with their size in bytes under brotli.
pub type Sizes = BTreeMap<String, usize>;

/// A kind of user, with the limits.
struct Load {
    who: &'static str,
    /// The parts that are shown (`web/src/parts.rs`), in addition to the start of the program.
    parts: &'static [&'static str],
    /// Bytes under brotli.
    bytes: usize,
    /// The number of program files: the start, and packs.
    programs: usize,
}

/// The limit of texts, JavaScript and style sheets that every user loads.
const BESIDE: usize = 6;

/// The measured values plus one percent (docs/decisions/pages.md, "Size of the pages").
const LOADS: [Load; 7] = [
    Load {
        who: "the sign-in page",
        parts: &[],
        bytes: 272_000,
        programs: 1,
    },
    Load {
        who: "a page without an account",
        parts: &["public"],
        bytes: 480_300,
        programs: 2,
    },
    Load {
        who: "a facility's day",
        parts: &["facility"],
        bytes: 767_100,
        programs: 2,
    },
    Load {
        who: "an officer's day",
        parts: &["officers"],
        bytes: 740_900,
        programs: 2,
    },
    Load {
        who: "a facility, every page",
        parts: &["facility_more"],
        bytes: 1_009_500,
        programs: 3,
    },
    Load {
        who: "police, every page",
        parts: &["officers", "office"],
        bytes: 988_300,
        programs: 3,
    },
    Load {
        who: "an agency",
        parts: &["office"],
        bytes: 753_000,
        programs: 2,
    },
];

/// Prints the size for each kind of user, and fails if one is over its limit.
pub fn judge(sizes: &Sizes) -> Result<()> {
    println!(
        "The web application is in web/dist. Loaded are, in KB under brotli, with texts, JavaScript and the style sheet:"
    );
    let mut over = Vec::new();
    for load in &LOADS {
        let loaded = loaded(load.parts, sizes)?;
        let bytes: usize = loaded.values().sum();
        let programs = loaded.keys().filter(|file| is_program(file)).count();
        println!(
            "  {:>5} in {} files, {programs} of them program, for {}",
            bytes.div_ceil(1000),
            loaded.len(),
            load.who
        );
        if bytes > load.bytes {
            over.push(format!(
                "{}: {bytes} bytes under brotli, over the limit of {}",
                load.who, load.bytes
            ));
        }
        if programs > load.programs {
            over.push(format!(
                "{}: {programs} files of the program, over the limit of {}",
                load.who, load.programs
            ));
        }
        if loaded.len() - programs > BESIDE {
            over.push(format!(
                "{}: {} files beside the program, over the limit of {BESIDE}",
                load.who,
                loaded.len() - programs
            ));
        }
    }
    println!(
        "  {:>5} more where a browser reads no codes itself",
        sizes
            .get("reader.wasm")
            .context("there is no reader.wasm")?
            .div_ceil(1000)
    );
    if over.is_empty() {
        return Ok(());
    }
    bail!("{}", over.join("\n"));
}

/// Returns the files that a user of these parts loads, with their sizes.
fn loaded<'a>(parts: &[&str], sizes: &'a Sizes) -> Result<BTreeMap<&'a str, usize>> {
    let packs = pack::fetched(parts);
    if let Some(missing) = packs.iter().find(|name| !sizes.contains_key(*name)) {
        bail!("there is no {missing}");
    }
    let wanted = |name: &str| match name.rsplit_once('.') {
        Some((_, "pack")) => packs.iter().any(|pack| pack == name),
        // One language is loaded, by most users the first one.
        Some((name, "json")) => name == "texts.vi",
        // The page does not wait for it.
        _ if name == crate::bundle::KEEP => false,
        // The reader of codes is loaded when a camera is opened.
        _ => !name.starts_with("reader"),
    };
    Ok(sizes
        .iter()
        .filter(|(name, _)| wanted(name))
        .map(|(name, size)| (name.as_str(), *size))
        .collect())
}

fn is_program(name: &str) -> bool {
    name.ends_with(".wasm") || name.ends_with(".pack")
}

#[cfg(test)]
mod tests {
    use super::{Sizes, judge, loaded};

    fn sizes() -> Sizes {
        [
            "app.css",
            "app.js",
            "app.wasm",
            "facility.pack",
            "facility_more.pack",
            "office-rest.pack",
            "office.pack",
            "officers.pack",
            "public.pack",
            "reader-worker.js",
            "reader.wasm",
            "texts.en.json",
            "texts.vi.json",
        ]
        .map(|name| (name.to_owned(), 10))
        .into()
    }

    #[test]
    fn the_second_part_is_loaded_after_the_first() {
        let sizes = sizes();
        let files = |parts: &[&str]| loaded(parts, &sizes).unwrap().into_keys().collect::<Vec<_>>();
        assert_eq!(files(&[]), ["app.css", "app.js", "app.wasm", "texts.vi.json"]);
        assert_eq!(
            files(&["facility"]),
            ["app.css", "app.js", "app.wasm", "facility.pack", "texts.vi.json"]
        );
        assert_eq!(
            files(&["facility_more"]),
            [
                "app.css",
                "app.js",
                "app.wasm",
                "facility.pack",
                "facility_more.pack",
                "texts.vi.json"
            ]
        );
        assert!(loaded(&["cellar"], &sizes).is_err());
    }

    #[test]
    fn bytes_and_files_are_limited() {
        judge(&sizes()).unwrap();
        let mut large = sizes();
        large.insert("facility.pack".to_owned(), 2_000_000);
        let error = judge(&large).unwrap_err().to_string();
        assert!(error.starts_with("a facility's day: 2000040 bytes"), "{error}");
        let mut many = sizes();
        many.insert("second.wasm".to_owned(), 1);
        let error = judge(&many).unwrap_err().to_string();
        assert!(error.starts_with("the sign-in page: 2 files of the program"), "{error}");
        let mut beside = sizes();
        beside.extend((0..5).map(|number| (format!("{number}.js"), 1)));
        let error = judge(&beside).unwrap_err().to_string();
        assert!(error.contains("8 files beside the program"), "{error}");
    }
}
