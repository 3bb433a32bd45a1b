//! The expiry of a password: the date of the required change, and the mail before it.

use super::store;
use crate::App;
use crate::accounts::entity::account;
use crate::audit::{Actor, Event};
use crate::error::{Error, Result};
use crate::jobs::Failures;
use crate::outbox::{self, Mail};
use dto::{Lang, Timestamp, say};

/// Returns when the password has to be changed, if the profile has a rotation (KH-9a-2).
pub(in crate::accounts) fn due_at(app: &App, changed_at: time::OffsetDateTime) -> Option<Timestamp> {
    let months = app.profile.password.rotation_months?;
    Some(rules::password::rotation_due(changed_at, months).into())
}

/// Reminds holders once, some days before, that their password has to be changed. It can be repeated and run on several
/// instances: the instance that marks the account sends the mail.
pub(in crate::accounts) async fn remind(app: &App, now: Timestamp) -> Result<()> {
    let terms = &app.profile.password;
    let Some(months) = terms.rotation_months else {
        return Ok(());
    };
    let days = |days: i64| now.plus_seconds(-days * 86_400).get();
    let (months, warn_days) = (i64::from(months), i64::from(terms.warn_days));
    // A month has 28 to 31 days: the query range includes every account that may be due, the rule decides.
    let from = days(31 * months + 1);
    let until = days(28 * months - warn_days - 1);
    let candidates = store::not_reminded(app.db.read(), from, until).await?;
    let mut failures = Failures::default();
    for account in candidates {
        let Some(due) = due_at(app, account.password_changed_at) else {
            continue;
        };
        let from = rules::password::warn_from(due.get(), terms.warn_days);
        if from <= now.get() && now < due {
            failures.note("password_reminder", remind_one(app, &account, due, now).await)?;
        }
    }
    failures.first()
}

async fn remind_one(app: &App, account: &account::Model, due: Timestamp, now: Timestamp) -> Result<()> {
    // It ends at 24:00 of its last day.
    let last_day = rules::zone::local_date(due.plus_seconds(-1).get());
    let letter = say!(
        Lang::Vi,
        mail.password_due,
        login = account.login,
        day = rules::date_parts::format_vn_date(last_day)
    );
    let mail = Mail::new(&account.email, letter);
    let actor = Actor::system("remindOfPasswords");
    let told = app
        .db
        .write(&actor, now, async |tx| {
            if !store::mark_reminded(tx, account.id, account.password_changed_at, now).await? {
                // Another instance was first, or the password has changed: nothing to commit.
                return Err(Error::not_found());
            }
            outbox::send_mail(tx, app, mail, now).await?;
            Ok(((), Event::new("password_reminded", "account").on(account.id).into()))
        })
        .await;
    match told {
        Err(error) if error.code() == dto::ErrorCode::NotFound => Ok(()),
        other => other,
    }
}
