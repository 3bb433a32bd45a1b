//! The made-up province: two communes, four places of lodging, an account of every role.

use super::rows;
use api::App;
use api::audit::{Actor, Event};
use api::db::Tx;
use dto::account::{AccountTier, Role};
use sea_orm::Value;
use std::sync::LazyLock;
use time::macros::{date, datetime};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Phường Nha Trang.
pub const NHA_TRANG: &str = "22366";
/// Phường Bắc Nha Trang.
pub const BAC_NHA_TRANG: &str = "22333";

/// The password of every account.
pub const PASSWORD: &str = "Bien-Xanh-48";

/// When everything was set up: 2026-11-02 09:00 of the local clock.
pub const SETTLED: time::OffsetDateTime = datetime!(2026-11-02 02:00 UTC);

/// A guest, whose data must not leak.
pub struct Person {
    pub full_name: &'static str,
    pub birth_date: &'static str,
    pub sex: &'static str,
    pub nationality: &'static str,
    pub document_type: &'static str,
    pub document_number: &'static str,
    pub phone: &'static str,
    pub address: &'static str,
    pub visa_number: &'static str,
}

/// Lives in the province.
pub const PHAT: Person = Person {
    full_name: "Lâm Tấn Phát",
    birth_date: "1982-04-02",
    sex: "male",
    nationality: "VN",
    document_type: "cccd",
    document_number: "056082004731",
    phone: "0905 731 148",
    address: "14 Hoàng Diệu, phường Vĩnh Nguyên",
    visa_number: "",
};

/// Comes from another province.
pub const HA: Person = Person {
    full_name: "Trần Thị Ngọc Hà",
    birth_date: "1987-06-09",
    sex: "female",
    nationality: "VN",
    document_type: "cccd",
    document_number: "056187004512",
    phone: "+84 914 220 067",
    address: "Tổ 7 khu phố Đông Ba, Huế",
    visa_number: "",
};

/// Comes from abroad.
pub const TEREZA: Person = Person {
    full_name: "NOVÁKOVÁ TEREZA",
    birth_date: "1996-03-03",
    sex: "female",
    nationality: "CZ",
    document_type: "passport",
    document_number: "EZ4410827",
    phone: "+420 601 226 314",
    address: "Masarykova 12, Brno",
    visa_number: "VB-8816027",
};

/// Every value that belongs to somebody.
pub fn personal_values() -> impl Iterator<Item = &'static str> {
    [PHAT, HA, TEREZA]
        .into_iter()
        .flat_map(|person| {
            [
                person.full_name,
                person.document_number,
                person.phone,
                person.address,
                person.visa_number,
            ]
        })
        .chain(["0905731148", "84914220067", "420601226314", PASSWORD])
        .filter(|value| !value.is_empty())
}

/// Who is there: login name, role, tier, area, facility and unit.
struct Holder {
    login: &'static str,
    role: Role,
    level: Option<i16>,
    area: &'static str,
    facility: Option<usize>,
    unit: &'static str,
}

const fn officer(
    login: &'static str,
    role: Role,
    level: Option<i16>,
    area: &'static str,
    unit: &'static str,
) -> Holder {
    Holder {
        login,
        role,
        level,
        area,
        facility: None,
        unit,
    }
}

const fn host(login: &'static str, facility: usize, area: &'static str) -> Holder {
    Holder {
        login,
        role: Role::Facility,
        level: None,
        area,
        facility: Some(facility),
        unit: "",
    }
}

const HOLDERS: &[Holder] = &[
    officer("quantri", Role::Administrator, None, "56", "Công an tỉnh Khánh Hòa"),
    officer("congan.tinh", Role::Police, Some(1), "56", "Công an tỉnh Khánh Hòa"),
    officer(
        "congan.nhatrang",
        Role::Police,
        Some(3),
        NHA_TRANG,
        "Công an phường Nha Trang",
    ),
    officer(
        "congan.bac",
        Role::Police,
        Some(3),
        BAC_NHA_TRANG,
        "Công an phường Bắc Nha Trang",
    ),
    officer("thue.tinh", Role::Tax, Some(1), "56", "Thuế tỉnh Khánh Hòa"),
    officer("thue.nhatrang", Role::Tax, Some(3), NHA_TRANG, "Thuế cơ sở Nha Trang"),
    officer("dulich.tinh", Role::Tourism, Some(1), "56", "Sở Du lịch"),
    officer(
        "dulich.nhatrang",
        Role::Tourism,
        Some(2),
        NHA_TRANG,
        "Phòng Văn hóa - Xã hội phường Nha Trang",
    ),
    officer(
        "thongke.tinh",
        Role::Statistics,
        Some(1),
        "56",
        "Thống kê tỉnh Khánh Hòa",
    ),
    officer(
        "thongke.nhatrang",
        Role::Statistics,
        Some(2),
        NHA_TRANG,
        "Thống kê cơ sở Nha Trang",
    ),
    officer("taichinh.tinh", Role::Finance, Some(1), "56", "Sở Tài chính"),
    officer(
        "vanhanh.tinh",
        Role::Operation,
        Some(1),
        "56",
        "Sở Khoa học và Công nghệ",
    ),
    host("haidang", 0, NHA_TRANG),
    host("doanvansau", 1, NHA_TRANG),
    host("bacthanh", 2, BAC_NHA_TRANG),
    host("moimo", 3, NHA_TRANG),
];

/// An account of each tier that the province has, and of those that only other provinces have.
pub const ONE_OF_EACH_TIER: &[(AccountTier, &str)] = &[
    (AccountTier::ADMINISTRATOR, "quantri"),
    (AccountTier::POLICE_1, "congan.tinh"),
    (AccountTier::of(Role::Police, 3), "congan.nhatrang"),
    (AccountTier::of(Role::Tax, 1), "thue.tinh"),
    (AccountTier::of(Role::Tax, 3), "thue.nhatrang"),
    (AccountTier::of(Role::Tourism, 1), "dulich.tinh"),
    (AccountTier::of(Role::Tourism, 2), "dulich.nhatrang"),
    (AccountTier::of(Role::Statistics, 1), "thongke.tinh"),
    (AccountTier::of(Role::Statistics, 2), "thongke.nhatrang"),
    (AccountTier::of(Role::Finance, 1), "taichinh.tinh"),
    (AccountTier::of(Role::Operation, 1), "vanhanh.tinh"),
    (AccountTier::FACILITY, "haidang"),
];

/// The account that still has its initial password, and no set-up.
pub const NEWCOMER: &str = "moimo";

struct Hotel {
    name: &'static str,
    kind: &'static str,
    area: &'static str,
    is_set_up: bool,
    rooms: &'static [&'static str],
}

const HOUSES: &[Hotel] = &[
    Hotel {
        name: "Khách sạn Hải Đăng",
        kind: "hotel",
        area: NHA_TRANG,
        is_set_up: true,
        rooms: &["401", "402", "403", "404"],
    },
    Hotel {
        name: "Hộ ông Đoàn Văn Sáu",
        kind: "household",
        area: NHA_TRANG,
        is_set_up: true,
        rooms: &[],
    },
    Hotel {
        name: "Khách sạn Bắc Thành",
        kind: "hotel",
        area: BAC_NHA_TRANG,
        is_set_up: true,
        rooms: &["101", "102"],
    },
    Hotel {
        name: "Nhà nghỉ Mới Mở",
        kind: "guest_house",
        area: NHA_TRANG,
        is_set_up: false,
        rooms: &[],
    },
];

/// The ids of one run; the same in the templates of both engines.
struct Ids {
    accounts: Vec<Uuid>,
    facilities: Vec<Uuid>,
    rooms: Vec<Vec<Uuid>>,
}

static IDS: LazyLock<Ids> = LazyLock::new(|| Ids {
    accounts: HOLDERS.iter().map(|_| Uuid::now_v7()).collect(),
    facilities: HOUSES.iter().map(|_| Uuid::now_v7()).collect(),
    rooms: HOUSES
        .iter()
        .map(|hotel| hotel.rooms.iter().map(|_| Uuid::now_v7()).collect())
        .collect(),
});

fn holder(login: &str) -> usize {
    HOLDERS
        .iter()
        .position(|holder| holder.login == login)
        .unwrap_or_else(|| panic!("no account {login}"))
}

/// The id of an account.
pub fn account_id(login: &str) -> Uuid {
    IDS.accounts[holder(login)]
}

/// The facility of a facility account.
pub fn facility_id(login: &str) -> Uuid {
    let facility = HOLDERS[holder(login)].facility;
    IDS.facilities[facility.unwrap_or_else(|| panic!("{login} has no facility"))]
}

/// A room of a facility account, by its name.
pub fn room_id(login: &str, name: &str) -> Uuid {
    let hotel = HOLDERS[holder(login)]
        .facility
        .unwrap_or_else(|| panic!("{login} has no facility"));
    let room = HOUSES[hotel].rooms.iter().position(|room| *room == name);
    IDS.rooms[hotel][room.unwrap_or_else(|| panic!("{login} has no room {name}"))]
}

/// The hash of [`PASSWORD`]: hashing is slow on purpose, and once is enough.
async fn password_hash(app: &App) -> String {
    static HASH: OnceCell<String> = OnceCell::const_new();
    HASH.get_or_init(async || app.passwords.hash(PASSWORD).await.expect("hashing"))
        .await
        .clone()
}

/// Fills a database that has its lists.
pub async fn settle(app: &App) {
    let hash = password_hash(app).await;
    let actor = Actor::system("fixture");
    app.db
        .write(&actor, SETTLED.into(), async |tx| {
            for (index, hotel) in HOUSES.iter().enumerate() {
                add_facility(tx, index, hotel).await;
            }
            for (index, holder) in HOLDERS.iter().enumerate() {
                let unit_id = (!holder.unit.is_empty()).then(Uuid::now_v7);
                if let Some(id) = unit_id {
                    add_unit(tx, id, holder).await;
                }
                add_account(tx, index, holder, unit_id, &hash).await;
            }
            for (index, hotel) in HOUSES.iter().enumerate().filter(|(_, hotel)| !hotel.rooms.is_empty()) {
                add_rooms(tx, index, hotel).await;
                add_price(tx, index).await;
            }
            Ok(((), Event::new("settled", "installation").into()))
        })
        .await
        .expect("settling the province");
}

/// The path of an area: a commune lies right below the province.
fn path(area: &str) -> String {
    if area == "56" {
        area.to_owned()
    } else {
        format!("56.{area}")
    }
}

async fn add_facility(tx: &Tx, index: usize, hotel: &Hotel) {
    let done = hotel.is_set_up.then_some(SETTLED);
    let text = |text: &str| Value::from(if hotel.is_set_up { text } else { "" });
    let row = [
        ("id", IDS.facilities[index].into()),
        ("name", hotel.name.into()),
        ("name_search", rules::name::fold(hotel.name).into()),
        ("name_order", rules::name_order::key(hotel.name).into()),
        ("kind", hotel.kind.into()),
        ("tourist", (hotel.kind == "hotel").into()),
        ("area_code", hotel.area.into()),
        ("area_path", path(hotel.area).into()),
        ("address", text("12 Trần Phú")),
        ("phone", text("0258 352 0148")),
        ("email", text("le.tan@example.test")),
        ("representative", text("Lê Thị Mỹ Duyên")),
        ("data_confirmed_at", done.into()),
        ("setup_completed_at", done.into()),
        ("version", 1.into()),
        ("created_at", SETTLED.into()),
    ];
    rows::add(tx, "facility", row).await;
}

async fn add_unit(tx: &Tx, id: Uuid, holder: &Holder) {
    let row = [
        ("id", id.into()),
        ("name", holder.unit.into()),
        ("name_search", rules::name::fold(holder.unit).into()),
        ("role", holder.role.as_str().into()),
        ("level", holder.level.into()),
        ("area_code", holder.area.into()),
        ("created_at", SETTLED.into()),
    ];
    rows::add(tx, "unit", row).await;
}

async fn add_account(tx: &Tx, index: usize, holder: &Holder, unit_id: Option<Uuid>, hash: &str) {
    let id = IDS.accounts[index];
    let name = format!("Người giữ {}", holder.login);
    let email = format!("{}@example.test", holder.login);
    let (position, phone) = ("Cán bộ", "0258 352 0100");
    let row = [
        ("id", id.into()),
        ("login", holder.login.into()),
        ("role", holder.role.as_str().into()),
        ("level", holder.level.into()),
        ("unit_id", unit_id.into()),
        (
            "facility_id",
            holder.facility.map(|facility| IDS.facilities[facility]).into(),
        ),
        ("area_code", holder.area.into()),
        ("area_path", path(holder.area).into()),
        ("holder_name", name.as_str().into()),
        ("holder_position", position.into()),
        ("holder_search", rules::name::fold(&name).into()),
        ("holder_order", rules::name_order::key(&name).into()),
        ("email", email.as_str().into()),
        ("phone", phone.into()),
        ("status", "active".into()),
        ("password_hash", hash.into()),
        ("password_is_initial", (holder.login == NEWCOMER).into()),
        ("password_changed_at", SETTLED.into()),
        ("password_once", false.into()),
        ("password_spent", false.into()),
        // The second factor is the subject of its own tests.
        ("second_factor_waived", true.into()),
        ("created_at", SETTLED.into()),
        ("version", 1.into()),
    ];
    rows::add(tx, "account", row).await;
    let first = [
        ("id", id.into()),
        ("account_id", id.into()),
        ("name", name.into()),
        ("position", position.into()),
        ("email", email.into()),
        ("phone", phone.into()),
        ("since", SETTLED.into()),
    ];
    rows::add(tx, "account_holder", first).await;
}

async fn add_rooms(tx: &Tx, index: usize, hotel: &Hotel) {
    for (name, id) in hotel.rooms.iter().zip(&IDS.rooms[index]) {
        let floor: i16 = name[..1].parse().expect("rooms are named by their floor");
        let row = [
            ("id", (*id).into()),
            ("facility_id", IDS.facilities[index].into()),
            ("floor", floor.into()),
            ("name", (*name).into()),
            ("kind", "Đôi".into()),
            ("beds", 1_i16.into()),
            ("created_at", SETTLED.into()),
            ("mark_version", 1.into()),
        ];
        rows::add(tx, "room", row).await;
    }
}

async fn add_price(tx: &Tx, index: usize) {
    let declared_by = HOLDERS.iter().position(|holder| holder.facility == Some(index));
    let row = [
        ("id", Uuid::now_v7().into()),
        ("facility_id", IDS.facilities[index].into()),
        ("room_kind", "Đôi".into()),
        ("unit", "night".into()),
        ("amount_vnd", 450_000_i64.into()),
        ("effective_from", date!(2026 - 11 - 02).into()),
        ("declared_at", SETTLED.into()),
        (
            "declared_by",
            IDS.accounts[declared_by.expect("every facility has an account")].into(),
        ),
    ];
    rows::add(tx, "listed_price", row).await;
}
