//! Setting up an installation.

use crate::App;
use crate::accounts::entity::account;
use crate::accounts::passwords::random_password;
use crate::accounts::service::create_account;
use crate::audit::{Actor, Event};
use crate::directory::{first_lists, units};
use anyhow::bail;
use dto::account::{Post, Role};
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};
use std::io::Write;

/// Brings the database to the present schema and loads the official lists where there are none.
pub async fn prepare(app: &App) -> anyhow::Result<()> {
    app.db
        .migrate(&app.config, async |tx| first_lists::load(tx).await)
        .await
}

/// The first account of an installation: the system administrator at the provincial police (KH-10.1-2, LC-4.2).
/// Answers its initial password, which is good for the first login only.
pub async fn first_administrator(app: &App, login: &str, name: &str, email: &str) -> anyhow::Result<String> {
    if account::Entity::find().count(app.db.writer()).await? > 0 {
        bail!("there are accounts already; an administrator creates the others");
    }
    let now = app.clock.now();
    let password = random_password(login, &app.profile.password)?;
    let hash = app.passwords.hash(&password).await?;
    let province = app.profile.province_code.clone();
    let actor = Actor::system("bootstrap");
    app.db
        .write(&actor, now, async |tx| {
            let unit_name = format!("Công an {}", app.profile.name);
            let unit_id = units::find_or_add(tx, Post::ADMINISTRATOR, &province, &unit_name, now).await?;
            let id = create_account(
                tx,
                account::ActiveModel {
                    login: Set(login.to_owned()),
                    role: Set(Role::Administrator.as_str().to_owned()),
                    level: Set(None),
                    unit_id: Set(Some(unit_id)),
                    facility_id: Set(None),
                    area_code: Set(province.clone()),
                    area_path: Set(province.clone()),
                    holder_name: Set(name.to_owned()),
                    holder_position: Set("Quản trị hệ thống".to_owned()),
                    email: Set(email.to_owned()),
                    password_hash: Set(hash),
                    password_is_initial: Set(true),
                    ..Default::default()
                },
                now,
            )
            .await?;
            Ok((
                (),
                Event::new("account_created", "account")
                    .on(id)
                    .with("role", Role::Administrator.as_str())
                    .into(),
            ))
        })
        .await?;
    Ok(password)
}

/// Writes a line to standard output.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(())
}
