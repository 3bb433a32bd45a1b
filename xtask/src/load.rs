//! `cargo xtask bench load`: what somebody waits for, in a real browser on a slow and a fast line.

use anyhow::{Context, Result};
use xtask::command::{self, root};
use xtask::machine;
use xtask::metadata::Metadata;

use crate::prepare::{self, Need};
use crate::{native, web};

/// Measures the delivered pages (`tests/e2e/load.mjs`) and prints a table.
pub fn measure() -> Result<()> {
    prepare::prepare(&[Need::Node, Need::Chromium])?;
    native::build()?;
    web::build(web::Options::default())?;
    let folder = root().join("tests/e2e");
    command::run(&mut command::npm_ci(&folder))?;
    command::run(
        command::new("node")
            .arg("load.mjs")
            .current_dir(&folder)
            .env("CHROMIUM", machine::chromium().context("no Chromium")?)
            .env("LUUTRU_BIN", Metadata::read()?.luutru())
            .env("LUUTRU_WEB", web::dist()),
    )
}
