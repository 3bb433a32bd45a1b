//! Why a file is no list of guests.

use dto::import::ImportColumn;
use thiserror::Error;

/// Whoever asked does not wait any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("nobody waits for the list any more")]
pub struct GivenUp;

/// Why a file is no list of guests. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// Whoever asked does not wait any more.
    #[error(transparent)]
    GivenUp(#[from] GivenUp),
    /// Neither XLSX nor CSV nor XML, whatever its name says.
    #[error("neither a workbook nor text")]
    TypeRefused,
    /// A page of the web.
    #[error("a page of the web")]
    IsHtml,
    /// A sign that is no text.
    #[error("a sign in line {line} is no text")]
    NotText {
        /// Where it stands.
        line: usize,
    },
    /// The encoding of the text cannot be told.
    #[error("in no encoding that is known")]
    EncodingUnknown,
    /// The encoding that XML declares is not known, or the text is not written in it.
    #[error("not written in the encoding {name}")]
    XmlEncoding {
        /// As it is declared.
        name: String,
    },
    /// The archive or a part of it is damaged.
    #[error("the workbook is damaged")]
    Unreadable,
    /// Unpacked, the workbook is larger than a list can be.
    #[error("the workbook unpacks to more than {megabytes} MB")]
    UnpacksTooLarge {
        /// How much is unpacked at the most.
        megabytes: u64,
    },
    /// More parts, texts or formats than a list can have.
    #[error("the workbook has too many parts")]
    TooManyParts,
    /// More blocks of merged cells than a list can have.
    #[error("the workbook has too many merged cells")]
    TooManyMerged,
    /// The workbook can act by itself.
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
        /// The sheets that were looked into.
        sheets: Vec<String>,
    },
    /// No visible sheet has them; hidden ones were not looked into.
    #[error("none of the visible sheets has the headings of a list")]
    SheetHidden {
        /// The sheets that were looked into.
        sheets: Vec<String>,
        /// Those that were not.
        hidden: Vec<String>,
    },
    /// Columns without which no row could be right are not there.
    #[error("columns are missing")]
    ColumnsMissing {
        /// What they would hold.
        columns: Vec<ImportColumn>,
    },
    /// Two columns say that they hold the same.
    #[error("two columns hold the same")]
    ColumnTwice {
        /// How one of them is headed.
        heading: String,
    },
    /// Columns without which no row could be right are hidden.
    #[error("columns are hidden")]
    ColumnsHidden {
        /// How the hidden columns are headed.
        headings: Vec<String>,
    },
    /// No guest is in the file.
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
    /// A quote was opened and never closed, so that the guests behind it would disappear.
    #[error("the quote of line {line} is not closed")]
    QuoteUnclosed {
        /// Where it was opened.
        line: u32,
    },
    /// An `&` of the XML stands for itself.
    #[error("an ampersand in line {line} stands for itself")]
    XmlAmpersand {
        /// Where.
        line: usize,
    },
    /// An element of the XML ends by another name than it began, or does not end.
    #[error("an element in line {line} does not end as it began")]
    XmlTag {
        /// Where.
        line: usize,
        /// As it began.
        expected: String,
        /// As it ends; `…` where it does not.
        found: String,
    },
    /// The markup of the XML is damaged.
    #[error("the markup in line {line} is damaged")]
    XmlMalformed {
        /// Where.
        line: usize,
    },
    /// An element of the XML where another belongs.
    #[error("an element in line {line} belongs elsewhere")]
    XmlElement {
        /// Where.
        line: usize,
        /// The one that belongs there.
        expected: &'static str,
        /// The one that stands there.
        found: String,
    },
    /// An element within a field of the XML.
    #[error("an element in line {line} stands within a field")]
    XmlNested {
        /// Where.
        line: usize,
        /// The field.
        name: String,
    },
    /// Text or an element of the XML that belongs to no guest.
    #[error("what stands in line {line} belongs to no guest")]
    XmlStray {
        /// Where.
        line: usize,
    },
    /// A character that XML forbids.
    #[error("a character in line {line} is forbidden")]
    XmlCharacter {
        /// Where.
        line: usize,
    },
}
