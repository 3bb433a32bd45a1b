//! Consultations of other agencies, and their answers (LC-6.1b-1 "with the agencies concerned", KH-8b).

use super::read;
use super::reminder::too_soon;
use crate::App;
use crate::accounts;
use crate::audit::Event;
use crate::authz::{Caller, Dossiers, ScopedCaller};
use crate::db::{Coded, Tx};
use crate::directory;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::outbox::{self, Mail};
use crate::procedures::entity::{dossier, dossier_consultation};
use crate::procedures::events::{self, Author, Entry};
use crate::procedures::kind::ProcedureKind;
use crate::procedures::{row, store};
use dto::change::FieldChange;
use dto::check::spoken_instant;
use dto::dossier::{ConsultIn, OpinionIn, Visibility};
use dto::problem::{ErrorCode, FieldCode, FieldError};
use dto::{Lang, say};
use sea_orm::ActiveValue::Set;
use std::collections::HashSet;
use uuid::Uuid;

/// Asks units for their opinion. A unit with an open question is not asked again.
pub async fn consult<K: ProcedureKind>(
    caller: &ScopedCaller<Dossiers>,
    id: Uuid,
    once: Once,
    body: ConsultIn,
) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?;
    once.write(caller, Effect::Changed, async |tx| {
        let held = store::hold(tx, &caller.scope, id).await?.ok_or_else(Error::not_found)?;
        if !held.state.clock_runs() {
            return Err(Error::new(ErrorCode::WrongState));
        }
        let units = directory::units::names(tx, body.unit_ids.clone()).await?;
        let asked = store::consultations(tx, vec![id], None).await?;
        let open: HashSet<Uuid> = asked
            .iter()
            .filter(|asked| asked.answered_at.is_none())
            .map(|asked| asked.unit_id)
            .collect();
        let wrong = body.unit_ids.iter().enumerate().filter_map(|(index, unit)| {
            let code = if !units.contains_key(unit) || own.unit_id == Some(*unit) {
                FieldCode::UnitUnknown
            } else if open.contains(unit) {
                FieldCode::Duplicate
            } else {
                return None;
            };
            Some(FieldError::new(format!("/unit_ids/{index}"), code))
        });
        let wrong: Vec<FieldError> = wrong.collect();
        if !wrong.is_empty() {
            return Err(Error::fields(wrong));
        }
        for unit in &body.unit_ids {
            let consultation = Uuid::now_v7();
            let question = dossier_consultation::ActiveModel {
                id: Set(consultation),
                dossier_id: Set(id),
                unit_id: Set(*unit),
                question_sealed: Set(row::seal_question(app, consultation, &body.question)?),
                asked_at: Set(caller.now.get()),
                asked_by: Set(own.account_id),
                asked_by_name: Set(own.holder_name.clone()),
                reminded_at: Set(None),
                opinion: Set(None),
                opinion_sealed: Set(None),
                answered_at: Set(None),
                answered_by: Set(None),
                answered_by_name: Set(None),
            };
            store::ask(tx, question).await?;
        }
        let asks = Asks {
            again: false,
            question: body.question.trim(),
        };
        tell_units::<K>(tx, app, caller, &held, body.unit_ids.clone(), &asks).await?;
        let mut names: Vec<&str> = units.values().map(String::as_str).collect();
        names.sort_unstable();
        let entry = Entry::note("consult", Visibility::Inside).text(Some(&names.join(", ")));
        events::add(tx, app, &held, &Author::of(caller), entry, caller.now).await?;
        let ids: Vec<String> = body.unit_ids.iter().map(Uuid::to_string).collect();
        let event = Event::new("dossier_consulted", "dossier")
            .on(id)
            .in_area(&held.area_code)
            .with("units", ids);
        Ok((read::out::<K>(tx, app, caller, held).await?, event.into()))
    })
    .await
}

/// The content of a mail to a unit.
struct Asks<'a> {
    /// Whether it is a reminder of an open question.
    again: bool,
    /// The question.
    question: &'a str,
}

/// Sends a mail to units about a dossier: the question, the name of the facility or unit, and the deadline. Mails do
/// not name a person who asks for data of guests, nor the holder of an account.
async fn tell_units<K: ProcedureKind>(
    tx: &Tx,
    app: &App,
    caller: &Caller,
    held: &dossier::Model,
    units: Vec<Uuid>,
    asks: &Asks<'_>,
) -> Result<()> {
    let about = if K::from(*held.kind).is_title_mailed() {
        held.title.clone()
    } else {
        store::procedure(tx, &held.procedure_type).await?.title
    };
    let until = held.due_at.map(|due| spoken_instant(due.into()));
    let until = until.unwrap_or_else(|| say!(Lang::Vi, dossier.no_term).to_owned());
    let number = &held.number;
    let unit = &caller.account()?.unit_name;
    let question = asks.question;
    let address = format!("{}/dossiers/{}", app.config.public_url, held.id);
    macro_rules! letter {
        ($key:ident) => {
            say!(
                Lang::Vi,
                mail.$key,
                number = number,
                unit = unit,
                about = about,
                until = until,
                question = question,
                address = address
            )
        };
    }
    let letter = if asks.again {
        letter!(consulted_again)
    } else {
        letter!(consulted)
    };
    for to in accounts::service::addresses_of_units(tx, units).await? {
        outbox::send_mail(tx, app, Mail::new(to, letter.clone()), caller.now).await?;
    }
    Ok(())
}

/// Reminds a unit of an open question.
pub async fn remind<K: ProcedureKind>(
    caller: &ScopedCaller<Dossiers>,
    id: Uuid,
    consultation: Uuid,
    once: Once,
) -> Result<Answer> {
    let app = &caller.app;
    once.write(caller, Effect::Changed, async |tx| {
        let held = store::hold(tx, &caller.scope, id).await?.ok_or_else(Error::not_found)?;
        let question = store::question(tx, id, consultation).await?;
        let question = question.ok_or_else(Error::not_found)?;
        if question.answered_at.is_some() || held.state.is_decided() {
            return Err(Error::new(ErrorCode::WrongState));
        }
        let from = row::remind_from(&question);
        if from > caller.now {
            return Err(too_soon(from));
        }
        let words = row::question(app, &question)?;
        let asks = Asks {
            again: true,
            question: &words,
        };
        tell_units::<K>(tx, app, caller, &held, vec![question.unit_id], &asks).await?;
        let reminded = dossier_consultation::ActiveModel {
            id: Set(question.id),
            reminded_at: Set(Some(caller.now.get())),
            ..Default::default()
        };
        store::update_question(tx, reminded).await?;
        let units = directory::units::names(tx, vec![question.unit_id]).await?;
        let name = units.get(&question.unit_id).map(String::as_str);
        let entry = Entry::note("remind", Visibility::Inside).text(name);
        events::add(tx, app, &held, &Author::of(caller), entry, caller.now).await?;
        let event = Event::new("consulted_reminded", "dossier")
            .on(id)
            .in_area(&held.area_code)
            .with("unit", question.unit_id.to_string());
        Ok((read::out::<K>(tx, app, caller, held).await?, event.into()))
    })
    .await
}

/// Stores the opinion of the caller's own unit, or corrects it until the decision; the earlier version remains
/// recorded.
pub async fn give_opinion<K: ProcedureKind>(
    caller: &ScopedCaller<Dossiers>,
    id: Uuid,
    body: OpinionIn,
    once: Once,
) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?;
    let unit = caller.scope.asked_unit();
    let unit = unit.ok_or_else(|| Error::new(ErrorCode::Forbidden))?;
    once.write(caller, Effect::Changed, async |tx| {
        let held = store::hold(tx, &caller.scope, id).await?.ok_or_else(Error::not_found)?;
        let question = store::hold_question(tx, id, unit).await?;
        let question = question
            .filter(|_| !held.state.is_decided())
            .ok_or_else(|| Error::new(ErrorCode::WrongState))?;
        let words = body.text.as_deref().map(str::trim).filter(|words| !words.is_empty());
        let answer = dossier_consultation::ActiveModel {
            id: Set(question.id),
            opinion: Set(Some(Coded(body.opinion))),
            opinion_sealed: Set(words
                .map(|words| row::seal_opinion(app, question.id, words))
                .transpose()?),
            answered_at: Set(Some(caller.now.get())),
            answered_by: Set(Some(own.account_id)),
            answered_by_name: Set(Some(own.holder_name.clone())),
            ..Default::default()
        };
        store::update_question(tx, answer).await?;
        let entry = if question.answered_at.is_some() {
            Entry::note("opinion_corrected", Visibility::Inside).brings(corrected(app, &question, &body)?, Vec::new())
        } else {
            Entry::note("opinion", Visibility::Inside)
        };
        events::add(tx, app, &held, &Author::of(caller), entry, caller.now).await?;
        let event = Event::new("opinion_given", "dossier")
            .on(id)
            .in_area(&held.area_code)
            .with("opinion", body.opinion.as_str());
        Ok((read::out::<K>(tx, app, caller, held).await?, event.into()))
    })
    .await
}

/// Returns the changed fields of an opinion.
fn corrected(app: &App, before: &dossier_consultation::Model, now: &OpinionIn) -> Result<Vec<FieldChange>> {
    let words = now.text.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let fields = [
        (
            "/opinion",
            before.opinion.map(|opinion| opinion.as_str().to_owned()),
            Some(now.opinion.as_str().to_owned()),
        ),
        ("/text", row::opinion_words(app, before)?, words.map(str::to_owned)),
    ];
    let changed = fields.into_iter().filter(|(_, before, after)| before != after);
    Ok(changed
        .map(|(pointer, before, after)| FieldChange {
            pointer: pointer.to_owned(),
            before,
            after,
        })
        .collect())
}
