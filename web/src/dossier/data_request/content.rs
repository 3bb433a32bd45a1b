//! Content of a request for data, and its errors.

use crate::form::Typed;
use dto::filing::{DataRequestIn, DataRequestKind, RequesterIn, RequesterKind};
use dto::problem::FieldError;
use dto::{CheckContext, Checked};

/// Returns whether the requester is a person, who needs no representative.
pub fn is_person(kind: &str) -> bool {
    kind == RequesterKind::Person.as_str()
}

/// Builds the request of a requester without an account, without the scan.
pub fn request(typed: &Typed) -> DataRequestIn {
    let kind = typed.raw("/requester/kind");
    let is_unit = !is_person(kind);
    let of_unit = |at: &str| if is_unit { typed.text(at) } else { dto::Given::Missing };
    DataRequestIn {
        kind: DataRequestKind::from_name(typed.raw("/kind")),
        requester: Some(RequesterIn {
            kind: RequesterKind::from_name(kind),
            name: typed.text("/requester/name"),
            contact_name: of_unit("/requester/contact_name"),
            contact_position: of_unit("/requester/contact_position"),
            email: typed.text("/requester/email"),
            phone: typed.text("/requester/phone"),
        }),
        governing_body: of_unit("/governing_body"),
        guest_details: typed.text("/guest_details"),
        guest_name: typed.text("/guest_name"),
        guest_birth_date: typed.date("/guest_birth_date"),
        guest_document_number: typed.text("/guest_document_number"),
        stay_from: typed.date("/stay_from"),
        stay_to: typed.date("/stay_to"),
        reason: typed.text("/reason"),
        commitment_accepted: Some(typed.tick("/commitment_accepted")),
        signed_form: None,
    }
}

/// Builds the request of an account holder: the requester is on record.
pub fn own_request(typed: &Typed) -> DataRequestIn {
    DataRequestIn {
        kind: Some(DataRequestKind::ArchivedData),
        requester: None,
        governing_body: typed.text("/governing_body"),
        ..request(typed)
    }
}

/// Returns the errors of the first, as the server would find them.
pub fn faults(typed: &Typed, context: CheckContext<'_>) -> Vec<FieldError> {
    request(typed).check(context).err().unwrap_or_default()
}

/// Returns the errors of the second.
pub fn own_faults(typed: &Typed, context: CheckContext<'_>) -> Vec<FieldError> {
    own_request(typed).check(context).err().unwrap_or_default()
}
