//! What is the procedure's own: the form that a supplement brings, and what granting does.
//!
//! A match by type and no trait: there is one answer for each type, and whoever reads it sees them side by side.

use super::entity::dossier;
use super::filing;
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, Dossiers, ScopedCaller};
use crate::db::Tx;
use crate::error::{Error, Result};
use dto::account::Post;
use dto::dossier::{ApplicantContactIn, CheckCode, DossierApplicant, HandoverOut, Resolution};
use dto::problem::{ErrorCode, FieldCode};
use dto::{CheckContext, Timestamp};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use uuid::Uuid;

/// What granting a dossier has to know before the transaction begins: what is slow, or may fail, is done here.
pub enum Prepared {
    /// Nothing: the decision itself is the result.
    Decision,
    /// An account that was applied for.
    NewClient(Box<filing::NewClient>),
    /// An account that goes to somebody else.
    Change(Box<filing::Change>),
    /// A new password for a lost one.
    Reissue(Box<filing::Reissue>),
    /// Data that were asked for.
    Supply(filing::Supply),
}

/// What granting did.
#[derive(Default)]
pub struct Outcome {
    /// What came of it, kept with the dossier.
    pub result: Option<Value>,
    /// The account that it is about from now on.
    pub account_id: Option<Uuid>,
    /// What is to be handed over, once.
    pub handover: Option<HandoverOut>,
    /// What the audit log learns beyond the decision.
    pub events: Vec<Event>,
    /// Whether a mail of the procedure's own tells the applicant.
    pub applicant_told: bool,
}

/// A form as a supplement brings it anew.
pub struct NewForm {
    /// The form as it is stored.
    pub form: Value,
    /// The title of the dossier from now on.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Code and path of its area, where that is another.
    pub area: Option<(String, String)>,
    /// The post that is applied for, where that is another.
    pub subject_post: Option<Post>,
    /// How the applicant is reached, where that is another way.
    pub applicant: Option<DossierApplicant>,
}

/// What an officer goes through before deciding, in this order. A report of a loss has hints of its own.
pub fn checks(procedure: &str) -> &'static [CheckCode] {
    match procedure {
        filing::REGISTRATION => &[
            CheckCode::SignedFormMatches,
            CheckCode::NoAccountHere,
            CheckCode::RepresentativeCalled,
        ],
        filing::DATA_REQUEST => &[
            CheckCode::SignedFormMatches,
            CheckCode::ReasonSuffices,
            CheckCode::RepresentativeCalled,
        ],
        filing::HOLDER_CHANGE => &[CheckCode::SignedFormMatches, CheckCode::RepresentativeCalled],
        _ => &[],
    }
}

/// Whether mails tell the code: not where it leads to data of guests.
pub fn is_code_mailed(procedure: &str) -> bool {
    procedure != filing::DATA_REQUEST
}

/// Checks the form that comes with a supplement, with the checks of the filing itself; pointers begin at `/form`.
pub async fn check_form(app: &App, row: &dossier::Model, form: &str, context: CheckContext<'_>) -> Result<NewForm> {
    filing::check_again(app, row, form, context).await
}

/// What has to be known before an officer acts, and a job would find out a little later.
pub async fn get_ready(app: &App, row: &dossier::Model, now: Timestamp) -> Result<()> {
    match row.procedure_type.as_str() {
        filing::CREDENTIAL_LOSS => filing::get_loss_ready(app, row.id, now).await,
        _ => Ok(()),
    }
}

/// What a recorded call or mail brings about, with whichever act it was recorded.
pub async fn contacted(
    tx: &Tx,
    app: &App,
    caller: &Caller,
    row: &dossier::Model,
    contact: Option<&ApplicantContactIn>,
) -> Result<Option<Event>> {
    match row.procedure_type.as_str() {
        filing::CREDENTIAL_LOSS => filing::loss_contacted(tx, app, caller, row, contact).await,
        _ => Ok(None),
    }
}

/// Locks the account that a report says is stolen, at once.
pub async fn lock_now(tx: &Tx, app: &App, caller: &Caller, row: &dossier::Model) -> Result<Event> {
    match row.procedure_type.as_str() {
        filing::CREDENTIAL_LOSS => filing::lock_now(tx, app, caller, row).await,
        _ => Err(Error::new(ErrorCode::WrongState)),
    }
}

/// The post of the account that is applied for, or that it is about; none where it is about none, or nobody knows yet.
pub fn subject_post(app: &App, row: &dossier::Model, now: Timestamp) -> Result<Option<Post>> {
    match row.subject_post.as_deref().and_then(Post::from_name) {
        Some(post) => Ok(Some(post)),
        // Filed before the column was there.
        None if row.procedure_type == filing::REGISTRATION => filing::applied_post(app, row, now),
        None => Ok(None),
    }
}

/// What a grant would issue.
pub struct Issued {
    /// The login name.
    pub login: String,
    /// Where the password would be mailed to.
    pub address: Option<String>,
}

/// The login name that a grant would tell, and the address that its password would go to, where it issues one.
pub async fn would_issue(
    db: &impl ConnectionTrait,
    app: &App,
    caller: &Caller,
    row: &dossier::Model,
) -> Result<Option<Issued>> {
    match row.procedure_type.as_str() {
        filing::REGISTRATION => filing::would_make(db, app, row, caller.now).await.map(Some),
        filing::HOLDER_CHANGE => filing::would_hand_over(db, app, row, caller.now).await,
        filing::CREDENTIAL_LOSS => filing::would_reissue(db, row).await,
        _ => Ok(None),
    }
}

/// Whether a mail may say whom a dossier is about: a house or a unit by its name, nobody who asks for data, and no login
/// name.
pub fn is_title_mailed(procedure: &str) -> bool {
    !matches!(procedure, filing::DATA_REQUEST | filing::CREDENTIAL_LOSS)
}

/// Gets ready to grant a dossier: what is wrong is told before anything is changed.
pub async fn prepare(
    app: &App,
    caller: &ScopedCaller<Dossiers>,
    row: &dossier::Model,
    body: &Resolution,
) -> Result<Prepared> {
    if !body.files.is_empty() && row.procedure_type != filing::DATA_REQUEST {
        return Err(Error::field("/files", FieldCode::DoesNotApply));
    }
    if !body.stay_ids.is_empty() && row.procedure_type != filing::DATA_REQUEST {
        return Err(Error::field("/stay_ids", FieldCode::DoesNotApply));
    }
    Ok(match row.procedure_type.as_str() {
        filing::REGISTRATION => {
            let new = filing::prepare_registration(app, caller, row, body).await?;
            Prepared::NewClient(Box::new(new))
        }
        filing::HOLDER_CHANGE => {
            let change = filing::prepare_holder_change(app, caller, row, body).await?;
            Prepared::Change(Box::new(change))
        }
        filing::CREDENTIAL_LOSS => {
            let reissue = filing::prepare_loss(app, caller, row, body).await?;
            Prepared::Reissue(Box::new(reissue))
        }
        filing::DATA_REQUEST => Prepared::Supply(filing::prepare_data_request(app, caller, row, body).await?),
        _ => Prepared::Decision,
    })
}

/// Carries out what was granted, in the transaction of the decision.
pub async fn apply(tx: &Tx, app: &App, caller: &Caller, row: &dossier::Model, prepared: Prepared) -> Result<Outcome> {
    match prepared {
        Prepared::Decision => Ok(Outcome::default()),
        Prepared::NewClient(new) => filing::apply_registration(tx, app, caller, row, *new).await,
        Prepared::Change(change) => filing::apply_holder_change(tx, app, caller, row, *change).await,
        Prepared::Supply(supply) => filing::apply_data_request(tx, app, caller, row, supply).await,
        Prepared::Reissue(reissue) => filing::apply_loss(tx, app, caller, row, *reissue).await,
    }
}
