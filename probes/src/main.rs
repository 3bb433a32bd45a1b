//! Attacks and measures a served demo province over HTTP, and serves databases to tests. `cargo xtask` runs `bench`, `fuzz` and
//! `postgres`.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

mod bench;
mod client;
mod demo;
mod fuzz;
mod postgres;
mod server;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::guard;

#[derive(Parser)]
#[command(about = "Attacks and measures a served demo province over HTTP, and serves databases to tests.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure a running service: `import`, `board`, `memory`.
    Bench(bench::Options),
    /// Run schemathesis; ends with its counts.
    Fuzz(fuzz::Options),
    /// Run a command with a throw-away PostgreSQL up.
    Postgres(postgres::Options),
}

fn main() -> ExitCode {
    match guard::on_signals().and_then(|()| execute(Cli::parse().command)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn execute(command: Command) -> Result<ExitCode> {
    match command {
        Command::Bench(options) => bench::run(&options)?,
        Command::Fuzz(options) => return fuzz::test(&options),
        Command::Postgres(options) => return postgres::with_cluster(&options),
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_commands_and_their_options_fit_together() {
        super::Cli::command().debug_assert();
    }
}
