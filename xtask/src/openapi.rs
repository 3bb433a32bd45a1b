//! The committed OpenAPI document. A test of the API compares it with the document of the code.

use anyhow::{Context, Result};
use xtask::command::{self, root};
use xtask::metadata::Metadata;

use crate::native;

/// Builds the binary and writes its document.
pub fn write() -> Result<()> {
    native::build()?;
    let mut document = command::capture(command::new(Metadata::read()?.luutru()).arg("openapi"))?;
    serde_json::from_str::<serde::de::IgnoredAny>(&document).context("`luutru openapi` printed no JSON")?;
    if !document.ends_with('\n') {
        document.push('\n');
    }
    let file = root().join("openapi/openapi.json");
    std::fs::write(&file, document).with_context(|| format!("cannot write {}", file.display()))?;
    println!("Wrote {}.", file.display());
    Ok(())
}

/// Fails if the external linters find an error in the committed document.
pub fn lint() -> Result<()> {
    let folder = root().join("tests/openapi");
    command::run(&mut command::npm_ci(&folder))?;
    for linter in ["redocly", "spectral"] {
        let mut npm = command::new("npm");
        command::run(npm.args(["run", "--silent", linter]).current_dir(&folder))?;
    }
    Ok(())
}
