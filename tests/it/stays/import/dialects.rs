//! Guest lists as other programs and other habits write them.

use crate::stays::import::files::part_of;
use crate::stays::import::lists::{each, stays};
use crate::support::guest_list::{
    ACCEPT, HEADINGS, codes, counts, csv, guest, guest_with, preview, stored, with_part, xml,
};
use crate::support::*;
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};

/// Somebody with a passport.
fn foreigner(number: usize, nationality: &str) -> Vec<String> {
    let mut row = guest_with(number, 3, nationality);
    row[4] = "Hộ chiếu".to_owned();
    row[5] = format!("C30417{number:03}");
    row
}

fn texts(import: &Value, column: &str) -> Vec<String> {
    let items = import["items"].as_array().unwrap().iter();
    items
        .map(|row| {
            let cells = row["cells"].as_array().unwrap();
            let cell = cells.iter().find(|cell| cell["column"] == column);
            cell.and_then(|cell| cell["text"].as_str())
                .unwrap_or_default()
                .to_owned()
        })
        .collect()
}

on_both_engines!(
    #[test]
    async fn a_country_is_not_taken_for_the_one_whose_code_its_name_is_without_accents(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        // Hoa Kỳ and MY, Bỉ and BI, Áo and AO, Nga and NGA.
        let words = ["Mỹ", "Bỉ", "Áo", "Nga", "Úc", "MỸ"];
        let rows: Vec<_> = (0..).zip(words).map(|(number, word)| foreigner(number, word)).collect();
        let import = preview(&haidang, csv(&rows).as_bytes()).await;
        assert!(
            import["items"]
                .as_array()
                .unwrap()
                .iter()
                .all(|row| !codes(row).contains(&("/nationality", "nationality_unclear"))),
            "{import}"
        );
        stored(&haidang, &import, &ACCEPT()).await;
        // In the order of their names: An, Bình, Chi, Dũng, Hà, Khánh.
        assert_eq!(
            each(&stays(&haidang).await, "/guest/nationality"),
            ["US", "BE", "AT", "RU", "AU", "US"]
        );
        // In capitals nobody can tell; in a column of codes everybody can.
        let import = preview(&haidang, csv(&[foreigner(7, "NGA"), foreigner(6, "MY")]).as_bytes()).await;
        for row in import["items"].as_array().unwrap() {
            assert!(codes(row).contains(&("/nationality", "nationality_unclear")), "{row}");
        }
        let list = xml(&[["OKAFOR CHIDI", "A50417001", "401"]]).replace("CZE", "NGA");
        let import = preview(&haidang, list.as_bytes()).await;
        assert!(
            !codes(&import["items"][0]).contains(&("/nationality", "nationality_unclear")),
            "{import}"
        );
    }

    #[test]
    async fn separators_of_every_kind_are_told_or_recognised(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let list = csv(&[guest(1), guest(2)]);
        for (separator, told) in [("|", ""), (";", "sep=;\r\n"), ("^", "sep=^\n"), ("\t", "")] {
            let written = format!("{told}{}", list.replace(',', separator));
            let import = preview(&haidang, written.as_bytes()).await;
            assert_eq!(counts(&import)[..4], [2, 0, 0, 0], "{separator:?}: {import}");
            let first = if told.is_empty() { 2 } else { 3 };
            assert_eq!(import["items"][0]["line"], first, "as a spreadsheet numbers it");
        }
    }

    #[test]
    async fn days_as_databases_write_them_are_days_without_an_hour(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (number, (birth, from, to)) in [
            ("1951-08-15", "2026.11.21", "2026-11-23"),
            ("1952-08-15T00:00:00", "2026-11-21 00:00:00.000", "2026-11-23 00:00:00"),
            ("1953/08/15", "2026-11-21T15:30:00", "2026-11-23T11:00:00.000"),
        ]
        .into_iter()
        .enumerate()
        {
            let mut row = guest(number + 1);
            (row[1], row[6], row[7]) = (birth.to_owned(), from.to_owned(), to.to_owned());
            rows.push(row);
        }
        let import = preview(&haidang, csv(&rows).as_bytes()).await;
        assert_eq!(counts(&import)[..4], [3, 0, 0, 0], "{import}");
        stored(&haidang, &import, &ACCEPT()).await;
        let stays = stays(&haidang).await;
        let arrivals = each(&stays, "/arrival_at");
        let times: Vec<_> = arrivals
            .into_iter()
            .zip(each(&stays, "/planned_departure_at"))
            .collect();
        // The usual hours where none is told: 14:00 and 12:00.
        let usual = ("2026-11-21T07:00:00Z", "2026-11-23T05:00:00Z");
        assert_eq!(times, [usual, usual, ("2026-11-21T08:30:00Z", "2026-11-23T04:00:00Z")]);
    }

    #[test]
    async fn headings_that_come_again_or_stand_in_two_rows_are_headings(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let english = [
            "Full name",
            "Date of birth",
            "Sex",
            "Nationality",
            "Kind of document",
            "Document number",
            "Day of arrival",
            "Planned day of departure",
            "Room",
            "Reason of stay",
            "Telephone",
        ];
        let again = HEADINGS.map(str::to_owned).to_vec();
        let rows = [english.map(str::to_owned).to_vec(), guest(1), again, guest(2)];
        let import = preview(&haidang, csv(&rows).as_bytes()).await;
        assert_eq!(
            (counts(&import)[..4].to_vec(), &import["lines"]),
            (vec![2, 0, 0, 0], &json!(2)),
            "{import}"
        );
        // A word over several columns, and the columns below it.
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let middle = Format::new();
        sheet.write_string(0, 0, "DANH SÁCH KHÁCH").unwrap();
        for (at, heading) in HEADINGS.iter().enumerate() {
            let at = u16::try_from(at).unwrap();
            match at {
                4 | 5 => {
                    let below = if at == 4 { "Loại" } else { "Số" };
                    sheet.write_string(2, at, below).unwrap();
                }
                _ => {
                    sheet.merge_range(1, at, 2, at, heading, &middle).unwrap();
                }
            }
            for (row, guest) in [guest(3), guest(4)].iter().enumerate() {
                sheet
                    .write_string(u32::try_from(row).unwrap() + 3, at, &guest[usize::from(at)])
                    .unwrap();
            }
        }
        sheet.merge_range(1, 4, 1, 5, "Giấy tờ", &middle).unwrap();
        let import = preview(&haidang, &book.save_to_buffer().unwrap()).await;
        assert_eq!(counts(&import)[..4], [2, 0, 0, 0], "{import}");
        // A column that stands nowhere is still missed.
        let mut short = Workbook::new();
        let sheet = short.add_worksheet();
        for (at, heading) in HEADINGS.iter().enumerate().filter(|(at, _)| *at != 5) {
            let at = u16::try_from(at).unwrap();
            sheet.write_string(0, at, *heading).unwrap();
            sheet.write_string(1, at, &guest(1)[usize::from(at)]).unwrap();
        }
        crate::support::guest_list::refused(&haidang, &short.save_to_buffer().unwrap(), "import_columns_missing").await;
    }

    #[test]
    async fn one_column_in_american_order_tells_of_those_that_can_be_read_both_ways(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let mut row = guest_with(1, 1, "08/15/1951");
        (row[6], row[7]) = ("11/12/2026".to_owned(), "11/12/2026".to_owned());
        let import = preview(&haidang, csv(&[row]).as_bytes()).await;
        let mends = import["items"][0]["mends"].as_array().unwrap();
        let after: Vec<_> = mends.iter().map(|mend| mend["after"].as_str().unwrap()).collect();
        assert_eq!(after, ["15/08/1951", "12/11/2026", "12/11/2026"], "{import}");
    }

    #[test]
    async fn whole_numbers_with_a_fraction_of_nothing_are_whole_numbers(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let mut row = guest(1);
        (row[5], row[8], row[10]) = (
            format!("{}.0", &row[5][1..]),
            "401.0".to_owned(),
            "905000148.0".to_owned(),
        );
        let import = preview(&haidang, csv(&[row]).as_bytes()).await;
        let mends = import["items"][0]["mends"].as_array().unwrap();
        let after: Vec<_> = mends.iter().map(|mend| mend["after"].as_str().unwrap()).collect();
        assert_eq!(after, [guest(1)[5].as_str(), "0905000148"], "{import}");
        assert_eq!(counts(&import)[..4], [0, 1, 0, 0], "{import}");
    }

    #[test]
    async fn a_second_sheet_with_guests_is_told(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let book = |second: &[Vec<String>]| {
            let mut book = Workbook::new();
            for (name, rows) in [("Tầng 4", &[guest(1)][..]), ("Tầng 5", second)] {
                let sheet = book.add_worksheet().set_name(name).unwrap();
                for (at, heading) in HEADINGS.iter().enumerate() {
                    sheet.write_string(0, u16::try_from(at).unwrap(), *heading).unwrap();
                }
                for (row, cells) in rows.iter().enumerate() {
                    for (at, cell) in cells.iter().enumerate() {
                        let (row, at) = (u32::try_from(row).unwrap() + 1, u16::try_from(at).unwrap());
                        sheet.write_string(row, at, cell).unwrap();
                    }
                }
            }
            book.save_to_buffer().unwrap()
        };
        let import = preview(&haidang, &book(&[guest(2)])).await;
        assert_eq!(
            (counts(&import)[0], &import["notes"]),
            (1, &json!(["other_sheets_left_out"]))
        );
        // Headings without guests are a form that nobody has filled in.
        assert_eq!(preview(&haidang, &book(&[])).await["notes"], json!([]));
    }

    #[test]
    async fn days_count_from_1904_also_where_they_are_mere_numbers_and_a_month_is_no_day(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let month = Format::new().set_num_format("mmm-yy");
        for (at, heading) in HEADINGS.iter().enumerate() {
            sheet.write_string(0, u16::try_from(at).unwrap(), *heading).unwrap();
        }
        for (row, guest) in [guest(1), guest(2)].iter().enumerate() {
            let row = u32::try_from(row).unwrap() + 1;
            for (at, cell) in guest.iter().enumerate() {
                sheet.write_string(row, u16::try_from(at).unwrap(), cell).unwrap();
            }
        }
        // 1 August 1951 as Excel keeps a typed `8/1951`, and 21 November 2026 without any format.
        sheet
            .write_number_with_format(1, 1, 18_841.0 - 1_462.0, &month)
            .unwrap();
        sheet.write_number(2, 6, 46_347.0 - 1_462.0).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let part = "xl/workbook.xml";
        let changed = part_of(&bytes, part).replacen("<workbookPr", "<workbookPr date1904=\"1\"", 1);
        let import = preview(&haidang, &with_part(&bytes, part, changed.into_bytes())).await;
        assert_eq!(texts(&import, "birth_date")[0], "1951", "{import}");
        assert!(
            codes(&import["items"][0]).contains(&("/birth_date", "birth_year_only")),
            "{import}"
        );
        assert_eq!(import["items"][1]["mends"][0]["after"], "21/11/2026", "{import}");
    }
);
