//! Expensive work: a fixed number of concurrent pieces, and none continues after its request has ended.
//!
//! A time limit on an answer ends the answer but not a thread. So code that reads untrusted files asks its [`Effort`]
//! in each loop whether a client still waits, and stops if none does.

use crate::error::{Error, Result};
use dto::problem::ErrorCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// The longest time of one piece of work: less than the time limit of a request, so that the client gets an answer.
const LONGEST: Duration = Duration::from_secs(20);
/// The longest time that a piece of work waits for its turn.
const WAIT: Duration = Duration::from_secs(8);
/// The number of seconds after which a refused client may retry.
const TRY_AGAIN: u64 = 10;

/// The expensive work of the process, by kind: one kind cannot exclude another.
pub struct Works {
    /// The proof of an applicant's files.
    pub files: Lane,
    /// Reading guest lists.
    pub imports: Lane,
    /// Writing spreadsheets.
    pub sheets: Lane,
}

impl Default for Works {
    fn default() -> Self {
        Self {
            files: Lane::of(2),
            imports: Lane::of(2),
            sheets: Lane::of(1),
        }
    }
}

/// The places for one kind of work.
pub struct Lane {
    places: Arc<Semaphore>,
}

impl Lane {
    fn of(places: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places)),
        }
    }

    /// Runs work on a separate thread, when a place is free. It is told to stop when its caller is gone: the time limit
    /// of the request is over, or the client disconnected.
    ///
    /// # Errors
    /// Returns an error if no place becomes free within some seconds (503), or if the work panicked.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Effort) -> T + Send + 'static) -> Result<T> {
        let place = tokio::time::timeout(WAIT, Arc::clone(&self.places).acquire_owned())
            .await
            .map_err(|_| busy())?
            .map_err(Error::internal)?;
        let effort = Effort::until(Instant::now() + LONGEST);
        let _gone = Gone(Arc::clone(&effort.is_over));
        tokio::task::spawn_blocking(move || {
            // The place becomes free when the work has ended, not when its answer has.
            let _place = place;
            work(&effort)
        })
        .await
        .map_err(Error::internal)
    }
}

/// Returns the error that too much work of this kind is running.
pub fn busy() -> Error {
    Error::new(ErrorCode::Busy)
        .with("seconds", TRY_AGAIN)
        .retry_after(TRY_AGAIN)
}

/// Tells the work, when dropped, that its caller is gone.
struct Gone(Arc<AtomicBool>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The remaining time of a piece of work.
#[derive(Clone)]
pub struct Effort {
    is_over: Arc<AtomicBool>,
    until: Instant,
}

/// The work has to stop: its time is over, or its caller is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenUp;

impl Effort {
    /// Makes an effort with this deadline.
    pub fn until(until: Instant) -> Self {
        Self {
            is_over: Arc::new(AtomicBool::new(false)),
            until,
        }
    }

    /// Checks whether to continue. Call it in every loop over untrusted data, about every ten thousand steps.
    ///
    /// # Errors
    /// Returns an error if the work has to stop.
    pub fn go_on(&self) -> Result<(), GivenUp> {
        if self.is_over.load(Ordering::Relaxed) || Instant::now() >= self.until {
            Err(GivenUp)
        } else {
            Ok(())
        }
    }
}

impl From<GivenUp> for Error {
    fn from(_: GivenUp) -> Self {
        Self::new(ErrorCode::RequestTimeout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[tokio::test]
    async fn a_work_stops_when_nobody_waits_for_it_any_more() {
        let lane = Lane::of(1);
        let (tell, told) = mpsc::channel();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let work = lane.run(move |effort| {
            begin.send(()).unwrap();
            while effort.go_on().is_ok() {
                std::thread::yield_now();
            }
            tell.send(()).unwrap();
        });
        tokio::select! {
            _ = work => panic!("it ends only when it is given up"),
            _ = begun => {}
        }
        told.recv_timeout(Duration::from_secs(10)).expect("it was told to stop");
    }

    #[test]
    fn a_work_stops_when_its_time_is_over() {
        assert_eq!(Effort::until(Instant::now()).go_on(), Err(GivenUp));
        assert_eq!(Effort::until(Instant::now() + Duration::from_mins(1)).go_on(), Ok(()));
    }
}
