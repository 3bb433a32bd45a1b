//! HTTP: reading requests, idempotency, problems, paging, versions, the web pages. Besides this folder only the
//! `http.rs` files of the domains use the web framework.

mod body;
mod download;
pub mod health;
pub mod middleware;
mod mount;
pub mod once;
pub mod order;
pub mod packing;
pub mod paging;
pub mod places;
pub mod problem;
mod query;
pub mod refusals;
mod request;
mod shape;
pub mod span;
pub mod versions;
mod visitor;
pub mod web_app;

pub use crate::body_budget::Whose;
pub use body::{Arrived, Body, FILES_BODY, FILING_BODY, IMPORT_BODY, LargeBody, MAX_BODY, SMALL_BODY, read_inner};
pub use download::{File, XLSX, download};
pub use mount::Mount;
pub use query::{Query, WrongParameters};
pub use request::{bearer, client_address, has_version, host, language, nobody, service, trace_id};
pub use shape::Reading;
pub use visitor::{PublicGrant, Visitor};
