//! Rights to dossiers, filings, and the calendar.

use super::access::{ADMINISTRATOR, FACILITY, FINANCE, OPERATION, POLICE, STATISTICS, TAX, TOURISM};
use super::{Access, Reach, policy};
use crate::authz::scope::{Dossiers, Installation, Own};

/// Dossiers are handled by administrators and by the tier that their type names (`procedure_type.handled_by`).
const HANDLE_DOSSIERS: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::Everything),
    (POLICE, Reach::OwnDossiers),
    (TAX, Reach::OwnDossiers),
    (TOURISM, Reach::OwnDossiers),
    (STATISTICS, Reach::OwnDossiers),
    (FINANCE, Reach::OwnDossiers),
    (OPERATION, Reach::OwnDossiers),
]);

/// The tiers that handle dossiers, and the agencies that they have consulted about one (LC-6.1b-1, KH-8b). The wider
/// reach of a role comes first.
const READ_DOSSIERS: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::Everything),
    (POLICE, Reach::OwnDossiersAndConsultations),
    (TAX, Reach::OwnDossiersAndConsultations),
    (TOURISM, Reach::OwnDossiersAndConsultations),
    (STATISTICS, Reach::OwnDossiersAndConsultations),
    (FINANCE, Reach::OwnDossiersAndConsultations),
    (OPERATION, Reach::OwnDossiersAndConsultations),
    (POLICE, Reach::OwnConsultations),
    (TAX, Reach::OwnConsultations),
    (TOURISM, Reach::OwnConsultations),
    (STATISTICS, Reach::OwnConsultations),
    (FINANCE, Reach::OwnConsultations),
    (OPERATION, Reach::OwnConsultations),
]);

/// Mẫu số 2 and Mẫu số 4 are forms of facilities and coordinating agencies.
const FILE_FOR_ONESELF: Access = Access::Roles(&[
    (POLICE, Reach::OwnAccount),
    (TAX, Reach::OwnAccount),
    (TOURISM, Reach::OwnAccount),
    (STATISTICS, Reach::OwnAccount),
    (FINANCE, Reach::OwnAccount),
    (OPERATION, Reach::OwnAccount),
    (FACILITY, Reach::OwnAccount),
]);

/// Every consulted unit.
const GIVE_OPINION: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::OwnConsultations),
    (POLICE, Reach::OwnConsultations),
    (TAX, Reach::OwnConsultations),
    (TOURISM, Reach::OwnConsultations),
    (STATISTICS, Reach::OwnConsultations),
    (FINANCE, Reach::OwnConsultations),
    (OPERATION, Reach::OwnConsultations),
]);

policy! {
    ListCalendar = "listCalendar" GET "/calendar" in () Access::Public("working days are public"), Tagged;
    UpdateCalendar = "updateCalendar" PUT "/calendar/{year}" in Installation Access::Roles(&[(ADMINISTRATOR, Reach::Everything)]), Versioned;
    ListUnits = "listUnits" GET "/units" in Dossiers HANDLE_DOSSIERS;
    LookupDossier = "lookupDossier" POST "/dossiers/lookup" in () Access::Public("the code is the proof")
        => TooManyAttempts DossierUnknown NotFound;
    SupplementDossier = "supplementDossier" POST "/dossiers/supplement" in () Access::Public("the code is the proof")
        => TooManyAttempts DossierUnknown WrongState ScannerAway;
    WithdrawDossier = "withdrawDossier" POST "/dossiers/withdrawal" in () Access::Public("the code is the proof")
        => TooManyAttempts DossierUnknown WrongState;
    DownloadDossierForm = "downloadDossierForm" POST "/dossiers/form" in () Access::Public("the code is the proof")
        => TooManyAttempts DossierUnknown NotFound;
    DownloadResult = "downloadResult" POST "/dossiers/result" in () Access::Public("the code is the proof")
        => TooManyAttempts DossierUnknown NotFound;
    PrintDossier = "printDossier" GET "/dossiers/{dossier_id}/form" in Dossiers HANDLE_DOSSIERS, QueriesPopulation;
    SubmitRegistration = "submitRegistration" POST "/registrations" in () Access::Public("whoever has no account yet applies for one")
        => TooManyAttempts PublicQuotaUsed ScannerAway;
    ConfirmRegistration = "confirmRegistration" POST "/registrations/confirmation" in () Access::Public("the token from the mail is the proof")
        => LinkInvalid AlreadyConfirmed TooManyAttempts;
    SubmitHolderChange = "submitHolderChange" POST "/accounts/me/holder-changes" in Own FILE_FOR_ONESELF, HolderOnly, Undelegable
        => HolderChangeOpen ScannerAway;
    ListHolderChanges = "listHolderChanges" GET "/accounts/me/holder-changes" in Own FILE_FOR_ONESELF, HolderOnly, Undelegable;
    SubmitDataRequest = "submitDataRequest" POST "/data-requests" in () Access::Public("whoever has no account asks in writing")
        => TooManyAttempts PublicQuotaUsed ScannerAway;
    ConfirmDataRequest = "confirmDataRequest" POST "/data-requests/confirmation" in () Access::Public("the token from the mail is the proof")
        => LinkInvalid AlreadyConfirmed TooManyAttempts;
    SubmitOwnDataRequest = "submitOwnDataRequest" POST "/accounts/me/data-requests" in Own FILE_FOR_ONESELF, HolderOnly, Undelegable, OfArchive
        => TooManyAttempts ScannerAway;
    ListOwnDataRequests = "listOwnDataRequests" GET "/accounts/me/data-requests" in Own FILE_FOR_ONESELF, HolderOnly, Undelegable;
    ReportCredentialLoss = "reportCredentialLoss" POST "/credential-losses" in () Access::Public("whoever has lost the password cannot sign in")
        => TooManyAttempts PublicQuotaUsed ScannerAway;
    ConfirmCredentialLoss = "confirmCredentialLoss" POST "/credential-losses/confirmation" in () Access::Public("the token from the mail is the proof")
        => LinkInvalid AlreadyConfirmed TooManyAttempts;
    ListDossiers = "listDossiers" GET "/dossiers" in Dossiers READ_DOSSIERS;
    CountDossiers = "countDossiers" GET "/dossiers/counts" in Dossiers READ_DOSSIERS, Tagged;
    GetDossier = "getDossier" GET "/dossiers/{dossier_id}" in Dossiers READ_DOSSIERS, QueriesPopulation, Tagged;
    DownloadAttachment = "downloadAttachment" GET "/dossiers/{dossier_id}/attachments/{attachment_id}" in Dossiers READ_DOSSIERS, QueriesPopulation;
    AcceptDossier = "acceptDossier" POST "/dossiers/{dossier_id}/acceptance" in Dossiers HANDLE_DOSSIERS, Undelegable, Versioned
        => WrongState TierForbidden;
    RequestSupplement = "requestSupplement" POST "/dossiers/{dossier_id}/supplement-request" in Dossiers HANDLE_DOSSIERS, Versioned
        => WrongState;
    ConsultOnDossier = "consultOnDossier" POST "/dossiers/{dossier_id}/consultations" in Dossiers HANDLE_DOSSIERS
        => WrongState;
    RemindConsulted = "remindConsulted" POST "/dossiers/{dossier_id}/consultations/{consultation_id}/reminder" in Dossiers HANDLE_DOSSIERS
        => WrongState ReminderTooSoon;
    GiveOpinion = "giveOpinion" POST "/dossiers/{dossier_id}/opinion" in Dossiers GIVE_OPINION
        => WrongState;
    CheckDossier = "checkDossier" PUT "/dossiers/{dossier_id}/checks" in Dossiers HANDLE_DOSSIERS
        => WrongState;
    LockReportedAccount = "lockReportedAccount" POST "/dossiers/{dossier_id}/lock" in Dossiers HANDLE_DOSSIERS, Undelegable
        => WrongState NoAccount TierForbidden AccountStatusConflict;
    RemindApplicant = "remindApplicant" POST "/dossiers/{dossier_id}/reminder" in Dossiers HANDLE_DOSSIERS
        => WrongState ReminderTooSoon;
    RefuseDossier = "refuseDossier" POST "/dossiers/{dossier_id}/refusal" in Dossiers HANDLE_DOSSIERS, Versioned
        => WrongState TierForbidden;
    ResolveDossier = "resolveDossier" POST "/dossiers/{dossier_id}/resolution" in Dossiers HANDLE_DOSSIERS, Undelegable, Versioned, TellsSecret
        => WrongState TierForbidden AccountLimitReached AccountStatusConflict NoAccount ProofRequired ScannerAway;
    CommentOnDossier = "commentOnDossier" POST "/dossiers/{dossier_id}/comments" in Dossiers HANDLE_DOSSIERS;
}
