//! What the tests stand on.

pub mod app;
pub mod client;
pub mod dossier;
pub mod engine;
pub mod filing;
pub mod guest_list;
pub mod leaks;
pub mod line;
pub mod mail;
pub mod notification;
pub mod paper;
pub mod process;
pub mod province;
pub mod rows;
pub mod schema;
pub mod sheet;
pub mod smtp;
pub mod times;

pub use app::TestApp;
pub use client::{Answer, Client};
pub use engine::Engine;
pub use notification::Merge;
pub use paper::pdf_text;

use dto::Timestamp;
use std::future::Future;
use time::macros::{format_description, offset};

/// Makes two tests of each function: `name::sqlite` and `name::postgres`.
///
/// ```ignore
/// on_both_engines!(
///     // Proves KH-11.2d-1.
///     #[test]
///     async fn a_sentence(t: &TestApp) { … }
/// );
/// ```
///
/// With round brackets: rustfmt leaves what stands in braces alone.
macro_rules! on_both_engines {
    ($(#[test] async fn $name:ident($t:ident: &TestApp) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "one list for all tests of a file")]
            use super::*;

            async fn body($t: &$crate::support::TestApp) $body

            #[test]
            fn sqlite() {
                $crate::support::run($crate::support::Engine::Sqlite, async |t: &$crate::support::TestApp| body(t).await);
            }

            #[test]
            fn postgres() {
                $crate::support::run($crate::support::Engine::Postgres, async |t: &$crate::support::TestApp| body(t).await);
            }
        }
    )+};
}
pub(crate) use on_both_engines;

/// Runs one test: a fresh service before it, and after it a look at what it may have let out.
pub fn run(engine: Engine, test: impl AsyncFnOnce(&TestApp)) {
    block_on(async {
        let t = TestApp::start(engine).await;
        test(&t).await;
        t.finish().await;
    });
}

/// Runs a future as the service's own `main` does.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    times::begin();
    actix_web::rt::System::new().block_on(future)
}

/// An instant of the local clock: `2026-11-21 22:59:59`.
pub fn local(text: &str) -> Timestamp {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    time::PrimitiveDateTime::parse(text, format)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
        .assume_offset(offset!(+7))
        .into()
}

/// The same as it goes over the wire.
pub fn instant(text: &str) -> String {
    local(text).to_string()
}

/// A path with the same id for every parameter in it.
pub fn filled(path: &str, id: impl ToString) -> String {
    let id = id.to_string();
    path.split('/')
        .map(|part| match part {
            "{year}" => "2027",
            part if part.starts_with('{') => id.as_str(),
            part => part,
        })
        .collect::<Vec<_>>()
        .join("/")
}
