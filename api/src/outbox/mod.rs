//! Messages to the outside, written in the transaction that causes them and delivered at least once.

pub mod entity;
mod mail_queue;

use self::entity as outbox;
use crate::App;
use crate::db::{Tx, engine, hold};
use crate::error::{Error, Result};
use crate::jobs::{Every, Job, Rows, rows};
pub use crate::mail::Mail;
use dto::Timestamp;
use dto::jobs::RowKind;
use dto::mail::MailFault;
pub(crate) use mail_queue::read as mail_queue;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use time::OffsetDateTime;
use uuid::Uuid;

/// What waits is delivered.
pub(crate) const JOBS: &[Job] = &[Job {
    name: "outbox",
    every: Every::Look,
    run: |app, instance| Box::pin(deliver(app, instance)),
    rows: Some(&UNDELIVERED),
}];

/// What has not been delivered.
static UNDELIVERED: Rows = Rows {
    kind: RowKind::Delivery,
    table: "outbox",
    id: "id",
    waits: |_| Condition::all().add(outbox::Column::DeliveredAt.is_null()),
};

const PAYLOAD: &str = "outbox.payload";
const MAIL: &str = "mail";
/// How long a delivery may take before another instance may try, in seconds.
const LEASE: i64 = 60;
/// Most deliveries in one round.
const ROUND: usize = 50;
const MINUTE: i64 = 60;
/// How long delivered mail stays, for whoever asks what went out, in seconds.
const KEPT: i64 = 30 * 86_400;

/// Sends a mail if, and only if, the transaction commits. Without an address there is nobody to tell.
pub async fn send_mail(tx: &Tx, app: &App, mail: Mail, now: Timestamp) -> Result<()> {
    if mail.to.is_empty() {
        return Ok(());
    }
    let id = Uuid::now_v7();
    let payload = serde_json::to_vec(&mail).map_err(Error::internal)?;
    let row = outbox::ActiveModel {
        id: Set(id),
        kind: Set(MAIL.to_owned()),
        payload_sealed: Set(app.sealer.seal(PAYLOAD, id, &payload).map_err(Error::internal)?),
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
    outbox::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Marks all waiting mail as delivered. The demo writes mail for past dates, which must not be sent.
pub async fn mark_delivered(tx: &Tx, now: Timestamp) -> Result<()> {
    outbox::Entity::update_many()
        .col_expr(outbox::Column::DeliveredAt, Expr::value(now.get()))
        .filter(outbox::Column::DeliveredAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Delivers what is due. A delivery that fails is tried again after a growing pause; one whose instance died, after its
/// lease. No mail is given up for what a server answers: whoever watches over the mail sees what waits and why. What cannot be
/// read is given up like any row of a job. Whether more may be due.
pub async fn deliver(app: &App, instance: Uuid) -> Result<bool> {
    for _ in 0..ROUND {
        if app.background.is_stopping() {
            return Ok(false);
        }
        let Some(row) = lease(app, instance, app.clock.now()).await? else {
            return Ok(false);
        };
        let outcome = deliver_one(app, &row).await;
        if let Err(fault) = outcome {
            tracing::warn!(outbox = %row.id, attempts = row.attempts, fault = fault.as_str(), "not delivered yet");
        }
        settle(app, &row, instance, outcome, app.clock.now()).await?;
        // Fifty mails that each wait for a server that is away would hold up everything else.
        if outcome.is_err_and(MailFault::is_everyones) {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn lease(app: &App, instance: Uuid, now: Timestamp) -> Result<Option<outbox::Model>> {
    app.db
        .keep_house(async |tx| {
            let sql = format!(
                "UPDATE outbox SET leased_by = ?, leased_until = ?, attempted_at = ?, attempts = attempts + 1 WHERE id = (\
                 SELECT id FROM outbox WHERE delivered_at IS NULL AND given_up_at IS NULL \
                 AND (due_at <= ? OR (attempts = 0 AND created_at > ?)) \
                 AND (leased_until IS NULL OR leased_until < ? OR leased_until > ?) ORDER BY due_at LIMIT 1{}) RETURNING *",
                hold::free_rows(tx)
            );
            let values = [
                instance.into(),
                now.plus_seconds(LEASE).get().into(),
                now.get().into(),
                // Due at once, or written by a clock that went ahead and was put right since.
                now.get().into(),
                now.plus_seconds(LEASE).get().into(),
                // Free, or leased by such a clock.
                now.get().into(),
                now.plus_seconds(2 * LEASE).get().into(),
            ];
            let statement =
                Statement::from_sql_and_values(tx.get_database_backend(), engine::placeholders(tx, &sql), values);
            Ok(outbox::Model::find_by_statement(statement).one(tx).await?)
        })
        .await
}

/// 2, 4, 8 … seconds. A server that was away is asked again every few minutes, so that mail flows soon after it is back;
/// what it will not have is offered once a day.
fn pause(attempts: i32, fault: MailFault) -> i64 {
    let longest = match fault {
        // Another attempt meets the same, unless a newer version can read it or the key is back.
        MailFault::Unreadable => return rows::pause(attempts),
        MailFault::Postponed => 60 * MINUTE,
        MailFault::Refused => 24 * 60 * MINUTE,
        _ => 5 * MINUTE,
    };
    2_i64
        .checked_pow(attempts.unsigned_abs().min(20))
        .unwrap_or(longest)
        .min(longest)
}

async fn settle(
    app: &App,
    row: &outbox::Model,
    instance: Uuid,
    outcome: Result<(), MailFault>,
    now: Timestamp,
) -> Result<()> {
    use outbox::Column;
    app.db
        .keep_house(async |tx| {
            let mut update = outbox::Entity::update_many()
                .col_expr(Column::LeasedUntil, Expr::value(None::<OffsetDateTime>))
                .filter(Column::Id.eq(row.id))
                .filter(Column::LeasedBy.eq(instance));
            update = match outcome {
                Ok(()) => update
                    .col_expr(Column::DeliveredAt, Expr::value(now.get()))
                    .col_expr(Column::LastError, Expr::value(None::<String>)),
                Err(fault) => {
                    let due_at = now.plus_seconds(pause(row.attempts, fault));
                    let is_over = fault == MailFault::Unreadable && rows::is_last(row.attempts);
                    update
                        .col_expr(Column::DueAt, Expr::value(due_at.get()))
                        .col_expr(Column::GivenUpAt, Expr::value(is_over.then(|| now.get())))
                        .col_expr(Column::LastError, Expr::value(fault.as_str()))
                }
            };
            update.exec(tx).await?;
            Ok(())
        })
        .await
}

async fn deliver_one(app: &App, row: &outbox::Model) -> Result<(), MailFault> {
    let mail = app
        .sealer
        .open(PAYLOAD, row.id, &row.payload_sealed)
        .ok()
        .filter(|_| row.kind == MAIL)
        .and_then(|payload| serde_json::from_slice(&payload).ok());
    match mail {
        Some(mail) => app.mailer.send(row.id, row.created_at, &mail).await,
        None => Err(MailFault::Unreadable),
    }
}

/// Deletes what was delivered so many seconds ago that nobody asks for it any more.
pub(crate) async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    outbox::Entity::delete_many()
        .filter(outbox::Column::DeliveredAt.lt(now.plus_seconds(-KEPT).get()))
        .exec(tx)
        .await?;
    Ok(())
}
