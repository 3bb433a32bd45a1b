//! Why a request failed.

use crate::text::{Lang, PROBLEM, Params, demand_texts, filled};

rules::codes! {
    /// Why a request failed. Clients use this code, never the text.
    ErrorCode {
        /// The body is not JSON: broken syntax, broken UTF-8, nested too deeply, a key twice.
        MalformedJson = "malformed_json",
        /// A query parameter, path segment or header cannot be read.
        MalformedRequest = "malformed_request",
        /// The body is not `application/json`.
        UnsupportedMediaType = "unsupported_media_type",
        /// The body is compressed (`Content-Encoding`); the API does not decompress bodies.
        ContentEncoded = "content_encoded",
        /// The body is larger than the operation accepts.
        PayloadTooLarge = "payload_too_large",
        /// Fields are missing or wrong; `errors` lists every one.
        ValidationFailed = "validation_failed",
        /// No access token was sent.
        Unauthenticated = "unauthenticated",
        /// The access token is forged, malformed or for another recipient.
        TokenInvalid = "token_invalid",
        /// The access token has expired: refresh it.
        TokenExpired = "token_expired",
        /// The session was ended, or the account locked or closed: sign in again.
        SessionEnded = "session_ended",
        /// Login name or password is wrong.
        CredentialsRefused = "credentials_refused",
        /// Name and password are correct, and the account is locked since `since`; with a wrong password this is not
        /// revealed.
        AccountLocked = "account_locked",
        /// The refresh token is unknown, expired or was used before.
        RefreshRefused = "refresh_refused",
        /// Too many failed attempts; `Retry-After` says when to try again.
        TooManyAttempts = "too_many_attempts",
        /// The daily limit of bytes of files from senders without an account is used up.
        PublicQuotaUsed = "public_quota_used",
        /// The account has used up its hourly limit of guests that it may read.
        ReadingBudgetUsed = "reading_budget_used",
        /// The first password must be changed before anything else.
        PasswordChangeRequired = "password_change_required",
        /// Name and password are correct; the code of the second factor is missing.
        SecondFactorRequired = "second_factor_required",
        /// This kind of account must set up a second factor before anything else.
        SecondFactorRequiredFirst = "second_factor_required_first",
        /// This kind of account must keep its second factor.
        SecondFactorCompulsory = "second_factor_compulsory",
        /// There is no second factor to confirm or to remove.
        SecondFactorAbsent = "second_factor_absent",
        /// This kind of account uses another host name (KH-3a1 to KH-3a3).
        HostNotForRole = "host_not_for_role",
        /// The facility has to complete its set-up before it can notify.
        SetupRequired = "setup_required",
        /// The facility has announced that it is not operating now.
        FacilityNotOperating = "facility_not_operating",
        /// The role has no right to this operation.
        Forbidden = "forbidden",
        /// Another tier administers that account, or it is the caller's own account.
        TierForbidden = "tier_forbidden",
        /// Only the holder of the unit account may do this, not its operators.
        HolderOnly = "holder_only",
        /// This needs a sign-in with the password; an access token for a program is not enough.
        SessionOnly = "session_only",
        /// The regulation profile does not allow delegation of accounts.
        DelegationOff = "delegation_off",
        /// No delegation of that account to the caller is in effect.
        DelegationAbsent = "delegation_absent",
        /// This operation cannot be delegated.
        Undelegable = "undelegable",
        /// The request came from another web site.
        CrossSiteRequest = "cross_site_request",
        /// The object does not exist, or this account has no access to it.
        NotFound = "not_found",
        /// The path exists, but not with this method.
        MethodNotAllowed = "method_not_allowed",
        /// The object was changed in the meantime; read it again.
        VersionConflict = "version_conflict",
        /// The object no longer has the version in `If-Match`; read it again.
        PreconditionFailed = "precondition_failed",
        /// The idempotency key was used with another request.
        IdempotencyKeyReused = "idempotency_key_reused",
        /// The external id already belongs to another stay of the facility.
        ExternalIdTaken = "external_id_taken",
        /// The departure was declared already.
        AlreadyDeparted = "already_departed",
        /// The notification was cancelled; it cannot be changed any more.
        StayCancelled = "stay_cancelled",
        /// The time limit for corrections by the facility has passed.
        CorrectionClosed = "correction_closed",
        /// Entered or corrected by the police within a day, or cancelled: the search at other facilities is not
        /// possible.
        ElsewhereClosed = "elsewhere_closed",
        /// The police have asked no question, or it is already answered.
        NothingAsked = "nothing_asked",
        /// The requested period of the register is longer than the maximum.
        RegisterPeriodTooLong = "register_period_too_long",
        /// The list has more lines than fit into the file.
        ListTooLarge = "list_too_large",
        /// The register has more lines than fit into the file.
        RegisterTooLarge = "register_too_large",
        /// The whole period is before the online period: request such data with form 4 (KH-11.2g).
        PeriodOffline = "period_offline",
        /// A room with guests cannot be taken out of the plan.
        RoomOccupied = "room_occupied",
        /// The state of the facility does not allow this: it is already suspended, already closing, or not suspended.
        FacilityStateConflict = "facility_state_conflict",
        /// Without this account there would be no administrator of the system.
        LastAdministrator = "last_administrator",
        /// The account is already locked, closed or active, or it is permanently closed.
        AccountStatusConflict = "account_status_conflict",
        /// The delegation has already ended or is already approved, or there is another one for that time.
        DelegationStateConflict = "delegation_state_conflict",
        /// The unit already has the maximum number of accounts.
        AccountLimitReached = "account_limit_reached",
        /// The account already has the maximum number of access tokens.
        AccessTokenLimit = "access_token_limit",
        /// The state of the dossier does not allow this, or no longer allows it.
        WrongState = "wrong_state",
        /// A reminder or question was sent a moment ago; `from` says when the next reminder is possible.
        ReminderTooSoon = "reminder_too_soon",
        /// A change of the holder has already been requested and is not decided yet.
        HolderChangeOpen = "holder_change_open",
        /// The link from a mail is unknown or expired.
        LinkInvalid = "link_invalid",
        /// The link from the mail has already confirmed the filing; `at` says when.
        AlreadyConfirmed = "already_confirmed",
        /// No dossier has this code.
        DossierUnknown = "dossier_unknown",
        /// No account has the login name that the dossier is about.
        NoAccount = "no_account",
        /// The identity of the reporter of a loss has to be confirmed first.
        ProofRequired = "proof_required",
        /// The import was already confirmed, or no longer exists.
        ImportStateConflict = "import_state_conflict",
        /// In the regulation profile, facilities declare foreign guests directly at the immigration site.
        ForeignExportOff = "foreign_export_off",
        /// No waiting guest has all the data that the immigration site demands.
        ForeignNothingToExport = "foreign_nothing_to_export",
        /// The day of the confirmation has passed: the confirmation cannot be undone any more.
        ForeignConfirmationClosed = "foreign_confirmation_closed",
        /// The request took too long; it is unknown whether it was carried out.
        RequestTimeout = "request_timeout",
        /// An internal error of the server.
        Internal = "internal",
        /// Too many requests of this kind are in progress; try again.
        Busy = "busy",
        /// The malware scanner does not answer, so that no file is accepted; nothing was stored, try again.
        ScannerAway = "scanner_away",
        /// The database does not answer; nothing was stored, try again.
        Unavailable = "unavailable",
        /// The database did not confirm whether it stored the data: send the request again with the same idempotency
        /// key.
        OutcomeUnknown = "outcome_unknown",
    }
}

demand_texts!(ErrorCode, PROBLEM, [".title", ".detail"]);

impl ErrorCode {
    /// The kind of problem in a few words.
    pub fn title(self, lang: Lang) -> &'static str {
        PROBLEM.get(lang, self.as_str(), ".title").unwrap_or_default()
    }

    /// What happened and what to do about it, with the values of this time.
    pub fn detail(self, lang: Lang, params: &Params) -> String {
        filled(PROBLEM.get(lang, self.as_str(), ".detail").unwrap_or_default(), params)
    }
}

impl ErrorCode {
    /// The HTTP status of the code.
    pub fn status(self) -> u16 {
        match self {
            Self::MalformedJson | Self::MalformedRequest => 400,
            Self::Unauthenticated
            | Self::TokenInvalid
            | Self::TokenExpired
            | Self::SessionEnded
            | Self::CredentialsRefused
            | Self::SecondFactorRequired
            | Self::RefreshRefused => 401,
            Self::PasswordChangeRequired
            | Self::SetupRequired
            | Self::FacilityNotOperating
            | Self::Forbidden
            | Self::TierForbidden
            | Self::HolderOnly
            | Self::SessionOnly
            | Self::DelegationOff
            | Self::ForeignExportOff
            | Self::DelegationAbsent
            | Self::Undelegable
            | Self::SecondFactorRequiredFirst
            | Self::SecondFactorCompulsory
            | Self::HostNotForRole
            | Self::AccountLocked
            | Self::CrossSiteRequest => 403,
            Self::NotFound | Self::LinkInvalid | Self::DossierUnknown => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::PreconditionFailed => 412,
            Self::SecondFactorAbsent
            | Self::VersionConflict
            | Self::IdempotencyKeyReused
            | Self::ExternalIdTaken
            | Self::AlreadyDeparted
            | Self::StayCancelled
            | Self::CorrectionClosed
            | Self::LastAdministrator
            | Self::AccountStatusConflict
            | Self::DelegationStateConflict
            | Self::AccountLimitReached
            | Self::AccessTokenLimit
            | Self::RoomOccupied
            | Self::NothingAsked
            | Self::ElsewhereClosed
            | Self::FacilityStateConflict
            | Self::HolderChangeOpen
            | Self::AlreadyConfirmed
            | Self::NoAccount
            | Self::ProofRequired
            | Self::ImportStateConflict
            | Self::ForeignNothingToExport
            | Self::ForeignConfirmationClosed
            | Self::ReminderTooSoon
            | Self::WrongState => 409,
            Self::PayloadTooLarge => 413,
            Self::UnsupportedMediaType | Self::ContentEncoded => 415,
            Self::ValidationFailed
            | Self::RegisterPeriodTooLong
            | Self::RegisterTooLarge
            | Self::ListTooLarge
            | Self::PeriodOffline => 422,
            Self::TooManyAttempts | Self::PublicQuotaUsed | Self::ReadingBudgetUsed => 429,
            Self::Internal => 500,
            Self::Unavailable | Self::Busy | Self::ScannerAway | Self::OutcomeUnknown => 503,
        }
    }
}
