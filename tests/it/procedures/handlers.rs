//! Who handles a dossier: the tier that its type names, and administrators.

use crate::support::dossier::PROCEDURE;
use crate::support::filing::{application, dossier};
use crate::support::province::{BAC_NHA_TRANG, NHA_TRANG};
use crate::support::*;
use api::procedures::service::Filed;
use serde_json::{Value, json};

/// A procedure of the tourism authority of the province.
const TOURISM_PROCEDURE: &str = "tourism_procedure";
const TOURISM: &str = "dulich.tinh";
const POLICE: &str = "congan.tinh";

/// A dossier of the tourism authority; who handles dossiers has been looked up since.
async fn of_tourism(t: &TestApp, title: &str, area: &str) -> Filed {
    t.add_procedure(TOURISM_PROCEDURE, "DU", "tourism_1", (48, "hours"))
        .await;
    let filed = t.file_of(TOURISM_PROCEDURE, title, area, Vec::new()).await;
    t.pass(60);
    filed
}

fn on<'a>(client: &'a Client<'_>, operation: &str, filed: &Filed) -> client::Call<'a> {
    client.call(operation).at("dossier_id", filed.dossier.id)
}

fn can(seen: &Value, operation: &str) -> bool {
    seen["can"].as_array().expect("can").contains(&json!(operation))
}

async fn may(client: &Client<'_>, operation: &str) -> bool {
    let account = client.call("getCurrentAccount").await.is(200);
    account["operations"]
        .as_array()
        .expect("operations")
        .contains(&json!(operation))
}

async fn titles(client: &Client<'_>) -> Vec<String> {
    let page = client.call("listDossiers").await.is(200);
    let items = page["items"].as_array().expect("items").iter();
    items.map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

async fn ask_tourism(police: &Client<'_>, filed: &Filed) {
    let units = police.call("listUnits").await.is(200);
    let units = units["items"].as_array().expect("units").clone();
    let unit = units
        .iter()
        .find(|unit| unit["role"] == "tourism" && unit["level"] == "province")
        .expect("the tourism authority");
    on(police, "consultOnDossier", filed)
        .json(&json!({ "unit_ids": [unit["id"]], "question": "Hạng của cơ sở có đúng không?" }))
        .await
        .is(200);
}

on_both_engines!(
    #[test]
    async fn a_procedure_of_another_tier_is_seen_and_decided_by_that_tier_and_not_by_the_police(t: &TestApp) {
        let tourism = t.signed_in(TOURISM).await;
        assert!(!may(&tourism, "resolveDossier").await, "no procedure names it yet");
        let theirs = of_tourism(t, "Xếp hạng Khách sạn Hải Đăng", NHA_TRANG).await;
        let of_police = t.file("Khách sạn Thùy Dương").await;
        assert!(may(&tourism, "resolveDossier").await);

        let police = t.signed_in(POLICE).await;
        assert_eq!(titles(&police).await, ["Khách sạn Thùy Dương"]);
        assert_eq!(titles(&tourism).await, ["Xếp hạng Khách sạn Hải Đăng"]);
        for (client, others) in [(&police, &theirs), (&tourism, &of_police)] {
            on(client, "getDossier", others).await.problem("not_found");
            on(client, "resolveDossier", others)
                .json(&json!({ "version": 1 }))
                .await
                .problem("not_found");
            let counts = client.call("getCounts").await.is(200);
            assert_eq!(counts["dossiers"]["waiting"], 1);
        }
        let administrator = t.signed_in("quantri").await;
        assert_eq!(titles(&administrator).await.len(), 2);

        let seen = on(&tourism, "getDossier", &theirs).await.is(200);
        assert!(can(&seen, "acceptDossier") && can(&seen, "resolveDossier"), "{seen}");
        let granted = on(&tourism, "resolveDossier", &theirs)
            .json(&json!({ "version": seen["version"] }))
            .await
            .is(200);
        assert_eq!(granted["dossier"]["state"], "returned");
        // The commune's office of the same sector handles nothing: another tier.
        let commune = t.signed_in("dulich.nhatrang").await;
        on(&commune, "acceptDossier", &theirs)
            .json(&json!({ "version": 1 }))
            .await
            .problem("forbidden");
    }

    #[test]
    async fn who_handles_some_dossiers_is_still_asked_about_others(t: &TestApp) {
        of_tourism(t, "Xếp hạng Khách sạn Hải Đăng", NHA_TRANG).await;
        let asked = t.file("Khách sạn Thùy Dương").await;
        let police = t.signed_in(POLICE).await;
        let tourism = t.signed_in(TOURISM).await;
        ask_tourism(&police, &asked).await;
        assert_eq!(
            titles(&tourism).await,
            ["Xếp hạng Khách sạn Hải Đăng", "Khách sạn Thùy Dương"]
        );
        let counts = tourism.call("getCounts").await.is(200);
        assert_eq!(counts["dossiers"], json!({ "waiting": 2, "overdue": 0 }));

        // Of the one that it was asked about it sees what every unit sees that was asked, and gives its opinion.
        let seen = on(&tourism, "getDossier", &asked).await.is(200);
        assert_eq!(seen["can"], json!(["giveOpinion"]));
        assert_eq!(seen["decision"], Value::Null);
        on(&tourism, "acceptDossier", &asked)
            .json(&json!({ "version": seen["version"] }))
            .await
            .problem("not_found");
        on(&tourism, "giveOpinion", &asked)
            .json(&json!({ "opinion": "agree" }))
            .await
            .is(200);
        assert_eq!(titles(&tourism).await, ["Xếp hạng Khách sạn Hải Đăng"]);
        let done = tourism.call("listDossiers").query("closed", true).await.is(200);
        assert_eq!(done["items"].as_array().unwrap().len(), 1);
        assert_eq!(done["items"][0]["title"], "Khách sạn Thùy Dương");
        assert_eq!(
            (&done["counts"]["waiting"], &done["counts"]["done"]),
            (&json!(1), &json!(1))
        );
    }

    #[test]
    async fn the_end_of_a_term_is_told_to_whoever_handles_it(t: &TestApp) {
        of_tourism(t, "Xếp hạng Khách sạn Hải Đăng", BAC_NHA_TRANG).await;
        t.pass(47 * 3_600);
        // Written in the one round, delivered in the next.
        t.work().await;
        t.work().await;
        let told = |address: &str| {
            let letters = mail::in_folder(t);
            letters
                .into_iter()
                .any(|letter| letter.to.contains(address) && letter.subject.contains("hạn"))
        };
        assert!(told("dulich.tinh@example.test") && told("quantri@example.test"));
        assert!(!told("congan.tinh@example.test"));
    }

    #[test]
    async fn a_corrected_type_reaches_an_installation_and_its_numbers_go_on(t: &TestApp) {
        let before = "UPDATE procedure_type SET title = 'x', handled_by = 'tax_1', last_number = 41 \
                      WHERE id = 'account_registration'";
        rows::execute(t, before).await.unwrap();
        api::bootstrap::prepare(&t.app).await.unwrap();
        let receipt = t.apply(&application()).await;
        assert_eq!(receipt["number"], "DK-0042");
        let seen = dossier(&t.signed_in(POLICE).await, "DK-0042").await;
        assert_eq!(seen["procedure"]["title"], "Đề nghị cấp tài khoản");
    }

    #[test]
    async fn a_dossier_stays_with_whom_its_type_named_when_it_was_filed(t: &TestApp) {
        let filed = t.file("Khách sạn Thùy Dương").await;
        let moved = format!("UPDATE procedure_type SET handled_by = 'tourism_1' WHERE id = '{PROCEDURE}'");
        rows::execute(t, &moved).await.unwrap();
        t.pass(60);
        let police = t.signed_in(POLICE).await;
        on(&police, "getDossier", &filed).await.is(200);
        on(&t.signed_in(TOURISM).await, "getDossier", &filed)
            .await
            .problem("not_found");
        let refused = rows::execute(t, "UPDATE dossier SET handled_by = 'tourism_1'").await;
        assert!(refused.is_err(), "what a dossier is never changes");
    }
);
