//! The messages between the API and its clients.
//!
//! Requests check themselves here, with the functions of `rules`, so that the browser and the server refuse the same
//! things with the same texts. Nothing in this crate accesses a database or a socket.

pub mod account;
pub mod administration;
pub mod calendar;
pub mod change;
pub mod check;
pub mod contact;
pub mod counts;
pub mod credential;
pub mod date;
pub mod delegation;
pub mod dossier;
pub mod facility;
pub mod facility_change;
pub mod filing;
pub mod given;
pub mod import;
pub mod jobs;
pub mod mail;
mod object;
pub mod operation;
pub mod operations;
pub mod page;
pub mod price;
pub mod problem;
pub mod profile;
pub mod reference;
pub mod room;
pub mod sort;
pub mod stay;
mod summary;
pub mod text;
pub mod timestamp;

/// The texts of `locales`, made by `build.rs`; asked for with [`say!`], or through the tables in [`text`]. In the browser
/// only the tables that the pages say too, with numbers in the place of texts.
#[expect(missing_docs, reason = "generated: a text is described by its key")]
pub mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

pub use check::{CheckContext, Checked, Lists, Verdict};
pub use given::Given;
pub use operation::{AnyVersionIn, OperationId, Operations, VersionIn};
pub use page::Page;
pub use problem::{ErrorCode, FieldCode, FieldError, Problem, Warning, WarningCode};
pub use text::Lang;
pub use timestamp::Timestamp;
