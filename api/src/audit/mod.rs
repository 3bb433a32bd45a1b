//! The audit log: who did or read what, when and for which purpose. It is append-only; the database refuses every other
//! change.

mod entity;
mod store;

use crate::db::tx::Tx;
use crate::error::Result;
use dto::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait};
use serde_json::{Value, json};
use uuid::Uuid;

/// The author of an act.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The account; none for the system and for a failed sign-in.
    pub account_id: Option<Uuid>,
    /// The person, if an operator of the account acted (D-04).
    pub operator_id: Option<Uuid>,
    /// Its session.
    pub session_id: Option<Uuid>,
    /// The operation, by operationId, or the name of the job.
    pub operation: &'static str,
    /// The id of the request in the log and in the problem body.
    pub trace_id: String,
}

impl Actor {
    /// Returns the system itself, in the job `operation`.
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

/// An event. It contains names of fields, counts and ids, never a value of a personal field.
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
    /// Makes the event that `act` was done to a subject of `subject_kind`.
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

    /// Adds the id of the subject.
    #[must_use]
    pub fn on(mut self, id: impl ToString) -> Self {
        self.subject_id = Some(id.to_string());
        self
    }

    /// Adds the area.
    #[must_use]
    pub fn in_area(mut self, code: &str) -> Self {
        self.area_code = Some(code.to_owned());
        self
    }

    /// Adds the purpose that the officer stated.
    #[must_use]
    pub fn for_purpose(mut self, purpose: Option<String>, reference: Option<String>) -> Self {
        self.purpose = purpose;
        self.reference = reference;
        self
    }

    /// Adds a detail, without personal values.
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
    /// Adds an event.
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

/// A recorded event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its time.
    pub at: Timestamp,
    /// The act.
    pub act: String,
    /// The account that acted.
    pub account_id: Option<Uuid>,
    /// The operator who acted for the account.
    pub operator_id: Option<Uuid>,
    /// The purpose.
    pub purpose: Option<String>,
    /// The letter or dossier that requested it.
    pub reference: Option<String>,
    /// Further details.
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

/// Returns the events of these acts on a subject, latest first.
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

/// Returns the time of the last event of an act on a subject.
pub async fn last(
    db: &impl ConnectionTrait,
    subject_kind: &str,
    subject_id: Uuid,
    act: &str,
) -> Result<Option<Timestamp>> {
    let latest = history(db, subject_kind, subject_id, &[act], 1).await?;
    Ok(latest.first().map(|event| event.at))
}

/// Returns whether an act was ever recorded for a subject of that kind.
pub async fn has_happened(db: &impl ConnectionTrait, subject_kind: &str, act: &str) -> Result<bool> {
    store::has_happened(db, subject_kind, act).await
}

/// Counts the events of an act on a subject after a moment, up to `most`.
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
