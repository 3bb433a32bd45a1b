//! Destinations of deliveries: the instance that delivers to each, and the destinations that do not answer.

use super::entity::outbox_destination::Model;
use dto::Timestamp;
use std::collections::BTreeSet;
use time::OffsetDateTime;
use uuid::Uuid;

/// The lease of a delivering instance after its last update, in seconds: longer than one delivery takes.
pub(super) const LEASE: i64 = 60;
/// The longest pause of a destination that does not answer, in seconds: pending deliveries are sent soon after it is
/// back.
pub(super) const LONGEST: i64 = 5 * 60;

/// Returns whether a moment is in the future, by at most `most` seconds: a later one was stored with a wrong clock.
fn lies_ahead(moment: Option<OffsetDateTime>, now: Timestamp, most: i64) -> bool {
    moment.is_some_and(|moment| {
        let moment = Timestamp::from(moment);
        now < moment && moment <= now.plus_seconds(2 * most)
    })
}

impl Model {
    /// Returns whether that instance may deliver to it now.
    fn is_open(&self, instance: Uuid, now: Timestamp) -> bool {
        let is_leased = self.leased_by != Some(instance) && lies_ahead(self.leased_until, now, LEASE);
        !is_leased && !lies_ahead(self.paused_until, now, LONGEST)
    }
}

/// Returns the destinations with due deliveries that the instance may begin to serve: no other instance serves them,
/// this instance does not serve them already, and they are not in a pause.
pub(super) fn choose(
    due: Vec<String>,
    states: &[Model],
    instance: Uuid,
    is_served: &BTreeSet<String>,
    now: Timestamp,
) -> Vec<String> {
    let is_open = |name: &String| {
        let state = states.iter().find(|state| state.name == *name);
        !is_served.contains(name) && state.is_none_or(|state| state.is_open(instance, now))
    };
    due.into_iter().filter(is_open).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_unix(1_795_000_000).unwrap()
    }

    /// Returns a destination that another instance has leased, or that is in a pause, for this number of seconds.
    fn state(name: &str, leased: Option<i64>, paused: Option<i64>) -> Model {
        let ahead = |seconds| now().plus_seconds(seconds).get();
        Model {
            name: name.to_owned(),
            leased_by: leased.map(|_| Uuid::max()),
            leased_until: leased.map(ahead),
            failures: i32::from(paused.is_some()),
            paused_until: paused.map(ahead),
        }
    }

    fn chosen(states: &[Model], served: &[&str]) -> Vec<String> {
        let due = ["a", "b", "c"].map(str::to_owned).to_vec();
        let served = served.iter().map(|name| (*name).to_owned()).collect();
        choose(due, states, Uuid::nil(), &served, now())
    }

    #[test]
    fn a_destination_that_is_away_holds_up_no_other() {
        assert_eq!(chosen(&[], &[]), ["a", "b", "c"]);
        assert_eq!(chosen(&[state("a", None, Some(300))], &[]), ["b", "c"]);
        assert_eq!(chosen(&[state("b", None, Some(1))], &[]), ["a", "c"]);
        // Its pause is over, or was stored with a wrong clock.
        assert_eq!(chosen(&[state("a", None, Some(0))], &[]), ["a", "b", "c"]);
        assert_eq!(chosen(&[state("a", None, Some(601))], &[]), ["a", "b", "c"]);
    }

    #[test]
    fn a_slow_destination_is_served_by_one_instance_and_holds_up_no_other() {
        // Served by another instance, or by this one already.
        assert_eq!(chosen(&[state("a", Some(60), None)], &[]), ["b", "c"]);
        assert_eq!(chosen(&[], &["a"]), ["b", "c"]);
        // The lease is over, was stored with a wrong clock, or is its own.
        assert_eq!(chosen(&[state("a", Some(0), None)], &[]), ["a", "b", "c"]);
        assert_eq!(chosen(&[state("a", Some(121), None)], &[]), ["a", "b", "c"]);
        let own = Model {
            leased_by: Some(Uuid::nil()),
            ..state("a", Some(60), None)
        };
        assert_eq!(chosen(&[own], &[]), ["a", "b", "c"]);
    }
}
