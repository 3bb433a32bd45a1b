//! The binary `luutru`: bootstrap, migrate, openapi and serve.

use crate::support::app::TestApp;
use crate::support::client::SPEC;
use crate::support::engine::{TestDatabase, folder};
use crate::support::province::{PASSWORD, PHAT};
use crate::support::*;
use api::clock::Clock;
use api::crypto::Keys;
use serde_json::{Value, json};
use std::path::PathBuf;

/// A database without anything, and a key file.
pub struct Site {
    database: TestDatabase,
    pub folder: PathBuf,
    keys: String,
}

impl Site {
    pub async fn new(engine: Engine) -> Self {
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

    pub fn settings<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let ours = [
            ("LUUTRU_DATABASE_URL", self.database.url.as_str()),
            ("LUUTRU_KEYS", self.keys.as_str()),
        ];
        ours.into_iter().chain(more.iter().copied()).collect()
    }

    /// A service over it, at the present time: the binary knows no other.
    pub async fn open(self) -> TestApp {
        let keys = Keys::read(self.keys.as_ref()).unwrap();
        TestApp::over(self.database, self.folder, &keys, Clock::system()).await
    }
}

/// Settings of a demo whose password is known.
pub fn with_password() -> [(&'static str, &'static str); 1] {
    [("LUUTRU_DEMO_PASSWORD", PASSWORD)]
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
