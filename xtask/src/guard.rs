//! What must be undone however xtask ends: on return, on error, on Ctrl-C and on a polite kill.

use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, bail};

type Undo = Box<dyn FnOnce() + Send>;

static PENDING: Mutex<Vec<(u64, Undo)>> = Mutex::new(Vec::new());
static NEXT: AtomicU64 = AtomicU64::new(0);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Runs its closure when dropped, or when a signal ends xtask, whichever is first.
#[must_use = "dropping the guard undoes the work at once"]
pub struct Guard(u64);

impl Guard {
    /// Registers what is to be undone.
    pub fn new(undo: impl FnOnce() + Send + 'static) -> Self {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        pending().push((id, Box::new(undo)));
        Self(id)
    }

    /// There is nothing to undo any more.
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
        // While a signal is being handled the list is locked, so this waits until the process is gone.
        if let Some(undo) = self.take() {
            undo();
        }
    }
}

/// Asks a child to end when xtask is ended. Ctrl-C in a terminal reaches children by itself; `kill` and CI do not.
pub fn terminate(pid: u32) -> Guard {
    Guard::new(move || {
        let _ = Command::new("kill").arg(pid.to_string()).status();
    })
}

/// Makes Ctrl-C, SIGTERM and SIGHUP undo what is pending before they end xtask.
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

/// An error once a signal has come: no new work is begun while the old is being undone.
pub fn check() -> Result<()> {
    if INTERRUPTED.load(Ordering::SeqCst) {
        bail!("interrupted");
    }
    Ok(())
}

fn pending() -> MutexGuard<'static, Vec<(u64, Undo)>> {
    PENDING.lock().unwrap_or_else(PoisonError::into_inner)
}
