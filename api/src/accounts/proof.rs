//! Proving once more that one is the holder: the only way to what a session alone must not do.
//!
//! A password takes its time to be looked at. Whoever holds the account by then may be somebody else: so what was looked
//! at, and the session that asks, are compared again while the row is held, in the transaction of the act itself.

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

/// A right password, to be gone on with in [`Proof::write`].
pub struct Proof<'a> {
    app: &'a App,
    caller: &'a Caller,
    attempt: Attempt,
    /// The account as it was when its password was looked at.
    pub account: account::Model,
    asked: Asked,
    facility: Option<Uuid>,
}

/// What is asked for, and what a refusal is called.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The field with the password.
    pub pointer: &'static str,
    /// The event of a refusal.
    pub refusal: &'static str,
}

/// Looks at the password. Failures count under the session: an open one must be no way to guess.
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
    /// Gives the place of the attempt back, where nothing comes of it although the password was right.
    pub async fn drop_it(&self) -> Result<()> {
        let now = self.caller.now;
        self.app
            .db
            .write_unaudited(async |tx| self.attempt.uncount(tx, now).await)
            .await
    }

    /// Holds a facility before the account, for work that changes both: whoever closes a facility comes to its accounts from
    /// there.
    #[must_use]
    pub fn over_facility(mut self, id: Uuid) -> Self {
        self.facility = Some(id);
        self
    }

    /// Does `work` in one transaction, if the password is still that of the account, the session is still open and, where
    /// there is a second factor and `code` asks for it, the code is right.
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

    /// [`Proof::write`] that stores its answer under the caller's idempotency key, as [`Once::write`] does. A
    /// proof that fails takes no key.
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
                // The key first, as everybody does.
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

    /// A transaction whose refusals are stored as well: they have counted.
    async fn ended<T>(&self, work: impl AsyncFnOnce(&Tx) -> Result<(Result<T>, Events)>) -> Result<T> {
        match self.app.db.write(&self.caller.actor, self.caller.now, work).await {
            Ok(answer) => answer,
            Err(error) => {
                // Nothing of it was stored, the judgement of the attempt neither: the proof was right.
                self.drop_it().await?;
                Err(error)
            }
        }
    }

    fn refused(&self) -> Events {
        Event::new(self.asked.refusal, "account").on(self.account.id).into()
    }

    /// The account, held, or why the proof is none any more. The attempt is judged with it.
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

/// Whether a code of the second factor is asked for too, where the account has one.
#[derive(Clone, Copy)]
pub enum Code<'a> {
    /// The password is proof enough.
    NotAsked,
    /// The code that was sent, if any.
    Asked(Option<&'a OneTimeCode>),
}
