//! Makes code of the texts in `locales/{vi,en}/<namespace>.json`. The build scripts of `dto` and `web` call it.
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
//! - A *table* becomes a constant array of key and texts. It is for keys that a closed enum has: a table takes less room in
//!   the browser than a function for each text. The code that declares the enum checks at compile time that the table has
//!   every key.

mod locale;
mod write;

use std::error::Error;
use std::path::Path;

/// What the generated code is to look like.
pub struct Options<'a> {
    /// The folder with `vi` and `en`.
    pub folder: &'a Path,
    /// The path of the enum of languages, which has `Vi` and `En`.
    pub lang: &'a str,
    /// The expression for the language of the page; without one, the functions take the language as an argument.
    pub asked: Option<&'a str>,
    /// The namespaces that become tables.
    pub tables: &'a [&'a str],
}

/// The code for all files of the folder. Prints for Cargo which files it has read.
pub fn generate(options: &Options) -> Result<String, Box<dyn Error>> {
    let namespaces = locale::read(options.folder, options.tables)?;
    let mut code = String::new();
    for (namespace, texts) in &namespaces {
        if options.tables.contains(&namespace.as_str()) {
            write::table(&mut code, namespace, texts)?;
        } else {
            write::typed(&mut code, namespace, texts, options)?;
        }
    }
    Ok(code)
}
