//! Seals everything with the key in use, while the service runs: part by part, each a transaction with its audit event.
//! After a crash it continues where it stopped; a value that has the right key is not changed again.

use super::columns::{Column, SNAPSHOT, STAY, TABLES, Table};
use super::store::{self, Rotation, SealedRow};
use crate::App;
use crate::audit::{self, Actor, Event};
use crate::crypto::{Sealer, key_of};
use crate::error::{Error, Result};
use crate::stays::snapshot::Snapshot;
use dto::problem::ErrorCode;
use std::time::Duration;
use uuid::Uuid;

/// The number of rows in one part: few enough that no request has to wait long for their locks.
const PART: u64 = 100;
/// The same for rows that may be megabytes large.
const PART_OF_FILES: u64 = 4;
/// The number of attempts for a part that lost to another transaction.
const ATTEMPTS: u32 = 10;

/// The result of a rotation.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Rotated {
    /// The number of rows that were sealed or indexed again.
    pub changed: i64,
    /// The number of keys that the database no longer needs.
    pub retired: u64,
}

/// Seals everything with the key in use, makes all blind indexes with the index key in use, and marks the other keys as
/// no longer needed. All instances must use the new keys before: it repeats until one round finds nothing to do.
pub async fn run(app: &App) -> Result<Rotated> {
    let (seals, indexes) = (app.sealer.seals(), app.sealer.indexes_with());
    let actor = Actor::system("keys");
    let mut rotation = match store::open_rotation(app.db.read()).await? {
        Some(open) if (open.seals, open.indexes) == (i64::from(seals), i64::from(indexes)) => open,
        other => begin(app, &actor, other.map(|open| open.id)).await?,
    };
    loop {
        let before = rotation.changed;
        let went_on = rotation.at_table.is_some();
        let from = rotation.at_table.as_deref();
        let first = TABLES.iter().position(|table| Some(table.name) == from).unwrap_or(0);
        for table in &TABLES[first..] {
            go_through(app, &actor, table, &mut rotation).await?;
        }
        rotation.at_table = None;
        rotation.after_key = None;
        if rotation.changed == before && !went_on {
            break;
        }
    }
    let now = app.clock.now();
    let (id, changed) = (rotation.id, rotation.changed);
    let retired = app
        .db
        .write(&actor, now, async |tx| {
            let retired = store::retire(tx, id, seals, indexes, now).await?;
            let event = Event::new("key_rotation_finished", "key_rotation")
                .on(id)
                .with("rows", changed)
                .with("retired", retired);
            Ok((retired, event.into()))
        })
        .await?;
    Ok(Rotated { changed, retired })
}

/// Starts a rotation, and ends an unfinished one to other keys.
async fn begin(app: &App, actor: &Actor, unfinished: Option<Uuid>) -> Result<Rotation> {
    let (seals, indexes) = (app.sealer.seals(), app.sealer.indexes_with());
    let now = app.clock.now();
    app.db
        .write(actor, now, async |tx| {
            if let Some(id) = unfinished {
                store::end_rotation(tx, id, now).await?;
            }
            let rotation = store::begin_rotation(tx, seals, indexes, now).await?;
            let event = Event::new("key_rotation_begun", "key_rotation")
                .on(rotation.id)
                .with("seals", seals)
                .with("indexes", indexes);
            Ok((rotation, event.into()))
        })
        .await
}

async fn go_through(app: &App, actor: &Actor, table: &Table, rotation: &mut Rotation) -> Result<()> {
    if rotation.at_table.as_deref() != Some(table.name) {
        rotation.at_table = Some(table.name.to_owned());
        rotation.after_key = None;
    }
    let mut attempts = 0;
    loop {
        match part(app, actor, table, rotation.clone()).await {
            Ok(Some(next)) => {
                *rotation = next;
                attempts = 0;
            }
            Ok(None) => return Ok(()),
            // Another transaction had locked the rows; nothing of the part was stored.
            Err(error) if error.code() == ErrorCode::Unavailable && attempts < ATTEMPTS => {
                attempts += 1;
                tracing::warn!(table = table.name, attempts, "a part is tried again");
                tokio::time::sleep(Duration::from_millis(200 * u64::from(attempts))).await;
            }
            Err(error) => return Err(error),
        }
    }
}

/// Processes the next rows of a table; none at its end. If nothing has to change, no audit event is written.
async fn part(app: &App, actor: &Actor, table: &Table, mut rotation: Rotation) -> Result<Option<Rotation>> {
    let now = app.clock.now();
    app.db
        .write_unaudited(async |tx| {
            let rows = store::sealed_rows(tx, table, rotation.after_key.as_deref(), part_of(table)).await?;
            let Some(last) = rows.last() else {
                return Ok(None);
            };
            rotation.after_key = Some(last.key_text());
            let mut changes = Vec::new();
            for row in &rows {
                if let Some(change) = anew(&app.sealer, table, row)? {
                    changes.push((row, change));
                }
            }
            if changes.is_empty() {
                return Ok(Some(rotation));
            }
            let changed = i64::try_from(changes.len()).unwrap_or(i64::MAX);
            let guards = store::lift_guards(tx, table.name).await?;
            // One statement for each row: no multi-row update works on both engines.
            for (row, change) in changes {
                store::replace(tx, table, row, change).await?;
            }
            store::put_guards_back(tx, guards).await?;
            rotation.changed += changed;
            store::note_place(tx, &rotation).await?;
            let event = Event::new("values_resealed", "key_rotation")
                .on(rotation.id)
                .with("table", table.name)
                .with("rows", changed);
            audit::record(tx, actor, now, event.into()).await?;
            Ok(Some(rotation))
        })
        .await
}

/// Returns the number of rows in a part of a table.
fn part_of(table: &Table) -> u64 {
    if table.name == "dossier_attachment" {
        PART_OF_FILES
    } else {
        PART
    }
}

/// A column and its new value.
type Changed = (&'static str, Vec<u8>);

/// Returns the columns of a row that were not made with the keys in use, with their new values.
fn anew(sealer: &Sealer, table: &Table, row: &SealedRow) -> Result<Option<Vec<Changed>>> {
    let id = row.id;
    let mut changes = Vec::new();
    for column in table.columns {
        let Some(sealed) = row.bytes(column.name) else {
            continue;
        };
        if column.name == SNAPSHOT {
            changes.extend(snapshot_anew(sealer, column, id, sealed)?.map(|anew| (SNAPSHOT, anew)));
            continue;
        }
        let index = column.index.as_ref().and_then(|index| row.bytes(index.column));
        changes.extend(value_anew(sealer, column, id, sealed, index)?);
    }
    Ok(Some(changes).filter(|changes| !changes.is_empty()))
}

fn value_anew(
    sealer: &Sealer,
    column: &Column,
    id: Uuid,
    sealed: &[u8],
    index: Option<&[u8]>,
) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let is_old = key_of(sealed) != Some(sealer.seals());
    if !is_old && index.is_none() {
        return Ok(Vec::new());
    }
    let plain = sealer.open(column.bound_to, id, sealed).map_err(Error::internal)?;
    let mut changes = Vec::new();
    if is_old {
        let anew = sealer.seal(column.bound_to, id, &plain).map_err(Error::internal)?;
        changes.push((column.name, anew));
    }
    if let (Some(of), Some(index)) = (&column.index, index) {
        let text = str::from_utf8(&plain).map_err(Error::internal)?;
        changes.extend(
            (of.make)(sealer, text)
                .filter(|anew| anew != index)
                .map(|anew| (of.column, anew)),
        );
    }
    Ok(changes)
}

/// Seals a version again. It contains the former row with its sealed values and indexes, and keeps the form in which it
/// was written.
fn snapshot_anew(sealer: &Sealer, column: &Column, id: Uuid, sealed: &[u8]) -> Result<Option<Vec<u8>>> {
    let plain = sealer.open(column.bound_to, id, sealed).map_err(Error::internal)?;
    let mut snapshot = Snapshot::read(&plain).map_err(Error::internal)?;
    let mut is_old = key_of(sealed) != Some(sealer.seals());
    for inner in STAY {
        let Some(value) = snapshot.bytes_mut(inner.name).cloned() else {
            continue;
        };
        let index = inner
            .index
            .as_ref()
            .and_then(|index| snapshot.bytes_mut(index.column).cloned());
        for (name, anew) in value_anew(sealer, inner, id, &value, index.as_deref())? {
            if let Some(bytes) = snapshot.bytes_mut(name) {
                *bytes = anew;
                is_old = true;
            }
        }
    }
    if !is_old {
        return Ok(None);
    }
    let plain = snapshot.write().map_err(Error::internal)?;
    let anew = sealer.seal(column.bound_to, id, &plain).map_err(Error::internal)?;
    Ok(Some(anew))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::Keys;
    use crate::stays::snapshot;
    use crate::stays::snapshot::tests::{sealed_with, whole_version};
    use zeroize::Zeroizing;

    const COLUMN: &Column = &TABLES[1].columns[0];

    fn kept(sealer: &Sealer, id: Uuid, version: &Snapshot) -> Vec<u8> {
        sealer.seal(snapshot::COLUMN, id, &version.write().unwrap()).unwrap()
    }

    fn read(sealer: &Sealer, id: Uuid, sealed: &[u8]) -> Snapshot {
        Snapshot::read(&sealer.open(snapshot::COLUMN, id, sealed).unwrap()).unwrap()
    }

    /// Returns the names of all sealed or indexed values within a version.
    fn names() -> impl Iterator<Item = &'static str> {
        STAY.iter().flat_map(|column| {
            let index = column.index.as_ref().map(|index| index.column);
            [Some(column.name), index].into_iter().flatten()
        })
    }

    #[test]
    fn every_sealed_value_and_index_within_a_version_is_exchanged_and_nothing_else() {
        let mut keys = Keys::generate();
        let old = Sealer::new(&keys);
        let (id, mut row) = sealed_with(&old);
        let before = kept(&old, id, &row);
        assert!(snapshot_anew(&old, COLUMN, id, &before).unwrap().is_none());
        let next = 1 + keys.sealing[0].0.max(keys.index[0].0);
        keys.sealing.insert(0, (next, Zeroizing::new([7; 32])));
        keys.index.insert(0, (next, Zeroizing::new([8; 32])));
        let new = Sealer::new(&keys);
        let after = snapshot_anew(&new, COLUMN, id, &before).unwrap().unwrap();
        // The old keys are removed: everything within has to open, and to be found, with the new ones.
        keys.sealing.truncate(1);
        keys.index.truncate(1);
        let new = Sealer::new(&keys);
        assert_eq!(key_of(&after), Some(next));
        let mut got = read(&new, id, &after);
        for column in STAY {
            let text = |sealer: &Sealer, version: &mut Snapshot| {
                let sealed = version.bytes_mut(column.name).unwrap();
                sealer.open_text(column.bound_to, id, sealed).unwrap()
            };
            let told = text(&new, &mut got);
            assert_eq!(told, text(&old, &mut row), "{}", column.name);
            if let Some(index) = &column.index {
                assert_eq!(got.bytes_mut(index.column).cloned(), (index.make)(&new, &told));
            }
        }
        // With the earlier values restored, it equals the original.
        for name in names() {
            *got.bytes_mut(name).unwrap() = row.bytes_mut(name).unwrap().clone();
        }
        assert_eq!(got.write().unwrap(), row.write().unwrap());
        // A second run changes nothing.
        assert!(snapshot_anew(&new, COLUMN, id, &after).unwrap().is_none());
    }

    /// A name unknown to the snapshot would leave its values under the old key.
    #[test]
    fn every_sealed_column_of_a_stay_is_found_within_a_version() {
        let mut snapshot = whole_version();
        for name in names() {
            assert!(snapshot.bytes_mut(name).is_some(), "{name}");
        }
    }
}
