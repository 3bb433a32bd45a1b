//! The scanner for malware that an installation may have: `ClamAV`'s `clamd`, asked before a file is kept.
//!
//! What it does not pass is not stored, and neither is anything while it does not answer: a scanner that can be put out of
//! action would be none. The protocol is `INSTREAM` of clamd(8): each file on a connection of its own, in parts with their
//! lengths before them.

pub mod address;

pub use address::Address;

use crate::audit::{Actor, Event};
use crate::db::Db;
use crate::error::{Error, Result};
use anyhow::{Context, bail, ensure};
use dto::Timestamp;
use dto::problem::ErrorCode;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Longest that the files of one request may take, the turn included: less than what is left of the time of a request after
/// they were proven.
const LONGEST: Duration = Duration::from_secs(8);
/// Longest that the start waits for it.
const GREETING: Duration = Duration::from_secs(2);
/// Seconds after which whoever sent a file may try again.
const TRY_AGAIN: u64 = 60;
/// Files on their way at once: `clamd` has ten threads by default.
const AT_ONCE: usize = 4;
/// Bytes of one part.
const PART: usize = 64 * 1024;
/// Longest answer that is read: a line with the name of a signature.
const ANSWER: u64 = 1_024;

/// The scanner of the installation, if it has one.
pub struct Scanner {
    address: Option<Address>,
    places: Semaphore,
}

impl Scanner {
    /// At that address.
    pub fn new(address: Option<Address>) -> Self {
        Self {
            address,
            places: Semaphore::new(AT_ONCE),
        }
    }

    /// Warns where it does not answer. The service starts all the same: it is asked again with each file.
    pub async fn greet(&self) {
        let Some(address) = &self.address else { return };
        match timeout(GREETING, said(address, b"zPING\0", None)).await {
            Ok(Ok(answer)) if answer == "PONG" => tracing::info!(scanner = %address, "the scanner answers"),
            _ => tracing::warn!(scanner = %address, "the scanner does not answer: no file is taken until it does"),
        }
    }

    /// Which of the files hold malware, by their place.
    async fn found(&self, files: &[&[u8]]) -> Result<Vec<usize>> {
        let Some(address) = &self.address else {
            return Ok(Vec::new());
        };
        let asked = async {
            let mut found = Vec::new();
            for (at, file) in files.iter().enumerate() {
                let _place = self.places.acquire().await?;
                if is_infected(address, file).await? {
                    found.push(at);
                }
            }
            anyhow::Ok(found)
        };
        let outcome = match timeout(LONGEST, asked).await {
            Ok(outcome) => outcome,
            Err(late) => Err(late.into()),
        };
        let label = match &outcome {
            Ok(found) if found.is_empty() => "clean",
            Ok(_) => "found",
            Err(_) => "away",
        };
        metrics::counter!("luutru_scans_total", "outcome" => label).increment(1);
        outcome.map_err(|cause| {
            tracing::warn!(scanner = %address, cause = format!("{cause:#}"), "a file was not taken: the scanner gave no answer");
            Error::new(ErrorCode::ScannerAway).retry_after(TRY_AGAIN)
        })
    }

    /// Has files looked at before they are kept; outside of any transaction. Answers which hold malware, by their place.
    ///
    /// # Errors
    /// The scanner gave no answer that says whether they do (503).
    pub async fn look(&self, db: &Db, actor: &Actor, now: Timestamp, files: &[&[u8]]) -> Result<Vec<usize>> {
        let found = self.found(files).await?;
        if !found.is_empty() {
            let event = Event::new("malware_refused", "file").with("files", found.len());
            db.record(actor, now, event).await?;
        }
        Ok(found)
    }
}

async fn is_infected(address: &Address, file: &[u8]) -> anyhow::Result<bool> {
    let answer = said(address, b"zINSTREAM\0", Some(file)).await?;
    match answer.strip_prefix("stream: ") {
        Some("OK") => Ok(false),
        Some(found) if found.ends_with(" FOUND") => Ok(true),
        // Its words may quote what it was sent.
        _ => bail!("an answer that says neither"),
    }
}

/// Sends a command, with a file where it takes one, and reads the answer.
async fn said(address: &Address, command: &[u8], file: Option<&[u8]>) -> anyhow::Result<String> {
    match address {
        Address::Tcp(host, port) => {
            let line = TcpStream::connect((host.as_str(), *port)).await.context("connecting")?;
            exchange(line, command, file).await
        }
        #[cfg(unix)]
        Address::Socket(path) => {
            let line = tokio::net::UnixStream::connect(path).await.context("connecting")?;
            exchange(line, command, file).await
        }
        #[cfg(not(unix))]
        Address::Socket(_) => bail!("a socket is for Unix"),
    }
}

async fn exchange(
    mut line: impl AsyncRead + AsyncWrite + Unpin,
    command: &[u8],
    file: Option<&[u8]>,
) -> anyhow::Result<String> {
    line.write_all(command).await.context("asking")?;
    if let Some(file) = file {
        for part in file.chunks(PART) {
            line.write_u32(u32::try_from(part.len())?).await.context("sending")?;
            line.write_all(part).await.context("sending")?;
        }
        line.write_u32(0).await.context("sending")?;
    }
    line.flush().await.context("sending")?;
    let mut answer = Vec::new();
    line.take(ANSWER + 1)
        .read_to_end(&mut answer)
        .await
        .context("reading")?;
    ensure!(u64::try_from(answer.len())? <= ANSWER, "an answer without end");
    // Without its end it may have been cut.
    let answer = answer.strip_suffix(b"\0").context("half an answer")?;
    Ok(std::str::from_utf8(answer)?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_is_host_and_port_or_the_path_of_a_socket() {
        let tcp = |host: &str, port| Some(Address::Tcp(host.to_owned(), port));
        for (text, address) in [
            ("clamav:3310", tcp("clamav", 3310)),
            ("127.0.0.1:3310", tcp("127.0.0.1", 3310)),
            ("[::1]:3310", tcp("::1", 3310)),
            (
                "/run/clamav/clamd.ctl",
                Some(Address::Socket("/run/clamav/clamd.ctl".into())),
            ),
            ("clamav", None),
            (":3310", None),
            ("clamav:0", None),
            ("clamav:99999", None),
            ("clamav:http", None),
            ("tcp://clamav:3310", None),
            ("run/clamd.ctl", None),
            ("a b:1", None),
        ] {
            assert_eq!(text.parse::<Address>().ok(), address, "{text}");
        }
    }
}
