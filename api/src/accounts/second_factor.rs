//! The second factor: a code of an authenticator app (RFC 6238), and recovery codes for when the app is lost.

use super::entity::{account, recovery_code, second_factor};
use super::passwords::notice;
use super::proof::{self, Asked, Code};
use super::store;
use crate::App;
use crate::audit::Event;
use crate::authz::Caller;
use crate::crypto;
use crate::db::Tx;
use crate::db::hold::Hold;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::notice::Notice;
use crate::outbox;
use dto::account::SecondFactorState;
use dto::credential::{
    RecoveryCodesOut, SecondFactorConfirmIn, SecondFactorEnrolIn, SecondFactorEnrolOut, SecondFactorRemoveIn,
};
use dto::problem::{ErrorCode, FieldCode};
use dto::{Lang, Timestamp};
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use rules::one_time_code::OneTimeCode;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use totp_rs::{Builder, Totp};
use uuid::Uuid;
use zeroize::Zeroizing;

const SECRET: &str = "second_factor.secret";
const RECOVERY: &str = "recovery_code.code";
/// What the app shows beside the login name.
const ISSUER: &str = "Lưu Trú";
/// RFC 4226 recommends 160 bits.
const SECRET_LENGTH: usize = 20;
const RECOVERY_CODES: usize = 10;
/// What changing it asks for.
const ASKED: Asked = Asked {
    pointer: "/password",
    refusal: "second_factor_refused",
};

/// How it stands with the second factor of an account.
pub(super) async fn state(db: &impl ConnectionTrait, account_id: Uuid, required: bool) -> Result<SecondFactorState> {
    let known = second_factor::Entity::find_by_id(account_id).one(db).await?;
    let enabled_at = known.and_then(|known| known.confirmed_at).map(Timestamp::from);
    let left = recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account_id))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await?;
    Ok(SecondFactorState {
        enabled_at,
        required,
        recovery_codes_left: u16::try_from(left).unwrap_or(u16::MAX),
    })
}

/// Since when signing in to the account takes a code.
pub(super) async fn since(db: &impl ConnectionTrait, account_id: Uuid) -> Result<Option<Timestamp>> {
    let row = second_factor::Entity::find_by_id(account_id).one(db).await?;
    let active = row.filter(|row| row.secret_sealed.is_some());
    Ok(active.and_then(|row| row.confirmed_at).map(Into::into))
}

/// Whether signing in to the account takes a code.
pub(super) async fn is_active(tx: &Tx, account_id: Uuid) -> Result<bool> {
    Ok(held(tx, account_id)
        .await?
        .is_some_and(|row| row.secret_sealed.is_some()))
}

/// Whether `code` is right: the app's code of this half minute or of one beside it, for clocks that differ, and later
/// than the last one taken; or a recovery code not used before. What was right is used up.
///
/// Whoever gets this far knows the password. Wrong codes of the app add up until the password is changed or another factor
/// is set up; the holder is told, and after so many the app's codes are taken no more: a thief must not have for ever.
pub(super) async fn verify(
    tx: &Tx,
    app: &App,
    account: &account::Model,
    code: &OneTimeCode,
    now: Timestamp,
) -> Result<bool> {
    let Some(row) = held(tx, account.id).await? else {
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
    let mut change = second_factor::Entity::update_many().filter(second_factor::Column::AccountId.eq(account.id));
    if let Some(step) = step {
        change = change.col_expr(second_factor::Column::LastStep, Expr::value(step));
    } else {
        let wrong = row.wrong_codes + 1;
        change = change.col_expr(second_factor::Column::WrongCodes, Expr::value(wrong));
        if wrong == i32::from(terms.wrong_codes) {
            outbox::send_mail(tx, app, notice(Notice::SecondFactorStopped, account, Lang::Vi), now).await?;
        } else if wrong == i32::from(terms.tell_after) {
            outbox::send_mail(tx, app, notice(Notice::SecondFactorWrong, account, Lang::Vi), now).await?;
        }
    }
    change.exec(tx).await?;
    Ok(step.is_some())
}

/// Counts wrong codes anew: whoever knew the password before does not know it now.
pub(super) async fn forget_wrong_codes(tx: &Tx, account_id: Uuid) -> Result<()> {
    second_factor::Entity::update_many()
        .col_expr(second_factor::Column::WrongCodes, Expr::value(0))
        .filter(second_factor::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Begins to set up a second factor, or another one in its place (a new telephone). Until it is confirmed nothing
/// changes.
pub async fn enrol(caller: &Caller, body: &SecondFactorEnrolIn) -> Result<SecondFactorEnrolOut> {
    let app = &caller.app;
    let secret = Zeroizing::new(crypto::random::<SECRET_LENGTH>());
    let proof = proof::by_password(app, caller, &body.password, ASKED).await?;
    proof
        .write(
            Code::Asked(typed(body.code.as_deref())?.as_ref()),
            async |tx, account| {
                let sealed = app
                    .sealer
                    .seal(SECRET, account.id, secret.as_slice())
                    .map_err(Error::internal)?;
                store::set_pending_factor(tx, account.id, sealed).await?;
                Ok(((), Event::new("second_factor_begun", "account").on(account.id).into()))
            },
        )
        .await?;
    let totp = totp(secret.as_slice(), &proof.account.login)?;
    let otpauth_url = totp.to_url().map_err(|error| unusable(&error))?;
    let code = QRBuilder::new(otpauth_url.as_str())
        .build()
        .map_err(|_| Error::internal(anyhow::anyhow!("the address of the second factor fits no QR code")))?;
    Ok(SecondFactorEnrolOut {
        secret: totp.secret().to_base32(),
        otpauth_url,
        qr_svg: SvgBuilder::default().to_str(&code),
    })
}

/// Puts the second factor to use, once the app has shown a right code. Sessions that were opened without it end.
pub async fn confirm(caller: &Caller, once: Once, body: &SecondFactorConfirmIn) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?;
    let id = own.credential_id;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| new_recovery_code()).collect();
    let Some(OneTimeCode::App(digits)) = rules::one_time_code::read(&body.code) else {
        return Err(Error::field("/code", FieldCode::CodeMalformed));
    };
    once.write(caller, Effect::Changed, async |tx| {
        let account = store::hold(tx, id).await?.ok_or_else(Error::not_found)?;
        let pending = held(tx, id).await?.and_then(|row| row.pending_sealed);
        let sealed = pending.ok_or_else(|| Error::new(ErrorCode::SecondFactorAbsent))?;
        let step = step_of(app, id, &sealed, &digits, caller.now)?
            .ok_or_else(|| Error::field("/code", FieldCode::CodeWrong))?;
        let row = second_factor::ActiveModel {
            account_id: Set(id),
            secret_sealed: Set(Some(sealed)),
            confirmed_at: Set(Some(caller.now.get())),
            last_step: Set(Some(step)),
            pending_sealed: Set(None),
            wrong_codes: Set(0),
        };
        second_factor::Entity::update(row).exec(tx).await?;
        replace_recovery_codes(tx, app, id, &codes).await?;
        let keep = own.session_id()?;
        let ended = store::end_other_sessions(tx, id, Some(keep), "second_factor_confirmed", caller.now).await?;
        outbox::send_mail(
            tx,
            app,
            notice(Notice::SecondFactorOn, &account, caller.lang),
            caller.now,
        )
        .await?;
        let event = Event::new("second_factor_confirmed", "account")
            .on(id)
            .with("sessions_ended", ended);
        let out = RecoveryCodesOut {
            recovery_codes: codes.iter().map(|code| spoken(code)).collect(),
        };
        Ok((out, event.into()))
    })
    .await
}

/// Gives the second factor up, where the post may do without.
pub async fn remove(caller: &Caller, once: Once, body: &SecondFactorRemoveIn) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?;
    if own.needs_second_factor {
        return Err(Error::new(ErrorCode::SecondFactorCompulsory));
    }
    let id = own.credential_id;
    let known = second_factor::Entity::find_by_id(id).one(app.db.read()).await?;
    if known.is_none_or(|known| known.secret_sealed.is_none()) {
        return Err(Error::new(ErrorCode::SecondFactorAbsent));
    }
    let proof = proof::by_password(app, caller, &body.password, ASKED).await?;
    proof
        .write_once(
            Code::Asked(typed(Some(&body.code))?.as_ref()),
            &once,
            Effect::Empty,
            async |tx, account| {
                forget(tx, account.id).await?;
                outbox::send_mail(
                    tx,
                    app,
                    notice(Notice::SecondFactorOff, account, caller.lang),
                    caller.now,
                )
                .await?;
                Ok(((), Event::new("second_factor_removed", "account").on(account.id).into()))
            },
        )
        .await
}

/// The code as it was typed; one of the wrong form is refused before it can count as a guess.
pub(super) fn typed(code: Option<&str>) -> Result<Option<OneTimeCode>> {
    code.map(|code| rules::one_time_code::read(code).ok_or_else(|| Error::field("/code", FieldCode::CodeMalformed)))
        .transpose()
}

/// Takes the second factor of an account away: for whoever resets the credentials of a person who lost telephone and
/// recovery codes.
pub async fn forget(tx: &Tx, account_id: Uuid) -> Result<()> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    second_factor::Entity::delete_by_id(account_id).exec(tx).await?;
    Ok(())
}

async fn held(tx: &Tx, account_id: Uuid) -> Result<Option<second_factor::Model>> {
    Ok(second_factor::Entity::find_by_id(account_id).held().one(tx).await?)
}

/// Six digits of SHA-1 every 30 seconds: what every app can do, many cannot do more.
fn totp(secret: &[u8], login: &str) -> Result<Totp> {
    Builder::new()
        .with_secret(secret)
        .with_issuer(Some(ISSUER))
        // A colon divides issuer and name.
        .with_account_name(login.replace(':', " "))
        .build()
        .map_err(|error| unusable(&error))
}

fn unusable(error: &totp_rs::TotpError) -> Error {
    Error::internal(anyhow::anyhow!("second factor: {error}"))
}

/// The half minute that `code` belongs to, if it is one near now.
fn step_of(app: &App, account_id: Uuid, sealed: &[u8], code: &str, now: Timestamp) -> Result<Option<i64>> {
    let secret = app
        .sealer
        .open(SECRET, account_id, sealed)
        .map(Zeroizing::new)
        .map_err(Error::internal)?;
    let time = u64::try_from(now.unix()).unwrap_or_default();
    let step = totp(&secret, "")?.check(code, time);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// 50 random bits, without lookalikes.
fn new_recovery_code() -> String {
    crypto::random::<{ rules::one_time_code::RECOVERY_LENGTH }>()
        .iter()
        .map(|byte| char::from(rules::one_time_code::ALPHABET[usize::from(byte % 32)]))
        .collect()
}

/// In two groups for reading aloud.
fn spoken(code: &str) -> String {
    let (first, second) = code.split_at(code.len() / 2);
    format!("{first}-{second}")
}

/// What is indexed of a code: as it was made, for this account alone.
fn recovery_value(account_id: Uuid, code: &str) -> String {
    format!("{account_id} {code}")
}

async fn replace_recovery_codes(tx: &Tx, app: &App, account_id: Uuid, codes: &[String]) -> Result<()> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        account_id: Set(account_id),
        code_hash: Set(app.sealer.index(RECOVERY, &recovery_value(account_id, code))),
        used_at: Set(None),
    });
    recovery_code::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

async fn use_recovery_code(tx: &Tx, app: &App, account_id: Uuid, code: &str, now: Timestamp) -> Result<bool> {
    use recovery_code::Column;
    let done = recovery_code::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.get()))
        .filter(Column::AccountId.eq(account_id))
        // Made with the index key of its day, which cannot be exchanged: nobody knows the code but its holder.
        .filter(Column::CodeHash.is_in(app.sealer.indexes(RECOVERY, &recovery_value(account_id, code))))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
