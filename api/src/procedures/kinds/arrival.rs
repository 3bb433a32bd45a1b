//! Receives a filing of any kind: counts it, reads it, and recognises a repeated request.

use crate::accounts::throttle::PublicAttempt;
use crate::body_budget::Held;
use crate::error::Result;
use crate::http::once::{Answer, IdempotencyKey, Once, Requester};
use crate::http::{FILING_BODY, LargeBody, Reading, Whose};

/// A received filing.
pub(super) enum Arrival<T> {
    /// A repeated request, with the answer of the first one.
    Repeat(Answer),
    /// A new request.
    First(First<T>),
}

/// A filing that is received for the first time.
pub(super) struct First<T> {
    /// The content of its body.
    pub reading: Reading<T>,
    /// The guard that carries it out once.
    pub once: Once,
    /// The share of the body in the memory budget, held while any part of the body is held.
    #[expect(dead_code, reason = "whoever has it holds the share; nobody reads it")]
    pub held: Held,
}

/// Receives the body of a filing.
pub(super) async fn arrive<T: serde::de::DeserializeOwned + Send + 'static>(
    requester: &impl Requester,
    attempt: PublicAttempt,
    key: &IdempotencyKey,
    body: LargeBody<T, FILING_BODY>,
    whose: Whose,
) -> Result<Arrival<T>> {
    let app = requester.app();
    // Counted before a byte of the body is read, so that endless filing costs no more than the count.
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
