//! What cargo says of the workspace.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace::root;

/// Runs cargo in the root of the repository and gives what it printed.
pub fn say(arguments: &[&str]) -> Result<String> {
    let line = arguments.join(" ");
    let output = Command::new("cargo")
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run `cargo {line}`"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`cargo {line}` failed ({}): {}", output.status, said.trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`cargo {line}` printed no UTF-8"))
}
