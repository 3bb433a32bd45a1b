//! Applying for an account: bad input, the link in the mail, and what granting makes.

use crate::support::filing::{PDF, application, dossier, file, grant, password_in};
use crate::support::province::{NHA_TRANG, account_id};
use crate::support::*;
use serde_json::{Value, json};

fn with(pointer: &str, value: Value) -> Value {
    let mut body = application();
    *body.pointer_mut(pointer).expect("a field") = value;
    body
}

on_both_engines!(
    #[test]
    async fn what_is_wrong_with_an_application_is_told_with_its_place(t: &TestApp) {
        let nobody = t.anonymous();
        let before = rows::count(t, "dossier").await;
        for (body, expected) in [
            (
                with("/facility/area_code", json!("00070")),
                ("/facility/area_code", "area_unknown"),
            ),
            (
                with("/facility/area_code", json!("56")),
                ("/facility/area_code", "area_unknown"),
            ),
            (
                with("/facility/kind", json!("castle")),
                ("/facility/kind", "unknown_value"),
            ),
            (with("/email", json!("le.tan")), ("/email", "email_malformed")),
            (
                with("/commitment_accepted", json!(false)),
                ("/commitment_accepted", "commitment_required"),
            ),
            (
                with("/signed_form", file("Mau-so-1.pdf", b"PK\x03\x04\x14\x00\x00\x00")),
                ("/signed_form/content_base64", "file_type_refused"),
            ),
            (
                with("/signed_form", file("Mau-so-1.png", PDF)),
                ("/signed_form/name", "file_name_mismatch"),
            ),
            (
                with("/signed_form", file("a.pdf", &vec![0x25; 5 * 1024 * 1024 + 16])),
                ("/signed_form/content_base64", "file_too_large"),
            ),
        ] {
            let answer = nobody.call("submitRegistration").json(&body).await;
            let found = answer.wrong_fields();
            assert_eq!(found, [(expected.0.to_owned(), expected.1.to_owned())]);
        }
        let huge = with("/signed_form", file("a.pdf", &vec![0x25; 15 * 1024 * 1024]));
        nobody
            .call("submitRegistration")
            .json(&huge)
            .await
            .problem("payload_too_large");
        assert_eq!(rows::count(t, "dossier").await, before);
    }

    // Part of LC-6.1a.
    #[test]
    async fn an_application_waits_for_its_link_which_is_good_once(t: &TestApp) {
        let nobody = t.anonymous();
        let receipt = nobody.call("submitRegistration").json(&application()).await.is(202);
        assert_eq!(
            (&receipt["number"], &receipt["to_be_confirmed"]),
            (&json!("DK-0001"), &json!(true))
        );
        let police = t.signed_in("congan.tinh").await;
        let queue = police.call("listDossiers").await.is(200);
        assert_eq!(queue["items"], json!([]), "nobody handles it yet");
        let token = t.token_to("thuyduong").await.expect("a link");
        let body = json!({ "token": token });
        let again = nobody.call("confirmRegistration").json(&body).await.is(200);
        assert_eq!(
            (&again["dossier_code"], &again["to_be_confirmed"]),
            (&receipt["dossier_code"], &json!(false))
        );
        nobody
            .call("confirmRegistration")
            .json(&body)
            .await
            .problem("already_confirmed");
        nobody
            .call("confirmRegistration")
            .json(&json!({ "token": "not-a-token-of-ours-at-all" }))
            .await
            .problem("link_invalid");
        let seen = dossier(&police, "DK-0001").await;
        assert_eq!(seen["due_at"], json!(t.clock.now().plus_seconds(48 * 3_600)));
        assert!(
            !seen.to_string().contains(receipt["dossier_code"].as_str().unwrap()),
            "the code is the applicant's"
        );
    }

    #[test]
    async fn the_link_ends_with_the_last_second_of_seven_days(t: &TestApp) {
        let nobody = t.anonymous();
        for (email, passes, works) in [
            ("a@example.test", 7 * 86_400 - 1, true),
            ("b@example.test", 7 * 86_400, false),
        ] {
            nobody
                .call("submitRegistration")
                .json(&with("/email", json!(email)))
                .await
                .is(202);
            let token = t.token_to(email).await.expect("a link");
            t.pass(passes);
            let answer = nobody
                .call("confirmRegistration")
                .json(&json!({ "token": token }))
                .await;
            if works {
                answer.is(200);
            } else {
                answer.problem("link_invalid");
            }
        }
    }

    #[test]
    async fn the_same_application_sent_twice_is_one(t: &TestApp) {
        let nobody = t.anonymous();
        let send = || nobody.call("submitRegistration").key("apply-0001").json(&application());
        let first = send().await.is(202);
        let second = send().await;
        assert_eq!(second.header("idempotency-replayed"), Some("true"));
        assert_eq!(second.is(202), first);
        assert_eq!(rows::count(t, "dossier_draft").await, 1);
        let other = with("/phone", json!("0258 000 0999"));
        let other = nobody.call("submitRegistration").key("apply-0001").json(&other).await;
        other.problem("idempotency_key_reused");
    }

    #[test]
    async fn whoever_files_without_end_has_to_wait(t: &TestApp) {
        let nobody = t.anonymous();
        for number in 1..=20 {
            let body = with("/email", json!(format!("nguoi{number}@example.test")));
            nobody.call("submitRegistration").json(&body).await.is(202);
        }
        let refused = nobody.call("submitRegistration").json(&application()).await;
        refused.problem("too_many_attempts");
        assert!(refused.header("retry-after").is_some());
        t.pass(15 * 60);
        nobody.call("submitRegistration").json(&application()).await.is(202);
    }

    // Proves KH-8c-2.
    // Part of LC-6.1b-2.
    #[test]
    async fn granting_makes_facility_account_and_first_password(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        let granted = grant(&police, &seen, json!({})).await.is(200);
        assert_eq!(granted["handover"], Value::Null);
        let login = granted["dossier"]["result"]["login"].as_str().unwrap().to_owned();
        assert_eq!(login, "khachsanthuyduong");
        let mail = t.mail_to("thuyduong").await.expect("a mail");
        let password = password_in(&mail);
        leaks::watch(&password);
        assert!(!granted.to_string().contains(&password));
        let sealed = rows::all(t, "outbox").await;
        assert!(!format!("{sealed:?}").contains(&password), "sealed in the outbox");
        let client = t.anonymous();
        client.login(&login, &password).await.is(200);
        let own = client.call("getCurrentAccount").await.is(200);
        assert_eq!(
            (
                &own["must_change_password"],
                &own["facility"]["setup_complete"],
                &own["facility"]["name"]
            ),
            (&json!(true), &json!(false), &json!("Khách sạn Thùy Dương"))
        );
        // Good for one sign-in.
        t.anonymous()
            .login(&login, &password)
            .await
            .problem("credentials_refused");
        assert_eq!(rows::number(t, "SELECT COUNT(*) FROM account_holder h JOIN account a ON a.id = h.account_id WHERE a.login = 'khachsanthuyduong'").await, 1);
    }

    #[test]
    async fn two_applications_of_one_name_granted_at_once_get_two_login_names(t: &TestApp) {
        let one = t.apply(&application()).await;
        let two = t.apply(&with("/email", json!("hai@example.test"))).await;
        let police = t.signed_in("congan.tinh").await;
        let one = dossier(&police, one["number"].as_str().unwrap()).await;
        let two = dossier(&police, two["number"].as_str().unwrap()).await;
        let (one, two) = tokio::join!(grant(&police, &one, json!({})), grant(&police, &two, json!({})));
        let login = |answer: Answer| {
            answer.is(200)["dossier"]["result"]["login"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let mut logins = [login(one), login(two)];
        logins.sort();
        assert_eq!(logins, ["khachsanthuyduong", "khachsanthuyduong2"]);
    }

    // Part of KH-M2-2.
    #[test]
    async fn a_missing_signed_form_follows_while_the_application_is_open_and_the_clock_goes_on(t: &TestApp) {
        let receipt = t.apply(&with("/signed_form", Value::Null)).await;
        let police = t.signed_in("congan.tinh").await;
        let number = receipt["number"].as_str().unwrap();
        let before = dossier(&police, number).await;
        assert_eq!(before["form_missing"], true);
        let code = &receipt["dossier_code"];
        let nobody = t.anonymous();
        // Words alone are no form.
        nobody
            .call("supplementDossier")
            .json(&json!({ "dossier_code": code, "message": "Sẽ gửi sau." }))
            .await
            .refuses(&[("/files", "required")]);
        let form = json!({ "dossier_code": code, "files": [filing::file("Mau-so-1.pdf", filing::PDF)] });
        let public = nobody.call("supplementDossier").json(&form).await.is(200);
        assert_eq!(
            (&public["form_missing"], &public["state"]),
            (&json!(false), &before["state"])
        );
        let after = dossier(&police, number).await;
        assert_eq!(after["due_at"], before["due_at"]);
        nobody
            .call("supplementDossier")
            .json(&form)
            .await
            .problem("wrong_state");
    }

    #[test]
    async fn the_first_password_ends_with_the_last_second_of_seven_days(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        let granted = grant(&police, &seen, json!({ "delivery": "handover", "login": "td.bien" }))
            .await
            .is(200);
        let handover = &granted["handover"];
        assert_eq!(handover["login"], "td.bien");
        let password = handover["initial_password"].as_str().unwrap().to_owned();
        leaks::watch(&password);
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let sheet = STANDARD.decode(handover["sheet_pdf_base64"].as_str().unwrap()).unwrap();
        assert!(sheet.starts_with(b"%PDF-"));
        t.pass(7 * 86_400);
        t.anonymous()
            .login("td.bien", &password)
            .await
            .problem("credentials_refused");
        t.pass(-1);
        t.anonymous().login("td.bien", &password).await.is(200);
    }

    // Part of LC-6.1b-2.
    #[test]
    async fn two_officers_at_once_make_one_account(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let (one, other) = (t.signed_in("congan.tinh").await, t.signed_in("quantri").await);
        let seen = dossier(&one, receipt["number"].as_str().unwrap()).await;
        let (a, b) = tokio::join!(
            grant(&one, &seen, json!({})).answer(),
            grant(&other, &seen, json!({})).answer()
        );
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", a.text(), b.text());
        assert_eq!(
            rows::number(t, "SELECT COUNT(*) FROM account WHERE login LIKE 'khachsanthuyduong%'").await,
            1
        );
        t.work().await;
        let issued = mail::in_folder(t)
            .into_iter()
            .filter(|mail| mail.text.contains("Mật khẩu ban đầu") && !mail.text.contains("/confirm#"));
        assert_eq!(issued.count(), 1, "the password is mailed once");
    }

    // Proves LC-6.1b-2.
    #[test]
    async fn a_login_name_is_never_given_away_again(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        grant(&police, &seen, json!({ "login": "haidang" }))
            .await
            .refuses(&[("/login", "login_taken")]);
        let id = rows::id(t, account_id("haidang"));
        rows::execute(t, &format!("UPDATE account SET status = 'closed' WHERE id = {id}"))
            .await
            .unwrap();
        grant(&police, &seen, json!({ "login": "HaiDang" }))
            .await
            .refuses(&[("/login", "login_taken")]);
        grant(&police, &seen, json!({ "login": "hải đăng" }))
            .await
            .refuses(&[("/login", "login_malformed")]);
        grant(&police, &seen, json!({ "login": "haidang.2" })).await.is(200);
    }

    // Proves KH-7.2b.
    // Part of KH-8c-2.
    #[test]
    async fn an_agency_is_granted_by_whoever_may_make_its_tier(t: &TestApp) {
        let body = json!({
            "agency": { "unit_name": "Thuế cơ sở Nha Trang", "role": "tax", "level": "commune", "area_code": NHA_TRANG },
            "user_name": "Phan Quốc Bảo", "email": "thue@example.test", "phone": "0258 000 0300",
            "commitment_accepted": true,
        });
        let wrong =
            json!({ "agency": { "unit_name": "Thuế", "role": "tax", "level": "province", "area_code": NHA_TRANG } });
        let mut wrong_tier = body.clone();
        wrong_tier["agency"] = wrong["agency"].clone();
        let nobody = t.anonymous();
        nobody
            .call("submitRegistration")
            .json(&wrong_tier)
            .await
            .refuses(&[("/agency/area_code", "area_of_other_tier")]);
        let receipt = t.apply(&body).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        assert_eq!(seen["form_missing"], true);
        // KH-10.3c: the tax office of the province makes it, or the administrator.
        grant(&police, &seen, json!({})).await.problem("tier_forbidden");
        let administrator = t.signed_in("quantri").await;
        let granted = grant(&administrator, &seen, json!({})).await.is(200);
        let id = granted["dossier"]["result"]["account_id"].as_str().unwrap();
        let account = administrator.call("getAccount").at("account_id", id).await.is(200);
        assert_eq!(
            (&account["role"], &account["level"]),
            (&json!("tax"), &json!("commune"))
        );
        assert_eq!(
            rows::count(t, "unit").await,
            rows::number(t, "SELECT COUNT(DISTINCT id) FROM unit").await
        );
    }

    #[test]
    async fn what_is_there_already_is_pointed_out(t: &TestApp) {
        let first = t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, first["number"].as_str().unwrap()).await;
        assert_eq!(seen["hints"], json!([]));
        grant(&police, &seen, json!({})).await.is(200);
        let second = t.apply(&with("/email", json!("khac@example.test"))).await;
        let seen = dossier(&police, second["number"].as_str().unwrap()).await;
        let codes: Vec<&str> = seen["hints"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hint| hint["code"].as_str().unwrap())
            .collect();
        assert_eq!(codes, ["same_tax_code", "same_name", "same_address", "filed_twice"]);
    }

    // Proves KH-M1.
    #[test]
    async fn the_form_is_printed_for_whoever_has_the_code(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let body = json!({ "dossier_code": receipt["dossier_code"] });
        let answer = t.anonymous().call("downloadDossierForm").json(&body).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, Some("application/pdf"))
        );
        assert!(answer.body.starts_with(b"%PDF-"));
        let wrong = json!({ "dossier_code": "LT-0000-0000-0000-0000" });
        t.anonymous()
            .call("downloadDossierForm")
            .json(&wrong)
            .await
            .problem("dossier_unknown");
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        let answer = police
            .call("printDossier")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .await;
        let text = pdf_text(&answer.body);
        let number = receipt["number"].as_str().unwrap();
        assert!(text.contains(&format!("Hồ sơ số {number}")), "{text}");
    }
);
