//! Sets up an installation.

use crate::App;
use crate::accounts::administration::{Opening, open};
use crate::accounts::passwords::{IssuedPassword, issue_password};
use crate::accounts::service::{FirstAccount, first_account};
use crate::audit::{Actor, Event};
use crate::directory::units;
use crate::keyring;
use crate::procedures::first_types;
use crate::references::first_lists;
use anyhow::bail;
use dto::account::{AccountTier, Role};
use dto::administration::Holder;
use std::io::Write;

/// Migrates the database to the current schema, checks that the keys belong to it, and loads the official lists if they
/// are missing.
pub async fn prepare(app: &App) -> anyhow::Result<()> {
    app.db
        .migrate(&app.config, async |tx| {
            first_lists::load(tx).await?;
            // Each loader checks for itself what exists: an installation of an earlier release has areas and no
            // calendar.
            first_types::load(tx).await
        })
        .await?;
    keyring::check_at_start(app).await
}

/// Creates the first account of an installation: the system administrator at the provincial police (KH-10.1-2, LC-4.2).
/// Returns its initial password, which is valid for the first sign-in only. If the password was lost before that, it
/// issues another one, because no other account could issue it.
pub async fn first_administrator(app: &App, login: &str, name: &str, email: &str) -> anyhow::Result<String> {
    let now = app.clock.now();
    let issued = issue_password(app, login).await?;
    let actor = Actor::system("bootstrap");
    match first_account(app.db.writer()).await? {
        FirstAccount::Missing => make(app, &actor, &issued, (login, name, email)).await?,
        FirstAccount::Unused { id, login: known } if known == login.to_lowercase() => {
            app.db
                .write(&actor, now, async |tx| {
                    let ended = issued.replace(tx, app, id, now).await?;
                    let event = Event::new("password_reset", "account").on(id);
                    Ok(((), event.with("sessions_ended", ended).into()))
                })
                .await?;
        }
        _ => bail!("there are accounts already; an administrator creates the others"),
    }
    Ok(issued.reveal().to_owned())
}

async fn make(
    app: &App,
    actor: &Actor,
    issued: &IssuedPassword,
    (login, name, email): (&str, &str, &str),
) -> anyhow::Result<()> {
    let now = app.clock.now();
    let province = app.profile.province_code.clone();
    app.db
        .write(actor, now, async |tx| {
            let unit_name = format!("Công an {}", app.profile.name);
            let unit_id = units::find_or_add(tx, AccountTier::ADMINISTRATOR, &province, &unit_name, now).await?;
            let holder = Holder {
                name: name.to_owned(),
                position: "Quản trị hệ thống".to_owned(),
                email: email.to_owned(),
                phone: String::new(),
            };
            let opening = Opening {
                login,
                tier: AccountTier::ADMINISTRATOR,
                unit_id: Some(unit_id),
                facility_id: None,
                area_code: &province,
                area_path: &province,
                holder: &holder,
                operator_of: None,
            };
            let made = open(tx, app, &opening, issued, now).await?;
            let event = Event::new("account_created", "account").on(made);
            Ok(((), event.with("role", Role::Administrator.as_str()).into()))
        })
        .await?;
    Ok(())
}

/// Writes a line to standard output.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(())
}
