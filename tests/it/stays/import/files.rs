//! Files that are damaged, say two things, or cost more than a list of guests: refused in words that say where.

use crate::support::guest_list::{
    ACCEPT, HEADINGS, book, cells_of, codes, counts, csv, guest, guest_with, preview, refused, returned, stored,
    upload, with_part, workbook, xml,
};
use crate::support::*;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A list with a note as its last column, in which `quoted` writes the cells of the note.
fn with_notes(rows: usize, note: impl Fn(usize) -> String) -> String {
    let mut text = HEADINGS.join(",") + ",Ghi chú\n";
    for number in 0..rows {
        text += &format!("{},{}\n", guest(number).join(","), note(number));
    }
    text
}

/// The parameters and words of the one mistake for which a file is refused.
async fn why(client: &Client<'_>, bytes: &[u8], code: &str) -> Value {
    let answer = upload(client, bytes).await;
    answer.refuses(&[("/file/content_base64", code)]);
    answer.json()["errors"][0].clone()
}

on_both_engines!(
    #[test]
    async fn a_quote_that_is_never_closed_is_refused_with_the_line_where_it_was_opened(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        for (rows, at) in [(7, 5), (60, 2)] {
            let open = with_notes(rows, |number| {
                if number == at {
                    "\"Khách đoàn".to_owned()
                } else {
                    String::new()
                }
            });
            let error = why(&haidang, open.as_bytes(), "import_quote_unclosed").await;
            assert_eq!(error["params"]["line"], (at + 2).to_string());
            assert!(
                error["message"].as_str().unwrap().contains(&format!("dòng {}", at + 2)),
                "{error}"
            );
        }
        // A later quote seems to close it.
        let closed = with_notes(7, |number| match number {
            2 => "\"Khách đoàn".to_owned(),
            5 => "ghi chú\"".to_owned(),
            _ => String::new(),
        });
        let error = why(&haidang, closed.as_bytes(), "import_quote_unclosed").await;
        assert_eq!(error["params"]["line"], "4");
        // A cell may have lines of its own; then the file has more lines than guests.
        let good = with_notes(3, |number| {
            if number == 1 {
                "\"Khách đoàn,\ncần phòng yên tĩnh\"".to_owned()
            } else {
                String::new()
            }
        });
        let import = preview(&haidang, good.as_bytes()).await;
        assert_eq!((counts(&import), &import["lines"]), (vec![3, 0, 0, 0, 0], &json!(4)));
        assert_eq!(import["items"][2]["line"], 4, "as a spreadsheet numbers it");
    }

    #[test]
    async fn cells_that_are_too_many_send_their_row_back_whole(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let notes = ["Khách đoàn, cần phòng yên tĩnh", "Đi cùng đoàn"];
        let list = with_notes(2, |number| notes[number].to_owned());
        let import = preview(&haidang, list.as_bytes()).await;
        assert_eq!(counts(&import), [1, 0, 0, 1, 0], "{import}");
        assert_eq!(codes(&import["items"][0]), [("", "cells_surplus")]);
        stored(&haidang, &import, &ACCEPT()).await;
        let back = cells_of(&returned(&haidang, &import).await);
        assert_eq!(back[1][11..13], ["Khách đoàn", "cần phòng yên tĩnh"]);
        assert!(back[1][13].contains("13 ô"), "{:?}", back[1]);
    }

    #[test]
    async fn xml_that_says_two_things_is_taken_by_neither(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let good = xml(&[["SVOBODOVA JANA", "CZ0000001", "401"]]);
        let twice = good.replace("</ho_ten>", "</ho_ten><ho_ten>DVORSKA EVA</ho_ten>");
        let import = preview(&haidang, twice.as_bytes()).await;
        assert_eq!(codes(&import["items"][0]), [("/full_name", "cell_twice")]);
        let twice = good.replace("<so_phong>", "<so_ho_chieu>Z9999999</so_ho_chieu><so_phong>");
        let import = preview(&haidang, twice.as_bytes()).await;
        assert_eq!(codes(&import["items"][0]), [("/document_number", "cell_twice")]);
        let root = good.split_once('\n').unwrap().1;
        let behind = format!("{good}\nvà nhiều khách khác");
        for bytes in [format!("{good}\n{root}"), behind, good.replace("<THONG", "\nchữ<THONG")] {
            let error = why(&haidang, bytes.as_bytes(), "import_xml_stray").await;
            assert!(
                ["2", "3"].contains(&error["params"]["line"].as_str().unwrap()),
                "{error}"
            );
        }
    }

    #[test]
    async fn a_declared_encoding_is_followed(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let text = xml(&[["JOÃO ÑANDÚ", "CZ0000001", "401"]]);
        for name in ["windows-1252", "iso-8859-1"] {
            let text = text.replace("UTF-8", name);
            let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
            assert!(!lost);
            let import = preview(&haidang, &bytes).await;
            assert_eq!(import["items"][0]["cells"][1]["text"], "JOÃO ÑANDÚ");
        }
        let unknown = text.replace("UTF-8", "VISCII");
        let error = why(&haidang, unknown.as_bytes(), "import_xml_encoding").await;
        assert!(error["message"].as_str().unwrap().contains("VISCII"), "{error}");
        // A list of English software says nothing; its names are not made Vietnamese.
        let list = csv(&[guest_with(1, 0, "João Peña Müller")]);
        let list = list
            .replace("Việt Nam", "Brazil")
            .replace("Thẻ căn cước công dân", "Passport");
        let ascii = |text: &str| rules::name::fold(text);
        let lines: Vec<String> = list
            .lines()
            .map(|line| {
                if line.contains("João") {
                    line.replace("Du lịch", "tourism")
                } else {
                    ascii(line)
                }
            })
            .collect();
        let list = lines.join("\n");
        let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(&list);
        assert!(!lost);
        let import = preview(&haidang, &bytes).await;
        assert_eq!(import["items"][0]["cells"][0]["text"], "João Peña Müller");
        assert_eq!(import["notes"], json!(["western_encoding"]));
    }

    #[test]
    async fn what_is_wrong_with_a_file_is_said_with_its_place(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let good = xml(&[["SVOBODOVA JANA", "CZ0000001", "401"]]).replace("<ho_ten>", "\n<ho_ten>");
        for (bytes, code, params) in [
            (
                good.replace("JANA", "& JANA"),
                "import_xml_ampersand",
                json!({ "line": "3" }),
            ),
            (
                good.replace("JANA", "&#0;"),
                "import_xml_character",
                json!({ "line": "3" }),
            ),
            (
                good.replace("JANA", "&#xD800;"),
                "import_xml_character",
                json!({ "line": "3" }),
            ),
            (
                good.replace("</ho_ten>", "</ho_tem>"),
                "import_xml_tag",
                json!({ "line": "3", "expected": "ho_ten", "found": "ho_tem" }),
            ),
            (
                good.replace("KHAI_BAO_TAM_TRU", "KHACH"),
                "import_xml_element",
                json!({ "line": "2", "expected": "KHAI_BAO_TAM_TRU", "found": "KHACH" }),
            ),
            (
                good.replace("JANA", "<b>JANA</b>"),
                "import_xml_nested",
                json!({ "line": "3", "name": "ho_ten" }),
            ),
            (
                "<!DOCTYPE html><html><table></table></html>".to_owned(),
                "import_is_html",
                Value::Null,
            ),
            (
                csv(&[guest(1), guest_with(2, 10, "09\u{0}5")]),
                "import_not_text",
                json!({ "line": "3" }),
            ),
        ] {
            let error = why(&haidang, bytes.as_bytes(), code).await;
            assert_eq!(error["params"], params, "{code}");
            if let Some(line) = params["line"].as_str() {
                assert!(error["message"].as_str().unwrap().contains(line), "{error}");
            }
        }
        let mut other = Workbook::new();
        other
            .add_worksheet()
            .set_name("Bảng lương")
            .unwrap()
            .write_string(0, 0, "x")
            .unwrap();
        let error = why(&haidang, &other.save_to_buffer().unwrap(), "import_no_sheet").await;
        assert!(error["message"].as_str().unwrap().contains("Bảng lương"), "{error}");
        let mut hidden = Workbook::new();
        hidden
            .add_worksheet()
            .set_name("Bìa")
            .unwrap()
            .write_string(0, 0, "x")
            .unwrap();
        hidden
            .add_worksheet()
            .set_name("Khách")
            .unwrap()
            .set_hidden(true)
            .write_string(0, 0, "x")
            .unwrap();
        let error = why(&haidang, &hidden.save_to_buffer().unwrap(), "import_sheet_hidden").await;
        assert_eq!(error["params"], json!({ "sheets": "Bìa", "hidden": "Khách" }));
    }

    #[test]
    async fn small_files_that_cost_much_are_refused_at_once(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let fields: String = (0..650_000).map(|at| format!("<f{at}/>")).collect();
        let many = format!("<KHAI_BAO_TAM_TRU><THONG_TIN_KHACH>{fields}</THONG_TIN_KHACH></KHAI_BAO_TAM_TRU>");
        assert!(many.len() < 10 * 1024 * 1024);
        let texts = |head: &str, texts: &str| {
            let part = format!(
                "<?xml version=\"1.0\"?><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" {head}>{texts}</sst>"
            );
            with_part(&book(&[guest(1)]), "xl/sharedStrings.xml", part.into_bytes())
        };
        let empty = texts("", &"<si/>".repeat(13_000_000));
        assert!(empty.len() < 400_000, "{}", empty.len());
        for (bytes, code) in [
            (many.into_bytes(), "import_too_many_columns"),
            (empty, "import_too_many_parts"),
        ] {
            let since = Instant::now();
            refused(&haidang, &bytes, code).await;
            assert!(
                since.elapsed() < Duration::from_secs(5),
                "{code}: {:?}",
                since.elapsed()
            );
        }
        // What a part says of its size is not believed: nothing is set aside for it.
        let import = upload(&haidang, &texts("uniqueCount=\"900000000000\" count=\"1\"", "")).await;
        import.refuses(&[("/file/content_base64", "import_no_sheet")]);
    }

    #[test]
    async fn a_text_that_is_not_there_and_a_truth_value_are_no_names(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let bytes = workbook(|sheet| {
            for number in 1..=2 {
                for (at, cell) in guest(number).iter().enumerate() {
                    sheet.write_string(number as u32, at as u16, cell).unwrap();
                }
            }
            sheet.write_boolean(1, 0, true).unwrap();
        });
        let import = preview(&haidang, &bytes).await;
        assert_eq!(codes(&import["items"][0]), [("/full_name", "cell_boolean")]);
        let sheet = part_of(&bytes, "xl/worksheets/sheet1.xml");
        let at = sheet.find("<c r=\"A3\"").unwrap();
        let (start, rest) = sheet.split_at(at);
        let (_, end) = rest.split_once("</v>").unwrap();
        let damaged = format!("{start}<c r=\"A3\" t=\"s\"><v>-1</v>{end}");
        let import = preview(
            &haidang,
            &with_part(&bytes, "xl/worksheets/sheet1.xml", damaged.into_bytes()),
        )
        .await;
        assert_eq!(codes(&import["items"][1]), [("/full_name", "cell_broken")]);
    }

    #[test]
    async fn what_comes_back_is_text_in_every_spreadsheet_also_where_somebody_edits_it(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let formula = guest_with(1, 10, "+84 gọi lễ tân");
        let import = preview(&haidang, &book(&[formula])).await;
        assert_eq!(counts(&import)[3], 1, "{import}");
        let file = returned(&haidang, &import).await;
        assert!(part_of(&file, "xl/styles.xml").contains("quotePrefix=\"1\""));
    }
);

pub fn part_of(book: &[u8], name: &str) -> String {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}
