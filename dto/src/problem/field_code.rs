//! What is wrong with a field.

rules::codes! {
    /// What is wrong with one field.
    FieldCode {
        /// The field is mandatory.
        Required = "required",
        /// The value does not have the documented JSON type.
        WrongType = "wrong_type",
        /// There is no such field.
        UnknownField = "unknown_field",
        /// There is no such query parameter.
        UnknownParameter = "unknown_parameter",
        /// The field does not apply to the chosen kind.
        DoesNotApply = "does_not_apply",
        /// Not an id.
        IdMalformed = "id_malformed",
        /// Not a cursor of this list.
        CursorMalformed = "cursor_malformed",
        /// The order is for fewer rows than the filter may leave.
        SortTooWide = "sort_too_wide",
        /// An idempotency key has 8 to 64 characters without a space.
        KeyMalformed = "key_malformed",
        /// The parameter or header occurs twice.
        GivenTwice = "given_twice",
        /// The value is not one of the allowed values.
        UnknownValue = "unknown_value",
        /// More characters than allowed.
        TooLong = "too_long",
        /// More entries than a list may have.
        TooMany = "too_many",
        /// More days than allowed in one request.
        DaysTooMany = "days_too_many",
        /// Fewer characters than needed.
        TooShort = "too_short",
        /// Not the code of a dossier; the number of a dossier is not its code.
        DossierCodeMalformed = "dossier_code_malformed",
        /// Not a whole number from 0 to `max`.
        CountMalformed = "count_malformed",
        /// A number outside its range.
        OutOfRange = "out_of_range",
        /// A control character in a text.
        ControlCharacter = "control_character",
        /// A digit in a name.
        NameDigit = "name_digit",
        /// A symbol that does not occur in names.
        NameSymbol = "name_symbol",
        /// An invisible character within a name.
        NameInvisible = "name_invisible",
        /// More marks on a letter than any script has.
        NameTooManyMarks = "name_too_many_marks",
        /// A personal number without 12 digits.
        PersonalIdLength = "personal_id_length",
        /// Something other than a digit in a personal number.
        PersonalIdCharacter = "personal_id_character",
        /// An identity card number (CMND) without 9 or 12 digits.
        CmndLength = "cmnd_length",
        /// A document number that is too short or too long.
        DocumentLength = "document_length",
        /// A character that does not occur in numbers of this kind of document.
        DocumentCharacter = "document_character",
        /// Not a date in the calendar.
        DateNotInCalendar = "date_not_in_calendar",
        /// Not a date in the format of the API.
        DateNotIso = "date_not_iso",
        /// Not an instant in RFC 3339.
        InstantMalformed = "instant_malformed",
        /// An instant without its offset from UTC: the server must not guess it.
        InstantWithoutOffset = "instant_without_offset",
        /// Born before the earliest year.
        BirthTooEarly = "birth_too_early",
        /// Born after today.
        BirthInFuture = "birth_in_future",
        /// Both a date and a year of birth.
        BirthTwice = "birth_twice",
        /// The departure is not after the arrival.
        DepartureBeforeArrival = "departure_before_arrival",
        /// The departure is in the future.
        DepartureInFuture = "departure_in_future",
        /// The arrival is further ahead than allowed.
        ArrivalTooFarAhead = "arrival_too_far_ahead",
        /// The arrival is before the birth.
        ArrivalBeforeBirth = "arrival_before_birth",
        /// Longer than the maximum length of a stay.
        StayTooLong = "stay_too_long",
        /// Day use longer than a day.
        DayUseTooLong = "day_use_too_long",
        /// The permitted stay ended before the arrival.
        PermitEndedBeforeArrival = "permit_ended_before_arrival",
        /// Entry into the country after the arrival at the facility.
        EntryAfterArrival = "entry_after_arrival",
        /// Not in the list of countries.
        CountryUnknown = "country_unknown",
        /// Vietnamese text in a legacy font encoding from before Unicode.
        OldFont = "old_font",
        /// An organisation that issues documents, which cannot be a nationality.
        NationalityOrganisation = "nationality_organisation",
        /// A document that only Viet Nam issues, with another issuer.
        IssuerNotVietnam = "issuer_not_vietnam",
        /// Entry into the country before the birth.
        EntryBeforeBirth = "entry_before_birth",
        /// Not in the list of visa symbols.
        VisaSymbolUnknown = "visa_symbol_unknown",
        /// Not in the list of reasons.
        ReasonUnknown = "reason_unknown",
        /// Not in the room plan of this facility.
        RoomUnknown = "room_unknown",
        /// The room is marked as out of service; the move has to be confirmed.
        RoomOutOfService = "room_out_of_service",
        /// Not a telephone number.
        PhoneMalformed = "phone_malformed",
        /// Not a tax code.
        TaxCodeMalformed = "tax_code_malformed",
        /// Not an e-mail address.
        EmailMalformed = "email_malformed",
        /// Twice in the same list.
        Duplicate = "duplicate",
        /// Not part of the request.
        NotAskedFor = "not_asked_for",
        /// Not a login name.
        LoginMalformed = "login_malformed",
        /// The login name belongs or belonged to an account.
        LoginTaken = "login_taken",
        /// Login names of this form are reserved for authorities.
        LoginReserved = "login_reserved",
        /// The login name of an operator begins with that of the unit account and a dot.
        LoginNotOfUnit = "login_not_of_unit",
        /// The account cannot receive a delegation: there is no active account of the same kind and tier with that
        /// name.
        AccountUnsuitable = "account_unsuitable",
        /// The end of the period is not after its start.
        PeriodReversed = "period_reversed",
        /// The period starts before today, or is over.
        PeriodPast = "period_past",
        /// The requested period is not over yet.
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
        /// The new password is one of the passwords that attackers try first.
        PasswordWellKnown = "password_well_known",
        /// The password contains a name of the unit, its holder, the province or this system.
        PasswordContainsName = "password_contains_name",
        /// The new password is the same as the old one.
        PasswordUnchanged = "password_unchanged",
        /// The new password was used recently.
        PasswordUsedBefore = "password_used_before",
        /// The code is wrong, was already used or has expired.
        CodeWrong = "code_wrong",
        /// Neither six digits nor a recovery code.
        CodeMalformed = "code_malformed",
        /// The field cannot be changed any more.
        Locked = "locked",
        /// Nothing to change.
        NothingToChange = "nothing_to_change",
        /// A filing without the commitment of the form is refused (KH-M1.7, KH-M2.12).
        CommitmentRequired = "commitment_required",
        /// Only one of the two may be given.
        EitherOr = "either_or",
        /// A date that is obviously a mistake.
        DateNotPlausible = "date_not_plausible",
        /// An instant in the future.
        InstantInFuture = "instant_in_future",
        /// The police received it longer ago than the limit for entering it.
        ReceivedTooLongAgo = "received_too_long_ago",
        /// Not in the list of areas, or not of the kind that is needed here.
        AreaUnknown = "area_unknown",
        /// Larger than the maximum size of a file.
        FileTooLarge = "file_too_large",
        /// Not Base64, or damaged.
        FileUnreadable = "file_unreadable",
        /// The file has active content: a script, a program, a file inside the file.
        FileActs = "file_acts",
        /// The malware scanner has detected malware in it.
        FileInfected = "file_infected",
        /// Encrypted with a password: its content cannot be checked.
        FileEncrypted = "file_encrypted",
        /// Its decompressed content is far larger than a scan can be.
        FileUnpacksTooLarge = "file_unpacks_too_large",
        /// Compressed in an unknown way: its content cannot be checked.
        FilePackingUnknown = "file_packing_unknown",
        /// There is other data after its end.
        FileHasMoreBehind = "file_has_more_behind",
        /// An image with more pixels than a scan can have.
        ImageTooLarge = "image_too_large",
        /// Neither PDF nor JPEG nor PNG, whatever its file name says.
        FileTypeRefused = "file_type_refused",
        /// The extension of the file name does not match the content.
        FileNameMismatch = "file_name_mismatch",
        /// The date is in another year.
        DateOutsideYear = "date_outside_year",
        /// A make-up day on a day that is already a working day.
        WorkedAnyway = "worked_anyway",
        /// The unit to consult does not exist.
        UnitUnknown = "unit_unknown",
        /// A file with guests that is larger than allowed.
        ImportTooLarge = "import_too_large",
        /// Neither XLSX nor CSV nor XML, whatever its file name says.
        ImportTypeRefused = "import_type_refused",
        /// The decompressed content of the file is far larger than a list of guests can be.
        ImportUnpacksTooLarge = "import_unpacks_too_large",
        /// The workbook has active content.
        ImportHasMacros = "import_has_macros",
        /// The XML declares entities or a document type.
        ImportHasEntities = "import_has_entities",
        /// No sheet has the columns of a guest list.
        ImportNoTable = "import_no_table",
        /// Mandatory columns for a notification are missing.
        ImportColumnsMissing = "import_columns_missing",
        /// Two columns have the same meaning.
        ImportColumnTwice = "import_column_twice",
        /// The file contains no guest.
        ImportEmpty = "import_empty",
        /// More guests than one file may have.
        ImportTooManyRows = "import_too_many_rows",
        /// The encoding of the text is unknown.
        ImportEncodingUnknown = "import_encoding_unknown",
        /// A quote is opened and never closed, so that the guests after it would be lost.
        ImportQuoteUnclosed = "import_quote_unclosed",
        /// A character that may not occur in a text.
        ImportNotText = "import_not_text",
        /// A web page with the file name of a spreadsheet.
        ImportIsHtml = "import_is_html",
        /// No sheet of the workbook has the columns of a guest list.
        ImportNoSheet = "import_no_sheet",
        /// No visible sheet has them; hidden sheets were not read.
        ImportSheetHidden = "import_sheet_hidden",
        /// Every row with a guest is hidden.
        ImportOnlyHidden = "import_only_hidden",
        /// Mandatory columns for a notification are hidden.
        ImportColumnsHidden = "import_columns_hidden",
        /// The workbook has more parts, texts or formats than a list of guests can have.
        ImportTooManyParts = "import_too_many_parts",
        /// More columns than a list of guests can have.
        ImportTooManyColumns = "import_too_many_columns",
        /// Reading the file took longer than a list of guests may take.
        ImportTooSlow = "import_too_slow",
        /// An unescaped `&` in the XML.
        ImportXmlAmpersand = "import_xml_ampersand",
        /// The end tag of an XML element does not match its start tag, or is missing.
        ImportXmlTag = "import_xml_tag",
        /// The markup of the XML is damaged.
        ImportXmlMalformed = "import_xml_malformed",
        /// An unexpected XML element.
        ImportXmlElement = "import_xml_element",
        /// An XML element within a field.
        ImportXmlNested = "import_xml_nested",
        /// Text or an XML element that belongs to no guest.
        ImportXmlStray = "import_xml_stray",
        /// A character that is not allowed in XML.
        ImportXmlCharacter = "import_xml_character",
        /// The encoding that the XML declares is unknown, or the XML does not have it.
        ImportXmlEncoding = "import_xml_encoding",
        /// There is no such row in the import.
        ImportRowUnknown = "import_row_unknown",
        /// The row has more cells than the list has columns.
        CellsSurplus = "cells_surplus",
        /// The guest has the field twice.
        CellTwice = "cell_twice",
        /// The cell contains a Boolean value.
        CellBoolean = "cell_boolean",
        /// Not in the format of a date.
        DateMalformed = "date_malformed",
        /// The year has fewer than four digits.
        DateYearShort = "date_year_short",
        /// Not a time of day.
        HourMalformed = "hour_malformed",
        /// The cell contains a formula.
        CellFormula = "cell_formula",
        /// The cell is merged with others.
        CellMerged = "cell_merged",
        /// The cell contains an error of the spreadsheet.
        CellBroken = "cell_broken",
        /// The number was shortened to scientific notation; its last digits are lost.
        CellRounded = "cell_rounded",
        /// The guest was already notified for this time.
        AlreadyNotified = "already_notified",
        /// The facility has announced that it is not operating on that day.
        NotOperating = "not_operating",
        /// An earlier row has the same guest at the same time.
        SameAsRow = "same_as_row",
        /// Not a foreign guest who is or was here, or the notification was cancelled.
        ForeignNotListed = "foreign_not_listed",
        /// The immigration site accepts only letters of the machine-readable lines of a passport.
        ForeignNameNotLatin = "foreign_name_not_latin",
        /// The immigration site demands a passport number.
        ForeignNotPassport = "foreign_not_passport",
        /// The immigration site has no code for the nationality.
        ForeignNationalityUncoded = "foreign_nationality_uncoded",
        /// The immigration site demands the room.
        ForeignRoomMissing = "foreign_room_missing",
    }
}
