//! The reasons why a file is not a guest list, as errors of the API.

use dto::Lang;
use dto::import::MAX_IMPORT_ROWS;
use dto::problem::{FieldCode, FieldError};
use guest_lists::{Fault, MAX_COLUMNS};

/// The pointer of errors of the whole file.
const CONTENT: &str = "/file/content_base64";

/// Returns the error of the whole file.
pub fn refused(fault: Fault) -> FieldError {
    let plain = |code| FieldError::new(CONTENT, code);
    let at = |code, line: usize| plain(code).with("line", line);
    match fault {
        Fault::GivenUp(_) => plain(FieldCode::ImportTooSlow),
        Fault::TypeRefused => plain(FieldCode::ImportTypeRefused),
        Fault::IsHtml => plain(FieldCode::ImportIsHtml),
        Fault::NotText { line } => at(FieldCode::ImportNotText, line),
        Fault::EncodingUnknown => plain(FieldCode::ImportEncodingUnknown),
        Fault::XmlEncoding { name } => plain(FieldCode::ImportXmlEncoding).with("name", name),
        Fault::Unreadable => plain(FieldCode::FileUnreadable),
        Fault::UnpacksTooLarge { megabytes } => plain(FieldCode::ImportUnpacksTooLarge).with("megabytes", megabytes),
        Fault::TooManyParts => plain(FieldCode::ImportTooManyParts),
        Fault::TooManyMerged => plain(FieldCode::CellMerged),
        Fault::HasMacros => plain(FieldCode::ImportHasMacros),
        Fault::HasEntities => plain(FieldCode::ImportHasEntities),
        Fault::NoTable => plain(FieldCode::ImportNoTable),
        Fault::NoSheet { sheets } => plain(FieldCode::ImportNoSheet).with("sheets", listed(&sheets)),
        Fault::SheetHidden { sheets, hidden } => plain(FieldCode::ImportSheetHidden)
            .with("sheets", listed(&sheets))
            .with("hidden", listed(&hidden)),
        Fault::ColumnsMissing { columns } => {
            // In Vietnamese for every reader, because the file must have these headings.
            let names: Vec<&str> = columns.into_iter().map(|column| column.heading(Lang::Vi)).collect();
            plain(FieldCode::ImportColumnsMissing).with("columns", names.join(", "))
        }
        Fault::ColumnTwice { heading } => plain(FieldCode::ImportColumnTwice).with("column", heading),
        Fault::ColumnsHidden { headings } => plain(FieldCode::ImportColumnsHidden).with("columns", headings.join(", ")),
        Fault::Empty => plain(FieldCode::ImportEmpty),
        Fault::OnlyHidden => plain(FieldCode::ImportOnlyHidden),
        Fault::TooManyRows => plain(FieldCode::ImportTooManyRows).with("max", MAX_IMPORT_ROWS),
        Fault::TooManyColumns => plain(FieldCode::ImportTooManyColumns).with("max", MAX_COLUMNS),
        Fault::QuoteUnclosed { line } => plain(FieldCode::ImportQuoteUnclosed).with("line", line),
        Fault::XmlAmpersand { line } => at(FieldCode::ImportXmlAmpersand, line),
        Fault::XmlTag { line, expected, found } => at(FieldCode::ImportXmlTag, line)
            .with("expected", expected)
            .with("found", found),
        Fault::XmlMalformed { line } => at(FieldCode::ImportXmlMalformed, line),
        Fault::XmlElement { line, expected, found } => at(FieldCode::ImportXmlElement, line)
            .with("expected", expected)
            .with("found", found),
        Fault::XmlNested { line, name } => at(FieldCode::ImportXmlNested, line).with("name", name),
        Fault::XmlStray { line } => at(FieldCode::ImportXmlStray, line),
        Fault::XmlCharacter { line } => at(FieldCode::ImportXmlCharacter, line),
    }
}

/// Returns names of sheets as one list.
fn listed(names: &[String]) -> String {
    if names.is_empty() {
        "–".to_owned()
    } else {
        names.join(", ")
    }
}
