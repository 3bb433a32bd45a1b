//! Access to dossiers for the kinds of procedure: find, lock, and add notes.

use crate::App;
use crate::authz::{Dossiers, ScopedCaller};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::paging::{Moment, Wanted};
use crate::procedures::entity::dossier;
use crate::procedures::events::{self, Author, Entry};
use crate::procedures::{Dossier, store};
use dto::Timestamp;
use dto::account::AccountTier;
use rules::procedure::Kind;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

fn all(rows: &[dossier::Model]) -> Result<Vec<Dossier>> {
    rows.iter().map(Dossier::of).collect()
}

/// Returns a dossier within reach.
pub async fn within(caller: &ScopedCaller<Dossiers>, id: Uuid) -> Result<Dossier> {
    let row = store::dossier(caller.app.db.read(), &caller.scope, id).await?;
    Dossier::of(&row.ok_or_else(Error::not_found)?)
}

/// Returns a dossier for the effects of a procedure, locked until the transaction ends.
pub async fn hold_by_id(tx: &Tx, id: Uuid) -> Result<Option<Dossier>> {
    let row = store::hold_by_id(tx, id).await?;
    row.as_ref().map(Dossier::of).transpose()
}

/// Returns other dossiers of the same procedure for a place with the same name in the same area, newest first; refused
/// and withdrawn ones do not count.
pub async fn same_application(db: &impl ConnectionTrait, dossier: &Dossier) -> Result<Vec<Dossier>> {
    let of = (
        dossier.procedure.as_str(),
        dossier.area_code.as_str(),
        dossier.title.as_str(),
    );
    all(&store::same_application(db, dossier.id, of).await?)
}

/// Returns the dossiers that an account has filed of a procedure since a moment, the latest first.
pub async fn filed_by(
    db: &impl ConnectionTrait,
    account_id: Uuid,
    procedure: &str,
    since: Timestamp,
    wanted: Wanted<Moment>,
) -> Result<Vec<Dossier>> {
    all(&store::filed_by(db, account_id, procedure, since, wanted).await?)
}

/// Returns whether a dossier of that number and kind exists, was accepted by an officer, and was not refused or
/// withdrawn.
pub async fn is_accepted(db: &impl ConnectionTrait, number: &str, kind: Kind) -> Result<bool> {
    store::is_accepted(db, number, kind).await
}

/// Records the account that a dossier concerns, which was found after filing. The version does not change, so that it
/// causes no conflict for an officer who has the dossier open.
pub async fn name_account(tx: &Tx, id: Uuid, account_id: Uuid, tier: AccountTier) -> Result<()> {
    store::set_account(tx, id, account_id, tier).await
}

/// Records what a kind of procedure has done.
pub async fn note(tx: &Tx, app: &App, dossier: &Dossier, author: &Author, entry: Entry, now: Timestamp) -> Result<()> {
    events::write(tx, app, (dossier.id, dossier.state), author, entry, now).await
}
