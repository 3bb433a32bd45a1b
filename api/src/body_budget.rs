//! The budget for bytes of request bodies in memory: callers without sign-in have a separate share, so that they cannot
//! use up that of the facilities.

use crate::error::{Error, Result};
use crate::work::busy;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The largest body of a caller without sign-in and without a file, and of requests that are read without further
/// checks, in bytes.
pub const SMALL_BODY: usize = 64 * 1024;
/// The unit of the budget, in bytes.
const UNIT: usize = 1024;
/// The share of callers without sign-in: one supplement with three files, or three filings.
const STRANGERS: usize = 24 * 1024 * 1024;
/// The share of signed-in callers: four guest lists of the largest size.
const ACCOUNTS: usize = 60 * 1024 * 1024;
/// The longest time a body waits for room in the budget.
const WAIT: Duration = Duration::from_secs(5);

/// The kind of caller of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Not signed in.
    Stranger,
    /// Signed in.
    Account,
}

/// The remaining budget of the process.
pub struct BodyBudget {
    strangers: Arc<Semaphore>,
    accounts: Arc<Semaphore>,
    wait: Duration,
}

impl Default for BodyBudget {
    fn default() -> Self {
        Self {
            strangers: Arc::new(Semaphore::new(STRANGERS / UNIT)),
            accounts: Arc::new(Semaphore::new(ACCOUNTS / UNIT)),
            wait: WAIT,
        }
    }
}

/// The share of a body in the budget, released when it is dropped.
#[derive(Default)]
pub struct Held {
    permit: Option<OwnedSemaphorePermit>,
    bytes: usize,
}

impl Held {
    /// Returns whether the body is small.
    pub fn is_small(&self) -> bool {
        self.bytes <= SMALL_BODY
    }
}

impl BodyBudget {
    /// Takes the share for a body of this size. It grows with the received bytes, not with the announced length: a
    /// client that announces much and sends little excludes nobody.
    ///
    /// # Errors
    /// Returns an error if there is no room within some seconds (503).
    pub async fn grow(&self, held: &mut Held, whose: Whose, bytes: usize) -> Result<()> {
        let wanted = bytes.saturating_sub(held.bytes).div_ceil(UNIT);
        if wanted == 0 {
            return Ok(());
        }
        let budget = match whose {
            Whose::Stranger => &self.strangers,
            Whose::Account => &self.accounts,
        };
        let units = u32::try_from(wanted).map_err(Error::internal)?;
        let more = tokio::time::timeout(self.wait, Arc::clone(budget).acquire_many_owned(units))
            .await
            .map_err(|_| busy())?
            .map_err(Error::internal)?;
        held.bytes += wanted * UNIT;
        match &mut held.permit {
            Some(permit) => permit.merge(more),
            none => *none = Some(more),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn impatient() -> BodyBudget {
        BodyBudget {
            wait: Duration::ZERO,
            ..BodyBudget::default()
        }
    }

    #[tokio::test]
    async fn strangers_cannot_take_the_share_of_the_houses_and_what_is_done_is_given_back() {
        let budget = impatient();
        let mut all = Held::default();
        budget.grow(&mut all, Whose::Stranger, STRANGERS).await.unwrap();
        let mut more = Held::default();
        let refused = budget.grow(&mut more, Whose::Stranger, 1).await.unwrap_err();
        assert_eq!(refused.code(), dto::problem::ErrorCode::Busy);
        budget.grow(&mut Held::default(), Whose::Account, 1).await.unwrap();
        drop(all);
        budget.grow(&mut more, Whose::Stranger, STRANGERS).await.unwrap();
    }

    #[tokio::test]
    async fn a_body_takes_what_has_arrived_and_no_more() {
        let budget = impatient();
        let mut held = Held::default();
        for bytes in [1, 1024, 1025, 4096] {
            budget.grow(&mut held, Whose::Stranger, bytes).await.unwrap();
        }
        assert_eq!(held.bytes, 4096);
        assert_eq!(budget.strangers.available_permits(), STRANGERS / UNIT - 4);
    }
}
