//! Guest lists as files, and what a facility does with them: preview, confirm, wait for the end.

use super::{Answer, Client};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;

pub const HEADINGS: [&str; 11] = [
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Quốc tịch",
    "Loại giấy tờ",
    "Số giấy tờ",
    "Ngày đến",
    "Ngày đi dự kiến",
    "Phòng",
    "Lý do lưu trú",
    "Số điện thoại",
];

/// Somebody of whom everything is right.
pub fn guest(number: usize) -> Vec<String> {
    let names = ["An", "Bình", "Chi", "Dũng", "Hà", "Khánh", "Linh", "Minh"];
    let year = 50 + number % 50;
    [
        format!("Nguyễn Văn {}", names[number % names.len()]),
        format!("15/08/19{year}"),
        "Nam".to_owned(),
        "Việt Nam".to_owned(),
        "Thẻ căn cước công dân".to_owned(),
        format!("0560{year}{number:06}"),
        "21/11/2026".to_owned(),
        "23/11/2026".to_owned(),
        "401".to_owned(),
        "Du lịch".to_owned(),
        String::new(),
    ]
    .into()
}

/// The same with one cell written otherwise.
pub fn guest_with(number: usize, column: usize, text: &str) -> Vec<String> {
    let mut guest = guest(number);
    guest[column] = text.to_owned();
    guest
}

pub fn workbook(write: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, heading) in HEADINGS.iter().enumerate() {
        sheet.write_string(0, at as u16, *heading).unwrap();
    }
    write(sheet);
    book.save_to_buffer().unwrap()
}

pub fn book(rows: &[Vec<String>]) -> Vec<u8> {
    workbook(|sheet| {
        for (row, cells) in rows.iter().enumerate() {
            for (at, cell) in cells.iter().enumerate() {
                sheet.write_string(row as u32 + 1, at as u16, cell).unwrap();
            }
        }
    })
}

pub fn csv(rows: &[Vec<String>]) -> String {
    let mut text = HEADINGS.join(",") + "\n";
    for row in rows {
        text += &(row.join(",") + "\n");
    }
    text
}

pub fn sent(bytes: &[u8]) -> Value {
    json!({ "file": { "name": "khach.xlsx", "content_base64": STANDARD.encode(bytes) } })
}

pub async fn upload(client: &Client<'_>, bytes: &[u8]) -> Answer {
    client
        .call("previewImport")
        .facility("haidang")
        .json(&sent(bytes))
        .await
}

pub async fn preview(client: &Client<'_>, bytes: &[u8]) -> Value {
    upload(client, bytes).await.is(201)
}

/// Why a file is refused.
pub async fn refused(client: &Client<'_>, bytes: &[u8], code: &str) {
    upload(client, bytes).await.refuses(&[("/file/content_base64", code)]);
}

pub fn counts(import: &Value) -> Vec<u64> {
    ["right", "mendable", "warned", "wrong", "duplicate"]
        .iter()
        .map(|name| import["counts"][name].as_u64().unwrap())
        .collect()
}

pub async fn get(client: &Client<'_>, import: &Value, limit: usize) -> Value {
    let call = client.call("getImport").facility("haidang");
    let call = call.at("import_id", import["id"].as_str().unwrap());
    call.query("limit", limit).await.is(200)
}

pub async fn commit(client: &Client<'_>, import: &Value, decided: &Value) -> Answer {
    let call = client.call("commitImport").facility("haidang");
    call.at("import_id", import["id"].as_str().unwrap()).json(decided).await
}

/// Confirms and waits for the end.
pub async fn stored(client: &Client<'_>, import: &Value, decided: &Value) -> Value {
    commit(client, import, decided).await.is(202);
    let since = Instant::now();
    loop {
        let now = get(client, import, 0).await;
        if now["state"] == "stored" {
            return now;
        }
        assert!(since.elapsed() < Duration::from_secs(120), "{now}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

pub fn codes(row: &Value) -> Vec<(&str, &str)> {
    let said = |list: &'static str| row[list].as_array().unwrap().iter();
    said("errors")
        .chain(said("warnings"))
        .map(|one| (one["pointer"].as_str().unwrap(), one["code"].as_str().unwrap()))
        .collect()
}

pub async fn returned(client: &Client<'_>, import: &Value) -> Vec<u8> {
    let call = client.call("downloadImportErrors").facility("haidang");
    let answer = call.at("import_id", import["id"].as_str().unwrap()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body
}

pub fn cells_of(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => panic!("no text: {other:?}"),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

pub fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook with one more part, or one of its parts written otherwise.
pub fn with_part(book: &[u8], name: &str, bytes: Vec<u8>) -> Vec<u8> {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.push((part.name().unwrap().into_owned(), bytes));
    }
    parts.retain(|(own, _)| own != name);
    parts.push((name.to_owned(), bytes));
    let parts: Vec<_> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.clone()))
        .collect();
    zipped(&parts)
}

pub const ACCEPT: fn() -> Value = || json!({ "accept_mends": true });
pub const KEEP: fn() -> Value = || json!({ "accept_mends": false });

/// The portal's XML for these guests.
pub fn xml(guests: &[[&str; 3]]) -> String {
    let guests: String = guests
        .iter()
        .enumerate()
        .map(|(at, [name, number, room])| {
            format!(
                "<THONG_TIN_KHACH><so_thu_tu>{}</so_thu_tu><ho_ten>{name}</ho_ten><ngay_sinh>08/03/1990</ngay_sinh>\
                 <ngay_sinh_dung_den>D</ngay_sinh_dung_den><gioi_tinh>F</gioi_tinh><ma_quoc_tich>CZE</ma_quoc_tich>\
                 <so_ho_chieu>{number}</so_ho_chieu><so_phong>{room}</so_phong><ngay_den>21/11/2026</ngay_den>\
                 <ngay_di_du_kien>25/11/2026</ngay_di_du_kien><ngay_tra_phong/></THONG_TIN_KHACH>",
                at + 1
            )
        })
        .collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<KHAI_BAO_TAM_TRU>{guests}</KHAI_BAO_TAM_TRU>")
}
