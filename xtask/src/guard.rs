//! Cleanup that runs at every end of xtask: return, error, Ctrl-C and SIGTERM.

use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, bail};

type Undo = Box<dyn FnOnce() + Send>;

static PENDING: Mutex<Vec<(u64, Undo)>> = Mutex::new(Vec::new());
static NEXT: AtomicU64 = AtomicU64::new(0);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Runs its closure when it is dropped, or when a signal ends xtask, whichever comes first.
#[must_use = "dropping the guard undoes the work at once"]
pub struct Guard(u64);

impl Guard {
    /// Registers a cleanup.
    pub fn new(undo: impl FnOnce() + Send + 'static) -> Self {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        pending().push((id, Box::new(undo)));
        Self(id)
    }

    /// Cancels the cleanup.
    pub fn disarm(self) {
        self.take();
    }

    fn take(&self) -> Option<Undo> {
        let mut pending = pending();
        let position = pending.iter().position(|(id, _)| *id == self.0)?;
        Some(pending.remove(position).1)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // During the handling of a signal the list is locked, so this waits until the process has ended.
        if let Some(undo) = self.take() {
            undo();
        }
    }
}

/// Terminates a child when xtask ends. Ctrl-C in a terminal also reaches children; `kill` and CI do not.
pub fn terminate(pid: u32) -> Guard {
    Guard::new(move || {
        let _ = Command::new("kill").arg(pid.to_string()).status();
    })
}

/// Makes Ctrl-C, SIGTERM and SIGHUP run the pending cleanups before they end xtask.
pub fn on_signals() -> Result<()> {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        let mut pending = pending();
        while let Some((_, undo)) = pending.pop() {
            undo();
        }
        std::process::exit(130);
    })
    .context("cannot listen for signals")
}

/// Returns an error after a signal, so that no new work starts during the cleanup.
pub fn check() -> Result<()> {
    if INTERRUPTED.load(Ordering::SeqCst) {
        bail!("interrupted");
    }
    Ok(())
}

fn pending() -> MutexGuard<'static, Vec<(u64, Undo)>> {
    PENDING.lock().unwrap_or_else(PoisonError::into_inner)
}
