//! Requests to public operations.

use crate::App;
use crate::audit::Actor;
use crate::authz::Operation;
use crate::error::{Error, Result};
use crate::http::{language, nobody, service};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use dto::{CheckContext, Lang, Timestamp};
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

/// A caller who is not signed in. Only a [`PublicGrant`] makes one.
pub struct Visitor {
    /// The actor in the audit log.
    pub actor: Actor,
    /// The requested language.
    pub lang: Lang,
    /// The time of the request.
    pub now: Timestamp,
    /// The service.
    pub app: Arc<App>,
    /// So that no other file can construct one.
    made_here: PhantomData<()>,
}

impl Visitor {
    /// The data that the checks of a request may use.
    pub fn check_context(&self) -> CheckContext<'_> {
        CheckContext {
            now: self.now,
            profile: &self.app.profile,
        }
    }
}

/// The right to a public operation: the handler names the row of the policy table, and services take the [`Visitor`] in
/// it.
pub struct PublicGrant<O> {
    visitor: Visitor,
    operation: PhantomData<O>,
}

impl<O> Deref for PublicGrant<O> {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl<O: Operation> FromRequest for PublicGrant<O> {
    type Error = Error;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let actor = nobody(O::ROW.operation, request);
        request.extensions_mut().insert(actor.clone());
        std::future::ready(service(request).map(|app| Self {
            visitor: Visitor {
                actor,
                lang: language(request),
                now: app.clock.now(),
                app: app.into_inner(),
                made_here: PhantomData,
            },
            operation: PhantomData,
        }))
    }
}
