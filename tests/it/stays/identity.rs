//! Who somebody is: nationality, the issuer of a document, one person and another, names.

use crate::support::province::{HA, PHAT, TEREZA};
use crate::support::*;
use dto::problem::WarningCode;
use serde_json::{Value, json};

/// Makes the rows of stays tell nothing of who issued the document.
async fn forget_issuers(t: &TestApp) {
    let (release, guard) = match t.engine {
        Engine::Sqlite => {
            let sql = "SELECT sql FROM sqlite_schema WHERE name = 'stay_keeps_versions'";
            ("DROP TRIGGER stay_keeps_versions", rows::texts(t, sql).await.remove(0))
        }
        Engine::Postgres => (
            "ALTER TABLE stay DISABLE TRIGGER stay_keeps_versions",
            "ALTER TABLE stay ENABLE TRIGGER stay_keeps_versions".to_owned(),
        ),
    };
    for sql in [release, "UPDATE stay SET issuing_state = NULL", &guard] {
        rows::execute(t, sql).await.expect("forgetting");
    }
}

fn codes(stay: &Value) -> Vec<String> {
    let warnings = stay["warnings"].as_array().expect("warnings").iter();
    warnings
        .map(|warning| warning["code"].as_str().expect("a code").to_owned())
        .filter(|code| *code != WarningCode::RoomCrowded.as_str())
        .collect()
}

fn warning(stay: &Value, code: &str) -> Value {
    let warnings = stay["warnings"].as_array().expect("warnings").iter();
    warnings
        .clone()
        .find(|warning| warning["code"] == code)
        .unwrap_or_else(|| panic!("no {code} in {warnings:?}"))
        .clone()
}

/// A guest with a passport, who differs from everybody else by its number.
fn traveller(t: &TestApp, nationality: &str, number: &str) -> Value {
    t.stay_in("402", &TEREZA)
        .with("/guest/nationality", nationality)
        .with("/guest/document_number", number)
}

on_both_engines!(
    // scanner-names-imports 4 and case 04; hostile 13
    #[test]
    async fn whoever_has_no_state_can_be_notified_truly_and_is_a_foreigner_everywhere(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for (number, told, kept, name, warnings) in [
            ("S0M4471K2", "XXA", "XA", "Không quốc tịch", vec!["issuer_unknown"]),
            (
                "S0M4471K3",
                "XB",
                "XB",
                "Người tị nạn (Công ước 1951)",
                vec!["issuer_unknown"],
            ),
            ("R7702418", "xxc", "XC", "Người tị nạn khác", vec!["issuer_unknown"]),
            (
                "R7702419",
                "XXX",
                "XN",
                "Giấy tờ không ghi quốc tịch",
                vec!["issuer_unknown"],
            ),
            ("P01448270", "RKS", "XK", "Kosovo", vec![]),
            ("P01448271", "XKX", "XK", "Kosovo", vec![]),
            ("P01448272", "XXK", "XK", "Kosovo", vec![]),
            ("K0037715", "UNK", "XK", "Kosovo", vec!["nationality_unclear"]),
            ("C01X00T47", "D", "DE", "Đức", vec![]),
            ("GBO100200", "GBO", "GB", "Vương quốc Anh", vec!["nationality_unclear"]),
            (
                "AN1002003",
                "AN",
                "AN",
                "Antille thuộc Hà Lan",
                vec!["nationality_unclear"],
            ),
            ("AQ1002003", "ATA", "AQ", "Nam Cực", vec!["nationality_unclear"]),
        ] {
            let stay = haidang.notify(&traveller(t, told, number)).await;
            let guest = &stay["guest"];
            assert_eq!(
                (&guest["nationality"], &guest["nationality_name"]),
                (&json!(kept), &json!(name)),
                "{told}"
            );
            assert_eq!(codes(&stay), warnings, "{told}");
            assert!(
                stay["immigration"].is_object(),
                "{told} is told to the immigration site"
            );
        }
        let foreign = haidang.call("listStays").query("nationality", "foreign").await.is(200);
        assert_eq!(foreign["items"].as_array().unwrap().len(), 12);
        let stateless = haidang.call("listStays").query("nationality", "XA").await.is(200);
        assert_eq!(stateless["items"].as_array().unwrap().len(), 1);
    }

    #[test]
    async fn a_nationality_that_is_none_is_refused_and_never_another_one(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for (told, code) in [
            ("ZZZ", "country_unknown"),
            ("Không quốc tịch", "country_unknown"),
            ("UNO", "nationality_organisation"),
            ("UNA", "nationality_organisation"),
            ("EUE", "nationality_organisation"),
        ] {
            let answer = haidang.call("notifyStay").json(&traveller(t, told, "A1234567")).await;
            answer.refuses(&[("/guest/nationality", code)]);
        }
        let stay = haidang.notify(&traveller(t, "KR", "M1234567")).await;
        let patch = json!({ "guest": { "nationality": "ZZ" } });
        haidang
            .amend(&stay, patch)
            .await
            .refuses(&[("/guest/nationality", "country_unknown")]);
        assert_eq!(haidang.get(&stay).await["guest"]["nationality"], "KR");
    }

    #[test]
    async fn who_issued_a_document_is_told_apart_from_the_nationality(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let card = haidang.notify(&t.stay_in("402", &PHAT)).await;
        assert_eq!(card["guest"]["issuing_state"], "VN");
        let body = traveller(t, "KR", "M1234567");
        let passport = haidang.notify(&body).await;
        assert_eq!(passport["guest"]["issuing_state"], "KR");
        let travel_document = traveller(t, "XXA", "S0M4471K2").with("/guest/issuing_state", "CHE");
        let stateless = haidang.notify(&travel_document).await;
        assert_eq!(
            (&stateless["guest"]["issuing_state"], codes(&stateless)),
            (&json!("CH"), vec![])
        );
        let laissez_passer = traveller(t, "KR", "UN100200").with("/guest/issuing_state", "UNO");
        assert_eq!(haidang.notify(&laissez_passer).await["guest"]["issuing_state"], "UN");
        for (issuer, code) in [("Thụy Sĩ", "country_unknown"), ("ZZ", "country_unknown")] {
            let answer = haidang
                .call("notifyStay")
                .json(&body.clone().with("/guest/issuing_state", issuer))
                .await;
            answer.refuses(&[("/guest/issuing_state", code)]);
        }
        let foreign_card = t.stay_in("402", &PHAT).with("/guest/issuing_state", "USA");
        haidang
            .call("notifyStay")
            .json(&foreign_card)
            .await
            .refuses(&[("/guest/issuing_state", "issuer_not_vietnam")]);
        // Another nationality: the issuer goes with it, unless it is told.
        let patch = json!({ "guest": { "nationality": "JP" } });
        let mended = haidang.amend(&passport, patch).await.is(200);
        assert_eq!(mended["guest"]["issuing_state"], "JP");
        let versions = haidang.call("listStayVersions").stay(&passport).await.is(200);
        let changed: Vec<_> = versions["versions"][0]["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|change| change["pointer"].clone())
            .collect();
        assert_eq!(changed, ["/guest/nationality", "/guest/issuing_state"]);
    }

    // Law 26/2023/QH15, Article 30
    #[test]
    async fn people_of_vietnamese_origin_without_a_nationality_have_their_certificate(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = t
            .stay_in("402", &PHAT)
            .with("/guest/nationality", "XU")
            .with("/guest/document_type", "identity_certificate");
        let stay = haidang.notify(&body).await;
        assert_eq!(stay["guest"]["nationality_name"], "Chưa xác định quốc tịch");
        assert_eq!((&stay["guest"]["issuing_state"], codes(&stay)), (&json!("VN"), vec![]));
        let short = body.with("/guest/document_number", "05608200473");
        haidang
            .call("notifyStay")
            .json(&short)
            .await
            .refuses(&[("/guest/document_number", "personal_id_length")]);
    }

    // scanner-names-imports 12, 14; people A3
    #[test]
    async fn the_same_guest_twice_is_stored_with_a_warning_that_names_the_first_stay(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let first = haidang.notify(&t.stay_in("402", &PHAT)).await;
        assert_eq!(codes(&first), [""; 0]);
        let second = haidang.notify(&t.stay_in("401", &PHAT)).await;
        let warning = warning(&second, "already_notified");
        assert_eq!(warning["pointer"], "/guest/document_number");
        assert_eq!(
            warning["params"],
            json!({ "stay_id": first["id"], "code": first["stay_code"], "room": "402", "until": "23/11/2026" })
        );
        assert_eq!(warning["confirmed"], false);
        // Whoever has looked at it says so.
        let kept = t.stay_in("401", &PHAT).with("/confirmed", json!(["already_notified"]));
        let third = haidang.notify(&kept).await;
        let kept = third["warnings"].as_array().unwrap().iter();
        let kept: Vec<_> = kept.filter(|warning| warning["code"] == "already_notified").collect();
        assert_eq!((kept.len(), &kept[0]["confirmed"]), (1, &json!(true)));
        // Another facility knows nothing of it.
        let elsewhere = t.signed_in("doanvansau").await.notify(&notification::stay(&PHAT)).await;
        assert_eq!(codes(&elsewhere), [""; 0]);
    }

    // 14a, rows 3 and 4; row 7 of case 13
    #[test]
    async fn who_comes_back_after_leaving_and_whose_stay_was_taken_back_is_no_second_guest(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let morning = t
            .stay_in("402", &PHAT)
            .with("/kind", "day_use")
            .with("/arrival_at", instant("2026-11-21 09:00:00"))
            .with("/planned_departure_at", instant("2026-11-21 11:30:00"));
        let morning = haidang.notify(&morning).await;
        // The departure is not declared, so the guest is still there.
        let evening = haidang.notify(&t.stay_in("401", &PHAT)).await;
        assert_eq!(codes(&evening), ["already_notified"]);
        let reason = json!({ "version": 1, "change_reason": "Nhập nhầm" });
        haidang.call("cancelStay").stay(&evening).json(&reason).await.is(200);
        let left = json!({ "version": 1, "departed_at": instant("2026-11-21 11:30:00") });
        haidang.call("checkOutStay").stay(&morning).json(&left).await.is(200);
        let again = haidang.notify(&t.stay_in("401", &PHAT)).await;
        assert_eq!(codes(&again), [""; 0]);
    }

    // 14a, rows 1, 2, 5, 6
    #[test]
    async fn another_person_with_the_same_number_is_stored_and_shown_apart(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let park = traveller(t, "KR", "C30417725").with("/guest/full_name", "PARK JI HO");
        let garcia = traveller(t, "MX", "C30417725").with("/guest/full_name", "GARCIA LOPEZ MARIA");
        let park = haidang.notify(&park).await;
        let garcia = haidang.notify(&garcia).await;
        assert_eq!(codes(&garcia), ["same_number"]);
        assert_eq!(warning(&garcia, "same_number")["params"]["stay_id"], park["id"]);
        let mother = haidang.notify(&t.stay_in("402", &HA)).await;
        let child = t
            .stay_in("402", &HA)
            .with("/guest/full_name", "Trần Lê Gia Bảo")
            .with("/guest/birth_date", "2021-04-14")
            .with("/guest/document_type", "birth_certificate");
        let child = haidang.notify(&child).await;
        assert_eq!(codes(&child), ["same_number"]);
        assert_eq!(warning(&child, "same_number")["params"]["stay_id"], mother["id"]);

        let police = t.signed_in("congan.nhatrang").await;
        for number in ["C30417725", HA.document_number] {
            let body = json!({ "document_number": number, "purpose": "residence_check" });
            let found = police.call("searchStays").json(&body).await.is(200);
            let people = found["people"].as_array().unwrap();
            assert_eq!(people.len(), 2, "{found}");
            assert!(people.iter().all(|person| person["shares_number"] == true), "{found}");
            assert!(
                people
                    .iter()
                    .all(|person| person["stays"].as_array().unwrap().len() == 1)
            );
        }
        let body = json!({ "document_number": "C30417725" });
        let returning = haidang.call("findReturningGuest").json(&body).await.is(200);
        assert_eq!(returning["guests"].as_array().unwrap().len(), 2);
        // By name only who was looked for.
        let returning = haidang
            .call("findReturningGuest")
            .json(&json!({ "name": "tran le gia bao" }))
            .await
            .is(200);
        let names: Vec<_> = returning["guests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["guest"]["full_name"])
            .collect();
        assert_eq!(names, ["Trần Lê Gia Bảo"]);
    }

    #[test]
    async fn another_person_with_the_number_is_not_elsewhere(t: &TestApp) {
        let (haidang, household) = (t.signed_in("haidang").await, t.signed_in("doanvansau").await);
        let here = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let other = notification::stay(&PHAT)
            .with("/guest/full_name", "Lâm Gia Huy")
            .with("/guest/birth_date", "2020-01-05");
        household.notify(&other).await;
        let police = t.signed_in("congan.nhatrang").await;
        let purpose = json!({ "purpose": "residence_check" });
        let elsewhere =
            async || police.call("findElsewhere").stay(&here).json(&purpose).await.is(200)["places"].clone();
        assert_eq!(elsewhere().await, json!([]));
        // As passports write the name, it is he.
        let passport = notification::stay(&PHAT).with("/guest/full_name", "PHAT LAM TAN");
        let he = household.notify(&passport).await;
        let places = elsewhere().await;
        assert_eq!(places.as_array().map(Vec::len), Some(1), "{places}");
        assert_eq!(places[0]["stay_id"], he["id"]);
    }

    #[test]
    async fn a_returning_guest_who_is_in_the_facility_is_said_to_be(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let find = async || {
            let body = json!({ "document_number": PHAT.document_number });
            haidang.call("findReturningGuest").json(&body).await.is(200)["guests"][0].clone()
        };
        assert_eq!(
            find().await["here"],
            json!({
                "id": stay["id"], "room_name": "402", "arrival_at": stay["arrival_at"],
                "planned_departure_at": stay["planned_departure_at"], "state": "present",
            })
        );
        haidang
            .call("checkOutStay")
            .stay(&stay)
            .json(&json!({ "version": 1 }))
            .await
            .is(200);
        assert_eq!(find().await["here"], Value::Null);
    }

    #[test]
    async fn in_a_group_only_the_same_person_is_refused_and_another_with_the_number_is_a_warning(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = json!({
            "kind": "overnight", "arrival_at": instant("2026-11-21 19:00:00"),
            "planned_departure_at": instant("2026-11-23 12:00:00"), "reason": "tourism",
            "guests": [
                { "guest": notification::guest(&HA) },
                { "guest": notification::guest(&HA).with("/full_name", "Trần Lê Gia Bảo").with("/birth_date", "2021-04-14")
                    .with("/document_type", "birth_certificate") },
            ],
        });
        let twice = body.clone().with(
            "/guests/1/guest",
            notification::guest(&HA).with("/full_name", "TRAN THI NGOC HA"),
        );
        let refused = haidang.call("notifyGroup").key("identity-1").json(&twice).await;
        refused.refuses(&[("/guests/1/guest/document_number", "duplicate")]);
        let stored = haidang.call("notifyGroup").key("identity-2").json(&body).await.is(201);
        let child = haidang.get(&stored["stays"][1]).await;
        assert_eq!(codes(&child), ["same_number"]);
        assert_eq!(
            warning(&child, "same_number")["params"]["stay_id"],
            stored["stays"][0]["id"]
        );
    }

    // 14c: the client's own id, so nothing leaks
    #[test]
    async fn an_external_id_that_is_taken_says_by_which_stay(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = t.stay_in("402", &PHAT).with("/external_id", "PMS-2026-00417");
        let first = haidang.notify(&body).await;
        let refused = haidang
            .call("notifyStay")
            .json(&body)
            .await
            .problem("external_id_taken");
        let error = &refused["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!("/external_id"), &json!("duplicate"))
        );
        assert_eq!(
            error["params"],
            json!({ "stay_id": first["id"], "code": first["stay_code"] })
        );
        let group = json!({
            "kind": "overnight", "arrival_at": instant("2026-11-21 19:00:00"),
            "planned_departure_at": instant("2026-11-23 12:00:00"), "reason": "tourism",
            "guests": [
                { "guest": notification::guest(&HA) },
                { "guest": notification::guest(&TEREZA), "external_id": "PMS-2026-00417" },
            ],
        });
        let refused = haidang.call("notifyGroup").key("identity-3").json(&group).await;
        let refused = refused.problem("external_id_taken");
        assert_eq!(refused["errors"][0]["pointer"], "/guests/1/external_id");
        assert_eq!(refused["errors"][0]["params"]["stay_id"], first["id"]);
        assert_eq!(rows::count(t, "stay").await, 1);
    }

    // case 06
    #[test]
    async fn look_alikes_of_d_are_kept_as_d_for_vietnamese_alone(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = t
            .stay_in("402", &PHAT)
            .with("/guest/full_name", "\u{d0}ặng Thị Hòa")
            .with("/guest/address", "Tổ 8, \u{189}à Nẵng nối dài")
            .with("/note", "\u{256}i cùng đoàn");
        let stay = haidang.notify(&body).await;
        assert_eq!(
            (&stay["guest"]["full_name"], &stay["guest"]["address"], &stay["note"]),
            (
                &json!("Đặng Thị Hòa"),
                &json!("Tổ 8, Đà Nẵng nối dài"),
                &json!("đi cùng đoàn")
            )
        );
        let icelander = traveller(t, "IS", "A9876543").with("/guest/full_name", "Guðrún Ðóra");
        assert_eq!(haidang.notify(&icelander).await["guest"]["full_name"], "Guðrún Ðóra");
    }

    // scanner-names-imports "Cards, machine-readable lines, names" 10; hostile 7, 18, 23
    #[test]
    async fn hidden_signs_in_a_name_are_refused_by_their_number_and_go_silently_at_its_edge(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let named = |name: &str| t.stay_in("402", &PHAT).with("/guest/full_name", name);
        for (name, code, found) in [
            ("Trần\u{200b} Thị Lan", "name_invisible", "U+200B"),
            ("Lê \u{202e}Văn An", "name_invisible", "U+202E"),
            ("Nguyễn\u{2028}An", "name_invisible", "U+2028"),
            ("Nguyễn\u{3164}An", "name_invisible", "U+3164"),
            ("Nguyễn\u{34f}An", "name_invisible", "U+034F"),
            ("Nguyễn \u{ffff}An", "name_symbol", "U+FFFF"),
        ] {
            let answer = haidang
                .call("notifyStay")
                .json(&named(name))
                .await
                .problem("validation_failed");
            let error = &answer["errors"][0];
            assert_eq!(
                (&error["code"], &error["params"]["found"]),
                (&json!(code), &json!(found)),
                "{name:?}"
            );
            assert!(error["message"].as_str().unwrap().contains(found), "{error}");
        }
        let many = format!("Ng{}uyễn", "\u{301}".repeat(13));
        haidang
            .call("notifyStay")
            .json(&named(&many))
            .await
            .refuses(&[("/guest/full_name", "name_too_many_marks")]);
        let pasted = haidang.notify(&named("\u{feff}Lê Nam\u{200b} ")).await;
        assert_eq!(pasted["guest"]["full_name"], "Lê Nam");
        let nobody = haidang
            .notify(&named("undefined").with("/guest/document_number", "056082004732"))
            .await;
        assert_eq!(codes(&nobody), ["name_placeholder"]);
        for field in ["/note", "/guest/address", "/guest/entry_gate", "/external_id"] {
            haidang
                .call("notifyStay")
                .json(&t.stay_in("402", &PHAT).with(field, "a\u{ffff}b"))
                .await
                .refuses(&[(field, "control_character")]);
        }
    }

    // case 07: the same answer in the form, as the browser runs the same check
    #[test]
    async fn vietnamese_text_in_an_old_font_is_refused_and_foreign_letters_are_kept(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let named = |name: &str| t.stay_in("402", &PHAT).with("/guest/full_name", name);
        for name in ["TrÇn ThÞ Thu Hµ", "Lª Quèc ViÖt", "Ph¹m H÷u Ph\u{ad}íc", "§ç V¨n Nam"] {
            let answer = haidang.call("notifyStay").json(&named(name)).await;
            answer.refuses(&[("/guest/full_name", "old_font")]);
            assert!(!answer.text().contains("Trần"), "the answer says no name");
        }
        haidang
            .call("notifyStay")
            .json(&t.stay_in("402", &PHAT).with("/guest/address", "Tæ 3, VÜnh H¶i"))
            .await
            .refuses(&[("/guest/address", "old_font")]);
        for (nationality, name, number) in [
            ("ES", "IBÁÑEZ NUÑEZ", "XDB123456"),
            ("IS", "Þór Ægisson", "A1234567"),
            ("DK", "Søren Østergård", "209876543"),
        ] {
            let stay = haidang
                .notify(&traveller(t, nationality, number).with("/guest/full_name", name))
                .await;
            assert_eq!(stay["guest"]["full_name"], name);
        }
        let odd = haidang.notify(&named("Jürgen Nguyễn")).await;
        assert_eq!(codes(&odd), ["name_odd_letter"]);
    }

    // hostile 24, 25; scanner-names-imports 12
    #[test]
    async fn dates_that_nobody_means_are_refused(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for (field, value, code) in [
            ("/guest/entered_on", "1899-12-31", "entry_before_birth"),
            ("/guest/permit_expires_on", "9999-12-31", "date_not_plausible"),
            ("/guest/visa_expires_on", "1899-12-31", "date_not_plausible"),
            ("/guest/visa_expires_on", "9999-12-31", "date_not_plausible"),
            ("/arrival_at", "2026-11-21T19:00:00", "instant_without_offset"),
            ("/arrival_at", "2026-11-21", "instant_malformed"),
        ] {
            let body = t.stay_in("402", &TEREZA).with(field, value);
            haidang.call("notifyStay").json(&body).await.refuses(&[(field, code)]);
        }
        for number in ["=1+1", "<SCRIPT>", "---"] {
            let body = t
                .stay_in("402", &TEREZA)
                .with("/guest/document_type", "other")
                .with("/guest/document_name", "Thẻ")
                .with("/guest/document_number", number);
            haidang
                .call("notifyStay")
                .json(&body)
                .await
                .refuses(&[("/guest/document_number", "document_character")]);
        }
    }

    #[test]
    async fn a_name_is_found_by_its_plain_letters_and_an_issuer_that_no_row_tells_is_the_usual_one(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = traveller(t, "AZ", "C0123456").with("/guest/full_name", "Əliyev Elşən");
        let stay = haidang.notify(&body).await;
        assert_eq!(stay["guest"]["issuing_state"], "AZ");
        assert_eq!(rows::texts(t, "SELECT name_search FROM stay").await, ["eliyev elsen"]);
        let body = json!({ "name": "eliyev", "purpose": "residence_check" });
        let police = t.signed_in("congan.nhatrang").await;
        let found = police.call("searchStays").json(&body).await.is(200);
        assert_eq!(found["people"].as_array().unwrap().len(), 1);
        forget_issuers(t).await;
        assert_eq!(haidang.get(&stay).await["guest"]["issuing_state"], "AZ");
        // And the guard stands again.
        let without_version = rows::execute(t, "UPDATE stay SET note = 'x'").await;
        assert!(without_version.is_err());
    }
);
