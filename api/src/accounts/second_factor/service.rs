//! Sets up and removes a second factor.

use super::code::{SECRET, forget, replace_recovery_codes, step_of, totp, typed, unusable};
use super::store;
use crate::accounts::entity::second_factor;
use crate::accounts::entity::session::SessionEnd;
use crate::accounts::notice::notice;
use crate::accounts::proof::{self, Asked, Code};
use crate::accounts::sessions;
use crate::audit::Event;
use crate::authz::Caller;
use crate::crypto;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::notice::Notice;
use crate::outbox;
use dto::credential::{
    RecoveryCodesOut, SecondFactorConfirmIn, SecondFactorEnrolIn, SecondFactorEnrolOut, SecondFactorRemoveIn,
};
use dto::problem::{ErrorCode, FieldCode};
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use rules::one_time_code::OneTimeCode;
use sea_orm::ActiveValue::Set;
use zeroize::Zeroizing;

/// RFC 4226 recommends 160 bits.
const SECRET_LENGTH: usize = 20;
const RECOVERY_CODES: usize = 10;
/// The proof that a change requires.
const ASKED: Asked = Asked {
    pointer: "/password",
    refusal: "second_factor_refused",
};

/// Starts the set-up of a second factor, or of a replacement (a new telephone). Nothing changes until it is confirmed.
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
                store::set_pending(tx, account.id, sealed).await?;
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

/// Activates the second factor, after the app has produced a right code. Sessions that were opened without it end.
pub async fn confirm(caller: &Caller, once: Once, body: &SecondFactorConfirmIn) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?;
    let id = own.credential_id;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| new_recovery_code()).collect();
    let Some(OneTimeCode::App(digits)) = rules::one_time_code::read(&body.code) else {
        return Err(Error::field("/code", FieldCode::CodeMalformed));
    };
    once.write(caller, Effect::Changed, async |tx| {
        let account = crate::accounts::store::hold(tx, id)
            .await?
            .ok_or_else(Error::not_found)?;
        let pending = store::hold(tx, id).await?.and_then(|row| row.pending_sealed);
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
        store::update(tx, row).await?;
        replace_recovery_codes(tx, app, id, &codes).await?;
        let keep = own.session_id()?;
        let ended =
            sessions::store::end_other_sessions(tx, id, Some(keep), SessionEnd::SecondFactorConfirmed, caller.now)
                .await?;
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

/// Removes the second factor, where it is optional for the tier.
pub async fn remove(caller: &Caller, once: Once, body: &SecondFactorRemoveIn) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?;
    if own.needs_second_factor {
        return Err(Error::new(ErrorCode::SecondFactorCompulsory));
    }
    let id = own.credential_id;
    let known = store::of(app.db.read(), id).await?;
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

/// Makes a code of 50 random bits, without similar characters.
fn new_recovery_code() -> String {
    crypto::random::<{ rules::one_time_code::RECOVERY_LENGTH }>()
        .iter()
        .map(|byte| char::from(rules::one_time_code::ALPHABET[usize::from(byte % 32)]))
        .collect()
}

/// Formats a code in two groups, for reading aloud.
fn spoken(code: &str) -> String {
    let (first, second) = code.split_at(code.len() / 2);
    format!("{first}-{second}")
}
