//! Looking after accounts: those below one's own, and the operators of one's own (table 8.1; D-04, D-07).

mod acts;
mod find;
pub mod http;
mod logins;
mod make;
mod operators;
mod out;
mod query;
mod store;

pub use acts::{close, close_of_facility, give_to, lock, tell_locked, unlock};
pub(super) use find::post_of;
pub use logins::{choose_login, propose_login};
pub use make::{deliver, issued_mail, keep_limit, valid_until};
pub(super) use store::of_posts;
pub use store::{end_sessions, holder_at};
