//! The optional malware scanner of an installation: `ClamAV`'s `clamd`, called before a file is stored.
//!
//! A file that the scanner does not accept is not stored, and no file is stored while it does not answer: otherwise an
//! attacker could bypass the scanner by disabling it. The protocol is `INSTREAM` of clamd(8): each file on a separate
//! connection, in parts with a length prefix.

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

/// The longest time for the files of one request, waiting included: less than the remaining time of a request after the
/// proof of its files.
const LONGEST: Duration = Duration::from_secs(8);
/// The longest time that the start waits for the scanner.
const GREETING: Duration = Duration::from_secs(2);
/// The number of seconds after which the sender of a file may retry.
const TRY_AGAIN: u64 = 60;
/// The number of concurrent files: `clamd` has ten threads by default.
const AT_ONCE: usize = 4;
/// The size of one part, in bytes.
const PART: usize = 64 * 1024;
/// The longest answer that is read: a line with the name of a signature.
const ANSWER: u64 = 1_024;

/// The scanner of the installation, if there is one.
pub struct Scanner {
    address: Option<Address>,
    places: Semaphore,
}

impl Scanner {
    /// Makes a scanner with that address.
    pub fn new(address: Option<Address>) -> Self {
        Self {
            address,
            places: Semaphore::new(AT_ONCE),
        }
    }

    /// Logs a warning if the scanner does not answer. The service starts nevertheless: the scanner is called again for
    /// each file.
    pub async fn greet(&self) {
        let Some(address) = &self.address else { return };
        match timeout(GREETING, said(address, b"zPING\0", None)).await {
            Ok(Ok(answer)) if answer == "PONG" => tracing::info!(scanner = %address, "the scanner answers"),
            _ => tracing::warn!(scanner = %address, "the scanner does not answer: no file is taken until it does"),
        }
    }

    /// Returns the indexes of the files with malware.
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

    /// Scans files before they are stored; call it outside of any transaction. Returns the indexes of those with
    /// malware.
    ///
    /// # Errors
    /// Returns an error if the scanner gave no clear answer (503).
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
        // The text of the scanner may quote the file.
        _ => bail!("an answer that says neither"),
    }
}

/// Sends a command, with a file if it takes one, and reads the answer.
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
    // Without its terminator the answer may be incomplete.
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
