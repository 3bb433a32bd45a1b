//! What is known about storing.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tokio::sync::Mutex;

/// What is known about storing.
#[derive(Clone, Default)]
pub(super) struct Probe(pub(super) Arc<Known>);

#[derive(Default)]
pub(super) struct Known {
    /// A write was refused because the database can store nothing. Until a probe goes well nothing else is believed.
    pub(super) is_unfit: AtomicBool,
    /// When it was tried last, and whether it went well.
    pub(super) last: Mutex<Option<(Instant, bool)>>,
    /// The file of SQLite and what it was when it was opened.
    pub(super) file: Option<(PathBuf, Option<FileId>)>,
}

pub(super) type FileId = (u64, u64);

impl Probe {
    /// Of the SQLite file at that path.
    pub(super) fn of_file(path: PathBuf) -> Self {
        let id = file_id(&path);
        Self(Arc::new(Known {
            file: Some((path, id)),
            ..Known::default()
        }))
    }

    /// The database said that it can store nothing.
    pub(super) fn mark_unfit(&self) {
        self.0.is_unfit.store(true, Ordering::Relaxed);
    }
}

#[cfg(unix)]
pub(super) fn file_id(path: &std::path::Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    let file = std::fs::metadata(path).ok()?;
    Some((file.dev(), file.ino()))
}

#[cfg(not(unix))]
pub(super) fn file_id(_: &std::path::Path) -> Option<FileId> {
    None
}
