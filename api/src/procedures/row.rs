//! Converts between rows and answers: seals, opens, and moves a row through its states.

use super::clock::{self, Ends};
use super::entity::dossier_attachment::AttachmentHead;
use super::entity::dossier_draft::UNCONFIRMED;
use super::entity::{dossier, dossier_consultation, dossier_event, procedure_type};
use super::events;
use super::store::{DONE, RUNNING, STANDING};
use crate::App;
use crate::db::Coded;
use crate::error::{Error, Result};
use crate::references::References;
use dto::account::AccountTier;
use dto::dossier::{
    AttachmentOut, ConsultationOut, DossierAct, DossierApplicant, DossierEventOut, DossierState, DossierSummary,
    Opinion, ProcedureRef,
};
use dto::problem::ErrorCode;
use dto::{Lang, Timestamp};
use rules::procedure::REMINDER_PAUSE;
use serde_json::Value;
use uuid::Uuid;

/// Urgent dossiers, where an account may be stolen, come before every term: this is longer than any dossier can be
/// overdue.
const AHEAD: time::Duration = time::Duration::days(36_525);

const APPLICANT: &str = "dossier.applicant";
const FORM: &str = "dossier.form";
const RESULT: &str = "dossier.result";
const CODE: &str = "dossier.code";
/// The column of a file's name, for sealing.
pub const FILE_NAME: &str = "dossier_attachment.name";
/// The column of a file's content, for sealing.
pub const FILE_CONTENT: &str = "dossier_attachment.content";
const QUESTION: &str = "dossier_consultation.question";
const OPINION: &str = "dossier_consultation.opinion";

/// Seals the applicant.
pub fn seal_applicant(app: &App, id: Uuid, applicant: &DossierApplicant) -> Result<Vec<u8>> {
    seal_json(app, APPLICANT, id, applicant)
}

/// Seals the form.
pub fn seal_form(app: &App, id: Uuid, form: &Value) -> Result<Vec<u8>> {
    seal_json(app, FORM, id, form)
}

/// Seals the result.
pub fn seal_result(app: &App, id: Uuid, result: &Value) -> Result<Vec<u8>> {
    seal_json(app, RESULT, id, result)
}

/// Seals the code.
pub fn seal_code(app: &App, id: Uuid, code: &str) -> Result<Vec<u8>> {
    app.sealer.seal(CODE, id, code.as_bytes()).map_err(Error::internal)
}

/// Seals the question to a unit.
pub fn seal_question(app: &App, id: Uuid, question: &str) -> Result<Vec<u8>> {
    app.sealer
        .seal(QUESTION, id, question.trim().as_bytes())
        .map_err(Error::internal)
}

/// Seals the opinion of a unit.
pub fn seal_opinion(app: &App, id: Uuid, text: &str) -> Result<Vec<u8>> {
    app.sealer
        .seal(OPINION, id, text.trim().as_bytes())
        .map_err(Error::internal)
}

fn seal_json(app: &App, column: &str, id: Uuid, value: &impl serde::Serialize) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(value).map_err(Error::internal)?;
    app.sealer.seal(column, id, &plain).map_err(Error::internal)
}

/// Opens the applicant.
pub fn applicant(app: &App, row: &dossier::Model) -> Result<DossierApplicant> {
    open_applicant(app, row.id, &row.applicant_sealed)
}

/// Opens a sealed applicant.
pub fn open_applicant(app: &App, id: Uuid, sealed: &[u8]) -> Result<DossierApplicant> {
    let plain = app.sealer.open(APPLICANT, id, sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}

/// Opens the form.
pub fn form(app: &App, row: &dossier::Model) -> Result<Value> {
    open_form(app, row.id, &row.form_sealed)
}

/// Opens a sealed form.
pub fn open_form(app: &App, id: Uuid, sealed: &[u8]) -> Result<Value> {
    let plain = app.sealer.open(FORM, id, sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}

/// Opens the result.
pub fn result(app: &App, row: &dossier::Model) -> Result<Option<Value>> {
    let Some(sealed) = &row.result_sealed else {
        return Ok(None);
    };
    let plain = app.sealer.open(RESULT, row.id, sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}

/// Opens the applicant's code, for a mail to the applicant.
pub fn code(app: &App, row: &dossier::Model) -> Result<String> {
    open_code(app, row.id, &row.code_sealed)
}

/// Opens a sealed code.
pub fn open_code(app: &App, id: Uuid, sealed: &[u8]) -> Result<String> {
    app.sealer.open_text(CODE, id, sealed).map_err(Error::internal)
}

/// Returns the tier that handles a dossier.
pub fn handled_by(row: &dossier::Model) -> Result<AccountTier> {
    tier(row, &row.handled_by)
}

/// Returns the tier of the account that is applied for or concerned; none where no account is concerned or it is
/// unknown.
pub fn subject_tier(row: &dossier::Model) -> Result<Option<AccountTier>> {
    row.subject_tier.as_deref().map(|name| tier(row, name)).transpose()
}

fn tier(row: &dossier::Model, name: &str) -> Result<AccountTier> {
    AccountTier::from_name(name).ok_or_else(|| Error::internal(anyhow::anyhow!("dossier {}: an unknown post", row.id)))
}

/// Applies an act to a locked row: state, clock, position in the queue, and lateness. `ends` are the ends of terms that
/// start now, for acts that start them.
pub fn advance(row: &mut dossier::Model, act: DossierAct, now: Timestamp, ends: Option<Ends>) -> Result<()> {
    let state = row.state.after(act).ok_or_else(|| Error::new(ErrorCode::WrongState))?;
    if !state.clock_runs() {
        // If the clock is stopped after the end of the term, the dossier was late, and this remains recorded
        // (LC-6.1b-1).
        row.late_seconds = match act {
            DossierAct::Refuse => clock::refusal_late_seconds(row, now),
            _ => clock::late_seconds(row, now),
        };
        // The term of a decision is stored with it, so that its punctuality remains known.
        if state.is_decided() && row.decided_at.is_none() {
            (row.term_from, row.term_ends, row.refusal_ends) = (row.clock_from, row.due_at, row.refuse_by);
        }
        (row.clock_from, row.due_at, row.refuse_by) = (None, None, None);
    } else if let Some(Ends {
        due: Some(due),
        refuse_by,
    }) = ends
    {
        (row.clock_from, row.due_at) = (Some(now.get()), Some(due.get()));
        row.refuse_by = refuse_by.map(Timestamp::get);
        (row.reminded_at, row.overdue_told_at) = (None, None);
    }
    if act == DossierAct::File {
        row.filed_at = Some(now.get());
    }
    if state.is_decided() && row.decided_at.is_none() {
        row.decided_at = Some(now.get());
    }
    row.queue_rank = match state {
        DossierState::Draft => UNCONFIRMED,
        state if state.is_decided() => DONE,
        _ if row.due_at.is_some() => RUNNING,
        _ => STANDING,
    };
    // Dossiers without a term are ordered by waiting time, the longest first.
    let waits_since = state.clock_runs().then_some(row.filed_at).flatten();
    row.queue_at = row
        .due_at
        .or(row.decided_at)
        .or(waits_since)
        .unwrap_or_else(|| now.get());
    if row.urgent && state.clock_runs() {
        row.queue_at -= AHEAD;
    }
    row.state = Coded(state);
    Ok(())
}

/// Returns since when a dossier waits for its applicant: this is its position in the queue.
pub fn waits_since(row: &dossier::Model) -> Option<Timestamp> {
    (*row.state == DossierState::SupplementRequested).then(|| row.queue_at.into())
}

/// Returns the time of the last event of a dossier.
pub fn updated_at(row: &dossier::Model) -> Timestamp {
    row.updated_at.unwrap_or(row.created_at).into()
}

/// Returns a procedure with its name.
pub fn procedure_ref(procedure: &procedure_type::Model, lang: Lang) -> ProcedureRef {
    ProcedureRef {
        code: procedure.id.clone(),
        title: match lang {
            Lang::Vi => procedure.title.clone(),
            Lang::En => procedure.title_en.clone(),
        },
    }
}

/// Returns a dossier as a line of a list.
pub fn summary(
    row: &dossier::Model,
    procedure: &procedure_type::Model,
    references: &References,
    lang: Lang,
    now: Timestamp,
) -> DossierSummary {
    let (state, late) = (*row.state, clock::late_seconds(row, now));
    let (from, due) = (row.clock_from.or(row.term_from), row.due_at.or(row.term_ends));
    let term = due.zip(from).map(|(due, from)| (due - from).whole_seconds());
    DossierSummary {
        updated_at: updated_at(row),
        id: row.id,
        number: row.number.clone(),
        procedure: procedure_ref(procedure, lang),
        state,
        title: row.title.clone(),
        summary: row.summary.clone(),
        area: references.area_ref(&row.area_code),
        filed_at: row.filed_at.map(Into::into),
        due_at: due.map(Into::into),
        term_seconds: term,
        refusal_due_at: row.refuse_by.or(row.refusal_ends).map(Into::into),
        overdue: late.is_some(),
        late_seconds: row.late_seconds,
        decided_at: row.decided_at.map(Into::into),
        decided_in_time: clock::decided_in_time(row, state),
        form_missing: row.form_missing,
        sent_back_at: waits_since(row),
        decider: None,
        urgent: row.urgent && row.decided_at.is_none(),
        account_name: None,
        asked_units: Vec::new(),
        version: row.version,
    }
}

/// Returns a file for an answer.
pub fn attachment_out(app: &App, head: AttachmentHead) -> Result<AttachmentOut> {
    let name = app.sealer.open_text(FILE_NAME, head.id, &head.name_sealed);
    Ok(AttachmentOut {
        id: head.id,
        name: name.map_err(Error::internal)?,
        media_type: head.media_type,
        size: head.size.unsigned_abs(),
        is_result: head.is_result,
        added_at: head.added_at.into(),
    })
}

/// Returns an event for an officer.
pub fn event_out(app: &App, event: dossier_event::Model) -> Result<DossierEventOut> {
    let content = events::content(app, &event)?;
    Ok(DossierEventOut {
        id: event.id,
        at: event.at.into(),
        kind: event.kind,
        state: event.state.map(|state| state.0),
        visibility: *event.visibility,
        text: content.text,
        contact: content.contact,
        changes: content.changes,
        files: content.files,
        by_name: event.by_name,
        by_unit: event.by_unit,
    })
}

/// Returns the opinion of a unit, if given.
pub fn opinion(row: &dossier_consultation::Model) -> Option<Opinion> {
    row.opinion.map(|opinion| opinion.0)
}

/// Returns the earliest time of a reminder to a unit: some time after the question or the last reminder.
pub fn remind_from(row: &dossier_consultation::Model) -> Timestamp {
    let last = row.reminded_at.unwrap_or(row.asked_at).max(row.asked_at);
    Timestamp::from(last).plus_seconds(REMINDER_PAUSE)
}

/// Opens the question to a unit.
pub fn question(app: &App, row: &dossier_consultation::Model) -> Result<String> {
    app.sealer
        .open_text(QUESTION, row.id, &row.question_sealed)
        .map_err(Error::internal)
}

/// Opens the opinion of a unit.
pub fn opinion_words(app: &App, row: &dossier_consultation::Model) -> Result<Option<String>> {
    row.opinion_sealed
        .as_deref()
        .map(|sealed| app.sealer.open_text(OPINION, row.id, sealed).map_err(Error::internal))
        .transpose()
}

/// Returns a consultation for an answer.
pub fn consultation_out(app: &App, row: dossier_consultation::Model, unit_name: String) -> Result<ConsultationOut> {
    let remind_from = remind_from(&row);
    Ok(ConsultationOut {
        question: question(app, &row)?,
        text: opinion_words(app, &row)?,
        opinion: opinion(&row),
        id: row.id,
        unit_id: row.unit_id,
        unit_name,
        asked_at: row.asked_at.into(),
        asked_by_name: row.asked_by_name,
        reminded_at: row.reminded_at.map(Into::into),
        remindable_at: row.answered_at.is_none().then_some(remind_from),
        answered_at: row.answered_at.map(Into::into),
        answered_by_name: row.answered_by_name,
    })
}

/// Returns the login name that a grant has created or confirmed. The mail with the password contains it too.
pub fn granted_login(app: &App, row: &dossier::Model) -> Result<Option<String>> {
    let result = result(app, row)?;
    let login = result.as_ref().and_then(|result| result.get("login")?.as_str());
    Ok(login.map(str::to_owned))
}
