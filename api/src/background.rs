//! Work beside the answers, and how all of it comes to an end.

use std::time::Duration;
use tokio::sync::watch;

/// What goes on without anybody waiting for it: a stop lets it end, and tells it to.
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

/// Counts one work until it ends, however it does.
struct Running(watch::Sender<usize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.send_modify(|running| *running -= 1);
    }
}

impl Background {
    /// Starts a work on a runtime that outlives the requests.
    pub fn spawn(&self, runtime: &tokio::runtime::Handle, work: impl Future<Output = ()> + Send + 'static) {
        self.running.send_modify(|running| *running += 1);
        let running = Running(self.running.clone());
        runtime.spawn(async move {
            let _running = running;
            work.await;
        });
    }

    /// Whether the process is to end: what can go on elsewhere stops where it stands.
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Waits for the process to be told to end.
    pub async fn stopped(&self) {
        // It cannot fail: the sender is here.
        let _ = self.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }

    /// Tells everything to end.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits until everything has ended, so long at most; whether it has.
    pub async fn ended(&self, patience: Duration) -> bool {
        let mut running = self.running.subscribe();
        let ended = running.wait_for(|running| *running == 0);
        tokio::time::timeout(patience, ended).await.is_ok()
    }
}
