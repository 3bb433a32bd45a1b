//! The second factor: a code of an authenticator app (RFC 6238), and recovery codes for when the app is lost.

use super::store;
use crate::App;
use crate::accounts::entity::{account, recovery_code};
use crate::accounts::notice::notice;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::notice::Notice;
use crate::outbox;
use dto::account::SecondFactorState;
use dto::problem::FieldCode;
use dto::{Lang, Timestamp};
use rules::one_time_code::OneTimeCode;
use sea_orm::{ActiveValue::Set, ConnectionTrait};
use totp_rs::{Builder, Totp};
use uuid::Uuid;
use zeroize::Zeroizing;

pub(super) const SECRET: &str = "second_factor.secret";
const RECOVERY: &str = "recovery_code.code";
/// The name that the app shows beside the login name.
const ISSUER: &str = "Lưu Trú";

/// Returns the state of the second factor of an account.
pub(in crate::accounts) async fn state(
    db: &impl ConnectionTrait,
    account_id: Uuid,
    required: bool,
) -> Result<SecondFactorState> {
    let known = store::of(db, account_id).await?;
    let enabled_at = known.and_then(|known| known.confirmed_at).map(Timestamp::from);
    let left = store::recovery_codes_left(db, account_id).await?;
    Ok(SecondFactorState {
        enabled_at,
        required,
        recovery_codes_left: u16::try_from(left).unwrap_or(u16::MAX),
    })
}

/// Returns since when sign-in to the account requires a code.
pub(in crate::accounts) async fn since(db: &impl ConnectionTrait, account_id: Uuid) -> Result<Option<Timestamp>> {
    let row = store::of(db, account_id).await?;
    let active = row.filter(|row| row.secret_sealed.is_some());
    Ok(active.and_then(|row| row.confirmed_at).map(Into::into))
}

/// Returns whether sign-in to the account requires a code.
pub(in crate::accounts) async fn is_active(tx: &Tx, account_id: Uuid) -> Result<bool> {
    Ok(store::hold(tx, account_id)
        .await?
        .is_some_and(|row| row.secret_sealed.is_some()))
}

/// Verifies `code` and uses it up. It is right if it is the app's code of the current half minute or of an adjacent one
/// (for clocks that differ) and later than the last accepted one, or an unused recovery code.
///
/// The caller of this check already knows the password. Wrong codes of the app are counted until the password is
/// changed or another factor is set up. The holder is notified, and after the limit the app's codes are refused, so
/// that a thief does not have unlimited attempts.
pub(in crate::accounts) async fn verify(
    tx: &Tx,
    app: &App,
    account: &account::Model,
    code: &OneTimeCode,
    now: Timestamp,
) -> Result<bool> {
    let Some(row) = store::hold(tx, account.id).await? else {
        return Ok(false);
    };
    let Some(sealed) = &row.secret_sealed else {
        return Ok(false);
    };
    let digits = match code {
        OneTimeCode::Recovery(code) => return use_recovery_code(tx, app, account.id, code, now).await,
        OneTimeCode::App(digits) => digits,
    };
    let terms = &app.profile.second_factor;
    if row.wrong_codes >= i32::from(terms.wrong_codes) {
        return Ok(false);
    }
    let step =
        step_of(app, account.id, sealed, digits, now)?.filter(|step| row.last_step.is_none_or(|last| *step > last));
    if let Some(step) = step {
        store::set_last_step(tx, account.id, step).await?;
    } else {
        let wrong = row.wrong_codes + 1;
        store::set_wrong_codes(tx, account.id, wrong).await?;
        if wrong == i32::from(terms.wrong_codes) {
            outbox::send_mail(tx, app, notice(Notice::SecondFactorStopped, account, Lang::Vi), now).await?;
        } else if wrong == i32::from(terms.tell_after) {
            outbox::send_mail(tx, app, notice(Notice::SecondFactorWrong, account, Lang::Vi), now).await?;
        }
    }
    Ok(step.is_some())
}

/// Resets the count of wrong codes: a person who knew the old password does not know the new one.
pub(in crate::accounts) async fn forget_wrong_codes(tx: &Tx, account_id: Uuid) -> Result<()> {
    store::set_wrong_codes(tx, account_id, 0).await
}

/// Parses a typed code; a malformed one is refused before it can count as a wrong code.
pub(in crate::accounts) fn typed(code: Option<&str>) -> Result<Option<OneTimeCode>> {
    code.map(|code| rules::one_time_code::read(code).ok_or_else(|| Error::field("/code", FieldCode::CodeMalformed)))
        .transpose()
}

/// Deletes the second factor of an account, for a reset of the credentials of a person who lost both telephone and
/// recovery codes.
pub async fn forget(tx: &Tx, account_id: Uuid) -> Result<()> {
    store::delete_recovery_codes(tx, account_id).await?;
    store::delete(tx, account_id).await
}

/// Returns the TOTP generator: six digits of SHA-1 every 30 seconds. Every app supports this, and many support nothing
/// else.
pub(super) fn totp(secret: &[u8], login: &str) -> Result<Totp> {
    Builder::new()
        .with_secret(secret)
        .with_issuer(Some(ISSUER))
        // A colon separates issuer and name.
        .with_account_name(login.replace(':', " "))
        .build()
        .map_err(|error| unusable(&error))
}

pub(super) fn unusable(error: &totp_rs::TotpError) -> Error {
    Error::internal(anyhow::anyhow!("second factor: {error}"))
}

/// Returns the half minute to which `code` belongs, if it is close to now.
pub(super) fn step_of(app: &App, account_id: Uuid, sealed: &[u8], code: &str, now: Timestamp) -> Result<Option<i64>> {
    let secret = app
        .sealer
        .open(SECRET, account_id, sealed)
        .map(Zeroizing::new)
        .map_err(Error::internal)?;
    let time = u64::try_from(now.unix()).unwrap_or_default();
    let step = totp(&secret, "")?.check(code, time);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// Returns the text that is indexed for a code, which is bound to this account.
fn recovery_value(account_id: Uuid, code: &str) -> String {
    format!("{account_id} {code}")
}

pub(super) async fn replace_recovery_codes(tx: &Tx, app: &App, account_id: Uuid, codes: &[String]) -> Result<()> {
    store::delete_recovery_codes(tx, account_id).await?;
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        account_id: Set(account_id),
        code_hash: Set(app.sealer.index(RECOVERY, &recovery_value(account_id, code))),
        used_at: Set(None),
    });
    store::add_recovery_codes(tx, rows.collect()).await
}

async fn use_recovery_code(tx: &Tx, app: &App, account_id: Uuid, code: &str, now: Timestamp) -> Result<bool> {
    // The index is made with the index key of its time and cannot be recomputed, because only the holder knows the
    // code.
    let hashes = app.sealer.indexes(RECOVERY, &recovery_value(account_id, code));
    store::use_recovery_code(tx, account_id, hashes, now).await
}
