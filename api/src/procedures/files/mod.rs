//! Files from strangers: what they are is proven by their content, never by their name.
//!
//! Officers open these files: what is damaged, encrypted or able to act by itself is refused, and so is what would blow
//! up when it is opened.

mod image;
mod pdf;
#[cfg(test)]
mod tests;

use crate::error::{Error, Result};
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

/// Proves files; what is wrong is told for each at the pointer of its index. On a thread of its own: looking into a PDF
/// may take a moment.
pub async fn prove_all(files: Vec<File>, pointer: impl Fn(usize) -> String) -> Result<Vec<ProvenFile>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let outcomes = tokio::task::spawn_blocking(move || files.into_iter().map(prove).collect::<Vec<_>>())
        .await
        .map_err(Error::internal)?;
    let (mut proven, mut errors) = (Vec::new(), Vec::new());
    for (index, outcome) in outcomes.into_iter().enumerate() {
        match outcome {
            Ok(file) => proven.push(file),
            Err(code @ FieldCode::FileNameMismatch) => {
                errors.push(FieldError::new(format!("{}/name", pointer(index)), code));
            }
            Err(code) => {
                let error = FieldError::new(format!("{}/content_base64", pointer(index)), code);
                errors.push(error.with("megabytes", MAX_FILE / (1024 * 1024)));
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
pub fn prove(file: File) -> Result<ProvenFile, FieldCode> {
    if file.bytes.len() > MAX_FILE {
        return Err(FieldCode::FileTooLarge);
    }
    let kind = kind_of(&file.bytes).ok_or(FieldCode::FileTypeRefused)?;
    let is_whole = match kind {
        FileKind::Pdf => pdf::is_harmless(&file.bytes),
        FileKind::Jpeg => image::is_jpeg(&file.bytes),
        FileKind::Png => image::is_png(&file.bytes),
    };
    if !is_whole {
        return Err(FieldCode::FileUnreadable);
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
        _ => Err(FieldCode::FileNameMismatch),
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
