//! Mẫu số 2 for another holder.

use crate::App;
use crate::error::{Error, Result};
use crate::procedures::Dossier;
use crate::procedures::kinds::form::stored;
use crate::procedures::kinds::paper::{Dated, before, heading};
use dto::filing::HolderChangeIn;
use print::{Contact, Form, HolderChange, ResetReason};

/// The form of a dossier.
pub async fn sheet(app: &App, row: &Dossier) -> Result<Form> {
    let says = stored::<HolderChangeIn>(app, row)?;
    let id = row.account_id.ok_or_else(Error::not_found)?;
    let old = before(app, id, row.created_at).await?;
    Ok(Form::HolderChange(HolderChange {
        heading: heading(
            app,
            Dated::of(row),
            old.requester,
            says.governing_body,
            &old.unit,
            &old.representative,
        ),
        login: old.login,
        old_user_name: old.name,
        old_user_position: old.position,
        old_contact: old.contact,
        reason: ResetReason::HolderChanged,
        new_user_name: says.new_name,
        new_user_position: says.new_position.unwrap_or_default(),
        new_contact: Contact {
            email: says.new_email,
            phone: says.new_phone,
        },
        facility_class: old.class,
    }))
}
