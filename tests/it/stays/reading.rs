//! What reading costs: the online period, purposes, budgets, and what the police enter themselves.

use crate::support::province::{BAC_NHA_TRANG, HA, NHA_TRANG, PHAT, Person, TEREZA, facility_id, room_id};
use crate::support::*;
use calamine::{Reader, Xlsx, open_workbook_from_rs};
use serde_json::{Value, json};
use std::io::Cursor;

const DAY: i64 = 86_400;

/// A guest of the hotel who came then and has left the next day.
async fn was_there(t: &TestApp, person: &Person, at: &str) -> Value {
    let now = t.at(at);
    let body = t
        .stay_in("402", person)
        .with("/arrival_at", now.to_string())
        .with("/planned_departure_at", now.plus_seconds(DAY).to_string());
    let haidang = t.signed_in("haidang").await;
    let stay = haidang.notify(&body).await;
    t.pass(DAY);
    t.signed_in("haidang").await.check_out(&stay).await.is(200);
    stay
}

/// What somebody in Nha Trang told the police.
fn told(person: &Person) -> Value {
    json!({
        "place": { "name": "Hộ bà Trần Thị Lài", "kind": "household", "area_code": NHA_TRANG, "address": "Tổ 4 Vĩnh Hải" },
        "notifier": { "kind": "household", "name": "Trần Thị Lài", "phone": "0905 000 247" },
        "channel": "phone",
        "stay": notification::stay(person),
    })
}

async fn ask_elsewhere(client: &Client<'_>, stay: &Value) -> Answer {
    let body = json!({ "purpose": "residence_check", "reference": "214/CAP-2026" });
    client.call("findElsewhere").stay(stay).json(&body).await
}

/// The foreign guests of the hotel who arrived from April 2025 on.
fn foreign_until<'a>(hotel: &'a Client<'_>, to: &str) -> client::Call<'a> {
    let call = hotel.call("listForeignGuests").facility("haidang");
    call.query("from", "2025-04-01").query("to", to)
}

on_both_engines!(
    // Part of KH-11.2g.
    #[test]
    async fn past_the_online_period_nothing_is_read_and_form_4_is_named(t: &TestApp) {
        let stay = was_there(t, &PHAT, "2025-04-30 20:00:00").await;
        let kept = was_there(t, &HA, "2025-05-01 20:00:00").await;
        // The last second of October: April is on line for eighteen months after its end.
        t.at("2026-10-31 23:59:59");
        for login in ["haidang", "congan.nhatrang", "congan.tinh"] {
            t.signed_in(login).await.get(&stay).await;
        }
        t.at("2026-11-01 00:00:00");
        for login in ["haidang", "congan.nhatrang", "congan.tinh"] {
            let reader = t.signed_in(login).await;
            for operation in ["getStay", "listStayVersions"] {
                reader.call(operation).stay(&stay).await.problem("not_found");
            }
            let listed = reader.call("listStays").await.is(200);
            let ids: Vec<&Value> = listed["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|stay| &stay["id"])
                .collect();
            assert_eq!(ids, [&kept["id"]], "{login}");
            let search = json!({ "document_number": PHAT.document_number, "purpose": "residence_check" });
            let found = reader.call("searchStays").json(&search).await.is(200);
            assert_eq!(found["people"], json!([]), "{login}");
            let register = reader
                .call("getRegister")
                .query("purpose", "residence_check")
                .query("from", "2025-04-30")
                .query("to", "2025-05-01");
            let page = register.await.is(200);
            assert_eq!(
                (&page["counts"]["total"], &page["items"][0]["stay"]["id"]),
                (&json!(1), &kept["id"])
            );
            // A period that is gone as a whole is no empty answer.
            let list = reader
                .call("listStays")
                .query("notified_from", "2025-04-01")
                .query("notified_to", "2025-04-30");
            let problem = list.await.problem("period_offline");
            assert!(problem["detail"].as_str().unwrap().contains("01/05/2025"), "{problem}");
            for format in ["json", "xlsx", "pdf"] {
                let register = reader
                    .call("getRegister")
                    .query("purpose", "residence_check")
                    .query("from", "2025-04-30")
                    .query("format", format);
                register.await.problem("period_offline");
            }
        }
        let police = t.signed_in("congan.nhatrang").await;
        let patch = json!({ "version": 2, "change_reason": "Sai ngày sinh", "note": "x" });
        police
            .call("correctStay")
            .stay(&stay)
            .json(&patch)
            .await
            .problem("not_found");
        // Nothing was taken away.
        assert_eq!(rows::count(t, "stay").await, 2);
    }

    // Part of KH-11.2g.
    #[test]
    async fn foreign_guests_past_the_online_period_are_neither_listed_nor_put_into_a_file(t: &TestApp) {
        const OTHER: Person = Person {
            document_number: "CZ1180264",
            ..TEREZA
        };
        let gone = was_there(t, &TEREZA, "2025-04-30 20:00:00").await;
        let kept = was_there(t, &OTHER, "2025-05-01 20:00:00").await;
        t.at("2026-10-31 23:59:59");
        let before = t.signed_in("haidang").await;
        let page = foreign_until(&before, "2025-05-02").await.is(200);
        assert_eq!(page["counts"]["waiting"], 2, "{page}");
        t.at("2026-11-01 00:00:00");
        let haidang = t.signed_in("haidang").await;
        let page = foreign_until(&haidang, "2025-05-02").await.is(200);
        assert_eq!(page["counts"]["waiting"], 1, "{page}");
        let items = page["items"].as_array().unwrap();
        let listed: Vec<&Value> = items.iter().map(|item| &item["stay"]["id"]).collect();
        assert_eq!(listed, [&kept["id"]]);
        foreign_until(&haidang, "2025-04-30").await.problem("period_offline");
        let chosen = json!({ "stays": [kept["id"], gone["id"]] });
        let export = haidang.call("exportForeignGuests").facility("haidang").json(&chosen);
        export.await.refuses(&[("/stays/1", "foreign_not_listed")]);
        let told = json!({ "confirmed": true, "stays": [{ "id": gone["id"], "version": 2 }] });
        let confirm = haidang.call("confirmForeignGuests").facility("haidang").json(&told);
        confirm.await.refuses(&[("/stays/0", "foreign_not_listed")]);
    }

    #[test]
    async fn a_guest_who_is_still_there_stays_in_sight_of_the_facility_alone(t: &TestApp) {
        let now = t.at("2025-04-01 20:00:00");
        let body = t
            .stay_in("402", &PHAT)
            .with("/arrival_at", now.to_string())
            .with("/planned_departure_at", now.plus_seconds(DAY).to_string());
        let stay = t.signed_in("haidang").await.notify(&body).await;
        t.at("2026-11-21 20:00:00");
        t.signed_in("haidang").await.get(&stay).await;
        let police = t.signed_in("congan.nhatrang").await;
        police.call("getStay").stay(&stay).await.problem("not_found");
        let haidang = t.signed_in("haidang").await;
        haidang.check_out(&stay).await.is(200);
        haidang.call("getStay").stay(&stay).await.problem("not_found");
    }

    #[test]
    async fn nobody_is_looked_up_elsewhere_by_an_invented_stay(t: &TestApp) {
        let north = t.signed_in("bacthanh").await;
        let body = notification::stay(&PHAT).with("/room_id", room_id("bacthanh", "101").to_string());
        let there = north.notify(&body).await;
        let police = t.signed_in("congan.nhatrang").await;
        let invented = police.call("notifyOnBehalf").json(&told(&PHAT)).await.is(201);
        assert!(police.get(&invented).await.get("elsewhere").is_none());
        ask_elsewhere(&police, &invented).await.problem("elsewhere_closed");
        // Nor by correcting a real one, there and back.
        let real = t.signed_in("haidang").await.notify(&t.stay_in("402", &HA)).await;
        let number = |number: &str, version: i32| {
            let guest = json!({ "full_name": PHAT.full_name, "document_number": number });
            json!({ "version": version, "change_reason": "Xem lại giấy tờ", "guest": guest })
        };
        let correct = async |patch: Value| police.call("correctStay").stay(&real).json(&patch).await.is(200);
        correct(number(PHAT.document_number, 1)).await;
        ask_elsewhere(&police, &real).await.problem("elsewhere_closed");
        correct(number(HA.document_number, 2)).await;
        ask_elsewhere(&police, &real).await.problem("elsewhere_closed");
        assert!(rows::audit(t, "stay_sought_elsewhere").await.is_empty());
        // What has stood for a day is answered, once it is said what for, and that is on record.
        t.pass(DAY + 1);
        let police = t.signed_in("congan.nhatrang").await;
        let asked = police.call("findElsewhere").stay(&invented);
        asked
            .json(&json!({ "purpose": "curiosity" }))
            .await
            .refuses(&[("/purpose", "unknown_value")]);
        let found = ask_elsewhere(&police, &invented).await.is(200);
        assert_eq!(found["places"][0]["area"]["code"], BAC_NHA_TRANG);
        assert_eq!(found["places"][0]["stay_id"], Value::Null);
        let events = rows::audit(t, "stay_sought_elsewhere").await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].purpose.as_deref(), Some("residence_check"));
        assert_eq!(events[0].reference.as_deref(), Some("214/CAP-2026"));
        // Nights that are long past are a search, and a cancelled stay stays cancelled.
        let take_back = json!({ "version": 1, "change_reason": "Nhập nhầm" });
        police.call("cancelStay").stay(&invented).json(&take_back).await.is(200);
        ask_elsewhere(&police, &invented).await.problem("elsewhere_closed");
        t.signed_in("bacthanh").await.check_out(&there).await.is(200);
        t.pass(20 * DAY);
        let police = t.signed_in("congan.bac").await;
        assert_eq!(ask_elsewhere(&police, &there).await.is(200)["places"], json!([]));
    }

    #[test]
    async fn what_was_told_long_ago_is_not_entered_and_what_is_entered_is_marked(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        let first = "2026-11-14 00:00:00";
        let before = "2026-11-13 23:59:59";
        let stay = |at: &str| {
            let body = told(&PHAT).with("/received_at", instant(at));
            body.with("/stay/arrival_at", instant("2026-11-13 20:00:00"))
        };
        let refused = police.call("notifyOnBehalf").json(&stay(before)).await;
        refused.refuses(&[("/received_at", "received_too_long_ago")]);
        let entered = police.call("notifyOnBehalf").json(&stay(first)).await.is(201);
        let listed = police.call("listStays").await.is(200);
        assert_eq!(listed["items"][0]["id"], entered["id"]);
        assert_eq!(listed["items"][0]["entered_at"], instant("2026-11-21 20:00:00"));
        let register = police
            .call("getRegister")
            .query("purpose", "residence_check")
            .query("from", "2026-11-14")
            .await
            .is(200);
        let line = &register["items"][0];
        assert_eq!(line["notified_by"], "Trần Thị Lài (công an nhập 21/11/2026 20:00)");
        assert_eq!(line["stay"]["entered_at"], instant("2026-11-21 20:00:00"));
        // What a facility notified itself has no such mark.
        t.signed_in("haidang").await.notify(&t.stay_in("402", &HA)).await;
        let listed = police.call("listStays").await.is(200);
        assert_eq!(listed["items"][0].get("entered_at"), None);
    }

    #[test]
    async fn an_hour_of_reading_has_an_end_and_a_mail_before_it(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for person in [&PHAT, &HA] {
            haidang.notify(&t.stay_in("402", person)).await;
        }
        let province = t.signed_in("congan.tinh").await;
        let police = province::account_id("congan.tinh");
        let hour = local("2026-11-21 20:00:00").unix();
        let read = |guests: i64| {
            let id = rows::id(t, police);
            format!("INSERT INTO reading_hour (credential_id, hour, guests) VALUES ({id}, {hour}, {guests})")
        };
        // Two guests short of the alarm: the list of both tells it, once.
        rows::execute(t, &read(4_998)).await.unwrap();
        province.call("listStays").await.is(200);
        province.call("listStays").await.is(200);
        assert_eq!(rows::audit(t, "reading_alarm").await.len(), 1);
        t.work().await;
        let mail = mail::in_folder(t)
            .into_iter()
            .find(|mail| mail.subject.contains("xem nhiều khách"));
        let mail = mail.expect("a mail to the administrators");
        assert!(mail.text.contains("congan.tinh") && !mail.text.contains(PHAT.full_name));
        // And at the end nothing more, whatever the way, until the hour is over.
        rows::execute(t, "UPDATE reading_hour SET guests = 20000")
            .await
            .unwrap();
        let search = json!({ "name": "lam tan phat", "purpose": "residence_check" });
        for call in [
            province.call("listStays"),
            province.call("searchStays").json(&search),
            province.call("getRegister").query("purpose", "residence_check"),
            province
                .call("getRegister")
                .query("purpose", "residence_check")
                .query("format", "xlsx"),
        ] {
            let refused = call.await;
            assert!(refused.header("retry-after").is_some());
            refused.problem("reading_budget_used");
        }
        // Another account reads on, and so does a facility among its own guests.
        t.signed_in("congan.nhatrang").await.call("listStays").await.is(200);
        haidang.call("listStays").await.is(200);
        t.pass(3_600);
        t.signed_in("congan.tinh").await.call("listStays").await.is(200);
    }

    #[test]
    async fn the_officers_list_is_taken_out_as_shown_for_a_purpose_that_is_recorded(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let formula = "=1+1";
        let stay = haidang
            .notify(&t.stay_in("402", &PHAT).with("/guest/address", formula))
            .await;
        haidang.notify(&t.stay_in("403", &HA)).await;
        let police = t.signed_in("congan.nhatrang").await;
        let export = |body: Value| police.call("exportStays").query("nationality", "VN").json(&body);
        export(json!({ "purpose": "none_of_them" }))
            .await
            .refuses(&[("/purpose", "unknown_value")]);
        export(json!({ "purpose": "" })).await.problem("validation_failed");
        let why = json!({ "purpose": "residence_check", "reference": "214/CAP-2026" });
        export(why.clone())
            .query("limit", 10)
            .await
            .problem("malformed_request");
        let file = export(why.clone()).await;
        assert_eq!(file.status, 200, "{}", file.text());
        assert_eq!(
            file.header("content-type"),
            Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        );
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(file.body.clone())).expect("a spreadsheet");
        let range = book.worksheet_range_at(0).expect("a sheet").expect("cells");
        let cells: Vec<String> = range.cells().map(|(_, _, cell)| cell.to_string()).collect();
        let has = |text: &str| cells.iter().any(|cell| cell == text);
        assert!(has(PHAT.full_name) && has(HA.full_name), "{cells:?}");
        assert!(has("0560•••••731"), "masked as in the list");
        assert!(
            !has(PHAT.document_number) && !has(formula),
            "no more than the list shows"
        );
        assert!(has(stay["stay_code"].as_str().expect("a code")));
        let event = &rows::audit(t, "stays_exported").await[0];
        assert_eq!(
            (event.purpose.as_deref(), event.reference.as_deref()),
            (Some("residence_check"), Some("214/CAP-2026"))
        );
        assert_eq!(
            (&event.details["lines"], &event.details["filter"]),
            (&json!(2), &json!(["nationality"]))
        );
        // Another commune has nothing of it, and a facility has its register.
        let bac = t.signed_in("congan.bac").await.call("exportStays").json(&why).await;
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bac.body)).expect("a spreadsheet");
        let range = book.worksheet_range_at(0).expect("a sheet").expect("cells");
        assert_eq!(range.height(), 5, "the head alone");
        haidang.call("exportStays").json(&why).await.problem("forbidden");
    }

    #[test]
    async fn a_register_beyond_one_facility_is_read_for_a_purpose_that_is_recorded(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        haidang.notify(&t.stay_in("402", &PHAT)).await;
        let police = t.signed_in("congan.nhatrang").await;
        for format in ["json", "pdf", "xlsx"] {
            let register = || police.call("getRegister").query("format", format);
            register().await.refuses(&[("/purpose", "required")]);
            register()
                .query("purpose", "curiosity")
                .await
                .refuses(&[("/purpose", "unknown_value")]);
            let stated = register()
                .query("purpose", "residence_check")
                .query("reference", "214/CAP-2026");
            assert_eq!(stated.await.status, 200, "{format}");
            // One facility needs none.
            let hotel = register().query("facility_id", facility_id("haidang"));
            assert_eq!(hotel.await.status, 200, "{format}");
        }
        let own = haidang.call("getRegister").await;
        assert_eq!(own.status, 200);
        let read = rows::audit(t, "register_read").await;
        let purposes: Vec<_> = read.iter().map(|event| event.purpose.as_deref()).collect();
        assert_eq!(purposes, [Some("residence_check"), None, None]);
        assert_eq!(read[0].reference.as_deref(), Some("214/CAP-2026"));
    }
);
