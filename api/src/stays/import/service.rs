//! Previews, reads and confirms imports.

use super::content::{About, Content};
use super::look::{self, Looked, Looking};
use super::record::{about, number};
use super::refused::refused;
use super::store::{self, Wanted};
use super::{files, job};
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::db::{Coded, Tx};
use crate::directory;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::http::paging;
use crate::stays::entity::{stay_import, stay_import_row};
use crate::stays::number::Number;
use dto::Timestamp;
use dto::import::{
    CommitImportIn, ImportCell, ImportCounts, ImportHidden, ImportMend, ImportNote, ImportOut, ImportProgress,
    ImportRowOut, ImportState, MAX_IMPORT_ROWS, RowOutcome, RowState, Upload,
};
use dto::problem::{ErrorCode, FieldCode, FieldError};
use guest_lists::{GivenUp, Table};
use std::sync::Arc;
use uuid::Uuid;

const DAY: i64 = 86_400;
/// The time in which an import can be confirmed: users confirm a list on the same evening.
pub const UNCONFIRMED: i64 = DAY;
/// The time in which the file with the reasons can be downloaded: a week. Its rows were never notified and belong to
/// the facility alone.
pub const DONE: i64 = 7 * DAY;
/// The number of unconfirmed imports that a facility keeps: enough for a second attempt, not for a second register.
const KEPT: u64 = 5;
/// The number of rows in the answer to an upload.
const FIRST_PAGE: usize = 50;

/// The filter for rows.
pub struct Rows {
    /// Only rows with this outcome.
    pub outcome: Option<RowOutcome>,
    /// The page, by the position of a row; a limit of 0 asks for the progress alone.
    pub page: paging::Wanted<i32>,
}

/// Reads a file, checks its rows and keeps them. Nothing is notified.
pub async fn preview(caller: &ScopedCaller<Territory>, facility: Uuid, once: Once, upload: Upload) -> Result<Answer> {
    let app = &caller.app;
    let facility = directory::service::facility_within(app, &caller.scope, facility).await?;
    let looking = Looking::of(app, facility.id).await?;
    if looking.context.facility.setup_completed_at.is_none() {
        return Err(Error::new(ErrorCode::SetupRequired));
    }
    let Upload {
        name,
        bytes,
        default_reason,
        include_hidden,
    } = upload;
    if let Some(code) = &default_reason
        && looking.context.references.entry("stay_reasons", code).is_none()
    {
        return Err(Error::field("/default_reason", FieldCode::ReasonUnknown));
    }
    let now = caller.now;
    let number = {
        let app = Arc::clone(app);
        move |number: &str| Number::told(&app.sealer, number)
    };
    let _turn = app.import_turns.take(facility.id)?;
    if !app
        .scanner
        .look(&app.db, &caller.actor, now, &[&bytes])
        .await?
        .is_empty()
    {
        return Err(Error::field("/file/content_base64", FieldCode::FileInfected));
    }
    let (table, about, mut looked) = app
        .works
        .imports
        .run(move |effort| {
            let go_on = || effort.go_on().map_err(|_| GivenUp);
            let mut table = guest_lists::read(&bytes, include_hidden, &go_on)?;
            drop(bytes);
            let about = About {
                name,
                sheet: table.sheet.clone(),
                headings: table.headings.clone(),
                default_reason,
                lines: table.lines,
                hidden: table.hidden.clone(),
            };
            let rows = table.rows.iter_mut();
            let rows = rows.map(|row| (row.line, std::mem::take(&mut row.cells))).collect();
            let looked = looking.all(&about, rows, table.is_1904, now, number, &go_on)?;
            Ok((table, about, looked))
        })
        .await?
        .map_err(|fault| Error::fields(vec![refused(fault)]))?;
    let seen = store::seen(
        app.db.read(),
        facility.id,
        looked.iter().filter_map(|row| row.guest.as_ref()),
    )
    .await?;
    look::compare(&mut looked, table.rows.iter().map(|row| row.line), seen);
    let import = new_import(app, caller, facility.id, &table, &about, &looked)?;
    let rows = new_rows(app, import.id, &table, &looked)?;
    once.write(caller, Effect::Created, async |tx| {
        store::insert(tx, import.clone(), rows.clone()).await?;
        let superfluous = store::superfluous(tx, facility.id, KEPT).await?;
        store::wipe(tx, superfluous).await?;
        let mut first: Vec<_> = rows.iter().take(FIRST_PAGE + 1).cloned().collect();
        let mut out = out(app, caller, &import)?;
        let page = paging::Wanted::<i32> {
            after: None,
            limit: FIRST_PAGE,
        };
        out.next_cursor = page.cut(&mut first, after);
        out.items = rows_out(app, caller, &about, &first)?;
        let event = Event::new("import_previewed", "stay_import")
            .on(import.id)
            .in_area(&facility.area_code)
            .with("format", import.format.as_str())
            .with("rows", import.total);
        Ok((out, event.into()))
    })
    .await
}

fn new_import(
    app: &App,
    caller: &Caller,
    facility_id: Uuid,
    table: &Table,
    about: &About,
    looked: &[Looked],
) -> Result<stay_import::Model> {
    let own = caller.account()?;
    let id = Uuid::now_v7();
    let count = |outcome| number(looked.iter().filter(|row| row.outcome == outcome).count());
    Ok(stay_import::Model {
        id,
        facility_id,
        account_id: own.account_id,
        operator_id: own.operator_id,
        by_name: own.holder_name.clone(),
        by_unit: own.unit_name.clone(),
        created_at: caller.now.get(),
        format: Coded(table.format),
        layout: Coded(table.layout),
        notes: serde_json::to_value(&table.notes).map_err(Error::internal)?,
        about_sealed: Some(about.seal(&app.sealer, id)?),
        state: Coded(ImportState::Previewed),
        total: number(looked.len()),
        right_rows: count(RowOutcome::Right),
        mendable: count(RowOutcome::Mendable),
        warned: count(RowOutcome::Warned),
        wrong: count(RowOutcome::Wrong),
        duplicate: count(RowOutcome::Duplicate),
        accept_mends: false,
        committed_at: None,
        session_id: None,
        finished_at: None,
        stored: 0,
        returned: 0,
        skipped: 0,
        leased_by: None,
        leased_until: None,
        attempts: 0,
        last_error: None,
        due_at: None,
        given_up_at: None,
    })
}

fn new_rows(app: &App, import_id: Uuid, table: &Table, looked: &[Looked]) -> Result<Vec<stay_import_row::Model>> {
    let rows = table.rows.iter().zip(looked).enumerate();
    rows.map(|(position, (raw, looked))| {
        let id = Uuid::now_v7();
        Ok(stay_import_row::Model {
            id,
            import_id,
            position: number(position),
            line: i32::try_from(raw.line).unwrap_or(i32::MAX),
            outcome: Coded(looked.outcome),
            accepted: None,
            state: Coded(RowState::Waiting),
            content_sealed: looked.content.seal(&app.sealer, id)?,
        })
    })
    .collect()
}

/// Returns an import with a page of its rows. Reading rows is recorded; asking for the progress reads no guests and is
/// not.
pub async fn get(
    caller: &ScopedCaller<Territory>,
    facility: Uuid,
    id: Uuid,
    Rows { outcome, page }: Rows,
) -> Result<ImportOut> {
    let app = &caller.app;
    let facility = directory::service::facility_within(app, &caller.scope, facility).await?;
    let import = store::get(app.db.read(), &caller.scope, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let mut answer = out(app, caller, &import)?;
    let Some(about) = about(app, &import)?.filter(|_| page.limit > 0) else {
        return Ok(answer);
    };
    let wanted = Wanted {
        outcomes: outcome.into_iter().collect(),
        after: page.after,
        ..Wanted::default()
    };
    let mut rows = store::rows(app.db.read(), id, wanted, page.rows()).await?;
    answer.next_cursor = page.cut(&mut rows, after);
    answer.items = rows_out(app, caller, &about, &rows)?;
    let event = Event::new("import_read", "stay_import")
        .on(id)
        .in_area(&facility.area_code)
        .with("rows", rows.len());
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(answer)
}

/// Confirms an import: from now on any instance may notify its guests.
pub async fn commit(
    caller: &ScopedCaller<Territory>,
    facility: Uuid,
    id: Uuid,
    once: Once,
    decided: CommitImportIn,
) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?;
    let facility = directory::service::facility_within(app, &caller.scope, facility).await?;
    let answer = once
        .write(caller, Effect::Accepted, async |tx| {
            let mut import = store::hold(tx, &caller.scope, id).await?.ok_or_else(Error::not_found)?;
            if *import.state != ImportState::Previewed || kept_until(&import).is_none_or(|until| until <= caller.now) {
                return Err(Error::new(ErrorCode::ImportStateConflict));
            }
            decide(tx, id, &decided).await?;
            import.state = Coded(ImportState::Storing);
            import.accept_mends = decided.accept_mends;
            import.committed_at = Some(caller.now.get());
            // The account that confirms is the notifier.
            import.account_id = own.account_id;
            import.operator_id = own.operator_id;
            import.session_id = own.credential.session_id();
            import.by_name.clone_from(&own.holder_name);
            import.by_unit.clone_from(&own.unit_name);
            let event = Event::new("import_confirmed", "stay_import")
                .on(id)
                .in_area(&facility.area_code)
                .with("accept_mends", decided.accept_mends)
                .with("decisions", decided.decisions.len());
            let answer = out(app, caller, &import)?;
            store::update(tx, import).await?;
            Ok((answer, event.into()))
        })
        .await?;
    job::begin(Arc::clone(app), id);
    Ok(answer)
}

async fn decide(tx: &Tx, id: Uuid, decided: &CommitImportIn) -> Result<()> {
    let line = |line: u32| i32::try_from(line).unwrap_or(-1);
    let told: Vec<i32> = decided.decisions.iter().map(|decision| line(decision.line)).collect();
    let known = store::lines_of(tx, id, &told).await?;
    let unknown = (0..).zip(&told).filter(|(_, line)| !known.contains(line));
    let unknown: Vec<FieldError> = unknown
        .map(|(at, _): (usize, _)| FieldError::new(format!("/decisions/{at}/line"), FieldCode::ImportRowUnknown))
        .collect();
    if !unknown.is_empty() {
        return Err(Error::fields(unknown));
    }
    for accept in [true, false] {
        let decisions = decided.decisions.iter().filter(|decision| decision.accept == accept);
        let lines: Vec<i32> = decisions.map(|decision| line(decision.line)).collect();
        store::decide(tx, id, &lines, accept).await?;
    }
    Ok(())
}

/// Returns the rows that were not stored, as a workbook that can be corrected and imported again.
pub async fn errors(caller: &ScopedCaller<Territory>, facility: Uuid, id: Uuid) -> Result<Vec<u8>> {
    let app = &caller.app;
    let facility = directory::service::facility_within(app, &caller.scope, facility).await?;
    let import = store::get(app.db.read(), &caller.scope, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let about = about(app, &import)?.ok_or_else(|| Error::new(ErrorCode::ImportStateConflict))?;
    let wanted = match *import.state {
        ImportState::Stored | ImportState::Storing | ImportState::Failed => Wanted {
            states: vec![RowState::Returned, RowState::Skipped],
            ..Wanted::default()
        },
        _ => Wanted {
            outcomes: vec![RowOutcome::Wrong, RowOutcome::Duplicate],
            ..Wanted::default()
        },
    };
    let rows = store::rows(app.db.read(), id, wanted, MAX_IMPORT_ROWS as u64).await?;
    let rows = rows
        .iter()
        .map(|row| Content::open(&app.sealer, row.id, &row.content_sealed))
        .collect::<Result<Vec<_>>>()?;
    let event = Event::new("import_errors_fetched", "stay_import")
        .on(id)
        .in_area(&facility.area_code)
        .with("rows", rows.len());
    let lang = caller.lang;
    let file = tokio::task::spawn_blocking(move || files::returned(&about, &rows, lang))
        .await
        .map_err(Error::internal)??;
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(file)
}

/// Deletes the content of imports that were not confirmed in time, and of those whose download period is over.
pub async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    let before = |seconds: i64| now.plus_seconds(-seconds).get();
    let outlived = store::outlived(tx, before(UNCONFIRMED), before(DONE), 500).await?;
    store::wipe(tx, outlived).await
}

fn kept_until(import: &stay_import::Model) -> Option<Timestamp> {
    let since = |moment: time::OffsetDateTime, seconds| Timestamp::from(moment).plus_seconds(seconds);
    match *import.state {
        ImportState::Previewed => Some(since(import.created_at, UNCONFIRMED)),
        ImportState::Stored => import.finished_at.map(|at| since(at, DONE)),
        ImportState::Storing | ImportState::Failed | ImportState::Expired => None,
    }
}

fn out(app: &App, caller: &Caller, import: &stay_import::Model) -> Result<ImportOut> {
    let about = about(app, import)?;
    let notes: Vec<ImportNote> = serde_json::from_value(import.notes.clone()).map_err(Error::internal)?;
    let kept_until = kept_until(import);
    // Housekeeping runs once an hour, but the content expires exactly at its time.
    let is_over = kept_until.is_some_and(|until| until <= caller.now);
    let unread = |about: &About| {
        let unknown = about.headings.iter().filter(|heading| heading.column.is_none());
        let unread = unknown
            .map(|heading| heading.text.trim())
            .filter(|text| !text.is_empty());
        let unread =
            unread.filter(|text| about.hidden.is_read || !about.hidden.columns.iter().any(|hidden| hidden == text));
        unread.map(|text| text.chars().take(60).collect()).collect()
    };
    let unread_columns = about.as_ref().map(unread).unwrap_or_default();
    let (name, sheet, lines, hidden) = about
        .map(|about| (about.name, about.sheet, about.lines, about.hidden))
        .unwrap_or_default();
    Ok(ImportOut {
        id: import.id,
        facility_id: import.facility_id,
        file_name: name,
        format: *import.format,
        layout: *import.layout,
        sheet,
        notes,
        lines,
        hidden: ImportHidden {
            rows: hidden.rows,
            row_count: hidden.row_count,
            columns: hidden.columns,
            sheets: hidden.sheets,
            included: hidden.is_read,
        },
        unread_columns,
        state: match *import.state {
            _ if is_over => ImportState::Expired,
            // The row keeps its state, so that an administrator can start another attempt.
            ImportState::Storing if import.given_up_at.is_some() => ImportState::Failed,
            state => state,
        },
        created_at: import.created_at.into(),
        expires_at: kept_until.filter(|_| !is_over),
        counts: ImportCounts {
            total: import.total.unsigned_abs(),
            right: import.right_rows.unsigned_abs(),
            mendable: import.mendable.unsigned_abs(),
            warned: import.warned.unsigned_abs(),
            wrong: import.wrong.unsigned_abs(),
            duplicate: import.duplicate.unsigned_abs(),
        },
        progress: ImportProgress {
            done: (import.stored + import.returned + import.skipped).unsigned_abs(),
            stored: import.stored.unsigned_abs(),
            returned: import.returned.unsigned_abs(),
            skipped: import.skipped.unsigned_abs(),
        },
        items: Vec::new(),
        next_cursor: None,
    })
}

fn rows_out(app: &App, caller: &Caller, about: &About, rows: &[stay_import_row::Model]) -> Result<Vec<ImportRowOut>> {
    rows.iter()
        .map(|row| {
            let content = Content::open(&app.sealer, row.id, &row.content_sealed)?;
            let filled = content.cells.iter().zip(&about.headings);
            Ok(ImportRowOut {
                line: row.line.unsigned_abs(),
                outcome: *row.outcome,
                state: *row.state,
                kind: content.kind,
                cells: filled
                    .filter(|(cell, _)| !cell.text.is_empty())
                    .filter_map(|(cell, heading)| {
                        Some(ImportCell {
                            column: heading.column?,
                            text: cell.text.clone(),
                        })
                    })
                    .collect(),
                mends: content
                    .mends
                    .into_iter()
                    .map(|mend| ImportMend {
                        message: files::mend_label(mend.kind, caller.lang).to_owned(),
                        ..mend
                    })
                    .collect(),
                errors: content
                    .errors
                    .into_iter()
                    .map(|error| error.localized(caller.lang))
                    .collect(),
                warnings: content
                    .warnings
                    .into_iter()
                    .map(|warning| warning.localized(caller.lang))
                    .collect(),
                same_as_line: content.same_as,
                same_as_code: content.same_as_code,
                stay_id: (*row.state == RowState::Stored).then_some(row.id),
            })
        })
        .collect()
}

/// Returns the cursor after a row, for the next page.
fn after(row: &stay_import_row::Model) -> String {
    paging::write(&row.position.to_string())
}
