//! `cargo xtask sbom`: the components compiled into the service and the pages, as `CycloneDX` 1.5. The same sources
//! give the same bytes: the document contains no time and no random number.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use xtask::command;
use xtask::command::root;

/// The shipped crates: the service, and the pages with the reader, which the service embeds.
const SHIPPED: [&str; 3] = ["luutru-api", "luutru-web", "luutru-reader"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    description: Option<String>,
    repository: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Deserialize)]
struct DependencyKind {
    /// None for a compiled-in dependency, otherwise `dev` or `build`.
    kind: Option<String>,
}

/// Prints the document.
pub fn print() -> Result<()> {
    println!("{}", serde_json::to_string_pretty(&document()?)?);
    Ok(())
}

/// Makes the document.
fn document() -> Result<Value> {
    // Not offline: crates for other systems, which no build has fetched, are listed too.
    let metadata =
        command::capture(command::cargo().args(["metadata", "--format-version", "1", "--locked", "--all-features"]))?;
    let metadata: Metadata = serde_json::from_str(&metadata).context("cargo metadata printed something else")?;
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    of(&metadata, &checksums(&lock))
}

fn of(metadata: &Metadata, checksums: &BTreeMap<(String, String), String>) -> Result<Value> {
    let packages: BTreeMap<&str, &Package> = metadata
        .packages
        .iter()
        .map(|package| (package.id.as_str(), package))
        .collect();
    let nodes: BTreeMap<&str, &Node> = metadata
        .resolve
        .nodes
        .iter()
        .map(|node| (node.id.as_str(), node))
        .collect();
    let compiled_in = |node: &Node| -> Vec<String> {
        let in_it = |dependency: &&Dependency| dependency.dep_kinds.iter().any(|kind| kind.kind.is_none());
        node.deps
            .iter()
            .filter(in_it)
            .map(|dependency| dependency.pkg.clone())
            .collect()
    };
    let mut waiting: Vec<String> = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_none() && SHIPPED.contains(&package.name.as_str()))
        .map(|package| package.id.clone())
        .collect();
    ensure!(waiting.len() >= 2, "what is shipped is called otherwise now");
    let mut inside = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !inside.insert(id.clone()) {
            continue;
        }
        waiting.extend(nodes.get(id.as_str()).map(|node| compiled_in(node)).unwrap_or_default());
    }
    let mut components = BTreeMap::new();
    let mut dependencies = BTreeMap::new();
    for id in &inside {
        let package = packages.get(id.as_str()).context("a package that is not described")?;
        let purl = purl(package);
        let on = nodes.get(id.as_str()).map(|node| compiled_in(node)).unwrap_or_default();
        let on: BTreeSet<String> = on
            .iter()
            .filter_map(|id| packages.get(id.as_str()))
            .map(|package| self::purl(package))
            .collect();
        dependencies.insert(purl.clone(), json!({ "ref": purl, "dependsOn": on }));
        components.insert(purl, component(package, checksums));
    }
    let version = packages
        .values()
        .find(|package| package.name == SHIPPED[0])
        .map_or("0", |package| package.version.as_str());
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": format!("luutru@{version}"),
                "name": "luutru",
                "version": version,
                "licenses": [{ "expression": "Apache-2.0" }],
            },
        },
        "components": components.into_values().collect::<Vec<_>>(),
        "dependencies": dependencies.into_values().collect::<Vec<_>>(),
    }))
}

fn component(package: &Package, checksums: &BTreeMap<(String, String), String>) -> Value {
    let purl = purl(package);
    let mut component = json!({
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "purl": purl,
    });
    if let Some(license) = &package.license {
        // An older notation of "or".
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    if let Some(description) = &package.description {
        component["description"] = description.trim().into();
    }
    if let Some(repository) = &package.repository {
        component["externalReferences"] = json!([{ "type": "vcs", "url": repository }]);
    }
    if let Some(checksum) = checksums.get(&(package.name.clone(), package.version.clone())) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    component
}

fn purl(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version)
}

/// Returns the SHA-256 of each package of the registry, as cargo verified it.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let mut checksums = BTreeMap::new();
    for package in lock.split("[[package]]") {
        let field = |name: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.strip_prefix(" = \"")?.trim_end_matches('"').to_owned())
        };
        if let (Some(name), Some(version), Some(checksum)) = (field("name"), field("version"), field("checksum")) {
            checksums.insert((name, version), checksum);
        }
    }
    checksums
}

#[cfg(test)]
mod tests {
    use super::document;
    use std::collections::BTreeSet;

    #[test]
    fn the_bill_of_materials_names_what_is_compiled_in_and_nothing_else() {
        let document = document().unwrap();
        let components = document["components"].as_array().unwrap();
        let names: BTreeSet<&str> = components.iter().map(|one| one["name"].as_str().unwrap()).collect();
        for inside in [
            "luutru-api",
            "luutru-web",
            "sqlx-postgres",
            "aes-gcm-siv",
            "typst",
            "leptos",
        ] {
            assert!(names.contains(inside), "{inside} is not named");
        }
        for outside in ["luutru-tests", "checks", "mailparse"] {
            assert!(!names.contains(outside), "{outside} is not shipped");
        }
        // From the registry: with licence and checksum.
        for component in components {
            let name = component["name"].as_str().unwrap();
            if name.starts_with("luutru-") {
                continue;
            }
            let checksum = component["hashes"][0]["content"].as_str().unwrap_or_default();
            assert_eq!(checksum.len(), 64, "{name}");
            assert!(component["licenses"][0]["expression"].is_string(), "{name}");
        }
        // Each dependency is a component, and each component is listed once.
        let refs: BTreeSet<&str> = components.iter().map(|one| one["bom-ref"].as_str().unwrap()).collect();
        assert_eq!(refs.len(), components.len());
        for edge in document["dependencies"].as_array().unwrap() {
            for on in edge["dependsOn"].as_array().unwrap() {
                assert!(refs.contains(on.as_str().unwrap()), "{on}");
            }
        }
        assert_eq!(
            document,
            super::document().unwrap(),
            "the same sources give the same bytes"
        );
    }
}
