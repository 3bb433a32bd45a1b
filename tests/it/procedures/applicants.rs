//! What people without an account read of what they filed: what they declared, what became of it, and what a link says.

use crate::support::filing::{application, dossier, grant, loss, password_in};
use crate::support::*;
use serde_json::{Value, json};

const CHOSEN: &str = "Cua-Bien-2026";

async fn look_up(t: &TestApp, code: &Value) -> Value {
    let body = json!({ "dossier_code": code });
    t.anonymous().call("lookupDossier").json(&body).await.is(200)
}

on_both_engines!(
    #[test]
    async fn whoever_applied_reads_what_was_declared_that_it_was_granted_and_the_login_name(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let waiting = look_up(t, &receipt["dossier_code"]).await;
        assert_eq!(
            (&waiting["form"]["facility"]["rooms"], &waiting["login"]),
            (&json!(48), &Value::Null)
        );
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        let words = json!({ "comment": "Xem hướng dẫn kèm theo." });
        grant(&police, &seen, words).await.is(200);
        let granted = look_up(t, &receipt["dossier_code"]).await;
        assert_eq!(
            (&granted["state"], &granted["login"]),
            (&json!("returned"), &json!("khachsanthuyduong"))
        );
        assert_eq!(granted["form"]["facility"]["name"], "Khách sạn Thùy Dương");
        // The mails: the password in one, the decision in the other.
        t.work().await;
        let mails = mail::in_folder(t);
        let told = mails
            .iter()
            .find(|mail| mail.subject.contains("được duyệt"))
            .expect("a decision");
        for part in [
            "được duyệt",
            "Tên đăng nhập: khachsanthuyduong",
            "Xem hướng dẫn",
            "Mã hồ sơ: LT-",
        ] {
            assert!(told.text.contains(part), "{part} is not in {}", told.text);
        }
        assert!(!told.text.contains("\n\n\n"), "an empty paragraph: {}", told.text);
    }

    #[test]
    async fn a_new_facility_is_told_the_rooms_that_it_declared_until_it_has_a_plan(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        let granted = grant(&police, &seen, json!({})).await.is(200);
        let id = granted["dossier"]["result"]["facility_id"].as_str().unwrap().to_owned();
        let (login, password) = (
            granted["dossier"]["result"]["login"].as_str().unwrap().to_owned(),
            password_in(&t.mail_to("thuyduong").await.expect("a mail")),
        );
        let hotel = t.anonymous();
        hotel.login(&login, &password).await.is(200);
        leaks::watch(CHOSEN);
        let change = json!({ "current_password": password, "new_password": CHOSEN });
        hotel.call("changePassword").json(&change).await.is(204);
        let get = async || hotel.call("getFacility").at("facility_id", id.clone()).await.is(200);
        let before = get().await;
        assert_eq!(before["setup"]["declared_rooms"], json!({ "rooms": 48, "beds": 96 }));
        let plan = json!({
            "version": before["version"],
            "rooms": [{ "floor": 1, "name": "101", "kind": "Đôi", "beds": 2 }]
        });
        hotel
            .call("replaceRoomPlan")
            .at("facility_id", id.clone())
            .json(&plan)
            .await
            .is(200);
        assert_eq!(get().await["setup"]["declared_rooms"], Value::Null);
        // Others read of a facility what it is, and not what it once declared.
        let seen = police.call("getFacility").at("facility_id", id.clone()).await.is(200);
        assert_eq!(seen["setup"]["declared_rooms"], Value::Null);
    }

    #[test]
    async fn what_was_refused_names_no_login_and_still_what_was_declared(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        police
            .call("refuseDossier")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .json(&json!({ "version": seen["version"], "reason": "Không phải cơ sở lưu trú." }))
            .await
            .is(200);
        let refused = look_up(t, &receipt["dossier_code"]).await;
        assert_eq!(
            (&refused["state"], &refused["login"]),
            (&json!("refused"), &Value::Null)
        );
        assert_eq!(refused["form"]["user_name"], "Quách Thị Thu Cúc");
    }

    #[test]
    async fn a_link_that_is_followed_again_says_when_it_was_confirmed(t: &TestApp) {
        let nobody = t.anonymous();
        nobody.call("submitRegistration").json(&application()).await.is(202);
        let body = json!({ "token": t.token_to("thuyduong").await.expect("a link") });
        nobody.call("confirmRegistration").json(&body).await.is(200);
        let at = dto::check::spoken_instant(t.clock.now());
        t.pass(3_600);
        let again = nobody
            .call("confirmRegistration")
            .json(&body)
            .await
            .problem("already_confirmed");
        assert_eq!(again["detail"], format!("Đã xác nhận lúc {at}."));
        assert_eq!(rows::count(t, "dossier").await, 1);
        // A report of a loss says it as well, also after its link has run out.
        nobody
            .call("reportCredentialLoss")
            .json(&loss("haidang", &t.clock.now().to_string()))
            .await
            .is(202);
        let body = json!({ "token": t.token_to("haidang@example.test").await.expect("a link") });
        nobody.call("confirmCredentialLoss").json(&body).await.is(204);
        t.pass(2 * 86_400);
        nobody
            .call("confirmCredentialLoss")
            .json(&body)
            .await
            .problem("already_confirmed");
    }

    #[test]
    async fn an_unknown_code_says_nothing_of_accounts(t: &TestApp) {
        let wrong = json!({ "dossier_code": "LT-0000-0000-0000-0000" });
        let nobody = t.anonymous();
        let answer = nobody
            .call("lookupDossier")
            .json(&wrong)
            .await
            .problem("dossier_unknown");
        let detail = answer["detail"].as_str().unwrap();
        assert!(detail.contains("LT-XXXX") && !detail.contains("tài khoản"), "{detail}");
    }

    #[test]
    async fn the_queue_counts_the_applications_apart_and_is_told_in_english(t: &TestApp) {
        t.apply(&application()).await;
        t.anonymous()
            .call("reportCredentialLoss")
            .json(&loss("haidang", &t.clock.now().to_string()))
            .await
            .is(202);
        let police = t.signed_in("congan.tinh").await;
        let queue = police
            .call("listDossiers")
            .header("Accept-Language", "en")
            .await
            .is(200);
        assert_eq!(
            (&queue["counts"]["waiting"], &queue["counts"]["registrations"]),
            (&json!(2), &json!(1))
        );
        let mut summaries: Vec<&str> = queue["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["summary"].as_str().unwrap())
            .collect();
        summaries.sort_unstable();
        assert_eq!(summaries, ["Hotel, 48 rooms", "Stolen account"]);
        let vietnamese = police.call("listDossiers").await.is(200);
        assert!(vietnamese.to_string().contains("Khách sạn, 48 phòng"), "{vietnamese}");
    }

    #[test]
    async fn a_hint_leads_to_the_account_or_the_dossier_that_it_names(t: &TestApp) {
        let mut body = application();
        body["facility"]["name"] = json!("Khách sạn Hải Đăng");
        let first = t.apply(&body).await;
        body["email"] = json!("hai@example.test");
        let second = t.apply(&body).await;
        let police = t.signed_in("congan.tinh").await;
        let before = dossier(&police, first["number"].as_str().unwrap()).await;
        let seen = dossier(&police, second["number"].as_str().unwrap()).await;
        let hint = |code: &str| {
            let hints = seen["hints"].as_array().expect("hints");
            hints.iter().find(|hint| hint["code"] == code).expect("a hint").clone()
        };
        assert_eq!(hint("same_name")["account_id"], json!(province::account_id("haidang")));
        assert_eq!(hint("filed_twice")["dossier_id"], before["id"]);
    }
);
