//! Guest lists from files: what is read from them, what is mended, and what is refused.

use crate::support::guest_list::{
    ACCEPT, HEADINGS, KEEP, book, cells_of, codes, counts, csv, guest, preview, refused, returned, sent, stored,
    upload, with_part, workbook, xml, zipped,
};
use crate::support::province::facility_id;
use crate::support::*;
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::json;

on_both_engines!(
    #[test]
    async fn the_portals_template_is_read_with_row_4_left_out_wherever_its_columns_stand(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let headings = [
            "STT",
            "HỌ TÊN(*)",
            "NGÀY SINH (*)",
            "GIỚI TÍNH(*)",
            "QUỐC TỊCH(*)",
            "LOẠI GIẤY TỜ(*)",
            "TÊN GIẤY TỜ (nếu loại là 9)",
            "SỐ GIẤY TỜ(*)",
            "SỐ ĐIỆN THOẠI",
            "NƠI CƯ TRÚ HIỆN NAY",
            "TỈNH/ THÀNH PHỐ",
            "PHƯỜNG/ XÃ/ ĐẶC KHU",
            "ĐỊA CHỈ CHI TIẾT",
            "NGÀY ĐẾN(*)",
            "NGÀY ĐI DỰ KIẾN(*)",
            "SỐ PHÒNG/ KHOA",
            "LÝ DO CƯ TRÚ(*)",
            "NHẬP LÝ DO (nếu lý do là 20)",
            "GHI CHÚ",
        ];
        let one = |name: &'static str, number: &'static str| {
            [
                "2",
                name,
                "09/06/1987",
                "F - Nữ",
                "VNM - Viet Nam",
                "1 - Thẻ CCCD",
                "",
                number,
                "0905 731 148",
                "1 - Thường trú",
                "511 - Khánh Hòa",
                "101900565 - Xã Gia Lâm",
                "14 Hoàng Diệu",
                "21/11/2026",
                "24/11/2026",
                "402",
                "2 - Công tác",
                "",
                "",
            ]
        };
        let portal = |sheet_name: &str, order: &[usize], example: &str| {
            let mut book = Workbook::new();
            let sheet = book.add_worksheet();
            sheet.set_name(sheet_name).unwrap();
            sheet
                .merge_range(0, 0, 0, 18, "DANH SÁCH KHÁCH", &Format::new())
                .unwrap();
            let first = one("Trần Thị Ngọc Hà", "056187004512");
            let rows: [(u32, &[&str]); 4] = [
                (1, &headings),
                (2, &["", "Ghi như giấy tờ"]),
                (3, &[example, "Nguyễn Văn A", "01/01/1990"]),
                (4, &first),
            ];
            for (row, cells) in rows {
                for (place, at) in order.iter().enumerate() {
                    if let Some(cell) = cells.get(*at) {
                        sheet.write_string(row, place as u16, *cell).unwrap();
                    }
                }
            }
            book.add_worksheet().set_name("TINH_THANH").unwrap();
            book.save_to_buffer().unwrap()
        };
        let in_order: Vec<usize> = (0..19).collect();
        let import = preview(&haidang, &portal("DS_KHACH_VIET_NAM_LUU_TRU", &in_order, "[EXAMPLE]")).await;
        assert_eq!(counts(&import), [1, 0, 0, 0, 0], "{import}");
        assert_eq!(
            (
                &import["layout"],
                &import["sheet"],
                &import["notes"],
                &import["items"][0]["line"]
            ),
            (
                &json!("portal"),
                &json!("DS_KHACH_VIET_NAM_LUU_TRU"),
                &json!([]),
                &json!(5)
            )
        );
        let moved: Vec<usize> = (0..19).rev().collect();
        let import = preview(&haidang, &portal("Sheet1", &moved, "1")).await;
        assert_eq!(counts(&import), [1, 0, 0, 0, 0]);
        assert_eq!(
            import["notes"],
            json!(["columns_moved", "example_row_held_guest", "sheet_renamed"])
        );
        stored(&haidang, &import, &ACCEPT()).await;
        let page = haidang.call("listStays").await.is(200);
        let stay = haidang.get(&page["items"][0]).await;
        assert_eq!(stay["guest"]["address"], "14 Hoàng Diệu, Xã Gia Lâm, Khánh Hòa");
        assert_eq!(
            (&stay["reason"]["code"], &stay["room"]["name"], &stay["guest"]["sex"]),
            (&json!("business"), &json!("402"), &json!("female"))
        );
        assert_eq!(stay["arrival_at"], instant("2026-11-21 14:00:00"));
        assert_eq!(stay["planned_departure_at"], instant("2026-11-24 12:00:00"));
        assert_eq!(stay["notified_by"], "Người giữ haidang");
    }

    #[test]
    async fn foreigners_come_in_by_the_portals_xml_and_entities_are_refused_and_never_expanded(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let good = xml(&[
            ["SVOBODA &amp; JAN", "CZ0000001", "401"],
            ["DVORSKA EVA", "CZ0000002", "9999"],
        ]);
        let import = preview(&haidang, good.as_bytes()).await;
        assert_eq!(
            (&import["format"], &import["layout"]),
            (&json!("xml"), &json!("portal"))
        );
        assert_eq!(counts(&import), [0, 0, 0, 2, 0]);
        assert_eq!(codes(&import["items"][0]), [("/full_name", "name_symbol")]);
        assert_eq!(codes(&import["items"][1]), [("/room", "room_unknown")]);
        let good = xml(&[["SVOBODOVA JANA", "CZ0000001", "401"]]);
        let mut body = sent(good.as_bytes());
        body["default_reason"] = json!("conference");
        let import = haidang
            .call("previewImport")
            .facility("haidang")
            .json(&body)
            .await
            .is(201);
        stored(&haidang, &import, &ACCEPT()).await;
        let page = haidang.call("listStays").await.is(200);
        let stay = haidang.get(&page["items"][0]).await;
        assert_eq!(
            (
                &stay["guest"]["nationality"],
                &stay["guest"]["document_type"],
                &stay["reason"]["code"]
            ),
            (&json!("CZ"), &json!("passport"), &json!("conference"))
        );
        body["default_reason"] = json!("kidnapping");
        let answer = haidang.call("previewImport").facility("haidang").json(&body).await;
        answer.refuses(&[("/default_reason", "reason_unknown")]);
        let bomb = good.replace("<KHAI", "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">]><KHAI");
        refused(&haidang, bomb.as_bytes(), "import_has_entities").await;
        let outside = good.replace("SVOBODOVA JANA", "&outside;");
        refused(&haidang, outside.as_bytes(), "import_has_entities").await;
        refused(
            &haidang,
            good.replace("</KHAI_BAO_TAM_TRU>", "").as_bytes(),
            "import_xml_tag",
        )
        .await;
        refused(&haidang, b"<html><body/></html>", "import_is_html").await;
        refused(&haidang, b"<KHAI_BAO_TAM_TRU></KHAI_BAO_TAM_TRU>", "import_empty").await;
    }

    #[test]
    async fn text_is_read_in_the_encodings_that_vietnamese_lists_come_in(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let rows: Vec<_> = (0..12).map(guest).collect();
        let text = csv(&rows);
        let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let marked = [&[0xFF, 0xFE][..], &wide(u16::to_le_bytes)].concat();
        // Windows-1258 writes tones as marks of their own.
        let apart = [
            "ễ", "ọ", "ị", "ớ", "ệ", "ấ", "ờ", "ẻ", "ẽ", "ố", "ế", "ạ", "ự", "ề", "ả", "ầ", "ậ", "ì", "ò", "ũ", "ý",
        ];
        let mut decomposed = text.clone();
        for letter in apart {
            let marks = rules_marks(letter);
            decomposed = decomposed.replace(letter, &marks);
        }
        let (old, _, lost) = encoding_rs::WINDOWS_1258.encode(&decomposed);
        assert!(!lost, "{decomposed}");
        for (bytes, notes) in [
            (text.clone().into_bytes(), json!([])),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), json!([])),
            (text.replace(',', ";").into_bytes(), json!([])),
            (marked, json!([])),
            (wide(u16::to_be_bytes), json!([])),
            (old.into_owned(), json!(["old_encoding"])),
        ] {
            let import = preview(&haidang, &bytes).await;
            assert_eq!(counts(&import), [12, 0, 0, 0, 0], "{import}");
            assert_eq!((&import["format"], &import["notes"]), (&json!("csv"), &notes));
            assert_eq!(import["items"][1]["cells"][0]["text"], "Nguyễn Văn Bình");
            assert_eq!(import["items"][1]["line"], 3);
        }
        // Only so many unconfirmed lists are kept.
        let kept = rows::number(t, "SELECT COUNT(*) FROM stay_import WHERE state = 'previewed'").await;
        assert_eq!(kept, 5);
        refused(&haidang, b"%PDF-1.7 no list", "import_type_refused").await;
        refused(
            &haidang,
            &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0],
            "import_type_refused",
        )
        .await;
        refused(&haidang, b"Ten,Tuoi\nAn,3\n", "import_no_table").await;
        refused(&haidang, text.lines().next().unwrap().as_bytes(), "import_empty").await;
        let answer = upload(&haidang, text.replace("Ngày sinh,", "Tuổi,").as_bytes()).await;
        answer.refuses(&[("/file/content_base64", "import_columns_missing")]);
        assert!(answer.text().contains("Thiếu cột: Ngày sinh."), "{}", answer.text());
        refused(
            &haidang,
            text.replace("Quốc tịch", "Giới tính").as_bytes(),
            "import_column_twice",
        )
        .await;
    }

    #[test]
    async fn what_excel_damages_is_offered_mended_and_taken_or_left_as_it_is(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let bytes = workbook(|sheet| {
            let rows = [guest(1), guest(2), guest(3), guest(4)];
            for (row, cells) in rows.iter().enumerate() {
                for (at, cell) in cells.iter().enumerate() {
                    sheet.write_string(row as u32 + 1, at as u16, cell).unwrap();
                }
            }
            // A number that lost its zero, the number of a day, American order, a telephone.
            sheet.write_number(1, 5, 56_051_000_001_f64).unwrap();
            sheet.write_number(2, 1, 19_221_f64).unwrap();
            sheet.write_string(3, 7, "11/23/2026").unwrap();
            sheet.write_number(4, 10, 905_731_148_f64).unwrap();
        });
        let import = preview(&haidang, &bytes).await;
        assert_eq!(counts(&import), [0, 4, 0, 0, 0], "{import}");
        let offered: Vec<_> = import["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                let mend = &row["mends"][0];
                let text = |name: &str| mend[name].as_str().unwrap().to_owned();
                (text("column"), text("kind"), text("before"), text("after"))
            })
            .collect();
        let expected = [
            ("document_number", "leading_zero", "56051000001", "056051000001"),
            ("birth_date", "serial_date", "19221", "15/08/1952"),
            ("departure_on", "us_order", "11/23/2026", "23/11/2026"),
            ("phone", "leading_zero", "905731148", "0905731148"),
        ]
        .map(|(a, b, c, d)| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned()));
        assert_eq!(offered, expected);
        // Left as they came, three of them cannot be notified; the telephone is one either way.
        let mut decided = KEEP();
        decided["decisions"] = json!([{ "line": 3, "accept": true }]);
        let done = stored(&haidang, &import, &decided).await;
        assert_eq!(
            done["progress"],
            json!({ "done": 4, "stored": 2, "returned": 2, "skipped": 0 })
        );
        let back = cells_of(&returned(&haidang, &import).await);
        assert_eq!(back[1][5], "56051000001", "as it came");
        assert!(back[1][11].contains("đang có 11"), "{:?}", back[1]);
        assert!(back[2][11].contains("không có trong lịch"), "{:?}", back[2]);
        let page = haidang.call("listStays").await.is(200);
        let birth: Vec<_> = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|stay| stay["birth_year"].clone())
            .collect();
        assert_eq!(birth.len(), 2);
        assert!(birth.contains(&json!(1952)));
        // Again with the mends taken: the rest goes in.
        let import = preview(&haidang, &bytes).await;
        assert_eq!(counts(&import), [0, 2, 0, 0, 2]);
        stored(&haidang, &import, &ACCEPT()).await;
        assert_eq!(rows::count(t, "stay").await, 4);
    }

    #[test]
    async fn a_workbook_that_is_dangerous_or_broken_is_refused_and_stores_nothing(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let before = rows::everything(t).await;
        let good = book(&[guest(1)]);
        let bomb = with_part(&good, "xl/media/image1.bin", vec![0; 80 * 1024 * 1024]);
        assert!(bomb.len() < 200_000);
        refused(&haidang, &bomb, "import_unpacks_too_large").await;
        refused(
            &haidang,
            &with_part(&good, "xl/vbaProject.bin", vec![1]),
            "import_has_macros",
        )
        .await;
        refused(
            &haidang,
            &zipped(&[("word/document.xml", vec![b'x'])]),
            "import_type_refused",
        )
        .await;
        refused(&haidang, &zipped(&[("xl/workbook.xml", vec![b'x'])]), "file_unreadable").await;
        refused(&haidang, &good[..good.len() / 2], "file_unreadable").await;
        let mut unknown = Workbook::new();
        unknown.add_worksheet().write_string(0, 0, "Bảng lương").unwrap();
        refused(&haidang, &unknown.save_to_buffer().unwrap(), "import_no_sheet").await;
        let many: Vec<_> = (0..5_001).map(guest).collect();
        refused(&haidang, &book(&many), "import_too_many_rows").await;
        refused(&haidang, &book(&[]), "import_empty").await;
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn formulas_and_merged_cells_are_mistakes_of_their_row_and_a_million_empty_rows_are_none(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let bytes = workbook(|sheet| {
            for number in 1..=3 {
                for (at, cell) in guest(number).iter().enumerate() {
                    sheet.write_string(number as u32, at as u16, cell).unwrap();
                }
            }
            sheet
                .write_formula(1, 5, Formula::new("=\"0560\"&\"51000001\"").set_result("056051000001"))
                .unwrap();
            sheet.merge_range(2, 6, 3, 6, "21/11/2026", &Format::new()).unwrap();
            for row in [900_000, 1_048_575] {
                sheet.write_blank(row, 0, &Format::new().set_bold()).unwrap();
            }
        });
        let import = preview(&haidang, &bytes).await;
        assert_eq!(counts(&import), [0, 0, 0, 3, 0]);
        let rows = import["items"].as_array().unwrap();
        assert_eq!(codes(&rows[0]), [("/document_number", "cell_formula")]);
        assert_eq!(codes(&rows[1]), [("/arrival_on", "cell_merged")]);
        assert_eq!(codes(&rows[2]), [("/arrival_on", "cell_merged")]);
        // As Excel writes them when somebody has formatted a whole column.
        let sheet: String = (2..=1_000_000).map(|row| format!("<row r=\"{row}\"/>")).collect();
        let head = "<c r=\"A1\" t=\"inlineStr\"><is><t>";
        let cells: String = HEADINGS
            .iter()
            .zip('A'..)
            .map(|(heading, column)| format!("{}{heading}</t></is></c>", head.replace("A1", &format!("{column}1"))))
            .collect();
        let xml = format!(
            "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
             <sheetData><row r=\"1\">{cells}</row>{sheet}</sheetData></worksheet>"
        );
        let empty = with_part(&book(&[]), "xl/worksheets/sheet1.xml", xml.into_bytes());
        refused(&haidang, &empty, "import_empty").await;
    }

    #[test]
    async fn the_template_is_ours_to_read_in_both_forms(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let book = haidang.call("getImportTemplate").await;
        assert_eq!(book.status, 200);
        let cells = cells_of(&book.body);
        assert_eq!(cells[0][1], "Họ và tên");
        refused(&haidang, &book.body, "import_empty").await;
        let text = haidang
            .call("getImportTemplate")
            .query("format", "csv")
            .lang("en")
            .await;
        assert!(
            text.text().starts_with("\u{feff}No.,Full name,Date of birth"),
            "{}",
            text.text()
        );
        refused(&haidang, &text.body, "import_empty").await;
        let call = haidang.call("getImportTemplate").query("format", "ods");
        call.await.problem("malformed_request");
        let newcomer = t.signed_in("moimo").await;
        let call = newcomer.call("previewImport").at("facility_id", facility_id("moimo"));
        assert_eq!(call.json(&sent(b"x")).await.status, 403);
    }
);

/// A letter as Windows-1258 writes it: the letter with its shape, and the tone behind it.
fn rules_marks(letter: &str) -> String {
    let (base, tone) = match letter {
        "ễ" => ("ê", '\u{303}'),
        "ọ" => ("o", '\u{323}'),
        "ị" => ("i", '\u{323}'),
        "ớ" => ("ơ", '\u{301}'),
        "ệ" => ("ê", '\u{323}'),
        "ấ" => ("â", '\u{301}'),
        "ờ" => ("ơ", '\u{300}'),
        "ẻ" => ("e", '\u{309}'),
        "ẽ" => ("e", '\u{303}'),
        "ố" => ("ô", '\u{301}'),
        "ế" => ("ê", '\u{301}'),
        "ạ" => ("a", '\u{323}'),
        "ự" => ("ư", '\u{323}'),
        "ề" => ("ê", '\u{300}'),
        "ả" => ("a", '\u{309}'),
        "ầ" => ("â", '\u{300}'),
        "ì" => ("i", '\u{300}'),
        "ò" => ("o", '\u{300}'),
        "ũ" => ("u", '\u{303}'),
        "ý" => ("y", '\u{301}'),
        "ậ" => ("â", '\u{323}'),
        other => panic!("{other}"),
    };
    format!("{base}{tone}")
}
