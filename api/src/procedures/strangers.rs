//! Submissions from the public, stored separately from the evidence until somebody vouches for them: the applicant by
//! following the link in the mail, or an officer by accepting the report. What nobody vouches for is deleted, and each
//! day has a byte limit.

use super::store::strangers::{self as store, Ends};
use crate::App;
use crate::audit::{Actor, Event};
use crate::db::Tx;
use crate::error::{Error, Result};
use dto::Timestamp;
use dto::problem::ErrorCode;
use rules::zone::local_date;
use uuid::Uuid;

const DAY: i64 = 86_400;
/// The time, in seconds, for which a draft is kept after its link has expired, and a file after its report was decided.
const GRACE: i64 = DAY;
/// The longest time, in seconds, that a file waits for somebody to vouch for it.
const LONGEST: i64 = 30 * DAY;

/// Moves the files of a dossier to the evidence: somebody has vouched for them.
pub async fn vouch(tx: &Tx, dossier_id: Uuid) -> Result<()> {
    store::vouch(tx, dossier_id).await
}

/// Takes bytes off the daily limit of the public.
///
/// # Errors
/// Returns an error if the remaining limit is too small.
pub async fn take_quota(tx: &Tx, app: &App, bytes: usize, now: Timestamp) -> Result<()> {
    if bytes == 0 {
        return Ok(());
    }
    let bytes = i64::try_from(bytes).map_err(Error::internal)?;
    let taken = store::add_to_day(tx, local_date(now.get()), bytes).await?;
    let most = i64::from(app.profile.public_access.megabytes_a_day) * 1024 * 1024;
    if taken.is_none_or(|taken| taken > most) {
        return Err(Error::new(ErrorCode::PublicQuotaUsed).retry_after(DAY.unsigned_abs()));
    }
    Ok(())
}

/// Deletes what nobody has vouched for: drafts a day after their link expired, files of reports a day after their
/// decision.
pub async fn wipe(app: &App, now: Timestamp) -> Result<()> {
    let before = |seconds: i64| now.plus_seconds(-seconds).get();
    let ends = Ends {
        links: before(GRACE),
        decided: before(GRACE),
        decided_gone: before(GRACE + LONGEST),
        files: before(LONGEST),
    };
    let (drafts, files) = app.db.write_unaudited(async |tx| store::wipe(tx, &ends).await).await?;
    if drafts + files == 0 {
        return Ok(());
    }
    let event = Event::new("drafts_wiped", "dossier_draft")
        .with("drafts", drafts)
        .with("files", files);
    app.db.record(&Actor::system("housekeeping"), now, event).await
}
