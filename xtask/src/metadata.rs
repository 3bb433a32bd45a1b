//! The data of cargo about the workspace: its target folder, and the targets of its members.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command;

/// The output of `cargo metadata` about the workspace.
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
    /// Runs `cargo metadata`.
    pub fn read() -> Result<Self> {
        let json =
            command::capture(command::cargo().args(["metadata", "--no-deps", "--format-version", "1", "--offline"]))?;
        serde_json::from_str(&json).context("cargo metadata printed something else")
    }

    /// Returns the target folder.
    pub fn target_directory(&self) -> &Path {
        &self.target_directory
    }

    /// Returns the `luutru` binary of the development profile.
    pub fn luutru(&self) -> PathBuf {
        self.target_directory
            .join("debug")
            .join(format!("luutru{}", std::env::consts::EXE_SUFFIX))
    }

    /// Returns the `luutru` binary of the release profile.
    pub fn released(&self) -> PathBuf {
        self.target_directory
            .join("release")
            .join(format!("luutru{}", std::env::consts::EXE_SUFFIX))
    }

    /// Returns the names of the integration tests (`tests/*.rs`) of the packages that `wanted` selects.
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
