//! Leases: which instance works on something, and until when.

use dto::Timestamp;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;
use uuid::Uuid;

/// The instance that runs a job, and the time of its lease.
#[derive(Clone, Copy)]
pub struct Lease {
    /// The instance.
    pub instance: Uuid,
    /// Its duration, in seconds.
    pub seconds: i64,
    /// Its start.
    pub now: Timestamp,
}

impl Lease {
    /// Returns its end.
    pub fn until(self) -> Timestamp {
        self.now.plus_seconds(self.seconds)
    }
}

/// Returns the condition that a lease of this number of seconds is over. A lease that ends far in the future was taken
/// with a wrong clock that was corrected since; the clocks of instances may differ by the length of a lease.
pub fn lease_is_over<C: ColumnTrait>(until: C, now: Timestamp, lease: i64) -> Condition {
    Condition::any()
        .add(until.is_null())
        .add(until.lt(now.get()))
        .add(until.gt(now.plus_seconds(2 * lease).get()))
}
