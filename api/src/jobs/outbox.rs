//! What has to leave the house, written in the transaction that causes it and delivered at least once.

use super::entity::outbox;
use crate::App;
use crate::db::{Tx, engine};
use crate::error::{Error, Result};
use dto::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use serde::{Deserialize, Serialize};
use std::path::Path;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use uuid::Uuid;

const PAYLOAD: &str = "outbox.payload";
const MAIL: &str = "mail";
/// How long a delivery may take before another instance may try, in seconds.
const LEASE: i64 = 60;
/// Most deliveries in one round.
const ROUND: usize = 50;
/// The longest pause between two attempts, in seconds.
const LONGEST_PAUSE: i64 = 3_600;

/// A mail. It has no `Debug`: address and text are somebody's.
#[derive(Clone, Serialize, Deserialize)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

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
        delivered_at: Set(None),
        last_error: Set(None),
    };
    outbox::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Delivers what is due. A delivery that fails is tried again after a growing pause; one whose instance died, after its
/// lease.
pub async fn deliver(app: &App, instance: Uuid, now: Timestamp) -> Result<()> {
    for _ in 0..ROUND {
        let Some(row) = lease(app, instance, now).await? else {
            break;
        };
        let outcome = deliver_one(app, &row);
        if let Err(error) = &outcome {
            tracing::warn!(outbox = %row.id, attempts = row.attempts, cause = format!("{error:#}"), "not delivered yet");
        }
        settle(app, &row, instance, outcome.is_ok(), now).await?;
    }
    Ok(())
}

async fn lease(app: &App, instance: Uuid, now: Timestamp) -> Result<Option<outbox::Model>> {
    app.db
        .keep_house(async |tx| {
            let sql = format!(
                "UPDATE outbox SET leased_by = ?, leased_until = ?, attempts = attempts + 1 WHERE id = (\
                 SELECT id FROM outbox WHERE delivered_at IS NULL AND due_at <= ? \
                 AND (leased_until IS NULL OR leased_until < ?) ORDER BY due_at LIMIT 1{}) RETURNING *",
                engine::skip_locked(tx)
            );
            let values = [
                instance.into(),
                now.plus_seconds(LEASE).get().into(),
                now.get().into(),
                now.get().into(),
            ];
            let statement =
                Statement::from_sql_and_values(tx.get_database_backend(), engine::placeholders(tx, &sql), values);
            Ok(outbox::Model::find_by_statement(statement).one(tx).await?)
        })
        .await
}

async fn settle(app: &App, row: &outbox::Model, instance: Uuid, delivered: bool, now: Timestamp) -> Result<()> {
    use outbox::Column;
    // 2, 4, 8 … seconds, at most an hour.
    let pause = 2_i64
        .checked_pow(row.attempts.unsigned_abs().min(20))
        .unwrap_or(LONGEST_PAUSE)
        .min(LONGEST_PAUSE);
    app.db
        .keep_house(async |tx| {
            let mut update = outbox::Entity::update_many()
                .col_expr(Column::LeasedUntil, Expr::value(None::<OffsetDateTime>))
                .filter(Column::Id.eq(row.id))
                .filter(Column::LeasedBy.eq(instance));
            update = if delivered {
                update.col_expr(Column::DeliveredAt, Expr::value(now.get()))
            } else {
                update
                    .col_expr(Column::DueAt, Expr::value(now.plus_seconds(pause).get()))
                    .col_expr(Column::LastError, Expr::value("delivery failed"))
            };
            update.exec(tx).await?;
            Ok(())
        })
        .await
}

fn deliver_one(app: &App, row: &outbox::Model) -> anyhow::Result<()> {
    let payload = app.sealer.open(PAYLOAD, row.id, &row.payload_sealed)?;
    anyhow::ensure!(row.kind == MAIL, "an outbox row of an unknown kind");
    put_mail(
        &app.config.mail_dir,
        row.id,
        row.created_at,
        &serde_json::from_slice(&payload)?,
    )
}

/// Mail as a file in the mail folder (RFC 5322), named by its outbox id so that a repeat replaces it.
fn put_mail(folder: &Path, id: Uuid, written_at: OffsetDateTime, mail: &Mail) -> anyhow::Result<()> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    // A line break in a header would start another one.
    let line = |text: &str| text.replace(['\r', '\n'], " ");
    let encoded = |text: &str| format!("=?UTF-8?B?{}?=", STANDARD.encode(text));
    let body: String = STANDARD
        .encode(&mail.text)
        .as_bytes()
        .chunks(76)
        .map(|line| format!("{}\r\n", String::from_utf8_lossy(line)))
        .collect();
    let text = format!(
        "Message-ID: <{id}@luutru>\r\nDate: {}\r\nFrom: Luu Tru <no-reply@luutru.invalid>\r\nTo: {}\r\nSubject: {}\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}",
        written_at.format(&Rfc2822)?,
        line(&mail.to),
        encoded(&line(&mail.subject)),
    );
    std::fs::create_dir_all(folder)?;
    let (draft, path) = (folder.join(format!(".{id}.tmp")), folder.join(format!("{id}.eml")));
    std::fs::write(&draft, text)?;
    std::fs::rename(&draft, &path)?;
    tracing::info!(path = %path.display(), "mail put into the mail folder");
    Ok(())
}
