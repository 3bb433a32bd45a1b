//! A call of an operation: path and types are from `dto::operations`.

use crate::fetch::Ask;
use dto::operations::{Address, Operation};
use serde::Serialize;
use std::marker::PhantomData;

/// A request whose answer is a `T`. It only adds the type to an [`Ask`], whose code is compiled once.
pub struct Call<T> {
    /// The request.
    pub ask: Ask,
    answer: PhantomData<fn() -> T>,
}

#[expect(
    clippy::inline_always,
    reason = "without it each function would be in the program once for each type"
)]
impl<T> Call<T> {
    #[inline(always)]
    fn new(ask: Ask) -> Self {
        Self {
            ask,
            answer: PhantomData,
        }
    }

    /// Creates a call without a body.
    #[inline(always)]
    pub fn of<O: Operation<In = (), Out = T>>(to: Address<O>) -> Self {
        Self::new(Ask::new(O::METHOD, to.into_path()))
    }

    /// Creates a call with its body.
    #[inline(always)]
    pub fn with<O: Operation<In: Serialize, Out = T>>(to: Address<O>, body: &O::In) -> Self {
        Self::new(Ask::new(O::METHOD, to.into_path()).body(body))
    }

    /// Creates a call with a body that is already serialised.
    #[inline(always)]
    pub fn written<O: Operation<Out = T>>(to: Address<O>, body: &str) -> Self {
        Self::new(Ask::new(O::METHOD, to.into_path()).written(body))
    }

    /// Adds query parameters; empty ones are left out. Never names or numbers of people.
    #[inline(always)]
    pub fn query(self, query: &[(&str, String)]) -> Self {
        Self::new(self.ask.query(query))
    }

    /// Sets an idempotency key.
    #[inline(always)]
    pub fn idempotency_key(self, key: &str) -> Self {
        Self::new(self.ask.idempotency_key(key))
    }

    /// Allows more time: for a request with a file, which takes longer on a slow line.
    #[inline(always)]
    pub fn patient(self) -> Self {
        Self::new(self.ask.patient())
    }

    /// Lets the request complete although the page is left meanwhile: the browser stores the cookie of the answer.
    #[inline(always)]
    pub fn outliving_page(self) -> Self {
        Self::new(self.ask.outliving_page())
    }
}
