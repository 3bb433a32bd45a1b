//! Guest lists as people send them: each file of `lists` holds what one kind of program or habit does to a list.

use crate::support::guest_list::{
    ACCEPT, KEEP, cells_of, codes, commit, counts, get, preview, returned, sent, stored, upload,
};
use crate::support::province::{PHAT, room_id};
use crate::support::*;
use serde_json::{Value, json};

/// A file of the folder.
macro_rules! list {
    ($name:literal) => {
        include_bytes!(concat!("lists/", $name)).as_slice()
    };
}

/// The evening of the day for which the lists are.
const EVENING: &str = "2026-11-29 20:00:00";

/// Somebody of a facility whose rooms have these names.
async fn hotel<'a>(t: &'a TestApp, rooms: &[&str]) -> Client<'a> {
    t.at(EVENING);
    for (own, name) in ["401", "402", "403", "404"].iter().zip(rooms) {
        let id = rows::id(t, room_id("haidang", own));
        let sql = format!("UPDATE room SET name = '{name}' WHERE id = {id}");
        rows::execute(t, &sql).await.unwrap();
    }
    t.signed_in("haidang").await
}

fn cell<'a>(row: &'a Value, column: &str) -> &'a str {
    let cells = row["cells"].as_array().unwrap();
    let cell = cells.iter().find(|cell| cell["column"] == column);
    cell.and_then(|cell| cell["text"].as_str()).unwrap_or_default()
}

fn mends(row: &Value) -> Vec<(&str, &str, &str)> {
    let mends = row["mends"].as_array().unwrap().iter();
    mends
        .map(|mend| {
            let text = |name: &str| mend[name].as_str().unwrap();
            (text("column"), text("kind"), text("after"))
        })
        .collect()
}

fn items(import: &Value) -> &[Value] {
    import["items"].as_array().unwrap()
}

/// The stays of the facility, each with everything of it, by the name of the guest.
pub async fn stays(client: &Client<'_>) -> Vec<Value> {
    let page = client.call("listStays").query("limit", 50).await.is(200);
    let mut stays = Vec::new();
    for item in page["items"].as_array().unwrap() {
        stays.push(client.get(item).await);
    }
    stays.sort_by_key(|stay| stay["guest"]["full_name"].as_str().unwrap().to_owned());
    stays
}

/// One value of each stay.
pub fn each<'a>(stays: &'a [Value], pointer: &str) -> Vec<&'a str> {
    stays
        .iter()
        .map(|stay| stay.pointer(pointer).unwrap().as_str().unwrap())
        .collect()
}

on_both_engines!(
    #[test]
    async fn letters_of_an_old_font_are_offered_converted_and_never_stored_in_silence(t: &TestApp) {
        let haidang = hotel(t, &["103"]).await;
        for file in [list!("07a_old_fonts.xlsx"), list!("07b_old_fonts.csv")] {
            let import = preview(&haidang, file).await;
            assert_eq!(counts(&import)[1], 5, "{import}");
            let converted: Vec<_> = items(&import).iter().map(|row| mends(row)[0]).collect();
            let names = [
                "Trần Thị Thu Hà",
                "Lê Quốc Việt",
                "Nguyễn Văn Hùng",
                "Phạm Hữu Phước",
                "Đỗ Minh Đức",
            ];
            assert_eq!(converted, names.map(|name| ("full_name", "old_font", name)));
            // As it came: the ư of the font is U+00AD.
            assert_eq!(cell(&items(&import)[3], "full_name"), "Ph¹m H÷u Ph\u{ad}íc");
        }
        let import = preview(&haidang, list!("07b_old_fonts.csv")).await;
        stored(&haidang, &import, &ACCEPT()).await;
        let stays = stays(&haidang).await;
        assert_eq!(stays.len(), 5);
        assert!(each(&stays, "/guest/full_name").contains(&"Phạm Hữu Phước"));
    }

    #[test]
    async fn what_excel_hides_is_told_and_left_out_unless_it_is_asked_for(t: &TestApp) {
        let haidang = hotel(t, &["201", "203", "205", "206"]).await;
        let import = preview(&haidang, list!("08a_hidden_rows.xlsx")).await;
        // Row 7 says that it has a height of its own and not which: it is seen.
        assert_eq!(
            (counts(&import), &import["counts"]["total"]),
            (vec![4, 0, 0, 0, 0], &json!(4))
        );
        assert_eq!(
            import["hidden"],
            json!({ "rows": [3, 5], "row_count": 2, "columns": ["Số điện thoại"], "sheets": [], "included": false })
        );
        assert_eq!(
            (&import["lines"], &import["unread_columns"]),
            (&json!(6), &json!(["Tình trạng"]))
        );
        let mut asked = sent(list!("08a_hidden_rows.xlsx"));
        asked["include_hidden"] = json!(true);
        let import = haidang
            .call("previewImport")
            .facility("haidang")
            .json(&asked)
            .await
            .is(201);
        assert_eq!(import["counts"]["total"], 6);
        assert_eq!(
            (&import["hidden"]["rows"], &import["hidden"]["included"]),
            (&json!([3, 5]), &json!(true))
        );
    }

    #[test]
    async fn zeros_and_letters_that_a_format_shows_belong_to_the_number(t: &TestApp) {
        let haidang = hotel(t, &["301"]).await;
        let import = preview(&haidang, list!("09a_number_formats.xlsx")).await;
        let rows = items(&import);
        let numbers: Vec<_> = rows.iter().map(|row| cell(row, "document_number")).collect();
        assert_eq!(
            numbers,
            [
                "056190030021",
                "056190030022",
                "012345678",
                "056196030024",
                "056085030025",
                "4071936"
            ]
        );
        assert_eq!(
            (cell(&rows[0], "phone"), cell(&rows[1], "phone")),
            ("0844123456", "0905123456")
        );
        assert_eq!(cell(&rows[0], "arrival_on"), "29/11/2026");
        // A warning about the sex, and no more: the format proves the twelve digits.
        assert_eq!(codes(&rows[1]), [("/document_number", "personal_id_sex_mismatch")]);
        assert_eq!(counts(&import)[3], 0, "{import}");
        stored(&haidang, &import, &ACCEPT()).await;
        let stays = stays(&haidang).await;
        let of = |name: &str| stays.iter().find(|stay| stay["guest"]["full_name"] == name).unwrap();
        assert_eq!(of("Tạ Đình Dũng")["guest"]["document_number"], "C4071936");
        assert_eq!(of("Kiều Minh Nhật")["guest"]["document_number"], "056085030025");
    }

    #[test]
    async fn apostrophes_of_spreadsheets_are_offered_away_and_those_of_names_stay(t: &TestApp) {
        let haidang = hotel(t, &["302"]).await;
        let import = preview(&haidang, list!("09b_apostrophes.csv")).await;
        assert_eq!(counts(&import), [1, 2, 0, 0, 0], "{import}");
        assert_eq!(
            mends(&items(&import)[0]),
            [
                ("birth_date", "apostrophe", "08/12/1987"),
                ("document_number", "apostrophe", "056187030031"),
                ("phone", "apostrophe", "0905123456"),
                ("room", "apostrophe", "302"),
            ]
        );
        stored(&haidang, &import, &ACCEPT()).await;
        let names = each(&stays(&haidang).await, "/guest/full_name").join("; ");
        assert_eq!(names, "Cao Thị Bé; H’ Hen Niê; Y Bhăm Niê");
    }

    #[test]
    async fn telephones_are_kept_as_typed_and_two_in_one_cell_come_back(t: &TestApp) {
        let haidang = hotel(t, &["303"]).await;
        let import = preview(&haidang, list!("09c_telephones.csv")).await;
        let rows = items(&import);
        assert_eq!(mends(&rows[1]), [("phone", "leading_zero", "0844123456")]);
        assert_eq!(codes(&rows[8]), [("/phone", "phone_malformed")]);
        assert_eq!(counts(&import), [9, 1, 0, 1, 0], "{import}");
        for row in rows {
            assert_eq!(cell(row, "phone"), cell(row, "note"), "nothing else is made of it");
        }
    }

    #[test]
    async fn a_workbook_reads_the_same_whatever_program_wrote_it(t: &TestApp) {
        let haidang = hotel(t, &["304", "305", "306", "307"]).await;
        for (name, file) in [
            ("control", list!("10a_control.xlsx")),
            ("elements with a prefix", list!("10b1_elements_with_prefix_x.xlsx")),
            (
                "relationships with a prefix",
                list!("10b2_relationships_with_a_prefix.xlsx"),
            ),
            (
                "sheet id with another prefix",
                list!("10b3_sheet_id_with_another_prefix.xlsx"),
            ),
            ("strict", list!("10c_strict_open_xml.xlsx")),
        ] {
            let import = preview(&haidang, file).await;
            assert_eq!(counts(&import), [2, 0, 0, 0, 0], "{name}: {import}");
            let rows = items(&import);
            let names = [cell(&rows[0], "full_name"), cell(&rows[1], "full_name")];
            assert_eq!(names, ["Đoàn Thị Mai", "MÜLLER JÖRG"], "{name}");
            // One of them keeps dates as ISO text; both orders are read as one day.
            assert!(
                ["29/11/2026", "2026-11-29"].contains(&cell(&rows[0], "arrival_on")),
                "{name}"
            );
        }
        for file in [list!("10d_furigana.xlsx"), list!("10e_furigana_inline.xlsx")] {
            let import = preview(&haidang, file).await;
            let rows = items(&import);
            let names = [cell(&rows[0], "full_name"), cell(&rows[1], "full_name")];
            assert_eq!(names, ["山田 花子", "佐藤 健一"], "the reading is no part of the name");
        }
    }

    #[test]
    async fn a_kind_left_out_is_told_by_the_hours_and_24_00_is_the_next_day(t: &TestApp) {
        let haidang = hotel(t, &["401", "402", "403", "404"]).await;
        let import = preview(&haidang, list!("11_after_midnight.csv")).await;
        let rows = items(&import);
        let kinds: Vec<_> = rows.iter().map(|row| row["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["overnight", "overnight", "day_use", "overnight"]);
        assert_eq!(
            mends(&rows[3]),
            [("arrival_time", "hour", "00:00"), ("arrival_on", "hour", "30/11/2026")]
        );
        let untold = String::from_utf8(list!("11_after_midnight.csv").to_vec())
            .unwrap()
            .replacen("Qua đêm", "", 1);
        let import = preview(&haidang, untold.as_bytes()).await;
        let first = &items(&import)[0];
        assert_eq!(
            (&first["kind"], codes(first)),
            (&json!("overnight"), vec![("/kind", "kind_assumed")])
        );
        // What cannot be mended is told at the hour.
        let wrong = untold
            .replace(",24:00,", ",25:00,")
            .replace(",09:00,", ",2:30 PM,")
            .replace("29/11/2026,00:40", "28/11/26,hôm qua");
        let import = preview(&haidang, wrong.as_bytes()).await;
        let rows = items(&import);
        assert_eq!(codes(&rows[3]), [("/arrival_time", "hour_malformed")]);
        assert!(rows[3]["errors"][0]["message"].as_str().unwrap().contains("14:30"));
        assert_eq!(mends(&rows[2])[0], ("arrival_time", "hour", "14:30"));
        assert_eq!(
            codes(&rows[0]),
            [("/arrival_on", "date_year_short"), ("/arrival_time", "hour_malformed")]
        );
    }

    #[test]
    async fn only_the_same_person_at_the_same_time_is_a_duplicate_and_it_comes_back_with_the_reason(t: &TestApp) {
        let haidang = hotel(t, &["101", "102", "103", "104"]).await;
        let text = String::from_utf8(list!("14a_same_number_other_people.csv").to_vec()).unwrap();
        let file = text.replace(",105,", ",104,");
        let import = preview(&haidang, file.as_bytes()).await;
        let rows = items(&import);
        let outcomes: Vec<_> = rows.iter().map(|row| row["outcome"].as_str().unwrap()).collect();
        let expected = [
            "right",
            "warned",
            "right",
            "warned",
            "right",
            "warned",
            "warned",
            "duplicate",
        ];
        assert_eq!(outcomes, expected, "{import}");
        let warning = |row: usize| {
            let warning = &rows[row]["warnings"][0];
            (
                warning["code"].as_str().unwrap(),
                warning["params"]["line"].as_str().unwrap(),
            )
        };
        assert_eq!(warning(1), ("same_number", "2"));
        assert_eq!(warning(3), ("other_stay", "4"));
        assert_eq!(warning(5), ("same_number", "6"));
        assert_eq!(warning(6), ("same_number", "6"));
        assert_eq!(rows[7]["same_as_line"], 6);
        // A decision on a row that is not there is refused and changes nothing.
        let unknown = json!({ "accept_mends": true, "decisions": [{ "line": 9, "accept": true }, { "line": 999, "accept": false }] });
        commit(&haidang, &import, &unknown)
            .await
            .refuses(&[("/decisions/1/line", "import_row_unknown")]);
        let done = stored(&haidang, &import, &ACCEPT()).await;
        assert_eq!(
            done["progress"],
            json!({ "done": 8, "stored": 7, "returned": 0, "skipped": 1 })
        );
        let back = cells_of(&returned(&haidang, &import).await);
        assert_eq!(back.len(), 2);
        assert_eq!(
            (back[1][1].as_str(), back[1].last().unwrap().as_str()),
            (
                "Lê Thị Mỹ Hạnh",
                "Số giấy tờ: Trùng dòng 6: cùng khách, cùng thời gian."
            )
        );
        // The same file again: everybody is there, each told with the code of the stay.
        let again = preview(&haidang, file.as_bytes()).await;
        assert_eq!(counts(&again), [0, 0, 0, 0, 8], "{again}");
        let code = items(&again)[0]["same_as_code"].as_str().unwrap().to_owned();
        assert!(
            items(&again)[0]["errors"][0]["message"]
                .as_str()
                .unwrap()
                .contains(&code)
        );
        let taken = json!({ "accept_mends": true, "decisions": [{ "line": 2, "accept": true }] });
        let done = stored(&haidang, &again, &taken).await;
        assert_eq!(
            done["progress"],
            json!({ "done": 8, "stored": 1, "returned": 0, "skipped": 7 })
        );
        assert_eq!(rows::count(t, "stay").await, 8);
        assert_eq!(cells_of(&returned(&haidang, &again).await).len(), 8);
    }

    #[test]
    async fn letters_that_only_look_like_d_with_a_stroke_become_it(t: &TestApp) {
        let haidang = hotel(t, &["101", "102"]).await;
        let import = preview(&haidang, list!("06b_eth_instead_of_D.csv")).await;
        stored(&haidang, &import, &KEEP()).await;
        let stays = stays(&haidang).await;
        let names = each(&stays, "/guest/full_name").join("; ");
        assert_eq!(names, "Đinh Văn Thúy; Đặng Thị Hòa");
    }

    #[test]
    async fn a_name_gets_the_same_answer_from_a_file_as_from_a_request(t: &TestApp) {
        let haidang = hotel(t, &["101"]).await;
        let text = String::from_utf8(list!("06b_eth_instead_of_D.csv").to_vec()).unwrap();
        for name in [
            "Lê\u{202e}Văn An",
            "Trần\u{200b}Thị Lan",
            "\u{feff}Lê Nam",
            "Lê Nam\u{200b}",
            "Nguyễn\u{3164}An",
            "Nguyễn\u{2028}An",
            "Nguyễn Văn 2",
            "null",
            "O'Brien",
        ] {
            let file = text
                .lines()
                .take(2)
                .collect::<Vec<_>>()
                .join("\n")
                .replace("Ðặng Thị Hòa", name);
            let import = preview(&haidang, file.as_bytes()).await;
            let row = &items(&import)[0];
            let of_file: Vec<_> = codes(row)
                .into_iter()
                .filter(|(at, _)| *at == "/full_name")
                .map(|(_, code)| code.to_owned())
                .collect();
            let mut body = t.stay_in("401", &PHAT);
            body["guest"]["full_name"] = json!(name);
            let answer = haidang.call("notifyStay").json(&body).await.json();
            let list = |name: &str| answer[name].as_array().cloned().unwrap_or_default();
            let of_request: Vec<_> = [list("errors"), list("warnings")]
                .concat()
                .iter()
                .filter(|one| one["pointer"] == "/guest/full_name")
                .map(|one| one["code"].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(of_file, of_request, "{name:?}");
        }
    }

    #[test]
    async fn a_cursor_before_the_first_row_is_refused(t: &TestApp) {
        let haidang = hotel(t, &["302"]).await;
        let import = preview(&haidang, list!("09b_apostrophes.csv")).await;
        let call = haidang
            .call("getImport")
            .facility("haidang")
            .at("import_id", import["id"].as_str().unwrap());
        call.query("cursor", "-1").await.problem("malformed_request");
        get(&haidang, &import, 10).await;
        assert_eq!(upload(&haidang, list!("10a_control.xlsx")).await.status, 201);
    }
);
