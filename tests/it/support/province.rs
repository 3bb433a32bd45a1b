//! The made-up province: two communes, four places of lodging, an account of every role.

use api::App;
use api::accounts::entity::{account, account_holder};
use api::audit::{Actor, Event};
use api::directory::entity::{facility, listed_price, room, unit};
use api::references::entity::area;
use dto::account::{Post, Role};
use sea_orm::{ActiveValue::Set, EntityTrait};
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

/// An account of each post that the province has, and of those that only other provinces have.
pub const ONE_OF_EACH_POST: &[(Post, &str)] = &[
    (Post::ADMINISTRATOR, "quantri"),
    (Post::POLICE_1, "congan.tinh"),
    (Post::tier(Role::Police, 3), "congan.nhatrang"),
    (Post::tier(Role::Tax, 1), "thue.tinh"),
    (Post::tier(Role::Tax, 3), "thue.nhatrang"),
    (Post::tier(Role::Tourism, 1), "dulich.tinh"),
    (Post::tier(Role::Tourism, 2), "dulich.nhatrang"),
    (Post::tier(Role::Statistics, 1), "thongke.tinh"),
    (Post::tier(Role::Statistics, 2), "thongke.nhatrang"),
    (Post::tier(Role::Finance, 1), "taichinh.tinh"),
    (Post::tier(Role::Operation, 1), "vanhanh.tinh"),
    (Post::FACILITY, "haidang"),
];

/// The account that still has its initial password, and no set-up.
pub const NEWCOMER: &str = "moimo";

struct House {
    name: &'static str,
    kind: &'static str,
    area: &'static str,
    is_set_up: bool,
    rooms: &'static [&'static str],
}

const HOUSES: &[House] = &[
    House {
        name: "Khách sạn Hải Đăng",
        kind: "hotel",
        area: NHA_TRANG,
        is_set_up: true,
        rooms: &["401", "402", "403", "404"],
    },
    House {
        name: "Hộ ông Đoàn Văn Sáu",
        kind: "household",
        area: NHA_TRANG,
        is_set_up: true,
        rooms: &[],
    },
    House {
        name: "Khách sạn Bắc Thành",
        kind: "hotel",
        area: BAC_NHA_TRANG,
        is_set_up: true,
        rooms: &["101", "102"],
    },
    House {
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
        .map(|house| house.rooms.iter().map(|_| Uuid::now_v7()).collect())
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
    let house = HOLDERS[holder(login)]
        .facility
        .unwrap_or_else(|| panic!("{login} has no facility"));
    let room = HOUSES[house].rooms.iter().position(|room| *room == name);
    IDS.rooms[house][room.unwrap_or_else(|| panic!("{login} has no room {name}"))]
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
            for (index, house) in HOUSES.iter().enumerate() {
                facility::Entity::insert(facility_row(index, house))
                    .exec_without_returning(tx)
                    .await?;
            }
            for (index, holder) in HOLDERS.iter().enumerate() {
                let area = area::Entity::find_by_id(holder.area)
                    .one(tx)
                    .await?
                    .expect("an area of the lists");
                let unit_id = (!holder.unit.is_empty()).then(Uuid::now_v7);
                if let Some(id) = unit_id {
                    unit::Entity::insert(unit_row(id, holder))
                        .exec_without_returning(tx)
                        .await?;
                }
                let row = account_row(index, holder, &area, unit_id, &hash);
                account::Entity::insert(row).exec_without_returning(tx).await?;
                let first = holder_row(index, holder);
                account_holder::Entity::insert(first).exec_without_returning(tx).await?;
            }
            for (index, house) in HOUSES.iter().enumerate().filter(|(_, house)| !house.rooms.is_empty()) {
                room::Entity::insert_many(room_rows(index, house))
                    .exec_without_returning(tx)
                    .await?;
                listed_price::Entity::insert(price_row(index))
                    .exec_without_returning(tx)
                    .await?;
            }
            Ok(((), Event::new("settled", "installation").into()))
        })
        .await
        .expect("settling the province");
}

fn facility_row(index: usize, house: &House) -> facility::ActiveModel {
    let done = house.is_set_up.then_some(SETTLED);
    let text = |text: &str| {
        Set(if house.is_set_up {
            text.to_owned()
        } else {
            String::new()
        })
    };
    facility::ActiveModel {
        id: Set(IDS.facilities[index]),
        name: Set(house.name.to_owned()),
        name_search: Set(rules::name::fold(house.name)),
        kind: Set(house.kind.to_owned()),
        tourist: Set(house.kind == "hotel"),
        area_code: Set(house.area.to_owned()),
        area_path: Set(format!("56.{}", house.area)),
        address: text("12 Trần Phú"),
        phone: text("0258 352 0148"),
        email: text("le.tan@example.test"),
        representative: text("Lê Thị Mỹ Duyên"),
        declared_tax_code: Set(None),
        started_on: Set(None),
        declared_rooms: Set(None),
        declared_beds: Set(None),
        data_confirmed_at: Set(done),
        setup_completed_at: Set(done),
        version: Set(1),
        created_at: Set(SETTLED),
        updated_at: Set(None),
        suspended_on: Set(None),
        restarts_on: Set(None),
        closes_on: Set(None),
    }
}

fn unit_row(id: Uuid, holder: &Holder) -> unit::ActiveModel {
    unit::ActiveModel {
        id: Set(id),
        name: Set(holder.unit.to_owned()),
        role: Set(holder.role.as_str().to_owned()),
        level: Set(holder.level),
        area_code: Set(holder.area.to_owned()),
        created_at: Set(SETTLED),
        name_search: Set(rules::name::fold(holder.unit)),
    }
}

fn account_row(
    index: usize,
    holder: &Holder,
    area: &area::Model,
    unit_id: Option<Uuid>,
    hash: &str,
) -> account::ActiveModel {
    account::ActiveModel {
        id: Set(IDS.accounts[index]),
        login: Set(holder.login.to_owned()),
        role: Set(holder.role.as_str().to_owned()),
        level: Set(holder.level),
        unit_id: Set(unit_id),
        facility_id: Set(holder.facility.map(|facility| IDS.facilities[facility])),
        area_code: Set(area.code.clone()),
        area_path: Set(area.path.clone()),
        holder_name: Set(format!("Người giữ {}", holder.login)),
        holder_position: Set("Cán bộ".to_owned()),
        email: Set(format!("{}@example.test", holder.login)),
        status: Set("active".to_owned()),
        password_hash: Set(hash.to_owned()),
        password_is_initial: Set(holder.login == NEWCOMER),
        password_changed_at: Set(SETTLED),
        created_at: Set(SETTLED),
        updated_at: Set(None),
        password_once: Set(false),
        password_spent: Set(false),
        password_reminded_at: Set(None),
        // The second factor is the subject of its own tests.
        second_factor_waived: Set(true),
        operator_of: Set(None),
        phone: Set("0258 352 0100".to_owned()),
        holder_search: Set(rules::name::fold(&format!("Người giữ {}", holder.login))),
        status_since: Set(None),
        status_reason: Set(None),
        status_by: Set(None),
        version: Set(1),
    }
}

fn holder_row(index: usize, holder: &Holder) -> account_holder::ActiveModel {
    account_holder::ActiveModel {
        id: Set(IDS.accounts[index]),
        account_id: Set(IDS.accounts[index]),
        name: Set(format!("Người giữ {}", holder.login)),
        position: Set("Cán bộ".to_owned()),
        email: Set(format!("{}@example.test", holder.login)),
        phone: Set("0258 352 0100".to_owned()),
        since: Set(SETTLED),
        reason: Set(None),
        reference: Set(None),
        dossier_id: Set(None),
        recorded_by: Set(None),
    }
}

fn room_rows(index: usize, house: &House) -> Vec<room::ActiveModel> {
    let rooms = house.rooms.iter().zip(&IDS.rooms[index]);
    rooms
        .map(|(name, id)| room::ActiveModel {
            id: Set(*id),
            facility_id: Set(IDS.facilities[index]),
            floor: Set(name[..1].parse().expect("rooms are named by their floor")),
            name: Set((*name).to_owned()),
            kind: Set("Đôi".to_owned()),
            beds: Set(1),
            created_at: Set(SETTLED),
            retired_at: Set(None),
            mark_version: Set(1),
            ..Default::default()
        })
        .collect()
}

fn price_row(index: usize) -> listed_price::ActiveModel {
    let declared_by = HOLDERS.iter().position(|holder| holder.facility == Some(index));
    listed_price::ActiveModel {
        id: Set(Uuid::now_v7()),
        facility_id: Set(IDS.facilities[index]),
        room_kind: Set("Đôi".to_owned()),
        unit: Set("night".to_owned()),
        amount_vnd: Set(450_000),
        effective_to: Set(None),
        season: Set(None),
        effective_from: Set(date!(2026 - 11 - 02)),
        declared_at: Set(SETTLED),
        declared_by: Set(IDS.accounts[declared_by.expect("every house has an account")]),
    }
}
