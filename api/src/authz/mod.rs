//! Who may do what: one table. `accounts::admission` determines who calls.

mod caller;
pub mod policy;
mod principal;
mod rights;
mod scope;

pub use caller::{ACTING_FOR, Caller, Grant, ScopedCaller};
pub use policy::{Flag, Operation, POLICY, Reach, Row, Who};
pub use principal::{Account, Acting, Credential, Principal};
pub use scope::{
    Accounts, Announcements, Area, Contacts, Dossiers, Handled, Installation, Own, Scope, Territory, at_or_below,
};
