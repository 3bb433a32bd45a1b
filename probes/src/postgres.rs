//! A temporary PostgreSQL cluster for the duration of one command: never the system's own, never a fixed port.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;
use xtask::command;
use xtask::guard::Guard;
use xtask::machine::{self, random_word};

use crate::server::free_port;

/// The variable with the URL of the cluster, for tests.
const TEST_URL: &str = "LUUTRU_TEST_POSTGRES";

/// The number of attempts, because another program may take the free port before the server does.
const ATTEMPTS: u32 = 3;

/// Options of `cargo xtask postgres`.
#[derive(Args)]
pub struct Options {
    /// Keep fsync on, as in production: for measuring.
    #[arg(long)]
    durable: bool,
    /// The command; it finds the cluster in `LUUTRU_TEST_POSTGRES` and in `PGHOST`, `PGPORT`, `PGUSER`, `PGPASSWORD`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    command: Vec<String>,
}

/// Runs a command with a running cluster, and returns its exit status.
pub fn with_cluster(options: &Options) -> Result<ExitCode> {
    let (program, arguments) = options.command.split_first().context("no command")?;
    let cluster = Cluster::start(options.durable)?;
    let mut command = command::new(program);
    // xtask has removed the developer's own settings; the remaining ones are set for the tests.
    command.envs(std::env::vars().filter(|(name, _)| name.starts_with("LUUTRU_")));
    command.args(arguments).env(TEST_URL, cluster.url());
    command
        .env("PGHOST", "127.0.0.1")
        .env("PGPORT", cluster.port.to_string());
    command.env("PGUSER", "postgres").env("PGPASSWORD", &cluster.password);
    let status = command::status(&mut command)?;
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Ok(ExitCode::from(code))
}

/// A running cluster; dropping it stops the server and removes its files.
struct Cluster {
    port: u16,
    password: String,
    _guard: Guard,
}

impl Cluster {
    /// Makes and starts a cluster. `durable` keeps fsync on.
    fn start(durable: bool) -> Result<Self> {
        let programs = machine::postgres_programs().context("no PostgreSQL server programs")?;
        let owner = if machine::is_root() {
            Owner::PostgresUser
        } else {
            Owner::Ourselves
        };
        let mut folder = tempfile::Builder::new();
        folder.prefix("luutru-pg-");
        let folder = match memory().filter(|_| !durable) {
            Some(memory) => folder.tempdir_in(memory),
            None => folder.tempdir(),
        };
        let folder = folder.context("no temporary folder")?.keep();
        let site = Site {
            programs,
            owner,
            folder,
        };
        let guard = {
            let site = site.clone();
            Guard::new(move || site.remove())
        };
        // With a password, not with `trust`: otherwise every user of the machine could run programs as the server's
        // user.
        let password = random_word()?;
        site.initialize(&password)?;
        let port = site.start(durable)?;
        Ok(Self {
            port,
            password,
            _guard: guard,
        })
    }

    /// Returns the URL of the superuser.
    fn url(&self) -> String {
        format!("postgres://postgres:{}@127.0.0.1:{}/postgres", self.password, self.port)
    }
}

/// Returns a folder in memory with room for hundreds of small databases, if there is one: on a slow disk, writing them
/// delayed new connections longer than requests wait.
/// opening connections for longer than requests wait.
fn memory() -> Option<PathBuf> {
    const ROOM_KIB: u64 = 4 * 1024 * 1024;
    let folder = Path::new("/dev/shm");
    let mut df = Command::new("df");
    let free = command::capture(df.args(["--output=avail", "-k"]).arg(folder)).ok()?;
    let free: u64 = free.lines().nth(1)?.trim().parse().ok()?;
    (free >= ROOM_KIB).then(|| folder.to_owned())
}

/// The user that runs the server, because PostgreSQL refuses to run as root.
#[derive(Clone, Copy)]
enum Owner {
    Ourselves,
    PostgresUser,
}

/// The folder of the cluster, and the programs that run it.
#[derive(Clone)]
struct Site {
    programs: PathBuf,
    owner: Owner,
    folder: PathBuf,
}

impl Site {
    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match self.owner {
            Owner::Ourselves => Command::new(program),
            Owner::PostgresUser => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(program);
                command
            }
        };
        // Not in the repository: the user postgres may have no access to it.
        command.current_dir(&self.folder).stdin(Stdio::null());
        command
    }

    fn initialize(&self, password: &str) -> Result<()> {
        let password_file = self.folder.join("password");
        fs::write(&password_file, password).context("cannot write the password file")?;
        if let Owner::PostgresUser = self.owner {
            let mut chown = Command::new("chown");
            command::capture(chown.args(["-R", "postgres:"]).arg(&self.folder))
                .context("there is no user `postgres`, and PostgreSQL does not run as root")?;
        }
        let mut initdb = self.program("initdb");
        initdb.args([
            "--username=postgres",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        initdb
            .arg("--pwfile")
            .arg(&password_file)
            .arg("--pgdata")
            .arg(self.data());
        command::capture(&mut initdb)?;
        Ok(())
    }

    fn start(&self, durable: bool) -> Result<u16> {
        let configuration = self.data().join("postgresql.conf");
        let defaults = fs::read_to_string(&configuration).context("cannot read postgresql.conf")?;
        let log = self.folder.join("log");
        for _ in 0..ATTEMPTS {
            let port = free_port()?;
            let settings = format!("{defaults}\n{}", settings(port, &self.folder, durable));
            fs::write(&configuration, settings).context("cannot write postgresql.conf")?;
            let mut start = self.program("pg_ctl");
            start
                .args(["start", "--wait", "--timeout=60", "--silent", "--log"])
                .arg(&log)
                .arg("--pgdata")
                .arg(self.data());
            if command::capture(&mut start).is_ok() {
                return Ok(port);
            }
            let said = fs::read_to_string(&log).unwrap_or_default();
            if !said.contains("Address already in use") {
                bail!("PostgreSQL did not start:\n{said}");
            }
            let _ = fs::remove_file(&log);
        }
        bail!("PostgreSQL found its port taken {ATTEMPTS} times")
    }

    fn remove(&self) {
        // A clean stop is not needed; the command fails if the server never started.
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--silent", "--pgdata"])
            .arg(self.data());
        command::succeeds(&mut stop);
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("cannot remove {}: {error}", self.folder.display());
        }
    }
}

fn settings(port: u16, folder: &Path, durable: bool) -> String {
    let folder = folder.display();
    let mut settings = format!(
        "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{folder}'\n\
         max_connections = 300\nshared_buffers = '256MB'\njit = off\n"
    );
    if !durable {
        settings.push_str("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
    }
    settings
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::settings;

    #[test]
    fn a_durable_cluster_keeps_fsync_and_a_quick_one_does_not() {
        let folder = Path::new("/tmp/x");
        assert!(!settings(1, folder, true).contains("fsync"));
        assert!(settings(1, folder, false).contains("fsync = off"));
    }

    #[test]
    fn it_listens_on_loopback_alone() {
        let settings = settings(4711, Path::new("/tmp/x"), false);
        assert!(settings.contains("listen_addresses = '127.0.0.1'\nport = 4711\nunix_socket_directories = '/tmp/x'"));
    }
}
