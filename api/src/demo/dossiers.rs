//! The queue of applications, created with the ordinary services at earlier times: one is overdue, one is new, agencies
//! were consulted, one was returned after a call, one was granted and one refused.

use super::DemoAccount;
use super::cast::communes_of_applicants;
use crate::App;
use crate::accounts::admission::without_request;
use crate::audit::{Actor, Event};
use crate::authz::{Grant, Operation, policy};
use crate::http::Reading;
use crate::http::once::{Answer, Once};
use crate::outbox;
use crate::procedures::kinds::{Kind, registration};
use crate::procedures::{files, reminders, service};
use anyhow::Context;
use dto::administration::Delivery;
use dto::dossier::{
    AcceptDossierIn, ApplicantContactIn, ConsultIn, ContactChannel, DossierOut, Opinion, OpinionIn, RefuseIn,
    Resolution, ResolveOut, SupplementRequestIn,
};
use dto::filing::{File, NewFacilityIn, RegistrationIn};
use dto::{CheckContext, Given, Lang, Timestamp};
use std::sync::Arc;
use time::Duration;
use uuid::Uuid;

const MINUTE: i64 = 60;
/// The account that decides.
const POLICE: &str = "congan.tinh";

/// A step of an application, with its time in minutes before now.
enum Step {
    Accepted(i64),
    /// The units by their login names.
    Asked(i64, &'static [&'static str], &'static str),
    Answered(i64, &'static str, Opinion, Option<&'static str>),
    SentBack(i64, &'static str),
    Granted(i64),
    Refused(i64, &'static str),
}

/// An application: the time of its filing, in minutes before now, and its applicant.
struct Asks {
    filed: i64,
    name: &'static str,
    kind: &'static str,
    commune: usize,
    address: &'static str,
    size: (u16, Option<u16>),
    person: (&'static str, &'static str),
    tax_code: Option<&'static str>,
    mailbox: &'static str,
    then: &'static [Step],
}

const fn hours(hours: i64, minutes: i64) -> i64 {
    hours * 60 + minutes
}

/// Oldest first, in the order of their numbers.
const APPLICATIONS: &[Asks] = &[
    Asks {
        filed: hours(98, 20),
        name: "Nhà nghỉ Hương Quê",
        kind: "guest_house",
        commune: 1,
        address: "7 đường Mai Xuân Thưởng",
        size: (9, None),
        person: ("Thạch Thị Mai", "Chủ cơ sở"),
        tax_code: Some("4200002107"),
        mailbox: "huongque",
        then: &[Step::Refused(
            hours(71, 5),
            "Cơ sở đã ngừng kinh doanh tại địa chỉ này.",
        )],
    },
    Asks {
        filed: hours(76, 10),
        name: "Khách sạn Lan Rừng",
        kind: "hotel",
        commune: 0,
        address: "45 đường Hoàng Diệu",
        size: (22, Some(40)),
        person: ("Kiều Công Định", "Giám đốc"),
        tax_code: Some("4200002114"),
        mailbox: "lanrung",
        then: &[Step::Accepted(hours(74, 30)), Step::Granted(hours(52, 40))],
    },
    Asks {
        filed: hours(52, 32),
        name: "Homestay Sóng Bạc",
        kind: "homestay",
        commune: 2,
        address: "Tổ 3, đường Ven Sông",
        size: (6, Some(12)),
        person: ("Trương Thị Lài", "Chủ cơ sở"),
        tax_code: None,
        mailbox: "songbac",
        then: &[Step::Accepted(hours(47, 10))],
    },
    Asks {
        filed: hours(46, 12),
        name: "Khách sạn Hoàng Yến",
        kind: "hotel",
        commune: 1,
        address: "12 đường Bãi Dương",
        size: (48, Some(96)),
        person: ("Quách Thị Hồng Cúc", "Giám đốc"),
        tax_code: Some("4200002121"),
        mailbox: "hoangyen",
        then: &[
            Step::Accepted(hours(44, 0)),
            Step::Asked(
                hours(43, 50),
                &["thue.tinh", "dulich.tinh"],
                "Mã số thuế và hạng của cơ sở có đúng như tờ khai không?",
            ),
            Step::Answered(
                hours(4, 40),
                "thue.tinh",
                Opinion::Agree,
                Some("Mã số thuế đang hoạt động, đúng tên và địa chỉ."),
            ),
        ],
    },
    Asks {
        filed: hours(40, 57),
        name: "Nhà nghỉ Tường Vi",
        kind: "guest_house",
        commune: 3,
        address: "90 đường Thống Nhất",
        size: (14, None),
        person: ("Lưu Văn Hậu", "Chủ cơ sở"),
        tax_code: Some("4200002139"),
        mailbox: "tuongvi",
        then: &[Step::Accepted(hours(30, 0))],
    },
    Asks {
        filed: hours(34, 22),
        name: "Căn hộ Mây Trắng A7",
        kind: "tourist_apartment",
        commune: 0,
        address: "A7, 60 đường Trần Quang Khải",
        size: (3, Some(5)),
        person: ("Ninh Ngọc Ánh", "Chủ sở hữu"),
        tax_code: None,
        mailbox: "maytrang",
        then: &[Step::Accepted(hours(28, 15))],
    },
    Asks {
        filed: hours(33, 37),
        name: "Ký túc xá Trường Trung cấp Nghề",
        kind: "collective_housing",
        commune: 2,
        address: "18 đường Lương Định Của",
        size: (80, Some(320)),
        person: ("Đàm Quang Vinh", "Trưởng ban quản lý"),
        tax_code: Some("4200002146"),
        mailbox: "ktx.trungcapnghe",
        then: &[
            Step::Accepted(hours(29, 0)),
            Step::Asked(
                hours(28, 50),
                &["dulich.tinh"],
                "Ký túc xá có cho khách du lịch thuê trong dịp hè không?",
            ),
            Step::Answered(hours(9, 25), "dulich.tinh", Opinion::NoOpinion, None),
        ],
    },
    Asks {
        filed: hours(27, 2),
        name: "Bệnh viện Phục hồi chức năng Bình Tâm",
        kind: "medical_establishment",
        commune: 3,
        address: "2 đường Yên Ninh",
        size: (70, Some(210)),
        person: ("Tôn Nữ Diệu Hiền", "Trưởng phòng hành chính"),
        tax_code: Some("4200002153"),
        mailbox: "binhtam",
        then: &[Step::Accepted(hours(20, 30))],
    },
    Asks {
        filed: hours(25, 30),
        name: "Trại lều Đồi Thông",
        kind: "tourist_campsite",
        commune: 4,
        address: "Thôn Đá Hang",
        size: (0, Some(40)),
        person: ("Mấu Văn Phi", "Chủ cơ sở"),
        tax_code: None,
        mailbox: "doithong",
        then: &[
            Step::Accepted(hours(23, 0)),
            Step::SentBack(
                hours(20, 10),
                "Bản ký ghi 20 lều, tờ khai ghi 40 giường. Ghi rõ số lều và ký lại.",
            ),
        ],
    },
    Asks {
        filed: hours(11, 12),
        name: "Biệt thự Vườn Đào",
        kind: "tourist_villa",
        commune: 1,
        address: "5 đường Phước Long",
        size: (5, Some(10)),
        person: ("Âu Dương Mỹ Lệ", "Quản lý"),
        tax_code: Some("4200002160"),
        mailbox: "vuondao",
        then: &[Step::Accepted(hours(8, 0))],
    },
    Asks {
        filed: hours(1, 47),
        name: "Homestay Bến Lặng",
        kind: "homestay",
        commune: 0,
        address: "31 hẻm 8 đường Ngô Đến",
        size: (4, Some(8)),
        person: ("Hứa Thị Kim Tuyến", "Chủ cơ sở"),
        tax_code: None,
        mailbox: "benlang",
        then: &[],
    },
];

/// Files all applications, and carries out the steps of every account. No mail of these past days is sent now.
pub(super) async fn fill_queue(app: &Arc<App>, accounts: &[DemoAccount], now: Timestamp) -> anyhow::Result<()> {
    let communes = communes_of_applicants(app)?;
    for asks in APPLICATIONS {
        let filed = ago(now, asks.filed);
        let id = file(app, application(asks, communes[asks.commune], filed), filed)
            .await
            .map_err(|error| anyhow::anyhow!("{}: {error:?}", asks.name))?;
        // The version after filing and confirmation.
        let mut version = 2;
        for step in asks.then {
            take(app, accounts, asks, id, &mut version, step, now)
                .await
                .with_context(|| format!("what happened to {}", asks.name))?;
        }
    }
    let told = async {
        reminders::run(app, now).await?;
        let done = async |tx: &_| {
            outbox::mark_delivered(tx, now).await?;
            Ok(((), Event::new("demo_letters_let_go", "installation").into()))
        };
        app.db.write(&Actor::system("demo"), now, done).await
    };
    told.await.map_err(|error| anyhow::anyhow!("the letters: {error:?}"))
}

/// Files an application with its own printed Mẫu số 1 as the scan, and follows the link at once.
async fn file(app: &App, sent: RegistrationIn, at: Timestamp) -> crate::error::Result<Uuid> {
    let context = CheckContext {
        now: at,
        profile: &app.profile,
    };
    let asks = registration::Application::read(app, Reading::from(sent), context).await?;
    let sheet = File {
        name: "Mau-so-1.pdf".to_owned(),
        bytes: asks.sheet(app, at).await?,
    };
    let signed = files::prove_all(app, vec![sheet], &|_| "/signed_form".to_owned()).await?;
    let references = app.references(at).await?;
    app.db
        .write(&Actor::system("demo"), at, async |tx| {
            let (filed, event) = registration::file(tx, app, &references, asks, signed, Lang::Vi, at).await?;
            let token = filed.confirmation.unwrap_or_default();
            let (dossier, _) = service::confirm(tx, app, &token, at).await?;
            Ok((dossier.id, event.into()))
        })
        .await
}

fn ago(now: Timestamp, minutes: i64) -> Timestamp {
    now.plus_seconds(-minutes * MINUTE)
}

fn application(asks: &Asks, commune: &str, filed: Timestamp) -> RegistrationIn {
    let text = |text: &str| Given::Value(text.to_owned());
    let (rooms, beds) = asks.size;
    let (person, position) = asks.person;
    let opening = rules::zone::local_date(filed.get()).saturating_add(Duration::days(10));
    RegistrationIn {
        facility: Some(NewFacilityIn {
            name: text(asks.name),
            kind: text(asks.kind),
            area_code: text(commune),
            address: text(asks.address),
            representative: text(person),
            tax_code: asks.tax_code.map_or(Given::Missing, text),
            rooms: Some(rooms),
            beds,
        }),
        user_name: text(person),
        user_position: text(position),
        email: Given::Value(format!("{}@example.test", asks.mailbox)),
        phone: text(PHONE),
        started_on: Given::Value(opening),
        commitment_accepted: Some(true),
        ..RegistrationIn::default()
    }
}

/// A telephone number that is not in use.
const PHONE: &str = "0258 000 0247";

async fn take(
    app: &Arc<App>,
    accounts: &[DemoAccount],
    asks: &Asks,
    id: Uuid,
    version: &mut i32,
    step: &Step,
    now: Timestamp,
) -> anyhow::Result<()> {
    let account = |login: &str| {
        accounts
            .iter()
            .find(|made| made.login == login)
            .with_context(|| format!("no account {login}"))
    };
    let police = account(POLICE)?.account_id;
    let seen = *version;
    let after = match *step {
        Step::Accepted(at) => {
            let body = AcceptDossierIn {
                version: seen,
                contact: None,
            };
            let grant = at_work::<policy::AcceptDossier>(app, police, ago(now, at)).await?;
            service::accept::<Kind>(&grant.caller, id, body, Once::unrepeated())
                .await
                .and_then(version_of)
        }
        Step::Asked(at, units, question) => {
            let units: anyhow::Result<Vec<Option<Uuid>>> =
                units.iter().map(|login| Ok(account(login)?.unit_id)).collect();
            let body = ConsultIn {
                unit_ids: units?.into_iter().flatten().collect(),
                question: question.to_owned(),
            };
            let grant = at_work::<policy::ConsultOnDossier>(app, police, ago(now, at)).await?;
            let asked = service::consult::<Kind>(&grant.caller, id, Once::unrepeated(), body).await;
            asked.map(|_| seen)
        }
        Step::Answered(at, login, opinion, text) => {
            let unit = account(login)?.account_id;
            let grant = at_work::<policy::GiveOpinion>(app, unit, ago(now, at)).await?;
            let body = OpinionIn {
                opinion,
                text: text.map(str::to_owned),
            };
            service::give_opinion::<Kind>(&grant.caller, id, body, Once::unrepeated())
                .await
                .map(|_| seen)
        }
        Step::SentBack(at, reason) => {
            let body = SupplementRequestIn {
                version: seen,
                reason: reason.to_owned(),
                contact: ApplicantContactIn {
                    channel: ContactChannel::Phone,
                    at: ago(now, at + 5),
                    with: format!("{}, {PHONE}", asks.person.0),
                },
            };
            let grant = at_work::<policy::RequestSupplement>(app, police, ago(now, at)).await?;
            let sent = service::request_supplement::<Kind>(&grant.caller, id, body, Once::unrepeated()).await;
            sent.and_then(version_of)
        }
        Step::Granted(at) => {
            let body = Resolution {
                version: seen,
                comment: None,
                delivery: Delivery::Email,
                login: None,
                files: Vec::new(),
                stay_ids: Vec::new(),
                contact: None,
            };
            let grant = at_work::<policy::ResolveDossier>(app, police, ago(now, at)).await?;
            let granted = service::resolve::<Kind>(&grant.caller, id, body, Once::unrepeated()).await;
            granted.and_then(|answer| Ok(answer.read::<ResolveOut>()?.dossier.summary.version))
        }
        Step::Refused(at, reason) => {
            let body = RefuseIn {
                version: seen,
                reason: reason.to_owned(),
            };
            let grant = at_work::<policy::RefuseDossier>(app, police, ago(now, at)).await?;
            service::refuse::<Kind>(&grant.caller, id, body, Once::unrepeated())
                .await
                .and_then(version_of)
        }
    };
    *version = after.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    Ok(())
}

/// Returns the grant of an account for an operation at that moment.
pub(super) async fn at_work<O: Operation>(app: &Arc<App>, account_id: Uuid, at: Timestamp) -> anyhow::Result<Grant<O>> {
    without_request(app, account_id, at)
        .await
        .map_err(|error| anyhow::anyhow!("{}: {error:?}", O::ROW.operation))
}

fn version_of(answer: Answer) -> crate::error::Result<i32> {
    Ok(answer.read::<DossierOut>()?.summary.version)
}
