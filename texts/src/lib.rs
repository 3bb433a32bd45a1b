//! Generates code and files from the texts in `locales/{vi,en}/<namespace>.json`. The build scripts of `dto` and `web`
//! and the bundler call it.
//!
//! A key that only one language has, or that has other `{values}` there, fails the build. A key that no file has, or a
//! value that is left out, fails the compilation of the code that asks for it. `leptos_i18n` does the same, but needs a
//! cookie parser, ICU locales and a hundred browser helpers.
//!
//! English has a plural, Vietnamese has none. An English text chooses a word by a value: in `{count} {count|guest|guests}`
//! the first is said where the value is 1. The build refuses a Vietnamese text that chooses, and an English one in which
//! `{count}` is followed by a plural that is not chosen.
//!
//! A file is one namespace. Its texts become code in one of two forms:
//!
//! - A *typed* namespace becomes a module for each key, with a struct of its values and a function `text`. An object in
//!   the file becomes a module of its keys. An object of `subject` and `text` is one letter: both parts share the values.
//! - A *table* becomes a constant array of key and texts. It is for keys that a closed enum has. The code that declares the
//!   enum checks at compile time that the table has every key.
//!
//! The service has both languages in its code ([`generate`]). The pages have numbers in the place of texts ([`Pages`]): the
//! browser fetches the texts of one language as a file, in the order of the numbers.

mod locale;
mod pages;
mod write;

pub use pages::{Pages, shared};

use std::error::Error;
use std::path::Path;

/// The options of the generated code.
pub struct Options<'a> {
    /// The folder with `vi` and `en`.
    pub folder: &'a Path,
    /// The path of the enum of languages, which has `Vi` and `En`.
    pub lang: &'a str,
    /// The namespaces that become tables.
    pub tables: &'a [&'a str],
}

/// Returns the code for all files of the folder, with their texts.
pub fn generate(options: &Options) -> Result<String, Box<dyn Error>> {
    let namespaces = locale::read(options.folder)?;
    if let Some(table) = options.tables.iter().find(|table| !namespaces.contains_key(**table)) {
        return Err(format!("there is no locale file for the table {table}").into());
    }
    let mut code = String::new();
    for (namespace, texts) in &namespaces {
        if options.tables.contains(&namespace.as_str()) {
            write::table(&mut code, namespace, texts)?;
        } else {
            write::typed(&mut code, namespace, texts, options.lang)?;
        }
    }
    Ok(code)
}

/// Tells Cargo, in a build script, that the code depends on the texts of that folder.
#[expect(clippy::print_stdout, reason = "Cargo reads what a build script prints")]
pub fn watch(folder: &Path) {
    println!("cargo:rerun-if-changed={}", folder.display());
}
