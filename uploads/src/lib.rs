//! Files from strangers: what they are is proven by their content, never by their name.
//!
//! Officers open these files: what is damaged, encrypted or able to act by itself is refused, and so is what would blow
//! up when it is opened. Nothing here panics on the bytes, whatever they are, and all work is limited by their number, by
//! how much may be unpacked of them, and by whoever asks, who is asked again and again whether to go on ([`GoOn`]). No
//! file is opened here, no clock is read: the same bytes are always judged alike.

mod fault;
mod image;
mod pdf;
#[cfg(test)]
mod tests;

pub use fault::{Fault, GivenUp};
pub use image::{MAX_POINTS, MAX_SIDE};

/// Asked again and again while proving: whether to go on.
pub type GoOn<'a> = &'a dyn Fn() -> Result<(), GivenUp>;

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

/// Proves what a file is.
///
/// # Errors
/// Why it is not taken.
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
