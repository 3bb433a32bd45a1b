//! One's own sessions and second factor.

use super::{Api, Outcome};
use crate::fetch::Ask;
use dto::credential::{SecondFactorRemoveIn, SessionListOut, SessionsEnded};
use uuid::Uuid;

impl Api {
    /// `listSessions`.
    pub async fn list_sessions(self) -> Outcome<SessionListOut> {
        self.read(Ask::get("/accounts/me/sessions")).await
    }

    /// `endSession`.
    pub async fn end_session(self, id: Uuid) -> Outcome<()> {
        self.ask(Ask::post(format!("/accounts/me/sessions/{id}/end")))
            .await
            .map(|_| ())
    }

    /// `endOtherSessions`.
    pub async fn end_other_sessions(self) -> Outcome<SessionsEnded> {
        self.read(Ask::post("/accounts/me/sessions/end-others")).await
    }

    /// `removeSecondFactor`.
    pub async fn remove_second_factor(self, removal: &SecondFactorRemoveIn) -> Outcome<()> {
        self.ask(Ask::post("/accounts/me/second-factor/removal").body(removal))
            .await
            .map(|_| ())
    }
}
