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

policy! {
    Login = "login" POST "/auth/login" in () Access::Public("nobody is signed in yet")
        => CredentialsRefused AccountLocked SecondFactorRequired TooManyAttempts HostNotForRole CrossSiteRequest;
    RefreshToken = "refreshToken" POST "/auth/refresh" in () Access::Public("the refresh cookie is the proof")
        => RefreshRefused CrossSiteRequest;
    Logout = "logout" POST "/auth/logout" in () Access::Public("the refresh cookie is the proof; without one there is nothing to end")
        => CrossSiteRequest;
    ChangePassword = "changePassword" POST "/accounts/me/password" in Own EVERYONE, BeforePasswordChange, BeforeSecondFactor, Undelegable, SessionOnly
        => TooManyAttempts;
    GetCurrentAccount = "getCurrentAccount" GET "/accounts/me" in Own EVERYONE, BeforePasswordChange, BeforeSecondFactor, Tagged;
    EnrolSecondFactor = "enrolSecondFactor" POST "/accounts/me/second-factor" in Own EVERYONE, BeforeSecondFactor, Undelegable, SessionOnly
        => TooManyAttempts;
    ConfirmSecondFactor = "confirmSecondFactor" POST "/accounts/me/second-factor/confirmation" in Own EVERYONE, BeforeSecondFactor, Undelegable, SessionOnly, TellsSecret
        => SecondFactorAbsent;
    RemoveSecondFactor = "removeSecondFactor" POST "/accounts/me/second-factor/removal" in Own EVERYONE, Undelegable, SessionOnly
        => TooManyAttempts SecondFactorCompulsory SecondFactorAbsent;
    ListSessions = "listSessions" GET "/accounts/me/sessions" in Own EVERYONE, Undelegable;
    EndSession = "endSession" POST "/accounts/me/sessions/{session_id}/termination" in Own EVERYONE, Undelegable, SessionOnly;
    EndOtherSessions = "endOtherSessions" POST "/accounts/me/other-sessions/termination" in Own EVERYONE, Undelegable, SessionOnly;
    ListAccessTokens = "listAccessTokens" GET "/accounts/me/access-tokens" in Own EVERYONE, Undelegable;
    CreateAccessToken = "createAccessToken" POST "/accounts/me/access-tokens" in Own EVERYONE, Undelegable, SessionOnly, TellsSecret
        => TooManyAttempts AccessTokenLimit;
    EndAccessToken = "endAccessToken" POST "/accounts/me/access-tokens/{token_id}/revocation" in Own EVERYONE, Undelegable;
    ListOperators = "listOperators" GET "/accounts/me/operators" in Own EVERYONE, Undelegable;
    CreateOperator = "createOperator" POST "/accounts/me/operators" in Own EVERYONE, HolderOnly, Undelegable, SessionOnly, TellsSecret
        => AccountLimitReached;
    ConfirmOperator = "confirmOperator" POST "/accounts/me/operators/{operator_id}/confirmation" in Own EVERYONE, HolderOnly, Undelegable, SessionOnly, Versioned
        => AccountStatusConflict;
    DisableOperator = "disableOperator" POST "/accounts/me/operators/{operator_id}/deactivation" in Own EVERYONE, HolderOnly, Undelegable, Versioned
        => AccountStatusConflict;
    ResetOperatorPassword = "resetOperatorPassword" POST "/accounts/me/operators/{operator_id}/password-reset" in Own EVERYONE, HolderOnly, Undelegable, SessionOnly, Versioned, TellsSecret
        => AccountStatusConflict;
    CreateAccount = "createAccount" POST "/accounts" in Accounts MANAGE_ACCOUNTS, Undelegable, TellsSecret
        => TierForbidden AccountLimitReached;
    ListAccounts = "listAccounts" GET "/accounts" in Accounts MANAGE_ACCOUNTS, Undelegable;
    SearchAccounts = "searchAccounts" POST "/accounts/search" in Accounts MANAGE_ACCOUNTS, Undelegable;
    GetAccount = "getAccount" GET "/accounts/{account_id}" in Accounts READ_ACCOUNTS, Undelegable, Tagged;
    UpdateAccount = "updateAccount" PATCH "/accounts/{account_id}" in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned
        => TierForbidden AccountStatusConflict;
    LockAccount = "lockAccount" POST "/accounts/{account_id}/lock" in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned
        => TierForbidden AccountStatusConflict LastAdministrator;
    UnlockAccount = "unlockAccount" POST "/accounts/{account_id}/reactivation" in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned
        => TierForbidden AccountStatusConflict LastAdministrator;
    CloseAccount = "closeAccount" POST "/accounts/{account_id}/closure" in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned
        => TierForbidden AccountStatusConflict LastAdministrator;
    ResetPassword = "resetPassword" POST "/accounts/{account_id}/password-reset" in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned, TellsSecret
        => TierForbidden AccountStatusConflict;
    ChangeHolder = "changeHolder" POST "/accounts/{account_id}/holders" in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned, TellsSecret
        => TierForbidden AccountStatusConflict;
    ListHolders = "listHolders" GET "/accounts/{account_id}/holders" in Accounts READ_ACCOUNTS, Undelegable;
    EndOperator = "endOperator" POST "/accounts/{account_id}/operators/{operator_id}/deactivation" in Accounts MANAGE_ACCOUNTS, Undelegable, Versioned
        => TierForbidden AccountStatusConflict;
    RequestDelegation = "requestDelegation" POST "/delegations" in Own EVERYONE, OfDelegation, HolderOnly, Undelegable
        => DelegationStateConflict;
    ListDelegations = "listDelegations" GET "/delegations" in Accounts LENT_ACCOUNTS, OfDelegation, Undelegable;
    ApproveDelegation = "approveDelegation" POST "/delegations/{delegation_id}/approval" in Accounts LENT_ACCOUNTS, OfDelegation, HolderOnly, Undelegable, Versioned
        => TierForbidden DelegationStateConflict AccountStatusConflict;
    EndDelegation = "endDelegation" POST "/delegations/{delegation_id}/revocation" in Accounts LENT_ACCOUNTS, OfDelegation, Undelegable, Versioned
        => DelegationStateConflict;
}
