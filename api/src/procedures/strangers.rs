//! What strangers send, apart from the evidence until somebody has vouched for it: the link in the mail was followed, or an
//! officer has taken the report up. What nobody vouches for is wiped, and a day takes only so many bytes of it.

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
/// How long a draft stays after its link has run out, and a file after its report was decided.
const GRACE: i64 = DAY;
/// How long a file waits at the most for somebody to vouch for it.
const LONGEST: i64 = 30 * DAY;

/// Somebody has vouched for the files of a dossier: from now on they are evidence.
pub async fn vouch(tx: &Tx, dossier_id: Uuid) -> Result<()> {
    store::vouch(tx, dossier_id).await
}

/// Takes bytes off what all strangers together may send on a day.
///
/// # Errors
/// There are not so many left.
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

/// Wipes what nobody has vouched for: drafts a day after their link ran out, files of reports a day after their decision.
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
