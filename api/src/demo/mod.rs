//! An invented province for trials: two communes, a dozen facilities, an account of every role, guests, and a queue of
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
use crate::accounts::administration::{GivenPassword, Opening, open_given};
use crate::accounts::passwords::random_password;
use crate::accounts::service::{FirstAccount, first_account};
use crate::audit::{self, Actor, Event};
use crate::db::Tx;
use crate::directory::places::Declared;
use crate::directory::planting::{self, Planted, PlantedRoom};
use crate::directory::{service, units};
use crate::error::{Error, Result};
use crate::procedures::first_types;
use crate::references::{self, Area, References, first_lists};
use anyhow::{Context, bail};
use dto::Timestamp;
use dto::account::{AccountTier, Role};
use dto::administration::Holder;
use dto::price::{PriceIn, PriceUnit};
use std::sync::Arc;

/// The audit event of an installation with an invented province.
const FILLED: &str = "demo_filled";
const INSTALLATION: &str = "installation";

/// Returns whether this installation is a demo. If that cannot be read, it counts as a live one.
pub async fn is_here(app: &App) -> bool {
    let found = audit::has_happened(app.db.read(), INSTALLATION, FILLED).await;
    found.unwrap_or(false)
}

/// The created accounts, and their common password.
pub struct Demo {
    accounts: Vec<DemoAccount>,
    password: String,
    password_was_given: bool,
}

/// Fills an empty database. A database with accounts, facilities or stays is refused.
pub async fn fill(app: &Arc<App>) -> anyhow::Result<Demo> {
    let writer = app.db.writer();
    let holds_something = !matches!(first_account(writer).await?, FirstAccount::Missing)
        || service::has_facilities(writer).await?
        || references::has_areas(writer).await?;
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
            let references = References::load(tx, now).await?;
            let making = Making {
                tx,
                app,
                references: &references,
                hash: &hash,
                now,
            };
            let mut made = Vec::new();
            for agency in agencies(app, &communes) {
                made.push(making.agency_account(agency).await?);
            }
            for place in PLACES {
                made.push(making.facility_account(place, &communes[place.3]).await?);
            }
            Ok((made, Event::new(FILLED, INSTALLATION).into()))
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

/// The data for making the accounts.
struct Making<'a> {
    tx: &'a Tx,
    app: &'a App,
    references: &'a References,
    /// The hash of the common password.
    hash: &'a str,
    now: Timestamp,
}

impl Making<'_> {
    fn area(&self, code: &str) -> Result<&Area> {
        self.references.area(code).ok_or_else(Error::not_found)
    }

    async fn agency_account(&self, agency: Agency) -> Result<DemoAccount> {
        let (login, role, level, area_code, holder, unit) = agency;
        let (app, area) = (self.app, self.area(&area_code)?);
        let unit_name = if unit.is_empty() {
            self.references.police_unit(&area_code)
        } else {
            let of_province = area.parent_code.is_none();
            format!("{unit} {}", if of_province { &app.profile.name } else { &area.name })
        };
        let tier = AccountTier { role, level };
        let unit_id = units::find_or_add(self.tx, tier, &area_code, &unit_name, self.now).await?;
        let position = if role == Role::Police {
            "Cán bộ cư trú"
        } else {
            "Chuyên viên"
        };
        let opening = Opening {
            login,
            tier,
            unit_id: Some(unit_id),
            facility_id: None,
            area_code: &area.code,
            area_path: &area.path,
            holder: &person(login, holder, position, ""),
            operator_of: None,
        };
        let password = GivenPassword {
            hash: self.hash,
            is_initial: false,
            // Usable without a telephone.
            waives_second_factor: app.profile.second_factor.is_required(tier),
        };
        let account_id = open_given(self.tx, app, &opening, &password, self.now).await?;
        Ok(DemoAccount {
            login: login.to_owned(),
            role,
            level: tier.level_in(&app.profile),
            area_code: area.code.clone(),
            facility_id: None,
            first_login: false,
            unit_name,
            account_id,
            unit_id: Some(unit_id),
        })
    }

    async fn facility_account(&self, place: &Place, commune: &str) -> Result<DemoAccount> {
        let (login, name, kind, _, street, (floors, rooms), holder) = *place;
        let area = self.area(commune)?;
        let is_new = street.is_empty();
        let tourist = !matches!(
            kind,
            "guest_house" | "medical_establishment" | "collective_housing" | "household"
        );
        // A new facility has not declared it yet.
        let landline = if is_new { "" } else { "0258 000 0148" };
        let planted = Planted {
            declared: Declared {
                name,
                kind,
                tourist,
                area_code: &area.code,
                area_path: &area.path,
                address: street,
                phone: landline,
                email: &address(login),
                representative: if is_new { "" } else { holder },
                ..Declared::default()
            },
            is_set_up: !is_new,
            rooms: rooms_of(floors, rooms),
        };
        let facility_id = planting::facility(self.tx, planted, self.now).await?;
        let position = if kind == "household" { "Chủ hộ" } else { "Lễ tân" };
        let opening = Opening {
            login,
            tier: AccountTier::FACILITY,
            unit_id: None,
            facility_id: Some(facility_id),
            area_code: &area.code,
            area_path: &area.path,
            // The registered landline (KH-M1.5), on which a reporter of a loss is called back.
            holder: &person(login, holder, position, landline),
            operator_of: None,
        };
        let password = GivenPassword {
            hash: self.hash,
            is_initial: is_new,
            waives_second_factor: false,
        };
        let account_id = open_given(self.tx, self.app, &opening, &password, self.now).await?;
        if tourist || kind == "guest_house" && !is_new {
            let prices = prices(self.app);
            planting::prices(self.tx, facility_id, &prices, account_id, self.now).await?;
        }
        Ok(DemoAccount {
            login: login.to_owned(),
            role: Role::Facility,
            level: None,
            area_code: area.code.clone(),
            facility_id: Some(facility_id),
            first_login: is_new,
            unit_name: name.to_owned(),
            account_id,
            unit_id: None,
        })
    }
}

fn address(login: &str) -> String {
    format!("{login}@example.test")
}

fn person(login: &str, name: &str, position: &str, phone: &str) -> Holder {
    Holder {
        name: name.to_owned(),
        position: position.to_owned(),
        email: address(login),
        phone: phone.to_owned(),
    }
}

fn rooms_of(floors: i16, rooms: i16) -> Vec<PlantedRoom> {
    const KINDS: &[(&str, i16)] = &[("Đôi", 1), ("Hai giường", 2), ("Gia đình", 4)];
    (1..=floors)
        .flat_map(|floor| (1..=rooms).map(move |number| (floor, number)))
        .map(|(floor, number)| {
            let (kind, beds) = KINDS[usize::from(number.unsigned_abs()) % KINDS.len()];
            PlantedRoom {
                floor,
                name: format!("{floor}{number:02}"),
                kind,
                beds,
            }
        })
        .collect()
}

fn prices(app: &App) -> Vec<PriceIn> {
    [
        ("Đôi", PriceUnit::Night, 450_000),
        ("Hai giường", PriceUnit::Night, 520_000),
        ("Gia đình", PriceUnit::Night, 780_000),
        ("Đôi", PriceUnit::Hour, 90_000),
    ]
    .into_iter()
    .map(|(room_kind, unit, amount_vnd)| PriceIn {
        room_kind: room_kind.to_owned(),
        unit,
        amount_vnd,
        effective_from: Some(app.profile.effective_from),
        effective_to: None,
        season: None,
    })
    .collect()
}

/// Returns the text to print: the accounts as JSON, or as a table, with the password unless it was given.
pub fn report(demo: &Demo, json: bool) -> anyhow::Result<String> {
    if json {
        // Standard output contains only the list.
        if !demo.password_was_given {
            eprintln_password(&demo.password);
        }
        return Ok(serde_json::to_string_pretty(&demo.accounts)?);
    }
    let mut lines = Vec::new();
    if !demo.password_was_given {
        lines.extend([format!("Mật khẩu / password: {}", demo.password), String::new()]);
    }
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
    // A closed standard error cannot be handled.
    let _ = writeln!(std::io::stderr(), "LUUTRU_DEMO_PASSWORD={password}");
}
