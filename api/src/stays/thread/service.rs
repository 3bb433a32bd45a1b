//! Acknowledges a notification, asks about it, and answers (LC-10.6).

use super::super::entity::{stay, stay_acknowledgement as seen, stay_message as message, stay_thread as talk};
use super::super::sight::Sight;
use super::super::store;
use super::store as thread_store;
use crate::App;
use crate::audit::Event;
use crate::authz::{Account, ScopedCaller, Territory};
use crate::db::{Coded, Tx};
use crate::directory;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::outbox::{self, Mail};
use dto::problem::ErrorCode;
use dto::stay::{AcknowledgedOut, Acknowledgement, MessageKind, StayMessageOut, StaySummary, StayThread, TalkState};
use dto::{Lang, Timestamp, say};
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

const TEXT: &str = "stay_message.text";

/// Acknowledges a notification. A second acknowledgement changes nothing: the first account remains.
pub async fn acknowledge(caller: &ScopedCaller<Territory>, id: Uuid) -> Result<StayThread> {
    let app = &caller.app;
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            let held = held(tx, caller, id).await?;
            let first = thread_store::acknowledge(tx, seen_now(caller.account()?, caller.now, id), id).await?;
            let event = Event::new("stay_acknowledged", "stay")
                .on(id)
                .in_area(&held.area_code)
                .with("first", first);
            Ok((thread_of(tx, app, id).await?, event.into()))
        })
        .await
}

/// Acknowledges many notifications in one request; one that is out of reach refuses all.
pub async fn acknowledge_many(caller: &ScopedCaller<Territory>, stays: Vec<Uuid>) -> Result<AcknowledgedOut> {
    let app = &caller.app;
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            let (within, unseen) = thread_store::unseen_of(tx, Sight::of(app, caller), &stays).await?;
            if within != stays.len() {
                return Err(Error::not_found());
            }
            let own = caller.account()?;
            let rows = unseen.iter().map(|(id, _)| seen_now(own, caller.now, *id)).collect();
            thread_store::acknowledge_all(tx, rows).await?;
            let fresh: Vec<String> = unseen.iter().map(|(id, _)| id.to_string()).collect();
            let out = AcknowledgedOut {
                marked: u32::try_from(fresh.len()).unwrap_or(u32::MAX),
                seen_before: u32::try_from(within - fresh.len()).unwrap_or(u32::MAX),
            };
            let event = Event::new("stays_acknowledged", "stay").with("stays", fresh);
            Ok((out, event.into()))
        })
        .await
}

fn seen_now(by: &Account, now: Timestamp, id: Uuid) -> seen::ActiveModel {
    seen::ActiveModel {
        stay_id: Set(id),
        at: Set(now.get()),
        by: Set(by.account_id),
        by_operator: Set(by.operator_id),
        by_name: Set(by.holder_name.clone()),
        by_unit: Set(by.unit_name.clone()),
    }
}

/// Asks the facility about a stay. The facility is notified by mail, without any data of the guest.
pub async fn ask(caller: &ScopedCaller<Territory>, id: Uuid, once: Once, words: String) -> Result<Answer> {
    let app = &caller.app;
    once.write(caller, Effect::Changed, async |tx| {
        let held = held(tx, caller, id).await?;
        say(tx, app, caller, &held, MessageKind::Question, &words).await?;
        tell_facility(tx, app, caller, &held).await?;
        let event = Event::new("stay_question_asked", "stay")
            .on(id)
            .in_area(&held.area_code);
        Ok((thread_of(tx, app, id).await?, event.into()))
    })
    .await
}

/// Answers the open question.
pub async fn answer(caller: &ScopedCaller<Territory>, id: Uuid, once: Once, words: String) -> Result<Answer> {
    let app = &caller.app;
    once.write(caller, Effect::Changed, async |tx| {
        let held = held(tx, caller, id).await?;
        if !thread_of(tx, app, id).await?.is_open() {
            return Err(Error::new(ErrorCode::NothingAsked));
        }
        say(tx, app, caller, &held, MessageKind::Answer, &words).await?;
        let event = Event::new("stay_question_answered", "stay")
            .on(id)
            .in_area(&held.area_code);
        Ok((thread_of(tx, app, id).await?, event.into()))
    })
    .await
}

async fn held(tx: &Tx, caller: &ScopedCaller<Territory>, id: Uuid) -> Result<stay::Model> {
    store::get_for_change(tx, Sight::whole(&caller.scope), id)
        .await?
        .ok_or_else(Error::not_found)
}

async fn say(
    tx: &Tx,
    app: &App,
    caller: &ScopedCaller<Territory>,
    stay: &stay::Model,
    kind: MessageKind,
    words: &str,
) -> Result<()> {
    let own = caller.account()?;
    let id = Uuid::now_v7();
    let sealed = app.sealer.seal(TEXT, id, words.as_bytes()).map_err(Error::internal)?;
    let row = message::ActiveModel {
        id: Set(id),
        stay_id: Set(stay.id),
        kind: Set(Coded(kind)),
        at: Set(caller.now.get()),
        by: Set(own.account_id),
        by_operator: Set(own.operator_id),
        by_name: Set(own.holder_name.clone()),
        by_unit: Set(own.unit_name.clone()),
        text_sealed: Set(sealed),
    };
    let state = match kind {
        MessageKind::Question => TalkState::Asked,
        MessageKind::Answer => TalkState::Answered,
    };
    let standing = talk::Model {
        stay_id: stay.id,
        facility_id: stay.facility_id,
        state: Coded(state),
        at: caller.now.get(),
    };
    thread_store::add(tx, row, standing).await
}

async fn tell_facility(tx: &Tx, app: &App, caller: &ScopedCaller<Territory>, held: &stay::Model) -> Result<()> {
    let facility = directory::service::facility_within(app, &caller.scope, held.facility_id).await?;
    if facility.email.is_empty() {
        return Ok(());
    }
    let letter = say!(
        Lang::Vi,
        mail.stay_asked,
        unit = caller.account()?.unit_name,
        code = held.code,
        address = format!("{}/stays/{}", app.config.public_url, held.id)
    );
    outbox::send_mail(tx, app, Mail::new(facility.email, letter), caller.now).await
}

/// Returns the messages about a stay.
pub async fn thread_of(db: &impl ConnectionTrait, app: &App, stay: Uuid) -> Result<StayThread> {
    let (acknowledgement, messages) = thread_store::of(db, stay).await?;
    let messages = messages
        .into_iter()
        .map(|message| {
            Ok(StayMessageOut {
                id: message.id,
                kind: *message.kind,
                at: message.at.into(),
                text: app
                    .sealer
                    .open_text(TEXT, message.id, &message.text_sealed)
                    .map_err(Error::internal)?,
                by_name: message.by_name,
                by_unit: message.by_unit,
            })
        })
        .collect::<Result<_>>()?;
    Ok(StayThread {
        acknowledgement: acknowledgement.map(|seen| Acknowledgement {
            at: seen.at.into(),
            by_name: seen.by_name,
            by_unit: seen.by_unit,
        }),
        messages,
    })
}

/// Marks the acknowledged stays of a list, and adds the state of their threads.
pub async fn mark(db: &impl ConnectionTrait, stays: impl IntoIterator<Item = &mut StaySummary>) -> Result<()> {
    let stays: Vec<&mut StaySummary> = stays.into_iter().collect();
    let ids: Vec<Uuid> = stays.iter().map(|stay| stay.id).collect();
    let marks = thread_store::marks(db, &ids).await?;
    for stay in stays {
        let talk = marks.talks.get(&stay.id).map(|talk| talk.0);
        stay.acknowledged = marks.acknowledged.contains(&stay.id);
        stay.asked = talk == Some(TalkState::Asked);
        stay.answered = talk == Some(TalkState::Answered);
    }
    Ok(())
}
