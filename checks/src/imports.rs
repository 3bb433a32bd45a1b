//! Checks the layers of the service against the document: `docs/architecture.md` lists them from top to bottom, and
//! every `use` of `api/src` has to point to a lower line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::{circles, queries, workspace};

/// The document with the layers, and the start of its blocks.
const DOCUMENT: &str = "docs/architecture.md";
const LAYERS: &str = "```layers";
const EXCEPTIONS: &str = "```exceptions";

/// The modules that may use HTTP types, besides files named `http.rs`: they concern HTTP as a whole.
const HTTP_MODULES: [&str; 5] = ["http", "openapi", "startup", "routes", "main"];

/// The first names of the paths that are checked.
const FIRST_NAMES: [&str; 4] = ["crate", "self", "super", "actix_web"];

/// A module by its path within the crate, without the leading `crate`.
type Module = Vec<String>;

/// The list of layers: each module with its line number, 0 being the top.
struct Layers {
    lines: BTreeMap<Module, usize>,
    exceptions: BTreeMap<(String, String), String>,
}

/// Fails if the service has imports against the layers, and names each; also if the document names something that does
/// not exist.
///
/// # Errors
/// Returns an error for an arrow that does not point down, a cycle of files, a module without a line, an exception that
/// nothing needs, an HTTP type outside of `http`, or a query outside of a store.
pub fn check() -> Result<()> {
    let root = xtask::command::root();
    let document = std::fs::read_to_string(root.join(DOCUMENT)).with_context(|| format!("cannot read {DOCUMENT}"))?;
    let layers = Layers::read(&document)?;
    let sources = sources(&root.join("api/src"))?;
    let faults = layers.faults(&sources)?;
    if !faults.is_empty() {
        bail!("{DOCUMENT} has another order of layers:\n{}", faults.join("\n"));
    }
    println!(
        "{} modules of the service keep to their {} layers.",
        layers.lines.len(),
        layers.lines.values().collect::<BTreeSet<_>>().len()
    );
    Ok(())
}

impl Layers {
    fn read(document: &str) -> Result<Self> {
        let mut lines = BTreeMap::new();
        for (at, line) in block(document, LAYERS)?.enumerate() {
            for name in line.split_whitespace() {
                if lines.insert(module(name), at).is_some() {
                    bail!("{name} stands on two lines of the layers");
                }
            }
        }
        let mut exceptions = BTreeMap::new();
        for line in block(document, EXCEPTIONS)? {
            let (arrow, reason) = line
                .split_once(':')
                .filter(|(_, reason)| !reason.trim().is_empty())
                .with_context(|| format!("an exception is written `from → to: reason`, not `{line}`"))?;
            let (from, to) = arrow.split_once('→').with_context(|| format!("no arrow in `{line}`"))?;
            exceptions.insert((from.trim().to_owned(), to.trim().to_owned()), reason.trim().to_owned());
        }
        Ok(Self { lines, exceptions })
    }

    /// Returns the violations, one line each.
    fn faults(&self, sources: &BTreeMap<String, String>) -> Result<Vec<String>> {
        let mut faults = BTreeSet::new();
        let mut used = BTreeSet::new();
        let mut known = BTreeSet::new();
        for (file, text) in sources {
            let here = module_of(file);
            let Some(from) = self.owner(&here) else {
                faults.insert(format!("{file}: stands on no line"));
                continue;
            };
            known.insert(from.clone());
            faults.extend(queries::faults(file, text).with_context(|| format!("cannot read {file}"))?);
            for path in paths(text, &FIRST_NAMES).with_context(|| format!("cannot read {file}"))? {
                if path.first().is_some_and(|first| first == "actix_web") && !may_speak_http(&here) {
                    faults.insert(format!("{file}: HTTP types belong to http.rs"));
                }
                let Some(path) = resolved(&here, &path) else { continue };
                let Some(to) = self.owner(&path) else {
                    faults.insert(format!("{file}: {} stands on no line", path.join("::")));
                    continue;
                };
                if from == to || self.lines[&from] < self.lines[&to] {
                    continue;
                }
                let arrow = (from.join("::"), to.join("::"));
                if self.exceptions.contains_key(&arrow) {
                    used.insert(arrow);
                } else {
                    faults.insert(format!("{} → {}: {file}", arrow.0, arrow.1));
                }
            }
        }
        let (circles, needed) = circles::find(sources, &self.exceptions)?;
        faults.extend(circles);
        used.extend(needed);
        for name in self.lines.keys().filter(|name| !known.contains(*name)) {
            faults.insert(format!("{}: there is no such module", name.join("::")));
        }
        for (from, to) in self.exceptions.keys().filter(|arrow| !used.contains(*arrow)) {
            faults.insert(format!("{from} → {to}: nothing needs this exception"));
        }
        Ok(faults.into_iter().collect())
    }

    /// Returns the entry with the longest path that contains a module.
    fn owner(&self, path: &[String]) -> Option<Module> {
        (1..=path.len())
            .rev()
            .map(|length| path[..length].to_vec())
            .find(|path| self.lines.contains_key(path))
    }
}

/// Returns the lines of a fenced block.
fn block<'a>(document: &'a str, fence: &str) -> Result<impl Iterator<Item = &'a str>> {
    let (_, rest) = document
        .split_once(fence)
        .with_context(|| format!("{DOCUMENT} has no block {fence}"))?;
    let (inside, _) = rest.split_once("```").context("a block without an end")?;
    Ok(inside.lines().map(str::trim).filter(|line| !line.is_empty()))
}

fn module(name: &str) -> Module {
    name.split("::").map(str::to_owned).collect()
}

/// `stays/import/mod.rs` is `stays::import`; the root of the crate is `app`, after the type that it declares.
fn module_of(file: &str) -> Module {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if path == "lib" {
        module("app")
    } else {
        path.split('/').map(str::to_owned).collect()
    }
}

/// Returns the service's files by their path below `api/src`, without tests.
fn sources(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut sources = BTreeMap::new();
    for (name, path) in workspace::files(folder)? {
        if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            sources.insert(name, text);
        }
    }
    Ok(sources)
}

fn may_speak_http(here: &[String]) -> bool {
    here.last()
        .is_some_and(|name| name == "http" || name.ends_with("_http"))
        || here.first().is_some_and(|first| HTTP_MODULES.contains(&first.as_str()))
}

/// Returns a path from the root of the crate; none if it leads out of the crate.
fn resolved(here: &[String], path: &[String]) -> Option<Module> {
    let mut names = path.iter();
    let mut resolved = match names.next()?.as_str() {
        "crate" | "luutru_api" => Vec::new(),
        "self" => here.to_vec(),
        "super" => here[..here.len().saturating_sub(1)].to_vec(),
        _ => return None,
    };
    for name in names {
        if name == "super" {
            resolved.pop();
        } else if name != "self" {
            resolved.push(name.clone());
        }
    }
    // An item declared in the root itself.
    if path.len() == 2 && path[0] == "crate" && path[1].starts_with(char::is_uppercase) {
        return Some(module("app"));
    }
    (!resolved.is_empty()).then_some(resolved)
}

/// Returns every path of a file that begins with one of these names, with `use` trees expanded. Code that is only
/// compiled for tests is left out.
pub fn paths(text: &str, first: &[&str]) -> Result<Vec<Vec<String>>> {
    let stream: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut found = Vec::new();
    collect(stream, first, &mut found);
    Ok(found)
}

fn collect(stream: TokenStream, first: &[&str], found: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(behind) = behind_tests(&tokens, at) {
            at = behind;
            continue;
        }
        match &tokens[at] {
            TokenTree::Group(group) => collect(group.stream(), first, found),
            TokenTree::Ident(name) if first.contains(&name.to_string().as_str()) && is_first(&tokens, at) => {
                tree(&tokens, &mut at, &[], found);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Returns whether a name is the first of its path: in `a::self` and `value.self` it is not, in `value: self` it is.
pub fn is_first(tokens: &[TokenTree], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let is_member = matches!(before, Some(TokenTree::Punct(punct)) if punct.as_char() == '.');
    !is_member && !at.checked_sub(2).is_some_and(|before| is_colons(tokens, before))
}

pub fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let is_colon = |at| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    is_colon(at) && is_colon(at + 1)
}

/// Reads one path or tree of paths from `at` on and moves `at` after it.
fn tree(tokens: &[TokenTree], at: &mut usize, before: &[String], found: &mut Vec<Vec<String>>) {
    let mut path = before.to_vec();
    loop {
        match tokens.get(*at) {
            Some(TokenTree::Ident(name)) => {
                path.push(name.to_string());
                *at += 1;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace && !path.is_empty() => {
                branches(group, &path, found);
                *at += 1;
                return;
            }
            _ => break,
        }
        if is_colons(tokens, *at) {
            *at += 2;
        } else {
            break;
        }
    }
    found.push(path);
}

fn branches(group: &Group, before: &[String], found: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        tree(&tokens, &mut at, before, found);
        // A rename, and the comma.
        while at < tokens.len() && !matches!(&tokens[at], TokenTree::Punct(punct) if punct.as_char() == ',') {
            at += 1;
        }
        at += 1;
    }
}

/// Returns the position after an item that is only compiled for tests, if one begins here: after the body of the item
/// that follows the attribute.
pub fn behind_tests(tokens: &[TokenTree], at: usize) -> Option<usize> {
    if !is_for_tests(&tokens[at..]) {
        return None;
    }
    let body = tokens.iter().skip(at + 2).position(ends_item);
    Some(body.map_or(tokens.len(), |body| at + 2 + body + 1))
}

/// Returns whether `#[cfg(test)]` is here.
fn is_for_tests(tokens: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(attribute), ..] = tokens else {
        return false;
    };
    hash.as_char() == '#' && attribute.stream().to_string().replace(' ', "") == "cfg(test)"
}

fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = "```layers\nstays\nhttp\naudit\ndb\n```\n```exceptions\n```";

    fn faults(files: &[(&str, &str)]) -> Vec<String> {
        let others = ["stays", "http", "audit", "db"].map(|name| (format!("{name}.rs"), String::new()));
        let mut sources: BTreeMap<String, String> = others.into();
        sources.extend(
            files
                .iter()
                .map(|(file, text)| ((*file).to_owned(), (*text).to_owned())),
        );
        Layers::read(DRAWING).unwrap().faults(&sources).unwrap()
    }

    #[test]
    fn what_points_down_is_right_and_what_points_up_or_aside_is_named() {
        assert!(faults(&[("stays.rs", "use crate::{audit::Event, db::{Db, hold}};")]).is_empty());
        let found = faults(&[("db.rs", "fn f() { crate::audit::record(); }")]);
        assert_eq!(found, ["db → audit: db.rs"]);
    }

    #[test]
    fn a_path_is_followed_through_braces_super_and_macros() {
        let found = faults(&[(
            "db/hold.rs",
            "use super::super::{stays::{self, read::Row as R}, audit};",
        )]);
        assert_eq!(found, ["db → audit: db/hold.rs", "db → stays: db/hold.rs"]);
        for text in ["fn f() { log!(x, crate::stays::X) }", "fn f(x: crate::stays::X) {}"] {
            assert_eq!(faults(&[("db/hold.rs", text)]), ["db → stays: db/hold.rs"]);
        }
    }

    #[test]
    fn what_is_compiled_for_tests_alone_is_free() {
        assert!(faults(&[("db.rs", "#[cfg(test)]\nmod tests { use crate::stays::X; }")]).is_empty());
        assert!(!faults(&[("db.rs", "#[cfg(test)]\nmod tests {}\nuse crate::stays::X;")]).is_empty());
    }

    #[test]
    fn http_types_stand_in_http_alone() {
        let of_http = "use actix_web::HttpResponse;";
        assert!(faults(&[("http/body.rs", of_http), ("stays/http.rs", of_http)]).is_empty());
        let found = faults(&[("stays/service.rs", of_http)]);
        assert_eq!(found, ["stays/service.rs: HTTP types belong to http.rs"]);
    }

    #[test]
    fn a_module_without_a_line_and_a_line_without_a_module_are_named() {
        let found = faults(&[("mail.rs", ""), ("stays/read.rs", "use crate::mail::X;")]);
        assert_eq!(
            found,
            ["mail.rs: stands on no line", "stays/read.rs: mail::X stands on no line"]
        );
        let sources = BTreeMap::from([("db.rs".to_owned(), String::new())]);
        let found = Layers::read(DRAWING).unwrap().faults(&sources).unwrap();
        assert!(found.contains(&"stays: there is no such module".to_owned()));
    }

    #[test]
    fn an_exception_has_a_reason_and_is_needed() {
        let with = |exception: &str| DRAWING.replace("```exceptions\n", &format!("```exceptions\n{exception}\n"));
        assert!(Layers::read(&with("db → audit")).is_err());
        let layers = Layers::read(&with("db → audit: a commit writes its events")).unwrap();
        let of = |text: &str| {
            let files = ["stays", "http", "audit"].map(|name| (format!("{name}.rs"), String::new()));
            let mut sources: BTreeMap<String, String> = files.into();
            sources.insert("db.rs".to_owned(), text.to_owned());
            layers.faults(&sources).unwrap()
        };
        assert!(of("use crate::audit;").is_empty());
        assert_eq!(of(""), ["db → audit: nothing needs this exception"]);
    }
}
