//! A row of the table of rights, and what it is made of.

use super::Reach;
use crate::authz::scope::Scope;
use dto::account::{Post, Role};
use dto::problem::ErrorCode;
use rules::foreigner::ForeignGuestWay;
use rules::profile::Profile;

/// Who has a right: a role, at every tier or at some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// The role.
    pub role: Role,
    /// The tiers; none named: all.
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

    /// Whether the post is meant.
    pub fn is(self, post: Post) -> bool {
        self.role == post.role
            && (self.levels.is_empty() || post.level.is_some_and(|level| self.levels.contains(&level)))
    }
}

/// Who may call an operation.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Anybody, for the reason given.
    Public(&'static str),
    /// These accounts; of a role or tier not named: nobody.
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
    /// What holds for it besides.
    pub flags: &'static [Flag],
    /// The problems that are its own, besides those that all of its kind have.
    pub fails: &'static [ErrorCode],
    /// The reaches that its scope understands.
    pub reaches: &'static [Reach],
}

/// What holds for an operation besides who may call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// It is open before the initial password has been changed (LC-7.1a-1).
    BeforePasswordChange,
    /// It is open before a compulsory second factor has been enrolled.
    BeforeSecondFactor,
    /// It is for the holder of a unit account, and not for its operators (D-04).
    HolderOnly,
    /// It can never be carried out by delegation (D-17).
    Undelegable,
    /// It takes a session that a password opened, and no access token that the holder made for a program.
    SessionOnly,
    /// Beyond the guests of one's own facility it queries data of the population, and cannot be carried out by delegation
    /// either (LCH24-17.2-1).
    QueriesPopulation,
    /// It is there only where the profile lets accounts be delegated (D-17).
    OfDelegation,
    /// It always refuses where nothing ever leaves the online period: there is no archive to ask.
    OfArchive,
    /// It always refuses where the profile only links to the immigration site (D-08).
    OfForeignExport,
    /// It starts from a version: in the body, or in `If-Match`.
    Versioned,
    /// It reads one thing and tells it by an `ETag`: all but those whose answer tells the clock, and is never the same.
    Tagged,
    /// Its answer tells a secret once. The stored answer is wiped early: the key then still bars the twin, and the secret is
    /// no more.
    TellsSecret,
}

/// The right to an operation as a type, so that a handler's [`crate::authz::Grant`] names the row that it relies on.
pub trait Operation: 'static {
    /// The operation: its id, method, path and types.
    type Call: dto::operations::Operation;
    /// What of its kind of thing is within reach.
    type Scope: Scope;
    /// Its row.
    const ROW: &'static Row;
}

impl Row {
    /// How far the right of `post` reaches, if it has one. `handles_dossiers` says whether some type of procedure names the
    /// post as the one that handles it: who handles dossiers is data, what those may do with them is in the table.
    pub fn reach(&self, post: Post, handles_dossiers: bool) -> Option<Reach> {
        self.rights()
            .iter()
            .filter(|(_, reach)| handles_dossiers || !reach.is_for_handlers())
            .find(|(who, _)| who.is(post))
            .map(|(_, reach)| *reach)
    }

    /// Who may call it and how far; nobody by account for what is public.
    pub fn rights(&self) -> &'static [(Who, Reach)] {
        match self.access {
            Access::Public(_) => &[],
            Access::Roles(rights) => rights,
        }
    }

    /// Whether that holds for it.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// Whether it can be carried out by delegation with that reach (D-17, LCH24-17.2-1).
    pub fn is_delegable(&self, reach: Reach) -> bool {
        !self.has(Flag::Undelegable) && (!self.has(Flag::QueriesPopulation) || reach == Reach::OwnFacility)
    }

    /// Whether it can do anything under the profile: what it would always refuse nobody is offered.
    pub fn is_offered(&self, profile: &Profile) -> bool {
        self.exists(profile)
            && !(self.has(Flag::OfArchive) && profile.retention.online_months.is_none())
            && !(self.has(Flag::OfForeignExport) && profile.foreign_guests == ForeignGuestWay::LinkOnly)
    }

    /// Whether the profile has it.
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
