//! The binary `luutru`.

use actix_web::web::Data;
use api::clock::Clock;
use api::config::Config;
use api::crypto::Keys;
use api::{App, archive, bootstrap, demo, openapi, startup, telemetry};
use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
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
    /// Keep stays past the online period apart, and find them again.
    #[command(subcommand)]
    Archive(Archive),
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Subcommand)]
enum Archive {
    /// Write the archive of a month.
    Make {
        /// The month in which its stays were notified: 2025-03.
        #[arg(value_parser = archive::parse_month)]
        month: time::Date,
        /// Where archives are kept: a medium of its own.
        folder: PathBuf,
    },
    /// Check every archive: there, whole, unchanged and readable with the keys that are here.
    Verify {
        /// Where archives are kept.
        folder: PathBuf,
    },
    /// Print the stays of a document, for a request that was granted.
    Find {
        /// The month in which they were notified.
        #[arg(value_parser = archive::parse_month)]
        month: time::Date,
        /// Where archives are kept.
        folder: PathBuf,
        /// The number of the granted request; it is recorded with the look.
        #[arg(long)]
        request: String,
    },
}

fn main() -> ExitCode {
    let outcome =
        runtime().and_then(|runtime| actix_web::rt::System::with_tokio_rt(move || runtime).block_on(run(Cli::parse())));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // What went wrong and why, in one line: whoever starts a service does not read stack traces.
            let _ = writeln!(std::io::stderr(), "luutru: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// One runtime for connections and jobs, which outlives the workers of the server: those have their own.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?)
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
            app.db.migrate(&app.config, async |_| Ok(())).await?;
            let accounts = demo::fill(&Data::new(app)).await?;
            bootstrap::print(&demo::report(&accounts, json)?)
        }
        Command::Archive(act) => run_archive(&app, act).await,
        Command::Openapi => Ok(()),
    }
}

async fn run_archive(app: &App, act: Archive) -> anyhow::Result<()> {
    match act {
        Archive::Make { month, folder } => {
            let made = archive::make(app, month, &folder).await?;
            bootstrap::print(&format!("{} {}", made.file, made.stays))
        }
        Archive::Verify { folder } => {
            let checked = archive::verify(app, &folder).await?;
            for one in &checked {
                let fault = one.fault.as_deref().unwrap_or("ok");
                bootstrap::print(&format!("{} {} {fault}", one.made.file, one.made.stays))?;
            }
            let faulty = checked.iter().filter(|one| one.fault.is_some()).count();
            anyhow::ensure!(
                faulty == 0,
                "{faulty} of {} archives cannot be relied on",
                checked.len()
            );
            Ok(())
        }
        Archive::Find { month, folder, request } => {
            // Not an argument: those stand in the list of processes and in the history of the shell.
            let mut document = String::new();
            std::io::stdin().read_line(&mut document)?;
            for stay in archive::find(app, month, &folder, document.trim(), &request).await? {
                bootstrap::print(&stay.to_string())?;
            }
            Ok(())
        }
    }
}
