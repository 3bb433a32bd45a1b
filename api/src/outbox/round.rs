//! Delivering what is due: each destination by itself, so that one that is slow or away holds up no other.

use super::destination::{self, LEASE};
use super::entity::{self as outbox, Model};
use super::kind::{self, Setback, Whose};
use crate::App;
use crate::db::{engine, hold};
use crate::error::{Error, Result};
use crate::jobs::rows;
use dto::Timestamp;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement, Value};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use time::OffsetDateTime;
use uuid::Uuid;

/// How long a round lasts at most: after that it begins anew, and is seen to be well.
const ROUND: Duration = Duration::from_mins(5);
/// How often it is looked whether anything became due for another destination than those that are served.
const LOOK: Duration = Duration::from_secs(5);

/// Delivers what is due. What fails is tried again after a growing pause; what was left by an instance that died, after its
/// lease. No mail is given up for what a server answers: whoever watches over the mail sees what waits and why. What cannot
/// be read is given up like any row of a job. Whether more may be due.
pub(super) async fn deliver(app: &App, instance: Uuid) -> Result<bool> {
    let until = Instant::now() + ROUND;
    let is_over = || app.background.is_stopping() || Instant::now() >= until;
    let mut under_way = FuturesUnordered::new();
    // Those where there was nothing after all stay in it: they are for the next round.
    let mut served = BTreeSet::new();
    let mut failure: Option<Error> = None;
    loop {
        if failure.is_none() && !is_over() {
            match open(app, instance, &served).await {
                Ok(names) => {
                    for name in names {
                        served.insert(name.clone());
                        under_way.push(async move {
                            let outcome = serve(app, instance, &name, until).await;
                            (name, outcome)
                        });
                    }
                }
                Err(error) => failure = Some(error),
            }
        }
        tokio::select! {
            ended = under_way.next() => match ended {
                Some((name, Ok(true))) => {
                    served.remove(&name);
                }
                Some((_, Ok(false))) => {}
                Some((_, Err(error))) => {
                    failure.get_or_insert(error);
                }
                None => break,
            },
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    match failure {
        Some(error) => Err(error),
        None => Ok(Instant::now() >= until),
    }
}

/// Whether a row is due and nobody is at it, with the values of its placeholders.
const DUE: &str = "delivered_at IS NULL AND given_up_at IS NULL AND (due_at <= ? OR (attempts = 0 AND created_at > ?)) \
                   AND (leased_until IS NULL OR leased_until < ? OR leased_until > ?)";

fn due(now: Timestamp) -> [Value; 4] {
    [
        // Due at once, or written by a clock that went ahead and was put right since.
        now.get().into(),
        now.plus_seconds(LEASE).get().into(),
        // Free, or leased by such a clock.
        now.get().into(),
        now.plus_seconds(2 * LEASE).get().into(),
    ]
}

/// The destinations to begin with.
async fn open(app: &App, instance: Uuid, served: &BTreeSet<String>) -> Result<Vec<String>> {
    let (db, now) = (app.db.read(), app.clock.now());
    let sql = engine::placeholders(
        db,
        &format!("SELECT DISTINCT destination FROM outbox WHERE {DUE} ORDER BY destination"),
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, due(now));
    let mut names = Vec::new();
    for row in db.query_all_raw(statement).await? {
        names.push(row.try_get("", "destination")?);
    }
    if names.is_empty() {
        return Ok(names);
    }
    let states = destination::all(db).await?;
    Ok(destination::choose(names, &states, instance, served, now))
}

/// Delivers what is due to one destination, one after the other, until nothing is left or it is away; whether anything was
/// tried.
async fn serve(app: &App, instance: Uuid, name: &str, until: Instant) -> Result<bool> {
    let mut has_tried = false;
    while !app.background.is_stopping() && Instant::now() < until {
        let Some(row) = lease(app, instance, name, app.clock.now()).await? else {
            break;
        };
        has_tried = true;
        let outcome = kind::deliver(app, &row).await;
        if let Err(setback) = outcome {
            tracing::warn!(outbox = %row.id, attempts = row.attempts, fault = setback.code, "not delivered yet");
        }
        settle(app, &row, instance, outcome, app.clock.now()).await?;
        // What else waits for a server that is away would only wait for it once more.
        if outcome.is_err_and(|setback| setback.whose == Whose::Destination) {
            break;
        }
    }
    app.db
        .keep_house(async |tx| destination::give_back(tx, name, instance).await)
        .await?;
    Ok(has_tried)
}

async fn lease(app: &App, instance: Uuid, name: &str, now: Timestamp) -> Result<Option<Model>> {
    app.db
        .keep_house(async |tx| {
            if !destination::claim(tx, name, instance, now).await? {
                return Ok(None);
            }
            let sql = format!(
                "UPDATE outbox SET leased_by = ?, leased_until = ?, attempted_at = ?, attempts = attempts + 1 WHERE id = (\
                 SELECT id FROM outbox WHERE destination = ? AND {DUE} ORDER BY due_at LIMIT 1{}) RETURNING *",
                hold::free_rows(tx)
            );
            let values: [Value; 4] = [
                instance.into(),
                now.plus_seconds(LEASE).get().into(),
                now.get().into(),
                name.into(),
            ];
            let statement = Statement::from_sql_and_values(
                tx.get_database_backend(),
                engine::placeholders(tx, &sql),
                values.into_iter().chain(due(now)),
            );
            Ok(Model::find_by_statement(statement).one(tx).await?)
        })
        .await
}

async fn settle(app: &App, row: &Model, instance: Uuid, outcome: Result<(), Setback>, now: Timestamp) -> Result<()> {
    use outbox::Column;
    app.db
        .keep_house(async |tx| {
            // The destination first, as when a row is leased.
            let away_until = match outcome {
                Err(setback) if setback.whose == Whose::Destination => {
                    Some(destination::rest(tx, &row.destination, now).await?)
                }
                _ => {
                    destination::is_back(tx, &row.destination).await?;
                    None
                }
            };
            let mut update = outbox::Entity::update_many()
                .col_expr(Column::LeasedUntil, Expr::value(None::<OffsetDateTime>))
                .filter(Column::Id.eq(row.id))
                .filter(Column::LeasedBy.eq(instance));
            update = match outcome {
                Ok(()) => update
                    .col_expr(Column::DeliveredAt, Expr::value(now.get()))
                    .col_expr(Column::LastError, Expr::value(None::<String>)),
                Err(setback) => {
                    let due_at = match setback.whose {
                        Whose::Destination => away_until.unwrap_or(now),
                        Whose::Delivery { longest } => now.plus_seconds(kind::pause(row.attempts, longest)),
                        Whose::Payload => now.plus_seconds(rows::pause(row.attempts)),
                    };
                    let is_last = setback.whose == Whose::Payload && rows::is_last(row.attempts);
                    update
                        .col_expr(Column::DueAt, Expr::value(due_at.get()))
                        .col_expr(Column::GivenUpAt, Expr::value(is_last.then(|| now.get())))
                        .col_expr(Column::LastError, Expr::value(setback.code))
                }
            };
            update.exec(tx).await?;
            Ok(())
        })
        .await
}
