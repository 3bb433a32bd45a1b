//! Handlers at the place of their operation: method and path come from the table of operations.

use crate::authz::policy;
use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::http::Method;
use actix_web::{FromRequest, Handler, Resource, Responder, guard};
use dto::operations::Operation;
use std::marker::PhantomData;
use utoipa::openapi::{RefOr, Schema, path};

/// Joins an operation with its handler: `.service(GetStay.to(get_stay))`.
pub trait Mount: policy::Operation + Sized {
    /// The handler at the method and the path of the operation.
    fn to<F: Handler<A>, A>(self, handler: F) -> Mounted<Self, F, A> {
        Mounted {
            handler,
            operation: PhantomData,
        }
    }
}

impl<O: policy::Operation> Mount for O {}

/// A handler at the place of its operation, with what the document says of it.
pub struct Mounted<O, F, A> {
    handler: F,
    operation: PhantomData<fn() -> (O, A)>,
}

impl<O, F, A> HttpServiceFactory for Mounted<O, F, A>
where
    O: policy::Operation,
    F: Handler<A>,
    F::Output: Responder + 'static,
    A: FromRequest + 'static,
{
    fn register(self, config: &mut AppService) {
        // A method of ours is a word of capital letters, of which each is a method of HTTP.
        let method = Method::from_bytes(O::Call::METHOD.as_bytes()).unwrap_or_default();
        Resource::new(O::Call::PATH)
            .guard(guard::Method(method))
            .to(self.handler)
            .register(config);
    }
}

impl<O: policy::Operation + utoipa::Path, F, A> utoipa::Path for Mounted<O, F, A> {
    fn methods() -> Vec<path::HttpMethod> {
        O::methods()
    }

    fn path() -> String {
        O::path()
    }

    fn operation() -> path::Operation {
        let mut operation = O::operation();
        operation.operation_id = Some(O::Call::ID.to_owned());
        operation
    }
}

impl<O: utoipa::__dev::SchemaReferences, F, A> utoipa::__dev::SchemaReferences for Mounted<O, F, A> {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        O::schemas(schemas);
    }
}

impl<'t, O: utoipa::__dev::Tags<'t>, F, A> utoipa::__dev::Tags<'t> for Mounted<O, F, A> {
    fn tags() -> Vec<&'t str> {
        O::tags()
    }
}
