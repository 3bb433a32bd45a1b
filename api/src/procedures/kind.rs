//! What handling asks of the kind of a procedure, and what it is answered.
//!
//! The type of a procedure is data: its title, its term, who handles it, and the code of its kind (`procedure_type`). The
//! kind is code: what its form means and what granting brings about. Handling knows no kind; it asks through
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
    /// The tier that is applied for, where that is another.
    pub subject_tier: Option<AccountTier>,
    /// How the applicant is reached, where that is another way.
    pub applicant: Option<DossierApplicant>,
}

/// What a grant would issue.
pub struct Issued {
    /// The login name.
    pub login: String,
    /// Where the password would be mailed to.
    pub address: Option<String>,
}

/// A kind of procedure: what handling asks of it.
#[expect(
    async_fn_in_trait,
    reason = "handlers and commands of this crate alone call it, and none of them sends the future to another thread"
)]
pub trait ProcedureKind: From<Kind> + Copy {
    /// What granting has found out before its transaction begins.
    type Prepared;

    /// The type whose waiting dossiers the counts tell apart.
    const COUNTED_APART: &'static str;

    /// What an officer goes through before deciding, in this order.
    fn checks(self) -> &'static [CheckCode];

    /// Whether mails tell the code: not where it leads to data of guests.
    fn is_code_mailed(self) -> bool;

    /// Whether a mail may say whom a dossier is about: a facility or a unit by its name, nobody who asks for data, and no
    /// login name.
    fn is_title_mailed(self) -> bool;

    /// A few words on a dossier in another language than the stored ones, made from its form; none where they cannot be.
    fn summary(self, form: &Value, references: &References, lang: Lang) -> Option<String>;

    /// Checks the form that comes with a supplement, with the checks of the filing itself; pointers begin at `/form`.
    ///
    /// # Errors
    /// What is wrong with it, or that there is no form to correct.
    async fn check_form(self, app: &App, dossier: &Dossier, form: &str, context: CheckContext<'_>) -> Result<NewForm>;

    /// What an officer should look at before deciding.
    ///
    /// # Errors
    /// The database, or a stored form that cannot be read.
    async fn hints(self, db: &impl ConnectionTrait, app: &App, dossier: &Dossier) -> Result<Vec<DossierHint>>;

    /// Finds out what has to be known before an officer acts, and a job would find out a little later.
    ///
    /// # Errors
    /// The database.
    async fn get_ready(self, app: &App, dossier: &Dossier, now: Timestamp) -> Result<()>;

    /// What a recorded call or mail brings about, with whichever act it was recorded.
    ///
    /// # Errors
    /// `tier_forbidden` where it would reach an account that the caller does not manage.
    async fn contacted(
        self,
        tx: &Tx,
        app: &App,
        caller: &Caller,
        dossier: &Dossier,
        contact: Option<&ApplicantContactIn>,
    ) -> Result<Option<Event>>;

    /// Locks the account that a report says is stolen, at once.
    ///
    /// # Errors
    /// `wrong_state` where there is nothing to lock.
    async fn lock_now(self, tx: &Tx, app: &App, caller: &Caller, dossier: &Dossier) -> Result<Event>;

    /// The login name that a grant would tell, and the address that its password would go to, where it issues one.
    ///
    /// # Errors
    /// The database, or a stored form that cannot be read.
    async fn would_issue(
        self,
        db: &impl ConnectionTrait,
        app: &App,
        caller: &Caller,
        dossier: &Dossier,
    ) -> Result<Option<Issued>>;

    /// Gets ready to grant a dossier: what is slow, or may fail, is done here, before anything is changed.
    ///
    /// # Errors
    /// What keeps it from being granted.
    async fn prepare(
        self,
        app: &App,
        caller: &ScopedCaller<Dossiers>,
        dossier: &Dossier,
        body: &Resolution,
    ) -> Result<Self::Prepared>;

    /// Carries out what was granted, in the transaction of the decision.
    ///
    /// # Errors
    /// What has changed since it was prepared.
    async fn apply(tx: &Tx, app: &App, caller: &Caller, dossier: &Dossier, prepared: Self::Prepared)
    -> Result<Outcome>;
}
