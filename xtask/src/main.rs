//! The developer's commands: `cargo xtask <command>`.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

mod lane;
mod load;
mod native;
mod openapi;
mod prepare;
mod programs;
mod run;
mod tally;
mod test;
mod toolchain;
mod web;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::{command, guard};

use crate::prepare::Need;

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "The developer's commands of Lưu Trú.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything, make a demo province if there is none, and serve it.
    Run(run::Options),
    /// Everything that CI checks; ends with the counts.
    Test(test::Options),
    /// Build the web application into web/dist.
    Web(web::Options),
    /// Run a command with a throw-away PostgreSQL up: `-- psql`; `--durable` keeps fsync on.
    #[command(disable_help_flag = true)]
    Postgres {
        /// What `probes postgres` takes.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Write openapi/openapi.json from the code.
    Openapi,
    /// Measure a running service: `import`, `board`, `memory`; `load` measures the pages in a browser.
    #[command(disable_help_flag = true)]
    Bench {
        /// What `probes bench` takes.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Write what is compiled in, as `CycloneDX`.
    Sbom(programs::BillOptions),
    /// Check docs/requirements.csv against the tests, print the share met, and find browser tests that read a page once.
    Requirements,
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
        Command::Run(options) => run::run(&options)?,
        Command::Test(options) => return test::test(&options),
        Command::Web(options) => web::build(options)?,
        Command::Postgres { arguments } => {
            prepare::prepare(&[Need::PostgreSql])?;
            // Ends as the command does.
            let status = command::status(programs::probe("postgres").args(arguments))?;
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            return Ok(ExitCode::from(code.unwrap_or(1)));
        }
        Command::Openapi => openapi::write()?,
        Command::Bench { arguments } if arguments.first().is_some_and(|what| what == "load") => load::measure()?,
        Command::Bench { arguments } => command::run(programs::probe("bench").args(arguments))?,
        Command::Sbom(options) => programs::bill_of_materials(&options)?,
        Command::Requirements => command::run(&mut programs::check("requirements"))?,
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
