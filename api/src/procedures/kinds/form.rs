//! The common steps of all kinds for their forms: check, store and read.

use crate::App;
use crate::error::{Error, Result};
use crate::http::Reading;
use crate::http::once::{IdempotencyKey, Requester};
use crate::procedures::Dossier;
use crate::procedures::files::{self, ProvenFile};
use crate::procedures::kind::NewForm;
use dto::dossier::{DossierHint, HintCode};
use dto::filing::{File, FileIn, Taken};
use dto::problem::FieldCode;
use dto::{CheckContext, Checked};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The origin of a filing: its key and the client's address.
pub struct Asked {
    /// Its `Idempotency-Key`.
    pub key: IdempotencyKey,
    /// The address of the client.
    pub address: String,
}

/// A filing in the form for storage, and its content.
pub(super) struct Filing<T: Checked> {
    pub form: Value,
    pub says: T::Out,
}

/// Checks a filing. It is stored as it was sent, without the file, which is stored separately.
pub(super) fn read<T: Checked + Serialize>(sent: Reading<T>, context: CheckContext<'_>) -> Result<Filing<T>> {
    let mut form = serde_json::to_value(sent.unproven()).map_err(Error::internal)?;
    if let Value::Object(fields) = &mut form {
        fields.remove("signed_form");
    }
    let says = sent.checked(context)?;
    Ok(Filing { form, says })
}

/// Returns the content of the form of a dossier. It was checked when it was received, and is not checked again by
/// current rules.
pub(super) fn stored<T: Taken + DeserializeOwned>(app: &App, dossier: &Dossier) -> Result<T::Out> {
    taken::<T>(dossier.form(app)?)
}

/// Returns the content of a form that was read from its dossier.
pub(super) fn taken<T: Taken + DeserializeOwned>(form: Value) -> Result<T::Out> {
    let sent: T = serde_json::from_value(form).map_err(Error::internal)?;
    sent.taken()
        .ok_or_else(|| Error::internal(anyhow::anyhow!("a stored form that does not say what it is about")))
}

/// Returns the signed form as a proven file.
pub(super) async fn signed_form(app: &App, by: &impl Requester, file: Option<File>) -> Result<Vec<ProvenFile>> {
    files::take_in(app, by, file.into_iter().collect(), |_| "/signed_form".to_owned()).await
}

/// Returns the form of a supplement with unchanged title, summary and applicant.
pub(super) fn same_title(row: &Dossier, form: Value) -> NewForm {
    NewForm {
        form,
        title: row.title.clone(),
        summary: row.summary.clone(),
        area: None,
        subject_tier: None,
        applicant: None,
    }
}

/// Reads the form of a supplement. Its files are in `files`, where they are checked.
pub(super) fn resent<T: DeserializeOwned>(form: &str, file: impl Fn(&T) -> Option<&FileIn>) -> Result<Reading<T>> {
    let sent: Reading<T> = crate::http::read_inner(form).map_err(under_form)?;
    match file(sent.unproven()) {
        Some(_) => Err(Error::field("/form/signed_form", FieldCode::DoesNotApply)),
        None => Ok(sent),
    }
}

/// Converts an error to an error of a form within a supplement.
pub(super) fn under_form(error: Error) -> Error {
    error.under("/form")
}

/// Makes a hint with its subject.
pub(super) fn hint(code: HintCode, subject: Option<String>) -> DossierHint {
    DossierHint {
        code,
        subject,
        seconds: None,
        guest_count: None,
        account_id: None,
        dossier_id: None,
    }
}
