//! The binary itself.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;

/// Where `luutru` lies: beside the folder of this test, as cargo puts it.
fn luutru() -> PathBuf {
    let tests = std::env::current_exe().expect("the path of the tests");
    let binary = tests.ancestors().nth(2).expect("a target directory").join("luutru");
    assert!(
        binary.exists(),
        "{} is not built: cargo build -p luutru-api",
        binary.display()
    );
    binary
}

/// `luutru` in a folder of its own, with no setting but these.
fn command(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    prepared(Command::new(luutru()), folder, arguments, settings)
}

fn prepared(mut command: Command, folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LUUTRU_")) {
        command.env_remove(name);
    }
    command.envs(settings.iter().copied());
    command
}

/// Runs it to its end.
pub fn run(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    command(folder, arguments, settings).output().expect("running luutru")
}

/// What it prints; it has to succeed.
pub fn output(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> String {
    let output = run(folder, arguments, settings);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "luutru {arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("text")
}

/// A service in a process of its own, killed with the test.
pub struct Service {
    child: Child,
    /// Everything that it logs. Somebody has to read it all the time: a full pipe would stop the service.
    log: Option<JoinHandle<String>>,
    pub port: u16,
}

impl Service {
    /// Starts `luutru serve` and waits for it to say that it serves.
    pub fn start(folder: &Path, settings: &[(&str, &str)]) -> Self {
        Self::started(command(folder, &["serve"], settings))
    }

    /// The same for a process whose files may be limited later: without this the system would end it.
    pub fn start_limitable(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let mut serve = Command::new("env");
        serve.arg("--ignore-signal=XFSZ").arg(luutru());
        Self::started(prepared(serve, folder, &["serve"], settings))
    }

    /// Lets no file of the process grow beyond so many bytes, or lets all of them grow again. Any user may do that to
    /// a process of his own, and to the process it looks like a full disk.
    pub fn limit_files(&self, bytes: Option<u64>) {
        let limit = bytes.map_or_else(|| "unlimited".to_owned(), |bytes| bytes.to_string());
        let limited = Command::new("prlimit")
            .args(["--pid", &self.child.id().to_string(), &format!("--fsize={limit}:")])
            .status();
        assert!(limited.expect("prlimit of util-linux").success());
    }

    /// How many threads of the server there are.
    pub fn workers(&self) -> usize {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id()));
        let named = |task: &std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm")).unwrap_or_default();
        let threads = tasks.into_iter().flatten().flatten();
        threads.filter(|task| named(task).starts_with("actix")).count()
    }

    fn started(mut serve: Command) -> Self {
        let port = free_port();
        let listen = format!("127.0.0.1:{port}");
        serve
            .env("LUUTRU_LISTEN", &listen)
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = serve.spawn().expect("starting luutru");
        let lines = BufReader::new(child.stderr.take().expect("its log")).lines();
        let (serves, is_serving) = mpsc::channel();
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            for line in lines.map_while(Result::ok) {
                if line.contains("\"serving\"") {
                    let _ = serves.send(());
                }
                log += &line;
                log.push('\n');
            }
            log
        });
        if is_serving.recv().is_err() {
            panic!("luutru ended: {}", log.join().expect("its log"));
        }
        Self {
            child,
            log: Some(log),
            port,
        }
    }

    /// Asks it to end, as an operator does.
    pub fn ask_to_stop(&self) {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(asked.expect("sending a signal").success());
    }

    /// Waits for its end, and answers whether it ended of its own accord, with its log.
    pub fn end(mut self) -> (bool, String) {
        let status = self.child.wait().expect("its end");
        let log = self.log.take().and_then(|log| log.join().ok());
        (status.success(), log.expect("its log"))
    }

    /// Asks it to end and waits.
    pub fn stop(self) -> (bool, String) {
        self.ask_to_stop();
        self.end()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}
