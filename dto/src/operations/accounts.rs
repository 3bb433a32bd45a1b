//! Accounts, sessions, operators, delegations.

use super::{File, operations};
use crate::account::{AccountOut, LoginIn, PasswordChangeIn, SignedInOut};
use crate::administration::{
    AccountActIn, AccountExportIn, AccountIn, AccountPage, AccountPatch, AccountSearchIn, HoldersOut, IssuedAccountOut,
    IssuedOperatorOut, ManagedAccountOut, NewHolderIn, OperatorIn, OperatorOut, OperatorResetIn, OperatorsOut,
    PasswordResetIn,
};
use crate::counts::CountsOut;
use crate::credential::{
    AccessTokenIn, AccessTokenMadeOut, AccessTokensOut, OpenSessionsOut, RecoveryCodesOut, SecondFactorConfirmIn,
    SecondFactorEnrolIn, SecondFactorEnrolOut, SecondFactorRemoveIn, SessionsEnded,
};
use crate::delegation::{DelegationIn, DelegationOut, DelegationsOut};
use crate::{AnyVersionIn, VersionIn};
use uuid::Uuid;

operations! {
    Login = "login" POST "/auth/login" (), LoginIn => SignedInOut;
    RefreshToken = "refreshToken" POST "/auth/refresh" () => SignedInOut;
    Logout = "logout" POST "/auth/logout" () => ();
    ChangePassword = "changePassword" POST "/accounts/me/password" (), PasswordChangeIn => ();
    GetCurrentAccount = "getCurrentAccount" GET "/accounts/me" () => AccountOut;
    GetCounts = "getCounts" GET "/accounts/me/counts" () => CountsOut;
    EnrolSecondFactor = "enrolSecondFactor" POST "/accounts/me/second-factor"
        (), SecondFactorEnrolIn => SecondFactorEnrolOut;
    ConfirmSecondFactor = "confirmSecondFactor" POST "/accounts/me/second-factor/confirmation"
        (), SecondFactorConfirmIn => RecoveryCodesOut;
    RemoveSecondFactor = "removeSecondFactor" POST "/accounts/me/second-factor/removal" (), SecondFactorRemoveIn => ();
    ListSessions = "listSessions" GET "/accounts/me/sessions" () => OpenSessionsOut;
    EndSession = "endSession" POST "/accounts/me/sessions/{session_id}/termination" (session_id: Uuid) => ();
    EndOtherSessions = "endOtherSessions" POST "/accounts/me/other-sessions/termination" () => SessionsEnded;
    ListAccessTokens = "listAccessTokens" GET "/accounts/me/access-tokens" () => AccessTokensOut;
    CreateAccessToken = "createAccessToken" POST "/accounts/me/access-tokens" (), AccessTokenIn => AccessTokenMadeOut;
    EndAccessToken = "endAccessToken" POST "/accounts/me/access-tokens/{token_id}/revocation" (token_id: Uuid) => ();
    ListOperators = "listOperators" GET "/accounts/me/operators" () => OperatorsOut;
    CreateOperator = "createOperator" POST "/accounts/me/operators" (), OperatorIn => IssuedOperatorOut;
    ConfirmOperator = "confirmOperator" POST "/accounts/me/operators/{operator_id}/confirmation"
        (operator_id: Uuid), VersionIn => OperatorOut;
    DisableOperator = "disableOperator" POST "/accounts/me/operators/{operator_id}/deactivation"
        (operator_id: Uuid), AnyVersionIn => OperatorOut;
    ResetOperatorPassword = "resetOperatorPassword" POST "/accounts/me/operators/{operator_id}/password-reset"
        (operator_id: Uuid), OperatorResetIn => IssuedOperatorOut;
    CreateAccount = "createAccount" POST "/accounts" (), AccountIn => IssuedAccountOut;
    ListAccounts = "listAccounts" GET "/accounts" () => AccountPage;
    SearchAccounts = "searchAccounts" POST "/accounts/search" (), AccountSearchIn => AccountPage;
    ExportAccounts = "exportAccounts" POST "/accounts/export" (), AccountExportIn => File;
    GetAccount = "getAccount" GET "/accounts/{account_id}" (account_id: Uuid) => ManagedAccountOut;
    UpdateAccount = "updateAccount" PATCH "/accounts/{account_id}"
        (account_id: Uuid), AccountPatch => ManagedAccountOut;
    LockAccount = "lockAccount" POST "/accounts/{account_id}/lock"
        (account_id: Uuid), AccountActIn => ManagedAccountOut;
    UnlockAccount = "unlockAccount" POST "/accounts/{account_id}/reactivation"
        (account_id: Uuid), AccountActIn => ManagedAccountOut;
    CloseAccount = "closeAccount" POST "/accounts/{account_id}/closure"
        (account_id: Uuid), AccountActIn => ManagedAccountOut;
    ResetPassword = "resetPassword" POST "/accounts/{account_id}/password-reset"
        (account_id: Uuid), PasswordResetIn => IssuedAccountOut;
    ChangeHolder = "changeHolder" POST "/accounts/{account_id}/holders"
        (account_id: Uuid), NewHolderIn => IssuedAccountOut;
    ListHolders = "listHolders" GET "/accounts/{account_id}/holders" (account_id: Uuid) => HoldersOut;
    EndOperator = "endOperator" POST "/accounts/{account_id}/operators/{operator_id}/deactivation"
        (account_id: Uuid, operator_id: Uuid), AccountActIn => ManagedAccountOut;
    RequestDelegation = "requestDelegation" POST "/delegations" (), DelegationIn => DelegationOut;
    ListDelegations = "listDelegations" GET "/delegations" () => DelegationsOut;
    ApproveDelegation = "approveDelegation" POST "/delegations/{delegation_id}/approval"
        (delegation_id: Uuid), VersionIn => DelegationOut;
    EndDelegation = "endDelegation" POST "/delegations/{delegation_id}/revocation"
        (delegation_id: Uuid), AnyVersionIn => DelegationOut;
}
