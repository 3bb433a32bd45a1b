//! Leases: who works on something, and until when.

use dto::Timestamp;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;
use uuid::Uuid;

/// Who runs a job, and until when.
#[derive(Clone, Copy)]
pub struct Lease {
    /// The instance.
    pub instance: Uuid,
    /// How long it lasts, in seconds.
    pub seconds: i64,
    /// When it begins.
    pub now: Timestamp,
}

impl Lease {
    /// When it ends.
    pub fn until(self) -> Timestamp {
        self.now.plus_seconds(self.seconds)
    }
}

/// Whether a lease of so many seconds is over. One that ends far in the future was taken by a clock that went wrong
/// and was put right since; clocks of instances may differ by the length of a lease.
pub fn lease_is_over<C: ColumnTrait>(until: C, now: Timestamp, lease: i64) -> Condition {
    Condition::any()
        .add(until.is_null())
        .add(until.lt(now.get()))
        .add(until.gt(now.plus_seconds(2 * lease).get()))
}
