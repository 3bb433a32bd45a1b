//! Mail that has left, and the mail folder.

use super::TestApp;
use mailparse::MailHeaderMap;
use std::path::PathBuf;

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
    let entries = std::fs::read_dir(t.folder.join("mail")).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .collect();
    paths.sort();
    paths
}

/// What lies in the mail folder, oldest first.
pub fn in_folder(t: &TestApp) -> Vec<Mail> {
    let files = files(t);
    let messages = files.iter().map(|path| std::fs::read(path).expect("a mail"));
    messages.map(|message| read(&message)).collect()
}
