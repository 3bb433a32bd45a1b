//! A list as a spreadsheet: its subject, the column headings, and its rows, prepared for filters and printing.

use super::TextCells;
use crate::error::{Error, Result};
use dto::check::spoken_date;
use dto::{Lang, Timestamp, say};
use rules::zone::local;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use time::OffsetDateTime;

/// The largest number of rows in a file; a longer list is refused, never cut.
pub const MOST_ROWS: u64 = 10_000;

/// The row of the headings; the rows above it describe the list.
const HEAD: u32 = 4;

/// The value of a cell.
pub enum Cell {
    /// Text, entered by a user or generated.
    Text(String),
    /// A count.
    Number(f64),
    /// An instant in local time.
    Moment(OffsetDateTime),
    /// No value.
    Nothing,
}

impl Cell {
    /// Makes a cell of a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Makes a cell of an instant, in local time.
    pub fn moment(at: Timestamp) -> Self {
        Self::Moment(local(at.get()))
    }

    /// Makes a cell of an instant that may be unknown.
    pub fn moment_or_nothing(at: Option<Timestamp>) -> Self {
        at.map_or(Self::Nothing, Self::moment)
    }
}

/// The formats of cells, plain and struck through.
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

/// A row.
pub struct Row {
    /// Whether it is struck through.
    pub struck: bool,
    /// One cell for each column.
    pub cells: Vec<Cell>,
}

/// The data above the rows, and the columns.
pub struct Ledger {
    /// The title.
    pub title: &'static str,
    /// The subject of the list, and the person who exported it.
    pub above: [String; 3],
    /// The headings, with their widths in characters.
    pub columns: Vec<(&'static str, f64)>,
    /// The time of the export.
    pub now: Timestamp,
}

impl Ledger {
    /// Writes the list as XLSX. It is CPU-bound: call it outside the threads that answer requests.
    ///
    /// # Errors
    /// Returns the errors of the XLSX writer.
    pub fn write(&self, rows: impl Iterator<Item = Row>) -> Result<Vec<u8>> {
        self.workbook(rows).map_err(Error::internal)
    }

    fn workbook(&self, rows: impl Iterator<Item = Row>) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.set_properties(
            &DocProperties::new()
                .set_title(self.title)
                .set_author("Lưu Trú")
                .set_creation_datetime(&excel(self.now.get())?),
        );
        let sheet = workbook.add_worksheet();
        sheet.set_name(self.title)?;
        sheet.write_string_with_format(0, 0, self.title, &Format::new().set_bold().set_font_size(14))?;
        for (row, line) in (1..).zip(&self.above) {
            sheet.write_string(row, 0, line)?;
        }
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_border_bottom(FormatBorder::Medium);
        for (column, (name, width)) in (0..).zip(&self.columns) {
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(HEAD, column, *name, &head)?;
        }
        let (plain, struck) = (Look::new(false), Look::new(true));
        let mut last_row = HEAD;
        for (row, line) in (HEAD + 1..).zip(rows) {
            let look = if line.struck { &struck } else { &plain };
            for (column, cell) in (0..).zip(line.cells) {
                put(sheet, row, column, cell, look)?;
            }
            last_row = row;
        }
        let last_column = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or_default();
        sheet.autofilter(HEAD, 0, last_row, last_column)?;
        sheet.set_freeze_panes(HEAD + 1, 0)?;
        sheet.set_repeat_rows(HEAD, HEAD)?;
        // A4 landscape, one page wide.
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        sheet.set_footer("&R&P/&N");
        workbook.save_to_buffer()
    }
}

/// Returns a line with the person who exported the list and the time.
pub fn taken_out_by(lang: Lang, now: Timestamp, by: &str) -> String {
    let at = local(now.get());
    let at = format!("{:02}:{:02} {}", at.hour(), at.minute(), spoken_date(at.date()));
    say!(lang, register.printed, at = at, by = by)
}

/// Returns a whole number.
#[expect(clippy::cast_precision_loss, reason = "numbers of lines and of minutes")]
pub fn number(value: i64) -> Cell {
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
