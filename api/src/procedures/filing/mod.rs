//! What people file, each with an operation of its own, and what granting it brings about.

mod data_request;
pub mod entity;
mod hints;
mod holder_change;
pub mod http;
mod link;
mod loss;
mod loss_job;
mod loss_store;
mod post;
mod print;
mod registration;
mod summary;

pub use hints::hints;
pub use loss_job::{NOT_LOOKED_UP, look_up_waiting};
pub use summary::summary_in;

pub(super) use data_request::{Supply, apply as apply_data_request, prepare as prepare_data_request};
pub(super) use holder_change::{
    Change, apply as apply_holder_change, prepare as prepare_holder_change, would_hand_over,
};
pub(super) use loss::{
    Reissue, apply as apply_loss, contacted as loss_contacted, get_ready as get_loss_ready, lock_now,
    prepare as prepare_loss, would_reissue,
};
pub(crate) use registration::file_made_up;
pub(super) use registration::{
    NewClient, applied_post, apply as apply_registration, prepare as prepare_registration, would_make,
};

use super::effects::NewForm;
use super::entity::dossier;
use super::files::{self, ProvenFile};
use crate::App;
use crate::error::{Error, Result};
use crate::http::Reading;
use crate::http::once::{IdempotencyKey, Requester};
use crate::outbox::Mail;
use dto::filing::{CredentialLossIn, File, FileIn, HolderChangeIn, RegistrationIn};
use dto::problem::FieldCode;
use dto::text::{Params, text};
use dto::{CheckContext, Checked, Lang};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Applying for an account.
pub const REGISTRATION: &str = "account_registration";
/// Another person takes an account over.
pub const HOLDER_CHANGE: &str = "holder_change";
/// Data of guests asked for in writing.
pub const DATA_REQUEST: &str = "data_request";
/// A lost password, a stolen account.
pub const CREDENTIAL_LOSS: &str = "credential_loss";

/// How a filing came: its key, and from where.
pub struct Asked {
    /// Its `Idempotency-Key`.
    pub key: IdempotencyKey,
    /// The address of the client.
    pub address: String,
}

/// A filing as it was sent, for storing, and what it says.
struct Filing<T: Checked> {
    form: Value,
    says: T::Out,
}

/// Checks a filing; what is stored is what was sent, without the file, which is stored beside it.
fn read<T: Checked + Serialize>(sent: Reading<T>, context: CheckContext<'_>) -> Result<Filing<T>> {
    let mut form = serde_json::to_value(sent.unproven()).map_err(Error::internal)?;
    if let Value::Object(fields) = &mut form {
        fields.remove("signed_form");
    }
    let says = sent.checked(context)?;
    Ok(Filing { form, says })
}

/// What a stored form says; it was checked when it came.
fn stored<T: Checked + DeserializeOwned>(form: Value, context: CheckContext<'_>) -> Result<T::Out> {
    let sent: T = serde_json::from_value(form).map_err(Error::internal)?;
    sent.check(context)
        .map_err(|_| Error::internal(anyhow::anyhow!("a stored form that does not hold together")))
}

/// The signed form as a proven file.
async fn signed_form(app: &App, by: &impl Requester, file: Option<File>) -> Result<Vec<ProvenFile>> {
    files::take_in(app, by, file.into_iter().collect(), |_| "/signed_form".to_owned()).await
}

/// Checks a form that comes with a supplement, as its own operation checks it. Pointers begin at `/form`.
pub(super) async fn check_again(
    app: &App,
    row: &dossier::Model,
    form: &str,
    context: CheckContext<'_>,
) -> Result<NewForm> {
    match row.procedure_type.as_str() {
        REGISTRATION => {
            let sent: Reading<RegistrationIn> = resent(form)?;
            demand_no_file(sent.unproven().signed_form.as_ref())?;
            let filing = read(sent, context).map_err(under_form)?;
            let applicant = registration::applicant(&filing.says);
            if applicant.email != super::row::applicant(app, row)?.email {
                // The address was confirmed by mail, and the password goes there.
                return Err(Error::field("/form/email", FieldCode::Locked));
            }
            let place = registration::place(app, &filing.says, context.now)
                .await
                .map_err(under_form)?;
            Ok(NewForm {
                form: filing.form,
                title: place.title,
                summary: place.summary,
                area: Some((place.area_code, place.area_path)),
                subject_post: Some(place.post),
                applicant: Some(applicant),
            })
        }
        DATA_REQUEST => data_request::check_again(app, row, form, context),
        HOLDER_CHANGE => {
            let sent: Reading<HolderChangeIn> = resent(form)?;
            demand_no_file(sent.unproven().signed_form.as_ref())?;
            let filing = read(sent, context).map_err(under_form)?;
            Ok(same_title(row, filing.form))
        }
        CREDENTIAL_LOSS => {
            let sent: Reading<CredentialLossIn> = resent(form)?;
            demand_no_file(sent.unproven().signed_form.as_ref())?;
            let filing = read(sent, context).map_err(under_form)?;
            let before: CredentialLossIn =
                serde_json::from_value(super::service::filed_form(app, row)?.1).map_err(Error::internal)?;
            if stored_login(&before) != Some(filing.says.login.clone()) {
                // Another account is another report: this one may have been proven already.
                return Err(Error::field("/form/login", FieldCode::Locked));
            }
            Ok(same_title(row, filing.form))
        }
        _ => Err(Error::field("/form", FieldCode::DoesNotApply)),
    }
}

fn stored_login(report: &CredentialLossIn) -> Option<String> {
    report.login.value().map(|login| login.trim().to_lowercase())
}

fn same_title(row: &dossier::Model, form: Value) -> NewForm {
    NewForm {
        form,
        title: row.title.clone(),
        summary: row.summary.clone(),
        area: None,
        subject_post: None,
        applicant: None,
    }
}

fn resent<T: DeserializeOwned>(form: &str) -> Result<Reading<T>> {
    crate::http::read_inner(form).map_err(under_form)
}

/// Files of a supplement come in `files`, where they are looked at.
fn demand_no_file(file: Option<&FileIn>) -> Result<()> {
    match file {
        Some(_) => Err(Error::field("/form/signed_form", FieldCode::DoesNotApply)),
        None => Ok(()),
    }
}

/// The same failure, of a form inside of a supplement.
fn under_form(error: Error) -> Error {
    error.under("/form")
}

/// A mail from the texts of that kind.
fn mail(lang: Lang, kind: &str, to: String, params: &Params) -> Mail {
    Mail {
        to,
        subject: text(lang, &format!("mail.{kind}.subject"), params),
        text: text(lang, &format!("mail.{kind}.text"), params),
    }
}
