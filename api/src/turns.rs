//! One preview of a facility at a time: a facility that sends ten files at once only delays itself.

use crate::error::Result;
use crate::work;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// The facilities whose files this process is reading.
#[derive(Clone, Default)]
pub struct Turns(Arc<Mutex<HashSet<Uuid>>>);

/// The turn of a facility, until it is dropped.
pub struct Turn {
    turns: Turns,
    facility: Uuid,
}

impl Turns {
    /// Takes the turn of a facility.
    ///
    /// # Errors
    /// Returns an error if another file of the facility is being read (503).
    pub fn take(&self, facility: Uuid) -> Result<Turn> {
        if self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(facility) {
            Ok(Turn {
                turns: self.clone(),
                facility,
            })
        } else {
            Err(work::busy())
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut busy = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        busy.remove(&self.facility);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_facility_has_one_turn_at_a_time_and_others_have_theirs() {
        let turns = Turns::default();
        let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
        let turn = turns.take(one).unwrap();
        assert!(turns.take(one).is_err());
        assert!(turns.take(other).is_ok());
        drop(turn);
        assert!(turns.take(one).is_ok());
    }
}
