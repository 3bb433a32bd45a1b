//! One archive as a file: a line that names the form and the month, then one line for each stay, sealed with the keys
//! of the service. The file is text, so that it survives any medium, and it is written and read line by line, so that a
//! month is never held in memory as a whole.

use super::form::Record;
use super::kept::Kept;
use crate::crypto::Sealer;
use anyhow::{Context, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use time::Date;
use uuid::Uuid;

/// The column to which a sealed line is bound, together with the id of its stay.
const LINE: &str = "archive.stay";

/// The first line of the file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The form of the file: this line, then sealed lines. Each sealed line names the form of its content.
    pub luutru_archive: u8,
    /// The first day of the month in which the stays were notified.
    pub month: Date,
}

/// The form of files that this release writes and reads.
const FORM: u8 = 1;

/// The writer of an archive. It counts and hashes what it writes.
pub struct Writer {
    out: BufWriter<File>,
    digest: Sha256,
    /// The number of stays written so far.
    pub stays: i64,
}

impl Writer {
    /// Creates a new file.
    ///
    /// # Errors
    ///
    /// Returns an error if a file of that name exists: it is never overwritten.
    pub fn create(path: &Path, month: Date) -> anyhow::Result<Self> {
        let file = File::create_new(path).with_context(|| format!("cannot make {}", path.display()))?;
        let mut writer = Self {
            out: BufWriter::new(file),
            digest: Sha256::new(),
            stays: 0,
        };
        let head = Head {
            luutru_archive: FORM,
            month,
        };
        writer.line(&serde_json::to_string(&head)?)?;
        Ok(writer)
    }

    /// Adds a stay.
    pub fn add(&mut self, sealer: &Sealer, kept: &Kept) -> anyhow::Result<()> {
        let id = kept.stay.id;
        let sealed = sealer.seal(LINE, id, &Record::of(kept)?.write()?)?;
        self.line(&format!("{id} {}", STANDARD.encode(sealed)))?;
        self.stays += 1;
        Ok(())
    }

    /// Ends the file, flushes it to its medium and returns its SHA-256.
    pub fn finish(mut self) -> anyhow::Result<Vec<u8>> {
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        Ok(self.digest.finalize().to_vec())
    }

    fn line(&mut self, text: &str) -> anyhow::Result<()> {
        for part in [text.as_bytes(), b"\n"] {
            self.digest.update(part);
            self.out.write_all(part)?;
        }
        Ok(())
    }
}

/// Reads an archive from beginning to end, opens every stay, and returns the number of stays and the SHA-256.
///
/// # Errors
///
/// Returns an error if the file is not an archive of that month, or if a line cannot be opened with the present keys.
pub fn read(
    path: &Path,
    month: Date,
    sealer: &Sealer,
    mut each: impl FnMut(Kept) -> anyhow::Result<()>,
) -> anyhow::Result<(i64, Vec<u8>)> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut reader = BufReader::new(file);
    let (mut digest, mut stays, mut text) = (Sha256::new(), 0, String::new());
    for number in 0_u64.. {
        text.clear();
        if reader.read_line(&mut text)? == 0 {
            break;
        }
        digest.update(&text);
        let line = text.trim_end();
        if number == 0 {
            let head: Head = serde_json::from_str(line).context("this is no archive")?;
            if (head.luutru_archive, head.month) != (FORM, month) {
                bail!("this is no archive of {month} in a form that this release reads");
            }
            continue;
        }
        each(opened(line, sealer).with_context(|| format!("line {}", number + 1))?)?;
        stays += 1;
    }
    Ok((stays, digest.finalize().to_vec()))
}

fn opened(line: &str, sealer: &Sealer) -> anyhow::Result<Kept> {
    let (id, sealed) = line.split_once(' ').context("it has no id")?;
    let plain = sealer.open(LINE, Uuid::parse_str(id)?, &STANDARD.decode(sealed)?)?;
    Record::read(&plain)?.into_kept()
}
