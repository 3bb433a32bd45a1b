//! What people file, and what becomes of it.

use super::{Api, Outcome};
use crate::fetch::Ask;
use dto::dossier::{LookupIn, PublicDossierOut, ResultIn, SupplementIn, WithdrawIn};
use dto::filing::{
    CredentialLossIn, DataRequestIn, DataRequestsOut, FilingReceipt, HolderChangeIn, HolderChangesOut, MailTokenIn,
    RegistrationIn,
};

impl Api {
    /// `submitRegistration`; the key goes with each repeat of the same application.
    pub async fn submit_registration(self, registration: &RegistrationIn, key: &str) -> Outcome<FilingReceipt> {
        let ask = Ask::post("/registrations").body(registration).idempotency_key(key);
        self.open(ask.patient()).await
    }

    /// `confirmRegistration`.
    pub async fn confirm_registration(self, token: &MailTokenIn) -> Outcome<()> {
        let ask = Ask::post("/registrations/confirmation").body(token);
        self.send(ask).await.map(|_| ())
    }

    /// `submitHolderChange`; the key goes with each repeat of the same request.
    pub async fn submit_holder_change(self, change: &HolderChangeIn, key: &str) -> Outcome<FilingReceipt> {
        let ask = Ask::post("/accounts/me/holder-changes")
            .body(change)
            .idempotency_key(key);
        self.read(ask.patient()).await
    }

    /// `listHolderChanges`.
    pub async fn list_holder_changes(self) -> Outcome<HolderChangesOut> {
        let items = self.whole("/accounts/me/holder-changes").await?;
        Ok(HolderChangesOut {
            items,
            next_cursor: None,
        })
    }

    /// `submitDataRequest`; the key goes with each repeat of the same request.
    pub async fn submit_data_request(self, request: &DataRequestIn, key: &str) -> Outcome<FilingReceipt> {
        let ask = Ask::post("/data-requests").body(request).idempotency_key(key);
        self.open(ask.patient()).await
    }

    /// `confirmDataRequest`.
    pub async fn confirm_data_request(self, token: &MailTokenIn) -> Outcome<()> {
        let ask = Ask::post("/data-requests/confirmation").body(token);
        self.send(ask).await.map(|_| ())
    }

    /// `submitOwnDataRequest`; the key goes with each repeat of the same request.
    pub async fn submit_own_data_request(self, request: &DataRequestIn, key: &str) -> Outcome<FilingReceipt> {
        let ask = Ask::post("/accounts/me/data-requests")
            .body(request)
            .idempotency_key(key);
        self.read(ask.patient()).await
    }

    /// `listOwnDataRequests`.
    pub async fn list_own_data_requests(self) -> Outcome<DataRequestsOut> {
        let items = self.whole("/accounts/me/data-requests").await?;
        Ok(DataRequestsOut {
            items,
            next_cursor: None,
        })
    }

    /// `reportCredentialLoss`; the answer is the same whether the account exists.
    pub async fn report_credential_loss(self, loss: &CredentialLossIn, key: &str) -> Outcome<FilingReceipt> {
        let ask = Ask::post("/credential-losses").body(loss).idempotency_key(key);
        self.open(ask.patient()).await
    }

    /// `confirmCredentialLoss`: locks the account.
    pub async fn confirm_credential_loss(self, token: &MailTokenIn) -> Outcome<()> {
        let ask = Ask::post("/credential-losses/confirmation").body(token);
        self.send(ask).await.map(|_| ())
    }

    /// `lookupDossier`; the code goes in the body, not into any address.
    pub async fn lookup_dossier(self, code: &LookupIn) -> Outcome<PublicDossierOut> {
        self.open(Ask::post("/dossiers/lookup").body(code)).await
    }

    /// `supplementDossier`.
    pub async fn supplement_dossier(self, supplement: &SupplementIn, key: &str) -> Outcome<PublicDossierOut> {
        let ask = Ask::post("/dossiers/supplement").body(supplement).idempotency_key(key);
        self.open(ask.patient()).await
    }

    /// `withdrawDossier`.
    pub async fn withdraw_dossier(self, withdrawal: &WithdrawIn) -> Outcome<PublicDossierOut> {
        self.open(Ask::post("/dossiers/withdrawal").body(withdrawal)).await
    }

    /// `downloadDossierForm`: the printed form as PDF.
    pub async fn download_dossier_form(self, code: &LookupIn) -> Outcome<web_sys::Blob> {
        self.open_file(Ask::post("/dossiers/form").body(code)).await
    }

    /// `downloadResult`: a file that answers a dossier.
    pub async fn download_result(self, result: &ResultIn) -> Outcome<web_sys::Blob> {
        self.open_file(Ask::post("/dossiers/result").body(result)).await
    }
}
