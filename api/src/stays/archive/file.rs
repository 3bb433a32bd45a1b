//! One archive as a file: a line that says what it is, then a line for each stay, sealed with the keys of the service.
//! Text, so that it survives any medium; line by line, so that neither end holds a month in memory.

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

/// What a sealed line is bound to, beside the id of its stay.
const LINE: &str = "archive.stay";

/// The first line.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The form of the file: this line, and sealed lines after it. Each of those names the form of what it holds.
    pub luutru_archive: u8,
    /// The first day of the month in which the stays were notified.
    pub month: Date,
}

/// The form of files that this release writes and reads.
const FORM: u8 = 1;

/// Writes an archive; what was written is counted and hashed on the way.
pub struct Writer {
    out: BufWriter<File>,
    digest: Sha256,
    /// Stays so far.
    pub stays: i64,
}

impl Writer {
    /// Begins a new file.
    ///
    /// # Errors
    ///
    /// A file of that name is never written over.
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

    /// Ends the file on its medium and answers its SHA-256.
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

/// Reads an archive from its beginning to its end, opens every stay, and answers how many there were and the SHA-256.
///
/// # Errors
///
/// A file that is no archive of that month, or a line that does not open with the keys that are here.
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
