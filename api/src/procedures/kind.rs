//! The interface between handling and the kinds of procedure.
//!
//! The type of a procedure is data: its title, its term, the tier that handles it, and the code of its kind
//! (`procedure_type`). The kind is code: the meaning of its form and the effect of a grant. Handling does not know the
//! kinds; it calls them through [`ProcedureKind`], which [`super::kinds`] implements.
//! [`ProcedureKind`], which [`super::kinds`] implements.

use super::Dossier;
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, Dossiers, ScopedCaller};
use crate::db::Tx;
use crate::error::Result;
use crate::references::References;
use dto::account::AccountTier;
use dto::dossier::{ApplicantContactIn, CheckCode, DossierApplicant, DossierHint, HandoverOut, Resolution};
use dto::{CheckContext, Lang, Timestamp};
use rules::procedure::Kind;
use sea_orm::ConnectionTrait;
use serde_json::Value;
use uuid::Uuid;

/// The effects of a grant.
#[derive(Default)]
pub struct Outcome {
    /// The result, stored with the dossier.
    pub result: Option<Value>,
    /// The account that the dossier concerns from now on.
    pub account_id: Option<Uuid>,
    /// The credentials to hand over, shown once.
    pub handover: Option<HandoverOut>,
    /// Audit events besides the decision.
    pub events: Vec<Event>,
    /// Whether the procedure sends its own mail to the applicant.
    pub applicant_told: bool,
}

/// The new form from a supplement.
pub struct NewForm {
    /// The form as it is stored.
    pub form: Value,
    /// The new title of the dossier.
    pub title: String,
    /// The new summary.
    pub summary: String,
    /// Code and path of its area, if they change.
    pub area: Option<(String, String)>,
    /// The tier that is applied for, if it changes.
    pub subject_tier: Option<AccountTier>,
    /// The contact of the applicant, if it changes.
    pub applicant: Option<DossierApplicant>,
}

/// The credentials that a grant would issue.
pub struct Issued {
    /// The login name.
    pub login: String,
    /// The address to which the password would be sent.
    pub address: Option<String>,
}

/// A kind of procedure, as handling calls it.
#[expect(
    async_fn_in_trait,
    reason = "handlers and commands of this crate alone call it, and none of them sends the future to another thread"
)]
pub trait ProcedureKind: From<Kind> + Copy {
    /// The result of preparing a grant before its transaction.
    type Prepared;

    /// The type whose pending dossiers are counted separately.
    const COUNTED_APART: &'static str;

    /// Returns the checks for an officer before the decision, in this order.
    fn checks(self) -> &'static [CheckCode];

    /// Returns whether mails contain the code: not where it gives access to data of guests.
    fn is_code_mailed(self) -> bool;

    /// Returns whether a mail may name the subject of a dossier: the name of a facility or unit, but never a person who
    /// asks for data, and no login name.
    fn is_title_mailed(self) -> bool;

    /// Makes the summary of a dossier from its form, in another language than the stored one; none if that is not
    /// possible.
    fn summary(self, form: &Value, references: &References, lang: Lang) -> Option<String>;

    /// Checks the form of a supplement with the checks of the filing itself; pointers begin at `/form`.
    ///
    /// # Errors
    /// Returns what is wrong with the form, or that the procedure has no form to correct.
    async fn check_form(self, app: &App, dossier: &Dossier, form: &str, context: CheckContext<'_>) -> Result<NewForm>;

    /// Returns what an officer should consider before deciding.
    ///
    /// # Errors
    /// Returns a database error, or an error if the stored form cannot be read.
    async fn hints(self, db: &impl ConnectionTrait, app: &App, dossier: &Dossier) -> Result<Vec<DossierHint>>;

    /// Determines what an officer's act depends on, and what a job would otherwise determine later.
    ///
    /// # Errors
    /// Returns a database error.
    async fn get_ready(self, app: &App, dossier: &Dossier, now: Timestamp) -> Result<()>;

    /// Applies the effects of a recorded call or mail, independent of the act with which it was recorded.
    ///
    /// # Errors
    /// Returns `tier_forbidden` if it would concern an account that the caller does not manage.
    async fn contacted(
        self,
        tx: &Tx,
        app: &App,
        caller: &Caller,
        dossier: &Dossier,
        contact: Option<&ApplicantContactIn>,
    ) -> Result<Option<Event>>;

    /// Locks at once the account that a report names as stolen.
    ///
    /// # Errors
    /// Returns `wrong_state` if no account can be locked.
    async fn lock_now(self, tx: &Tx, app: &App, caller: &Caller, dossier: &Dossier) -> Result<Event>;

    /// Returns the login name that a grant would issue, and the address to which it would send the password, if it
    /// issues one.
    ///
    /// # Errors
    /// Returns a database error, or an error if the stored form cannot be read.
    async fn would_issue(
        self,
        db: &impl ConnectionTrait,
        app: &App,
        caller: &Caller,
        dossier: &Dossier,
    ) -> Result<Option<Issued>>;

    /// Prepares the grant of a dossier: slow or fallible steps are done here, before any change.
    ///
    /// # Errors
    /// Returns the reason why it cannot be granted.
    async fn prepare(
        self,
        app: &App,
        caller: &ScopedCaller<Dossiers>,
        dossier: &Dossier,
        body: &Resolution,
    ) -> Result<Self::Prepared>;

    /// Carries out the grant, in the transaction of the decision.
    ///
    /// # Errors
    /// Returns an error if something has changed since the preparation.
    async fn apply(tx: &Tx, app: &App, caller: &Caller, dossier: &Dossier, prepared: Self::Prepared)
    -> Result<Outcome>;
}
