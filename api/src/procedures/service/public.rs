//! The operations of applicants on their dossier, with the code as the key.

use super::{News, OpenedFile, attach, tell_applicant};
use crate::App;
use crate::accounts::throttle::PublicAttempt;
use crate::audit::Event;
use crate::error::{Error, Result};
use crate::http::Visitor;
use crate::http::once::{Answer, Effect, IdempotencyKey, Once, Stranger};
use crate::http::{FILES_BODY, LargeBody, Whose};
use crate::procedures::entity::dossier;
use crate::procedures::events::{self, Author, Entry};
use crate::procedures::files;
use crate::procedures::kind::ProcedureKind;
use crate::procedures::{Dossier, changes, clock, code, row, store};
use dto::dossier::{
    DossierAct, DossierState, LookupIn, PublicDossierOut, PublicEventOut, ResultIn, Supplement, SupplementIn,
    Visibility, WithdrawIn,
};
use dto::problem::{ErrorCode, FieldCode};
use dto::{Lang, Timestamp};
use sea_orm::ConnectionTrait;

/// Returns the dossier of a code, for printing.
pub async fn by_code(app: &App, typed: &str, address: &str, now: Timestamp) -> Result<Dossier> {
    Dossier::of(&find(app, typed, address, now).await?.1)
}

/// Finds the dossier of a code. Each attempt is counted by address before the lookup, and uncounted if the code exists:
/// an unknown code and an invalid text give the same answer, and codes cannot be guessed by trial.
pub(super) async fn find(
    app: &App,
    typed: &str,
    address: &str,
    now: Timestamp,
) -> Result<(Vec<Vec<u8>>, dossier::Model)> {
    let attempt = PublicAttempt::code(app, address);
    attempt.count(app, now).await?;
    // An invalid code is looked up too, so that the duration discloses nothing.
    let index = code::code_indexes(&app.sealer, typed).unwrap_or_else(|| vec![vec![0; 16]]);
    let row = store::by_code(app.db.read(), index.clone())
        .await?
        .ok_or_else(unknown)?;
    attempt.forgive(app).await?;
    Ok((index, row))
}

/// Returns the error for an unknown code. The caller has no account, so it does not mention the reach of one.
fn unknown() -> Error {
    Error::new(ErrorCode::DossierUnknown)
}

/// Returns a dossier as its applicant sees it.
pub async fn look_up(visitor: &Visitor, body: &LookupIn, address: &str) -> Result<PublicDossierOut> {
    let (app, now) = (&visitor.app, visitor.now);
    let (_, row) = find(app, &body.dossier_code, address, now).await?;
    let event = event("dossier_looked_up", &row);
    let out = out(app.db.read(), app, row, visitor.lang, now).await?;
    app.db.record(&visitor.actor, now, event).await?;
    Ok(out)
}

/// Returns a file of the answer to the holder of the code; the reading is recorded.
pub async fn result_file(visitor: &Visitor, body: &ResultIn, address: &str) -> Result<OpenedFile> {
    let (app, now) = (&visitor.app, visitor.now);
    let (_, row) = find(app, &body.dossier_code, address, now).await?;
    let file = store::attachment(app.db.read(), row.id, body.attachment_id)
        .await?
        .filter(|file| file.is_result)
        .ok_or_else(Error::not_found)?;
    let event = event("result_fetched", &row).with("attachment", file.id.to_string());
    let opened = OpenedFile::of(app, file)?;
    app.db.record(&visitor.actor, now, event).await?;
    Ok(opened)
}

fn event(act: &'static str, row: &dossier::Model) -> Event {
    Event::new(act, "dossier")
        .on(row.id)
        .in_area(&row.area_code)
        .with("procedure", row.procedure_type.as_str())
        .with("state", row.state.as_str())
}

async fn out(
    db: &impl ConnectionTrait,
    app: &App,
    row: dossier::Model,
    lang: Lang,
    now: Timestamp,
) -> Result<PublicDossierOut> {
    let procedure = store::procedure(db, &row.procedure_type).await?;
    let state = *row.state;
    let attachments = store::attachments(db, row.id).await?.into_iter();
    let attachments = attachments
        .map(|head| row::attachment_out(app, head))
        .collect::<Result<_>>()?;
    let mut events = Vec::new();
    if state == DossierState::Draft {
        events.push(PublicEventOut {
            at: row.created_at.into(),
            kind: DossierAct::File.as_str().to_owned(),
            state: Some(state),
            text: None,
            changes: Vec::new(),
            files: Vec::new(),
            by_unit: String::new(),
        });
    }
    for event in store::events(db, row.id).await? {
        let event = row::event_out(app, event)?;
        if event.visibility == Visibility::Outside {
            events.push(PublicEventOut {
                at: event.at,
                kind: event.kind,
                state: event.state,
                text: event.text,
                changes: event.changes,
                files: event.files,
                // The unit is responsible for the act; its officer is not named to applicants.
                by_unit: event.by_unit,
            });
        }
    }
    let can = [
        ("supplementDossier", DossierAct::Supplement),
        ("withdrawDossier", DossierAct::Withdraw),
    ];
    let awaits_form = awaits_form(&row);
    let can = can
        .into_iter()
        .filter(|(_, act)| state.after(*act).is_some() || *act == DossierAct::Supplement && awaits_form);
    Ok(PublicDossierOut {
        procedure: row::procedure_ref(&procedure, lang),
        state,
        filed_at: row.filed_at.map(Into::into),
        due_at: row.due_at.or(row.term_ends).map(Into::into),
        overdue: clock::late_seconds(&row, now).is_some(),
        decided_at: row.decided_at.map(Into::into),
        form_missing: row.form_missing,
        form: row::form(app, &row)?,
        login: row::granted_login(app, &row)?,
        attachments,
        events,
        can: can.map(|(operation, _)| operation).collect(),
        number: row.number,
        title: row.title,
    })
}

/// Stores a supplement that an officer has requested: the dossier is filed again, or, if it was accepted, in progress
/// again; its full term starts again (LC-6.1b-1 counts it from the receipt of a complete dossier). The changed fields
/// are recorded.
pub async fn supplement<K: ProcedureKind>(
    visitor: &Visitor,
    sent: LargeBody<SupplementIn, FILES_BODY>,
    key: &IdempotencyKey,
    address: &str,
) -> Result<Answer> {
    let (app, now) = (&visitor.app, visitor.now);
    let stranger = Stranger::new(visitor, address);
    // Counted before a byte of the body is read, as for filings, and never uncounted: a valid code must not allow an
    // unlimited number of files.
    PublicAttempt::filing(app, address).count(app, now).await?;
    let sent = sent.arrived(Whose::Stranger).await?;
    let once = Once::marked(key, sent.fingerprint);
    if let Some(first) = once.stored(&stranger).await? {
        return Ok(first);
    }
    let body = sent.reading.checked(visitor.check_context())?;
    let (index, seen) = find(app, &body.dossier_code, address, now).await?;
    if seen.state.after(DossierAct::Supplement).is_none() && !attaches_form(&seen, &body) {
        return Err(Error::new(ErrorCode::WrongState));
    }
    if seen.state.after(DossierAct::Supplement).is_none() && body.files.is_empty() {
        // Only the signed form is missing; a text alone is not accepted, because there would be no limit on texts.
        return Err(Error::field("/files", FieldCode::Required));
    }
    let files = files::take_in(app, &stranger, body.files, |index| format!("/files/{index}")).await?;
    let form = match body.form {
        Some(form) => Some(
            K::from(*seen.kind)
                .check_form(app, &Dossier::of(&seen)?, form.get(), visitor.check_context())
                .await?,
        ),
        None => None,
    };
    once.write(&stranger, Effect::Changed, async |tx| {
        let mut row = store::hold_by_code(tx, index).await?.ok_or_else(unknown)?;
        let procedure = store::procedure(tx, &row.procedure_type).await?;
        let act = if row.state.after(DossierAct::Supplement).is_none() && awaits_form(&row) {
            "form_attached"
        } else {
            let ends = clock::ends_from(tx, app, &procedure, now).await?;
            let accepted = DossierAct::Accept.as_str();
            let was_accepted = store::events(tx, row.id)
                .await?
                .iter()
                .any(|event| event.kind == accepted);
            let act = if was_accepted {
                DossierAct::Resume
            } else {
                DossierAct::Supplement
            };
            row::advance(&mut row, act, now, Some(ends))?;
            DossierAct::Supplement.as_str()
        };
        let has_form = form.is_some();
        let mut changes = Vec::new();
        if let Some(form) = form {
            changes = changes::between(&row::form(app, &row)?, &form.form);
            row.form_sealed = row::seal_form(app, row.id, &form.form)?;
            row.title_search = rules::name::fold(&form.title);
            (row.title, row.summary) = (form.title, form.summary);
            if let Some((code, path)) = form.area {
                (row.area_code, row.area_path) = (code, path);
            }
            if let Some(tier) = form.subject_tier {
                row.subject_tier = Some(tier.to_string());
            }
            if let Some(applicant) = form.applicant {
                row.applicant_sealed = row::seal_applicant(app, row.id, &applicant)?;
            }
        }
        if !files.is_empty() {
            row.form_missing = false;
        }
        row.version += 1;
        store::update(tx, row.clone()).await?;
        let author = Author::applicant(&row::applicant(app, &row)?.name);
        let entry = if act == DossierAct::Supplement.as_str() {
            Entry::act(DossierAct::Supplement)
        } else {
            Entry::note(act, Visibility::Outside)
        };
        let names = files.iter().map(|file| file.name.clone()).collect();
        let entry = entry.text(body.message.as_deref()).brings(changes, names);
        events::add(tx, app, &row, &author, entry, now).await?;
        let count = files.len();
        for file in files {
            attach(tx, app, row.id, file, now).await?;
        }
        let event = event("dossier_supplemented", &row)
            .with("files", count)
            .with("form", has_form);
        Ok((out(tx, app, row, visitor.lang, now).await?, event.into()))
    })
    .await
}

/// Returns whether the signed form is missing. It may follow a filing without it. A password changed after a call
/// remains in the list until the form arrives (KH-M2-2); the clock of the dossier runs on.
fn awaits_form(row: &dossier::Model) -> bool {
    let state = *row.state;
    let is_open = matches!(state, DossierState::Filed | DossierState::InProcess);
    row.form_missing && (is_open || state == DossierState::Returned)
}

/// Returns whether an unrequested supplement has the missing signed form, and no change of the form itself.
fn attaches_form(row: &dossier::Model, body: &Supplement) -> bool {
    awaits_form(row) && body.form.is_none()
}

/// Withdraws a dossier, before its decision.
pub async fn withdraw<K: ProcedureKind>(
    visitor: &Visitor,
    body: WithdrawIn,
    once: Once,
    address: &str,
) -> Result<Answer> {
    let (app, now) = (&visitor.app, visitor.now);
    let stranger = Stranger::new(visitor, address);
    let (index, _) = find(app, &body.dossier_code, address, now).await?;
    once.write(&stranger, Effect::Changed, async |tx| {
        if let Some(mut draft) = store::strangers::withdraw(tx, index.clone()).await? {
            // The address is not confirmed, so no mail is sent and nothing is kept.
            row::advance(&mut draft, DossierAct::Withdraw, now, None)?;
            let event = event("draft_withdrawn", &draft);
            return Ok((out(tx, app, draft, visitor.lang, now).await?, event.into()));
        }
        let mut row = store::hold_by_code(tx, index).await?.ok_or_else(unknown)?;
        row::advance(&mut row, DossierAct::Withdraw, now, None)?;
        row.version += 1;
        store::update(tx, row.clone()).await?;
        let author = Author::applicant(&row::applicant(app, &row)?.name);
        let entry = Entry::act(DossierAct::Withdraw).text(body.reason.as_deref());
        events::add(tx, app, &row, &author, entry, now).await?;
        // The applicant gets a mail, because another person may have withdrawn it.
        tell_applicant::<K>(tx, app, &row, News::Withdrawn, None, now).await?;
        let event = event("dossier_withdrawn", &row);
        Ok((out(tx, app, row, visitor.lang, now).await?, event.into()))
    })
    .await
}
