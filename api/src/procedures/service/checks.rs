//! The checks that officers tick before a decision ("Cần kiểm tra"). A tick is an event like any other: its author and
//! time remain recorded, also if it is cleared.

use super::read;
use super::ticks::{DONE, UNDONE, checks};
use crate::audit::Event;
use crate::authz::{Dossiers, ScopedCaller};
use crate::error::{Error, Result};
use crate::procedures::events::{self, Author, Entry};
use crate::procedures::kind::ProcedureKind;
use crate::procedures::store;
use dto::dossier::{CheckDossierIn, DossierOut, Visibility};
use dto::problem::{ErrorCode, FieldCode};
use uuid::Uuid;

/// Sets or clears a tick. Setting an existing tick changes nothing, not even its author.
pub async fn check<K: ProcedureKind>(
    caller: &ScopedCaller<Dossiers>,
    id: Uuid,
    body: CheckDossierIn,
) -> Result<DossierOut> {
    let app = &caller.app;
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            let held = store::hold(tx, &caller.scope, id).await?.ok_or_else(Error::not_found)?;
            if held.state.is_decided() {
                return Err(Error::new(ErrorCode::WrongState));
            }
            let so_far = checks(K::from(*held.kind), &store::events(tx, id).await?);
            let known = so_far.iter().find(|check| check.code == body.check);
            let known = known.ok_or_else(|| Error::field("/check", FieldCode::UnknownValue))?;
            if known.done_at.is_some() != body.done {
                let prefix = if body.done { DONE } else { UNDONE };
                let entry = Entry::note(&format!("{prefix}{}", body.check.as_str()), Visibility::Inside);
                events::add(tx, app, &held, &Author::of(caller), entry, caller.now).await?;
            }
            let event = Event::new("dossier_checked", "dossier")
                .on(id)
                .in_area(&held.area_code)
                .with("check", body.check.as_str())
                .with("done", body.done);
            Ok((read::out::<K>(tx, app, caller, held).await?, event.into()))
        })
        .await
}
