//! The known state of the database's ability to store.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tokio::sync::Mutex;

/// The known state of the database's ability to store.
#[derive(Clone, Default)]
pub(super) struct Probe(pub(super) Arc<Known>);

#[derive(Default)]
pub(super) struct Known {
    /// Set when a write was refused because the database cannot store data. Until a probe succeeds, no other result
    /// counts.
    pub(super) is_unfit: AtomicBool,
    /// The time and the result of the last probe.
    pub(super) last: Mutex<Option<(Instant, bool)>>,
    /// The file of SQLite and its identity when it was opened.
    pub(super) file: Option<(PathBuf, Option<FileId>)>,
}

pub(super) type FileId = (u64, u64);

impl Probe {
    /// Returns the state for the SQLite file at that path.
    pub(super) fn of_file(path: PathBuf) -> Self {
        let id = file_id(&path);
        Self(Arc::new(Known {
            file: Some((path, id)),
            ..Known::default()
        }))
    }

    /// Records that the database cannot store data.
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
