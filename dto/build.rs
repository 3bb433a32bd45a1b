//! Makes the texts of `locales/{vi,en}/<namespace>.json` into code (crate `texts`).

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let code = texts::generate(&texts::Options {
        folder: &Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("locales"),
        lang: "crate::Lang",
        asked: None,
        // Their keys are the names of closed enums. The browser shows texts of two of them and headings of columns.
        tables: &[
            "problem",
            "field",
            "warning",
            "column_heading",
            "column_guide",
            "operation",
        ],
    })?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), code)?;
    Ok(())
}
