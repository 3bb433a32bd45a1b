//! How many guests officers and administrators read in an hour: a limit, and a mail to the administrators before it.
//!
//! A session that was taken over must not empty a province in minutes. A facility reads its own guests, and is not counted.

use crate::App;
use crate::accounts;
use crate::audit::Event;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::db::{Tx, engine};
use crate::error::{Error, Result};
use crate::outbox::{self, Mail};
use dto::account::Role;
use dto::problem::ErrorCode;
use dto::{Lang, say};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

const HOUR: i64 = 3_600;

/// Takes so many guests off what the account may still read in this hour. To be asked before anything is shown.
///
/// # Errors
/// So many are not left.
pub async fn take(app: &App, caller: &ScopedCaller<Territory>, guests: usize) -> Result<()> {
    if guests == 0 || caller.scope.is_facility() {
        return Ok(());
    }
    let now = caller.now;
    let hour = now.unix() - now.unix().rem_euclid(HOUR);
    let terms = &app.profile.reading;
    let guests = i64::try_from(guests).map_err(Error::internal)?;
    let crossed = app
        .db
        .write_unaudited(async |tx| {
            let read = add(tx, caller, hour, guests).await?;
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

async fn add(tx: &Tx, caller: &Caller, hour: i64, guests: i64) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Read {
        guests: i64,
    }
    let sql = "INSERT INTO reading_hour (credential_id, hour, guests) VALUES (?, ?, ?) \
               ON CONFLICT (credential_id, hour) DO UPDATE SET guests = reading_hour.guests + excluded.guests \
               RETURNING guests";
    let values = [caller.account()?.credential_id.into(), hour.into(), guests.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), engine::placeholders(tx, sql), values);
    let read = Read::find_by_statement(statement).one(tx).await?;
    Ok(read.map_or(guests, |read| read.guests))
}

/// Tells the administrators, once an hour and account. The mail names the account and no guest.
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

/// Forgets hours that are over.
pub async fn forget(tx: &Tx, now: dto::Timestamp) -> Result<()> {
    let sql = "DELETE FROM reading_hour WHERE hour < ?";
    let backend = tx.get_database_backend();
    let before = now.unix() - 48 * HOUR;
    let statement = Statement::from_sql_and_values(backend, engine::placeholders(tx, sql), [before.into()]);
    tx.execute_raw(statement).await?;
    Ok(())
}
