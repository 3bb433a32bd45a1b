//! What applicants do with their dossier: the code is the key.

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

/// Where a code leads, for what is printed of it.
pub async fn by_code(app: &App, typed: &str, address: &str, now: Timestamp) -> Result<Dossier> {
    Dossier::of(&find(app, typed, address, now).await?.1)
}

/// Where a code leads. Each attempt is counted by address before anything is looked up, and uncounted when the code is
/// one: unknown codes and what is no code at all cannot be told apart, and cannot be tried out.
pub(super) async fn find(
    app: &App,
    typed: &str,
    address: &str,
    now: Timestamp,
) -> Result<(Vec<Vec<u8>>, dossier::Model)> {
    let attempt = PublicAttempt::code(app, address);
    attempt.count(app, now).await?;
    // What is no code is looked for all the same, so that the time tells nothing either.
    let index = code::code_indexes(&app.sealer, typed).unwrap_or_else(|| vec![vec![0; 16]]);
    let row = store::by_code(app.db.read(), index.clone())
        .await?
        .ok_or_else(unknown)?;
    attempt.forgive(app).await?;
    Ok((index, row))
}

/// Whoever asks has no account, so nothing is said of the reach of one.
fn unknown() -> Error {
    Error::new(ErrorCode::DossierUnknown)
}

/// A dossier as its applicant sees it.
pub async fn look_up(visitor: &Visitor, body: &LookupIn, address: &str) -> Result<PublicDossierOut> {
    let (app, now) = (&visitor.app, visitor.now);
    let (_, row) = find(app, &body.dossier_code, address, now).await?;
    let event = event("dossier_looked_up", &row);
    let out = out(app.db.read(), app, row, visitor.lang, now).await?;
    app.db.record(&visitor.actor, now, event).await?;
    Ok(out)
}

/// A file that answers a dossier, for whoever has its code; the reading is recorded.
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
                // The unit answers for what was done; who in it is its own business.
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

/// Brings what an officer asked for: the dossier is filed again, or, where it had been accepted, worked on again; its term
/// runs anew in full (LC-6.1b-1 counts it from the receipt of what is complete). What was changed is written down.
pub async fn supplement<K: ProcedureKind>(
    visitor: &Visitor,
    sent: LargeBody<SupplementIn, FILES_BODY>,
    key: &IdempotencyKey,
    address: &str,
) -> Result<Answer> {
    let (app, now) = (&visitor.app, visitor.now);
    let stranger = Stranger::new(visitor, address);
    // Counted before a byte of the body is read, as filings are, and never uncounted: a right code must not open a way to
    // send files without end.
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
        // What is still to come is the signed form and nothing else; words alone would be taken without end.
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

/// Whether the signed form is still to come. It may follow what was filed without it, and a password that was changed after
/// a call stays on the list until the form is there (KH-M2-2); the clock of the dossier goes on.
fn awaits_form(row: &dossier::Model) -> bool {
    let state = *row.state;
    let is_open = matches!(state, DossierState::Filed | DossierState::InProcess);
    row.form_missing && (is_open || state == DossierState::Returned)
}

/// Whether a supplement that nobody asked for brings the missing signed form, and nothing that was decided on.
fn attaches_form(row: &dossier::Model, body: &Supplement) -> bool {
    awaits_form(row) && body.form.is_none()
}

/// Takes a dossier back, as long as there is no decision.
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
            // Nobody has confirmed the address, so nobody is written to, and nothing is kept.
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
        // Whoever did not withdraw it has to learn of it.
        tell_applicant::<K>(tx, app, &row, News::Withdrawn, None, now).await?;
        let event = event("dossier_withdrawn", &row);
        Ok((out(tx, app, row, visitor.lang, now).await?, event.into()))
    })
    .await
}
