//! The reasons why a file is refused.

use thiserror::Error;

/// The caller has abandoned the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("nobody waits for the file any more")]
pub struct GivenUp;

/// The reason why a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Fault {
    /// The caller has abandoned the work.
    #[error(transparent)]
    GivenUp(#[from] GivenUp),
    /// Neither PDF nor JPEG nor PNG, independent of its name.
    #[error("neither PDF nor JPEG nor PNG")]
    TypeRefused,
    /// The extension of the name does not match the content.
    #[error("the name says another type")]
    NameMismatch,
    /// Damaged or malformed, so that a viewer could not display it reliably.
    #[error("the file is damaged")]
    Unreadable,
    /// Contains active content: a script, a program, or a file inside of the file.
    #[error("the file can act by itself")]
    Acts,
    /// Locked with a password, so that its content cannot be checked.
    #[error("the file is locked")]
    Encrypted,
    /// Contains further data after its end.
    #[error("something stands behind the end of the file")]
    MoreBehind,
    /// Its unpacked size is far larger than that of a scan.
    #[error("the file unpacks to more than a scan")]
    UnpacksTooLarge,
    /// Packed with an unknown method, so that its content cannot be checked.
    #[error("the file is packed in an unknown way")]
    PackingUnknown,
    /// An image with more pixels than a scan can have: more than [`crate::MAX_POINTS`], or a side longer than
    /// [`crate::MAX_SIDE`].
    #[error("the image has too many points")]
    ImageTooLarge,
}
