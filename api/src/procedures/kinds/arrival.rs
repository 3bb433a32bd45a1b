//! How a filing arrives, of whatever kind: counted, read, and known again if it came before.

use crate::accounts::throttle::PublicAttempt;
use crate::body_budget::Held;
use crate::error::Result;
use crate::http::once::{Answer, IdempotencyKey, Once, Requester};
use crate::http::{FILING_BODY, LargeBody, Reading, Whose};

/// A filing that has arrived.
pub(super) enum Arrival<T> {
    /// The same request came before. This is its answer.
    Repeat(Answer),
    /// It is the first of its kind.
    First(First<T>),
}

/// A filing that came for the first time.
pub(super) struct First<T> {
    /// What its body says.
    pub reading: Reading<T>,
    /// Carries it out once.
    pub once: Once,
    /// The share of the body in the budget, kept as long as anything of the body is.
    #[expect(dead_code, reason = "whoever has it holds the share; nobody reads it")]
    pub held: Held,
}

/// Takes the body of a filing.
pub(super) async fn arrive<T: serde::de::DeserializeOwned + Send + 'static>(
    requester: &impl Requester,
    attempt: PublicAttempt,
    key: &IdempotencyKey,
    body: LargeBody<T, FILING_BODY>,
    whose: Whose,
) -> Result<Arrival<T>> {
    let app = requester.app();
    // Counted before a byte of the body is read: whoever files without end costs no more than that.
    attempt.count(app, requester.now()).await?;
    let sent = body.arrived(whose).await?;
    let once = Once::marked(key, sent.fingerprint);
    if let Some(first) = once.stored(requester).await? {
        attempt.forgive(app).await?;
        return Ok(Arrival::Repeat(first));
    }
    Ok(Arrival::First(First {
        reading: sent.reading,
        once,
        held: sent.held,
    }))
}
