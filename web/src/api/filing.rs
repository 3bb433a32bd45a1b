//! Filings, and their results.

use super::{Api, Call, Outcome};
use dto::dossier::{LookupIn, PublicDossierOut, ResultIn, SupplementIn, WithdrawIn};
use dto::filing::{
    CredentialLossIn, DataRequestIn, DataRequestsOut, FilingReceipt, HolderChangeIn, HolderChangesOut, MailTokenIn,
    RegistrationIn,
};
use dto::operations::procedures::{
    ConfirmCredentialLoss, ConfirmDataRequest, ConfirmRegistration, DownloadDossierForm, DownloadResult,
    ListHolderChanges, ListOwnDataRequests, LookupDossier, ReportCredentialLoss, SubmitDataRequest, SubmitHolderChange,
    SubmitOwnDataRequest, SubmitRegistration, SupplementDossier, WithdrawDossier,
};

impl Api {
    /// Calls `submitRegistration`.
    pub async fn submit_registration(self, registration: &RegistrationIn) -> Outcome<FilingReceipt> {
        self.open(Call::with(SubmitRegistration::at(), registration).patient())
            .await
    }

    /// Calls `confirmRegistration`.
    pub async fn confirm_registration(self, token: &MailTokenIn) -> Outcome<()> {
        let call = Call::with(ConfirmRegistration::at(), token);
        self.send(call.ask).await.map(|_| ())
    }

    /// Calls `submitHolderChange`.
    pub async fn submit_holder_change(self, change: &HolderChangeIn) -> Outcome<FilingReceipt> {
        self.read(Call::with(SubmitHolderChange::at(), change).patient()).await
    }

    /// Calls `listHolderChanges`.
    pub async fn list_holder_changes(self) -> Outcome<HolderChangesOut> {
        let items = self.whole(ListHolderChanges::at().into_path()).await?;
        Ok(HolderChangesOut {
            items,
            next_cursor: None,
        })
    }

    /// Calls `submitDataRequest`.
    pub async fn submit_data_request(self, request: &DataRequestIn) -> Outcome<FilingReceipt> {
        self.open(Call::with(SubmitDataRequest::at(), request).patient()).await
    }

    /// Calls `confirmDataRequest`.
    pub async fn confirm_data_request(self, token: &MailTokenIn) -> Outcome<()> {
        let call = Call::with(ConfirmDataRequest::at(), token);
        self.send(call.ask).await.map(|_| ())
    }

    /// Calls `submitOwnDataRequest`.
    pub async fn submit_own_data_request(self, request: &DataRequestIn) -> Outcome<FilingReceipt> {
        self.read(Call::with(SubmitOwnDataRequest::at(), request).patient())
            .await
    }

    /// Calls `listOwnDataRequests`.
    pub async fn list_own_data_requests(self) -> Outcome<DataRequestsOut> {
        let items = self.whole(ListOwnDataRequests::at().into_path()).await?;
        Ok(DataRequestsOut {
            items,
            next_cursor: None,
        })
    }

    /// Calls `reportCredentialLoss`; the answer is the same whether or not the account exists.
    pub async fn report_credential_loss(self, loss: &CredentialLossIn) -> Outcome<FilingReceipt> {
        self.open(Call::with(ReportCredentialLoss::at(), loss).patient()).await
    }

    /// Calls `confirmCredentialLoss`: locks the account.
    pub async fn confirm_credential_loss(self, token: &MailTokenIn) -> Outcome<()> {
        let call = Call::with(ConfirmCredentialLoss::at(), token);
        self.send(call.ask).await.map(|_| ())
    }

    /// Calls `lookupDossier`; the code is sent in the body, never in an address.
    pub async fn lookup_dossier(self, code: &LookupIn) -> Outcome<PublicDossierOut> {
        self.open(Call::with(LookupDossier::at(), code)).await
    }

    /// Calls `supplementDossier`.
    pub async fn supplement_dossier(self, supplement: &SupplementIn) -> Outcome<PublicDossierOut> {
        self.open(Call::with(SupplementDossier::at(), supplement).patient())
            .await
    }

    /// Calls `withdrawDossier`.
    pub async fn withdraw_dossier(self, withdrawal: &WithdrawIn) -> Outcome<PublicDossierOut> {
        self.open(Call::with(WithdrawDossier::at(), withdrawal)).await
    }

    /// Calls `downloadDossierForm`: the printed form as PDF.
    pub async fn download_dossier_form(self, code: &LookupIn) -> Outcome<web_sys::Blob> {
        self.open_file(Call::with(DownloadDossierForm::at(), code).ask).await
    }

    /// Calls `downloadResult`: a file that answers a dossier.
    pub async fn download_result(self, result: &ResultIn) -> Outcome<web_sys::Blob> {
        self.open_file(Call::with(DownloadResult::at(), result).ask).await
    }
}
