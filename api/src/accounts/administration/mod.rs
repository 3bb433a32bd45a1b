//! Looking after accounts: those below one's own, and the operators of one's own (table 8.1; D-04, D-07).

mod acts;
mod find;
pub mod http;
mod logins;
mod make;
mod operators;
mod out;
mod store;

pub use acts::{close, close_of_facility, give_to, lock, unlock};
pub use logins::choose_login;
pub use make::issued_mail;
