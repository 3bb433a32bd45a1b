//! Notifies the guests of a confirmed import, some hundred in one transaction. After a crash the work continues where
//! it stopped, and a row is stored only once, because its id is the id of the stay.

use super::cells::Sheet;
use super::content::Content;
use super::look::{Judged, Looking};
use super::record::{about, number};
use super::same::{Guest, Place, Seen};
use super::store::{self, Wanted};
use crate::App;
use crate::audit::{Actor, Event};
use crate::db::{Coded, Tx};
use crate::directory;
use crate::error::{Error, Result};
use crate::jobs::{self, Rows};
use crate::stays::entity::{stay, stay_import, stay_import_row};
use crate::stays::notify::service::{Notifier, blank_row};
use crate::stays::number::Number;
use crate::stays::{row, store as stays};
use dto::Timestamp;
use dto::import::{ImportMend, ImportState, RowOutcome, RowState};
use dto::jobs::RowKind;
use dto::problem::{FieldCode, FieldError};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// The number of rows in one transaction: it blocks other writers on SQLite for a fraction of a second.
const CHUNK: u64 = 250;
/// The lease of an instance after its last update, in seconds.
const LEASE: i64 = 15;
/// The largest number of imports in one round.
const ROUND: u64 = 20;

/// The imports that are confirmed and not stored yet.
pub static UNDER_WAY: Rows = Rows {
    kind: RowKind::Import,
    table: "stay_import",
    id: "id",
    waits: is_storing,
};

/// Starts storing immediately, in the background of the answer. If this process dies, [`continue_waiting`] of another
/// process continues.
pub fn begin(app: Arc<App>, id: Uuid) {
    let work = Arc::clone(&app);
    app.background.spawn(app.db.runtime(), async move {
        let mut failures = jobs::Failures::default();
        if let Err(error) = take_up(&work, id, Uuid::now_v7(), &mut failures).await {
            tracing::warn!(
                code = error.code().as_str(),
                "an import was interrupted; it will be taken up again"
            );
        }
    });
}

/// Continues the confirmed imports that no instance is working on.
pub async fn continue_waiting(app: &App, instance: Uuid) -> Result<()> {
    let now = app.clock.now();
    let mut failures = jobs::Failures::default();
    for id in store::waiting(app.db.read(), free(now), ROUND).await? {
        take_up(app, id, instance, &mut failures).await?;
        if app.background.is_stopping() {
            break;
        }
    }
    failures.first()
}

/// Stores the rest of an import and records the result.
async fn take_up(app: &App, id: Uuid, instance: Uuid, failures: &mut jobs::Failures) -> Result<()> {
    let outcome = store_all(app, id, instance).await;
    UNDER_WAY.settle(app, id, outcome, failures).await
}

async fn store_all(app: &App, id: Uuid, instance: Uuid) -> Result<()> {
    let now = app.clock.now();
    let until = now.plus_seconds(LEASE);
    if !app
        .db
        .write_unaudited(async |tx| store::claim(tx, id, instance, free(now), until).await)
        .await?
    {
        return Ok(());
    }
    while store_some(app, id, instance).await? {
        if app.background.is_stopping() {
            // The lease is released, so that the next process does not have to wait for it.
            return app
                .db
                .write_unaudited(async |tx| store::give_back(tx, id, instance).await)
                .await;
        }
    }
    Ok(())
}

/// The condition for imports that may be continued and that no instance is working on.
fn free(now: Timestamp) -> Condition {
    UNDER_WAY
        .open(now)
        .add(jobs::lease_is_over(stay_import::Column::LeasedUntil, now, LEASE))
}

/// The condition for imports that are confirmed and not stored yet.
fn is_storing(_: Timestamp) -> Condition {
    Condition::all().add(stay_import::Column::State.eq(Coded(ImportState::Storing)))
}

/// Stores the next rows. Returns `false` if nothing is left to do, or if another instance does it.
async fn store_some(app: &App, id: Uuid, instance: Uuid) -> Result<bool> {
    let now = app.clock.now();
    let Some(import) = store::by_id(app.db.read(), id).await? else {
        return Ok(false);
    };
    let looking = Looking::of(app, import.facility_id).await?;
    let actor = Actor {
        account_id: Some(import.account_id),
        operator_id: import.operator_id,
        session_id: import.session_id,
        operation: "commitImport",
        trace_id: "-".to_owned(),
    };
    let outcome = app
        .db
        .write(&actor, now, async |tx| {
            let held = store::hold_for_job(tx, id).await?;
            let mut import = held
                .filter(|import| *import.state == ImportState::Storing && import.leased_by == Some(instance))
                .ok_or_else(Error::not_found)?;
            // The imports of a facility are stored one after the other: otherwise two imports of the same file would
            // not see each other's guests.
            directory::service::hold_facility(tx, import.facility_id).await?;
            let waiting = Wanted {
                states: vec![RowState::Waiting],
                ..Wanted::default()
            };
            let rows = store::rows(tx, id, waiting, CHUNK).await?;
            let area = looking.context.facility.area_code.clone();
            if rows.is_empty() {
                import.state = Coded(ImportState::Stored);
                import.finished_at = Some(now.get());
                import.leased_until = None;
                let event = Event::new("import_stored", "stay_import")
                    .on(id)
                    .in_area(&area)
                    .with("stored", import.stored)
                    .with("returned", import.returned)
                    .with("skipped", import.skipped);
                store::update(tx, import).await?;
                return Ok((false, event.into()));
            }
            let sorted = sort_out(app, tx, &looking, &import, rows, now).await?;
            let event = sorted.write(tx, &mut import).await?;
            import.leased_until = Some(now.plus_seconds(LEASE).get());
            // A part succeeded, so earlier failures no longer count.
            (import.attempts, import.due_at) = (0, None);
            store::update(tx, import).await?;
            Ok((true, event.on(id).in_area(&area).into()))
        })
        .await;
    match outcome {
        // Finished, or taken over by another instance.
        Err(error) if error.code() == dto::ErrorCode::NotFound => Ok(false),
        other => other,
    }
}

/// The results for the rows of one transaction.
#[derive(Default)]
struct Sorted {
    stays: Vec<stay::Model>,
    skipped: Vec<Uuid>,
    returned: Vec<Uuid>,
    /// Rows that are refused for other reasons than the preview reported.
    retold: Vec<stay_import_row::Model>,
}

/// A row that is checked again.
struct Candidate {
    row: stay_import_row::Model,
    content: Content,
    judged: Judged,
    guest: Option<Guest>,
}

async fn sort_out(
    app: &App,
    tx: &Tx,
    looking: &Looking,
    import: &stay_import::Model,
    rows: Vec<stay_import_row::Model>,
    now: Timestamp,
) -> Result<Sorted> {
    let about = about(app, import)?.ok_or_else(Error::not_found)?;
    let sheet = looking.sheet(&about, import.created_at);
    let mut candidates = Vec::with_capacity(rows.len());
    for row in rows {
        candidates.push(candidate(app, looking, &sheet, import, row, now)?);
    }
    let guests = candidates.iter().filter_map(|candidate| candidate.guest.as_ref());
    let mut seen = store::seen(tx, import.facility_id, guests).await?;
    let rooms: BTreeSet<Uuid> = candidates
        .iter()
        .filter_map(|candidate| candidate.judged.notification.as_ref()?.room_id)
        .collect();
    let held = directory::service::hold_these_rooms(tx, import.facility_id, rooms.into_iter().collect()).await?;
    let by = Notifier {
        account_id: import.account_id,
        operator_id: import.operator_id,
        name: import.by_name.clone(),
        unit_name: import.by_unit.clone(),
    };
    let mut sorted = Sorted::default();
    for candidate in candidates {
        sorted.take(app, looking, &by, candidate, &mut seen, &held, now)?;
    }
    Ok(sorted)
}

fn candidate(
    app: &App,
    looking: &Looking,
    sheet: &Sheet<'_>,
    import: &stay_import::Model,
    row: stay_import_row::Model,
    now: Timestamp,
) -> Result<Candidate> {
    let content = Content::open(&app.sealer, row.id, &row.content_sealed)?;
    let accepts = row.accepted.unwrap_or(import.accept_mends);
    let mends: &[ImportMend] = if accepts { &content.mends } else { &[] };
    let judged = looking.judge(sheet, &content.cells, mends, now);
    let guest = judged.notification.as_ref().map(|notification| {
        let number = &notification.guest.document_number;
        Guest::of(notification, Number::told(&app.sealer, number))
    });
    Ok(Candidate {
        row,
        content,
        judged,
        guest,
    })
}

impl Sorted {
    #[expect(clippy::too_many_arguments, reason = "all that one row depends on")]
    fn take(
        &mut self,
        app: &App,
        looking: &Looking,
        by: &Notifier,
        candidate: Candidate,
        seen: &mut Seen,
        held: &HashSet<Uuid>,
        now: Timestamp,
    ) -> Result<()> {
        let Candidate {
            row,
            content,
            judged,
            guest,
        } = candidate;
        let Judged {
            notification,
            mut errors,
            mut warnings,
            ..
        } = judged;
        let (Some(notification), Some(guest)) = (notification, guest) else {
            return self.send_back(app, row, content, errors);
        };
        let found = seen.look_for(&guest);
        // The preview found a duplicate, and the user accepted it.
        let is_taken = row.accepted == Some(true) && *row.outcome == RowOutcome::Duplicate;
        if let Some(reason) = found.reason().filter(|_| !is_taken) {
            self.skipped.push(row.id);
            // The preview has already reported the reason.
            if !content.errors.is_empty() {
                return Ok(());
            }
            return self.retell(app, row, content, vec![reason], RowOutcome::Duplicate);
        }
        warnings.extend(found.warnings);
        // The room was removed from the plan after the preview.
        if notification.room_id.is_some_and(|room| !held.contains(&room)) {
            errors.push(FieldError::new("/room", FieldCode::RoomUnknown));
            return self.send_back(app, row, content, errors);
        }
        let mut new = blank_row(&looking.context, by, now, &notification);
        new.id = row.id;
        row::fill(&mut new, app, &looking.context, notification, &warnings)?;
        seen.add(guest, Place::Stay(new.code.clone()));
        self.stays.push(new);
        Ok(())
    }

    fn send_back(
        &mut self,
        app: &App,
        row: stay_import_row::Model,
        content: Content,
        errors: Vec<FieldError>,
    ) -> Result<()> {
        self.returned.push(row.id);
        if content.errors == errors {
            return Ok(());
        }
        self.retell(app, row, content, errors, RowOutcome::Wrong)
    }

    fn retell(
        &mut self,
        app: &App,
        mut row: stay_import_row::Model,
        mut content: Content,
        errors: Vec<FieldError>,
        outcome: RowOutcome,
    ) -> Result<()> {
        content.errors = errors;
        row.content_sealed = content.seal(&app.sealer, row.id)?;
        row.outcome = Coded(outcome);
        self.retold.push(row);
        Ok(())
    }

    async fn write(self, tx: &Tx, import: &mut stay_import::Model) -> Result<Event> {
        let late = self.stays.iter().filter(|stay| stay.late_seconds.is_some()).count();
        let ids: Vec<Uuid> = self.stays.iter().map(|stay| stay.id).collect();
        stays::insert_all(tx, self.stays).await?;
        // A row with new reasons replaces the old row: one statement for all of them.
        store::delete_rows(tx, self.retold.iter().map(|row| row.id).collect()).await?;
        store::insert_rows(tx, self.retold).await?;
        import.stored += number(ids.len());
        import.returned += number(self.returned.len());
        import.skipped += number(self.skipped.len());
        store::set_state(tx, self.returned, RowState::Returned).await?;
        store::set_state(tx, self.skipped, RowState::Skipped).await?;
        store::set_state(tx, ids.clone(), RowState::Stored).await?;
        let stays: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        Ok(Event::new("stays_imported", "stay_import")
            .with("late", late)
            .with("stays", stays))
    }
}
