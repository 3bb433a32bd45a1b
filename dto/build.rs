//! Makes the texts of `locales/{vi,en}/<namespace>.json` into code (crate `texts`).

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("locales");
    texts::watch(&folder);
    let code = if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // The browser fetches the texts of its language together with those of the pages.
        texts::shared(&folder)?
    } else {
        texts::generate(&texts::Options {
            folder: &folder,
            lang: "crate::Lang",
            // Their keys are the names of closed enums.
            tables: &[
                "problem",
                "field",
                "warning",
                "column_heading",
                "column_guide",
                "operation",
            ],
        })?
    };
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), code)?;
    Ok(())
}
