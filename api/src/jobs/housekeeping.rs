//! Taking away what has served its time. Nothing that is evidence is among it.

use super::entity::{idempotency_key, job_run, outbox};
use crate::App;
use crate::accounts::entity::{login_throttle, refresh_token, session};
use crate::error::Result;
use crate::procedures;
use crate::stays;
use dto::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

const DAY: i64 = 86_400;
/// How long a repeat of a request is answered with the first answer.
const IDEMPOTENCY: i64 = 3 * DAY;
/// How long an ended session stays, for whoever looks into a replayed token.
const ENDED_SESSION: i64 = 30 * DAY;
/// How long delivered mail and finished runs stay, for whoever asks what went out.
const DONE: i64 = 30 * DAY;

/// One round.
pub async fn run(app: &App, now: Timestamp) -> Result<()> {
    let before = |seconds: i64| now.plus_seconds(-seconds).get();
    app.db
        .keep_house(async |tx| {
            idempotency_key::Entity::delete_many()
                .filter(idempotency_key::Column::CreatedAt.lt(before(IDEMPOTENCY)))
                .exec(tx)
                .await?;
            login_throttle::Entity::delete_many()
                .filter(login_throttle::Column::LastFailureAt.lt(before(DAY)))
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
            stays::import::expire(tx, now).await
        })
        .await?;
    procedures::strangers::wipe(app, now).await
}
