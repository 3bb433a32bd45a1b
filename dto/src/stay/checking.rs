//! How a notification is checked: by the browser while a person types, by the server before anything is stored.

use super::input::{Guest, GuestIn, Notification, StayIn};
use crate::check::{CheckContext, Findings, Lists, Verdict, is_no_text, spoken_date};
use crate::given::{Given, Text as _};
use crate::problem::{FieldCode, FieldError, WarningCode};
use crate::timestamp::Timestamp;
use rules::birth::{Birth, BirthDoubt, BirthFault, check_birth};
use rules::country::{CountryKind, Told, told, usual_issuer};
use rules::document::{DocumentFault, DocumentType, check_number, normalise};
use rules::name::{NameFault, shown, vietnamese_letters};
use rules::nights::StayKind;
use rules::person::Sex;
use rules::personal_id::{PersonalId, PersonalIdDoubt, PersonalIdFault};
use time::Date;
use uuid::Uuid;

/// Longest address, in characters.
pub const MAX_ADDRESS: usize = 250;
/// Longest note or reason in one's own words, in characters.
pub const MAX_NOTE: usize = 500;
const MAX_SHORT: usize = 80;
const MAX_EXTERNAL_ID: usize = 64;
const MAX_CONFIRMED: usize = 20;

/// Checks a notification: every mistake and every doubt at once.
///
/// The browser calls it while a person types, the server before it stores anything.
pub fn check_stay(stay: &StayIn, context: CheckContext<'_>, lists: &dyn Lists) -> Verdict<Notification> {
    let mut found = Findings::default();
    let kind = found.required("/kind", &stay.kind, FieldCode::UnknownValue);
    let (arrival_at, planned_departure_at) = check_times(stay, kind, context, &mut found);
    let mut guest = check_guest(&stay.guest, arrival_at, context, lists, &mut found);
    let room_id = check_room(stay, lists, &mut found);
    let reason = found.required_text("/reason", &stay.reason, MAX_SHORT);
    if reason.as_ref().is_some_and(|code| !lists.reason(code)) {
        found.error("/reason", FieldCode::ReasonUnknown);
    }
    let mut reason_note = found.optional_text("/reason_note", &stay.reason_note, MAX_NOTE);
    if reason.as_deref() == Some("other")
        && reason_note.is_none()
        && stay.reason_note.value().is_none_or(|t| rules::name::trim(t).is_empty())
    {
        found.error("/reason_note", FieldCode::Required);
    }
    let mut note = found.optional_text("/note", &stay.note, MAX_NOTE);
    refuse_old_fonts(stay, &mut found);
    // Ð and Ɖ are letters of other languages: only of somebody Vietnamese are they a Đ typed wrong.
    if let Some(guest) = guest.as_mut().filter(|guest| guest.nationality == "VN") {
        guest.full_name = vietnamese_letters(&guest.full_name);
        for text in [&mut guest.address, &mut reason_note, &mut note].into_iter().flatten() {
            *text = vietnamese_letters(text);
        }
    }
    let external_id = found.optional_text("/external_id", &stay.external_id, MAX_EXTERNAL_ID);
    if stay.confirmed.len() > MAX_CONFIRMED {
        let error = found.error("/confirmed", FieldCode::TooMany);
        error.params.insert("max".into(), MAX_CONFIRMED.to_string());
    }
    let Findings { errors, mut warnings } = found;
    for warning in &mut warnings {
        warning.confirmed = stay.confirmed.contains(&warning.code);
    }
    let value = (|| {
        Some(Notification {
            guest: guest?,
            kind: kind?,
            arrival_at: arrival_at?,
            planned_departure_at: planned_departure_at?,
            room_id,
            reason: reason?,
            reason_note,
            note,
            external_id,
        })
    })();
    Verdict {
        value: value.filter(|_| errors.is_empty()),
        errors,
        warnings,
    }
}

fn check_room(stay: &StayIn, lists: &dyn Lists, found: &mut Findings) -> Option<Uuid> {
    const AT: &str = "/room_id";
    if let Given::Bad(typed) = &stay.room_id {
        found.errors.push(unknown_room(AT, typed));
    }
    let room = stay.room_id.value().copied();
    if stay.room_id.is_absent() && lists.needs_room() {
        found.error("/room_id", FieldCode::Required);
    }
    if room.is_some_and(|id| !lists.room(id)) {
        found.error("/room_id", FieldCode::RoomUnknown);
    }
    // The guest is there: that is told, whatever the board says of the room.
    if let Some((name, note)) = room.and_then(|id| lists.out_of_service(id)) {
        let doubt = found.warn("/room_id", WarningCode::RoomOutOfService);
        doubt.params.insert("room".into(), name);
        doubt.params.insert("note".into(), note);
    }
    room
}

/// Longest name of a room that is said again.
const MOST_ROOM_NAME: usize = 20;

/// That the plan has no such room; what was typed in its place is named, as far as it can be a name.
pub fn unknown_room(pointer: &str, typed: &str) -> FieldError {
    let mistake = FieldError::new(pointer, FieldCode::RoomUnknown);
    let typed = typed.trim();
    let is_name = (1..=MOST_ROOM_NAME).contains(&typed.chars().count()) && !typed.chars().any(is_no_text);
    if is_name { mistake.with("room", typed) } else { mistake }
}

fn check_times(
    stay: &StayIn,
    kind: Option<StayKind>,
    context: CheckContext<'_>,
    found: &mut Findings,
) -> (Option<Timestamp>, Option<Timestamp>) {
    use rules::arrival::{ArrivalFault, DepartureFault, check_arrival, check_departure};
    use rules::length::{LengthVerdict, check_length};

    let arrival = found.required_instant("/arrival_at", &stay.arrival_at);
    let departure = found.required_instant("/planned_departure_at", &stay.planned_departure_at);
    if let Some(arrival) = arrival {
        match check_arrival(arrival.get(), context.now.get(), &context.profile.notification) {
            // Before the earliest year of birth there was no guest either.
            Ok(()) if rules::zone::local_date(arrival.get()).year() < context.profile.birth.earliest_year => {
                found.error("/arrival_at", FieldCode::OutOfRange);
            }
            Ok(()) => {}
            Err(ArrivalFault::TooFarAhead { hours }) => {
                found
                    .error("/arrival_at", FieldCode::ArrivalTooFarAhead)
                    .params
                    .insert("hours".into(), hours.to_string());
            }
        }
    }
    if let (Some(arrival), Some(departure), Some(kind)) = (arrival, departure, kind) {
        let (from, to) = (
            rules::zone::local_date(arrival.get()),
            rules::zone::local_date(departure.get()),
        );
        match check_departure(arrival.get(), departure.get(), kind) {
            Ok(()) => match check_length(from, to, &context.profile.length) {
                LengthVerdict::Fine => {}
                LengthVerdict::Long { days } => {
                    found
                        .warn("/planned_departure_at", WarningCode::LongStay)
                        .params
                        .insert("days".into(), days.to_string());
                }
                LengthVerdict::TooLong { days } => {
                    let error = found.error("/planned_departure_at", FieldCode::StayTooLong);
                    error.params.insert("days".into(), days.to_string());
                    error
                        .params
                        .insert("max".into(), context.profile.length.max_days.to_string());
                }
            },
            Err(DepartureFault::NotAfterArrival) => {
                let error = found.error("/planned_departure_at", FieldCode::DepartureBeforeArrival);
                error.params.insert("departure".into(), spoken_date(to));
                error.params.insert("arrival".into(), spoken_date(from));
            }
            Err(DepartureFault::DayUseTooLong { .. } | DepartureFault::InFuture) => {
                found.error("/planned_departure_at", FieldCode::DayUseTooLong);
            }
        }
    }
    (arrival, departure)
}

fn check_guest(
    guest: &GuestIn,
    arrival_at: Option<Timestamp>,
    context: CheckContext<'_>,
    lists: &dyn Lists,
    found: &mut Findings,
) -> Option<Guest> {
    let today = rules::zone::local_date(context.now.get());
    let full_name = check_name(&guest.full_name, found);
    let birth = check_birth_fields(guest, today, context, found);
    let sex = found.required("/guest/sex", &guest.sex, FieldCode::UnknownValue);
    let nationality = check_nationality(&guest.nationality, lists, found);
    let document_type = found.required("/guest/document_type", &guest.document_type, FieldCode::UnknownValue);
    let issuing_state = check_issuer(
        &guest.issuing_state,
        document_type,
        nationality.as_deref(),
        lists,
        found,
    );
    let document_number = check_document(guest, document_type, sex, birth.as_ref(), found);
    // Viet Nam's passports are numbered B1234567: digits alone have lost their letter on the way.
    if document_type == Some(DocumentType::Passport)
        && nationality.as_deref() == Some("VN")
        && issuing_state.as_deref() == Some("VN")
        && let Some(number) = &document_number
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        found.warn("/guest/document_number", WarningCode::PassportLetterMissing);
    }
    let document_name = found.optional_text("/guest/document_name", &guest.document_name, MAX_SHORT);
    if document_type == Some(DocumentType::Other)
        && guest
            .document_name
            .value()
            .is_none_or(|name| rules::name::trim(name).is_empty())
    {
        found.error("/guest/document_name", FieldCode::Required);
    }
    let phone = found.optional_text("/guest/phone", &guest.phone, 32);
    if phone.as_ref().is_some_and(|phone| crate::check::phone(phone).is_err()) {
        found.error("/guest/phone", FieldCode::PhoneMalformed);
    }
    let address = found.optional_text("/guest/address", &guest.address, MAX_ADDRESS);
    let visa_symbol = found.optional_text("/guest/visa_symbol", &guest.visa_symbol, MAX_SHORT);
    if visa_symbol.as_ref().is_some_and(|symbol| !lists.visa_symbol(symbol)) {
        found.error("/guest/visa_symbol", FieldCode::VisaSymbolUnknown);
    }
    let visa_number = found.optional_text("/guest/visa_number", &guest.visa_number, MAX_SHORT);
    let entry_gate = found.optional_text("/guest/entry_gate", &guest.entry_gate, MAX_SHORT);
    let arrived_on = arrival_at.map(|at| rules::zone::local_date(at.get()));
    if let (Some(Birth::Day(born)), Some(arrived)) = (&birth, arrived_on)
        && arrived < *born
    {
        found
            .error("/arrival_at", FieldCode::ArrivalBeforeBirth)
            .params
            .insert("arrival".into(), spoken_date(arrived));
    }
    let (visa_expires_on, permit_expires_on, entered_on) = check_permit_dates(guest, birth.as_ref(), arrived_on, found);
    Some(Guest {
        full_name: full_name?,
        birth: birth?,
        sex: sex?,
        nationality: nationality?,
        document_type: document_type?,
        issuing_state,
        document_number: document_number?,
        document_name,
        phone,
        address,
        visa_symbol,
        visa_number,
        visa_expires_on,
        permit_expires_on,
        entered_on,
        entry_gate,
    })
}

fn check_name(given: &Given<String>, found: &mut Findings) -> Option<String> {
    const AT: &str = "/guest/full_name";
    let Some(typed) = given.value() else {
        found.error(AT, FieldCode::Required);
        return None;
    };
    let name = rules::name::normalise(typed);
    // The check looks at what was typed: normalising would fold a line break into a space.
    match rules::name::check_full_name(rules::name::trim(typed)) {
        Ok(()) => {
            if rules::name::is_placeholder(&name) {
                found.warn(AT, WarningCode::NamePlaceholder);
            }
            return Some(name);
        }
        Err(NameFault::Empty) => found.error(AT, FieldCode::Required),
        Err(NameFault::TooLong { max }) => {
            let error = found.error(AT, FieldCode::TooLong);
            error.params.insert("max".into(), max.to_string());
            error
        }
        Err(NameFault::Digit { found: digit, .. }) => {
            let error = found.error(AT, FieldCode::NameDigit);
            error.params.insert("found".into(), digit.to_string());
            error
        }
        Err(NameFault::Control { .. }) => found.error(AT, FieldCode::ControlCharacter),
        Err(NameFault::Symbol { found: symbol }) => {
            let error = found.error(AT, FieldCode::NameSymbol);
            error.params.insert("found".into(), shown(symbol));
            error
        }
        Err(NameFault::Invisible { found: hidden }) => {
            let error = found.error(AT, FieldCode::NameInvisible);
            error.params.insert("found".into(), shown(hidden));
            error
        }
        Err(NameFault::TooManyMarks { max }) => {
            let error = found.error(AT, FieldCode::NameTooManyMarks);
            error.params.insert("max".into(), max.to_string());
            error
        }
    };
    None
}

/// Text of somebody Vietnamese in a font from before Unicode is refused, as nobody would find it. Foreigners have the same
/// letters in their names. What it becomes in Unicode is not answered: it is somebody's name.
fn refuse_old_fonts(stay: &StayIn, found: &mut Findings) {
    let nationality = stay.guest.nationality.value().map(|code| code.trim().to_uppercase());
    if !matches!(nationality.as_deref(), Some("VN" | "VNM")) {
        return;
    }
    for (at, given) in [
        ("/guest/full_name", &stay.guest.full_name),
        ("/guest/address", &stay.guest.address),
        ("/note", &stay.note),
        ("/reason_note", &stay.reason_note),
    ] {
        let Some(text) = given.value() else { continue };
        if let Some((font, _)) = rules::old_font::recognise(text) {
            // Signs that no text has are letters there: the font is what is wrong.
            found.errors.retain(|error| error.pointer != at);
            let error = found.error(at, FieldCode::OldFont);
            error.params.insert("font".into(), font.name().to_owned());
        }
    }
    if let Some(letter) = stay
        .guest
        .full_name
        .value()
        .and_then(|name| rules::old_font::odd_letter(name).or_else(|| rules::old_font::typed_tone(name)))
        && found.errors.iter().all(|error| error.pointer != "/guest/full_name")
        && !"ÐðØ".contains(letter)
    {
        let warning = found.warn("/guest/full_name", WarningCode::NameOddLetter);
        warning.params.insert("found".into(), shown(letter));
    }
}

/// The nationality by its code in our list, whatever code was given for it.
fn check_nationality(given: &Given<String>, lists: &dyn Lists, found: &mut Findings) -> Option<String> {
    const AT: &str = "/guest/nationality";
    let typed = found.required_text(AT, given, MAX_SHORT)?.to_uppercase();
    let (code, is_clear) = match told(&typed) {
        _ if lists.country(&typed).is_some() => (typed.clone(), true),
        Some(Told::Nationality { code, doubt }) => (code.to_owned(), doubt.is_none()),
        Some(Told::Organisation { code }) => (code.to_owned(), true),
        None => (typed.clone(), true),
    };
    match lists.country(&code) {
        None => {
            found.error(AT, FieldCode::CountryUnknown);
            return None;
        }
        Some(CountryKind::Organisation) => {
            let error = found.error(AT, FieldCode::NationalityOrganisation);
            error.params.insert("code".into(), typed);
            return None;
        }
        Some(CountryKind::State | CountryKind::WithoutState) if is_clear => {}
        Some(_) => {
            let warning = found.warn(AT, WarningCode::NationalityDoubtful);
            warning.params.insert("code".into(), typed);
        }
    }
    Some(code)
}

/// Who issued the document: what was told, else the usual issuer.
fn check_issuer(
    given: &Given<String>,
    document: Option<DocumentType>,
    nationality: Option<&str>,
    lists: &dyn Lists,
    found: &mut Findings,
) -> Option<String> {
    const AT: &str = "/guest/issuing_state";
    let Some(typed) = found
        .optional_text(AT, given, MAX_SHORT)
        .map(|code| code.to_uppercase())
    else {
        let issuer = usual_issuer(document?, nationality?);
        if issuer.is_none() {
            found.warn(AT, WarningCode::IssuerUnknown);
        }
        return issuer.map(str::to_owned);
    };
    let issuer = match told(&typed) {
        _ if lists.country(&typed).is_some() => typed,
        Some(Told::Nationality { code, .. } | Told::Organisation { code }) if lists.country(code).is_some() => {
            code.to_owned()
        }
        _ => {
            found.error(AT, FieldCode::CountryUnknown);
            return None;
        }
    };
    if issuer != "VN" && document.is_some_and(DocumentType::is_vietnamese) {
        found.error(AT, FieldCode::IssuerNotVietnam);
    }
    Some(issuer)
}

fn check_birth_fields(guest: &GuestIn, today: Date, context: CheckContext<'_>, found: &mut Findings) -> Option<Birth> {
    let terms = &context.profile.birth;
    let date = found.optional("/guest/birth_date", &guest.birth_date, FieldCode::DateNotInCalendar);
    let (birth, pointer) = match (date, guest.birth_year) {
        (Some(_), Some(_)) => {
            found.error("/guest/birth_year", FieldCode::BirthTwice);
            return None;
        }
        (Some(date), None) => (Birth::Day(date), "/guest/birth_date"),
        (None, Some(year)) => (Birth::Year(year), "/guest/birth_year"),
        (None, None) => {
            if guest.birth_date.is_absent() {
                found.error("/guest/birth_date", FieldCode::Required);
            }
            return None;
        }
    };
    match check_birth(&birth, today, terms) {
        Ok(None) => {}
        Ok(Some(BirthDoubt::OverAge { age })) => {
            found
                .warn(pointer, WarningCode::BirthOverAge)
                .params
                .insert("age".into(), age.to_string());
        }
        Ok(Some(BirthDoubt::YearOnly)) => {
            found.warn(pointer, WarningCode::BirthYearOnly);
        }
        Err(BirthFault::TooEarly { earliest_year }) => {
            found
                .error(pointer, FieldCode::BirthTooEarly)
                .params
                .insert("year".into(), earliest_year.to_string());
            return None;
        }
        Err(BirthFault::InFuture) => {
            let said = match birth {
                Birth::Day(date) => spoken_date(date),
                Birth::Year(year) => year.to_string(),
            };
            found
                .error(pointer, FieldCode::BirthInFuture)
                .params
                .insert("date".into(), said);
            return None;
        }
    }
    Some(birth)
}

fn check_document(
    guest: &GuestIn,
    kind: Option<DocumentType>,
    sex: Option<Sex>,
    birth: Option<&Birth>,
    found: &mut Findings,
) -> Option<String> {
    const AT: &str = "/guest/document_number";
    let typed = found.required_text(AT, &guest.document_number, 40)?;
    let kind = kind?;
    let number = normalise(&typed);
    if let Err(fault) = check_number(kind, &number) {
        document_error(AT, &fault, found);
        return None;
    }
    // KH-A5: what the number says against what was typed is a doubt for a person to clear, never a refusal.
    if let Ok(id) = PersonalId::parse(&number)
        && kind.bears_personal_id()
    {
        let year = birth.map(|birth| match birth {
            Birth::Day(date) => date.year(),
            Birth::Year(year) => *year,
        });
        for doubt in id.doubts(sex, year) {
            personal_id_warning(AT, &doubt, found);
        }
    }
    Some(number)
}

fn document_error(at: &str, fault: &DocumentFault, found: &mut Findings) {
    match fault {
        DocumentFault::PersonalId(PersonalIdFault::Length { actual }) => {
            found
                .error(at, FieldCode::PersonalIdLength)
                .params
                .insert("actual".into(), actual.to_string());
        }
        DocumentFault::PersonalId(PersonalIdFault::NotADigit {
            position,
            found: character,
        }) => {
            wrong_character(at, FieldCode::PersonalIdCharacter, *position, *character, found);
        }
        DocumentFault::Cmnd { actual } => {
            found
                .error(at, FieldCode::CmndLength)
                .params
                .insert("actual".into(), actual.to_string());
        }
        DocumentFault::Length { min, max, actual } => {
            let error = found.error(at, FieldCode::DocumentLength);
            for (name, value) in [("min", min), ("max", max), ("actual", actual)] {
                error.params.insert(name.into(), value.to_string());
            }
        }
        DocumentFault::NotADigit {
            position,
            found: character,
        }
        | DocumentFault::Character {
            position,
            found: character,
        } => {
            wrong_character(at, FieldCode::DocumentCharacter, *position, *character, found);
        }
    }
}

/// The one character that is wrong, and where: O and 0 look alike in any face.
fn wrong_character(at: &str, code: FieldCode, position: usize, character: char, found: &mut Findings) {
    let error = found.error(at, code);
    error.params.insert("position".into(), position.to_string());
    error.params.insert("found".into(), shown(character));
}

fn personal_id_warning(at: &str, doubt: &PersonalIdDoubt, found: &mut Findings) {
    match doubt {
        PersonalIdDoubt::UnknownPlace { .. } => {
            found.warn(at, WarningCode::PersonalIdPlaceUnknown);
        }
        PersonalIdDoubt::SexMismatch { number_says } => {
            let warning = found.warn(at, WarningCode::PersonalIdSexMismatch);
            warning
                .params
                .insert("number_says".into(), number_says.to_text().into_owned());
        }
        PersonalIdDoubt::YearMismatch { number_says, typed } => {
            let warning = found.warn(at, WarningCode::PersonalIdYearMismatch);
            warning.params.insert("number_says".into(), number_says.to_string());
            warning.params.insert("typed".into(), typed.to_string());
        }
    }
}

/// A visa, a permitted stay or an entry further from the arrival than this, in years, is a slip: nobody gets such a visa.
const FARTHEST_YEARS: i32 = 20;

fn check_permit_dates(
    guest: &GuestIn,
    birth: Option<&Birth>,
    arrived_on: Option<Date>,
    found: &mut Findings,
) -> (Option<Date>, Option<Date>, Option<Date>) {
    let malformed = FieldCode::DateNotInCalendar;
    let visa_expires_on = found.optional("/guest/visa_expires_on", &guest.visa_expires_on, malformed);
    let permit_expires_on = found.optional("/guest/permit_expires_on", &guest.permit_expires_on, malformed);
    let entered_on = found.optional("/guest/entered_on", &guest.entered_on, malformed);
    let born = birth.map(|birth| match birth {
        Birth::Day(date) => *date,
        Birth::Year(year) => Date::from_ordinal_date(*year, 1).unwrap_or(Date::MIN),
    });
    if let Some(entered) = entered_on.filter(|entered| born.is_some_and(|born| *entered < born)) {
        let error = found.error("/guest/entered_on", FieldCode::EntryBeforeBirth);
        error.params.insert("entered".into(), spoken_date(entered));
    }
    if let Some(arrived_on) = arrived_on {
        let near = |date: &Date| (date.year() - arrived_on.year()).abs() <= FARTHEST_YEARS;
        for (at, date) in [
            ("/guest/visa_expires_on", visa_expires_on),
            ("/guest/permit_expires_on", permit_expires_on),
        ] {
            if let Some(date) = date.filter(|date| !near(date)) {
                let error = found.error(at, FieldCode::DateNotPlausible);
                error.params.insert("date".into(), spoken_date(date));
            }
        }
        if let Some(until) = permit_expires_on.filter(|until| *until < arrived_on && near(until)) {
            let error = found.error("/guest/permit_expires_on", FieldCode::PermitEndedBeforeArrival);
            error.params.insert("until".into(), spoken_date(until));
            error.params.insert("arrival".into(), spoken_date(arrived_on));
        }
        if let Some(entered) = entered_on.filter(|entered| *entered > arrived_on) {
            let error = found.error("/guest/entered_on", FieldCode::EntryAfterArrival);
            error.params.insert("entered".into(), spoken_date(entered));
            error.params.insert("arrival".into(), spoken_date(arrived_on));
        }
        if let Some(expired) = visa_expires_on.filter(|expires| *expires < arrived_on && near(expires)) {
            let warning = found.warn("/guest/visa_expires_on", WarningCode::VisaExpired);
            warning.params.insert("until".into(), spoken_date(expired));
        }
    }
    (visa_expires_on, permit_expires_on, entered_on)
}
