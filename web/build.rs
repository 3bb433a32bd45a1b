//! Makes the texts of `locales/{vi,en}/<namespace>.json` into code.
//!
//! A key that is missing in one language, or that has other `{values}` there, fails the build; a key
//! that no file has fails the compilation of whoever asks for it. `leptos_i18n` does the same, but
//! brings a cookie parser, ICU locales and a hundred browser helpers along for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{env, error::Error, fs, path::Path};

type Texts = BTreeMap<String, String>;

/// Words that cannot be the name of a module or a field.
const RESERVED: &[&str] = &[
    "as", "break", "else", "enum", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "ref",
    "return", "self", "static", "super", "trait", "type", "use", "where", "while", "yield",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=locales");
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // `cargo xtask web` cuts the program into parts, and has to know who calls whom.
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("locales");
    let mut code = String::new();
    let mut namespaces: Vec<String> = fs::read_dir(root.join("vi"))?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".json")?.to_owned()))
        .collect();
    namespaces.sort();
    for namespace in &namespaces {
        let file = format!("{namespace}.json");
        let vi = read(&root.join("vi").join(&file))?;
        let en = read(&root.join("en").join(&file))?;
        name(namespace)?;
        compare(namespace, &vi, &en)?;
        writeln!(code, "pub mod {namespace} {{")?;
        for (key, text) in &vi {
            write_key(&mut code, namespace, name(key)?, text, &en[key])?;
        }
        code.push_str("}\n");
    }
    for entry in fs::read_dir(root.join("en"))? {
        let file = entry?
            .file_name()
            .into_string()
            .map_err(|_| "a locale file with an odd name")?;
        if !namespaces.iter().any(|namespace| file == format!("{namespace}.json")) {
            return Err(format!("locales/en/{file} has no Vietnamese twin").into());
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), code)?;
    Ok(())
}

fn read(path: &Path) -> Result<Texts, Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", path.display());
    let json = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_str(&json).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// A key as it can stand in code: lower case, digits, underscores.
fn name(key: &str) -> Result<&str, Box<dyn Error>> {
    let plain = key
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let starts = key.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    if plain && starts && !RESERVED.contains(&key) {
        Ok(key)
    } else {
        Err(format!("locale key {key:?}: use snake_case").into())
    }
}

fn compare(namespace: &str, vi: &Texts, en: &Texts) -> Result<(), Box<dyn Error>> {
    let keys = |texts: &Texts| texts.keys().cloned().collect::<BTreeSet<_>>();
    if let Some(key) = keys(vi).symmetric_difference(&keys(en)).next() {
        return Err(format!("{namespace}.{key} is there in one language only").into());
    }
    for (key, text) in vi {
        if values(text)? != values(&en[key])? {
            return Err(format!("{namespace}.{key} has other {{values}} in English").into());
        }
    }
    Ok(())
}

/// The names between braces.
fn values(text: &str) -> Result<BTreeSet<&str>, Box<dyn Error>> {
    text.split('{')
        .skip(1)
        .map(|part| {
            name(
                part.split_once('}')
                    .ok_or_else(|| format!("an open brace in {text:?}"))?
                    .0,
            )
        })
        .collect()
}

/// One module for each key, with a struct of its values: a value that is left out does not compile. The comment is for
/// the compiler's warning about a text that nobody says.
fn write_key(code: &mut String, namespace: &str, key: &str, vi: &str, en: &str) -> Result<(), Box<dyn Error>> {
    let names: Vec<&str> = values(vi)?.into_iter().collect();
    let fields = names
        .iter()
        .map(|name| format!("pub {name}: String"))
        .collect::<Vec<_>>()
        .join(", ");
    let names = names.join(", ");
    let (answer, say) = if names.is_empty() {
        ("&'static str", "")
    } else {
        ("String", "format!")
    };
    let said = |text: &str| {
        if say.is_empty() {
            format!("{text:?}")
        } else {
            format!("{say}({text:?})")
        }
    };
    writeln!(code, "    pub mod {key} {{")?;
    writeln!(code, "        pub struct Values {{ {fields} }} // {namespace}.{key}")?;
    writeln!(
        code,
        "        pub fn text(Values {{ {names} }}: &Values) -> {answer} {{"
    )?;
    if vi == en {
        writeln!(code, "            {}", said(vi))?;
    } else {
        let (vi, en) = (said(vi), said(en));
        writeln!(
            code,
            "            match crate::i18n::lang() {{ dto::Lang::Vi => {vi}, dto::Lang::En => {en} }}"
        )?;
    }
    code.push_str("        }\n    }\n");
    Ok(())
}
