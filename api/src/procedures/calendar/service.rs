//! Reads and replaces years of the calendar, and makes the calendar for `rules`.

use super::store;
use crate::App;
use crate::audit::Event;
use crate::authz::Caller;
use crate::db::{Coded, Tx, is_lost_race};
use crate::error::{Error, Result};
use crate::http::versions;
use crate::procedures::entity::{calendar_day, calendar_year};
use dto::Timestamp;
use dto::calendar::{CalendarDay, CalendarDayKind, CalendarIn, CalendarOut};
use dto::problem::ErrorCode;
use rules::working_time::Calendar;
use sea_orm::{ActiveValue::Set, ConnectionTrait};

/// The years that can be entered.
pub const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// Returns the calendar from the current versions, for computing terms. It is read each time: a term begins a few times
/// an hour, and has to include what an administrator entered a minute ago.
pub async fn working_calendar(db: &impl ConnectionTrait) -> Result<Calendar> {
    let (mut holidays, mut make_up_days) = (Vec::new(), Vec::new());
    let versions = store::versions(db).await?;
    for (index, version) in versions.iter().enumerate() {
        let is_replaced = versions.get(index + 1).is_some_and(|next| next.year == version.year);
        if is_replaced {
            continue;
        }
        for day in store::days(db, version.year, version.version).await? {
            match *day.kind {
                CalendarDayKind::Holiday => holidays.push(day.day),
                CalendarDayKind::MakeUpDay => make_up_days.push(day.day),
            }
        }
    }
    Ok(Calendar::new(holidays, make_up_days))
}

/// Returns a year; a year that nobody has entered has its weekends and version 0.
pub async fn year(app: &App, db: &impl ConnectionTrait, year: i32) -> Result<CalendarOut> {
    let known = store::year(db, year).await?;
    let days = match &known {
        Some(known) => store::days(db, year, known.version).await?,
        None => Vec::new(),
    };
    let days = days.into_iter().map(|row| CalendarDay {
        kind: *row.kind,
        date: row.day,
        name: row.name,
        source: row.source,
    });
    Ok(CalendarOut {
        year,
        version: known.as_ref().map_or(0, |known| known.version),
        changed_at: known.map(|known| known.changed_at.into()),
        office_hours: app.profile.office_hours.clone(),
        days: days.collect(),
    })
}

/// Replaces a year. Terms that already run keep the end that the applicant knows.
pub async fn update(caller: &Caller, number: i32, body: CalendarIn) -> Result<CalendarOut> {
    let app = &caller.app;
    let outside = body.outside(number);
    if !outside.is_empty() {
        return Err(Error::fields(outside));
    }
    let changed_by = caller.account()?.account_id;
    let outcome = app
        .db
        .write(&caller.actor, caller.now, async |tx| {
            let present = store::year(tx, number).await?.map_or(0, |known| known.version);
            versions::keep(present, body.version)?;
            let version = present + 1;
            let (row, days) = rows(number, version, &body.days, Some(changed_by), caller.now);
            store::add(tx, row, days).await?;
            let event = Event::new("calendar_changed", "calendar_year")
                .on(number)
                .with("version", version)
                .with("days", body.days.len());
            Ok((year(app, tx, number).await?, event.into()))
        })
        .await;
    outcome.map_err(|error| {
        // On PostgreSQL two requests may read the same version; the primary key accepts only one of them.
        let lost = error
            .cause()
            .and_then(|cause| cause.downcast_ref::<sea_orm::DbErr>())
            .is_some_and(is_lost_race);
        if lost {
            Error::new(ErrorCode::VersionConflict)
        } else {
            error
        }
    })
}

/// Enters a year, unless it was entered already.
pub async fn add_first(tx: &Tx, year: i32, days: &[CalendarDay], drawn_up: Timestamp) -> Result<()> {
    if store::year(tx, year).await?.is_some() {
        return Ok(());
    }
    let (row, days) = rows(year, 1, days, None, drawn_up);
    store::add(tx, row, days).await
}

/// Returns a version as rows.
fn rows(
    year: i32,
    version: i32,
    days: &[CalendarDay],
    changed_by: Option<uuid::Uuid>,
    now: Timestamp,
) -> (calendar_year::ActiveModel, Vec<calendar_day::ActiveModel>) {
    let row = calendar_year::ActiveModel {
        year: Set(year),
        version: Set(version),
        changed_at: Set(now.get()),
        changed_by: Set(changed_by),
    };
    let days = days.iter().map(|day| calendar_day::ActiveModel {
        year: Set(year),
        version: Set(version),
        day: Set(day.date),
        kind: Set(Coded(day.kind)),
        name: Set(day.name.clone()),
        source: Set(day.source.clone()),
    });
    (row, days.collect())
}
