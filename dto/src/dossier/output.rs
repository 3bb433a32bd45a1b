//! Answers about dossiers.

use super::{CheckCode, ContactChannel, DossierState, HintCode, OpenPointCode, Opinion, Visibility};
use crate::Timestamp;
use crate::account::{AreaRef, Level, Role};
use crate::change::FieldChange;
use crate::operation::Operations;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A procedure with its code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcedureRef {
    /// The code of the procedure, as the filter `procedure` takes it.
    #[cfg_attr(feature = "openapi", schema(example = "account_registration"))]
    pub code: String,
    /// Its name, in the requested language.
    #[cfg_attr(feature = "openapi", schema(example = "Đề nghị cấp tài khoản"))]
    pub title: String,
}

/// A dossier in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierSummary {
    /// The id.
    pub id: Uuid,
    /// The number to quote.
    #[cfg_attr(feature = "openapi", schema(example = "DK-0415"))]
    pub number: String,
    /// Its procedure.
    pub procedure: ProcedureRef,
    /// Its state.
    pub state: DossierState,
    /// The person or unit that the dossier is about.
    #[cfg_attr(feature = "openapi", schema(example = "Khách sạn Thùy Dương"))]
    pub title: String,
    /// A short summary.
    #[cfg_attr(feature = "openapi", schema(example = "Khách sạn, 48 phòng"))]
    pub summary: String,
    /// The area that it concerns.
    pub area: AreaRef,
    /// When it was received; absent while the filing is not confirmed.
    pub filed_at: Option<Timestamp>,
    /// The deadline: the first second that is late. Absent for a procedure without a deadline, and while the applicant
    /// has to send something; after that it starts again (LC-6.1b-1). It remains after the decision.
    pub due_at: Option<Timestamp>,
    /// The length of the whole term, from the last start of the clock to `due_at`, in seconds.
    pub term_seconds: Option<i64>,
    /// The deadline of a refusal, where it has its own (LC-9.2-3): a refusal at or after it is late.
    pub refusal_due_at: Option<Timestamp>,
    /// Whether it is overdue now, or was overdue when it was decided or sent back. A late decision remains marked as
    /// late.
    pub overdue: bool,
    /// How late the decision or the return to the applicant was, in seconds.
    pub late_seconds: Option<i64>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Whether it was decided in time; absent before the decision, for a procedure without a deadline, and where the
    /// applicant withdrew it.
    pub decided_in_time: Option<bool>,
    /// Whether the signed form is still missing (KH-M2-2).
    pub form_missing: bool,
    /// When it was sent back to its applicant; null while it does not wait for the applicant.
    pub sent_back_at: Option<Timestamp>,
    /// The role that decides it, where the caller does not (table 8.1): it is not one of this caller's overdue
    /// dossiers.
    pub decider: Option<Role>,
    /// Whether an unauthorised person may control an account: it comes before everything with a deadline.
    pub urgent: bool,
    /// The facility or unit of the account that it is about; absent for consulted units.
    #[cfg_attr(feature = "openapi", schema(example = "Khách sạn Hải Đăng"))]
    pub account_name: Option<String>,
    /// The consulted units, and whether each has answered; a consulted unit sees only itself.
    pub asked_units: Vec<ConsultationMark>,
    /// When it last changed, including remarks and opinions.
    pub updated_at: Timestamp,
    /// The version; send it back with a decision.
    pub version: i32,
}

/// Whether a unit has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsultationMark {
    /// The unit.
    #[cfg_attr(feature = "openapi", schema(example = "Thuế tỉnh Khánh Hòa"))]
    pub unit_name: String,
    /// Its opinion, after it has answered.
    pub opinion: Option<Opinion>,
}

/// A page of dossiers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierPage {
    /// In the order of the queue: overdue dossiers first, then by the remaining time; then those that wait for their
    /// applicant; finished ones last, newest first. In another order where `sort` asks for one.
    pub items: Vec<DossierSummary>,
    /// The numbers of dossiers that the caller may see, of all procedures or of the requested one.
    pub counts: DossierCounts,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// The number of dossiers in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierCounts {
    /// The deadline is running.
    pub waiting: u64,
    /// Of these, applications for an account: the queue shows their deadline.
    pub registrations: u64,
    /// Of those that wait, the overdue ones.
    pub overdue: u64,
    /// The applicant has to send something.
    pub supplement_requested: u64,
    /// Granted.
    pub resolved: u64,
    /// Finished: granted, refused or withdrawn.
    pub done: u64,
}

/// The applicant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierApplicant {
    /// The name.
    #[cfg_attr(feature = "openapi", schema(example = "Quách Thị Thu Cúc"))]
    pub name: String,
    /// The e-mail address.
    pub email: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
}

impl std::fmt::Debug for DossierApplicant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DossierApplicant(…)")
    }
}

/// A dossier, in full.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierOut {
    /// The fields that lists show.
    #[serde(flatten)]
    pub summary: DossierSummary,
    /// The applicant.
    pub applicant: DossierApplicant,
    /// The filed form, in the structure of the procedure's own operation.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub form: serde_json::Value,
    /// The result, in the structure of the procedure: for an application, the login name.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub result: Option<serde_json::Value>,
    /// The account that it is about, where there is one.
    pub account_id: Option<Uuid>,
    /// Hints for the decision; a consulted unit does not get them.
    pub hints: Vec<DossierHint>,
    /// The checks that an officer does before a decision, in the procedure's order; a consulted unit does not get them.
    pub checks: Vec<DossierCheck>,
    /// Its files.
    pub attachments: Vec<AttachmentOut>,
    /// The events, oldest first. A consulted unit sees what the applicant sees.
    pub events: Vec<DossierEventOut>,
    /// The consultations of other units, with their answers.
    pub consultations: Vec<ConsultationOut>,
    /// The effect of a grant, and the open points before it; absent where the caller cannot grant it now.
    pub decision: Option<DecisionPreview>,
    /// When the next reminder to the applicant is possible, while the dossier waits for the applicant.
    pub applicant_remindable_at: Option<Timestamp>,
    /// The operations that are allowed on it now.
    pub can: Operations,
}

crate::summary::read_with_summary! {
    DossierOut = DossierSummary and {
        applicant: DossierApplicant,
        form: serde_json::Value,
        result: Option<serde_json::Value>,
        account_id: Option<Uuid>,
        hints: Vec<DossierHint>,
        checks: Vec<DossierCheck>,
        attachments: Vec<AttachmentOut>,
        events: Vec<DossierEventOut>,
        consultations: Vec<ConsultationOut>,
        decision: Option<DecisionPreview>,
        applicant_remindable_at: Option<Timestamp>,
        can: Operations,
    }
}

/// The effect of a grant, and the open points before it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionPreview {
    /// The login name that the account will get, or has, where a grant issues a password. Another account may take a
    /// proposed name before the grant.
    #[cfg_attr(feature = "openapi", schema(example = "thuyduong"))]
    pub login: Option<String>,
    /// The address to which the password is mailed, where it is mailed.
    #[cfg_attr(feature = "openapi", schema(example = "le.tan@thuyduong.example.test"))]
    pub password_to: Option<String>,
    /// The points that are open or against a grant; none of them blocks the decision.
    pub open_points: Vec<OpenPoint>,
}

impl std::fmt::Debug for DecisionPreview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DecisionPreview(…)")
    }
}

/// An open point before a decision, or a point against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenPoint {
    /// Its code.
    pub code: OpenPointCode,
    /// The check, for one that is not ticked.
    pub check: Option<CheckCode>,
    /// The unit, facility or dossier, by its name or number.
    pub subject: Option<String>,
    /// The number of guests who are assigned to the account.
    pub guest_count: Option<u64>,
}

/// A check before a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierCheck {
    /// Its code.
    pub code: CheckCode,
    /// When it was ticked; absent while it is not ticked.
    pub done_at: Option<Timestamp>,
    /// Who ticked it.
    pub by_name: Option<String>,
}

/// A hint for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierHint {
    /// Its code.
    pub code: HintCode,
    /// The facility or dossier that it refers to, by its name or number; or the number to call.
    pub subject: Option<String>,
    /// How late it was, in seconds.
    pub seconds: Option<i64>,
    /// The number of guests who are assigned to the account.
    pub guest_count: Option<u64>,
    /// The account of the facility that it refers to, where there is one.
    pub account_id: Option<Uuid>,
    /// The dossier that it refers to.
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
    /// The type of its content, as the server determined it.
    #[cfg_attr(feature = "openapi", schema(example = "application/pdf"))]
    pub media_type: String,
    /// Its size in bytes.
    pub size: u32,
    /// Whether it answers the dossier; all other files are from the applicant.
    pub is_result: bool,
    /// When it was added.
    pub added_at: Timestamp,
}

/// An event of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierEventOut {
    /// The id.
    pub id: Uuid,
    /// When it happened.
    pub at: Timestamp,
    /// The kind of event: an operation (`accept`, `request_supplement`, …), `comment`, `consult`, `opinion`, or a kind
    /// of the procedure.
    #[cfg_attr(feature = "openapi", schema(example = "request_supplement"))]
    pub kind: String,
    /// The new state, where it changed.
    pub state: Option<DossierState>,
    /// Who can read it.
    pub visibility: Visibility,
    /// The text.
    pub text: Option<String>,
    /// How the applicant was reached, where that was recorded.
    pub contact: Option<ApplicantContactOut>,
    /// The fields that a supplement or a corrected opinion changed.
    pub changes: Vec<FieldChange>,
    /// The names of the files that were sent with it.
    #[cfg_attr(feature = "openapi", schema(example = json!(["Mau-so-1-dau.pdf"])))]
    pub files: Vec<String>,
    /// The person who did it.
    pub by_name: String,
    /// The unit of that person.
    pub by_unit: String,
}

/// A call or mail to the applicant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicantContactOut {
    /// The channel.
    pub channel: ContactChannel,
    /// When it was made.
    pub at: Timestamp,
    /// The person who was reached.
    pub with: String,
}

impl std::fmt::Debug for ApplicantContactOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApplicantContactOut(…)")
    }
}

/// The question to a unit, and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsultationOut {
    /// The id.
    pub id: Uuid,
    /// The unit.
    pub unit_id: Uuid,
    /// Its name.
    pub unit_name: String,
    /// The question.
    pub question: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Who asked it.
    pub asked_by_name: String,
    /// When it was last reminded.
    pub reminded_at: Option<Timestamp>,
    /// When the next reminder is possible, while it has not answered.
    pub remindable_at: Option<Timestamp>,
    /// Its opinion, after it has answered.
    pub opinion: Option<Opinion>,
    /// The text of its answer.
    pub text: Option<String>,
    /// When it answered.
    pub answered_at: Option<Timestamp>,
    /// Who answered for the unit.
    pub answered_by_name: Option<String>,
}

/// Data to hand over, shown only once: it is not stored and cannot be requested again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandoverOut {
    /// The login name.
    pub login: String,
    /// The initial password.
    pub initial_password: String,
    /// When the initial password expires.
    pub password_expires_at: Timestamp,
    /// The sheet to hand over, PDF in Base64. It is made together with the password, which cannot be requested again.
    #[cfg_attr(feature = "openapi", schema(format = Byte))]
    pub sheet_pdf_base64: String,
}

impl std::fmt::Debug for HandoverOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HandoverOut(…)")
    }
}

/// A granted dossier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResolveOut {
    /// The dossier after the decision.
    pub dossier: DossierOut,
    /// The data to hand over, where this was requested.
    pub handover: Option<HandoverOut>,
}

/// A dossier as its applicant sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicDossierOut {
    /// The number to quote.
    #[cfg_attr(feature = "openapi", schema(example = "DK-0415"))]
    pub number: String,
    /// Its procedure.
    pub procedure: ProcedureRef,
    /// Its state.
    pub state: DossierState,
    /// The person or unit that the dossier is about.
    pub title: String,
    /// When it was received; absent while the filing is not confirmed.
    pub filed_at: Option<Timestamp>,
    /// The deadline of the answer; it remains after the decision.
    pub due_at: Option<Timestamp>,
    /// Whether the answer is overdue, or was.
    pub overdue: bool,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Whether the signed form is still missing (KH-M2-2).
    pub form_missing: bool,
    /// The filed form, in the structure of the procedure's own operation.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub form: serde_json::Value,
    /// The login name of the account, after the grant.
    #[cfg_attr(feature = "openapi", schema(example = "thuyduong"))]
    pub login: Option<String>,
    /// Its files.
    pub attachments: Vec<AttachmentOut>,
    /// The events, oldest first.
    pub events: Vec<PublicEventOut>,
    /// The operations that the applicant may call on it now.
    pub can: Operations,
}

/// An event, as the applicant sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicEventOut {
    /// When it happened.
    pub at: Timestamp,
    /// The kind of event.
    #[cfg_attr(feature = "openapi", schema(example = "request_supplement"))]
    pub kind: String,
    /// The new state, where it changed.
    pub state: Option<DossierState>,
    /// The text.
    pub text: Option<String>,
    /// The fields that a supplement changed.
    pub changes: Vec<FieldChange>,
    /// The names of the files that were sent with it.
    #[cfg_attr(feature = "openapi", schema(example = json!(["Mau-so-1-dau.pdf"])))]
    pub files: Vec<String>,
    /// The unit that did it; empty for the applicant.
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
    /// Sorted by sector, tier and name.
    pub items: Vec<UnitSummary>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}
