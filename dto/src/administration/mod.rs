//! Looking after the accounts below one's own, and the operators of one's own (table 8.1; D-04, D-07).

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
pub use search::AccountSearchIn;

use serde::{Deserialize, Serialize};

/// Whether an account may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountStatus {
    /// It may.
    Active,
    /// Not for now.
    Locked,
    /// Never again; its name is not given away either (LC-6.1b-2, KH-8c-2).
    Closed,
}

impl AccountStatus {
    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Locked => "locked",
            Self::Closed => "closed",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Active, Self::Locked, Self::Closed]
            .into_iter()
            .find(|status| status.as_str() == name)
    }
}
