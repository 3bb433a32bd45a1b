//! Data of guests asked for in writing: Mẫu số 4, and whoever has no account (KH-11.2g, KH-18.3, LC-9.2).

use crate::support::app::Sibling;
use crate::support::filing::{PDF, dossier, file, grant};
use crate::support::province::account_id;
use crate::support::*;
use serde_json::{Value, json};

const EMAIL: &str = "nga@bienxanh.example.test";

/// What an organisation without an account asks for.
pub fn request() -> Value {
    json!({
        "kind": "archived_data",
        "requester": {
            "kind": "organisation", "name": "Văn phòng luật sư Biển Xanh", "contact_name": "Đỗ Quỳnh Nga",
            "contact_position": "Trưởng văn phòng", "email": EMAIL, "phone": "0258 000 0247",
        },
        "guest_details": "Khách thuê phòng 401.\nĐi cùng đoàn Sao Mai.", "guest_name": "Vương Thế Anh",
        "guest_birth_date": "1990-05-17", "guest_document_number": "079090887766",
        "stay_from": "2024-03-01", "stay_to": "2024-03-31",
        "reason": "Xác minh nơi ở theo yêu cầu của tòa án", "commitment_accepted": true,
    })
}

/// What an account holder asks for.
pub fn own_request() -> Value {
    let mut body = request();
    body.as_object_mut().unwrap().remove("requester");
    body
}

fn with(mut body: Value, changes: &[(&str, Value)]) -> Value {
    for (name, value) in changes {
        body[*name] = value.clone();
    }
    body
}

/// Files a request and follows the link; its receipt.
async fn ask(t: &TestApp, nobody: &Client<'_>, body: &Value) -> Value {
    let receipt = nobody.call("submitDataRequest").json(body).await.is(202);
    let token = t.token_to(EMAIL).await.expect("a link");
    let confirmed = nobody.call("confirmDataRequest").json(&json!({ "token": token })).await;
    confirmed.is(204);
    receipt
}

async fn look_up(t: &TestApp, receipt: &Value) -> Value {
    let body = json!({ "dossier_code": receipt["dossier_code"] });
    t.anonymous().call("lookupDossier").json(&body).await.is(200)
}

/// What an officer answers.
fn answer() -> Value {
    json!({ "comment": "Cung cấp 1 lượt lưu trú, xem tệp kèm theo.", "files": [file("Ket-qua.pdf", PDF)] })
}

fn fetch<'a>(client: &'a Client<'_>, code: &Value, attachment: &Value) -> client::Call<'a> {
    let body = json!({ "dossier_code": code, "attachment_id": attachment });
    client.call("downloadResult").json(&body)
}

/// A file, as whoever handles the dossier opens it.
fn read<'a>(client: &'a Client<'_>, seen: &Value, file: &Value) -> client::Call<'a> {
    client
        .call("downloadAttachment")
        .at("dossier_id", seen["id"].as_str().unwrap())
        .at("attachment_id", file.as_str().unwrap())
}

fn refusal(seen: &Value) -> Value {
    json!({ "version": seen["version"], "reason": "Không có căn cứ để cung cấp." })
}

async fn refuse(client: &Client<'_>, seen: &Value) -> Value {
    client
        .call("refuseDossier")
        .at("dossier_id", seen["id"].as_str().unwrap())
        .json(&refusal(seen))
        .await
        .is(200)
}

/// The service of Lào Cai, and its police.
async fn lao_cai(t: &TestApp) -> Sibling {
    let sibling = t.sibling(|config| config.profile = "lao-cai".to_owned()).await;
    let moved = "UPDATE account SET area_code = '15', area_path = '15' WHERE login = 'congan.tinh'";
    rows::execute(t, moved).await.unwrap();
    sibling
}

on_both_engines!(
    // Part of LC-9.2-1, KH-11.2g.
    #[test]
    async fn whoever_has_no_account_asks_confirms_and_alone_fetches_the_answer(t: &TestApp) {
        leaks::watch("079090887766");
        leaks::watch("Vương Thế Anh");
        let nobody = t.anonymous();
        let receipt = nobody.call("submitDataRequest").json(&request()).await.is(202);
        assert_eq!(
            (&receipt["number"], &receipt["to_be_confirmed"]),
            (&json!("DL-0001"), &json!(true))
        );
        let police = t.signed_in("congan.tinh").await;
        let queue = police.call("listDossiers").await.is(200);
        assert_eq!(
            queue["items"],
            json!([]),
            "nobody handles it before the link was followed"
        );
        let token = json!({ "token": t.token_to(EMAIL).await.expect("a link") });
        // A link of one procedure confirms nothing of another.
        nobody
            .call("confirmRegistration")
            .json(&token)
            .await
            .problem("link_invalid");
        nobody.call("confirmDataRequest").json(&token).await.is(204);
        nobody
            .call("confirmDataRequest")
            .json(&token)
            .await
            .problem("already_confirmed");

        let seen = dossier(&police, "DL-0001").await;
        assert_eq!(
            (&seen["title"], &seen["summary"], &seen["state"], &seen["due_at"]),
            (
                &json!("Văn phòng luật sư Biển Xanh"),
                &json!("Dữ liệu hết hạn trực tuyến, 01/03/2024 đến 31/03/2024"),
                &json!("filed"),
                // The regulation names no term.
                &Value::Null
            )
        );
        assert_eq!(seen["form"]["guest_document_number"], "079090887766");
        let checks: Vec<&str> = seen["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| check["code"].as_str().unwrap())
            .collect();
        assert_eq!(
            checks,
            ["signed_form_matches", "reason_suffices", "representative_called"]
        );

        let done = grant(&police, &seen, answer()).await.is(200);
        let result = done["dossier"]["attachments"][0].clone();
        assert_eq!(
            (&result["is_result"], &result["name"]),
            (&json!(true), &json!("Ket-qua.pdf"))
        );
        let found = look_up(t, &receipt).await;
        assert_eq!(found["state"], "returned");
        let words = found["events"]
            .as_array()
            .unwrap()
            .iter()
            .find(|event| event["kind"] == "resolve");
        assert_eq!(words.unwrap()["text"], answer()["comment"]);
        let fetched = fetch(&t.anonymous(), &receipt["dossier_code"], &result["id"]).await;
        assert_eq!((fetched.status, fetched.body.as_slice()), (200, PDF));
        assert_eq!(fetched.header("content-type"), Some("application/pdf"));
        let events = rows::audit(t, "result_fetched").await;
        assert_eq!((events.len(), &events[0].details["attachment"]), (1, &result["id"]));
        assert_eq!(rows::audit(t, "data_supplied").await.len(), 1);

        // The mail says that the answer is there, and neither the code nor a word of it.
        let mail = t.mail_to(EMAIL).await.expect("a mail");
        assert!(
            mail.text.contains("/lookup") && mail.text.contains("DL-0001"),
            "{}",
            mail.text
        );
        for mail in mail::in_folder(t) {
            for secret in [
                receipt["dossier_code"].as_str().unwrap(),
                "lượt lưu trú",
                "Vương Thế Anh",
            ] {
                assert!(!mail.text.contains(secret), "{}", mail.text);
            }
        }
        // Nothing of what is sought stands in the tables as it is.
        for table in rows::tables(t).await {
            let content = format!("{:?}", rows::all(t, &table).await);
            for secret in ["079090887766", "Vương Thế Anh", "Sao Mai"] {
                assert!(!content.contains(secret), "{table}");
            }
        }
    }

    // Proves LC-9.2-2, LC-9.2-3.
    #[test]
    async fn in_lao_cai_five_working_days_are_for_supplying_and_three_days_for_refusing(t: &TestApp) {
        let lao_cai = lao_cai(t).await;
        let nobody = t.anonymous_at(&lao_cai);
        let body = with(request(), &[("kind", json!("no_account"))]);
        // Thursday the 19th: three days end on Sunday, and so with Monday; five working days skip the holiday of the 24th.
        t.at("2026-11-19 09:00:00");
        for _ in 0..3 {
            ask(t, &nobody, &body).await;
        }
        let police = t.signed_in_at(&lao_cai, "congan.tinh").await;
        let seen = dossier(&police, "DL-0001").await;
        assert_eq!(seen["refusal_due_at"], json!(local("2026-11-24 00:00:00")));
        assert_eq!(seen["due_at"], json!(local("2026-11-28 00:00:00")));

        t.at("2026-11-23 23:59:59");
        assert_eq!(refuse(&police, &seen).await["late_seconds"], Value::Null);
        let second = dossier(&police, "DL-0002").await;
        t.at("2026-11-24 00:00:00");
        assert_eq!(second["overdue"], false);
        let late = refuse(&police, &second).await;
        assert_eq!((&late["late_seconds"], &late["overdue"]), (&json!(0), &json!(true)));
        // A refusal is judged by its own term.
        assert_eq!(
            (&late["decided_in_time"], &late["refusal_due_at"]),
            (&json!(false), &json!(local("2026-11-24 00:00:00")))
        );
        // The refusal is in writing.
        let mail = t.mail_to(EMAIL).await.expect("a mail");
        assert!(mail.text.contains("Không có căn cứ để cung cấp."), "{}", mail.text);

        // Supplying is in time until the end of the other term.
        t.at("2026-11-27 23:59:59");
        let third = dossier(&police, "DL-0003").await;
        assert_eq!(third["overdue"], false);
        let supplied = grant(&police, &third, answer()).await.is(200);
        assert_eq!(supplied["dossier"]["late_seconds"], Value::Null);
        t.at("2026-11-19 09:00:00");
        ask(t, &nobody, &body).await;
        t.at("2026-11-28 00:00:00");
        let fourth = dossier(&police, "DL-0004").await;
        assert_eq!(fourth["overdue"], true);
        let supplied = grant(&police, &fourth, answer()).await.is(200);
        assert_eq!(supplied["dossier"]["late_seconds"], 0);
    }

    #[test]
    async fn in_lao_cai_everything_is_on_line_and_nothing_is_asked_for_as_archived(t: &TestApp) {
        let lao_cai = lao_cai(t).await;
        let refused = t
            .anonymous_at(&lao_cai)
            .call("submitDataRequest")
            .json(&request())
            .await;
        refused.refuses(&[("/kind", "unknown_value")]);
        let holder = t.signed_in_at(&lao_cai, "haidang").await;
        let refused = holder.call("submitOwnDataRequest").json(&own_request()).await;
        refused.refuses(&[("/kind", "unknown_value")]);
        // What is always refused is not offered.
        let offered =
            async |client: &Client<'_>| client.call("getCurrentAccount").await.is(200)["operations"].to_string();
        let always_refused = [
            "submitOwnDataRequest",
            "listForeignGuests",
            "exportForeignGuests",
            "confirmForeignGuests",
        ];
        let here = offered(&holder).await;
        let there = offered(&t.signed_in("haidang").await).await;
        for operation in always_refused {
            assert!(!here.contains(operation), "{operation}");
            assert!(there.contains(operation), "{operation}");
        }
    }

    #[test]
    async fn without_a_term_a_request_waits_behind_those_with_one_and_is_never_overdue(t: &TestApp) {
        let nobody = t.anonymous();
        ask(t, &nobody, &request()).await;
        t.pass(60);
        ask(t, &nobody, &request()).await;
        t.pass(60);
        t.file("Khách sạn Thùy Dương").await;
        let police = t.signed_in("congan.tinh").await;
        let numbers = async || {
            let page = police.call("listDossiers").await.is(200);
            let items = page["items"].as_array().unwrap().iter();
            let numbers: Vec<String> = items.map(|item| item["number"].as_str().unwrap().to_owned()).collect();
            (numbers.join(" "), page["counts"].clone())
        };
        assert_eq!(numbers().await.0, "TT-0001 DL-0001 DL-0002");
        // Accepted, it keeps its place.
        let seen = dossier(&police, "DL-0001").await;
        police
            .call("acceptDossier")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .json(&json!({ "version": seen["version"] }))
            .await
            .is(200);
        t.pass(30 * 86_400);
        let (order, counts) = numbers().await;
        assert_eq!(order, "TT-0001 DL-0001 DL-0002");
        assert_eq!((&counts["waiting"], &counts["overdue"]), (&json!(3), &json!(1)));
        let seen = dossier(&police, "DL-0001").await;
        assert_eq!(
            (&seen["state"], &seen["overdue"]),
            (&json!("in_process"), &json!(false))
        );
        let done = grant(&police, &seen, answer()).await.is(200);
        assert_eq!(done["dossier"]["late_seconds"], Value::Null);
    }

    // Part of KH-18.3, KH-M4.
    #[test]
    async fn an_account_holder_asks_in_the_own_name_and_nobody_elses(t: &TestApp) {
        let holder = t.signed_in("haidang").await;
        let send = |body: Value| async move {
            t.signed_in("haidang")
                .await
                .call("submitOwnDataRequest")
                .json(&body)
                .await
        };
        send(request()).await.refuses(&[("/requester", "locked")]);
        send(with(own_request(), &[("account", json!({ "login": "bacthanh" }))]))
            .await
            .refuses(&[("/account", "unknown_field")]);
        send(with(own_request(), &[("login", json!("bacthanh"))]))
            .await
            .refuses(&[("/login", "unknown_field")]);
        send(with(
            request(),
            &[("kind", json!("no_account")), ("reason", Value::Null)],
        ))
        .await
        .refuses(&[
            ("/requester", "locked"),
            ("/kind", "unknown_value"),
            ("/reason", "required"),
        ]);
        send(with(own_request(), &[("kind", json!("no_account"))]))
            .await
            .refuses(&[("/kind", "unknown_value")]);
        assert_eq!(rows::count(t, "dossier").await, 0);

        let receipt = send(own_request()).await.is(201);
        assert_eq!(receipt["to_be_confirmed"], false);
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DL-0001").await;
        let account = &seen["form"]["account"];
        assert_eq!(
            (&account["login"], &account["email"], &account["is_facility"]),
            (&json!("haidang"), &json!("haidang@example.test"), &json!(true))
        );
        assert_eq!(seen["title"], account["unit_name"]);
        let form = police
            .call("printDossier")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .await;
        // Whoever represents the facility signs its request.
        assert_eq!(account["representative"], "Lê Thị Mỹ Duyên");
        let text = pdf_text(&form.body);
        for expected in ["Lê Thị Mỹ Duyên", "Hồ sơ số DL-0001"] {
            assert!(text.contains(expected), "{expected:?} is not in {text}");
        }

        let done = grant(&police, &seen, answer()).await.is(200);
        let listed = holder.call("listOwnDataRequests").await.is(200);
        let item = &listed["items"][0];
        assert_eq!(
            (&item["number"], &item["state"], &item["dossier_code"]),
            (&json!("DL-0001"), &json!("returned"), &receipt["dossier_code"])
        );
        let result = &done["dossier"]["attachments"][0]["id"];
        assert_eq!(fetch(&holder, &item["dossier_code"], result).await.body, PDF);
        let mail = t.mail_to("haidang@example.test").await.expect("a mail");
        assert!(mail.text.contains("/data-requests"), "{}", mail.text);
        // Another facility has nothing of it, nor has the next holder of the account.
        let other = t.signed_in("bacthanh").await.call("listOwnDataRequests").await.is(200);
        assert_eq!(other["items"], json!([]));
        t.pass(60);
        let next = json!({
            "holder_name": "Trần Gia Bách", "holder_position": "Lễ tân", "email": "bach@example.test",
            "phone": "0258 000 0148", "delivery": "handover", "reason": "holder_changed", "reference": "31/HD-2026",
        });
        let given = police
            .call("changeHolder")
            .at("account_id", account_id("haidang"))
            .json(&next)
            .await
            .is(200);
        let password = given["initial_password"].as_str().unwrap();
        leaks::watch(password);
        let next = t.anonymous();
        next.login("haidang", password).await.is(200);
        let own = json!({ "current_password": password, "new_password": "Tram-Huong-27" });
        next.call("changePassword").json(&own).await.is(204);
        let listed = next.call("listOwnDataRequests").await.is(200);
        assert_eq!(listed["items"], json!([]));
    }

    #[test]
    async fn what_was_supplied_is_fetched_by_nobody_else(t: &TestApp) {
        let nobody = t.anonymous();
        let receipt = ask(
            t,
            &nobody,
            &with(request(), &[("signed_form", file("Mau-so-4.pdf", PDF))]),
        )
        .await;
        t.pass(60);
        let other = ask(t, &nobody, &request()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DL-0001").await;
        let filed = seen["attachments"][0]["id"].clone();
        // A unit that is asked sees form and files until the decision, and never the answer.
        let unit = rows::texts(t, "SELECT login FROM account WHERE role = 'tax' AND level = 1").await;
        let tax = t.signed_in(&unit[0]).await;
        let units = police.call("listUnits").await.is(200);
        let units = units["items"].as_array().unwrap();
        let unit = units
            .iter()
            .find(|unit| unit["role"] == "tax" && unit["level"] == "province")
            .unwrap();
        police
            .call("consultOnDossier")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .json(&json!({ "unit_ids": [unit["id"]], "question": "Tổ chức này có đang hoạt động không?" }))
            .await
            .is(200);
        let seen = dossier(&police, "DL-0001").await;
        assert_eq!(read(&tax, &seen, &filed).await.status, 200);
        let done = grant(&police, &seen, answer()).await.is(200);
        let result = done["dossier"]["attachments"]
            .as_array()
            .unwrap()
            .iter()
            .find(|file| file["is_result"] == true)
            .unwrap()["id"]
            .clone();
        assert_eq!(read(&police, &seen, &result).await.status, 200);
        // After the decision there is nothing for that unit to read any more, the answer least of all.
        for file in [&filed, &result] {
            read(&tax, &seen, file).await.problem("not_found");
        }
        let theirs = tax.call("getDossier").at("dossier_id", seen["id"].as_str().unwrap());
        theirs.await.problem("not_found");

        // The code of another request, no code, and what is no answer.
        fetch(&nobody, &other["dossier_code"], &result)
            .await
            .problem("not_found");
        fetch(&nobody, &json!("LT-0000-0000-0000-0000"), &result)
            .await
            .problem("dossier_unknown");
        fetch(&nobody, &receipt["dossier_code"], &filed)
            .await
            .problem("not_found");
        assert_eq!(fetch(&nobody, &receipt["dossier_code"], &result).await.body, PDF);
        // Officers of a commune, other sectors and facilities decide nothing here.
        for login in ["congan.nhatrang", "thue.nhatrang", "haidang"] {
            let outsider = t.signed_in(login).await;
            let refused = grant(&outsider, &dossier(&police, "DL-0002").await, answer()).await;
            refused.problem("forbidden");
        }
    }

    #[test]
    async fn a_guess_at_a_code_is_slowed_down(t: &TestApp) {
        let nobody = t.anonymous();
        let none = json!(uuid::Uuid::nil());
        for _ in 0..20 {
            fetch(&nobody, &json!("LT-0000-0000-0000-0000"), &none)
                .await
                .problem("dossier_unknown");
        }
        fetch(&nobody, &json!("LT-0000-0000-0000-0000"), &none)
            .await
            .problem("too_many_attempts");
    }

    #[test]
    async fn what_is_wrong_is_told_with_its_place(t: &TestApp) {
        let nobody = t.anonymous();
        let wrong = |changes: Vec<(&'static str, Value)>| {
            let body = with(request(), &changes);
            async move { t.anonymous().call("submitDataRequest").json(&body).await }
        };
        nobody.call("submitDataRequest").json(&json!({})).await.refuses(&[
            ("/kind", "required"),
            ("/requester/kind", "required"),
            ("/requester/name", "required"),
            ("/requester/contact_name", "required"),
            ("/requester/email", "required"),
            ("/requester/phone", "required"),
            ("/guest_details", "required"),
            ("/stay_from", "required"),
            ("/stay_to", "required"),
            ("/reason", "required"),
            ("/commitment_accepted", "commitment_required"),
        ]);
        // Today is the 21st of November 2026: on line is what was notified from the 1st of May 2025 on.
        wrong(vec![("stay_to", json!("2024-02-29"))])
            .await
            .refuses(&[("/stay_to", "period_reversed")]);
        wrong(vec![("stay_to", json!("2026-11-22"))])
            .await
            .refuses(&[("/stay_to", "period_in_future")]);
        let online = wrong(vec![
            ("stay_from", json!("2025-05-01")),
            ("stay_to", json!("2025-05-02")),
        ])
        .await;
        online.refuses(&[("/stay_from", "period_online")]);
        assert!(online.text().contains("01/05/2025"));
        wrong(vec![
            ("stay_from", json!("2025-04-30")),
            ("stay_to", json!("2026-11-21")),
        ])
        .await
        .is(202);
        wrong(vec![
            ("kind", json!("no_account")),
            ("stay_from", json!("2026-11-21")),
            ("stay_to", json!("2026-11-21")),
        ])
        .await
        .is(202);
        wrong(vec![
            ("guest_details", json!("x".repeat(2_001))),
            ("reason", json!("y".repeat(500_000))),
        ])
        .await
        .refuses(&[("/guest_details", "too_long"), ("/reason", "too_long")]);
        wrong(vec![("reason", json!("Lý do\u{0}"))])
            .await
            .refuses(&[("/reason", "control_character")]);
        wrong(vec![("signed_form", file("a.pdf", b"PK\x03\x04"))])
            .await
            .refuses(&[("/signed_form/content_base64", "file_type_refused")]);
        wrong(vec![("kind", json!("inter_sector"))])
            .await
            .refuses(&[("/kind", "unknown_value")]);

        // Who supplies says what; other procedures have no files.
        let receipt = ask(t, &nobody, &request()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        grant(&police, &seen, json!({}))
            .await
            .refuses(&[("/comment", "required")]);
        grant(
            &police,
            &seen,
            json!({ "comment": "Xem tệp.", "files": [file("a.pdf", b"MZ")] }),
        )
        .await
        .refuses(&[("/files/0/content_base64", "file_type_refused")]);
        assert_eq!(dossier(&police, "DL-0003").await["state"], "filed");
        t.file("Khách sạn Thùy Dương").await;
        let other = dossier(&police, "TT-0001").await;
        grant(&police, &other, answer())
            .await
            .refuses(&[("/files", "does_not_apply")]);
    }

    // Part of KH-M4.
    #[test]
    async fn markup_is_text_and_the_form_is_printed_for_whoever_has_the_code(t: &TestApp) {
        let markup = "<script>alert(1)</script> #panic(\"x\") [$";
        let body = with(
            request(),
            &[("guest_details", json!(markup)), ("reason", json!(markup))],
        );
        let receipt = ask(t, &t.anonymous(), &body).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DL-0001").await;
        assert_eq!(seen["form"]["guest_details"], markup);
        let code = json!({ "dossier_code": receipt["dossier_code"] });
        let form = t.anonymous().call("downloadDossierForm").json(&code).await;
        assert!(form.body.starts_with(b"%PDF-"), "{}", form.text());
        // Months later the period is still what was asked for.
        t.pass(400 * 86_400);
        let form = t.anonymous().call("downloadDossierForm").json(&code).await;
        assert!(form.body.starts_with(b"%PDF-"), "{}", form.text());
    }

    // Part of LC-9.2-1.
    #[test]
    async fn a_request_is_put_right_by_its_code_but_not_the_confirmed_address(t: &TestApp) {
        let nobody = t.anonymous();
        let receipt = ask(t, &nobody, &request()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DL-0001").await;
        let back = json!({
            "version": seen["version"], "reason": "Khoảng thời gian quá rộng.",
            "contact": { "channel": "phone", "at": t.clock.now(), "with": "Đỗ Quỳnh Nga" }
        });
        police
            .call("requestSupplement")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .json(&back)
            .await
            .is(200);
        let mail = t.mail_to(EMAIL).await.expect("a mail");
        assert!(
            !mail.text.contains(receipt["dossier_code"].as_str().unwrap()),
            "{}",
            mail.text
        );
        let mut form = look_up(t, &receipt).await["form"].clone();
        form["stay_to"] = json!("2024-03-07");
        let supplement = |form: &Value| json!({ "dossier_code": receipt["dossier_code"], "form": form });
        let mut other = form.clone();
        other["requester"]["email"] = json!("khac@example.test");
        nobody
            .call("supplementDossier")
            .json(&supplement(&other))
            .await
            .refuses(&[("/form/requester/email", "locked")]);
        nobody.call("supplementDossier").json(&supplement(&form)).await.is(200);
        let seen = dossier(&police, "DL-0001").await;
        assert_eq!(
            (&seen["state"], &seen["summary"]),
            (
                &json!("filed"),
                &json!("Dữ liệu hết hạn trực tuyến, 01/03/2024 đến 07/03/2024")
            )
        );
    }

    #[test]
    async fn the_same_request_sent_twice_is_one_and_without_end_has_to_wait(t: &TestApp) {
        let nobody = t.anonymous();
        let send = || nobody.call("submitDataRequest").key("data-0001").json(&request());
        let first = send().await.is(202);
        assert_eq!(send().await.is(202), first);
        assert_eq!(rows::count(t, "dossier_draft").await, 1);
        for number in 2..=20 {
            let mut body = request();
            body["requester"]["email"] = json!(format!("nguoi{number}@example.test"));
            nobody.call("submitDataRequest").json(&body).await.is(202);
        }
        let refused = nobody.call("submitDataRequest").json(&request()).await;
        refused.problem("too_many_attempts");
    }

    // Part of KH-11.2g, LC-9.2-2.
    #[test]
    async fn what_is_supplied_from_the_data_on_line_is_what_the_request_names_and_nothing_else(t: &TestApp) {
        let hotel = t.signed_in("haidang").await;
        let asked = hotel.notify(&t.stay_in("401", &province::HA)).await;
        let other = hotel.notify(&t.stay_in("402", &province::PHAT)).await;
        let changes = [
            ("kind", json!("no_account")),
            ("guest_name", json!(province::HA.full_name)),
            ("guest_birth_date", Value::Null),
            ("guest_document_number", json!(province::HA.document_number)),
            ("stay_from", json!("2026-11-20")),
            ("stay_to", json!("2026-11-21")),
        ];
        let receipt = ask(t, &t.anonymous(), &with(request(), &changes)).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DL-0001").await;
        let supply = |stays: Value| {
            grant(
                &police,
                &seen,
                json!({ "comment": "Cung cấp 1 lượt lưu trú.", "stay_ids": stays }),
            )
        };
        supply(json!([asked["id"], other["id"]]))
            .await
            .refuses(&[("/stay_ids/1", "not_asked_for")]);
        supply(json!([uuid::Uuid::nil()]))
            .await
            .refuses(&[("/stay_ids/0", "unknown_value")]);
        supply(json!([asked["id"], asked["id"]]))
            .await
            .refuses(&[("/stay_ids/1", "duplicate")]);
        let granted = supply(json!([asked["id"]])).await.is(200);
        let files = granted["dossier"]["attachments"].as_array().unwrap().clone();
        let sheet = files.iter().find(|file| file["is_result"] == true).expect("a sheet");
        assert_eq!(
            (&sheet["name"], &sheet["media_type"]),
            (&json!("tra-loi-DL-0001.pdf"), &json!("application/pdf"))
        );
        // The requester alone fetches it, and it is written down what was in it.
        let fetched = fetch(&t.anonymous(), &receipt["dossier_code"], &sheet["id"]).await;
        assert!(fetched.status == 200 && fetched.body.starts_with(b"%PDF-"));
        let supplied = rows::audit(t, "data_supplied").await;
        assert!(supplied[0].details.to_string().contains(asked["id"].as_str().unwrap()));
    }
);
