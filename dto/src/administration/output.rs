//! Accounts and who held them, as they are told.

use super::{AccountReason, AccountStatus, OperatorOut};
use crate::Timestamp;
use crate::account::{AreaRef, Level, Role};
use crate::operation::Operations;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An account below one's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManagedAccountOut {
    /// What the lists show of it.
    #[serde(flatten)]
    pub summary: AccountSummary,
    /// The holder's position.
    pub holder_position: String,
    /// Where mail goes.
    pub email: String,
    /// The registered telephone.
    pub phone: String,
    /// When it came to that status.
    pub status_changed_at: Timestamp,
    /// Why it is locked or closed.
    pub status_reason: Option<AccountReason>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether the initial password has not been changed yet.
    pub password_is_initial: bool,
    /// When its holder signed in last; operators have sign-ins of their own.
    pub last_signed_in_at: Option<Timestamp>,
    /// How many sign-ins were refused after that, or ever, counted up to 100.
    pub refused_sign_ins: u8,
    /// Since when signing in takes a second factor; absent where it does not.
    pub second_factor_enabled_at: Option<Timestamp>,
    /// Its operators, those who left included (D-04).
    pub operators: Vec<OperatorOut>,
    /// Whether acting on it needs a reason even where there is a choice (S-06).
    pub needs_reason: bool,
    /// Send it back with a change.
    pub version: i32,
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
    /// The unit, for agencies.
    pub unit_id: Option<Uuid>,
    /// The facility, for facilities.
    pub facility_id: Option<Uuid>,
    /// The name of the unit or facility.
    pub unit_name: String,
    /// The area that it reaches.
    pub area: AreaRef,
    /// The areas above it, from the top down, by code: a page can build the tree with them.
    pub area_path: Vec<String>,
    /// The person who holds it.
    pub holder_name: String,
    /// Whether it may be used.
    pub status: AccountStatus,
    /// What may be done with it now.
    pub can: Operations,
    /// When it came to its present version: made, changed, locked, unlocked, closed or given to another holder.
    pub updated_at: Timestamp,
}

/// A page of accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountPage {
    /// The accounts of this page.
    pub items: Vec<AccountSummary>,
    /// Ask again with this as `cursor` for the next page; null on the last one.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// An account with a new initial password.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IssuedAccountOut {
    /// The account as it is now.
    pub account: ManagedAccountOut,
    /// The initial password, where it is handed over; by mail it is shown to nobody.
    pub initial_password: Option<String>,
    /// The sheet to hand over, PDF in Base64, where the password is handed over.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = Byte))]
    pub sheet_pdf_base64: Option<String>,
    /// When the initial password ends, if it has not been used before.
    pub password_expires_at: Timestamp,
}

/// Who held an account, the present holder first (LC-6.3-2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoldersOut {
    /// Latest first.
    pub items: Vec<HolderOut>,
    /// Ask again with this as `cursor` for the next page; null on the last one.
    #[serde(default)]
    pub next_cursor: Option<String>,
    /// What was done to the account since it was made, latest first, at most the last 100 acts.
    pub acts: Vec<AccountEventOut>,
}

/// What was done to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountEventKind {
    /// It was made.
    Created,
    /// Mail address, telephone, position or the name of the unit was changed.
    Changed,
    /// It was locked.
    Locked,
    /// It was unlocked.
    Unlocked,
    /// It was closed for good.
    Closed,
    /// A new initial password was issued.
    PasswordReset,
}

/// Something that was done to an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountEventOut {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: AccountEventKind,
    /// The login name of who did it, which never changes; absent where the system did, and to the account itself.
    #[cfg_attr(feature = "openapi", schema(example = "congan.tinh"))]
    pub by_login: Option<String>,
    /// For which unit; absent where the system did.
    #[cfg_attr(feature = "openapi", schema(example = "Công an tỉnh Khánh Hòa"))]
    pub by_unit: Option<String>,
    /// Why.
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
    /// Where mail went.
    pub email: String,
    /// The registered telephone.
    pub phone: String,
    /// When it began to be this person.
    pub started_at: Timestamp,
    /// When it became another person; null for the present holder.
    pub ended_at: Option<Timestamp>,
    /// Why the account was given to this person.
    pub handover_reason: Option<AccountReason>,
    /// The number of the letter or dossier.
    pub reference: Option<String>,
    /// The dossier, where one led to it (Mẫu số 2).
    pub dossier_id: Option<Uuid>,
}

impl std::fmt::Debug for IssuedAccountOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IssuedAccountOut(…)")
    }
}
