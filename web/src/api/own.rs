//! The user's own sessions, second factor and deadlines.

use super::{Api, Call, Outcome};
use dto::credential::{AccessTokenIn, AccessTokenMadeOut, SecondFactorRemoveIn, SessionsEnded};
use dto::delegation::{DelegationIn, DelegationOut};
use dto::operations::accounts::{
    ApproveDelegation, CreateAccessToken, EndAccessToken, EndDelegation, EndOtherSessions, EndSession,
    RemoveSecondFactor, RequestDelegation,
};
use dto::operations::stays::ListOwnDeadlines;
use dto::stay::OwnDeadlinesOut;
use dto::{AnyVersionIn, VersionIn};
use uuid::Uuid;

impl Api {
    /// Calls `listOwnDeadlines`.
    pub async fn list_own_deadlines(self, facility: Uuid) -> Outcome<OwnDeadlinesOut> {
        self.read(Call::of(ListOwnDeadlines::at(facility))).await
    }

    /// Calls `endSession`.
    pub async fn end_session(self, id: Uuid) -> Outcome<()> {
        self.done(Call::of(EndSession::at(id))).await
    }

    /// Calls `createAccessToken`.
    pub async fn create_access_token(self, token: &AccessTokenIn) -> Outcome<AccessTokenMadeOut> {
        self.read(Call::with(CreateAccessToken::at(), token)).await
    }

    /// Calls `endAccessToken`.
    pub async fn end_access_token(self, id: Uuid) -> Outcome<()> {
        self.done(Call::of(EndAccessToken::at(id))).await
    }

    /// Calls `endOtherSessions`.
    pub async fn end_other_sessions(self) -> Outcome<SessionsEnded> {
        self.read(Call::of(EndOtherSessions::at())).await
    }

    /// Calls `requestDelegation`.
    pub async fn request_delegation(self, delegation: &DelegationIn) -> Outcome<DelegationOut> {
        self.read(Call::with(RequestDelegation::at(), delegation)).await
    }

    /// Calls `approveDelegation`.
    pub async fn approve_delegation(self, id: Uuid, version: i32) -> Outcome<DelegationOut> {
        self.read(Call::with(ApproveDelegation::at(id), &VersionIn { version }))
            .await
    }

    /// Calls `endDelegation`, whatever state it has meanwhile: an end protects.
    pub async fn end_delegation(self, id: Uuid) -> Outcome<DelegationOut> {
        self.read(Call::with(EndDelegation::at(id), &AnyVersionIn::default()))
            .await
    }

    /// Calls `removeSecondFactor`.
    pub async fn remove_second_factor(self, removal: &SecondFactorRemoveIn) -> Outcome<()> {
        self.done(Call::with(RemoveSecondFactor::at(), removal)).await
    }
}
