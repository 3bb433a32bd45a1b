//! The register of stays received: of whom, of which days, for whom, and as what.

use crate::support::province::{BAC_NHA_TRANG, HA, NHA_TRANG, PHAT, TEREZA, account_id, facility_id, room_id};
use crate::support::*;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use serde_json::{Value, json};
use std::io::Cursor;

/// Three stays on two days: hotel, household, hotel of the other commune.
async fn three_stays(t: &TestApp) -> [Value; 3] {
    let first = t.signed_in("haidang").await;
    let first = first.notify(&t.stay_in("402", &PHAT)).await;
    t.pass(60);
    let second = t.signed_in("doanvansau").await;
    let second = second.notify(&notification::stay(&HA)).await;
    t.at("2026-11-22 09:00:00");
    let third = t.signed_in("bacthanh").await;
    let body = notification::stay(&TEREZA).with("/room_id", room_id("bacthanh", "101").to_string());
    let third = third.notify(&body).await;
    [first, second, third]
}

async fn register(client: &Client<'_>, query: &[(&str, &str)]) -> Answer {
    let mut call = client.call("getRegister");
    for (name, value) in query {
        call = call.query(name, value);
    }
    // Beyond one facility it has to be said.
    call.query("purpose", "residence_check").await
}

/// Running number and id of each line.
fn lines(page: &Value) -> Vec<(u64, String)> {
    let items = page["items"].as_array().expect("items").iter();
    items
        .map(|line| {
            let id = line["stay"]["id"].as_str().expect("an id").to_owned();
            (line["line_number"].as_u64().expect("a number"), id)
        })
        .collect()
}

fn id(stay: &Value) -> String {
    stay["id"].as_str().expect("an id").to_owned()
}

/// The rows of a spreadsheet as texts, and how many of its cells are formulas.
fn sheet(bytes: &[u8]) -> (Vec<Vec<Data>>, usize) {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("a spreadsheet");
    let name = book.sheet_names()[0].clone();
    let formulas = book.worksheet_formula(&name).expect("formulas").used_cells().count();
    let range = book.worksheet_range(&name).expect("cells");
    (range.rows().map(<[Data]>::to_vec).collect(), formulas)
}

const TWO_DAYS: [(&str, &str); 2] = [("from", "2026-11-21"), ("to", "2026-11-22")];

on_both_engines!(
    #[test]
    async fn a_register_has_its_lines_in_the_order_of_notification_numbered_from_one(t: &TestApp) {
        let [first, second, third] = three_stays(t).await;
        let province = t.signed_in("congan.tinh").await;
        let page = register(&province, &TWO_DAYS).await.is(200);
        assert_eq!(lines(&page), [(1, id(&first)), (2, id(&second)), (3, id(&third))]);
        assert_eq!(
            (&page["counts"]["total"], &page["counts"]["late"]),
            (&json!(3), &json!(1))
        );
        assert_eq!(
            (&page["from"], &page["to"]),
            (&json!("2026-11-21"), &json!("2026-11-22"))
        );
        assert_eq!(page["place"]["name"], "Khánh Hòa");
        let line = &page["items"][0];
        assert_eq!(line["birth_date"], "1982-04-02");
        assert_eq!(line["stay"]["document_masked"], "0560•••••731");
        assert_eq!(line["stay"]["state"], "present");
        assert_eq!(line["reason_label"], "Du lịch");
        // Today alone, where no day is named.
        assert_eq!(lines(&register(&province, &[]).await.is(200)), [(1, id(&third))]);
        // What becomes of a stay later takes it out of no register.
        let haidang = t.signed_in("haidang").await;
        haidang.check_out(&first).await.is(200);
        let page = register(&province, &TWO_DAYS).await.is(200);
        assert_eq!(page["items"][0]["stay"]["state"], "departed");
    }

    #[test]
    async fn pages_go_on_where_the_last_one_ended_and_keep_the_numbers(t: &TestApp) {
        let stays = three_stays(t).await;
        let province = t.signed_in("congan.tinh").await;
        let (mut seen, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let mut call = province
                .call("getRegister")
                .query("limit", 1)
                .query("purpose", "residence_check");
            for (name, value) in TWO_DAYS {
                call = call.query(name, value);
            }
            if let Some(cursor) = &cursor {
                call = call.query("cursor", cursor);
            }
            let page = call.await.is(200);
            seen.extend(lines(&page));
            assert_eq!(page["counts"]["total"], 3);
            match page["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => break,
            }
        }
        let expected: Vec<(u64, String)> = (1..).zip(stays.iter().map(id)).collect();
        assert_eq!(seen, expected);
    }

    // Part of LC-3.2-2.
    #[test]
    async fn each_sees_the_register_of_its_own_reach_and_for_others_there_is_none(t: &TestApp) {
        let [first, second, third] = three_stays(t).await;
        let [haidang_id, bac_id] = ["haidang", "bacthanh"].map(|login| facility_id(login).to_string());
        let haidang = t.signed_in("haidang").await;
        let nha_trang = t.signed_in("congan.nhatrang").await;
        let province = t.signed_in("congan.tinh").await;
        let of = async |client: &Client<'_>, more: &[(&str, &str)]| {
            let query: Vec<(&str, &str)> = TWO_DAYS.iter().chain(more).copied().collect();
            register(client, &query).await
        };
        // One's own, where nothing is named.
        let own = of(&haidang, &[]).await.is(200);
        assert_eq!(lines(&own), [(1, id(&first))]);
        assert_eq!(
            (&own["place"]["name"], &own["place"]["facility_id"]),
            (&json!("Khách sạn Hải Đăng"), &json!(haidang_id))
        );
        assert_eq!(
            lines(&of(&nha_trang, &[]).await.is(200)),
            [(1, id(&first)), (2, id(&second))]
        );
        // Named.
        assert_eq!(
            lines(&of(&nha_trang, &[("facility_id", &haidang_id)]).await.is(200)),
            [(1, id(&first))]
        );
        assert_eq!(
            lines(&of(&province, &[("area_code", BAC_NHA_TRANG)]).await.is(200)),
            [(1, id(&third))]
        );
        assert_eq!(
            of(&province, &[("area_code", NHA_TRANG)]).await.is(200)["counts"]["total"],
            2
        );
        // Out of reach, in whatever form.
        for format in ["json", "pdf", "xlsx"] {
            let format = ("format", format);
            of(&haidang, &[("facility_id", &bac_id), format])
                .await
                .problem("not_found");
            of(&haidang, &[("area_code", NHA_TRANG), format])
                .await
                .problem("not_found");
            of(&nha_trang, &[("facility_id", &bac_id), format])
                .await
                .problem("not_found");
            of(&nha_trang, &[("area_code", BAC_NHA_TRANG), format])
                .await
                .problem("not_found");
            of(&nha_trang, &[("area_code", "56"), format])
                .await
                .problem("not_found");
            // Of another province.
            of(&province, &[("area_code", "00004"), format])
                .await
                .problem("not_found");
            let tax = t.signed_in("thue.tinh").await;
            of(&tax, &[format]).await.problem("forbidden");
        }
        assert!(rows::audit(t, "register_taken_out").await.is_empty());
    }

    #[test]
    async fn days_are_local_and_at_most_31(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        t.at("2026-11-22 00:00:00");
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let of = async |from: &str, to: &str| register(&haidang, &[("from", from), ("to", to)]).await;
        assert_eq!(of("2026-11-21", "2026-11-21").await.is(200)["counts"]["total"], 0);
        assert_eq!(lines(&of("2026-11-22", "2026-11-22").await.is(200)), [(1, id(&stay))]);
        assert_eq!(of("2026-10-23", "2026-11-22").await.is(200)["counts"]["total"], 1);
        let problem = of("2026-10-22", "2026-11-22").await.problem("register_period_too_long");
        assert!(problem["detail"].as_str().unwrap().contains("31 ngày"));
        of("2026-11-22", "2026-11-21").await.problem("malformed_request");
        let both = [
            ("facility_id", facility_id("haidang").to_string()),
            ("area_code", NHA_TRANG.to_owned()),
        ];
        let both = both.each_ref().map(|(name, value)| (*name, value.as_str()));
        register(&haidang, &both).await.problem("malformed_request");
        register(&haidang, &[("limit", "101")])
            .await
            .problem("malformed_request");
        register(&haidang, &[("cursor", "x")])
            .await
            .problem("malformed_request");
    }

    // Part of LC-3.2-2.
    #[test]
    async fn the_register_of_a_commune_is_printed_with_all_its_lines(t: &TestApp) {
        three_stays(t).await;
        let police = t.signed_in("congan.nhatrang").await;
        let query: Vec<(&str, &str)> = TWO_DAYS.iter().copied().chain([("format", "pdf")]).collect();
        let answer = register(&police, &query).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, Some("application/pdf"))
        );
        assert_eq!(
            answer.header("content-disposition"),
            Some("attachment; filename=\"so-luu-tru_2026-11-21_2026-11-22.pdf\"")
        );
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let text = pdf_text(&answer.body);
        for expected in [
            "CÔNG AN TỈNH KHÁNH HÒA",
            "CÔNG AN PHƯỜNG NHA TRANG",
            "SỔ TIẾP NHẬN LƯU TRÚ",
            "Địa bàn: Phường Nha Trang",
            "từ ngày 21/11/2026 đến ngày 22/11/2026",
            "Tổng số: 2 lượt; trễ hạn: 0 lượt",
            "Lâm Tấn Phát",
            "02/04/1982",
            "056082004731",
            "Trần Thị Ngọc Hà",
            "Thẻ căn cước công dân",
            "Khách sạn Hải Đăng, phòng 402",
            "12 Trần Phú, Phường Nha Trang",
            "In lúc 09:00 ngày 22/11/2026, người in: Người giữ congan.nhatrang.",
            "Trang 1/1",
        ] {
            assert!(text.contains(expected), "{expected:?} is not in {text}");
        }
        assert!(!text.contains(TEREZA.full_name), "a line of another commune");
        let own = t.signed_in("haidang").await;
        let text = pdf_text(&register(&own, &query).await.body);
        assert!(text.contains("Cơ sở lưu trú: Khách sạn Hải Đăng"), "{text}");
        assert!(text.contains("12 Trần Phú, Phường Nha Trang"), "{text}");
    }

    #[test]
    async fn a_spreadsheet_keeps_numbers_as_texts_and_has_no_formula_whatever_was_typed(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let typed = "=HYPERLINK(\"http://x.example\",\"a\")";
        let body = t.stay_in("402", &PHAT).with("/guest/address", typed);
        let stay = haidang.notify(&body).await;
        let answer = register(&haidang, &[("format", "xlsx")]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(
            answer.header("content-type"),
            Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        );
        let (rows, formulas) = sheet(&answer.body);
        assert_eq!(formulas, 0);
        assert_eq!(rows[0][0], Data::String("Sổ tiếp nhận lưu trú".to_owned()));
        assert_eq!(rows[1][0], Data::String("Cơ sở lưu trú: Khách sạn Hải Đăng".to_owned()));
        let (head, line) = (&rows[4], &rows[5]);
        let cell = |name: &str| {
            let column = head.iter().position(|cell| *cell == Data::String(name.to_owned()));
            line[column.unwrap_or_else(|| panic!("no column {name}"))].clone()
        };
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(cell("Số TT"), Data::Float(1.0));
        assert_eq!(cell("Mã thông báo"), text(stay["stay_code"].as_str().unwrap()));
        assert_eq!(cell("Họ và tên"), text(PHAT.full_name));
        assert_eq!(cell("Số giấy tờ"), text("056082004731"));
        assert_eq!(cell("Ngày sinh"), text("02/04/1982"));
        assert_eq!(cell("Nơi cư trú"), text(typed));
        assert_eq!(cell("Địa chỉ cơ sở lưu trú"), text("12 Trần Phú, Phường Nha Trang"));
        assert_eq!(cell("Tình trạng"), text("Đang lưu trú"));
        match cell("Tiếp nhận lúc") {
            // 21 November 2026, 20:00 on the local clock.
            Data::DateTime(at) => assert!((at.as_f64() - 46_347.833_333).abs() < 0.000_1, "{at}"),
            other => panic!("no moment: {other:?}"),
        }
        assert_eq!(rows.len(), 6);
        let english = haidang.call("getRegister").query("format", "xlsx").lang("en").await;
        assert_eq!(sheet(&english.body).0[4][7], text("Full name"));
    }

    #[test]
    async fn whoever_reads_the_register_or_takes_it_out_leaves_a_line_in_the_audit_log(t: &TestApp) {
        let [first, second, _] = three_stays(t).await;
        let police = t.signed_in("congan.nhatrang").await;
        register(&police, &TWO_DAYS).await.is(200);
        let read = &rows::audit(t, "register_read").await[0];
        assert_eq!(read.account_id, Some(account_id("congan.nhatrang")));
        assert_eq!(
            (read.subject_kind.as_str(), read.subject_id.as_deref()),
            ("area", Some(NHA_TRANG))
        );
        assert_eq!(
            read.details,
            json!({ "from": "2026-11-21", "to": "2026-11-22", "stays": [first["id"], second["id"]] })
        );
        let hotel = facility_id("haidang").to_string();
        for (number, format) in ["pdf", "xlsx"].into_iter().enumerate() {
            let query = [TWO_DAYS[0], TWO_DAYS[1], ("facility_id", &hotel), ("format", format)];
            assert_eq!(register(&police, &query).await.status, 200);
            let taken = &rows::audit(t, "register_taken_out").await[number];
            assert_eq!(taken.subject_id.as_deref(), Some(hotel.as_str()));
            assert_eq!(
                taken.details,
                json!({ "from": "2026-11-21", "to": "2026-11-22", "format": format, "lines": 1 })
            );
        }
    }

    #[test]
    async fn a_register_with_more_lines_than_a_file_holds_is_refused_and_says_how_many(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let member = |number: usize| {
            json!({ "guest": {
                "full_name": "SVOBODA JAN", "birth_date": "1990-05-17", "sex": "male", "nationality": "CZ",
                "document_type": "passport", "document_number": format!("CZ{number:07}"),
            } })
        };
        let group = |from: usize, to: usize| {
            json!({
                "kind": "overnight", "arrival_at": instant("2026-11-21 19:00:00"),
                "planned_departure_at": instant("2026-11-23 12:00:00"), "reason": "tourism",
                "guests": (from..to).map(member).collect::<Vec<_>>(),
            })
        };
        for start in [0, 500, 1_000, 1_500] {
            haidang
                .call("notifyGroup")
                .json(&group(start, start + 500))
                .await
                .is(201);
        }
        haidang.call("notifyGroup").json(&group(2_000, 2_001)).await.is(201);
        let problem = register(&haidang, &[("format", "pdf")])
            .await
            .problem("register_too_large");
        let said = problem["detail"].as_str().unwrap();
        assert!(
            said.contains("2001 dòng") && said.contains("tối đa 2000 dòng"),
            "{said}"
        );
        // A spreadsheet holds more.
        let answer = register(&haidang, &[("format", "xlsx")]).await;
        assert_eq!(sheet(&answer.body).0.len(), 5 + 2_001);
        assert_eq!(register(&haidang, &[]).await.is(200)["counts"]["total"], 2_001);
    }
);
