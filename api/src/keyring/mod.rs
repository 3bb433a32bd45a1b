//! Keys, and the check that they belong to the database.
//!
//! The database stores a proof of each key that was ever in use (`key_check`). A process whose key file lacks one, or
//! has another key of that number, does not serve: what it stored could not be read with the right keys, and it would
//! find nobody in a search by the police.

pub mod columns;
mod entity;
pub mod rotate;
mod store;

use crate::App;
use crate::config::Config;
use crate::crypto::{KeyKind, Keys};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::stays::archive;
use anyhow::{Context, bail};
use entity::{Model, Noted};
use sea_orm::ConnectionTrait;
use std::fmt;

/// The reason why these keys do not belong to this database.
#[derive(Debug)]
pub struct Unfit(String);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

/// Loads the keys of the installation. It makes a new key file only if the database has no data protected by earlier
/// keys.
pub async fn load(config: &Config, may_make: bool) -> anyhow::Result<Keys> {
    let Some(path) = config.key_file() else {
        bail!("LUUTRU_KEYS must name the key file; `luutru keys make` makes one");
    };
    if path.exists() {
        return Keys::read(&path);
    }
    if !may_make {
        bail!(
            "there is no key file {}; `luutru keys make` makes one for a new installation",
            path.display()
        );
    }
    let db = Db::connect(config).await?;
    if store::holds_something(db.writer()).await? {
        bail!(
            "the key file {} is not there and the database is not empty: put the file back. A new one could not open what \
             the database holds",
            path.display()
        );
    }
    Keys::generate().write(&path)?;
    Keys::read(&path)
}

/// Checks that the keys of this process belong to the database. It is called before anything else, and a success is
/// remembered.
pub async fn check(app: &App) -> Result<()> {
    app.keys_fit.get_or_try_init(async || bind(app).await).await?;
    Ok(())
}

/// Checks the same at the start; the error names the key file.
pub async fn check_at_start(app: &App) -> anyhow::Result<()> {
    match check(app).await {
        Ok(()) => Ok(()),
        Err(error) => match error.cause() {
            Some(cause) if cause.is::<Unfit>() => {
                let file = app.config.key_file().unwrap_or_default();
                let file = file.display();
                Err(Unfit(format!("the key file {file} does not belong to this database: {cause}")).into())
            }
            _ => Err(error).context("asking the database for its keys"),
        },
    }
}

/// Checks that no key has come into use since that this process does not have.
pub async fn still_fits(app: &App) -> Result<()> {
    check(app).await?;
    for row in &store::all(app.db.read()).await? {
        compare(app, row).map_err(Error::unavailable)?;
    }
    Ok(())
}

/// Compares the keys with the proofs, and adds proofs of keys that come into use now.
async fn bind(app: &App) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write_unaudited(async |tx| {
            let known = store::all(tx).await?;
            for row in &known {
                compare(app, row).map_err(Error::unavailable)?;
            }
            let is_first = known.is_empty();
            if is_first {
                opens_what_is_there(app, tx).await?;
            }
            for (kind, id, proof, is_used) in proofs(app)? {
                let is_known = known.iter().any(|row| *row.kind == kind && row.id == i64::from(id));
                // A database from before this check may contain values of every key in the file.
                if is_known || !(is_used || is_first) {
                    continue;
                }
                store::add(tx, kind, id, proof, now).await?;
            }
            // Another instance may have been first, with another key of the same number.
            for row in &store::all(tx).await? {
                compare(app, row).map_err(Error::unavailable)?;
            }
            Ok(())
        })
        .await
}

/// Kind and id of a key, its proof, and whether it is in use.
type Proof = (Noted, u32, Vec<u8>, bool);

/// Returns each key with its proof.
fn proofs(app: &App) -> Result<Vec<Proof>> {
    let sealing = app.sealer.sealing_proofs().map_err(Error::internal)?;
    let index = app.sealer.index_proofs();
    let (seals, indexes) = (app.sealer.seals(), app.sealer.indexes_with());
    let sealing = sealing
        .into_iter()
        .map(|(id, proof)| (Noted::Sealing, id, proof, id == seals));
    let index = index
        .into_iter()
        .map(|(id, proof)| (Noted::Index, id, proof, id == indexes));
    Ok(sealing.chain(index).collect())
}

fn compare(app: &App, row: &Model) -> Result<(), Unfit> {
    let id = u32::try_from(row.id).unwrap_or_default();
    let (is_right, used) = match *row.kind {
        Noted::Sealing => (app.sealer.proves_sealing(id, &row.proof), app.sealer.seals()),
        Noted::Index => (app.sealer.proves_index(id, &row.proof), app.sealer.indexes_with()),
    };
    let kind = row.kind.as_str();
    match is_right {
        Some(false) => Err(Unfit(format!("its {kind} key {id} is another one"))),
        None if row.retired_at.is_none() => Err(Unfit(format!("it lacks {kind} key {id}, which is in use"))),
        Some(true) if row.retired_at.is_some() && used == id => Err(Unfit(format!(
            "{kind} key {id} was replaced and is not used again; take a new number"
        ))),
        _ => Ok(()),
    }
}

/// Checks, for a database without proofs, that these keys open its existing values.
async fn opens_what_is_there(app: &App, db: &impl ConnectionTrait) -> Result<()> {
    for value in store::samples(db).await? {
        if let Err(cause) = app.sealer.open(value.bound_to, value.row, &value.sealed) {
            return Err(Error::unavailable(Unfit(format!(
                "they do not open what it holds ({cause})"
            ))));
        }
    }
    Ok(())
}

/// Returns for every key of the file its kind and id, whether it is in use, and whether the database still needs it.
pub async fn status(app: &App) -> Result<Vec<String>> {
    let known = store::all(app.db.read()).await?;
    let line = |(kind, id, _, is_used): Proof| {
        let noted = known.iter().find(|row| *row.kind == kind && row.id == i64::from(id));
        let state = match noted {
            _ if is_used => "in use",
            None => "not in use yet",
            Some(row) if row.retired_at.is_some() => "replaced; nothing in the database needs it",
            Some(_) => "replaced; run `luutru keys rotate`",
        };
        format!("{} {id}: {state}", kind.as_str())
    };
    let mut lines: Vec<String> = proofs(app)?.into_iter().map(line).collect();
    if let Some(open) = store::open_rotation(app.db.read()).await? {
        lines.push(format!(
            "a rotation was begun and not finished: {} rows so far",
            open.changed
        ));
    }
    Ok(lines)
}

/// Checks that a key may be removed from the file: nothing in the database is sealed with it, and no archive.
pub async fn may_go(app: &App, kind: KeyKind, id: &str) -> anyhow::Result<()> {
    let kind = match kind {
        // Tokens are valid for ten minutes only.
        KeyKind::Signing => return Ok(()),
        KeyKind::Sealing => Noted::Sealing,
        KeyKind::Index => Noted::Index,
    };
    let number: u32 = id.parse().with_context(|| format!("{id} is no number"))?;
    let name = kind.as_str();
    let known = store::all(app.db.read()).await?;
    let Some(noted) = known
        .iter()
        .find(|row| *row.kind == kind && row.id == i64::from(number))
    else {
        return Ok(());
    };
    let Some(retired) = noted.retired_at else {
        bail!("{name} key {id} is still needed: run `luutru keys rotate`");
    };
    if kind == Noted::Sealing && store::is_sealed_with(app.db.read(), number).await? {
        bail!(
            "something was sealed with key {id} since: start every instance anew, then run `luutru keys rotate` again"
        );
    }
    let months = store::months_archived_before(app.db.read(), retired).await?;
    if !months.is_empty() {
        let months: Vec<String> = months.into_iter().map(archive::named).collect();
        bail!(
            "archives are made with {name} key {id}: make them anew first ({})",
            months.join(", ")
        );
    }
    Ok(())
}
