//! Where things are: the repository, cargo's target folder, and the targets of the members.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command;

/// The repository's root.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// What `cargo metadata` says about the workspace.
#[derive(Deserialize)]
pub struct Metadata {
    packages: Vec<Package>,
    target_directory: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

impl Metadata {
    /// Asks cargo.
    pub fn read() -> Result<Self> {
        let json =
            command::capture(command::cargo().args(["metadata", "--no-deps", "--format-version", "1", "--offline"]))?;
        serde_json::from_str(&json).context("cargo metadata printed something else")
    }

    /// Where cargo puts its builds.
    pub fn target_directory(&self) -> &Path {
        &self.target_directory
    }

    /// The `luutru` binary of the development profile.
    pub fn luutru(&self) -> PathBuf {
        self.target_directory
            .join("debug")
            .join(format!("luutru{}", std::env::consts::EXE_SUFFIX))
    }

    /// The `luutru` binary of the release profile.
    pub fn released(&self) -> PathBuf {
        self.target_directory
            .join("release")
            .join(format!("luutru{}", std::env::consts::EXE_SUFFIX))
    }

    /// Names of the integration tests (`tests/*.rs`) of the packages that `wanted` picks.
    pub fn integration_tests(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        self.packages
            .iter()
            .filter(|package| wanted(&package.name))
            .flat_map(|package| &package.targets)
            .filter(|target| target.kind.iter().any(|kind| kind == "test"))
            .map(|target| target.name.clone())
            .collect()
    }
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
