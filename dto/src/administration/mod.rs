//! Administering accounts, and the operators of one's own account (table 8.1; D-04, D-07).

mod act;
mod holder;
mod make;
mod operator;
mod output;
mod reason;
mod search;

pub use act::{AccountActIn, AccountChange, AccountPatch, NewHolder, NewHolderIn, PasswordReset, PasswordResetIn};
pub use holder::{Delivery, Holder};
pub use make::{AccountIn, NewAccount, Place};
pub use operator::{IssuedOperatorOut, NewOperator, OperatorIn, OperatorOut, OperatorResetIn, OperatorsOut};
pub use output::{
    AccountEventKind, AccountEventOut, AccountPage, AccountSummary, HolderOut, HoldersOut, IssuedAccountOut,
    ManagedAccountOut,
};
pub use reason::{AccountReason, Why};
pub use search::{AccountExportIn, AccountSearchIn};

rules::codes! {
    /// Whether an account may be used.
    AccountStatus {
        /// The account may be used.
        Active = "active",
        /// The account may not be used for now.
        Locked = "locked",
        /// The account may never be used again; its login name is not reused either (LC-6.1b-2, KH-8c-2).
        Closed = "closed",
    }
}
