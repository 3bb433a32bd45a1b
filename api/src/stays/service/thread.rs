//! Acknowledging a notification, asking about it, and answering (LC-10.6).

use super::super::entity::{stay, stay_acknowledgement as seen, stay_message as message};
use super::super::sight::Sight;
use super::super::{store, thread_store};
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, Grant, policy};
use crate::db::Tx;
use crate::db::idempotency::{Answer, Once};
use crate::directory;
use crate::error::{Error, Result};
use crate::jobs::outbox::{self, Mail};
use actix_web::http::StatusCode;
use dto::Lang;
use dto::problem::ErrorCode;
use dto::stay::{Acknowledgement, MessageKind, StayMessageOut, StaySummary, StayThread};
use dto::text::{Params, text};
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

const TEXT: &str = "stay_message.text";

/// Marks a notification as seen. Seen twice it stays with who was first.
pub async fn acknowledge(grant: &Grant<policy::AcknowledgeStay>, id: Uuid) -> Result<StayThread> {
    let (app, caller) = (&grant.app, &grant.caller);
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            let held = held(tx, caller, id).await?;
            let row = seen::ActiveModel {
                stay_id: Set(id),
                at: Set(caller.now.get()),
                by: Set(caller.principal.account_id),
                by_operator: Set(caller.principal.operator_id),
                by_name: Set(caller.principal.holder_name.clone()),
                by_unit: Set(caller.principal.unit_name.clone()),
            };
            let first = thread_store::acknowledge(tx, row, id).await?;
            let event = Event::new("stay_acknowledged", "stay")
                .on(id)
                .in_area(&held.area_code)
                .with("first", first);
            Ok((thread_of(tx, app, id).await?, event.into()))
        })
        .await
}

/// Asks the facility about a stay; it is told by mail, without a word about the guest.
pub async fn ask(grant: &Grant<policy::AskAboutStay>, id: Uuid, once: Once<'_>, words: String) -> Result<Answer> {
    let (app, caller) = (&grant.app, &grant.caller);
    if let Some(first) = app.db.replay(app, caller, once.key, &once.fingerprint).await? {
        return Ok(first);
    }
    app.db
        .write_once(
            app,
            caller,
            once.key,
            once.fingerprint,
            StatusCode::CREATED,
            async |tx| {
                let held = held(tx, caller, id).await?;
                say(tx, app, caller, id, MessageKind::Question, &words).await?;
                tell_facility(tx, app, caller, &held).await?;
                let event = Event::new("stay_question_asked", "stay")
                    .on(id)
                    .in_area(&held.area_code);
                Ok((thread_of(tx, app, id).await?, event.into()))
            },
        )
        .await
}

/// Answers the question that is open.
pub async fn answer(grant: &Grant<policy::AnswerAboutStay>, id: Uuid, once: Once<'_>, words: String) -> Result<Answer> {
    let (app, caller) = (&grant.app, &grant.caller);
    if let Some(first) = app.db.replay(app, caller, once.key, &once.fingerprint).await? {
        return Ok(first);
    }
    app.db
        .write_once(
            app,
            caller,
            once.key,
            once.fingerprint,
            StatusCode::CREATED,
            async |tx| {
                let held = held(tx, caller, id).await?;
                if !thread_of(tx, app, id).await?.is_open() {
                    return Err(Error::new(ErrorCode::NothingAsked));
                }
                say(tx, app, caller, id, MessageKind::Answer, &words).await?;
                let event = Event::new("stay_question_answered", "stay")
                    .on(id)
                    .in_area(&held.area_code);
                Ok((thread_of(tx, app, id).await?, event.into()))
            },
        )
        .await
}

async fn held(tx: &Tx, caller: &Caller, id: Uuid) -> Result<stay::Model> {
    store::get_for_change(tx, Sight::whole(&caller.scope), id)
        .await?
        .ok_or_else(Error::not_found)
}

async fn say(tx: &Tx, app: &App, caller: &Caller, stay: Uuid, kind: MessageKind, words: &str) -> Result<()> {
    let id = Uuid::now_v7();
    let sealed = app.sealer.seal(TEXT, id, words.as_bytes()).map_err(Error::internal)?;
    let row = message::ActiveModel {
        id: Set(id),
        stay_id: Set(stay),
        kind: Set(kind.as_str().to_owned()),
        at: Set(caller.now.get()),
        by: Set(caller.principal.account_id),
        by_operator: Set(caller.principal.operator_id),
        by_name: Set(caller.principal.holder_name.clone()),
        by_unit: Set(caller.principal.unit_name.clone()),
        text_sealed: Set(sealed),
    };
    thread_store::add(tx, row).await
}

async fn tell_facility(tx: &Tx, app: &App, caller: &Caller, held: &stay::Model) -> Result<()> {
    let facility = directory::service::facility_within(app, &caller.scope, held.facility_id).await?;
    if facility.email.is_empty() {
        return Ok(());
    }
    let params: Params = [
        ("unit".to_owned(), caller.principal.unit_name.clone()),
        ("code".to_owned(), held.code.clone()),
        (
            "address".to_owned(),
            format!("{}/stays/{}", app.config.public_url, held.id),
        ),
    ]
    .into();
    let mail = Mail {
        to: facility.email,
        subject: text(Lang::Vi, "mail.stay_asked.subject", &params),
        text: text(Lang::Vi, "mail.stay_asked.text", &params),
    };
    outbox::send_mail(tx, app, mail, caller.now).await
}

/// What was said about a stay.
pub(super) async fn thread_of(db: &impl ConnectionTrait, app: &App, stay: Uuid) -> Result<StayThread> {
    let (acknowledged, messages) = thread_store::of(db, stay).await?;
    let messages = messages
        .into_iter()
        .map(|message| {
            Ok(StayMessageOut {
                id: message.id,
                kind: match message.kind.as_str() {
                    "question" => MessageKind::Question,
                    _ => MessageKind::Answer,
                },
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
        acknowledged: acknowledged.map(|seen| Acknowledgement {
            at: seen.at.into(),
            by_name: seen.by_name,
            by_unit: seen.by_unit,
        }),
        messages,
    })
}

/// Marks those of a list that the police have seen, and those that have a question open.
pub async fn mark(db: &impl ConnectionTrait, stays: impl IntoIterator<Item = &mut StaySummary>) -> Result<()> {
    let stays: Vec<&mut StaySummary> = stays.into_iter().collect();
    let ids: Vec<Uuid> = stays.iter().map(|stay| stay.id).collect();
    let (acknowledged, open) = thread_store::marks(db, &ids).await?;
    for stay in stays {
        stay.acknowledged = acknowledged.contains(&stay.id);
        stay.asked = open.contains(&stay.id);
    }
    Ok(())
}
