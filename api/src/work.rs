//! Works that cost much: a fixed number of them at once, and none goes on after its answer.
//!
//! A time limit on an answer ends the answer and not a thread. So whoever reads files of others asks its [`Effort`] in
//! each loop whether anybody still waits, and stops when nobody does.

use crate::error::{Error, Result};
use dto::problem::ErrorCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Longest that one work may take: less than the time limit of a request, so that it ends with an answer.
const LONGEST: Duration = Duration::from_secs(20);
/// Longest that a work waits for its turn.
const WAIT: Duration = Duration::from_secs(8);
/// Seconds after which whoever found no place may try again.
const TRY_AGAIN: u64 = 10;

/// The works of the process, by kind: one kind cannot keep out another.
pub struct Works {
    /// Proving what a file of an applicant is.
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

/// Works of one kind, so many at once.
pub struct Lane {
    places: Arc<Semaphore>,
}

impl Lane {
    fn of(places: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places)),
        }
    }

    /// Carries a work out on a thread of its own, when there is a place. It is told to stop when whoever waits for it has
    /// gone: the time limit of the request is over, or the client hung up.
    ///
    /// # Errors
    /// No place within some seconds (503), or a work that broke off.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Effort) -> T + Send + 'static) -> Result<T> {
        let place = tokio::time::timeout(WAIT, Arc::clone(&self.places).acquire_owned())
            .await
            .map_err(|_| busy())?
            .map_err(Error::internal)?;
        let effort = Effort::until(Instant::now() + LONGEST);
        let _gone = Gone(Arc::clone(&effort.is_over));
        tokio::task::spawn_blocking(move || {
            // The place is free when the work has ended, not when its answer has.
            let _place = place;
            work(&effort)
        })
        .await
        .map_err(Error::internal)
    }
}

/// Too much of the kind is under way.
pub fn busy() -> Error {
    Error::new(ErrorCode::Busy)
        .with("seconds", TRY_AGAIN)
        .retry_after(TRY_AGAIN)
}

/// Tells a work that nobody waits for it any more.
struct Gone(Arc<AtomicBool>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// What a work may still spend.
#[derive(Clone)]
pub struct Effort {
    is_over: Arc<AtomicBool>,
    until: Instant,
}

/// The work has to stop: its time is over, or nobody waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenUp;

impl Effort {
    /// As long as until then.
    pub fn until(until: Instant) -> Self {
        Self {
            is_over: Arc::new(AtomicBool::new(false)),
            until,
        }
    }

    /// Whether to go on. To be asked in every loop over what a stranger sent, each some ten thousand steps.
    ///
    /// # Errors
    /// The work has to stop.
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
        assert_eq!(Effort::until(Instant::now() + Duration::from_secs(60)).go_on(), Ok(()));
    }
}
