//! Mail that has left: out of the mail folder, or at a mail server in a process of its own.

use super::TestApp;
use super::process::free_port;
use mailparse::MailHeaderMap;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

/// A mail as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mail {
    pub to: String,
    pub from: String,
    pub subject: String,
    pub text: String,
    pub message_id: String,
}

/// Reads a message (RFC 5322).
pub fn read(message: &[u8]) -> Mail {
    let parsed = mailparse::parse_mail(message).expect("a message");
    let header = |name: &str| parsed.headers.get_first_value(name).unwrap_or_default();
    Mail {
        to: header("To"),
        from: header("From"),
        subject: header("Subject"),
        text: parsed.get_body().expect("a text").replace("\r\n", "\n"),
        message_id: header("Message-ID"),
    }
}

/// The files of the mail folder, oldest first: their names are ids that grow.
pub fn files(t: &TestApp) -> Vec<PathBuf> {
    paths(&t.folder.join("mail"), "eml")
}

/// What lies in the mail folder, oldest first.
pub fn in_folder(t: &TestApp) -> Vec<Mail> {
    let files = files(t);
    let messages = files.iter().map(|path| std::fs::read(path).expect("a mail"));
    messages.map(|message| read(&message)).collect()
}

fn paths(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    paths.sort();
    paths
}

/// A Python that has aiosmtpd.
fn python() -> &'static str {
    static PYTHON: LazyLock<&str> = LazyLock::new(|| {
        let has_it = |python: &&str| {
            let mut asked = Command::new(python);
            asked.args(["-c", "import aiosmtpd"]).stderr(Stdio::null());
            asked.status().is_ok_and(|status| status.success())
        };
        ["python3", "/usr/bin/python3"].into_iter().find(has_it).unwrap_or_else(|| {
            panic!("no Python with aiosmtpd: `cargo xtask test --only api` installs it, or apt-get install python3-aiosmtpd")
        })
    });
    &PYTHON
}

/// A mail server, killed with the test.
pub struct Server {
    child: Child,
    folder: PathBuf,
    pub port: u16,
}

/// A mail that the server has taken.
#[derive(Debug)]
pub struct Taken {
    pub mail: Mail,
    /// `from`, `to`, `encrypted` and `signed_in` of the conversation.
    pub envelope: Value,
}

impl Server {
    /// On a port of its own.
    pub fn start(t: &TestApp, arguments: &[&str]) -> Self {
        Self::on(free_port(), &t.folder.join("taken"), arguments)
    }

    /// On that port, keeping what it takes in that folder.
    pub fn on(port: u16, folder: &Path, arguments: &[&str]) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/it/support/smtp_server.py");
        let mut server = Command::new(python());
        server
            .arg(script)
            .args(["--port", &port.to_string(), "--folder"])
            .arg(folder);
        server.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = server.spawn().expect("starting the mail server");
        let mut said = String::new();
        let mut lines = BufReader::new(child.stdout.take().expect("what it says"));
        lines.read_line(&mut said).expect("what it says");
        assert_eq!(said.trim(), "ready", "the mail server did not start");
        Self {
            child,
            folder: folder.to_owned(),
            port,
        }
    }

    /// What it has taken, in order of arrival.
    pub fn taken(&self) -> Vec<Taken> {
        let mut files = paths(&self.folder, "mail");
        files.sort_by_key(|path| path.file_stem().and_then(|stem| stem.to_str()?.parse::<u32>().ok()));
        let contents = files.iter().map(|path| std::fs::read(path).expect("a mail"));
        contents
            .map(|content| {
                let end = content.iter().position(|byte| *byte == b'\n').expect("an envelope");
                Taken {
                    envelope: serde_json::from_slice(&content[..end]).expect("an envelope"),
                    mail: read(&content[end + 1..]),
                }
            })
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
