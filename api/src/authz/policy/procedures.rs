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

policy! { procedures:
    ListCalendar in () Access::Public("working days are public"), Tagged;
    UpdateCalendar in Installation Access::Roles(&[(ADMINISTRATOR, Reach::Everything)]), Versioned;
    ListUnits in Dossiers HANDLE_DOSSIERS;
    LookupDossier in () Access::Public("the code is the proof") => TooManyAttempts DossierUnknown NotFound;
    SupplementDossier in () Access::Public("the code is the proof")
        => TooManyAttempts DossierUnknown WrongState ScannerAway;
    WithdrawDossier in () Access::Public("the code is the proof") => TooManyAttempts DossierUnknown WrongState;
    DownloadDossierForm in () Access::Public("the code is the proof") => TooManyAttempts DossierUnknown NotFound;
    DownloadResult in () Access::Public("the code is the proof") => TooManyAttempts DossierUnknown NotFound;
    PrintDossier in Dossiers HANDLE_DOSSIERS, QueriesPopulation;
    SubmitRegistration in () Access::Public("whoever has no account yet applies for one")
        => TooManyAttempts PublicQuotaUsed ScannerAway;
    ConfirmRegistration in () Access::Public("the token from the mail is the proof")
        => LinkInvalid AlreadyConfirmed TooManyAttempts;
    SubmitHolderChange in Own FILE_FOR_ONESELF, HolderOnly, Undelegable => HolderChangeOpen ScannerAway;
    ListHolderChanges in Own FILE_FOR_ONESELF, HolderOnly, Undelegable;
    SubmitDataRequest in () Access::Public("whoever has no account asks in writing")
        => TooManyAttempts PublicQuotaUsed ScannerAway;
    ConfirmDataRequest in () Access::Public("the token from the mail is the proof")
        => LinkInvalid AlreadyConfirmed TooManyAttempts;
    SubmitOwnDataRequest in Own FILE_FOR_ONESELF, HolderOnly, Undelegable, OfArchive => TooManyAttempts ScannerAway;
    ListOwnDataRequests in Own FILE_FOR_ONESELF, HolderOnly, Undelegable;
    ReportCredentialLoss in () Access::Public("whoever has lost the password cannot sign in")
        => TooManyAttempts PublicQuotaUsed ScannerAway;
    ConfirmCredentialLoss in () Access::Public("the token from the mail is the proof")
        => LinkInvalid AlreadyConfirmed TooManyAttempts;
    ListDossiers in Dossiers READ_DOSSIERS;
    ExportDossiers in Dossiers READ_DOSSIERS, Undelegable => ListTooLarge Busy;
    GetDossier in Dossiers READ_DOSSIERS, QueriesPopulation, Tagged;
    DownloadAttachment in Dossiers READ_DOSSIERS, QueriesPopulation;
    AcceptDossier in Dossiers HANDLE_DOSSIERS, Undelegable, Versioned => WrongState TierForbidden;
    RequestSupplement in Dossiers HANDLE_DOSSIERS, Versioned => WrongState;
    ConsultOnDossier in Dossiers HANDLE_DOSSIERS => WrongState;
    RemindConsulted in Dossiers HANDLE_DOSSIERS => WrongState ReminderTooSoon;
    GiveOpinion in Dossiers GIVE_OPINION => WrongState;
    CheckDossier in Dossiers HANDLE_DOSSIERS => WrongState;
    LockReportedAccount in Dossiers HANDLE_DOSSIERS, Undelegable
        => WrongState NoAccount TierForbidden AccountStatusConflict;
    RemindApplicant in Dossiers HANDLE_DOSSIERS => WrongState ReminderTooSoon;
    RefuseDossier in Dossiers HANDLE_DOSSIERS, Versioned => WrongState TierForbidden;
    ResolveDossier in Dossiers HANDLE_DOSSIERS, Undelegable, Versioned, TellsSecret
        => WrongState TierForbidden AccountLimitReached AccountStatusConflict NoAccount ProofRequired ScannerAway;
    CommentOnDossier in Dossiers HANDLE_DOSSIERS;
}
