//! The operators of a unit account: persons, each with an own name and password (D-04).

use super::account_tier::tier_of;
use super::answer::Telling;
use super::lifecycle::{Issue, Opening, Reset, open_and_tell, reissue};
use super::logins::choose_for_operator;
use super::search::managed;
use super::status::{close, unlock};
use super::{answer, store};
use crate::accounts::entity::account;
use crate::accounts::handover::Recipient;
use crate::accounts::store::{by_id, hold};
use crate::audit::Event;
use crate::authz::{Accounts, Caller, ScopedCaller};
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::http::paging::{self, Wanted};
use crate::http::versions;
use dto::Lang;
use dto::administration::{
    AccountStatus, Delivery, IssuedOperatorOut, NewOperator, OperatorResetIn, OperatorsOut, Why,
};
use dto::problem::ErrorCode;
use uuid::Uuid;

/// The number of attempts to find a login name if others are taken in the meantime.
const ATTEMPTS: usize = 5;

/// Returns the operators of the caller's own account.
pub async fn list(caller: &Caller, wanted: Wanted<Uuid>) -> Result<OperatorsOut> {
    let app = &caller.app;
    let own = caller.account()?.account_id;
    let db = app.db.read();
    let after = match wanted.after {
        Some(id) => Some(store::operator(db, own, id).await?.ok_or_else(paging::unknown)?),
        None => None,
    };
    let mut found = store::operators(db, own, after.as_ref(), wanted.rows()).await?;
    let next_cursor = wanted.cut(&mut found, |one| paging::write(&one.id.to_string()));
    let holder_since = store::holder_since(app.db.read(), own).await?;
    let event = Event::new("operators_listed", "account")
        .on(own)
        .with("operators", found.len());
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(OperatorsOut {
        items: found
            .into_iter()
            .map(|one| answer::operator(app, caller, one, holder_since, false))
            .collect::<Result<_>>()?,
        next_cursor,
    })
}

/// Creates an operator of the caller's own account.
pub async fn create(caller: &Caller, once: Once, new: NewOperator) -> Result<Answer> {
    let app = &caller.app;
    let unit = by_id(app.db.read(), caller.account()?.account_id)
        .await?
        .ok_or_else(Error::not_found)?;
    for _ in 0..ATTEMPTS {
        let asked = new.login.as_deref();
        let login = choose_for_operator(app, &unit.login, &new.holder.name, asked).await?;
        let made = store_new(caller, &once, &new, &unit, &login).await;
        let lost = |error: &Error| error.code() == ErrorCode::ValidationFailed;
        match made {
            Err(error) if asked.is_none() && lost(&error) => {}
            other => return other,
        }
    }
    Err(Error::new(ErrorCode::Unavailable).retry_after(1))
}

async fn store_new(
    caller: &Caller,
    once: &Once,
    new: &NewOperator,
    unit: &account::Model,
    login: &str,
) -> Result<Answer> {
    let app = &caller.app;
    let issue = issue(caller, unit, &new.holder.name, login, new.delivery).await?;
    let tier = tier_of(unit);
    once.write(caller, Effect::Created, async |tx| {
        // Role, tier, area and status are read from the unit account; these values only fill required columns.
        let opening = Opening {
            login,
            tier,
            unit_id: unit.unit_id,
            facility_id: unit.facility_id,
            area_code: &unit.area_code,
            area_path: &unit.area_path,
            holder: &new.holder,
            operator_of: Some(unit.id),
        };
        let made = open_and_tell(tx, app, &opening, &issue, Lang::Vi, caller.now).await?;
        let event = Event::new("operator_created", "account")
            .on(made.id)
            .in_area(&unit.area_code)
            .with("delivery", new.delivery.as_str());
        let password_expires_at = made.told.expires_at;
        let (initial_password, sheet_pdf_base64) = made.told.shown();
        let out = IssuedOperatorOut {
            operator: answer::operator(app, caller, made.row, store::holder_since(tx, unit.id).await?, false)?,
            initial_password,
            sheet_pdf_base64,
            password_expires_at,
        };
        Ok((out, event.into()))
    })
    .await
}

/// Makes the password of an operator, for delivery by the holder of the unit's account.
async fn issue(caller: &Caller, unit: &account::Model, holder: &str, login: &str, delivery: Delivery) -> Result<Issue> {
    let recipient = Recipient {
        tier: tier_of(unit),
        name: &caller.account()?.unit_name,
        holder,
        login,
    };
    Issue::prepare(&caller.app, caller, delivery, &recipient).await
}

/// Returns the version without a reason: no reason is required for acts on the caller's own operators.
fn starting_from(version: Option<i32>) -> Why {
    Why {
        version,
        ..Why::default()
    }
}

/// Closes an operator; the name is never used again. The account of the unit does not change.
pub async fn disable(caller: &Caller, id: Uuid, version: Option<i32>, once: Once) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?.account_id;
    once.write(caller, Effect::Changed, async |tx| {
        store::operator(tx, own, id).await?.ok_or_else(Error::not_found)?;
        close(tx, id, &starting_from(version), Some(own), caller.now).await?;
        let after = hold(tx, id).await?.ok_or_else(Error::not_found)?;
        let event = Event::new("operator_disabled", "account")
            .on(id)
            .in_area(&after.area_code);
        let holder_since = store::holder_since(tx, own).await?;
        Ok((answer::operator(app, caller, after, holder_since, false)?, event.into()))
    })
    .await
}

/// Confirms an operator that was locked when the password of the unit account was replaced: it is active again.
pub async fn confirm(caller: &Caller, id: Uuid, version: i32, once: Once) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?.account_id;
    once.write(caller, Effect::Changed, async |tx| {
        store::operator(tx, own, id).await?.ok_or_else(Error::not_found)?;
        unlock(tx, id, &starting_from(Some(version)), Some(own), caller.now).await?;
        let after = hold(tx, id).await?.ok_or_else(Error::not_found)?;
        let event = Event::new("operator_confirmed", "account")
            .on(id)
            .in_area(&after.area_code);
        let holder_since = store::holder_since(tx, own).await?;
        Ok((answer::operator(app, caller, after, holder_since, false)?, event.into()))
    })
    .await
}

/// Closes one operator of an account that the caller manages, without locking the whole unit.
pub async fn end(caller: &ScopedCaller<Accounts>, account_id: Uuid, id: Uuid, why: Why, once: Once) -> Result<Answer> {
    let app = &caller.app;
    let telling = Telling::to(app, caller).await?;
    once.write(caller, Effect::Changed, async |tx| {
        let unit = managed(app, caller, tx, account_id, &why).await?;
        versions::keep(unit.version, why.version)?;
        let of_unit = Why {
            version: None,
            ..why.clone()
        };
        store::operator(tx, unit.id, id).await?.ok_or_else(Error::not_found)?;
        close(tx, id, &of_unit, Some(caller.account()?.account_id), caller.now).await?;
        let event = Event::new("operator_ended", "account")
            .on(id)
            .in_area(&unit.area_code)
            .for_purpose(
                why.reason.map(|reason| reason.as_str().to_owned()),
                why.reference.clone(),
            );
        Ok((answer::managed(tx, &telling, unit).await?, event.into()))
    })
    .await
}

/// Issues a new initial password for an operator.
pub async fn reset_password(caller: &Caller, id: Uuid, reset: OperatorResetIn, once: Once) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?.account_id;
    let known = store::operator(app.db.read(), own, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let unit = by_id(app.db.read(), own).await?.ok_or_else(Error::not_found)?;
    let issue = issue(caller, &unit, &known.holder_name, &known.login, reset.delivery).await?;
    once.write(caller, Effect::Changed, async |tx| {
        let before = hold(tx, id).await?.ok_or_else(Error::not_found)?;
        versions::keep(before.version, reset.version)?;
        if *before.status != AccountStatus::Active {
            return Err(Error::new(ErrorCode::AccountStatusConflict));
        }
        let what = Reset {
            is_forgotten: false,
            forget_second_factor: reset.forget_second_factor,
        };
        let done = reissue(tx, app, id, what, &issue, Lang::Vi, caller.now).await?;
        let event = Event::new("operator_password_reset", "account")
            .on(id)
            .in_area(&done.account.area_code)
            .with("sessions_ended", done.sessions_ended)
            .with("delivery", reset.delivery.as_str());
        let password_expires_at = done.told.expires_at;
        let (initial_password, sheet_pdf_base64) = done.told.shown();
        let since = store::holder_since(tx, own).await?;
        let out = IssuedOperatorOut {
            operator: answer::operator(app, caller, done.row, since, false)?,
            initial_password,
            sheet_pdf_base64,
            password_expires_at,
        };
        Ok((out, event.into()))
    })
    .await
}
