//! A made-up province to try out: two communes, a dozen facilities, an account of every role, guests, and a queue of
//! dossiers.

mod cast;
mod dossiers;
mod guests;
mod made;

pub use made::DemoAccount;

use cast::{Agency, PLACES, Place, agencies, communes};
use dossiers::fill_queue;
use guests::{mark_rooms, notify_guests};

use crate::App;
use crate::accounts::entity::account;
use crate::accounts::passwords::random_password;
use crate::accounts::service::create_account;
use crate::audit::{Actor, Event};
use crate::db::Tx;
use crate::directory::entity::{facility, listed_price, room};
use crate::directory::units;
use crate::error::Result;
use crate::procedures::first_types;
use crate::references::entity::area;
use crate::references::first_lists;
use anyhow::{Context, bail};
use dto::Timestamp;
use dto::account::{Post, Role};
use sea_orm::{ActiveValue::Set, EntityTrait};
use std::sync::Arc;
use uuid::Uuid;

/// What was made, and the password of it all.
pub struct Demo {
    accounts: Vec<DemoAccount>,
    password: String,
    password_was_given: bool,
}

/// Fills an empty database. One that holds accounts, facilities or stays is refused.
pub async fn fill(app: &Arc<App>) -> anyhow::Result<Demo> {
    let writer = app.db.writer();
    let holds_something = account::Entity::find().one(writer).await?.is_some()
        || facility::Entity::find().one(writer).await?.is_some()
        || area::Entity::find().one(writer).await?.is_some();
    if holds_something {
        bail!("the database holds data already; the demo wants an empty one");
    }
    let given = std::env::var("LUUTRU_DEMO_PASSWORD")
        .ok()
        .filter(|password| !password.is_empty());
    let password_was_given = given.is_some();
    let password = match given {
        Some(password) => password,
        None => random_password("", &app.profile.password)?,
    };
    let hash = app.passwords.hash(&password).await?;
    let communes = communes(app)?;
    let now = app.clock.now();
    let accounts = app
        .db
        .write(&Actor::system("demo"), now, async |tx| {
            first_lists::load(tx).await?;
            first_types::load(tx).await?;
            let mut made = Vec::new();
            for (login, role, level, area, holder, unit) in agencies(app, &communes) {
                made.push(agency_account(tx, app, now, &hash, (login, role, level, area, holder, unit)).await?);
            }
            for place in PLACES {
                made.push(facility_account(tx, app, now, &hash, place, &communes[place.3]).await?);
            }
            Ok((made, Event::new("demo_filled", "installation").into()))
        })
        .await?;
    notify_guests(app, &accounts, now)
        .await
        .context("notifying the made-up guests")?;
    mark_rooms(app, &accounts, now).await.context("marking rooms")?;
    fill_queue(app, &accounts, now)
        .await
        .context("filing the made-up dossiers")?;
    Ok(Demo {
        accounts,
        password,
        password_was_given,
    })
}

async fn area_of(tx: &Tx, code: &str) -> Result<area::Model> {
    area::Entity::find_by_id(code)
        .one(tx)
        .await?
        .ok_or_else(crate::error::Error::not_found)
}

async fn agency_account(tx: &Tx, app: &App, now: Timestamp, hash: &str, agency: Agency) -> Result<DemoAccount> {
    let (login, role, level, area_code, holder, unit) = agency;
    let area = area_of(tx, &area_code).await?;
    let unit_name = if unit.is_empty() {
        let mut letters = area.name.chars();
        letters.next().map_or_else(String::new, |first| {
            format!("Công an {}{}", first.to_lowercase(), letters.as_str())
        })
    } else {
        format!(
            "{unit} {}",
            if area.parent_code.is_none() {
                app.profile.name.as_str()
            } else {
                area.name.as_str()
            }
        )
    };
    let unit_id = units::find_or_add(tx, Post { role, level }, &area_code, &unit_name, now).await?;
    let row = account::ActiveModel {
        unit_id: Set(Some(unit_id)),
        facility_id: Set(None),
        level: Set(level.map(i16::from)),
        holder_position: Set(if role == Role::Police {
            "Cán bộ cư trú"
        } else {
            "Chuyên viên"
        }
        .to_owned()),
        // Ready to use without a telephone.
        second_factor_waived: Set(app.profile.second_factor.is_required(Post { role, level })),
        ..account_row(login, role, &area, holder, hash, false)
    };
    let account_id = create_account(tx, row, now).await?;
    Ok(DemoAccount {
        login: login.to_owned(),
        role,
        level: Post { role, level }.level_in(&app.profile),
        area_code,
        facility_id: None,
        first_login: false,
        unit_name,
        account_id,
        unit_id: Some(unit_id),
    })
}

fn account_row(
    login: &str,
    role: Role,
    area: &area::Model,
    holder: &str,
    hash: &str,
    initial: bool,
) -> account::ActiveModel {
    account::ActiveModel {
        login: Set(login.to_owned()),
        role: Set(role.as_str().to_owned()),
        area_code: Set(area.code.clone()),
        area_path: Set(area.path.clone()),
        holder_name: Set(holder.to_owned()),
        email: Set(format!("{login}@example.test")),
        password_hash: Set(hash.to_owned()),
        password_is_initial: Set(initial),
        password_once: Set(false),
        password_spent: Set(false),
        second_factor_waived: Set(false),
        phone: Set(String::new()),
        ..Default::default()
    }
}

/// The landline of a place; a new one has not said it yet.
fn landline(is_new: bool) -> &'static str {
    if is_new { "" } else { "0258 000 0148" }
}

async fn facility_account(
    tx: &Tx,
    app: &App,
    now: Timestamp,
    hash: &str,
    place: &Place,
    commune: &str,
) -> Result<DemoAccount> {
    let (login, name, kind, _, street, (floors, rooms), holder) = *place;
    let area = area_of(tx, commune).await?;
    let facility_id = Uuid::now_v7();
    let is_new = street.is_empty();
    let done = (!is_new).then(|| now.get());
    let tourist = !matches!(
        kind,
        "guest_house" | "medical_establishment" | "collective_housing" | "household"
    );
    let row = facility::ActiveModel {
        id: Set(facility_id),
        name: Set(name.to_owned()),
        name_search: Set(rules::name::fold(name)),
        kind: Set(kind.to_owned()),
        tourist: Set(tourist),
        area_code: Set(area.code.clone()),
        area_path: Set(area.path.clone()),
        address: Set(street.to_owned()),
        phone: Set(landline(is_new).to_owned()),
        email: Set(format!("{login}@example.test")),
        representative: Set(if is_new { String::new() } else { holder.to_owned() }),
        declared_tax_code: Set(None),
        started_on: Set(None),
        declared_rooms: Set(None),
        declared_beds: Set(None),
        data_confirmed_at: Set(done),
        setup_completed_at: Set(done),
        version: Set(1),
        created_at: Set(now.get()),
        updated_at: Set(None),
        suspended_on: Set(None),
        restarts_on: Set(None),
        closes_on: Set(None),
    };
    facility::Entity::insert(row).exec_without_returning(tx).await?;
    let row = account::ActiveModel {
        unit_id: Set(None),
        facility_id: Set(Some(facility_id)),
        level: Set(None),
        holder_position: Set(if kind == "household" { "Chủ hộ" } else { "Lễ tân" }.to_owned()),
        // The registered landline (KH-M1.5): who reports a loss is called back on it.
        phone: Set(landline(is_new).to_owned()),
        ..account_row(login, Role::Facility, &area, holder, hash, is_new)
    };
    let account_id = create_account(tx, row, now).await?;
    add_rooms(tx, facility_id, floors, rooms, now).await?;
    if tourist || kind == "guest_house" && !is_new {
        add_prices(tx, app, facility_id, account_id, now).await?;
    }
    Ok(DemoAccount {
        login: login.to_owned(),
        role: Role::Facility,
        level: None,
        area_code: area.code,
        facility_id: Some(facility_id),
        first_login: is_new,
        unit_name: name.to_owned(),
        account_id,
        unit_id: None,
    })
}

async fn add_rooms(tx: &Tx, facility_id: Uuid, floors: i16, rooms: i16, now: Timestamp) -> Result<()> {
    const KINDS: &[(&str, i16)] = &[("Đôi", 1), ("Hai giường", 2), ("Gia đình", 4)];
    let rows: Vec<room::ActiveModel> = (1..=floors)
        .flat_map(|floor| (1..=rooms).map(move |number| (floor, number)))
        .map(|(floor, number)| {
            let (kind, beds) = KINDS[usize::from(number.unsigned_abs()) % KINDS.len()];
            room::ActiveModel {
                id: Set(Uuid::now_v7()),
                facility_id: Set(facility_id),
                floor: Set(floor),
                name: Set(format!("{floor}{number:02}")),
                kind: Set(kind.to_owned()),
                beds: Set(beds),
                created_at: Set(now.get()),
                retired_at: Set(None),
                mark_version: Set(1),
                ..Default::default()
            }
        })
        .collect();
    if !rows.is_empty() {
        room::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn add_prices(tx: &Tx, app: &App, facility_id: Uuid, declared_by: Uuid, now: Timestamp) -> Result<()> {
    let rows = [
        ("Đôi", "night", 450_000),
        ("Hai giường", "night", 520_000),
        ("Gia đình", "night", 780_000),
        ("Đôi", "hour", 90_000),
    ]
    .into_iter()
    .map(|(room_kind, unit, amount)| listed_price::ActiveModel {
        id: Set(Uuid::now_v7()),
        facility_id: Set(facility_id),
        room_kind: Set(room_kind.to_owned()),
        unit: Set(unit.to_owned()),
        amount_vnd: Set(amount),
        effective_to: Set(None),
        season: Set(None),
        effective_from: Set(app.profile.effective_from),
        declared_at: Set(now.get()),
        declared_by: Set(declared_by),
    });
    listed_price::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// What to print: the accounts as JSON, or as a table with the password.
pub fn report(demo: &Demo, json: bool) -> anyhow::Result<String> {
    if json {
        // Standard output is for the list alone.
        if !demo.password_was_given {
            eprintln_password(&demo.password);
        }
        return Ok(serde_json::to_string_pretty(&demo.accounts)?);
    }
    let mut lines = vec![format!("Mật khẩu / password: {}", demo.password), String::new()];
    for account in &demo.accounts {
        let level = account
            .level
            .map_or_else(String::new, |level| format!(" {}", level.as_str()));
        let first = if account.first_login { "  (first login)" } else { "" };
        lines.push(format!(
            "{:<18} {:<16} {}{first}",
            account.login,
            format!("{}{level}", account.role.as_str()),
            account.unit_name
        ));
    }
    Ok(lines.join("\n"))
}

fn eprintln_password(password: &str) {
    use std::io::Write;
    // Nothing can be done about a closed standard error.
    let _ = writeln!(std::io::stderr(), "LUUTRU_DEMO_PASSWORD={password}");
}
