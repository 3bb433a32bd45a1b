//! The files that we hand out: the template, and the rows that come back.

use super::content::{About, Content};
use super::record::said;
use crate::error::{Error, Result};
use crate::spreadsheet::TextCells;
use dto::Lang;
use dto::import::ImportColumn;
use dto::text::{Params, text};
use guest_lists::heading::{MANDATORY, TEMPLATE};
use rules::mend::MendKind;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// Byte-order mark: by it Excel knows UTF-8.
const BOM: &str = "\u{feff}";

/// Where the words of a mend stand.
pub fn mend_key(kind: MendKind) -> &'static str {
    match kind {
        MendKind::LeadingZero => "mend.leading_zero",
        MendKind::SerialDate => "mend.serial_date",
        MendKind::UsOrder => "mend.us_order",
        MendKind::Apostrophe => "mend.apostrophe",
        MendKind::Hour => "mend.hour",
        MendKind::OldFont => "mend.old_font",
    }
}

/// The rows that were not stored, each with its reasons, in the columns that they came in. Every cell is text, so that
/// no spreadsheet damages it once more.
pub fn returned(about: &About, rows: &[Content], lang: Lang) -> Result<Vec<u8>> {
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(word(lang, "import.file.returned_sheet"))?;
        let kept: Vec<usize> = about
            .headings
            .iter()
            .enumerate()
            .filter(|(_, heading)| heading.column != Some(ImportColumn::Returned))
            .map(|(at, _)| at)
            .collect();
        // Rows that are too wide come back as wide.
        let width = about.headings.len();
        let surplus = rows
            .iter()
            .map(|row| row.cells.len().saturating_sub(width))
            .max()
            .unwrap_or(0);
        let places: Vec<usize> = kept.iter().copied().chain(width..width + surplus).collect();
        let named = |at: &usize| {
            about
                .headings
                .get(*at)
                .map(|heading| heading.text.clone())
                .unwrap_or_default()
        };
        let headings: Vec<String> = places
            .iter()
            .map(named)
            .chain([label(ImportColumn::Returned, lang)])
            .collect();
        head(sheet, &headings)?;
        let text = TextCells::like(&Format::new());
        for (row, content) in (1..).zip(rows) {
            for (column, at) in (0..).zip(&places) {
                let cell = content.cells.get(*at).map_or("", |cell| cell.text.as_str());
                if !cell.is_empty() {
                    text.write(sheet, row, column, cell)?;
                }
            }
            let reasons = said(&content.errors, &about.headings, lang);
            text.write(sheet, row, index(places.len()), &reasons)?;
        }
        workbook.save_to_buffer()
    };
    write().map_err(Error::internal)
}

/// Our template as a workbook: a sheet to fill in, and one that says what belongs where.
pub fn template_xlsx(lang: Lang) -> Result<Vec<u8>> {
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(word(lang, "import.file.guests_sheet"))?;
        head(sheet, &headings(lang))?;
        let guide = workbook.add_worksheet();
        guide.set_name(word(lang, "import.file.guide_sheet"))?;
        let columns = ["column", "needed", "about", "example"].map(|name| word(lang, &format!("import.guide.{name}")));
        head(guide, &columns)?;
        guide.set_column_width(0, 24)?;
        guide.set_column_width(2, 90)?;
        let wrapped = Format::new().set_num_format("@").set_text_wrap();
        for (row, column) in (1..).zip(TEMPLATE) {
            let needed = MANDATORY.contains(column) || *column == ImportColumn::DocumentType;
            let needed = word(lang, if needed { "import.guide.yes" } else { "import.guide.no" });
            let said = |part: &str| word(lang, &format!("import.{part}.{}", column.as_str()));
            for (at, text) in (0..).zip([label(*column, lang), needed, said("about"), said("example")]) {
                guide.write_string_with_format(row, at, text, &wrapped)?;
            }
        }
        workbook.save_to_buffer()
    };
    write().map_err(Error::internal)
}

/// Our template as CSV.
pub fn template_csv(lang: Lang) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(BOM.as_bytes().to_vec());
    writer.write_record(headings(lang)).map_err(Error::internal)?;
    writer
        .into_inner()
        .map_err(|_| Error::internal(anyhow::anyhow!("writing to memory")))
}

/// How our template heads a column.
pub fn label(column: ImportColumn, lang: Lang) -> String {
    word(lang, &format!("import.heading.{}", column.as_str()))
}

fn headings(lang: Lang) -> Vec<String> {
    TEMPLATE.iter().map(|column| label(*column, lang)).collect()
}

/// The row of headings, which stays in sight; below it every cell is text.
fn head(sheet: &mut Worksheet, headings: &[String]) -> Result<(), XlsxError> {
    let (bold, plain) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    for (at, heading) in headings.iter().enumerate() {
        sheet.set_column_format(index(at), &plain)?;
        sheet.set_column_width(index(at), 18)?;
        sheet.write_string_with_format(0, index(at), heading, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn index(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn word(lang: Lang, key: &str) -> String {
    text(lang, key, &Params::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dto::text::has_text;
    use guest_lists::Fault;
    use guest_lists::heading::column_of;

    #[test]
    fn our_template_is_read_by_us_in_both_languages_and_is_empty() {
        for lang in [Lang::Vi, Lang::En] {
            for column in TEMPLATE {
                assert_eq!(column_of(&label(*column, lang)), Some(*column), "{lang:?} {column:?}");
                for part in ["about", "example"] {
                    let key = format!("import.{part}.{}", column.as_str());
                    assert!(has_text(lang, &key), "{lang:?} {key}");
                }
            }
            for file in [template_xlsx(lang).unwrap(), template_csv(lang).unwrap()] {
                let fault = guest_lists::read(&file, false, &|| Ok(())).err();
                assert_eq!(fault, Some(Fault::Empty));
            }
        }
        assert_eq!(
            column_of(&label(ImportColumn::Returned, Lang::Vi)),
            Some(ImportColumn::Returned)
        );
        assert_eq!(
            column_of(&label(ImportColumn::Returned, Lang::En)),
            Some(ImportColumn::Returned)
        );
    }
}
