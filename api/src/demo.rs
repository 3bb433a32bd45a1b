//! A made-up province to try out: two communes, a dozen facilities, an account of every role, and guests.

use crate::App;
use crate::accounts::entity::account;
use crate::accounts::service::create_account;
use crate::audit::{Actor, Event};
use crate::authz::{Caller, Principal, Scope};
use crate::bootstrap::random_password;
use crate::db::Tx;
use crate::directory::entity::{area, facility, listed_price, room, unit};
use crate::directory::first_lists;
use crate::error::Result;
use crate::stays;
use anyhow::{Context, bail};
use dto::account::Role;
use dto::stay::{GuestIn, StayIn};
use dto::{Lang, Timestamp};
use rules::document::{DocumentType, Sex};
use rules::nights::StayKind;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;
use uuid::Uuid;

/// An account that was made.
#[derive(Debug, Clone, Serialize)]
pub struct DemoAccount {
    /// The login name.
    pub login: String,
    /// The role.
    pub role: Role,
    /// The tier.
    pub level: Option<u8>,
    /// The area it reaches.
    pub area_code: String,
    /// The facility of a facility account.
    pub facility_id: Option<Uuid>,
    /// Whether it still has its initial password and no set-up.
    pub first_login: bool,
    #[serde(skip)]
    holder_name: String,
    #[serde(skip)]
    unit_name: String,
    #[serde(skip)]
    account_id: Uuid,
}

/// What was made, and the password of it all.
pub struct Demo {
    accounts: Vec<DemoAccount>,
    password: String,
    password_was_given: bool,
}

/// The made-up facilities: login, name, kind, which commune, street, rooms as floors × rooms, person in charge.
type Place = (
    &'static str,
    &'static str,
    &'static str,
    usize,
    &'static str,
    (i16, i16),
    &'static str,
);

const PLACES: &[Place] = &[
    (
        "haidang",
        "Khách sạn Hải Đăng",
        "hotel",
        0,
        "12 Trần Phú",
        (4, 10),
        "Lê Thị Mỹ Duyên",
    ),
    (
        "anhduong",
        "Khách sạn Ánh Dương",
        "hotel",
        0,
        "88 Nguyễn Thiện Thuật",
        (11, 12),
        "Đỗ Minh Khang",
    ),
    (
        "songbien",
        "Nhà nghỉ Sóng Biển",
        "guest_house",
        0,
        "5 Hẻm 64 Trần Phú",
        (2, 6),
        "Hồ Văn Lực",
    ),
    (
        "vuonxoai",
        "Homestay Vườn Xoài",
        "homestay",
        0,
        "Tổ 9, đường Hòn Chồng",
        (1, 4),
        "Ngô Thị Bích",
    ),
    (
        "yenhai",
        "Bệnh viện Đa khoa Yên Hải",
        "medical_establishment",
        0,
        "21 Yersin",
        (3, 8),
        "Bùi Quang Sáng",
    ),
    (
        "bachtuyet",
        "Căn hộ Bạch Tuyết",
        "tourist_apartment",
        0,
        "2 Phạm Văn Đồng",
        (5, 4),
        "Mai Bạch Tuyết",
    ),
    (
        "bacthanh",
        "Khách sạn Bắc Thành",
        "hotel",
        1,
        "101 Đường 2 Tháng 4",
        (5, 8),
        "Võ Hoàng Bắc",
    ),
    (
        "kytucxa",
        "Ký túc xá Trường Cao đẳng Biển",
        "collective_housing",
        1,
        "36 Điện Biên Phủ",
        (4, 14),
        "Phan Đức Thuận",
    ),
    (
        "dongque",
        "Nhà nghỉ Đồng Quê",
        "tourist_guest_house",
        1,
        "Thôn Đắc Lộc",
        (2, 5),
        "Lò Thị Hiền",
    ),
    (
        "doanvansau",
        "Hộ ông Đoàn Văn Sáu",
        "household",
        1,
        "Tổ 4 Vĩnh Phước",
        (0, 0),
        "Đoàn Văn Sáu",
    ),
    // Its account still has the initial password, and nothing is set up.
    (
        "moimo",
        "Nhà nghỉ Mới Mở",
        "guest_house",
        0,
        "",
        (0, 0),
        "Trần Gia Bách",
    ),
];

/// Made-up guests: name, birth year, month, day, sex, nationality, document, number.
type Person = (&'static str, i32, u8, u8, Sex, &'static str, DocumentType, &'static str);

const PEOPLE: &[Person] = &[
    (
        "Trần Thị Ngọc Hà",
        1987,
        6,
        9,
        Sex::Female,
        "VN",
        DocumentType::Cccd,
        "056187004512",
    ),
    (
        "Lâm Tấn Phát",
        1982,
        4,
        2,
        Sex::Male,
        "VN",
        DocumentType::Cccd,
        "056082004731",
    ),
    (
        "Lò Thị Pâng",
        2001,
        11,
        20,
        Sex::Female,
        "VN",
        DocumentType::CanCuoc,
        "011301000507",
    ),
    (
        "Hoàng Thế Vinh",
        1979,
        1,
        31,
        Sex::Male,
        "VN",
        DocumentType::Cccd,
        "001079006416",
    ),
    (
        "Đặng Quỳnh Như",
        1995,
        8,
        15,
        Sex::Female,
        "VN",
        DocumentType::Cccd,
        "048195002094",
    ),
    (
        "NOVÁKOVÁ TEREZA",
        1996,
        3,
        3,
        Sex::Female,
        "CZ",
        DocumentType::Passport,
        "40812363",
    ),
    (
        "PARK JI HO",
        1988,
        12,
        1,
        Sex::Male,
        "KR",
        DocumentType::Passport,
        "M41872391",
    ),
    (
        "KOWALSKA ANNA MARIA",
        1991,
        3,
        14,
        Sex::Female,
        "PL",
        DocumentType::Passport,
        "EZ4410827",
    ),
    (
        "Nguyễn Văn Tưởng",
        1965,
        5,
        5,
        Sex::Male,
        "VN",
        DocumentType::Cccd,
        "056065001883",
    ),
    (
        "Phùng Diệu Linh",
        2003,
        9,
        2,
        Sex::Female,
        "VN",
        DocumentType::CanCuoc,
        "079303008227",
    ),
    (
        "Vi Văn Khoa",
        1986,
        7,
        27,
        Sex::Male,
        "VN",
        DocumentType::Cccd,
        "040086001658",
    ),
    (
        "FERREIRA LUÍS MIGUEL",
        1974,
        10,
        10,
        Sex::Male,
        "PT",
        DocumentType::Passport,
        "CB620517",
    ),
];

/// Fills an empty database. One that holds accounts, facilities or stays is refused.
pub async fn fill(app: &App) -> anyhow::Result<Demo> {
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
    let password = given.unwrap_or_else(random_password);
    let hash = app.passwords.hash(&password).await?;
    let communes = communes(app)?;
    let now = app.clock.now();
    let accounts = app
        .db
        .write(&Actor::system("demo"), now, async |tx| {
            first_lists::load(tx).await?;
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
    Ok(Demo {
        accounts,
        password,
        password_was_given,
    })
}

/// Two communes of the province of the profile.
fn communes(app: &App) -> anyhow::Result<Vec<String>> {
    let codes: &[&str] = match app.profile.province_code.as_str() {
        // Phường Nha Trang, Phường Bắc Nha Trang.
        "56" => &["22366", "22333"],
        // Phường Sa Pa, Phường Lào Cai.
        "15" => &["03006", "02647"],
        other => bail!("there is no demo for province {other}"),
    };
    Ok(codes.iter().map(|code| (*code).to_owned()).collect())
}

type Agency = (&'static str, Role, Option<u8>, String, &'static str, &'static str);

fn agencies(app: &App, communes: &[String]) -> Vec<Agency> {
    let province = || app.profile.province_code.clone();
    let (first, second) = (communes[0].clone(), communes[1].clone());
    let mut agencies: Vec<Agency> = vec![
        (
            "quantri",
            Role::Administrator,
            None,
            province(),
            "Nguyễn Hữu Phước",
            "Công an tỉnh",
        ),
        (
            "congan.tinh",
            Role::Police,
            Some(1),
            province(),
            "Trịnh Quốc Khánh",
            "Công an tỉnh",
        ),
        (
            "congan.phuong1",
            Role::Police,
            Some(3),
            first.clone(),
            "Phan Quốc Bảo",
            "",
        ),
        ("congan.phuong2", Role::Police, Some(3), second, "Cù Thị Sen", ""),
        ("thue.tinh", Role::Tax, Some(1), province(), "Tạ Đình Khôi", "Thuế tỉnh"),
        (
            "thue.phuong1",
            Role::Tax,
            Some(3),
            first.clone(),
            "Dương Bảo Châu",
            "Thuế cơ sở",
        ),
        (
            "dulich.tinh",
            Role::Tourism,
            Some(1),
            province(),
            "Lý Thu Thảo",
            "Sở Du lịch",
        ),
        (
            "dulich.phuong1",
            Role::Tourism,
            Some(2),
            first.clone(),
            "Châu Thị Mỹ Hạnh",
            "Phòng Văn hóa - Xã hội",
        ),
        (
            "thongke.tinh",
            Role::Statistics,
            Some(1),
            province(),
            "Huỳnh Công Danh",
            "Thống kê tỉnh",
        ),
        (
            "thongke.phuong1",
            Role::Statistics,
            Some(2),
            first,
            "Bùi Thị Kim Loan",
            "Thống kê cơ sở",
        ),
    ];
    if app.profile.sectors.finance {
        agencies.push((
            "taichinh.tinh",
            Role::Finance,
            Some(1),
            province(),
            "Mai Xuân Trường",
            "Sở Tài chính",
        ));
    }
    if app.profile.sectors.operation {
        agencies.push((
            "vanhanh.tinh",
            Role::Operation,
            Some(1),
            province(),
            "Võ Thành Nhân",
            "Sở Khoa học và Công nghệ",
        ));
    }
    agencies
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
    let unit_id = Uuid::now_v7();
    let level_number = level.map(i16::from);
    let row = unit::ActiveModel {
        id: Set(unit_id),
        name: Set(unit_name.clone()),
        role: Set(role.as_str().to_owned()),
        level: Set(level_number),
        area_code: Set(area_code.clone()),
        created_at: Set(now.get()),
    };
    unit::Entity::insert(row).exec_without_returning(tx).await?;
    let row = account::ActiveModel {
        unit_id: Set(Some(unit_id)),
        facility_id: Set(None),
        level: Set(level_number),
        holder_position: Set(if role == Role::Police {
            "Cán bộ cư trú"
        } else {
            "Chuyên viên"
        }
        .to_owned()),
        ..account_row(login, role, &area, holder, hash, false)
    };
    let account_id = create_account(tx, row, now).await?;
    Ok(DemoAccount {
        login: login.to_owned(),
        role,
        level,
        area_code,
        facility_id: None,
        first_login: false,
        holder_name: holder.to_owned(),
        unit_name,
        account_id,
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
        ..Default::default()
    }
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
        phone: Set(if is_new {
            String::new()
        } else {
            "0258 000 0148".to_owned()
        }),
        email: Set(format!("{login}@example.test")),
        representative: Set(if is_new { String::new() } else { holder.to_owned() }),
        declared_tax_code: Set(None),
        started_on: Set(None),
        data_confirmed_at: Set(done),
        setup_completed_at: Set(done),
        version: Set(1),
        created_at: Set(now.get()),
    };
    facility::Entity::insert(row).exec_without_returning(tx).await?;
    let row = account::ActiveModel {
        unit_id: Set(None),
        facility_id: Set(Some(facility_id)),
        level: Set(None),
        holder_position: Set(if kind == "household" { "Chủ hộ" } else { "Lễ tân" }.to_owned()),
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
        holder_name: holder.to_owned(),
        unit_name: name.to_owned(),
        account_id,
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
        effective_from: Set(app.profile.effective_from),
        declared_at: Set(now.get()),
        declared_by: Set(declared_by),
    });
    listed_price::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Guests of the last days, through the same door as everybody's: some late, some gone, some grown by a night.
async fn notify_guests(app: &App, accounts: &[DemoAccount], now: Timestamp) -> anyhow::Result<()> {
    const HOUR: i64 = 3_600;
    let houses: Vec<&DemoAccount> = accounts
        .iter()
        .filter(|made| made.facility_id.is_some() && !made.first_login)
        .collect();
    for (index, person) in (0_i64..).zip(PEOPLE.iter().cycle().take(30)) {
        let house = houses[usize::try_from(index).unwrap_or(0) % houses.len()];
        let arrival = now.plus_seconds(-HOUR * (1 + index * 3 % 60));
        // One in seven was told of the next morning, which is late for most hours of arrival.
        let notified = if index % 7 == 6 {
            arrival.plus_seconds(HOUR * 14).min(now)
        } else {
            arrival.plus_seconds(600).min(now)
        };
        let caller = caller_for(house, notified)?;
        let rooms = crate::directory::service::rooms(app, house.facility_id.unwrap_or_default()).await?;
        let room = rooms
            .get(usize::try_from(index * 5).unwrap_or(0) % rooms.len().max(1))
            .map(|room| room.id);
        let stay = stay_of(person, arrival, 1 + index % 4, room);
        stays::service::notify_as(app, &caller, &stay)
            .await
            .map_err(|error| anyhow::anyhow!("guest {index}: {error:?}"))?;
    }
    Ok(())
}

fn caller_for(house: &DemoAccount, now: Timestamp) -> anyhow::Result<Caller> {
    let facility_id = house.facility_id.context("a facility")?;
    Ok(Caller {
        principal: Principal {
            account_id: house.account_id,
            session_id: Uuid::nil(),
            role: Role::Facility,
            facility_id: Some(facility_id),
            area_code: house.area_code.clone(),
            area_path: house.area_code.clone(),
            holder_name: house.holder_name.clone(),
            unit_name: house.unit_name.clone(),
            must_change_password: false,
        },
        actor: Actor {
            account_id: Some(house.account_id),
            ..Actor::system("demo")
        },
        scope: Scope::Facility(facility_id),
        lang: Lang::Vi,
        now,
    })
}

fn stay_of(person: &Person, arrival: Timestamp, nights: i64, room: Option<Uuid>) -> StayIn {
    let (name, year, month, day, sex, nationality, document, number) = *person;
    let birth = time::Month::try_from(month)
        .ok()
        .and_then(|month| time::Date::from_calendar_date(year, month, day).ok());
    let is_foreign = nationality != "VN";
    let leaves = rules::zone::at(
        rules::zone::local_date(arrival.plus_seconds(nights * 86_400).get()),
        time::Time::from_hms(12, 0, 0).unwrap_or(time::Time::MIDNIGHT),
    );
    StayIn {
        guest: GuestIn {
            full_name: name.to_owned().into(),
            birth_date: birth.map_or(dto::Given::Missing, dto::Given::Value),
            sex: sex.into(),
            nationality: nationality.to_owned().into(),
            document_type: document.into(),
            document_number: number.to_owned().into(),
            visa_symbol: if is_foreign {
                "DL".to_owned().into()
            } else {
                dto::Given::Missing
            },
            ..GuestIn::default()
        },
        kind: StayKind::Overnight.into(),
        arrival_at: arrival.into(),
        planned_departure_at: Timestamp::from(leaves).into(),
        room_id: room.map_or(dto::Given::Missing, dto::Given::Value),
        reason: "tourism".to_owned().into(),
        ..StayIn::default()
    }
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
        let level = account.level.map_or_else(String::new, |level| format!(" {level}"));
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
