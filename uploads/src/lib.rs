//! Uploaded files from the public: their type is proven by their content, never by their name.
//!
//! Officers open these files, so damaged and encrypted files, files with active content and decompression bombs are
//! refused. Nothing here panics on any bytes. All work is limited by the size of the file, by the unpacked size, and by
//! the caller, who is asked repeatedly whether to continue ([`GoOn`]). The crate opens no file and reads no clock: the
//! same bytes always give the same result.

mod fault;
mod image;
mod pdf;
#[cfg(test)]
mod tests;

pub use fault::{Fault, GivenUp};
pub use image::{MAX_POINTS, MAX_SIDE};

/// The callback that is called repeatedly during a proof, to ask whether to continue.
pub type GoOn<'a> = &'a dyn Fn() -> Result<(), GivenUp>;

/// The proven type of a file.
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
    /// Returns the media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// Returns the allowed extensions of a name.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
        }
    }
}

/// Proves the type of a file.
///
/// # Errors
/// Returns the reason why it is refused.
pub fn prove(name: &str, bytes: &[u8], go_on: GoOn<'_>) -> Result<FileKind, Fault> {
    let kind = kind_of(bytes).ok_or(Fault::TypeRefused)?;
    match kind {
        FileKind::Pdf => pdf::prove(bytes, go_on)?,
        FileKind::Jpeg => image::prove_jpeg(bytes, go_on)?,
        FileKind::Png => image::prove_png(bytes, go_on)?,
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending {
        Some(ending) if kind.endings().contains(&ending.as_str()) => Ok(kind),
        _ => Err(Fault::NameMismatch),
    }
}

/// Returns the type by the first bytes.
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
