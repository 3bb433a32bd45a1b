//! Tests of the text of a register of stays, extracted from the PDF by poppler.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where it stands")]

use print::{Form, RegisterLine, RegisterOf, StayRegister, render};
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use time::macros::{date, datetime};

fn line(number: u64) -> RegisterLine {
    RegisterLine {
        number,
        notified_at: datetime!(2026-11-21 19:31 +7),
        notified_by: "Lê Thị Mỹ Duyên".to_owned(),
        full_name: "Nguyễn Hữu Phước".to_owned(),
        birth: "09/06/1987".to_owned(),
        sex: "male".to_owned(),
        nationality: "Việt Nam".to_owned(),
        document_kind: "Thẻ căn cước công dân".to_owned(),
        document_number: format!("056087{number:06}"),
        address: "14 Hoàng Diệu, phường Vĩnh Nguyên, tỉnh Khánh Hòa".to_owned(),
        facility: "Khách sạn Hải Đăng".to_owned(),
        facility_address: "12 Trần Phú, phường Nha Trang".to_owned(),
        room: "401".to_owned(),
        kind: "overnight".to_owned(),
        arrival_at: datetime!(2026-11-21 19:20 +7),
        planned_departure_at: datetime!(2026-11-24 12:00 +7),
        departed_at: None,
        reason: "Du lịch".to_owned(),
        state: "present".to_owned(),
        late_minutes: None,
        struck: false,
    }
}

fn register(lines: Vec<RegisterLine>) -> StayRegister {
    StayRegister {
        keeper: "Công an phường Nha Trang".to_owned(),
        keeper_parent: "Công an tỉnh Khánh Hòa".to_owned(),
        place: "Khánh Hòa".to_owned(),
        on: date!(2026 - 11 - 22),
        printed_at: datetime!(2026-11-22 08:05 +7),
        printed_by: "Phan Quốc Bảo".to_owned(),
        place_kind: RegisterOf::Area,
        place_name: "Phường Nha Trang".to_owned(),
        place_address: String::new(),
        from: date!(2026 - 11 - 21),
        to: date!(2026 - 11 - 22),
        total: lines.len(),
        late: lines.iter().filter(|line| line.late_minutes.is_some()).count(),
        cancelled: lines.iter().filter(|line| line.struck).count(),
        lines,
    }
}

fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}; apt-get install poppler-utils"));
    let mut input = child.stdin.take().unwrap();
    let pdf = pdf.to_vec();
    // Poppler may answer before it has read all input.
    let writing = std::thread::spawn(move || input.write_all(&pdf));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn pdf_of(register: StayRegister, name: &str) -> Vec<u8> {
    let pdf = render(&Form::StayRegister(register)).unwrap();
    if let Ok(folder) = std::env::var("LUUTRU_PRINT_DIR") {
        std::fs::write(format!("{folder}/{name}.pdf"), &pdf).unwrap();
    }
    pdf
}

/// Returns the text with one space for each line end.
fn text(pdf: &[u8]) -> String {
    let text = poppler("pdftotext", &["-layout", "-", "-"], pdf);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds(text: &str, expected: &[&str]) {
    for expected in expected {
        assert!(text.contains(expected), "{expected:?} is not in {text}");
    }
}

#[test]
fn a_register_says_of_whom_it_is_for_which_days_and_how_many_lines_it_has() {
    let late = RegisterLine {
        late_minutes: Some(72),
        departed_at: Some(datetime!(2026-11-22 07:45 +7)),
        state: "departed".to_owned(),
        ..line(2)
    };
    let cancelled = RegisterLine {
        struck: true,
        state: "cancelled".to_owned(),
        full_name: "Trần Thị Ngọc Hà".to_owned(),
        ..line(3)
    };
    let pdf = pdf_of(register(vec![line(1), late, cancelled]), "register_area");
    holds(
        &text(&pdf),
        &[
            "SỔ TIẾP NHẬN LƯU TRÚ",
            "CÔNG AN PHƯỜNG NHA TRANG",
            "Địa bàn: Phường Nha Trang",
            "Thông báo lưu trú tiếp nhận từ ngày 21/11/2026 đến ngày 22/11/2026",
            "Tổng số: 3 lượt; trễ hạn: 1 lượt; đã hủy: 1 lượt.",
            "In lúc 08:05 ngày 22/11/2026, người in: Phan Quốc Bảo.",
            "Trang 1/1",
            "056087000001",
            "12 Trần",
            "Khách sạn",
        ],
    );
    let columns = poppler("pdftotext", &["-", "-"], &pdf);
    let columns = columns.split_whitespace().collect::<Vec<_>>().join(" ");
    holds(
        &columns,
        &[
            "Nguyễn Hữu Phước",
            "Đang lưu trú",
            "Đã rời đi, trễ 1 giờ 12 phút",
            "12:00 24/11/2026 (dự kiến)",
            "07:45 22/11/2026",
            // Struck through, and still readable.
            "Trần Thị Ngọc Hà",
            "Đã hủy",
        ],
    );
}

#[test]
fn a_register_of_a_facility_names_its_address_and_one_without_lines_says_so() {
    let of_facility = StayRegister {
        place_kind: RegisterOf::Facility,
        place_name: "Khách sạn Hải Đăng".to_owned(),
        place_address: "12 Trần Phú, Phường Nha Trang, Tỉnh Khánh Hòa".to_owned(),
        to: date!(2026 - 11 - 21),
        ..register(Vec::new())
    };
    let pdf = pdf_of(of_facility, "register_empty");
    holds(
        &text(&pdf),
        &[
            "Cơ sở lưu trú: Khách sạn Hải Đăng",
            "12 Trần Phú, Phường Nha Trang, Tỉnh Khánh Hòa",
            "Thông báo lưu trú tiếp nhận ngày 21/11/2026",
            "Tổng số: 0 lượt",
            "Không có lượt lưu trú nào",
        ],
    );
}

#[test]
fn the_head_stands_on_every_sheet_with_its_number_and_it_is_pdf_a_2b() {
    let pdf = pdf_of(register((1..=120).map(line).collect()), "register_long");
    assert!(String::from_utf8_lossy(&pdf).contains("<pdfaid:part>2</pdfaid:part>"));
    let pages = poppler("pdfinfo", &["-"], &pdf);
    assert!(pages.contains("841.89 x 595.276 pts (A4)"), "{pages}");
    let text = poppler("pdftotext", &["-layout", "-", "-"], &pdf);
    let sheets: Vec<&str> = text.split('\u{c}').filter(|sheet| !sheet.trim().is_empty()).collect();
    assert!(sheets.len() > 4, "{}", sheets.len());
    for (index, sheet) in sheets.iter().enumerate() {
        let number = format!("Trang {}/{}", index + 1, sheets.len());
        assert!(sheet.contains(&number), "{number} is not in {sheet}");
        // The last sheet may contain only the signatures.
        let has_lines = sheet.contains("056087");
        assert!(!has_lines || sheet.contains("Họ và tên"), "{sheet}");
    }
    for number in 1..=120 {
        assert!(text.contains(&format!("056087{number:06}")), "{number}");
    }
}

#[test]
fn a_word_that_is_too_long_for_its_column_breaks() {
    let word = "x".repeat(80);
    let long = RegisterLine {
        full_name: word.clone(),
        facility: word,
        ..line(1)
    };
    let pdf = pdf_of(register(vec![long]), "register_word");
    let text = poppler(
        "pdftotext",
        &["-x", "0", "-y", "0", "-W", "842", "-H", "595", "-", "-"],
        &pdf,
    );
    let found = text.chars().filter(|letter| *letter == 'x').count();
    assert!(found >= 160, "{found}");
}

#[test]
fn two_thousand_lines_take_seconds() {
    let begun = Instant::now();
    let pdf = pdf_of(register((1..=2_000).map(line).collect()), "register_2000");
    let taken = begun.elapsed();
    assert!(pdf.len() < 2_000_000, "{} bytes", pdf.len());
    assert!(taken < Duration::from_mins(1), "{taken:?}");
}
