//! The binary `luutru`: demo, bootstrap, migrate, openapi and serve.

use crate::support::app::TestApp;
use crate::support::client::SPEC;
use crate::support::engine::{TestDatabase, folder};
use crate::support::province::{PASSWORD, PHAT};
use crate::support::*;
use api::clock::Clock;
use api::crypto::Keys;
use dto::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A database without anything, and a key file.
struct Site {
    database: TestDatabase,
    folder: PathBuf,
    keys: String,
}

impl Site {
    async fn new(engine: Engine) -> Self {
        leaks::listen();
        let folder = folder();
        let keys = folder.join("keys.json");
        Keys::generate().write(&keys).unwrap();
        Self {
            database: TestDatabase::empty(engine, &folder).await,
            keys: keys.to_str().unwrap().to_owned(),
            folder,
        }
    }

    fn settings<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let ours = [
            ("LUUTRU_DATABASE_URL", self.database.url.as_str()),
            ("LUUTRU_KEYS", self.keys.as_str()),
        ];
        ours.into_iter().chain(more.iter().copied()).collect()
    }

    /// A service over it, at the present time: the binary knows no other.
    async fn open(self) -> TestApp {
        let keys = Keys::read(self.keys.as_ref()).unwrap();
        TestApp::over(self.database, self.folder, &keys, Clock::system()).await
    }
}

fn with_password() -> [(&'static str, &'static str); 1] {
    [("LUUTRU_DEMO_PASSWORD", PASSWORD)]
}

async fn the_demo_makes_a_province(engine: Engine) {
    let site = Site::new(engine).await;
    let printed = process::output(&site.folder, &["demo", "--json"], &site.settings(&with_password()));
    leaks::expect_none_in("the list of accounts", &printed);
    let accounts: Vec<Value> = serde_json::from_str(&printed).unwrap();
    let keys: BTreeSet<_> = accounts
        .iter()
        .flat_map(|account| account.as_object().unwrap().keys().cloned())
        .collect();
    let expected = ["area_code", "facility_id", "first_login", "level", "login", "role"];
    assert_eq!(keys, BTreeSet::from(expected.map(String::from)));
    let told = |field: &str| {
        accounts
            .iter()
            .map(|account| account[field].as_str().unwrap_or_default())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        told("role"),
        BTreeSet::from(["administrator", "facility", "police", "statistics", "tax", "tourism"])
    );
    assert_eq!(told("login").len(), accounts.len());
    let houses: Vec<_> = accounts
        .iter()
        .filter(|account| account["role"] == "facility")
        .collect();
    assert!((9..=12).contains(&houses.len()), "{}", houses.len());
    let communes: BTreeSet<_> = houses
        .iter()
        .map(|house| house["area_code"].as_str().unwrap())
        .collect();
    assert_eq!(communes, BTreeSet::from(["22333", "22366"]));
    let newcomers: Vec<_> = accounts
        .iter()
        .filter(|account| account["first_login"] == true)
        .collect();
    assert_eq!(newcomers.len(), 1);
    assert_eq!(newcomers[0]["role"], "facility");

    let t = site.open().await;
    for account in &accounts {
        let client = t.anonymous();
        let session = client.login(account["login"].as_str().unwrap(), PASSWORD).await.is(200);
        let told = &session["account"];
        for field in ["role", "level"] {
            assert_eq!(told[field], account[field], "{account}");
        }
        assert_eq!(told["area"]["code"], account["area_code"]);
        assert_eq!(told["must_change_password"], account["first_login"]);
        if account["role"] == "facility" {
            assert_eq!(told["facility"]["id"], account["facility_id"]);
            assert_eq!(told["facility"]["setup_complete"], account["first_login"] == false);
        }
        match account["role"].as_str().unwrap() {
            "police" => assert!(
                !client.call("listStays").await.is(200)["items"]
                    .as_array()
                    .unwrap()
                    .is_empty()
            ),
            "facility" if account["first_login"] == false => {
                client
                    .call("getFacilityDay")
                    .at("facility_id", account["facility_id"].as_str().unwrap())
                    .await
                    .is(200);
            }
            "facility" => {
                client.call("listStays").await.problem("password_change_required");
            }
            _ => {}
        }
    }
    let kinds = rows::texts(&t, "SELECT DISTINCT kind FROM facility").await;
    assert!(kinds.len() >= 7, "{kinds:?}");
    assert!(rows::count(&t, "stay").await >= 20);
    the_queue_is_as_on_a_day_at_work(&t).await;
    t.finish().await;
}

/// What the police of the province find in the morning.
async fn the_queue_is_as_on_a_day_at_work(t: &TestApp) {
    let police = t.anonymous();
    police.login("congan.tinh", PASSWORD).await.is(200);
    let waiting = police.call("listDossiers").await.is(200);
    let counts =
        json!({ "waiting": 8, "registrations": 8, "overdue": 1, "supplement_requested": 1, "resolved": 1, "done": 2 });
    assert_eq!(waiting["counts"], counts);
    let items = waiting["items"].as_array().unwrap();
    let left: Vec<i64> = items
        .iter()
        .filter_map(|item| serde_json::from_value(item["due_at"].clone()).ok())
        .map(|due: Timestamp| (due.unix() - t.clock.now().unix()) / 60)
        .collect();
    assert!(left.is_sorted(), "{left:?}");
    // Overdue by four hours and a half, and under two, under eight and over forty-six hours left.
    let ages = [-280..-260, 90..109, 300..424, 2_700..2_774];
    for age in ages {
        assert!(left.iter().any(|left| age.contains(left)), "{age:?} in {left:?}");
    }
    let states: Vec<&str> = items.iter().map(|item| item["state"].as_str().unwrap()).collect();
    assert!(
        states.contains(&"filed") && states.contains(&"in_process"),
        "{states:?}"
    );
    assert_eq!(
        states.last(),
        Some(&"supplement_requested"),
        "whose clock stands comes last"
    );
    let opinions: BTreeSet<(&str, Option<&str>)> = items
        .iter()
        .flat_map(|item| item["asked_units"].as_array().unwrap())
        .map(|asked| (asked["unit_name"].as_str().unwrap(), asked["opinion"].as_str()))
        .collect();
    let expected = [
        ("Sở Du lịch Khánh Hòa", None),
        ("Sở Du lịch Khánh Hòa", Some("no_opinion")),
        ("Thuế tỉnh Khánh Hòa", Some("agree")),
    ];
    assert_eq!(opinions, BTreeSet::from(expected));
    let decided = police.call("listDossiers").query("closed", true).await.is(200);
    let decided = decided["items"].as_array().unwrap();
    assert!(decided.iter().any(|item| item["state"] == "refused"), "{decided:?}");
    // Each has its signed form, and what was asked back was said on the telephone.
    for item in items.iter().chain(decided) {
        let dossier = police
            .call("getDossier")
            .at("dossier_id", item["id"].as_str().unwrap())
            .await
            .is(200);
        assert_eq!(item["form_missing"], false);
        let scan = police
            .call("downloadAttachment")
            .at("dossier_id", item["id"].as_str().unwrap())
            .at("attachment_id", dossier["attachments"][0]["id"].as_str().unwrap())
            .await;
        assert!(scan.body.starts_with(b"%PDF-"), "{item}");
        if item["state"] == "supplement_requested" {
            let events = dossier["events"].as_array().unwrap();
            assert!(events.iter().any(|event| event["contact"]["channel"] == "phone"));
        }
    }
    // Nobody is written to of days that never were.
    let waiting = "SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL";
    assert_eq!(rows::number(t, waiting).await, 0);
    let untold = "SELECT COUNT(*) FROM dossier WHERE state = 'in_process' AND overdue_told_at IS NOT NULL";
    assert_eq!(rows::number(t, untold).await, 1);
}

async fn the_demo_leaves_what_is_there_alone(engine: Engine) {
    let site = Site::new(engine).await;
    process::output(&site.folder, &["demo", "--json"], &site.settings(&with_password()));
    let again = process::run(&site.folder, &["demo", "--json"], &site.settings(&with_password()));
    assert!(!again.status.success());
    assert!(again.stdout.is_empty());
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(said.contains("holds data already"), "{said}");
    let t = site.open().await;
    let before = rows::count(&t, "account").await;
    assert!(before > 10);
    // A database with nothing but one account is not empty either.
    t.finish().await;
    let site = Site::new(engine).await;
    let arguments = [
        "bootstrap",
        "--name",
        "Nguyễn Hữu Phước",
        "--email",
        "quantri@example.test",
    ];
    process::output(&site.folder, &arguments, &site.settings(&[]));
    assert!(
        !process::run(&site.folder, &["demo"], &site.settings(&with_password()))
            .status
            .success()
    );
    let t = site.open().await;
    assert_eq!(rows::count(&t, "account").await, 1);
    t.finish().await;
}

async fn an_installation_begins_with_one_administrator(engine: Engine) {
    let site = Site::new(engine).await;
    let arguments = [
        "bootstrap",
        "--login",
        "truong.ban",
        "--name",
        "Nguyễn Hữu Phước",
        "--email",
        "quantri@example.test",
    ];
    let lost = process::output(&site.folder, &arguments, &site.settings(&[]));
    let (_, lost) = lost.trim().split_once(' ').unwrap();
    leaks::watch(lost);
    // Once only, under one name; whoever lost the password before using it is given another.
    let mut other = arguments;
    other[2] = "pho.ban";
    assert!(!process::run(&site.folder, &other, &site.settings(&[])).status.success());
    let printed = process::output(&site.folder, &arguments, &site.settings(&[]));
    let (login, password) = printed.trim().split_once(' ').unwrap();
    assert_eq!(login, "truong.ban");
    leaks::watch(password);
    // Bringing up to date what is up to date changes nothing.
    process::output(&site.folder, &["migrate"], &site.settings(&[]));
    let t = site.open().await;
    assert_eq!(rows::count(&t, "account").await, 1);
    assert_eq!(rows::count(&t, "area").await, 34 + 3_321);
    let client = t.anonymous();
    client.login(login, lost).await.problem("credentials_refused");
    let session = client.login(login, password).await.is(200);
    assert_eq!(session["account"]["role"], "administrator");
    // Like every other initial password it is good for one sign-in.
    t.anonymous()
        .login(login, password)
        .await
        .problem("credentials_refused");
    assert_eq!(session["account"]["must_change_password"], true);
    client.call("listStays").await.problem("password_change_required");
    let body = json!({ "current_password": password, "new_password": "Tram-Huong-27" });
    client.call("changePassword").json(&body).await.is(204);
    client.call("listStays").await.problem("second_factor_required_first");
    let body = json!({ "password": "Tram-Huong-27" });
    let begun = client.call("enrolSecondFactor").json(&body).await.is(200);
    let secret = totp_rs::Secret::try_from_base32(begun["secret"].as_str().unwrap()).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let code = app.generate(u64::try_from(t.clock.now().unix()).unwrap()).to_string();
    let body = json!({ "code": code });
    client.call("confirmSecondFactor").json(&body).await.is(200);
    client.call("listStays").await.is(200);
    t.finish().await;
}

/// Whoever starts with keys that are not the database's would store what nobody can read, and find nobody.
async fn other_keys_than_those_of_the_database(engine: Engine) {
    let site = Site::new(engine).await;
    process::output(&site.folder, &["demo", "--json"], &site.settings(&with_password()));
    let theirs = std::fs::read(&site.keys).unwrap();
    let bootstrap = [
        "bootstrap",
        "--name",
        "Nguyễn Hữu Phước",
        "--email",
        "quantri@example.test",
    ];
    let refused = |arguments: &[&str], word: &str| {
        let output = process::run(&site.folder, arguments, &site.settings(&[]));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{arguments:?}");
        assert!(
            said.contains(&site.keys) && said.contains(word),
            "{arguments:?}: {said}"
        );
    };
    // Not there: none is made beside what the old one protects.
    std::fs::remove_file(&site.keys).unwrap();
    for arguments in [&["serve"][..], &["migrate"], &["demo"], &bootstrap] {
        let made_on_the_way = engine == Engine::Sqlite || arguments[0] == "bootstrap";
        refused(arguments, if made_on_the_way { "not empty" } else { "no key file" });
        assert!(!std::path::Path::new(&site.keys).exists(), "{arguments:?}");
    }
    // Another one of the same numbers, as a new installation makes it.
    process::output(&site.folder, &["keys", "make"], &site.settings(&[]));
    for arguments in [&["serve"][..], &["migrate"], &bootstrap] {
        refused(arguments, "does not belong to this database");
    }
    // The right one, which others may read.
    std::fs::write(&site.keys, &theirs).unwrap();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(&site.keys, open).unwrap();
    refused(&["serve"], "open to others");
    let closed = std::os::unix::fs::PermissionsExt::from_mode(0o400);
    std::fs::set_permissions(&site.keys, closed).unwrap();
    process::output(&site.folder, &["migrate"], &site.settings(&[]));
    // The same for a database from before the check: it holds values and no proof.
    let t = site.open().await;
    rows::execute(&t, "DELETE FROM key_check").await.unwrap();
    let stranger = t.sibling_with_keys(&Keys::generate()).await;
    t.anonymous_at(&stranger)
        .call("getProfile")
        .await
        .problem("unavailable");
    assert_eq!(rows::count(&t, "key_check").await, 0);
    t.finish().await;
}

#[test]
fn other_keys_than_those_of_the_database_stop_the_start_on_sqlite() {
    block_on(other_keys_than_those_of_the_database(Engine::Sqlite));
}

#[test]
fn other_keys_than_those_of_the_database_stop_the_start_on_postgresql() {
    block_on(other_keys_than_those_of_the_database(Engine::Postgres));
}

#[test]
fn the_demo_makes_a_province_to_try_out_on_sqlite() {
    block_on(the_demo_makes_a_province(Engine::Sqlite));
}

#[test]
fn the_demo_makes_a_province_to_try_out_on_postgresql() {
    block_on(the_demo_makes_a_province(Engine::Postgres));
}

#[test]
fn the_demo_refuses_a_database_that_holds_anything_on_sqlite() {
    block_on(the_demo_leaves_what_is_there_alone(Engine::Sqlite));
}

#[test]
fn the_demo_refuses_a_database_that_holds_anything_on_postgresql() {
    block_on(the_demo_leaves_what_is_there_alone(Engine::Postgres));
}

// Proves KH-10.1-2.
// Part of LC-4.2.
#[test]
fn an_installation_begins_with_one_administrator_on_sqlite() {
    block_on(an_installation_begins_with_one_administrator(Engine::Sqlite));
}

// Proves KH-10.1-2.
// Part of LC-4.2.
#[test]
fn an_installation_begins_with_one_administrator_on_postgresql() {
    block_on(an_installation_begins_with_one_administrator(Engine::Postgres));
}

#[test]
fn without_a_given_password_the_demo_prints_the_one_that_it_made_up() {
    block_on(async {
        let site = Site::new(Engine::Sqlite).await;
        let printed = process::output(&site.folder, &["demo"], &site.settings(&[]));
        let password = printed.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
        assert!(password.len() >= 14, "{printed}");
        assert!(
            printed
                .lines()
                .any(|line| line.starts_with("haidang") && line.contains("facility"))
        );
        assert!(printed.lines().any(|line| line.contains("(first login)")));
        let t = site.open().await;
        t.anonymous().login("haidang", &password).await.is(200);
        t.finish().await;
        // As JSON standard output is for the list alone.
        let site = Site::new(Engine::Sqlite).await;
        let output = process::run(&site.folder, &["demo", "--json"], &site.settings(&[]));
        serde_json::from_slice::<Vec<Value>>(&output.stdout).unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let password = said
            .lines()
            .find_map(|line| line.strip_prefix("LUUTRU_DEMO_PASSWORD="))
            .unwrap();
        let t = site.open().await;
        t.anonymous().login("haidang", password).await.is(200);
        t.finish().await;
    });
}

#[test]
fn the_demo_of_the_other_province_has_its_own_areas_and_sectors() {
    block_on(async {
        let site = Site::new(Engine::Sqlite).await;
        let settings = [("LUUTRU_DEMO_PASSWORD", PASSWORD), ("LUUTRU_PROFILE", "lao-cai")];
        let printed = process::output(&site.folder, &["demo", "--json"], &site.settings(&settings));
        let accounts: Vec<Value> = serde_json::from_str(&printed).unwrap();
        assert!(accounts.iter().any(|account| account["role"] == "finance"));
        assert!(accounts.iter().all(|account| account["role"] != "operation"));
        let areas: BTreeSet<_> = accounts
            .iter()
            .map(|account| account["area_code"].as_str().unwrap())
            .collect();
        assert_eq!(areas, BTreeSet::from(["02647", "03006", "15"]));
        let t = site.open().await;
        let states = rows::texts(&t, "SELECT state FROM dossier ORDER BY state").await;
        let many = |state: &str| states.iter().filter(|found| *found == state).count();
        assert_eq!(states.len(), 11, "{states:?}");
        for (state, number) in [
            ("filed", 1),
            ("in_process", 7),
            ("supplement_requested", 1),
            ("returned", 1),
            ("refused", 1),
        ] {
            assert_eq!(many(state), number, "{states:?}");
        }
        let elsewhere = "SELECT area_code FROM dossier WHERE area_path NOT LIKE '15.%'";
        assert!(rows::texts(&t, elsewhere).await.is_empty());
        t.finish().await;
    });
}

#[test]
fn the_document_can_be_printed_without_any_database() {
    let printed = process::output(
        &folder(),
        &["openapi"],
        &[("LUUTRU_DATABASE_URL", "postgres://nowhere.invalid/x")],
    );
    assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), *SPEC);
}

#[test]
fn without_any_setting_it_serves_from_a_file_and_ends_when_it_is_told() {
    block_on(async {
        leaks::listen();
        let folder = folder();
        let service = process::Service::start(&folder, &[]);
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let address = format!("http://127.0.0.1:{}", service.port);
        let get = async |path: &str| http.get(format!("{address}{path}")).send().await.unwrap();
        assert_eq!(get("/health/ready").await.status(), 200);
        let profile: Value = get("/api/v1/profile").await.json().await.unwrap();
        assert_eq!(profile["profile"]["id"], "khanh-hoa");
        assert!(folder.join("luutru.db").exists());
        let keys = std::fs::metadata(folder.join("luutru-keys.json")).unwrap();
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&keys.permissions()) & 0o777,
            0o600
        );
        let (ended_well, _) = service.stop();
        assert!(ended_well);
        // A second start keeps the data and the keys.
        let before = std::fs::read(folder.join("luutru-keys.json")).unwrap();
        let service = process::Service::start(&folder, &[]);
        let address = format!("http://127.0.0.1:{}", service.port);
        assert_eq!(
            http.get(format!("{address}/health/ready"))
                .send()
                .await
                .unwrap()
                .status(),
            200
        );
        assert_eq!(std::fs::read(folder.join("luutru-keys.json")).unwrap(), before);
        assert!(service.stop().0);
    });
}

// Part of LC-10.2-1.
#[test]
fn a_request_under_way_is_finished_before_the_process_ends() {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpStream;
    leaks::listen();
    let folder = folder();
    process::output(&folder, &["demo", "--json"], &with_password());
    let service = process::Service::start(&folder, &[]);
    let address = ("127.0.0.1", service.port);
    let body = json!({ "login": "haidang", "password": PASSWORD }).to_string();
    let mut connection = BufReader::new(TcpStream::connect(address).unwrap());
    let head = format!(
        "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Expect: 100-continue\r\nConnection: close\r\n\r\n",
        body.len()
    );
    connection.get_mut().write_all(head.as_bytes()).unwrap();
    // From here on the service waits for the body.
    let mut line = String::new();
    connection.read_line(&mut line).unwrap();
    assert!(line.starts_with("HTTP/1.1 100"), "{line}");
    service.ask_to_stop();
    // Nobody else is let in any more.
    while TcpStream::connect(address).is_ok() {
        std::thread::yield_now();
    }
    connection.get_mut().write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(
        answer.contains("HTTP/1.1 200") && answer.contains("\"access_token\""),
        "{answer}"
    );
    assert!(service.end().0);
}

#[test]
fn figures_of_its_work_stand_on_a_listener_of_their_own_and_name_nobody() {
    block_on(async {
        leaks::listen();
        let folder = folder();
        let metrics = process::free_port();
        let metrics_listen = format!("127.0.0.1:{metrics}");
        process::output(&folder, &["demo", "--json"], &with_password());
        let service = process::Service::start(
            &folder,
            &[("LUUTRU_METRICS_LISTEN", &metrics_listen), ("LUUTRU_LOG", "trace")],
        );
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let address = format!("http://127.0.0.1:{}", service.port);
        let login = json!({ "login": "haidang", "password": PASSWORD });
        let session: Value = http
            .post(format!("{address}/api/v1/auth/login"))
            .json(&login)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let token = session["access_token"].as_str().unwrap().to_owned();
        let stays = format!("{address}/api/v1/stays");
        let page: Value = http
            .get(&stays)
            .bearer_auth(&token)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let id = page["items"][0]["id"].as_str().unwrap().to_owned();
        let guest = page["items"][0]["full_name"].as_str().unwrap().to_owned();
        http.get(format!("{stays}/{id}"))
            .bearer_auth(&token)
            .send()
            .await
            .unwrap();
        http.get(format!("{address}/{}", "x".repeat(50))).send().await.unwrap();
        let search = json!({ "document_number": PHAT.document_number });
        http.post(format!("{stays}/search"))
            .bearer_auth(&token)
            .json(&search)
            .send()
            .await
            .unwrap();

        let text = http
            .get(format!("http://127.0.0.1:{metrics}/metrics"))
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        assert!(
            text.contains(
                "luutru_request_seconds_count{method=\"GET\",route=\"/api/v1/stays/{stay_id}\",status=\"200\"} 1"
            ),
            "{text}"
        );
        assert!(
            !text.contains(&id) && !text.contains(&guest) && !text.contains("xxxx"),
            "{text}"
        );
        leaks::expect_none_in("the figures", &text);
        assert_eq!(
            http.get(format!("{address}/metrics")).send().await.unwrap().status(),
            404
        );

        // And the log of the whole process, at its finest, names nobody either.
        let (ended_well, log) = service.stop();
        assert!(ended_well);
        assert!(log.lines().count() > 10);
        leaks::expect_none_in("the log", &log);
        for secret in [&guest, &rules::name::fold(&guest), &token] {
            assert!(!log.contains(secret.as_str()), "the log names {secret}");
        }
        assert!(
            log.lines().any(|line| line.contains("/api/v1/stays/{stay_id}")),
            "the route is logged by its pattern"
        );
    });
}

#[test]
fn settings_that_make_no_sense_stop_it_before_it_starts() {
    let folder = folder();
    for (name, value) in [
        ("LUUTRU_PROFILE", "atlantis"),
        ("LUUTRU_LISTEN", "everywhere"),
        ("LUUTRU_DATABASE_CONNECTIONS", "many"),
        ("LUUTRU_DATABASE_URL", "mysql://x/y"),
        ("LUUTRU_CONFIG", "/nowhere/luutru.toml"),
    ] {
        let output = process::run(&folder, &["migrate"], &[(name, value)]);
        assert!(!output.status.success(), "{name}={value}");
        assert!(!output.stderr.is_empty(), "{name}={value}: no word about it");
    }
    // On PostgreSQL the keys are never made up on the way.
    let output = process::run(
        &folder,
        &["migrate"],
        &[("LUUTRU_DATABASE_URL", "postgres://nowhere.invalid/x")],
    );
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("LUUTRU_KEYS"), "{said}");
    let file = folder.join("luutru.toml");
    std::fs::write(&file, "profil = \"lao-cai\"\n").unwrap();
    let output = process::run(&folder, &["migrate"], &[("LUUTRU_CONFIG", file.to_str().unwrap())]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("profil"), "{said}");
}

/// Initial passwords go by mail: what is reached from outside does not put them into files by mistake.
#[test]
fn with_https_mail_goes_to_a_server_unless_files_are_asked_for() {
    let run = |more: &[(&str, &str)]| {
        let mut settings = vec![("LUUTRU_PUBLIC_URL", "https://luutru.example")];
        settings.extend(more);
        process::run(&folder(), &["migrate"], &settings)
    };
    let refused = run(&[]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        !refused.status.success() && said.contains("LUUTRU_SMTP_URL") && said.contains("LUUTRU_MAIL_DIR"),
        "{said}"
    );
    assert!(run(&[("LUUTRU_MAIL_DIR", "mail")]).status.success());
    let server = [
        ("LUUTRU_SMTP_URL", "smtps://mail.example"),
        ("LUUTRU_MAIL_FROM", "luutru@khanhhoa.example"),
    ];
    assert!(run(&server).status.success());
}
