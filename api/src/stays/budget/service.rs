//! Counts the guests that are read, refuses reading above the limit, and notifies the administrators.

use super::store::{add, delete_before};
use crate::App;
use crate::accounts;
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::outbox::{self, Mail};
use dto::account::Role;
use dto::problem::ErrorCode;
use dto::{Lang, Timestamp, say};

const HOUR: i64 = 3_600;

/// Takes this number of guests off the account's budget of the hour. Call it before any guest is returned.
///
/// # Errors
/// Returns an error if the remaining budget is too small.
pub async fn take(app: &App, caller: &ScopedCaller<Territory>, guests: usize) -> Result<()> {
    if guests == 0 || caller.scope.is_facility() {
        return Ok(());
    }
    let now = caller.now;
    let hour = now.unix() - now.unix().rem_euclid(HOUR);
    let terms = &app.profile.reading;
    let guests = i64::try_from(guests).map_err(Error::internal)?;
    let credential = caller.account()?.credential_id;
    let crossed = app
        .db
        .write_unaudited(async |tx| {
            let read = add(tx, credential, hour, guests).await?;
            if read > i64::from(terms.guests_an_hour) {
                return Err(Error::new(ErrorCode::ReadingBudgetUsed)
                    .with("most", terms.guests_an_hour)
                    .with("minutes", (hour + HOUR - now.unix() + 59) / 60)
                    .retry_after((hour + HOUR - now.unix()).unsigned_abs()));
            }
            let alarm = i64::from(terms.alarm_at);
            Ok(read >= alarm && read - guests < alarm)
        })
        .await?;
    if crossed { alarm(app, caller).await } else { Ok(()) }
}

/// Notifies the administrators, at most once an hour for each account. The mail names the account and no guest.
async fn alarm(app: &App, caller: &ScopedCaller<Territory>) -> Result<()> {
    let own = caller.account()?;
    let login = accounts::service::account(app.db.read(), own.credential_id)
        .await?
        .login;
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            let letter = say!(
                Lang::Vi,
                mail.reading_alarm,
                login = login,
                unit = own.unit_name,
                count = app.profile.reading.alarm_at
            );
            for to in accounts::service::addresses_over(tx, &[Role::Administrator], &own.area_path).await? {
                outbox::send_mail(tx, app, Mail::new(to, letter.clone()), caller.now).await?;
            }
            let event = Event::new("reading_alarm", "account").on(own.account_id);
            Ok(((), event.into()))
        })
        .await
}

/// Deletes the counts of past hours.
pub async fn forget(tx: &Tx, now: Timestamp) -> Result<()> {
    delete_before(tx, now.unix() - 48 * HOUR).await
}
