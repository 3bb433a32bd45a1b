//! The register as a spreadsheet.

use super::lines::{Line, state_name, written_day};
use super::service::Whole;
use crate::authz::Caller;
use crate::error::{Error, Result};
use crate::spreadsheet::TextCells;
use dto::Lang;
use dto::given::Text;
use dto::text::{Params, text};
use rules::zone::local;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use time::OffsetDateTime;

/// The columns: the name of the head and the width in characters.
const COLUMNS: [(&str, f64); 21] = [
    ("number", 7.0),
    ("code", 22.0),
    ("notified_at", 16.0),
    ("notified_by", 22.0),
    ("facility", 28.0),
    ("facility_address", 36.0),
    ("room", 9.0),
    ("full_name", 28.0),
    ("birth", 12.0),
    ("sex", 9.0),
    ("nationality", 18.0),
    ("document_kind", 24.0),
    ("document_number", 18.0),
    ("address", 36.0),
    ("kind", 11.0),
    ("arrival_at", 16.0),
    ("planned_departure_at", 16.0),
    ("departed_at", 16.0),
    ("reason", 20.0),
    ("late_minutes", 11.0),
    ("state", 18.0),
];

/// The row of the head; above it stands of what and of which days the register is.
const HEAD: u32 = 4;

/// What a cell holds.
enum Cell {
    Text(String),
    Number(f64),
    Moment(OffsetDateTime),
    Nothing,
}

/// How cells look, plain and struck through.
struct Look {
    text: TextCells,
    moment: Format,
}

impl Look {
    fn new(struck: bool) -> Self {
        let base = if struck {
            Format::new().set_font_strikethrough()
        } else {
            Format::new()
        };
        Self {
            text: TextCells::like(&base.clone().set_align(FormatAlign::Top)),
            moment: base.set_num_format("dd/mm/yyyy hh:mm").set_align(FormatAlign::Top),
        }
    }
}

/// The register as XLSX. It computes: call it off the threads that answer requests.
pub fn write(whole: &Whole, caller: &Caller) -> Result<Vec<u8>> {
    workbook(whole, caller).map_err(Error::internal)
}

fn workbook(whole: &Whole, caller: &Caller) -> Result<Vec<u8>, XlsxError> {
    let lang = caller.lang;
    let mut workbook = Workbook::new();
    let title = say(lang, "register.title", &[]);
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&title)
            .set_author("Lưu Trú")
            .set_creation_datetime(&excel(caller.now.get())?),
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name(&title)?;
    above(sheet, whole, caller, &title)?;
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border_bottom(FormatBorder::Medium);
    for (column, (name, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(HEAD, column, say(lang, &format!("register.head.{name}"), &[]), &head)?;
    }
    let (plain, struck) = (Look::new(false), Look::new(true));
    for (row, line) in (HEAD + 1..).zip(&whole.lines) {
        let look = if line.is_struck() { &struck } else { &plain };
        for (column, cell) in (0..).zip(cells(line, lang)) {
            put(sheet, row, column, cell, look)?;
        }
    }
    let last_column = u16::try_from(COLUMNS.len() - 1).unwrap_or_default();
    let last_row = HEAD + u32::try_from(whole.lines.len()).unwrap_or_default();
    sheet.autofilter(HEAD, 0, last_row, last_column)?;
    sheet.set_freeze_panes(HEAD + 1, 0)?;
    sheet.set_repeat_rows(HEAD, HEAD)?;
    // A4, lying, as wide as one sheet.
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_footer("&R&P/&N");
    workbook.save_to_buffer()
}

/// Of what the register is, of which days, how long it is, and who has taken it out.
fn above(sheet: &mut Worksheet, whole: &Whole, caller: &Caller, title: &str) -> Result<(), XlsxError> {
    let lang = caller.lang;
    let of = if whole.place.facility.is_some() {
        "register.facility"
    } else {
        "register.area"
    };
    let at = local(caller.now.get());
    let at = format!("{:02}:{:02} {}", at.hour(), at.minute(), written_day(at.date()));
    let period = [
        ("from", written_day(whole.period.from)),
        ("to", written_day(whole.period.to)),
        ("total", whole.lines.len().to_string()),
        ("late", whole.late.to_string()),
    ];
    let printed = [("at", at), ("by", caller.principal.holder_name.clone())];
    sheet.write_string_with_format(0, 0, title, &Format::new().set_bold().set_font_size(14))?;
    sheet.write_string(1, 0, say(lang, of, &[("name", whole.place.name.clone())]))?;
    sheet.write_string(2, 0, say(lang, "register.period", &period))?;
    sheet.write_string(3, 0, say(lang, "register.printed", &printed))?;
    Ok(())
}

fn cells(line: &Line, lang: Lang) -> [Cell; COLUMNS.len()] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let guest = &line.guest;
    [
        number(i64::try_from(line.number).unwrap_or(i64::MAX)),
        text(&line.code),
        Cell::Moment(line.notified_at),
        text(&line.notified_by),
        text(&line.facility),
        text(&line.facility_address),
        text(&line.room),
        text(&guest.full_name),
        Cell::Text(line.birth()),
        Cell::Text(say(lang, &format!("register.sex.{}", guest.sex.to_text()), &[])),
        text(&guest.nationality_name),
        text(&line.document_kind),
        text(&guest.document_number),
        text(guest.address.as_deref().unwrap_or_default()),
        Cell::Text(say(lang, &format!("register.kind.{}", line.kind), &[])),
        Cell::Moment(line.arrival_at),
        Cell::Moment(line.planned_departure_at),
        line.departed_at.map_or(Cell::Nothing, Cell::Moment),
        text(&line.reason),
        line.late_minutes.map_or(Cell::Nothing, number),
        Cell::Text(say(lang, &format!("register.state.{}", state_name(line.state)), &[])),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "numbers of lines and of minutes")]
fn number(value: i64) -> Cell {
    Cell::Number(value as f64)
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell, look: &Look) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => look.text.write(sheet, row, column, &text)?,
        Cell::Number(value) => {
            sheet.write_number(row, column, value)?;
        }
        Cell::Moment(moment) => {
            sheet.write_datetime_with_format(row, column, &excel(moment)?, &look.moment)?;
        }
        Cell::Nothing => {}
    }
    Ok(())
}

fn excel(moment: OffsetDateTime) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(moment.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, moment.month().into(), moment.day())?.and_hms(
        moment.hour().into(),
        moment.minute(),
        moment.second(),
    )
}

fn say(lang: Lang, key: &str, values: &[(&str, String)]) -> String {
    let params: Params = values
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    text(lang, key, &params)
}
