//! The acts of officers on a dossier.

use super::reminder::{REMINDED, remind_from, too_soon};
use super::{News, deciding, read, tell_applicant};
use crate::App;
use crate::audit::{Event, Events};
use crate::authz::{Caller, Dossiers, ScopedCaller};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::http::versions;
use crate::procedures::entity::dossier;
use crate::procedures::events::{self, Author, Entry};
use crate::procedures::kind::ProcedureKind;
use crate::procedures::{Dossier, row, store};
use dto::dossier::{
    AcceptDossierIn, CommentIn, DossierAct, DossierState, RefuseIn, Resolution, ResolveOut, SupplementRequestIn,
    Visibility,
};
use dto::problem::ErrorCode;
use uuid::Uuid;

/// The number of attempts of a grant if the proposed login name is taken in the meantime.
const LOGIN_ATTEMPTS: u32 = 3;

/// Returns the dossier within reach, locked, if it still has the version that the officer saw. Of two concurrent
/// officers, the second finds another version.
async fn held(tx: &Tx, caller: &ScopedCaller<Dossiers>, id: Uuid, version: i32) -> Result<dossier::Model> {
    let row = store::hold(tx, &caller.scope, id).await?.ok_or_else(Error::not_found)?;
    versions::keep(row.version, version)?;
    Ok(row)
}

fn event(act: &'static str, row: &dossier::Model) -> Event {
    Event::new(act, "dossier")
        .on(row.id)
        .in_area(&row.area_code)
        .with("procedure", row.procedure_type.as_str())
        .with("state", row.state.as_str())
}

/// Applies an act and records it.
async fn step(
    tx: &Tx,
    app: &App,
    caller: &Caller,
    row: &mut dossier::Model,
    act: DossierAct,
    entry: Entry,
) -> Result<()> {
    row::advance(row, act, caller.now, None)?;
    events::add(tx, app, row, &Author::of(caller), entry, caller.now).await
}

/// Prepares the data for an act on a dossier within reach.
async fn get_ready<K: ProcedureKind>(app: &App, caller: &ScopedCaller<Dossiers>, id: Uuid) -> Result<()> {
    let row = store::dossier(app.db.read(), &caller.scope, id)
        .await?
        .ok_or_else(Error::not_found)?;
    K::from(*row.kind).get_ready(app, &Dossier::of(&row)?, caller.now).await
}

/// Accepts a dossier. It is passed at once to the office that decides (table 8.4), which here is the same office.
pub async fn accept<K: ProcedureKind>(
    caller: &ScopedCaller<Dossiers>,
    id: Uuid,
    body: AcceptDossierIn,
    once: Once,
) -> Result<Answer> {
    let app = &caller.app;
    if body.contact.is_some() {
        get_ready::<K>(app, caller, id).await?;
    }
    once.write(caller, Effect::Changed, async |tx| {
        let mut row = held(tx, caller, id, body.version).await?;
        let received = Entry::act(DossierAct::Accept).contact(body.contact.as_ref());
        step(tx, app, caller, &mut row, DossierAct::Accept, received).await?;
        step(
            tx,
            app,
            caller,
            &mut row,
            DossierAct::Transfer,
            Entry::act(DossierAct::Transfer),
        )
        .await?;
        row.version += 1;
        store::update(tx, row.clone()).await?;
        let mut events: Events = event("dossier_accepted", &row).into();
        if let Some(effect) = K::from(*row.kind)
            .contacted(tx, app, caller, &Dossier::of(&row)?, body.contact.as_ref())
            .await?
        {
            events = events.and(effect);
        }
        Ok((read::out::<K>(tx, app, caller, row).await?, events))
    })
    .await
}

/// Returns a dossier to its applicant; the clock stops until the supplement arrives (LC-6.1b-3).
pub async fn request_supplement<K: ProcedureKind>(
    caller: &ScopedCaller<Dossiers>,
    id: Uuid,
    body: SupplementRequestIn,
    once: Once,
) -> Result<Answer> {
    let app = &caller.app;
    get_ready::<K>(app, caller, id).await?;
    once.write(caller, Effect::Changed, async |tx| {
        let mut row = held(tx, caller, id, body.version).await?;
        let entry = Entry::act(DossierAct::RequestSupplement)
            .text(Some(&body.reason))
            .contact(Some(&body.contact));
        step(tx, app, caller, &mut row, DossierAct::RequestSupplement, entry).await?;
        row.version += 1;
        store::update(tx, row.clone()).await?;
        tell_applicant::<K>(tx, app, &row, News::SupplementRequested, Some(&body.reason), caller.now).await?;
        let event = event("dossier_sent_back", &row).with("channel", body.contact.channel.as_str());
        let mut events: Events = event.into();
        if let Some(effect) = K::from(*row.kind)
            .contacted(tx, app, caller, &Dossier::of(&row)?, Some(&body.contact))
            .await?
        {
            events = events.and(effect);
        }
        Ok((read::out::<K>(tx, app, caller, row).await?, events))
    })
    .await
}

/// Locks the account of a report at once.
pub async fn lock_reported<K: ProcedureKind>(caller: &ScopedCaller<Dossiers>, id: Uuid, once: Once) -> Result<Answer> {
    let app = &caller.app;
    get_ready::<K>(app, caller, id).await?;
    once.write(caller, Effect::Changed, async |tx| {
        let row = store::hold(tx, &caller.scope, id).await?.ok_or_else(Error::not_found)?;
        let effect = K::from(*row.kind)
            .lock_now(tx, app, caller, &Dossier::of(&row)?)
            .await?;
        let entry = Entry::note("lock", Visibility::Inside);
        events::add(tx, app, &row, &Author::of(caller), entry, caller.now).await?;
        Ok((read::out::<K>(tx, app, caller, row).await?, effect.into()))
    })
    .await
}

/// Sends another mail to the applicant of a returned dossier, with the list of what is missing.
pub async fn remind_applicant<K: ProcedureKind>(
    caller: &ScopedCaller<Dossiers>,
    id: Uuid,
    once: Once,
) -> Result<Answer> {
    let app = &caller.app;
    once.write(caller, Effect::Changed, async |tx| {
        let row = store::hold(tx, &caller.scope, id).await?.ok_or_else(Error::not_found)?;
        let so_far = store::events(tx, id).await?;
        let has_address = row::applicant(app, &row)?.email.is_some();
        let from = remind_from(&row, &so_far).filter(|_| has_address);
        let from = from.ok_or_else(|| Error::new(ErrorCode::WrongState))?;
        if from > caller.now {
            return Err(too_soon(from));
        }
        let sent_back = DossierAct::RequestSupplement.as_str();
        let reason = match so_far.iter().rev().find(|event| event.kind == sent_back) {
            Some(event) => events::content(app, event)?.text,
            None => None,
        };
        tell_applicant::<K>(tx, app, &row, News::SupplementReminded, reason.as_deref(), caller.now).await?;
        let entry = Entry::note(REMINDED, Visibility::Outside);
        events::add(tx, app, &row, &Author::of(caller), entry, caller.now).await?;
        let event = event("applicant_reminded", &row);
        Ok((read::out::<K>(tx, app, caller, row).await?, event.into()))
    })
    .await
}

/// Refuses a dossier.
pub async fn refuse<K: ProcedureKind>(
    caller: &ScopedCaller<Dossiers>,
    id: Uuid,
    body: RefuseIn,
    once: Once,
) -> Result<Answer> {
    let app = &caller.app;
    once.write(caller, Effect::Changed, async |tx| {
        let mut row = held(tx, caller, id, body.version).await?;
        if !deciding::may_decide(app, caller, &row)? {
            return Err(Error::new(ErrorCode::TierForbidden));
        }
        let entry = Entry::act(DossierAct::Refuse).text(Some(&body.reason));
        step(tx, app, caller, &mut row, DossierAct::Refuse, entry).await?;
        row.version += 1;
        store::update(tx, row.clone()).await?;
        tell_applicant::<K>(tx, app, &row, News::Refused, Some(&body.reason), caller.now).await?;
        let event = event("dossier_refused", &row);
        Ok((read::out::<K>(tx, app, caller, row).await?, event.into()))
    })
    .await
}

/// Grants a dossier: the decision and its effects are one transaction. A dossier that is not accepted yet is accepted
/// by it.
pub async fn resolve<K: ProcedureKind>(
    caller: &ScopedCaller<Dossiers>,
    id: Uuid,
    body: Resolution,
    once: Once,
) -> Result<Answer> {
    let app = &caller.app;
    let seen = store::dossier(app.db.read(), &caller.scope, id)
        .await?
        .ok_or_else(Error::not_found)?;
    versions::keep(seen.version, body.version)?;
    if !matches!(*seen.state, DossierState::Filed | DossierState::InProcess) {
        return Err(Error::new(ErrorCode::WrongState));
    }
    let kind = K::from(*seen.kind);
    kind.get_ready(app, &Dossier::of(&seen)?, caller.now).await?;
    let seen = store::dossier(app.db.read(), &caller.scope, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let seen = Dossier::of(&seen)?;
    for _ in 0..LOGIN_ATTEMPTS {
        let prepared = kind.prepare(app, caller, &seen, &body).await?;
        match grant_once::<K>(app, caller, id, &body, prepared, &once).await {
            // The proposed login name was taken in the meantime: try the next number.
            Err(error) if body.login.is_none() && error.code() == ErrorCode::ValidationFailed => {}
            other => return other,
        }
    }
    Err(Error::new(ErrorCode::Unavailable).retry_after(1))
}

async fn grant_once<K: ProcedureKind>(
    app: &App,
    caller: &ScopedCaller<Dossiers>,
    id: Uuid,
    body: &Resolution,
    prepared: K::Prepared,
    once: &Once,
) -> Result<Answer> {
    once.write(caller, Effect::Changed, async |tx| {
        let mut row = held(tx, caller, id, body.version).await?;
        if *row.state == DossierState::Filed {
            for act in [DossierAct::Accept, DossierAct::Transfer] {
                step(tx, app, caller, &mut row, act, Entry::act(act)).await?;
            }
        }
        let contacted = K::from(*row.kind)
            .contacted(tx, app, caller, &Dossier::of(&row)?, body.contact.as_ref())
            .await?;
        let outcome = K::apply(tx, app, caller, &Dossier::of(&row)?, prepared).await?;
        if let Some(result) = &outcome.result {
            row.result_sealed = Some(row::seal_result(app, row.id, result)?);
        }
        row.account_id = outcome.account_id.or(row.account_id);
        let decided = Entry::act(DossierAct::Resolve)
            .text(body.comment.as_deref())
            .contact(body.contact.as_ref());
        step(tx, app, caller, &mut row, DossierAct::Resolve, decided).await?;
        // In these procedures the result exists and is reported with the decision itself.
        step(
            tx,
            app,
            caller,
            &mut row,
            DossierAct::Return,
            Entry::act(DossierAct::Return),
        )
        .await?;
        row.version += 1;
        store::update(tx, row.clone()).await?;
        if !outcome.applicant_told {
            tell_applicant::<K>(tx, app, &row, News::Resolved, body.comment.as_deref(), caller.now).await?;
        }
        let mut events: Events = event("dossier_resolved", &row).into();
        for more in contacted.into_iter().chain(outcome.events) {
            events = events.and(more);
        }
        let dossier = read::out::<K>(tx, app, caller, row).await?;
        let answer = ResolveOut {
            dossier,
            handover: outcome.handover,
        };
        Ok((answer, events))
    })
    .await
}

/// Adds a remark. It does not change the dossier, so it needs no version.
pub async fn comment<K: ProcedureKind>(
    caller: &ScopedCaller<Dossiers>,
    id: Uuid,
    once: Once,
    body: CommentIn,
) -> Result<Answer> {
    let app = &caller.app;
    if body.contact.is_some() {
        get_ready::<K>(app, caller, id).await?;
    }
    once.write(caller, Effect::Changed, async |tx| {
        let row = store::hold(tx, &caller.scope, id).await?.ok_or_else(Error::not_found)?;
        let entry = Entry::note("comment", body.visibility)
            .text(Some(&body.text))
            .contact(body.contact.as_ref());
        events::add(tx, app, &row, &Author::of(caller), entry, caller.now).await?;
        if body.visibility == Visibility::Outside {
            tell_applicant::<K>(tx, app, &row, News::Comment, Some(&body.text), caller.now).await?;
        }
        let event = event("dossier_commented", &row).with("visibility", body.visibility.as_str());
        let mut events: Events = event.into();
        if let Some(effect) = K::from(*row.kind)
            .contacted(tx, app, caller, &Dossier::of(&row)?, body.contact.as_ref())
            .await?
        {
            events = events.and(effect);
        }
        Ok((read::out::<K>(tx, app, caller, row).await?, events))
    })
    .await
}
