//! Taking away what has served its time. Nothing that is evidence is among it.

use super::entity::{idempotency_key, job_run, outbox};
use crate::App;
use crate::accounts::draft_key;
use crate::accounts::entity::{refresh_token, session};
use crate::db::idempotency::TELLING_SECRETS;
use crate::db::{engine, hold};
use crate::error::Result;
use crate::procedures;
use crate::stays;
use dto::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Statement};

const DAY: i64 = 86_400;
/// How long a repeat of a request is answered with the first answer.
const IDEMPOTENCY: i64 = 3 * DAY;
/// The same for an answer that tells a secret: long enough for a line that broke.
const SECRET: i64 = 3_600;
/// How long an ended session stays, for whoever looks into a replayed token.
const ENDED_SESSION: i64 = 30 * DAY;
/// How long delivered mail and finished runs stay, for whoever asks what went out.
const DONE: i64 = 30 * DAY;

/// One round.
pub async fn run(app: &App, now: Timestamp) -> Result<()> {
    app.mailer.wipe_folder();
    let before = |seconds: i64| now.plus_seconds(-seconds).get();
    app.db
        .keep_house(async |tx| {
            idempotency_key::Entity::delete_many()
                .filter(idempotency_key::Column::CreatedAt.lt(before(IDEMPOTENCY)))
                .exec(tx)
                .await?;
            // The twin of what told a password is refused for as long; the password itself is not kept for that.
            idempotency_key::Entity::update_many()
                .col_expr(idempotency_key::Column::AnswerSealed, Expr::value(None::<Vec<u8>>))
                .filter(idempotency_key::Column::Operation.is_in(TELLING_SECRETS.iter().copied()))
                .filter(idempotency_key::Column::AnswerSealed.is_not_null())
                .filter(idempotency_key::Column::CreatedAt.lt(before(SECRET)))
                .exec(tx)
                .await?;
            let gone = Condition::any()
                .add(session::Column::ExpiresAt.lt(before(ENDED_SESSION)))
                .add(session::Column::EndedAt.lt(before(ENDED_SESSION)));
            let gone_ids = session::Entity::find()
                .select_only()
                .column(session::Column::Id)
                .filter(gone.clone())
                .into_query();
            refresh_token::Entity::delete_many()
                .filter(refresh_token::Column::SessionId.in_subquery(gone_ids))
                .exec(tx)
                .await?;
            session::Entity::delete_many().filter(gone).exec(tx).await?;
            outbox::Entity::delete_many()
                .filter(outbox::Column::DeliveredAt.lt(before(DONE)))
                .exec(tx)
                .await?;
            job_run::Entity::delete_many()
                .filter(job_run::Column::Slot.lt(before(DONE)))
                .exec(tx)
                .await?;
            stays::budget::forget(tx, now).await?;
            draft_key::expire(tx, now).await?;
            stays::import::expire(tx, now).await
        })
        .await?;
    // Those that nobody counts on just now.
    app.db
        .keep_house(async |tx| {
            let sql = format!(
                "DELETE FROM login_throttle WHERE (kind, key_hash) IN (\
                 SELECT kind, key_hash FROM login_throttle WHERE last_failure_at < ?{})",
                hold::free_rows(tx)
            );
            let (backend, sql) = (tx.get_database_backend(), engine::placeholders(tx, &sql));
            tx.execute_raw(Statement::from_sql_and_values(backend, sql, [before(DAY).into()]))
                .await?;
            Ok(())
        })
        .await?;
    procedures::strangers::wipe(app, now).await
}
