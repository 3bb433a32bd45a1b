//! Deciding: what waits and for whom, what is open before a decision, and who decides at all.

use crate::support::filing::{PDF, application, dossier, file, grant, loss};
use crate::support::*;
use serde_json::{Value, json};

fn on<'a>(client: &'a Client<'_>, operation: &str, seen: &Value) -> client::Call<'a> {
    client
        .call(operation)
        .at("dossier_id", seen["id"].as_str().expect("an id"))
}

fn can(seen: &Value, operation: &str) -> bool {
    seen["can"].as_array().expect("can").contains(&json!(operation))
}

async fn send_back(t: &TestApp, client: &Client<'_>, seen: &Value) -> Value {
    let body = json!({
        "version": seen["version"], "reason": "Bản ký chưa có dấu.",
        "contact": { "channel": "email", "at": t.clock.now(), "with": "Quách Thị Thu Cúc" }
    });
    on(client, "requestSupplement", seen).json(&body).await.is(200)
}

async fn ask(client: &Client<'_>, seen: &Value, unit: &str) -> Value {
    let units = client.call("listUnits").await.is(200);
    let units = units["items"].as_array().expect("units").clone();
    let unit = units.iter().find(|known| known["name"] == unit).expect("a unit");
    on(client, "consultOnDossier", seen)
        .json(&json!({ "unit_ids": [unit["id"]], "question": "Mã số thuế có đang hoạt động không?" }))
        .await
        .is(200)
}

fn kinds(seen: &Value) -> Vec<&str> {
    let events = seen["events"].as_array().expect("events").iter();
    events.map(|event| event["kind"].as_str().expect("a kind")).collect()
}

/// The open points of a decision: what, and of whom.
fn open_points(seen: &Value) -> Vec<(String, String)> {
    let points = seen["decision"]["open_points"].as_array().expect("open points").iter();
    points
        .map(|point| {
            let of = if point["check"].is_null() {
                &point["subject"]
            } else {
                &point["check"]
            };
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            (text(&point["code"]), text(of))
        })
        .collect()
}

/// The application of a second tax office of the province, which the police do not look after.
fn agency() -> Value {
    let mut body = application();
    body.as_object_mut().unwrap().remove("facility");
    body["agency"] = json!({
        "unit_name": "Thuế tỉnh Khánh Hòa, bộ phận hai", "role": "tax", "level": "province", "area_code": "56"
    });
    body["email"] = json!("thue.hai@example.test");
    body
}

on_both_engines!(
    #[test]
    async fn a_moment_of_contact_that_lacks_its_offset_is_told_as_that(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        for (at, code) in [
            ("2026-11-21T19:42:00", "instant_without_offset"),
            ("21/11/2026 19:42", "instant_malformed"),
        ] {
            let contact = json!({ "channel": "email", "at": at, "with": "Quách Thị Thu Cúc" });
            let body = json!({ "version": seen["version"], "reason": "Bản ký chưa có dấu.", "contact": contact });
            let answer = on(&police, "requestSupplement", &seen).json(&body).await;
            answer.refuses(&[("/contact/at", code)]);
        }
    }

    #[test]
    async fn what_was_sent_back_is_reminded_once_a_day_and_refused_when_nothing_comes(t: &TestApp) {
        t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DK-0001").await;
        let sent_back_at = t.clock.now();
        let back = send_back(t, &police, &seen).await;
        assert_eq!(back["sent_back_at"], json!(sent_back_at));
        assert_eq!(
            back["applicant_remindable_at"],
            json!(sent_back_at.plus_seconds(86_400))
        );
        assert!(!can(&back, "remindApplicant") && can(&back, "refuseDossier"));
        let listed = police
            .call("listDossiers")
            .query("state", "supplement_requested")
            .await
            .is(200);
        assert_eq!(listed["items"][0]["sent_back_at"], json!(sent_back_at));
        t.pass(86_399);
        let early = on(&police, "remindApplicant", &back).key("remind-1").await;
        early.problem("reminder_too_soon");
        t.pass(1);
        let due = dossier(&police, "DK-0001").await;
        assert!(can(&due, "remindApplicant"), "{due}");
        let before = rows::count(t, "outbox").await;
        let reminded = on(&police, "remindApplicant", &due).key("remind-2").await.is(200);
        on(&police, "remindApplicant", &due).key("remind-2").await.is(200);
        assert_eq!(
            rows::count(t, "outbox").await,
            before + 1,
            "a repeat writes no second mail"
        );
        assert_eq!(kinds(&reminded).last(), Some(&"remind_applicant"));
        assert!(!can(&reminded, "remindApplicant"));
        on(&police, "remindApplicant", &due)
            .key("remind-3")
            .await
            .problem("reminder_too_soon");
        let told = t.mail_to("le.tan@thuyduong.example.test").await.expect("a mail");
        assert!(told.text.contains("Bản ký chưa có dấu."), "{}", told.text);
        // It waits since it was sent back, reminded or not, and its clock stands.
        assert_eq!(
            (&reminded["sent_back_at"], &reminded["due_at"]),
            (&json!(sent_back_at), &Value::Null)
        );
        let refused = on(&police, "refuseDossier", &reminded)
            .json(&json!({ "version": reminded["version"], "reason": "Quá lâu không bổ sung." }))
            .await
            .is(200);
        assert_eq!(
            (&refused["state"], &refused["late_seconds"], &refused["sent_back_at"]),
            (&json!("refused"), &Value::Null, &Value::Null)
        );
        on(&police, "remindApplicant", &refused)
            .key("remind-4")
            .await
            .problem("wrong_state");
        on(&t.signed_in("haidang").await, "remindApplicant", &refused)
            .key("remind-5")
            .await
            .problem("forbidden");
    }

    #[test]
    async fn before_granting_it_is_told_what_is_open_and_which_login_comes_of_it(t: &TestApp) {
        let mut body = application();
        body.as_object_mut().unwrap().remove("signed_form");
        // A facility of that name is there already.
        body["facility"]["name"] = json!("Khách sạn Hải Đăng");
        t.apply(&body).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DK-0001").await;
        ask(&police, &seen, "Thuế tỉnh Khánh Hòa").await;
        let tourism = ask(&police, &seen, "Sở Du lịch").await;
        on(&t.signed_in("dulich.tinh").await, "giveOpinion", &tourism)
            .json(&json!({ "opinion": "object", "text": "Chưa xếp hạng." }))
            .await
            .is(200);
        on(&police, "checkDossier", &seen)
            .json(&json!({ "check": "no_account_here", "done": true }))
            .await
            .is(200);
        let seen = dossier(&police, "DK-0001").await;
        let points = open_points(&seen);
        for (code, of) in [
            ("form_missing", ""),
            ("check_open", "signed_form_matches"),
            ("check_open", "representative_called"),
            ("opinion_open", "Thuế tỉnh Khánh Hòa"),
            ("opinion_against", "Sở Du lịch"),
            ("same_name", "Khách sạn Hải Đăng"),
        ] {
            assert!(
                points.contains(&(code.to_owned(), of.to_owned())),
                "{code} {of}: {points:?}"
            );
        }
        assert_eq!(points.len(), 6, "{points:?}");
        let decision = &seen["decision"];
        assert_eq!(decision["password_to"], "le.tan@thuyduong.example.test");
        // A unit that was asked learns nothing of it.
        let theirs = dossier(&t.signed_in("thue.tinh").await, "DK-0001").await;
        assert_eq!(theirs["decision"], Value::Null);
        // What was said is what comes of it.
        let granted = grant(&police, &seen, json!({})).await.is(200);
        assert_eq!(granted["dossier"]["result"]["login"], decision["login"]);
        assert_eq!(granted["dossier"]["decision"], Value::Null);
    }

    #[test]
    async fn who_cannot_decide_is_told_who_does_and_is_not_counted_late(t: &TestApp) {
        t.apply(&agency()).await;
        let police = t.signed_in("congan.tinh").await;
        let administrator = t.signed_in("quantri").await;
        let seen = dossier(&police, "DK-0001").await;
        assert_eq!(
            (&seen["decider"], &seen["decision"]),
            (&json!("administrator"), &Value::Null)
        );
        for operation in ["resolveDossier", "refuseDossier"] {
            assert!(!can(&seen, operation), "{operation}: {}", seen["can"]);
        }
        assert!(can(&seen, "acceptDossier") && can(&seen, "requestSupplement") && can(&seen, "consultOnDossier"));
        grant(&police, &seen, json!({})).await.problem("tier_forbidden");
        on(&police, "refuseDossier", &seen)
            .json(&json!({ "version": seen["version"], "reason": "Không đủ căn cứ." }))
            .await
            .problem("tier_forbidden");
        let theirs = dossier(&administrator, "DK-0001").await;
        assert_eq!(theirs["decider"], Value::Null);
        assert!(can(&theirs, "resolveDossier") && can(&theirs, "refuseDossier"));
        t.pass(48 * 3_600);
        for (client, late) in [(&police, 0), (&administrator, 1)] {
            let counts = client.call("getCounts").await.is(200)["dossiers"].clone();
            assert_eq!((&counts["waiting"], &counts["overdue"]), (&json!(1), &json!(late)));
            let page = client.call("listDossiers").query("overdue", true).await.is(200);
            assert_eq!(page["items"].as_array().unwrap().len(), late);
        }
        // Nor is whoever cannot decide written to about the term.
        // Written in the one round, delivered in the next.
        t.work().await;
        t.work().await;
        let told = |address: &str| {
            let letters = mail::in_folder(t);
            letters
                .into_iter()
                .any(|letter| letter.to.contains(address) && letter.subject.contains("hạn"))
        };
        assert!(told("quantri@example.test") && !told("congan.tinh@example.test"));
        grant(&administrator, &theirs, json!({})).await.is(200);
    }

    // Part of KH-8b.
    #[test]
    async fn what_a_unit_has_answered_waits_no_more_and_is_corrected_until_the_decision(t: &TestApp) {
        t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DK-0001").await;
        ask(&police, &seen, "Thuế tỉnh Khánh Hòa").await;
        let told = t.mail_to("thue.tinh@example.test").await.expect("a mail");
        for said in [
            "Mã số thuế có đang hoạt động không?",
            "Khách sạn Thùy Dương",
            "23/11/2026, 20:00",
        ] {
            assert!(told.text.contains(said), "{said}: {}", told.text);
        }
        let tax = t.signed_in("thue.tinh").await;
        let counts = |answer: Value| (answer["waiting"].clone(), answer["done"].clone());
        let waiting = async || tax.call("getCounts").await.is(200)["dossiers"]["waiting"].clone();
        assert_eq!(waiting().await, 1);
        let opinion = |said: Value| on(&tax, "giveOpinion", &seen).json(&said);
        opinion(json!({ "opinion": "object", "text": "Mã số thuế đã đóng." }))
            .await
            .is(200);
        assert_eq!(waiting().await, 0);
        let list = tax.call("listDossiers").await.is(200);
        assert_eq!(list["items"], json!([]));
        assert_eq!(counts(list["counts"].clone()), (json!(0), json!(1)));
        let answered = tax.call("listDossiers").query("closed", true).await.is(200);
        assert_eq!(answered["items"].as_array().unwrap().len(), 1);
        // It was another facility: put right, and what was said first stays for those who decide.
        opinion(json!({ "opinion": "agree" })).await.is(200);
        let after = dossier(&police, "DK-0001").await;
        assert_eq!(
            (
                &after["consultations"][0]["opinion"],
                &after["consultations"][0]["text"]
            ),
            (&json!("agree"), &Value::Null)
        );
        assert_eq!(after["consultations"].as_array().unwrap().len(), 1);
        let event = after["events"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(event["kind"], "opinion_corrected");
        assert_eq!(
            event["changes"],
            json!([
                { "pointer": "/opinion", "before": "object", "after": "agree" },
                { "pointer": "/text", "before": "Mã số thuế đã đóng.", "after": null },
            ])
        );
        grant(&police, &after, json!({})).await.is(200);
        opinion(json!({ "opinion": "no_opinion" })).await.problem("not_found");
    }

    // Part of LC-6.1b-1.
    #[test]
    async fn a_supplement_shows_what_changed_and_is_not_accepted_a_second_time(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DK-0001").await;
        let accepted = on(&police, "acceptDossier", &seen)
            .json(&json!({ "version": seen["version"] }))
            .await
            .is(200);
        send_back(t, &police, &accepted).await;
        t.pass(3_600);
        let mut form = application();
        form.as_object_mut().unwrap().remove("signed_form");
        form["facility"]["rooms"] = json!(46);
        form["started_on"] = json!("2026-12-15");
        let body = json!({
            "dossier_code": receipt["dossier_code"], "message": "Đã đóng dấu.", "form": form, "files": [file("Mau-so-1-dau.pdf", PDF)]
        });
        let public = t.anonymous().call("supplementDossier").json(&body).await.is(200);
        let changes = json!([
            { "pointer": "/facility/rooms", "before": "48", "after": "46" },
            { "pointer": "/started_on", "before": "2026-12-01", "after": "2026-12-15" },
        ]);
        let last = public["events"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&last["changes"], &last["files"]),
            (&changes, &json!(["Mau-so-1-dau.pdf"]))
        );
        assert_eq!(public["state"], "in_process");
        let after = dossier(&police, "DK-0001").await;
        assert_eq!(after["events"].as_array().unwrap().last().unwrap()["changes"], changes);
        // It is worked on again, with its whole term, and nobody accepts it twice.
        assert_eq!(after["due_at"], json!(t.clock.now().plus_seconds(48 * 3_600)));
        assert!(!can(&after, "acceptDossier") && can(&after, "resolveDossier"));
        assert_eq!(
            kinds(&public),
            [
                "file",
                "confirm",
                "accept",
                "transfer",
                "request_supplement",
                "supplement"
            ]
        );
        grant(&police, &after, json!({})).await.is(200);
    }

    // Part of KH-9d-1.
    #[test]
    async fn a_stolen_account_stands_on_top_under_the_name_of_its_facility(t: &TestApp) {
        t.apply(&application()).await;
        t.pass(49 * 3_600);
        let mut forgotten = loss("bacthanh", &t.clock.now().to_string());
        forgotten["kind"] = json!("forgotten");
        for body in [forgotten, loss("haidang", &t.clock.now().to_string())] {
            t.anonymous().call("reportCredentialLoss").json(&body).await.is(202);
        }
        t.work().await;
        let police = t.signed_in("congan.tinh").await;
        let queue = police.call("listDossiers").await.is(200);
        let rows: Vec<(&Value, &Value)> = queue["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (&row["urgent"], &row["account_name"]))
            .collect();
        assert_eq!(
            rows[0],
            (&json!(true), &json!("Khách sạn Hải Đăng")),
            "before what is overdue"
        );
        assert_eq!(rows[1].0, &json!(false), "the overdue application");
        assert_eq!(rows.len(), 3);
    }
);
