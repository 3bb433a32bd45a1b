//! The files for download: the template, and the rows that were not stored.

use super::content::{About, Content};
use super::record::said;
use crate::error::{Error, Result};
use crate::spreadsheet::TextCells;
use dto::import::ImportColumn;
use dto::{Lang, say};
use guest_lists::heading::{MANDATORY, TEMPLATE};
use rules::mend::MendKind;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// The byte-order mark, by which Excel recognises UTF-8.
const BOM: &str = "\u{feff}";

// The guide of the template has a text for each of its columns.
const _: () = {
    let mut at = 0;
    while at < TEMPLATE.len() {
        assert!(TEMPLATE[at].is_explained());
        at += 1;
    }
};

/// Returns the name of a kind of correction.
pub fn mend_label(kind: MendKind, lang: Lang) -> &'static str {
    match kind {
        MendKind::LeadingZero => say!(lang, mend.leading_zero),
        MendKind::SerialDate => say!(lang, mend.serial_date),
        MendKind::UsOrder => say!(lang, mend.us_order),
        MendKind::Apostrophe => say!(lang, mend.apostrophe),
        MendKind::Hour => say!(lang, mend.hour),
        MendKind::OldFont => say!(lang, mend.old_font),
    }
}

/// Returns a workbook of the rows that were not stored, each with its reasons, in their original columns. Every cell is
/// text, so that no spreadsheet changes it again.
pub fn returned(about: &About, rows: &[Content], lang: Lang) -> Result<Vec<u8>> {
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(say!(lang, import.file.returned_sheet))?;
        let kept: Vec<usize> = about
            .headings
            .iter()
            .enumerate()
            .filter(|(_, heading)| heading.column != Some(ImportColumn::Returned))
            .map(|(at, _)| at)
            .collect();
        // Rows with surplus cells keep them.
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
            .chain([ImportColumn::Returned.heading(lang).to_owned()])
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

/// Returns the template as a workbook: a sheet to fill in, and a guide to the columns.
pub fn template_xlsx(lang: Lang) -> Result<Vec<u8>> {
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(say!(lang, import.file.guests_sheet))?;
        head(sheet, &headings(lang))?;
        let guide = workbook.add_worksheet();
        guide.set_name(say!(lang, import.file.guide_sheet))?;
        let columns = [
            say!(lang, import.guide.column),
            say!(lang, import.guide.needed),
            say!(lang, import.guide.about),
            say!(lang, import.guide.example),
        ];
        head(guide, &columns)?;
        guide.set_column_width(0, 24)?;
        guide.set_column_width(2, 90)?;
        let wrapped = Format::new().set_num_format("@").set_text_wrap();
        for (row, column) in (1..).zip(TEMPLATE) {
            let needed = MANDATORY.contains(column) || *column == ImportColumn::DocumentType;
            let needed = if needed {
                say!(lang, import.guide.yes)
            } else {
                say!(lang, import.guide.no)
            };
            let cells = [column.heading(lang), needed, column.about(lang), column.example(lang)];
            for (at, text) in (0..).zip(cells) {
                guide.write_string_with_format(row, at, text, &wrapped)?;
            }
        }
        workbook.save_to_buffer()
    };
    write().map_err(Error::internal)
}

/// Returns the template as CSV.
pub fn template_csv(lang: Lang) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(BOM.as_bytes().to_vec());
    writer.write_record(headings(lang)).map_err(Error::internal)?;
    writer
        .into_inner()
        .map_err(|_| Error::internal(anyhow::anyhow!("writing to memory")))
}

fn headings(lang: Lang) -> Vec<&'static str> {
    TEMPLATE.iter().map(|column| column.heading(lang)).collect()
}

/// Writes the row of headings and freezes it; every cell below it is text.
fn head(sheet: &mut Worksheet, headings: &[impl AsRef<str>]) -> Result<(), XlsxError> {
    let (bold, plain) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    for (at, heading) in headings.iter().enumerate() {
        sheet.set_column_format(index(at), &plain)?;
        sheet.set_column_width(index(at), 18)?;
        sheet.write_string_with_format(0, index(at), heading.as_ref(), &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn index(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guest_lists::Fault;
    use guest_lists::heading::column_of;

    #[test]
    fn our_template_is_read_by_us_in_both_languages_and_is_empty() {
        for lang in [Lang::Vi, Lang::En] {
            for column in TEMPLATE {
                assert_eq!(column_of(column.heading(lang)), Some(*column), "{lang:?} {column:?}");
            }
            for file in [template_xlsx(lang).unwrap(), template_csv(lang).unwrap()] {
                let fault = guest_lists::read(&file, false, &|| Ok(())).err();
                assert_eq!(fault, Some(Fault::Empty));
            }
        }
        assert_eq!(
            column_of(ImportColumn::Returned.heading(Lang::Vi)),
            Some(ImportColumn::Returned)
        );
        assert_eq!(
            column_of(ImportColumn::Returned.heading(Lang::En)),
            Some(ImportColumn::Returned)
        );
    }
}
