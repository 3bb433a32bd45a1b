//! Mẫu số 4.

use super::{OwnAccount, Requester as Asks, stored_request};
use crate::App;
use crate::error::Result;
use crate::procedures::Dossier;
use crate::procedures::kinds::paper::{Dated, heading};
use dto::filing::RequesterKind;
use print::{Contact, DataRequest, Form, Requester};

/// Makes the form of a dossier. For a requester without an account, the fields of the account are empty (S-13).
pub fn sheet(app: &App, dossier: &Dossier) -> Result<Form> {
    let (says, requester) = stored_request(dossier.form(app)?)?;
    let kind = match &requester {
        Asks::Holder(own) if own.is_facility => Requester::Facility,
        Asks::Holder(_) => Requester::Agency,
        Asks::Other(other) => match other.kind {
            RequesterKind::Agency => Requester::Agency,
            RequesterKind::Facility => Requester::Facility,
            RequesterKind::Organisation => Requester::Organisation,
            RequesterKind::Person => Requester::Person,
        },
    };
    let own = match requester {
        Asks::Holder(own) => own,
        Asks::Other(other) => OwnAccount {
            login: String::new(),
            holder_name: other.speaker().to_owned(),
            unit_name: other.name,
            is_facility: false,
            representative: String::new(),
            holder_position: other.contact_position.unwrap_or_default(),
            email: other.email,
            phone: other.phone,
        },
    };
    let signatory = if kind == Requester::Person {
        own.holder_name.as_str()
    } else {
        own.representative.as_str()
    };
    Ok(Form::DataRequest(DataRequest {
        heading: heading(
            app,
            Dated::of(dossier),
            kind,
            says.governing_body,
            &own.unit_name,
            signatory,
        ),
        login: own.login,
        user_name: own.holder_name,
        user_position: own.holder_position,
        contact: Contact {
            email: own.email,
            phone: own.phone,
        },
        guest_details: says.guest_details,
        guest_name: says.guest_name.unwrap_or_default(),
        guest_born_on: says.guest_birth_date,
        guest_document: says.guest_document_number.unwrap_or_default(),
        stay_from: says.stay_from,
        stay_to: says.stay_to,
        reason: says.reason,
    }))
}
