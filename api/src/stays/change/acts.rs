//! The operations that change a stay, and the accounts that may use them: correct, extend, move, check out, cancel.

use super::super::entity::stay;
use super::super::facility_context::{FacilityContext, own_facility};
use super::super::sight::Sight;
use super::super::{open_acts, store};
use super::service::{Change, Changed, change_reason, held, refuse_cancelled, set_departure, store_change};
use crate::App;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::http::versions;
use dto::Given;
use dto::check::spoken_date;
use dto::problem::{ErrorCode, FieldCode};
use dto::stay::{CancelIn, CheckOutIn, ExtendIn, MoveIn, StayAct, StayOut, StayPatch};
use rules::zone::local_date;
use uuid::Uuid;

/// Changes a notified stay for its facility: a correction until 24:00 of the day of notification (KH-11.2d-1), an
/// extension or a move while the guest is present, a change of the declared departure until 24:00 of the day on which
/// it was declared.
pub async fn amend(caller: &ScopedCaller<Territory>, id: Uuid, patch: StayPatch) -> Result<StayOut> {
    let app = &caller.app;
    let mut change = of_facility(app, caller, patch).await?;
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            change
                .make(tx, id, |touched, row, change| {
                    touched.refuse_what_is_closed(row, change)?;
                    change.refuse_out_of_service()
                })
                .await
        })
        .await
}

/// Extends or shortens a stay while the guest is present.
pub async fn extend(caller: &ScopedCaller<Territory>, id: Uuid, once: Once, body: ExtendIn) -> Result<Answer> {
    while_there(&caller.app, caller, id, once, body.into_patch()).await
}

/// Moves a guest to another room while the guest is present.
pub async fn move_guest(caller: &ScopedCaller<Territory>, id: Uuid, once: Once, body: MoveIn) -> Result<Answer> {
    while_there(&caller.app, caller, id, once, body.into_patch()).await
}

/// Carries out an extension or a move.
async fn while_there(
    app: &App,
    caller: &ScopedCaller<Territory>,
    id: Uuid,
    once: Once,
    patch: StayPatch,
) -> Result<Answer> {
    let mut change = of_facility(app, caller, patch).await?;
    once.write(caller, Effect::Changed, async |tx| {
        change
            .make(tx, id, |_, row, change| {
                refuse_departed(row)?;
                change.refuse_out_of_service()
            })
            .await
    })
    .await
}

/// Prepares a change made by the facility.
pub(super) async fn of_facility<'a>(
    app: &'a App,
    caller: &'a ScopedCaller<Territory>,
    patch: StayPatch,
) -> Result<Change<'a>> {
    Ok(Change {
        context: FacilityContext::load(app, caller, own_facility(caller)?, patch.room_id.value().copied()).await?,
        reason: change_reason(&patch.change_reason)?,
        app,
        caller,
        patch,
    })
}

/// Corrects a stay for the police, at any time and with a reason. This includes corrections that are closed to the
/// facility (KH-11.2d-1).
pub async fn correct(caller: &ScopedCaller<Territory>, id: Uuid, once: Once, patch: StayPatch) -> Result<Answer> {
    let app = &caller.app;
    let facility = store::get(app.db.read(), Sight::of(app, caller), id)
        .await?
        .ok_or_else(Error::not_found)?
        .facility_id;
    let mut change = Change {
        context: FacilityContext::load(app, caller, facility, patch.room_id.value().copied()).await?,
        reason: Some(demanded_reason(&patch.change_reason)?),
        app,
        caller,
        patch,
    };
    once.write(caller, Effect::Changed, async |tx| {
        change.make(tx, id, |_, _, _| Ok(())).await
    })
    .await
}

/// Declares a departure (KH-11.2e-1). Of two concurrent requests one succeeds, and the other receives an error.
pub async fn check_out(caller: &ScopedCaller<Territory>, id: Uuid, once: Once, body: CheckOutIn) -> Result<Answer> {
    let app = &caller.app;
    let context = FacilityContext::load(app, caller, own_facility(caller)?, None).await?;
    once.write(caller, Effect::Changed, async |tx| {
        let before = held(tx, caller, id).await?;
        let changed = leaving(caller, before, &body)?;
        store_change(tx, app, caller, &context, changed).await
    })
    .await
}

/// Returns the stay with a declared departure.
pub(super) fn leaving(caller: &Caller, before: stay::Model, body: &CheckOutIn) -> Result<Changed> {
    refuse_cancelled(&before)?;
    refuse_departed(&before)?;
    versions::keep(before.version, body.version)?;
    let mut after = before.clone();
    let departed_at = Given::Value(body.departed_at.value().copied().unwrap_or(caller.now));
    set_departure(&mut after, &departed_at, caller)?;
    Ok(Changed {
        before,
        after,
        act: StayAct::Departed,
        reason: None,
    })
}

/// Refuses to extend or move a stay whose guest has left.
pub(super) fn refuse_departed(row: &stay::Model) -> Result<()> {
    match row.departed_at {
        Some(_) => Err(Error::new(ErrorCode::AlreadyDeparted)),
        None => Ok(()),
    }
}

/// Cancels a notification: the facility until 24:00 of the day of notification, the police at any time. The stay
/// remains visible, with the reason (KH-11.2d-2).
pub async fn cancel(caller: &ScopedCaller<Territory>, id: Uuid, once: Once, body: CancelIn) -> Result<Answer> {
    let app = &caller.app;
    let reason = demanded_reason(&body.change_reason)?;
    let facility = store::get(app.db.read(), Sight::of(app, caller), id)
        .await?
        .ok_or_else(Error::not_found)?
        .facility_id;
    let context = FacilityContext::load(app, caller, facility, None).await?;
    once.write(caller, Effect::Changed, async |tx| {
        let before = held(tx, caller, id).await?;
        refuse_cancelled(&before)?;
        if !open_acts::of(&before, &app.profile, caller.now).cancellation(caller.principal()) {
            return Err(Error::new(ErrorCode::CorrectionClosed)
                .with("day", spoken_date(local_date(before.notified_at)))
                .with("unit", context.references.police_unit(&before.area_code)));
        }
        versions::keep(before.version, body.version)?;
        let mut after = before.clone();
        after.cancelled_at = Some(caller.now.get());
        let changed = Changed {
            before,
            after,
            act: StayAct::Cancelled,
            reason: Some(reason.clone()),
        };
        store_change(tx, app, caller, &context, changed).await
    })
    .await
}

fn demanded_reason(given: &Given<String>) -> Result<String> {
    change_reason(given)?.ok_or_else(|| Error::field("/change_reason", FieldCode::Required))
}
