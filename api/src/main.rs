//! The binary `luutru`.

use actix_web::web::Data;
use anyhow::Context;
use api::clock::Clock;
use api::config::Config;
use api::crypto::Keys;
use api::{App, bootstrap, demo, openapi, startup, telemetry};
use clap::{Parser, Subcommand};
use migration::{Migrator, MigratorTrait};
use std::io::Write;
use std::process::ExitCode;

/// Lưu Trú: lodging notifications of a province.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and the pages.
    Serve,
    /// Bring the database to the present schema.
    Migrate,
    /// Set up an empty installation: keys, schema, lists and the first administrator.
    Bootstrap {
        /// The login name of the administrator.
        #[arg(long, default_value = "quantri")]
        login: String,
        /// The administrator's full name.
        #[arg(long)]
        name: String,
        /// The administrator's e-mail address.
        #[arg(long)]
        email: String,
    },
    /// Fill an empty database with a made-up province to try out.
    Demo {
        /// Print the accounts as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the OpenAPI document.
    Openapi,
}

#[actix_web::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // What went wrong and why, in one line: whoever starts a service does not read stack traces.
            let _ = writeln!(std::io::stderr(), "luutru: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    if matches!(cli.command, Command::Openapi) {
        return bootstrap::print(&openapi::document().to_pretty_json()?);
    }
    let config = Config::load()?;
    telemetry::init(&config.log);
    let may_generate = config.is_sqlite() || matches!(cli.command, Command::Bootstrap { .. });
    let keys = Keys::load(config.keys.as_deref(), may_generate)?;
    let is_sqlite = config.is_sqlite();
    let app = App::build(config, &keys, Clock::system()).await?;
    match cli.command {
        Command::Serve => {
            // SQLite has one process and no operator: it is brought up to date by itself. On PostgreSQL `luutru
            // migrate` is a step of its own, before the instances start.
            if is_sqlite {
                bootstrap::prepare(&app).await?;
            }
            startup::serve(app).await
        }
        Command::Migrate => bootstrap::prepare(&app).await,
        Command::Bootstrap { login, name, email } => {
            bootstrap::prepare(&app).await?;
            let password = bootstrap::first_administrator(&app, &login, &name, &email).await?;
            bootstrap::print(&format!("{login} {password}"))
        }
        Command::Demo { json } => {
            Migrator::up(app.db.writer(), None).await.context("migrating")?;
            let accounts = demo::fill(&Data::new(app)).await?;
            bootstrap::print(&demo::report(&accounts, json)?)
        }
        Command::Openapi => Ok(()),
    }
}
