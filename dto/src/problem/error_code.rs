//! Why a request failed.

use crate::text::{Lang, PROBLEM, Params, demand_texts, filled};

rules::codes! {
    /// Why a request failed. Clients decide by this, never by the text.
    ErrorCode {
        /// The body is not JSON: broken syntax, broken UTF-8, nested too deeply, a key twice.
        MalformedJson = "malformed_json",
        /// A query parameter, path segment or header cannot be read.
        MalformedRequest = "malformed_request",
        /// The body is not `application/json`.
        UnsupportedMediaType = "unsupported_media_type",
        /// The body is packed (`Content-Encoding`), and nothing is unpacked here.
        ContentEncoded = "content_encoded",
        /// The body is larger than the operation takes.
        PayloadTooLarge = "payload_too_large",
        /// Fields are missing or wrong; `errors` lists every one.
        ValidationFailed = "validation_failed",
        /// No access token was sent.
        Unauthenticated = "unauthenticated",
        /// The access token is forged, malformed or meant for someone else.
        TokenInvalid = "token_invalid",
        /// The access token has expired: refresh it.
        TokenExpired = "token_expired",
        /// The session was ended, or the account locked or closed: sign in again.
        SessionEnded = "session_ended",
        /// Login name or password is wrong.
        CredentialsRefused = "credentials_refused",
        /// Name and password are right, and the account is locked since `since`; nobody else learns of it.
        AccountLocked = "account_locked",
        /// The refresh token is unknown, expired or was used before.
        RefreshRefused = "refresh_refused",
        /// Too many failed attempts; `Retry-After` tells when to try again.
        TooManyAttempts = "too_many_attempts",
        /// So many bytes of files came in today without an account that no more are taken.
        PublicQuotaUsed = "public_quota_used",
        /// The account has read as many guests in this hour as it may.
        ReadingBudgetUsed = "reading_budget_used",
        /// The first password must be changed before anything else.
        PasswordChangeRequired = "password_change_required",
        /// Name and password are right; the code of the second factor is missing.
        SecondFactorRequired = "second_factor_required",
        /// The post must set up a second factor before anything else.
        SecondFactorRequiredFirst = "second_factor_required_first",
        /// The post must keep its second factor.
        SecondFactorCompulsory = "second_factor_compulsory",
        /// There is no second factor to confirm or to give up.
        SecondFactorAbsent = "second_factor_absent",
        /// This kind of account works at another address (KH-3a1 to KH-3a3).
        HostNotForRole = "host_not_for_role",
        /// The facility has to complete its set-up before it can notify.
        SetupRequired = "setup_required",
        /// The facility has announced that it does not operate now.
        FacilityNotOperating = "facility_not_operating",
        /// The role has no right to this operation.
        Forbidden = "forbidden",
        /// Another tier looks after that account, or it is one's own.
        TierForbidden = "tier_forbidden",
        /// The holder of the unit account does this, not its operators.
        HolderOnly = "holder_only",
        /// This takes signing in with the password, and no access token made for a program.
        SessionOnly = "session_only",
        /// The regulation profile does not let accounts be delegated.
        DelegationOff = "delegation_off",
        /// No delegation of that account is in effect for whoever asks.
        DelegationAbsent = "delegation_absent",
        /// This is never done by delegation.
        Undelegable = "undelegable",
        /// The request came from another site.
        CrossSiteRequest = "cross_site_request",
        /// There is no such thing, or not within reach of this account.
        NotFound = "not_found",
        /// The path exists, but not with this method.
        MethodNotAllowed = "method_not_allowed",
        /// The thing was changed meanwhile; read it again.
        VersionConflict = "version_conflict",
        /// The thing is not as `If-Match` says any more; read it again.
        PreconditionFailed = "precondition_failed",
        /// The idempotency key was used with another request.
        IdempotencyKeyReused = "idempotency_key_reused",
        /// The external id already belongs to another stay of the facility.
        ExternalIdTaken = "external_id_taken",
        /// The departure was declared already.
        AlreadyDeparted = "already_departed",
        /// The notification was taken back; nothing of it changes any more.
        StayCancelled = "stay_cancelled",
        /// The time in which the facility may correct is over.
        CorrectionClosed = "correction_closed",
        /// Entered or corrected by the police within a day, or taken back: it is not looked for elsewhere.
        ElsewhereClosed = "elsewhere_closed",
        /// The police have asked nothing, or what they asked is answered.
        NothingAsked = "nothing_asked",
        /// The register was asked for over more days than it is given out for.
        RegisterPeriodTooLong = "register_period_too_long",
        /// The list has more lines than fit into the file.
        ListTooLarge = "list_too_large",
        /// The register has more lines than fit into the file.
        RegisterTooLarge = "register_too_large",
        /// The whole period lies before the online period: such data are asked for on form 4 (KH-11.2g).
        PeriodOffline = "period_offline",
        /// A room with guests cannot be taken out of the plan.
        RoomOccupied = "room_occupied",
        /// The facility stands otherwise: it is stopped already, closes already, or does not stand still.
        FacilityStateConflict = "facility_state_conflict",
        /// Without this account nobody could administer the system.
        LastAdministrator = "last_administrator",
        /// The account is locked, closed or active already, or closed for ever.
        AccountStatusConflict = "account_status_conflict",
        /// The delegation is over or approved already, or there is one for that time.
        DelegationStateConflict = "delegation_state_conflict",
        /// The unit has as many accounts as it may have.
        AccountLimitReached = "account_limit_reached",
        /// The account has as many access tokens as it may have.
        AccessTokenLimit = "access_token_limit",
        /// The dossier stands elsewhere by now: this is not open, or not open any more.
        WrongState = "wrong_state",
        /// Somebody was asked or reminded a moment ago; `from` tells from when on a reminder is sent again.
        ReminderTooSoon = "reminder_too_soon",
        /// A change of the holder has been asked for and is not decided yet.
        HolderChangeOpen = "holder_change_open",
        /// A link from a mail that is unknown or too old.
        LinkInvalid = "link_invalid",
        /// The link from the mail has confirmed the filing already; `at` tells when.
        AlreadyConfirmed = "already_confirmed",
        /// No dossier has this code.
        DossierUnknown = "dossier_unknown",
        /// No account has the login name that the dossier is about.
        NoAccount = "no_account",
        /// The reporter of a loss has to prove something first.
        ProofRequired = "proof_required",
        /// The import was confirmed already, or is not there any more.
        ImportStateConflict = "import_state_conflict",
        /// The regulation profile has foreign guests declared at the immigration site itself.
        ForeignExportOff = "foreign_export_off",
        /// Nobody waits of whom everything is known that the immigration site asks for.
        ForeignNothingToExport = "foreign_nothing_to_export",
        /// The day of the confirmation is over: it stands.
        ForeignConfirmationClosed = "foreign_confirmation_closed",
        /// The request took too long; whether it was carried out is not known.
        RequestTimeout = "request_timeout",
        /// Something went wrong on our side.
        Internal = "internal",
        /// So much of the kind is under way that there is no place now; try again.
        Busy = "busy",
        /// The scanner for malware gives no answer, so that no file is taken; nothing was stored, try again.
        ScannerAway = "scanner_away",
        /// The database does not answer; nothing was stored, try again.
        Unavailable = "unavailable",
        /// The database did not answer whether it stored what was sent: send it again with the same idempotency key.
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

    /// The HTTP status that goes with the code.
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
