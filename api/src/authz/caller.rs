//! In whose name a service works, and the right to an operation.

use super::policy::Operation;
use super::principal::{Account, Principal};
use crate::App;
use crate::audit::Actor;
use crate::error::Result;
use dto::{CheckContext, Lang, Timestamp};
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

/// Names the account that lends its rights (LCH20-16.3-3).
pub const ACTING_FOR: &str = "Acting-For";

/// In whose name, when and in which language a service works. Only [`crate::accounts::admission`] makes one for an account.
#[derive(Clone)]
pub struct Caller {
    /// The service.
    pub app: Arc<App>,
    /// Who. Private, so that nobody else puts a caller together.
    principal: Principal,
    /// What the audit log says of it.
    pub actor: Actor,
    /// The language asked for.
    pub lang: Lang,
    /// When.
    pub now: Timestamp,
}

impl Caller {
    /// The account that `accounts::admission` has admitted.
    pub(crate) fn admitted(app: Arc<App>, account: Account, actor: Actor, lang: Lang, now: Timestamp) -> Self {
        Self {
            app,
            principal: Principal::Account(Box::new(account)),
            actor,
            lang,
            now,
        }
    }

    /// The service itself, in the job or command `operation`.
    pub fn system(app: Arc<App>, operation: &'static str, now: Timestamp) -> Self {
        Self {
            app,
            principal: Principal::System,
            actor: Actor::system(operation),
            lang: Lang::Vi,
            now,
        }
    }

    /// Who.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The account in whose name.
    ///
    /// # Errors
    /// `forbidden` for the service itself.
    pub fn account(&self) -> Result<&Account> {
        self.principal.account()
    }

    /// The person, for what is printed or shown; empty for the service itself.
    pub fn holder_name(&self) -> &str {
        self.account().map_or("", |account| &account.holder_name)
    }

    /// The unit or facility, for what is printed or shown; empty for the service itself.
    pub fn unit_name(&self) -> &str {
        self.account().map_or("", |account| &account.unit_name)
    }

    /// What the checks of a request may look at.
    pub fn check_context(&self) -> CheckContext<'_> {
        CheckContext {
            now: self.now,
            profile: &self.app.profile,
        }
    }
}

/// A caller, and what of a kind of thing is within reach: what a service takes that reads or writes such things.
#[derive(Clone)]
pub struct ScopedCaller<S> {
    caller: Caller,
    /// What is within reach.
    pub scope: S,
}

impl<S> ScopedCaller<S> {
    /// The caller with that reach.
    pub(crate) fn new(caller: Caller, scope: S) -> Self {
        Self { caller, scope }
    }
}

impl<S> ScopedCaller<S> {
    /// The same caller before another kind of thing.
    pub(crate) fn with_scope<T>(&self, scope: T) -> ScopedCaller<T> {
        ScopedCaller::new(self.caller.clone(), scope)
    }
}

impl<S> Deref for ScopedCaller<S> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

/// The right to carry out `O`: a handler that takes it cannot be reached without it. Services take the caller alone, so
/// that a batch, a job or a test can call them as well.
pub struct Grant<O: Operation> {
    /// In whose name, and what is within reach.
    pub caller: ScopedCaller<O::Scope>,
    operation: PhantomData<O>,
}

impl<O: Operation> Grant<O> {
    /// For `accounts::admission`, which has found out that the caller has the right.
    pub(crate) fn given(caller: ScopedCaller<O::Scope>) -> Self {
        Self {
            caller,
            operation: PhantomData,
        }
    }

    /// What the checks of a request may look at.
    pub fn check_context(&self) -> CheckContext<'_> {
        self.caller.check_context()
    }
}
