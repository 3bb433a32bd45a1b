//! What is wrong with a field.

rules::codes! {
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
