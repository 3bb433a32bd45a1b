//! The count of refusals, so that refused requests cannot flood the audit log. Of the same refusal within an hour, only
//! the first, the tenth, the hundredth and so on are recorded, each with its number; of networks beyond the memory
//! limit only the sum.

use dto::Timestamp;
use dto::problem::ErrorCode;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// The period in which refusals are counted together, in seconds.
const WINDOW: i64 = 3600;
/// The number of keys that are counted separately in that period.
const MOST: usize = 10_000;

/// The key by which refusals are counted.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The error code.
    pub code: ErrorCode,
    /// The refused operation.
    pub operation: &'static str,
    /// The caller.
    pub who: Who,
}

/// The caller of a refused request.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Who {
    /// A signed-in caller.
    Session(Uuid),
    /// A network, as a keyed mark.
    Network(String),
    /// All callers beyond the limit of separate counts.
    Others,
}

/// The refusals of this hour, counted in this process.
#[derive(Default)]
pub struct Refusals(Mutex<Window>);

#[derive(Default)]
struct Window {
    since: i64,
    counts: HashMap<Key, u64>,
}

impl Refusals {
    /// Counts a refusal; returns its number, if it is to be recorded.
    pub fn count(&self, mut key: Key, now: Timestamp) -> Option<u64> {
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now.unix() - window.since >= WINDOW || now.unix() < window.since {
            window.since = now.unix();
            window.counts.clear();
        }
        if window.counts.len() >= MOST && !window.counts.contains_key(&key) {
            key.who = Who::Others;
        }
        let count = window.counts.entry(key).or_default();
        *count += 1;
        is_power_of_ten(*count).then_some(*count)
    }
}

fn is_power_of_ten(count: u64) -> bool {
    10_u64.pow(count.max(1).ilog10()) == count
}

#[cfg(test)]
mod tests {
    use super::{Key, MOST, Refusals, Who};
    use dto::Timestamp;
    use dto::problem::ErrorCode;

    fn key(network: usize) -> Key {
        Key {
            code: ErrorCode::NotFound,
            operation: "getStay",
            who: Who::Network(network.to_string()),
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix(1_800_000_000 + seconds).expect("a time")
    }

    #[test]
    fn of_the_same_refusal_the_first_the_tenth_and_the_hundredth_are_written() {
        let refusals = Refusals::default();
        let written: Vec<u64> = (0..1_000).filter_map(|_| refusals.count(key(1), at(0))).collect();
        assert_eq!(written, [1, 10, 100, 1_000]);
        assert_eq!(refusals.count(key(2), at(0)), Some(1));
        assert_eq!(refusals.count(key(1), at(3_599)), None);
        assert_eq!(refusals.count(key(1), at(3_600)), Some(1));
    }

    #[test]
    fn more_networks_than_are_counted_apart_are_counted_together() {
        let refusals = Refusals::default();
        let written = (0..3 * MOST)
            .filter_map(|network| refusals.count(key(network), at(0)))
            .count();
        // Each of the first refusals, and number 1, 10, …, 10,000 of the others.
        assert_eq!(written, MOST + 5);
    }
}
