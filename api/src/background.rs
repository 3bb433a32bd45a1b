//! Background work, and its end at shutdown.

use std::time::Duration;
use tokio::sync::watch;

/// The background work of the process: a shutdown notifies it and waits for its end.
pub struct Background {
    stopping: watch::Sender<bool>,
    running: watch::Sender<usize>,
}

impl Default for Background {
    fn default() -> Self {
        Self {
            stopping: watch::Sender::new(false),
            running: watch::Sender::new(0),
        }
    }
}

/// Counts one piece of work until it ends, in any way.
struct Running(watch::Sender<usize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.send_modify(|running| *running -= 1);
    }
}

impl Background {
    /// Starts a piece of work on a runtime that outlives the requests.
    pub fn spawn(&self, runtime: &tokio::runtime::Handle, work: impl Future<Output = ()> + Send + 'static) {
        self.running.send_modify(|running| *running += 1);
        let running = Running(self.running.clone());
        runtime.spawn(async move {
            let _running = running;
            work.await;
        });
    }

    /// Returns whether the process is to end: work that another instance can continue then stops.
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Waits until the process is told to end.
    pub async fn stopped(&self) {
        // It cannot fail: `self` has the sender.
        let _ = self.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }

    /// Notifies all work of the end.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits until all work has ended, up to a time limit; returns whether it has.
    pub async fn ended(&self, patience: Duration) -> bool {
        let mut running = self.running.subscribe();
        let ended = running.wait_for(|running| *running == 0);
        tokio::time::timeout(patience, ended).await.is_ok()
    }
}
