//! The persons under a unit account, each with a name and a password of their own (D-04).

use super::acts::{close, unlock};
use super::find::{managed, post_of};
use super::logins::choose_for_operator;
use super::make::{deliver, valid_until};
use super::out::Telling;
use super::{out, store};
use crate::accounts::entity::account;
use crate::accounts::handover::{Recipient, sheet_for};
use crate::accounts::service::create_account;
use crate::accounts::store::{by_id, hold};
use crate::accounts::{IssuedPassword, issue_password, second_factor};
use crate::audit::Event;
use crate::authz::{Grant, Operation, policy};
use crate::error::{Error, Result};
use crate::http::once::Effect;
use crate::http::once::{Answer, IdempotencyKey, Once};
use crate::http::paging::{self, Wanted};
use crate::http::versions;
use dto::Lang;
use dto::administration::{
    AccountStatus, Delivery, IssuedOperatorOut, NewOperator, OperatorResetIn, OperatorsOut, Why,
};
use dto::problem::ErrorCode;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// How often a name is looked for when somebody else takes it first.
const ATTEMPTS: usize = 5;

/// The operators of one's own account.
pub async fn list(grant: &Grant<policy::ListOperators>, wanted: Wanted<Uuid>) -> Result<OperatorsOut> {
    let (app, caller) = (&grant.app, &grant.caller);
    let own = caller.principal.account_id;
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
            .map(|one| out::operator(app, caller, one, holder_since, false))
            .collect::<Result<_>>()?,
        next_cursor,
    })
}

/// Makes an operator of one's own account.
pub async fn create(
    grant: &Grant<policy::CreateOperator>,
    key: &IdempotencyKey,
    fingerprint: Vec<u8>,
    new: NewOperator,
) -> Result<Answer> {
    let (app, caller) = (&grant.app, &grant.caller);
    let unit = by_id(app.db.read(), caller.principal.account_id)
        .await?
        .ok_or_else(Error::not_found)?;
    for _ in 0..ATTEMPTS {
        let asked = new.login.as_deref();
        let login = choose_for_operator(app, &unit.login, &new.holder.name, asked).await?;
        let made = store_new(grant, key, fingerprint.clone(), &new, &unit, &login).await;
        let lost = |error: &Error| error.code() == ErrorCode::ValidationFailed;
        match made {
            Err(error) if asked.is_none() && lost(&error) => {}
            other => return other,
        }
    }
    Err(Error::new(ErrorCode::Unavailable).retry_after(1))
}

async fn store_new(
    grant: &Grant<policy::CreateOperator>,
    key: &IdempotencyKey,
    fingerprint: Vec<u8>,
    new: &NewOperator,
    unit: &account::Model,
    login: &str,
) -> Result<Answer> {
    let (app, caller) = (&grant.app, &grant.caller);
    let password = issue_password(app, login).await?;
    let sheet = sheet(grant, unit, &new.holder.name, login, &password, new.delivery).await?;
    app.db
        .write_once(app, caller, key, fingerprint, Effect::Created, async |tx| {
            // Two made at once must not both find room.
            hold(tx, unit.id).await?.ok_or_else(Error::not_found)?;
            let max = app.profile.accounts.operators;
            if store::count_operators(tx, unit.id).await? >= u64::from(max) {
                return Err(Error::new(ErrorCode::AccountLimitReached).with("max", max));
            }
            // Kind, tier, area and standing are looked up at the unit account; these are only what has to be filled.
            let mut row = account::ActiveModel {
                login: Set(login.to_owned()),
                operator_of: Set(Some(unit.id)),
                role: Set(unit.role.clone()),
                level: Set(unit.level),
                unit_id: Set(unit.unit_id),
                facility_id: Set(unit.facility_id),
                area_code: Set(unit.area_code.clone()),
                area_path: Set(unit.area_path.clone()),
                holder_name: Set(new.holder.name.clone()),
                holder_position: Set(new.holder.position.clone()),
                email: Set(new.holder.email.clone()),
                phone: Set(new.holder.phone.clone()),
                second_factor_waived: Set(false),
                ..Default::default()
            };
            password.put_into(&mut row);
            let id = create_account(tx, row, caller.now).await?;
            let made = by_id(tx, id).await?.ok_or_else(Error::not_found)?;
            let shown = deliver(tx, app, &made, &password, new.delivery, Lang::Vi, caller.now).await?;
            let event = Event::new("operator_created", "account")
                .on(id)
                .in_area(&unit.area_code)
                .with("delivery", new.delivery.as_str());
            let out = IssuedOperatorOut {
                operator: out::operator(app, caller, made, store::holder_since(tx, unit.id).await?, false)?,
                initial_password: shown,
                sheet_pdf_base64: sheet.clone(),
                password_expires_at: valid_until(app, caller.now),
            };
            Ok((out, event.into()))
        })
        .await
}

/// The sheet that the holder of the unit's account hands to an operator.
async fn sheet<O: Operation>(
    grant: &Grant<O>,
    unit: &account::Model,
    holder: &str,
    login: &str,
    password: &IssuedPassword,
    delivery: Delivery,
) -> Result<Option<String>> {
    let recipient = Recipient {
        post: post_of(unit)?,
        name: &grant.caller.principal.unit_name,
        holder,
        login,
        password: password.reveal(),
    };
    sheet_for(&grant.app, &grant.caller, delivery, &recipient).await
}

/// No reason is asked for of whoever acts on the own operators.
fn starting_from(version: Option<i32>) -> Why {
    Why {
        version,
        ..Why::default()
    }
}

/// An operator leaves: never again with this name. The account of the unit is not touched.
pub async fn disable(
    grant: &Grant<policy::DisableOperator>,
    id: Uuid,
    version: Option<i32>,
    once: Once<'_>,
) -> Result<Answer> {
    let (app, caller) = (&grant.app, &grant.caller);
    let own = caller.principal.account_id;
    app.db
        .write_once(app, caller, once.key, once.fingerprint, Effect::Changed, async |tx| {
            store::operator(tx, own, id).await?.ok_or_else(Error::not_found)?;
            close(tx, id, &starting_from(version), Some(own), caller.now).await?;
            let after = hold(tx, id).await?.ok_or_else(Error::not_found)?;
            let event = Event::new("operator_disabled", "account")
                .on(id)
                .in_area(&after.area_code);
            let holder_since = store::holder_since(tx, own).await?;
            Ok((out::operator(app, caller, after, holder_since, false)?, event.into()))
        })
        .await
}

/// The holder confirms an operator that was locked with the password of the unit account: it goes on as before.
pub async fn confirm(grant: &Grant<policy::ConfirmOperator>, id: Uuid, version: i32, once: Once<'_>) -> Result<Answer> {
    let (app, caller) = (&grant.app, &grant.caller);
    let own = caller.principal.account_id;
    app.db
        .write_once(app, caller, once.key, once.fingerprint, Effect::Changed, async |tx| {
            store::operator(tx, own, id).await?.ok_or_else(Error::not_found)?;
            unlock(tx, id, &starting_from(Some(version)), Some(own), caller.now).await?;
            let after = hold(tx, id).await?.ok_or_else(Error::not_found)?;
            let event = Event::new("operator_confirmed", "account")
                .on(id)
                .in_area(&after.area_code);
            let holder_since = store::holder_since(tx, own).await?;
            Ok((out::operator(app, caller, after, holder_since, false)?, event.into()))
        })
        .await
}

/// Ends one operator of an account that one looks after, without locking the whole unit.
pub async fn end(
    grant: &Grant<policy::EndOperator>,
    account_id: Uuid,
    id: Uuid,
    why: Why,
    once: Once<'_>,
) -> Result<Answer> {
    let (app, caller) = (&grant.app, &grant.caller);
    let telling = Telling::to(app, caller).await?;
    app.db
        .write_once(app, caller, once.key, once.fingerprint, Effect::Changed, async |tx| {
            let unit = managed(app, caller, tx, account_id, &why).await?;
            versions::keep(unit.version, why.version)?;
            let of_unit = Why {
                version: None,
                ..why.clone()
            };
            store::operator(tx, unit.id, id).await?.ok_or_else(Error::not_found)?;
            close(tx, id, &of_unit, Some(caller.principal.account_id), caller.now).await?;
            let event = Event::new("operator_ended", "account")
                .on(id)
                .in_area(&unit.area_code)
                .for_purpose(
                    why.reason.map(|reason| reason.as_str().to_owned()),
                    why.reference.clone(),
                );
            Ok((out::managed(tx, &telling, unit).await?, event.into()))
        })
        .await
}

/// Issues a new initial password for an operator.
pub async fn reset_password(
    grant: &Grant<policy::ResetOperatorPassword>,
    id: Uuid,
    reset: OperatorResetIn,
    once: Once<'_>,
) -> Result<Answer> {
    let (app, caller) = (&grant.app, &grant.caller);
    let own = caller.principal.account_id;
    let known = store::operator(app.db.read(), own, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let password = issue_password(app, &known.login).await?;
    let unit = by_id(app.db.read(), own).await?.ok_or_else(Error::not_found)?;
    let (holder, login) = (&known.holder_name, &known.login);
    let sheet = sheet(grant, &unit, holder, login, &password, reset.delivery).await?;
    app.db
        .write_once(app, caller, once.key, once.fingerprint, Effect::Changed, async |tx| {
            let before = hold(tx, id).await?.ok_or_else(Error::not_found)?;
            versions::keep(before.version, reset.version)?;
            if before.status != AccountStatus::Active.as_str() {
                return Err(Error::new(ErrorCode::AccountStatusConflict));
            }
            let ended = password.replace(tx, app, id, caller.now).await?;
            let after = hold(tx, id).await?.ok_or_else(Error::not_found)?;
            if reset.forget_second_factor {
                second_factor::forget(tx, id).await?;
            }
            let shown = deliver(tx, app, &after, &password, reset.delivery, Lang::Vi, caller.now).await?;
            let event = Event::new("operator_password_reset", "account")
                .on(id)
                .in_area(&after.area_code)
                .with("sessions_ended", ended)
                .with("delivery", reset.delivery.as_str());
            let out = IssuedOperatorOut {
                operator: out::operator(app, caller, after, store::holder_since(tx, own).await?, false)?,
                initial_password: shown,
                sheet_pdf_base64: sheet.clone(),
                password_expires_at: valid_until(app, caller.now),
            };
            Ok((out, event.into()))
        })
        .await
}
