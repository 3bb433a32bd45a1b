//! How mail leaves: by the mail server of the operator, or as files for whoever has none.

use crate::config::Config;
use anyhow::Context;
use dto::mail::{MailFault, MailTransport};
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;
use time::OffsetDateTime;
use uuid::Uuid;

/// How long one step of the conversation with a mail server may take.
const STEP: Duration = Duration::from_secs(15);
/// How long the whole conversation may take: less than the lease of the outbox, so that no other instance begins
/// the same one meanwhile.
const CONVERSATION: Duration = Duration::from_secs(45);

/// A mail. It has no `Debug`: address and text are somebody's.
#[derive(Clone, Serialize, Deserialize)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

/// Sends mail.
pub struct Mailer {
    way: Way,
    from: Mailbox,
}

impl Mailer {
    /// As the operator set it. Nothing is dialled yet.
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
        Ok(Self { way, from })
    }

    /// How mail leaves.
    pub fn transport(&self) -> MailTransport {
        match self.way {
            Way::Smtp(_) => MailTransport::Smtp,
            Way::Folder(_) => MailTransport::Folder,
        }
    }

    /// Sends the mail `id`, written at `written_at`. Whoever gets it twice can see by its Message-ID that it is one.
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

    /// The same bytes at every attempt, but for what the server adds.
    fn message(&self, id: Uuid, written_at: OffsetDateTime, mail: &Mail) -> Option<Message> {
        // Always base64: Vietnamese text has an accent in every other word, and no server breaks its lines.
        let text = Body::new_with_encoding(mail.text.clone(), ContentTransferEncoding::Base64).ok()?;
        Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .date(written_at.into())
            .from(self.from.clone())
            .to(Mailbox::new(None, mail.to.parse().ok()?))
            // A line break in a header would start another one.
            .subject(mail.subject.replace(['\r', '\n'], " "))
            .header(ContentType::TEXT_PLAIN)
            .body(text)
            .ok()
    }
}

fn smtp(url: &str) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    // The URL may hold a password: it is never repeated.
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&encrypted(url))
        .context("LUUTRU_SMTP_URL is no address of a mail server")?;
    Ok(builder.timeout(Some(STEP)).build())
}

/// `smtp://` takes the encryption that the server offers, and demands it once there is a password to protect;
/// `?tls=none` is for a relay on the same machine.
fn encrypted(url: &str) -> String {
    if !url.starts_with("smtp://") {
        return url.to_owned();
    }
    if url.contains("tls=") {
        return url.replace("?tls=none", "");
    }
    let tls = if url.contains('@') { "required" } else { "opportunistic" };
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}tls={tls}")
}

/// What went wrong, without the server's words: they name the address.
fn fault(error: &smtp::Error) -> MailFault {
    let code = error.status().map(|code| code.to_string());
    match code.as_deref() {
        // RFC 4954 section 6, RFC 3207 section 4.
        Some("454" | "530" | "534" | "535" | "538") => MailFault::SignInRefused,
        // RFC 5321 section 3.8: the server is closing.
        Some("421") => MailFault::Unreachable,
        _ if error.is_permanent() => MailFault::Refused,
        _ if error.is_transient() => MailFault::Postponed,
        _ if error.is_tls() || is_handshake(error) => MailFault::Insecure,
        _ if error.is_client() => own_fault(error),
        _ => MailFault::Unreachable,
    }
}

/// Whether the encryption failed, which lettre calls a fault of the connection: rustls wraps its own in this kind.
fn is_handshake(error: &smtp::Error) -> bool {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    causes
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::InvalidData)
}

/// What we ourselves did not go on with; lettre tells these cases apart in its text alone.
fn own_fault(error: &smtp::Error) -> MailFault {
    let cause = std::error::Error::source(error)
        .map(ToString::to_string)
        .unwrap_or_default();
    if cause.contains("STARTTLS") {
        MailFault::Insecure
    } else if cause.contains("authentication") {
        MailFault::SignInRefused
    } else {
        // An address with letters that this server cannot write.
        MailFault::Refused
    }
}

/// Mail as a file in the mail folder (RFC 5322), named by its outbox id so that a repeat replaces it.
fn put(folder: &Path, id: Uuid, message: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let (draft, path) = (folder.join(format!(".{id}.tmp")), folder.join(format!("{id}.eml")));
    std::fs::write(&draft, message)?;
    std::fs::rename(&draft, &path)?;
    tracing::info!(path = %path.display(), "mail put into the mail folder");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::encrypted;

    #[test]
    fn a_password_is_never_sent_in_clear() {
        for (given, used) in [
            ("smtp://mail.example", "smtp://mail.example?tls=opportunistic"),
            (
                "smtp://mail.example:25/luutru",
                "smtp://mail.example:25/luutru?tls=opportunistic",
            ),
            ("smtp://u:p@mail.example", "smtp://u:p@mail.example?tls=required"),
            (
                "smtp://u:p@mail.example?tls=opportunistic",
                "smtp://u:p@mail.example?tls=opportunistic",
            ),
            ("smtp://127.0.0.1:25?tls=none", "smtp://127.0.0.1:25"),
            ("smtps://u:p@mail.example", "smtps://u:p@mail.example"),
        ] {
            assert_eq!(encrypted(given), used);
        }
    }
}
