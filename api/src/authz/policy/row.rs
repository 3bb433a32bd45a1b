//! A row of the table of rights, and what it is made of.

use super::Reach;
use crate::authz::scope::Scope;
use dto::account::{AccountTier, Role};
use dto::problem::ErrorCode;
use rules::foreigner::ForeignGuestWay;
use rules::profile::Profile;

/// Who has a right: a role, at every tier or at some tiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// The role.
    pub role: Role,
    /// The tiers; if none is named, all.
    pub levels: &'static [u8],
}

impl Who {
    /// Every tier of a role.
    pub const fn every(role: Role) -> Self {
        Self { role, levels: &[] }
    }

    /// Some tiers of a role.
    pub const fn at(role: Role, levels: &'static [u8]) -> Self {
        Self { role, levels }
    }

    /// Whether it includes the account tier.
    pub fn is(self, tier: AccountTier) -> bool {
        self.role == tier.role
            && (self.levels.is_empty() || tier.level.is_some_and(|level| self.levels.contains(&level)))
    }
}

/// Who may call an operation.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Everybody, for the given reason.
    Public(&'static str),
    /// These accounts; a role or tier that is not named has no right.
    Roles(&'static [(Who, Reach)]),
}

/// A row: one operation.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The operationId.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{parameters}`.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Additional properties.
    pub flags: &'static [Flag],
    /// The errors of its own, in addition to those that all operations of its kind have.
    pub fails: &'static [ErrorCode],
    /// The reaches that its scope accepts.
    pub reaches: &'static [Reach],
}

/// An additional property of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// It is allowed before the initial password is changed (LC-7.1a-1).
    BeforePasswordChange,
    /// It is allowed before a mandatory second factor is set up.
    BeforeSecondFactor,
    /// Only for the holder of a unit account, and not for its operators (D-04).
    HolderOnly,
    /// It cannot be delegated (D-17).
    Undelegable,
    /// It needs a session opened with a password; an access token that the holder created for a program is not enough.
    SessionOnly,
    /// For more than the guests of the caller's own facility it is a query of population data, which cannot be
    /// delegated either (LCH24-17.2-1).
    QueriesPopulation,
    /// It exists only where the profile allows delegation of accounts (D-17).
    OfDelegation,
    /// It is always refused where all data stay online: then there is no archive.
    OfArchive,
    /// It is always refused where the profile only links to the immigration site (D-08).
    OfForeignExport,
    /// It starts from a version: in the body, or in `If-Match`.
    Versioned,
    /// It reads one resource and answers an `ETag`: all such operations except those whose answer depends on the
    /// current time and so never repeats.
    Tagged,
    /// Its answer contains a secret, which is shown once. The stored answer is deleted early: after that the key still
    /// prevents a duplicate, but the secret is gone.
    TellsSecret,
}

/// The right to an operation as a type, so that a handler's [`crate::authz::Grant`] names the row that it relies on.
pub trait Operation: 'static {
    /// The operation: its id, method, path and types.
    type Call: dto::operations::Operation;
    /// The type of its scope.
    type Scope: Scope;
    /// Its row.
    const ROW: &'static Row;
}

impl Row {
    /// The reach of the right of `tier`, if it has one. `handles_dossiers` says whether a type of procedure names the
    /// tier as its handler: which tiers handle dossiers is data, what these may do with them is in the table.
    pub fn reach(&self, tier: AccountTier, handles_dossiers: bool) -> Option<Reach> {
        self.rights()
            .iter()
            .filter(|(_, reach)| handles_dossiers || !reach.is_for_handlers())
            .find(|(who, _)| who.is(tier))
            .map(|(_, reach)| *reach)
    }

    /// The roles that may call it, with their reach; empty for public operations.
    pub fn rights(&self) -> &'static [(Who, Reach)] {
        match self.access {
            Access::Public(_) => &[],
            Access::Roles(rights) => rights,
        }
    }

    /// Whether it has the flag.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// Whether it can be delegated with that reach (D-17, LCH24-17.2-1).
    pub fn is_delegable(&self, reach: Reach) -> bool {
        !self.has(Flag::Undelegable) && (!self.has(Flag::QueriesPopulation) || reach == Reach::OwnFacility)
    }

    /// Whether it can succeed under the profile: an operation that would always be refused is offered to nobody.
    pub fn is_offered(&self, profile: &Profile) -> bool {
        self.exists(profile)
            && !(self.has(Flag::OfArchive) && profile.retention.online_months.is_none())
            && !(self.has(Flag::OfForeignExport) && profile.foreign_guests == ForeignGuestWay::LinkOnly)
    }

    /// Whether the profile has the operation.
    pub fn exists(&self, profile: &Profile) -> bool {
        !self.has(Flag::OfDelegation) || profile.accounts.delegation
    }
}

/// A domain's part of the table: `Name in Scope access, Flag, Flag => ProblemOfItsOwn AnotherOne;`. The operation is the
/// one of that name in `dto::operations`.
macro_rules! policy {
    ($domain:ident: $($name:ident in $scope:tt $access:expr $(, $flag:ident)* $(=> $($code:ident)+)?;)+) => {
        $(
            #[doc = concat!("The right to the operation [`dto::operations::", stringify!($domain), "::", stringify!($name), "`].")]
            pub struct $name;

            impl $name {
                /// The path below [`dto::operations::BASE`].
                pub const PATH: &'static str =
                    <dto::operations::$domain::$name as dto::operations::Operation>::PATH;
            }

            impl $crate::authz::policy::Operation for $name {
                type Call = dto::operations::$domain::$name;
                type Scope = $scope;
                const ROW: &'static $crate::authz::policy::Row = &$crate::authz::policy::Row {
                    operation: <Self::Call as dto::operations::Operation>::ID,
                    method: <Self::Call as dto::operations::Operation>::METHOD,
                    path: <Self::Call as dto::operations::Operation>::FULL_PATH,
                    access: $access,
                    flags: &[$($crate::authz::policy::Flag::$flag),*],
                    fails: &[$($(dto::problem::ErrorCode::$code),+)?],
                    reaches: <$scope as $crate::authz::scope::Scope>::REACHES,
                };
            }
        )+

        /// The rows of this domain.
        pub(super) const ROWS: &[&$crate::authz::policy::Row] =
            &[$(<$name as $crate::authz::policy::Operation>::ROW),+];
    };
}
pub(super) use policy;
