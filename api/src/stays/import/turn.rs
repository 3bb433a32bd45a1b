//! One preview of a house at a time: whoever sends ten files at once waits for the first himself.

use crate::error::Result;
use crate::work;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// The houses whose files are being read by this process.
static BUSY: Mutex<Option<HashSet<Uuid>>> = Mutex::new(None);

/// The turn of a house, until it is dropped.
pub struct Turn(Uuid);

impl Turn {
    /// Takes the turn.
    ///
    /// # Errors
    /// A file of the house is being read.
    pub fn of(facility: Uuid) -> Result<Self> {
        let mut busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
        if busy.get_or_insert_default().insert(facility) {
            Ok(Self(facility))
        } else {
            Err(work::busy())
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(busy) = busy.as_mut() {
            busy.remove(&self.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_has_one_turn_at_a_time_and_others_have_theirs() {
        let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
        let turn = Turn::of(one).unwrap();
        assert!(Turn::of(one).is_err());
        assert!(Turn::of(other).is_ok());
        drop(turn);
        assert!(Turn::of(one).is_ok());
    }
}
