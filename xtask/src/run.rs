//! `cargo xtask run`: from a clone to a served demo province.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;
use xtask::command::{self, root};
use xtask::demo::Site;
use xtask::metadata::Metadata;

use crate::web;

/// Options of `cargo xtask run`.
#[derive(Args)]
pub struct Options {
    /// Address to serve on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Throw the demo province away and make a new one.
    #[arg(long)]
    fresh: bool,
    #[command(flatten)]
    web: web::Options,
}

/// Builds the changed parts, makes the demo province if there is none, and becomes the server.
pub fn run(options: &Options) -> Result<()> {
    TcpListener::bind(options.listen)
        .with_context(|| format!("cannot listen on {}; `--listen` takes another address", options.listen))?;
    web::build(options.web)?;
    let luutru = build()?;

    let site = Site::new(&root().join("var"))?;
    let accounts = root().join("var/demo-accounts.txt");
    if options.fresh {
        site.remove_database()?;
    }
    if !site.exists() {
        println!("Making a demo province in var/demo.db.");
        let made = site.create(&luutru, &[])?;
        std::fs::write(&accounts, made).with_context(|| format!("cannot write {}", accounts.display()))?;
    }
    let listed = std::fs::read_to_string(&accounts).with_context(|| {
        format!(
            "cannot read {}; `--fresh` makes the demo province anew",
            accounts.display()
        )
    })?;
    println!("\n{listed}");
    println!("Password of all of them: {}", site.password());
    println!(
        "Lưu Trú is at http://{} (Swagger UI at /docs). Ctrl-C ends it.\n",
        options.listen
    );

    let mut serve = site.luutru(&luutru);
    serve.arg("serve").env("LUUTRU_LISTEN", options.listen.to_string());
    // A line for each request would scroll the logins above off the screen.
    serve.env("LUUTRU_LOG", "warn");
    for name in ["LUUTRU_PROFILE", "LUUTRU_HOTLINE", "LUUTRU_LOG"] {
        if let Some(value) = std::env::var_os(name) {
            serve.env(name, value);
        }
    }
    become_it(&mut serve)
}

fn build() -> Result<std::path::PathBuf> {
    command::run(command::cargo().args(["build", "--package", "luutru-api", "--bin", "luutru"]))?;
    Ok(Metadata::read()?.luutru())
}

/// Replaces xtask by the server, so that Ctrl-C and every other signal reach it directly.
#[cfg(unix)]
fn become_it(serve: &mut Command) -> Result<()> {
    let error = std::os::unix::process::CommandExt::exec(serve);
    Err(error).with_context(|| format!("cannot run {}", Path::new(serve.get_program()).display()))
}

#[cfg(not(unix))]
fn become_it(serve: &mut Command) -> Result<()> {
    command::run(serve)
}
