//! The binary `luutru`.

use anyhow::Context;
use api::clock::Clock;
use api::config::Config;
use api::crypto::{KeyKind, Keys};
use api::stays::archive;
use api::{App, bootstrap, demo, keyring, openapi, startup, telemetry};
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
    /// The key file.
    #[command(subcommand)]
    Keys(KeyAct),
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Subcommand)]
enum KeyAct {
    /// Make the key file of a new installation.
    Make,
    /// Add a new key that is not in use yet, to be handed to every instance.
    Add {
        /// Which kind.
        kind: KeyKind,
    },
    /// Take a key into use that every instance has.
    Use {
        /// Which kind.
        kind: KeyKind,
        /// Its id.
        id: String,
    },
    /// Say which keys are in use and which are still needed.
    Status,
    /// Seal everything with the keys in use, while the service runs.
    Rotate,
    /// Take a key out of the file that nothing needs any more.
    Remove {
        /// Which kind.
        kind: KeyKind,
        /// Its id.
        id: String,
    },
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
        /// The login name of whoever looks; it is recorded too.
        #[arg(long)]
        by: String,
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
    if let Command::Keys(KeyAct::Make | KeyAct::Add { .. } | KeyAct::Use { .. }) = &cli.command {
        return change_keys(&config, &cli.command);
    }
    let may_generate = config.is_sqlite() || matches!(cli.command, Command::Bootstrap { .. });
    let keys = keyring::load(&config, may_generate).await?;
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
            keyring::check_at_start(&app).await?;
            let accounts = demo::fill(&std::sync::Arc::new(app)).await?;
            bootstrap::print(&demo::report(&accounts, json)?)
        }
        Command::Archive(act) => {
            keyring::check_at_start(&app).await?;
            run_archive(&app, act).await
        }
        Command::Keys(act) => {
            keyring::check_at_start(&app).await?;
            run_keys(&app, act).await
        }
        Command::Openapi => Ok(()),
    }
}

/// What happens to the key file alone.
fn change_keys(config: &Config, command: &Command) -> anyhow::Result<()> {
    let path = config.key_file().context("LUUTRU_KEYS must name the key file")?;
    match command {
        Command::Keys(KeyAct::Add { kind }) => {
            let mut keys = Keys::read(&path)?;
            let id = keys.add(*kind);
            keys.replace(&path)?;
            bootstrap::print(&id)
        }
        Command::Keys(KeyAct::Use { kind, id }) => {
            let mut keys = Keys::read(&path)?;
            keys.use_key(*kind, id)?;
            keys.replace(&path)
        }
        _ => Keys::generate().write(&path),
    }
}

/// What asks the database about keys.
async fn run_keys(app: &App, act: KeyAct) -> anyhow::Result<()> {
    match act {
        KeyAct::Rotate => {
            let done = keyring::rotate::run(app).await?;
            bootstrap::print(&format!(
                "{} rows, {} keys are no longer needed",
                done.changed, done.retired
            ))
        }
        KeyAct::Remove { kind, id } => {
            keyring::may_go(app, kind, &id).await?;
            let path = app.config.key_file().context("LUUTRU_KEYS must name the key file")?;
            let mut keys = Keys::read(&path)?;
            keys.remove(kind, &id)?;
            keys.replace(&path)
        }
        _ => {
            for line in keyring::status(app).await? {
                bootstrap::print(&line)?;
            }
            Ok(())
        }
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
        Archive::Find {
            month,
            folder,
            request,
            by,
        } => {
            let why = archive::Why {
                request: &request,
                by: &by,
            };
            // Not an argument: those stand in the list of processes and in the history of the shell.
            let mut document = String::new();
            std::io::stdin().read_line(&mut document)?;
            for stay in archive::find(app, month, &folder, document.trim(), &why).await? {
                bootstrap::print(&stay.to_string())?;
            }
            Ok(())
        }
    }
}
