//! Mẫu số 2 for a loss.

use crate::App;
use crate::error::Result;
use crate::procedures::Dossier;
use crate::procedures::kinds::form::stored;
use crate::procedures::kinds::paper::{Dated, Reader, before, heading};
use dto::filing::{CredentialLossIn, LossKind};
use print::{Contact, Form, HolderChange, Requester, ResetReason};

/// Makes the form of a dossier, without a new holder. For a reader with only the code of the report, data of the
/// register are dotted lines, because the code proves nothing about the account. An officer sees the account.
pub async fn sheet(app: &App, row: &Dossier, reader: Reader) -> Result<Form> {
    let says = stored::<CredentialLossIn>(app, row)?;
    let known = match row.account_id.filter(|_| reader == Reader::Officer) {
        Some(id) => Some(before(app, id, row.created_at).await?),
        None => None,
    };
    let (requester, unit, representative, class) = match known {
        Some(known) => (known.requester, known.unit, known.representative, known.class),
        None => (Requester::Facility, String::new(), String::new(), None),
    };
    Ok(Form::HolderChange(HolderChange {
        heading: heading(app, Dated::of(row), requester, None, &unit, &representative),
        login: says.login,
        old_user_name: says.reporter_name,
        old_user_position: String::new(),
        old_contact: Contact {
            email: says.email.unwrap_or_default(),
            phone: says.phone,
        },
        reason: match says.kind {
            LossKind::Forgotten => ResetReason::Forgotten,
            LossKind::Stolen => ResetReason::Stolen,
        },
        new_user_name: String::new(),
        new_user_position: String::new(),
        new_contact: Contact::default(),
        facility_class: class,
    }))
}
