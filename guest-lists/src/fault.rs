//! The reasons why a file is not a guest list.

use dto::import::ImportColumn;
use thiserror::Error;

/// The caller has abandoned the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("nobody waits for the list any more")]
pub struct GivenUp;

/// The reason why a file is not a guest list. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// The caller has abandoned the work.
    #[error(transparent)]
    GivenUp(#[from] GivenUp),
    /// Neither XLSX nor CSV nor XML, independent of the file name.
    #[error("neither a workbook nor text")]
    TypeRefused,
    /// An HTML page.
    #[error("a page of the web")]
    IsHtml,
    /// A character that is not text.
    #[error("a sign in line {line} is no text")]
    NotText {
        /// Its line.
        line: usize,
    },
    /// The encoding of the text cannot be determined.
    #[error("in no encoding that is known")]
    EncodingUnknown,
    /// The encoding that the XML declares is unknown, or the text is not written in it.
    #[error("not written in the encoding {name}")]
    XmlEncoding {
        /// The declared name.
        name: String,
    },
    /// The archive or a part of it is damaged.
    #[error("the workbook is damaged")]
    Unreadable,
    /// Unpacked, the workbook is larger than a list can be.
    #[error("the workbook unpacks to more than {megabytes} MB")]
    UnpacksTooLarge {
        /// The limit of the unpacked size.
        megabytes: u64,
    },
    /// More parts, texts or formats than a list can have.
    #[error("the workbook has too many parts")]
    TooManyParts,
    /// More blocks of merged cells than a list can have.
    #[error("the workbook has too many merged cells")]
    TooManyMerged,
    /// The workbook contains macros.
    #[error("the workbook has macros")]
    HasMacros,
    /// The XML declares entities or a document type.
    #[error("the XML declares entities")]
    HasEntities,
    /// No row has the headings of a list.
    #[error("no row has the headings of a list")]
    NoTable,
    /// No sheet has the headings of a list.
    #[error("none of the sheets has the headings of a list")]
    NoSheet {
        /// The searched sheets.
        sheets: Vec<String>,
    },
    /// No visible sheet has them; hidden ones were not searched.
    #[error("none of the visible sheets has the headings of a list")]
    SheetHidden {
        /// The searched sheets.
        sheets: Vec<String>,
        /// The sheets that were not searched.
        hidden: Vec<String>,
    },
    /// Required columns are missing.
    #[error("columns are missing")]
    ColumnsMissing {
        /// Their contents.
        columns: Vec<ImportColumn>,
    },
    /// Two columns have headings of the same content.
    #[error("two columns hold the same")]
    ColumnTwice {
        /// The heading of one of them.
        heading: String,
    },
    /// Required columns are hidden.
    #[error("columns are hidden")]
    ColumnsHidden {
        /// The headings of the hidden columns.
        headings: Vec<String>,
    },
    /// The file has no guests.
    #[error("no guest is in the file")]
    Empty,
    /// Every row with a guest is hidden.
    #[error("every guest is hidden")]
    OnlyHidden,
    /// More guests than `dto::import::MAX_IMPORT_ROWS`.
    #[error("too many guests")]
    TooManyRows,
    /// More columns than [`crate::MAX_COLUMNS`].
    #[error("too many columns")]
    TooManyColumns,
    /// A quote is never closed, so that the following guests would be lost.
    #[error("the quote of line {line} is not closed")]
    QuoteUnclosed {
        /// The line where it was opened.
        line: u32,
    },
    /// The XML contains an unescaped `&`.
    #[error("an ampersand in line {line} stands for itself")]
    XmlAmpersand {
        /// Its line.
        line: usize,
    },
    /// The end tag of an XML element has another name than its start tag, or is missing.
    #[error("an element in line {line} does not end as it began")]
    XmlTag {
        /// Its line.
        line: usize,
        /// The name of the start tag.
        expected: String,
        /// The name of the end tag; `…` if it is missing.
        found: String,
    },
    /// The markup of the XML is damaged.
    #[error("the markup in line {line} is damaged")]
    XmlMalformed {
        /// The line.
        line: usize,
    },
    /// An unexpected XML element.
    #[error("an element in line {line} belongs elsewhere")]
    XmlElement {
        /// Its line.
        line: usize,
        /// The expected element.
        expected: &'static str,
        /// The element that was found.
        found: String,
    },
    /// An element within a field of the XML.
    #[error("an element in line {line} stands within a field")]
    XmlNested {
        /// Its line.
        line: usize,
        /// The field.
        name: String,
    },
    /// Text or an XML element that belongs to no guest.
    #[error("what stands in line {line} belongs to no guest")]
    XmlStray {
        /// Its line.
        line: usize,
    },
    /// A character that XML forbids.
    #[error("a character in line {line} is forbidden")]
    XmlCharacter {
        /// Its line.
        line: usize,
    },
}
