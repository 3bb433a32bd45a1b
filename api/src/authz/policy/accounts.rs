//! Rights to one's own account, to the accounts of others, and to delegations.

use super::access::{ADMINISTRATOR, EVERYONE, FACILITY, FINANCE, OPERATION, POLICE, STATISTICS, TAX, TOURISM};
use super::{Access, Reach, Who, policy};
use crate::authz::scope::{Accounts, Own};
use dto::account::Role;

/// The caller's own account and those that it administers; an account that administers none sees only itself.
const READ_ACCOUNTS: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::Everything),
    (POLICE, Reach::OwnTier),
    (TAX, Reach::OwnTier),
    (TOURISM, Reach::OwnTier),
    (STATISTICS, Reach::OwnTier),
    (FINANCE, Reach::OwnTier),
    (OPERATION, Reach::OwnTier),
    (FACILITY, Reach::OwnTier),
]);

/// Delegations of the caller's own account, and of those that it regularly administers: `rules::tiers::creators` says
/// which.
const LENT_ACCOUNTS: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::OwnTier),
    (POLICE, Reach::OwnTier),
    (TAX, Reach::OwnTier),
    (TOURISM, Reach::OwnTier),
    (STATISTICS, Reach::OwnTier),
    (FINANCE, Reach::OwnTier),
    (OPERATION, Reach::OwnTier),
    (FACILITY, Reach::OwnTier),
]);

/// Table 8.1: who creates and administers accounts. `rules::tiers` says which.
const MANAGE_ACCOUNTS: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::Everything),
    (Who::at(Role::Police, &[1, 2]), Reach::OwnTier),
    (Who::at(Role::Tax, &[1, 2]), Reach::OwnTier),
    (Who::at(Role::Tourism, &[1]), Reach::OwnTier),
    (Who::at(Role::Statistics, &[1]), Reach::OwnTier),
]);

policy! { accounts:
    Login in () Access::Public("nobody is signed in yet")
        => CredentialsRefused AccountLocked SecondFactorRequired TooManyAttempts HostNotForRole CrossSiteRequest;
    RefreshToken in () Access::Public("the refresh cookie is the proof") => RefreshRefused CrossSiteRequest;
    Logout in () Access::Public("the refresh cookie is the proof; without one there is nothing to end")
        => CrossSiteRequest;
    ChangePassword in Own EVERYONE, BeforePasswordChange, BeforeSecondFactor, Undelegable, SessionOnly
        => TooManyAttempts;
    GetCurrentAccount in Own EVERYONE, BeforePasswordChange, BeforeSecondFactor, Tagged;
    GetCounts in Own EVERYONE, Tagged;
    EnrolSecondFactor in Own EVERYONE, BeforeSecondFactor, Undelegable, SessionOnly => TooManyAttempts;
    ConfirmSecondFactor in Own EVERYONE, BeforeSecondFactor, Undelegable, SessionOnly, TellsSecret
        => SecondFactorAbsent;
    RemoveSecondFactor in Own EVERYONE, Undelegable, SessionOnly
        => TooManyAttempts SecondFactorCompulsory SecondFactorAbsent;
    ListSessions in Own EVERYONE, Undelegable;
    EndSession in Own EVERYONE, Undelegable, SessionOnly;
    EndOtherSessions in Own EVERYONE, Undelegable, SessionOnly;
    ListAccessTokens in Own EVERYONE, Undelegable;
    CreateAccessToken in Own EVERYONE, Undelegable, SessionOnly, TellsSecret => TooManyAttempts AccessTokenLimit;
    EndAccessToken in Own EVERYONE, Undelegable;
    ListOperators in Own EVERYONE, Undelegable;
    CreateOperator in Own EVERYONE, HolderOnly, Undelegable, SessionOnly, TellsSecret => AccountLimitReached;
    ConfirmOperator in Own EVERYONE, HolderOnly, Undelegable, SessionOnly, Versioned => AccountStatusConflict;
    DisableOperator in Own EVERYONE, HolderOnly, Undelegable, Versioned => AccountStatusConflict;
    ResetOperatorPassword in Own EVERYONE, HolderOnly, Undelegable, SessionOnly, Versioned, TellsSecret
        => AccountStatusConflict;
    CreateAccount in Accounts MANAGE_ACCOUNTS, Undelegable, TellsSecret => TierForbidden AccountLimitReached;
    ListAccounts in Accounts MANAGE_ACCOUNTS, Undelegable;
    SearchAccounts in Accounts MANAGE_ACCOUNTS, Undelegable;
    ExportAccounts in Accounts MANAGE_ACCOUNTS, Undelegable => ListTooLarge;
    GetAccount in Accounts READ_ACCOUNTS, Undelegable, Tagged;
    UpdateAccount in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned => TierForbidden AccountStatusConflict;
    LockAccount in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned
        => TierForbidden AccountStatusConflict LastAdministrator;
    UnlockAccount in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned
        => TierForbidden AccountStatusConflict LastAdministrator;
    CloseAccount in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned
        => TierForbidden AccountStatusConflict LastAdministrator;
    ResetPassword in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned, TellsSecret
        => TierForbidden AccountStatusConflict;
    ChangeHolder in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned, TellsSecret
        => TierForbidden AccountStatusConflict;
    ListHolders in Accounts READ_ACCOUNTS, Undelegable;
    EndOperator in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned => TierForbidden AccountStatusConflict;
    RequestDelegation in Own EVERYONE, OfDelegation, HolderOnly, Undelegable => DelegationStateConflict;
    ListDelegations in Accounts LENT_ACCOUNTS, OfDelegation, Undelegable;
    ApproveDelegation in Accounts LENT_ACCOUNTS, OfDelegation, HolderOnly, Undelegable, Versioned
        => TierForbidden DelegationStateConflict AccountStatusConflict;
    EndDelegation in Accounts LENT_ACCOUNTS, OfDelegation, Undelegable, Versioned => DelegationStateConflict;
}
