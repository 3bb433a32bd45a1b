//! Dossiers, their filing, the calendar.

use super::{File, operations};
use crate::calendar::{CalendarIn, CalendarOut};
use crate::dossier::{
    AcceptDossierIn, CheckDossierIn, CommentIn, ConsultIn, DossierOut, DossierPage, LookupIn, OpinionIn,
    PublicDossierOut, RefuseIn, ResolveIn, ResolveOut, ResultIn, SupplementIn, SupplementRequestIn, UnitList,
    WithdrawIn,
};
use crate::filing::{
    CredentialLossIn, DataRequestIn, DataRequestsOut, FilingReceipt, HolderChangeIn, HolderChangesOut, MailTokenIn,
    RegistrationIn,
};
use uuid::Uuid;

operations! {
    ListCalendar = "listCalendar" GET "/calendar" () => CalendarOut;
    UpdateCalendar = "updateCalendar" PUT "/calendar/{year}" (year: i32), CalendarIn => CalendarOut;
    ListUnits = "listUnits" GET "/units" () => UnitList;
    LookupDossier = "lookupDossier" POST "/dossiers/lookup" (), LookupIn => PublicDossierOut;
    SupplementDossier = "supplementDossier" POST "/dossiers/supplement" (), SupplementIn => PublicDossierOut;
    WithdrawDossier = "withdrawDossier" POST "/dossiers/withdrawal" (), WithdrawIn => PublicDossierOut;
    DownloadDossierForm = "downloadDossierForm" POST "/dossiers/form" (), LookupIn => File;
    DownloadResult = "downloadResult" POST "/dossiers/result" (), ResultIn => File;
    PrintDossier = "printDossier" GET "/dossiers/{dossier_id}/form" (dossier_id: Uuid) => File;
    SubmitRegistration = "submitRegistration" POST "/registrations" (), RegistrationIn => FilingReceipt;
    ConfirmRegistration = "confirmRegistration" POST "/registrations/confirmation" (), MailTokenIn => FilingReceipt;
    SubmitHolderChange = "submitHolderChange" POST "/accounts/me/holder-changes" (), HolderChangeIn => FilingReceipt;
    ListHolderChanges = "listHolderChanges" GET "/accounts/me/holder-changes" () => HolderChangesOut;
    SubmitDataRequest = "submitDataRequest" POST "/data-requests" (), DataRequestIn => FilingReceipt;
    ConfirmDataRequest = "confirmDataRequest" POST "/data-requests/confirmation" (), MailTokenIn => ();
    SubmitOwnDataRequest = "submitOwnDataRequest" POST "/accounts/me/data-requests" (), DataRequestIn => FilingReceipt;
    ListOwnDataRequests = "listOwnDataRequests" GET "/accounts/me/data-requests" () => DataRequestsOut;
    ReportCredentialLoss = "reportCredentialLoss" POST "/credential-losses" (), CredentialLossIn => FilingReceipt;
    ConfirmCredentialLoss = "confirmCredentialLoss" POST "/credential-losses/confirmation" (), MailTokenIn => ();
    ListDossiers = "listDossiers" GET "/dossiers" () => DossierPage;
    ExportDossiers = "exportDossiers" POST "/dossiers/export" () => File;
    GetDossier = "getDossier" GET "/dossiers/{dossier_id}" (dossier_id: Uuid) => DossierOut;
    DownloadAttachment = "downloadAttachment" GET "/dossiers/{dossier_id}/attachments/{attachment_id}"
        (dossier_id: Uuid, attachment_id: Uuid) => File;
    AcceptDossier = "acceptDossier" POST "/dossiers/{dossier_id}/acceptance"
        (dossier_id: Uuid), AcceptDossierIn => DossierOut;
    RequestSupplement = "requestSupplement" POST "/dossiers/{dossier_id}/supplement-request"
        (dossier_id: Uuid), SupplementRequestIn => DossierOut;
    ConsultOnDossier = "consultOnDossier" POST "/dossiers/{dossier_id}/consultations"
        (dossier_id: Uuid), ConsultIn => DossierOut;
    RemindConsulted = "remindConsulted" POST "/dossiers/{dossier_id}/consultations/{consultation_id}/reminder"
        (dossier_id: Uuid, consultation_id: Uuid) => DossierOut;
    GiveOpinion = "giveOpinion" POST "/dossiers/{dossier_id}/opinion" (dossier_id: Uuid), OpinionIn => DossierOut;
    CheckDossier = "checkDossier" PUT "/dossiers/{dossier_id}/checks" (dossier_id: Uuid), CheckDossierIn => DossierOut;
    LockReportedAccount = "lockReportedAccount" POST "/dossiers/{dossier_id}/lock" (dossier_id: Uuid) => DossierOut;
    RemindApplicant = "remindApplicant" POST "/dossiers/{dossier_id}/reminder" (dossier_id: Uuid) => DossierOut;
    RefuseDossier = "refuseDossier" POST "/dossiers/{dossier_id}/refusal" (dossier_id: Uuid), RefuseIn => DossierOut;
    ResolveDossier = "resolveDossier" POST "/dossiers/{dossier_id}/resolution"
        (dossier_id: Uuid), ResolveIn => ResolveOut;
    CommentOnDossier = "commentOnDossier" POST "/dossiers/{dossier_id}/comments"
        (dossier_id: Uuid), CommentIn => DossierOut;
}
