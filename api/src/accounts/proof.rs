//! A repeated proof that the caller is the holder. It is the only way to operations for which a session alone is not
//! enough.
//!
//! Verifying a password is slow, and in the meantime another person may hold the account. So the verified password and
//! the session are compared again while the row is locked, in the transaction of the act itself.

use super::entity::account;
use super::throttle::Attempt;
use super::{second_factor, sessions, store};
use crate::App;
use crate::audit::{Event, Events};
use crate::authz::Caller;
use crate::db::Tx;
use crate::directory;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use dto::problem::{ErrorCode, FieldCode};
use rules::one_time_code::OneTimeCode;
use serde::Serialize;
use uuid::Uuid;

/// A verified password, for use in [`Proof::write`].
pub struct Proof<'a> {
    app: &'a App,
    caller: &'a Caller,
    attempt: Attempt,
    /// The account as it was when its password was verified.
    pub account: account::Model,
    asked: Asked,
    facility: Option<Uuid>,
}

/// The field of the password, and the event of a refusal.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The field with the password.
    pub pointer: &'static str,
    /// The event of a refusal.
    pub refusal: &'static str,
}

/// Verifies the password. Failures are counted under the session, so that an open session cannot be used to guess it.
pub async fn by_password<'a>(app: &'a App, caller: &'a Caller, password: &str, asked: Asked) -> Result<Proof<'a>> {
    let own = caller.account()?;
    let account = store::by_id(app.db.read(), own.credential_id)
        .await?
        .ok_or_else(Error::not_found)?;
    let attempt = Attempt::own_act(app, &account.login, own.session_id()?);
    attempt.begin(app, caller.now).await?;
    if !app.passwords.verify(password, Some(&account.password_hash)).await? {
        app.db
            .write(&caller.actor, caller.now, async |tx| {
                attempt.fail(tx, app, Some(&account), caller.now).await?;
                Ok(((), Event::new(asked.refusal, "account").on(account.id).into()))
            })
            .await?;
        return Err(Error::field(asked.pointer, FieldCode::PasswordWrong));
    }
    Ok(Proof {
        app,
        caller,
        attempt,
        account,
        asked,
        facility: None,
    })
}

impl Proof<'_> {
    /// Returns the place of the attempt, if the act fails although the password was right.
    pub async fn drop_it(&self) -> Result<()> {
        let now = self.caller.now;
        self.app
            .db
            .write_unaudited(async |tx| self.attempt.uncount(tx, now).await)
            .await
    }

    /// Locks a facility before the account, for acts that change both: closing a facility locks its accounts in the
    /// same order.
    #[must_use]
    pub fn over_facility(mut self, id: Uuid) -> Self {
        self.facility = Some(id);
        self
    }

    /// Runs `work` in one transaction, if the password is still that of the account, the session is still open, and,
    /// where a second factor exists and `code` asks for it, the code is right.
    pub async fn write<T>(
        &self,
        code: Code<'_>,
        work: impl AsyncFnOnce(&Tx, &account::Model) -> Result<(T, Events)>,
    ) -> Result<T> {
        self.ended(async |tx| match self.judged(tx, code).await? {
            Ok(held) => work(tx, &held).await.map(|(value, events)| (Ok(value), events)),
            Err(refusal) => Ok((Err(refusal), self.refused())),
        })
        .await
    }

    /// Runs [`Proof::write`] and stores the answer under the caller's idempotency key, as [`Once::write`] does. A
    /// failed proof does not use up a key.
    pub async fn write_once<T: Serialize>(
        &self,
        code: Code<'_>,
        once: &Once,
        effect: Effect,
        work: impl AsyncFnOnce(&Tx, &account::Model) -> Result<(T, Events)>,
    ) -> Result<Answer> {
        let caller = self.caller;
        let outcome = self
            .ended(async |tx| {
                // The key is locked first, as everywhere.
                once.take(tx, caller).await?;
                match self.judged(tx, code).await? {
                    Ok(held) => {
                        let (value, events) = work(tx, &held).await?;
                        Ok((Ok(once.keep(tx, caller, effect, &value).await?), events))
                    }
                    Err(refusal) => {
                        once.give_back(tx, caller).await?;
                        Ok((Err(refusal), self.refused()))
                    }
                }
            })
            .await;
        once.settle(caller, outcome).await
    }

    /// Runs a transaction whose refusals are stored too, because they count as attempts.
    async fn ended<T>(&self, work: impl AsyncFnOnce(&Tx) -> Result<(Result<T>, Events)>) -> Result<T> {
        match self.app.db.write(&self.caller.actor, self.caller.now, work).await {
            Ok(answer) => answer,
            Err(error) => {
                // The transaction stored nothing, not even the result of the attempt: the proof was right.
                self.drop_it().await?;
                Err(error)
            }
        }
    }

    fn refused(&self) -> Events {
        Event::new(self.asked.refusal, "account").on(self.account.id).into()
    }

    /// Returns the account, locked, or the reason why the proof is no longer valid. The result of the attempt is stored
    /// with it.
    async fn judged(&self, tx: &Tx, code: Code<'_>) -> Result<Result<account::Model>> {
        let (app, caller, id) = (self.app, self.caller, self.account.id);
        if let Some(facility) = self.facility {
            directory::service::hold_facility(tx, facility).await?;
        }
        let held = store::hold(tx, id).await?.ok_or_else(Error::not_found)?;
        if held.password_hash != self.account.password_hash {
            self.attempt.uncount(tx, caller.now).await?;
            return Ok(Err(Error::field(self.asked.pointer, FieldCode::PasswordWrong)));
        }
        if !sessions::store::is_open(tx, caller.account()?.session_id()?).await? {
            self.attempt.uncount(tx, caller.now).await?;
            return Ok(Err(Error::new(ErrorCode::SessionEnded)));
        }
        if let Code::Asked(code) = code
            && second_factor::is_active(tx, id).await?
        {
            let Some(code) = code else {
                self.attempt.uncount(tx, caller.now).await?;
                return Ok(Err(Error::field("/code", FieldCode::Required)));
            };
            if !second_factor::verify(tx, app, &held, code, caller.now).await? {
                self.attempt.fail(tx, app, Some(&held), caller.now).await?;
                return Ok(Err(Error::field("/code", FieldCode::CodeWrong)));
            }
        }
        self.attempt.forgive(tx, caller.now).await?;
        Ok(Ok(held))
    }
}

/// Whether a code of the second factor is required too, if the account has one.
#[derive(Clone, Copy)]
pub enum Code<'a> {
    /// The password is sufficient.
    NotAsked,
    /// The received code, if any.
    Asked(Option<&'a OneTimeCode>),
}
