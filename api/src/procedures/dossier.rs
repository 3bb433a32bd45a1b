//! A dossier, as the kinds of procedure see it.

use super::entity::dossier;
use super::row;
use crate::App;
use crate::error::Result;
use crate::http::paging::Moment;
use dto::account::AccountTier;
use dto::dossier::{DossierApplicant, DossierState};
use dto::{Lang, Timestamp};
use rules::procedure::Kind;
use serde_json::Value;
use uuid::Uuid;

/// A dossier. Applicant, form and code are opened only on request.
#[derive(Clone)]
pub struct Dossier {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// The id of its type.
    pub procedure: String,
    /// The code of its kind.
    pub kind: Kind,
    /// Its state.
    pub state: DossierState,
    /// The name of its subject.
    pub title: String,
    /// A short summary.
    pub summary: String,
    /// The code of its area.
    pub area_code: String,
    /// The path of its area.
    pub area_path: String,
    /// The account that it concerns.
    pub account_id: Option<Uuid>,
    /// The account that filed it.
    pub filed_by: Option<Uuid>,
    /// The tier of the account that is applied for or concerned; none while it is unknown.
    pub subject_tier: Option<AccountTier>,
    /// The language in which the applicant filed.
    pub lang: Lang,
    /// Whether the signed form is missing.
    pub form_missing: bool,
    /// When it was submitted.
    pub created_at: Timestamp,
    /// When it was received.
    pub filed_at: Option<Timestamp>,
    /// The deadline for the decision.
    pub due_at: Option<Timestamp>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    code_sealed: Vec<u8>,
    applicant_sealed: Vec<u8>,
    form_sealed: Vec<u8>,
}

impl Dossier {
    /// Makes a dossier from a row.
    ///
    /// # Errors
    /// Returns an error if this release does not know the state or tier.
    pub(super) fn of(row: &dossier::Model) -> Result<Self> {
        Ok(Self {
            id: row.id,
            number: row.number.clone(),
            procedure: row.procedure_type.clone(),
            kind: *row.kind,
            state: *row.state,
            title: row.title.clone(),
            summary: row.summary.clone(),
            area_code: row.area_code.clone(),
            area_path: row.area_path.clone(),
            account_id: row.account_id,
            filed_by: row.filed_by,
            subject_tier: row::subject_tier(row)?,
            lang: *row.lang,
            form_missing: row.form_missing,
            created_at: row.created_at.into(),
            filed_at: row.filed_at.map(Into::into),
            due_at: row.due_at.or(row.term_ends).map(Into::into),
            decided_at: row.decided_at.map(Into::into),
            code_sealed: row.code_sealed.clone(),
            applicant_sealed: row.applicant_sealed.clone(),
            form_sealed: row.form_sealed.clone(),
        })
    }

    /// Opens the applicant.
    ///
    /// # Errors
    /// Returns an error if the value cannot be opened.
    pub fn applicant(&self, app: &App) -> Result<DossierApplicant> {
        row::open_applicant(app, self.id, &self.applicant_sealed)
    }

    /// Opens the form.
    ///
    /// # Errors
    /// Returns an error if the value cannot be opened.
    pub fn form(&self, app: &App) -> Result<Value> {
        row::open_form(app, self.id, &self.form_sealed)
    }

    /// Opens the applicant's code, for an answer or a mail to the applicant.
    ///
    /// # Errors
    /// Returns an error if the value cannot be opened.
    pub fn code(&self, app: &App) -> Result<String> {
        row::open_code(app, self.id, &self.code_sealed)
    }

    /// Returns its position among the dossiers that an account has filed.
    #[must_use]
    pub fn place_filed(&self) -> String {
        let (at, id) = (self.created_at, self.id);
        Moment { at, id }.write()
    }
}
