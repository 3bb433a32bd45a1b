//! The check of a document number.

use crate::check::Findings;
use crate::given::Text as _;
use crate::problem::{FieldCode, WarningCode};
use crate::stay::input::GuestIn;
use rules::birth::Birth;
use rules::document::{DocumentFault, DocumentType, check_number, normalise};
use rules::name::shown;
use rules::person::Sex;
use rules::personal_id::{PersonalId, PersonalIdFault, PersonalIdWarning};

/// Checks the number of a document, and compares the data that it encodes with the input.
pub(super) fn check_document(
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
    // KH-A5: a difference between the number and the input is a warning that a person has to check, never a refusal.
    if let Ok(id) = PersonalId::parse(&number)
        && kind.bears_personal_id()
    {
        let year = birth.map(|birth| match birth {
            Birth::Day(date) => date.year(),
            Birth::Year(year) => *year,
        });
        for warning in id.warnings(sex, year) {
            personal_id_warning(AT, &warning, found);
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

/// The single wrong character, and its position: O and 0 look alike in every typeface.
fn wrong_character(at: &str, code: FieldCode, position: usize, character: char, found: &mut Findings) {
    let error = found.error(at, code);
    error.params.insert("position".into(), position.to_string());
    error.params.insert("found".into(), shown(character));
}

fn personal_id_warning(at: &str, warning: &PersonalIdWarning, found: &mut Findings) {
    match warning {
        PersonalIdWarning::UnknownPlace { .. } => {
            found.warn(at, WarningCode::PersonalIdPlaceUnknown);
        }
        PersonalIdWarning::SexMismatch { number_says } => {
            let warning = found.warn(at, WarningCode::PersonalIdSexMismatch);
            warning
                .params
                .insert("number_says".into(), number_says.to_text().into_owned());
        }
        PersonalIdWarning::YearMismatch { number_says, typed } => {
            let warning = found.warn(at, WarningCode::PersonalIdYearMismatch);
            warning.params.insert("number_says".into(), number_says.to_string());
            warning.params.insert("typed".into(), typed.to_string());
        }
    }
}
