//! Dossiers: the ways through table 8.4, the clock to the second, who sees what, and the applicant's key.

use crate::support::dossier::PROCEDURE;
use crate::support::province::{BAC_NHA_TRANG, NHA_TRANG};
use crate::support::*;
use api::procedures::files::ProvenFile;
use api::procedures::service::Filed;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, write::ZlibEncoder};
use serde_json::{Value, json};
use std::io::Write;
use uploads::FileKind;
use uuid::Uuid;

/// The smallest PDF that is whole.
const PDF: &[u8] =
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n";

fn on<'a>(client: &'a Client<'_>, operation: &str, filed: &Filed) -> client::Call<'a> {
    client.call(operation).at("dossier_id", filed.dossier.id)
}

async fn get(client: &Client<'_>, filed: &Filed) -> Value {
    on(client, "getDossier", filed).await.is(200)
}

async fn look_up(t: &TestApp, filed: &Filed) -> Value {
    let body = json!({ "dossier_code": filed.receipt.dossier_code });
    t.anonymous().call("lookupDossier").json(&body).await.is(200)
}

fn sent_back(t: &TestApp, version: i32) -> Value {
    json!({
        "version": version, "reason": "Bản ký không trùng với tờ khai.",
        "contact": { "channel": "phone", "at": t.clock.now(), "with": "Quách Thị Thu Cúc" }
    })
}

async fn unit(client: &Client<'_>, name: &str) -> Uuid {
    let units = client.call("listUnits").await.is(200);
    let units = units["items"].as_array().expect("units").clone();
    let unit = units.iter().find(|unit| unit["name"] == name).expect("a unit");
    unit["id"].as_str().unwrap().parse().unwrap()
}

fn titles(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items").iter();
    items.map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

on_both_engines!(
    #[test]
    async fn a_dossier_whose_stored_kind_is_unknown_is_not_shown_with_an_empty_word(t: &TestApp) {
        let filed = t.file("Khách sạn Thùy Dương").await;
        let police = t.signed_in("congan.tinh").await;
        on(&police, "getDossier", &filed).lang("en").await.is(200);
        // A guard refuses it; only damage or a newer version of the program can write such a name.
        let release = match t.engine {
            Engine::Sqlite => "DROP TRIGGER dossier_keeps_decided",
            Engine::Postgres => "ALTER TABLE dossier DISABLE TRIGGER dossier_keeps_decided",
        };
        for sql in [release, "UPDATE dossier SET kind = 'wizardry'"] {
            rows::execute(t, sql).await.unwrap();
        }
        for lang in ["vi", "en"] {
            on(&police, "getDossier", &filed).lang(lang).await.problem("internal");
            police.call("listDossiers").lang(lang).await.problem("internal");
        }
    }

    #[test]
    async fn a_dossier_goes_from_receipt_to_its_result(t: &TestApp) {
        let filed = t.file("Khách sạn Thùy Dương").await;
        assert_eq!(filed.receipt.number, "TT-0001");
        let police = t.signed_in("congan.tinh").await;
        let seen = get(&police, &filed).await;
        assert_eq!(
            (&seen["state"], &seen["applicant"]["name"]),
            (&json!("filed"), &json!("Quách Thị Thu Cúc"))
        );
        assert_eq!(seen["form"], json!({ "rooms": 48 }));
        assert!(seen["can"].as_array().unwrap().contains(&json!("resolveDossier")));
        assert!(
            !seen.to_string().contains(&filed.receipt.dossier_code),
            "the code is the applicant's"
        );
        let accepted = on(&police, "acceptDossier", &filed)
            .json(&json!({ "version": 1 }))
            .await
            .is(200);
        assert_eq!(
            (&accepted["state"], &accepted["version"]),
            (&json!("in_process"), &json!(2))
        );
        // Accepting twice is not among the ways.
        let again = on(&police, "acceptDossier", &filed)
            .json(&json!({ "version": 2 }))
            .await;
        again.problem("wrong_state");
        let granted = on(&police, "resolveDossier", &filed)
            .json(&json!({ "version": 2, "comment": "Đã xác minh." }))
            .await
            .is(200);
        assert_eq!(granted["dossier"]["state"], "returned");
        assert_eq!(granted["dossier"]["late_seconds"], Value::Null);
        let kinds: Vec<&str> = granted["dossier"]["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["kind"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["file", "accept", "transfer", "resolve", "return"]);
        for (operation, body) in [
            ("resolveDossier", json!({ "version": 3 })),
            ("refuseDossier", json!({ "version": 3, "reason": "Đã muộn rồi" })),
            ("requestSupplement", sent_back(t, 3)),
        ] {
            on(&police, operation, &filed).json(&body).await.problem("wrong_state");
        }
        let public = look_up(t, &filed).await;
        assert_eq!((&public["state"], &public["can"]), (&json!("returned"), &json!([])));
        assert_eq!(rows::count(t, "outbox").await, 1, "the applicant is told");
    }

    // Proves LC-6.1b-1.
    #[test]
    async fn forty_eight_hours_are_forty_eight_hours_to_the_second(t: &TestApp) {
        let in_time = t.file("Đúng hạn").await;
        let late = t.file("Quá hạn").await;
        let police = t.signed_in("congan.tinh").await;
        assert_eq!(get(&police, &late).await["due_at"], instant("2026-11-23 20:00:00"));
        t.at("2026-11-23 19:59:59");
        assert_eq!(get(&police, &late).await["overdue"], false);
        let granted = on(&police, "resolveDossier", &in_time)
            .json(&json!({ "version": 1 }))
            .await
            .is(200);
        assert_eq!(
            (&granted["dossier"]["overdue"], &granted["dossier"]["late_seconds"]),
            (&json!(false), &Value::Null)
        );
        // The term stays with the decision, so that it can be told later whether it was kept.
        let kept = |dossier: &Value| {
            ["due_at", "term_seconds", "decided_at", "decided_in_time"].map(|field| dossier[field].clone())
        };
        let in_time_then = [
            json!(instant("2026-11-23 20:00:00")),
            json!(48 * 3_600),
            json!(instant("2026-11-23 19:59:59")),
            json!(true),
        ];
        assert_eq!(kept(&granted["dossier"]), in_time_then);
        t.at("2026-11-23 20:00:00");
        assert_eq!(kept(&get(&police, &in_time).await), in_time_then);
        assert_eq!(get(&police, &in_time).await["overdue"], false);
        assert_eq!(get(&police, &late).await["overdue"], true);
        let page = police.call("listDossiers").query("overdue", true).await.is(200);
        assert_eq!(
            (titles(&page), &page["counts"]["overdue"]),
            (vec!["Quá hạn".to_owned()], &json!(1))
        );
        t.at("2026-11-23 20:00:07");
        let granted = on(&police, "resolveDossier", &late)
            .json(&json!({ "version": 1 }))
            .await
            .is(200);
        assert_eq!(
            (&granted["dossier"]["overdue"], &granted["dossier"]["late_seconds"]),
            (&json!(true), &json!(7))
        );
        // For ever.
        t.at("2026-12-20 08:00:00");
        assert_eq!(get(&police, &late).await["late_seconds"], 7);
        assert_eq!(get(&police, &late).await["decided_in_time"], false);
        assert_eq!(get(&police, &in_time).await["overdue"], false);
        assert_eq!(look_up(t, &late).await["overdue"], true);
    }

    // Part of LC-6.1b-3.
    #[test]
    async fn the_clock_stands_while_a_supplement_is_awaited_and_runs_anew_after_it(t: &TestApp) {
        let filed = t.file("Khách sạn Thùy Dương").await;
        let police = t.signed_in("congan.tinh").await;
        t.at("2026-11-22 10:00:00");
        let back = on(&police, "requestSupplement", &filed)
            .json(&sent_back(t, 1))
            .await
            .is(200);
        assert_eq!(
            (&back["state"], &back["due_at"]),
            (&json!("supplement_requested"), &Value::Null)
        );
        let event = back["events"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&event["text"], &event["contact"]["channel"]),
            (&json!("Bản ký không trùng với tờ khai."), &json!("phone"))
        );
        // A week later nothing is overdue.
        t.at("2026-11-29 09:00:00");
        let public = look_up(t, &filed).await;
        assert_eq!(
            (&public["overdue"], &public["form"]),
            (&json!(false), &json!({ "rooms": 48 }))
        );
        assert_eq!(public["can"], json!(["supplementDossier", "withdrawDossier"]));
        let body = json!({
            "dossier_code": filed.receipt.dossier_code, "message": "Đã ký lại.",
            "files": [{ "name": "Mau-so-1.pdf", "content_base64": STANDARD.encode(PDF) }]
        });
        let public = t.anonymous().call("supplementDossier").json(&body).await.is(200);
        assert_eq!(
            (&public["state"], &public["due_at"]),
            (&json!("filed"), &json!(instant("2026-12-01 09:00:00")))
        );
        assert_eq!(public["attachments"][0]["media_type"], "application/pdf");
        // Once is enough.
        t.anonymous()
            .call("supplementDossier")
            .json(&body)
            .await
            .problem("wrong_state");
        assert_eq!(get(&police, &filed).await["late_seconds"], Value::Null);
    }

    // Part of LC-6.1b-1.
    #[test]
    async fn sending_back_too_late_does_not_wash_away_that_it_was_late(t: &TestApp) {
        let filed = t.file("Khách sạn Thùy Dương").await;
        let police = t.signed_in("congan.tinh").await;
        t.at("2026-11-23 21:00:00");
        let back = on(&police, "requestSupplement", &filed)
            .json(&sent_back(t, 1))
            .await
            .is(200);
        assert_eq!((&back["overdue"], &back["late_seconds"]), (&json!(true), &json!(3_600)));
        let body = json!({ "dossier_code": filed.receipt.dossier_code, "message": "Đã ký lại." });
        t.anonymous().call("supplementDossier").json(&body).await.is(200);
        let granted = on(&police, "resolveDossier", &filed)
            .json(&json!({ "version": 3 }))
            .await
            .is(200);
        assert_eq!(granted["dossier"]["late_seconds"], 3_600);
    }

    #[test]
    async fn a_file_that_is_not_what_its_name_says_is_refused(t: &TestApp) {
        let filed = t.file("Khách sạn Thùy Dương").await;
        let police = t.signed_in("congan.tinh").await;
        on(&police, "requestSupplement", &filed)
            .json(&sent_back(t, 1))
            .await
            .is(200);
        let nobody = t.anonymous();
        for (name, content, pointer, code) in [
            (
                "a.pdf",
                b"PK\x05\x06".to_vec(),
                "/files/0/content_base64",
                "file_type_refused",
            ),
            ("a.png", PDF.to_vec(), "/files/0/name", "file_name_mismatch"),
            (
                "a.pdf",
                PDF[..40].to_vec(),
                "/files/0/content_base64",
                "file_unreadable",
            ),
            (
                "a.pdf",
                vec![0x25; 5 * 1024 * 1024 + 1],
                "/files/0/content_base64",
                "file_too_large",
            ),
        ] {
            let files = json!([{ "name": name, "content_base64": STANDARD.encode(content) }]);
            let body = json!({ "dossier_code": filed.receipt.dossier_code, "files": files });
            nobody
                .call("supplementDossier")
                .json(&body)
                .await
                .refuses(&[(pointer, code)]);
        }
        // 300 MB in 300 KB, in the clothes of a scan.
        let mut bomb = ZlibEncoder::new(Vec::new(), Compression::best());
        bomb.write_all(&vec![0; 300 * 1024 * 1024]).unwrap();
        let bomb = bomb.finish().unwrap();
        let stream = format!("3 0 obj\n<< /Filter /FlateDecode /Length {} >>\nstream\n", bomb.len());
        let (head, tail) = PDF.split_at(PDF.windows(4).position(|at| at == b"xref").unwrap());
        let scan = [head, stream.as_bytes(), &bomb, b"\nendstream\nendobj\n", tail].concat();
        let files = json!([{ "name": "Mau-so-1.pdf", "content_base64": STANDARD.encode(scan) }]);
        let body = json!({ "dossier_code": filed.receipt.dossier_code, "files": files });
        let call = nobody.call("supplementDossier").json(&body);
        call.await
            .refuses(&[("/files/0/content_base64", "file_unpacks_too_large")]);
        let huge = format!("{{\"code\":\"{}\"}}", "x".repeat(23 * 1024 * 1024));
        let call = nobody
            .call("supplementDossier")
            .header("Content-Type", "application/json");
        call.bytes(huge).await.problem("payload_too_large");
        assert_eq!(look_up(t, &filed).await["state"], "supplement_requested");
        assert_eq!(rows::count(t, "dossier_attachment").await, 0);
    }

    #[test]
    async fn a_file_comes_back_as_it_was_filed_and_lies_sealed(t: &TestApp) {
        let file = ProvenFile {
            name: "Mẫu số 1.pdf".to_owned(),
            kind: FileKind::Pdf,
            bytes: PDF.to_vec(),
        };
        let filed = t.file_in("Khách sạn Thùy Dương", NHA_TRANG, vec![file]).await;
        let police = t.signed_in("congan.tinh").await;
        let attachment = get(&police, &filed).await["attachments"][0].clone();
        assert_eq!(
            (&attachment["name"], &attachment["size"]),
            (&json!("Mẫu số 1.pdf"), &json!(PDF.len()))
        );
        let id = attachment["id"].as_str().unwrap();
        let answer = on(&police, "downloadAttachment", &filed).at("attachment_id", id).await;
        assert_eq!((answer.status, answer.body.as_slice()), (200, PDF));
        assert_eq!(answer.header("content-type"), Some("application/pdf"));
        assert_eq!(
            answer.header("content-disposition"),
            Some("attachment; filename*=UTF-8''M%E1%BA%ABu%20s%E1%BB%91%201.pdf")
        );
        assert_eq!(rows::audit(t, "attachment_read").await.len(), 1);
        // Of another dossier it is not there.
        let other = t.file("Khác").await;
        on(&police, "downloadAttachment", &other)
            .at("attachment_id", id)
            .await
            .problem("not_found");
    }

    // Part of LC-6.1b-1, KH-8b.
    #[test]
    async fn a_unit_sees_what_it_was_asked_and_nothing_else(t: &TestApp) {
        let (asked, not_asked) = (t.file("Được hỏi").await, t.file("Không hỏi").await);
        let police = t.signed_in("congan.tinh").await;
        let (tax, tourism) = (t.signed_in("thue.tinh").await, t.signed_in("dulich.tinh").await);
        on(&tax, "getDossier", &asked).await.problem("not_found");
        let units = [
            unit(&police, "Thuế tỉnh Khánh Hòa").await,
            unit(&police, "Sở Du lịch").await,
        ];
        let body = json!({ "unit_ids": units, "question": "Có ý kiến gì không?" });
        let call = on(&police, "consultOnDossier", &asked)
            .key("consult-once-1")
            .json(&body);
        let page = call.await.is(200);
        assert_eq!(page["asked_units"].as_array().unwrap().len(), 2);
        on(&police, "consultOnDossier", &asked)
            .key("consult-once-1")
            .json(&body)
            .await
            .is(200);
        assert_eq!(rows::count(t, "dossier_consultation").await, 2);
        let twice = on(&police, "consultOnDossier", &asked).json(&body).await;
        twice.refuses(&[("/unit_ids/0", "duplicate"), ("/unit_ids/1", "duplicate")]);
        on(&police, "commentOnDossier", &asked)
            .json(&json!({ "text": "Chỉ nội bộ.", "visibility": "inside" }))
            .await
            .is(200);

        assert_eq!(titles(&tax.call("listDossiers").await.is(200)), ["Được hỏi"]);
        on(&tax, "getDossier", &not_asked).await.problem("not_found");
        on(&tax, "giveOpinion", &not_asked)
            .json(&json!({ "opinion": "agree" }))
            .await
            .problem("not_found");
        on(&tax, "acceptDossier", &asked)
            .json(&json!({ "version": 1 }))
            .await
            .problem("forbidden");
        let seen = get(&tax, &asked).await;
        assert_eq!(seen["consultations"].as_array().unwrap().len(), 1);
        assert_eq!(seen["consultations"][0]["question"], "Có ý kiến gì không?");
        assert_eq!(seen["can"], json!(["giveOpinion"]));
        assert!(!seen.to_string().contains("Chỉ nội bộ."), "{seen}");

        let said = json!({ "opinion": "object", "text": "Mã số thuế đã đóng." });
        let after = on(&tax, "giveOpinion", &asked).json(&said).await.is(200);
        assert_eq!(
            (&after["consultations"][0]["opinion"], &after["can"]),
            (&json!("object"), &json!(["giveOpinion"]))
        );
        // Until the decision it may be corrected.
        on(&tax, "giveOpinion", &asked).json(&said).await.is(200);
        assert!(
            !get(&tourism, &asked).await.to_string().contains("Mã số thuế"),
            "another's opinion"
        );
        let all = get(&police, &asked).await;
        let opinions: Vec<&Value> = all["consultations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|asked| &asked["opinion"])
            .collect();
        assert_eq!(opinions, [&json!("object"), &Value::Null]);
        // Whoever was not asked at all, and facilities, have nothing here.
        assert_eq!(
            titles(&t.signed_in("thongke.tinh").await.call("listDossiers").await.is(200)),
            Vec::<String>::new()
        );
        t.signed_in("haidang")
            .await
            .call("listDossiers")
            .await
            .problem("forbidden");
        let nobody = json!({ "unit_ids": [Uuid::now_v7()], "question": "Có ý kiến gì không?" });
        on(&police, "consultOnDossier", &asked)
            .json(&nobody)
            .await
            .refuses(&[("/unit_ids/0", "unit_unknown")]);
    }

    #[test]
    async fn of_two_officers_at_once_one_decides(t: &TestApp) {
        let filed = t.file("Khách sạn Thùy Dương").await;
        let (one, other) = (t.signed_in("congan.tinh").await, t.signed_in("quantri").await);
        let body = json!({ "version": 1 });
        let first = on(&one, "resolveDossier", &filed).json(&body).answer();
        let second = on(&other, "resolveDossier", &filed).json(&body).answer();
        let (first, second) = futures_util::future::join(first, second).await;
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", first.text(), second.text());
        assert_eq!(rows::audit(t, "dossier_resolved").await.len(), 1);
    }

    #[test]
    async fn what_lies_outside_of_the_area_does_not_exist(t: &TestApp) {
        let filed = t.file_in("Ngoài tỉnh", "00004", Vec::new()).await;
        let police = t.signed_in("congan.tinh").await;
        on(&police, "getDossier", &filed).await.problem("not_found");
        on(&police, "resolveDossier", &filed)
            .json(&json!({ "version": 1 }))
            .await
            .problem("not_found");
        on(&police, "refuseDossier", &filed)
            .json(&json!({ "version": 1, "reason": "Không thuộc tỉnh." }))
            .await
            .problem("not_found");
        assert!(titles(&police.call("listDossiers").await.is(200)).is_empty());
        // The police of a commune decide nothing, and see nothing that they were not asked about.
        let near = t.file_in("Trong tỉnh", BAC_NHA_TRANG, Vec::new()).await;
        let commune = t.signed_in("congan.bac").await;
        on(&commune, "getDossier", &near).await.problem("not_found");
        on(&commune, "acceptDossier", &near)
            .json(&json!({ "version": 1 }))
            .await
            .problem("forbidden");
        assert_eq!(titles(&police.call("listDossiers").await.is(200)), ["Trong tỉnh"]);
    }

    #[test]
    async fn the_queue_has_the_overdue_first_and_pages(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let mut filed = Vec::new();
        for (hour, title) in [
            ("12", "Thứ ba"),
            ("08", "Thứ nhất"),
            ("10", "Thứ hai"),
            ("09", "Chờ bổ sung"),
        ] {
            t.at(&format!("2026-11-20 {hour}:00:00"));
            filed.push(t.file(title).await);
        }
        t.at("2026-11-20 12:30:00");
        on(&police, "requestSupplement", &filed[3])
            .json(&sent_back(t, 1))
            .await
            .is(200);
        t.at("2026-11-22 09:00:00");
        let mut seen = Vec::new();
        let mut cursor = None::<String>;
        loop {
            let mut call = police.call("listDossiers").query("limit", 1);
            if let Some(cursor) = &cursor {
                call = call.query("cursor", cursor);
            }
            let page = call.await.is(200);
            assert_eq!(
                page["counts"],
                json!({ "waiting": 3, "registrations": 0, "overdue": 1, "supplement_requested": 1, "resolved": 0, "done": 0 })
            );
            seen.extend(titles(&page));
            cursor = page["next_cursor"].as_str().map(ToOwned::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["Thứ nhất", "Thứ hai", "Thứ ba", "Chờ bổ sung"]);
        for (q, expected) in [("thu hai", vec!["Thứ hai"]), ("tt-0001", vec!["Thứ ba"]), ("%", vec![])] {
            let page = police.call("listDossiers").query("q", q).await.is(200);
            if q != "%" {
                assert_eq!(titles(&page), expected, "{q}");
            }
        }
        on(&police, "refuseDossier", &filed[0])
            .json(&json!({ "version": 1, "reason": "Trùng hồ sơ khác." }))
            .await
            .is(200);
        let closed = police
            .call("listDossiers")
            .query("closed", true)
            .query("procedure", PROCEDURE)
            .await
            .is(200);
        assert_eq!(titles(&closed), ["Thứ ba"]);
        police
            .call("listDossiers")
            .query("cursor", "x")
            .await
            .problem("malformed_request");
        police
            .call("listDossiers")
            .query("limit", 0)
            .await
            .problem("malformed_request");
    }

    #[test]
    async fn a_code_that_leads_nowhere_tells_nothing_and_cannot_be_tried_out(t: &TestApp) {
        let filed = t.file("Khách sạn Thùy Dương").await;
        let nobody = t.anonymous();
        // However it is typed.
        let typed = filed.receipt.dossier_code.to_lowercase().replace('-', " ");
        nobody
            .call("lookupDossier")
            .json(&json!({ "dossier_code": typed }))
            .await
            .is(200);
        let wrong = |code: &str| nobody.call("lookupDossier").json(&json!({ "dossier_code": code }));
        let strip = |mut problem: Value| {
            problem["trace_id"] = Value::Null;
            problem
        };
        let unknown = strip(wrong("LT-0000-0000-0000-0000").await.problem("dossier_unknown"));
        let no_code = strip(wrong("nothing").await.problem("dossier_unknown"));
        assert_eq!(unknown, no_code);
        for operation in ["supplementDossier", "withdrawDossier"] {
            let body = json!({ "dossier_code": "LT-0000-0000-0000-0000", "message": "x" });
            let body = if operation == "withdrawDossier" {
                json!({ "dossier_code": body["dossier_code"] })
            } else {
                body
            };
            assert_eq!(
                strip(nobody.call(operation).json(&body).await.problem("dossier_unknown")),
                unknown
            );
        }
        // Right codes do not count against the address.
        for _ in 0..30 {
            look_up(t, &filed).await;
        }
        for _ in 4..20 {
            wrong("LT-0000-0000-0000-0000").await.problem("dossier_unknown");
        }
        let blocked = wrong("LT-0000-0000-0000-0000").await;
        blocked.problem("too_many_attempts");
        assert_eq!(blocked.header("retry-after"), Some("900"));
        // The right one has to wait too; after the pause everything is open again.
        wrong(&filed.receipt.dossier_code).await.problem("too_many_attempts");
        t.pass(900);
        wrong(&filed.receipt.dossier_code).await.is(200);
    }

    #[test]
    async fn an_applicant_takes_a_dossier_back_until_there_is_a_decision(t: &TestApp) {
        let (taken, decided) = (t.file("Rút").await, t.file("Xong").await);
        let police = t.signed_in("congan.tinh").await;
        let nobody = t.anonymous();
        let body = json!({ "dossier_code": taken.receipt.dossier_code, "reason": "Không mở nữa." });
        assert_eq!(
            nobody.call("withdrawDossier").json(&body).await.is(200)["state"],
            "withdrawn"
        );
        nobody.call("withdrawDossier").json(&body).await.problem("wrong_state");
        on(&police, "acceptDossier", &taken)
            .json(&json!({ "version": 2 }))
            .await
            .problem("wrong_state");
        on(&police, "refuseDossier", &decided)
            .json(&json!({ "version": 1, "reason": "Trùng hồ sơ khác." }))
            .await
            .is(200);
        let body = json!({ "dossier_code": decided.receipt.dossier_code });
        nobody.call("withdrawDossier").json(&body).await.problem("wrong_state");
        // Nothing of either is ever deleted or rewritten.
        for sql in [
            "DELETE FROM dossier",
            "DELETE FROM dossier_event",
            "UPDATE dossier_event SET kind = 'x'",
        ] {
            assert!(rows::execute(t, sql).await.is_err(), "{sql}");
        }
    }

    #[test]
    async fn those_who_decide_are_reminded_once_before_the_end_and_once_after_it(t: &TestApp) {
        t.file("Khách sạn Thùy Dương").await;
        let instance = Uuid::now_v7();
        let told = async |moment: &str| {
            t.at(moment);
            api::schedule::tick(&t.app, instance).await.unwrap();
            rows::audit(t, "deciders_reminded").await.len()
        };
        assert_eq!(told("2026-11-23 11:54:00").await, 0);
        assert_eq!(told("2026-11-23 12:00:00").await, 1);
        assert_eq!(told("2026-11-23 19:59:00").await, 1);
        assert_eq!(told("2026-11-23 20:00:00").await, 2);
        assert_eq!(told("2026-11-24 20:00:00").await, 2);
        // One letter each to the administrator and to the police of the province, and to nobody else.
        assert_eq!(rows::count(t, "outbox").await, 4);
        let last = rows::audit(t, "deciders_reminded").await.pop().unwrap();
        assert_eq!(last.details, json!({ "ending": 0, "over": 1 }));
    }
);
