//! The requirements of a command on the machine, and their installation.

use anyhow::{Result, bail};
use xtask::command;
use xtask::machine::{chromium, debian_rust_source, find, is_debian, is_root, node_major, postgres_programs, python};

/// The oldest Node version whose test runner supports the browser tests.
const NODE_AT_LEAST: u32 = 20;

/// A program that is not built from this repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A browser of the Chromium family, for the browser tests.
    Chromium,
    /// Node and npm. They are not installed automatically: most developers have them, and a distribution's version is
    /// often too old.
    Node,
    /// The server programs of PostgreSQL 15 or newer, for a temporary cluster of the tests.
    PostgreSql,
    /// poppler's pdftotext, which reads the text of a printed form.
    PdfText,
    /// Python with venv, for schemathesis.
    PythonVenv,
    /// Debian's compiler of the web packages and the sources of its standard library.
    DebianRust,
}

impl Need {
    /// Returns its purpose, and its packages of Debian and Ubuntu; none if the user has to choose.
    fn about(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Chromium => ("Chromium, for the browser tests", &["chromium"]),
            Self::Node => ("Node 20 or newer with npm, for the browser tests", &[]),
            Self::PostgreSql => (
                "the server programs of PostgreSQL 15 or newer, for a throw-away cluster of the tests",
                &["postgresql"],
            ),
            Self::PdfText => (
                "pdftotext of poppler, for the tests of printed forms",
                &["poppler-utils"],
            ),
            Self::PythonVenv => ("Python 3 with venv, for schemathesis", &["python3", "python3-venv"]),
            Self::DebianRust => (
                "a compiler with the sources of its standard library, for WebAssembly",
                &["rustc-web", "rust-web-src"],
            ),
        }
    }

    fn is_met(self) -> bool {
        match self {
            Self::Chromium => chromium().is_some(),
            Self::Node => node_major().is_some_and(|major| major >= NODE_AT_LEAST) && find("npm").is_some(),
            Self::PostgreSql => postgres_programs().is_some(),
            Self::PdfText => find("pdftotext").is_some(),
            Self::PythonVenv => python().is_some(),
            Self::DebianRust => debian_rust_source().is_some(),
        }
    }
}

/// Checks that all needs are met: installs missing ones with apt-get on Debian and derivatives, otherwise prints what
/// to install.
pub fn prepare(needs: &[Need]) -> Result<()> {
    let missing: Vec<Need> = needs.iter().copied().filter(|need| !need.is_met()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("This machine lacks:");
    for (why, _) in missing.iter().map(|need| need.about()) {
        println!("  - {why}");
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.about().1).copied().collect();
    if !is_debian() || missing.iter().any(|need| need.about().1.is_empty()) {
        bail!(
            "install the above and run the command again (Debian's names: {})",
            packages.join(", ")
        );
    }
    install(&packages)?;
    if let Some(need) = missing.iter().find(|need| !need.is_met()) {
        bail!("{} is still missing after apt-get", need.about().0);
    }
    Ok(())
}

fn install(packages: &[&str]) -> Result<()> {
    if !is_root() && find("sudo").is_none() {
        bail!(
            "only root may install packages and there is no sudo; as root: apt-get install {}",
            packages.join(" ")
        );
    }
    println!("Installing with apt-get: {}", packages.join(" "));
    if packages.contains(&"postgresql") {
        println!("(Debian starts a PostgreSQL of its own then; the tests never touch it.)");
    }
    apt_get(&["update"])?;
    // `--no-remove`: rustc-web conflicts with the packages rustc and rustup, which must not be removed.
    let mut arguments = vec!["install", "--yes", "--no-install-recommends", "--no-remove"];
    arguments.extend(packages);
    apt_get(&arguments)
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let mut command = if is_root() {
        command::new("apt-get")
    } else {
        let mut sudo = command::new("sudo");
        // sudo resets the environment, so the variable goes through env.
        sudo.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    };
    command::run(command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
}
