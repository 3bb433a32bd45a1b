//! Notifying a stay.

use crate::support::province::{HA, PHAT, TEREZA, room_id};
use crate::support::*;
use serde_json::{Value, json};

fn texts<'a>(value: &'a Value, field: &str) -> Vec<&'a str> {
    let items = value.as_array().expect("a list").iter();
    items.map(|item| item[field].as_str().expect("a text")).collect()
}

/// A stay from `arrival`, notified at `now`: when it was due and how late it is.
async fn deadline(t: &TestApp, client: &Client<'_>, arrival: &str, now: &str) -> (Value, Value) {
    t.at(now);
    let leaves = local(arrival).plus_seconds(86_400).to_string();
    let body = notification::stay(&PHAT)
        .with("/arrival_at", instant(arrival))
        .with("/planned_departure_at", leaves);
    let stay = client.notify(&body).await;
    assert_eq!(stay["notified_at"], instant(now));
    (stay["due_at"].clone(), stay["late_seconds"].clone())
}

/// The warnings about a guest; that many guests of a test share one room and one document is none of them.
fn of_the_guest(stay: &Value) -> Vec<&str> {
    let mut warnings = texts(&stay["warnings"], "code");
    warnings.retain(|code| !["room_crowded", "already_notified", "same_number"].contains(code));
    warnings
}

on_both_engines!(
    // Part of KH-11.2b, LC-8.1, LC-3.2-1, LC-10.9-2.
    #[test]
    async fn everything_that_is_told_about_a_guest_comes_back(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = t
            .stay_in("402", &TEREZA)
            .with("/guest", notification::whole_guest(&TEREZA))
            .with("/reason", "other")
            .with("/reason_note", "Chụp ảnh cưới")
            .with("/note", "Khách đi cùng đoàn")
            .with("/external_id", "PMS-1")
            .with("/arrival_at", "2026-11-21T19:00:00+07:00");
        let stay = haidang.notify(&body).await;
        let guest = &stay["guest"];
        for (field, given) in body["guest"].as_object().unwrap() {
            assert_eq!(guest[field], *given, "{field}");
        }
        assert_eq!(guest["nationality_name"], "Séc");
        assert_eq!(guest["birth_year"], 1996);
        assert_eq!(stay["kind"], "overnight");
        assert_eq!(stay["arrival_at"], "2026-11-21T12:00:00Z");
        assert_eq!(stay["planned_departure_at"], instant("2026-11-23 12:00:00"));
        assert_eq!(stay["room"], json!({ "id": room_id("haidang", "402"), "name": "402" }));
        assert_eq!(
            stay["reason"],
            json!({ "code": "other", "label": "Mục đích khác", "note": "Chụp ảnh cưới" })
        );
        assert_eq!(
            (&stay["note"], &stay["external_id"]),
            (&json!("Khách đi cùng đoàn"), &json!("PMS-1"))
        );
        assert_eq!(stay["facility"]["name"], "Khách sạn Hải Đăng");
        assert_eq!(stay["facility"]["area"]["name"], "Phường Nha Trang");
        assert_eq!(stay["notified_at"], instant(TestApp::START));
        assert_eq!(stay["notified_by"], "Người giữ haidang");
        assert_eq!(
            (&stay["due_at"], &stay["late_seconds"]),
            (&json!(instant("2026-11-21 23:00:00")), &Value::Null)
        );
        assert_eq!(stay["correction_ends_at"], instant("2026-11-22 00:00:00"));
        assert_eq!((&stay["state"], &stay["version"]), (&json!("present"), &json!(1)));
        assert_eq!(
            stay["nights"],
            json!({ "total": 2, "grown": 0, "current": 1, "ends_on": "2026-11-23" })
        );
        assert_eq!(stay["warnings"], json!([]));
        assert_eq!(
            stay["can"],
            json!(["amendStay", "cancelStay", "checkOutStay", "extendStay", "moveStay"])
        );
        assert_eq!(stay["police_unit"], "Công an phường Nha Trang");
        let code = stay["stay_code"].as_str().unwrap();
        assert!(code.starts_with("LT-261121-") && code.len() == 20, "{code}");
        assert_eq!(haidang.get(&stay).await, stay);
    }

    // Part of KH-11.2b, LC-8.1.
    #[test]
    async fn what_the_law_and_the_portal_ask_is_enough(t: &TestApp) {
        let household = t.signed_in("doanvansau").await;
        let stay = household.notify(&notification::stay(&PHAT)).await;
        for optional in [
            "phone",
            "address",
            "visa_symbol",
            "visa_number",
            "entry_gate",
            "document_name",
        ] {
            assert_eq!(stay["guest"][optional], Value::Null, "{optional}");
        }
        for optional in ["room", "note", "external_id", "departed_at"] {
            assert_eq!(stay[optional], Value::Null, "{optional}");
        }
    }

    // Proves KH-11.2b.
    #[test]
    async fn what_the_law_asks_of_a_notification_is_demanded_and_reaches_the_police_in_time_or_marked(t: &TestApp) {
        // Residence Law, Article 30 as of 1 July 2026: name, whole date of birth, number, reason, time, address.
        let haidang = t.signed_in("haidang").await;
        let police = t.signed_in("congan.nhatrang").await;
        for asked in [
            "/guest/full_name",
            "/guest/birth_date",
            "/guest/document_number",
            "/reason",
            "/arrival_at",
        ] {
            let body = t.stay_in("402", &PHAT).without(asked);
            let answer = haidang.call("notifyStay").json(&body).await;
            answer.refuses(&[(asked, "required")]);
        }
        assert_eq!(police.call("listStays").await.is(200)["items"], json!([]));
        let notified = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let seen = police.get(&notified).await;
        let guest = &seen["guest"];
        assert_eq!(
            (&guest["full_name"], &guest["birth_date"], &guest["document_number"]),
            (
                &json!(PHAT.full_name),
                &json!(PHAT.birth_date),
                &json!(PHAT.document_number)
            )
        );
        assert_eq!(
            (&seen["reason"], &seen["arrival_at"]),
            (&notified["reason"], &notified["arrival_at"])
        );
        let hotel = police.call("getFacility").facility("haidang").await.is(200);
        assert_eq!(
            (&hotel["address"], &seen["room"]["name"]),
            (&json!("12 Trần Phú"), &json!("402"))
        );
        assert_eq!(seen["late_seconds"], Value::Null);
    }

    // Proves LC-8.1.
    #[test]
    async fn everything_that_is_missing_is_told_at_once(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let required = [
            "/kind",
            "/arrival_at",
            "/planned_departure_at",
            "/guest/full_name",
            "/guest/birth_date",
            "/guest/sex",
            "/guest/nationality",
            "/guest/document_type",
            "/guest/document_number",
            "/room_id",
            "/reason",
        ];
        let expected = required.map(|pointer| (pointer, "required"));
        for body in [
            json!({}),
            json!({ "guest": {} }),
            json!({ "guest": { "full_name": null }, "kind": null }),
        ] {
            haidang.call("notifyStay").json(&body).await.refuses(&expected);
        }
        for pointer in required {
            let body = t.stay_in("402", &PHAT).without(pointer);
            haidang
                .call("notifyStay")
                .json(&body)
                .await
                .refuses(&[(pointer, "required")]);
            let body = t.stay_in("402", &PHAT).with(pointer, Value::Null);
            haidang
                .call("notifyStay")
                .json(&body)
                .await
                .refuses(&[(pointer, "required")]);
        }
        assert_eq!(rows::count(t, "stay").await, 0);
    }

    #[test]
    async fn a_room_is_asked_for_where_the_kind_of_place_has_rooms(t: &TestApp) {
        let household = t.signed_in("doanvansau").await;
        household.notify(&notification::stay(&PHAT)).await;
        // A room of somebody else's facility is none.
        let foreign = t.stay_in("402", &PHAT);
        household
            .call("notifyStay")
            .json(&foreign)
            .await
            .refuses(&[("/room_id", "room_unknown")]);
        let haidang = t.signed_in("haidang").await;
        for room in [
            room_id("bacthanh", "101").to_string(),
            uuid::Uuid::now_v7().to_string(),
            "402".to_owned(),
        ] {
            let body = t.stay_in("402", &PHAT).with("/room_id", room);
            haidang
                .call("notifyStay")
                .json(&body)
                .await
                .refuses(&[("/room_id", "room_unknown")]);
        }
    }

    // Part of LC-12.1.
    #[test]
    async fn before_23_hours_is_in_time_and_23_hours_itself_is_late(t: &TestApp) {
        let hotel = t.signed_in("doanvansau").await;
        let due = json!(instant("2026-11-21 23:00:00"));
        for (arrival, now, late) in [
            ("2026-11-21 19:00:00", "2026-11-21 22:59:59", Value::Null),
            ("2026-11-21 19:00:00", "2026-11-21 23:00:00", json!(0)),
            ("2026-11-21 19:00:00", "2026-11-21 23:00:01", json!(1)),
            ("2026-11-21 22:59:59", "2026-11-21 22:59:59", Value::Null),
            ("2026-11-21 22:59:59", "2026-11-21 23:00:00", json!(0)),
            ("2026-11-21 00:00:00", "2026-11-21 22:59:59", Value::Null),
            ("2026-11-21 19:00:00", "2026-11-24 23:00:00", json!(3 * 86_400)),
        ] {
            assert_eq!(
                deadline(t, &hotel, arrival, now).await,
                (due.clone(), late),
                "{arrival} told at {now}"
            );
        }
    }

    // Part of LC-12.1.
    #[test]
    async fn who_comes_from_23_hours_on_is_due_before_8_the_next_morning(t: &TestApp) {
        let hotel = t.signed_in("doanvansau").await;
        let due = json!(instant("2026-11-22 08:00:00"));
        for (arrival, now, late) in [
            ("2026-11-21 23:00:00", "2026-11-21 23:00:00", Value::Null),
            ("2026-11-21 23:00:00", "2026-11-22 07:59:59", Value::Null),
            ("2026-11-21 23:00:00", "2026-11-22 08:00:00", json!(0)),
            ("2026-11-21 23:59:59", "2026-11-22 07:59:59", Value::Null),
            ("2026-11-21 23:59:59", "2026-11-22 08:00:01", json!(1)),
        ] {
            assert_eq!(
                deadline(t, &hotel, arrival, now).await,
                (due.clone(), late),
                "{arrival} told at {now}"
            );
        }
        // From midnight on it is the evening of the same day (docs/rules.md 2).
        let after_midnight = deadline(t, &hotel, "2026-11-22 00:00:00", "2026-11-22 22:59:59").await;
        assert_eq!(after_midnight, (json!(instant("2026-11-22 23:00:00")), Value::Null));
        // At the end of the year.
        let new_year = deadline(t, &hotel, "2026-12-31 23:30:00", "2027-01-01 07:59:59").await;
        assert_eq!(new_year, (json!(instant("2027-01-01 08:00:00")), Value::Null));
    }

    #[test]
    async fn both_provinces_have_the_hours_of_the_law(t: &TestApp) {
        let lao_cai = t.sibling(|config| config.profile = "lao-cai".into()).await;
        let hotel = t.signed_in_at(&lao_cai, "doanvansau").await;
        let evening = json!(instant("2026-11-21 23:00:00"));
        let morning = json!(instant("2026-11-22 08:00:00"));
        for (arrival, now, due, late) in [
            ("2026-11-21 22:59:59", "2026-11-21 22:59:59", &evening, Value::Null),
            ("2026-11-21 22:59:59", "2026-11-21 23:00:00", &evening, json!(0)),
            ("2026-11-21 23:00:00", "2026-11-22 07:59:59", &morning, Value::Null),
            ("2026-11-21 23:00:00", "2026-11-22 08:00:00", &morning, json!(0)),
        ] {
            assert_eq!(
                deadline(t, &hotel, arrival, now).await,
                (due.clone(), late),
                "{arrival} told at {now}"
            );
        }
    }

    #[test]
    async fn the_hours_come_from_the_profile_and_nowhere_else(t: &TestApp) {
        let ours = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../profiles/khanh-hoa.toml");
        let text = std::fs::read_to_string(ours).unwrap();
        let text = text.replace("evening = \"23:00\"", "evening = \"21:30\"");
        let text = text.replace("early_arrival = \"same_evening\"", "early_arrival = \"same_morning\"");
        let file = t.folder.join("profile.toml");
        std::fs::write(&file, text).unwrap();
        let elsewhere = t.sibling(|config| config.profile = file.to_str().unwrap().into()).await;
        let hotel = t.signed_in_at(&elsewhere, "doanvansau").await;
        let evening = deadline(t, &hotel, "2026-11-21 19:00:00", "2026-11-21 21:30:00").await;
        assert_eq!(evening, (json!(instant("2026-11-21 21:30:00")), json!(0)));
        let early = deadline(t, &hotel, "2026-11-22 03:00:00", "2026-11-22 07:59:59").await;
        assert_eq!(early, (json!(instant("2026-11-22 08:00:00")), Value::Null));
    }

    // Part of KH-11.2b.
    #[test]
    async fn a_late_notification_is_stored_marked_and_shown_to_the_police(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        t.at("2026-11-23 09:00:00");
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        assert_eq!(stay["late_seconds"], 34 * 3_600);
        let police = t.signed_in("congan.nhatrang").await;
        let page = police.call("listStays").query("late", true).await.is(200);
        assert_eq!(page["items"][0]["id"], stay["id"]);
        assert_eq!(page["items"][0]["late_seconds"], 34 * 3_600);
        let event = &rows::audit(t, "stay_notified").await[0];
        assert_eq!(event.details, json!({ "late_seconds": 34 * 3_600, "warnings": 0 }));
    }

    #[test]
    async fn an_arrival_may_be_told_24_hours_ahead_to_the_second(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let arriving = |arrival: &str| {
            let body = t.stay_in("402", &PHAT).with("/arrival_at", instant(arrival));
            body.with("/planned_departure_at", instant("2026-11-25 12:00:00"))
        };
        let body = arriving("2026-11-22 20:00:01");
        let answer = haidang.call("notifyStay").json(&body).await;
        answer.refuses(&[("/arrival_at", "arrival_too_far_ahead")]);
        let ahead = haidang.notify(&arriving("2026-11-22 20:00:00")).await;
        assert_eq!(
            (&ahead["state"], &ahead["can"]),
            (
                &json!("expected"),
                &json!(["amendStay", "cancelStay", "extendStay", "moveStay"])
            )
        );
        assert_eq!(ahead["nights"]["current"], 0);
        t.at("2026-11-22 20:00:00");
        assert_eq!(haidang.get(&ahead).await["state"], "present");
    }

    // Part of LC-11.5.
    #[test]
    async fn day_use_is_a_kind_of_its_own_without_nights(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let day = t
            .stay_in("402", &PHAT)
            .with("/kind", "day_use")
            .with("/arrival_at", instant("2026-11-21 09:00:00"))
            .with("/planned_departure_at", instant("2026-11-21 21:00:00"));
        let stay = haidang.notify(&day).await;
        assert_eq!(
            stay["nights"],
            json!({ "total": 0, "grown": 0, "current": 0, "ends_on": "2026-11-21" })
        );
        // It never grows, but it is overdue past its hour.
        t.at("2026-11-23 15:00:00");
        let later = haidang.get(&stay).await;
        assert_eq!(
            (&later["nights"]["total"], &later["state"]),
            (&json!(0), &json!("overdue"))
        );
        t.at(TestApp::START);
        let whole_day = day
            .clone()
            .with("/planned_departure_at", instant("2026-11-22 09:00:00"));
        haidang.notify(&whole_day).await;
        let longer = day.with("/planned_departure_at", instant("2026-11-22 09:00:01"));
        let answer = haidang.call("notifyStay").json(&longer).await;
        answer.refuses(&[("/planned_departure_at", "day_use_too_long")]);
    }

    // Proves KH-A5-1, KH-A5-2.
    // Part of KH-A1, KH-A3.
    #[test]
    async fn what_the_personal_number_says_otherwise_is_a_warning_and_never_a_refusal(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for (number, expected) in [
            // 056: Khánh Hòa; 0: male, 19xx; 82.
            ("056082004731", &[][..]),
            ("056182004731", &["personal_id_sex_mismatch"]),
            ("056083004731", &["personal_id_year_mismatch"]),
            ("056282004731", &["personal_id_year_mismatch"]),
            (
                "056383004731",
                &["personal_id_sex_mismatch", "personal_id_year_mismatch"],
            ),
            // 101 is Afghanistan, 295 the last of the countries; 100 and 296 are nothing, 000 is not expected.
            ("101082004731", &[]),
            ("295082004731", &[]),
            ("100082004731", &["personal_id_place_unknown"]),
            ("296082004731", &["personal_id_place_unknown"]),
            ("000082004731", &["personal_id_place_unknown"]),
            ("097082004731", &["personal_id_place_unknown"]),
            (
                "297183004731",
                &[
                    "personal_id_place_unknown",
                    "personal_id_sex_mismatch",
                    "personal_id_year_mismatch",
                ],
            ),
        ] {
            let body = t.stay_in("402", &PHAT).with("/guest/document_number", number);
            let stay = haidang.notify(&body).await;
            assert_eq!(of_the_guest(&stay), expected, "{number}");
            let warnings = stay["warnings"].as_array().unwrap().iter();
            for warning in warnings.filter(|warning| warning["pointer"] != "/room_id") {
                assert_eq!(warning["pointer"], "/guest/document_number");
                assert_eq!(warning["confirmed"], false);
                assert!(
                    warning["message"]
                        .as_str()
                        .is_some_and(|text| text.len() > 10 && !text.contains('{'))
                );
            }
        }
    }

    #[test]
    async fn a_warning_that_was_cleared_with_the_guest_stays_on_record_as_cleared(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let warned = t.stay_in("402", &PHAT).with("/guest/document_number", "056383004731");
        let cleared = warned.clone().with("/confirmed", json!(["personal_id_sex_mismatch"]));
        let stay = haidang.notify(&cleared).await;
        let confirmed = |stay: &Value| {
            let warnings = stay["warnings"].as_array().unwrap().iter();
            warnings.map(|warning| warning["confirmed"] == true).collect::<Vec<_>>()
        };
        assert_eq!(confirmed(&stay), [true, false]);
        let police = t.signed_in("congan.nhatrang").await;
        assert_eq!(police.call("listStays").await.is(200)["items"][0]["open_warnings"], 1);
        let patch = json!({ "confirmed": ["personal_id_year_mismatch"] });
        let stay = haidang.amend(&stay, patch).await.is(200);
        assert_eq!(confirmed(&stay), [true, true]);
        assert_eq!(police.call("listStays").await.is(200)["items"][0]["open_warnings"], 0);
        let unknown = warned.with("/confirmed", json!(["whatever"]));
        haidang
            .call("notifyStay")
            .json(&unknown)
            .await
            .refuses(&[("/confirmed/0", "unknown_value")]);
    }

    #[test]
    async fn a_warning_is_told_in_the_language_of_whoever_reads_it(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = t.stay_in("402", &PHAT).with("/guest/document_number", "056083004731");
        let stay = haidang.call("notifyStay").lang("en").json(&body).await.is(201);
        let says = |stay: &Value| stay["warnings"][0]["message"].as_str().unwrap().to_owned();
        assert_eq!(
            says(&stay),
            "The number says born in 1983, the field for the birth says 1982. Ask the guest."
        );
        assert_eq!(
            says(&haidang.get(&stay).await),
            "Số định danh ghi năm sinh 1983, ô ngày sinh ghi 1982. Hỏi lại khách."
        );
        let hers = t.stay_in("402", &PHAT).with("/guest/document_number", "056182004731");
        let stay = haidang.notify(&hers).await;
        assert_eq!(
            says(&stay),
            "Số định danh là của nữ, ô giới tính ghi nam. Hỏi lại khách."
        );
    }

    #[test]
    async fn a_year_of_birth_alone_is_accepted_and_marked(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = t
            .stay_in("402", &PHAT)
            .without("/guest/birth_date")
            .with("/guest/birth_year", 1982);
        let stay = haidang.notify(&body).await;
        assert_eq!(
            (&stay["guest"]["birth_date"], &stay["guest"]["birth_year"]),
            (&Value::Null, &json!(1982))
        );
        assert_eq!(texts(&stay["warnings"], "code"), ["birth_year_only"]);
        let both = t.stay_in("402", &PHAT).with("/guest/birth_year", 1982);
        haidang
            .call("notifyStay")
            .json(&both)
            .await
            .refuses(&[("/guest/birth_year", "birth_twice")]);
        let born_on_29_february = t.stay_in("402", &HA).with("/guest/birth_date", "1988-02-29");
        haidang.notify(&born_on_29_february).await;
    }

    #[test]
    async fn long_stays_old_guests_and_ended_visas_are_warnings(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let passport = t.stay_in("402", &TEREZA);
        let leaving = |at: &str| passport.clone().with("/planned_departure_at", instant(at));
        for (body, expected) in [
            (leaving("2026-12-20 12:00:00"), &[][..]),
            (leaving("2026-12-21 12:00:00"), &["long_stay"]),
            (leaving("2027-11-21 12:00:00"), &["long_stay"]),
            (passport.clone().with("/guest/birth_date", "1905-11-22"), &[]),
            (
                passport.clone().with("/guest/birth_date", "1905-01-01"),
                &["birth_over_age"],
            ),
            (passport.clone().with("/guest/visa_expires_on", "2026-11-21"), &[]),
            (
                passport.clone().with("/guest/visa_expires_on", "2026-11-20"),
                &["visa_expired"],
            ),
        ] {
            let stay = haidang.notify(&body).await;
            assert_eq!(of_the_guest(&stay), expected, "{body}");
        }
        let answer = haidang.call("notifyStay").json(&leaving("2027-11-22 12:00:00")).await;
        answer.refuses(&[("/planned_departure_at", "stay_too_long")]);
    }

    #[test]
    async fn every_kind_of_document_is_taken_in_its_own_form(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for (kind, number, stored) in [
            ("cccd", "056 082 004 731", "056082004731"),
            ("can_cuoc", "056082004731", "056082004731"),
            ("personal_number_notice", "056082004731", "056082004731"),
            ("cmnd", "225 441 170", "225441170"),
            ("cmnd", "056082004731", "056082004731"),
            ("passport", "b.1234567", "B1234567"),
            ("birth_certificate", "Số 12  quyển 3", "SỐ 12 QUYỂN 3"),
            ("driving_licence", "560123456789", "560123456789"),
            ("health_insurance", "DN4565600123456", "DN4565600123456"),
        ] {
            let body = t
                .stay_in("402", &PHAT)
                .with("/guest/document_type", kind)
                .with("/guest/document_number", number);
            assert_eq!(
                haidang.notify(&body).await["guest"]["document_number"],
                stored,
                "{kind}"
            );
        }
        let other = t
            .stay_in("402", &PHAT)
            .with("/guest/document_type", "other")
            .with("/guest/document_number", "7/2026");
        haidang
            .call("notifyStay")
            .json(&other)
            .await
            .refuses(&[("/guest/document_name", "required")]);
        let named = other.with("/guest/document_name", "Giấy xác nhận của trường");
        assert_eq!(
            haidang.notify(&named).await["guest"]["document_name"],
            "Giấy xác nhận của trường"
        );
    }

    #[test]
    async fn names_are_kept_as_people_write_them(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for (typed, kept) in [
            // Composed and decomposed letters are the same name.
            ("  Nguye\u{302}\u{303}n   Thi\u{323} A\u{301}nh ", "Nguyễn Thị Ánh"),
            ("O'Brien-Smith, Jr.", ""),
            ("O'Brien-Smith Jr.", "O'Brien-Smith Jr."),
            ("Đỗ", "Đỗ"),
            ("山田 太郎", "山田 太郎"),
            ("Анна Ковальчук", "Анна Ковальчук"),
            ("สมชาย ใจดี", "สมชาย ใจดี"),
            ("H'Hen Niê", "H'Hen Niê"),
        ] {
            let body = t.stay_in("402", &PHAT).with("/guest/full_name", typed);
            let answer = haidang.call("notifyStay").json(&body).await;
            if kept.is_empty() {
                answer.refuses(&[("/guest/full_name", "name_symbol")]);
            } else {
                assert_eq!(answer.is(201)["guest"]["full_name"], kept);
            }
        }
    }

    #[test]
    async fn ones_own_id_is_taken_once_in_a_facility(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = t.stay_in("402", &PHAT).with("/external_id", "PMS-7");
        haidang.notify(&body).await;
        let before = rows::everything(t).await;
        let again = t.stay_in("401", &HA).with("/external_id", "PMS-7");
        haidang
            .call("notifyStay")
            .json(&again)
            .await
            .problem("external_id_taken");
        // Under a key as well, and the key stays free for another try.
        haidang
            .call("notifyStay")
            .key("key-00000001")
            .json(&again)
            .await
            .problem("external_id_taken");
        assert_eq!(rows::everything(t).await, before);
        let other = again.clone().with("/external_id", "PMS-8");
        haidang
            .call("notifyStay")
            .key("key-00000001")
            .json(&other)
            .await
            .is(201);
        let elsewhere = notification::stay(&HA).with("/external_id", "PMS-7");
        t.signed_in("doanvansau").await.notify(&elsewhere).await;
    }

    #[test]
    async fn of_notifications_at_once_with_one_own_id_exactly_one_is_stored(t: &TestApp) {
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let clients = [
            t.signed_in_at(&busy, "haidang").await,
            t.signed_in_at(&busy, "haidang").await,
        ];
        let body = t.stay_in("402", &PHAT).with("/external_id", "PMS-7");
        let requests = clients
            .iter()
            .map(async |client| client.call("notifyStay").json(&body).await);
        let mut statuses = client::at_once(requests).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        assert_eq!(rows::count(t, "stay").await, 1);
    }

    // Proves KH-7.3e.
    // Part of KH-7.4c, LC-11.9b.
    #[test]
    async fn a_notification_is_attributed_to_its_author(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let event = &rows::audit(t, "stay_notified").await[0];
        assert_eq!(event.account_id, Some(province::account_id("haidang")));
        assert_eq!(event.session_id, Some(haidang.session()));
        assert_eq!(event.operation, "notifyStay");
        assert_eq!(event.subject_id.as_deref(), stay["id"].as_str());
        assert_eq!(event.area_code.as_deref(), Some("22366"));
        assert_eq!(event.trace_id.len(), 32);
    }
);
