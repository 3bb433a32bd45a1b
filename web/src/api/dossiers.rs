//! The queue of dossiers and what officers do with them.

use super::{Api, Call, Outcome};
use dto::dossier::{
    AcceptDossierIn, CheckDossierIn, CommentIn, ConsultIn, DossierOut, OpinionIn, RefuseIn, ResolveIn, ResolveOut,
    SupplementRequestIn, UnitList,
};
use dto::operations::procedures::{
    AcceptDossier, CheckDossier, CommentOnDossier, ConsultOnDossier, DownloadAttachment, GetDossier, GiveOpinion,
    ListUnits, LockReportedAccount, PrintDossier, RefuseDossier, RemindApplicant, RemindConsulted, RequestSupplement,
    ResolveDossier,
};
use uuid::Uuid;

impl Api {
    /// Calls `getDossier`.
    pub async fn get_dossier(self, id: Uuid) -> Outcome<DossierOut> {
        self.read(Call::of(GetDossier::at(id))).await
    }

    /// Calls `downloadAttachment`.
    pub async fn download_attachment(self, id: Uuid, attachment: Uuid) -> Outcome<web_sys::Blob> {
        self.read_file(Call::of(DownloadAttachment::at(id, attachment)).ask)
            .await
    }

    /// Calls `printDossier`: the form on paper.
    pub async fn print_dossier(self, id: Uuid) -> Outcome<web_sys::Blob> {
        self.read_file(Call::of(PrintDossier::at(id)).ask).await
    }

    /// Calls `acceptDossier`.
    pub async fn accept_dossier(self, id: Uuid, request: &AcceptDossierIn) -> Outcome<DossierOut> {
        self.read(Call::with(AcceptDossier::at(id), request)).await
    }

    /// Calls `requestSupplement`.
    pub async fn request_supplement(self, id: Uuid, request: &SupplementRequestIn) -> Outcome<DossierOut> {
        self.read(Call::with(RequestSupplement::at(id), request)).await
    }

    /// Calls `consultOnDossier`.
    pub async fn consult_on_dossier(self, id: Uuid, request: &ConsultIn) -> Outcome<DossierOut> {
        self.read(Call::with(ConsultOnDossier::at(id), request)).await
    }

    /// Calls `remindConsulted`.
    pub async fn remind_consulted(self, id: Uuid, consultation: Uuid) -> Outcome<DossierOut> {
        self.read(Call::of(RemindConsulted::at(id, consultation))).await
    }

    /// Calls `remindApplicant`.
    pub async fn remind_applicant(self, id: Uuid) -> Outcome<DossierOut> {
        self.read(Call::of(RemindApplicant::at(id))).await
    }

    /// Calls `lockReportedAccount`.
    pub async fn lock_reported_account(self, id: Uuid) -> Outcome<DossierOut> {
        self.read(Call::of(LockReportedAccount::at(id))).await
    }

    /// Calls `checkDossier`.
    pub async fn check_dossier(self, id: Uuid, request: &CheckDossierIn) -> Outcome<DossierOut> {
        self.read(Call::with(CheckDossier::at(id), request)).await
    }

    /// Calls `giveOpinion`.
    pub async fn give_opinion(self, id: Uuid, request: &OpinionIn) -> Outcome<DossierOut> {
        self.read(Call::with(GiveOpinion::at(id), request)).await
    }

    /// Calls `refuseDossier`.
    pub async fn refuse_dossier(self, id: Uuid, request: &RefuseIn) -> Outcome<DossierOut> {
        self.read(Call::with(RefuseDossier::at(id), request)).await
    }

    /// Calls `resolveDossier`.
    pub async fn resolve_dossier(self, id: Uuid, request: &ResolveIn) -> Outcome<ResolveOut> {
        self.read(Call::with(ResolveDossier::at(id), request)).await
    }

    /// Calls `commentOnDossier`.
    pub async fn comment_on_dossier(self, id: Uuid, request: &CommentIn) -> Outcome<DossierOut> {
        self.read(Call::with(CommentOnDossier::at(id), request)).await
    }

    /// Calls `listUnits`.
    pub async fn list_units(self) -> Outcome<UnitList> {
        let items = self.whole(ListUnits::at().into_path()).await?;
        Ok(UnitList {
            items,
            next_cursor: None,
        })
    }
}
