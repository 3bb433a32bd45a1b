//! Guest lists from files: previewed, confirmed, stored once.

use crate::support::guest_list::{
    ACCEPT, KEEP, book, cells_of, codes, commit, counts, get, guest, guest_with, preview, returned, sent, stored,
    workbook,
};
use crate::support::province::room_id;
use crate::support::*;
use api::schedule::tick;
use serde_json::{Value, json};
use uuid::Uuid;

on_both_engines!(
    #[test]
    async fn five_thousand_rows_with_37_bad_ones_are_stored_but_for_those_and_only_once(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let rows: Vec<_> = (0..5_000)
            .map(|number| match number % 135 {
                7 => guest_with(number, 5, "05608701234"),
                _ => guest(number),
            })
            .collect();
        // Eleven digits whose first is 0 have lost nothing that could be put back.
        let import = preview(&haidang, &book(&rows)).await;
        assert_eq!(counts(&import), [4_963, 0, 0, 37, 0]);
        assert_eq!(import["items"].as_array().unwrap().len(), 50);
        assert_eq!(rows::count(t, "stay").await, 0, "a preview notifies nobody");
        let done = stored(&haidang, &import, &ACCEPT()).await;
        assert_eq!(
            done["progress"],
            json!({ "done": 5_000, "stored": 4_963, "returned": 37, "skipped": 0 })
        );
        assert_eq!(rows::count(t, "stay").await, 4_963);
        let events = rows::audit(t, "stays_imported").await;
        let told: usize = events
            .iter()
            .map(|event| event.details["stays"].as_array().unwrap().len())
            .sum();
        assert_eq!((events.len(), told), (20, 4_963));
        let back = cells_of(&returned(&haidang, &import).await);
        assert_eq!(back.len(), 38);
        assert_eq!(back[0].last().unwrap(), "Lý do");
        assert_eq!(
            back[1].last().unwrap(),
            "Số giấy tờ: Số định danh cần đủ 12 chữ số, đang có 11."
        );
        assert_eq!(back[1][..11], rows[7]);
        // The same file again: everybody is there.
        let again = preview(&haidang, &book(&rows)).await;
        assert_eq!(counts(&again), [0, 0, 0, 37, 4_963]);
        let done = stored(&haidang, &again, &ACCEPT()).await;
        assert_eq!(done["progress"]["skipped"], 4_963);
        assert_eq!(rows::count(t, "stay").await, 4_963);
        // Put right, the rows that came back go in by the very file that they came back in.
        let mended = workbook(|sheet| {
            for (row, cells) in back.iter().enumerate() {
                for (at, cell) in cells.iter().enumerate() {
                    let is_number = row > 0 && at == 5;
                    let text = if is_number {
                        format!("0560{}9{row:05}", &cells[1][8..])
                    } else {
                        cell.clone()
                    };
                    sheet.write_string(row as u32, at as u16, text).unwrap();
                }
            }
        });
        let third = preview(&haidang, &mended).await;
        assert_eq!(counts(&third), [37, 0, 0, 0, 0]);
        stored(&haidang, &third, &ACCEPT()).await;
        assert_eq!(rows::count(t, "stay").await, 5_000);
    }

    #[test]
    async fn the_same_guest_twice_a_long_stay_and_one_too_long_are_told_apart(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let mut the_night_before = guest_with(8, 6, "20/11/2026");
        "21/11/2026".clone_into(&mut the_night_before[7]);
        let rows = [
            guest(1),
            guest(1),
            guest_with(2, 7, "22/12/2026"),
            guest_with(3, 7, "26/12/2027"),
            guest_with(4, 2, "Nữ"),
            guest_with(5, 6, "24/11/2026"),
            guest_with(6, 1, "31/02/1988"),
            guest_with(7, 8, "1207"),
            // Another stay of the same person: left the day before.
            the_night_before,
            guest(8),
        ];
        let import = preview(&haidang, &book(&rows)).await;
        assert_eq!(counts(&import), [3, 0, 2, 4, 1], "{import}");
        let rows = import["items"].as_array().unwrap();
        let found: Vec<_> = rows.iter().map(codes).collect();
        assert_eq!(found[1], [("/document_number", "same_as_row")]);
        assert_eq!(rows[1]["same_as_line"], 2);
        assert_eq!(found[2], [("/departure_on", "long_stay")]);
        assert_eq!(found[3], [("/departure_on", "stay_too_long")]);
        assert_eq!(found[4], [("/document_number", "personal_id_sex_mismatch")]);
        assert_eq!(
            found[5],
            [
                ("/arrival_on", "arrival_too_far_ahead"),
                ("/departure_on", "departure_before_arrival")
            ]
        );
        assert_eq!(found[6], [("/birth_date", "date_not_in_calendar")]);
        assert_eq!(found[7], [("/room", "room_unknown")]);
        // One outcome at a time, page by page.
        let call = |query: &[(&str, &str)]| {
            let mut call = haidang.call("getImport").facility("haidang");
            call = call.at("import_id", import["id"].as_str().unwrap());
            for (name, value) in query {
                call = call.query(name, value);
            }
            call
        };
        let wrong = call(&[("outcome", "wrong"), ("limit", "3")]).await.is(200);
        let cursor = wrong["next_cursor"].as_str().unwrap().to_owned();
        let rest = call(&[("outcome", "wrong"), ("limit", "3"), ("cursor", &cursor)])
            .await
            .is(200);
        let lines = |page: &Value| -> Vec<u64> {
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["line"].as_u64().unwrap())
                .collect()
        };
        assert_eq!((lines(&wrong), lines(&rest)), (vec![5, 7, 8], vec![9]));
        assert_eq!(rest["next_cursor"], Value::Null);
        call(&[("limit", "201")]).await.problem("malformed_request");
        call(&[("cursor", "x")]).await.problem("malformed_request");
        let done = stored(&haidang, &import, &ACCEPT()).await;
        assert_eq!(
            done["progress"],
            json!({ "done": 10, "stored": 5, "returned": 4, "skipped": 1 })
        );
        // What the stays of yesterday are: late, and taken.
        let late = rows::number(t, "SELECT COUNT(*) FROM stay WHERE late_seconds IS NOT NULL").await;
        assert_eq!(late, 1);
    }

    #[test]
    async fn an_import_is_of_its_own_facility_and_is_confirmed_once(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let import = preview(&haidang, &book(&[guest(1), guest(2)])).await;
        let id = import["id"].as_str().unwrap();
        let bacthanh = t.signed_in("bacthanh").await;
        for hotel in ["haidang", "bacthanh"] {
            for operation in ["getImport", "downloadImportErrors"] {
                let call = bacthanh.call(operation).facility(hotel).at("import_id", id);
                call.await.problem("not_found");
            }
            let call = bacthanh.call("commitImport").facility(hotel).at("import_id", id);
            call.json(&ACCEPT()).await.problem("not_found");
        }
        let call = bacthanh.call("previewImport").facility("haidang");
        call.json(&sent(&book(&[guest(1)]))).await.problem("not_found");
        let police = t.signed_in("congan.nhatrang").await;
        let call = police.call("getImport").facility("haidang").at("import_id", id);
        call.await.problem("forbidden");
        // The same request twice is one import, and one confirmation.
        let call = || haidang.call("previewImport").facility("haidang").key("import-0001");
        // A workbook bears the second in which it was written.
        let file = sent(&book(&[guest(3)]));
        let first = call().json(&file).await.is(201);
        assert_eq!(call().json(&file).await.is(201), first);
        let call = || {
            haidang
                .call("commitImport")
                .facility("haidang")
                .at("import_id", id)
                .key("commit-0001")
        };
        call().json(&ACCEPT()).await.is(202);
        call().json(&ACCEPT()).await.is(202);
        commit(&haidang, &import, &KEEP())
            .await
            .problem("import_state_conflict");
        let twice = json!({ "accept_mends": true, "decisions": [{ "line": 2, "accept": true }, { "line": 2, "accept": false }] });
        commit(&haidang, &import, &twice)
            .await
            .refuses(&[("/decisions/1/line", "duplicate")]);
    }

    #[test]
    async fn two_imports_of_one_file_confirmed_at_once_store_everybody_once(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let rows: Vec<_> = (0..600).map(guest).collect();
        let file = book(&rows);
        let (one, other) = (preview(&haidang, &file).await, preview(&haidang, &file).await);
        let sibling = t.sibling(|_| {}).await;
        let there = t.signed_in_at(&sibling, "haidang").await;
        let decided = ACCEPT();
        let (one, other) = tokio::join!(stored(&haidang, &one, &decided), stored(&there, &other, &decided));
        let sum = |name: &str| one["progress"][name].as_u64().unwrap() + other["progress"][name].as_u64().unwrap();
        assert_eq!((sum("stored"), sum("skipped")), (600, 600));
        assert_eq!(rows::count(t, "stay").await, 600);
    }

    #[test]
    async fn a_room_that_left_the_plan_after_the_preview_sends_its_guests_back(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let import = preview(&haidang, &book(&[guest(1), guest_with(2, 8, "402")])).await;
        assert_eq!(counts(&import), [2, 0, 0, 0, 0]);
        let id = rows::id(t, room_id("haidang", "402"));
        let retire = format!("UPDATE room SET retired_at = (SELECT created_at FROM stay_import) WHERE id = {id}");
        rows::execute(t, &retire).await.unwrap();
        let done = stored(&haidang, &import, &ACCEPT()).await;
        assert_eq!(
            done["progress"],
            json!({ "done": 2, "stored": 1, "returned": 1, "skipped": 0 })
        );
        let back = cells_of(&returned(&haidang, &import).await);
        assert_eq!(back[1][11], "Phòng: Phòng 402 không có trong sơ đồ của cơ sở.");
    }

    #[test]
    async fn what_was_read_is_sealed_and_is_taken_away_in_time(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let import = preview(&haidang, &book(&[guest(1), guest_with(2, 5, "12345")])).await;
        for table in ["stay_import", "stay_import_row"] {
            for row in rows::all(t, table).await {
                assert!(!row.contains("Nguy") && !row.contains("khach.xlsx"), "{row}");
            }
        }
        let confirmed = preview(&haidang, &book(&[guest(3), guest_with(4, 5, "12345")])).await;
        stored(&haidang, &confirmed, &ACCEPT()).await;
        // To the second.
        t.pass(86_399);
        assert_eq!(get(&haidang, &import, 10).await["state"], "previewed");
        t.pass(1);
        assert_eq!(get(&haidang, &import, 0).await["state"], "expired");
        commit(&haidang, &import, &ACCEPT())
            .await
            .problem("import_state_conflict");
        t.pass(3_600);
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        let gone = get(&haidang, &import, 10).await;
        assert_eq!(
            (&gone["state"], &gone["items"], &gone["file_name"]),
            (&json!("expired"), &json!([]), &json!(""))
        );
        assert_eq!(gone["counts"]["total"], 2);
        let call = haidang.call("downloadImportErrors").facility("haidang");
        call.at("import_id", import["id"].as_str().unwrap())
            .await
            .problem("import_state_conflict");
        assert_eq!(rows::count(t, "stay_import_row").await, 2);
        returned(&haidang, &confirmed).await;
        t.pass(7 * 86_400);
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(rows::count(t, "stay_import_row").await, 0);
        assert_eq!(rows::count(t, "stay").await, 1);
    }

    #[test]
    async fn another_instance_takes_up_what_one_has_left_when_its_lease_is_over(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let rows: Vec<_> = (0..300).map(guest).collect();
        let import = preview(&haidang, &book(&rows)).await;
        // As an instance leaves it that dies right after it has begun.
        let held = "UPDATE stay_import SET state = 'storing', accept_mends = TRUE, committed_at = created_at, \
                    leased_by = account_id, leased_until = created_at";
        rows::execute(t, held).await.unwrap();
        // To the last second of the lease.
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(rows::count(t, "stay").await, 0, "somebody is at it");
        t.pass(1);
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(rows::count(t, "stay").await, 300);
        assert_eq!(get(&haidang, &import, 0).await["state"], "stored");
    }
);
