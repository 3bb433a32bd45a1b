//! The queue of dossiers and what officers do with them.

use super::{Api, Outcome};
use crate::fetch::Ask;
use dto::dossier::{
    AcceptDossierIn, CheckDossierIn, CommentIn, ConsultIn, DossierCounts, DossierOut, DossierPage, OpinionIn, RefuseIn,
    ResolveIn, ResolveOut, SupplementRequestIn, UnitList,
};
use serde::Serialize;
use uuid::Uuid;

impl Api {
    /// `listDossiers`.
    pub async fn list_dossiers(self, query: &[(&str, String)]) -> Outcome<DossierPage> {
        self.read(Ask::get("/dossiers").query(query)).await
    }

    /// `getDossier`.
    pub async fn get_dossier(self, id: Uuid) -> Outcome<DossierOut> {
        self.read(Ask::get(format!("/dossiers/{id}"))).await
    }

    /// `downloadAttachment`.
    pub async fn download_attachment(self, id: Uuid, attachment: Uuid) -> Outcome<web_sys::Blob> {
        self.read_file(Ask::get(format!("/dossiers/{id}/attachments/{attachment}")))
            .await
    }

    /// `printDossier`: the form on paper.
    pub async fn print_dossier(self, id: Uuid) -> Outcome<web_sys::Blob> {
        self.read_file(Ask::get(format!("/dossiers/{id}/form"))).await
    }

    /// `acceptDossier`.
    pub async fn accept_dossier(self, id: Uuid, request: &AcceptDossierIn) -> Outcome<DossierOut> {
        self.act(id, "acceptance", request, "").await
    }

    /// `requestSupplement`.
    pub async fn request_supplement(self, id: Uuid, request: &SupplementRequestIn) -> Outcome<DossierOut> {
        self.act(id, "supplement-request", request, "").await
    }

    /// `consultOnDossier`; the key goes with each repeat of the same question.
    pub async fn consult_on_dossier(self, id: Uuid, request: &ConsultIn, key: &str) -> Outcome<DossierOut> {
        self.act(id, "consultations", request, key).await
    }

    /// `remindConsulted`; the key goes with each repeat of the same reminder.
    pub async fn remind_consulted(self, id: Uuid, consultation: Uuid, key: &str) -> Outcome<DossierOut> {
        let ask = Ask::post(format!("/dossiers/{id}/consultations/{consultation}/reminder"));
        self.read(ask.idempotency_key(key)).await
    }

    /// `remindApplicant`; the key goes with each repeat of the same reminder.
    pub async fn remind_applicant(self, id: Uuid, key: &str) -> Outcome<DossierOut> {
        let ask = Ask::post(format!("/dossiers/{id}/reminder"));
        self.read(ask.idempotency_key(key)).await
    }

    /// `lockReportedAccount`.
    pub async fn lock_reported_account(self, id: Uuid) -> Outcome<DossierOut> {
        self.read(Ask::post(format!("/dossiers/{id}/lock"))).await
    }

    /// `countDossiers`.
    pub async fn count_dossiers(self) -> Outcome<DossierCounts> {
        self.read(Ask::get("/dossiers/counts")).await
    }

    /// `checkDossier`.
    pub async fn check_dossier(self, id: Uuid, request: &CheckDossierIn) -> Outcome<DossierOut> {
        self.read(Ask::put(format!("/dossiers/{id}/checks")).body(request))
            .await
    }

    /// `giveOpinion`.
    pub async fn give_opinion(self, id: Uuid, request: &OpinionIn) -> Outcome<DossierOut> {
        self.act(id, "opinion", request, "").await
    }

    /// `refuseDossier`.
    pub async fn refuse_dossier(self, id: Uuid, request: &RefuseIn) -> Outcome<DossierOut> {
        self.act(id, "refusal", request, "").await
    }

    /// `resolveDossier`.
    pub async fn resolve_dossier(self, id: Uuid, request: &ResolveIn) -> Outcome<ResolveOut> {
        self.read(Ask::post(format!("/dossiers/{id}/resolution")).body(request))
            .await
    }

    /// `commentOnDossier`; the key goes with each repeat of the same remark.
    pub async fn comment_on_dossier(self, id: Uuid, request: &CommentIn, key: &str) -> Outcome<DossierOut> {
        self.act(id, "comments", request, key).await
    }

    /// `listUnits`.
    pub async fn list_units(self) -> Outcome<UnitList> {
        let items = self.whole("/units").await?;
        Ok(UnitList {
            items,
            next_cursor: None,
        })
    }

    async fn act(self, id: Uuid, what: &str, request: &impl Serialize, key: &str) -> Outcome<DossierOut> {
        let ask = Ask::post(format!("/dossiers/{id}/{what}")).body(request);
        let ask = if key.is_empty() { ask } else { ask.idempotency_key(key) };
        self.read(ask).await
    }
}
