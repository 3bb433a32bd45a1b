//! The account or service that a service function works for, and the right to an operation.

use super::policy::Operation;
use super::principal::{Account, Principal};
use super::scope::Scope;
use crate::App;
use crate::audit::Actor;
use crate::error::Result;
use dto::{CheckContext, Lang, Timestamp};
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

/// The header with the account that delegates its rights (LCH20-16.3-3).
pub const ACTING_FOR: &str = "Acting-For";

/// For whom, when and in which language a service function works. Only [`crate::accounts::admission`] makes one for an
/// account.
#[derive(Clone)]
pub struct Caller {
    /// The service.
    pub app: Arc<App>,
    /// Who acts. Private, so that no other module can construct a caller.
    principal: Principal,
    /// The actor in the audit log.
    pub actor: Actor,
    /// The requested language.
    pub lang: Lang,
    /// The time of the request.
    pub now: Timestamp,
}

impl Caller {
    /// For an account that `accounts::admission` has admitted.
    pub(crate) fn admitted(app: Arc<App>, account: Account, actor: Actor, lang: Lang, now: Timestamp) -> Self {
        Self {
            app,
            principal: Principal::Account(Box::new(account)),
            actor,
            lang,
            now,
        }
    }

    /// For the service itself, in the job or command `operation`.
    pub fn system(app: Arc<App>, operation: &'static str, now: Timestamp) -> Self {
        Self {
            app,
            principal: Principal::System,
            actor: Actor::system(operation),
            lang: Lang::Vi,
            now,
        }
    }

    /// Who acts.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The account.
    ///
    /// # Errors
    /// `forbidden` for the service itself.
    pub fn account(&self) -> Result<&Account> {
        self.principal.account()
    }

    /// The person, for texts that are printed or shown; empty for the service itself.
    pub fn holder_name(&self) -> &str {
        self.account().map_or("", |account| &account.holder_name)
    }

    /// The unit or facility, for texts that are printed or shown; empty for the service itself.
    pub fn unit_name(&self) -> &str {
        self.account().map_or("", |account| &account.unit_name)
    }

    /// The data that the checks of a request may use.
    pub fn check_context(&self) -> CheckContext<'_> {
        CheckContext {
            now: self.now,
            profile: &self.app.profile,
        }
    }
}

/// A caller, and its scope for one kind of resource: the parameter of a service function that reads or writes such
/// resources.
#[derive(Clone)]
pub struct ScopedCaller<S> {
    caller: Caller,
    /// The scope.
    pub scope: S,
}

impl<S> ScopedCaller<S> {
    /// The caller with that scope.
    pub(crate) fn new(caller: Caller, scope: S) -> Self {
        Self { caller, scope }
    }
}

impl<S> ScopedCaller<S> {
    /// The same caller with the scope for another kind of resource.
    pub(crate) fn with_scope<T>(&self, scope: T) -> ScopedCaller<T> {
        ScopedCaller::new(self.caller.clone(), scope)
    }

    /// The same caller with its scope for another operation, of which this one answers a part; `None` where the caller
    /// may not call that operation.
    ///
    /// # Errors
    /// `forbidden` for the service itself.
    pub(crate) async fn within<O: Operation>(&self) -> Result<Option<ScopedCaller<O::Scope>>> {
        let account = self.account()?;
        let operations = account.can(&self.app.profile, |operation| operation == O::ROW.operation);
        let Some(reach) = account.reach(O::ROW).filter(|_| !operations.is_empty()) else {
            return Ok(None);
        };
        let is_leaf = self.app.references(self.now).await?.is_leaf(&account.area_code);
        // Without a facility or unit the account has no such resources.
        let scope = O::Scope::of(reach, account, is_leaf).ok();
        Ok(scope.map(|scope| self.with_scope(scope)))
    }
}

impl<S> Deref for ScopedCaller<S> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

/// The right to carry out `O`: a handler with this parameter cannot be reached without it. Services take only the
/// caller, so that a batch, a job or a test can call them too.
pub struct Grant<O: Operation> {
    /// The caller and its scope.
    pub caller: ScopedCaller<O::Scope>,
    operation: PhantomData<O>,
}

impl<O: Operation> Grant<O> {
    /// For `accounts::admission`, which has checked that the caller has the right.
    pub(crate) fn given(caller: ScopedCaller<O::Scope>) -> Self {
        Self {
            caller,
            operation: PhantomData,
        }
    }

    /// The data that the checks of a request may use.
    pub fn check_context(&self) -> CheckContext<'_> {
        self.caller.check_context()
    }
}
