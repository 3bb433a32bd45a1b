//! What is answered.

use super::{CheckCode, ContactChannel, DossierState, HintCode, OpenPointCode, Opinion, Visibility};
use crate::Timestamp;
use crate::account::{AreaRef, Level, Role};
use crate::change::FieldChange;
use crate::operation::Operations;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A procedure by its id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcedureRef {
    /// The code of the procedure, as the filter `procedure` takes it.
    #[cfg_attr(feature = "openapi", schema(example = "account_registration"))]
    pub code: String,
    /// Its name, in the language asked for.
    #[cfg_attr(feature = "openapi", schema(example = "Đề nghị cấp tài khoản"))]
    pub title: String,
}

/// A dossier in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierSummary {
    /// The id.
    pub id: Uuid,
    /// The number to speak of it by.
    #[cfg_attr(feature = "openapi", schema(example = "DK-0415"))]
    pub number: String,
    /// What it is a dossier of.
    pub procedure: ProcedureRef,
    /// Where it stands.
    pub state: DossierState,
    /// Whom it is about.
    #[cfg_attr(feature = "openapi", schema(example = "Khách sạn Thùy Dương"))]
    pub title: String,
    /// A few words more.
    #[cfg_attr(feature = "openapi", schema(example = "Khách sạn, 48 phòng"))]
    pub summary: String,
    /// Where.
    pub area: AreaRef,
    /// When it was received; none for one that has not been confirmed.
    pub filed_at: Option<Timestamp>,
    /// The end of the term: the first second that is late. None for a procedure without a term, and while the applicant
    /// has to bring something; it starts anew after that (LC-6.1b-1). It stays after the decision.
    pub due_at: Option<Timestamp>,
    /// The length of the whole term from the last start of the clock to `due_at`, in seconds.
    pub term_seconds: Option<i64>,
    /// The end of the term of a refusal, where it has one of its own (LC-9.2-3): a refusal at or after it is late.
    pub refusal_due_at: Option<Timestamp>,
    /// Whether it is overdue now, or was when it was decided or sent back. That stays.
    pub overdue: bool,
    /// By how many seconds it was late when it was decided or sent back.
    pub late_seconds: Option<i64>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Whether it was decided within its term; none before, without a term, and where the applicant took it back.
    pub decided_in_time: Option<bool>,
    /// The signed form is still to come (KH-M2-2).
    pub form_missing: bool,
    /// When it was sent back to its applicant, for whom it waits; null while it does not.
    pub sent_back_at: Option<Timestamp>,
    /// Who decides it, where whoever reads this does not (table 8.1): it is not among the overdue ones of this reader.
    pub decider: Option<Role>,
    /// Whether an account may be in somebody else's hands: it stands before everything that has a term.
    pub urgent: bool,
    /// The facility or unit of the account that it is about; absent for units that were asked.
    #[cfg_attr(feature = "openapi", schema(example = "Khách sạn Hải Đăng"))]
    pub account_name: Option<String>,
    /// Who was asked, and who has answered; a unit that was asked sees itself only.
    pub asked_units: Vec<ConsultationMark>,
    /// When something happened to it last, a remark or an opinion included.
    pub updated_at: Timestamp,
    /// Send it back with a decision.
    pub version: i32,
}

/// Whether a unit has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsultationMark {
    /// The unit.
    #[cfg_attr(feature = "openapi", schema(example = "Thuế tỉnh Khánh Hòa"))]
    pub unit_name: String,
    /// Its opinion, once it has given one.
    pub opinion: Option<Opinion>,
}

/// A page of dossiers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierPage {
    /// Overdue first, then by what is left of the term; what waits for its applicant comes after; what is done, newest
    /// first.
    pub items: Vec<DossierSummary>,
    /// How many there are within reach, of all procedures or of the one asked for.
    pub counts: DossierCounts,
    /// Ask again with this as `cursor` for the next page; null on the last one.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// How many dossiers stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierCounts {
    /// The clock runs.
    pub waiting: u64,
    /// Of these, applications for an account: the term that the queue names is theirs.
    pub registrations: u64,
    /// Of those that wait, the term is over.
    pub overdue: u64,
    /// The applicant has to bring something.
    pub supplement_requested: u64,
    /// Granted.
    pub resolved: u64,
    /// Done: granted, refused or withdrawn.
    pub done: u64,
}

/// Who filed it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierApplicant {
    /// The name.
    #[cfg_attr(feature = "openapi", schema(example = "Quách Thị Thu Cúc"))]
    pub name: String,
    /// The address that is written to.
    pub email: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
}

impl std::fmt::Debug for DossierApplicant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DossierApplicant(…)")
    }
}

/// A dossier, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierOut {
    /// What the list shows of it.
    #[serde(flatten)]
    pub summary: DossierSummary,
    /// Who filed it.
    pub applicant: DossierApplicant,
    /// What was filed, in the shape of the procedure's own operation.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub form: serde_json::Value,
    /// What came of it, in the shape of the procedure: for an application, the login name.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub result: Option<serde_json::Value>,
    /// The account that it is about, where there is one.
    pub account_id: Option<Uuid>,
    /// What should be looked at before deciding; a unit that was asked is told nothing of it.
    pub hints: Vec<DossierHint>,
    /// What an officer goes through before deciding, in the procedure's order; a unit that was asked is told nothing of
    /// it.
    pub checks: Vec<DossierCheck>,
    /// Its files.
    pub attachments: Vec<AttachmentOut>,
    /// What happened, oldest first. A unit that was asked sees what the applicant sees.
    pub events: Vec<DossierEventOut>,
    /// What other units were asked, and what they said.
    pub consultations: Vec<ConsultationOut>,
    /// What a grant would do, and what is open before it; absent for whoever cannot grant it now.
    pub decision: Option<DecisionPreview>,
    /// When its applicant can be reminded (again), while it waits for the applicant.
    pub applicant_remindable_at: Option<Timestamp>,
    /// What may be done with it now.
    pub can: Operations,
}

/// What a grant would do, and what is open before it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionPreview {
    /// The login name that the account will get, or has, where a grant issues a password. Somebody may take a proposed name
    /// meanwhile.
    #[cfg_attr(feature = "openapi", schema(example = "thuyduong"))]
    pub login: Option<String>,
    /// The address that the password goes to when it is mailed.
    #[cfg_attr(feature = "openapi", schema(example = "le.tan@thuyduong.example.test"))]
    pub password_to: Option<String>,
    /// What is open or speaks against it; none of it hinders the decision.
    pub open_points: Vec<OpenPoint>,
}

impl std::fmt::Debug for DecisionPreview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DecisionPreview(…)")
    }
}

/// What is open before a decision, or speaks against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenPoint {
    /// What.
    pub code: OpenPointCode,
    /// Which tick, for one that is not set.
    pub check: Option<CheckCode>,
    /// The unit, facility or dossier, by name or number.
    pub subject: Option<String>,
    /// How many guests, for those who go along.
    pub guest_count: Option<u64>,
}

/// Something to go through before deciding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierCheck {
    /// What.
    pub code: CheckCode,
    /// When it was ticked; absent while it is not.
    pub done_at: Option<Timestamp>,
    /// Who ticked it.
    pub by_name: Option<String>,
}

/// Something to look at before deciding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierHint {
    /// What.
    pub code: HintCode,
    /// The facility or dossier that it points to, by name or number; the number to call.
    pub subject: Option<String>,
    /// By how many seconds, for what is late.
    pub seconds: Option<i64>,
    /// How many guests, for those who go along.
    pub guest_count: Option<u64>,
    /// The account of the facility that it points to, where it has one.
    pub account_id: Option<Uuid>,
    /// The dossier that it points to.
    pub dossier_id: Option<Uuid>,
}

/// A file of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachmentOut {
    /// The id.
    pub id: Uuid,
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(example = "Mau-so-1.pdf"))]
    pub name: String,
    /// What its content was proven to be.
    #[cfg_attr(feature = "openapi", schema(example = "application/pdf"))]
    pub media_type: String,
    /// Its size in bytes.
    pub size: u32,
    /// Whether it answers the dossier; all other files are the applicant's.
    pub is_result: bool,
    /// When it came.
    pub added_at: Timestamp,
}

/// Something that happened to a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierEventOut {
    /// The id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// What: an act (`accept`, `request_supplement`, …), `comment`, `consult`, `opinion`, or what the
    /// procedure adds.
    #[cfg_attr(feature = "openapi", schema(example = "request_supplement"))]
    pub kind: String,
    /// The state that it led to, where it changed.
    pub state: Option<DossierState>,
    /// Who reads it.
    pub visibility: Visibility,
    /// The words.
    pub text: Option<String>,
    /// How the applicant was reached, where that was recorded.
    pub contact: Option<ApplicantContactOut>,
    /// The fields that a supplement or a corrected opinion changed.
    pub changes: Vec<FieldChange>,
    /// The names of the files that came with it.
    #[cfg_attr(feature = "openapi", schema(example = json!(["Mau-so-1-dau.pdf"])))]
    pub files: Vec<String>,
    /// Who.
    pub by_name: String,
    /// For which unit.
    pub by_unit: String,
}

/// That somebody was called or written to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicantContactOut {
    /// How.
    pub channel: ContactChannel,
    /// When.
    pub at: Timestamp,
    /// Who was reached.
    pub with: String,
}

impl std::fmt::Debug for ApplicantContactOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApplicantContactOut(…)")
    }
}

/// What a unit was asked, and what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsultationOut {
    /// The id.
    pub id: Uuid,
    /// The unit.
    pub unit_id: Uuid,
    /// Its name.
    pub unit_name: String,
    /// What it was asked.
    pub question: String,
    /// When.
    pub asked_at: Timestamp,
    /// By whom.
    pub asked_by_name: String,
    /// When it was last reminded.
    pub reminded_at: Option<Timestamp>,
    /// When it can be reminded (again), while it has not answered.
    pub remindable_at: Option<Timestamp>,
    /// What it said, once it has.
    pub opinion: Option<Opinion>,
    /// Its words.
    pub text: Option<String>,
    /// When it answered.
    pub answered_at: Option<Timestamp>,
    /// Who answered for it.
    pub answered_by_name: Option<String>,
}

/// What is to be handed over, once: it is not stored and cannot be asked for again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandoverOut {
    /// The login name.
    pub login: String,
    /// The initial password.
    pub initial_password: String,
    /// When the initial password ends.
    pub password_expires_at: Timestamp,
    /// The sheet to hand over, PDF in Base64. It is made with the password, which nobody can ask for again.
    #[cfg_attr(feature = "openapi", schema(format = Byte))]
    pub sheet_pdf_base64: String,
}

impl std::fmt::Debug for HandoverOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HandoverOut(…)")
    }
}

/// A dossier that has been granted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResolveOut {
    /// The dossier as it is now.
    pub dossier: DossierOut,
    /// What to hand over, where that was asked for.
    pub handover: Option<HandoverOut>,
}

/// A dossier as its applicant sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicDossierOut {
    /// The number to speak of it by.
    #[cfg_attr(feature = "openapi", schema(example = "DK-0415"))]
    pub number: String,
    /// What it is a dossier of.
    pub procedure: ProcedureRef,
    /// Where it stands.
    pub state: DossierState,
    /// Whom it is about.
    pub title: String,
    /// When it was received; none for one that has not been confirmed.
    pub filed_at: Option<Timestamp>,
    /// By when there has to be an answer; it stays after the decision.
    pub due_at: Option<Timestamp>,
    /// Whether the answer is overdue, or was.
    pub overdue: bool,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// The signed form is still to come (KH-M2-2).
    pub form_missing: bool,
    /// What was filed, in the shape of the procedure's own operation.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub form: serde_json::Value,
    /// The login name of the account, once it was granted.
    #[cfg_attr(feature = "openapi", schema(example = "thuyduong"))]
    pub login: Option<String>,
    /// Its files.
    pub attachments: Vec<AttachmentOut>,
    /// What happened, oldest first.
    pub events: Vec<PublicEventOut>,
    /// What the applicant may do with it now.
    pub can: Operations,
}

/// Something that happened, as the applicant sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicEventOut {
    /// When.
    pub at: Timestamp,
    /// What.
    #[cfg_attr(feature = "openapi", schema(example = "request_supplement"))]
    pub kind: String,
    /// The state that it led to, where it changed.
    pub state: Option<DossierState>,
    /// The words.
    pub text: Option<String>,
    /// The fields that a supplement changed.
    pub changes: Vec<FieldChange>,
    /// The names of the files that came with it.
    #[cfg_attr(feature = "openapi", schema(example = json!(["Mau-so-1-dau.pdf"])))]
    pub files: Vec<String>,
    /// The unit that it was; empty for the applicant.
    pub by_unit: String,
}

/// A unit of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitSummary {
    /// The id.
    pub id: Uuid,
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(example = "Thuế tỉnh Khánh Hòa"))]
    pub name: String,
    /// Its sector.
    pub role: Role,
    /// The level of its tier, where the sector has tiers.
    pub level: Option<Level>,
    /// Its area.
    pub area: AreaRef,
}

/// The units of the province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitList {
    /// By sector, tier and name.
    pub items: Vec<UnitSummary>,
    /// Ask again with this as `cursor` for the next page; null on the last one.
    #[serde(default)]
    pub next_cursor: Option<String>,
}
