//! Cleanup: each domain deletes its expired data, never evidence.

use crate::error::Result;
use crate::http::once;
use crate::jobs::{HOUR, Job};
use crate::{App, accounts, jobs, outbox, procedures, stays};
use dto::Timestamp;

pub(super) const JOBS: &[Job] = &[Job {
    name: "housekeeping",
    every: HOUR,
    run: |app, _| Box::pin(async move { run(app, app.clock.now()).await.map(|()| false) }),
    rows: None,
}];

/// Runs one round.
async fn run(app: &App, now: Timestamp) -> Result<()> {
    app.mailer.wipe_folder();
    app.db
        .write_unaudited(async |tx| {
            once::expire(tx, now).await?;
            accounts::service::expire(tx, now).await?;
            outbox::expire(tx, now).await?;
            jobs::expire(tx, now).await?;
            stays::budget::forget(tx, now).await?;
            stays::import::expire(tx, now).await
        })
        .await?;
    // In separate transactions, because sign-ins lock these rows.
    app.db
        .write_unaudited(async |tx| accounts::throttle::expire(tx, now).await)
        .await?;
    procedures::strangers::wipe(app, now).await
}
