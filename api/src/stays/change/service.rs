//! The change of a stay, for every caller. Every change keeps the previous version. `acts` and `together` check the
//! rights of the caller.

use super::super::board::marks;
use super::super::entity::{stay, stay_version};
use super::super::facility_context::{FacilityContext, hold_room};
use super::super::foreign::service as foreign;
use super::super::notify::{crowding, known};
use super::super::sight::Sight;
use super::super::snapshot::{self, Snapshot};
use super::super::thread::service as thread;
use super::super::{answer, open_acts, row, store};
use crate::App;
use crate::audit::{Event, Events};
use crate::authz::{Account, Caller, ScopedCaller, Territory};
use crate::db::{Coded, Tx};
use crate::directory;
use crate::error::{Error, Result};
use crate::http::versions;
use dto::check::spoken_date;
use dto::problem::{ErrorCode, FieldCode, WarningCode};
use dto::stay::{GuestPatch, StayAct, StayOut, StayPatch, check_stay};
use dto::{CheckContext, Given, Lists, Timestamp};
use rules::arrival::DepartureFault;
use rules::zone::local_date;
use sea_orm::ActiveValue::Set;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A pending change.
pub(super) struct Change<'a> {
    pub app: &'a App,
    pub caller: &'a ScopedCaller<Territory>,
    pub context: FacilityContext,
    pub patch: StayPatch,
    pub reason: Option<String>,
}

/// A stay before and after a change. Nothing of it is stored yet.
pub(super) struct Changed {
    pub before: stay::Model,
    pub after: stay::Model,
    pub act: StayAct,
    pub reason: Option<String>,
}

impl Change<'_> {
    /// Applies the patch to a stay and keeps the previous version. `refuse` checks what is closed to the caller.
    pub async fn make(
        &mut self,
        tx: &Tx,
        id: Uuid,
        refuse: impl FnOnce(&Touched, &stay::Model, &Self) -> Result<()>,
    ) -> Result<(StayOut, Events)> {
        let (app, caller) = (self.app, self.caller);
        let before = held(tx, caller, id).await?;
        let mut changed = [self.prepare(before, refuse)?];
        self.look_around(tx, &mut changed).await?;
        let [changed] = changed;
        store_change(tx, app, caller, &self.context, changed).await
    }

    /// Returns the stay with the patch applied, or the reasons why the patch is refused.
    pub fn prepare(
        &mut self,
        before: stay::Model,
        refuse: impl FnOnce(&Touched, &stay::Model, &Self) -> Result<()>,
    ) -> Result<Changed> {
        self.context.kept_room = before.room_id;
        // A stay without a room does not need one for this change.
        self.context.room_optional = before.room_id.is_none();
        let touched = Touched::by(&self.patch);
        refuse_cancelled(&before)?;
        refuse(&touched, &before, self)?;
        versions::keep(before.version, self.patch.version)?;
        let after = self.patched(&before, &touched)?;
        let act = touched.act(&before, &after, self.app)?;
        Ok(Changed {
            before,
            after,
            act,
            reason: self.reason.clone(),
        })
    }

    /// Locks the rooms into which guests move, and adds the warnings about the changed stays that depend on other stays
    /// of the facility.
    pub async fn look_around(&self, tx: &Tx, changes: &mut [Changed]) -> Result<()> {
        let into: BTreeSet<Uuid> = changes.iter().filter_map(Changed::room_moved_into).collect();
        if !into.is_empty() {
            // The rooms that guests leave may lose their mark. All rooms are locked in one order, so that two guests
            // who swap rooms cannot deadlock.
            let left: BTreeSet<Uuid> = changes.iter().filter_map(Changed::room_left).collect();
            for room in into.union(&left) {
                if left.contains(room) {
                    directory::service::hold_room_left(tx, *room).await?;
                }
                if into.contains(room) {
                    hold_room(tx, self.context.facility.id, *room).await?;
                }
            }
        }
        let pairs = changes.iter_mut().map(|change| (&change.before, &mut change.after));
        crowding::note_changes(tx, &self.context, pairs.collect()).await?;
        let confirmed = changes.iter().map(|change| self.confirmed(&change.before));
        let confirmed = confirmed.collect::<Result<Vec<_>>>()?;
        let mut rows: Vec<stay::Model> = changes.iter().map(|change| change.after.clone()).collect();
        known::note(tx, self.app, self.caller.now, &mut rows, &confirmed).await?;
        for (change, row) in changes.iter_mut().zip(rows) {
            change.after = row;
        }
        Ok(())
    }

    /// Returns the warnings that are confirmed, by this change or earlier.
    fn confirmed(&self, before: &stay::Model) -> Result<Vec<WarningCode>> {
        let merged = row::as_notification(before, &self.app.sealer)?.patched(&self.patch);
        Ok(merged.confirmed)
    }

    /// Asks for confirmation before a guest moves into a room that is out of service. The police correct past facts and
    /// are not asked.
    pub fn refuse_out_of_service(&self) -> Result<()> {
        let room = self.patch.room_id.value().copied();
        let Some((room, note)) = room.and_then(|room| self.context.out_of_service(room)) else {
            return Ok(());
        };
        if self.patch.confirmed.contains(&WarningCode::RoomOutOfService) {
            return Ok(());
        }
        let mistake = dto::FieldError::new("/room_id", FieldCode::RoomOutOfService)
            .with("room", room)
            .with("note", note);
        Err(Error::fields(vec![mistake]))
    }

    /// Returns the row with the patch applied.
    fn patched(&self, before: &stay::Model, touched: &Touched) -> Result<stay::Model> {
        let (app, caller) = (self.app, self.caller);
        let mut after = before.clone();
        if touched.departure {
            set_departure(&mut after, &self.patch.departed_at, caller)?;
        }
        let merged = row::as_notification(before, &app.sealer)?.patched(&self.patch);
        let context = CheckContext {
            now: caller.now,
            profile: &app.profile,
        };
        let verdict = check_stay(&merged, context, &self.context);
        let Some(notification) = verdict.value else {
            return Err(Error::fields(verdict.errors));
        };
        if after
            .departed_at
            .is_some_and(|left| left <= notification.arrival_at.get())
        {
            let mistake = before_arrival("/arrival_at", &after, notification.arrival_at);
            return Err(Error::fields(vec![mistake]));
        }
        // On the day of the notification a wrong planned departure may be a typing error.
        let is_correction = rules::correction::act_correctable(before.notified_at, caller.now.get());
        if before.planned_departure_at != notification.planned_departure_at.get() && !is_correction {
            row::freeze_growth(&mut after, &app.profile, caller.now);
        }
        row::fill(&mut after, app, &self.context, notification, &verdict.warnings)?;
        Ok(after)
    }
}

impl Changed {
    /// Returns the room that the guest enters: another room, or the same room of a guest who was declared departed,
    /// because that room may have left the plan since.
    fn room_moved_into(&self) -> Option<Uuid> {
        let comes_in = self.before.departed_at.is_some() || self.before.room_id != self.after.room_id;
        self.after
            .room_id
            .filter(|_| self.after.departed_at.is_none() && comes_in)
    }

    /// Returns the room that the guest no longer occupies.
    fn room_left(&self) -> Option<Uuid> {
        let (before, after) = (&self.before, &self.after);
        let leaves = after.departed_at.is_some() || after.cancelled_at.is_some() || before.room_id != after.room_id;
        before.room_id.filter(|_| before.departed_at.is_none() && leaves)
    }

    /// Records the account that made the change, in the next version.
    fn sign(&mut self, by: &Account, now: Timestamp) {
        let after = &mut self.after;
        after.version = self.before.version + 1;
        after.act = Coded(self.act);
        after.act_at = now.get();
        after.act_by = by.account_id;
        after.act_by_operator = by.operator_id;
        after.act_by_name.clone_from(&by.holder_name);
        after.act_by_unit.clone_from(&by.unit_name);
        after.act_reason = self.reason.take();
    }
}

/// Refuses any change of a cancelled stay.
pub(super) fn refuse_cancelled(row: &stay::Model) -> Result<()> {
    match row.cancelled_at {
        Some(_) => Err(Error::new(ErrorCode::StayCancelled)),
        None => Ok(()),
    }
}

/// Returns the stay, locked until the transaction ends, so that concurrent changes are made one after the other.
pub(super) async fn held(tx: &Tx, caller: &ScopedCaller<Territory>, id: Uuid) -> Result<stay::Model> {
    store::get_for_change(tx, Sight::whole(&caller.scope), id)
        .await?
        .ok_or_else(Error::not_found)
}

/// Returns the reason in the caller's words, if given.
pub(super) fn change_reason(given: &Given<String>) -> Result<Option<String>> {
    let reason = given
        .value()
        .map(|reason| reason.trim())
        .filter(|reason| !reason.is_empty());
    match reason {
        Some(reason) if reason.chars().any(dto::check::is_no_text) => {
            Err(Error::field("/change_reason", FieldCode::ControlCharacter))
        }
        Some(reason) if reason.chars().count() > dto::stay::MAX_NOTE => Err(Error::fields(vec![
            dto::FieldError::new("/change_reason", FieldCode::TooLong).with("max", dto::stay::MAX_NOTE),
        ])),
        other => Ok(other.map(str::to_owned)),
    }
}

pub(super) fn set_departure(row: &mut stay::Model, departed_at: &Given<Timestamp>, caller: &Caller) -> Result<()> {
    const AT: &str = "/departed_at";
    let at = match departed_at {
        Given::Bad(text) => {
            return Err(Error::field(
                AT,
                dto::check::malformed_because(FieldCode::InstantMalformed, text),
            ));
        }
        Given::Missing | Given::Null => {
            (row.departed_at, row.departure_declared_at) = (None, None);
            return Ok(());
        }
        Given::Value(at) => *at,
    };
    row.departed_at = Some(at.get());
    match rules::arrival::check_declared_departure(row.arrival_at, at.get(), caller.now.get()) {
        Ok(()) => {}
        Err(DepartureFault::InFuture) => return Err(Error::field(AT, FieldCode::DepartureInFuture)),
        Err(_) => return Err(Error::fields(vec![before_arrival(AT, row, row.arrival_at.into())])),
    }
    // A correction keeps the moment of the declaration, because the automatic nights depend on it.
    row.departure_declared_at.get_or_insert(caller.now.get());
    Ok(())
}

/// Returns the error that the departure of `row` is before `arrival`.
fn before_arrival(pointer: &str, row: &stay::Model, arrival: Timestamp) -> dto::FieldError {
    let day = |at| spoken_date(local_date(at));
    dto::FieldError::new(pointer, FieldCode::DepartureBeforeArrival)
        .with("departure", row.departed_at.map(day).unwrap_or_default())
        .with("arrival", day(arrival.get()))
}

/// The groups of fields that a patch contains.
pub(super) struct Touched {
    guest: bool,
    room: bool,
    planned: bool,
    departure: bool,
}

impl Touched {
    fn by(patch: &StayPatch) -> Self {
        Self {
            guest: patch.guest.as_ref().is_some_and(|guest| *guest != GuestPatch::default())
                || !patch.kind.is_missing()
                || !patch.arrival_at.is_missing()
                || !patch.reason.is_missing()
                || !patch.reason_note.is_missing()
                || !patch.note.is_missing()
                // A confirmed warning counts with the change that raised it, for example an extension.
                || (!patch.confirmed.is_empty() && patch.room_id.is_missing() && patch.planned_departure_at.is_missing()),
            room: !patch.room_id.is_missing(),
            planned: !patch.planned_departure_at.is_missing(),
            departure: !patch.departed_at.is_missing(),
        }
    }

    /// Refuses what a facility may no longer change.
    pub fn refuse_what_is_closed(&self, row: &stay::Model, change: &Change<'_>) -> Result<()> {
        let Change {
            app, context, caller, ..
        } = change;
        let open = open_acts::of(row, &app.profile, caller.now);
        let closed_since = |day| {
            Error::new(ErrorCode::CorrectionClosed)
                .with("day", spoken_date(day))
                .with("unit", context.references.police_unit(&row.area_code))
        };
        if self.guest && !open.guest {
            return Err(closed_since(local_date(row.notified_at)));
        }
        if self.departure && !open.declared_departure {
            return Err(match row.departure_declared_at {
                Some(declared) => closed_since(local_date(declared)),
                // A departure is declared by its own operation, which also answers repeated requests.
                None => Error::field("/departed_at", FieldCode::Locked),
            });
        }
        if (self.room || self.planned) && !open.stay && !open.guest {
            return Err(Error::new(ErrorCode::AlreadyDeparted));
        }
        Ok(())
    }

    /// Returns the name of the change. A patch that changes nothing is an error, so that every version has a meaning.
    fn act(&self, before: &stay::Model, after: &stay::Model, app: &App) -> Result<StayAct> {
        let (old, new) = (
            row::as_notification(before, &app.sealer)?,
            row::as_notification(after, &app.sealer)?,
        );
        let departure_changed = before.departed_at != after.departed_at;
        if old == new && !departure_changed {
            return Err(Error::field("", FieldCode::NothingToChange));
        }
        Ok(if departure_changed && before.departed_at.is_none() {
            StayAct::Departed
        } else if departure_changed {
            StayAct::DepartureCorrected
        } else if self.guest {
            StayAct::Corrected
        } else if before.room_id != after.room_id {
            StayAct::Moved
        } else {
            StayAct::Extended
        })
    }
}

/// Stores a change under its name, and keeps the previous version.
pub(super) async fn store_change(
    tx: &Tx,
    app: &App,
    caller: &Caller,
    context: &FacilityContext,
    changed: Changed,
) -> Result<(StayOut, Events)> {
    let stored = store_changes(tx, app, caller, vec![changed]).await?;
    let Some((after, event)) = stored.into_iter().next() else {
        return Err(Error::new(ErrorCode::VersionConflict));
    };
    let beside = answer::Beside {
        thread: thread::thread_of(tx, app, after.id).await?,
        immigration: foreign::immigration_of(tx, app, &after, caller).await?,
    };
    let telling = answer::Telling::to(caller, app, &context.references, context.facility.name.clone());
    Ok((answer::stay_out(&after, &telling, beside)?, event.into()))
}

/// Stores changes under their names, keeps each previous version, and returns the rows with their events.
pub(super) async fn store_changes(
    tx: &Tx,
    app: &App,
    caller: &Caller,
    mut changes: Vec<Changed>,
) -> Result<Vec<(stay::Model, Event)>> {
    for change in &mut changes {
        change.sign(caller.account()?, caller.now);
    }
    let left: BTreeSet<Uuid> = changes.iter().filter_map(Changed::room_left).collect();
    marks::settle(tx, &left).await?;
    let kept = changes.iter().map(|change| keep(app, change.before.clone()));
    let kept = kept.collect::<Result<Vec<_>>>()?;
    let after = changes.iter().map(|change| change.after.clone()).collect();
    if !store::replace(tx, kept, after).await? {
        return Err(Error::new(ErrorCode::VersionConflict));
    }
    foreign::follow_changes(tx, app, changes.iter().map(|change| (&change.before, &change.after))).await?;
    let told = changes.into_iter().map(|change| {
        let event = Event::new(event_name(change.act), "stay")
            .on(change.after.id)
            .in_area(&change.after.area_code)
            .with("version", change.after.version);
        (change.after, event)
    });
    Ok(told.collect())
}

fn event_name(act: StayAct) -> &'static str {
    match act {
        StayAct::Notified => "stay_notified",
        StayAct::Corrected => "stay_corrected",
        StayAct::Extended => "stay_extended",
        StayAct::Moved => "stay_moved",
        StayAct::Departed => "departure_declared",
        StayAct::DepartureCorrected => "departure_corrected",
        StayAct::Cancelled => "stay_cancelled",
    }
}

/// Returns the history row of the version that is about to be replaced.
fn keep(app: &App, row: stay::Model) -> Result<stay_version::ActiveModel> {
    let snapshot = Snapshot::of(row.clone()).and_then(|snapshot| snapshot.write());
    let snapshot = snapshot.map_err(Error::internal)?;
    let sealed = app.sealer.seal(snapshot::COLUMN, row.id, &snapshot);
    Ok(stay_version::ActiveModel {
        stay_id: Set(row.id),
        version: Set(row.version),
        act: Set(row.act),
        act_at: Set(row.act_at),
        act_by: Set(row.act_by),
        act_by_name: Set(row.act_by_name),
        act_by_operator: Set(row.act_by_operator),
        act_by_unit: Set(row.act_by_unit),
        act_reason: Set(row.act_reason),
        snapshot_sealed: Set(sealed.map_err(Error::internal)?),
    })
}

/// Returns a version of the history as a row of `stay`.
pub fn kept(app: &App, version: &stay_version::Model) -> Result<stay::Model> {
    let snapshot = app
        .sealer
        .open(snapshot::COLUMN, version.stay_id, &version.snapshot_sealed)
        .map_err(Error::internal)?;
    Snapshot::read(&snapshot)
        .and_then(Snapshot::into_row)
        .map_err(Error::internal)
}
