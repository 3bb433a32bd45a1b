//! Accounts and their holders, as the API returns them.

use super::{AccountReason, AccountStatus, OperatorOut};
use crate::Timestamp;
use crate::account::{AreaRef, Level, Role};
use crate::operation::Operations;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An account that the caller administers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManagedAccountOut {
    /// The fields that lists show.
    #[serde(flatten)]
    pub summary: AccountSummary,
    /// The holder's position.
    pub holder_position: String,
    /// The e-mail address.
    pub email: String,
    /// The registered telephone.
    pub phone: String,
    /// When it got that status.
    pub status_changed_at: Timestamp,
    /// Why it is locked or closed.
    pub status_reason: Option<AccountReason>,
    /// When it was created.
    pub created_at: Timestamp,
    /// Whether the initial password has not been changed yet.
    pub password_is_initial: bool,
    /// When its holder last signed in; operators have their own sign-ins.
    pub last_signed_in_at: Option<Timestamp>,
    /// The number of refused sign-ins after that (or of all, without a sign-in), counted up to 100.
    pub refused_sign_ins: u8,
    /// Since when sign-in needs a second factor; absent where it does not.
    pub second_factor_enabled_at: Option<Timestamp>,
    /// Its operators, including closed ones (D-04).
    pub operators: Vec<OperatorOut>,
    /// Whether an operation on it needs a reason even where the reason is otherwise optional (S-06).
    pub needs_reason: bool,
    /// The version; send it back with a change.
    pub version: i32,
}

crate::summary::read_with_summary! {
    ManagedAccountOut = AccountSummary and {
        holder_position: String,
        email: String,
        phone: String,
        status_changed_at: Timestamp,
        status_reason: Option<AccountReason>,
        created_at: Timestamp,
        password_is_initial: bool,
        last_signed_in_at: Option<Timestamp>,
        refused_sign_ins: u8,
        second_factor_enabled_at: Option<Timestamp>,
        operators: Vec<OperatorOut>,
        needs_reason: bool,
        version: i32,
    }
}

/// An account in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountSummary {
    /// The id.
    pub id: Uuid,
    /// The login name.
    pub login: String,
    /// The kind of account.
    pub role: Role,
    /// The level of its tier, for kinds that have tiers.
    pub level: Option<Level>,
    /// The unit, for agency accounts.
    pub unit_id: Option<Uuid>,
    /// The facility, for facility accounts.
    pub facility_id: Option<Uuid>,
    /// The name of the unit or facility.
    pub unit_name: String,
    /// The area that it has access to.
    pub area: AreaRef,
    /// The codes of the areas above it, from the top down: a page can build the tree with them.
    pub area_path: Vec<String>,
    /// The person who holds it.
    pub holder_name: String,
    /// Whether it may be used.
    pub status: AccountStatus,
    /// The operations that are allowed on it now.
    pub can: Operations,
    /// When it got its current version: created, changed, locked, unlocked, closed or given to another holder.
    pub updated_at: Timestamp,
}

/// A page of accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountPage {
    /// The accounts of this page.
    pub items: Vec<AccountSummary>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// An account with a new initial password.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IssuedAccountOut {
    /// The account after the change.
    pub account: ManagedAccountOut,
    /// The initial password, where it is handed over; absent where it is sent by mail, because then nobody else may see
    /// it.
    pub initial_password: Option<String>,
    /// The sheet to hand over, PDF in Base64, where the password is handed over.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = Byte))]
    pub sheet_pdf_base64: Option<String>,
    /// When the initial password expires, if it is not used before.
    pub password_expires_at: Timestamp,
}

/// The holders of an account, the current holder first (LC-6.3-2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoldersOut {
    /// Latest first.
    pub items: Vec<HolderOut>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
    /// The operations on the account since it was created, latest first, at most the last 100.
    pub acts: Vec<AccountEventOut>,
}

/// The kind of an operation on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountEventKind {
    /// It was created.
    Created,
    /// Mail address, telephone, position or the name of the unit was changed.
    Changed,
    /// It was locked.
    Locked,
    /// It was unlocked.
    Unlocked,
    /// It was closed permanently.
    Closed,
    /// A new initial password was issued.
    PasswordReset,
}

/// An operation on an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountEventOut {
    /// When it was done.
    pub at: Timestamp,
    /// Its kind.
    pub kind: AccountEventKind,
    /// The login name of the account that did it, which never changes; absent where the system did it, and where the
    /// account itself reads this.
    #[cfg_attr(feature = "openapi", schema(example = "congan.tinh"))]
    pub by_login: Option<String>,
    /// The unit of that account; absent where the system did it.
    #[cfg_attr(feature = "openapi", schema(example = "Công an tỉnh Khánh Hòa"))]
    pub by_unit: Option<String>,
    /// The reason.
    pub act_reason: Option<AccountReason>,
    /// The number of the letter or dossier.
    pub reference: Option<String>,
}

/// One holder of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderOut {
    /// The person.
    pub name: String,
    /// The position.
    pub position: String,
    /// The e-mail address at that time.
    pub email: String,
    /// The registered telephone.
    pub phone: String,
    /// When this person became the holder.
    pub started_at: Timestamp,
    /// When another person became the holder; null for the current holder.
    pub ended_at: Option<Timestamp>,
    /// Why the account was given to this person.
    pub handover_reason: Option<AccountReason>,
    /// The number of the letter or dossier.
    pub reference: Option<String>,
    /// The dossier that led to it, where there is one (Mẫu số 2).
    pub dossier_id: Option<Uuid>,
}

impl std::fmt::Debug for IssuedAccountOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IssuedAccountOut(…)")
    }
}
