//! Requests to public operations.

use crate::App;
use crate::audit::Actor;
use crate::authz::Operation;
use crate::error::{Error, Result};
use crate::http::{language, nobody, service};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use dto::{CheckContext, Lang, Timestamp};
use std::marker::PhantomData;
use std::sync::Arc;

/// A request to a public operation, in nobody's name.
pub struct Visitor<O> {
    /// What the audit log says of it.
    pub actor: Actor,
    /// The language asked for.
    pub lang: Lang,
    /// When.
    pub now: Timestamp,
    /// The service.
    pub app: Arc<App>,
    operation: PhantomData<O>,
}

impl<O> Visitor<O> {
    /// What the checks of a request may look at.
    pub fn check_context(&self) -> CheckContext<'_> {
        CheckContext {
            now: self.now,
            profile: &self.app.profile,
        }
    }
}

impl<O: Operation> FromRequest for Visitor<O> {
    type Error = Error;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let actor = nobody(O::ROW.operation, request);
        request.extensions_mut().insert(actor.clone());
        std::future::ready(service(request).map(|app| Self {
            actor,
            lang: language(request),
            now: app.clock.now(),
            app: app.into_inner(),
            operation: PhantomData,
        }))
    }
}
