//! Makes the texts of `locales/{vi,en}/<namespace>.json` into numbers, and into a file for each language (crate `texts`).

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // `cargo xtask web` cuts the program into parts, and has to know who calls whom.
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
    let here = env::var("CARGO_MANIFEST_DIR")?;
    let [dto, web] = ["../dto/locales", "locales"].map(|folder| Path::new(&here).join(folder));
    texts::watch(&dto);
    texts::watch(&web);
    let pages = texts::Pages::read(&dto, &web)?;
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("texts.rs"), pages.code("crate::i18n")?)?;
    // For unit tests. The bundler makes the files that browsers fetch.
    for (name, content) in pages.files()? {
        fs::write(Path::new(&out).join(name), content)?;
    }
    Ok(())
}
