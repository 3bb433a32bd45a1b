//! The count of refusals: nobody can flood the audit log by being refused. Of the same refusal within an hour the first, the
//! tenth, the hundredth and so on are written, each with its number; of networks beyond what the memory holds only the sum.

use dto::Timestamp;
use dto::problem::ErrorCode;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// How long refusals are counted together, in seconds.
const WINDOW: i64 = 3600;
/// How many kinds of refusals are counted apart in that time.
const MOST: usize = 10_000;

/// What refusals are counted by.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// How it was refused.
    pub code: ErrorCode,
    /// What was refused.
    pub operation: &'static str,
    /// To whom.
    pub who: Who,
}

/// To whom something was refused.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Who {
    /// Somebody who is signed in.
    Session(Uuid),
    /// A network, as a keyed mark.
    Network(String),
    /// Beyond what is counted apart.
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
    /// One more; its number, where it is one to be written.
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
        // Each of the first, and 1, 10, …, 10,000 of the rest.
        assert_eq!(written, MOST + 5);
    }
}
