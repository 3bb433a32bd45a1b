//! The files in the repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use walkdir::WalkDir;

/// Returns all files below a folder by relative path, with `/` as separator, in order. Packages installed by npm are
/// left out.
pub fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    let ours = WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| entry.file_name() != "node_modules");
    for entry in ours {
        let entry = entry?;
        if entry.file_type().is_file() {
            let parts = entry.path().strip_prefix(folder)?.iter();
            let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
            files.insert(parts.join("/"), entry.into_path());
        }
    }
    Ok(files)
}
