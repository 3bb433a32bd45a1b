//! The check of a guest.

use super::document::check_document;
use super::{MAX_ADDRESS, MAX_SHORT};
use crate::check::{CheckContext, Findings, Lists, spoken_date};
use crate::given::Given;
use crate::problem::{FieldCode, WarningCode};
use crate::stay::input::{Guest, GuestIn};
use crate::timestamp::Timestamp;
use rules::birth::{Birth, BirthFault, BirthWarning, check_birth};
use rules::country::{CountryKind, Told, told, usual_issuer};
use rules::document::DocumentType;
use rules::name::{NameFault, shown};
use rules::unicode;
use time::Date;

/// Checks the guest.
pub(super) fn check_guest(
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
    // Numbers of Vietnamese passports have the form B1234567: where there are only digits, the letter was lost.
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
    // The check uses the text as typed: normalising would turn a line break into a space.
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

/// The nationality as a code of our list, whichever code was given.
fn check_nationality(given: &Given<String>, lists: &dyn Lists, found: &mut Findings) -> Option<String> {
    const AT: &str = "/guest/nationality";
    let typed = unicode::capital(&found.required_text(AT, given, MAX_SHORT)?);
    let (code, is_clear) = match told(&typed) {
        _ if lists.country(&typed).is_some() => (typed.clone(), true),
        Some(Told::Nationality { code, warning }) => (code.to_owned(), warning.is_none()),
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
            let warning = found.warn(AT, WarningCode::NationalityUnclear);
            warning.params.insert("code".into(), typed);
        }
    }
    Some(code)
}

/// The issuer of the document: the given one, else the usual one.
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
        .map(|code| unicode::capital(&code))
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
        Ok(Some(BirthWarning::OverAge { age })) => {
            found
                .warn(pointer, WarningCode::BirthOverAge)
                .params
                .insert("age".into(), age.to_string());
        }
        Ok(Some(BirthWarning::YearOnly)) => {
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

/// A visa, a permitted stay or an entry further from the arrival than this, in years, is a mistake: no visa is that
/// long.
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
