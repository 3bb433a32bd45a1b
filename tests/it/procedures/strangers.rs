//! What people without an account may cost: bytes before they are read, files that nobody vouches for.

use crate::support::filing::{PDF, application, dossier, file, loss};
use crate::support::*;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

async fn apply_unconfirmed(t: &TestApp, email: &str) -> Value {
    let mut body = application();
    body["email"] = json!(email);
    t.anonymous().call("submitRegistration").json(&body).await.is(202)
}

on_both_engines!(
    #[test]
    async fn whoever_files_without_end_is_refused_before_the_body_is_read(t: &TestApp) {
        let nobody = t.anonymous();
        for _ in 0..20 {
            let answer = nobody
                .call("submitRegistration")
                .bytes("{")
                .header("Content-Type", "application/json")
                .await;
            answer.problem("malformed_json");
        }
        // Broken as before, and larger than what is taken: neither is looked at any more.
        let huge = vec![b' '; 9 * 1024 * 1024];
        for body in [b"{".to_vec(), huge] {
            let answer = nobody
                .call("submitRegistration")
                .bytes(body)
                .header("Content-Type", "application/json")
                .await;
            answer.problem("too_many_attempts");
        }
    }

    #[test]
    async fn a_supplement_counts_whether_its_code_is_right_or_not(t: &TestApp) {
        let receipt = apply_unconfirmed(t, "a@example.test").await;
        let nobody = t.anonymous();
        let body = json!({ "dossier_code": receipt["dossier_code"], "message": "Đã ký lại." });
        for _ in 0..19 {
            nobody
                .call("supplementDossier")
                .json(&body)
                .await
                .problem("wrong_state");
        }
        nobody
            .call("supplementDossier")
            .json(&body)
            .await
            .problem("too_many_attempts");
    }

    #[test]
    async fn a_body_that_is_too_large_hears_what_would_be_taken(t: &TestApp) {
        let nobody = t.anonymous();
        let long = json!({ "dossier_code": "x".repeat(70_000) });
        let problem = nobody
            .call("lookupDossier")
            .json(&long)
            .lang("en")
            .await
            .problem("payload_too_large");
        assert!(problem["detail"].as_str().unwrap().contains("64 KB"), "{problem}");
        let mut huge = application();
        huge["signed_form"] = file("a.pdf", &vec![0x25; 7 * 1024 * 1024]);
        let problem = nobody
            .call("submitRegistration")
            .json(&huge)
            .lang("en")
            .await
            .problem("payload_too_large");
        assert!(problem["detail"].as_str().unwrap().contains("8 MB"), "{problem}");
        // Whoever is signed in may send a plan of rooms, which is larger.
        let hotel = t.signed_in("haidang").await;
        let long = json!({ "name": "x".repeat(70_000) });
        hotel
            .call("findReturningGuest")
            .json(&long)
            .await
            .problem("validation_failed");
    }

    #[test]
    async fn a_packed_body_is_refused_as_such(t: &TestApp) {
        let hotel = t.signed_in("haidang").await;
        let body = json!({ "name": "lam tan phat" });
        for encoding in ["gzip", "br", "x"] {
            let call = hotel
                .call("findReturningGuest")
                .json(&body)
                .header("Content-Encoding", encoding);
            call.await.problem("content_encoded");
        }
        let call = hotel
            .call("findReturningGuest")
            .json(&body)
            .header("Content-Encoding", "identity");
        call.await.is(200);
    }

    #[test]
    async fn a_form_of_another_shape_is_told_so_in_a_supplement(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        let body = json!({
            "version": seen["version"], "reason": "Sai số phòng.",
            "contact": { "channel": "email", "at": t.clock.now(), "with": "Quách Thị Thu Cúc" },
        });
        police
            .call("requestSupplement")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .json(&body)
            .await
            .is(200);
        let nobody = t.anonymous();
        let mut form = application();
        form.as_object_mut().unwrap().remove("signed_form");
        let mut with_file = form.clone();
        with_file["signed_form"] = file("a.pdf", PDF);
        let mut with_rooms = form.clone();
        with_rooms["rooms"] = json!([0]);
        for (form, at, code) in [
            (json!(vec![0; 1_000]), "/form", "wrong_type"),
            (json!("x"), "/form", "wrong_type"),
            (with_rooms, "/form/rooms", "unknown_field"),
            (with_file, "/form/signed_form", "does_not_apply"),
        ] {
            let body = json!({ "dossier_code": receipt["dossier_code"], "form": form });
            nobody
                .call("supplementDossier")
                .json(&body)
                .await
                .refuses(&[(at, code)]);
        }
        form["phone"] = json!("0258 000 0999");
        let body = json!({ "dossier_code": receipt["dossier_code"], "form": form });
        nobody.call("supplementDossier").json(&body).await.is(200);
    }

    #[test]
    async fn what_nobody_confirms_is_no_evidence_and_is_wiped_a_day_after_its_link(t: &TestApp) {
        let first = apply_unconfirmed(t, "a@example.test").await;
        assert_eq!(rows::count(t, "dossier").await, 0);
        assert_eq!(rows::count(t, "dossier_attachment").await, 0);
        assert_eq!(rows::count(t, "dossier_event").await, 0);
        let seen = t
            .anonymous()
            .call("lookupDossier")
            .json(&json!({ "dossier_code": first["dossier_code"] }))
            .await
            .is(200);
        assert_eq!(
            (&seen["state"], seen["attachments"].as_array().unwrap().len()),
            (&json!("draft"), 1)
        );
        assert_eq!(seen["events"].as_array().unwrap().len(), 1);
        // The form can be printed from it, to be signed.
        let sheet = t
            .anonymous()
            .call("downloadDossierForm")
            .json(&json!({ "dossier_code": first["dossier_code"] }))
            .await;
        assert_eq!(sheet.status, 200);
        t.pass(8 * DAY);
        t.work().await;
        assert_eq!(rows::count(t, "dossier_draft").await, 1, "its day is not over");
        t.pass(3_600);
        t.work().await;
        for table in ["dossier_draft", "unproven_file", "dossier", "dossier_attachment"] {
            assert_eq!(rows::count(t, table).await, 0, "{table}");
        }
        let wiped = rows::audit(t, "drafts_wiped").await;
        assert_eq!(wiped.len(), 1);
        t.anonymous()
            .call("lookupDossier")
            .json(&json!({ "dossier_code": first["dossier_code"] }))
            .await
            .problem("dossier_unknown");
    }

    #[test]
    async fn a_confirmed_application_is_evidence_with_its_file_and_its_history(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        for table in ["dossier_draft", "unproven_file"] {
            assert_eq!(rows::count(t, table).await, 0, "{table}");
        }
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        let kinds: Vec<&str> = seen["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["kind"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["file", "confirm"]);
        let attachment = seen["attachments"][0]["id"].as_str().unwrap();
        let read = police
            .call("downloadAttachment")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .at("attachment_id", attachment)
            .await;
        assert_eq!(read.body, PDF);
        t.pass(40 * DAY);
        t.work().await;
        assert_eq!(rows::count(t, "dossier_attachment").await, 1);
    }

    #[test]
    async fn a_draft_that_is_taken_back_leaves_nothing_and_writes_to_nobody(t: &TestApp) {
        let receipt = apply_unconfirmed(t, "a@example.test").await;
        let mails = rows::count(t, "outbox").await;
        let body = json!({ "dossier_code": receipt["dossier_code"] });
        let seen = t.anonymous().call("withdrawDossier").json(&body).await.is(200);
        assert_eq!(seen["state"], "withdrawn");
        for table in ["dossier_draft", "unproven_file", "dossier"] {
            assert_eq!(rows::count(t, table).await, 0, "{table}");
        }
        assert_eq!(rows::count(t, "outbox").await, mails);
        assert_eq!(rows::audit(t, "draft_withdrawn").await.len(), 1);
    }

    #[test]
    async fn the_file_of_a_report_waits_until_an_officer_takes_the_report_up(t: &TestApp) {
        let mut body = loss("haidang", &t.clock.now().to_string());
        body["signed_form"] = file("Mau-so-1.pdf", PDF);
        let report = |body: Value| async move { t.anonymous().call("reportCredentialLoss").json(&body).await.is(202) };
        let first = report(body.clone()).await;
        let second = report(body).await;
        assert_eq!(rows::count(t, "dossier_attachment").await, 0);
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, first["number"].as_str().unwrap()).await;
        let id = seen["id"].as_str().unwrap();
        let attachment = seen["attachments"][0]["id"]
            .as_str()
            .expect("the officer sees it all the same");
        let read = police
            .call("downloadAttachment")
            .at("dossier_id", id)
            .at("attachment_id", attachment)
            .await;
        assert_eq!(read.body, PDF);
        let accept = json!({ "version": seen["version"] });
        police
            .call("acceptDossier")
            .at("dossier_id", id)
            .json(&accept)
            .await
            .is(200);
        assert_eq!(rows::count(t, "dossier_attachment").await, 1);
        assert_eq!(rows::count(t, "unproven_file").await, 1);
        // The other is refused: its file goes.
        let seen = dossier(&police, second["number"].as_str().unwrap()).await;
        let refuse = json!({ "version": seen["version"], "reason": "Người báo không phải chủ tài khoản." });
        police
            .call("refuseDossier")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .json(&refuse)
            .await
            .is(200);
        t.pass(DAY + 3_600);
        t.work().await;
        assert_eq!(rows::count(t, "unproven_file").await, 0);
        assert_eq!(rows::count(t, "dossier_attachment").await, 1);
    }

    #[test]
    async fn a_day_takes_only_so_many_bytes_of_files_from_strangers(t: &TestApp) {
        let full = 1024_i64 * 1024 * 1024;
        rows::execute(
            t,
            &format!("INSERT INTO public_intake (day, bytes) VALUES ('2026-11-21', {full})"),
        )
        .await
        .expect("a day");
        let nobody = t.anonymous();
        let refused = nobody.call("submitRegistration").json(&application()).await;
        refused.problem("public_quota_used");
        assert_eq!(rows::count(t, "dossier_draft").await, 0);
        // Without its file it is taken, and on the next day with it.
        let mut body = application();
        body.as_object_mut().unwrap().remove("signed_form");
        nobody.call("submitRegistration").json(&body).await.is(202);
        t.pass(5 * 3_600);
        nobody.call("submitRegistration").json(&application()).await.is(202);
    }

    #[test]
    async fn a_name_of_a_file_turns_no_letters_round(t: &TestApp) {
        let mut body = application();
        body["signed_form"] = file("a\u{202e}fdp.exe.pdf", PDF);
        let answer = t.anonymous().call("submitRegistration").json(&body).await;
        answer.refuses(&[("/signed_form/name", "control_character")]);
    }

    #[test]
    async fn a_file_that_acts_is_refused_and_it_is_said_why(t: &TestApp) {
        let acting = String::from_utf8(PDF.to_vec()).unwrap().replace(
            "/Catalog",
            "/Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        );
        let mut body = application();
        body["signed_form"] = file("a.pdf", acting.as_bytes());
        let answer = t.anonymous().call("submitRegistration").json(&body).await;
        answer.refuses(&[("/signed_form/content_base64", "file_acts")]);
    }
);
