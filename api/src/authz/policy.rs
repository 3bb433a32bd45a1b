//! The one table of rights (table 8.2; docs/rules.md, "Rights").

use dto::account::{Post, Role};
use rules::profile::{ForeignGuestWay, Profile};

/// How far a right reaches; the account makes a [`super::Scope`] of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// One's own account.
    OwnAccount,
    /// One's own facility.
    OwnFacility,
    /// One's own area and what lies below it.
    OwnArea,
    /// One's own account and those that it may know of: `rules::tiers::may_see`.
    OwnTier,
    /// What one's own unit was asked about.
    OwnConsultations,
    /// Everything.
    Everything,
}

/// Who has a right: a role, at every tier or at some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// The role.
    pub role: Role,
    /// The tiers; none named: all.
    pub levels: &'static [u8],
}

impl Who {
    /// Every tier of a role.
    pub const fn every(role: Role) -> Self {
        Self { role, levels: &[] }
    }

    /// Some tiers of a role.
    pub const fn at(role: Role, levels: &'static [u8]) -> Self {
        Self { role, levels }
    }

    /// Whether the post is meant.
    pub fn is(self, post: Post) -> bool {
        self.role == post.role
            && (self.levels.is_empty() || post.level.is_some_and(|level| self.levels.contains(&level)))
    }
}

/// Who may call an operation.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Anybody, for the reason given.
    Public(&'static str),
    /// These accounts; of a role or tier not named: nobody.
    Roles(&'static [(Who, Reach)]),
}

/// A row: one operation.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The operationId.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{parameters}`.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Whether it is open before the initial password has been changed (LC-7.1a-1).
    pub before_password_change: bool,
    /// Whether it is open before a compulsory second factor has been enrolled.
    pub before_second_factor: bool,
    /// Whether it is for the holder of a unit account, and not for its operators (D-04).
    pub holder_only: bool,
    /// Whether it can never be carried out by delegation (D-17).
    pub undelegable: bool,
    /// Whether it takes a session that a password opened, and no access token that the holder made for a program.
    pub session_only: bool,
    /// Whether, beyond the guests of one's own house, it queries data of the population, and cannot be carried out by
    /// delegation either (LCH24-17.2-1).
    pub queries_population: bool,
    /// Whether it is there only where the profile lets accounts be delegated (D-17).
    pub of_delegation: bool,
    /// Whether it always refuses where nothing ever leaves the online period: there is no archive to ask.
    pub of_archive: bool,
    /// Whether it always refuses where the profile only links to the immigration site (D-08).
    pub of_foreign_export: bool,
}

/// An operation as a type, so that a handler's [`super::Grant`] names the row that it relies on.
pub trait Operation: 'static {
    /// Its row.
    const ROW: &'static Row;
}

impl Row {
    /// How far the right of `post` reaches, if it has one.
    pub fn reach(&self, post: Post) -> Option<Reach> {
        match self.access {
            Access::Public(_) => None,
            Access::Roles(rights) => rights.iter().find(|(who, _)| who.is(post)).map(|(_, reach)| *reach),
        }
    }

    /// A row without flags.
    const fn plain(operation: &'static str, method: &'static str, path: &'static str, access: Access) -> Self {
        Self {
            operation,
            method,
            path,
            access,
            before_password_change: false,
            before_second_factor: false,
            holder_only: false,
            undelegable: false,
            session_only: false,
            queries_population: false,
            of_delegation: false,
            of_archive: false,
            of_foreign_export: false,
        }
    }

    /// Whether it can be carried out by delegation with that reach (D-17, LCH24-17.2-1).
    pub fn is_delegable(&self, reach: Reach) -> bool {
        !self.undelegable && (!self.queries_population || reach == Reach::OwnFacility)
    }

    /// Whether it can do anything under the profile: what it would always refuse nobody is offered.
    pub fn is_offered(&self, profile: &Profile) -> bool {
        self.exists(profile)
            && !(self.of_archive && profile.retention.online_months.is_none())
            && !(self.of_foreign_export && profile.foreign_guests == ForeignGuestWay::LinkOnly)
    }

    /// Whether the profile has it.
    pub fn exists(&self, profile: &Profile) -> bool {
        !self.of_delegation || profile.accounts.delegation
    }
}

macro_rules! policy {
    ($($name:ident = $operation:literal $method:ident $path:literal $access:expr $(, $flag:ident)*;)+) => {
        $(
            #[doc = concat!("The operation `", $operation, "`.")]
            pub struct $name;

            impl Operation for $name {
                const ROW: &'static Row = &Row {
                    $($flag: true,)*
                    ..Row::plain($operation, stringify!($method), concat!("/api/v1", $path), $access)
                };
            }
        )+

        /// Every operation of the API.
        pub const POLICY: &[&Row] = &[$($name::ROW),+];
    };
}

const ADMINISTRATOR: Who = Who::every(Role::Administrator);
const POLICE: Who = Who::every(Role::Police);
const POLICE_1: Who = Who::at(Role::Police, &[1]);
const TAX: Who = Who::every(Role::Tax);
const TOURISM: Who = Who::every(Role::Tourism);
const STATISTICS: Who = Who::every(Role::Statistics);
const FINANCE: Who = Who::every(Role::Finance);
const OPERATION: Who = Who::every(Role::Operation);
const FACILITY: Who = Who::every(Role::Facility);

/// Every account may do this with itself.
const EVERYONE: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::OwnAccount),
    (POLICE, Reach::OwnAccount),
    (TAX, Reach::OwnAccount),
    (TOURISM, Reach::OwnAccount),
    (STATISTICS, Reach::OwnAccount),
    (FINANCE, Reach::OwnAccount),
    (OPERATION, Reach::OwnAccount),
    (FACILITY, Reach::OwnAccount),
]);

/// One's own account and those below it; who has nothing below sees its own.
const READ_ACCOUNTS: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::Everything),
    (POLICE, Reach::OwnTier),
    (TAX, Reach::OwnTier),
    (TOURISM, Reach::OwnTier),
    (STATISTICS, Reach::OwnTier),
    (FINANCE, Reach::OwnTier),
    (OPERATION, Reach::OwnTier),
    (FACILITY, Reach::OwnTier),
]);

/// Delegations of one's own account, and of those that one regularly looks after: which, is `rules::tiers::creators`.
const LENT_ACCOUNTS: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::OwnTier),
    (POLICE, Reach::OwnTier),
    (TAX, Reach::OwnTier),
    (TOURISM, Reach::OwnTier),
    (STATISTICS, Reach::OwnTier),
    (FINANCE, Reach::OwnTier),
    (OPERATION, Reach::OwnTier),
    (FACILITY, Reach::OwnTier),
]);

/// Table 8.1: who makes and looks after accounts. Which, is `rules::tiers`.
const MANAGE_ACCOUNTS: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::Everything),
    (Who::at(Role::Police, &[1, 2]), Reach::OwnTier),
    (Who::at(Role::Tax, &[1, 2]), Reach::OwnTier),
    (Who::at(Role::Tourism, &[1]), Reach::OwnTier),
    (Who::at(Role::Statistics, &[1]), Reach::OwnTier),
]);

/// Guests and single stays: the house its own (KH-11.2d-3), police their area (KH-10.2a-1 to KH-10.2c), the
/// administrator all (KH-10.1-1).
const READ_STAYS: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::Everything),
    (POLICE, Reach::OwnArea),
    (FACILITY, Reach::OwnFacility),
]);

/// The police, in their own area.
const POLICE_OF_AREA: Access = Access::Roles(&[(POLICE, Reach::OwnArea)]);

/// Only the house itself.
const OWN_FACILITY: Access = Access::Roles(&[(FACILITY, Reach::OwnFacility)]);

/// Dossiers are decided by administrators and by the police of the province (docs/rules.md 9).
const HANDLE_DOSSIERS: Access = Access::Roles(&[(ADMINISTRATOR, Reach::Everything), (POLICE_1, Reach::OwnArea)]);

/// Those who handle dossiers, and the agencies that they have asked about one (LC-6.1b-1, KH-8b). The narrower line of
/// a role stands first.
const READ_DOSSIERS: Access = Access::Roles(&[
    (ADMINISTRATOR, Reach::Everything),
    (POLICE_1, Reach::OwnArea),
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

/// Whatever unit was asked.
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
    Login = "login" POST "/auth/login" Access::Public("nobody is signed in yet");
    RefreshToken = "refreshToken" POST "/auth/refresh" Access::Public("the refresh cookie is the proof");
    Logout = "logout" POST "/auth/logout" Access::Public("the refresh cookie is the proof; without one there is nothing to end");
    ChangePassword = "changePassword" POST "/accounts/me/password" EVERYONE, before_password_change, before_second_factor, undelegable, session_only;
    GetCurrentAccount = "getCurrentAccount" GET "/accounts/me" EVERYONE, before_password_change, before_second_factor;
    EnrolSecondFactor = "enrolSecondFactor" POST "/accounts/me/second-factor" EVERYONE, before_second_factor, undelegable, session_only;
    ConfirmSecondFactor = "confirmSecondFactor" POST "/accounts/me/second-factor/confirmation" EVERYONE, before_second_factor, undelegable, session_only;
    RemoveSecondFactor = "removeSecondFactor" POST "/accounts/me/second-factor/removal" EVERYONE, undelegable, session_only;
    ListSessions = "listSessions" GET "/accounts/me/sessions" EVERYONE, undelegable;
    EndSession = "endSession" POST "/accounts/me/sessions/{session_id}/termination" EVERYONE, undelegable, session_only;
    EndOtherSessions = "endOtherSessions" POST "/accounts/me/other-sessions/termination" EVERYONE, undelegable, session_only;
    ListAccessTokens = "listAccessTokens" GET "/accounts/me/access-tokens" EVERYONE, undelegable;
    CreateAccessToken = "createAccessToken" POST "/accounts/me/access-tokens" EVERYONE, undelegable, session_only;
    EndAccessToken = "endAccessToken" POST "/accounts/me/access-tokens/{token_id}/revocation" EVERYONE, undelegable;

    ListOperators = "listOperators" GET "/accounts/me/operators" EVERYONE, undelegable;
    CreateOperator = "createOperator" POST "/accounts/me/operators" EVERYONE, holder_only, undelegable, session_only;
    ConfirmOperator = "confirmOperator" POST "/accounts/me/operators/{operator_id}/confirmation" EVERYONE, holder_only, undelegable, session_only;
    DisableOperator = "disableOperator" POST "/accounts/me/operators/{operator_id}/deactivation" EVERYONE, holder_only, undelegable;
    ResetOperatorPassword = "resetOperatorPassword" POST "/accounts/me/operators/{operator_id}/password-reset" EVERYONE, holder_only, undelegable, session_only;

    CreateAccount = "createAccount" POST "/accounts" MANAGE_ACCOUNTS, undelegable;
    ListAccounts = "listAccounts" GET "/accounts" MANAGE_ACCOUNTS, undelegable;
    SearchAccounts = "searchAccounts" POST "/accounts/search" MANAGE_ACCOUNTS, undelegable;
    GetAccount = "getAccount" GET "/accounts/{account_id}" READ_ACCOUNTS, undelegable;
    UpdateAccount = "updateAccount" PATCH "/accounts/{account_id}" MANAGE_ACCOUNTS, undelegable;
    LockAccount = "lockAccount" POST "/accounts/{account_id}/lock" MANAGE_ACCOUNTS, undelegable;
    UnlockAccount = "unlockAccount" POST "/accounts/{account_id}/reactivation" MANAGE_ACCOUNTS, undelegable;
    CloseAccount = "closeAccount" POST "/accounts/{account_id}/closure" MANAGE_ACCOUNTS, undelegable;
    ResetPassword = "resetPassword" POST "/accounts/{account_id}/password-reset" MANAGE_ACCOUNTS, undelegable;
    ChangeHolder = "changeHolder" POST "/accounts/{account_id}/holders" MANAGE_ACCOUNTS, undelegable;
    ListHolders = "listHolders" GET "/accounts/{account_id}/holders" READ_ACCOUNTS, undelegable;
    EndOperator = "endOperator" POST "/accounts/{account_id}/operators/{operator_id}/deactivation" MANAGE_ACCOUNTS, undelegable;

    RequestDelegation = "requestDelegation" POST "/delegations" EVERYONE, of_delegation, holder_only, undelegable;
    ListDelegations = "listDelegations" GET "/delegations" LENT_ACCOUNTS, of_delegation, undelegable;
    ApproveDelegation = "approveDelegation" POST "/delegations/{delegation_id}/approval" LENT_ACCOUNTS, of_delegation, holder_only, undelegable;
    EndDelegation = "endDelegation" POST "/delegations/{delegation_id}/revocation" LENT_ACCOUNTS, of_delegation, undelegable;

    GetProfile = "getProfile" GET "/profile" Access::Public("the hours and limits of the regulation are public");
    ListAreas = "listAreas" GET "/areas" Access::Public("an official list");
    ListReferenceList = "listReferenceList" GET "/reference-lists/{name}" Access::Public("an official list");

    ListFacilities = "listFacilities" GET "/facilities" Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]);
    GetFacility = "getFacility" GET "/facilities/{facility_id}" READ_STAYS;
    UpdateFacility = "updateFacility" PATCH "/facilities/{facility_id}" OWN_FACILITY;
    DeclarePrices = "declarePrices" POST "/facilities/{facility_id}/prices" OWN_FACILITY;
    ListPrices = "listPrices" GET "/facilities/{facility_id}/prices" READ_STAYS;
    ReplaceRoomPlan = "replaceRoomPlan" PUT "/facilities/{facility_id}/room-plan" OWN_FACILITY;
    MarkRoom = "markRoom" PUT "/facilities/{facility_id}/rooms/{room_id}/mark" OWN_FACILITY;
    GetFacilityDay = "getFacilityDay" GET "/facilities/{facility_id}/day" OWN_FACILITY;
    CountFacilityTasks = "countFacilityTasks" GET "/facilities/{facility_id}/tasks" OWN_FACILITY;
    ListOwnDeadlines = "listOwnDeadlines" GET "/facilities/{facility_id}/deadlines" OWN_FACILITY;
    GetRoomBoard = "getRoomBoard" GET "/facilities/{facility_id}/board" OWN_FACILITY;

    AnnounceFacilityChange = "announceFacilityChange" POST "/facilities/{facility_id}/changes" OWN_FACILITY, holder_only, undelegable;
    ListFacilityChanges = "listFacilityChanges" GET "/facility-changes" Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
        (TAX, Reach::OwnArea),
        (TOURISM, Reach::OwnArea),
        (STATISTICS, Reach::OwnArea),
        (FINANCE, Reach::OwnArea),
        (FACILITY, Reach::OwnFacility),
    ]);
    ListContacts = "listContacts" GET "/contacts" Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
        (TAX, Reach::OwnArea),
        (TOURISM, Reach::OwnArea),
        (STATISTICS, Reach::OwnArea),
        (FINANCE, Reach::OwnArea),
        (OPERATION, Reach::OwnArea),
        (FACILITY, Reach::OwnFacility),
    ]);
    UpdateContact = "updateContact" PUT "/contacts/{unit_id}" Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (Who::at(Role::Police, &[1]), Reach::OwnAccount),
        (Who::at(Role::Tax, &[1]), Reach::OwnAccount),
        (Who::at(Role::Tourism, &[1]), Reach::OwnAccount),
        (Who::at(Role::Statistics, &[1]), Reach::OwnAccount),
        (Who::at(Role::Finance, &[1]), Reach::OwnAccount),
    ]);

    NotifyStay = "notifyStay" POST "/stays" OWN_FACILITY;
    NotifyGroup = "notifyGroup" POST "/stays/groups" OWN_FACILITY;
    ListStays = "listStays" GET "/stays" READ_STAYS, queries_population;
    SearchStays = "searchStays" POST "/stays/search" READ_STAYS, undelegable;
    FindReturningGuest = "findReturningGuest" POST "/stays/returning-guests" OWN_FACILITY;
    GetStay = "getStay" GET "/stays/{stay_id}" READ_STAYS, queries_population;
    FindElsewhere = "findElsewhere" POST "/stays/{stay_id}/elsewhere" Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]), undelegable;
    AmendStay = "amendStay" PATCH "/stays/{stay_id}" OWN_FACILITY;
    ExtendStay = "extendStay" POST "/stays/{stay_id}/extension" OWN_FACILITY;
    MoveStay = "moveStay" POST "/stays/{stay_id}/room" OWN_FACILITY;
    ExportStays = "exportStays" POST "/stays/export" Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]), queries_population, undelegable;
    ExtendStays = "extendStays" POST "/stays/extensions" OWN_FACILITY;
    MoveStays = "moveStays" POST "/stays/moves" OWN_FACILITY;
    CheckOutStays = "checkOutStays" POST "/stays/departures" OWN_FACILITY;
    CancelStay = "cancelStay" POST "/stays/{stay_id}/cancellation" Access::Roles(&[
        (POLICE, Reach::OwnArea),
        (FACILITY, Reach::OwnFacility),
    ]), queries_population;
    CorrectStay = "correctStay" POST "/stays/{stay_id}/correction" POLICE_OF_AREA, queries_population;
    NotifyOnBehalf = "notifyOnBehalf" POST "/stays/on-behalf" POLICE_OF_AREA;
    CheckOutStay = "checkOutStay" POST "/stays/{stay_id}/departure" OWN_FACILITY;
    ListStayVersions = "listStayVersions" GET "/stays/{stay_id}/versions" READ_STAYS, queries_population;

    GetRegister = "getRegister" GET "/register" READ_STAYS, queries_population;
    GetCommuneDay = "getCommuneDay" GET "/areas/{area_code}/day" Access::Roles(&[
        (ADMINISTRATOR, Reach::Everything),
        (POLICE, Reach::OwnArea),
    ]);
    PreviewImport = "previewImport" POST "/facilities/{facility_id}/imports" OWN_FACILITY;
    GetImport = "getImport" GET "/facilities/{facility_id}/imports/{import_id}" OWN_FACILITY;
    CommitImport = "commitImport" POST "/facilities/{facility_id}/imports/{import_id}/confirmation" OWN_FACILITY;
    DownloadImportErrors = "downloadImportErrors" GET "/facilities/{facility_id}/imports/{import_id}/errors" OWN_FACILITY;
    GetImportTemplate = "getImportTemplate" GET "/import-template" OWN_FACILITY;

    ListForeignGuests = "listForeignGuests" GET "/facilities/{facility_id}/foreign-guests" OWN_FACILITY, of_foreign_export;
    ExportForeignGuests = "exportForeignGuests" POST "/facilities/{facility_id}/foreign-guests/export" OWN_FACILITY, of_foreign_export;
    ConfirmForeignGuests = "confirmForeignGuests" POST "/facilities/{facility_id}/foreign-guests/confirmation" OWN_FACILITY, of_foreign_export;

    AcknowledgeStay = "acknowledgeStay" POST "/stays/{stay_id}/acknowledgement" POLICE_OF_AREA, queries_population;
    AcknowledgeStays = "acknowledgeStays" POST "/stays/acknowledgements" POLICE_OF_AREA, queries_population;
    AskAboutStay = "askAboutStay" POST "/stays/{stay_id}/questions" POLICE_OF_AREA, queries_population;
    AnswerAboutStay = "answerAboutStay" POST "/stays/{stay_id}/answers" OWN_FACILITY;

    ListCalendar = "listCalendar" GET "/calendar" Access::Public("working days are public");
    UpdateCalendar = "updateCalendar" PUT "/calendar/{year}" Access::Roles(&[(ADMINISTRATOR, Reach::Everything)]);
    ListUnits = "listUnits" GET "/units" HANDLE_DOSSIERS;

    LookupDossier = "lookupDossier" POST "/dossiers/lookup" Access::Public("the code is the proof");
    SupplementDossier = "supplementDossier" POST "/dossiers/supplement" Access::Public("the code is the proof");
    WithdrawDossier = "withdrawDossier" POST "/dossiers/withdrawal" Access::Public("the code is the proof");
    DownloadDossierForm = "downloadDossierForm" POST "/dossiers/form" Access::Public("the code is the proof");
    DownloadResult = "downloadResult" POST "/dossiers/result" Access::Public("the code is the proof");
    PrintDossier = "printDossier" GET "/dossiers/{dossier_id}/form" HANDLE_DOSSIERS, queries_population;
    SubmitRegistration = "submitRegistration" POST "/registrations" Access::Public("whoever has no account yet applies for one");
    ConfirmRegistration = "confirmRegistration" POST "/registrations/confirmation" Access::Public("the token from the mail is the proof");
    SubmitHolderChange = "submitHolderChange" POST "/accounts/me/holder-changes" FILE_FOR_ONESELF, holder_only, undelegable;
    ListHolderChanges = "listHolderChanges" GET "/accounts/me/holder-changes" FILE_FOR_ONESELF, holder_only, undelegable;
    SubmitDataRequest = "submitDataRequest" POST "/data-requests" Access::Public("whoever has no account asks in writing");
    ConfirmDataRequest = "confirmDataRequest" POST "/data-requests/confirmation" Access::Public("the token from the mail is the proof");
    SubmitOwnDataRequest = "submitOwnDataRequest" POST "/accounts/me/data-requests" FILE_FOR_ONESELF, holder_only, undelegable, of_archive;
    ListOwnDataRequests = "listOwnDataRequests" GET "/accounts/me/data-requests" FILE_FOR_ONESELF, holder_only, undelegable;
    ReportCredentialLoss = "reportCredentialLoss" POST "/credential-losses" Access::Public("whoever has lost the password cannot sign in");
    ConfirmCredentialLoss = "confirmCredentialLoss" POST "/credential-losses/confirmation" Access::Public("the token from the mail is the proof");
    ListDossiers = "listDossiers" GET "/dossiers" READ_DOSSIERS;
    CountDossiers = "countDossiers" GET "/dossiers/counts" READ_DOSSIERS;
    GetDossier = "getDossier" GET "/dossiers/{dossier_id}" READ_DOSSIERS, queries_population;
    DownloadAttachment = "downloadAttachment" GET "/dossiers/{dossier_id}/attachments/{attachment_id}" READ_DOSSIERS, queries_population;
    AcceptDossier = "acceptDossier" POST "/dossiers/{dossier_id}/acceptance" HANDLE_DOSSIERS, undelegable;
    RequestSupplement = "requestSupplement" POST "/dossiers/{dossier_id}/supplement-request" HANDLE_DOSSIERS;
    ConsultOnDossier = "consultOnDossier" POST "/dossiers/{dossier_id}/consultations" HANDLE_DOSSIERS;
    RemindConsulted = "remindConsulted" POST "/dossiers/{dossier_id}/consultations/{consultation_id}/reminder" HANDLE_DOSSIERS;
    GiveOpinion = "giveOpinion" POST "/dossiers/{dossier_id}/opinion" GIVE_OPINION;
    CheckDossier = "checkDossier" PUT "/dossiers/{dossier_id}/checks" HANDLE_DOSSIERS;
    LockReportedAccount = "lockReportedAccount" POST "/dossiers/{dossier_id}/lock" HANDLE_DOSSIERS, undelegable;
    RemindApplicant = "remindApplicant" POST "/dossiers/{dossier_id}/reminder" HANDLE_DOSSIERS;
    RefuseDossier = "refuseDossier" POST "/dossiers/{dossier_id}/refusal" HANDLE_DOSSIERS;
    ResolveDossier = "resolveDossier" POST "/dossiers/{dossier_id}/resolution" HANDLE_DOSSIERS, undelegable;
    CommentOnDossier = "commentOnDossier" POST "/dossiers/{dossier_id}/comments" HANDLE_DOSSIERS;
    GetJobs = "getJobs" GET "/jobs" Access::Roles(&[(ADMINISTRATOR, Reach::Everything)]);
    RetryGivenUp = "retryGivenUp" POST "/jobs/given-up/{row_id}/retry" Access::Roles(&[(ADMINISTRATOR, Reach::Everything)]);
}
