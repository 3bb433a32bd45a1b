//! The audit log: who did or read what, when and what for. Append-only; the database refuses anything else.

mod entity;
mod store;

use crate::db::tx::Tx;
use crate::error::Result;
use dto::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait};
use serde_json::{Value, json};
use uuid::Uuid;

/// In whose name something happens.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The account; none for the system and for a sign-in that failed.
    pub account_id: Option<Uuid>,
    /// The person, where an operator of the account acted (D-04).
    pub operator_id: Option<Uuid>,
    /// Its session.
    pub session_id: Option<Uuid>,
    /// The operation, by operationId, or the name of the job.
    pub operation: &'static str,
    /// The request, as the log and the problem body name it.
    pub trace_id: String,
}

impl Actor {
    /// The system itself, in the job `operation`.
    pub fn system(operation: &'static str) -> Self {
        Self {
            account_id: None,
            operator_id: None,
            session_id: None,
            operation,
            trace_id: "-".to_owned(),
        }
    }
}

/// Something that happened. It names fields, counts and ids, never a value of a personal field.
#[derive(Debug, Clone)]
pub struct Event {
    act: &'static str,
    subject_kind: &'static str,
    subject_id: Option<String>,
    area_code: Option<String>,
    purpose: Option<String>,
    reference: Option<String>,
    details: Value,
}

impl Event {
    /// `act` happened to something of `subject_kind`.
    pub fn new(act: &'static str, subject_kind: &'static str) -> Self {
        Self {
            act,
            subject_kind,
            subject_id: None,
            area_code: None,
            purpose: None,
            reference: None,
            details: json!({}),
        }
    }

    /// To which.
    #[must_use]
    pub fn on(mut self, id: impl ToString) -> Self {
        self.subject_id = Some(id.to_string());
        self
    }

    /// Where.
    #[must_use]
    pub fn in_area(mut self, code: &str) -> Self {
        self.area_code = Some(code.to_owned());
        self
    }

    /// What for, as the officer stated it.
    #[must_use]
    pub fn for_purpose(mut self, purpose: Option<String>, reference: Option<String>) -> Self {
        self.purpose = purpose;
        self.reference = reference;
        self
    }

    /// More, without personal values.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(details) = &mut self.details {
            details.insert(name.to_owned(), value.into());
        }
        self
    }
}

/// The events of one transaction: at least one, by construction.
#[derive(Debug)]
pub struct Events(Event, Vec<Event>);

impl Events {
    /// One more.
    #[must_use]
    pub fn and(mut self, event: Event) -> Self {
        self.1.push(event);
        self
    }
}

impl From<Event> for Events {
    fn from(event: Event) -> Self {
        Self(event, Vec::new())
    }
}

/// Writes the events within the transaction that they belong to.
pub(crate) async fn record(tx: &Tx, actor: &Actor, now: Timestamp, events: Events) -> Result<()> {
    let Events(first, rest) = events;
    let rows = std::iter::once(first).chain(rest).map(|event| entity::ActiveModel {
        id: Set(Uuid::now_v7()),
        at: Set(now.get()),
        account_id: Set(actor.account_id),
        operator_id: Set(actor.operator_id),
        session_id: Set(actor.session_id),
        operation: Set(actor.operation.to_owned()),
        act: Set(event.act.to_owned()),
        subject_kind: Set(event.subject_kind.to_owned()),
        subject_id: Set(event.subject_id),
        area_code: Set(event.area_code),
        purpose: Set(event.purpose),
        reference: Set(event.reference),
        details: Set(event.details),
        trace_id: Set(actor.trace_id.clone()),
    });
    store::insert(tx, rows.collect()).await
}

/// An event as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub act: String,
    /// The account that did it.
    pub account_id: Option<Uuid>,
    /// The operator who did it in the account's name.
    pub operator_id: Option<Uuid>,
    /// Why.
    pub purpose: Option<String>,
    /// The letter or dossier in which it was asked for.
    pub reference: Option<String>,
    /// What else is known of it.
    pub details: Value,
}

impl From<entity::Model> for Recorded {
    fn from(row: entity::Model) -> Self {
        Self {
            at: row.at.into(),
            act: row.act,
            account_id: row.account_id,
            operator_id: row.operator_id,
            purpose: row.purpose,
            reference: row.reference,
            details: row.details,
        }
    }
}

/// What happened to a subject, of these acts, latest first.
pub async fn history(
    db: &impl ConnectionTrait,
    subject_kind: &str,
    subject_id: Uuid,
    acts: &[&str],
    limit: u64,
) -> Result<Vec<Recorded>> {
    let found = store::history(db, subject_kind, subject_id, acts, limit).await?;
    Ok(found.into_iter().map(Recorded::from).collect())
}

/// When an act last happened to a subject.
pub async fn last(
    db: &impl ConnectionTrait,
    subject_kind: &str,
    subject_id: Uuid,
    act: &str,
) -> Result<Option<Timestamp>> {
    let latest = history(db, subject_kind, subject_id, &[act], 1).await?;
    Ok(latest.first().map(|event| event.at))
}

/// Whether an act ever happened to a subject of that kind.
pub async fn has_happened(db: &impl ConnectionTrait, subject_kind: &str, act: &str) -> Result<bool> {
    store::has_happened(db, subject_kind, act).await
}

/// How often an act happened to a subject after a moment, counted up to `most`.
pub async fn count_after(
    db: &impl ConnectionTrait,
    subject_kind: &str,
    subject_id: Uuid,
    act: &str,
    after: Option<Timestamp>,
    most: u64,
) -> Result<usize> {
    store::count_after(db, (subject_kind, subject_id), act, after, most).await
}
