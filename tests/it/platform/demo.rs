//! The demo of the binary `luutru`: a province to try out.

use super::binary::{Site, with_password};
use crate::support::province::PASSWORD;
use crate::support::*;
use dto::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeSet;

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
    let hotels: Vec<_> = accounts
        .iter()
        .filter(|account| account["role"] == "facility")
        .collect();
    assert!((9..=12).contains(&hotels.len()), "{}", hotels.len());
    let communes: BTreeSet<_> = hotels
        .iter()
        .map(|hotel| hotel["area_code"].as_str().unwrap())
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
