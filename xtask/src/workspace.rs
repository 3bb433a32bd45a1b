//! Where the repository is, and what files are in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The repository's root.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// All files under a folder with their path relative to it, `/` between the parts, in order. What npm installed is none
/// of ours.
pub fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        let entries = std::fs::read_dir(&current).with_context(|| format!("cannot read {}", current.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                if path.file_name().is_none_or(|name| name != "node_modules") {
                    folders.push(path);
                }
                continue;
            }
            let parts = path.strip_prefix(folder)?.iter().map(|part| part.to_string_lossy());
            files.insert(parts.collect::<Vec<_>>().join("/"), path);
        }
    }
    Ok(files)
}
