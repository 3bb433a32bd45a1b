//! Makes the texts of `locales/{vi,en}/<namespace>.json` into code (crate `texts`).

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // `cargo xtask web` cuts the program into parts, and has to know who calls whom.
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
    let code = texts::generate(&texts::Options {
        folder: &Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("locales"),
        lang: "dto::Lang",
        // The pages have one language at a time, which views follow.
        asked: Some("crate::i18n::lang()"),
        tables: &[],
    })?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), code)?;
    Ok(())
}
