//! Sends mail: by the mail server of the operator, or as files if there is none.

use crate::config::Config;
use anyhow::Context;
use dto::mail::{MailFault, MailTransport};
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use time::OffsetDateTime;
use uuid::Uuid;

/// The longest duration of one step of the conversation with a mail server.
const STEP: Duration = Duration::from_secs(15);
/// The longest duration of the whole conversation: less than the lease of the outbox, so that no other instance begins
/// the same one in the meantime.
const CONVERSATION: Duration = Duration::from_secs(45);

/// A mail. The type has no `Debug`, because address and text are personal data.
#[derive(Clone, Serialize, Deserialize)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

impl Mail {
    /// Makes a mail from a letter of `dto/locales`: `Mail::new(to, say!(lang, mail.password_due, …))`.
    pub fn new(to: impl Into<String>, [subject, text]: [String; 2]) -> Self {
        Self {
            to: to.into(),
            subject,
            text,
        }
    }
}

enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

/// Sends mail.
pub struct Mailer {
    way: Way,
    from: Mailbox,
    /// The time for which mail is kept in the folder.
    keep: Duration,
}

impl Mailer {
    /// Makes a mailer from the configuration. It opens no connection yet.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let from = match (&config.mail_from, &config.smtp_url) {
            (Some(from), _) => from
                .parse()
                .with_context(|| format!("LUUTRU_MAIL_FROM={from} is no address"))?,
            (None, None) => Mailbox::new(Some("Lưu Trú".to_owned()), "no-reply@luutru.invalid".parse()?),
            (None, Some(_)) => {
                anyhow::bail!("LUUTRU_SMTP_URL needs LUUTRU_MAIL_FROM, the address that mail comes from")
            }
        };
        let way = match &config.smtp_url {
            Some(url) => Way::Smtp(smtp(url)?),
            None => Way::Folder(config.mail_dir.clone()),
        };
        let keep = Duration::from_hours(24 * u64::from(config.mail_days));
        Ok(Self { way, from, keep })
    }

    /// Deletes mail that has been in the folder longer than it is kept.
    pub fn wipe_folder(&self) {
        let Way::Folder(folder) = &self.way else { return };
        match wipe(folder, self.keep) {
            Ok(0) => {}
            Ok(wiped) => tracing::info!(wiped, "old mail was removed from the mail folder"),
            Err(error) => tracing::warn!(folder = %folder.display(), %error, "the mail folder cannot be cleared"),
        }
    }

    /// Returns the way in which mail is sent.
    pub fn transport(&self) -> MailTransport {
        match self.way {
            Way::Smtp(_) => MailTransport::Smtp,
            Way::Folder(_) => MailTransport::Folder,
        }
    }

    /// Sends the mail `id`, written at `written_at`. Repeated copies have the same Message-ID, so that the recipient
    /// can recognise them.
    pub async fn send(&self, id: Uuid, written_at: OffsetDateTime, mail: &Mail) -> Result<(), MailFault> {
        let message = self.message(id, written_at, mail).ok_or(MailFault::Unreadable)?;
        match &self.way {
            Way::Smtp(server) => match tokio::time::timeout(CONVERSATION, server.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(fault(&error)),
                Err(_) => Err(MailFault::Unreachable),
            },
            Way::Folder(folder) => put(folder, id, &message.formatted()).map_err(|error| {
                tracing::warn!(folder = %folder.display(), %error, "the mail folder cannot be written");
                MailFault::Folder
            }),
        }
    }

    /// Makes the message: the same bytes at every attempt, apart from what the server adds.
    fn message(&self, id: Uuid, written_at: OffsetDateTime, mail: &Mail) -> Option<Message> {
        // Always base64: Vietnamese text has many accents, and no server then breaks its lines.
        let text = Body::new_with_encoding(mail.text.clone(), ContentTransferEncoding::Base64).ok()?;
        Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .date(written_at.into())
            .from(self.from.clone())
            .to(Mailbox::new(None, mail.to.parse().ok()?))
            // A line break in a header would start another header.
            .subject(mail.subject.replace(['\r', '\n'], " "))
            .header(ContentType::TEXT_PLAIN)
            .body(text)
            .ok()
    }
}

fn smtp(url: &str) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    // The URL may contain a password, so the error does not repeat it.
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&encrypted(url))
        .context("LUUTRU_SMTP_URL is no address of a mail server")?;
    Ok(builder.timeout(Some(STEP)).build())
}

/// Adds encryption to `smtp://`, because initial passwords and links are sent by mail. For a server on the same machine
/// without a password, encryption is optional. Less encryption has to be configured explicitly, by `?tls=none` or
/// `?tls=opportunistic`.
fn encrypted(url: &str) -> String {
    let Some(rest) = url.strip_prefix("smtp://") else {
        return url.to_owned();
    };
    // User and password are before the last @; nothing in them is a parameter.
    let end = rest.rfind('@').map_or(0, |at| at + 1);
    let (user, place) = rest.split_at(end);
    let (place, query) = place.split_once('?').unwrap_or((place, ""));
    let (asked, mut parameters): (Vec<&str>, Vec<&str>) = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .partition(|parameter| parameter.starts_with("tls="));
    let tls = match asked.last() {
        Some(&"tls=none") => None,
        Some(asked) => Some(*asked),
        None if user.is_empty() && is_here(place) => Some("tls=opportunistic"),
        None => Some("tls=required"),
    };
    parameters.extend(tls);
    let query = parameters.join("&");
    let mark = if query.is_empty() { "" } else { "?" };
    format!("smtp://{user}{place}{mark}{query}")
}

/// Returns whether a server, named with or without its port, is on this machine.
fn is_here(place: &str) -> bool {
    let place = place.split('/').next().unwrap_or_default();
    let host = match place.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => place.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Returns the failure without the server's text, because that text contains the address.
fn fault(error: &smtp::Error) -> MailFault {
    let code = error.status().map(|code| code.to_string());
    match code.as_deref() {
        // RFC 4954 section 6, RFC 3207 section 4.
        Some("454" | "530" | "534" | "535" | "538") => MailFault::SignInRefused,
        // RFC 5321 section 3.8: the server closes the connection.
        Some("421") => MailFault::Unreachable,
        _ if error.is_permanent() => MailFault::Refused,
        _ if error.is_transient() => MailFault::Postponed,
        _ if error.is_tls() || is_handshake(error) => MailFault::Insecure,
        _ if error.is_client() => own_fault(error),
        _ => MailFault::Unreachable,
    }
}

/// Returns whether the encryption failed. Lettre reports this as a connection error; rustls wraps its own errors in
/// this kind.
fn is_handshake(error: &smtp::Error) -> bool {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    causes
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::InvalidData)
}

/// Returns the failure for errors on the client side; lettre distinguishes these cases only by text.
fn own_fault(error: &smtp::Error) -> MailFault {
    let cause = std::error::Error::source(error)
        .map(ToString::to_string)
        .unwrap_or_default();
    if cause.contains("STARTTLS") {
        MailFault::Insecure
    } else if cause.contains("authentication") {
        MailFault::SignInRefused
    } else {
        // The address has letters that this server does not support.
        MailFault::Refused
    }
}

/// Writes mail as a file in the mail folder (RFC 5322), named by its outbox id so that a repeat replaces it. It may
/// contain initial passwords, so only the owner of the process can read it.
fn put(folder: &Path, id: Uuid, message: &[u8]) -> std::io::Result<()> {
    let mut make = std::fs::DirBuilder::new();
    make.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
    make.create(folder)?;
    let (draft, path) = (folder.join(format!(".{id}.tmp")), folder.join(format!("{id}.eml")));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&draft)?.write_all(message)?;
    std::fs::rename(&draft, &path)?;
    tracing::info!(path = %path.display(), "mail put into the mail folder");
    Ok(())
}

/// Deletes files that have been in a mail folder longer than `keep`; returns their number.
fn wipe(folder: &Path, keep: Duration) -> std::io::Result<usize> {
    let mut wiped = 0;
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        let is_ours = path.extension().is_some_and(|kind| kind == "eml" || kind == "tmp");
        let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
        if is_ours && age > keep {
            std::fs::remove_file(&path)?;
            wiped += 1;
        }
    }
    Ok(wiped)
}

#[cfg(test)]
mod tests {
    use super::{encrypted, put, wipe};
    use std::path::Path;
    use std::time::{Duration, SystemTime};
    use uuid::Uuid;

    const DAY: Duration = Duration::from_hours(24);

    #[test]
    fn mail_is_sent_in_clear_only_on_the_same_machine_or_where_that_is_asked_for() {
        for (given, used) in [
            ("smtp://mail.example", "smtp://mail.example?tls=required"),
            (
                "smtp://mail.example:25/luutru",
                "smtp://mail.example:25/luutru?tls=required",
            ),
            ("smtp://u:p@mail.example", "smtp://u:p@mail.example?tls=required"),
            (
                "smtp://u:p@mail.example?tls=opportunistic",
                "smtp://u:p@mail.example?tls=opportunistic",
            ),
            ("smtp://mail.example?tls=none", "smtp://mail.example"),
            // A password is not a parameter.
            (
                "smtp://u:atls=b@mail.example",
                "smtp://u:atls=b@mail.example?tls=required",
            ),
            (
                "smtp://u:tls=none@mail.example",
                "smtp://u:tls=none@mail.example?tls=required",
            ),
            (
                "smtp://tls=none:p@mail.example",
                "smtp://tls=none:p@mail.example?tls=required",
            ),
            (
                "smtp://u:p?tls=none@mail.example",
                "smtp://u:p?tls=none@mail.example?tls=required",
            ),
            ("smtp://127.0.0.1:25", "smtp://127.0.0.1:25?tls=opportunistic"),
            ("smtp://localhost", "smtp://localhost?tls=opportunistic"),
            ("smtp://[::1]:25", "smtp://[::1]:25?tls=opportunistic"),
            ("smtp://u:p@127.0.0.1:25", "smtp://u:p@127.0.0.1:25?tls=required"),
            ("smtp://127.0.0.1.example", "smtp://127.0.0.1.example?tls=required"),
            ("smtp://localhost.example", "smtp://localhost.example?tls=required"),
            ("smtp://127.0.0.1:25?tls=none", "smtp://127.0.0.1:25"),
            ("smtps://u:p@mail.example", "smtps://u:p@mail.example"),
        ] {
            assert_eq!(encrypted(given), used);
        }
    }

    #[test]
    fn mail_in_the_folder_is_for_its_owner_alone_and_does_not_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("luutru-mail-{}", Uuid::now_v7()));
        assert_eq!(wipe(&folder, DAY).unwrap(), 0, "there is no folder yet");
        let (old, new) = (Uuid::now_v7(), Uuid::now_v7());
        put(&folder, old, b"a").unwrap();
        put(&folder, new, b"b").unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        let path = |id: Uuid| folder.join(format!("{id}.eml"));
        assert_eq!(mode(&path(old)), 0o600);
        let file = std::fs::File::options().write(true).open(path(old)).unwrap();
        file.set_modified(SystemTime::now() - DAY - Duration::from_secs(1))
            .unwrap();
        std::fs::write(folder.join("note.txt"), "ours is not the only file").unwrap();
        assert_eq!(wipe(&folder, DAY).unwrap(), 1);
        assert!(!path(old).exists() && path(new).exists() && folder.join("note.txt").exists());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
