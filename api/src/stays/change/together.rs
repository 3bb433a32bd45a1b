//! One operation for several stays: a whole room, a whole group, all overdue departures. The possible changes are made
//! in one transaction; for each other stay the answer has the reason of the refusal.

use super::super::entity::stay;
use super::super::sight::Sight;
use super::super::store;
use super::acts::{leaving, of_facility, refuse_departed};
use super::service::{Changed, store_changes};
use crate::App;
use crate::audit::{Event, Events};
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::Reading;
use crate::http::once::{Answer, Effect, Once};
use dto::problem::{FieldCode, FieldError};
use dto::stay::{
    ChangeRefusal, CheckOutIn, CheckOutStaysIn, ExtendStaysIn, MoveStaysIn, StayChanged, StayPatch, StayToChange,
    StaysChangedOut,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Returns the checked body, or all its errors.
fn told<T, O>(sent: Reading<T>, check: impl FnOnce(T) -> std::result::Result<O, Vec<FieldError>>) -> Result<O> {
    let (body, rest) = sent.apart();
    rest.told_with(check(body))
}

/// Extends or shortens several stays.
pub async fn extend_many(caller: &ScopedCaller<Territory>, once: Once, sent: Reading<ExtendStaysIn>) -> Result<Answer> {
    let (stays, patch) = told(sent, ExtendStaysIn::parted)?;
    while_there(&caller.app, caller, once, stays, patch).await
}

/// Moves several guests into one room.
pub async fn move_many(caller: &ScopedCaller<Territory>, once: Once, sent: Reading<MoveStaysIn>) -> Result<Answer> {
    let (stays, patch) = told(sent, MoveStaysIn::parted)?;
    while_there(&caller.app, caller, once, stays, patch).await
}

/// Makes the same change to several stays whose guests are present.
async fn while_there(
    app: &App,
    caller: &ScopedCaller<Territory>,
    once: Once,
    stays: Vec<StayToChange>,
    patch: StayPatch,
) -> Result<Answer> {
    let mut change = of_facility(app, caller, patch).await?;
    if let Some(room) = change.patch.room_id.value()
        && !change.context.rooms.contains_key(room)
    {
        return Err(Error::field("/room_id", FieldCode::RoomUnknown));
    }
    change.refuse_out_of_service()?;
    once.write(caller, Effect::Changed, async |tx| {
        let mut act = Together::of(tx, caller, stays.iter().map(|stay| stay.stay_id).collect()).await?;
        for stay in &stays {
            change.patch.version = stay.version;
            act.one(caller, stay.stay_id, |before| {
                change.prepare(before, |_, row, _| refuse_departed(row))
            })?;
        }
        change.look_around(tx, &mut act.changes).await?;
        act.store(tx, app, caller).await
    })
    .await
}

/// Declares several departures, each with its own time.
pub async fn check_out_many(
    caller: &ScopedCaller<Territory>,
    once: Once,
    sent: Reading<CheckOutStaysIn>,
) -> Result<Answer> {
    let app = &caller.app;
    let stays = told(sent, CheckOutStaysIn::checked)?;
    once.write(caller, Effect::Changed, async |tx| {
        let mut act = Together::of(tx, caller, stays.iter().map(|stay| stay.stay_id).collect()).await?;
        for stay in &stays {
            let declared = CheckOutIn {
                version: stay.version,
                departed_at: stay.departed_at.clone(),
            };
            act.one(caller, stay.stay_id, |before| leaving(caller, before, &declared))?;
        }
        act.store(tx, app, caller).await
    })
    .await
}

/// A pending operation on several stays.
struct Together {
    held: HashMap<Uuid, stay::Model>,
    changes: Vec<Changed>,
    results: Vec<StayChanged>,
}

impl Together {
    /// Locks the stays until the transaction ends. One stay that is out of reach refuses all.
    async fn of(tx: &Tx, caller: &ScopedCaller<Territory>, ids: Vec<Uuid>) -> Result<Self> {
        let asked = ids.len();
        let held = store::all_for_change(tx, Sight::whole(&caller.scope), ids).await?;
        if held.len() != asked {
            return Err(Error::not_found());
        }
        Ok(Self {
            held,
            changes: Vec::new(),
            results: Vec::new(),
        })
    }

    /// Prepares the operation for one stay. An error that the caller can correct is reported for that stay alone; any
    /// other error ends the operation for all.
    fn one(&mut self, caller: &Caller, id: Uuid, prepare: impl FnOnce(stay::Model) -> Result<Changed>) -> Result<()> {
        let before = self.held.remove(&id).ok_or_else(Error::not_found)?;
        let mut version = before.version;
        let refusal = match prepare(before) {
            Ok(changed) => {
                version += 1;
                self.changes.push(changed);
                None
            }
            Err(error) if error.code().status() < 500 => Some(refusal(&error, caller)),
            Err(error) => return Err(error),
        };
        self.results.push(StayChanged {
            stay_id: id,
            version,
            refusal,
        });
        Ok(())
    }

    async fn store(self, tx: &Tx, app: &App, caller: &Caller) -> Result<(StaysChangedOut, Events)> {
        let done = self.changes.len();
        let refused = self.results.len() - done;
        let summary = Event::new("stays_changed_together", "stay")
            .with("done", done)
            .with("refused", refused);
        let mut events = Events::from(summary);
        if done > 0 {
            for (_, event) in store_changes(tx, app, caller, self.changes).await? {
                events = events.and(event);
            }
        }
        let out = StaysChangedOut {
            done: u32::try_from(done).unwrap_or(u32::MAX),
            results: self.results,
        };
        Ok((out, events))
    }
}

fn refusal(error: &Error, caller: &Caller) -> ChangeRefusal {
    let problem = error.problem(caller.lang, &caller.actor.trace_id);
    ChangeRefusal {
        code: problem.code,
        title: problem.title,
        detail: problem.detail,
        errors: problem.errors,
    }
}
