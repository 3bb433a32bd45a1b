//! Messages to other systems, written in the transaction that causes them and delivered at least once.
//!
//! `kind` defines the kinds of deliveries and their destinations; `round` delivers them, separately for each
//! destination; `destination` stores which instance serves which destination, and which destinations do not answer.

mod destination;
mod entity;
mod kind;
mod mail_queue;
mod round;
mod store;

use self::entity::outbox;
use self::kind::Delivery;
use crate::App;
use crate::db::Tx;
use crate::error::Result;
use crate::jobs::{Every, Job, Rows};
pub use crate::mail::Mail;
use dto::Timestamp;
use dto::jobs::RowKind;
pub(crate) use mail_queue::read as mail_queue;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// The job that delivers pending messages.
pub(crate) const JOBS: &[Job] = &[Job {
    name: "outbox",
    every: Every::Look,
    run: |app, instance| Box::pin(round::deliver(app, instance)),
    rows: Some(&UNDELIVERED),
}];

/// The rows that are not delivered.
static UNDELIVERED: Rows = Rows {
    kind: RowKind::Delivery,
    table: "outbox",
    id: "id",
    waits: |_| store::is_undelivered(),
};

/// The time for which delivered mail is kept, in seconds, for later questions.
const KEPT: i64 = 30 * 86_400;

/// Sends a mail if, and only if, the transaction commits. Without an address it does nothing.
pub async fn send_mail(tx: &Tx, app: &App, mail: Mail, now: Timestamp) -> Result<()> {
    if mail.to.is_empty() {
        return Ok(());
    }
    put(tx, app, &Delivery::Mail(mail), now).await
}

async fn put(tx: &Tx, app: &App, delivery: &Delivery, now: Timestamp) -> Result<()> {
    let id = Uuid::now_v7();
    let row = outbox::ActiveModel {
        id: Set(id),
        kind: Set(delivery.kind().as_str().to_owned()),
        destination: Set(delivery.destination()),
        payload_sealed: Set(delivery.seal(&app.sealer, id)?),
        created_at: Set(now.get()),
        due_at: Set(now.get()),
        attempts: Set(0),
        leased_by: Set(None),
        leased_until: Set(None),
        attempted_at: Set(None),
        delivered_at: Set(None),
        last_error: Set(None),
        given_up_at: Set(None),
    };
    store::insert(tx, row).await
}

/// Marks all pending mail as delivered. The demo writes mail for past dates, which must not be sent.
pub async fn mark_delivered(tx: &Tx, now: Timestamp) -> Result<()> {
    store::mark_delivered(tx, now).await
}

/// Deletes messages that were delivered longer ago than they are kept.
pub(crate) async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    store::delete_before(tx, now.plus_seconds(-KEPT)).await?;
    store::destination::forget_idle(tx, now).await
}
