//! Cycles of files: files of the service that use each other, also through re-exports. Such files can only be read,
//! tested and moved together.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::{Context, Result};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::imports::{behind_tests, is_colons, is_first};

/// A module by its path within the crate; the root is empty.
type Module = Vec<String>;

/// Two modules, the first of which uses the second.
type Arrow = (String, String);

/// The longest chain of re-exports that is followed.
const MOST_STEPS: usize = 16;

/// The paths in one file.
#[derive(Default)]
struct File {
    /// The paths of its `use` items, by their local name.
    names: BTreeMap<String, Vec<String>>,
    /// The paths of `use` items that re-export nothing.
    uses: Vec<Vec<String>>,
    /// The paths of its code.
    paths: Vec<Vec<String>>,
}

/// The files by their modules.
struct Files(BTreeMap<Module, File>);

/// Returns the cycles, one line each, and those of the `excepted` arrows that would close one.
///
/// # Errors
/// Returns an error if a file is not Rust.
pub fn find(
    sources: &BTreeMap<String, String>,
    excepted: &BTreeMap<Arrow, String>,
) -> Result<(Vec<String>, BTreeSet<Arrow>)> {
    let mut files = BTreeMap::new();
    for (file, text) in sources {
        files.insert(
            module_of(file),
            File::read(text).with_context(|| format!("cannot read {file}"))?,
        );
    }
    let mut graph = Files(files).graph();
    let closing =
        |(from, to): &&Arrow| graph.get(from).is_some_and(|all| all.contains(to)) && way(&graph, to, from).is_some();
    let needed: BTreeSet<Arrow> = excepted.keys().filter(closing).cloned().collect();
    for (from, to) in &needed {
        if let Some(all) = graph.get_mut(from) {
            all.remove(to);
        }
    }
    Ok((circles(&graph), needed))
}

/// `stays/import/mod.rs` is `stays::import`; `lib.rs` is the root.
fn module_of(file: &str) -> Module {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if path == "lib" {
        Module::new()
    } else {
        path.split('/').map(str::to_owned).collect()
    }
}

/// Returns the name of a module in the document.
fn name(module: &[String]) -> String {
    if module.is_empty() {
        "app".to_owned()
    } else {
        module.join("::")
    }
}

impl Files {
    /// Returns the files that each file uses.
    fn graph(&self) -> BTreeMap<String, BTreeSet<String>> {
        let used = |here: &Module, file: &File| {
            let all = file.uses.iter().chain(&file.paths);
            all.filter_map(|path| self.home(&self.absolute(here, path, MOST_STEPS)?, MOST_STEPS))
                .filter(|home| home != here)
                .map(|home| name(&home))
                .collect()
        };
        let graph = self.0.iter().map(|(here, file)| (name(here), used(here, file)));
        graph.collect()
    }

    /// Returns a path in a module as a path from the root of the crate; none if it leads out of the crate.
    fn absolute(&self, here: &[String], path: &[String], steps: usize) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let steps = steps.checked_sub(1)?;
        let mut start = match first.as_str() {
            "crate" => Module::new(),
            "self" => here.to_vec(),
            "super" => here.split_last()?.1.to_vec(),
            first => {
                let child = [here, &[first.to_owned()]].concat();
                if self.0.contains_key(&child) {
                    child
                } else {
                    let brought = self.0.get(here)?.names.get(first).filter(|path| path[0] != first)?;
                    self.absolute(here, brought, steps)?
                }
            }
        };
        for name in rest {
            if name == "super" {
                start.pop();
            } else {
                start.push(name.clone());
            }
        }
        Some(start)
    }

    /// Returns the file that declares the item of a path from the root; none if it is a whole module, or foreign.
    fn home(&self, path: &[String], steps: usize) -> Option<Module> {
        let steps = steps.checked_sub(1)?;
        let length = (0..=path.len())
            .rev()
            .find(|length| self.0.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let (item, rest) = rest.split_first()?;
        match self.0[module].names.get(item) {
            Some(brought) => {
                let brought = self.absolute(module, brought, steps)?;
                self.home(&[&brought, rest].concat(), steps)
            }
            None => Some(module.to_vec()),
        }
    }
}

impl File {
    fn read(text: &str) -> Result<Self> {
        let stream: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
        let mut file = Self::default();
        file.collect(stream);
        Ok(file)
    }

    fn collect(&mut self, stream: TokenStream) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if let Some(behind) = behind_tests(&tokens, at) {
                at = behind;
                continue;
            }
            match &tokens[at] {
                TokenTree::Group(group) => self.collect(group.stream()),
                TokenTree::Ident(word) if word == "use" => {
                    let is_public = is_public(&tokens[..at]);
                    at += 1;
                    self.add_use(&tokens, &mut at, &[], is_public);
                    continue;
                }
                TokenTree::Ident(_) if is_first(&tokens, at) => {
                    let mut path = Vec::new();
                    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
                        path.push(word.to_string());
                        at += 1;
                        if !is_colons(&tokens, at) {
                            break;
                        }
                        at += 2;
                    }
                    self.paths.push(path);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Reads one tree of a `use` from `at` on and moves `at` after it.
    fn add_use(&mut self, tokens: &[TokenTree], at: &mut usize, before: &[String], is_public: bool) {
        let mut path = before.to_vec();
        loop {
            match tokens.get(*at) {
                Some(TokenTree::Ident(word)) => path.push(word.to_string()),
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    let branches: Vec<TokenTree> = group.stream().into_iter().collect();
                    let mut branch = 0;
                    while branch < branches.len() {
                        self.add_use(&branches, &mut branch, &path, is_public);
                        // The comma.
                        branch += 1;
                    }
                    *at += 1;
                    return;
                }
                // A `*` gives no local name.
                _ => {
                    *at += 1;
                    return;
                }
            }
            *at += 1;
            if !is_colons(tokens, *at) {
                break;
            }
            *at += 2;
        }
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let renamed = match (tokens.get(*at), tokens.get(*at + 1)) {
            (Some(TokenTree::Ident(word)), Some(TokenTree::Ident(renamed))) if word == "as" => {
                *at += 2;
                Some(renamed.to_string())
            }
            _ => None,
        };
        if let Some(name) = renamed.or_else(|| path.last().cloned()) {
            if !is_public {
                self.uses.push(path.clone());
            }
            self.names.insert(name, path);
        }
    }
}

/// Returns whether the next item is visible outside of its file.
fn is_public(before: &[TokenTree]) -> bool {
    let is_pub = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Ident(word)) if word == "pub");
    match before {
        [.., token, TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => is_pub(Some(token)),
        _ => is_pub(before.last()),
    }
}

/// Returns the shortest cycle through the first file of each connected group.
fn circles(graph: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut told: BTreeSet<&String> = BTreeSet::new();
    let mut circles = Vec::new();
    for file in graph.keys() {
        if told.contains(file) {
            continue;
        }
        let Some(circle) = way(graph, file, file) else { continue };
        let knot =
            |other: &&String| *other == file || way(graph, file, other).is_some() && way(graph, other, file).is_some();
        let knot: Vec<&String> = graph.keys().filter(knot).collect();
        circles.push(format!("a circle of {} files: {}", knot.len(), circle.join(" → ")));
        told.extend(knot);
    }
    circles
}

/// Returns a shortest path of at least one arrow.
fn way(graph: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str) -> Option<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut ways = VecDeque::from([vec![from.to_owned()]]);
    while let Some(way) = ways.pop_front() {
        for next in graph.get(way.last()?).into_iter().flatten() {
            if next != to && !seen.insert(next.clone()) {
                continue;
            }
            let longer = [way.as_slice(), std::slice::from_ref(next)].concat();
            if next == to {
                return Some(longer);
            }
            ways.push_back(longer);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)], excepted: &[(&str, &str)]) -> (Vec<String>, usize) {
        let owned = |(one, other): &(&str, &str)| ((*one).to_owned(), (*other).to_owned());
        let excepted = excepted.iter().map(|arrow| (owned(arrow), "a reason".to_owned()));
        let (circles, needed) = find(&files.iter().map(owned).collect(), &excepted.collect()).unwrap();
        (circles, needed.len())
    }

    fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
        found(files, &[]).0
    }

    #[test]
    fn files_that_use_each_other_are_a_circle() {
        let files = [
            ("stays/a.rs", "use super::b::X; fn f(_: X) {}"),
            ("stays/b.rs", "use super::c; fn f() { c::f() }"),
            ("stays/c.rs", "fn f() { crate::stays::a::f() }"),
            ("stays/d.rs", "use super::a::f;"),
            ("stays/mod.rs", "mod a; mod b; mod c; mod d;"),
        ];
        assert_eq!(
            circles_of(&files),
            ["a circle of 3 files: stays::a → stays::b → stays::c → stays::a"]
        );
        assert!(circles_of(&files[1..]).is_empty());
    }

    #[test]
    fn a_re_export_is_followed_and_is_none_itself() {
        let module = ("stays/mod.rs", "mod a; mod b; pub use b::{Y as X}; pub fn shared() {}");
        let down = [
            module,
            ("stays/a.rs", "use super::X;"),
            ("stays/b.rs", "use super::shared;"),
        ];
        assert!(circles_of(&down).is_empty());
        let circle = [
            module,
            ("stays/a.rs", "use super::X;"),
            ("stays/b.rs", "use crate::stays::a::f;"),
        ];
        assert_eq!(
            circles_of(&circle),
            ["a circle of 2 files: stays::a → stays::b → stays::a"]
        );
    }

    #[test]
    fn what_a_file_exports_and_uses_itself_counts() {
        let files = [
            ("stays/mod.rs", "mod b; pub use b::Y; pub fn shared(_: Y) {}"),
            ("stays/b.rs", "use super::shared;"),
        ];
        assert_eq!(circles_of(&files), ["a circle of 2 files: stays → stays::b → stays"]);
    }

    #[test]
    fn what_is_compiled_for_tests_alone_closes_no_circle() {
        let files = [
            ("a.rs", "use crate::b::X;"),
            ("b.rs", "#[cfg(test)] mod tests { use crate::a::X; }"),
        ];
        assert!(circles_of(&files).is_empty());
    }

    #[test]
    fn an_excepted_arrow_closes_none_and_is_needed_where_it_would() {
        let files = [
            ("a.rs", "use crate::b::X;"),
            ("b.rs", "use crate::a::Y;"),
            ("c.rs", "use crate::a::Y;"),
        ];
        assert_eq!(found(&files, &[("b", "a")]), (vec![], 1));
        assert_eq!(found(&files, &[("b", "a"), ("c", "a")]), (vec![], 1));
    }
}
