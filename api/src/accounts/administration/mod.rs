//! The management of accounts: those below the caller's own, and the operators of the caller's own (table 8.1; D-04,
//! D-07).

mod account_tier;
mod answer;
mod creation;
mod export;
pub mod http;
mod lifecycle;
mod logins;
mod operators;
mod query;
mod search;
mod service;
mod status;
mod store;

pub(super) use account_tier::tier_of;
pub use lifecycle::{
    GivenPassword, Issue, Opened, Opening, Reissued, Reset, Successor, Told, hand_over, lock_for_loss, open,
    open_and_tell, open_given, reissue, unlock_after_loss,
};
pub use logins::{choose_login, propose_login};
pub use status::close_of_facility;
pub use store::holder_at;
pub(super) use store::{add_holder, of_tiers};
