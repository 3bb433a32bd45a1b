//! Failures as RFC 9457 problem details.

mod field;

pub use field::FieldError;

use crate::text::{Lang, Params, has_text, text};
use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have one `snake_case` name on the wire and in the locales.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every code, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

codes! {
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

impl ErrorCode {
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

codes! {
    /// What is wrong with one field.
    FieldCode {
        /// The field is mandatory.
        Required = "required",
        /// The value has another JSON type than documented.
        WrongType = "wrong_type",
        /// There is no such field.
        UnknownField = "unknown_field",
        /// There is no such query parameter.
        UnknownParameter = "unknown_parameter",
        /// The field belongs to another kind than the one that was chosen.
        DoesNotApply = "does_not_apply",
        /// Not an id.
        IdMalformed = "id_malformed",
        /// Not where a page of this list ended.
        CursorMalformed = "cursor_malformed",
        /// An idempotency key of another form than 8 to 64 signs without a space.
        KeyMalformed = "key_malformed",
        /// The parameter or header stands there twice.
        GivenTwice = "given_twice",
        /// The value is none of the allowed ones.
        UnknownValue = "unknown_value",
        /// More characters than allowed.
        TooLong = "too_long",
        /// More entries than a list may have.
        TooMany = "too_many",
        /// More days than can be asked for at once.
        DaysTooMany = "days_too_many",
        /// Fewer characters than needed.
        TooShort = "too_short",
        /// Not the code of a dossier; its number is none.
        DossierCodeMalformed = "dossier_code_malformed",
        /// Not a whole number from 0 to `max`.
        CountMalformed = "count_malformed",
        /// A number outside its range.
        OutOfRange = "out_of_range",
        /// A control character in a text.
        ControlCharacter = "control_character",
        /// A digit in a name.
        NameDigit = "name_digit",
        /// A symbol that no name has.
        NameSymbol = "name_symbol",
        /// A character within a name that cannot be seen.
        NameInvisible = "name_invisible",
        /// More marks upon a letter than any script has.
        NameTooManyMarks = "name_too_many_marks",
        /// A personal number without 12 digits.
        PersonalIdLength = "personal_id_length",
        /// Something other than a digit in a personal number.
        PersonalIdCharacter = "personal_id_character",
        /// An identity card number (CMND) without 9 or 12 digits.
        CmndLength = "cmnd_length",
        /// A document number that is too short or too long.
        DocumentLength = "document_length",
        /// A character that no such document number has.
        DocumentCharacter = "document_character",
        /// Not a date in the calendar.
        DateNotInCalendar = "date_not_in_calendar",
        /// Not a date as the API takes it.
        DateNotIso = "date_not_iso",
        /// Not an instant in RFC 3339.
        InstantMalformed = "instant_malformed",
        /// An instant without its offset from UTC: nobody should guess which it is.
        InstantWithoutOffset = "instant_without_offset",
        /// Born before the earliest year.
        BirthTooEarly = "birth_too_early",
        /// Born after today.
        BirthInFuture = "birth_in_future",
        /// Both a date and a year of birth.
        BirthTwice = "birth_twice",
        /// The departure is not after the arrival.
        DepartureBeforeArrival = "departure_before_arrival",
        /// The departure lies in the future.
        DepartureInFuture = "departure_in_future",
        /// The arrival is further ahead than allowed.
        ArrivalTooFarAhead = "arrival_too_far_ahead",
        /// The arrival lies before the birth.
        ArrivalBeforeBirth = "arrival_before_birth",
        /// Longer than a stay may be.
        StayTooLong = "stay_too_long",
        /// Day use of more than a day.
        DayUseTooLong = "day_use_too_long",
        /// Permitted to stay only until before the arrival.
        PermitEndedBeforeArrival = "permit_ended_before_arrival",
        /// Entered the country after arriving here.
        EntryAfterArrival = "entry_after_arrival",
        /// Not in the list of countries.
        CountryUnknown = "country_unknown",
        /// Vietnamese text in a font from before Unicode.
        OldFont = "old_font",
        /// An organisation that issues documents; nobody is its national.
        NationalityOrganisation = "nationality_organisation",
        /// A document that only Viet Nam issues, with another issuer.
        IssuerNotVietnam = "issuer_not_vietnam",
        /// Entered the country before being born.
        EntryBeforeBirth = "entry_before_birth",
        /// Not in the list of visa symbols.
        VisaSymbolUnknown = "visa_symbol_unknown",
        /// Not in the list of reasons.
        ReasonUnknown = "reason_unknown",
        /// Not in the room plan of this facility.
        RoomUnknown = "room_unknown",
        /// The room is not let; the move has to be confirmed.
        RoomOutOfService = "room_out_of_service",
        /// Not a telephone number.
        PhoneMalformed = "phone_malformed",
        /// Not a tax code.
        TaxCodeMalformed = "tax_code_malformed",
        /// Not an e-mail address.
        EmailMalformed = "email_malformed",
        /// Twice in one list.
        Duplicate = "duplicate",
        /// Not what the request names.
        NotAskedFor = "not_asked_for",
        /// Not a login name.
        LoginMalformed = "login_malformed",
        /// The login name belongs or belonged to an account.
        LoginTaken = "login_taken",
        /// Names of that kind are for authorities.
        LoginReserved = "login_reserved",
        /// The name of an operator begins with that of the unit account and a dot.
        LoginNotOfUnit = "login_not_of_unit",
        /// No account that could be lent to: there is none of the same kind and tier in use under that name.
        AccountUnsuitable = "account_unsuitable",
        /// The period has not its end after its beginning.
        PeriodReversed = "period_reversed",
        /// The period begins before today, or is over.
        PeriodPast = "period_past",
        /// The period sought has not passed yet.
        PeriodInFuture = "period_in_future",
        /// The whole period is still on line (KH-11.2g).
        PeriodOnline = "period_online",
        /// The period is longer than allowed.
        PeriodTooLong = "period_too_long",
        /// An account of this kind and tier cannot have this area.
        AreaOfOtherTier = "area_of_other_tier",
        /// The current password is wrong.
        PasswordWrong = "password_wrong",
        /// The new password is too short.
        PasswordTooShort = "password_too_short",
        /// The new password has no letter.
        PasswordNeedsLetter = "password_needs_letter",
        /// The new password has no digit.
        PasswordNeedsDigit = "password_needs_digit",
        /// The new password has no special character.
        PasswordNeedsSpecial = "password_needs_special",
        /// The new password contains the login name.
        PasswordContainsLogin = "password_contains_login",
        /// The new password is one of those tried first.
        PasswordWellKnown = "password_well_known",
        /// A name of the unit, its holder, the province or this system stands in the password.
        PasswordContainsName = "password_contains_name",
        /// The new password is the old one.
        PasswordUnchanged = "password_unchanged",
        /// The new password was used not long ago.
        PasswordUsedBefore = "password_used_before",
        /// The code is wrong, was used already or is too old.
        CodeWrong = "code_wrong",
        /// Neither six digits nor a recovery code.
        CodeMalformed = "code_malformed",
        /// The field cannot be changed any more.
        Locked = "locked",
        /// Nothing to change.
        NothingToChange = "nothing_to_change",
        /// Without the commitment of the form there is no filing (KH-M1.7, KH-M2.12).
        CommitmentRequired = "commitment_required",
        /// Only one of two may be given.
        EitherOr = "either_or",
        /// A date that nobody means.
        DateNotPlausible = "date_not_plausible",
        /// An instant after now.
        InstantInFuture = "instant_in_future",
        /// Told to the police longer ago than it may be entered.
        ReceivedTooLongAgo = "received_too_long_ago",
        /// Not in the list of areas, or not of the kind that is wanted here.
        AreaUnknown = "area_unknown",
        /// Larger than a file may be.
        FileTooLarge = "file_too_large",
        /// Not Base64, or damaged.
        FileUnreadable = "file_unreadable",
        /// Can act by itself when it is opened: a script, a program, a file inside of the file.
        FileActs = "file_acts",
        /// The scanner for malware knows it.
        FileInfected = "file_infected",
        /// Locked with a password: nobody can look into it.
        FileEncrypted = "file_encrypted",
        /// Unpacked, it is far larger than a scan can be.
        FileUnpacksTooLarge = "file_unpacks_too_large",
        /// Packed in a way that is not known, so that nobody can look into it.
        FilePackingUnknown = "file_packing_unknown",
        /// Something else stands behind its end.
        FileHasMoreBehind = "file_has_more_behind",
        /// An image of more points than a scan can have.
        ImageTooLarge = "image_too_large",
        /// Neither PDF nor JPEG nor PNG, whatever its name says.
        FileTypeRefused = "file_type_refused",
        /// The name ends in another type than the content is.
        FileNameMismatch = "file_name_mismatch",
        /// The date lies in another year.
        DateOutsideYear = "date_outside_year",
        /// A make-up day that is worked anyway.
        WorkedAnyway = "worked_anyway",
        /// There is no such unit to ask.
        UnitUnknown = "unit_unknown",
        /// A file with guests that is larger than allowed.
        ImportTooLarge = "import_too_large",
        /// Neither XLSX nor CSV nor XML, whatever its name says.
        ImportTypeRefused = "import_type_refused",
        /// Unpacked, the file is far larger than a list of guests can be.
        ImportUnpacksTooLarge = "import_unpacks_too_large",
        /// The workbook can act by itself.
        ImportHasMacros = "import_has_macros",
        /// The XML declares entities or a document type.
        ImportHasEntities = "import_has_entities",
        /// No sheet has the columns of a guest list.
        ImportNoTable = "import_no_table",
        /// Columns without which no guest can be notified are not there.
        ImportColumnsMissing = "import_columns_missing",
        /// Two columns say that they hold the same.
        ImportColumnTwice = "import_column_twice",
        /// No guest is in the file.
        ImportEmpty = "import_empty",
        /// More guests than one file may have.
        ImportTooManyRows = "import_too_many_rows",
        /// The encoding of the text cannot be told.
        ImportEncodingUnknown = "import_encoding_unknown",
        /// A quote was opened and never closed, so that the guests behind it would disappear.
        ImportQuoteUnclosed = "import_quote_unclosed",
        /// A sign that is no text.
        ImportNotText = "import_not_text",
        /// A page of the web that is called a spreadsheet.
        ImportIsHtml = "import_is_html",
        /// No sheet of the workbook has the columns of a guest list.
        ImportNoSheet = "import_no_sheet",
        /// No visible sheet has them; hidden ones were not looked at.
        ImportSheetHidden = "import_sheet_hidden",
        /// Every row with a guest is hidden.
        ImportOnlyHidden = "import_only_hidden",
        /// Columns without which no guest can be notified are hidden.
        ImportColumnsHidden = "import_columns_hidden",
        /// The workbook has more parts, texts or formats than a list of guests can have.
        ImportTooManyParts = "import_too_many_parts",
        /// More columns than a list of guests can have.
        ImportTooManyColumns = "import_too_many_columns",
        /// Reading the file took longer than a list of guests can take.
        ImportTooSlow = "import_too_slow",
        /// An `&` of the XML stands for itself.
        ImportXmlAmpersand = "import_xml_ampersand",
        /// An element of the XML ends by another name than it began, or does not end.
        ImportXmlTag = "import_xml_tag",
        /// The markup of the XML is damaged.
        ImportXmlMalformed = "import_xml_malformed",
        /// An element of the XML where another belongs.
        ImportXmlElement = "import_xml_element",
        /// An element within a field of the XML.
        ImportXmlNested = "import_xml_nested",
        /// Text or an element of the XML that belongs to no guest.
        ImportXmlStray = "import_xml_stray",
        /// A character that XML forbids.
        ImportXmlCharacter = "import_xml_character",
        /// The encoding that the XML declares is not known, or it is not written in it.
        ImportXmlEncoding = "import_xml_encoding",
        /// There is no such row in the import.
        ImportRowUnknown = "import_row_unknown",
        /// The row has more cells than the list has columns.
        CellsSurplus = "cells_surplus",
        /// The guest has the field twice.
        CellTwice = "cell_twice",
        /// The cell holds true or false.
        CellBoolean = "cell_boolean",
        /// Not written as a date.
        DateMalformed = "date_malformed",
        /// The year has fewer than four digits.
        DateYearShort = "date_year_short",
        /// Not an hour of the day.
        HourMalformed = "hour_malformed",
        /// The cell computes its value.
        CellFormula = "cell_formula",
        /// The cell is merged with others.
        CellMerged = "cell_merged",
        /// The spreadsheet shows an error in the cell.
        CellBroken = "cell_broken",
        /// The number was shortened to a power of ten, its last digits are lost.
        CellRounded = "cell_rounded",
        /// The guest was notified for this time already.
        AlreadyNotified = "already_notified",
        /// The facility has announced that it does not operate on that day.
        NotOperating = "not_operating",
        /// An earlier row has the same guest at the same time.
        SameAsRow = "same_as_row",
        /// No foreign guest who is or was here, or the notification was taken back.
        ForeignNotListed = "foreign_not_listed",
        /// The immigration site wants letters of the passport's machine-readable lines.
        ForeignNameNotLatin = "foreign_name_not_latin",
        /// The immigration site wants the number of a passport.
        ForeignNotPassport = "foreign_not_passport",
        /// The nationality has no code at the immigration site.
        ForeignNationalityUncoded = "foreign_nationality_uncoded",
        /// The immigration site wants the room.
        ForeignRoomMissing = "foreign_room_missing",
    }
}

codes! {
    /// A doubt about a value that is accepted all the same.
    WarningCode {
        /// The first three digits are no place of birth registration (KH-A1, KH-A3).
        PersonalIdPlaceUnknown = "personal_id_place_unknown",
        /// The number says another sex (KH-A5-1).
        PersonalIdSexMismatch = "personal_id_sex_mismatch",
        /// The number says another year of birth (KH-A5-2).
        PersonalIdYearMismatch = "personal_id_year_mismatch",
        /// Older than people usually get.
        BirthOverAge = "birth_over_age",
        /// Only the year of birth is known.
        BirthYearOnly = "birth_year_only",
        /// So long that temporary residence has to be registered.
        LongStay = "long_stay",
        /// The room is marked as not let.
        RoomOutOfService = "room_out_of_service",
        /// The visa ended before the arrival.
        VisaExpired = "visa_expired",
        /// More than two guests to each bed of the room.
        RoomCrowded = "room_crowded",
        /// What a program writes where it has no name.
        NamePlaceholder = "name_placeholder",
        /// A letter that no Vietnamese name has, in the name of somebody Vietnamese.
        NameOddLetter = "name_odd_letter",
        /// A code that has no nationals, was withdrawn, or says less than a nationality.
        NationalityDoubtful = "nationality_doubtful",
        /// Whoever has no State has a document of some other, which is not said.
        IssuerUnknown = "issuer_unknown",
        /// The same person is notified here for the same time.
        AlreadyNotified = "already_notified",
        /// Another person is notified here with the same number for the same time, or stands in an earlier row of the file:
        /// `params` name the stay or the line.
        #[serde(alias = "same_number_in_row", alias = "same_number_in_stay")]
        SameNumber = "same_number",
        /// The same guest has another stay on that day, here or in an earlier row of the file: `params` name it.
        #[serde(alias = "other_stay_in_row", alias = "other_stay_notified")]
        OtherStay = "other_stay",
        /// The kind of stay is not told and the guest comes after midnight and leaves the same day.
        KindAssumed = "kind_assumed",
        /// The spreadsheet shows the number with letters that the cell does not hold.
        NumberShownOtherwise = "number_shown_otherwise",
        /// A Vietnamese passport has a letter before its digits.
        PassportLetterMissing = "passport_letter_missing",
    }
}

/// One doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Warning {
    /// JSON pointer (RFC 6901) into the request body.
    #[cfg_attr(feature = "openapi", schema(example = "/guest/birth_date"))]
    pub pointer: String,
    /// What is doubtful.
    pub code: WarningCode,
    /// The same for a person, in the language asked for.
    pub message: String,
    /// The values that the message speaks of.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub params: Params,
    /// Whether the notifier has asked the guest and keeps the value.
    #[serde(default)]
    pub confirmed: bool,
}

impl Warning {
    /// A doubt; its text is filled in by [`Warning::localized`].
    pub fn new(pointer: impl Into<String>, code: WarningCode) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            message: String::new(),
            params: Params::new(),
            confirmed: false,
        }
    }

    /// Adds a value for the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// With its message in `lang`: in the words for what `params` name, what a number says, a row of the file or a stay.
    #[must_use]
    pub fn localized(mut self, lang: Lang) -> Self {
        let plain = format!("warning.{}", self.code.as_str());
        let says = self.params.get("number_says").map(|says| format!("{plain}_{says}"));
        let about = if let Some(says) = says.filter(|key| has_text(lang, key)) {
            says
        } else if self.params.contains_key("line") {
            format!("{plain}_in_row")
        } else if self.params.contains_key("room") {
            plain.clone()
        } else {
            format!("{plain}_in_stay")
        };
        let key = if has_text(lang, &about) { about } else { plain };
        self.message = text(lang, &key, &self.params);
        self
    }
}

/// The body of every failure: `application/problem+json`, RFC 9457.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI for the kind of problem; stable, made from `code`.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(example = "/problems/validation_failed"))]
    pub kind: String,
    /// The kind of problem in a few words.
    pub title: String,
    /// The HTTP status.
    #[cfg_attr(feature = "openapi", schema(example = 422, minimum = 400, maximum = 599))]
    pub status: u16,
    /// What happened this time and what to do about it.
    pub detail: String,
    /// The kind of problem for programs.
    pub code: ErrorCode,
    /// Every wrong field or parameter at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Quote this when asking for help.
    pub trace_id: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::has_text;

    #[test]
    fn every_code_has_a_text_in_both_languages() {
        for lang in [Lang::Vi, Lang::En] {
            for code in ErrorCode::ALL {
                assert!(
                    has_text(lang, &format!("problem.{}.title", code.as_str())),
                    "{lang:?} {code:?} title"
                );
                assert!(
                    has_text(lang, &format!("problem.{}.detail", code.as_str())),
                    "{lang:?} {code:?} detail"
                );
            }
            for code in FieldCode::ALL {
                assert!(has_text(lang, &format!("field.{}", code.as_str())), "{lang:?} {code:?}");
            }
            for code in WarningCode::ALL {
                assert!(
                    has_text(lang, &format!("warning.{}", code.as_str())),
                    "{lang:?} {code:?}"
                );
            }
        }
    }

    #[test]
    fn names_on_the_wire_are_the_names_in_code() {
        for code in FieldCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
        for code in WarningCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
