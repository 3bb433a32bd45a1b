//! Why a file is not taken.

use thiserror::Error;

/// Whoever asked does not wait any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("nobody waits for the file any more")]
pub struct GivenUp;

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Fault {
    /// Whoever asked does not wait any more.
    #[error(transparent)]
    GivenUp(#[from] GivenUp),
    /// Neither PDF nor JPEG nor PNG, whatever its name says.
    #[error("neither PDF nor JPEG nor PNG")]
    TypeRefused,
    /// The name ends in another type than the content is.
    #[error("the name says another type")]
    NameMismatch,
    /// Damaged, or written as nobody writes it: nothing that a viewer could make sense of.
    #[error("the file is damaged")]
    Unreadable,
    /// Can act by itself when it is opened: a script, a program, a file inside of the file.
    #[error("the file can act by itself")]
    Acts,
    /// Locked with a password: nobody can look into it.
    #[error("the file is locked")]
    Encrypted,
    /// Something else stands behind its end.
    #[error("something stands behind the end of the file")]
    MoreBehind,
    /// Unpacked, it is far larger than a scan can be.
    #[error("the file unpacks to more than a scan")]
    UnpacksTooLarge,
    /// Packed in a way that is not known, so that nobody can look into it.
    #[error("the file is packed in an unknown way")]
    PackingUnknown,
    /// An image of more points than a scan can have: more than [`crate::MAX_POINTS`], or a side longer than
    /// [`crate::MAX_SIDE`].
    #[error("the image has too many points")]
    ImageTooLarge,
}
