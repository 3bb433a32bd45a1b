//! Files from strangers: what they are is proven by their content, never by their name.
//!
//! Officers open these files: what is damaged, encrypted or able to act by itself is refused, and so is what would blow
//! up when it is opened.

mod image;
mod pdf;
#[cfg(test)]
mod tests;

use crate::App;
use crate::error::{Error, Result};
use crate::http::once::Requester;
use crate::work::{Effort, GivenUp};
use dto::filing::{File, MAX_FILE};
use dto::problem::{FieldCode, FieldError};

/// What a file was proven to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// PDF (ISO 32000).
    Pdf,
    /// JPEG (ITU-T T.81).
    Jpeg,
    /// PNG (W3C PNG, third edition).
    Png,
}

impl FileKind {
    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The endings that a name may have.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
        }
    }
}

/// A file whose content has been proven.
#[derive(Clone, PartialEq, Eq)]
pub struct ProvenFile {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a file was not proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// What is wrong with it.
    Field(FieldCode),
    /// Nobody waits for the answer any more.
    GivenUp,
}

impl From<GivenUp> for Fault {
    fn from(_: GivenUp) -> Self {
        Self::GivenUp
    }
}

/// Takes files in: proves what each is, and has all of them looked at by the scanner, where there is one. What is wrong is
/// told for each at the pointer of its index. Before the transaction that keeps them.
pub async fn take_in(
    app: &App,
    by: &impl Requester,
    files: Vec<File>,
    pointer: impl Fn(usize) -> String,
) -> Result<Vec<ProvenFile>> {
    let proven = prove_all(app, files, &pointer).await?;
    let bytes: Vec<&[u8]> = proven.iter().map(|file| file.bytes.as_slice()).collect();
    let infected = app.scanner.look(&app.db, by.actor(), by.now(), &bytes).await?;
    if infected.is_empty() {
        return Ok(proven);
    }
    let errors = infected.into_iter().map(|index| {
        let at = format!("{}/content_base64", pointer(index));
        FieldError::new(at, FieldCode::FileInfected)
    });
    Err(Error::fields(errors.collect()))
}

/// Proves files; what is wrong is told for each at the pointer of its index. On a thread of its own, some at a time:
/// looking into a PDF may take a moment.
pub async fn prove_all(app: &App, files: Vec<File>, pointer: &impl Fn(usize) -> String) -> Result<Vec<ProvenFile>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let prove_each = move |effort: &Effort| {
        let proven = files.into_iter().map(|file| prove(file, effort));
        proven.collect::<Vec<_>>()
    };
    let outcomes = app.works.files.run(prove_each).await?;
    let (mut proven, mut errors) = (Vec::new(), Vec::new());
    for (index, outcome) in outcomes.into_iter().enumerate() {
        match outcome {
            Ok(file) => proven.push(file),
            Err(Fault::GivenUp) => return Err(GivenUp.into()),
            Err(Fault::Field(code @ FieldCode::FileNameMismatch)) => {
                errors.push(FieldError::new(format!("{}/name", pointer(index)), code));
            }
            Err(Fault::Field(code)) => {
                let error = FieldError::new(format!("{}/content_base64", pointer(index)), code);
                errors.push(match code {
                    FieldCode::FileTooLarge => error.with("megabytes", MAX_FILE / (1024 * 1024)),
                    FieldCode::ImageTooLarge => error
                        .with("points", image::MAX_POINTS / 1_000_000)
                        .with("side", image::MAX_SIDE),
                    _ => error,
                });
            }
        }
    }
    if errors.is_empty() {
        Ok(proven)
    } else {
        Err(Error::fields(errors))
    }
}

/// Proves one file.
pub fn prove(file: File, effort: &Effort) -> Result<ProvenFile, Fault> {
    if file.bytes.len() > MAX_FILE {
        return Err(Fault::Field(FieldCode::FileTooLarge));
    }
    let kind = kind_of(&file.bytes).ok_or(Fault::Field(FieldCode::FileTypeRefused))?;
    match kind {
        FileKind::Pdf => pdf::prove(&file.bytes, effort)?,
        FileKind::Jpeg => image::prove_jpeg(&file.bytes, effort)?,
        FileKind::Png => image::prove_png(&file.bytes, effort)?,
    }
    let ending = file
        .name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending {
        Some(ending) if kind.endings().contains(&ending.as_str()) => Ok(ProvenFile {
            name: file.name,
            kind,
            bytes: file.bytes,
        }),
        _ => Err(Fault::Field(FieldCode::FileNameMismatch)),
    }
}

/// What the first bytes say.
fn kind_of(bytes: &[u8]) -> Option<FileKind> {
    if bytes.starts_with(b"%PDF-") {
        Some(FileKind::Pdf)
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(FileKind::Jpeg)
    } else if bytes.starts_with(image::PNG_SIGNATURE) {
        Some(FileKind::Png)
    } else {
        None
    }
}
