//! Delivers due messages: each destination separately, so that one that is slow or does not answer delays no other.

use super::destination;
use super::entity::outbox::Model;
use super::kind::{self, Setback, Whose};
use super::store::destination as destinations;
use super::store::{self, Outcome};
use crate::App;
use crate::error::{Error, Result};
use crate::jobs::rows;
use dto::Timestamp;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The longest duration of a round: then a new one begins, so that the job is recorded as running.
const ROUND: Duration = Duration::from_mins(5);
/// The interval of looking for due deliveries to destinations that are not served yet.
const LOOK: Duration = Duration::from_secs(5);

/// Delivers due messages. A failed delivery is repeated after an increasing pause; one that a dead instance left, after
/// its lease. No mail is given up because of an answer of a server: the administrator sees the pending mail and the
/// reasons. A message that cannot be read is given up like any row of a job. Returns whether more messages may be due.
pub(super) async fn deliver(app: &App, instance: Uuid) -> Result<bool> {
    let until = Instant::now() + ROUND;
    let is_over = || app.background.is_stopping() || Instant::now() >= until;
    let mut under_way = FuturesUnordered::new();
    // Destinations without due messages remain in the set: they are for the next round.
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

/// Returns the destinations to begin with.
async fn open(app: &App, instance: Uuid, served: &BTreeSet<String>) -> Result<Vec<String>> {
    let (db, now) = (app.db.read(), app.clock.now());
    let names = store::due_destinations(db, now).await?;
    if names.is_empty() {
        return Ok(names);
    }
    let states = destinations::all(db).await?;
    Ok(destination::choose(names, &states, instance, served, now))
}

/// Delivers the due messages to one destination, one after the other, until none is left or it does not answer; returns
/// whether any delivery was tried.
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
        // The other messages to a server that does not answer would only wait for its time limit again.
        if outcome.is_err_and(|setback| setback.whose == Whose::Destination) {
            break;
        }
    }
    app.db
        .write_unaudited(async |tx| destinations::give_back(tx, name, instance).await)
        .await?;
    Ok(has_tried)
}

async fn lease(app: &App, instance: Uuid, name: &str, now: Timestamp) -> Result<Option<Model>> {
    app.db
        .write_unaudited(async |tx| {
            if !destinations::claim(tx, name, instance, now).await? {
                return Ok(None);
            }
            store::lease(tx, instance, name, now).await
        })
        .await
}

async fn settle(app: &App, row: &Model, instance: Uuid, outcome: Result<(), Setback>, now: Timestamp) -> Result<()> {
    app.db
        .write_unaudited(async |tx| {
            // The destination is locked first, as in leasing a row.
            let away_until = match outcome {
                Err(setback) if setback.whose == Whose::Destination => {
                    Some(destinations::rest(tx, &row.destination, now).await?)
                }
                _ => {
                    destinations::is_back(tx, &row.destination).await?;
                    None
                }
            };
            let outcome = match outcome {
                Ok(()) => Outcome::Delivered(now),
                Err(setback) => {
                    let is_last = setback.whose == Whose::Payload && rows::is_last(row.attempts);
                    Outcome::Failed {
                        due_at: match setback.whose {
                            Whose::Destination => away_until.unwrap_or(now),
                            Whose::Delivery { longest } => now.plus_seconds(kind::pause(row.attempts, longest)),
                            Whose::Payload => now.plus_seconds(rows::pause(row.attempts)),
                        },
                        given_up_at: is_last.then_some(now),
                        fault: setback.code,
                    }
                }
            };
            store::settle(tx, row.id, instance, outcome).await
        })
        .await
}
