//! The kinds of procedure: the meaning of each form and the effect of a grant.
//!
//! Each kind is a module. They are joined in one place: [`Kind`] and its implementation of [`ProcedureKind`]. Every
//! match names every kind, so that a kind without an implementation does not compile.

mod arrival;
pub mod credential_loss;
pub mod data_request;
mod form;
pub mod holder_change;
mod http;
mod link;
mod manage;
mod paper;
mod printing;
pub mod registration;

pub use form::Asked;
pub use rules::procedure::Kind;

use super::Dossier;
use super::kind::{Issued, NewForm, Outcome, ProcedureKind};
use super::reminders;
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, Dossiers, ScopedCaller};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::jobs::{Every, Job};
use crate::references::References;
use dto::dossier::{ApplicantContactIn, CheckCode, DossierHint, Resolution};
use dto::problem::{ErrorCode, FieldCode};
use dto::{CheckContext, Lang, Timestamp};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use utoipa_actix_web::service_config::ServiceConfig;

/// The jobs that look up reports of lost passwords and send reminders of terms.
pub(crate) const JOBS: &[Job] = &[
    Job {
        name: "loss_reports",
        every: Every::Look,
        run: |app, _| {
            Box::pin(async move {
                credential_loss::look_up_waiting(app, app.clock.now())
                    .await
                    .map(|()| false)
            })
        },
        rows: Some(&credential_loss::NOT_LOOKED_UP),
    },
    Job {
        name: "dossier_reminders",
        every: Every::Seconds(300),
        run: |app, _| Box::pin(async move { reminders::run(app, app.clock.now()).await.map(|()| false) }),
        rows: None,
    },
];

/// Mounts the routes of filing for all kinds, and those of the printed forms.
pub fn routes(config: &mut ServiceConfig) {
    registration::http::routes(config);
    holder_change::http::routes(config);
    data_request::http::routes(config);
    credential_loss::http::routes(config);
    http::routes(config);
}

/// The result of preparing a grant before its transaction.
pub enum Prepared {
    /// A new account.
    Registration(Box<registration::NewClient>),
    /// A change of the holder of an account.
    HolderChange(Box<holder_change::Change>),
    /// A new password for a lost one.
    CredentialLoss(Box<credential_loss::Reissue>),
    /// An answer to a request for data.
    DataRequest(data_request::Supply),
    /// No further effect: the decision itself is the result.
    Decision,
}

impl ProcedureKind for Kind {
    type Prepared = Prepared;

    const COUNTED_APART: &'static str = registration::TYPE;

    fn checks(self) -> &'static [CheckCode] {
        match self {
            Self::Registration => &[
                CheckCode::SignedFormMatches,
                CheckCode::NoAccountHere,
                CheckCode::RepresentativeCalled,
            ],
            Self::DataRequest => &[
                CheckCode::SignedFormMatches,
                CheckCode::ReasonSuffices,
                CheckCode::RepresentativeCalled,
            ],
            Self::HolderChange => &[CheckCode::SignedFormMatches, CheckCode::RepresentativeCalled],
            // A report of a loss has hints instead of checks.
            Self::CredentialLoss | Self::Decision => &[],
        }
    }

    fn is_code_mailed(self) -> bool {
        match self {
            Self::DataRequest => false,
            Self::Registration | Self::HolderChange | Self::CredentialLoss | Self::Decision => true,
        }
    }

    fn is_title_mailed(self) -> bool {
        match self {
            Self::DataRequest | Self::CredentialLoss => false,
            Self::Registration | Self::HolderChange | Self::Decision => true,
        }
    }

    fn summary(self, form: &Value, references: &References, lang: Lang) -> Option<String> {
        match self {
            Self::Registration => registration::summary_of(form, references, lang),
            Self::CredentialLoss => credential_loss::summary_of(form, lang),
            Self::DataRequest => data_request::summary_of(form, lang),
            // The summary is the login name, or the words of the filing: it has no translation.
            Self::HolderChange | Self::Decision => None,
        }
    }

    async fn check_form(self, app: &App, row: &Dossier, form: &str, context: CheckContext<'_>) -> Result<NewForm> {
        match self {
            Self::Registration => registration::check_again(app, row, form, context).await,
            Self::HolderChange => holder_change::check_again(row, form, context),
            Self::CredentialLoss => credential_loss::check_again(app, row, form, context),
            Self::DataRequest => data_request::check_again(app, row, form, context),
            // The content of such a form is not defined yet.
            Self::Decision => Err(Error::field("/form", FieldCode::DoesNotApply)),
        }
    }

    async fn hints(self, db: &impl ConnectionTrait, app: &App, row: &Dossier) -> Result<Vec<DossierHint>> {
        match self {
            Self::Registration => registration::hints(db, app, row).await,
            Self::CredentialLoss => credential_loss::hints(db, app, row).await,
            Self::HolderChange | Self::DataRequest | Self::Decision => Ok(Vec::new()),
        }
    }

    async fn get_ready(self, app: &App, row: &Dossier, now: Timestamp) -> Result<()> {
        match self {
            Self::CredentialLoss => credential_loss::get_ready(app, row.id, now).await,
            Self::Registration | Self::HolderChange | Self::DataRequest | Self::Decision => Ok(()),
        }
    }

    async fn contacted(
        self,
        tx: &Tx,
        app: &App,
        caller: &Caller,
        row: &Dossier,
        contact: Option<&ApplicantContactIn>,
    ) -> Result<Option<Event>> {
        match self {
            Self::CredentialLoss => credential_loss::contacted(tx, app, caller, row, contact).await,
            Self::Registration | Self::HolderChange | Self::DataRequest | Self::Decision => Ok(None),
        }
    }

    async fn lock_now(self, tx: &Tx, app: &App, caller: &Caller, row: &Dossier) -> Result<Event> {
        match self {
            Self::CredentialLoss => credential_loss::lock_now(tx, app, caller, row).await,
            Self::Registration | Self::HolderChange | Self::DataRequest | Self::Decision => {
                Err(Error::new(ErrorCode::WrongState))
            }
        }
    }

    async fn would_issue(
        self,
        db: &impl ConnectionTrait,
        app: &App,
        caller: &Caller,
        row: &Dossier,
    ) -> Result<Option<Issued>> {
        match self {
            Self::Registration => registration::would_make(db, app, row, caller.now).await.map(Some),
            Self::HolderChange => holder_change::would_hand_over(db, app, row).await,
            Self::CredentialLoss => credential_loss::would_reissue(db, row).await,
            Self::DataRequest | Self::Decision => Ok(None),
        }
    }

    async fn prepare(
        self,
        app: &App,
        caller: &ScopedCaller<Dossiers>,
        row: &Dossier,
        body: &Resolution,
    ) -> Result<Prepared> {
        let answers_with_files = match self {
            Self::DataRequest => true,
            Self::Registration | Self::HolderChange | Self::CredentialLoss | Self::Decision => false,
        };
        if !answers_with_files && !body.files.is_empty() {
            return Err(Error::field("/files", FieldCode::DoesNotApply));
        }
        if !answers_with_files && !body.stay_ids.is_empty() {
            return Err(Error::field("/stay_ids", FieldCode::DoesNotApply));
        }
        Ok(match self {
            Self::Registration => {
                let new = registration::prepare(app, caller, row, body).await?;
                Prepared::Registration(Box::new(new))
            }
            Self::HolderChange => {
                let change = holder_change::prepare(app, caller, row, body).await?;
                Prepared::HolderChange(Box::new(change))
            }
            Self::CredentialLoss => {
                let reissue = credential_loss::prepare(app, caller, row, body).await?;
                Prepared::CredentialLoss(Box::new(reissue))
            }
            Self::DataRequest => Prepared::DataRequest(data_request::prepare(app, caller, row, body).await?),
            Self::Decision => Prepared::Decision,
        })
    }

    async fn apply(tx: &Tx, app: &App, caller: &Caller, row: &Dossier, prepared: Prepared) -> Result<Outcome> {
        match prepared {
            Prepared::Registration(new) => registration::apply(tx, app, caller, row, *new).await,
            Prepared::HolderChange(change) => holder_change::apply(tx, app, caller, row, *change).await,
            Prepared::CredentialLoss(reissue) => credential_loss::apply(tx, app, caller, row, *reissue).await,
            Prepared::DataRequest(supply) => data_request::apply(tx, app, caller, row, supply).await,
            Prepared::Decision => Ok(Outcome::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_that_comes_with_the_software_has_a_kind_and_every_kind_with_a_form_its_type() {
        let types = include_str!("../../../../data/procedure_types.json");
        let types: Vec<Value> = serde_json::from_str(types).unwrap();
        let kinds = types
            .iter()
            .map(|first| Kind::from_name(first["kind"].as_str().unwrap()));
        let kinds: Vec<Kind> = kinds.map(Option::unwrap).collect();
        let ids: Vec<&str> = types.iter().map(|first| first["id"].as_str().unwrap()).collect();
        for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Decision) {
            let at = ids.iter().position(|id| *id == kind.as_str());
            assert_eq!(at.map(|at| &kinds[at]), Some(kind));
        }
    }
}
