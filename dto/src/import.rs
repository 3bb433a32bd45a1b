//! Guest lists from files: what is uploaded, and what is told about each row before and after anything is stored.

use crate::check::{CheckContext, Checked, Findings};
use crate::filing::FileIn;
use crate::given::Given;
use crate::problem::{FieldCode, FieldError, Warning};
use crate::text::{COLUMN_GUIDE, COLUMN_HEADING, Lang, demand_texts};
use crate::timestamp::Timestamp;
use base64::{Engine, engine::general_purpose::STANDARD};
use rules::mend::MendKind;
use rules::nights::StayKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most bytes of a file with guests: a full one of 5,000 rows has less than one megabyte as XLSX, about four as XML.
pub const MAX_IMPORT_FILE: usize = 10 * 1024 * 1024;
/// Most rows with guests in one file.
pub const MAX_IMPORT_ROWS: usize = 5_000;

/// Upload a file with guests for a preview. Nothing is notified by it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportIn {
    /// The file: XLSX, CSV or XML, at most 10 MB and 5,000 guests.
    pub file: FileIn,
    /// The reason of stay (a code of the list `stay_reasons`) for guests of whom the file does not tell one, such as those
    /// of the national portal's XML.
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80, example = "tourism"))]
    pub default_reason: Given<String>,
    /// Read what the spreadsheet hides as well: rows, columns and sheets. Otherwise they are left out, and told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub include_hidden: bool,
}

/// A file that was uploaded, not looked into yet.
pub struct Upload {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The reason for guests without one.
    pub default_reason: Option<String>,
    /// Whether hidden parts are read as well.
    pub include_hidden: bool,
}

impl Checked for ImportIn {
    type Out = Upload;

    fn check(self, _: CheckContext<'_>) -> Result<Upload, Vec<FieldError>> {
        const CONTENT: &str = "/file/content_base64";
        let mut found = Findings::default();
        // A name is shown again: no folders, nothing invisible.
        let name = self.file.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = found.required_text("/file/name", &Given::Value(name.to_owned()), 120);
        let default_reason = found.optional_text("/default_reason", &self.default_reason, 80);
        let mut bytes = Vec::new();
        if self.file.content_base64.len() > MAX_IMPORT_FILE / 3 * 4 + 8 {
            found
                .errors
                .push(FieldError::new(CONTENT, FieldCode::ImportTooLarge).with("megabytes", 10));
        } else {
            match STANDARD.decode(&self.file.content_base64) {
                Ok(decoded) if decoded.is_empty() => drop(found.error(CONTENT, FieldCode::Required)),
                Ok(decoded) => bytes = decoded,
                Err(_) => drop(found.error(CONTENT, FieldCode::FileUnreadable)),
            }
        }
        match name {
            Some(name) if found.errors.is_empty() => Ok(Upload {
                name,
                bytes,
                default_reason,
                include_hidden: self.include_hidden,
            }),
            _ => Err(found.errors),
        }
    }
}

/// Store the guests of a previewed file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CommitImportIn {
    /// Whether mends are taken on which nothing is said below.
    pub accept_mends: bool,
    /// Rows that are taken or left otherwise, each once.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "crate::object::list"
    )]
    #[cfg_attr(feature = "openapi", schema(max_items = 5000))]
    pub decisions: Vec<RowDecision>,
}

/// What becomes of one row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RowDecision {
    /// The row, as the preview numbers it.
    pub line: u32,
    /// Take the row as the preview shows it, with its mends, also where it was found to be a duplicate; or leave it as it
    /// came, and a duplicate out.
    pub accept: bool,
}

impl Checked for CommitImportIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        if self.decisions.len() > MAX_IMPORT_ROWS {
            return Err(vec![
                FieldError::new("/decisions", FieldCode::TooMany).with("max", MAX_IMPORT_ROWS),
            ]);
        }
        let mut seen = std::collections::HashSet::new();
        let twice = self.decisions.iter().position(|decision| !seen.insert(decision.line));
        match twice {
            Some(at) => Err(vec![FieldError::new(
                format!("/decisions/{at}/line"),
                FieldCode::Duplicate,
            )]),
            None => Ok(self),
        }
    }
}

rules::codes! {
    /// What a file is, by its content.
    ImportFormat {
        /// Office Open XML workbook.
        Xlsx = "xlsx",
        /// Text with separators.
        Csv = "csv",
        /// The national portal's XML for foreigners.
        Xml = "xml",
    }
}

rules::codes! {
    /// Whose columns a file has.
    ImportLayout {
        /// The national portal's.
        Portal = "portal",
        /// Our own template, or any file whose headings say what they hold.
        Template = "template",
    }
}

rules::codes! {
    /// Where an import stands.
    ImportState {
        /// Looked through; nothing of it is notified.
        Previewed = "previewed",
        /// Confirmed; the guests are being notified.
        Storing = "storing",
        /// Done.
        Stored = "stored",
        /// Never confirmed, or done and its rows taken away.
        Expired = "expired",
    }
}

rules::codes! {
    /// What the look through a row has shown.
    RowOutcome {
        /// Nothing to say.
        Right = "right",
        /// The spreadsheet has damaged it in a way that can be undone.
        Mendable = "mendable",
        /// Doubtful, and taken all the same.
        Doubtful = "doubtful",
        /// Cannot be notified as it is.
        Wrong = "wrong",
        /// The same person at the same time stands in the file before, or was notified already. Left out unless taken.
        Duplicate = "duplicate",
    }
}

rules::codes! {
    /// What has become of a row.
    RowState {
        /// Nothing yet.
        Waiting = "waiting",
        /// Notified.
        Stored = "stored",
        /// Not notified; it is in the file with the reasons.
        Returned = "returned",
        /// Not notified, because it already was; it is in the file with the reasons too.
        Skipped = "skipped",
    }
}

rules::codes! {
    /// What is worth knowing about the whole file.
    ImportNote {
        /// Row 4 of the portal's template held a guest, not its example. It is always left out.
        ExampleRowHeldGuest = "example_row_held_guest",
        /// The sheet has another name than in the portal's template.
        SheetRenamed = "sheet_renamed",
        /// The columns stand in another order than in the template.
        ColumnsMoved = "columns_moved",
        /// The text is written in an encoding of old Vietnamese systems (Windows-1258).
        OldEncoding = "old_encoding",
        /// The text does not say its encoding and was read as Western European (Windows-1252): names are to be looked at.
        WesternEncoding = "western_encoding",
        /// Beside the list stand cells without a heading; they are not read.
        CellsWithoutHeading = "cells_without_heading",
        /// Another sheet of the workbook has a list of guests as well; it is not read.
        OtherSheetsLeftOut = "other_sheets_left_out",
        /// The file names departures that have happened; they are not taken, declare them with the stay.
        DeparturesLeftOut = "departures_left_out",
    }
}

rules::codes! {
    /// What a column of a file holds.
    ImportColumn {
        /// Running number; not looked at.
        Number = "number",
        /// Full name.
        FullName = "full_name",
        /// Date of birth.
        BirthDate = "birth_date",
        /// How much of the date of birth is known.
        BirthPrecision = "birth_precision",
        /// Sex.
        Sex = "sex",
        /// Nationality.
        Nationality = "nationality",
        /// Kind of document.
        DocumentType = "document_type",
        /// What the document is, for other kinds.
        DocumentName = "document_name",
        /// Number of the document.
        DocumentNumber = "document_number",
        /// Telephone.
        Phone = "phone",
        /// Kind of residence; not looked at.
        Residence = "residence",
        /// Province of the guest's address.
        Province = "province",
        /// Commune of the guest's address.
        Commune = "commune",
        /// Address.
        Address = "address",
        /// Overnight or by the hour.
        Kind = "kind",
        /// Day of arrival.
        ArrivalOn = "arrival_on",
        /// Hour of arrival.
        ArrivalTime = "arrival_time",
        /// Planned day of departure.
        DepartureOn = "departure_on",
        /// Planned hour of departure.
        DepartureTime = "departure_time",
        /// Day on which the guest left.
        DepartedOn = "departed_on",
        /// Room.
        Room = "room",
        /// Reason of stay.
        Reason = "reason",
        /// Reason in words.
        ReasonNote = "reason_note",
        /// Note for the police.
        Note = "note",
        /// Visa symbol.
        VisaSymbol = "visa_symbol",
        /// Number of the visa.
        VisaNumber = "visa_number",
        /// Last day of the visa.
        VisaExpiresOn = "visa_expires_on",
        /// Last day of the permitted stay.
        PermitExpiresOn = "permit_expires_on",
        /// Day of entry.
        EnteredOn = "entered_on",
        /// Border gate.
        EntryGate = "entry_gate",
        /// The reasons that a file with returned rows carries; not looked at.
        Returned = "returned",
    }
}

demand_texts!(ImportColumn, COLUMN_HEADING, [""]);

impl ImportColumn {
    /// What our template and the pages call it.
    pub fn heading(self, lang: Lang) -> &'static str {
        COLUMN_HEADING.get(lang, self.as_str(), "").unwrap_or_default()
    }

    /// What belongs into it; of the columns of our template only.
    pub fn about(self, lang: Lang) -> &'static str {
        COLUMN_GUIDE.get(lang, self.as_str(), ".about").unwrap_or_default()
    }

    /// An example of what it holds; of the columns of our template only.
    pub fn example(self, lang: Lang) -> &'static str {
        COLUMN_GUIDE.get(lang, self.as_str(), ".example").unwrap_or_default()
    }

    /// Whether it has an explanation and an example.
    pub const fn is_explained(self) -> bool {
        COLUMN_GUIDE.has(self.as_str(), ".about") && COLUMN_GUIDE.has(self.as_str(), ".example")
    }
}

/// An import: the file, where it stands, and a page of its rows.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportOut {
    /// The id.
    pub id: Uuid,
    /// Whose guests they are.
    pub facility_id: Uuid,
    /// The name of the file.
    #[cfg_attr(feature = "openapi", schema(example = "khach_20-11.xlsx"))]
    pub file_name: String,
    /// What the file is.
    pub format: ImportFormat,
    /// Whose columns it has.
    pub layout: ImportLayout,
    /// The sheet that was read, of a workbook.
    #[cfg_attr(feature = "openapi", schema(example = "DS_KHACH_VIET_NAM_LUU_TRU"))]
    pub sheet: Option<String>,
    /// What is worth knowing about the whole file.
    pub notes: Vec<ImportNote>,
    /// How many lines with something in them the file has below its headings; of XML, guests. Where that is more than
    /// `counts.total`, the others were left out: hidden rows, the example row, running numbers alone, lines within a cell.
    pub lines: u32,
    /// What the spreadsheet does not show.
    pub hidden: ImportHidden,
    /// The headings of columns that are not read because nobody knows what they hold.
    #[cfg_attr(feature = "openapi", schema(example = json!(["Ghi chú nội bộ"])))]
    pub unread_columns: Vec<String>,
    /// Where it stands.
    pub state: ImportState,
    /// When it was uploaded.
    pub created_at: Timestamp,
    /// When it can no longer be confirmed, nor its file with the reasons be fetched; null once that is over.
    pub expires_at: Option<Timestamp>,
    /// What the rows are like.
    pub counts: ImportCounts,
    /// How far the storing has come.
    pub progress: ImportProgress,
    /// The rows of this page, in the order of the file.
    pub items: Vec<ImportRowOut>,
    /// Ask again with this as `cursor` for the next page; null on the last one.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// What the spreadsheet of an import does not show to whoever looks at it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportHidden {
    /// The numbers of hidden rows with something in them, at most the first 200.
    pub rows: Vec<u32>,
    /// How many there are.
    pub row_count: u32,
    /// The headings of hidden columns.
    #[cfg_attr(feature = "openapi", schema(example = json!(["Ghi chú nội bộ"])))]
    pub columns: Vec<String>,
    /// The names of hidden sheets.
    #[cfg_attr(feature = "openapi", schema(example = json!(["Danh mục"])))]
    pub sheets: Vec<String>,
    /// Whether they were read because that was asked for (`include_hidden`).
    pub included: bool,
}

impl ImportHidden {
    /// Whether nothing is hidden.
    pub fn is_empty(&self) -> bool {
        self.row_count == 0 && self.columns.is_empty() && self.sheets.is_empty()
    }
}

/// How many rows a preview found to be what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportCounts {
    /// Rows with guests.
    pub total: u32,
    /// Right.
    pub right: u32,
    /// Damaged, with mends offered.
    pub mendable: u32,
    /// Doubtful.
    pub doubtful: u32,
    /// Wrong.
    pub wrong: u32,
    /// Duplicate.
    pub duplicate: u32,
}

/// How far the storing has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportProgress {
    /// Rows dealt with: the three below together.
    pub done: u32,
    /// Rows notified.
    pub stored: u32,
    /// Rows that come back with their reasons.
    pub returned: u32,
    /// Rows that were notified already.
    pub skipped: u32,
}

/// A row of the file, and what is to be said of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRowOut {
    /// The row as the spreadsheet numbers it; of XML, the guest.
    pub line: u32,
    /// What the look through it has shown.
    pub outcome: RowOutcome,
    /// What has become of it.
    pub state: RowState,
    /// The kind of stay that is taken, told or not.
    pub kind: Option<StayKind>,
    /// Its cells that hold something, as they came.
    pub cells: Vec<ImportCell>,
    /// The mends that are offered.
    pub mends: Vec<ImportMend>,
    /// What is wrong; the pointer names the column: `/document_number`.
    pub errors: Vec<FieldError>,
    /// What is doubtful; the pointer names the column.
    pub warnings: Vec<Warning>,
    /// The earlier row of the file with the same guest at the same time.
    pub same_as_line: Option<u32>,
    /// The code of the stay of the same guest at the same time.
    #[cfg_attr(feature = "openapi", schema(example = "LT-261121-7K3QF9XM2P"))]
    pub same_as_code: Option<String>,
    /// The stay, once it is stored.
    pub stay_id: Option<Uuid>,
}

/// A cell.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportCell {
    /// What its column holds.
    pub column: ImportColumn,
    /// What stands there.
    #[cfg_attr(feature = "openapi", schema(example = "56075002914"))]
    pub text: String,
}

/// A mend that is offered for a cell.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportMend {
    /// Of which column.
    pub column: ImportColumn,
    /// What happened to it.
    pub kind: MendKind,
    /// What stands there.
    #[cfg_attr(feature = "openapi", schema(example = "56075002914"))]
    pub before: String,
    /// What stood there before.
    #[cfg_attr(feature = "openapi", schema(example = "056075002914"))]
    pub after: String,
    /// The same for a person, in the language asked for.
    #[cfg_attr(feature = "openapi", schema(example = "Excel bỏ số 0 đầu. Đề nghị thêm lại."))]
    #[serde(default)]
    pub message: String,
}
