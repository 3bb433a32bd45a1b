//! Tests with invalid bytes: for any input, reading ends, keeps little, and gives the same result again.

use crate::{Cell, Fault, GivenUp, MAX_COLUMNS, Table, read};
use dto::import::MAX_IMPORT_ROWS;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::cell::Cell as Counter;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Sample lists of the import tests, by name.
macro_rules! lists {
    ($($name:literal),+ $(,)?) => {
        &[$(include_bytes!(concat!("../../tests/it/stays/import/lists/", $name)).as_slice()),+]
    };
}

const TEXTS: &[&[u8]] = lists!(
    "06b_eth_instead_of_D.csv",
    "07b_old_fonts.csv",
    "09b_apostrophes.csv",
    "09c_telephones.csv",
    "11_after_midnight.csv",
    "14a_same_number_other_people.csv",
);

const BOOKS: &[&[u8]] = lists!(
    "07a_old_fonts.xlsx",
    "08a_hidden_rows.xlsx",
    "09a_number_formats.xlsx",
    "10a_control.xlsx",
    "10b1_elements_with_prefix_x.xlsx",
    "10b2_relationships_with_a_prefix.xlsx",
    "10b3_sheet_id_with_another_prefix.xlsx",
    "10c_strict_open_xml.xlsx",
    "10d_furigana.xlsx",
    "10e_furigana_inline.xlsx",
);

const XML: &[u8] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<KHAI_BAO_TAM_TRU>\n<THONG_TIN_KHACH>\n\
    <so_thu_tu>1</so_thu_tu><ho_ten>NOVAK JANA</ho_ten><ngay_sinh>08/03/1990</ngay_sinh>\n\
    <ngay_sinh_dung_den>D</ngay_sinh_dung_den><gioi_tinh>F</gioi_tinh><ma_quoc_tich>CZE</ma_quoc_tich>\n\
    <so_ho_chieu>44123456</so_ho_chieu><so_phong>401 &amp; 402</so_phong><ngay_den>21/11/2026</ngay_den>\n\
    <ngay_di_du_kien>23/11/2026</ngay_di_du_kien><ngay_tra_phong><![CDATA[]]></ngay_tra_phong>\n\
    </THONG_TIN_KHACH>\n</KHAI_BAO_TAM_TRU>\n"
    .as_bytes();

/// The required headings of a list.
const HEADINGS: [&str; 8] = [
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Quốc tịch",
    "Loại giấy tờ",
    "Số giấy tờ",
    "Ngày đến",
    "Ngày đi dự kiến",
];

/// The first bytes of files that a reader opens.
const HEADS: &[&[u8]] = &[b"", b"PK\x03\x04", b"<", b"\xFF\xFE", b"a,b\n"];

const SEPARATORS: &[&str] = &[",", ";", "\t", "|"];

/// Byte sequences that damage a text.
const TEXT_WORDS: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b"\"\r\n",
    b"\r",
    b"\n",
    b";",
    b",",
    b"=\"0",
    b"#N/A",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xC3",
    b"sep=",
    b"<",
    b"</",
    b"/>",
    b"&",
    b"&#0;",
    b"&#x110000;",
    b"&lol;",
    b"<!DOCTYPE a [<!ENTITY lol 'lol'>]>",
    b"<![CDATA[",
    b"<!--",
    b"<?xml version='1.0' encoding='UTF-16'?>",
    b"<THONG_TIN_KHACH>",
    b"<ho_ten>",
    b"<html>",
];

/// Byte sequences that damage a part of a workbook at the position of an element.
const PART_WORDS: &[&[u8]] = &[
    b"<row/>",
    b"<row r=\"4294967295\"/>",
    b"<row r=\"4294967295\"><c r=\"A4294967295\" t=\"s\"><v>0</v></c></row>",
    b"<row r=\"0\" ht=\"0\" hidden=\"1\">",
    b"</row>",
    b"<c r=\"XFD1\"/>",
    b"<c r=\"ZZZZZZZZ9\" t=\"inlineStr\"><is><t>a</t></is></c>",
    b"<c t=\"s\"><v>4294967296</v></c>",
    b"<c s=\"4294967296\"><v>1e308</v></c>",
    b"<c s=\"1\"><v>-1e308</v></c>",
    b"<c s=\"2\"><v>NaN</v></c>",
    b"<c t=\"d\"><v>2026-11-29T</v></c>",
    b"<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>",
    b"<mergeCell ref=\"A1:XFD1048576\"/>",
    b"<mergeCell ref=\"B9:A1\"/>",
    b"<col min=\"1\" max=\"16384\" hidden=\"1\" width=\"0\"/>",
    b"<numFmt numFmtId=\"164\" formatCode=\"000000000000\"/>",
    b"<numFmt numFmtId=\"0\" formatCode=\"&quot;\"/>",
    b"<cellXfs><xf numFmtId=\"164\"/>",
    b"<xf numFmtId=\"14\"/>",
    b"<si><t>_x0041_x00_</t><rPh><t>a</t></rPh></si>",
    b"<si/>",
    b"<sheet name=\"a\" id=\"rId1\" state=\"veryHidden\"/>",
    b"<workbookPr date1904=\"1\"/>",
    b"<Relationship Id=\"rId9\" Target=\"../../../../xl/workbook.xml\" Type=\"a/styles\"/>",
    b"&#0;",
    b"&amp;",
    b"<",
    b">",
    b"\"",
];

/// The largest size after repetition.
const LONGEST: usize = 64 * 1024;

/// A modification of bytes.
#[derive(Debug, Clone)]
enum Damage {
    Flip(Index, u8),
    Cut(Index),
    Insert(Index, &'static [u8]),
    /// An insertion at the start of the next element.
    InsertElement(Index, &'static [u8]),
    /// A repetition of a piece, this number of times.
    Repeat(Index, Index, usize),
}

impl Damage {
    fn of(words: &'static [&'static [u8]]) -> impl Strategy<Value = Self> {
        prop_oneof![
            (any::<Index>(), 1_u8..).prop_map(|(at, bits)| Self::Flip(at, bits)),
            any::<Index>().prop_map(Self::Cut),
            (any::<Index>(), select(words)).prop_map(|(at, word)| Self::Insert(at, word)),
            (any::<Index>(), select(words)).prop_map(|(at, word)| Self::InsertElement(at, word)),
            (any::<Index>(), any::<Index>(), 1_usize..20).prop_map(|(from, to, times)| Self::Repeat(from, to, times)),
        ]
    }

    fn done_to(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        match self {
            Self::Flip(at, bits) => {
                let at = at.index(bytes.len());
                bytes[at] ^= bits;
            }
            Self::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Self::Insert(at, word) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, word.iter().copied());
            }
            Self::InsertElement(at, word) => {
                let at = at.index(bytes.len());
                let next = bytes[at..].iter().position(|byte| *byte == b'<').unwrap_or(0);
                bytes.splice(at + next..at + next, word.iter().copied());
            }
            Self::Repeat(from, to, times) => {
                let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
                let piece = bytes[from.min(to)..from.max(to)].repeat(*times);
                if bytes.len() + piece.len() <= LONGEST {
                    bytes.splice(from..from, piece);
                }
            }
        }
    }
}

fn damaged(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for damage in damages {
        damage.done_to(&mut bytes);
    }
    bytes
}

/// Returns the unpacked parts of a workbook.
fn parts(book: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    let count = archive.len();
    let unpacked = |at| {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(unpacked).collect()
}

fn packed(parts: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(method);
        archive.start_file(name.as_str(), options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Returns whether both are the same list, or are refused for the same reason.
fn are_same(one: &Result<Table, Fault>, other: &Result<Table, Fault>) -> bool {
    let (one, other) = match (one, other) {
        (Ok(one), Ok(other)) => (one, other),
        (Err(one), Err(other)) => return one == other,
        _ => return false,
    };
    let texts = |table: &Table| -> Vec<String> { table.headings.iter().map(|heading| heading.text.clone()).collect() };
    let has_same_rows = one.rows.len() == other.rows.len()
        && std::iter::zip(&one.rows, &other.rows)
            .all(|(one, other)| one.line == other.line && one.cells == other.cells);
    has_same_rows
        && texts(one) == texts(other)
        && (&one.sheet, &one.notes, one.lines, one.is_1904) == (&other.sheet, &other.notes, other.lines, other.is_1904)
        && one.hidden.rows == other.hidden.rows
        && one.hidden.columns == other.hidden.columns
}

/// Reads twice: the results have to be the same, and within the limits of a list. Returns how often `go_on` was called.
fn read_twice(bytes: &[u8], hidden: bool) -> Result<usize, TestCaseError> {
    let asked = Counter::new(0);
    let go_on = || {
        asked.set(asked.get() + 1);
        Ok(())
    };
    let read_once = read(bytes, hidden, &go_on);
    prop_assert!(
        are_same(&read_once, &read(bytes, hidden, &|| Ok(()))),
        "read otherwise the second time"
    );
    if let Ok(table) = &read_once {
        prop_assert!((1..=MAX_IMPORT_ROWS).contains(&table.rows.len()));
        prop_assert!(table.headings.len() <= MAX_COLUMNS);
        let is_short = |cell: &Cell| {
            let shown = cell.shown.as_deref().unwrap_or_default();
            cell.text.chars().count() <= 501 && shown.chars().count() <= 501
        };
        let is_bounded = |cells: &Vec<Cell>| cells.len() <= MAX_COLUMNS && cells.iter().all(is_short);
        prop_assert!(table.rows.iter().all(|row| is_bounded(&row.cells)));
    }
    Ok(asked.get())
}

/// A text is read once for each byte: more steps than bytes would mean an endless loop.
fn text_is_bounded(bytes: &[u8]) -> Result<(), TestCaseError> {
    let asked = read_twice(bytes, false)?;
    prop_assert!(asked <= bytes.len() + 2, "{asked} steps for {} bytes", bytes.len());
    Ok(())
}

/// A cell as a program might write it, quoted or not.
fn written_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9/:. ]{0,12}",
        "\"[^\"]{0,8}\"",
        "[\"',;\t|=#\r\n<&đẠ]{0,6}",
        Just("Nguyễn Văn An".to_owned()),
        Just("21/11/2026".to_owned()),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..600), head in select(HEADS)) {
        text_is_bounded(&[head, &bytes].concat())?;
    }

    #[test]
    fn any_cells_with_any_quotes_are_read_or_refused(
        rows in vec(vec(written_cell(), 0..12), 0..12),
        separator in select(SEPARATORS),
    ) {
        let mut text = HEADINGS.join(separator);
        for row in rows {
            text.push('\n');
            text.push_str(&row.join(separator));
        }
        text_is_bounded(text.as_bytes())?;
    }

    #[test]
    fn a_damaged_text_is_read_or_refused(at in any::<Index>(), damages in vec(Damage::of(TEXT_WORDS), 1..6)) {
        let texts: Vec<&[u8]> = TEXTS.iter().copied().chain([XML, XML]).collect();
        text_is_bounded(&damaged(texts[at.index(texts.len())], &damages))?;
    }

    #[test]
    fn a_damaged_archive_is_read_or_refused(book in select(BOOKS), damages in vec(Damage::of(TEXT_WORDS), 1..4), hidden in any::<bool>()) {
        read_twice(&damaged(book, &damages), hidden)?;
    }

    #[test]
    fn a_workbook_with_damaged_parts_is_read_or_refused(
        book in select(BOOKS),
        damages in vec((any::<Index>(), vec(Damage::of(PART_WORDS), 1..4)), 1..3),
        hidden in any::<bool>(),
    ) {
        let mut parts = parts(book);
        for (at, damages) in damages {
            let at = at.index(parts.len());
            parts[at].1 = damaged(&parts[at].1, &damages);
        }
        read_twice(&packed(&parts, CompressionMethod::Stored), hidden)?;
    }

    #[test]
    fn whoever_gives_up_is_heard_at_once(at in any::<Index>(), after in any::<Index>()) {
        let lists: Vec<&[u8]> = TEXTS.iter().chain(BOOKS).copied().chain([XML]).collect();
        let list = lists[at.index(lists.len())];
        let steps = read_twice(list, true)?;
        let after = after.index(steps);
        let asked = Counter::new(0);
        let go_on = || {
            asked.set(asked.get() + 1);
            if asked.get() > after { Err(GivenUp) } else { Ok(()) }
        };
        let given_up = read(list, true, &go_on);
        prop_assert_eq!(given_up.err(), Some(Fault::GivenUp(GivenUp)));
        prop_assert_eq!(asked.get(), after + 1);
    }
}

#[test]
fn the_lists_that_are_damaged_here_are_whole() {
    for list in TEXTS.iter().chain(BOOKS).copied().chain([XML]) {
        assert!(read(list, true, &|| Ok(())).is_ok());
    }
}

#[test]
fn a_workbook_that_unpacks_without_end_is_stopped() {
    let mut parts = parts(BOOKS[3]);
    let rows = "<row/>".repeat(12 * 1024 * 1024);
    let sheet = parts.iter_mut().find(|(name, _)| name.ends_with("sheet1.xml")).unwrap();
    let text = String::from_utf8(sheet.1.clone()).unwrap();
    let (head, tail) = text.split_once("</sheetData>").unwrap();
    sheet.1 = format!("{head}{rows}</sheetData>{tail}").into_bytes();
    let book = packed(&parts, CompressionMethod::Deflated);
    assert!(book.len() < 512 * 1024, "{}", book.len());
    let asked = Counter::new(0);
    let go_on = || {
        asked.set(asked.get() + 1);
        Ok(())
    };
    let refused = read(&book, false, &go_on).err();
    assert_eq!(refused, Some(Fault::UnpacksTooLarge { megabytes: 64 }));
    // The archive declares its size itself.
    assert_eq!(asked.get(), 0);
}

#[test]
fn a_text_that_is_shared_by_all_cells_counts_in_each() {
    let book = |rows: usize| {
        let mut parts = parts(BOOKS[3]);
        for (name, bytes) in &mut parts {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let more = |end: &str, more: &str| text.replace(end, &format!("{more}{end}")).into_bytes();
            if name.ends_with("sharedStrings.xml") {
                // The 37th of its texts: 501 letters of three bytes.
                *bytes = more("</sst>", &format!("<si><t>{}</t></si>", "ạ".repeat(501)));
            } else if name.ends_with("sheet1.xml") {
                let row = format!("<row>{}</row>", "<c t=\"s\"><v>36</v></c>".repeat(60));
                *bytes = more("</sheetData>", &row.repeat(rows));
            }
        }
        packed(&parts, CompressionMethod::Stored)
    };
    let table = read(&book(100), false, &|| Ok(())).ok().unwrap();
    assert_eq!((table.rows.len(), table.rows[50].cells[59].text.len()), (102, 1_503));
    // 1,000 rows of 60 cells.
    let refused = read(&book(1_000), false, &|| Ok(())).err();
    assert_eq!(refused, Some(Fault::UnpacksTooLarge { megabytes: 64 }));
}

#[test]
fn of_two_relations_of_a_kind_it_is_always_the_same() {
    let mut parts = parts(BOOKS[3]);
    let (_, relations) = parts
        .iter_mut()
        .find(|(name, _)| name == "xl/_rels/workbook.xml.rels")
        .unwrap();
    let text = String::from_utf8(relations.clone()).unwrap();
    let other = "<Relationship Id=\"rId9\" Type=\"a/sharedStrings\" Target=\"nowhere.xml\"/></Relationships>";
    *relations = text.replace("</Relationships>", other).into_bytes();
    let book = packed(&parts, CompressionMethod::Stored);
    for _ in 0..16 {
        assert!(are_same(
            &read(&book, false, &|| Ok(())),
            &read(&book, false, &|| Ok(()))
        ));
    }
}
