//! One's own sessions, second factor and deadlines.

use super::{Api, Outcome};
use crate::fetch::Ask;
use dto::credential::{
    AccessTokenIn, AccessTokenMadeOut, AccessTokensOut, OpenSessionsOut, SecondFactorRemoveIn, SessionsEnded,
};
use dto::delegation::{DelegationIn, DelegationOut, DelegationsOut};
use dto::stay::OwnDeadlinesOut;
use dto::{AnyVersionIn, VersionIn};
use uuid::Uuid;

impl Api {
    /// `listOwnDeadlines`.
    pub async fn list_own_deadlines(self, facility: Uuid) -> Outcome<OwnDeadlinesOut> {
        self.read(Ask::get(format!("/facilities/{facility}/deadlines"))).await
    }

    /// `listSessions`.
    pub async fn list_sessions(self) -> Outcome<OpenSessionsOut> {
        let items = self.whole("/accounts/me/sessions").await?;
        Ok(OpenSessionsOut {
            items,
            next_cursor: None,
        })
    }

    /// `endSession`.
    pub async fn end_session(self, id: Uuid) -> Outcome<()> {
        self.ask(Ask::post(format!("/accounts/me/sessions/{id}/termination")))
            .await
            .map(|_| ())
    }

    /// `listAccessTokens`.
    pub async fn list_access_tokens(self) -> Outcome<AccessTokensOut> {
        let items = self.whole("/accounts/me/access-tokens").await?;
        Ok(AccessTokensOut {
            items,
            next_cursor: None,
        })
    }

    /// `createAccessToken`.
    pub async fn create_access_token(self, token: &AccessTokenIn) -> Outcome<AccessTokenMadeOut> {
        self.read(Ask::post("/accounts/me/access-tokens").body(token)).await
    }

    /// `endAccessToken`.
    pub async fn end_access_token(self, id: Uuid) -> Outcome<()> {
        self.ask(Ask::post(format!("/accounts/me/access-tokens/{id}/revocation")))
            .await
            .map(|_| ())
    }

    /// `endOtherSessions`.
    pub async fn end_other_sessions(self) -> Outcome<SessionsEnded> {
        self.read(Ask::post("/accounts/me/other-sessions/termination")).await
    }

    /// `listDelegations`.
    pub async fn list_delegations(self) -> Outcome<DelegationsOut> {
        let items = self.whole("/delegations").await?;
        Ok(DelegationsOut {
            items,
            next_cursor: None,
        })
    }

    /// `requestDelegation`; the key goes with each repeat of the same request.
    pub async fn request_delegation(self, delegation: &DelegationIn, key: &str) -> Outcome<DelegationOut> {
        self.read(Ask::post("/delegations").body(delegation).idempotency_key(key))
            .await
    }

    /// `approveDelegation`.
    pub async fn approve_delegation(self, id: Uuid, version: i32) -> Outcome<DelegationOut> {
        let ask = Ask::post(format!("/delegations/{id}/approval"));
        self.read(ask.body(&VersionIn { version })).await
    }

    /// `endDelegation`, however it stands meanwhile: an end protects.
    pub async fn end_delegation(self, id: Uuid) -> Outcome<DelegationOut> {
        let ask = Ask::post(format!("/delegations/{id}/revocation"));
        self.read(ask.body(&AnyVersionIn::default())).await
    }

    /// `removeSecondFactor`.
    pub async fn remove_second_factor(self, removal: &SecondFactorRemoveIn) -> Outcome<()> {
        self.ask(Ask::post("/accounts/me/second-factor/removal").body(removal))
            .await
            .map(|_| ())
    }
}
