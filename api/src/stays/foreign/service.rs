//! Lists foreign guests, makes the file for the immigration site, and records which guests the site has accepted.

use super::super::answer;
use super::super::entity::stay;
use super::super::sight::{Sight, demand_online};
use super::super::thread::service as thread;
use super::file::{self, Line};
use super::query::{After, Days, ForeignQuery};
use super::standing;
use super::store::{self, Guests, Known, Note};
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::crypto;
use crate::db::Tx;
use crate::directory;
use crate::directory::Facility;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use dto::Timestamp;
use dto::problem::{ErrorCode, FieldCode, FieldError};
use dto::stay::{
    ForeignConfirmIn, ForeignConfirmOut, ForeignCounts, ForeignExportIn, ForeignGuestOut, ForeignGuestsOut,
    ForeignState, ImmigrationOut, MAX_FOREIGN,
};
use rules::foreigner::ForeignGuestWay;
use rules::zone::{local, local_date};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt::Write;
use uuid::Uuid;

/// A file for the immigration site.
#[derive(Serialize, Deserialize)]
pub struct File {
    /// Its file name, without the name of a person.
    pub name: String,
    /// Its content.
    pub xml: String,
    /// The number of guests in it.
    pub exported: usize,
    /// The number of further pending guests who could not be included.
    pub left_out: usize,
}

/// A facility, in a province whose profile has files for the site.
struct Exporting {
    facility: Facility,
    needs_room: bool,
}

impl Exporting {
    async fn of(app: &App, caller: &ScopedCaller<Territory>, facility: Uuid) -> Result<Self> {
        let facility = directory::service::facility_within(app, &caller.scope, facility).await?;
        if !exports(app) {
            return Err(Error::new(ErrorCode::ForeignExportOff).with("site", &app.profile.immigration_site));
        }
        let references = app.references(caller.now).await?;
        Ok(Self {
            needs_room: references.needs(&facility.kind).rooms,
            facility,
        })
    }

    fn event(&self, act: &'static str) -> Event {
        Event::new(act, "facility")
            .on(self.facility.id)
            .in_area(&self.facility.area_code)
    }
}

fn exports(app: &App) -> bool {
    app.profile.foreign_guests == ForeignGuestWay::RecordAndExport
}

/// Returns a page of the foreign guests.
pub async fn list(caller: &ScopedCaller<Territory>, facility: Uuid, query: &ForeignQuery) -> Result<ForeignGuestsOut> {
    let app = &caller.app;
    let exporting = Exporting::of(app, caller, facility).await?;
    let days = query.days(local_date(caller.now.get()))?;
    let page = query.page()?;
    demand_online(app, caller.now, Some(days.to))?;
    let (db, sight) = (app.db.read(), Sight::of(app, caller));
    let guests = Guests {
        days,
        state: query.state,
        after: page.after,
    };
    let mut found = store::page(db, sight, facility, guests, caller.now, page.rows()).await?;
    let is_last = page.cut(&mut found, |_| ()).is_none();
    let mut items = found
        .iter()
        .filter_map(|known| told(app, caller, &exporting, known).transpose())
        .collect::<Result<Vec<_>>>()?;
    thread::mark(db, items.iter_mut().map(|item| &mut item.stay)).await?;
    let counts = store::counts(db, sight, facility, days, caller.now).await?;
    let next_cursor = items.last().filter(|_| !is_last).map(|item| {
        After {
            place: store::place_of(item.immigration.state),
            arrival_at: item.stay.arrival_at,
            id: item.stay.id,
        }
        .write()
    });
    let event = exporting.event("foreign_guests_listed").with("stays", ids(&found));
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(ForeignGuestsOut {
        from: days.from,
        to: days.to,
        counts,
        items,
        next_cursor,
    })
}

fn told(app: &App, caller: &Caller, of: &Exporting, (stay, mark): &Known) -> Result<Option<ForeignGuestOut>> {
    let Some(immigration) = standing::told(stay, mark.as_ref(), app, caller) else {
        return Ok(None);
    };
    // A stay that is not pending for a file has no missing data.
    let gaps = if immigration.state.waits_for_export() {
        file::line(stay, &app.sealer, of.needs_room)?.err().unwrap_or_default()
    } else {
        Vec::new()
    };
    Ok(Some(ForeignGuestOut {
        stay: answer::summary(stay, app, caller.now, &of.facility.name)?,
        nationality_name: stay.nationality_name.clone(),
        immigration,
        gaps: gaps.into_iter().map(|gap| gap.localized(caller.lang)).collect(),
    }))
}

/// Makes the file and records which guests are in it, in one transaction.
pub async fn export(
    caller: &ScopedCaller<Territory>,
    facility: Uuid,
    once: Once,
    body: ForeignExportIn,
) -> Result<Answer> {
    let app = &caller.app;
    let exporting = Exporting::of(app, caller, facility).await?;
    once.write(caller, Effect::Changed, async |tx| {
        let taken = match &body.stays {
            Some(chosen) => chosen_guests(tx, app, caller, &exporting, chosen).await?,
            None => all_waiting(tx, app, caller, &exporting).await?,
        };
        let (known, lines): (Vec<Known>, Vec<Line>) = taken.guests.into_iter().unzip();
        let known: Vec<&Known> = known.iter().collect();
        store::note(tx, caller, &known, Note::Exported).await?;
        let xml = file::write(&lines);
        let event = exporting
            .event("foreign_guests_exported")
            .with("guests", lines.len())
            .with("left_out", taken.left_out)
            .with("sha256", hex(&crypto::hash(xml.as_bytes())))
            .with("stays", ids(known.iter().copied()));
        let file = File {
            name: file_name(caller.now),
            xml,
            exported: lines.len(),
            left_out: taken.left_out,
        };
        Ok((file, event.into()))
    })
    .await
}

/// The guests who are put into a file.
struct Taken {
    guests: Vec<(Known, Line)>,
    left_out: usize,
}

/// Returns all chosen guests, or an error with the reasons.
async fn chosen_guests(
    tx: &Tx,
    app: &App,
    caller: &ScopedCaller<Territory>,
    of: &Exporting,
    chosen: &[Uuid],
) -> Result<Taken> {
    let mut held: HashMap<Uuid, Known> = store::hold(tx, Sight::of(app, caller), of.facility.id, chosen)
        .await?
        .into_iter()
        .map(|known| (known.0.id, known))
        .collect();
    let (mut guests, mut errors) = (Vec::with_capacity(chosen.len()), Vec::new());
    for (at, id) in chosen.iter().enumerate() {
        let pointer = format!("/stays/{at}");
        let known = held
            .remove(id)
            .filter(|(stay, _)| standing::can_be_exported(stay, caller.now));
        let Some(known) = known else {
            errors.push(FieldError::new(pointer, FieldCode::ForeignNotListed));
            continue;
        };
        match file::line(&known.0, &app.sealer, of.needs_room)? {
            Ok(line) => guests.push((known, line)),
            Err(gaps) => errors.extend(gaps.into_iter().map(|gap| FieldError::new(pointer.clone(), gap.code))),
        }
    }
    if !errors.is_empty() {
        return Err(Error::fields(errors));
    }
    guests.sort_by_key(|((stay, _), _)| (stay.arrival_at, stay.id));
    Ok(Taken { guests, left_out: 0 })
}

/// Returns the pending guests who can be put into a file. The others remain pending, and the list shows the reason.
async fn all_waiting(tx: &Tx, app: &App, caller: &ScopedCaller<Territory>, of: &Exporting) -> Result<Taken> {
    let (facility, days) = (of.facility.id, Days::until(local_date(caller.now.get())));
    let sight = Sight::of(app, caller);
    // Guests with missing data must not use up the places of the others.
    let most = 2 * MAX_FOREIGN;
    let ids = store::waiting(tx, sight, facility, days, caller.now, most as u64).await?;
    let mut guests = Vec::new();
    for known in store::hold(tx, sight, facility, &ids).await? {
        // Another request may have exported a guest before the lock was acquired.
        let state = standing::state(&known.0, known.1.as_ref(), caller.now);
        let still_waits = state.is_some_and(ForeignState::waits_for_export);
        if still_waits
            && guests.len() < MAX_FOREIGN
            && let Ok(line) = file::line(&known.0, &app.sealer, of.needs_room)?
        {
            guests.push((known, line));
        }
    }
    let waiting = store::counts(tx, sight, facility, days, caller.now).await?.to_export();
    let left_out = usize::try_from(waiting)
        .unwrap_or(usize::MAX)
        .saturating_sub(guests.len());
    if guests.is_empty() {
        return Err(Error::new(ErrorCode::ForeignNothingToExport).with("incomplete", left_out));
    }
    Ok(Taken { guests, left_out })
}

/// Records that the site has accepted guests, or withdraws that record. A guest who was declared there by hand is
/// recorded without a file (KH-11.2c1: the facility chooses how it declares).
pub async fn confirm(
    caller: &ScopedCaller<Territory>,
    facility: Uuid,
    once: Once,
    body: ForeignConfirmIn,
) -> Result<Answer> {
    let app = &caller.app;
    let exporting = Exporting::of(app, caller, facility).await?;
    once.write(caller, Effect::Changed, async |tx| {
        let held = looked_at(tx, app, caller, &exporting, &body).await?;
        let is_confirmed =
            |known: &&Known| standing::state(&known.0, known.1.as_ref(), caller.now) == Some(ForeignState::Confirmed);
        let (act, concerned): (_, Vec<&Known>) = if body.confirmed {
            let open = held.iter().filter(|known| !is_confirmed(known)).collect();
            ("foreign_guests_confirmed", open)
        } else {
            let confirmed: Vec<&Known> = held.iter().filter(is_confirmed).collect();
            refuse_settled(&confirmed, caller.now)?;
            ("foreign_guests_unconfirmed", confirmed)
        };
        if !concerned.is_empty() && body.confirmed {
            store::note(tx, caller, &concerned, Note::Confirmed).await?;
        } else if !concerned.is_empty() {
            store::unconfirm(tx, concerned.iter().map(|(stay, _)| stay.id).collect()).await?;
        }
        let event = exporting.event(act).with("stays", ids(concerned.iter().copied()));
        let out = ForeignConfirmOut {
            changed: concerned.len() as u64,
        };
        Ok((out, event.into()))
    })
    .await
}

/// Locks the stays and returns them, if none has changed since the caller read it.
async fn looked_at(
    tx: &Tx,
    app: &App,
    caller: &ScopedCaller<Territory>,
    of: &Exporting,
    body: &ForeignConfirmIn,
) -> Result<Vec<Known>> {
    let asked: Vec<Uuid> = body.stays.iter().map(|stay| stay.id).collect();
    let held = store::hold(tx, Sight::of(app, caller), of.facility.id, &asked).await?;
    let versions: HashMap<Uuid, i32> = held
        .iter()
        .filter(|(stay, mark)| standing::state(stay, mark.as_ref(), caller.now).is_some())
        .map(|(stay, _)| (stay.id, stay.version))
        .collect();
    let unknown = asked.iter().enumerate().filter(|(_, id)| !versions.contains_key(id));
    let errors: Vec<FieldError> = unknown
        .map(|(at, _)| FieldError::new(format!("/stays/{at}"), FieldCode::ForeignNotListed))
        .collect();
    if !errors.is_empty() {
        return Err(Error::fields(errors));
    }
    if body
        .stays
        .iter()
        .any(|stay| versions.get(&stay.id) != Some(&stay.version))
    {
        return Err(Error::new(ErrorCode::VersionConflict));
    }
    Ok(held)
}

fn refuse_settled(confirmed: &[&Known], now: Timestamp) -> Result<()> {
    let is_open = |known: &&Known| known.1.as_ref().is_some_and(|mark| standing::can_undo(mark, now));
    if confirmed.iter().all(is_open) {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::ForeignConfirmationClosed))
    }
}

/// Returns the state of a stay at the immigration site, where the profile has files for it.
pub async fn immigration_of(
    db: &impl ConnectionTrait,
    app: &App,
    row: &stay::Model,
    caller: &Caller,
) -> Result<Option<ImmigrationOut>> {
    if !exports(app) {
        return Ok(None);
    }
    let mark = store::mark_of(db, row.id).await?;
    Ok(standing::told(row, mark.as_ref(), app, caller))
}

/// Returns the same for a stay that is being stored, which the site cannot have received yet.
pub fn immigration_of_new(app: &App, row: &stay::Model, caller: &Caller) -> Option<ImmigrationOut> {
    exports(app).then(|| standing::told(row, None, app, caller)).flatten()
}

/// Returns the numbers of foreign guests of a facility by state, where the profile has files.
pub async fn counts(
    db: &impl ConnectionTrait,
    app: &App,
    caller: &ScopedCaller<Territory>,
    facility: Uuid,
) -> Result<Option<ForeignCounts>> {
    if !exports(app) {
        return Ok(None);
    }
    let days = Days::until(local_date(caller.now.get()));
    store::counts(db, Sight::of(app, caller), facility, days, caller.now)
        .await
        .map(Some)
}

/// Updates the marks after changes of stays: after a change that does not concern the site, for example of a telephone
/// number, the stay still counts as declared.
pub async fn follow_changes<'a>(
    tx: &Tx,
    app: &App,
    changes: impl IntoIterator<Item = (&'a stay::Model, &'a stay::Model)>,
) -> Result<()> {
    let mut told = Vec::new();
    for (before, after) in changes {
        if standing::is_to_be_declared(before) && file::tells_the_same(before, after, &app.sealer)? {
            told.push(after.id);
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    store::carry_over(tx, told).await
}

fn ids<'a>(known: impl IntoIterator<Item = &'a Known>) -> Vec<String> {
    known.into_iter().map(|(stay, _)| stay.id.to_string()).collect()
}

fn file_name(now: Timestamp) -> String {
    let at = local(now.get());
    let (hour, minute, second) = at.to_hms();
    format!("khach-nuoc-ngoai_{}_{hour:02}{minute:02}{second:02}.xml", at.date())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
