//! Stays past the online period: kept on line at least as long as they have to be, then in archives of their own.

use crate::support::engine::folder;
use crate::support::province::{HA, PHAT};
use crate::support::*;
use api::schedule::tick;
use api::stays::archive;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::path::Path;
use time::Date;
use time::macros::date;
use uuid::Uuid;

const MARCH: Date = date!(2025 - 03 - 01);
const APRIL: Date = date!(2025 - 04 - 01);
const MAY: Date = date!(2025 - 05 - 01);

/// A guest who comes at that moment, notified at once.
async fn notified(t: &TestApp, person: &province::Person, at: &str) -> Value {
    let now = t.at(at);
    let body = t
        .stay_in("402", person)
        .with("/arrival_at", now.to_string())
        .with("/planned_departure_at", now.plus_seconds(2 * 86_400).to_string());
    t.signed_in("haidang").await.notify(&body).await
}

/// Two stays of March and one of April 2025; then it is the day of the other tests.
async fn past(t: &TestApp) -> Value {
    let first = notified(t, &PHAT, "2025-03-15 20:00:00").await;
    let haidang = t.signed_in("haidang").await;
    haidang.amend(&first, json!({ "note": "đổi" })).await.is(200);
    let police = t.signed_in("congan.nhatrang").await;
    let call = police.call("askAboutStay").stay(&first);
    call.json(&json!({ "text": "Khách ở cùng ai?" })).await.is(200);
    notified(t, &HA, "2025-03-31 22:59:59").await;
    notified(t, &PHAT, "2025-04-01 00:00:00").await;
    t.at(TestApp::START);
    first
}

/// The number of a request for archived data that the police have accepted.
async fn accepted_request(t: &TestApp) -> String {
    let body = json!({
        "kind": "archived_data", "guest_details": "Khách đoàn của Công ty Sao Mai", "stay_from": "2025-03-01",
        "stay_to": "2025-03-31", "reason": "Đối chiếu hóa đơn theo yêu cầu của cơ quan thuế", "commitment_accepted": true,
    });
    let receipt = t
        .signed_in("haidang")
        .await
        .call("submitOwnDataRequest")
        .json(&body)
        .await
        .is(201);
    let police = t.signed_in("congan.tinh").await;
    let number = receipt["number"].as_str().unwrap().to_owned();
    let seen = filing::dossier(&police, &number).await;
    police
        .call("acceptDossier")
        .at("dossier_id", seen["id"].as_str().unwrap())
        .json(&json!({ "version": seen["version"] }))
        .await
        .is(200);
    number
}

fn faults(checked: &[archive::Checked]) -> Vec<Option<&str>> {
    checked.iter().map(|one| one.fault.as_deref()).collect()
}

fn one_file(folder: &Path) -> std::path::PathBuf {
    let mut files = std::fs::read_dir(folder).unwrap();
    files.next().unwrap().unwrap().path()
}

on_both_engines!(
    // Proves KH-11.2f-1.
    #[test]
    async fn what_was_notified_stays_on_line_for_eighteen_months_after_its_month(t: &TestApp) {
        let stay = notified(t, &PHAT, "2025-06-01 20:00:00").await;
        // The last second of the last day: 18 months after the end of June 2025.
        t.at("2026-12-31 23:59:59");
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        let police = t.signed_in("congan.nhatrang").await;
        assert_eq!(
            police.get(&stay).await["guest"]["document_number"],
            PHAT.document_number
        );
        let search = json!({ "document_number": PHAT.document_number, "purpose": "verify_report" });
        let found = police.call("searchStays").json(&search).await.is(200);
        assert_eq!(found["people"][0]["stays"][0]["id"], stay["id"]);
        let register = police
            .call("getRegister")
            .query("purpose", "residence_check")
            .query("from", "2025-06-01")
            .query("to", "2025-06-01")
            .await
            .is(200);
        assert_eq!(register["items"][0]["stay"]["id"], stay["id"]);
        let error = archive::make(&t.app, date!(2025 - 06 - 01), &folder())
            .await
            .unwrap_err();
        assert!(error.to_string().contains("on line"), "{error}");
        t.at("2027-01-01 00:00:00");
        archive::make(&t.app, date!(2025 - 06 - 01), &folder()).await.unwrap();
    }

    // Proves KH-11.2f-2.
    #[test]
    async fn a_month_past_its_online_period_is_kept_apart_sealed_and_whole_for_sixty_months_more(t: &TestApp) {
        let stay = past(t).await;
        let shelf = folder().join("archive");
        let made = archive::make(&t.app, MARCH, &shelf).await.unwrap();
        assert_eq!((made.stays, made.keep_until), (2, Some(date!(2031 - 09 - 30))));
        let text = std::fs::read_to_string(one_file(&shelf)).unwrap();
        for secret in [PHAT.document_number, PHAT.full_name, HA.document_number, HA.full_name] {
            assert!(!text.contains(secret), "the file shows {secret}");
        }
        assert_eq!(faults(&archive::verify(&t.app, &shelf).await.unwrap()), [None]);
        for line in text.lines().skip(1) {
            let (id, sealed) = line.split_once(' ').unwrap();
            let sealed = STANDARD.decode(sealed).unwrap();
            let plain = t.app.sealer.open("archive.stay", id.parse().unwrap(), &sealed).unwrap();
            let plain: Value = serde_json::from_slice(&plain).unwrap();
            // Each line says in which form it is.
            assert_eq!(
                (&plain["form"], &plain["kept"]["stay"]["id"]),
                (&json!("v1"), &json!(id))
            );
            // Whole: the stay, what it was before, and what was asked about it.
            if stay["id"] == id {
                let kept = &plain["kept"];
                let parts = ["versions", "messages"].map(|part| kept[part].as_array().unwrap().len());
                assert_eq!((&kept["stay"]["version"], parts), (&json!(2), [1, 1]));
            }
        }
        assert!(text.contains(stay["id"].as_str().unwrap()));
        // Somebody is found in it for a request that was granted, and the look is on record.
        let request = accepted_request(t).await;
        let why = archive::Why {
            request: &request,
            by: "congan.tinh",
        };
        let find = async |month, number| archive::find(&t.app, month, &shelf, number, &why).await;
        let found = find(MARCH, PHAT.document_number).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["notification"]["guest"]["full_name"], PHAT.full_name);
        assert!(find(MARCH, "056199000001").await.unwrap().is_empty());
        let error = find(APRIL, PHAT.document_number).await.unwrap_err();
        assert!(error.to_string().contains("2025-04"), "{error}");
        let looks = rows::audit(t, "archive_searched").await;
        assert_eq!(looks.len(), 2);
        assert_eq!(looks[0].reference.as_deref(), Some(request.as_str()));
        assert_eq!(looks[0].account_id, Some(province::account_id("congan.tinh")));
        // Whoever names no such request, or nobody, looks at nothing.
        for (request, by) in [("DL-9999", "congan.tinh"), (request.as_str(), "khongcoai")] {
            let why = archive::Why { request, by };
            let refused = archive::find(&t.app, MARCH, &shelf, PHAT.document_number, &why).await;
            refused.unwrap_err();
        }
        assert_eq!(rows::audit(t, "archive_searched").await.len(), 2);
        assert!(
            !looks
                .iter()
                .any(|look| look.details.to_string().contains(PHAT.document_number))
        );
        // Nothing was taken from the database, and what was made stays on record.
        assert_eq!(rows::count(t, "stay").await, 3);
        assert_eq!(rows::audit(t, "archive_made").await[0].details["stays"], 2);
        for forbidden in ["DELETE FROM archive", "UPDATE archive SET stays = 0"] {
            rows::execute(t, forbidden).await.unwrap_err();
        }
    }

    #[test]
    async fn an_archive_that_was_changed_lost_or_cannot_be_opened_is_told(t: &TestApp) {
        past(t).await;
        let shelf = folder().join("archive");
        archive::make(&t.app, MARCH, &shelf).await.unwrap();
        let path = one_file(&shelf);
        let whole = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = whole.lines().collect();
        let fault = async || {
            let checked = archive::verify(&t.app, &shelf).await.unwrap();
            checked[0].fault.clone().unwrap_or_default()
        };
        // A stay taken out; two exchanged; a letter changed; another month; no archive.
        std::fs::write(&path, format!("{}\n{}\n", lines[0], lines[1])).unwrap();
        assert!(fault().await.contains("not the file that was made"));
        let request = accepted_request(t).await;
        let why = archive::Why {
            request: &request,
            by: "congan.tinh",
        };
        archive::find(&t.app, MARCH, &shelf, PHAT.document_number, &why)
            .await
            .unwrap_err();
        std::fs::write(&path, format!("{}\n{}\n{}\n", lines[0], lines[2], lines[1])).unwrap();
        assert!(fault().await.contains("not the file that was made"));
        let last = lines[2].replace('A', "B");
        std::fs::write(&path, format!("{}\n{}\n{last}\n", lines[0], lines[1])).unwrap();
        assert!(fault().await.contains("line 3"));
        let other_form = whole.replacen("\"luutru_archive\":1", "\"luutru_archive\":2", 1);
        std::fs::write(&path, other_form).unwrap();
        assert!(fault().await.contains("a form that this release reads"));
        std::fs::write(&path, whole.replace("2025", "2024")).unwrap();
        assert!(!fault().await.is_empty());
        std::fs::write(&path, "").unwrap();
        assert!(!fault().await.is_empty());
        std::fs::write(&path, &whole).unwrap();
        assert_eq!(fault().await, "");
        let stranger = t.sibling_with_keys(&api::crypto::Keys::generate()).await;
        let checked = archive::verify(&stranger.app, &shelf).await.unwrap();
        assert!(checked[0].fault.is_some(), "other keys open it");
        std::fs::remove_file(&path).unwrap();
        assert!(fault().await.contains("cannot read"));
    }

    #[test]
    async fn what_is_still_on_line_or_stays_there_for_ever_is_not_archived(t: &TestApp) {
        past(t).await;
        let shelf = folder().join("archive");
        let error = archive::make(&t.app, MAY, &shelf).await.unwrap_err();
        assert!(error.to_string().contains("2025-05"), "{error}");
        let lao_cai = t.sibling(|config| config.profile = "lao-cai".to_owned()).await;
        let error = archive::make(&lao_cai.app, MARCH, &shelf).await.unwrap_err();
        assert!(error.to_string().contains("keeps everything on line"), "{error}");
        // A month in which nobody came has an archive as well: that there was nobody is an answer, too.
        let empty = archive::make(&t.app, date!(2025 - 02 - 01), &shelf).await.unwrap();
        assert_eq!(empty.stays, 0);
        assert_eq!(rows::count(t, "archive").await, 1);
        assert_eq!(faults(&archive::verify(&t.app, &shelf).await.unwrap()), [None]);
    }

    #[test]
    async fn the_command_makes_and_checks_archives(t: &TestApp) {
        past(t).await;
        let home = folder();
        let (keys, shelf) = (home.join("keys.json"), home.join("archive"));
        app::KEYS.write(&keys).unwrap();
        let settings = [
            ("LUUTRU_DATABASE_URL", t.database_url()),
            ("LUUTRU_KEYS", keys.to_str().unwrap()),
        ];
        let shelf = shelf.to_str().unwrap();
        let made = process::output(&home, &["archive", "make", "2025-03", shelf], &settings);
        assert!(
            made.starts_with("stays-2025-03-") && made.ends_with(".archive 2\n"),
            "{made}"
        );
        let checked = process::output(&home, &["archive", "verify", shelf], &settings);
        assert!(checked.ends_with(".archive 2 ok\n"), "{checked}");
        std::fs::write(one_file(shelf.as_ref()), "x").unwrap();
        let output = process::run(&home, &["archive", "verify", shelf], &settings);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("1 of 1"), "{said}");
        for wrong in ["2025-13", "2025-3", "März", "2025-00", "99999-01"] {
            let output = process::run(&home, &["archive", "make", wrong, shelf], &settings);
            assert_eq!(output.status.code(), Some(2), "{wrong}");
        }
    }
);
